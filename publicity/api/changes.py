"""What happened, by ledger number: a mirror that follows it shows and forgets what the portal shows and forgets."""

import json
from typing import Annotated, Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from county.links import absolute
from publicity.api.checkpoints import signed_ledger
from publicity.api.problems import UNCHANGED, documented
from publicity.api.schemas import Changes
from publicity.models.ledger import LedgerEntry

router = Router(tags=["changes"])
PAGE = 200
# 2**53 - 1: what JSON numbers of every program hold.
MOST = 9_007_199_254_740_991

FETCH, DROP, REVIEW, NOTHING = "fetch", "drop-rows", "show-review", "nothing"
#: What a mirror does: fetch the list again (and show what its `state` allows), or drop its rows at once. Whatever
#: names a list and is not known here is a reason to fetch it again.
ACTIONS = {
    "list": FETCH,
    "extend": FETCH,
    "resume": FETCH,
    "outcome": FETCH,
    "erase": FETCH,
    "hide": FETCH,
    "close": DROP,
    "early-end": DROP,
    "withdraw": DROP,
    "pause": DROP,
    "review": REVIEW,
}
_EXTRA = documented(422, 429)
_EXTRA["responses"] |= UNCHANGED


@router.get("/changes", response=Changes, by_alias=True, operation_id="changes", openapi_extra=_EXTRA)
def changes(
    request: HttpRequest,
    since: Annotated[
        int, Query(ge=-1, le=MOST, description="Entries after this number; left out: from the beginning")
    ] = -1,
) -> dict[str, Any]:
    """Ledger entries after a number, as many as the checkpoint covers; a list that is replaced loses its rows."""
    ledger = signed_ledger()
    entries = LedgerEntry.objects.filter(index__gt=since, index__lt=ledger.end if ledger else 0)
    page = list(entries.order_by("index")[: PAGE + 1])
    told = [change(entry) for entry in page[:PAGE]]
    return {
        "since": since,
        "next": told[-1]["index"] if told else since,
        "more": len(page) > PAGE,
        "changes": told,
        "checkpoint": ledger,
    }


def change(entry: LedgerEntry) -> dict[str, Any]:
    """One entry with what a mirror does."""
    text = bytes(entry.leaf).decode()
    body = json.loads(text)
    about = body.get("list") if isinstance(body.get("list"), str) else None
    action = ACTIONS.get(body["type"], FETCH if about else NOTHING)
    return {
        "index": entry.index,
        "day": entry.day,
        "type": body["type"],
        "list": about,
        "action": action,
        "url": _address(action, body, about),
        "entry": text,
    }


def _address(action: str, body: dict[str, Any], about: str | None) -> str | None:
    if action == REVIEW:
        return absolute(reverse("publicity:review", args=[body["notice"]]))
    return absolute(f"{reverse('publicity-api:api-root')}lists/{about}") if about else None
