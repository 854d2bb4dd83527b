"""Search: how good and how fast, on the database and on Elasticsearch, beside stock modelsearch; databases of its own.

Elasticsearch is measured where ELASTICSEARCH_URL names a server or ELASTICSEARCH_START a script that starts one.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from tests import engines

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
# Issue 6: a twentieth of stock modelsearch; three times a bare query; twice a bare bulk.
PART_OF_STOCK, TIMES_BARE_QUERY, TIMES_BARE_BULK = 1 / 20, 3, 2
# What the judged set may lack of a perfect order.
LACKING = 0.15
NAMES = {"ours": "database", "server": "Elasticsearch", "stock": "stock modelsearch"}


def measure() -> Iterator[Figure]:
    """Quality first, then speed."""
    stops_with = engines.start()
    try:
        url = f"{engines.server_url()}/?index=bench-{os.getpid()}" if engines.server_url() else ""
        if not url:
            print("search: not on Elasticsearch, neither ELASTICSEARCH_URL nor ELASTICSEARCH_START is set")
        yield from quality(run("judged", url))
        yield from speed(run("speed", url))
    finally:
        engines.stop(stops_with)


def run(what: str, url: str) -> dict[str, Any]:
    """The figures of one process."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"PORTAL_DATA": folder, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        command = [PYTHON, "-m", "benchmarks.search_run", what, *([url] if url else [])]
        out = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(out.splitlines()[-1]))


def quality(found: dict[str, Any]) -> Iterator[Figure]:
    """nDCG@10 over the judged queries; the bound is on what is lacking."""
    for name, means in found.items():
        yield Figure(f"search nDCG@10, {NAMES[name]}", means["all"], "")
        if name != "stock":
            yield Figure(f"search nDCG@10 lacking, {NAMES[name]}", 1 - means["all"], "", LACKING)


def speed(found: dict[str, Any]) -> Iterator[Figure]:
    """5,000 policies of 1,000 characters."""
    stock = found["stock"]
    yield Figure(f"search 5,000: queries of {stock['asked']} that stock finds anything for", stock["answered"], "")
    yield Figure("search 5,000: stock modelsearch, p95", stock["p95"], "ms")
    yield Figure("search 5,000: database, median", found["ours"]["median"], "ms")
    bound = round(stock["p95"] * PART_OF_STOCK, 1)
    yield Figure("search 5,000: database, p95 (a 20th of stock)", found["ours"]["p95"], "ms", bound)
    if "server" in found:
        bare = found["bare"]["p95"]
        yield Figure("search 5,000: bare query to Elasticsearch, p95", bare, "ms")
        yield Figure("search 5,000: on Elasticsearch, median", found["server"]["median"], "ms")
        times = round(bare * TIMES_BARE_QUERY, 1)
        yield Figure("search 5,000: on Elasticsearch, p95 (3x bare)", found["server"]["p95"], "ms", times)
        yield Figure("search 5,000: bare bulk", found["bulk"], "s")
        twice = round(found["bulk"] * TIMES_BARE_BULK, 2)
        yield Figure("search 5,000: rebuild (2x bare bulk)", found["rebuild"], "s", twice)
    yield Figure("search 5,000: documents made from the pages", found["read"], "s")


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(figure.line() + "\n")
