"""Several processes write at once: each entry gets its own place, and every checkpoint continues the one before."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from publicity.actions import ledger
from publicity.domain import merkle
from publicity.ledger_files import Log
from tests.publicity.independent_log import open_checkpoint, verify_log

WRITERS, EACH = 2, 5
ROOT = Path(django_settings.BASE_DIR)


def start(data, writer):
    """A writer's process."""
    command = [sys.executable, "-m", "tests.publicity.ledger_writer", str(data), str(writer), str(EACH)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answers(process):
    """What the writer was told; it must have ended well."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_many_writers_one_signer(settings):
    """On SQLite as it is delivered, whose immediate transactions are the lock; PostgreSQL locks a row."""
    data = settings.PORTAL_DATA
    data.mkdir(parents=True)
    answers(start(data, "make"))
    told = [answers(process) for process in [start(data, writer) for writer in range(WRITERS)]]
    acknowledged = [number for each in told for number, _note in each]
    assert sorted(acknowledged) == list(range(WRITERS * EACH))
    key = str(Log().verifier_key)
    files = {"checkpoint": Log().read_checkpoint().encode()}
    entries = verify_log(lambda path: files.get(path) or (data / "ledger" / path).read_bytes(), key)
    said = [json.loads(entry) for entry in entries]
    for writer in range(WRITERS):
        assert [body["n"] for body in said if body["writer"] == writer] == list(range(EACH))
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    for number, note in (each for answered in told for each in answered):
        _origin, size, root = open_checkpoint(note, key)
        # Whoever was answered is in the log that was signed, and no log ever signed is another than this one.
        assert size > number
        assert root == merkle.root(leaves[:size])


@pytest.mark.django_db
def test_an_entry_of_a_transaction_that_fails_leaves_no_trace(client):
    ledger.append_entry(body={"type": "noted", "day": "2026-11-20"})
    with pytest.raises(ZeroDivisionError):
        fail()
    ledger.append_entry(body={"type": "kept", "day": "2026-11-20"})
    ledger.publish_checkpoint()
    entries = verify_log(lambda path: client.get(f"/ledger/{path}").content, client.get("/ledger/key").content.decode())
    assert [json.loads(entry)["type"] for entry in entries] == ["noted", "kept"]


@transaction.atomic
def fail():
    """Appends, and dies before the commit."""
    ledger.append_entry(body={"type": "lost", "day": "2026-11-20"})
    raise ZeroDivisionError
