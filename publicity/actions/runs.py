"""Publishing many lists in the background: the press starts a run, a worker does it township by township."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from county.models.staff import User
from publicity.actions.batches import Outcome, publish_rosters
from publicity.models.rosters import VillageRoster
from publicity.models.runs import PublishRun
from publicity.wording import refusal


@transaction.atomic
def start_run(
    *,
    rosters: Sequence[VillageRoster],
    by: User,
    today: date,
    reason_code: str = "",
    replace: bool = False,
    opens_on: date | None = None,
    appraised_on: date | None = None,
) -> PublishRun:
    """Puts a press on record and hands it to the worker. What may be published is decided list by list, by the run."""
    run = PublishRun.objects.create(
        by=by,
        today=today,
        rosters=[roster.pk for roster in rosters],
        reason_code=reason_code,
        replace=replace,
        opens_on=opens_on,
        appraised_on=appraised_on,
    )
    transaction.on_commit(lambda: publish_in_background.enqueue(str(run.pk)))
    return run


@task()
def publish_in_background(run_id: str) -> None:
    """Does a run once; its row says how far it has come."""
    do_run(run=PublishRun.objects.select_related("by__office__area").get(pk=UUID(run_id)))


def do_run(*, run: PublishRun) -> PublishRun:
    """Publishes the run's rosters. Each township is out whole or not at all; the run's row follows after each.

    An error leaves the run marked as broken off, with what is out and what is not told by the lists themselves.
    """

    def save(outcome: Outcome) -> None:
        run.published, run.skipped = len(outcome.published), len(outcome.skipped)
        run.refused = [[village.pk, error.code, str(refusal(error))] for village, error in outcome.refused]
        run.save(update_fields=["published", "skipped", "refused"])

    rosters = VillageRoster.objects.filter(pk__in=run.rosters).select_related("village__parent__parent")
    try:
        publish_rosters(
            rosters=list(rosters.order_by("village", "batch")),
            by=run.by,
            today=run.today,
            reason_code=run.reason_code,
            replace=run.replace,
            opens_on=run.opens_on,
            appraised_on=run.appraised_on,
            progress=save,
        )
    except BaseException:
        run.broke_off = True
        raise
    finally:
        run.finished_at = timezone.now()
        run.save(update_fields=["broke_off", "finished_at"])
    return run
