"""Content health at 5,000 policies: an editor opens the report and waits for it, so every look is measured whole."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
# As long as somebody looks at a page that is still loading without taking it for broken.
SECONDS = 10
# Pages are read in batches, so ten times the policies may cost some more statements, never a statement each.
TIMES_STATEMENTS = 3
# What the report may hold at once on top of the process, on a county's machine of 2 GB with three processes.
MEGABYTES = 200


def measure() -> Iterator[Figure]:
    """In a database of its own."""
    # The tests' settings: a database of its own, no manifest of static files for the pages that links lead to.
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PORTAL_TODAY": "2026-11-20"}
    env.pop("DATABASE_URL", None)
    code = "from benchmarks import health_run as run; run.main()"
    inner = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    out = subprocess.run(inner, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = json.loads(out.splitlines()[-1])
    few, many = found["few"], found["many"]
    yield Figure("content health, 500 policies, processor", few["seconds"], "s")
    yield Figure("content health, 5,000 policies, processor", many["seconds"], "s", SECONDS)
    yield Figure("what it finds at 5,000", many["found"], "")
    yield Figure("statements at 5,000", many["statements"], "")
    yield Figure("statements at 5,000 against 500", many["statements"] / few["statements"], "times", TIMES_STATEMENTS)
    yield Figure("memory it adds at 5,000", found["memory"], "MB", MEGABYTES)
