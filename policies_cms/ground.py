"""The pages that every county begins with: home and the index of each column; safe to repeat."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from policies_cms.actions import set_up_workflow
from policies_cms.demo_text import prose
from policies_cms.models.guides import GuideIndexPage
from policies_cms.models.home import HomePage
from policies_cms.models.news import NewsIndexPage
from policies_cms.models.policies import PolicyIndexPage
from policies_cms.models.services import ServiceIndexPage
from policies_cms.models.standards import StandardsPage

CONTENT = Path(settings.BASE_DIR) / "demo" / "content"


@transaction.atomic
def set_up_pages(*, site_name: str) -> HomePage:
    """Adds what is missing, with the approval by a second person on all of it; texts that staff changed stay."""
    texts = tomllib.loads((CONTENT / "pages.toml").read_text("utf-8"))
    home = home_page(texts["home"], site_name=site_name)
    set_up_workflow(root=home)
    add_indexes(home, texts)
    add_page(home, "standards", lambda: StandardsPage(title=texts["standards"]["title"]))
    return home


def home_page(text: Mapping[str, str], *, site_name: str) -> HomePage:
    """The home page in place of Wagtail's welcome page."""
    found = HomePage.objects.first()
    if found is None:
        root = Page.objects.get(depth=1)
        Page.objects.filter(depth=2, slug="home").exclude(pk__in=HomePage.objects.all()).update(slug="welcome")
        found = root.add_child(instance=HomePage(slug="home", **text))
        found.save_revision().publish()
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": found, "site_name": site_name}
        )
        Page.objects.filter(depth=2, slug="welcome", numchild=0).delete()
    return HomePage.objects.get(pk=found.pk)


def add_page(parent: Page, slug: str, build: Callable[[], Page]) -> Page:
    """The page `slug` below `parent`, built and published where it is missing."""
    parent = Page.objects.get(pk=parent.pk)  # treebeard counts children on the object in hand, so it is read anew
    found = parent.get_children().filter(slug=slug).first()
    if found is None:
        page = build()
        page.slug = slug
        parent.add_child(instance=page)
        page.save_revision().publish()
        found = page
    return found.specific


def add_indexes(home: HomePage, texts: Mapping[str, Any]) -> None:
    """Documents, guides, windows and news, each with the words of its first paragraph."""
    add_page(home, "policies", lambda: PolicyIndexPage(show_in_menus=True, **texts["policies"]))
    add_page(home, "guides", lambda: GuideIndexPage(show_in_menus=True, **texts["guides"]))
    services = texts["services"]
    add_page(
        home,
        "services",
        lambda: ServiceIndexPage(title=services["title"], introduction=prose(services["introduction"])),
    )
    add_page(home, "news", lambda: NewsIndexPage(show_in_menus=True, **texts["news"]))
