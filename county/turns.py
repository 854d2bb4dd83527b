"""Work that takes memory on purpose waits its turn: so many at once, so many in line, and a polite no for the rest."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

AT_ONCE = 2
"""Argon2 computations that run together: each takes 32 to 100 MB and a core."""
PATIENCE = 20.0
"""Seconds that somebody in line waits before they are asked to come back."""
RETRY_AFTER = 20
"""Seconds that a browser is told to wait."""


class Busy(Exception):
    """The line is full, or it took too long; nothing was computed, looked up or stored."""


class Turns:
    """At most `at_once` inside and `waiting` in line; waiting threads answer nothing else, so the line is short."""

    def __init__(self, *, at_once: int, waiting: int, patience: float = PATIENCE) -> None:
        self._line = threading.BoundedSemaphore(at_once + waiting)
        self._inside = threading.BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a turn and holds it; raises Busy."""
        if not self._line.acquire(blocking=False):
            raise Busy
        try:
            if not self._inside.acquire(timeout=self._patience):
                raise Busy
            try:
                yield
            finally:
                self._inside.release()
        finally:
            self._line.release()


ARGON2 = Turns(at_once=AT_ONCE, waiting=settings.ARGON2_WAITING)
"""For receipts, members' keys and sign-in alike."""
