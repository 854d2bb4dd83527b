from datetime import date

import pytest

from publicity.domain.coverage import Coverage, Tally, coverage, due_day, month_after, months_to, tally
from publicity.domain.places import title, township_government
from publicity.domain.stages import Stage

DUE = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("due", "published", "today", "withdrawn", "expected"),
    [
        (DUE, "2026-11-25", "2026-12-01", False, Coverage.ON_TIME),
        (DUE, "2026-11-26", "2026-12-01", False, Coverage.LATE),
        (DUE, None, "2026-11-25", False, Coverage.PENDING),
        (DUE, None, "2026-11-26", False, Coverage.MISSING),
        (DUE, "2026-11-20", "2026-12-01", True, Coverage.WITHDRAWN),
        (DUE, None, "2026-12-01", True, Coverage.MISSING),
        (None, "2026-11-25", "2026-12-01", False, Coverage.PUBLISHED),
        (None, "2026-11-25", "2026-12-01", True, Coverage.WITHDRAWN),
        (None, None, "2026-12-01", False, Coverage.NONE),
    ],
)
def test_a_months_list_is_due_through_the_day_that_was_set(due, published, today, withdrawn, expected):
    day = date.fromisoformat(published) if published else None
    found = coverage(due=due, first_public=day, today=date.fromisoformat(today), withdrawn=withdrawn)
    assert found is expected


def test_villages_are_counted_by_state():
    found = tally([Coverage.ON_TIME, Coverage.ON_TIME, Coverage.MISSING, Coverage.NONE, Coverage.WITHDRAWN])
    assert found == Tally(on_time=2, missing=1, none=1, withdrawn=1)
    assert (found.expected, found.of(Coverage.ON_TIME)) == (4, 2)


def test_the_31st_of_february_is_its_last_day():
    assert due_day("2026-02", 31) == date(2026, 2, 28)


def test_months_run_over_the_years_end():
    assert months_to("2027-01", 3) == ["2026-11", "2026-12", "2027-01"]
    assert (month_after("2026-12"), month_after("2027-01", -1)) == ("2027-01", "2026-12")


@pytest.mark.parametrize(
    ("name", "body"),
    [("西河镇", "西河镇人民政府"), ("东城街道", "东城街道办事处"), ("青山乡", "青山乡人民政府"), ("", "")],
)
def test_who_answers_for_a_township(name, body):
    assert township_government(name) == body


def test_titles_read_as_villages_post_them():
    made = title(place="西河镇向阳村", stage=Stage.PROPOSED, period="2026-11", batch=3)
    assert made == "西河镇向阳村2026年11月第3批拟纳入最低生活保障对象公示"
