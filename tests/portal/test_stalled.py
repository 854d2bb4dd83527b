"""A connection on which nothing moves is ended; one that gives or takes a byte now and then stays."""

import os
import socket
import time

import pytest

from portal.stalled import end_stalled


@pytest.fixture
def line(monkeypatch):
    """Both ends of a connection to a port that is the portal's."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setitem(os.environ, "PORT", str(server.getsockname()[1]))
        with socket.create_connection(server.getsockname()) as visitor, server.accept()[0] as accepted:
            visitor.settimeout(2)
            yield visitor, accepted


def test_the_idle_end_is_shut(line):
    visitor, _accepted = line
    time.sleep(0.3)
    assert end_stalled(0.1) == 1
    assert visitor.recv(1) == b""


def test_a_slow_one_stays(line):
    visitor, accepted = line
    time.sleep(0.3)
    visitor.sendall(b"x")
    assert accepted.recv(1) == b"x"
    assert end_stalled(0.2) == 0


def test_what_the_portal_itself_dialled_stays(line, monkeypatch):
    monkeypatch.setitem(os.environ, "PORT", "1")
    time.sleep(0.2)
    assert end_stalled(0.1) == 0


def test_looking_leaves_nothing_open(line):
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        end_stalled(9)
    assert len(os.listdir("/proc/self/fd")) == before
