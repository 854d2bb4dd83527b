"""The register of clues: with a key in the admin, without one by command; never a word of the sender's."""

import io
import json
import stat

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from complaints.actions.handling import accept_case
from complaints.domain.kinds import Kind, Subject
from county.models.audit import AuditEntry
from tests.complaints.test_queue import sign_in
from tests.factories_complaints import file_case, make_world

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
    assert told["超期"] == "否"
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
    assert row.count("（密封）") == 3
    assert "向阳村" not in str(row)


def test_letters_are_a_register_of_their_own(world, tmp_path, capsys):
    file_case(world)
    call_command("export_register", "letters", out=tmp_path / "letters.xlsx", json=True)
    assert json.loads(capsys.readouterr().out)["rows"] == 0


def test_an_unknown_register_is_refused_with_the_names(capsys):
    with pytest.raises(CommandError, match="没有名为"):
        call_command("export_register", "clue", json=True)
    assert json.loads(capsys.readouterr().out)["known"] == ["clues", "letters"]
