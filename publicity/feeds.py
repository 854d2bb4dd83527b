"""The Atom feed: what was published and for how long, with the five disclosures as counts and no name at all."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.links import absolute
from county.models.settings import CountySettings
from county.templatetags.portal import cn_date, yuan
from county.today import today
from publicity.models.publications import Publication

ITEMS = 60


class ListsFeed(Feed):
    """The newest open lists; a list that closes is gone from here too."""

    feed_type = Atom1Feed
    title = gettext_lazy("Minimum living allowance: lists now public")
    subtitle = gettext_lazy("Lists by village as they are published. Names are on the lists' pages only.")
    language = "zh-Hans"

    def link(self) -> str:
        """Where the lists are."""
        return absolute(reverse("publicity:index"))

    def feed_url(self) -> str:
        """The feed's own address."""
        return absolute(reverse("publicity:feed"))

    def author_name(self) -> str:
        """Who runs the portal."""
        return CountySettings.load().organiser

    def items(self) -> list[Publication]:
        """Open lists, the newest first."""
        return list(
            Publication.objects.open_on(today()).with_places().order_by("-published_on", "-ledger_index")[:ITEMS]
        )

    def item_title(self, item: Publication) -> str:
        """The list's heading."""
        return item.title

    def item_link(self, item: Publication) -> str:
        """The list's page."""
        return absolute(reverse("publicity:list", args=[item.pk]))

    def item_guid(self, item: Publication) -> str:
        """The same for ever: a new version has its own."""
        return self.item_link(item)

    def item_description(self, item: Publication) -> str:
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

    def item_pubdate(self, item: Publication) -> datetime:
        """Midnight of the day: nothing finer is kept."""
        return timezone.make_aware(datetime.combine(item.published_on, time.min))

    item_updateddate = item_pubdate
