"""The ledger over its public addresses, and what happens to it in crashes and rollbacks."""

import gzip
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from county.models.audit import AppendOnlyError
from publicity import ledger_files
from publicity.actions import ledger
from publicity.domain import merkle
from publicity.domain.tiles import Tile
from publicity.models.ledger import LedgerEntry, LedgerOpening, RowsTree
from tests.publicity.independent_log import all_entries, open_checkpoint, tree_hash, verify_log

pytestmark = pytest.mark.django_db


def append(count, word="list"):
    for _ in range(count):
        ledger.append_entry(body={"type": word, "n": LedgerEntry.objects.size(), "day": "2026-11-20"})


@pytest.fixture
def get(client):
    def fetch(path):
        response = client.get(f"/ledger/{path}")
        assert response.status_code == 200, path
        return response.content

    return fetch


def verified(get):
    return verify_log(get, get("key").decode())


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_independent_client_verifies_the_log_as_it_grows(get):
    seen = []
    for step in (1, 1, 3, 250, 1, 1, 300):
        append(step)
        ledger.publish_checkpoint()
        entries = verified(get)
        assert len(entries) == LedgerEntry.objects.size()
        assert entries[: len(seen)] == seen
        seen = entries
    assert json.loads(seen[-1]) == {"day": "2026-11-20", "n": 556, "type": "list"}


def test_the_checkpoint_of_an_empty_log(get):
    ledger.publish_checkpoint()
    assert open_checkpoint(get("checkpoint").decode(), get("key").decode())[1:] == (0, tree_hash([]))


def test_a_client_with_an_old_checkpoint_still_finds_its_partial_tiles(get):
    append(44)
    ledger.publish_checkpoint()
    old = all_entries(get, 44)
    append(6)
    ledger.publish_checkpoint()
    assert all_entries(get, 44) == old
    append(206)
    ledger.publish_checkpoint()
    assert all_entries(get, 44) == old
    assert get("tile/0/000.p/44") == get("tile/0/000")[: 44 * 32]


@pytest.mark.parametrize(
    "path",
    ["tile/0/001", "tile/0/000", "tile/0/000.p/4", "tile/0/000.p/0", "tile/0/x000/000", "tile/9/000.p/1", "tile/0/",
     "tile/../origin", "tile/0/..%2f..%2fstate", "tile/entries/000.p/256", "state", "origin", "tile/entries/001.p/1",
     "tile/0/" + "9" * 6000],
)  # fmt: skip
def test_other_addresses_are_not_there(client, path):
    append(3)
    ledger.publish_checkpoint()
    assert client.get(f"/ledger/{path}", follow=True).status_code == 404


def test_caching_and_types(client):
    append(256)
    ledger.publish_checkpoint()
    tile = client.get("/ledger/tile/0/000")
    assert "immutable" in tile["Cache-Control"]
    assert tile["Content-Type"] == "application/octet-stream"
    checkpoint = client.get("/ledger/checkpoint")
    assert "max-age=0" in checkpoint["Cache-Control"]
    assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
    assert not checkpoint.cookies


