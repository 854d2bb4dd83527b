"""backup DIR: database, media, keys, ledger, papers in one place; never the list of erasures, which must outlive it."""

import shutil
import sqlite3
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from county.commands import PortalCommand, Refused
from portal.postgres import run_tool
from publicity import erasure_list

# PORTAL_DATA/erasures is left out on purpose: a copy as old as the database would bring erased households back.
FOLDERS = ("keys", "ledger", "media", "postings", "stamped")


class Command(PortalCommand):
    """Copies while the portal runs."""

    help = "Back up the portal's data into an empty directory."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("directory")

    def run(self, *, directory: str, **options: Any) -> dict[str, Any]:
        """Files first, then the database."""
        target = Path(directory)
        if target.exists() and any(target.iterdir()):
            raise Refused(f"目录 {directory} 不是空的，请换一个空目录。")
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Files of the ledger first: the database that follows is then as new as the state kept beside it, or newer.
        for folder in FOLDERS:
            source = Path(settings.PORTAL_DATA, folder)
            if source.is_dir():
                shutil.copytree(source, target / folder)
        copy_database(target)
        return {"directory": str(target), "folders": [name for name in FOLDERS if (target / name).exists()]}

    def describe(self, result: dict[str, Any]) -> str:
        """Where it lies."""
        return (
            f"已备份到 {result['directory']}。其中有密钥，请离线保存、只让负责人能读。"
            f"删除名录（{erasure_list.path()}）不在其中，请另行复制、分开保存，并始终保留最新的一份。"
        )


def copy_database(target: Path) -> None:
    """A consistent copy: SQLite's online backup, or pg_dump."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(target / "portal.sqlite3") as copy:
            connection.connection.backup(copy)
        return
    run_tool("pg_dump", "--format=custom", f"--file={target / 'portal.dump'}")
