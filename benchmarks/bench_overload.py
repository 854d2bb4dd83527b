"""Twenty times as many sendings as the portal can take: do public pages stay up, and is intake whole or a clean no?

Sendings are offered at a fixed pace whatever becomes of them; each asks for a fresh captcha, solves it and sends.
Callers and readers run in processes of their own beside the server, on the same processors.
"""

import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from benchmarks.sendings import Log, Ready, check, send_page, states
from tests.caller import Answer, Caller
from tests.running import ROOT, Portal, running

TIMES = 20
MEASURED_SECONDS = 15
FLOOD_SECONDS = 40
SATURATING = 4
MOST_A_SECOND = 100
"""Journeys that are laid ready for each measured second: more than are ever filed."""
LINES = 300
READERS = 3
PAGES = ["/", "/publicity/379901100200/", "/policies/"]
PATIENCE = 10
"""Seconds after which a reader or a sender counts as failed."""
MOST_P95_MS = 2_000


def measure(seconds: int = FLOOD_SECONDS) -> Iterator[Figure]:
    """A portal of its own."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as portal:
        yield from figures(portal, seconds)


def figures(portal: Portal, seconds: int) -> Iterator[Figure]:
    """First what it can take, then the flood with readers beside it, then the check of what was taken."""
    log = Log()
    pace = capacity(portal, log)
    quiet = finished(beside("read", portal, seconds=min(seconds, 10)))
    stock = portal.data / "flood.json"
    stock.write_text(json.dumps(states(portal, int(TIMES * pace * seconds))))
    flood = beside("flood", portal, pace=TIMES * pace, seconds=seconds, stock=str(stock))
    time.sleep(2)
    loud = finished(beside("read", portal, seconds=seconds - 4))
    taken = finished(flood)
    log.sent.extend(tuple(pair) for pair in taken["sent"])
    log.shown.extend(taken["shown"])
    found, after = check(portal, log), finished(beside("read", portal, seconds=5))
    outcomes = Counter(taken["outcomes"])
    clean = outcomes["taken"] + outcomes["refused"]
    yield Figure("sendings a second that the portal takes, at most", pace, "/ s")
    yield Figure("sendings a second offered", sum(outcomes.values()) / seconds, "/ s")
    yield Figure("  taken with a receipt", outcomes["taken"], "")
    yield Figure("  refused with a page, 503, and when to come again", outcomes["refused"], "")
    yield Figure("  neither (broken line, other status, no answer)", sum(outcomes.values()) - clean, "")
    yield from reading("public pages before", quiet)
    yield from reading("public pages during the flood", loud, bound=MOST_P95_MS)
    yield from reading("public pages after", after)
    lost = sum(count for what, count in found["shown"].items() if what)
    yield Figure("receipts shown whose case is lost or not whole", lost, "", 0)
    yield Figure("half cases in the database", sum(n for what, n in found["stored"].items() if what), "", 0)


def reading(when: str, told: dict[str, list[float]], bound: float | None = None) -> Iterator[Figure]:
    """How long pages took, and how many failed: an error status, or no answer in ten seconds."""
    p50, p95 = np.quantile(told["milliseconds"], [0.5, 0.95])
    yield Figure(f"{when}: median", float(p50), "ms")
    yield Figure("  95th percentile", float(p95), "ms", bound)
    yield Figure("  failed", len(told["failed"]), f"of {len(told['milliseconds'])}", None if bound is None else 0)


def capacity(portal: Portal, log: Log) -> float:
    """Sendings with a receipt a second, with as many callers as keep it busy; journeys are not counted in."""
    mark, stock = states(portal, MOST_A_SECOND * MEASURED_SECONDS)
    with ThreadPoolExecutor(SATURATING) as pool:
        end = time.monotonic() + MEASURED_SECONDS

        def press(_number: int) -> int:
            caller, count = Caller(portal.url), 0
            while time.monotonic() < end:
                asked = last(caller, stock.pop())
                if asked.status == 200:
                    count += bool(send_page(caller, Ready(asked.page, mark), log).code)
            return count

        return sum(pool.map(press, range(SATURATING))) / MEASURED_SECONDS


def last(caller: Caller, state: str) -> Answer:
    """The last page of a journey, with its captcha."""
    return caller.post("/tip/", {"state": state, "go": "check"})


def beside(what: str, portal: Portal, **given: float | str) -> subprocess.Popen[str]:
    """This module's `what` in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bench_overload", what, portal.url, json.dumps(given)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def finished(process: subprocess.Popen[str]) -> dict:
    """What it printed."""
    out, _err = process.communicate()
    assert process.returncode == 0, out
    return json.loads(out)


def read(url: str, *, seconds: float) -> dict[str, list]:
    """Asks for public pages, one after another, from several callers."""
    found = Caller(url).get(PAGES[1]).page.partition("/publicity/list/")[2].partition("/")[0]
    paths = [*PAGES, f"/publicity/list/{found}/"]
    end = time.monotonic() + seconds

    def ask(_number: int) -> tuple[list[float], list[str]]:
        caller, taken, failed = Caller(url, timeout=PATIENCE), [], []
        while time.monotonic() < end:
            for path in paths:
                start = time.monotonic()
                try:
                    status = str(caller.get(path).status)
                except (OSError, http.client.HTTPException) as error:
                    status = type(error).__name__
                taken.append(1000 * (time.monotonic() - start))
                failed += [] if status == "200" else [f"{path} {status}"]
        return taken, failed

    with ThreadPoolExecutor(READERS) as pool:
        both = list(pool.map(ask, range(READERS)))
    return {"milliseconds": sum((one for one, _ in both), []), "failed": sum((other for _, other in both), [])}


def flood(url: str, *, pace: float, seconds: float, stock: str) -> dict:
    """Begins `pace` sendings a second, each on a line of its own, and does not wait for any before the next."""
    log = Log()
    mark, ready = json.loads(Path(stock).read_text())
    begin, count = time.monotonic(), len(ready)

    def send(number: int) -> str:
        time.sleep(max(0, begin + number / pace - time.monotonic()))
        caller = Caller(url, timeout=PATIENCE)
        try:
            asked = last(caller, ready[number])
            answer = asked if asked.status != 200 else send_page(caller, Ready(asked.page, mark), log)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        if answer.code:
            return "taken"
        told = {name.lower() for name in answer.headers}
        clean = answer.status == 503 and "retry-after" in told and "<h1" in answer.page
        return "refused" if clean else f"{answer.status}"

    with ThreadPoolExecutor(LINES) as pool:
        outcomes = Counter(pool.map(send, range(count)))
    return {"outcomes": outcomes, "sent": log.sent, "shown": log.shown}


if __name__ == "__main__":
    if len(sys.argv) > 2:
        told = {"read": read, "flood": flood}[sys.argv[1]](sys.argv[2], **json.loads(sys.argv[3]))
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        for figure in measure(*map(int, sys.argv[1:])):
            sys.stdout.write(figure.line() + "\n")
