"""The allowance's standards and tiers, year by year."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from county.charts import Bar, bar_chart
from county.models.standards import Residence, Standard
from county.templatetags.portal import cn_date, yuan
from county.today import today
from policies_cms.blocks import BodyBlock
from policies_cms.models.base import PortalPage
from policies_cms.models.policies import PolicyPage

# Older years stay in the table; a drawing of more would be a wall of bars.
YEARS_DRAWN = 6


class StandardsPage(PortalPage):
    """Standards from the county's table; the text around them is the editor's."""

    body = StreamField(BodyBlock(), verbose_name=gettext_lazy("text"), blank=True)

    text_fields = ("body",)
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]
    content_panels = [*PortalPage.content_panels, FieldPanel("body")]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = gettext_lazy("standards page")
        verbose_name_plural = gettext_lazy("standards pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds all standards, newest first, the one that applies today, what changed, the chart and the tiers."""
        context = super().get_context(request, *args, **kwargs)
        standards = list(Standard.objects.order_by("-effective_from").prefetch_related("tiers"))
        current = next((one for one in standards if one.effective_from <= today()), None)
        return context | {
            "standards": _rows(standards),
            "current": current,
            "current_url": _policies(standards).get(current.document_number, "") if current else "",
            "chart": _chart(standards[:YEARS_DRAWN], large=request.GET.get("view") == "large") if standards else "",
            "tiers": _tiers(standards),
        }


def _rows(standards: list[Standard]) -> list[dict[str, Any]]:
    """Each standard with the one before it and the address of its document."""
    addresses = _policies(standards)
    return [
        {
            "standard": standard,
            "url": addresses.get(standard.document_number, ""),
            "urban_more": standard.urban - before.urban if before else None,
            "rural_more": standard.rural - before.rural if before else None,
        }
        for standard, before in zip(standards, [*standards, None][1:], strict=True)
    ]


def _policies(standards: list[Standard]) -> dict[str, str]:
    """Document number → address of its live page."""
    numbers = {standard.document_number for standard in standards}
    found = PolicyPage.objects.live().public().filter(document_number__in=numbers)
    return {page.document_number: page.get_url() or "" for page in found}


def _chart(standards: list[Standard], *, large: bool) -> str:
    """Urban and rural bars, oldest year first."""
    bars = [
        Bar(
            f"{cn_date(standard.effective_from)}起　{residence.label}",
            float(standard.amount(residence)),
            _("%(amount)s yuan") % {"amount": yuan(standard.amount(residence))},
            number,
        )
        for standard in reversed(standards)
        for number, residence in enumerate(Residence)
    ]
    told = "；".join(f"{bar.label} {bar.words}" for bar in bars)
    title = str(_("Standards by year (yuan per person and month)"))
    return bar_chart(key="standards", title=title, description=told, bars=bars, large=large)


def _tiers(standards: list[Standard]) -> list[dict[str, Any]]:
    """Tables of tiers, by standard and residence; those without any are left out."""
    return [
        {
            "standard": standard,
            "residence": residence.label,
            "tiers": [tier for tier in standard.tiers.all() if tier.residence == residence],
        }
        for standard in standards
        for residence in Residence
        if any(tier.residence == residence for tier in standard.tiers.all())
    ]
