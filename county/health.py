"""What is wrong with what the public reads: apps register their checks, the editors' report shows what they find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What can be the matter, the most urgent first."""

    DEAD_LINK = "dead-link", _("Link that leads nowhere")
    LATE_COLUMN = "late-column", _("Publicity column older than the rules allow")
    OLD_STANDARD = "old-standard", _("Outdated standard")
    MISSING = "missing", _("Something is not filled in")
    UNEXPLAINED = "unexplained", _("Policy without explanation")
    STALE = "stale", _("Section without anything new")
    EXTERNAL = "external", _("Link to another site: look yourself")


@dataclass(frozen=True)
class Finding:
    """One thing to mend: where it is, what it is, and the address in the admin where it can be mended."""

    kind: Kind
    title: str
    detail: str | Promise
    mend: str = ""

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(self.kind.label)

    @property
    def is_fault(self) -> bool:
        """Whether it counts: links to other sites are listed without anybody having asked those sites."""
        return self.kind is not Kind.EXTERNAL


Check = Callable[[date], Iterable[Finding]]
_checks: list[Check] = []


def register_check(check: Check) -> Check:
    """Registers a function that finds one kind of fault on a day."""
    _checks.append(check)
    return check


def findings(day: date) -> list[Finding]:
    """Everything that is the matter on `day`, by urgency, then by title."""
    order = list(Kind)
    return sorted(_every(day), key=lambda found: (order.index(found.kind), found.title))


def _every(day: date) -> Iterator[Finding]:
    for check in _checks:
        yield from check(day)
