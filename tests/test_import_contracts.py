"""Each import contract is proven once by a planted violation: a contract that cannot break checks nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ["portal", "county", "publicity", "policies_cms", "complaints", "search"]
PLANTED = [
    ("Arrows go one way", "county/today.py", "import publicity.signals"),
    ("Arrows go one way", "publicity/signals.py", "import policies_cms.apps"),
    ("The domain of every app", "complaints/domain/clock.py", "import django"),
    ("Public pages, feeds and queries", "publicity/queries.py", "import publicity.models.rosters"),
    ("Public pages, feeds and queries", "publicity/views/coverage.py", "import publicity.models.households"),
    ("The public interface, but for", "publicity/api/lists.py", "import publicity.actions.printing"),
    ("Models know nothing of actions", "publicity/models/publications.py", "import publicity.queries"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    target = tmp_path_factory.mktemp("contracts")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, target / package, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def lint(copy: Path) -> tuple[int, str]:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=copy,
        env=os.environ | {"COLUMNS": "300"},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def test_the_contracts_hold(copy):
    code, output = lint(copy)
    assert code == 0, output


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_violation_breaks_its_contract(copy, contract, file, line):
    path = copy / file
    before = path.read_text("utf-8")
    path.write_text(f"{before}\n{line}\n", "utf-8")
    try:
        code, output = lint(copy)
    finally:
        path.write_text(before, "utf-8")
    assert code != 0
    assert any(row.startswith(contract) and "BROKEN" in row for row in output.splitlines()), output
