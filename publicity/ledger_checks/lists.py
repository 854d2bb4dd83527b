"""Lists and notices against the ledger: each has its entry, each entry its list, and every row is under its root."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from publicity.actions.events import TYPES
from publicity.actions.snapshots import disclosed_texts
from publicity.domain import merkle, rows_root, tiles
from publicity.domain.disclosure import Field
from publicity.domain.stages import Stage
from publicity.ledger_checks.report import Report
from publicity.models.erasures import ErasedRow
from publicity.models.ledger import LedgerEntry, LedgerOpening, RowsTree
from publicity.models.publications import Publication, PublicationEntry, ReviewNotice

_CHUNK = 200
#: What a list's entry says in clear, and where the publication says it. The last day is checked with the events.
_SAID = {
    "list": "pk",
    "programme": "programme",
    "village": "village_id",
    "stage": "stage",
    "period": "period",
    "batch": "batch",
    "version": "version",
    "replaces": "replaces_id",
    "reason": "reason_code",
    "shown": "shown_households",
    "fields": "fields",
    "reconciles": "reconciles",
    "rows_root": "rows_root",
}
#: A list in this state must have such an entry.
_STATES = {"withdrawn_on": "withdraw", "hidden_on": "hide", "paused_since": "pause"}
#: Entries after which a list is closed though no "close" says so.
_ENDINGS = frozenset({"close", "withdraw", "early-end"})


def check_lists(report: Report, publications: QuerySet[Publication], today: date) -> None:
    """Every publication: its entry, its events, its totals and its rows."""
    rows = publications.order_by("pk").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        bodies = _bodies(publication.ledger_index for publication in chunk)
        events = _events(chunk)
        trees = RowsTree.objects.in_bulk([publication.rows_root for publication in chunk])
        entries = _rows(chunk)
        replaced = set(Publication.objects.filter(replaces__in=chunk).values_list("replaces_id", flat=True))
        for publication in chunk:
            report.checked["lists"] += 1
            body = bodies.get(publication.ledger_index)
            if body is None or body.get("type") != "list" or body.get("list") != publication.pk:
                report.problem("list-not-in-ledger", publication.pk, list=publication.pk)
                continue
            _check_said(report, publication, body)
            _check_events(report, publication, body, events[publication.pk], replaced)
            _check_rows(report, publication, trees.get(publication.rows_root), entries[publication.pk], today)


def check_entries_have_lists(report: Report) -> None:
    """Each entry about a list has the list: one that was taken out of the database is named."""
    indexes = LedgerEntry.objects.exclude(about="").order_by("index").values_list("index", "about").iterator(2_000)
    while chunk := list(islice(indexes, 2_000)):
        known = set(Publication.objects.filter(pk__in={pk for _i, pk in chunk}).values_list("pk", flat=True))
        for index, pk in chunk:
            if pk not in known:
                report.problem("entry-without-list", f"{index} {pk}", entry=index, list=pk)


def check_references(report: Report) -> None:
    """Whatever in publicity says that it has an entry (`ledger_index`) has one; an event's is of its own kind."""
    for model in apps.get_app_config("publicity").get_models():
        if model is Publication or "ledger_index" not in {each.name for each in model._meta.get_fields()}:
            continue
        rows = model._default_manager.exclude(ledger_index=None).order_by("pk").iterator(chunk_size=_CHUNK)
        while chunk := list(islice(rows, _CHUNK)):
            bodies = _bodies(row.ledger_index for row in chunk)
            for row in chunk:
                report.checked["events"] += 1
                _check_reference(report, row, bodies.get(row.ledger_index))


def _check_reference(report: Report, row: Model, body: dict[str, Any] | None) -> None:
    name = f"{row._meta.model_name} {row.pk}"
    if body is None:
        report.problem("event-not-in-ledger", name)
        return
    kind, about = getattr(row, "kind", None), getattr(row, "publication_id", None)
    other_list = hasattr(row, "publication_id") and about != body.get("list")
    if other_list or (isinstance(kind, str) and TYPES.get(kind, kind) != body.get("type")):
        report.problem("event-differs", name)
    elif isinstance(row, ReviewNotice):
        _check_review(report, row, body)


def _check_review(report: Report, notice: ReviewNotice, body: dict[str, Any]) -> None:
    said = {
        "notice": notice.pk,
        "village": notice.village_id,
        "outcome": notice.outcome,
        "published_on": notice.published_on.isoformat(),
        "closes_on": notice.closes_on.isoformat(),
    }
    opening = LedgerOpening.objects.filter(entry_id=notice.ledger_index, field="explanation").first()
    for name, value in said.items():
        if body.get(name) != value:
            report.problem("review-differs", f"{notice.pk} {name}", field=name)
    if opening and opening.value != notice.explanation:
        report.problem("review-differs", f"{notice.pk} explanation", field="explanation")


