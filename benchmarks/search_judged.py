"""How good the first ten results are: judged queries over a fixed corpus, nDCG@10 on each engine."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "judged"
VILLAGES = {
    "西河镇": ("379901100000", ["向阳村", "石桥村", "柳树湾村", "王家庄村"]),
    "柳林乡": ("379901101000", ["双河村", "大李村", "杨楼村"]),
    "青山镇": ("379901200000", ["青石村", "松林村", "云台村"]),
    "东城街道": ("379901001000", ["解放社区", "文昌社区"]),
}
MONTHS = ("09", "10")
LONG = 1_000
FILLER = "我想了解这方面的规定，请工作人员帮助说明一下，谢谢。"
DEPTH = 10


@dataclass(frozen=True)
class Judged:
    """A query, what sort it is, and the worth of each page that answers it, 1 to 3."""

    query: str
    sort: str
    worth: dict[str, int]


def documents() -> list[dict[str, object]]:
    """The corpus: the file's pages, then places and their lists by a fixed rule. The address is the key."""
    rows = []
    for line in _lines("documents.txt"):
        key, kind, number, year, title, body = line.split("|")
        rows.append({"key": key, "kind": kind, "title": title, "body": body, "url": key})
        is_place = kind == "services"
        # A window has its township's code where other pages have a year.
        rows[-1] |= {"township": year if is_place else "", "number": number}
        rows[-1] |= {"year": int(year) if year and not is_place else None}
    for township, (code, villages) in VILLAGES.items():
        rows.append(_place(township, code))
        for village in villages:
            rows.append(_place(f"{township}{village}", code, village))
            rows += [_list(township, code, village, month) for month in MONTHS]
    return rows


def areas() -> list[dict[str, str]]:
    """The corpus's townships and villages, as rows of areas; queries that name one are about it."""
    rows = []
    for township, (code, villages) in VILLAGES.items():
        rows.append({"code": code, "name": township, "kind": "township"})
        for number, village in enumerate(villages, start=1):
            code_below = str(int(code) + number)
            rows.append({"code": code_below, "name": village, "kind": "village", "parent_id": code})
    return rows


def _place(title: str, code: str, name: str = "") -> dict[str, object]:
    key = f"v-{name or title}"
    return {"key": key, "url": key, "kind": "villages", "title": title, "body": "", "township": code}


def _list(township: str, code: str, village: str, month: str) -> dict[str, object]:
    key = f"l-{village}-{month}"
    title = f"{township}{village}2026年{int(month)}月最低生活保障对象长期公示"
    body = f"{township}{village} 长期公示名单 2026年{int(month)}月 2026-{month} 明安县民政局"
    place = {"kind": "lists", "township": code, "year": 2026}
    return {"key": key, "url": key, "title": title, "body": body, **place}


def queries() -> list[Judged]:
    """The judged queries; `*1000*` stands for filling up to a thousand characters."""
    found = []
    for line in _lines("queries.txt"):
        query, sort, answers = line.rsplit("|", 2)
        if query.startswith("*1000*"):
            query = (query.removeprefix("*1000*") + FILLER * LONG)[:LONG]
        worth = (answer.rsplit(":", 1) for answer in answers.split())
        found.append(Judged(query, sort, {key: int(value) for key, value in worth}))
    return found


def _lines(name: str) -> Iterable[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def ndcg(found: list[str], worth: dict[str, int]) -> float:
    """Discounted gain of the first ten, as a part of the best possible."""
    gain = sum((2 ** worth.get(key, 0) - 1) / math.log2(place + 2) for place, key in enumerate(found[:DEPTH]))
    order = sorted(worth.values(), reverse=True)[:DEPTH]
    return gain / sum((2**value - 1) / math.log2(place + 2) for place, value in enumerate(order))


def judge(ask: Callable[[str], list[str]]) -> dict[str, float]:
    """The mean over all queries and by sort; a query on which the engine fails counts 0."""
    by_sort: dict[str, list[float]] = {}
    for one in queries():
        try:
            found = ask(one.query)
        except Exception:  # noqa: BLE001 - an engine that fails has found nothing
            found = []
        by_sort.setdefault(one.sort, []).append(ndcg(found, one.worth))
    every = [value for values in by_sort.values() for value in values]
    means = {sort: sum(values) / len(values) for sort, values in by_sort.items()}
    return {"all": sum(every) / len(every)} | means
