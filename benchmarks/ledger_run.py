"""What bench_ledger times, inside Django: building a log in bulk, then appending to it as publishing does."""

import json
import resource
import statistics
import time
from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction

from publicity import ledger_files
from publicity.actions import ledger
from publicity.actions.ledger import Place, append_entry, publish_checkpoint
from publicity.domain import merkle, tiles
from publicity.ledger_proofs import proof_of
from publicity.models.ledger import LedgerEntry

APPENDS = 100
DAY = date(2026, 11, 20)


def build(size: int) -> None:
    """A signed log of `size` entries, in bulk and without flushing each file."""
    place = Place.now()
    flushed, ledger_files.os.fsync = ledger_files.os.fsync, lambda handle: None
    table = LedgerEntry._meta.db_table
    statement = f'INSERT INTO {table} ("index", leaf, leaf_hash, day, kind, about) VALUES (%s, %s, %s, %s, %s, %s)'
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, entries(size))
    ledger._write_tiles(place, 0, size)
    ledger_files.os.fsync = flushed
    root = tiles.root(size=size, read=place.log.read_tile)
    place.log.write_state(size, root)
    place.log.write_checkpoint(place.log.sign(size, root))
    print(json.dumps({"size": size}))


def entries(size: int) -> Iterator[tuple[int, bytes, bytes, str, str, str]]:
    """Rows as `made_entry` makes them; their canonical JSON is simple enough to be written down."""
    for n in range(size):
        leaf = f'{{"day":"{DAY.isoformat()}","n":{n},"type":"noted"}}'.encode()
        yield n, leaf, merkle.leaf_hash(leaf), DAY.isoformat(), "noted", ""


def inner(size: int) -> None:
    """Runs with Django set up, in a process that has built nothing: its memory is that of appending."""
    taken = []
    for n in range(APPENDS):
        start = time.perf_counter()
        append_entry(body={"type": "noted", "n": n, "day": DAY.isoformat()})
        publish_checkpoint()
        taken.append(time.perf_counter() - start)
    proofs = []
    for n in range(20):
        start = time.perf_counter()
        assert proof_of(n * size // 20)
        proofs.append(time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"append": statistics.median(taken), "proof": statistics.median(proofs), "memory": memory}
    print(json.dumps(found))
