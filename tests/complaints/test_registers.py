"""The register of clues: with a key in the admin, without one by command; never a word of the sender's."""

import io
import json
import stat
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from complaints import registers
from complaints.actions import handling, intake, oversight
from complaints.actions.handling import accept_case
from complaints.admin import register
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Change, Event, NotAcceptedBecause, Outcome
from complaints.domain.punctual import kept_in_time
from complaints.registers import COLUMNS
from complaints.words import CHANGES, OUTCOMES
from county.models.audit import AuditEntry
from county.models.offices import Office
from tests.complaints.test_queue import sign_in
from tests.factories_complaints import DUE, file_case, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def sheet(data):
    return [list(row) for row in openpyxl.load_workbook(data).active.iter_rows(min_row=2, values_only=True)]


def test_the_members_key_fills_the_register(world):
    case, _ = file_case(world, text='=HYPERLINK("x") 家里有两辆车')
    accept_case(**world.acting("township", case))
    response = sign_in("township").get("/admin/cases/register.xlsx")
    headings, row = sheet(io.BytesIO(response.content))
    told = dict(zip(headings, row, strict=True))
    assert told["编号"] == case.number
    assert told["地点"] == "西河镇向阳村"
    assert "家庭" in told["反映的对象"]
    assert told["期限"].date().isoformat() == "2026-12-04"
    assert (told["超期"], told["工作日"], told["线索来源"]) == ("否", 0, "群众")
    assert (told["结论"], told["办结日期"]) == ("", "")
    assert "两辆车" not in str(row)
    assert AuditEntry.objects.get(verb="register.export").detail == {"rows": 1}


def test_filters_narrow_the_register(world):
    file_case(world)
    rows = sheet(io.BytesIO(sign_in("township").get("/admin/cases/register.xlsx?state=closed").content))
    assert len(rows) == 1


def test_another_office_exports_nothing_of_it(world):
    file_case(world)
    rows = sheet(io.BytesIO(sign_in("neighbour").get("/admin/cases/register.xlsx").content))
    assert len(rows) == 1


