"""import_roster on the files that the county sends, and on files that are none."""

import io
import json
import zipfile
from datetime import date

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

from county.models.areas import Area
from county.models.audit import AuditEntry
from publicity.actions.publishing import publish_list
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from tests.conftest import DATA
from tests.factories_county import OfficeFactory, StaffFactory
from tests.factories_publicity import standard
from tests.factories_rosters import csv_file, identity, row

pytestmark = pytest.mark.django_db
NOVEMBER = ["roster-2026-11.xlsx", "roster-2026-11-messy.xlsx", "roster-2026-11-gb18030.csv"]


@pytest.fixture(autouse=True)
def _areas(db):
    call_command("load_areas", str(DATA / "areas.csv"), stdout=io.StringIO())


@pytest.fixture
def clerk():
    county = Area.objects.get(pk="379901000000")
    return StaffFactory(username="clerk", roles=["clerk"], office=OfficeFactory(area=county))


@pytest.fixture
def township():
    xihe = Area.objects.get(pk="379901100000")
    return StaffFactory(username="township", roles=["township"], office=OfficeFactory(township=True, area=xihe))


def run(file, *, period="2026-11", stage="long-term", **options):
    """What the command answers, and whether it refused."""
    out = io.StringIO()
    try:
        call_command("import_roster", str(file), period=period, stage=stage, json=True, stdout=out, **options)
    except CommandError as error:
        return json.loads(out.getvalue()), str(error)
    return json.loads(out.getvalue()), None


def refused(file, **options):
    answer, message = run(file, confirm=True, **options)
    assert message is not None
    assert not RosterImport.objects.exists()
    assert not VillageRoster.objects.exists()
    return answer


