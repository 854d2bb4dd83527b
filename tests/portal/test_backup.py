"""What is backed up comes back: database and keys; nothing is laid over data that is there."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from county.keys import secret
from tests.factories_county import AreaFactory

pytestmark = pytest.mark.django_db(transaction=True)
SQLITE_ONLY = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="restores a file of SQLite")


def restore(source: Path, data: Path, base: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PORTAL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "restore", str(source), "--json"]
    return subprocess.run(command, cwd=base, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("again", [False, True])
def test_a_backup_is_restored_into_an_empty_directory_once(tmp_path, settings, again):
    if connection.vendor != "sqlite":
        call_command("backup", str(tmp_path / "copy"), verbosity=0)
        assert (tmp_path / "copy" / "portal.dump").stat().st_size > 0
        return
    AreaFactory(county=True)
    key = secret("person-key")
    call_command("backup", str(tmp_path / "copy"), verbosity=0)
    done = restore(tmp_path / "copy", tmp_path / "new", settings.BASE_DIR)
    assert done.returncode == 0, done.stdout + done.stderr
    if again:
        refused = restore(tmp_path / "copy", tmp_path / "new", settings.BASE_DIR)
        assert refused.returncode == 1
        assert "空目录" in refused.stderr
    with sqlite3.connect(tmp_path / "new" / "portal.sqlite3") as database:
        assert database.execute("SELECT name FROM county_area").fetchall() == [("明安县",)]
    assert (tmp_path / "new" / "keys" / "person-key").read_bytes() == key


def test_a_backup_wants_an_empty_directory(tmp_path):
    (tmp_path / "something").touch()
    with pytest.raises(CommandError, match="不是空的"):
        call_command("backup", str(tmp_path))


def test_what_is_no_backup_is_refused(tmp_path, settings):
    done = restore(tmp_path, tmp_path / "new", settings.BASE_DIR)
    assert done.returncode == 1
    assert "不是本程序的备份" in done.stderr
