"""Faults are logged without anything a person typed: no address, no message, no local variable."""

import logging
import traceback


class FramesOnly(logging.Formatter):
    """Formats a record as its level, the exception's class and the frames; never its text or the request."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for the fault and one for each frame."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return f"{self.formatTime(record)} {record.levelname} {record.name}"
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return "\n".join([f"{self.formatTime(record)} {record.levelname} {type(error).__name__}", *lines])


class FaultsOnly(logging.Filter):
    """Lets exceptions through; an answer such as 503 while the demo loads is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record carries an exception."""
        return bool(record.exc_info)
