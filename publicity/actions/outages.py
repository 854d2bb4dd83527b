"""An outage of the whole site: what every list of an area lost is added back in one step."""

from datetime import date

from django.db import transaction

from county.models.areas import Area
from county.models.staff import User
from publicity.actions.errors import BadWindow, NotAllowed
from publicity.actions.rights import may_change
from publicity.actions.windows import pause, resume
from publicity.models.publications import Publication


@transaction.atomic
def record_outage(
    *, area: Area, since: date, through: date, because: str, reason: str, by: User, today: date
) -> list[Publication]:
    """Adds the days from `since` through `through` back to every open list with a window; answers the lists.

    A list that opened during the outage gets its own days alone. Raises NotAllowed where the person may change none
    of them, BadWindow, and what `checked_reason` raises; then nothing is changed.
    """
    if since > through or through > today:
        raise BadWindow(earliest=since)
    lists = Publication.objects.open_on(today).exclude(closes_on=None).filter(village__in=Area.objects.within(area))
    concerned = [item for item in lists.select_related("village__parent__parent") if item.opens_on <= through]
    mine = [item for item in concerned if may_change(by=by, publication=item, today=today)]
    if concerned and not mine:
        raise NotAllowed
    for item in mine:
        first = max(since, item.opens_on)
        pause(publication=item, because=because, reason=reason, by=by, today=today, since=first)
        resume(publication=item, because=because, reason=reason, by=by, today=today, through=through)
    return mine
