"""The ledger's addresses, as tools of the C2SP formats expect them, and a page that says in words what it is."""

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from publicity import ledger_files
from publicity.domain import tiles
from publicity.ledger_files import Log
from publicity.ledger_proofs import consistency, proof_of
from publicity.ledger_wording import told
from publicity.models.ledger import LedgerEntry, LedgerLog
from publicity.views.http import public_page

# A tile of one address never changes (tlog-tiles, "Serving"); a checkpoint is asked for anew.
_FOR_EVER = "public, max-age=31536000, immutable"
_FRESH = "public, max-age=0, must-revalidate"
ENTRIES_A_PAGE = 15
VERIFIER = Path(settings.BASE_DIR, "verifier", "check_list.py")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """What the ledger is, what was added last, and how to check it."""
    log = ledger_files.current()
    served = log.served()
    row = LedgerLog.objects.filter(number=log.number).first()
    signed = LedgerEntry.objects.filter(index__lt=(row.first if row else 0) + (served.size if served else 0))
    page = Paginator(signed.order_by("-index"), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "ledger",
        "served": served,
        "key": str(log.verifier_key),
        "note": log.read_checkpoint(),
        "page": page,
        "entries": told(page.object_list),
        "old_logs": [Log(number) for number in range(ledger_files.FIRST, log.number)],
    }
    return render(request, "publicity/ledger.html", context)


@require_safe
def log_index(request: HttpRequest, log: int) -> HttpResponse:
    """The address under which a log is named: its words stand on the one page for all."""
    _log(log)
    return HttpResponseRedirect(reverse("ledger:index"))


@require_safe
def signed_checkpoint(request: HttpRequest, log: int | None = None) -> HttpResponse:
    """The signed checkpoint; 404 before the first entry."""
    note = _log(log).read_checkpoint()
    if note is None:
        raise Http404
    return _plain(note)


@require_safe
def key(request: HttpRequest, log: int | None = None) -> HttpResponse:
    """The verifier key of the log."""
    return _plain(f"{_log(log).verifier_key}\n")


@require_safe
def tile(request: HttpRequest, path: str, log: int | None = None) -> HttpResponse:
    """A hash tile; a partial one that was outgrown is cut from its successor."""
    return _tile(_log(log), path)


@require_safe
@gzip_page
def bundle(request: HttpRequest, path: str, log: int | None = None) -> HttpResponse:
    """An entry bundle, compressed for whoever accepts that (tlog-tiles, "Log entries")."""
    return _tile(_log(log), f"entries/{path}")


@require_safe
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """An entry by the portal's number, with what proves that it is in the log."""
    found = proof_of(index)
    if found is None:
        raise Http404
    return _json(found)


@require_safe
def grown(request: HttpRequest, old_size: int, log: int | None = None) -> HttpResponse:
    """What proves that a log of an earlier size was only added to."""
    found = consistency(_log(log), old_size)
    if found is None:
        raise Http404
    return _json(found)


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks a downloaded list without this site."""
    response = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    response["Cache-Control"] = _FRESH
    return response


def _log(number: int | None) -> Log:
    if number is None:
        return ledger_files.current()
    if not ledger_files.FIRST <= number <= ledger_files.newest():
        raise Http404
    return Log(number)


def _tile(log: Log, path: str) -> HttpResponse:
    """Only what the checkpoint covers: what a crash left beyond it may still become another tile."""
    address, served = tiles.parse_path(path), log.served()
    if address is None or served is None or not tiles.has_tile(address, served.size):
        raise Http404
    try:
        data = log.read_tile(address)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Cache-Control"] = _FOR_EVER
    return response


def _plain(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = _FRESH
    return response


def _json(found: dict[str, object]) -> HttpResponse:
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = _FRESH
    response["Access-Control-Allow-Origin"] = "*"
    return response
