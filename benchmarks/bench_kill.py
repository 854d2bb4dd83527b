"""kill -9 in the middle of 1,000 sendings: what a receipt was shown for is there whole, and nothing is there half."""

import http.client
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from benchmarks.figures import Figure
from benchmarks.sendings import Log, check, last_page, send_page
from tests.caller import Caller
from tests.running import Portal, portal_in, start, stop

SENDINGS = 1_000
KILLS = 20
CALLERS = 4
BROKEN = (OSError, http.client.HTTPException)
"""What a caller sees when the server is killed: the line refused, or cut."""


def measure(sendings: int = SENDINGS, kills: int = KILLS) -> Iterator[Figure]:
    """A portal of its own, killed whole (web, worker, jobs) at random moments and started again."""
    with tempfile.TemporaryDirectory() as folder:
        portal = portal_in(Path(folder))
        process = start(portal)
        log = Log()
        try:
            over = Event()
            with ThreadPoolExecutor(CALLERS) as pool:
                shares = [pool.submit(send_many, portal, sendings // CALLERS, log, over) for _ in range(CALLERS)]
                rng, done = random.Random(11), 0
                moments = sorted(rng.sample(range(sendings // 20, sendings), kills))
                try:
                    for moment in moments:
                        while len(log.sent) < moment and not all(share.done() for share in shares):
                            over.wait(0.02)
                        time.sleep(rng.random() / 2)
                        os.killpg(process.pid, signal.SIGKILL)
                        process.wait()
                        done += 1
                        process = start(portal)
                except BaseException:
                    over.set()  # a portal that doesn't come back would be waited for, for ever
                    raise
                cut = sum(share.result() for share in shares)
            found = check(portal, log)
        finally:
            stop(process)
    yield from figures(found, log, done, cut)


def figures(found: dict[str, dict[str, int]], log: Log, kills: int, cut: int) -> Iterator[Figure]:
    """The counts; "" is the name of what is whole."""
    whole, lost = found["shown"].get("", 0), sum(count for what, count in found["shown"].items() if what)
    stored, half = found["stored"].get("", 0), sum(count for what, count in found["stored"].items() if what)
    yield Figure("kill -9 of web, worker and jobs", kills, "")
    yield Figure("cases sent (the last step reached the server or tried to)", len(log.sent), "")
    yield Figure("  cut off while being sent", cut, "")
    yield Figure("  receipt shown", len(log.shown), "")
    yield Figure("  opened by their receipt, words and file as sent", whole, "")
    yield Figure("receipts shown whose case is lost or not whole", lost, "", 0)
    yield Figure("cases in the database, opened by the office's key", stored + half, "")
    yield Figure("  whole but cut off before the receipt was shown", stored - whole, "")
    yield Figure("half cases in the database", half, "", 0)
    yield Figure("faults of the database file (integrity, foreign keys)", len(found["database"]), "", 0)


def send_many(portal: Portal, count: int, log: Log, over: Event) -> int:
    """Sends so many, each once, waiting while the server is away; answers how many were cut off in the last step."""
    caller, cut = Caller(portal.url), 0
    while count and not over.is_set():
        try:
            ready = last_page(caller)
        except BROKEN:
            time.sleep(0.3)
            continue
        count -= 1
        try:
            send_page(caller, ready, log)
        except BROKEN:
            cut += 1
    return cut


if __name__ == "__main__":
    for figure in measure(*map(int, sys.argv[1:])):
        sys.stdout.write(figure.line() + "\n")
