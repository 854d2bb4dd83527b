"""Appending to a log of a million entries against one of a thousand: append, tiles, state, signature, all flushed."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE = 1_000, 1_000_000
ROUNDS = 2
RATIO = 2
MEMORY_MB = 250


def measure() -> Iterator[Figure]:
    """The better of two rounds each, since other work only adds; a round's figure is its median."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "fresh")
        fresh.mkdir()
        run(fresh, ["migrate", "-v0"])
        found: dict[int, tuple[Path, list[dict[str, float]]]] = {}
        for size in (SMALL, LARGE):
            data = Path(folder, str(size))
            shutil.copytree(fresh, data)
            shell(data, f"b.build({size})")
            found[size] = (data, [])
        for _ in range(ROUNDS):
            for size in (SMALL, LARGE):
                data, rounds = found[size]
                rounds.append(shell(data, f"b.inner({size})"))
    small, large = (best(found[size][1]) for size in (SMALL, LARGE))
    yield Figure("append and sign one entry after 1,000", small["append"] * 1000, "ms")
    yield Figure("append and sign one entry after 1,000,000", large["append"] * 1000, "ms")
    yield Figure(
        "appending after a million against after a thousand", large["append"] / small["append"], "times", RATIO
    )
    yield Figure("proof of one entry out of 1,000,000", large["proof"] * 1000, "ms")
    yield Figure("memory of appending to 1,000,000", large["memory"], "MB", MEMORY_MB)


def best(rounds: list[dict[str, float]]) -> dict[str, float]:
    """Each figure's lowest."""
    return {name: min(each[name] for each in rounds) for name in rounds[0]}


def shell(data: Path, call: str) -> dict[str, Any]:
    """A function of `ledger_run` in a process of its own, on the database and files in `data`."""
    out = run(data, ["shell", "-v0", "-c", f"from benchmarks import ledger_run as b; {call}"])
    return json.loads(out.splitlines()[-1])


def run(data: Path, arguments: list[str]) -> str:
    """A management command on `data`."""
    env = {**os.environ, "PORTAL_DATA": str(data), "PORTAL_DEMO": "0"}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return done.stdout
