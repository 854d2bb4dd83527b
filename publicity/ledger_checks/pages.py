"""What people see against what was committed: rows are read from the pages, over HTTP or in this process."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.test import Client
from django.urls import reverse

from publicity.domain.disclosure import Channel, Field
from publicity.ledger_checks.report import Report
from publicity.models.publications import Publication, PublicationEntry

Fetch = Callable[[str], str]
_SECONDS = 20
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
_PAGES = 200


class NotServed(Exception):
    """The page did not come."""


@cache
def _client() -> Client:
    """One for all pages: making it loads every middleware, which takes longer than a page."""
    return Client(raise_request_exception=False)


def in_process(path: str) -> str:
    """The page as this program makes it, through every middleware. Raises NotServed."""
    try:
        response = _client().get(path, headers={"host": "localhost"}, secure=True)
    except Exception as error:  # whatever the page does wrong is a finding, not the end of the check
        raise NotServed(repr(error)) from error
    if response.status_code != 200:
        raise NotServed(str(response.status_code))
    return response.content.decode()


def over_http(base_url: str) -> Fetch:
    """Pages as the address serves them: caches and proxies, or another program in our place, included."""
    root = base_url.rstrip("/")
    if urlsplit(root).scheme not in {"http", "https"}:
        raise NotServed(base_url)

    def fetch(path: str) -> str:
        try:
            with urlopen(Request(root + path), timeout=_SECONDS) as answer:  # noqa: S310 - scheme checked above
                return answer.read().decode()
        except (URLError, TimeoutError, UnicodeDecodeError) as error:
            raise NotServed(str(error)) from error

    return fetch


class _Rows(HTMLParser):
    """The words in the cells of tables of class "list" by the cell's `data-field`, without what is hidden or a pill."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self._table = self._body = self._skip = 0
        self._fields = ""
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag == "table":
            self._table = int("list" in classes)
        elif tag == "tbody":
            self._body = self._table
        elif tag == "tr" and self._body:
            self.rows.append({})
        elif tag == "td" and self._body and self.rows:
            self._cell, self._fields = [], dict(attrs).get("data-field") or ""
        elif tag == "span" and (self._skip or {"pill", "hidden"} & set(classes)):
            self._skip += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self._cell is not None:
            self.rows[-1][self._fields] = " ".join("".join(self._cell).split())
            self._cell = None
        elif tag == "span" and self._skip:
            self._skip -= 1
        elif tag in {"tbody", "table"}:
            self._body = 0

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skip:
            self._cell.append(data)


def check_pages(report: Report, publications: Iterator[Publication], fetch: Fetch) -> None:
    """Compares each open list's table, over all its pages, with the rows that the ledger commits to."""
    for publication in publications:
        try:
            shown = _shown(publication, fetch)
        except NotServed as error:
            report.problem("page", f"{publication.pk} {error}", list=publication.pk)
            continue
        report.checked["pages"] += 1
        _compare(report, publication, shown)


def _shown(publication: Publication, fetch: Fetch) -> dict[str, dict[str, str]]:
    """Every row of the list, its cells by their fields, by its number, until a page brings nothing new."""
    path, found = reverse("publicity:list", args=[publication.pk]), {}
    for page in range(1, _PAGES + 1):
        reader = _Rows()
        reader.feed(fetch(f"{path}?page={page}"))
        new = {row.get("number", ""): row for row in reader.rows if row.get("number", "") not in found}
        found |= new
        # The pager shows the last page again when asked for one beyond it.
        if not new or len(found) >= publication.shown_households:
            break
    return found


def _compare(report: Report, publication: Publication, shown: dict[str, dict[str, str]]) -> None:
    pk = publication.pk
    fields = [item for item in publication.fields_of(Channel.WEB) if item is not Field.VILLAGE]
    committed = {str(row.number): row for row in PublicationEntry.objects.filter(publication=publication)}
    for number, row in committed.items():
        if number not in shown:
            report.problem("page-row-missing", f"{pk} {number}", list=pk, row=row.number)
            continue
        report.checked["page_rows"] += 1
        cells = {name: (cell, names) for names, cell in shown[number].items() for name in names.split()}
        for item in fields:
            cell, names = cells.get(str(item), ("", ""))
            if not names or not _says(cell, item, row, alone=names == str(item)):
                where = {"list": pk, "row": row.number, "field": str(item), "page": cell}
                report.problem("page-differs", f"{pk} {number} {item}", **where)
    for number in shown.keys() - committed.keys():
        report.problem("page-row-extra", f"{pk} {number}", list=pk, row=number)


def _says(cell: str, item: Field, row: PublicationEntry, *, alone: bool) -> bool:
    """Whether a cell's words say the committed value and no other; `alone` when it is the cell's only field."""
    if item is Field.NAME:
        return cell == row.name_masked
    value = getattr(row, item)
    if value is None:
        return not _NUMBER.search(cell)
    if item in {Field.HOUSEHOLD_SIZE, Field.COVERED_PERSONS, Field.AMOUNT}:
        return _numbers(cell) == [Decimal(value)]
    if item is Field.CATEGORY:
        return [letter for letter in cell if letter.isascii() and letter.isalpha()] == list(value)
    words = {code: str(label) for code, label in PublicationEntry._meta.get_field(item).flatchoices}
    if alone:
        return cell == words.get(value)
    return [code for code, label in words.items() if label in cell] == [value]


def _numbers(text: str) -> list[Any]:
    try:
        return [Decimal(found.replace(",", "")) for found in _NUMBER.findall(text)]
    except InvalidOperation:
        return [text]
