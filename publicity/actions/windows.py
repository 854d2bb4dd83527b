"""Changing how long a list is open, each time with a reason that the public reads: decision 0022."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max

from county.calendars import workday_calendar
from county.domain.workdays import is_workday, next_workday
from county.models.staff import User
from publicity.actions.errors import BadWindow, NotLonger, TooShort, WrongState
from publicity.actions.events import checked_reason, locked, put_on_record
from publicity.actions.rights import check_may_change
from publicity.domain.events import Kind
from publicity.domain.stages import Stage
from publicity.domain.windows import State, Unit, days_lost, earliest_end, later
from publicity.models.events import ListEvent
from publicity.models.publications import NameKey, Publication
from publicity.signals import list_closed

RUNNING = frozenset({State.SCHEDULED, State.OPEN, State.PAUSED})


@transaction.atomic
def extend(*, publication: Publication, closes_on: date, because: str, reason: str, by: User, today: date) -> ListEvent:
    """Moves the last day of a list's window to a later one; a day off moves on to the next working day.

    Raises NotAllowed, WrongState (no window, or it has ended), NotLonger, and what `checked_reason` raises.
    """
    held = _held(publication, by=by, today=today, states=RUNNING)
    if held.closes_on is None:
        raise WrongState
    if closes_on <= held.closes_on:
        raise NotLonger(closes_on=held.closes_on)
    code, words = checked_reason(kind=Kind.EXTEND, because=because, reason=reason, phone=held.supervision_phone)
    to = next_workday(closes_on, workday_calendar())
    facts = _move(held, to)
    return put_on_record(
        publication=held, kind=Kind.EXTEND, because=code, reason=words, by=by, today=today, facts=facts
    )


@transaction.atomic
def end_early(
    *, publication: Publication, closes_on: date, because: str, reason: str, by: User, today: date
) -> ListEvent:
    """Moves the last day of a list's window to an earlier one, today or later.

    Raises NotAllowed, WrongState, BadWindow (a day that is past, or not earlier), TooShort (a first list would stand
    for less than its legal days, those lost to outages besides), and what `checked_reason` raises.
    """
    held = _held(publication, by=by, today=today, states=RUNNING - {State.PAUSED})
    if held.closes_on is None:
        raise WrongState
    first = max(today, held.opens_on)
    if closes_on < first or closes_on >= held.closes_on:
        raise BadWindow(earliest=first)
    earliest = first_end(held)
    if closes_on < earliest:
        raise TooShort(earliest=earliest)
    code, words = checked_reason(kind=Kind.EARLY_END, because=because, reason=reason, phone=held.supervision_phone)
    facts = _move(held, closes_on)
    return put_on_record(
        publication=held, kind=Kind.EARLY_END, because=code, reason=words, by=by, today=today, facts=facts
    )


@transaction.atomic
def pause(
    *, publication: Publication, because: str, reason: str, by: User, today: date, since: date | None = None
) -> ListEvent:
    """Stops the clock of an open list; its rows are not shown until `resume`.

    `since` is the first day lost, today or earlier. Raises NotAllowed, WrongState, BadWindow (before it opened, or in
    the future), and what `checked_reason` raises.
    """
    held = _held(publication, by=by, today=today, states=frozenset({State.OPEN}))
    first = today if since is None else since
    if not held.opens_on <= first <= today:
        raise BadWindow(earliest=held.opens_on)
    code, words = checked_reason(kind=Kind.PAUSE, because=because, reason=reason, phone=held.supervision_phone)
    held.paused_since = first
    held.save(update_fields=["paused_since"])
    return put_on_record(
        publication=held,
        kind=Kind.PAUSE,
        because=code,
        reason=words,
        by=by,
        today=today,
        facts={"since": first.isoformat()},
    )


@transaction.atomic
def resume(
    *, publication: Publication, because: str, reason: str, by: User, today: date, through: date | None = None
) -> ListEvent:
    """Shows a paused list again and adds the days lost to its window: a day lost in part counts whole.

    `through` is the last day lost, today where none is given. Raises NotAllowed, WrongState, BadWindow, and what
    `checked_reason` raises.
    """
    held = _held(publication, by=by, today=today, states=frozenset({State.PAUSED}))
    last = today if through is None else through
    if not held.paused_since <= last <= today:
        raise BadWindow(earliest=held.paused_since)
    code, words = checked_reason(kind=Kind.RESUME, because=because, reason=reason, phone=held.supervision_phone)
    lost = add_back(held, since=held.paused_since, through=last)
    facts = {"since": held.paused_since.isoformat(), "through": last.isoformat(), "days": lost, **ends(held)}
    held.paused_since = None
    held.save(update_fields=["paused_since", "closes_on"])
    return put_on_record(
        publication=held,
        kind=Kind.RESUME,
        because=code,
        reason=words,
        by=by,
        today=today,
        days=lost,
        through=last,
        facts=facts,
    )


@transaction.atomic
def withdraw(*, publication: Publication, because: str, reason: str, by: User, today: date) -> ListEvent:
    """Takes a list back for good: its page stays, says so and why, and shows no row any more.

    The one way to end a first list before its legal days. Raises NotAllowed, WrongState (replaced or withdrawn
    already), and what `checked_reason` raises.
    """
    held = _held(publication, by=by, today=today, states=frozenset(State) - {State.REPLACED, State.WITHDRAWN})
    code, words = checked_reason(kind=Kind.WITHDRAW, because=because, reason=reason, phone=held.supervision_phone)
    held.withdrawn_on, held.withdrawn_reason = today, words
    held.closed_on = held.closed_on or today
    held.paused_since = None
    held.save(update_fields=["withdrawn_on", "withdrawn_reason", "closed_on", "paused_since"])
    NameKey.objects.filter(publication=held).delete()
    if held.stage == Stage.LONG_TERM and held.opens_on > today:
        _keep_earlier(held)
    event = put_on_record(publication=held, kind=Kind.WITHDRAW, because=code, reason=words, by=by, today=today)
    transaction.on_commit(partial(list_closed.send, Publication, publication=held), robust=True)
    return event


def first_end(publication: Publication) -> date:
    """The first day that may be a list's last, by law and by the days it has lost so far."""
    lost = sum(ListEvent.objects.of(publication).values_list("days", flat=True))
    return earliest_end(
        stage=Stage(publication.stage),
        opens_on=publication.opens_on,
        lost=lost,
        unit=Unit(publication.counted_in),
        is_workday=working(),
    )


