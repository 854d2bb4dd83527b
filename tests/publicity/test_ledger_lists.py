"""Published lists in the ledger: rows are bound to their root, and what is touched afterwards is found."""

import base64
import hashlib
import json
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from county.domain.roles import Role
from county.models.standards import Standard
from publicity.actions import ledger
from publicity.actions.closing import close_due_lists
from publicity.actions.publishing import publish_list
from publicity.models.ledger import LedgerEntry, LedgerOpening
from publicity.models.publications import Publication
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from tests.factories_county import AreaFactory, StaffFactory
from tests.publicity.independent_log import tree_hash, verify_log

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def publication(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return published()


def published():
    Standard.objects.create(
        effective_from=date(2026, 1, 1), urban=Decimal(830), rural=Decimal(580), document_number="明民发〔2026〕1号"
    )
    village, clerk = AreaFactory(name="向阳村"), StaffFactory(username="clerk")
    made = RosterImport.objects.create(stage="long-term", period="2026-11", uploaded_by=clerk, file_name="r.xlsx")
    roster = VillageRoster.objects.create(
        roster_import=made, stage="long-term", period="2026-11", village=village, imported_by=clerk,
        households=3, persons=6, amount=Decimal("3000.50"), suppressed_households=1,
    )  # fmt: skip
    amounts = ["1000.50", "1000", "1000"]
    for n, name in enumerate(["王建国", "欧阳春华", "周小童"]):
        RosterRow.objects.create(
            roster=roster, certificate=f"c{n}", head_name=name, household_size=3, covered_persons=2,
            residence="rural", category="A", amount=Decimal(amounts[n]), confidential=n == 2, person_key=f"k{n}",
        )  # fmt: skip
    return publish_list(
        stage="long-term", period="2026-11", village=village, by=StaffFactory(roles=[Role.COUNTY]), today=TODAY
    )


def problems(capsys):
    with suppress(CommandError):
        call_command("verify_ledger", "--json")
    return [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]]


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_anyone_can_check_a_list_against_the_ledger_with_the_public_addresses_alone(client, publication):
    """From the specification in words only: C2SP for the log, the design for rows."""
    entries = verify_log(lambda path: client.get(f"/ledger/{path}").content, client.get("/ledger/key").content.decode())
    entry = json.loads(entries[publication.ledger_index])
    data = client.get(f"/publicity/list/{publication.pk}.json").json()
    assert entry["list"] == data["id"]
    leaves = [b64url(leaf) for leaf in data["ledger"]["leaves"]]
    assert len(leaves) == 32
    level = leaves
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs]
    assert level[0] == b64url(entry["rows_root"])
    assert tree_hash([b"x"]) == hashlib.sha256(b"\0x").digest()
    for row in data["rows"]:
        salt = b64url(row.pop("salt"))
        text = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        assert hashlib.sha256(b"\0dibao-row-v1\0" + salt + text).digest() in leaves
    assert len(data["rows"]) == entry["shown"] == 2


def test_no_name_and_no_suppressed_number_is_in_the_ledger(publication):
    leaves = b"".join(LedgerEntry.objects.leaves(0, 100)).decode()
    assert not [name for name in ("王", "欧阳", "周小童", "建国") if name in leaves]
    entry = json.loads(leaves)
    assert entry["shown"] == 2
    assert entry["commitments"].keys() == {opening.field for opening in LedgerOpening.objects.all()}
    assert LedgerOpening.objects.get(field="suppressed").value == 1
    assert "3000.50" not in leaves


def test_an_honest_list(capsys, publication):
    assert problems(capsys) == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE publicity_publicationentry SET amount = 999 WHERE number = 1", "row"),
        ("UPDATE publicity_publicationentry SET name_masked = '李**' WHERE number = 1", "row"),
        ("UPDATE publicity_rowstree SET leaves = salt FROM publicity_publicationentry", "rows-root"),
        ("UPDATE publicity_publication SET ledger_index = NULL", "list-not-in-ledger"),
        ("UPDATE publicity_publication SET rows_root = 'A'", "list-differs"),
        ("DELETE FROM publicity_publicationentry WHERE number = 2", "row-missing"),
    ],
)
def test_a_list_that_was_touched(capsys, publication, statement, code):
    if statement.startswith("DELETE"):
        sql("DELETE FROM publicity_namekey")
        sql("DELETE FROM publicity_entrykey")
    sql(statement)
    assert code in problems(capsys)


def test_closing_is_a_new_entry_and_is_signed(capsys, publication, django_capture_on_commit_callbacks):
    Publication.objects.filter(pk=publication.pk).update(closes_on=date(2026, 11, 22))
    with django_capture_on_commit_callbacks(execute=True):
        close_due_lists(today=date(2026, 11, 23))
    assert LedgerEntry.objects.size() == 2
    body = json.loads(LedgerEntry.objects.leaves(1, 2)[0])
    assert (body["type"], body["list"]) == ("close", publication.pk)
    # The last day was set above behind the ledger's back, and no entry says so.
    assert problems(capsys) == ["list-differs"]
    assert ledger.publish_checkpoint()
