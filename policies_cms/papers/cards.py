"""Opinion cards (意见卡): the questions on paper, each card with a code that answers once."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from county.actions.links import short_link
from county.links import absolute
from county.models.settings import CountySettings
from county.papers import render
from county.qr import qr_svg
from county.templatetags.portal import cn_date
from policies_cms.domain.results import Form
from policies_cms.models.surveys import SurveyField, SurveyPage

TEMPLATE = Path(__file__).with_name("cards.typ")


def cards_pdf(survey: SurveyPage, codes: Sequence[str]) -> bytes:
    """One page for each of `codes`."""
    county = CountySettings.load()
    address = absolute(survey.get_url())
    typed = absolute(f"/q/{short_link(path=survey.get_url(), title=survey.title[:120]).pk}").partition("://")[2]
    until = survey.closes_on
    content = {
        "title": survey.title,
        "title_lines": [survey.title],
        "issuer": county.organiser,
        "introduction": strip_tags(survey.introduction),
        "questions": [_question(field) for field in survey.form_fields.all()],
        "cards": [[qr_svg(f"{address}?{urlencode({'code': code})}"), _grouped(code)] for code in codes],
        "code_label": _("Code of this card"),
        "how": _(
            "Tick and hand the card in, or answer on a phone: scan, or type %(address)s and the code. "
            "No name is asked; the code lets the card count once."
        )
        % {"address": typed},
        "until": _("Until %(day)s") % {"day": cn_date(until)} if until else "",
        "several": _("several answers possible"),
        "footer": county.organiser,
        "page": "",
        "notes": [],
        "qr_alt": _("QR code that leads to the survey"),
    }
    return render(TEMPLATE, content, size="A4", url=address)


def _question(field: SurveyField) -> list[object]:
    form = field.question.form
    return [field.label, list(field.options), form is Form.SEVERAL, form is Form.WORDS]


def _grouped(code: str) -> str:
    return f"{code[:5]} {code[5:]}"
