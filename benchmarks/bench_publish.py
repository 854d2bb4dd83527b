"""Publishing a county of 20,000 households in 500 villages against a bare executemany of the same rows."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
VILLAGES = 500
RATIO = 15


def measure() -> Iterator[Figure]:
    """In a database of its own; the bare insert goes into a copy made before publishing. The best of each round."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "PORTAL_DATA": folder}
        env.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        code = "from benchmarks import publish_run as run; run.main()"
        inner = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        out = subprocess.run(inner, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    found = json.loads(out.splitlines()[-1])
    yield Figure("publish 20,000 households in 500 villages", found["publish"], "s")
    yield Figure("bare executemany of the rows that it stored", found["bare"], "s")
    yield Figure("bare executemany of the 20,000 masked rows alone", found["entries"], "s")
    yield Figure("publishing against the bare executemany", found["publish"] / found["bare"], "times", RATIO)
    yield Figure("statements a village", found["statements"] / VILLAGES, "")
    yield Figure("peak memory of publishing", found["memory"], "MB")
