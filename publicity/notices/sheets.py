"""Short sheets for the board: a list that was withdrawn, corrected or given more time, and how a review ended."""

from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.models.settings import CountySettings
from county.papers import render
from county.templatetags.portal import cn_date
from publicity.domain.events import Kind
from publicity.models.events import ListEvent
from publicity.models.publications import Publication, ReviewNotice
from publicity.notices.addresses import list_address, marked, short_address
from publicity.notices.content import heading, ways, window_text

TEMPLATE = Path(__file__).with_name("sheet.typ")
#: What a sheet is posted for. A hidden list has none: a sheet would point at whom it was hidden for.
TOLD = (Kind.EXTEND, Kind.PAUSE, Kind.RESUME, Kind.EARLY_END, Kind.WITHDRAW)
_TITLES: dict[str, str | Promise] = {
    Kind.EXTEND: gettext_lazy("%(place)s: more time for a publicised list"),
    Kind.PAUSE: gettext_lazy("%(place)s: a publicised list is interrupted"),
    Kind.RESUME: gettext_lazy("%(place)s: a publicised list goes on"),
    Kind.EARLY_END: gettext_lazy("%(place)s: a publicised list ends earlier"),
    Kind.WITHDRAW: gettext_lazy("%(place)s: a publicised list is withdrawn"),
}
_TOLD: dict[str, str | Promise] = {
    Kind.EXTEND: gettext_lazy("The list “%(title)s” is shown longer: through %(last)s, 24:00."),
    Kind.PAUSE: gettext_lazy("The time of the list “%(title)s” is interrupted from %(day)s."),
    Kind.RESUME: gettext_lazy("The time of the list “%(title)s” goes on from %(day)s and ends on %(last)s, 24:00."),
    Kind.EARLY_END: gettext_lazy("The list “%(title)s” ends earlier: on %(last)s, 24:00."),
    Kind.WITHDRAW: gettext_lazy("The list “%(title)s” is withdrawn from %(day)s and no longer holds."),
}


class NothingToTell(Exception):
    """Nothing has been changed about this list since it went out."""


def change_pdf(*, publication: Publication, size: str = "A4") -> bytes:
    """The sheet on the last change of a list; of names it holds none. Raises NothingToTell, UnknownSize."""
    event = ListEvent.objects.of(publication).filter(kind__in=TOLD).last()
    if event is not None:
        content = _event(publication, event)
    elif publication.replaces is not None:
        content = _correction(publication)
    else:
        raise NothingToTell
    return _render(content, publication, size)


def review_pdf(*, notice: ReviewNotice, size: str = "A4") -> bytes:
    """How a review ended (牡丹区 2022: 复核结果再次公示), naming nobody. Raises UnknownSize.

    The caller asks first whether the notice is open.
    """
    county = CountySettings.load()
    title = _("%(place)s: result of a review") % {"place": notice.village.long_name}
    address = short_address(reverse("publicity:review", args=[notice.pk]), title[:120])
    issuer = notice.publication.issuer if notice.publication else county.organiser
    facts = [
        [_("Result"), notice.get_outcome_display()],
        [_("Publicity time"), window_text(notice.published_on, notice.closes_on)],
    ]
    if notice.publication:
        number = _(", number %(number)s") % {"number": notice.entry_number} if notice.entry_number else ""
        facts.insert(0, [_("About the list"), f"{notice.publication.title}{number}"])
    content = {
        **heading(title, issuer=issuer, day=notice.published_on),
        "footer": _("Notice %(id)s · ledger entry %(index)s") % {"id": notice.pk, "index": notice.ledger_index},
        "paragraphs": [
            _("What was doubted has been looked into again; the result is hereby made public."),
            *[line.strip() for line in notice.explanation.splitlines() if line.strip()],
        ],
        "figures": [],
        "facts": facts,
        "notes": [_("Whoever disagrees may have it reviewed by the authority above, or go to court.")],
        "ways": ways(county, phone=county.supervision_phone, address=address),
        "qr_alt": _("QR code: this result on the web"),
        "scan": _("Scan: this result on the web."),
    }
    return render(TEMPLATE, content, size=size, url=address)


def _event(publication: Publication, event: ListEvent) -> dict[str, Any]:
    words = {
        "title": publication.title,
        "day": cn_date(event.day),
        "last": cn_date(event.closes_on or publication.closes_on),
    }
    told = [_TOLD[event.kind] % words]
    if event.kind == Kind.WITHDRAW:
        told.append(_("Its notice is to be taken off the board; this sheet hangs in its place."))
    return {
        **_common(publication, _TITLES[event.kind], event.day),
        "paragraphs": ["".join(map(str, told))],
        "facts": [[_("Reason"), event.reason], *_which(publication, event.ledger_index)],
    }


def _correction(publication: Publication) -> dict[str, Any]:
    replaced = publication.replaces
    told = _("Version %(old)s of the list “%(title)s” is replaced by version %(new)s, which alone holds.") % {
        "old": replaced.version if replaced else 1,
        "new": publication.version,
        "title": publication.title,
    }
    return {
        **_common(publication, gettext_lazy("%(place)s: a publicised list is corrected"), publication.published_on),
        "paragraphs": [told],
        "facts": [
            [_("Reason"), publication.get_reason_code_display()],
            [_("Publicity time"), window_text(publication.opens_on, publication.closes_on)],
            *_which(publication, publication.ledger_index),
        ],
    }


def _common(publication: Publication, title: str | Promise, day: Any) -> dict[str, Any]:
    county = CountySettings.load()
    return {
        **heading(str(title) % {"place": publication.village.long_name}, issuer=publication.issuer, day=day),
        "footer": _("Version %(version)s · short code %(code)s")
        % {"version": publication.version, "code": publication.short_hash},
        "figures": [],
        "notes": [_("This sheet names nobody and may be passed on.")],
        "ways": ways(county, phone=publication.supervision_phone, address=list_address(publication)),
        "qr_alt": _("QR code: this list on the web"),
        "scan": _("Scan: this list on the web. The short code there should be %(code)s.")
        % {"code": publication.short_hash},
    }


def _which(publication: Publication, index: int | None) -> list[list[str]]:
    return [[_("Ledger entry"), str(index)]] if index is not None else []


def _render(content: dict[str, Any], publication: Publication, size: str) -> bytes:
    return render(TEMPLATE, content, size=size, url=marked(list_address(publication), publication))
