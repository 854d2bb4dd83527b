"""What can be found of pages, windows, places and lists; higher apps register their own in `county.findable`."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from county.findable import Findable, chosen, findable, findable_routes
from county.models.areas import Area
from county.templatetags.portal import cn_month
from policies_cms.domain.directory import SOURCE
from policies_cms.models.base import PortalPage
from policies_cms.models.directory import ITEM_NAMES
from policies_cms.models.forms import PaperForm
from policies_cms.models.guides import GuideIndexPage, GuidePage
from policies_cms.models.home import HomePage
from policies_cms.models.news import NewsIndexPage, NewsKind, NewsPage
from policies_cms.models.policies import PolicyIndexPage, PolicyPage
from policies_cms.models.services import ServiceIndexPage, ServiceWindow
from publicity.models.publications import Publication, ReviewNotice
from publicity.wording import STAGES

# Pages that only lead on; what lies below them is found itself.
LEADING_ON = (HomePage, GuideIndexPage, NewsIndexPage, PolicyIndexPage)

findable_routes(
    "route",
    {
        "policies_cms:directory": (
            _("National directory of what is disclosed about social assistance"),
            [SOURCE, *ITEM_NAMES.values()],
        ),
        "policies_cms:calculator": (
            _("When must I have an answer?"),
            [_("The documents say how many working days an application may take. Nothing that you enter is stored.")],
        ),
        "policies_cms:selfcheck": (
            _("What could help my family?"),
            [
                _(
                    "Answer what you like; leave the rest empty. You see which rules your answers touch and where to"
                    " ask. This decides nothing: only the office can, after looking into it."
                )
            ],
        ),
        "policies_cms:forms": (
            _("Forms to fill in"),
            [_("Print them at home or ask for them at the window; somebody there helps to fill them in.")],
        ),
        "publicity:index": (
            _("Lists now public"),
            [_("Find your village or community: who receives, how much, and until when you can object.")],
        ),
        "publicity:query": (
            _("Does a household receive?"),
            [
                _("Anyone may ask. The answer comes from the lists that are public now. What you type is not stored."),
            ],
        ),
        "publicity:coverage": (
            _("Who has published what"),
            [
                _(
                    "Who owes a list by when is written into the public ledger beforehand: a list that does not come"
                    " stays visible here as missing."
                )
            ],
        ),
        "publicity:changes": (
            _("What changed from month to month"),
            [
                _(
                    "Counted from the published lists alone: who is new, who is no longer named, who gets more or less."
                    " Why a single household is no longer on a list is not said, and nobody is named here."
                )
            ],
        ),
    },
)


def path_of(page: Page) -> str:
    """The root-absolute address of a page, "" when no site shows it."""
    parts = page.get_url_parts()
    return str(parts[2] or "") if parts else ""


def kind_of(page: Page) -> str:
    """The shelf of a page in the results."""
    if isinstance(page, PolicyPage):
        return "policies"
    if isinstance(page, GuidePage):
        return "guides"
    if isinstance(page, NewsPage):
        return "cases" if page.kind == NewsKind.CASE else "news"
    return "pages"


@findable("page", Page)
def pages(keys: Collection[str] | None) -> Iterator[Findable]:
    """Live pages that anybody may read."""
    for page in chosen(Page.objects.live().public(), keys).specific().iterator(chunk_size=200):
        url = path_of(page)
        if not url or not isinstance(page, PortalPage) or isinstance(page, LEADING_ON):
            continue
        day = getattr(page, "date_published", None) or getattr(page, "day", None)
        yield Findable(
            key=f"page:{page.pk}",
            kind=kind_of(page),
            title=page.title,
            body=page.plain_text,
            url=url,
            year=day.year if day else None,
            number=getattr(page, "document_number", ""),
            day=day,
        )


@findable("window", ServiceWindow)
def windows(keys: Collection[str] | None) -> Iterator[Findable]:
    """Service windows, each at its place on the services page."""
    services = ServiceIndexPage.objects.live().public().first()
    url = path_of(services) if services else ""
    if not url:
        return
    for window in chosen(ServiceWindow.objects.select_related("area__parent"), keys):
        place = window.area
        reached = [f"电话 {window.phone}" if window.phone else "", f"地址 {window.address}" if window.address else ""]
        words = [place.long_name, *reached, window.hours, *window.offer_lines, window.note]
        yield Findable(
            key=f"window:{window.pk}",
            kind="services",
            title=window.name,
            body=" · ".join(word for word in words if word),
            url=f"{url}#{window.anchor}",
            township="" if place.kind == Area.Kind.COUNTY else place.township.pk,
        )


@findable("form", PaperForm)
def forms(keys: Collection[str] | None) -> Iterator[Findable]:
    """Forms to fill in, each at its place among all of them; the versions stand there."""
    for form in chosen(PaperForm.objects.all(), keys):
        yield Findable(
            key=f"form:{form.pk}",
            kind="pages",
            title=form.name,
            body=" · ".join(word for word in (form.purpose, form.help, form.source) if word),
            url=f"{reverse('policies_cms:forms')}#{form.anchor}",
        )


@findable("area", Area)
def villages(keys: Collection[str] | None) -> Iterator[Findable]:
    """Villages and townships by their names; each leads to its lists."""
    for area in chosen(Area.objects.exclude(kind=Area.Kind.COUNTY).select_related("parent"), keys):
        yield Findable(
            key=f"area:{area.pk}",
            kind="villages",
            title=area.long_name,
            url=reverse("publicity:area", args=[area.pk]),
            township=area.township.pk,
        )


@findable("list", Publication)
def lists(keys: Collection[str] | None) -> Iterator[Findable]:
    """Current lists by village and month, as long as their rows are public: title, stage and month, no row of them."""
    shown = Publication.objects.current().filter(closed_on=None, withdrawn_on=None, hidden_on=None, paused_since=None)
    for item in chosen(shown.select_related("village__parent"), keys).defer("fields", "notice_fields", "feed_fields"):
        yield Findable(
            key=f"list:{item.pk}",
            kind="lists",
            title=item.title,
            body=f"{item.village.long_name} {STAGES[item.stage]} {month_in_words(item.period)} {item.issuer}",
            url=reverse("publicity:list", args=[item.pk]),
            township=item.village.township.pk,
            year=int(item.period[:4]),
            day=item.published_on,
            shown_from=item.opens_on,
            shown_until=item.closes_on,
        )


def month_in_words(period: str) -> str:
    """2026-10 as 2026年10月 and 2026-10, both of which people type."""
    return f"{cn_month(period)} {period}"


@findable("review", ReviewNotice)
def reviews(keys: Collection[str] | None) -> Iterator[Findable]:
    """Results of reviews, publicised again: place and outcome; the explanation is about one household and stays out."""
    for notice in chosen(ReviewNotice.objects.select_related("village__parent"), keys):
        day = notice.published_on
        yield Findable(
            key=f"review:{notice.pk}",
            kind="reviews",
            title=f"{notice.village.long_name}{cn_month(f'{day:%Y-%m}')}复核结果再次公示",
            body=f"{notice.village.long_name} 复核 异议 {notice.get_outcome_display()}",
            url=reverse("publicity:review", args=[notice.pk]),
            township=notice.village.township.pk,
            year=day.year,
            day=day,
            shown_from=day,
            shown_until=notice.closes_on,
        )
