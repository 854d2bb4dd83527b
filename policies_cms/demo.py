"""The demo county's pages, windows and survey, from the texts in demo/content/; safe to repeat."""

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from wagtail.models import Page
from wagtail.search import index

from county.actions.links import short_link
from county.models.areas import Area
from county.models.offices import Office
from county.models.standards import Standard, StandardTier
from policies_cms.actions import give_short_link, set_up_workflow
from policies_cms.demo_forms import load_forms
from policies_cms.demo_text import Blocks, body, items, prose, rows
from policies_cms.ground import CONTENT, add_indexes, add_page, home_page
from policies_cms.models.forms import PaperForm
from policies_cms.models.guides import GuideIndexPage, GuidePage
from policies_cms.models.home import HomePage
from policies_cms.models.info import InfoPage
from policies_cms.models.news import NewsIndexPage, NewsPage
from policies_cms.models.policies import PolicyIndexPage, PolicyPage
from policies_cms.models.services import ServiceMatter, ServiceWindow
from policies_cms.models.standards import StandardsPage
from policies_cms.models.surveys import SurveyField, SurveyPage

SITE_NAME = "明安县阳光低保"


@transaction.atomic
def load() -> int:
    """Adds what is missing, leaves what staff have changed, and reads all pages into the index; answers their count."""
    texts = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(CONTENT.glob("*.toml"))}
    home = home_page(texts["pages"]["home"], site_name=SITE_NAME)
    set_up_workflow(root=home)
    _standards(texts["standards"]["standard"])
    add_indexes(home, texts["pages"])
    standards = texts["pages"]["standards"]
    add_page(home, "standards", lambda: StandardsPage(title=standards["title"], body=body(standards["body"])))
    _info_pages(home, texts["pages"]["info"])
    _news(texts["news"]["news"])
    _policies(texts["policies"]["policy"])
    _guides(texts["guides"]["guide"], load_forms(texts["forms"]["form"]))
    _windows(texts["services"])
    _survey(home, texts["survey"])
    return _read_into_index()


def _info_pages(home: HomePage, texts: list[dict[str, Any]]) -> None:
    """Information pages; a slug with a stroke lies below the page before the stroke."""
    for text in texts:
        above, _, slug = text["slug"].rpartition("/")
        parent = Page.objects.child_of(home).get(slug=above) if above else home
        values = text | {"body": body(text["body"]), "slug": slug, "show_in_menus": True}
        add_page(parent, slug, lambda values=values: InfoPage(**values))


def _news(texts: list[dict[str, Any]]) -> None:
    parent = NewsIndexPage.objects.get()
    for text in texts:
        values = text | {"body": body(text.get("body", ""))}
        add_page(parent, text["slug"], lambda values=values: NewsPage(**values))


def _policies(texts: list[dict[str, Any]]) -> None:
    """Policies; those that replace another come after it, whatever the file's order."""
    parent = PolicyIndexPage.objects.get()
    for text in sorted(texts, key=lambda text: "replaces" in text):
        replaced = PolicyPage.objects.filter(slug=text.get("replaces", "")).first()
        explained = NewsPage.objects.filter(slug=text.get("interpretation", "")).first()
        values = text | {"body": body(text["body"]), "replaces": replaced, "interpretation": explained}
        add_page(parent, text["slug"], lambda values=values: PolicyPage(**values))


def _guides(texts: list[dict[str, Any]], forms: dict[str, PaperForm]) -> None:
    parent = GuideIndexPage.objects.get()
    for text in texts:
        values = text | {
            "who": prose(text.get("who", "")),
            "result": prose(text.get("result", "")),
            "complaints": prose(text.get("complaints", "")),
            "standard": rows("figure", ("figure", "note"), text.get("standard", [])),
            "materials": _with_forms(rows("material", ("name", "note", "form"), text.get("materials", [])), forms),
            "steps": _steps(text.get("steps", [])),
            "limits": _limits(text.get("limits", [])),
            "rights": items("right", text.get("rights", [])),
            "duties": items("duty", text.get("duties", [])),
        }
        guide = add_page(parent, text["slug"], lambda values=values: GuidePage(**values))
        give_short_link(page=guide)


