"""What is publicised when: the stages of a list and the programme it belongs to."""

from enum import StrEnum


class Stage(StrEnum):
    """The steps at which names are made public, in their order."""

    APPRAISAL = "appraisal"
    PROPOSED = "proposed"
    APPROVED = "approved"
    LONG_TERM = "long-term"


class Programme(StrEnum):
    """The benefit a list belongs to."""

    DIBAO = "dibao"
