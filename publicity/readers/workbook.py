"""An Excel workbook, read by openpyxl in a process of its own with little memory and time.

The bytes go in by pipe and rows come back as lines of JSON: no temporary file, nothing that could be executed.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

from publicity.domain.roster import SheetRow
from publicity.readers.errors import FileCode, UnreadableFile

WORKER = Path(__file__).with_name("workbook_worker.py")
TIMEOUT = 120  # seconds of clock; the worker has a limit of processor time too


def read_workbook(data: bytes) -> Iterator[tuple[str, Iterator[SheetRow]]]:
    """The visible sheets in order, each with its rows; read a sheet's rows before asking for the next.

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


def _messages(process: "subprocess.Popen[bytes]", data: bytes) -> Iterator[str | list]:
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
        if isinstance(message, dict):
            raise UnreadableFile(FileCode(message["error"]))
        yield message
    raise UnreadableFile(FileCode.BOMB)


def _sheets(messages: Iterator[str | list]) -> Iterator[tuple[str, Iterator[SheetRow]]]:
    """Groups rows under the sheet title before them; what a caller leaves unread is skipped."""
    pending: list[str] = []

    def rows() -> Iterator[SheetRow]:
        for message in messages:
            if isinstance(message, str):
                pending.append(message)
                return
            yield message[0], message[1]

    for first in messages:
        if isinstance(first, str):
            pending.append(first)
            break
    while pending:
        title = pending.pop()
        sheet = rows()
        yield title, sheet
        for _ in sheet:
            pass
