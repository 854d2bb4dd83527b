"""A portal of one's own: `make run` without the bootstrap, started, killed and stopped as a machine would."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 600


@dataclass(frozen=True)
class Portal:
    """Where a running portal answers and lies."""

    url: str
    data: Path
    log: Path

    @property
    def port(self) -> str:
        return self.url.rsplit(":", 1)[1]

    @property
    def password(self) -> str:
        return (self.data / "demo-password").read_text().strip()

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a command of the contract beside the running server."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(self.data, self.port),
            check=check,
            capture_output=True,
            text=True,
        )


def environment(data: Path, port: str) -> dict[str, str]:
    """The contract's variables for a portal of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_", "PYTEST"))}
    kept.pop("DATABASE_URL", None)
    return kept | {
        "PORTAL_DATA": str(data),
        "PORT": port,
        "PORTAL_TODAY": "2026-11-20",
        "PORTAL_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def portal_in(folder: Path) -> Portal:
    """A portal below `folder` that is not started yet."""
    return Portal(f"http://127.0.0.1:{free_port()}", folder / "data", folder / "log")


def start(portal: Portal, **extra: str) -> subprocess.Popen[bytes]:
    """Migrated, demo loaded, web, worker and jobs running in a session of their own."""
    with portal.log.open("ab") as log:
        process = subprocess.Popen(
            ["sh", "scripts/run.sh"],
            cwd=ROOT,
            env=environment(portal.data, portal.port) | extra,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    wait_until_ready(portal, process)
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)


@contextmanager
def running(folder: Path, **extra: str) -> Iterator[Portal]:
    """A portal below `folder`; `extra` are variables of its environment."""
    portal = portal_in(folder)
    process = start(portal, **extra)
    try:
        yield portal
    finally:
        stop(process)


def wait_until_ready(portal: Portal, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, portal.log.read_text()
        try:
            with urlopen(f"{portal.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(portal.log.read_text())
