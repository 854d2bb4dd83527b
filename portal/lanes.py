"""Who may be at work at once, so that sending can't crowd out reading (docs/decisions/0035).

Reading pages has no lane: what the others may hold together stays below the server's threads (scripts/run.sh).
"""

import io
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from complaints.views.evenly import STEP_KEY

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Refuse = Callable[[Environ, Callable[..., Any], int], Iterable[bytes]]

SMALL = 256 * 1024
"""Bytes of a form without files; a larger body takes one of the few places of uploads."""
_PIECE = 64 * 1024
_BUSY, _TOO_LARGE, _CUT_OFF = 503, 413, 400


class CutOff(OSError):
    """The body ended before its announced length: nothing of it may be taken for the whole."""


class NoPlace(Exception):
    """Every place of a lane is taken."""


@dataclass(frozen=True)
class Limits:
    """Places of each lane, seconds to wait for one, and bytes of a body."""

    intake: int = 8
    """Tips, objections and receipts in hand, slow ones included."""
    uploads: int = 3
    """Of these, with files: each lies in memory."""
    working: int = 2
    """Of these, past their last byte: what costs processor time."""
    forms: int = 4
    """Other forms of the public."""
    staff: int = 6
    """Forms of the admin, the sign-in among them."""
    wait: float = 4.0
    intake_bytes: int = 420 * 1024 * 1024
    """Twice what the form takes: up to here it says itself which file was too large."""
    form_bytes: int = 6 * 1024 * 1024


class Body:
    """A request's body that raises CutOff when it breaks off, and tells when its last byte has come."""

    def __init__(self, stream: Any, length: int, whole: Callable[[], None]) -> None:
        self._stream, self._left, self._whole = stream, length, whole

    def read(self, size: int = -1) -> bytes:
        """As a file's; answers all that was asked for or up to the end."""
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        pieces = []
        while wanted:
            piece = self._stream.read(min(wanted, _PIECE))
            if not piece:
                raise CutOff
            pieces.append(piece)
            wanted -= len(piece)
            self._left -= len(piece)
            if not self._left:
                self._whole()
        return b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        """Part of the interface; forms are never read by lines."""
        raise io.UnsupportedOperation


class Lanes:
    """Wraps the application: gives each request its place, or refuses before anything is read or begun."""

    def __init__(self, application: Application, *, refuse: Refuse, prefix: str, limits: Limits) -> None:
        self._application, self._refuse, self._limits = application, refuse, limits
        self._intake_paths = tuple(f"{prefix}/{name}" for name in ("tip", "objection", "receipt"))
        self._admin_path = f"{prefix}/admin/"
        names = ("intake", "uploads", "working", "forms", "staff")
        self._places = {name: BoundedSemaphore(getattr(limits, name)) for name in names}

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers through the application, or refuses."""
        path, posts = str(environ.get("PATH_INFO", "")), environ.get("REQUEST_METHOD") not in ("GET", "HEAD")
        if path.startswith(self._intake_paths):
            lane, most = "intake", self._limits.intake_bytes
        elif not posts:
            return self._application(environ, start_response)
        else:
            staff = path.startswith(self._admin_path)
            lane, most = ("staff", None) if staff else ("forms", self._limits.form_bytes)
        length = _length(environ)
        if most is not None and length > most:
            return self._refuse(environ, start_response, _TOO_LARGE)
        began = time.monotonic()
        try:
            with self._place(lane, self._limits.wait if lane == "staff" else 0):
                answer = self._at_work(lane == "intake", length, environ, start_response)
                _wait_for_step(began, environ.get(STEP_KEY, 0))
                return answer
        except NoPlace:
            return self._refuse(environ, start_response, _BUSY)
        except CutOff:
            return self._refuse(environ, start_response, _CUT_OFF)

    def _at_work(self, intake: bool, length: int, environ: Environ, start_response: Any) -> Iterable[bytes]:
        large = length > SMALL
        with ExitStack() as held:

            def work(wait: float | None) -> None:
                if intake:
                    held.enter_context(self._place("working", wait))

            if intake and large:
                held.enter_context(self._place("uploads", 0))
            # An upload that has come in whole waits its turn however long: it would be sent anew otherwise.
            body = Body(environ["wsgi.input"], length, (lambda: work(None)) if large else _nothing)
            environ["wsgi.input"] = body if large else io.BytesIO(body.read())
            if not large:
                work(self._limits.wait)
            return self._application(environ, start_response)

    @contextmanager
    def _place(self, name: str, wait: float | None) -> Iterator[None]:
        """A place of the lane; raises NoPlace when none comes free within `wait` seconds (None: for ever)."""
        if not (self._places[name].acquire(timeout=wait) if wait != 0 else self._places[name].acquire(blocking=False)):
            raise NoPlace
        try:
            yield
        finally:
            self._places[name].release()


def _length(environ: Environ) -> int:
    text = str(environ.get("CONTENT_LENGTH") or "")
    return int(text) if text.isdecimal() else 0


def _wait_for_step(began: float, step: float) -> None:
    """Until a whole number of steps has passed since the request came in, if its view asked for steps."""
    if step:
        time.sleep(-(time.monotonic() - began) % step)


def _nothing() -> None:
    """A small body was read before anything began."""
