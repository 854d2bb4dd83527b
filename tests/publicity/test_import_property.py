"""Whatever layout a known roster is laid out in, the same households are read."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories_layouts import Table, demo_places, facts, read, table_text, workbook
from tests.factories_rosters import identity

PLACES = demo_places()
XIHE = [place for place in PLACES.codes if place[0] == "西河镇"]
SURNAMES, GIVEN = "王李张刘陈", ["秀英", "建国", "芳", "志强", "桂花"]


@dataclass(frozen=True)
class Home:
    """One household as it is."""

    number: int
    village: str
    size: int
    category: str
    amount: Decimal
    month: int
    confidential: bool

    @property
    def certificate(self):
        return f"379901{self.number:08d}"

    @property
    def name(self):
        return SURNAMES[self.number % 5] + GIVEN[self.number // 5 % 5]

    def fact(self):
        return (
            self.certificate, PLACES.codes["西河镇", self.village], self.name, identity(self.number * 10),
            self.size, self.size, "rural", self.category, self.amount, f"2024-{self.month:02d}", self.confidential,
        )  # fmt: skip


@st.composite
def rosters(draw):
    count = draw(st.integers(1, 7))
    homes = [
        Home(
            number,
            draw(st.sampled_from(XIHE))[1],
            draw(st.integers(1, 4)),
            draw(st.sampled_from("ABC")),
            draw(st.decimals(1, 9999, places=draw(st.sampled_from([0, 1, 2])))),
            draw(st.integers(1, 12)),
            draw(st.booleans()),
        )
        for number in range(1, count + 1)
    ]
    return sorted(homes, key=lambda home: home.village)


MONTHS = ["2024-{:02d}", "2024年{}月", "2024.{:02d}", "2024{:02d}", "24年{}月", "２０２４年{}月"]
AMOUNTS = ["{}", "{}元", "￥{:,}", "{:,.2f}", " {} "]
NAMES = ["{}", " {} ", "{}（曾用名王某）"]
FLAGS = {True: ["是", "√", "保密"], False: ["", "否", "不保密"]}
HEADING = {
    "cert": ["低保证号", "证  号", "低保证\n编号"],
    "town": ["乡镇（街道）", "所属乡镇"],
    "village": ["村（社区）", "居住村（居）委会", "村居"],
    "name": ["姓名", "姓  名"],
    "relation": ["与户主关系", "关系"],
    "identity": ["身份证号码", "公民身份号码"],
    "size": ["家庭人口", "家庭\n人口数"],
    "covered": ["保障人口", "享受人数"],
    "residence": ["低保类别", "类型"],
    "category": ["保障类别", "档次"],
    "amount": ["月保障金额（元）", "户月保障金"],
    "since": ["起始年月", "享受时间"],
    "flag": ["是否保密", "保密"],
    "note": ["备注", "说明"],
}


@st.composite
def layouts(draw):
    """How the roster is laid out."""
    return {
        "persons": draw(st.booleans()),
        "merged": draw(st.booleans()),
        "repeat": draw(st.booleans()),
        "counts": draw(st.booleans()),
        "place": draw(st.sampled_from(["column", "short", "section", "sheet", "title"])),
        "grouped": draw(st.booleans()),
        "subtotals": draw(st.booleans()),
        "pages": draw(st.booleans()),
        "footer": draw(st.booleans()),
        "extra": draw(st.sampled_from(["", "hidden", "struck"])),
        "csv": draw(st.sampled_from(["", "utf-8-sig", "gb18030", "utf-16"])),
        "order": draw(st.permutations(list(HEADING))),
        "words": {name: draw(st.sampled_from(words)) for name, words in HEADING.items()},
        "month": draw(st.sampled_from(MONTHS)),
        "amount": draw(st.sampled_from(AMOUNTS)),
        "name": draw(st.sampled_from(NAMES)),
        "flag": draw(st.integers(0, 2)),
    }


class Writer:
    """Lays a roster out; every row is a list of cells."""

    def __init__(self, layout):
        self.layout = layout
        self.plain = bool(layout["csv"])
        self.columns = [name for name in layout["order"] if self.has(name)]

    def has(self, name):
        layout = self.layout
        return {
            "town": layout["place"] == "column",
            "village": layout["place"] in ("column", "short"),
            "relation": layout["persons"],
            "size": layout["counts"] or not layout["persons"],
            "covered": layout["counts"] or not layout["persons"],
        }.get(name, True)

    def cells(self, home):
        layout = self.layout
        village = home.village if layout["place"] == "column" else f"西河镇{home.village}"
        return {
            "cert": home.certificate, "town": "西河镇", "village": village, "name": layout["name"].format(home.name),
            "relation": "户主", "identity": identity(home.number * 10), "size": home.size, "covered": f"{home.size}人",
            "residence": "农村低保", "category": f"{home.category}类", "amount": layout["amount"].format(home.amount),
            "since": layout["month"].format(home.month), "flag": FLAGS[home.confidential][layout["flag"]], "note": "",
        }  # fmt: skip

    def home(self, home):
        """The rows of a household."""
        cells = self.cells(home)
        rows = [[cells[name] for name in self.columns]]
        for member in range(1, home.size if self.layout["persons"] else 1):
            own = {
                "name": f"成员{'甲乙丙'[member - 1]}",
                "relation": "子",
                "identity": identity(home.number * 10 + member),
            }
            shared = cells if self.layout["repeat"] and not self.layout["merged"] else {}
            rows.append(
                [own.get(name, "" if name in ("flag", "note") else shared.get(name, "")) for name in self.columns]
            )
        return rows

    def heads(self, merged):
        """The headings in one row, or in two with the amount in a group."""
        columns, words = self.columns, self.layout["words"]
        heading = [words[name] for name in columns]
        if not self.layout["grouped"] or self.plain:
            return [heading]
        place = columns.index("amount")
        top, low = list(heading), [""] * len(columns)
        top[place], low[place] = "低保金", heading[place]
        merged += [f"{chr(65 + i)}3:{chr(65 + i)}4" for i in range(len(columns)) if i != place]
        return [top, low]

    def merge(self, first, count):
        """The household's cells over its persons' rows."""
        if not self.layout["merged"] or self.plain or count < 2:
            return []
        shared = ("cert", "town", "village", "size", "covered", "amount", "category", "residence")
        places = [chr(65 + i) for i, name in enumerate(self.columns) if name in shared]
        return [f"{letter}{first}:{letter}{first + count - 1}" for letter in places]

    def sheet(self, homes, title, *, village=""):
        layout = self.layout
        merged = ["A1:N1"]
        heads = self.heads(merged)
        rows = [[f"西河镇{village}2026年11月农村低保花名册"], ["填报单位：", *[""] * 6, "单位：户、人、元"], *heads]
        for name, group in groupby(homes, key=lambda home: home.village):
            group = list(group)
            if layout["place"] == "section":
                rows.append([f"{name}（{len(group)}户）"])
            for home in group:
                lines = self.home(home)
                merged += self.merge(len(rows) + 1, len(lines))
                rows += lines
            if layout["subtotals"]:
                place = self.columns.index("amount")
                rows.append(["小计", *[""] * (place - 1), sum(home.amount for home in group)])
            if layout["pages"] and not layout["merged"]:
                rows += heads
        extra = "" if self.plain else layout["extra"]
        if extra:
            rows += self.home(Home(90, homes[0].village, 1, "A", Decimal(1), 1, False))
        last = len(rows)
        if layout["footer"]:
            rows += [["合计"], ["填表人：某某", "", "审核人：某某"]]
        return Table(
            rows,
            title=title,
            merged=merged,
            hidden_rows=[last] if extra == "hidden" else [],
            struck=[f"A{last}:{chr(64 + len(self.columns))}{last}"] if extra == "struck" else [],
        )


def file_of(homes, layout):
    writer = Writer(layout)
    if layout["place"] in ("sheet", "title") and not writer.plain:
        named = layout["place"] == "sheet"
        return workbook(
            *(
                writer.sheet(list(group), name if named else f"Sheet{i}", village="" if named else name)
                for i, (name, group) in enumerate(groupby(homes, key=lambda home: home.village), start=1)
            )
        )
    table = writer.sheet(homes, "花名册")
    return table_text(table.rows, encoding=layout["csv"]) if writer.plain else workbook(table)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(rosters(), layouts())
def test_every_layout_reads_as_the_roster_it_was_made_from(homes, layout):
    if layout["csv"] and layout["place"] in ("sheet", "title"):
        layout = {**layout, "place": "section"}
    reading = read(file_of(homes, layout))
    assert reading.problems == []
    assert facts(reading) == sorted(home.fact() for home in homes)
    expected = {"hidden": {"row-hidden"}, "struck": {"row-struck"}}.get(layout["extra"], set())
    assert {warning.code for warning in reading.warnings} == (set() if layout["csv"] else expected)
