"""The health of what editors keep: stale sections, dead links, gaps, unexplained policies, outdated standards.

Links on this site are followed within this process. Other sites are never asked: their links are only listed.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from django.db.models import Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.models import Page

from county.health import Finding, Kind, register_check
from county.link_check import answers
from county.models.links import ShortLink
from county.models.offices import Office
from county.models.settings import CountySettings
from county.models.standards import Standard
from county.templatetags.portal import cn_date
from policies_cms.domain.age import months_before
from policies_cms.links import PageLink, images_of, links_of
from policies_cms.models.guides import GuideIndexPage, GuidePage
from policies_cms.models.info import InfoPage
from policies_cms.models.news import NewsIndexPage, NewsPage
from policies_cms.models.policies import PolicyIndexPage, PolicyPage
from policies_cms.models.services import ServiceWindow

#: How many pages are read at once.
BATCH = 500
#: The sections that ought to move, and the day that says of a page when it was new.
SECTIONS: tuple[tuple[type[Page], type[Page], str], ...] = (
    (PolicyIndexPage, PolicyPage, "date_published"),
    (NewsIndexPage, NewsPage, "day"),
    (GuideIndexPage, GuidePage, "last_published_at__date"),
)
#: What a page should say and need not: page type, field, what is missing.
FIELDS: tuple[tuple[type[Page], str, Promise], ...] = (
    (PolicyPage, "document_number", gettext_lazy("document number")),
    (PolicyPage, "subject", gettext_lazy("subject")),
    (PolicyPage, "date_written", gettext_lazy("date of the document")),
    (PolicyPage, "summary", gettext_lazy("summary")),
    (GuidePage, "summary", gettext_lazy("summary")),
    (GuidePage, "legal_basis", gettext_lazy("documents it rests on")),
    (InfoPage, "summary", gettext_lazy("summary")),
)


def edit(page: int) -> str:
    """Where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page])


@register_check
def stale_sections(day: date) -> Iterator[Finding]:
    """Sections in which nothing is newer than the county's number of months."""
    oldest = months_before(day, CountySettings.load().stale_months)
    for index, model, name in SECTIONS:
        for section in index.objects.live():
            newest = model.objects.live().child_of(section).aggregate(newest=Max(name))["newest"]
            if newest is None or newest < oldest:
                said = _("newest of %(day)s") % {"day": cn_date(newest)} if newest else _("nothing in it")
                yield Finding(Kind.STALE, section.title, said, edit(section.pk))


@register_check
def contents(day: date) -> Iterator[Finding]:
    """Links of live pages that lead nowhere, and those that leave the site; and images without words.

    Every page is read once, in batches: thousands of texts are not held at the same time.
    """
    live = set(Page.objects.live().values_list("pk", flat=True))
    documents = set(get_document_model().objects.values_list("pk", flat=True))
    codes = set(ShortLink.objects.values_list("pk", flat=True))
    follows = cache(answers)  # each address once, whoever names it

    def leads(link: PageLink) -> bool:
        if link.kind in ("page", "document"):
            return link.target.isdigit() and int(link.target) in (live if link.kind == "page" else documents)
        if code := _code(link.path):  # following it would count a scan
            return code in codes
        return not link.path or follows(link.path)

    for page in Page.objects.live().filter(depth__gte=2).specific().iterator(chunk_size=BATCH):
        for link in dict.fromkeys(links_of(page)):
            if link.is_external:
                yield Finding(Kind.EXTERNAL, page.title, link.target, edit(page.pk))
            elif not leads(link):
                yield Finding(Kind.DEAD_LINK, page.title, _where(link), edit(page.pk))
        for image in images_of(page):
            if not image.get("decorative") and not (image.get("alt_text") or "").strip():
                words = gettext_lazy("words that say what an image shows")
                yield Finding(Kind.MISSING, page.title, words, edit(page.pk))


