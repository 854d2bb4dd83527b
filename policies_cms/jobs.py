"""Periodic jobs of pages."""

from django.core.management import call_command

from county.jobs import periodic
from county.today import today
from policies_cms.actions import count_faults


@periodic(cron="20 5 * * *", name="count-content-health")
def count() -> None:
    """Before work begins, so that the editors' home page knows what is to be mended."""
    count_faults(today=today())


@periodic(cron="*/10 * * * *", name="publish-on-time")
def publish_on_time() -> None:
    """Lets live what was approved for a later hour, and takes down what was approved until one."""
    call_command("publish_scheduled")
