"""What stands on a list's notice, as plain values for the template: words, figures, rows."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.models.settings import CountySettings
from county.templatetags.portal import cn_date, yuan
from publicity.domain.stages import Programme, Stage
from publicity.models.publications import Publication
from publicity.notices.addresses import typed
from publicity.notices.columns import Row, columns

# The place, month and batch make the first line of a heading, what is made public the second.
_HEADING = re.compile(r"(.+?\d{4}年(?:\d{1,2}月)?(?:第\d+批)?)(.+)")
_ONE_LINE = 18  # characters of the heading's size across the page
_REASONS: dict[Stage, str | Promise] = {
    Stage.APPRAISAL: gettext_lazy(
        "The result of the democratic appraisal of the households below is hereby made public."
    ),
    Stage.PROPOSED: gettext_lazy(
        "After examination the households below are to receive the minimum living allowance. "
        "This is hereby made public."
    ),
    Stage.APPROVED: gettext_lazy(
        "The households below have been confirmed for the minimum living allowance. This is hereby made public."
    ),
    Stage.LONG_TERM: gettext_lazy(
        "The households below receive the minimum living allowance this month. This is hereby made public."
    ),
}


def notice_content(
    *,
    publication: Publication,
    rows: Iterable[Row],
    fields: Iterable[str],
    masked: bool,
    settings: CountySettings,
    address: str,
) -> dict[str, Any]:
    """Everything but size and QR code. `fields` are what the notice's profile shows, `address` the short link."""
    table = columns(fields, masked=masked, once=publication.programme == "temporary")
    amount = _("Amount") if publication.programme == "temporary" else _("Amount a month")
    return {
        **heading(publication.title, issuer=publication.issuer, day=publication.published_on),
        "footer": _("Version %(version)s · short code %(code)s")
        % {"version": publication.version, "code": publication.short_hash},
        "paragraphs": [_reason(publication) + _when(publication) + _objection(publication, settings)],
        "figures": [
            [_("Covered"), _households(publication)],
            [amount, _("%(amount)s yuan") % {"amount": yuan(publication.shown_amount)}],
            [_("Supervision phone"), publication.supervision_phone],
        ],
        "facts": [
            [_("Publicity time"), window_text(publication.opens_on, publication.closes_on)],
            [_("Standard"), publication.standard_text],
        ],
        "columns": [{"name": str(column.heading), "width": column.width, "align": column.align} for column in table],
        "rows": [[column.cell(row) for column in table] for row in rows],
        "nobody": _("Nobody is publicised this time."),
        "notes": _notes(publication, masked=masked, settings=settings),
        "ways": ways(settings, phone=publication.supervision_phone, address=address),
        "qr_alt": _("QR code: this list on the web"),
        "scan": _("Scan: this list on the web. The short code there should be %(code)s.")
        % {"code": publication.short_hash},
    }


def heading(title: str, *, issuer: str, day: date) -> dict[str, Any]:
    """What stands on every paper: its title, who issues it, the day, the place for the seal, the page's number."""
    return {
        "title": title,
        "title_lines": heading_lines(title),
        "issuer": issuer,
        "date": cn_date(day),
        "seal": _("(place for the seal)"),
        "page": _("Page {n} of {m}"),
    }


def heading_lines(title: str) -> list[str]:
    """A long heading in two lines, broken where one would pause."""
    match = _HEADING.fullmatch(title)
    return [title] if len(title) <= _ONE_LINE or match is None else list(match.groups())


def window_text(opens_on: date, closes_on: date | None) -> str:
    """From when to when; the last day ends at 24:00, Asia/Shanghai."""
    if closes_on is None:
        return _("From %(first)s on") % {"first": cn_date(opens_on)}
    return _("%(first)s to %(last)s, 24:00") % {"first": cn_date(opens_on), "last": cn_date(closes_on)}


def ways(settings: CountySettings, *, phone: str, address: str) -> list[list[str]]:
    """How to speak up, in words for whoever can't scan: by phone, in person, on the web."""
    phones = _("supervision phone %(phone)s; government hotline %(hotline)s; discipline inspection %(discipline)s") % {
        "phone": phone,
        "hotline": settings.hotline,
        "discipline": settings.discipline_hotline,
    }
    web = _("scan the code, or type %(address)s into a browser") % {"address": typed(address)}
    return [
        [_("Speak up by phone"), phones],
        [_("Speak up in person"), settings.objection_address],
        [_("Speak up on the web"), web],
    ]


def _reason(publication: Publication) -> str:
    if not publication.shown_households:
        return _("There is nobody in this village to be publicised this time. This is hereby made public.")
    if publication.programme != Programme.DIBAO:
        return _("What the heading names is made public here.")
    return str(_REASONS[Stage(publication.stage)])


def _when(publication: Publication) -> str:
    return _("It is posted: %(time)s.") % {"time": window_text(publication.opens_on, publication.closes_on)}


def _objection(publication: Publication, settings: CountySettings) -> str:
    return _(
        "Whoever doubts this list may ring the supervision phone %(phone)s, speak up in person at %(place)s, "
        "or scan the QR code below and write, without a name too."
    ) % {"phone": publication.supervision_phone, "place": settings.objection_address}


def _households(publication: Publication) -> str:
    numbers = {"households": publication.shown_households, "persons": publication.shown_persons}
    return _("%(households)s households, %(persons)s persons") % numbers


def _notes(publication: Publication, *, masked: bool, settings: CountySettings) -> list[str]:
    notes = []
    if publication.reconciles:
        notes.append(_("This list reconciles with the roster. Who must be protected by law is not on it."))
    if masked:
        notes.append(_("Names are masked: this copy may be passed on. The notice in the village shows them in full."))
    else:
        notes.append(_("For the notice board of this village only; to be taken down when its time has ended."))
    seal = settings.seal_holder_text.rstrip("。")
    return [*notes, f"{seal}。"] if seal else notes
