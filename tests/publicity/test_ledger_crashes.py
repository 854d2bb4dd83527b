"""Power fails between every two steps of signing: no fork, and nothing that was acknowledged is lost."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from publicity import ledger_files
from publicity.actions import ledger
from publicity.domain import merkle, tiles
from publicity.ledger_files import Log
from publicity.models.ledger import LedgerEntry
from tests.publicity.independent_log import open_checkpoint, verify_log

pytestmark = pytest.mark.django_db

#: Everything that signing does to the disk, and the signature itself.
STEPS = [(Path, "open"), (Path, "mkdir"), (Path, "replace"), (Path, "unlink"), (os, "fsync"), (Log, "sign")]


class PowerCut(BaseException):
    """Nothing in the program may catch it."""


class Power:
    """Counts the steps and fails before one of them; afterwards nothing more reaches the disk."""

    def __init__(self, monkeypatch, fails_at=None):
        self.done, self.fails_at = 0, fails_at
        for owner, name in STEPS:
            monkeypatch.setattr(owner, name, self.counted(getattr(owner, name)))

    def counted(self, step):
        def wrapped(*args, **kwargs):
            if self.fails_at is not None and self.done >= self.fails_at:
                raise PowerCut
            self.done += 1
            return step(*args, **kwargs)

        return wrapped


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch):
    """Where flushing stands among the steps matters here, not the disk."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def append(count):
    start = LedgerEntry.objects.size()
    bodies = [{"type": "noted", "n": start + n, "day": "2026-11-20"} for n in range(count)]
    ledger.append_entries((body, {}) for body in bodies)


def served(client):
    """What an independent client reads now: the entries, after it has verified everything."""
    return verify_log(lambda path: fetch(client, path), client.get("/ledger/key").content.decode())


def fetch(client, path):
    response = client.get(f"/ledger/{path}")
    assert response.status_code == 200, path
    return response.content


def files():
    """What lies on the disk, without what a cut left half-written beside it."""
    found = (path for path in ledger_files.base().rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(ledger_files.base())): path.read_bytes() for path in found}


def signed(client):
    return open_checkpoint(fetch(client, "checkpoint").decode(), client.get("/ledger/key").content.decode())[1:]


def steps_of(before, more, monkeypatch):
    """How many steps signing takes here."""
    append(before)
    ledger.publish_checkpoint()
    append(more)
    with monkeypatch.context() as patch:
        power = Power(patch)
        ledger.publish_checkpoint()
    return power.done


# Growing within a tile, filling it exactly, and beyond it: each writes and drops other files.
@pytest.mark.parametrize(("before", "more"), [(0, 1), (3, 2), (254, 4)])
def test_a_cut_before_any_step(client, monkeypatch, tmp_path, settings, before, more):
    steps = steps_of(before, more, monkeypatch)
    assert steps > 10
    everything, whole = served(client), files()
    keys = settings.PORTAL_DATA / "keys"
    acknowledged = LedgerEntry.objects.size()
    for fails_at in range(steps):
        settings.PORTAL_DATA = tmp_path / f"cut-{fails_at}"
        shutil.copytree(keys, settings.PORTAL_DATA / "keys")
        # The same database, whose last entries are not signed yet: rewind the log to before them.
        rewound(before)
        old = signed(client) if before else (0, merkle.EMPTY_ROOT)
        with monkeypatch.context() as patch:
            Power(patch, fails_at)
            with pytest.raises(PowerCut):
                ledger.publish_checkpoint()
        if before or Log().read_checkpoint():
            after = served(client)
            assert after == everything[: len(after)], fails_at
            assert len(after) in (before, acknowledged), fails_at
        ledger.publish_checkpoint()
        # Outgrown partial tiles may stay behind: they are still what they were.
        assert whole.items() <= files().items(), fails_at
        new = signed(client)
        leaves = [merkle.leaf_hash(entry) for entry in everything]
        proof = tiles.consistency_proof(old_size=old[0], size=new[0], read=Log().read_tile)
        assert merkle.verify_consistency(
            old_size=old[0], old_root=merkle.root(leaves[: old[0]]), new_size=new[0], new_root=new[1], proof=proof
        )
        assert old[1] == merkle.root(leaves[: old[0]])


def rewound(size):
    """Makes the files of a log that was signed at `size` entries; the database has more."""
    place = ledger.Place.now()
    if size:
        ledger._write_tiles(place, 0, size)
        root = tiles.root(size=size, read=place.log.read_tile)
        place.log.write_state(size, root)
        place.log.write_checkpoint(place.log.sign(size, root))


def test_a_second_cut_while_making_good_the_first(client, monkeypatch):
    append(250)
    ledger.publish_checkpoint()
    append(10)
    for fails_at in range(0, 40, 3):
        with monkeypatch.context() as patch:
            Power(patch, fails_at)
            with suppress(PowerCut):
                ledger.publish_checkpoint()
        assert len(served(client)) in (250, 260)
    ledger.publish_checkpoint()
    assert len(served(client)) == 260


def test_committed_but_not_signed_is_made_good_by_the_job(client):
    append(2)
    ledger.publish_checkpoint()
    append(3)  # the process dies before the callback after the commit
    assert len(served(client)) == 2
    ledger.publish_checkpoint()
    assert len(served(client)) == 5


def test_what_a_crash_left_beyond_the_checkpoint_is_not_served(client, monkeypatch):
    """A cache may keep a tile for ever: nothing is shown that another history could still change."""
    append(5)
    ledger.publish_checkpoint()
    append(5)
    with monkeypatch.context() as patch:
        patch.setattr(Log, "write_state", lambda *a: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ledger.publish_checkpoint()
    assert (ledger_files.base() / "tile/0/000.p/10").is_file()
    for path in ("tile/0/000.p/10", "tile/0/000.p/6", "tile/entries/000.p/10"):
        assert client.get(f"/ledger/{path}").status_code == 404
    assert client.get("/ledger/tile/0/000.p/5").status_code == 200


def test_the_database_is_on_disk_before_the_signature(monkeypatch, tmp_path):
    """SQLite may lose its last commits in a power cut; what was signed must not be among them."""
    append(1)
    order = []
    log = tmp_path / "portal.sqlite3-wal"
    log.write_bytes(b"")
    monkeypatch.setitem(ledger.connection.settings_dict, "NAME", str(tmp_path / "portal.sqlite3"))
    monkeypatch.setattr(os, "fsync", _named(os.fsync, order))
    monkeypatch.setattr(Log, "write_state", _first(Log.write_state, order, "state"))
    if ledger.connection.vendor == "sqlite":
        ledger.publish_checkpoint()
        assert order.index(str(log)) < order.index("state")


def _named(fsync, order):
    def wrapped(handle):
        order.append(os.readlink(f"/proc/self/fd/{handle}"))
        return fsync(handle)

    return wrapped


def _first(step, order, name):
    def wrapped(*args):
        order.append(name)
        return step(*args)

    return wrapped
