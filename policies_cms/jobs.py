"""Periodic jobs of pages."""

from county.jobs import periodic
from county.today import today
from policies_cms.actions import count_faults


@periodic(cron="20 5 * * *", name="count-content-health")
def count() -> None:
    """Before work begins, so that the editors' home page knows what is to be mended."""
    count_faults(today=today())
