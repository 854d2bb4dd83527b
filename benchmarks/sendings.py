"""Sendings with marks by which each can be known again, and the check that what was taken is whole."""

import hashlib
import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field
from threading import Lock

from tests.caller import TIP, Answer, Caller, File
from tests.running import ROOT, Portal, environment

FILE_BYTES = 20_000


class Refused(OSError):
    """The portal answered with an error page before anything was sent; its argument is the status."""


@dataclass
class Log:
    """What was sent, and of what a receipt was shown. Several threads write."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    """Mark in the words and digest of the file, noted before the sending."""
    shown: list[dict[str, str]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True)
class Ready:
    """A page before sending, the mark in its words, the digest of its file ("": none)."""

    page: str
    mark: str
    digest: str = ""


def last_page(caller: Caller, *, with_file: bool = True) -> Ready:
    """Answers all questions and gives the file. Raises Refused, OSError and such."""
    mark, data = f"mark-{secrets.token_hex(12)}", secrets.token_bytes(FILE_BYTES)
    files = [File("石狮子.txt", "text/plain", data)] if with_file else []
    answer = caller.check_page(answers={**TIP, "text": f"门口的石狮子 {mark}"}, files=files)
    if answer.status != 200:
        raise Refused(answer.status)
    return Ready(answer.page, mark, hashlib.sha256(data).hexdigest() if with_file else "")


def states(portal: Portal, count: int) -> tuple[str, list[str]]:
    """A mark, and as many answered journeys with it as hidden fields: each can be filed once."""
    mark = f"mark-{secrets.token_hex(12)}"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.state_run"],
        cwd=ROOT,
        env={**os.environ, **environment(portal.data, portal.port)},
        input=json.dumps({"count": count, "answers": {**TIP, "text": f"门口的石狮子 {mark}"}}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return mark, json.loads(done.stdout.splitlines()[-1])


def send_page(caller: Caller, ready: Ready, log: Log) -> Answer:
    """The last step of a journey. Raises OSError and such."""
    with log.lock:
        log.sent.append((ready.mark, ready.digest))
    answer = caller.send(ready.page)
    if answer.code:
        with log.lock:
            log.shown.append({"code": answer.code, "text": ready.mark, "digest": ready.digest})
    return answer


def check(portal: Portal, log: Log) -> dict[str, dict[str, int]]:
    """What `case_run` found in the portal's database."""
    given = {"shown": log.shown, "sent": log.sent, "user": "county", "password": portal.password}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.case_run"],
        cwd=ROOT,
        env={**os.environ, **environment(portal.data, portal.port)},
        input=json.dumps(given),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
