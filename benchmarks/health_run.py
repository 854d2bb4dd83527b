"""The part of bench_health that runs with Django set up, in a process and a database of its own."""

import json
import resource
import time
from datetime import date
from unittest import mock

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_save
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from county.health import findings
from policies_cms.models.guides import GuideIndexPage, GuidePage
from policies_cms.models.home import HomePage
from policies_cms.models.news import NewsIndexPage, NewsPage
from policies_cms.models.policies import PolicyIndexPage, PolicyPage

TODAY = date(2026, 11, 20)
FEW, MANY = 500, 4_500
#: One guide and one explanation for so many policies.
EACH = 20
#: Addresses that stand in texts as such, not as links to a page; each is followed once, whoever names it.
PATHS = ("/publicity/", "/tip/", "/guides/", "/services/", "/nowhere/")
CHARACTERS = 1_000
SENTENCE = "最低生活保障对象的家庭收入和财产应当符合县里公布的标准。"


def main() -> None:
    """Runs with Django set up, on an empty database: the report at 500 policies, and at 5,000."""
    call_command("migrate", verbosity=0)
    parents = sections()
    fill(parents, range(FEW))
    few = look()
    fill(parents, range(FEW, FEW + MANY))
    before = memory()
    many = look()
    print(json.dumps({"few": few, "many": many, "memory": memory() - before}))


def memory() -> float:
    """The most this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def look() -> dict[str, float]:
    """What one look at the report takes: seconds of the processor, so that a busy machine tells the same."""
    statements = 0

    def count(execute: object, *arguments: object) -> object:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        start = time.process_time()
        found = findings(TODAY)
        taken = time.process_time() - start
    return {"seconds": taken, "statements": statements, "found": len(found)}


def sections() -> dict[type[Page], Page]:
    """The site with its three sections."""
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="首页", slug="bench"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    get_document_model().objects.create(title="表", file=ContentFile(b"%PDF-", name="a.pdf"))
    kinds = {PolicyPage: (PolicyIndexPage, "policies"), GuidePage: (GuideIndexPage, "guides")}
    kinds[NewsPage] = (NewsIndexPage, "news")
    return {kind: home.add_child(instance=index(title=slug, slug=slug)) for kind, (index, slug) in kinds.items()}


@transaction.atomic
def fill(parents: dict[type[Page], Page], numbers: range) -> None:
    """Policies of 1,000 characters with links of every kind; every tenth lacks something."""
    document = get_document_model().objects.get().pk
    with mock.patch.object(post_save, "send"):  # no search index, no index of references: neither is measured here
        for number in numbers:
            add(policy(number, parents[PolicyPage].pk, document), parents[PolicyPage], number)
            if number % EACH == 0:
                add(GuidePage(title=f"指南{number}", summary=SENTENCE), parents[GuidePage], number)
                add(NewsPage(title=f"解读{number}", day=TODAY), parents[NewsPage], number)


def policy(number: int, page: int, document: int) -> PolicyPage:
    """One policy, not yet stored."""
    links = (
        f'<a linktype="page" id="{page + number % 7}">a</a><a linktype="document" id="{document}">b</a>'
        f'<a href="{PATHS[number % len(PATHS)]}">c</a><a href="https://example.org/{number}">d</a>'
    )
    text = SENTENCE * (CHARACTERS // len(SENTENCE))
    return PolicyPage(
        title=f"第{number}号通知",
        document_number=f"明民发〔2026〕{number + 1}号" if number % 10 else "",
        issuing_body="明安县民政局",
        summary=text[:250],
        body=[("heading", "一、总则"), ("text", f"<p>{text}{links}</p>")],
        date_published=TODAY,
        effective_on=TODAY,
    )


def add(page: Page, parent: Page, number: int) -> None:
    """Below `parent`, without the bookkeeping of a tree that people change."""
    page.slug = f"bench-{number}"
    page.locale = parent.locale
    page.depth = parent.depth + 1
    page.path = Page._get_path(parent.path, page.depth, number + 1)
    page.set_url_path(parent)
    page.save_base(force_insert=True)