def test_the_command_leaves_sealed_what_it_has_no_key_for(world, tmp_path, capsys):
    case, _ = file_case(world)
    file_case(world, kind=Kind.TIP_OFFICIAL, subject=Subject.VILLAGE_CADRE)
    target = tmp_path / "clues.xlsx"
    call_command("export_register", "clues", out=target, json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    headings, row = sheet(target)
    assert dict(zip(headings, row, strict=True))["编号"] == case.number
    assert row.count("（密封）") == 4
    assert "向阳村" not in str(row)


def test_letters_are_a_register_of_their_own(world, tmp_path, capsys):
    file_case(world)
    call_command("export_register", "letters", out=tmp_path / "letters.xlsx", json=True)
    assert json.loads(capsys.readouterr().out)["rows"] == 0


def test_an_unknown_register_is_refused_with_the_names(capsys):
    with pytest.raises(CommandError, match="没有名为"):
        call_command("export_register", "clue", json=True)
    assert json.loads(capsys.readouterr().out)["known"] == ["clues", "letters"]


def lines(response):
    headings, *rows = sheet(io.BytesIO(response.content))
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")'])
def test_no_cell_is_a_formula(world, name):
    Office.objects.filter(code="west").update(name=name)
    file_case(world)
    answer = sign_in("township").get("/admin/cases/register.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    kinds = {cell.value: cell.data_type for row in book.active.iter_rows() for cell in row}
    assert kinds[name] == "s"


def test_a_register_that_is_not_whole_says_so(world, monkeypatch):
    monkeypatch.setattr(register, "REGISTER_ROWS", 2)
    for _each in range(3):
        file_case(world)
    answer = sign_in("township").get("/admin/cases/register.xlsx")
    title = openpyxl.load_workbook(io.BytesIO(answer.content)).active["A1"].value
    assert "另有 1 件" in title
    assert len(lines(answer)) == 2


def test_the_way_of_a_case_from_filing_to_closing(world):
    case, _ = file_case(world, text="家里有两辆车")
    handling.accept_case(**world.acting("township", case))
    oversight.supervise_case(**world.acting("county", case), reason="影响大")
    oversight.escalate_overdue(today=date(2026, 12, 7))
    oversight.extend_case(**world.acting("county", case, date(2026, 12, 7)), days=5, reason="需要外地核查")
    handling.start_review(**world.acting("township", case, date(2026, 12, 8)))
    decision = {"outcome": Outcome.UPHELD, "reasons": "属实，漏算一人", "evidence": "入户查看", "change": Change.AMOUNT}
    handling.decide_case(**world.acting("township", case, date(2026, 12, 9)), **decision)
    handling.approve_decision(**world.acting("lead", case, date(2026, 12, 10)))
    oversight.close_case(**world.acting("township", case, date(2026, 12, 11)))
    (told,) = lines(sign_in("township").get("/admin/cases/register.xlsx"))
    days = {name: value.date().isoformat() for name, value in told.items() if hasattr(value, "date")}
    assert days == {
        "收到": "2026-11-20",
        "受理": "2026-11-20",
        "期限": "2026-12-11",
        "延期日期": "2026-12-07",
        "已答复": "2026-12-10",
        "专项督办": "2026-11-20",
        "办结日期": "2026-12-11",
    }
    assert (told["线索来源"], told["工作日"], told["超期"]) == ("群众", 14, "是")
    assert (told["结论"], told["处理措施"]) == (str(OUTCOMES[Outcome.UPHELD]), str(CHANGES[Change.AMOUNT]))
    for word in ("两辆车", "漏算一人", "影响大", "外地核查"):
        assert word not in str(told)


@pytest.mark.parametrize(
    ("given", "source"),
    [({"kind": Kind.REVIEW}, "申请人本人"), ({"kind": Kind.OBJECTION}, "群众"), ({"way": "media"}, "媒体")],
)
def test_where_a_clue_comes_from(world, given, source):
    file_case(world, **given)
    (told,) = lines(sign_in("township").get("/admin/cases/register.xlsx"))
    assert told["线索来源"] == source


def test_a_case_handed_over_names_the_office_only_to_that_office(world):
    case, _ = file_case(world)
    oversight.transfer_case(**world.acting("township", case), reason="涉及村干部")
    assert lines(sign_in("township").get("/admin/cases/register.xlsx")) == []
    (told,) = lines(sign_in("discipline").get("/admin/cases/register.xlsx"))
    assert told["移送单位"] == "县纪委监委"


def test_the_clock_of_an_objection_to_the_answer_is_the_new_one(world):
    case, receipt = file_case(world)
    because = {"because": NotAcceptedBecause.OUT_OF_SCOPE, "guidance": "请向信访部门反映"}
    handling.not_accept_case(**world.acting("township", case), **because)
    intake.reopen(code=receipt.code, text="不同意", today=date(2026, 12, 7))
    (told,) = registers.clues(date(2026, 12, 9)).rows
    named = dict(zip((str(heading) for heading, _cell in COLUMNS), told, strict=True))
    assert (named["工作日"], named["超期"], named["结论"]) == (2, "否", "（密封）")
    assert registers.clues(date(2026, 12, 22)).rows[0][15] == "是"


def test_the_answer_stays_sealed_to_the_command(world):
    case, _ = file_case(world)
    because = {"because": NotAcceptedBecause.OUT_OF_SCOPE, "guidance": "请向信访部门反映"}
    handling.not_accept_case(**world.acting("township", case), **because)
    (row,) = registers.clues(date(2026, 12, 9)).rows
    assert row.count("（密封）") == 6


@pytest.mark.parametrize(
    ("past", "kept", "good"),
    [
        ([], 0, True),
        ([], 1, False),
        ([Event.OVERDUE], 0, True),
        ([Event.OVERDUE, Event.EXTEND], 0, False),
        ([Event.OVERDUE, Event.REMIND, Event.EXTEND], 0, False),
        ([Event.EXTEND, Event.OVERDUE], 1, False),
        ([Event.EXTEND, Event.OVERDUE, Event.RECOUNT], 0, True),
        ([Event.OVERDUE, Event.RECOUNT, Event.EXTEND], 0, True),
        ([Event.OVERDUE, Event.EXTEND, Event.APPROVE, Event.REOPEN], 0, True),
    ],
)
def test_when_a_promise_was_kept_in_time(past, kept, good):
    assert kept_in_time(past, due_on=DUE, kept_on=DUE + timedelta(days=kept)) is good
