"""Named recipient platforms: entered by one person, confirmed by another, given a token, served, revoked.

This is the one place from which full names leave as data (东安县 2018: name, village and amount, confidential persons
excepted): sealed to the recipient's key, for lists that are public on the day, each fetch on record.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.keys import secret
from county.models.staff import User
from publicity.actions.errors import NotAllowed, SameHand
from publicity.actions.printing import RosterChanged, full_rows
from publicity.domain.rows_root import to_text
from publicity.domain.stages import Stage
from publicity.models.ledger import LedgerEntry
from publicity.models.platforms import Platform
from publicity.models.publications import Publication
from publicity.platform_seal import ALGORITHM, context, public_key, seal

TOKEN_DAYS = 365
TOKEN_PREFIX = "pt_"  # noqa: S105 - so that a token lying about is known for what it is
#: Ledger entries that one fetch goes through.
PAGE = 50


class NameTaken(Exception):
    """Another platform in force bears this name."""


class WrongState(Exception):
    """The platform is not in a state for this: confirmed already, not confirmed yet, or revoked."""


@dataclass(frozen=True, repr=False)
class Fetched:
    """What a platform is answered: for each list its newest state; it does not show itself in a traceback."""

    next: int
    more: bool
    entries: list[dict[str, Any]]


@transaction.atomic
def enter_platform(
    *, name: str, purpose: str, legal_basis: str, stages: list[str], key: str, by: User, today: date
) -> Platform:
    """A platform that waits for a second person. Raises NotAllowed, BadKey, NameTaken, ValueError for a stage."""
    if not allowed(by, Action.MANAGE_PLATFORMS):
        raise NotAllowed
    platform = Platform(
        name=" ".join(name.split()),
        purpose=purpose,
        legal_basis=legal_basis,
        stages=[Stage(item).value for item in stages],
        algorithm=ALGORITHM,
        public_key=public_key(key),
        created_by=by,
        created_on=today,
    )
    try:
        with transaction.atomic():
            platform.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken from error
    _record(platform, "platform.enter", by, stages=platform.stages, key=platform.public_key)
    return platform


@transaction.atomic
def confirm_platform(*, platform: Platform, by: User, today: date) -> None:
    """The second person's word. Raises NotAllowed, SameHand, WrongState."""
    if not allowed(by, Action.CONFIRM_PLATFORM):
        raise NotAllowed
    held = _locked(platform)
    if held.created_by_id == by.pk:
        raise SameHand
    if held.confirmed_by_id is not None or held.revoked_on:
        raise WrongState
    held.confirmed_by, held.confirmed_on = by, today
    held.save(update_fields=["confirmed_by", "confirmed_on"])
    _record(held, "platform.confirm", by)


@transaction.atomic
def issue_token(*, platform: Platform, by: User, today: date, days: int = TOKEN_DAYS) -> str:
    """A fresh token, which is told this once and kept as a digest; an earlier one stops working.

    Raises NotAllowed, WrongState, and ValueError for days beyond 1 to 365.
    """
    if not allowed(by, Action.MANAGE_PLATFORMS):
        raise NotAllowed
    if not 1 <= days <= TOKEN_DAYS:
        raise ValueError(days)
    held = _locked(platform)
    if held.confirmed_by_id is None or held.revoked_on:
        raise WrongState
    token = f"{TOKEN_PREFIX}{secrets.token_urlsafe(32)}"
    held.token_digest, held.token_expires_on = _digest(token), today + timedelta(days=days)
    held.save(update_fields=["token_digest", "token_expires_on"])
    _record(held, "platform.token", by, through=held.token_expires_on.isoformat())
    return token


@transaction.atomic
def revoke_platform(*, platform: Platform, by: User, today: date) -> None:
    """Ends it for good: the token is gone, and coming back takes two people again. Raises NotAllowed, WrongState."""
    if not (allowed(by, Action.MANAGE_PLATFORMS) or allowed(by, Action.CONFIRM_PLATFORM)):
        raise NotAllowed
    held = _locked(platform)
    if held.revoked_on:
        raise WrongState
    held.revoked_on, held.token_digest, held.token_expires_on = today, None, None
    held.save(update_fields=["revoked_on", "token_digest", "token_expires_on"])
    _record(held, "platform.revoke", by)


def platform_of(token: str, *, today: date) -> Platform | None:
    """The platform that a token opens today, if any; the digest is looked up, so timing tells nothing of others."""
    return Platform.objects.served_on(today).filter(token_digest=_digest(token)).first()


@transaction.atomic
def fetch(*, platform: Platform, since: int, end: int, today: date) -> Fetched:
    """What happened to the platform's lists after entry `since` and before `end`, names sealed; on record as counts."""
    found = LedgerEntry.objects.filter(index__gt=since, index__lt=end).order_by("index")
    page = list(found[: PAGE + 1])
    newest = {entry.about: entry for entry in page[:PAGE] if entry.about}
    lists = Publication.objects.with_places().filter(stage__in=platform.stages).in_bulk(list(newest))
    entries = [
        _told(platform, lists[pk], entry, today=today)
        for pk, entry in sorted(newest.items(), key=lambda pair: pair[1].index)
        if pk in lists
    ]
    reached = page[:PAGE][-1].index if page else since
    sealed = [entry for entry in entries if entry["sealed"]]
    Platform.objects.filter(pk=platform.pk).update(last_used_on=today)
    rows = sum(entry.pop("rows") for entry in entries)
    _record(platform, "platform.fetch", None, since=since, next=reached, lists=len(sealed), rows=rows)
    return Fetched(reached, len(page) > PAGE, entries)


def _told(platform: Platform, publication: Publication, entry: LedgerEntry, *, today: date) -> dict[str, Any]:
    told = {
        "index": entry.index,
        "day": entry.day,
        "type": entry.kind,
        "list": publication.pk,
        "state": publication.state(today),
        "action": "drop-rows",
        "sealed": None,
        "rows": 0,
    }
    if not publication.is_open(today):
        return told
    try:
        rows = [{"number": row.number, "name": row.name, "amount": _amount(row)} for row in full_rows(publication)]
    except RosterChanged:
        # Somebody is protected by now, or the roster was corrected: until a new version is out nothing is told.
        return told | {"action": "wait"}
    info = context(platform=platform.pk, list_id=publication.pk, index=entry.index)
    text = json.dumps(_payload(publication, rows), ensure_ascii=False).encode()
    return told | {"action": "replace", "sealed": seal(text, key=platform.public_key, info=info), "rows": len(rows)}


def _payload(publication: Publication, rows: list[dict[str, Any]]) -> Mapping[str, Any]:
    return {
        "list": publication.pk,
        "programme": publication.programme,
        "stage": publication.stage,
        "period": publication.period,
        "version": publication.version,
        "replaces": publication.replaces_id,
        "village": {"code": publication.village_id, "name": publication.village.long_name},
        "rows": rows,
    }


def _amount(row: Any) -> str | None:
    """As published; None where the list shows no amounts."""
    return None if row.amount is None else f"{row.amount:.2f}"


def _digest(token: str) -> str:
    return to_text(hmac.digest(secret("platform-token"), token.encode(), sha256))


def _locked(platform: Platform) -> Platform:
    return Platform.objects.select_for_update(of=("self",)).get(pk=platform.pk)


def _record(platform: Platform, verb: str, by: User | None, **detail: Any) -> None:
    record(actor=by, verb=verb, subject=f"platform:{platform.pk}", detail=detail)
