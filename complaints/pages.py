"""Pages of a PDF paper as pictures, drawn by a process of its own with little memory and time.

The bytes go in by pipe and a picture comes back by pipe: no temporary file, and a paper made to break its reader
breaks a process that holds no key.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

WORKER = Path(__file__).with_name("pages_worker.py")
TIMEOUT = 30
"""Seconds of clock; the worker has a limit of processor time too."""


class NotDrawn(Exception):
    """Neither a picture nor a paper that can be drawn: broken, too large, under a password, or no such page."""


@dataclass(frozen=True)
class Page:
    """A picture, and how many pages its paper has."""

    data: bytes
    content_type: str
    count: int


def drawn_page(data: bytes, number: int) -> Page:
    """Page `number` (from 1) of a PDF; raises NotDrawn."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-B", str(WORKER), str(number)],
            input=data,
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
            env={"PYTHONUTF8": "1"},
        )
        head, _line, picture = done.stdout.partition(b"\n")
        count = json.loads(head)["pages"]
    except (subprocess.SubprocessError, ValueError, KeyError) as error:
        raise NotDrawn from error
    return Page(picture, "image/png", count)
