"""A list as file: masked like the page, and only while the page shows the rows."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from county.today import today
from publicity.list_files import data_package, list_data, table
from publicity.models.publications import Publication
from publicity.views.http import public_page, unlisted


def _open_or_gone(request: HttpRequest, pk: str) -> tuple[Publication, HttpResponse | None]:
    publication = get_object_or_404(Publication.objects.with_places(), pk=pk)
    if publication.is_open(today()):
        return publication, None
    context = {"section": "lists", "publication": publication}
    return publication, render(request, "publicity/notice_closed.html", context, status=410)


@public_page
@unlisted
def list_csv(request: HttpRequest, pk: str) -> HttpResponse:
    """The rows for a spreadsheet: UTF-8 with a mark that Excel understands, no cell a formula."""
    publication, gone = _open_or_gone(request, pk)
    if gone:
        return gone
    response = HttpResponse(table(publication), content_type="text/csv; charset=utf-8")
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


@public_page
@unlisted
def list_datapackage(request: HttpRequest, pk: str) -> HttpResponse:
    """What the table's columns are, where it comes from and its hash."""
    publication, gone = _open_or_gone(request, pk)
    if gone:
        return gone
    response = JsonResponse(data_package(publication), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _file(response: HttpResponse, publication: Publication, ending: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'inline; filename="{publication.pk}.{ending}"'
    return response
