"""An Excel workbook, read by openpyxl in a process of its own with little memory and time.

The bytes go in by pipe and rows come back as lines of JSON: no temporary file, nothing that could be executed.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

from publicity.domain.roster_sheet import Marks, Sheet, SheetRow
from publicity.readers.errors import FileCode, UnreadableFile

WORKER = Path(__file__).with_name("workbook_worker.py")
TIMEOUT = 120  # seconds of clock; the worker has a limit of processor time too


def read_workbook(data: bytes) -> Iterator[Sheet]:
    """The sheets in order, each with its rows; read a sheet's rows before asking for the next.

    Raises UnreadableFile when the worker gives up or is stopped.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONUTF8": "1"},
    )
    watchdog = Timer(TIMEOUT, process.kill)
    watchdog.start()
    try:
        yield from _sheets(_messages(process, data))
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _messages(process: "subprocess.Popen[bytes]", data: bytes) -> Iterator[dict[str, Any] | list[Any]]:
    """What the worker says, line by line; it reads all of its input before it says anything."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(data)
        process.stdin.close()
    except BrokenPipeError as error:
        raise UnreadableFile(FileCode.BROKEN) from error
    for line in process.stdout:
        try:
            message = json.loads(line)
        except ValueError as error:  # cut off in the middle
            raise UnreadableFile(FileCode.BOMB) from error
        if message == {"end": True}:
            return
        if isinstance(message, dict) and "error" in message:
            raise UnreadableFile(FileCode(message["error"]))
        yield message
    raise UnreadableFile(FileCode.BOMB)


def _sheets(messages: Iterator[dict[str, Any] | list[Any]]) -> Iterator[Sheet]:
    """Groups rows under the sheet before them; what a caller leaves unread is skipped."""
    pending: list[dict[str, Any]] = []

    def rows() -> Iterator[SheetRow]:
        for message in messages:
            if isinstance(message, dict):
                pending.append(message)
                return
            yield SheetRow(*message) if len(message) == 2 else SheetRow(message[0], message[1], _marks(message[2]))

    for first in messages:
        if isinstance(first, dict):
            pending.append(first)
            break
    while pending:
        head = pending.pop()
        found = rows()
        yield Sheet(head["sheet"], found, head["hidden"], frozenset(head["hidden_columns"]))
        for _ in found:
            pass


def _marks(found: dict[str, Any]) -> Marks:
    return Marks(
        hidden=found.get("hidden", False),
        struck=frozenset(found.get("struck", ())),
        filled=frozenset(found.get("filled", ())),
        formulas=dict(found.get("formulas", ())),
        spans=dict(found.get("spans", ())),
    )