def written(tmp_path, data, name="roster.xlsx"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", NOVEMBER)
def test_november_against_october(name):
    run(DATA / "roster-2026-10.xlsx", period="2026-10", confirm=True)
    answer, message = run(DATA / name, confirm=True)
    assert message is None
    figures = {key: answer[key] for key in ("rows", "accepted", "refused", "households", "persons", "amount")}
    assert figures == {
        "rows": 742, "accepted": 742, "refused": 0, "households": 742, "persons": 1400, "amount": 573978,
    }  # fmt: skip
    assert (answer["suppressed"], answer["problems"]) == (14, [])
    assert answer["changes"] == {
        "new": 14, "left": 22, "raised": 5, "lowered": 11, "unchanged": 712, "refused": 0,
    }  # fmt: skip
    assert len(answer["villages"]) == 30
    assert sum(village["new"] for village in answer["villages"]) == 14
    assert {warning["code"] for warning in answer["warnings"]} == {"partly-covered"}
    assert RosterRow.objects.filter(roster__period="2026-11").count() == 742
    assert RosterRow.objects.filter(roster__period="2026-11").suppressed().count() == 14


def test_nothing_is_stored_before_confirmation():
    for options in ({}, {"dry_run": True}, {"dry_run": True, "confirm": True}):
        answer, message = run(DATA / "roster-2026-11.xlsx", **options)
        assert (message, answer["stored"], answer["households"]) == (None, False, 742)
    assert not RosterImport.objects.exists()
    assert "--confirm" in answer["next"]


def test_what_is_stored_of_a_household():
    run(DATA / "roster-2026-11.xlsx", confirm=True)
    stored = RosterRow.objects.get(certificate="37990100000052")
    assert (stored.head_name, stored.amount, stored.household_size) == ("陈文海", 1380, 3)
    assert stored.roster.village.long_name == "东城街道前进村"
    assert (stored.roster.imported_by.username, stored.roster.is_current) == ("command", True)
    everything = json.dumps(list(RosterRow.objects.values()), default=str)
    assert "379901195306226556" not in everything
    assert "6217674827534646270" not in everything
    entry = AuditEntry.objects.filter(verb="roster.confirm").get()
    assert entry.detail["households"] == 742
    assert "陈文海" not in json.dumps(entry.detail, ensure_ascii=False)


def test_bad_rows_each_with_one_problem_at_its_cell():
    answer = refused(DATA / "roster-bad-rows.xlsx")
    assert (answer["rows"], answer["accepted"], answer["refused"]) == (29, 21, 8)
    assert [(problem["cell"], problem["code"]) for problem in answer["problems"]] == [
        ("F24", "id-check"),
        ("D25", "village-unknown"),
        ("L26", "amount-not-positive"),
        ("H27", "covered-over-size"),
        ("E28", "name-missing"),
        ("F30", "identity-repeated"),
        ("L31", "amount-not-number"),
        ("E32", "name-formula"),
    ]
    assert "F29" in answer["problems"][5]["message"]
    assert answer["problems"][6]["value"] == "三百元"
    assert all("\u4e00" <= problem["message"][0] <= "\u9fff" for problem in answer["problems"])


def encrypted():
    plain, sealed = (DATA / "roster-2026-11.xlsx").open("rb"), io.BytesIO()
    with plain:
        OOXMLFile(plain).encrypt("密码", sealed)
    return sealed.getvalue()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(300):
                sheet.write(bytes(1024 * 1024))
    return out.getvalue()


def zipped(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<document/>")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"", "empty-file"),
        (lambda: b" \r\n ", "empty-file"),
        (lambda: b"%PDF-1.7\n%\xe2\xe3", "pdf-file"),
        (encrypted, "password-protected"),
        (lambda: OLE + "Workbook".encode("utf-16-le") + bytes(40), "old-xls"),
        (lambda: OLE + bytes(400), "old-xls"),
        (lambda: OLE + "WordDocument".encode("utf-16-le") + bytes(40), "wrong-type"),
        (lambda: zipped("word/document.xml"), "wrong-type"),
        (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "wrong-type"),
        (lambda: b"<html><table></table></html>", "wrong-type"),
        (lambda: b"PK\x03\x04" + bytes(100), "broken-file"),
        (lambda: zipped("xl/workbook.xml"), "broken-file"),
        (bomb, "unpacks-too-large"),
        (lambda: "甲,乙\n1,2\n".encode(), "no-heading"),
        (lambda: b"a" * (20 * 1024 * 1024 + 1), "file-too-large"),
    ],
)
def test_files_that_are_no_roster(tmp_path, make, code):
    answer = refused(written(tmp_path, make()))
    assert [(problem["cell"], problem["code"]) for problem in answer["problems"]] == [("A1", code)]
    assert (answer["rows"], answer["households"]) == (0, 0)


def test_messages_differ_for_each_kind_of_file(tmp_path):
    files = [b"", b"%PDF-1.7", encrypted(), b"\x89PNG\0", OLE + "Workbook".encode("utf-16-le") + bytes(40)]
    messages = {refused(written(tmp_path, data))["problems"][0]["message"] for data in files}
    assert len(messages) == len(files)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path, encoding):
    answer, message = run(written(tmp_path, csv_file(row(户主姓名="扎西·次仁"), encoding=encoding)), confirm=True)
    assert message is None
    assert RosterRow.objects.get().head_name == "扎西·次仁"


def book(*sheets):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return out.getvalue()


def test_a_household_on_two_sheets_is_refused_with_both_cells(tmp_path):
    rows = [line.split(",") for line in csv_file(row()).decode().splitlines()]
    answer = refused(written(tmp_path, book(rows, [["说明"]], rows)))
    (problem,) = answer["problems"]
    assert (problem["code"], problem["sheet"], problem["cell"]) == ("identity-repeated", "Sheet3", "F2")
    assert "Sheet1!F2" in problem["message"]


def test_a_sheet_of_notes_beside_the_roster_is_no_harm(tmp_path):
    rows = [line.split(",") for line in csv_file(row()).decode().splitlines()]
    answer, message = run(written(tmp_path, book([["填表说明"], ["请按月填报"]], rows)))
    assert (message, answer["households"]) == (None, 1)


def test_minors_are_suppressed_without_a_flag(tmp_path):
    file = written(tmp_path, csv_file(row(1, 身份证号码=identity(1, born="20150101")), row(2)))
    assert run(file)[0]["suppressed"] == 1