def _bodies(indexes: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """What the entries say, by their number; one that says nothing readable is left out."""
    found = {}
    for entry in LedgerEntry.objects.filter(index__in={index for index in indexes if index is not None}):
        try:
            body = json.loads(bytes(entry.leaf))
        except ValueError:
            continue
        if isinstance(body, dict):
            found[entry.index] = body
    return found


def _events(chunk: list[Publication]) -> dict[str, list[dict[str, Any]]]:
    """What the ledger says of lists besides their own entries, oldest first."""
    about = LedgerEntry.objects.filter(about__in=[each.pk for each in chunk]).exclude(kind="list").order_by("index")
    bodies = _bodies(about.values_list("index", flat=True))
    found = defaultdict(list)
    for index in sorted(bodies):
        found[str(bodies[index].get("list"))].append(bodies[index])
    return found


def _rows(chunk: list[Publication]) -> dict[str, list[PublicationEntry]]:
    found = defaultdict(list)
    for row in PublicationEntry.everything.filter(publication__in=chunk).order_by("number"):
        found[row.publication_id].append(row)
    return found


def _check_said(report: Report, publication: Publication, body: dict[str, Any]) -> None:
    said = {name: getattr(publication, column) for name, column in _SAID.items()}
    said["published_on"] = publication.published_on.isoformat()
    said["opens_on"] = publication.opens_on.isoformat()
    said["texts"] = rows_root.to_text(rows_root.texts_digest(disclosed_texts(publication)))
    for name, value in said.items():
        if body.get(name) != value:
            where = {"list": publication.pk, "field": name}
            report.problem("list-differs", f"{publication.pk} {name}", **where)


def _check_events(
    report: Report, publication: Publication, body: dict[str, Any], events: list[dict[str, Any]], replaced: set[str]
) -> None:
    """Window and state are what the entries, one after the other, made of them."""
    pk, kinds = publication.pk, {str(event.get("type")) for event in events}
    windows = [event for event in events if event.get("type") != "review"]  # a review's window is its own
    last = next((event["closes_on"] for event in reversed(windows) if "closes_on" in event), body.get("closes_on"))
    if last != (publication.closes_on.isoformat() if publication.closes_on else None) and not _is_followed(publication):
        report.problem("list-differs", f"{pk} closes_on", list=pk, field="closes_on")
    for column, kind in _STATES.items():
        if getattr(publication, column) is not None and kind not in kinds:
            report.problem("state-not-in-ledger", f"{pk} {column}", list=pk, field=column)
    if not publication.is_current and pk not in replaced:
        report.problem("state-not-in-ledger", f"{pk} is_current", list=pk, field="is_current")
    if publication.closed_on is not None and publication.is_current and not kinds & _ENDINGS:
        report.problem("state-not-in-ledger", f"{pk} closed_on", list=pk, field="closed_on")
    if "close" in kinds and publication.closed_on is None:
        report.problem("list-differs", f"{pk} closed_on", list=pk, field="closed_on")
    if "withdraw" in kinds and publication.withdrawn_on is None:
        report.problem("list-differs", f"{pk} withdrawn_on", list=pk, field="withdrawn_on")


def _is_followed(publication: Publication) -> bool:
    """Whether a later month's list, whose entry says from when it is open, ends this one the day before."""
    if publication.stage != Stage.LONG_TERM or publication.closes_on is None:
        return False
    key = {name: getattr(publication, name) for name in ("programme", "village_id", "stage", "batch")}
    return Publication.objects.filter(**key, opens_on=publication.closes_on + timedelta(days=1)).exists()


def _check_rows(
    report: Report, publication: Publication, tree: RowsTree | None, rows: list[PublicationEntry], today: date
) -> None:
    """Every row with its salt is a leaf under the rows root, and none is missing but those that were erased."""
    pk = publication.pk
    leaves = tiles.hashes_of(bytes(tree.leaves)) if tree else []
    if rows_root.to_text(merkle.root(leaves)) != publication.rows_root:
        report.problem("rows-root", pk, list=pk)
        return
    if rows_root.short_hash(rows_root.from_text(publication.rows_root)) != publication.short_hash:
        report.problem("list-differs", f"{pk} short_hash", list=pk, field="short_hash")
    left, erased = set(leaves), ErasedRow.objects.leaves(publication)
    if not erased <= left:
        report.problem("erased-row", pk, list=pk)
    left -= erased
    for row in rows:
        report.checked["rows"] += 1
        leaf = rows_root.leaf_hash(bytes(row.salt), row.canonical(publication.fields))
        if leaf not in left:
            report.problem("row", f"{pk} {row.number}", list=pk, row=row.number)
        left.discard(leaf)
    # After its end a list's rows may go; while it is open, each is there or was erased.
    counted = len(rows) + len(erased)
    if (
        counted > publication.shown_households
        or (rows or publication.is_open(today))
        and (counted != publication.shown_households)
    ):
        report.problem("row-missing", pk, list=pk, rows=counted, shown=publication.shown_households)
    if not erased and rows:
        _check_totals(report, publication, rows)


def _check_totals(report: Report, publication: Publication, rows: list[PublicationEntry]) -> None:
    """Persons and amount in the heading are the rows' sums, where the rows show them."""
    sums = {
        "shown_persons": (Field.COVERED_PERSONS, sum(row.covered_persons or 0 for row in rows)),
        "shown_amount": (Field.AMOUNT, sum(row.amount or 0 for row in rows)),
    }
    for column, (item, total) in sums.items():
        if item in publication.fields and total != getattr(publication, column):
            report.problem("list-differs", f"{publication.pk} {column}", list=publication.pk, field=column)