def test_signing_twice_changes_nothing():
    append(3)
    note = ledger.publish_checkpoint()
    before = {p: p.stat().st_mtime_ns for p in ledger_files.base().rglob("*") if p.is_file()}
    assert ledger.publish_checkpoint() == note
    assert {p: p.stat().st_mtime_ns for p in ledger_files.base().rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("lost", ["tile", "tile/entries", "tile/1", "checkpoint", "state"])
def test_lost_files_are_made_again(get, lost):
    append(300)
    note = ledger.publish_checkpoint()
    path = ledger_files.base() / lost
    for file in [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]:
        file.unlink()
    append(1)
    assert ledger.publish_checkpoint() != note
    assert len(verified(get)) == 301


def test_a_damaged_edge_is_made_again(get):
    append(300)
    ledger.publish_checkpoint()
    (ledger_files.base() / Tile(0, 1, 44).path).write_bytes(b"x" * 32 * 44)
    append(1)
    ledger.publish_checkpoint()
    assert len(verified(get)) == 301


@pytest.mark.parametrize("step", ["write_state", "sign", "write_checkpoint", "drop_superseded", "write_tile"])
def test_a_crash_at_any_step_is_made_good_by_the_next_call(get, monkeypatch, step):
    append(255)
    ledger.publish_checkpoint()
    append(3)

    def crash(*args):
        raise OSError("no more power")

    with monkeypatch.context() as patch:
        patch.setattr(ledger_files.Log, step, crash)
        with pytest.raises(OSError, match="power"):
            ledger.publish_checkpoint()
    # What was signed before or after the crash can be read at once, and the next call completes the rest.
    assert len(verified(get)) in (255, 258)
    ledger.publish_checkpoint()
    assert len(verified(get)) == 258


def test_an_older_database_is_never_signed():
    append(5)
    ledger.publish_checkpoint()
    note = ledger_files.Log().read_checkpoint()
    sql('DELETE FROM publicity_ledgerentry WHERE "index" >= 3')
    with pytest.raises(ledger.RolledBack):
        ledger.publish_checkpoint()
    append(9, word="other")
    with pytest.raises(ledger.RolledBack):
        ledger.publish_checkpoint()
    assert ledger_files.Log().read_checkpoint() == note


@pytest.mark.parametrize("lost", ["state", "checkpoint"])
def test_either_file_alone_refuses_an_older_database(lost):
    append(5)
    ledger.publish_checkpoint()
    (ledger_files.base() / lost).unlink()
    sql('DELETE FROM publicity_ledgerentry WHERE "index" >= 3')
    with pytest.raises(ledger.RolledBack):
        ledger.publish_checkpoint()


def test_tiles_of_an_unsigned_crash_do_not_survive_another_history(get, monkeypatch):
    append(250)
    ledger.publish_checkpoint()
    append(10, word="lost")
    with monkeypatch.context() as patch:
        patch.setattr(ledger_files.Log, "write_state", lambda *a: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ledger.publish_checkpoint()
    sql('DELETE FROM publicity_ledgerentry WHERE "index" >= 250')
    append(2, word="kept")
    ledger.publish_checkpoint()
    assert json.loads(verified(get)[-1])["type"] == "kept"
    assert get("tile/0/000.p/251") == get("tile/0/000.p/252")[: 251 * 32]


def test_appending_reads_the_right_edge_only(django_assert_max_num_queries, monkeypatch):
    append(700)
    ledger.publish_checkpoint()
    append(1)
    read = []
    original = ledger_files.Log.read_tile
    monkeypatch.setattr(ledger_files.Log, "read_tile", lambda log, tile: read.append(tile) or original(log, tile))
    with django_assert_max_num_queries(10):
        ledger.publish_checkpoint()
    assert {tile.index for tile in read if tile.level == 0} == {2}
    assert {tile for tile in read if tile.level == 1} == {Tile(1, 0, 2)}


def test_entries_are_never_changed_or_deleted():
    append(1)
    entry = LedgerEntry.objects.get()
    for forbidden in (entry.save, entry.delete, LedgerEntry.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            forbidden()
    with pytest.raises(AppendOnlyError):
        LedgerEntry.objects.update(day=date(2020, 1, 1))


@pytest.mark.parametrize("value", [date(2026, 1, 1), object(), "x" * 70_000])
def test_a_body_that_is_not_canonical_is_refused(value):
    with pytest.raises(ledger.NotCanonical):
        ledger.append_entry(body={"value": value, "day": "2026-11-20"})
    assert LedgerEntry.objects.size() == 0


def test_entries_are_canonical_json():
    ledger.append_entry(body={"b": 1, "a": "向阳村", "published_on": "2026-11-20"})
    entry = LedgerEntry.objects.get()
    assert bytes(entry.leaf).decode() == '{"a":"向阳村","b":1,"published_on":"2026-11-20"}'
    assert entry.day == date(2026, 11, 20)


def test_a_commitment_opens_for_inspectors():
    text, opening = ledger.commit(14)
    assert ledger.commit(14)[0] != text
    body = {"commitments": {"suppressed": text}, "day": "2026-11-20"}
    ledger.append_entry(body=body, openings={"suppressed": opening})
    assert b"14" not in bytes(LedgerEntry.objects.get().leaf).replace(text.encode(), b"")
    stored = LedgerOpening.objects.get()
    assert (stored.value, bytes(stored.salt)) == (14, opening.salt)


def test_sealed_rows_keep_their_leaves():
    root = ledger.seal_rows([b"\1" * 32])
    assert len(bytes(RowsTree.objects.get(pk=root).leaves)) == 32 * 32


def test_the_origin_is_fixed_at_first_use(settings):
    settings.PORTAL_BASE_URL, settings.PORTAL_PREFIX = "https://dibao.example.cn", "/sunshine"
    assert ledger_files.Log().origin == "dibao.example.cn/sunshine/ledger"
    settings.PORTAL_BASE_URL = "https://other.example.cn"
    assert ledger_files.Log().origin == "dibao.example.cn/sunshine/ledger"


def test_an_origin_with_a_plus_is_refused(settings):
    settings.PORTAL_BASE_URL = "https://a+b.example.cn"
    with pytest.raises(ledger_files.BadOrigin):
        str(ledger_files.Log().origin)


def test_the_page_says_what_it_is(client):
    append(7)
    ledger.publish_checkpoint()
    page = client.get("/ledger/").content.decode()
    assert page.count("<h1") == 1
    assert "公示账本" in page
    assert ">7<" in page
    assert str(ledger_files.Log().verifier_key) in page.replace("&#x2B;", "+")


def test_before_the_first_entry(client):
    assert client.get("/ledger/checkpoint").status_code == 404
    assert client.get("/ledger/").status_code == 200


def verify(capsys):
    """The command's JSON, and whether it succeeded."""
    try:
        call_command("verify_ledger", "--json")
        succeeded = True
    except CommandError:
        succeeded = False
    result = json.loads(capsys.readouterr().out)
    assert result["ok"] is succeeded
    return {problem["code"] for problem in result["problems"]}


def test_verify_ledger_is_content_with_an_honest_ledger(capsys):
    append(300)
    text, opening = ledger.commit(3)
    ledger.append_entry(body={"commitments": {"n": text}, "day": "2026-11-20"}, openings={"n": opening})
    ledger.publish_checkpoint()
    assert verify(capsys) == set()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE publicity_ledgerentry SET leaf = leaf_hash WHERE \"index\" = 2", "leaf-hash"),
        ("UPDATE publicity_ledgeropening SET value = '4'", "opening"),
        ("DELETE FROM publicity_ledgerentry WHERE \"index\" = 4", "index-gap"),
        ("DELETE FROM publicity_ledgerentry WHERE \"index\" > 3", "rolled-back"),
    ],
)  # fmt: skip
def test_verify_ledger_finds_a_touched_database(capsys, statement, code):
    text, opening = ledger.commit(3)
    ledger.append_entry(body={"commitments": {"n": text}, "day": "2026-11-20"}, openings={"n": opening})
    append(5)
    ledger.publish_checkpoint()
    sql(statement)
    assert code in verify(capsys)


