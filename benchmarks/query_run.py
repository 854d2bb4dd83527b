"""Run by `bench_query` in a process of its own: asks for protected and for absent names, prints one JSON object.

Each question goes through the view in this process: form, limits, database, page. What lies around the view (server,
middleware) never learns what was found and would only add noise, and hours.
"""

import gc
import io
import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs the line above
from django.core.handlers.wsgi import WSGIRequest  # noqa: E402
from django.core.management import call_command  # noqa: E402

from county.models.settings import CountySettings  # noqa: E402
from publicity import limits  # noqa: E402
from publicity.models.publications import PublicationEntry  # noqa: E402
from publicity.views.query import query  # noqa: E402
from tests.factories_publicity import published  # noqa: E402

TODAY = date(2026, 11, 20)
NAMES_A_KIND = 50
WARM_UP = 1_000
# Names that are on the list, so that the classifier is seen to see something.
FOUND = 1_000
COLLECT = 200
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "秀英建国明芳桂兰志强玉梅海燕文华"


class WithoutMigrations:
    """Tables straight from the models: the benchmark is of the question, and migrations take a minute."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def names(rng: random.Random, without: set[str]) -> list[str]:
    """Fresh names of two and three characters."""
    found: set[str] = set()
    while len(found) < NAMES_A_KIND:
        name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2, 2))))
        if name not in without:
            found.add(name)
    return sorted(found)


def question(village: str, name: str) -> Callable[[], tuple[int, bytes]]:
    """What asks for a name once and answers how many nanoseconds it took, and the page."""
    body = urlencode({"village": village, "name": name}).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/publicity/query/",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.BytesIO(),
    }

    def ask() -> tuple[int, bytes]:
        given = environ | {"wsgi.input": io.BytesIO(body)}
        start = time.perf_counter_ns()
        page = query(WSGIRequest(given)).content
        return time.perf_counter_ns() - start, page

    return ask


def lift_limits() -> None:
    """The counting stays, the refusing goes: 10⁵ questions come from one address here."""
    limits.pause_of_connection.__kwdefaults__["most"] = 10**9
    county = CountySettings.load()
    county.query_village_hour = county.query_county_hour = 10**6  # beyond what the form lets a county choose
    county.save()
    limits.BUSY_HOURS = limits.HARD = 10**6


if __name__ == "__main__":
    settings.MIGRATION_MODULES = WithoutMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0, stdout=io.StringIO())
    settings.PORTAL_TODAY = TODAY.isoformat()
    rng = random.Random(9)
    shown = names(rng, set())
    protected = names(rng, set(shown))
    hidden = names(rng, {*shown, *protected})
    absent = names(rng, {*shown, *protected, *hidden})
    made = published(names=(*shown, *hidden), hidden=tuple(protected))
    # Half of the protected never had a row; the others had one that was hidden afterwards.
    PublicationEntry.everything.filter(publication=made, number__gt=len(shown)).update(hidden_on=TODAY)
    lift_limits()
    groups = {"protected": protected + hidden, "absent": absent, "found": shown}
    askers = {kind: [question(made.village_id, name) for name in group] for kind, group in groups.items()}
    order = ["protected", "absent"] * (int(sys.argv[1]) // 2) + ["found"] * FOUND
    rng.shuffle(order)
    for kind in order[:WARM_UP]:
        rng.choice(askers[kind])()
    times: list[tuple[str, int]] = []
    pages: set[bytes] = set()
    gc.collect()
    gc.disable()
    for at, kind in enumerate(order):
        taken, page = rng.choice(askers[kind])()
        times.append((kind, taken))
        assert (b"**" in page) is (kind == "found")
        if kind != "found":
            pages.add(page)
        if at % COLLECT == 0:
            gc.collect(0)
    sys.stdout.write(json.dumps({"times": times, "pages": len(pages)}) + "\n")
