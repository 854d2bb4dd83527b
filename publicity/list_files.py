"""A list as files: the facts and rows that programs read, the table for spreadsheets, the data package about it."""

import csv
import io
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from county.links import absolute
from county.spreadsheets import as_text
from publicity.columns import Column, columns_of
from publicity.domain.disclosure import Channel, Field
from publicity.domain.merkle import HASH_SIZE
from publicity.domain.rows_root import to_text
from publicity.ledger_proofs import list_proofs
from publicity.models.ledger import RowsTree
from publicity.models.publications import Publication

NUMBER = "序号"
# Data in the county's language, like the rows.
_TERMS = "公示期内供社会监督使用；公示期满或名单关闭后应删除所存副本，不得用于其他目的。"


def facts(publication: Publication) -> dict[str, Any]:
    """What a list says of itself, without rows. Amounts are strings with two decimals."""
    return {
        "id": publication.pk,
        "url": absolute(reverse("publicity:list", args=[publication.pk])),
        "title": publication.title,
        "programme": publication.programme,
        "stage": publication.stage,
        "period": publication.period,
        "batch": publication.batch,
        "version": publication.version,
        "replaces": publication.replaces_id,
        "reason": publication.reason_code,
        "village": {"code": publication.village_id, "name": publication.village.long_name},
        "issuer": publication.issuer,
        "published_on": publication.published_on.isoformat(),
        "opens_on": publication.opens_on.isoformat(),
        "closes_on": publication.closes_on.isoformat() if publication.closes_on else None,
        "standard": publication.standard_text,
        "supervision_phone": publication.supervision_phone,
        "fields": list(publication.fields),
        "shown": {
            "households": publication.shown_households,
            "persons": publication.shown_persons,
            "amount": f"{publication.shown_amount:.2f}",
        },
        "reconciles": publication.reconciles,
        "ledger": {
            "index": publication.ledger_index,
            "rows_root": publication.rows_root,
            "short_hash": publication.short_hash,
        },
    }


def rows_with_salts(publication: Publication) -> list[dict[str, Any]]:
    """The canonical rows, each with what opens its leaf hash."""
    return [
        {**entry.canonical(publication.fields), "salt": to_text(bytes(entry.salt))}
        for entry in publication.entries.all()
    ]


def list_data(publication: Publication) -> dict[str, Any]:
    """All that is needed to check a list offline: facts, rows with salts, leaves, and proofs from the ledger."""
    leaves = bytes(RowsTree.objects.get(pk=publication.rows_root).leaves)
    told = facts(publication)
    proof, events = list_proofs(publication.pk, publication.ledger_index)
    told["ledger"] |= {
        "leaves": [to_text(leaves[at : at + HASH_SIZE]) for at in range(0, len(leaves), HASH_SIZE)],
        **proof,
    }
    return told | {"events": events, "rows": rows_with_salts(publication)}


def table(publication: Publication) -> bytes:
    """The rows for a spreadsheet: UTF-8 with a mark that Excel understands, no cell a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    columns = columns_of(publication, Channel.FEED)
    writer.writerow([NUMBER, *(column.heading for column in columns)])
    for entry in publication.entries.defer("salt"):
        values = [entry.number, *(column.read(publication, entry) for column in columns)]
        writer.writerow([_cell(value) for value in values])
    return out.getvalue().encode("utf-8-sig")


def data_package(publication: Publication) -> dict[str, Any]:
    """The table's description as a Frictionless data package (specs.frictionlessdata.io, version 1)."""
    data = table(publication)
    host = urlsplit(settings.PORTAL_BASE_URL).hostname
    page = absolute(reverse("publicity:list", args=[publication.pk]))
    return {
        "profile": "tabular-data-package",
        "name": f"list-{publication.pk}",
        "id": f"tag:{host},{publication.published_on.isoformat()}:list/{publication.pk}",
        "title": publication.title,
        "version": str(publication.version),
        "created": f"{publication.published_on.isoformat()}T00:00:00+08:00",
        "homepage": page,
        "licenses": [{"name": "other-closed", "title": _TERMS, "path": page}],
        "sources": [
            {"title": publication.issuer, "path": page},
            {"title": "公示账本", "path": absolute(reverse("ledger:checkpoint"))},
        ],
        "contributors": [{"title": publication.issuer, "role": "publisher"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": f"rows-{publication.pk}",
                "path": absolute(reverse("publicity:list_csv", args=[publication.pk])),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": f"sha256:{sha256(data).hexdigest()}",
                "schema": _schema(publication),
            }
        ],
    }


def _schema(publication: Publication) -> dict[str, Any]:
    number = {"name": NUMBER, "type": "integer", "constraints": {"required": True, "unique": True, "minimum": 1}}
    columns = columns_of(publication, Channel.FEED)
    return {
        "fields": [number, *(_field(publication, column) for column in columns)],
        "primaryKey": [NUMBER],
        "missingValues": [""],
    }


def _field(publication: Publication, column: Column) -> dict[str, Any]:
    kind, constraints = _KINDS[column.field](publication)
    return {"name": column.heading, "type": kind, "constraints": constraints}


def _count(publication: Publication) -> tuple[str, dict[str, Any]]:
    return "integer", {"minimum": 1}


_KINDS: dict[Field, Callable[[Publication], tuple[str, dict[str, Any]]]] = {
    Field.NAME: lambda publication: ("string", {"required": True, "pattern": r".{1,2}\*\*"}),
    Field.VILLAGE: lambda publication: ("string", {"required": True, "enum": [publication.village.long_name]}),
    Field.HOUSEHOLD_SIZE: _count,
    Field.COVERED_PERSONS: _count,
    Field.RESIDENCE: lambda publication: ("string", {"maxLength": 4}),
    Field.CATEGORY: lambda publication: ("string", {"pattern": "[A-Z]类"}),
    Field.AMOUNT: lambda publication: ("number", {"minimum": 0}),
    Field.INCOME_BAND: lambda publication: ("string", {"maxLength": 40}),
    Field.CAUSE: lambda publication: ("string", {"maxLength": 40}),
}


def _cell(value: object) -> str:
    return "" if value is None else as_text(str(value))
