"""The ledger's addresses, as tools of the C2SP formats expect them, and a page that says in words what it is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publicity import ledger_files
from publicity.domain import checkpoint, tiles

# A tile of one address never changes (tlog-tiles, "Serving"); a checkpoint is asked for anew.
_FOR_EVER = "public, max-age=31536000, immutable"
_FRESH = "public, max-age=0, must-revalidate"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What the ledger is, how long it is, and how to check it."""
    note = ledger_files.read_checkpoint()
    found = checkpoint.parse_checkpoint(checkpoint.parse_note(note)[0]) if note else None
    return render(
        request,
        "publicity/ledger.html",
        {"size": found.size if found else 0, "key": str(ledger_files.verifier_key()), "note": note},
    )


@require_safe
def signed_checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed checkpoint; 404 before the first entry."""
    note = ledger_files.read_checkpoint()
    if note is None:
        raise Http404
    return _plain(note)


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The verifier key of the log."""
    return _plain(f"{ledger_files.verifier_key()}\n")


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile or entry bundle; a partial one that was outgrown is cut from its successor."""
    address = tiles.parse_path(path)
    if address is None:
        raise Http404
    try:
        data = ledger_files.read_tile(address)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Cache-Control"] = _FOR_EVER
    return response


def _plain(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = _FRESH
    return response
