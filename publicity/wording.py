"""Publicity's codes in words, for pages and commands."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.templatetags.portal import cn_date
from publicity.actions.errors import (
    AlreadyDelegated,
    AlreadyPublished,
    AppraisalOff,
    BadWindow,
    DisclosureMissing,
    DoesNotReconcile,
    ForbiddenPattern,
    NameUnreadable,
    NewerPeriod,
    NotAllowed,
    NotDelegated,
    NothingToPublish,
    NotLonger,
    OutcomeTooEarly,
    ProgrammeOff,
    PublishingRefused,
    ReasonMissing,
    RosterReplaced,
    SameHand,
    TooEarly,
    TooShort,
    UnknownOutcome,
    UnknownReason,
    WrongState,
)
from publicity.domain.disclosure import Missing
from publicity.domain.gate import Kind
from publicity.domain.stages import Programme, Stage
from publicity.domain.windows import State
from publicity.programmes import NAMES

STAGES: dict[str, str | Promise] = {
    Stage.APPRAISAL: gettext_lazy("Appraisal result"),
    Stage.PROPOSED: gettext_lazy("Proposed list"),
    Stage.APPROVED: gettext_lazy("Approved list"),
    Stage.LONG_TERM: gettext_lazy("Long-term list"),
}
STATES: dict[str, str | Promise] = {
    State.SCHEDULED: gettext_lazy("opens later"),
    State.OPEN: gettext_lazy("open"),
    State.PAUSED: gettext_lazy("interrupted"),
    State.CLOSED: gettext_lazy("closed"),
    State.HIDDEN: gettext_lazy("hidden"),
    State.WITHDRAWN: gettext_lazy("withdrawn"),
    State.REPLACED: gettext_lazy("replaced"),
}
_MISSING: dict[Missing, str | Promise] = {
    Missing.COVERED: gettext_lazy("number covered"),
    Missing.AMOUNT: gettext_lazy("amounts"),
    Missing.STANDARD: gettext_lazy("standards in force (add one under County, Standards)"),
    Missing.PHONE: gettext_lazy("supervision phone (fill it in under Settings, County settings)"),
    Missing.TIME: gettext_lazy("time of publicity"),
    Missing.ISSUER: gettext_lazy("issuing body (fill in the organiser under Settings, County settings)"),
}
_KINDS: dict[Kind, str | Promise] = {
    Kind.ID_18: gettext_lazy("an ID number"),
    Kind.ID_15: gettext_lazy("an ID number of 15 digits"),
    Kind.MOBILE: gettext_lazy("a mobile phone number"),
    Kind.LANDLINE: gettext_lazy("a phone number"),
    Kind.BANK_CARD: gettext_lazy("a bank card number"),
}
_REFUSALS: dict[type[PublishingRefused], str | Promise] = {
    NotAllowed: gettext_lazy("Your role or your office's area does not allow publishing this list."),
    SameHand: gettext_lazy("You imported this roster; another person must publish it."),
    NothingToPublish: gettext_lazy("There is no confirmed roster of this village for this stage and month."),
    RosterReplaced: gettext_lazy("A new roster was confirmed in the meantime; look at it and publish again."),
    AlreadyPublished: gettext_lazy("The list is already published; a new version needs a reason."),
    UnknownReason: gettext_lazy("This reason does not fit here; choose one from the list."),
    NewerPeriod: gettext_lazy("The list of a later month is already published."),
    TooEarly: gettext_lazy(
        "The month is too far ahead: nobody knows yet who will still be a minor. Wait for the month."
    ),
    ProgrammeOff: gettext_lazy("Lists of this programme are switched off under Settings, County settings."),
    DoesNotReconcile: gettext_lazy("The rows and the roster's totals do not agree; import the roster again."),
    AppraisalOff: gettext_lazy("Lists of the appraisal are switched off under Settings, County settings."),
    WrongState: gettext_lazy("The list's state has changed or does not allow this; look at its page again."),
    ReasonMissing: gettext_lazy("Say why in words, at most 200 characters: the public reads it."),
    OutcomeTooEarly: gettext_lazy("Nobody can be confirmed while the list is open: people can still object."),
    UnknownOutcome: gettext_lazy("This entry is not on the list, or the outcome is none of those offered."),
    AlreadyDelegated: gettext_lazy("Another delegation of this township holds in that time; end it first."),
    NotDelegated: gettext_lazy("This delegation has ended already."),
}
_WITH_DAY: dict[type[PublishingRefused], str | Promise] = {
    BadWindow: gettext_lazy("This day does not fit here; the first possible day is %(day)s."),
    NotLonger: gettext_lazy("The list is open through %(day)s; an extension has to end later."),
    TooShort: gettext_lazy(
        "A first list stands seven days, and days lost to outages besides: the first possible last day is %(day)s. "
        "To take it away before, withdraw it and say why."
    ),
}


def list_name(programme: str, stage: str) -> str:
    """A list's kind: its stage, and the programme where it is not the allowance."""
    name = str(STAGES[stage])
    return name if programme == Programme.DIBAO else f"{NAMES[programme]}{name}"


def refusal(error: PublishingRefused) -> str:
    """Why nothing was published, and what to do."""
    if isinstance(error, DisclosureMissing):
        items = "、".join(str(_MISSING[item]) for item in error.missing)
        return _("Missing from the five disclosures: %(items)s.") % {"items": items}
    if isinstance(error, ForbiddenPattern):
        items = "；".join(f"{place_name(item.place)}：{_KINDS[item.kind]}" for item in error.findings)
        return _("Must not be shown, correct the roster and import it again: %(items)s.") % {"items": items}
    if isinstance(error, NameUnreadable):
        rows = "、".join(str(row) for row in error.rows)
        return _("No letter to mask in the name of rows %(rows)s: correct the roster and import it again.") % {
            "rows": rows
        }
    if isinstance(error, BadWindow | TooShort | NotLonger):
        day = error.closes_on if isinstance(error, NotLonger) else error.earliest
        return str(_WITH_DAY[type(error)]) % {"day": cn_date(day)}
    return str(_REFUSALS[type(error)])


def place_name(place: str) -> str:
    """Where the gate found something: a row by its number on the list, or a text by name."""
    kind, _space, number = place.partition(" ")
    if kind == "row":
        return _("row %(number)s") % {"number": number}
    names = {"title": _("title"), "issuer": _("issuer"), "standard": _("standards"), "phone": _("phone")}
    return names.get(kind, _("text"))
