"""Run by `bench_search` in a process of its own: fills a database, measures, prints one JSON object."""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from io import StringIO

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - needs the line above
from django.db import transaction  # noqa: E402
from django.db.models.signals import post_save  # noqa: E402
from modelsearch.signal_handlers import post_save_signal_handler  # noqa: E402
from wagtail.models import Page  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402
from wagtail.signal_handlers import disable_reference_index_auto_update  # noqa: E402

from policies_cms.models.home import HomePage  # noqa: E402
from policies_cms.models.policies import PolicyIndexPage, PolicyPage  # noqa: E402
from search import queries  # noqa: E402
from search.actions import set_up_search  # noqa: E402

PAGES = 5_000
RUNS = 5
QUERIES = ["低保", "最低生活保障", "明民发〔2026〕4321号", "临时救助 标准", "公示七天", "怎么申请救助金呢"]
WORDS = [
    *("最低生活保障", "低保", "临时救助", "特困人员", "公示", "标准", "乡镇", "街道", "家庭", "收入"),
    *("财产", "核对", "申请", "审核", "确认", "复核", "渐退", "七天"),
]


@transaction.atomic
def fill() -> None:
    """Policies of about 600 characters, from a fixed seed, read into the index in one go."""
    rng = random.Random(7)
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="首页", slug="bench"))
    parent = home.add_child(instance=PolicyIndexPage(title="政策文件", slug="policies"))
    policies = [policy(parent, number, "".join(rng.choices(WORDS, k=200))) for number in range(1, PAGES + 1)]
    with disable_reference_index_auto_update():
        for page in policies:
            page.save_base(force_insert=True)
    get_search_backend().add_bulk(PolicyPage, policies)


def policy(parent: Page, number: int, text: str) -> PolicyPage:
    """One policy below `parent`, not yet stored."""
    page = PolicyPage(
        title=f"关于{text[:4]}工作的第{number}号通知",
        slug=f"bench-{number}",
        document_number=f"明民发〔2026〕{number}号",
        issuing_body="明安县民政局",
        summary=text[:250],
        body=[("text", f"<p>{text}</p>")],
        date_published=date(2026, 1, 1),
        effective_on=date(2026, 1, 1),
        locale=parent.locale,
        depth=parent.depth + 1,
        path=Page._get_path(parent.path, parent.depth + 1, number),
    )
    page.set_url_path(parent)
    return page


def median_ms(act: Callable[[], object]) -> float:
    """The median of several runs."""
    times = []
    for _run in range(RUNS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    call_command("migrate", verbosity=0, stdout=StringIO())
    set_up_search()
    post_save.disconnect(post_save_signal_handler, sender=PolicyPage)
    fill()
    found = {q: round(median_ms(lambda q=q: queries.search(q=q)), 1) for q in QUERIES}
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
