"""restore DIR: what `backup` wrote, into an empty data directory."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from county.commands import PortalCommand, Refused
from portal.management.commands.backup import FOLDERS
from portal.postgres import run_tool


class Command(PortalCommand):
    """Restores while the portal is stopped."""

    help = "Restore a backup into an empty data directory."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from."""
        parser.add_argument("directory")

    def run(self, *, directory: str, **options: Any) -> dict[str, Any]:
        """Refuses to lay a backup over data that is there."""
        source = Path(directory)
        database = source / ("portal.sqlite3" if connection.vendor == "sqlite" else "portal.dump")
        if not database.exists():
            raise Refused(f"{directory} 中没有 {database.name}，不是本程序的备份，或数据库种类不同。")
        taken = [path.name for path in Path(settings.PORTAL_DATA).glob("*") if holds_something(path)]
        if taken:
            raise Refused(f"数据目录里已有 {'、'.join(taken)}。请先停下程序，把 PORTAL_DATA 指向一个空目录。")
        Path(settings.PORTAL_DATA).mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in FOLDERS:
            if (source / folder).is_dir():
                shutil.copytree(source / folder, Path(settings.PORTAL_DATA, folder), dirs_exist_ok=True)
        restore_database(database)
        return {"directory": directory, "data": str(settings.PORTAL_DATA)}

    def describe(self, result: dict[str, Any]) -> str:
        """What to do next."""
        return f"已恢复到 {result['data']}。请运行 verify_ledger 核对账本，再启动。"


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
