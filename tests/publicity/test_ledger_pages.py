"""verify_ledger reads what people see: whatever differs from what was published is named by list, row and field."""

import json
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from publicity.ledger_check import check_ledger
from publicity.ledger_checks.pages import NotServed, in_process
from publicity.views import rows
from tests.factories_county import AreaFactory
from tests.publicity.test_ledger_lists import TODAY, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return published()


def found(capsys, *arguments):
    with suppress(CommandError):
        call_command("verify_ledger", "--json", *arguments)
    return json.loads(capsys.readouterr().out)


def places(report):
    return [(each["code"], each.get("row"), each.get("field")) for each in report["problems"]]


def changed(before, after):
    """A page that somebody changes on its way."""

    def fetch(path):
        page = in_process(path)
        assert before in page
        return page.replace(before, after)

    return fetch


def test_counts_say_what_was_looked_at(capsys, publication):
    report = found(capsys)
    assert report["ok"]
    checked = report["checked"]
    assert (checked["lists"], checked["rows"], checked["pages"], checked["page_rows"]) == (1, 2, 1, 2)
    assert checked["entries"] == 1
    assert checked["openings"] == 6


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("王**", "李**", ("page-differs", 1, "name")),
        ("1,000.50", "1,000.60", ("page-differs", 1, "amount")),
        ('data-field="amount"', 'data-field="other"', ("page-differs", 1, "amount")),
        ("<td", "<th", ("page-row-missing", 1, None)),
        ('data-field="number">2<', 'data-field="number">3<', ("page-row-extra", "3", None)),
    ],
)
def test_what_the_page_says_otherwise_is_named(publication, before, after, expected):
    report = check_ledger(today=TODAY, fetch=changed(before, after)).as_dict()
    assert expected in places(report)
    assert {each["list"] for each in report["problems"]} == {publication.pk}


@pytest.mark.parametrize("field", ["household_size", "covered_persons", "residence", "category"])
def test_every_column_of_the_template_is_compared(monkeypatch, publication, field):
    original = rows._values

    def other(entry, words):
        value = {"residence": "urban", "category": "B"}.get(field, 9)
        return original(entry | {field: value}, words)

    monkeypatch.setattr(rows, "_values", other)
    report = check_ledger(today=TODAY).as_dict()
    assert set(places(report)) == {("page-differs", 1, field), ("page-differs", 2, field)}


def test_a_changed_row_in_the_database_is_named_with_its_number(capsys, publication):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE publicity_publicationentry SET category = 'B' WHERE number = 2")
    report = found(capsys)
    assert ("row", 2, None) in places(report)
    assert publication.pk in report["refused_because"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("stage", "'approved'"), ("period", "'2026-10'"), ("batch", "2"), ("version", "2"), ("title", "'别的标题'"),
     ("reason_code", "'correction'"), ("shown_households", "3"), ("issuer", "'别的单位'"), ("standard_text", "'别的'"),
     ("supervision_phone", "'1'"), ("published_on", "'2026-11-01'"), ("opens_on", "'2026-11-01'"),
     ("closes_on", "'2026-12-24'"), ("fields", "'[\"name\"]'"), ("shown_persons", "5"), ("shown_amount", "1"),
     ("short_hash", "'0000-0000'"), ("closed_on", "'2026-11-20'"), ("hidden_on", "'2026-11-20'"),
     ("paused_since", "'2026-11-20'"), ("is_current", "false"), ("programme", "'tekun'"), ("reconciles", "false")],
)  # fmt: skip
def test_every_column_of_a_list_is_bound(capsys, publication, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE publicity_publication SET {column} = {value}")
    report = found(capsys, "--no-pages")
    assert {"list-differs", "state-not-in-ledger", "row"} & {each["code"] for each in report["problems"]}, report
    assert all(each["message"] for each in report["problems"])


def test_a_list_that_was_taken_out_is_named(capsys, publication):
    with connection.cursor() as cursor:
        for table in ("namekey", "entrykey", "publicationentry"):
            cursor.execute(f"DELETE FROM publicity_{table}")
        cursor.execute("DELETE FROM publicity_publication")
    (problem,) = found(capsys)["problems"]
    assert (problem["code"], problem["entry"], problem["list"]) == ("entry-without-list", 0, publication.pk)


def test_area_and_sample_choose_lists(capsys, publication):
    other = AreaFactory(name="别的村")
    assert found(capsys, "--area", other.pk)["checked"].get("lists") is None
    assert found(capsys, "--area", publication.village.parent_id)["checked"]["lists"] == 1
    assert found(capsys, "--sample", "1")["checked"]["lists"] == 1


@pytest.mark.parametrize("arguments", [("--area", "nowhere"), ("--sample", "0"), ("--base-url", "ftp://x")])
def test_what_cannot_be_is_refused(capsys, publication, arguments):
    assert "problems" not in found(capsys, *arguments)


def test_a_page_that_does_not_come_is_a_problem(publication):
    def fetch(path):
        raise NotServed("503")

    report = check_ledger(today=TODAY, fetch=fetch).as_dict()
    assert places(report) == [("page", None, None)]


def test_messages_are_chinese(capsys, publication):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE publicity_publicationentry SET amount = 1 WHERE number = 1")
    assert "不是公示时的内容" in found(capsys)["refused_because"]


def test_mending_makes_lost_files_anew(capsys, publication, settings):
    bundle = settings.PORTAL_DATA / "ledger/tile/entries/000.p/1"
    bundle.write_bytes(b"\0\1x")
    assert {each["code"] for each in found(capsys)["problems"]} == {"tile"}
    assert found(capsys, "--mend")["ok"]
