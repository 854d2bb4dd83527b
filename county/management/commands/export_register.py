"""export_register NAME: writes one of the office's registers as .xlsx, readable by its owner only."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from county.actions import record
from county.commands import PortalCommand, Refused
from county.registers import make, names
from county.spreadsheets import workbook_bytes
from county.today import today


class Command(PortalCommand):
    """It holds no key: what is sealed in a case says so in its cell."""

    help = "Write a register (台账) as .xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which register, and where to."""
        parser.add_argument("name", help="、".join(names()))
        parser.add_argument("--out", type=Path, help="file to write; default: registers/ in PORTAL_DATA")

    def run(self, *, name: str, out: Path | None, **options: Any) -> dict[str, Any]:
        """Answers the file and how many rows it has."""
        if name not in names():
            raise Refused(f"没有名为“{name}”的台账。可导出：{'、'.join(names())}。", known=names())
        made = make(name, today())
        file = out or Path(settings.PORTAL_DATA, "registers", f"{name}-{today():%Y%m%d}.xlsx")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
                target.write(workbook_bytes(title=made.title, headings=made.headings, rows=made.rows))
        except OSError as error:
            raise Refused(f"无法写入 {file}：{error.strerror}。请换一个目录，或检查权限。") from error
        record(actor=None, verb="register.export", subject=f"register:{name}", detail={"rows": len(made.rows)})
        return {"name": name, "title": made.title, "file": str(file), "rows": len(made.rows)}

    def describe(self, result: dict[str, Any]) -> str:
        """One line."""
        return f"{result['title']}：{result['rows']} 行，已写入 {result['file']}。"
