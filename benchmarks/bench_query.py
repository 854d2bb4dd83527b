"""Can the time of an answer tell a protected person from someone on no list? 10⁵ questions, and a classifier.

The classifier is the best that one number allows: over all thresholds at once, the area under its ROC curve, which is
the Mann-Whitney statistic. 0.5 is a coin. Times are divided by the median of the hundred questions around them, so
that the machine's drift hides nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv/bin/python")
QUESTIONS = 100_000
BLOCK = 100
RESAMPLES = 400
# In thousandths. With 50,000 of each kind chance alone moves the area by 2 (one standard error).
BOUND = 10


def measure() -> Iterator[Figure]:
    """Half of the questions name protected people, half nobody; every core asks its share."""
    cores = min(os.cpu_count() or 1, 8)
    with ThreadPoolExecutor(cores) as pool:
        runs = list(pool.map(run, [QUESTIONS // cores] * cores))
    protected, absent, found = (np.concatenate([part[at] for part in map(relative, runs)]) for at in range(3))
    area = auc(protected, absent)
    low, high = interval(protected, absent, np.random.default_rng(4))
    yield Figure("questions asked of protected and absent names", len(protected) + len(absent), "")
    yield Figure("different pages among their answers", max(each["pages"] for each in runs), "", 1)
    yield Figure("one question, median", float(np.median([t for each in runs for _k, t in each["times"]])) / 1e6, "ms")
    yield Figure("protected or absent by time: AUC", 1000 * area, "/ 1000")
    yield Figure("  95 % of resamples, from", 1000 * low, "/ 1000")
    yield Figure("  to", 1000 * high, "/ 1000")
    yield Figure("  its distance from a coin's 500", abs(1000 * area - 500), "/ 1000", BOUND)
    yield Figure("the same classifier on found or absent (it can see)", 1000 * auc(found, absent), "/ 1000")


def run(questions: int) -> dict[str, list[tuple[str, int]]]:
    """One process with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"PORTAL_DATA": folder, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        command = [PYTHON, "-m", "benchmarks.query_run", str(questions)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def relative(run: dict[str, list[tuple[str, int]]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times of protected, absent and found names, each as a share of the median around it."""
    kinds = np.array([kind for kind, _taken in run["times"]])
    taken = np.array([taken for _kind, taken in run["times"]], dtype=float)
    for start in range(0, len(taken), BLOCK):
        taken[start : start + BLOCK] /= np.median(taken[start : start + BLOCK])
    return taken[kinds == "protected"], taken[kinds == "absent"], taken[kinds == "found"]


def auc(ones: np.ndarray, others: np.ndarray) -> float:
    """How often one of `ones` takes longer than one of `others`; a tie counts half."""
    ordered = np.sort(others)
    below = np.searchsorted(ordered, ones, "left") + np.searchsorted(ordered, ones, "right")
    return float(below.mean() / 2 / len(others))


def interval(ones: np.ndarray, others: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """The middle 95 % of the area over bootstrap resamples."""
    areas = [auc(rng.choice(ones, len(ones)), rng.choice(others, len(others))) for _ in range(RESAMPLES)]
    low, high = np.quantile(areas, [0.025, 0.975])
    return float(low), float(high)


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(figure.line() + "\n")
