"""For named recipient platforms with a token: full names of shown households, sealed to the platform's key.

The only module of the interface that leads, through `publicity.actions.platforms`, to rosters (docs/decisions/0028).
"""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.security import HttpBearer

from county.today import today
from publicity.actions import platforms
from publicity.api.changes import MOST
from publicity.api.checkpoints import signed_ledger
from publicity.api.problems import documented, problem
from publicity.api.schemas import Checkpoint
from publicity.domain.windows import State
from publicity.models.platforms import Platform

router = Router(tags=["platform"])


class PlatformToken(HttpBearer):
    """`Authorization: Bearer pt_…`, as given to the platform once."""

    def authenticate(self, request: HttpRequest, token: str) -> Platform | None:
        """The platform, or nobody: unknown, expired and revoked tokens are told alike."""
        return platforms.platform_of(token, today=today())


class SealedChange(Schema):
    """A list's newest state: `replace` what you hold of it by `sealed`, `drop-rows`, or `wait` for a new version."""

    index: int
    day: date
    type: str
    list: str
    state: State
    action: str
    sealed: str | None


class SealedChanges(Schema):
    """Lists that changed after `since`, oldest first; ask again with `next` as `since`."""

    since: int
    next: int
    more: bool
    algorithm: str
    changes: list[SealedChange]
    checkpoint: Checkpoint | None


@router.get(
    "/platform/changes",
    response=SealedChanges,
    by_alias=True,
    auth=PlatformToken(),
    operation_id="platform_changes",
    openapi_extra=documented(401, 422, 429),
)
def changes(
    request: HttpRequest,
    since: Annotated[
        int, Query(ge=-1, le=MOST, description="Entries after this number; left out: from the beginning")
    ] = -1,
) -> dict[str, Any]:
    """What happened to the platform's lists; each fetch is on record with platform, range and counts."""
    ledger = signed_ledger()
    found = platforms.fetch(platform=request.auth, since=since, end=ledger.end if ledger else 0, today=today())
    return {
        "since": since,
        "next": found.next,
        "more": found.more,
        "algorithm": request.auth.algorithm,
        "changes": found.entries,
        "checkpoint": ledger,
    }


def token_needed(request: HttpRequest, error: Exception) -> HttpResponse:
    """The same words for no token, an unknown, an expired and a revoked one."""
    detail = _("This address needs a valid token of a named platform. Ask the county's civil affairs bureau.")
    return problem(401, detail, headers={"WWW-Authenticate": "Bearer"})
