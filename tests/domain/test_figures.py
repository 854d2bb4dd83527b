"""What is told of an ended month, and what is left out."""

from collections import defaultdict
from itertools import product

import pytest

from complaints.domain.cells import hidden_parts, hidden_rows
from complaints.domain.figures import Count, Days, Ending, Month, figures
from complaints.domain.kinds import Kind


def of(number, *, kind=Kind.OBJECTION, outcome="upheld", on_time=True, township="a"):
    return Count(kind, outcome, on_time, number, township)


def told(*counts, **others):
    return figures(Month("2026-10", counts, **others))


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ({}, ""),
        ({"a": 12, "b": 15}, ""),
        ({"a": 12, "b": 0}, ""),
        ({"a": 12, "b": 15, "c": 3}, "ac"),
        ({"a": 12, "b": 15, "c": 3, "d": 4}, "acd"),
        ({"a": 12, "b": 15, "c": 6, "d": 7}, "acd"),
        ({"a": 10, "b": 9, "c": 9}, "abc"),  # beside a shown ten 18 could only be nine and nine
        ({"a": 12, "b": 12, "c": 15, "d": 3}, "abd"),
        ({"a": 3, "b": 15}, "ab"),
        ({"a": 3, "b": 15, "c": 20, "d": 0}, "abd"),
        ({"a": 9, "b": 0}, "ab"),
        ({"a": 1, "b": 9}, "ab"),
        (dict.fromkeys("abcdefghij", 1) | {"k": 0}, "abcdefghijk"),  # beside a shown 0 each would be one
    ],
)
def test_parts_of_a_known_whole(parts, hidden):
    assert sorted(hidden_parts(parts)) == list(hidden)


@pytest.mark.parametrize(("total", "parts"), [(10, 2), (19, 2), (10, 3), (28, 3), (29, 3), (40, 3), (37, 4)])
def test_who_knows_the_rule_works_out_no_part_under_ten(total, parts):
    """Every way to split the total, sorted by what is told of it: no hidden part is the same in all that look alike."""
    alike = defaultdict(list)
    for head in product(range(total + 1), repeat=parts - 1):
        if sum(head) <= total:
            world = dict(enumerate((*head, total - sum(head))))
            hidden = hidden_parts(world)
            alike[tuple(None if name in hidden else number for name, number in world.items())].append(world)
    known = [
        (told, worlds[0][name])
        for told, worlds in alike.items()
        for name in range(parts)
        if told[name] is None and worlds[0][name] < 10 and len({world[name] for world in worlds}) == 1
    ]
    assert known == []


@pytest.mark.parametrize(
    ("table", "small", "hidden"),
    [
        ({"a": (20, 0), "b": (0, 0)}, "", ""),
        ({"a": (20, 10), "b": (20, 3), "c": (30, 0), "d": (20, 10)}, "", "ab"),
        ({"a": (20, 10), "b": (20, 5), "c": (30, 5), "d": (20, 10)}, "", "bc"),
        ({"a": (20, 10), "b": (9, 0), "c": (30, 0)}, "b", "ab"),
        ({"a": (20, 10), "b": (10, 0), "c": (30, 0)}, "b", "ab"),
        ({"a": (20, 10), "b": (7, 2), "c": (10, 10)}, "b", "bc"),
        ({"a": (20, 10), "b": (9, 1), "c": (10, 0)}, "", "abc"),
    ],
)
def test_rows_of_a_table_with_known_sums(table, small, hidden):
    named = {name: {"on-time": on_time, "late": late} for name, (on_time, late) in table.items()}
    assert sorted(hidden_rows(named, hidden=set(small))) == list(hidden)


@pytest.mark.parametrize(("number", "shown"), [(1, None), (9, None), (10, 10), (11, 11)])
def test_the_border_is_ten(number, shown):
    month = told(of(number))
    assert (month.households.closed, month.kinds["objection"].closed, month.townships["a"].closed) == (shown,) * 3


def test_nothing_closed_is_told_as_nothing():
    month = told()
    assert (month.households.closed, month.households.received, month.households.overdue) == (0, 0, 0)
    assert month.townships == {}


