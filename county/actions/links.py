"""State changes of short links: made, repointed, counted, checked."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F

from county.actions import record
from county.codes import Target
from county.domain.codes import code_of
from county.link_check import answers
from county.models.links import ScanCount, ShortLink

LINK_LENGTH = 6


def new_code() -> str:
    """A code that nobody can foretell; 31^6 are 887 million."""
    return code_of(LINK_LENGTH, secrets.choice)


@transaction.atomic
def short_link(*, path: str, title: str, purpose: str = "") -> ShortLink:
    """The short link to `path`; a second call answers the same one, unless that one has an end."""
    found = ShortLink.objects.filter(path=path, expires_on=None).first()
    return found or ShortLink.objects.create(code=new_code(), path=path, title=title, purpose=purpose)


@transaction.atomic
def make_links(*, targets: Iterable[Target], by: Any) -> int:
    """A short link for each target that has none; answers how many were made."""
    have = set(ShortLink.objects.filter(expires_on=None).values_list("path", flat=True))
    lacking = {target.path: target for target in targets if target.path not in have}
    ShortLink.objects.bulk_create(
        ShortLink(code=new_code(), path=target.path, title=target.title[:120], purpose=target.purpose[:120])
        for target in lacking.values()
    )
    if lacking:
        record(actor=by, verb="links.make", subject="links", detail={"count": len(lacking)})
    return len(lacking)


@transaction.atomic
def save_link(*, link: ShortLink, by: Any) -> ShortLink:
    """Stores a link as a form filled it in: a new one gets its code here, an old one may lead elsewhere from now on.

    The form has asked whether a new path answers; the nightly check asks again. Where the link led before and leads
    now goes into the audit trail. Paths hold no personal data.
    """
    before = ShortLink.objects.filter(pk=link.pk).first()
    if before is None:
        link.code = new_code()
    if before is None or before.path != link.path:
        link.dead_since = None
    link.save(force_insert=before is None)
    detail = {"to": link.path, "until": link.expires_on.isoformat() if link.expires_on else ""}
    if before is not None:
        detail["from"] = before.path
    record(actor=by, verb="link.point" if before else "link.make", subject=f"link:{link.pk}", detail=detail)
    return link


def count_scan(*, link: ShortLink, day: date) -> None:
    """One more scan of `link` on `day`; not for tips, objections and receipts (`ShortLink.is_counted`)."""
    if not link.is_counted:
        return
    try:
        if not ScanCount.objects.filter(link=link, day=day).update(count=F("count") + 1):
            with transaction.atomic():
                ScanCount.objects.create(link=link, day=day, count=1)
    except IntegrityError:  # another reader made the day's row just now
        ScanCount.objects.filter(link=link, day=day).update(count=F("count") + 1)
    except OperationalError:  # a database that can't be written: the reader's way matters more than our count
        return


def check_links(*, today: date) -> dict[str, int]:
    """Marks links that lead nowhere with the day it was first noticed, and unmarks those that lead again.

    Answers how many were asked and how many are dead. Ended links are left as they are.
    """
    asked, dead = 0, 0
    for link in ShortLink.objects.leading(today).iterator():
        asked += 1
        works = link.is_local and answers(link.path)
        dead += not works
        since = None if works else link.dead_since or today
        if since != link.dead_since:
            ShortLink.objects.filter(pk=link.pk).update(dead_since=since)
    return {"asked": asked, "dead": dead}
