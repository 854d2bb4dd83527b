"""After a restore: an older database is refused, and a new log begins that names the old one."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from county.domain.roles import Role
from county.models.audit import AuditEntry
from publicity import ledger_files
from publicity.actions import ledger
from publicity.actions.errors import ForbiddenPattern, NotAllowed
from publicity.actions.ledger_restart import NoReason, NothingToRestart, restart_log
from publicity.ledger_files import Log
from publicity.models.ledger import LedgerEntry, LedgerLog
from tests.factories_county import StaffFactory
from tests.publicity.independent_log import verify_log
from tests.publicity.test_ledger_lists import TODAY, problems, published
from tests.publicity.test_verifier import CHECK

pytestmark = pytest.mark.django_db
WHY = "硬盘损坏，从前一日的备份恢复。"


def append(count, word="noted"):
    for n in range(count):
        ledger.append_entry(body={"type": word, "n": n, "day": "2026-11-20"})


def log_of(client, number=None):
    """The entries of a log, verified over HTTP by a program that shares no code with ours."""
    prefix = "/ledger/" if number is None else f"/ledger/{number}/"
    entries = verify_log(lambda path: client.get(prefix + path).content, client.get(f"{prefix}key").content.decode())
    return [json.loads(entry) for entry in entries]


@pytest.fixture
def admin():
    return StaffFactory(username="root1", roles=[Role.ADMIN])


@pytest.fixture
def rolled_back(django_capture_on_commit_callbacks):
    """A list and four more entries were signed; then a backup without the last three came back."""
    with django_capture_on_commit_callbacks(execute=True):
        publication = published()
    append(4)
    ledger.publish_checkpoint()
    forget(2)
    return publication


def forget(since):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM publicity_ledgeropening WHERE entry_id >= %s", [since])
        cursor.execute('DELETE FROM publicity_ledgerentry WHERE "index" >= %s', [since])


def restart(admin, capture, **more):
    with capture(execute=True):
        return restart_log(by=admin, reason=WHY, today=TODAY, **more)


def test_a_new_log_names_the_old_one(client, rolled_back, admin, django_capture_on_commit_callbacks):
    note, before = Log().read_checkpoint(), log_of(client)
    made = restart(admin, django_capture_on_commit_callbacks)
    assert (made.number, made.first) == (2, 5)
    first, *rest = log_of(client)
    assert first["type"] == "restart"
    assert first["reason"] == WHY
    assert first["old"]["checkpoint"] == note
    assert (first["old"]["size"], first["kept"], first["numbered_from"]) == (5, 2, 5)
    # The surviving list has its entry in the new log, word for word.
    assert rest == [before[0] | {"reanchors": 0}]
    rolled_back.refresh_from_db()
    assert rolled_back.ledger_index == 6


def test_both_logs_stay_served_under_their_numbers(client, rolled_back, admin, django_capture_on_commit_callbacks):
    old, key = log_of(client), client.get("/ledger/key").content
    restart(admin, django_capture_on_commit_callbacks)
    assert log_of(client, 1) == old
    assert client.get("/ledger/1/key").content == key
    assert log_of(client, 2) == log_of(client)
    assert client.get("/ledger/key").content.decode().startswith(f"{Log().origin}/2+")
    assert client.get("/ledger/3/checkpoint").status_code == 404
    assert client.get("/ledger/0/key").status_code == 404
    assert client.get("/ledger/2/").status_code == 302
    page = client.get("/ledger/").content.decode()
    assert "/ledger/1/checkpoint" in page
    assert WHY in page


def test_everything_holds_afterwards(client, capsys, rolled_back, admin, tmp_path, django_capture_on_commit_callbacks):
    assert "rolled-back" in problems(capsys)
    restart(admin, django_capture_on_commit_callbacks)
    assert problems(capsys) == []
    append(300)
    ledger.publish_checkpoint()
    assert len(log_of(client)) == 302
    assert problems(capsys) == []
    (tmp_path / "key").write_bytes(client.get("/ledger/key").content)
    (tmp_path / "list").write_bytes(client.get(f"/publicity/list/{rolled_back.pk}.json").content)
    assert CHECK["main"]([str(tmp_path / "list"), str(tmp_path / "key")]) == 0


def test_a_restored_backup_signs_nothing_even_if_its_files_fit(capsys, admin, django_capture_on_commit_callbacks):
    """The state file came from the same backup: only the restore itself can know that more was signed since."""
    append(3)
    ledger.publish_checkpoint()
    ledger_files.mark_restored()
    with pytest.raises(ledger.RolledBack):
        ledger.publish_checkpoint()
    assert "restored" in problems(capsys)
    restart(admin, django_capture_on_commit_callbacks)
    assert ledger.publish_checkpoint()
    assert problems(capsys) == []


def test_a_later_checkpoint_that_somebody_kept_is_named(client, admin, django_capture_on_commit_callbacks):
    append(3)
    kept = Log().sign(9, b"\1" * 32)
    ledger.publish_checkpoint()
    ledger_files.mark_restored()
    made = restart(admin, django_capture_on_commit_callbacks, checkpoint=kept)
    assert made.first == 9
    assert log_of(client)[0]["old"] | {"root": ""} == {
        "log": 1, "origin": Log().origin, "size": 9, "root": "", "checkpoint": kept,
    }  # fmt: skip


def test_a_second_restart_takes_everything_over_again(
    client, capsys, rolled_back, admin, django_capture_on_commit_callbacks
):
    restart(admin, django_capture_on_commit_callbacks)
    append(5)
    ledger.publish_checkpoint()
    forget(8)
    made = restart(admin, django_capture_on_commit_callbacks)
    assert (made.number, made.first) == (3, 12)
    assert [entry["type"] for entry in log_of(client)] == ["restart", "list"]
    assert log_of(client)[0]["old"]["origin"].endswith("/2")
    assert problems(capsys) == []


def test_a_backup_from_before_the_restart_is_refused_too(
    capsys, rolled_back, admin, django_capture_on_commit_callbacks
):
    restart(admin, django_capture_on_commit_callbacks)
    forget(2)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM publicity_ledgerlog")
        cursor.execute("UPDATE publicity_publication SET ledger_index = 0")
    with pytest.raises(ledger.RolledBack):
        ledger.publish_checkpoint()
    made = restart(admin, django_capture_on_commit_callbacks)
    assert (made.number, made.first) == (3, 7)
    assert problems(capsys) == []


def test_a_crash_after_the_commit_is_made_good(client, rolled_back, admin):
    restart_log(by=admin, reason=WHY, today=TODAY)  # no callback: the process died
    assert log_of(client)[0]["type"] == "list"
    ledger.publish_checkpoint()
    assert log_of(client)[0]["type"] == "restart"


def test_what_was_added_between_restore_and_restart_is_no_part_of_the_old_log(
    client, capsys, rolled_back, admin, django_capture_on_commit_callbacks
):
    """Erasures are carried out again at once; their entries wait for the new log."""
    ledger.append_entry(body={"type": "erase", "list": rolled_back.pk, "count": 0, "day": "2026-11-20"})
    restart(admin, django_capture_on_commit_callbacks)
    first, *rest = log_of(client)
    assert (first["kept"], first["numbered_from"]) == (2, 5)
    assert [entry["type"] for entry in rest] == ["list", "erase"]
    assert problems(capsys) == []


def test_a_log_that_fits_is_not_restarted(admin):
    append(2)
    ledger.publish_checkpoint()
    with pytest.raises(NothingToRestart):
        restart_log(by=admin, reason=WHY, today=TODAY)
    assert not LedgerLog.objects.exists()


@pytest.mark.parametrize(
    ("roles", "reason", "error"),
    [
        ([Role.COUNTY], WHY, NotAllowed),
        ([Role.ADMIN], "  ", NoReason),
        ([Role.ADMIN], "身份证 110105199001011237 的电脑坏了", ForbiddenPattern),
    ],
)
def test_who_may_and_what_is_said(rolled_back, roles, reason, error):
    with pytest.raises(error):
        restart_log(by=StaffFactory(roles=roles), reason=reason, today=TODAY)
    assert LedgerEntry.objects.size() == 2


def test_the_command(capsys, rolled_back, admin, tmp_path):
    with pytest.raises(CommandError):
        call_command("restart_ledger", by="nobody", reason=WHY)
    with pytest.raises(CommandError):
        call_command("restart_ledger", by="root1", reason=WHY, checkpoint=str(tmp_path / "none"))
    capsys.readouterr()
    call_command("restart_ledger", "--json", by="root1", reason=WHY)
    assert json.loads(capsys.readouterr().out) == {"log": 2, "origin": f"{Log().origin}/2", "first": 5}
    assert AuditEntry.objects.filter(verb="ledger.restart", actor=admin).count() == 1
    with pytest.raises(CommandError):
        call_command("restart_ledger", by="root1", reason=WHY)
