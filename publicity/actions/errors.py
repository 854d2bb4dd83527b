"""Why publishing is refused. Each error has a code for programs; publicity.wording says it to people."""

from collections.abc import Sequence

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


class ForbiddenPattern(PublishingRefused):
    """A text that would go out holds an ID, phone or bank-card number."""

    code = "forbidden-pattern"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(f"{item.place}: {item.kind}" for item in findings))
        self.findings = tuple(findings)