def add_back(held: Publication, *, since: date, through: date) -> int:
    """Moves a list's last day by the days lost between two days, and answers how many; the caller saves.

    A day that an earlier outage was given back for is not given back again.
    """
    given = ListEvent.objects.of(held).exclude(through=None).aggregate(last=Max("through"))["last"]
    unit, is_day = Unit(held.counted_in), working()
    first = since if given is None else max(since, given + timedelta(days=1))
    lost = days_lost(since=first, through=through, unit=unit, is_workday=is_day) if first <= through else 0
    if held.closes_on is not None and lost:
        held.closes_on = later(held.closes_on, days=lost, unit=unit, is_workday=is_day)
    return lost


def ends(publication: Publication) -> dict[str, object]:
    """The last day as a ledger entry says it."""
    return {"closes_on": publication.closes_on.isoformat() if publication.closes_on else None}


def working() -> Callable[[date], bool]:
    """Whether offices work on a day."""
    return partial(is_workday, calendar=workday_calendar())


def _held(publication: Publication, *, by: User, today: date, states: frozenset[State]) -> Publication:
    held = locked(publication)
    check_may_change(by=by, publication=held, today=today)
    if held.state(today) not in states:
        raise WrongState
    return held


def _keep_earlier(held: Publication) -> None:
    """The list that would have ended for this one's sake goes on."""
    last = held.opens_on - timedelta(days=1)
    key = {"programme": held.programme, "village": held.village_id, "stage": held.stage, "batch": held.batch}
    Publication.objects.current().filter(**key, closed_on=None, closes_on=last).update(closes_on=None)


def _move(held: Publication, to: date) -> dict[str, object]:
    was = held.closes_on
    held.closes_on = to
    held.save(update_fields=["closes_on"])
    return {"was": was.isoformat(), **ends(held)}