def test_a_small_part_hides_the_whole_split():
    row = told(of(20), of(3, on_time=False)).households
    assert (row.closed, row.on_time, row.late) == (23, None, None)
    assert row.endings[Ending.UPHELD] == 23


def test_a_small_ending_takes_another_with_it_and_leaves_the_rest():
    row = told(of(20), of(3, outcome="partly"), of(12, outcome="repeated")).households
    assert (row.on_time, row.late) == (35, 0)
    assert {code: number for code, number in row.endings.items() if number} == {Ending.UPHELD: 20}


@pytest.mark.parametrize(
    ("outcome", "ending"),
    [
        ("upheld", Ending.UPHELD),
        ("partly", Ending.PARTLY),
        ("not-upheld", Ending.NOT_UPHELD),
        ("unfounded", Ending.NOT_UPHELD),
        ("out-of-scope", Ending.NOT_TAKEN_UP),
        ("repeated", Ending.NOT_TAKEN_UP),
        ("transferred", Ending.TRANSFERRED),
        ("closed", Ending.OTHER),
    ],
)
def test_how_cases_ended(outcome, ending):
    endings = told(of(12, outcome=outcome)).households.endings
    assert endings == {each: 12 if each is ending else 0 for each in Ending}


def test_townships_have_their_own_figures():
    month = told(
        *(of(20, township=code) for code in "ab"),
        *(of(10, township=code, on_time=False, outcome="transferred") for code in "ab"),
        received={"a": 30, "b": 10},
        overdue={"a": 0, "b": 12},
        days=[Days(Kind.OBJECTION, days, number, code) for code in "ab" for days, number in ((4, 20), (15, 10))],
    )
    row = month.townships["b"]
    assert (row.received, row.closed, row.on_time, row.late, row.overdue, row.median) == (10, 30, 20, 10, 12, 4)
    assert row.endings == {Ending.UPHELD: 20, Ending.PARTLY: 0, Ending.TRANSFERRED: 10}


def test_a_township_without_figures_of_its_own_takes_another_with_it():
    month = told(*(of(number, township=code) for code, number in {"a": 12, "b": 15, "c": 3}.items()))
    assert {code: row.closed for code, row in month.townships.items()} == {"a": None, "b": 15, "c": None}


def test_cases_without_a_township_count_as_one_and_are_not_shown():
    month = told(of(12), of(15, township="b"), of(4, township=""))
    assert {code: row.closed for code, row in month.townships.items()} == {"a": None, "b": 15}


@pytest.mark.parametrize(
    ("lengths", "median"),
    [([], None), ([(3, 1)], 3), ([(3, 5), (8, 5)], 3), ([(3, 5), (8, 6)], 8), ([(9, 1), (1, 3), (4, 4)], 4)],
)
def test_the_median_of_what_is_shown(lengths, median):
    days = tuple(Days(Kind.OBJECTION, length, number, "a") for length, number in lengths)
    month = told(of(12), days=days)
    assert month.households.median == median
    assert month.kinds["objection"].median == median


def test_the_median_of_few_is_not_shown():
    month = told(of(9), days=(Days(Kind.OBJECTION, 3, 9, "a"),))
    assert (month.households.median, month.kinds["objection"].median) == (None, None)


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (9, None), (10, 10)])
def test_received_and_overdue_have_the_same_border(number, shown):
    month = told(received={"a": number}, overdue={"a": number})
    assert (month.households.received, month.households.overdue) == (shown, shown)
    assert (month.townships["a"].received, month.townships["a"].overdue) == (shown, shown)


@pytest.mark.parametrize(("number", "shown"), [(0, None), (9, None), (10, 10)])
def test_of_tips_about_officials_not_even_nought_is_told(number, shown):
    month = told(of(20), of(number, kind=Kind.TIP_OFFICIAL, township=""), officials=number)
    assert (month.officials.received, month.officials.closed, month.officials.on_time) == (shown, shown, shown)
    assert month.households.closed == 20
    assert list(month.townships) == ["a"]
