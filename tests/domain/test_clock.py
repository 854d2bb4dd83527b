"""What is promised, by kind: the legal numbers in one place, and the days they end on."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from complaints.domain.clock import CLOCK, BadExtension, Promise, Who, checked_extension
from complaints.domain.kinds import Kind, Subject, kind_for
from complaints.domain.lifecycle import MOVES, UNANSWERED, Actor, Event, State
from county.domain.workdays import Calendar, DayKind, due_date


@pytest.mark.parametrize(
    ("kind", "promise", "days", "who"),
    [
        (Kind.REVIEW, Promise.DECIDE, 10, Who.HANDLING_OFFICE),
        (Kind.OBJECTION, Promise.DECIDE, 10, Who.HANDLING_OFFICE),
        (Kind.TIP_HOUSEHOLD, Promise.ANSWER, 10, Who.HANDLING_OFFICE),
        (Kind.TIP_OFFICIAL, Promise.HAND_OVER, 10, Who.DISCIPLINE),
    ],
)
def test_promises(kind, promise, days, who):
    term = CLOCK[kind]
    assert (term.promise, term.days, term.who) == (promise, days, who)


def test_every_kind_has_a_promise_and_only_the_review_claims_the_document():
    assert set(CLOCK) == set(Kind)
    assert [kind for kind, term in CLOCK.items() if term.source != "own"] == [Kind.REVIEW]
    assert CLOCK[Kind.REVIEW].source == "菏区政办发〔2022〕23号 三（四）"


@pytest.mark.parametrize("days", [1, 10])
def test_extensions_within_ten_days(days):
    assert checked_extension(days) == days


@pytest.mark.parametrize("days", [-1, 0, 11])
def test_other_extensions_are_refused(days):
    with pytest.raises(BadExtension):
        checked_extension(days)


@pytest.mark.parametrize(
    ("kind", "subject", "is_open", "names_list", "taken_as"),
    [
        (Kind.OBJECTION, Subject.HOUSEHOLD, True, True, Kind.OBJECTION),
        (Kind.OBJECTION, Subject.HOUSEHOLD, False, True, Kind.TIP_HOUSEHOLD),
        (Kind.OBJECTION, Subject.HOUSEHOLD, False, False, Kind.OBJECTION),
        (Kind.OBJECTION, Subject.VILLAGE_CADRE, True, True, Kind.TIP_OFFICIAL),
        (Kind.TIP_HOUSEHOLD, Subject.UNKNOWN, False, False, Kind.TIP_OFFICIAL),
        (Kind.TIP_HOUSEHOLD, Subject.HOUSEHOLD, False, False, Kind.TIP_HOUSEHOLD),
        (Kind.REVIEW, Subject.HOUSEHOLD, False, True, Kind.REVIEW),
    ],
)
def test_a_case_is_taken_in_as_what_it_is(kind, subject, is_open, names_list, taken_as):
    assert kind_for(kind, subject=subject, list_is_open=is_open, names_list=names_list) is taken_as


YEAR_END = Calendar(
    {
        date(2026, 10, 10): DayKind.SHIFTED,
        **{date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)},
        **{date(2027, 1, day): DayKind.HOLIDAY for day in (1, 2, 3)},
        date(2027, 1, 9): DayKind.SHIFTED,
    },
    frozenset({2026}),
)


@pytest.mark.parametrize(
    ("filed", "due", "provisional"),
    [
        ("2026-11-20", "2026-12-04", False),  # a Friday: the first day counted is Monday
        ("2026-11-21", "2026-12-04", False),  # on the weekend: the same days count
        ("2026-11-22", "2026-12-04", False),
        ("2026-11-23", "2026-12-07", False),
        ("2026-09-30", "2026-10-20", False),  # the week of holidays is left out, its shifted Saturday counts
        ("2026-10-09", "2026-10-22", False),  # the shifted Saturday is the first day
        ("2026-12-17", "2026-12-31", False),  # ends with the known year
        ("2026-12-18", "2027-01-04", True),  # New Year is a holiday; the year after is not known for certain
        ("2026-12-25", "2027-01-09", True),  # ends on a shifted Saturday
    ],
)
@pytest.mark.parametrize("kind", Kind)
def test_the_day_by_which_a_promise_is_kept(kind, filed, due, provisional):
    found = due_date(date.fromisoformat(filed), CLOCK[kind].days, YEAR_END)
    assert (found.due, found.provisional) == (date.fromisoformat(due), provisional)


def test_waiting_for_the_sender_does_not_stop_the_clock():
    """Being asked once for more costs nobody time; who needs more has the county's one extension."""
    assert State.MORE_ASKED in UNANSWERED
    for event in (Event.REMIND, Event.OVERDUE, Event.RECOUNT):
        assert MOVES[State.MORE_ASKED, event, Actor.SYSTEM] is State.MORE_ASKED


NUMBER_OF_DAYS = re.compile(r"\b\d+ (working )?days\b|within (three|ten) working days")


@pytest.mark.parametrize("folder", ["complaints", "templates/complaints"])
def test_no_page_of_cases_has_a_number_of_days_of_its_own(folder):
    """Promises come from the table; words in code and templates take the number as a parameter."""
    files = [file for file in Path(settings.BASE_DIR, folder).rglob("*") if file.suffix in (".py", ".html")]
    assert files
    told = [
        f"{file.name}: {line.strip()}"
        for file in files
        if "migrations" not in file.parts
        for line in file.read_text("utf-8").splitlines()
        if ("_(" in line or "translate" in line) and NUMBER_OF_DAYS.search(line)
    ]
    assert told == []
