"""The home page's panels of publicity."""

from datetime import timedelta

from django.http import HttpRequest

from county.models.settings import CountySettings
from county.panels import Panel, register_home_panel
from county.today import today
from publicity import coverage_queries, queries
from publicity.domain.coverage import Coverage
from publicity.domain.periods import period_of
from publicity.wording import STAGES

ROLL = 8
REVIEWS = 3
EVENTS = 3
EVENT_DAYS = 14
NAMED = 5
# A window that ends this soon is shown in red.
SOON_DAYS = 3


@register_home_panel(order=10)
def roll_panel(request: HttpRequest) -> Panel:
    """What is open and new (内蒙古 2013: 网络滚动公示)."""
    day = today()
    lists = []
    for item in queries.roll(today=day, limit=ROLL):
        left = item.window.days_left(day)
        soon = left is not None and left <= SOON_DAYS
        lists.append({"list": item, "stage": STAGES[item.stage], "left": left, "soon": soon})
    context = {
        "lists": lists,
        "reviews": queries.open_reviews(today=day, limit=REVIEWS),
        "events": queries.recent_events(since=day - timedelta(days=EVENT_DAYS), today=day, limit=EVENTS),
        "totals": queries.long_term_totals(today=day),
    }
    return Panel("publicity/panel_roll.html", context)


@register_home_panel(order=20)
def progress_panel(request: HttpRequest) -> Panel:
    """How many villages have published this month's long-term list."""
    day = today()
    period = period_of(day)
    publish_day = CountySettings.load(request_or_site=request).publish_day
    found = coverage_queries.overview(periods=[period], publish_day=publish_day, today=day)
    (tally,) = found.tallies
    context = {
        "period": period,
        "publish_day": publish_day,
        "total": tally.expected,
        "on_time": tally.on_time,
        "late": tally.late,
        "pending": tally.pending,
        "missing": tally.missing,
        "missing_named": found.in_state(Coverage.MISSING)[:NAMED],
    }
    return Panel("publicity/panel_progress.html", context)
