"""Why publishing is refused. Each error has a code for programs; publicity.wording says it to people."""

from collections.abc import Sequence
from datetime import date

from publicity.domain.disclosure import Missing
from publicity.domain.gate import Finding


class PublishingRefused(Exception):
    """Nothing was published."""

    code = "refused"


class NotAllowed(PublishingRefused):
    """The person's role or area does not cover this."""

    code = "not-allowed"


class SameHand(PublishingRefused):
    """The person who imported the roster, or wrote the decision, would also publish it."""

    code = "same-hand"


class NothingToPublish(PublishingRefused):
    """There is no confirmed roster of this village, stage and month."""

    code = "nothing-to-publish"


class RosterReplaced(PublishingRefused):
    """Another roster was confirmed after the publisher looked: nobody but its importer has seen it."""

    code = "roster-replaced"


class AlreadyPublished(PublishingRefused):
    """The list is out; a new version needs a reason code."""

    code = "already-published"


class UnknownReason(PublishingRefused):
    """The reason code is none of the closed set."""

    code = "unknown-reason"


class NewerPeriod(PublishingRefused):
    """A long-term list of a later month is already out; this month can only be counted as missing."""

    code = "newer-period"


class DoesNotReconcile(PublishingRefused):
    """Shown and suppressed rows together are not the roster."""

    code = "does-not-reconcile"


class DisclosureMissing(PublishingRefused):
    """One of the five disclosures has no value."""

    code = "disclosure-missing"

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class TooEarly(PublishingRefused):
    """The list's month is so far ahead that nobody can tell who will still be a minor."""

    code = "too-early"


class ProgrammeOff(PublishingRefused):
    """The county has not switched lists of this programme on."""

    code = "programme-off"


class NameUnreadable(PublishingRefused):
    """Rows whose name has no letter that could be masked; `rows` are their numbers on the list."""

    code = "name-unreadable"

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(", ".join(map(str, rows)))
        self.rows = tuple(rows)


class ForbiddenPattern(PublishingRefused):
    """A text that would go out holds an ID, phone or bank-card number."""

    code = "forbidden-pattern"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(f"{item.place}: {item.kind}" for item in findings))
        self.findings = tuple(findings)


class AppraisalOff(PublishingRefused):
    """The county's setting says that appraisals are not published."""

    code = "appraisal-off"


class BadWindow(PublishingRefused):
    """A day that does not fit; `earliest` is the first that would."""

    code = "bad-window"

    def __init__(self, *, earliest: date) -> None:
        super().__init__(earliest.isoformat())
        self.earliest = earliest


class NotLonger(PublishingRefused):
    """An extension has to end later than the list does now; `closes_on` is its end now."""

    code = "not-longer"

    def __init__(self, *, closes_on: date) -> None:
        super().__init__(closes_on.isoformat())
        self.closes_on = closes_on


class TooShort(PublishingRefused):
    """A first list may not end before its legal days; `earliest` is the first possible last day."""

    code = "too-short"

    def __init__(self, *, earliest: date) -> None:
        super().__init__(earliest.isoformat())
        self.earliest = earliest


class WrongState(PublishingRefused):
    """What was asked does not fit the state that the list is in."""

    code = "wrong-state"


class ReasonMissing(PublishingRefused):
    """The public reads why: words are needed, at most 200 characters."""

    code = "reason-missing"


class OutcomeTooEarly(PublishingRefused):
    """Nobody is confirmed while people can still object."""

    code = "outcome-too-early"


class AlreadyDelegated(PublishingRefused):
    """Another delegation of this township holds in that time."""

    code = "already-delegated"


class NotDelegated(PublishingRefused):
    """The delegation has ended already."""

    code = "not-delegated"


class UnknownOutcome(PublishingRefused):
    """The outcome is none of the closed set, or the entry is not on this list."""

    code = "unknown-outcome"
