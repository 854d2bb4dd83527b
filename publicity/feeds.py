"""The Atom feed (RFC 4287): what was published and for how long, as counts, and no name at all.

One feed for the county, one for each township or village by `?area=`; long ones are paged (RFC 5005, 3).
"""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from county.links import absolute
from county.models.areas import Area
from county.models.settings import CountySettings
from county.templatetags.portal import cn_date, yuan
from county.today import today
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import Publication, ReviewNotice
from publicity.wording import STAGES

ITEMS = 60
# An address under which ids are minted once and for all (RFC 4151): later owners of the host mint under later days.
MINTED = "2026-01-01"


class PagedAtom(Atom1Feed):
    """Atom with the links between pages, text that is text, and an `updated` that does not move by itself."""

    def add_root_elements(self, handler: Any) -> None:
        """Adds first, previous, next and last."""
        super().add_root_elements(handler)
        for rel, address in self.feed["pages"].items():
            handler.addQuickElement("link", "", {"rel": rel, "href": address})

    def latest_post_date(self) -> datetime:
        """The day of the ledger's last entry: closing a list changes the feed too."""
        return self.feed["updated"]


def lists_feed(request: HttpRequest) -> HttpResponse:
    """The open lists, the newest first, and on the first page the results of reviews; what closes is gone from here."""
    area = _area(request.GET.get("area", ""))
    page = _page(request, area)
    feed = PagedAtom(
        title=_title(area),
        link=absolute(reverse("publicity:area", args=[area.pk]) if area else reverse("publicity:index")),
        description="",
        subtitle=_("Lists by village as they are published. Names are on the lists' pages only."),
        language="zh-Hans",
        author_name=CountySettings.load(request_or_site=request).organiser,
        feed_url=_address(area, page.number),
        feed_guid=_tag(f"feed/{area.pk}" if area else "feed"),
        updated=_midnight(_last_day()),
        pages=_links(area, page),
    )
    for item in page:
        feed.add_item(**_list_entry(item))
    if page.number == 1:
        for notice in _within(ReviewNotice.objects.open_on(today()), area).select_related("village__parent"):
            feed.add_item(**_review_entry(notice))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _area(code: str) -> Area | None:
    """The township or village that is asked for; None for the whole county. Raises Http404."""
    if not code:
        return None
    found = Area.objects.select_related("parent").filter(pk=code).first() if code.isascii() and code.isdigit() else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, area: Area | None) -> Page:
    lists = _within(Publication.objects.open_on(today()), area).with_places().annotate(changed=Max("events__day"))
    number = request.GET.get("page", "1")
    paginator = Paginator(lists.order_by("-published_on", "-ledger_index"), ITEMS)
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:6]) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(number[:6]))


def _within(found: Any, area: Area | None) -> Any:
    if area is None:
        return found
    return found.filter(Q(village=area) | Q(village__parent=area) | Q(village__parent__parent=area))


def _title(area: Area | None) -> str:
    if area is None:
        return _("Minimum living allowance: lists now public")
    return _("%(place)s: lists of the minimum living allowance now public") % {"place": area.long_name}


def _address(area: Area | None, number: int) -> str:
    asked = {name: value for name, value in (("area", area and area.pk), ("page", number)) if value and value != 1}
    return absolute(reverse("publicity:feed")) + (f"?{urlencode(asked)}" if asked else "")


def _links(area: Area | None, page: Page) -> dict[str, str]:
    """The links between the pages of a feed that has several."""
    if not page.has_other_pages():
        return {}
    numbers = {"first": 1, "last": page.paginator.num_pages}
    if page.has_previous():
        numbers["previous"] = page.previous_page_number()
    if page.has_next():
        numbers["next"] = page.next_page_number()
    return {rel: _address(area, number) for rel, number in numbers.items()}


def _list_entry(item: Any) -> dict[str, Any]:
    return {
        "title": item.title,
        "link": absolute(reverse("publicity:list", args=[item.pk])),
        "description": _disclosures(item),
        "unique_id": _tag(f"list/{item.pk}"),
        "pubdate": _midnight(item.published_on),
        "updateddate": _midnight(max(item.published_on, item.opens_on, item.changed or item.opens_on)),
        "categories": [str(STAGES[item.stage])],
    }


def _review_entry(notice: ReviewNotice) -> dict[str, Any]:
    text = _("%(outcome)s. Open through 24:00 on %(day)s.")
    return {
        "title": _("Result of a review, %(name)s") % {"name": notice.village.long_name},
        "link": absolute(reverse("publicity:review", args=[notice.pk])),
        "description": text % {"outcome": notice.get_outcome_display(), "day": cn_date(notice.closes_on)},
        "unique_id": _tag(f"review/{notice.pk}"),
        "pubdate": _midnight(notice.published_on),
        "updateddate": _midnight(notice.published_on),
        "categories": [_("Result of a review")],
    }


def _disclosures(item: Publication) -> str:
    """The five disclosures in one line."""
    text = _(
        "%(households)s households, %(persons)s persons, %(amount)s yuan a month. Standards: %(standard)s. "
        "Supervision phone: %(phone)s. Published on %(published)s."
    ) % {
        "households": item.shown_households,
        "persons": item.shown_persons,
        "amount": yuan(item.shown_amount),
        "standard": item.standard_text,
        "phone": item.supervision_phone,
        "published": cn_date(item.published_on),
    }
    if item.closes_on:
        text += _("Open through 24:00 on %(day)s.") % {"day": cn_date(item.closes_on)}
    return text


def _tag(what: str) -> str:
    """The same for ever (RFC 4151); a new version of a list has its own."""
    return f"tag:{urlsplit(settings.PORTAL_BASE_URL).hostname},{MINTED}:{what}"


def _last_day() -> date:
    last = LedgerEntry.objects.order_by("-index").values_list("day", flat=True).first()
    return last or today()


def _midnight(day: date) -> datetime:
    """Midnight of the day: nothing finer is kept."""
    return timezone.make_aware(datetime.combine(day, time.min))
