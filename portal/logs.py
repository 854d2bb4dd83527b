"""Faults are logged without anything a person typed: no address, no message, no local variable."""

import logging
import os
import traceback
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

SENDERS = ("tip", "objection", "receipt")
"""First parts of the addresses where people tell something."""


class FramesOnly(logging.Formatter):
    """Formats a record as its level, the exception's class and the frames; never its text or the request."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for the fault and one for each frame."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return f"{self.formatTime(record)} {record.levelname} {record.name}"
        return f"{self.formatTime(record)} {record.levelname} {frames_of(error)}"


def frames_of(error: BaseException) -> str:
    """The class of an exception and where it passed, a line each; never what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join([type(error).__name__, *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)])


class FaultsOnly(logging.Filter):
    """Lets exceptions through; an answer such as 503 while the demo loads is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record carries an exception."""
        return bool(record.exc_info)


class OfSenders(logging.Filter):
    """Lets through what happened on the pages of senders, or with `senders=False` everything else."""

    def __init__(self, senders: bool = True) -> None:
        super().__init__()
        self.senders = senders

    def filter(self, record: logging.LogRecord) -> bool:
        """By the path of the request that the record carries."""
        path = str(getattr(getattr(record, "request", None), "path", "")).removeprefix(settings.PORTAL_PREFIX)
        return (path.split("/")[1:2] in [[name] for name in SENDERS]) is self.senders


class DayFile(logging.Handler):
    """Keeps the faults of senders' pages by the day: a line on the console would tell the second of a sending.

    Each different fault stands once in `PORTAL_DATA/faults/<day>`, whose own time is the day's beginning.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Adds the fault to the day's file unless it is there."""
        if not record.exc_info or not record.exc_info[1]:
            return
        try:
            self._keep(frames_of(record.exc_info[1]))
        except OSError:  # a full disk must not turn one fault into two
            return

    def _keep(self, fault: str) -> None:
        day = timezone.localdate()
        path = Path(settings.PORTAL_DATA, "faults", day.isoformat())
        path.parent.mkdir(mode=0o700, exist_ok=True)
        known = path.read_text() if path.exists() else ""
        if f"{fault}\n\n" not in known:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
                file.write(f"{fault}\n\n")
        began = datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone()).timestamp()
        for each in (path, path.parent):
            os.utime(each, (began, began))
