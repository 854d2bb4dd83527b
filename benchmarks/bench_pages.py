"""An uncached list page of 50 rows against the stock Wagtail start page, served the same way in the same run."""

import gzip
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
WAGTAIL = str(ROOT / ".venv/bin/wagtail")
GRANIAN = str(ROOT / ".venv/bin/granian")
ROUNDS = 30
REQUESTS = 10
PAGE_KB = 60


def measure() -> Iterator[Figure]:
    """Medians of interleaved rounds, so that the machine's drift falls on both alike."""
    with tempfile.TemporaryDirectory() as folder, stock(Path(folder)) as theirs, portal(Path(folder)) as ours:
        path = fifty_rows(ours)
        pairs = [(median_ms(ours, path), median_ms(theirs, "/")) for _ in range(ROUNDS)]
        sizes = [compressed_kb(ours, each) for each in ("/", path, "/publicity/", "/guides/", "/tip/")]
    mine = statistics.median(pair[0] for pair in pairs)
    stock_ms = statistics.median(pair[1] for pair in pairs)
    yield Figure("list page of 50 rows, median", mine, "ms")
    yield Figure("stock Wagtail start page, median", stock_ms, "ms")
    yield Figure(
        "list page / stock start page, median of rounds", statistics.median(a / b for a, b in pairs), "ratio", 1
    )
    yield Figure("largest page, compressed", max(sizes), "kB", PAGE_KB)


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
    """The page's HTML as gzip would send it."""
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return len(gzip.compress(answer.read())) / 1024


def fifty_rows(port: int) -> str:
    """Publishes a list of 50 rows and answers its path."""
    with urlopen(f"http://127.0.0.1:{port}/bench-list") as answer:
        return answer.read().decode()


@contextmanager
def serve(folder: Path, module: str, environment: dict[str, str]) -> Iterator[int]:
    """Granian with the same options for both."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [GRANIAN, "--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "1"]
    server = subprocess.Popen([*command, "--log-level", "error", module], cwd=folder, env=environment)
    try:
        until_answering(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def until_answering(port: int) -> None:
    """Waits for the port to accept."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


@contextmanager
def stock(folder: Path) -> Iterator[int]:
    """What `wagtail start` makes, in its production settings' shape: no debug, a key, static files collected."""
    site = folder / "stock"
    site.mkdir()
    subprocess.run([WAGTAIL, "start", "stock", str(site)], check=True, stdout=subprocess.DEVNULL)
    (site / "stock/settings/bench.py").write_text(
        "from .base import *\nDEBUG = False\nSECRET_KEY = 'bench'\nALLOWED_HOSTS = ['*']\n"
        "STORAGES['staticfiles'] = {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "stock.settings.bench"}
    subprocess.run([PYTHON, "manage.py", "migrate", "-v", "0"], cwd=site, env=environment, check=True)
    with serve(site, "stock.wsgi:application", environment) as port:
        yield port


@contextmanager
def portal(folder: Path) -> Iterator[int]:
    """This portal with areas, one standard and one list of 50 rows."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PORTAL_DATA": str(folder / "data"),
        "PORTAL_DEMO": "0",
    }
    for command in (["migrate", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"], ["load_demo"]):
        subprocess.run(
            [PYTHON, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    with serve(ROOT, "portal.wsgi:application", environment) as port:
        yield port


if __name__ == "__main__":
    for figure in measure():
        print(figure.line())
    sys.exit()
