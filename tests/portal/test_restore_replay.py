"""A backup is older than an erasure: restored, the household is nowhere, in no byte of the data directory."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from county.domain.roles import Role
from publicity import erasure_list
from publicity.actions.erasing import ask_erasure, erase_household
from publicity.models.publications import Publication
from publicity.models.rosters import RosterRow
from tests.factories_county import StaffFactory
from tests.factories_publicity import NAMES, TODAY, people
from tests.publicity.households import NUMBERS, out

SQLITE_ONLY = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="looks into a file of SQLite")
pytestmark = [pytest.mark.django_db(transaction=True), SQLITE_ONLY]
GONE, NUMBER = NAMES[2], NUMBERS[NAMES[2]]


@pytest.fixture
def erased_since(tmp_path, settings):
    """A backup with the household, its erasure afterwards, and every text and byte that must be gone."""
    made = out(stage="proposed")
    out()
    row = RosterRow.objects.filter(certificate=NUMBER).first()
    secrets = [GONE.encode(), NUMBER.encode(), row.person_key.encode()]
    secrets += [bytes(entry.salt) for entry in made.entries.filter(number=3)]
    call_command("backup", str(tmp_path / "copy"), verbosity=0)
    asked = ask_erasure(village=made.village, certificate=NUMBER, reason="court", by=people().county)
    second = StaffFactory(username="second", roles=[Role.COUNTY])
    erase_household(request=asked, certificate=NUMBER, by=second, today=TODAY, now=datetime.now(UTC))
    return secrets


def manage(data: Path, base: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PORTAL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=base, env=environment, capture_output=True, text=True)


def found_in(folder: Path, secrets: list[bytes]) -> set[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {f"{file.name}: {secret!r}" for file in files for secret in secrets if secret in file.read_bytes()}


def keep_list(data: Path) -> None:
    """The list stays on the machine while everything else is lost."""
    folder = data / "erasures"
    folder.mkdir(parents=True)
    (folder / "list").write_bytes(erasure_list.path().read_bytes())


def test_a_restored_backup_forgets_what_was_erased_since(tmp_path, settings, erased_since):
    assert found_in(tmp_path / "copy", erased_since), "the canary must be in the backup, or the test proves nothing"
    assert not list((tmp_path / "copy").rglob("erasures"))
    keep_list(tmp_path / "new")
    done = manage(tmp_path / "new", settings.BASE_DIR, "restore", str(tmp_path / "copy"), "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["erasures"]["rows"], answer["erasures"]["entries"]) == (2, 2)
    assert not answer["list_incomplete"]
    assert found_in(tmp_path / "new", erased_since) == set()
    again = manage(tmp_path / "new", settings.BASE_DIR, "replay_erasures", "--json")
    assert json.loads(again.stdout) == {"rows": 0, "entries": 0, "lists": 0, "keys": 0, "merged": 0}


def test_a_copy_of_the_list_from_elsewhere_does_the_same(tmp_path, settings, erased_since):
    """The machine is gone with its list; a copy was kept."""
    copy = str(erasure_list.path())
    done = manage(tmp_path / "new", settings.BASE_DIR, "restore", str(tmp_path / "copy"), "--erasures", copy, "--json")
    assert json.loads(done.stdout)["erasures"]["rows"] == 2
    assert found_in(tmp_path / "new", erased_since) == set()
    assert (tmp_path / "new" / "erasures" / "list").read_text() == erasure_list.path().read_text()


def test_a_list_that_lacks_known_erasures_is_told(tmp_path, settings, erased_since):
    call_command("backup", str(tmp_path / "later"), verbosity=0)
    done = manage(tmp_path / "new", settings.BASE_DIR, "restore", str(tmp_path / "later"))
    assert done.returncode == 0, done.stderr
    assert "删除名录缺失或不全" in done.stdout
    refused = manage(tmp_path / "new", settings.BASE_DIR, "replay_erasures", "--from", str(tmp_path / "nothing"))
    assert refused.returncode == 1


def test_the_live_database_keeps_no_byte(tmp_path, erased_since):
    """Its copy, made by the online backup, has the pages as they are, freed ones too."""
    call_command("backup", str(tmp_path / "after"), verbosity=0)
    assert found_in(tmp_path / "after", erased_since) == set()
    assert Publication.objects.count() == 2