@register_check
def dead_codes(day: date) -> Iterator[Finding]:
    """Short links whose target was found dead in the night."""
    for code in ShortLink.objects.exclude(dead_since=None):
        detail = _("short link %(code)s to %(path)s") % {"code": code.pk, "path": code.path}
        yield Finding(Kind.DEAD_LINK, code.title, detail, _links_report())


def _code(path: str) -> str:
    head = reverse("county:follow", args=["x"])[:-1]
    return path.removeprefix(head).rstrip("/") if path.startswith(head) else ""


def _where(link: PageLink) -> str:
    if link.kind == "page":
        return _("to a page that is deleted or not public")
    return _("to a document that is deleted") if link.kind == "document" else _("to %(path)s") % {"path": link.path}


def _links_report() -> str:
    return reverse("policies_health") + f"?kind={Kind.DEAD_LINK}"


@register_check
def gaps(day: date) -> Iterator[Finding]:
    """What is not filled in: fields of pages, phones; and numbers that two documents bear."""
    for model, name, label in FIELDS:
        empty = {f"{name}__isnull": True} if name.startswith("date") else {name: ""}
        for pk, title in model.objects.live().filter(**empty).values_list("pk", "title"):
            yield Finding(Kind.MISSING, title, label, edit(pk))
    for window in ServiceWindow.objects.all():
        for name, label in (("phone", gettext_lazy("phone")), ("address", gettext_lazy("address"))):
            if not getattr(window, name).strip():
                address = reverse("wagtailsnippets_policies_cms_servicewindow:edit", args=[window.pk])
                yield Finding(Kind.MISSING, window.name, label, address)
    for office in Office.objects.filter(phone=""):
        yield Finding(Kind.MISSING, office.name, gettext_lazy("phone"), reverse("office:edit", args=[office.pk]))
    yield from _twice()


def _twice() -> Iterator[Finding]:
    named = PolicyPage.objects.live().exclude(document_number="").values_list("pk", "title", "document_number")
    borne = Counter(number for _pk, _title, number in named)
    for pk, title, number in named:
        if borne[number] > 1:
            detail = _("another document bears the number %(number)s too") % {"number": number}
            yield Finding(Kind.MISSING, title, detail, edit(pk))


@register_check
def unexplained(day: date) -> Iterator[Finding]:
    """The county's own documents in force that no live page explains."""
    county = CountySettings.load().county_name
    policies = PolicyPage.objects.live().in_force(day).filter(issuing_body__contains=county)
    unread = policies.exclude(interpretation__live=True)
    for pk, title, number in unread.values_list("pk", "title", "document_number"):
        yield Finding(Kind.UNEXPLAINED, title, number, edit(pk))


@register_check
def outdated_standards(day: date) -> Iterator[Finding]:
    """Guides that name an amount or a document of a standard that no longer applies."""
    current = Standard.objects.in_force(day)
    if current is None:
        return
    signs = _signs_of_old(current, day)
    for guide in GuidePage.objects.live():
        found = [sign for sign in signs if sign in guide.plain_text + guide.legal_basis]
        if found:
            detail = _("names %(old)s; since %(day)s %(number)s applies") % {
                "old": "、".join(found),
                "day": cn_date(current.effective_from),
                "number": current.document_number,
            }
            yield Finding(Kind.OLD_STANDARD, guide.title, detail, edit(guide.pk))


def _signs_of_old(current: Standard, day: date) -> list[str]:
    """Amounts with 元 and document numbers of the standards before `current`, save those that still hold."""
    signs: dict[str, None] = {}
    kept = {current.urban, current.rural}
    for old in Standard.objects.filter(effective_from__lt=current.effective_from):
        if old.document_number != current.document_number:
            signs[old.document_number] = None
        for amount in {old.urban, old.rural} - kept:
            signs |= dict.fromkeys(
                (f"{amount:f}".removesuffix(".00") + "元", f"{amount:,f}".removesuffix(".00") + "元")
            )
    return [sign for sign in signs if sign]
