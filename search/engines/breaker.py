"""Whether Elasticsearch is worth asking: after a failure it is left alone for a while."""

import logging
import threading
import time

log = logging.getLogger("search")
PAUSE = 30.0
"""Seconds until it is tried again."""


class Breaker:
    """One a process. After a failure one caller in `PAUSE` seconds may try; the others don't wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._down = False
        self._try_at = 0.0

    def may_try(self) -> bool:
        """Whether the caller may ask the server."""
        with self._lock:
            if not self._down:
                return True
            if time.monotonic() < self._try_at:
                return False
            self._try_at = time.monotonic() + PAUSE
            return True

    def worked(self) -> None:
        """The server has answered."""
        with self._lock:
            was_down, self._down = self._down, False
        if was_down:
            log.warning("Elasticsearch answers again.")

    def failed(self, fault: Exception) -> None:
        """The server has not; said once an outage, without what was asked."""
        with self._lock:
            was_down, self._down = self._down, True
            self._try_at = time.monotonic() + PAUSE
        if not was_down:
            log.warning("Elasticsearch failed (%s); the database answers searches meanwhile.", type(fault).__name__)

    def reset(self) -> None:
        """Forgets what was."""
        with self._lock:
            self._down = False


breaker = Breaker()
