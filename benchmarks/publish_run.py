"""The part of bench_publish that runs with Django set up, in a process and a database of its own."""

import json
import resource
import shutil
import sqlite3
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import connection

from county.actions import create_role_groups, create_staff
from county.domain.roles import Role
from county.models.areas import Area
from county.models.offices import Office
from county.models.standards import Standard
from publicity.actions.batches import publish_rosters, ready_rosters
from publicity.actions.ledger import publish_checkpoint
from publicity.models.publications import Publication
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster

TOWNSHIPS, VILLAGES, HOUSEHOLDS = 20, 500, 20_000
TODAY = date(2026, 11, 20)
ROUNDS = 3
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "秀英建国小明桂兰志强玉梅海燕春生"
# What publishing writes; the bare insert writes every row of each, indexes and all.
TABLES = (
    "publicity_publication",
    "publicity_publicationentry",
    "publicity_namekey",
    "publicity_entrykey",
    "publicity_rowstree",
    "publicity_ledgerentry",
    "publicity_ledgeropening",
    "county_auditentry",
)


def main() -> None:
    """Runs with Django set up. Each round starts from the same copy, made before anything was published."""
    lead = prepare()
    publish_checkpoint()
    connection.close()
    database = Path(settings.DATABASES["default"]["NAME"])
    folder = Path(settings.PORTAL_DATA)
    before = folder / "before.sqlite3"
    shutil.copy(database, before)
    publish, bare, entries, statements = [], [], [], 0
    memory = 0.0
    for number in range(ROUNDS):
        if number:
            start_again(database, before, folder)
        taken, statements = publish_all(lead)
        publish.append(taken)
        memory = memory or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows = stored_rows()
        connection.close()
        copy = folder / "bare.sqlite3"
        bare.append(insert(before, copy, rows))
        entries.append(insert(before, copy, {TABLES[1]: rows[TABLES[1]]}, check=False))
    figures = {"publish": min(publish), "bare": min(bare), "entries": min(entries)}
    print(json.dumps({**figures, "statements": statements, "memory": memory}))


def publish_all(lead: object) -> tuple[float, int]:
    """Everything that the command and the admin do after the press, checkpoint and announcements included."""
    statements = 0

    def count(execute: object, *arguments: object) -> object:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    rosters = ready_rosters(stage="long-term", period="2026-11", area=None)
    with connection.execute_wrapper(count):
        start = time.perf_counter()
        outcome = publish_rosters(rosters=rosters, by=lead, today=TODAY)
        taken = time.perf_counter() - start
    assert (len(outcome.published), outcome.refused) == (VILLAGES, [])
    assert sum(Publication.objects.values_list("shown_households", flat=True)) == HOUSEHOLDS
    return taken, statements


def stored_rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that publishing writes."""
    return {table: raw_rows(table) for table in TABLES}


def raw_rows(table: str) -> list[tuple[object, ...]]:
    """As SQLite holds them."""
    plain = sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)
    try:
        return plain.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - a table of the tuple above
    finally:
        plain.close()


def insert(before: Path, copy: Path, rows: dict[str, list[tuple[object, ...]]], *, check: bool = True) -> float:
    """One transaction of executemany, a table after the other, with the settings that the portal uses."""
    shutil.copy(before, copy)
    plain = sqlite3.connect(copy, isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=NORMAL")
    for table in rows:
        plain.execute(f"DELETE FROM {table}")  # noqa: S608
    start = time.perf_counter()
    plain.execute("BEGIN IMMEDIATE")
    for table, lines in rows.items():
        marks = ",".join("?" * len(lines[0]))
        plain.executemany(f"INSERT INTO {table} VALUES ({marks})", lines)  # noqa: S608
    plain.execute("COMMIT")
    taken = time.perf_counter() - start
    plain.close()
    copy.unlink()
    return taken


def start_again(database: Path, before: Path, folder: Path) -> None:
    """The county as it was, with an empty ledger."""
    connection.close()
    for old in folder.glob(f"{database.name}-*"):
        old.unlink()
    shutil.copy(before, database)
    shutil.rmtree(folder / "ledger", ignore_errors=True)


def prepare() -> object:
    """Areas, staff, standards and the rosters, imported by another hand; answers the publisher."""
    create_role_groups()
    county = Area.objects.create(code="379900000000", name="明安县", kind=Area.Kind.COUNTY)
    office = Office.objects.create(code="county", name="明安县民政局", kind=Office.Kind.COUNTY, area=county)
    clerk = create_staff(username="clerk", name="专员", password="x", roles=[Role.CLERK], office=office)
    lead = create_staff(username="county", name="县民政", password="x", roles=[Role.COUNTY], office=office)
    Standard.objects.create(
        effective_from=date(2026, 7, 1), urban=Decimal(720), rural=Decimal(580), document_number="明民发〔2026〕8号"
    )
    townships = [
        Area(code=f"3799{n:02d}000000", name=f"第{n}镇", kind=Area.Kind.TOWNSHIP, parent=county)
        for n in range(1, TOWNSHIPS + 1)
    ]
    villages = [
        Area(
            code=f"{townships[n % TOWNSHIPS].code[:6]}{n:06d}",
            name=f"第{n}村",
            kind=Area.Kind.VILLAGE,
            parent=townships[n % TOWNSHIPS],
        )
        for n in range(1, VILLAGES + 1)
    ]
    Area.objects.bulk_create(townships + villages)
    imported = RosterImport.objects.create(
        stage="long-term", period="2026-11", status="confirmed", file_name="county.xlsx", uploaded_by=clerk
    )
    each = HOUSEHOLDS // VILLAGES
    rosters = VillageRoster.objects.bulk_create(
        VillageRoster(
            roster_import=imported, stage="long-term", period="2026-11", village=village, imported_by=clerk,
            households=each, persons=2 * each, amount=600 * each,
        )
        for village in villages
    )  # fmt: skip
    RosterRow.objects.bulk_create(row(number, roster) for number, roster in enumerate(rosters * each, start=1))
    return lead


def row(number: int, roster: VillageRoster) -> RosterRow:
    """One household of two."""
    given = GIVEN[number % len(GIVEN)] + GIVEN[number // 7 % len(GIVEN)]
    return RosterRow(
        roster=roster,
        certificate=f"379901{number:08d}",
        head_name=SURNAMES[number % len(SURNAMES)] + given,
        household_size=2,
        covered_persons=2,
        residence="rural",
        category="B",
        amount=Decimal(600),
        since="2024-05",
        person_key=f"{number:043d}",
    )
