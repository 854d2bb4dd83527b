"""A list as file: masked like the page, and only while the page shows the rows."""

import csv
import io

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from county.links import absolute
from county.today import today
from publicity.columns import columns_of
from publicity.domain.disclosure import Channel
from publicity.domain.merkle import HASH_SIZE
from publicity.domain.rows_root import to_text
from publicity.models.ledger import RowsTree
from publicity.models.publications import Publication
from publicity.notices import SIZES, notice_pdf
from publicity.views.http import public_page, unlisted

PDF_CACHED_SECONDS = 600
# A spreadsheet takes a cell that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _open_or_gone(request: HttpRequest, pk: str) -> tuple[Publication, HttpResponse | None]:
    publication = get_object_or_404(Publication.objects.with_places(), pk=pk)
    if publication.is_open(today()):
        return publication, None
    context = {"section": "lists", "publication": publication}
    return publication, render(request, "publicity/notice_closed.html", context, status=410)


@public_page
@unlisted
def list_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """The masked notice with its QR; `size` is A4 or A3."""
    publication, gone = _open_or_gone(request, pk)
    size = request.GET.get("size", SIZES[0])
    if gone:
        return gone
    if size not in SIZES:
        raise Http404
    # Setting a page costs more than sending it; the rows never change, phones and addresses seldom.
    pdf = cache.get_or_set(f"notice:{publication.pk}:{size}", lambda: _pdf(publication, size), PDF_CACHED_SECONDS)
    return _file(HttpResponse(pdf, content_type="application/pdf"), publication, "pdf")


def _pdf(publication: Publication, size: str) -> bytes:
    return notice_pdf(publication=publication, rows=publication.entries.all(), size=size, names="masked")


@public_page
@unlisted
def list_csv(request: HttpRequest, pk: str) -> HttpResponse:
    """The rows for a spreadsheet: UTF-8 with a mark that Excel understands, no cell a formula."""
    publication, gone = _open_or_gone(request, pk)
    if gone:
        return gone
    out = io.StringIO()
    writer = csv.writer(out)
    columns = columns_of(publication, Channel.FEED)
    writer.writerow(["序号", *(column.heading for column in columns)])
    for entry in publication.entries.defer("salt"):
        values = [entry.number, *(column.read(publication, entry) for column in columns)]
        writer.writerow([_cell(value) for value in values])
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    return _file(response, publication, "csv")


@public_page
@unlisted
def list_json(request: HttpRequest, pk: str) -> HttpResponse:
    """Rows with salts, and the ledger's leaves: all that is needed to check the list against the ledger."""
    publication, gone = _open_or_gone(request, pk)
    if gone:
        return gone
    response = JsonResponse(list_data(publication), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def list_data(publication: Publication) -> dict[str, object]:
    """The list as programs read it. Amounts are strings with two decimals, hashes and salts base64url."""
    leaves = bytes(RowsTree.objects.get(pk=publication.rows_root).leaves)
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
        "closes_on": publication.closes_on.isoformat() if publication.closes_on else None,
        "standard": publication.standard_text,
        "supervision_phone": publication.supervision_phone,
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
            "leaves": [to_text(leaves[at : at + HASH_SIZE]) for at in range(0, len(leaves), HASH_SIZE)],
        },
        "rows": [
            {**entry.canonical(publication.fields), "salt": to_text(bytes(entry.salt))}
            for entry in publication.entries.all()
        ],
    }


def _cell(value: object) -> object:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else value


def _file(response: HttpResponse, publication: Publication, ending: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'inline; filename="{publication.pk}.{ending}"'
    return response
