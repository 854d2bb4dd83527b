"""The policy on one page for the board (牡丹区 2022, 东安县 2018 ask for it), from the county's settings."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from county.models.offices import Office
from county.models.settings import CountySettings
from county.models.standards import Standard
from county.papers import render
from county.qr import qr_svg
from county.templatetags.portal import cn_date, yuan
from publicity.domain.places import DECISION_DAYS, Decider
from publicity.notices.addresses import short_address, typed
from publicity.notices.content import heading

TEMPLATE = Path(__file__).with_name("policy.typ")
# More would not fit on the page; the rest are on the web.
MOST_PHONES = 24
ROOMY_PHONES = 10


class NoStandard(Exception):
    """No standard is in force: a sheet without an amount would tell nobody anything."""


def policy_pdf(*, today: date, size: str = "A4") -> bytes:
    """The sheet. Raises NoStandard, UnknownSize."""
    standard = Standard.objects.in_force(today)
    if standard is None:
        raise NoStandard
    county = CountySettings.load()
    phones = _township_phones()
    title = _("%(county)s: the minimum living allowance in short") % {"county": county.county_name}
    guides = short_address(f"{settings.PORTAL_PREFIX}/guides/", _("Guides"))
    lists = short_address(reverse("publicity:index"), _("Publicised lists"))
    content = {
        **heading(title, issuer=county.organiser, day=standard.effective_from),
        "title_lines": [title],
        "footer": _("As of %(day)s") % {"day": cn_date(today)},
        "notes": [],
        "figures": [
            [_("Rural standard"), _("%(amount)s yuan a person and month") % {"amount": yuan(standard.rural)}],
            [_("Urban standard"), _("%(amount)s yuan a person and month") % {"amount": yuan(standard.urban)}],
            [_("Supervision phone"), county.supervision_phone],
        ],
        "facts": [
            [
                _("Document that set the standards"),
                _("%(document)s, in force from %(day)s")
                % {"document": standard.document_number, "day": cn_date(standard.effective_from)},
            ]
        ],
        "compact": len(phones) > ROOMY_PHONES,
        "sections": _sections(county, phones),
        "codes": [
            [qr_svg(guides), _("Guides and forms: scan, or type %(address)s") % {"address": typed(guides)}],
            [qr_svg(lists), _("Publicised lists: scan, or type %(address)s") % {"address": typed(lists)}],
        ],
    }
    return render(TEMPLATE, content, size=size, url=guides)


def _sections(county: CountySettings, phones: list[str]) -> list[list[Any]]:
    return [
        [
            _("Who can receive it"),
            [
                _(
                    "Families who live together, whose income a person is below the standard "
                    "and whose property is within the county's limits."
                ),
                _("Somebody severely ill or disabled in a family just above the standard may apply alone: ask."),
            ],
        ],
        [
            _("How to apply"),
            [
                _(
                    "At the civil affairs office of your township, at its window or by scanning its code; "
                    "the village or a relative may do it for you."
                ),
                _("Bring ID card and household register, declare income and property, and permit the check."),
            ],
        ],
        [_("How it goes on"), _steps(county)],
        [_("Where to ask and where to speak up"), _phones(county, phones)],
    ]


def _steps(county: CountySettings) -> list[str]:
    unit = county.get_proposed_unit_display()
    return [
        # 运民发〔2023〕50号: 30 working days, 20 where the county has delegated.
        _(
            "Decided within %(days)s working days after it was taken in, within %(delegated)s "
            "where the township decides; a refusal comes in writing with its reasons."
        )
        % {"days": DECISION_DAYS[Decider.COUNTY], "delegated": DECISION_DAYS[Decider.TOWNSHIP]},
        _("Before the decision the village sees the list for %(days)s %(unit)s; anyone may object, without a name too.")
        % {"days": county.proposed_days, "unit": unit},
        _("Paid into your account by day %(day)s of each month. Tell the office when income or family change.")
        % {"day": county.pay_day},
        _("It costs nothing. Nobody may ask you for money or gifts for it."),
    ]


def _phones(county: CountySettings, townships: list[str]) -> list[str]:
    lines = [
        _("Supervision phone %(phone)s; government hotline %(hotline)s; discipline inspection %(discipline)s")
        % {
            "phone": county.supervision_phone,
            "hotline": county.hotline,
            "discipline": county.discipline_hotline,
        },
        _("In person: %(place)s") % {"place": county.objection_address},
    ]
    return [*lines, "；".join(townships)] if townships else lines


def _township_phones() -> list[str]:
    offices = Office.objects.filter(kind=Office.Kind.TOWNSHIP).exclude(phone="").select_related("area")
    return [f"{office.area.name} {office.phone}" for office in offices.order_by("area")[:MOST_PHONES]]
