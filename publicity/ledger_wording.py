"""Ledger entries in words, for people."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.models.areas import Area
from county.templatetags.portal import cn_date, cn_month
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import Publication
from publicity.wording import STAGES

#: What an entry about a list says; the list's own entry and others are put into words below.
_ABOUT_A_LIST: dict[str, str | Promise] = {
    "close": gettext_lazy("The list is closed"),
    "extend": gettext_lazy("The list's time is extended"),
    "pause": gettext_lazy("The list is interrupted"),
    "resume": gettext_lazy("The list continues"),
    "early-end": gettext_lazy("The list ends earlier"),
    "withdraw": gettext_lazy("The list is withdrawn"),
    "hide": gettext_lazy("Something on the list is hidden to protect privacy"),
    "confirm": gettext_lazy("The hiding on the list is confirmed"),
    "lift": gettext_lazy("What was hidden on the list is shown again"),
    "erase": gettext_lazy("Rows of the list are erased, as the law demands"),
    "review": gettext_lazy("The result of a review is publicised"),
    "changes": gettext_lazy("The numbers of new, left, raised and lowered households are publicised"),
    "outcome": gettext_lazy("How it ended for an entry of the list is publicised"),
}
_OTHERS: dict[str, str | Promise] = {
    "schedule": gettext_lazy("The lists that are due are announced"),
    "schedule-end": gettext_lazy("No more lists are due from a village"),
    "disclosure": gettext_lazy("What lists show is settled anew"),
    "reasons": gettext_lazy("Reasons of changes are publicised for an area"),
    "totals": gettext_lazy("Totals of an area are publicised"),
    "changes": gettext_lazy("The numbers of new, left, raised and lowered households are publicised"),
    "delegate": gettext_lazy("Confirming applications is delegated to the township, or no longer"),
    "review": gettext_lazy("The result of a review is publicised"),
    "erase": gettext_lazy("Rows are erased, as the law demands"),
}


@dataclass(frozen=True)
class Told:
    """One entry for the page: the portal's number, the day, what happened, where and, if public, its address."""

    number: int
    day: date
    what: str
    where: str
    url: str
    detail: str


def told(entries: Iterable[LedgerEntry]) -> list[Told]:
    """The entries in words; an unknown kind is named by its code, never hidden."""
    bodies = [(entry, json.loads(bytes(entry.leaf))) for entry in entries]
    lists = Publication.objects.with_places().in_bulk({entry.about for entry, _body in bodies if entry.about})
    areas = Area.objects.select_related("parent").in_bulk({_area_code(body) for _entry, body in bodies})
    return [_told(entry, body, lists.get(entry.about), areas.get(_area_code(body))) for entry, body in bodies]


def _area_code(body: dict[str, Any]) -> str:
    found = body.get("village") or body.get("township") or body.get("area") or ""
    return found if isinstance(found, str) else ""


def _told(entry: LedgerEntry, body: dict[str, Any], publication: Publication | None, area: Area | None) -> Told:
    url = reverse("publicity:list", args=[publication.pk]) if publication else ""
    place = publication.village if publication else area
    where = place.long_name if place else ""
    return Told(entry.index, entry.day, _what(entry.kind, body), where, url, _detail(body, publication))


def _what(kind: str, body: dict[str, Any]) -> str:
    if kind == "list":
        if body.get("reanchors") is not None:
            return _("The list is taken over into this log from entry %(number)s") % {"number": body["reanchors"]}
        if body.get("version", 1) > 1:
            return _("A corrected version of the list is published")
        return _("A list is published")
    if kind == "restart":
        return _("A new log begins after a restore")
    words = (_ABOUT_A_LIST if body.get("list") else _OTHERS).get(kind)
    return str(words) if words else _("Entry of kind “%(kind)s”") % {"kind": kind}


def _detail(body: dict[str, Any], publication: Publication | None) -> str:
    """Month and stage, the version, the last day: what tells one entry from the next."""
    parts = []
    period = body.get("period") or (publication.period if publication else "")
    stage = body.get("stage") or (publication.stage if publication else "")
    if isinstance(period, str) and period:
        parts.append(cn_month(period))
    if stage in STAGES:
        parts.append(str(STAGES[stage]))
    if body.get("version"):
        parts.append(_("version %(number)s") % {"number": body["version"]})
    if body.get("shown") is not None:
        parts.append(_("%(number)s households") % {"number": body["shown"]})
    if body.get("closes_on"):
        parts.append(_("open through %(day)s") % {"day": cn_date(date.fromisoformat(body["closes_on"]))})
    if body.get("type") == "restart":
        parts.append(str(body.get("reason", "")))
    return " · ".join(parts)