def test_a_total_that_does_not_add_up_is_a_warning(tmp_path):
    changed = load_workbook(DATA / "proposed-2026-11-西河镇.xlsx")
    changed.active["L16"] = 11243
    changed.save(tmp_path / "changed.xlsx")
    answer, message = run(tmp_path / "changed.xlsx", stage="proposed")
    assert message is None
    assert ("L16", "total-amount") in [(w["cell"], w["code"]) for w in answer["warnings"]]


def test_the_wrong_month_is_a_warning():
    answer, message = run(DATA / "roster-2026-10.xlsx")
    assert message is None
    assert answer["warnings"][0]["code"] == "month-differs"


def test_a_township_imports_its_proposed_list(township):
    answer, message = run(DATA / "proposed-2026-11-西河镇.xlsx", stage="proposed", by="township", confirm=True)
    assert (message, answer["households"], answer["persons"], answer["amount"]) == (None, 12, 29, 11244)
    assert VillageRoster.objects.current(stage="proposed", period="2026-11").count() == 5
    assert VillageRoster.objects.first().imported_by == township


def test_rows_of_other_townships_are_refused(township):
    answer = refused(DATA / "roster-2026-11.xlsx", by="township")
    assert {problem["code"] for problem in answer["problems"]} == {"area-not-yours"}
    assert answer["refused"] == len(answer["problems"]) == 742 - answer["accepted"]
    own = Area.objects.villages().filter(parent="379901100000").count()
    assert (own, answer["problems"][0]["cell"]) == (5, "D4")


def test_an_area_limits_like_an_office():
    answer = refused(DATA / "roster-2026-11.xlsx", area="379901100200")
    assert {problem["code"] for problem in answer["problems"]} == {"area-not-yours"}


def test_who_may_not_import():
    StaffFactory(username="lead", roles=["township-lead", "county", "auditor"])
    assert refused(DATA / "proposed-2026-11-西河镇.xlsx", by="lead")["refused_because"]


@pytest.mark.parametrize(
    "options", [{"by": "nobody"}, {"area": "1"}, {"period": "2026-13"}, {"period": "202611"}, {"file": "missing.xlsx"}]
)
def test_wrong_arguments_are_refused_in_words(options):
    file = options.pop("file", DATA / "proposed-2026-11-西河镇.xlsx")
    assert refused(file, **options)["refused_because"]


def test_a_second_import_replaces_the_first_and_says_so(clerk):
    run(DATA / "roster-2026-11.xlsx", confirm=True, by="clerk")
    answer, _ = run(DATA / "roster-2026-11-messy.xlsx", confirm=True, by="clerk")
    assert answer["warnings"][-1]["code"] == "replaces"
    current = VillageRoster.objects.current(stage="long-term", period="2026-11")
    assert {roster.version for roster in current} == {2}
    assert (current.count(), VillageRoster.objects.count()) == (30, 60)


def test_a_village_without_rows_is_pointed_out(tmp_path):
    run(written(tmp_path, csv_file(row(1), row(2, **{"村（社区）": "上坪村"}))), period="2026-10", confirm=True)
    answer, _ = run(written(tmp_path, csv_file(row(1))), confirm=True)
    (warning,) = answer["warnings"]
    assert (warning["code"], answer["changes"]["left"]) == ("village-absent", 1)
    assert "西河镇上坪村" in warning["message"]
    assert VillageRoster.objects.filter(period="2026-11").count() == 1


def test_two_batches_of_one_month_stand_side_by_side(township):
    for batch in (1, 2):
        run(DATA / "proposed-2026-11-西河镇.xlsx", stage="proposed", by="township", batch=batch, confirm=True)
    assert VillageRoster.objects.filter(is_current=True).count() == 10