def _with_forms(materials: Blocks, forms: dict[str, PaperForm]) -> Blocks:
    """Slugs of forms become the forms; the rest need none."""
    for _name, value in materials:
        value["form"] = forms.get(value["form"])
    return materials


def _steps(lines: list[Any]) -> Blocks:
    """Steps as tables (with branches) or as lists of title, who, limit and text; "=key" as a limit is a figure."""
    blocks = []
    for line in lines:
        value = line if isinstance(line, dict) else dict(zip(("title", "who", "limit", "text"), line, strict=True))
        blocks.append(("step", {"branches": [], "onward": "", **_figure_or_words(value)}))
    return blocks


def _limits(lines: list[str]) -> Blocks:
    return [(name, _figure_or_words(value)) for name, value in rows("limit", ("what", "limit", "source"), lines)]


def _figure_or_words(value: dict[str, Any]) -> dict[str, Any]:
    limit = value["limit"]
    return value | ({"figure": limit[1:], "limit": ""} if limit.startswith("=") else {"figure": ""})


def _matters(texts: list[dict[str, str]]) -> list[ServiceMatter]:
    guides = {guide.slug: guide for guide in GuidePage.objects.all()}
    return [
        ServiceMatter.objects.get_or_create(
            name=text["name"], defaults={"guide": guides.get(text["guide"]), "order": 10 * number}
        )[0]
        for number, text in enumerate(texts, start=1)
    ]


def _windows(texts: dict[str, Any]) -> None:
    common = texts["common"]
    matters = _matters(texts["matter"])
    for text in texts["window"]:
        area = Area.objects.filter(pk=text["area"]).first()
        if area is None:
            continue
        office = Office.objects.filter(area=area, kind=Office.Kind.TOWNSHIP).first()
        phone = office.phone if office and office.phone else "12345"
        window, made = ServiceWindow.objects.get_or_create(
            area=area,
            name=text["name"],
            defaults={**common, "address": text["address"], "note": text["note"], "phone": phone},
        )
        if made:
            left_out = text.get("without", [])
            window.matters.set([matter for matter in matters if matter.name not in left_out])
            window.save()
        short_link(path=reverse("policies_cms:township", args=[area.pk]), title=f"{area.name}：到哪里办")


def _survey(home: HomePage, text: dict[str, Any]) -> None:
    def build() -> SurveyPage:
        page = SurveyPage(title=text["title"], thanks=text["thanks"], closes_on=date.fromisoformat(text["closes_on"]))
        page.introduction = prose(text["introduction"])
        page.form_fields = [
            SurveyField(
                sort_order=number,
                label=question["label"],
                field_type=question["field_type"],
                choices=",".join(question["choices"]),
                required=question["required"],
                clean_name=f"question_{number}",
            )
            for number, question in enumerate(text["question"], start=1)
        ]
        return page

    add_page(home, text["slug"], build)


def _standards(texts: list[dict[str, Any]]) -> None:
    """Years and tiers; the year in force is there before the pages."""
    for text in texts:
        standard, _made = Standard.objects.get_or_create(
            effective_from=text["effective_from"],
            defaults={
                "urban": Decimal(text["urban"]),
                "rural": Decimal(text["rural"]),
                "document_number": text["document_number"],
            },
        )
        for line in [] if standard.tiers.exists() else text.get("tiers", []):
            residence, name, who, least, most = line.split("|")
            StandardTier.objects.create(
                standard=standard, residence=residence, name=name, who=who, least=Decimal(least), most=Decimal(most)
            )


def _read_into_index() -> int:
    """Reads the pages at once: the worker that follows edits may not run yet."""
    pages = Page.objects.filter(depth__gte=2).specific()
    for page in pages:
        index.insert_or_update_object(page)
    for window in ServiceWindow.objects.all():
        index.insert_or_update_object(window)
    return len(pages)
