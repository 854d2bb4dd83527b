"""From the plain texts of demo/content/ to blocks and rich text.

"## " starts a heading, "- " an item of a list, "| " a row of a table (the first is its heading), a blank line ends a
paragraph. "[words]({name})" links to a route of the site, "{guide:slug}" to a guide, "{info:path}" to a page.
"""

import re
from html import escape
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse

ROUTES = {
    "objection": "complaints:objection",
    "tip": "complaints:tip",
    "receipt": "complaints:receipt",
    "publicity": "publicity:index",
    "query": "publicity:query",
    "ledger": "ledger:index",
}
LINK = re.compile(r"\[([^\]]+)\]\(\{([^}]+)\}\)")

Blocks = list[tuple[str, Any]]


def address(name: str) -> str:
    """The address that a link's name stands for."""
    kind, _, slug = name.partition(":")
    if kind == "guide":
        return f"{settings.PORTAL_PREFIX}/guides/{slug}/"
    if kind == "info":
        return f"{settings.PORTAL_PREFIX}/{slug}/"
    return f"{settings.PORTAL_PREFIX}/services/" if name == "services" else reverse(ROUTES[name])


def inline(text: str) -> str:
    """One line as HTML, links resolved."""
    return LINK.sub(lambda found: f'<a href="{address(found[2])}">{found[1]}</a>', escape(text, quote=False))


def kind_of(line: str) -> str:
    """What a line is, by how it begins."""
    return {"## ": "heading", "- ": "list", "| ": "table"}.get(line.split(" ")[0] + " ", "text" if line else "")


def paragraphs(kind: str, lines: list[str]) -> str:
    """Lines of one kind as HTML."""
    if kind == "list":
        return "<ul>" + "".join(f"<li>{inline(line[2:])}</li>" for line in lines) + "</ul>"
    return "".join(f"<p>{inline(line)}</p>" for line in lines)


def prose(text: str) -> str:
    """A text as rich text."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return "".join(paragraphs(kind, list(group)) for kind, group in groupby(lines, kind_of) if kind)


def body(text: str) -> Blocks:
    """A text as blocks of a page's body; the heading before a table is its caption too."""
    blocks: Blocks = []
    heading = ""
    lines = [line.strip() for line in text.strip().splitlines()]
    for kind, group in groupby(lines, kind_of):
        found = list(group)
        if kind == "heading":
            heading = found[0][3:]
            blocks.append(("heading", heading))
        elif kind == "table":
            data = [[cell.strip() for cell in line.strip("|").split("|")] for line in found]
            blocks.append(("table", {"data": data, "table_caption": heading, "first_row_is_table_header": True}))
        elif kind:
            html = paragraphs(kind, found)
            if blocks and blocks[-1][0] == "text":
                html = blocks.pop()[1] + html
            blocks.append(("text", html))
    return blocks


def rows(name: str, fields: tuple[str, ...], lines: list[Any]) -> Blocks:
    """Lines with cells (a list, or separated by strokes) as struct blocks; missing cells are empty."""
    cells = [line if isinstance(line, list) else line.split("|") for line in lines]
    return [(name, dict(zip(fields, [*line, *[""] * len(fields)], strict=False))) for line in cells]


def items(name: str, lines: list[str]) -> Blocks:
    """Lines as simple blocks."""
    return [(name, line) for line in lines]
