"""Why a list exists in more than one version, or ended: closed sets, so that a reason tells nothing of a person."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a version was published."""

    FIRST = ""
    # 东安县 2018, 低保空白村; worded alike whether nobody receives or nobody may be shown
    NONE_TO_SHOW = "none-to-show"
    CORRECTION = "correction"
    OBJECTION = "objection"
    LATE_ROSTER = "late-roster"
    PRIVACY = "privacy"
    # 内蒙古 2013: the second list stands as long as the household is paid; who no longer is leaves by a new version
    PAYMENT_ENDED = "payment-ended"


#: What may be given for a version that replaces another.
REPLACING = frozenset({Reason.CORRECTION, Reason.OBJECTION, Reason.LATE_ROSTER, Reason.PRIVACY, Reason.PAYMENT_ENDED})


class Ending(StrEnum):
    """Why a list's names are no longer shown."""

    WINDOW = "window-ended"
    REPLACED = "replaced"
    NEXT_PERIOD = "next-period"


class Outcome(StrEnum):
    """What became of an entry of a first list."""

    NONE = ""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REINVESTIGATING = "re-investigating"


class ReviewOutcome(StrEnum):
    """How a review of an objection ended (牡丹区 2022: 评议复核)."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not-upheld"
    UNFOUNDED = "unfounded"
