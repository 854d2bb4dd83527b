"""What takes longer than a request."""

import logging

from django.conf import settings
from django_tasks import task

from search.engines.choice import server_index

log = logging.getLogger("search")


@task()
def rebuild_task() -> None:
    """Builds Elasticsearch's index anew; when another does so already, or the server is down, it is left to the job."""
    index = server_index()
    if index is None:
        return
    try:
        index.rebuild()
    except index.FAULTS as fault:
        log.warning("Elasticsearch's index was not rebuilt (%s).", type(fault).__name__)


def rebuild_index() -> None:
    """Asks the worker for a new index, where there is a server."""
    if settings.ELASTICSEARCH_URL:
        rebuild_task.enqueue()
