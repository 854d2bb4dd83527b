"""Periodic jobs of publicity."""

from county.jobs import periodic
from county.today import today
from publicity.actions import closing


@periodic(cron="5 0 * * *", name="close-due-lists")
def close_due_lists() -> None:
    """Puts the end of yesterday's windows on record; what readers see went by the date at midnight already."""
    closing.close_due_lists(today=today())
