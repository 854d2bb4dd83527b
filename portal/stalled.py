"""Ends connections on which nothing has moved for a minute: the server itself (granian 2.8) knows no such limit.

A phone that loses its signal in the middle of an upload says no farewell; its request would hold a thread for ever.
"""

import os
import socket
import struct
import time
from contextlib import suppress
from threading import Thread

IDLE_SECONDS = 60
_LOOK_SECONDS = 10
_INFO_BYTES = 104
_LAST_SENT_AT = 44
"""Where struct tcp_info of <linux/tcp.h> holds milliseconds since data went out, an ack went out, data came in."""


def watch() -> None:
    """Looks every few seconds for as long as the process lives; does nothing where the system has no tcp_info."""
    if hasattr(socket, "TCP_INFO") and os.path.isdir("/proc/self/fd"):
        Thread(target=_forever, name="stalled", daemon=True).start()


def _forever() -> None:
    while True:
        time.sleep(_LOOK_SECONDS)
        end_stalled(IDLE_SECONDS)


def end_stalled(seconds: float) -> int:
    """Shuts every accepted connection that neither gave nor took a byte for so long; answers how many."""
    ended = 0
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError), _socket(name) as found:
            if _is_accepted(found) and _idle_milliseconds(found) > seconds * 1000:
                found.shutdown(socket.SHUT_RDWR)
                ended += 1
    return ended


def _socket(name: str) -> socket.socket:
    """A handle of one's own on an open socket; raises OSError for what is none."""
    if not os.readlink(f"/proc/self/fd/{name}").startswith("socket:"):
        raise OSError
    own = os.dup(int(name))
    try:
        return socket.socket(fileno=own)
    except OSError:
        os.close(own)
        raise


def _is_accepted(found: socket.socket) -> bool:
    """A connection of a visitor: its own port is the one that the server listens on, not one that this end chose."""
    if found.family not in (socket.AF_INET, socket.AF_INET6) or found.type != socket.SOCK_STREAM:
        return False
    found.getpeername()  # raises for what merely listens
    return found.getsockname()[1] == int(os.environ.get("PORT", 8000))


def _idle_milliseconds(found: socket.socket) -> int:
    info = found.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    sent, _acked, received = struct.unpack_from("III", info, _LAST_SENT_AT)
    return min(sent, received)