def test_a_correction_leaves_the_published_list_alone_until_it_is_published_anew(tmp_path, clerk):
    standard()
    place = Area.objects.select_related("parent__parent").get(pk="379901100200")
    county = StaffFactory(username="county", roles=["county"], office=clerk.office)
    run(written(tmp_path, csv_file(row(1), row(2, 户主姓名="李四"))), by="clerk", confirm=True)
    options = {"stage": "long-term", "period": "2026-11", "village": place, "by": county, "today": date(2026, 11, 21)}
    first = publish_list(**options)

    answer, _ = run(written(tmp_path, csv_file(row(1))), by="clerk", confirm=True)
    assert answer["warnings"][-1]["code"] == "replaces-published"
    first.refresh_from_db()
    assert (first.is_current, first.shown_households, first.entries.count()) == (True, 2, 2)

    second = publish_list(**options, reason_code="correction")
    assert (second.version, second.shown_households) == (2, 1)


def of_codes(answer, *codes):
    return [(w["code"], w["cell"], w["value"]) for w in answer["warnings"] if w["code"] in codes]


def test_the_same_person_in_two_townships_is_a_warning_that_hides_the_number(tmp_path):
    moved = {"乡镇（街道）": "东城街道", "村（社区）": "前进村", "低保证号": "37990100000099", "户主姓名": "王秀英"}
    run(written(tmp_path, csv_file(row(1), row(2))), confirm=True)
    answer, message = run(
        written(tmp_path, csv_file(row(1, **moved), row(3, **{**moved, "低保证号": "37990100000098"})))
    )
    assert message is None
    number = identity(1)
    assert of_codes(answer, "person-elsewhere") == [("person-elsewhere", "F2", f"{number[:6]}********{number[-4:]}")]
    assert number not in json.dumps(answer)
    assert "西河镇向阳村" in answer["warnings"][0]["message"]
    other_month, _ = run(written(tmp_path, csv_file(row(1, **moved))), period="2026-12")
    assert of_codes(other_month, "person-elsewhere") == []


def test_a_new_head_under_the_same_certificate_is_a_warning(tmp_path):
    run(written(tmp_path, csv_file(row(1, 户主姓名="王富贵"), row(2), row(3))), period="2026-10", confirm=True)
    changed = [
        row(1, 户主姓名="李桂花", 身份证号码=identity(9)),
        row(2, 身份证号码=identity(8)),
        row(3, 户主姓名="王秀兰"),
    ]
    answer, message = run(written(tmp_path, csv_file(*changed)))
    assert message is None
    shown = f"{identity(8)[:6]}********{identity(8)[-4:]}"
    assert of_codes(answer, "head-changed", "identity-changed") == [
        ("head-changed", "E2", "李桂花"),
        ("identity-changed", "F3", shown),
    ]
    assert "王富贵" in answer["warnings"][0]["message"]


def test_what_each_column_was_taken_for_is_told(tmp_path):
    answer, _ = run(written(tmp_path, csv_file(row(1))))
    by_letter = {
        column["column"]: (column["heading"], column["meaning"], column["how"]) for column in answer["columns"]
    }
    assert by_letter["A"] == ("序号", "", "unread")
    assert by_letter["E"] == ("户主姓名", "head_name", "known")
    assert by_letter["M"] == ("社保卡账号", "account", "known")


def test_one_row_a_person_from_file_to_stored_households(tmp_path):
    headings = [
        "序号",
        "低保证号",
        "乡镇",
        "村",
        "姓名",
        "与户主关系",
        "身份证号码",
        "类型",
        "档次",
        "月保障金额",
        "是否保密",
    ]
    people = [
        [1, "37990100000001", "西河镇", "向阳村", "王秀英", "户主", identity(1), "农村低保", "B", 600, ""],
        [2, "", "", "", "张三", "子", identity(2, born="20150101"), "", "", "", ""],
    ]
    answer, message = run(written(tmp_path, book([headings, *people])[:], "persons.xlsx"), confirm=True)
    assert message is None
    figures = [answer[key] for key in ("rows", "accepted", "households", "persons", "amount", "person_rows")]
    assert figures == [1, 1, 1, 2, 600, 2]
    stored = RosterRow.objects.get()
    assert (stored.head_name, stored.covered_persons, stored.amount) == ("王秀英", 2, 600)
    assert "张三" not in json.dumps(list(RosterRow.objects.values()), default=str, ensure_ascii=False)
