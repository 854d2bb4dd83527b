"""Real processes on one database: for locks, races and kills. Only in transactional tests."""

import json
import os
import sqlite3
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection, connections


class Processes:
    """Forked children that work on the test's database; SQLite's lies in memory, so there on a copy in a file."""

    def __init__(self, file: str) -> None:
        self.file = file
        if connection.vendor == "sqlite":
            with sqlite3.connect(file) as target:
                connection.connection.backup(target)
                # Once, here: of several connections that change a file's journal at the same time, all but one fail.
                target.execute("PRAGMA journal_mode=WAL")

    def run(self, *works: Callable[[], Any]) -> list[Any]:
        """What each of `works` answers, all of them at once; None for one that was killed."""
        go, ready = os.pipe(), os.pipe()
        children = [self._start(work, go, ready) for work in works]
        for _child in children:
            os.read(ready[0], 1)
        os.close(go[1])  # all of them wait for the end of this pipe
        return [self._end(pid, out) for pid, out in children]

    def _start(self, work: Callable[[], Any], go: tuple[int, int], ready: tuple[int, int]) -> tuple[int, int]:
        out, back = os.pipe()
        pid = os.fork()
        if pid:
            os.close(back)
            return pid, out
        try:
            os.close(go[1])
            self._own_connection()
            os.write(ready[1], b".")
            os.read(go[0], 1)
            os.write(back, json.dumps(work()).encode())
        except Exception:
            os.write(back, json.dumps({"failed": traceback.format_exc()}).encode())
        finally:
            os._exit(0)

    def _own_connection(self) -> None:
        """The parent's connection is left alone: two processes on one would break it."""
        settings = {**connection.settings_dict}
        if connection.vendor == "sqlite":
            settings["NAME"] = self.file
        connections["default"] = type(connections["default"])(settings, "default")

    def _end(self, pid: int, out: int) -> Any:
        with os.fdopen(out) as told:
            text = told.read()
        os.waitpid(pid, 0)
        answer = json.loads(text) if text else None
        assert not (isinstance(answer, dict) and "failed" in answer), answer["failed"]
        return answer
