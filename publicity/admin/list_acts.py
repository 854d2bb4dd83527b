"""What staff can do to a list that is out, as a table: who, in which state, which form, which action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from county.access import allowed
from county.domain.roles import Action
from county.models.staff import User
from publicity.actions.hiding import hide
from publicity.actions.rights import may_change
from publicity.actions.windows import RUNNING, end_early, extend, first_end, pause, resume, withdraw
from publicity.admin.event_forms import DayForm, ReasonForm
from publicity.domain.events import Kind
from publicity.domain.windows import State
from publicity.models.publications import Publication, PublicationEntry


def _changes(user: User, publication: Publication, day: date) -> bool:
    return may_change(by=user, publication=publication, today=day)


def _hides(user: User, publication: Publication, _day: date) -> bool:
    return allowed(user, Action.HIDE_FOR_PRIVACY, publication.village)


def _timed(publication: Publication) -> bool:
    return publication.closes_on is not None


def _any(_publication: Publication) -> bool:
    return True


@dataclass(frozen=True)
class Act:
    """One act: its words, the states it fits, who may, its action. `day` names the action's argument for a day."""

    slug: str
    kind: Kind
    name: str | Promise
    explains: str | Promise
    states: frozenset[State]
    do: Callable[..., object]
    may: Callable[[User, Publication, date], bool] = _changes
    fits: Callable[[Publication], bool] = _any
    day: str = ""
    day_label: str | Promise = ""
    first_day: Callable[[Publication, date], date] | None = None
    grave: bool = False

    def form(self, publication: Publication, today: date, data: Any = None) -> forms.Form:
        """The form, filled in as far as can be known."""
        if not self.day:
            return ReasonForm(data, kind=self.kind)
        first = self.first_day(publication, today) if self.first_day else None
        return DayForm(data, kind=self.kind, name=self.day, label=self.day_label, first=first)

    def run(
        self, publication: Publication, *, by: User, today: date, entry: PublicationEntry | None, values: dict[str, Any]
    ) -> None:
        """Does it."""
        if self.kind is Kind.HIDE:
            hide(publication=publication, entry=entry, reason=values["reason"], by=by, today=today)
            return
        self.do(publication=publication, by=by, today=today, **values)


_LIST = [
    Act(
        "extend",
        Kind.EXTEND,
        _("Extend the time"),
        _("The list stays open longer. A last day that is a day off moves to the next working day."),
        RUNNING,
        extend,
        fits=_timed,
        day="closes_on",
        day_label=_("New last day"),
    ),
    Act(
        "pause",
        Kind.PAUSE,
        _("Interrupt"),
        _("The names are not shown until you continue. Every day lost is then added to the time."),
        frozenset({State.OPEN}),
        pause,
        day="since",
        day_label=_("First day lost"),
        first_day=lambda _publication, today: today,
    ),
    Act(
        "resume",
        Kind.RESUME,
        _("Continue the publicity"),
        _("The names are shown again, and the days lost are added: a day lost in part counts whole."),
        frozenset({State.PAUSED}),
        resume,
        day="through",
        day_label=_("Last day lost"),
        first_day=lambda _publication, today: today,
    ),
    Act(
        "end-early",
        Kind.EARLY_END,
        _("End earlier"),
        _("The list closes before its time, never before the seven days that the law gives everyone to object."),
        RUNNING - {State.PAUSED},
        end_early,
        fits=_timed,
        day="closes_on",
        day_label=_("New last day"),
        first_day=lambda publication, today: max(today, first_end(publication)),
        grave=True,
    ),
    Act(
        "hide",
        Kind.HIDE,
        _("Hide at once to protect privacy"),
        _(
            "It leaves page, files, feed and query at once. Another person must then confirm or lift this. Numbers and "
            "ledger entry stay."
        ),
        RUNNING,
        hide,
        may=_hides,
        grave=True,
    ),
    Act(
        "withdraw",
        Kind.WITHDRAW,
        _("Withdraw"),
        _(
            "The names leave every output for good. The page stays and says for ever that this list was withdrawn, and "
            "why. This can't be undone; publish a new version afterwards."
        ),
        frozenset(State) - {State.REPLACED, State.WITHDRAWN},
        withdraw,
        grave=True,
    ),
]
ACTS = {act.slug: act for act in _LIST}
