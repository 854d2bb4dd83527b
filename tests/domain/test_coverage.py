from datetime import date

import pytest

from publicity.domain.coverage import Coverage, coverage, due_day, last_periods
from publicity.domain.places import title, township_government
from publicity.domain.stages import Stage


@pytest.mark.parametrize(
    ("published", "today", "expected"),
    [
        ("2026-11-25", "2026-12-01", Coverage.ON_TIME),
        ("2026-11-26", "2026-12-01", Coverage.LATE),
        (None, "2026-11-25", Coverage.PENDING),
        (None, "2026-11-26", Coverage.MISSING),
    ],
)
def test_a_months_list_is_due_through_the_publish_day(published, today, expected):
    day = date.fromisoformat(published) if published else None
    found = coverage(period="2026-11", publish_day=25, first_published=day, today=date.fromisoformat(today))
    assert found is expected


def test_the_31st_of_february_is_its_last_day():
    assert due_day("2026-02", 31) == date(2026, 2, 28)


def test_months_run_over_the_years_end():
    assert last_periods(date(2027, 1, 5), 3) == ["2026-11", "2026-12", "2027-01"]


@pytest.mark.parametrize(
    ("name", "body"),
    [("西河镇", "西河镇人民政府"), ("东城街道", "东城街道办事处"), ("青山乡", "青山乡人民政府"), ("", "")],
)
def test_who_answers_for_a_township(name, body):
    assert township_government(name) == body


def test_titles_read_as_villages_post_them():
    made = title(place="西河镇向阳村", stage=Stage.PROPOSED, period="2026-11", batch=3)
    assert made == "西河镇向阳村2026年11月第3批拟纳入最低生活保障对象公示"
