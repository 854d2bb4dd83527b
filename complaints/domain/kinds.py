"""What a case is and whom it concerns. Values are codes; the app layer has the words."""

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of case the portal takes in (requirements C1, C2, C4)."""

    OBJECTION = "objection"
    """Anybody's doubt about a list that is open; tied to the list and, if known, to the entry."""
    REVIEW = "review"
    """The applicant's own request for a review (评议复核): named, reachable, need not be on a list."""
    TIP_HOUSEHOLD = "tip-household"
    """A report about a household, also one left out, also a doubt that came after the window."""
    TIP_OFFICIAL = "tip-official"
    """A report about a cadre, a handler or other staff, or about somebody the sender can't name."""


class Subject(StrEnum):
    """Whom a case concerns; the office behind it learns nothing."""

    HOUSEHOLD = "household"
    VILLAGE_CADRE = "village-cadre"
    TOWNSHIP_STAFF = "township-staff"
    COUNTY_STAFF = "county-staff"
    DISCIPLINE = "discipline"
    UNKNOWN = "unknown"

    @property
    def is_official(self) -> bool:
        """Whether somebody with a post may be meant: everything but a household."""
        return self is not Subject.HOUSEHOLD


class Way(StrEnum):
    """How a case came in (requirements C12); kept in clear."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    VISIT = "visit"
    MEDIA = "media"


def kind_for(kind: Kind, *, subject: Subject, list_is_open: bool, names_list: bool) -> Kind:
    """The kind under which a case is really taken in, so that nothing typed is lost.

    A report about officials is one whatever form it came through. A doubt about a list whose window has
    ended becomes a report about a household (requirements C2).
    """
    if subject.is_official:
        return Kind.TIP_OFFICIAL
    if kind is Kind.OBJECTION and names_list and not list_is_open:
        return Kind.TIP_HOUSEHOLD
    return kind


def publicised_again(kind: Kind) -> bool:
    """Whether the result goes up again in the village: that of an objection to a list or of the applicant's review.

    菏区政办发〔2022〕23号 三（四）: 复核结果应再次进行公示. A report from outside a list's window concerns no list.
    """
    return kind in (Kind.OBJECTION, Kind.REVIEW)
