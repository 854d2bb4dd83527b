"""Run by `bench_search` in a process of its own: fills a database, measures, prints one JSON object.

`judged` measures how good results are, `speed` how fast 5,000 policies are searched and read in.
"""

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

from django.conf import settings  # noqa: E402 - needs the line above
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models.signals import post_save  # noqa: E402
from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend  # noqa: E402
from modelsearch.signal_handlers import post_save_signal_handler  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402
from wagtail.signal_handlers import disable_reference_index_auto_update  # noqa: E402

from benchmarks import search_judged  # noqa: E402
from county.models.areas import Area  # noqa: E402
from policies_cms.models.home import HomePage  # noqa: E402
from policies_cms.models.policies import PolicyIndexPage, PolicyPage  # noqa: E402
from search import queries  # noqa: E402
from search.actions import reconcile, set_up_search  # noqa: E402
from search.backends.common import IndexEntry  # noqa: E402
from search.engines.breaker import breaker  # noqa: E402
from search.models.documents import SearchDocument  # noqa: E402

PAGES = 5_000
CHARACTERS = 1_000
RUNS = 8
BUILDS = 3
# What people type: words, a number, two words, a stretch of a sentence, a question, a year, an office. Stock takes a
# run of Chinese for one word and finds something for the number, the year and the office; the rest is cheap for it.
QUERIES = [
    *("低保", "最低生活保障", "明民发〔2026〕4321号", "临时救助 标准", "公示七天", "怎么申请救助金呢"),
    *("2026", "明安县民政局"),
]
WORDS = [
    *("最低生活保障", "低保", "临时救助", "特困人员", "公示", "标准", "乡镇", "街道", "家庭", "收入"),
    *("财产", "核对", "申请", "审核", "确认", "复核", "渐退", "七天"),
]


@transaction.atomic
def fill() -> None:
    """Policies of 1,000 characters from a fixed seed, read into both indexes of the database."""
    rng = random.Random(7)
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="首页", slug="bench"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "bench", "root_page": home})
    parent = home.add_child(instance=PolicyIndexPage(title="政策文件", slug="policies"))
    made = []
    for number in range(1, PAGES + 1):
        text = "".join(rng.choices(WORDS, k=CHARACTERS // 2))[:CHARACTERS]
        made.append(policy(parent, number, text))
    with disable_reference_index_auto_update():
        for page in made:
            page.save_base(force_insert=True)
    get_search_backend().add_bulk(PolicyPage, made)


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


def timed(act: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def spread(act: Callable[[str], object], runs: int) -> dict[str, float]:
    """Median and 95th of a hundred, in milliseconds, over all queries."""
    times = sorted(timed(lambda q=q: act(q)) * 1000 for _run in range(runs) for q in QUERIES)
    return {"median": times[len(times) // 2], "p95": times[min(len(times) - 1, int(len(times) * 0.95))]}


def stock() -> SQLiteSearchBackend:
    """modelsearch's own backend, its index filled with what ours held."""
    backend = SQLiteSearchBackend({})
    IndexEntry._default_manager.all()._raw_delete("default")
    return backend


def on_server(url: str) -> None:
    """From here on Elasticsearch answers, or the run fails: a silent fallback would measure the database."""
    settings.ELASTICSEARCH_URL = url
    breaker.failed = lambda fault: (_ for _ in ()).throw(fault)  # type: ignore[method-assign]


def speed(url: str) -> dict[str, object]:
    """Figures of the 5,000."""
    post_save.disconnect(post_save_signal_handler, sender=PolicyPage)
    fill()
    found: dict[str, object] = {"read": timed(reconcile)}
    found["ours"] = spread(lambda q: queries.search(q=q), RUNS)
    if url:
        on_server(url)
        found |= server_speed()
        settings.ELASTICSEARCH_URL = ""
    backend = stock()
    for start in range(0, PAGES, 500):
        backend.add_bulk(PolicyPage, list(PolicyPage.objects.order_by("pk")[start : start + 500]))
    pages = PolicyPage.objects.live()
    answered = set()

    def ask(q: str) -> None:
        results = backend.search(q, pages)
        list(results[:10])
        if results.count():
            answered.add(q)

    found["stock"] = spread(ask, 1) | {"answered": len(answered), "asked": len(QUERIES)}
    return found


def server_speed() -> dict[str, object]:
    """Ours on the node beside a bare query and a bare bulk, in turn."""
    # Here alone, since the client is there only where a server is.
    from elasticsearch.helpers import bulk  # noqa: PLC0415

    from search.engines import indexing, server  # noqa: PLC0415

    server.SEARCH_SECONDS = server.BUILD_SECONDS
    client = server.client()
    sources = [(one.key, indexing.source_of(one)) for one in SearchDocument.objects.all()]

    def bare_bulk() -> None:
        name = f"{server.alias()}-bare{time.monotonic_ns()}"
        server.new_index(name).create(using=client)
        bulk(
            client,
            max_retries=indexing.BULK_RETRIES,
            actions=({"_index": name, "_id": key, "_source": source} for key, source in sources),
            chunk_size=500,
        )
        client.indices.refresh(index=name)
        client.indices.delete(index=name)

    def bare_query(q: str) -> None:
        match = {"multi_match": {"query": q, "type": "phrase", "fields": ["title", "body"]}}
        client.search(index=server.alias(), query=match, size=10)

    times: dict[str, list[float]] = {"bulk": [], "rebuild": []}
    for _run in range(BUILDS):
        times["bulk"].append(timed(bare_bulk))
        times["rebuild"].append(timed(indexing.rebuild))
    spread(bare_query, 2)
    spread(lambda q: queries.search(q=q), 2)
    figures = {"bare": spread(bare_query, RUNS), "server": spread(lambda q: queries.search(q=q), RUNS)}
    indexing.drop_all()
    return figures | {name: statistics.median(values) for name, values in times.items()}


def judged(url: str) -> dict[str, object]:
    """nDCG@10 of each engine over the fixed corpus."""
    settings.PORTAL_TODAY = "2026-11-20"
    Area.objects.bulk_create(Area(**values) for values in search_judged.areas())
    rows = [SearchDocument(**values) for values in search_judged.documents()]
    SearchDocument.objects.bulk_create(rows)
    get_search_backend().add_bulk(SearchDocument, rows)

    def ours(q: str) -> list[str]:
        return [hit.url for hit in queries.search(q=q).hits]

    found: dict[str, object] = {"ours": search_judged.judge(ours)}
    if url:
        on_server(url)
        from search.engines import indexing, server  # noqa: PLC0415 - only where a server is

        server.SEARCH_SECONDS = server.BUILD_SECONDS
        indexing.rebuild()
        found["server"] = search_judged.judge(ours)
        indexing.drop_all()
        settings.ELASTICSEARCH_URL = ""
    backend = stock()
    backend.add_bulk(SearchDocument, rows)
    everything = SearchDocument.objects.all()
    found["stock"] = search_judged.judge(lambda q: [one.url for one in backend.search(q, everything)[:10]])
    return found


if __name__ == "__main__":
    call_command("migrate", verbosity=0, stdout=StringIO())
    set_up_search()
    measured = {"judged": judged, "speed": speed}[sys.argv[1]](sys.argv[2] if len(sys.argv) > 2 else "")
    sys.stdout.write(json.dumps(measured, ensure_ascii=False) + "\n")
