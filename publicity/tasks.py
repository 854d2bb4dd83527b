"""What the worker does for publicity."""

from uuid import UUID

from django_tasks import task

from county.today import today
from publicity.actions.print_runs import make_prints


@task()
def make_print_run(run_id: str) -> None:
    """Makes the notices of an order. The queue holds its id and nothing else."""
    make_prints(run_id=UUID(run_id), today=today())