def test_an_entry_changed_with_its_hash_no_longer_fits_what_was_signed(capsys):
    append(4)
    ledger.publish_checkpoint()
    leaf = b'{"day":"2026-11-20","n":9,"type":"list"}'
    sql('UPDATE publicity_ledgerentry SET leaf = %s, leaf_hash = %s WHERE "index" = 2', leaf, merkle.leaf_hash(leaf))
    assert {"forked", "tile"} <= verify(capsys)


@pytest.mark.parametrize("field", ["kind", "about"])
def test_the_columns_of_an_entry_say_what_it_says(capsys, field):
    append(2)
    ledger.publish_checkpoint()
    sql(f'UPDATE publicity_ledgerentry SET {field} = %s WHERE "index" = 1', "other")
    assert "entry-columns" in verify(capsys)


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("tile/0/000.p/6", b"x", "tile"),
        ("tile/entries/000.p/6", None, "tile-missing"),
        ("checkpoint", b"nonsense", "checkpoint"),
        ("checkpoint", None, "checkpoint-missing"),
        ("state", None, "state-missing"),
        ("state", b'{"size": 6, "root": "AAAA"}', "forked"),
    ],
)
def test_verify_ledger_finds_touched_files(capsys, path, content, code):
    append(6)
    ledger.publish_checkpoint()
    file = ledger_files.base() / path
    file.unlink() if content is None else file.write_bytes(content)
    assert code in verify(capsys)


def test_verify_ledger_says_what_is_not_signed_yet(capsys):
    append(2)
    ledger.publish_checkpoint()
    append(1)
    assert verify(capsys) == {"not-signed-yet"}


def test_bundles_are_compressed_for_who_accepts_it(client):
    append(60)
    ledger.publish_checkpoint()
    plain = client.get("/ledger/tile/entries/000.p/60")
    small = client.get("/ledger/tile/entries/000.p/60", headers={"accept-encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert plain["Vary"] == small["Vary"] == "Accept-Encoding"
    assert plain["Content-Type"] == small["Content-Type"] == "application/octet-stream"
    assert "immutable" in small["Cache-Control"]


def test_entries_of_any_kind_are_told(client):
    for kind in ("schedule", "disclosure", "something-new"):
        ledger.append_entry(body={"type": kind, "day": "2026-11-20"})
    page = client.get("/ledger/").content.decode()
    assert "something-new" not in page
    ledger.publish_checkpoint()
    page = client.get("/ledger/").content.decode()
    assert "something-new" in page
    assert "预先登记应公示的名单" in page
    assert client.get("/ledger/?page=99").status_code == 200


def test_a_proof_by_number(client):
    append(3)
    assert client.get("/ledger/proof/1").status_code == 404
    ledger.publish_checkpoint()
    found = client.get("/ledger/proof/1").json()
    assert json.loads(found["entry"])["n"] == 1
    assert found["proof"].startswith("c2sp.org/tlog-proof@v1\nindex 1\n")
    assert client.get("/ledger/proof/3").status_code == 404
