"""Periodic jobs of search."""

from county.jobs import periodic
from search import actions
from search.engines.choice import flush, server_index
from search.tasks import rebuild_index


@periodic(cron="* * * * *", name="tell-elasticsearch")
def tell_elasticsearch() -> None:
    """Sends what an outage kept back; builds the index where there is none yet."""
    index = server_index()
    if index is None:
        return
    index.flush()
    try:
        missing = not index.behind_alias()
    except index.FAULTS:
        return
    if missing:
        rebuild_index()


@periodic(cron="10 3 * * *", name="reconcile-search")
def reconcile_search() -> None:
    """What was changed past the signals, by a bulk statement or while the process died; a new site's first synonyms."""
    actions.set_up_search()
    actions.reconcile()
    flush()
