"""An uncached list page of 50 rows against the stock Wagtail start page, served the same way in the same run."""

import csv
import gzip
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.request import urlopen

from benchmarks.bench_import import SAMPLE, households
from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
GRANIAN = [str(BIN / "granian"), "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1"]
VILLAGE = "379901100200"
ROWS = 50
ROUNDS = 30
REQUESTS = 10
PAGE_KB = 60


def measure() -> Iterator[Figure]:
    """Medians of interleaved rounds, so that the machine's drift falls on both alike."""
    with tempfile.TemporaryDirectory() as folder, portal(Path(folder)) as ours, stock(Path(folder)) as theirs:
        path = list_path(ours)
        pairs = [(median_ms(ours, path), median_ms(theirs, "/")) for _ in range(ROUNDS)]
        pages = ["/", path, "/publicity/", "/publicity/coverage/", "/guides/", "/policies/", "/tip/", "/services/"]
        sizes = {each: compressed_kb(ours, each) for each in pages}
    yield Figure("list page of 50 rows, median", statistics.median(pair[0] for pair in pairs), "ms")
    yield Figure("stock Wagtail start page, median", statistics.median(pair[1] for pair in pairs), "ms")
    ratio = statistics.median(mine / stock_ms for mine, stock_ms in pairs)
    yield Figure("list page / stock start page, median of rounds", ratio, "ratio", 1)
    heaviest = max(sizes, key=lambda each: sizes[each])
    yield Figure(f"heaviest of {len(sizes)} pages with its style, gzip: {heaviest}", sizes[heaviest], "kB", PAGE_KB)


def median_ms(port: int, path: str) -> float:
    """The median of some requests over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    taken = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - start) * 1000)
        assert answer.status == 200, (path, answer.status)
    return statistics.median(taken)


def compressed_kb(port: int, path: str) -> float:
    """The page and every local file that it loads, each as gzip would send it."""
    page = fetch(port, path)
    parts = set(
        re.findall(rb'<(?:link rel="stylesheet"|link rel="icon"|img|script)[^>]*?(?:href|src)="(/[^"]+)"', page)
    )
    return sum(len(gzip.compress(each)) for each in (page, *(fetch(port, part.decode()) for part in parts))) / 1024


def fetch(port: int, path: str) -> bytes:
    """One address, uncompressed."""
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.read()


def list_path(port: int) -> str:
    """The village's newest list; it must show as many rows as the figure says."""
    path = re.search(rb"/publicity/list/\w+/", fetch(port, f"/publicity/{VILLAGE}/")).group().decode()
    assert fetch(port, path).count(b"/objection/?list=") == ROWS
    return path


@contextmanager
def serve(folder: Path, module: str, environment: dict[str, str]) -> Iterator[int]:
    """Granian with the same options for both."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [*GRANIAN, "--port", str(port), "--log-level", "error", module], cwd=folder, env=environment
    )
    try:
        until_answering(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def until_answering(port: int) -> None:
    """Waits for the port to accept."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


@contextmanager
def stock(folder: Path) -> Iterator[int]:
    """What `wagtail start` makes, without debug, with its own migrations and static files."""
    site = folder / "elsewhere"
    site.mkdir()
    run([str(BIN / "wagtail"), "start", "startpage", str(site)], folder, dict(os.environ))
    (site / "startpage/settings/bench.py").write_text(
        "from .base import *\nDEBUG = False\nSECRET_KEY = 'bench'\nALLOWED_HOSTS = ['*']\n"
        "STORAGES['staticfiles'] = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "startpage.settings.bench"}
    run([str(BIN / "python"), "manage.py", "migrate", "-v", "0"], site, environment)
    with serve(site, "startpage.wsgi:application", environment) as port:
        yield port


@contextmanager
def portal(folder: Path) -> Iterator[int]:
    """The demo county with a November list of 50 rows in one village."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PORTAL_DATA": str(folder / "data"),
        "PORTAL_TODAY": "2026-11-20",
    }
    roster = folder / "roster.csv"
    sample = list(csv.reader(SAMPLE.read_text("utf-8-sig").splitlines()))
    with roster.open("w", encoding="utf-8-sig", newline="") as file:
        rows = islice(households(sample[1:]), ROWS)
        csv.writer(file).writerows([sample[0], *([*row[:2], "西河镇", "向阳村", *row[4:14], "", ""] for row in rows)])
    target = ["--stage", "long-term", "--period", "2026-11"]
    for command in (
        ["migrate", "-v", "0"],
        ["collectstatic", "--noinput", "-v", "0"],
        ["load_demo"],
        ["import_roster", str(roster), *target, "--by", "clerk", "--confirm"],
        ["publish_lists", *target, "--area", VILLAGE, "--by", "county"],
    ):
        run([str(BIN / "python"), "manage.py", *command], ROOT, environment)
    with serve(ROOT, "portal.wsgi:application", environment) as port:
        yield port


def run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Runs to the end, quietly; its words are shown when it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
