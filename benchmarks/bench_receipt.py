"""Can the time of an answer tell a right receipt from a wrong one? 5,000 tries over HTTP, and a classifier.

As in `bench_query` the classifier is the best that one number allows, the area under its ROC curve. Three callers ask
side by side, as many as the portal looks at: no limit is lifted.
"""

import random
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.bench_query import auc, interval
from benchmarks.figures import Figure
from tests.caller import Caller
from tests.running import Portal, running

TRIES = 5_000
CALLERS = 3
CASES = 20
BLOCK = 60
MOST_PERCENT = 1.0
MOST_AUC = 0.55
BUSY = 503
# Those differ from answer to answer whatever was asked.
OWN_HEADERS = {"date"}


@dataclass(frozen=True)
class Try:
    """One answer: of a right code or a wrong one, how long it took, what the network sees of it."""

    right: bool
    nanoseconds: int
    size: int
    headers: frozenset[tuple[str, str]]


def measure(tries: int = TRIES) -> Iterator[Figure]:
    """A portal of its own."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as portal:
        yield from figures(portal, tries)


def figures(portal: Portal, tries: int) -> Iterator[Figure]:
    """Half right, half wrong, in shuffled order."""
    with ThreadPoolExecutor(CALLERS) as pool:
        codes = list(pool.map(lambda _number: a_case(portal), range(CASES)))
        order = [True, False] * (tries // 2)
        random.Random(7).shuffle(order)
        shares = [order[start::CALLERS] for start in range(CALLERS)]
        done = [each for part in pool.map(lambda share: ask(portal, share, codes), shares) for each in part]
    right, wrong = relative(done, right=True), relative(done, right=False)
    raw = [np.median([each.nanoseconds for each in done if each.right is kind]) / 1e6 for kind in (True, False)]
    area = auc(right, wrong)
    low, high = interval(right, wrong, np.random.default_rng(4))
    seen = {kind: {(each.size, each.headers) for each in done if each.right is kind} for kind in (True, False)}
    yield Figure("receipts tried over HTTP, half of them right", len(done), "")
    yield Figure("a right receipt, median", raw[0], "ms")
    yield Figure("a wrong receipt, median", raw[1], "ms")
    yield Figure("  difference of the medians", abs(raw[0] - raw[1]) / raw[1] * 100, "%", MOST_PERCENT)
    yield Figure("right or wrong by time: AUC", max(area, 1 - area), "", MOST_AUC)
    yield Figure("  95 % of resamples, from", low, "")
    yield Figure("  to", high, "")
    yield Figure("  the same with 1 ms added to the right ones (it can see)", auc(*with_delay(done, 1)), "")
    yield Figure("sizes and headers that only one kind of answer has", len(seen[True] ^ seen[False]), "", 0)


def a_case(portal: Portal) -> str:
    """Files a case and answers its receipt."""
    caller = Caller(portal.url)
    while True:
        page = caller.check_page()
        answer = page if page.status == BUSY else caller.send(page.page)
        if answer.code:
            return answer.code
        assert answer.status == BUSY, (answer.status, answer.text)


def ask(portal: Portal, share: list[bool], codes: list[str]) -> list[Try]:
    """One caller's tries over one connection; the first few only warm it up."""
    caller, found = Caller(portal.url), []
    for _ in range(3):
        caller.post("/receipt/", {"code": codes[0]})
    for right in share:
        code = secrets.choice(codes) if right else f"{secrets.randbelow(10**25):025d}"
        start = time.perf_counter_ns()
        answer = caller.post("/receipt/", {"code": code})
        taken = time.perf_counter_ns() - start
        if answer.status == BUSY:
            continue  # said at once, without looking: no try
        assert answer.status == 200, answer.text
        assert ('name="once"' in answer.page) is right, answer.text
        headers = frozenset((name, value) for name, value in answer.headers.items() if name not in OWN_HEADERS)
        found.append(Try(right, taken, len(answer.page.encode()), headers))
    return found


def relative(tries: list[Try], *, right: bool, delay: float = 0) -> np.ndarray:
    """Times as shares of the median around them, so that the machine's drift hides nothing."""
    taken = np.array([each.nanoseconds + 1e6 * delay * each.right for each in tries])
    for start in range(0, len(taken), BLOCK):
        taken[start : start + BLOCK] /= np.median(taken[start : start + BLOCK])
    return taken[[each.right is right for each in tries]]


def with_delay(tries: list[Try], milliseconds: float) -> tuple[np.ndarray, np.ndarray]:
    """The two groups as they would be if the right ones took so much longer."""
    return relative(tries, right=True, delay=milliseconds), relative(tries, right=False, delay=milliseconds)


if __name__ == "__main__":
    for figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else TRIES):
        sys.stdout.write(figure.line() + "\n")
