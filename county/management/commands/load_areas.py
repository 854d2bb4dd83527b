"""load_areas FILE.csv: the county's areas, columns code,name,parent,kind."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from county.actions import UnknownParent, load_areas
from county.commands import PortalCommand, Refused
from county.models.areas import Area

COLUMNS = {"code", "name", "parent", "kind"}


class Command(PortalCommand):
    """Loads or updates the areas of one county."""

    help = "Load areas from a CSV file with the columns code,name,parent,kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file")

    def run(self, *, file: str, **options: Any) -> dict[str, Any]:
        """Reads the whole file before anything is stored."""
        try:
            rows = list(csv.DictReader(Path(file).read_text("utf-8-sig").splitlines()))
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"读不了文件 {file}：请确认路径正确，并另存为 UTF-8 编码的 CSV。") from error
        if not rows or not set(rows[0]) >= COLUMNS:
            raise Refused("文件第一行应有 code,name,parent,kind 四列。")
        for number, row in enumerate(rows, start=2):
            if row["kind"] not in Area.Kind.values or not row["code"].isdigit() or len(row["code"]) != 12:
                raise Refused(f"第 {number} 行：代码应为 12 位数字，kind 应为 {'、'.join(Area.Kind.values)} 之一。")
        try:
            return {"areas": load_areas(rows=rows)}
        except UnknownParent as error:
            raise Refused(f"上级区划 {error} 不在文件中，请补上后再导入。") from error

    def describe(self, result: dict[str, Any]) -> str:
        """How many."""
        return f"已载入 {result['areas']} 个区划。"
