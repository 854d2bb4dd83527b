"""load_areas and due_date, as the contract says."""

import json

import pytest
from django.core.management import CommandError, call_command

from county.models.areas import Area
from county.models.calendar import CalendarDay
from tests.conftest import DATA

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    call_command(*arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_load_areas_twice_gives_the_same(capsys):
    for _ in range(2):
        assert run(capsys, "load_areas", str(DATA / "areas.csv")) == {"areas": 37}
    assert Area.objects.villages().count() == 30
    assert Area.objects.townships().count() == 6
    assert Area.objects.select_related("parent").get(pk="379901100200").long_name == "西河镇向阳村"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "第一行"),
        ("code,name\n379901000000,明安县\n", "第一行"),
        ("code,name,parent,kind\n12,短,,village\n", "第 2 行"),
        ("code,name,parent,kind\n379901000000,明安县,,planet\n", "第 2 行"),
        ("code,name,parent,kind\n379901100200,向阳村,379901100000,village\n", "上级"),
    ],
)
def test_load_areas_refuses_with_a_reason_and_stores_nothing(tmp_path, text, message):
    file = tmp_path / "areas.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(CommandError, match=message):
        call_command("load_areas", str(file))
    assert not Area.objects.exists()


def test_due_date_of_the_issue(capsys):
    answer = run(capsys, "due_date", "2026-09-24")
    assert answer["due"] == "2026-10-15"
    assert answer["provisional"] is False
    off = {step["date"] for step in answer["trace"] if step["why"] == "holiday"}
    assert off == {f"2026-09-{day}" for day in (25, 26, 27)} | {f"2026-10-0{day}" for day in range(1, 8)}
    assert {"date": "2026-10-10", "counted": True, "why": "shifted-workday"} in answer["trace"]


def test_due_date_in_a_year_nobody_knows_is_provisional(capsys):
    assert run(capsys, "due_date", "2027-03-01", "--days", "5") | {"trace": []} == {
        "due": "2027-03-08",
        "trace": [],
        "provisional": True,
    }


def test_rows_of_staff_win_and_make_a_year_known(capsys):
    for day in range(1, 8):
        CalendarDay.objects.create(date=f"2027-10-0{day}", worked=False, name="国庆节", source="放假通知")
    answer = run(capsys, "due_date", "2027-09-30", "--days", "1")
    assert (answer["due"], answer["provisional"]) == ("2027-10-08", False)


def test_due_date_refuses_other_spellings_in_json_too(capsys):
    with pytest.raises(CommandError, match="2026-09-24"):
        call_command("due_date", "24.9.2026", "--json")
    assert "2026-09-24" in json.loads(capsys.readouterr().out)["refused_because"]
