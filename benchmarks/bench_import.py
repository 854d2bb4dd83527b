"""Importing 20,000 households against openpyxl's own read-only reading of the same file, in the same process."""

import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import openpyxl
import xlsxwriter
from django.core.management import call_command

from benchmarks.figures import Figure
from publicity.domain.gate import id_check_digit
from publicity.readers.workbook import WORKER

ROOT = Path(__file__).resolve().parent.parent
AREAS = ROOT / "demo/data/areas.csv"
SAMPLE = ROOT / "demo/data/roster-2026-10.csv"
HOUSEHOLDS = 20_000
RATIO = 3
MEMORY_MB = 250
ROUNDS = 3


def measure() -> Iterator[Figure]:
    """The best of alternating rounds, since other work only adds; memory is the command's peak plus its reader's."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "roster.xlsx")
        file.write_bytes(workbook())
        env = {**os.environ, "PORTAL_DATA": folder}
        for arguments in (["migrate", "-v0"], ["load_areas", str(AREAS)]):
            subprocess.run(
                [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True, capture_output=True
            )
        inner = [
            sys.executable,
            "manage.py",
            "shell",
            "-v0",
            "-c",
            f"from benchmarks import bench_import as b; b.inner({str(file)!r})",
        ]
        out = subprocess.run(inner, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
        reader = reader_memory(file)
    found = json.loads(out.splitlines()[-1])
    yield Figure("openpyxl alone reads 20,000 households", found["plain"], "s")
    yield Figure("import_roster of the same file, stored", found["command"], "s")
    yield Figure("import against openpyxl's own reading", found["command"] / found["plain"], "times", RATIO)
    yield Figure("memory of the import, both processes' peaks", found["memory"] + reader, "MB", MEMORY_MB)


def inner(file: str) -> None:
    """Runs with Django set up: the command first, so that its memory is its own."""
    command = [seconds(lambda: run_command(file))]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = [seconds(lambda: read(file))]
    for _ in range(ROUNDS - 1):
        command.append(seconds(lambda: run_command(file)))
        plain.append(seconds(lambda: read(file)))
    figures = {"command": min(command), "plain": min(plain), "memory": memory}
    print(json.dumps(figures))


def run_command(file: str) -> None:
    """The command as the contract has it; each round replaces the one before."""
    out = io.StringIO()
    call_command("import_roster", file, stage="long-term", period="2026-11", confirm=True, json=True, stdout=out)
    assert json.loads(out.getvalue())["accepted"] == HOUSEHOLDS


def read(file: str) -> None:
    """What openpyxl needs for itself."""
    book = openpyxl.load_workbook(file, read_only=True)
    assert sum(1 for row in book.active.iter_rows(values_only=True) if row[1]) == HOUSEHOLDS + 1
    book.close()


def reader_memory(file: Path) -> float:
    """The peak of the reader's process in MB; the figure for children would count the fork of a larger parent."""
    peak = 0
    with file.open("rb") as data:
        process = subprocess.Popen([sys.executable, "-I", str(WORKER)], stdin=data, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        peak = max([peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
        time.sleep(0.05)
    return peak / 1024


def seconds(work: Callable[[], None]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def workbook() -> bytes:
    """October's demo roster over and over, each time with new people."""
    sample = list(csv.reader(SAMPLE.read_text("utf-8-sig").splitlines()))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        sheet.write_row(0, 0, sample[0])
        for number, cells in enumerate(islice(households(sample[1:]), HOUSEHOLDS), start=1):
            sheet.write_row(number, 0, cells)
    return out.getvalue()


def households(sample: list[list[str]]) -> Iterator[list[str | float]]:
    """Rows with valid, different ID and certificate numbers."""
    number = 0
    while True:
        for cells in sample:
            number += 1
            born = f"{1950 + number % 40}{number // 40 % 12 + 1:02d}{number // 480 % 28 + 1:02d}"
            body = f"379901{born}{number // 13_440:03d}"
            figures = [float(cells[i]) for i in (6, 7)], [float(cells[i]) for i in (10, 11)]
            yield [
                number, f"379901{number:08d}", *cells[2:5], body + id_check_digit(body), *figures[0], *cells[8:10],
                *figures[1], *cells[12:],
            ]  # fmt: skip
