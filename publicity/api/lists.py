"""Lists for programs: what the public page shows, and nothing more."""

from typing import Annotated, Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router
from ninja.params import Path

from county.links import absolute
from county.today import today
from publicity.api.checkpoints import signed_ledger
from publicity.api.problems import UNCHANGED, documented
from publicity.api.schemas import Lists, OneList
from publicity.domain.stages import Programme, Stage
from publicity.domain.windows import State
from publicity.ledger_proofs import proof_of
from publicity.list_files import facts, rows_with_salts
from publicity.models.publications import Publication, PublicationQuerySet

router = Router(tags=["lists"])
LIMIT = 50
MOST = 200


def _extra(*statuses: int) -> dict[str, Any]:
    told = documented(*statuses)
    told["responses"] |= UNCHANGED
    return told


@router.get("/lists", response=Lists, by_alias=True, operation_id="lists", openapi_extra=_extra(422, 429))
def lists(
    request: HttpRequest,
    response: HttpResponse,
    area: Annotated[
        str | None, Query(pattern="^[0-9]{12}$", description="Code of a village, township or county")
    ] = None,
    stage: Stage | None = None,
    programme: Programme | None = None,
    period: Annotated[str | None, Query(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])$", description="A month: 2026-11")] = None,
    open: Annotated[bool, Query(description="Lists whose rows are public today, or the others without rows")] = True,
    limit: Annotated[int, Query(ge=1, le=MOST)] = LIMIT,
    cursor: Annotated[str | None, Query(pattern="^[0-9]{1,15}$", description="`next` of the last answer")] = None,
) -> dict[str, Any]:
    """Lists, the newest ledger entry first. Closed ones are numbers only."""
    given = {"stage": stage, "programme": programme, "period": period}
    found = _told(open=open).filter(**{name: value for name, value in given.items() if value is not None})
    if area is not None:
        found = found.filter(Q(village=area) | Q(village__parent=area) | Q(village__parent__parent=area))
    if cursor is not None:
        found = found.filter(ledger_index__lt=int(cursor))
    page = list(found.with_places().order_by("-ledger_index")[: limit + 1])
    following = str(page[limit - 1].ledger_index) if len(page) > limit else None
    if following:
        values = request.GET.copy()
        values["cursor"] = following
        response["Link"] = f'<{absolute(request.path)}?{values.urlencode()}>; rel="next"'
    return {"lists": [_facts(item) for item in page[:limit]], "next": following, "checkpoint": signed_ledger()}


@router.get(
    "/lists/{list_id}", response=OneList, by_alias=True, operation_id="list", openapi_extra=_extra(404, 422, 429)
)
def one_list(request: HttpRequest, list_id: Annotated[str, Path(pattern="^[a-z0-9]{10}$")]) -> dict[str, Any]:
    """One list; its rows with their salts while they are public, and the proof that the ledger has it."""
    publication = Publication.objects.with_places().filter(pk=list_id).first()
    if publication is None or publication.state(today()) is State.SCHEDULED:
        raise Http404
    is_open = publication.is_open(today())
    return {
        **_facts(publication),
        "rows": rows_with_salts(publication) if is_open else None,
        "proof": proof_of(publication.ledger_index),
        "checkpoint": signed_ledger(),
    }


def _told(*, open: bool) -> PublicationQuerySet:
    """Lists whose rows are public, or those that were and are not any more; never one that is still to open."""
    opened = Publication.objects.open_on(today())
    if open:
        return opened
    before = Publication.objects.filter(opens_on__lte=today()).exclude(ledger_index=None)
    return before.exclude(pk__in=opened.values("pk"))


def _facts(publication: Publication) -> dict[str, Any]:
    files = None
    if publication.is_open(today()):
        names = {"pdf": "list_pdf", "csv": "list_csv", "json": "list_json", "datapackage": "list_datapackage"}
        files = {name: absolute(reverse(f"publicity:{route}", args=[publication.pk])) for name, route in names.items()}
    return {**facts(publication), "state": publication.state(today()), "files": files}
