"""What can happen to a list after it went out, and why: closed sets, so that neither tells anything of a person."""

from enum import StrEnum


class Kind(StrEnum):
    """What happened."""

    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    EARLY_END = "early-end"
    WITHDRAW = "withdraw"
    HIDE = "hide"
    CONFIRM = "confirm"
    LIFT = "lift"


class Because(StrEnum):
    """Why; the words beside it are scanned by the gate before they go out."""

    OUTAGE = "outage"
    OBJECTION = "objection"
    MISTAKE = "mistake"
    DECISION = "decision"
    PRIVACY = "privacy"


#: Which reasons fit which act.
FITTING: dict[Kind, frozenset[Because]] = {
    Kind.EXTEND: frozenset({Because.OUTAGE, Because.OBJECTION, Because.MISTAKE, Because.DECISION}),
    Kind.PAUSE: frozenset({Because.OUTAGE}),
    Kind.RESUME: frozenset({Because.OUTAGE}),
    Kind.EARLY_END: frozenset({Because.DECISION, Because.MISTAKE}),
    Kind.WITHDRAW: frozenset({Because.MISTAKE, Because.OBJECTION, Because.DECISION, Because.PRIVACY}),
    Kind.HIDE: frozenset({Because.PRIVACY}),
    Kind.CONFIRM: frozenset({Because.PRIVACY}),
    Kind.LIFT: frozenset({Because.PRIVACY}),
}
