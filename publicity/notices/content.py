"""What stands on a notice, as plain values for the template: words, figures, rows."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from county.models.settings import CountySettings
from county.templatetags.portal import cn_date, yuan
from publicity.domain.stages import Stage
from publicity.models.publications import Publication

# The place, month and batch make the first line of a heading, what is made public the second.
_HEADING = re.compile(r"(.+?\d{4}年\d{1,2}月(?:第\d+批)?)(.+)")
_ONE_LINE = 18  # characters of the heading's size across the page


class Row(Protocol):
    """A line of the table. A masked notice reads `name_masked`, a staff notice `name`: none can slip in by mistake."""

    number: int
    household_size: int
    covered_persons: int
    residence: str
    category: str
    amount: Decimal


def notice_content(
    *, publication: Publication, rows: Iterable[Row], masked: bool, settings: CountySettings
) -> dict[str, Any]:
    """Everything but size and QR code."""
    return {
        "title": publication.title,
        "title_lines": heading_lines(publication.title),
        "issuer": publication.issuer,
        "date": cn_date(publication.published_on),
        "seal": _("(place for the seal)"),
        "footer": _("Version %(version)s · short code %(code)s")
        % {"version": publication.version, "code": publication.short_hash},
        "page": _("Page {n} of {m}"),
        "paragraphs": _paragraphs(publication, settings),
        "figures": [
            [_("Covered"), _households(publication)],
            [_("Amount a month"), _("%(amount)s yuan") % {"amount": yuan(publication.shown_amount)}],
            [_("Supervision phone"), publication.supervision_phone],
        ],
        "facts": [
            [_("Publicity time"), window_text(publication.opens_on, publication.closes_on)],
            [_("Standard"), publication.standard_text],
        ],
        "columns": [
            _("No."),
            _("Head of household"),
            _("Household size"),
            _("Persons covered"),
            _("Category"),
            _("Amount a month (yuan)"),
        ],
        "rows": [_cells(row, row.name_masked if masked else row.name) for row in rows],
        "nobody": _("Nobody is publicised this time."),
        "notes": _notes(publication, masked=masked, settings=settings),
        "qr_alt": _("QR code: this list on the web"),
        "contacts": [
            _("Scan to see this list on the web; the short code there should be %(code)s.")
            % {"code": publication.short_hash},
            _("Government hotline %(phone)s") % {"phone": settings.hotline},
            _("Discipline inspection %(phone)s") % {"phone": settings.discipline_hotline},
        ],
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


def _paragraphs(publication: Publication, settings: CountySettings) -> list[str]:
    """Why, and how to object; the dates stand in their own line below."""
    reasons = {
        Stage.APPRAISAL: _("The result of the democratic appraisal of the households below is hereby made public."),
        Stage.PROPOSED: _(
            "After examination the households below are to receive the minimum living allowance. "
            "This is hereby made public."
        ),
        Stage.APPROVED: _(
            "The households below have been confirmed for the minimum living allowance. This is hereby made public."
        ),
        Stage.LONG_TERM: _(
            "The households below receive the minimum living allowance this month. This is hereby made public."
        ),
    }
    reason = reasons[Stage(publication.stage)]
    if not publication.shown_households:
        reason = _("There is nobody in this village to be publicised this time. This is hereby made public.")
    objection = _(
        "Whoever doubts this list may ring the supervision phone %(phone)s, speak up in person at %(place)s, "
        "or scan the QR code below and write, without a name too."
    ) % {"phone": publication.supervision_phone, "place": settings.objection_address}
    return [reason + objection]


def _households(publication: Publication) -> str:
    numbers = {"households": publication.shown_households, "persons": publication.shown_persons}
    return _("%(households)s households, %(persons)s persons") % numbers


def _cells(row: Any, name: str) -> list[str]:
    kinds = {"rural": _("rural"), "urban": _("urban")}
    return [
        str(row.number),
        name,
        _("%(n)s persons") % {"n": row.household_size},
        _("%(n)s persons") % {"n": row.covered_persons},
        _("%(residence)s, category %(category)s")
        % {"residence": kinds.get(row.residence, ""), "category": row.category},
        yuan(row.amount),
    ]


def _notes(publication: Publication, *, masked: bool, settings: CountySettings) -> list[str]:
    notes = []
    if publication.reconciles:
        notes.append(_("This list reconciles with the roster. Who must be protected by law is not on it."))
    if masked:
        notes.append(_("Names are masked: this copy may be passed on. The notice in the village shows them in full."))
    else:
        notes.append(_("For the notice board of this village only; to be taken down when its time has ended."))
    notes.append(settings.seal_holder_text)
    return [note for note in notes if note]
