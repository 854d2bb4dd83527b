"""restore DIR [--erasures FILE]: what `backup` wrote, into an empty data directory; then erasures are replayed."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from county.commands import PortalCommand, Refused
from county.models.audit import AuditEntry
from county.today import today
from portal.management.commands.backup import FOLDERS
from portal.postgres import run_tool
from publicity import erasure_list, ledger_files
from publicity.actions.replaying import replay_erasures


class Command(PortalCommand):
    """Restores while the portal is stopped."""

    help = "Restore a backup into an empty data directory."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from, and another copy of the list of erasures."""
        parser.add_argument("directory")
        parser.add_argument("--erasures", help="a copy of PORTAL_DATA/erasures/list that was kept elsewhere")

    def run(self, *, directory: str, erasures: str | None = None, **options: Any) -> dict[str, Any]:
        """Refuses to lay a backup over data that is there; the list of erasures stays and is carried out at once."""
        source = Path(directory)
        database = source / ("portal.sqlite3" if connection.vendor == "sqlite" else "portal.dump")
        if not database.exists():
            raise Refused(f"{directory} 中没有 {database.name}，不是本程序的备份，或数据库种类不同。")
        if erasures and not Path(erasures).is_file():
            raise Refused(f"找不到删除名录 {erasures}。")
        others = (path for path in Path(settings.PORTAL_DATA).glob("*") if path != erasure_list.path().parent)
        taken = [path.name for path in others if holds_something(path)]
        if taken:
            raise Refused(f"数据目录里已有 {'、'.join(taken)}。请先停下程序，把 PORTAL_DATA 指向一个空目录。")
        Path(settings.PORTAL_DATA).mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in FOLDERS:
            if (source / folder).is_dir():
                shutil.copytree(source / folder, Path(settings.PORTAL_DATA, folder), dirs_exist_ok=True)
        restore_database(database)
        # What was signed since the backup is unknown: nothing is signed until restart_ledger begins a new log.
        ledger_files.mark_restored()
        if erasures:
            erasure_list.merge(Path(erasures))
        return {"directory": directory, "data": str(settings.PORTAL_DATA), **replayed()}

    def describe(self, result: dict[str, Any]) -> str:
        """What to do next."""
        lines = [f"已恢复到 {result['data']}。"]
        if result["erasures"] is None:
            lines.append("数据库结构较旧，尚未重新执行删除：请先运行 migrate，再运行 replay_erasures，之后才能启动。")
        else:
            counts = result["erasures"]
            lines.append(f"已按删除名录重新删除：花名册 {counts['rows']} 行、公示 {counts['entries']} 行。")
        if result["list_incomplete"]:
            lines.append(
                "警告：删除名录缺失或不全，备份之后删除的家庭可能重新出现。"
                "请找到最新的一份名录，运行 replay_erasures --from FILE，之后才能启动。"
            )
        lines.append("请运行 verify_ledger 核对账本，再由系统管理员运行 restart_ledger 另起新账，然后启动。")
        return "\n".join(lines)


def replayed() -> dict[str, Any]:
    """`erasures`: what was erased again, None when the database is of an older program and has to migrate first."""
    try:
        counts = replay_erasures(today=today()).counts()
        done = AuditEntry.objects.filter(verb="household.erase").count()
    except DatabaseError:
        return {"erasures": None, "list_incomplete": False}
    finally:
        connection.close()
    return {"erasures": counts, "list_incomplete": done > len(erasure_list.read())}


def holds_something(path: Path) -> bool:
    """Whether a part of the data directory holds more than Django's own key, which any command makes."""
    names = {"django"} if path.name == "keys" else set()
    return path.is_file() or bool({each.name for each in path.iterdir()} - names)


def restore_database(file: Path) -> None:
    """SQLite's file into place, or pg_restore into the empty database of DATABASE_URL."""
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copy(file, connection.settings_dict["NAME"])
        return
    run_tool("pg_restore", "--exit-on-error", "--no-owner", str(file))
