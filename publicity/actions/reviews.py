"""Publicising the result of a review again in the same village (牡丹区 2022: 复核结果再次公示)."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction

from county.actions import record
from county.calendars import workday_calendar
from county.domain.workdays import next_workday
from county.models.areas import Area
from county.models.staff import User
from publicity.actions.errors import ForbiddenPattern, SameHand
from publicity.actions.ledger import append_entry, commit, publish_checkpoint
from publicity.domain.gate import scan_all
from publicity.domain.reasons import ReviewOutcome
from publicity.models.publications import Publication, ReviewNotice, new_id
from publicity.signals import review_published

# 牡丹区 2022: the result is publicised again; for how long is not said, so as long as a first list, seven days.
NOTICE_DAYS = 7


@transaction.atomic
def publish_review_notice(
    *,
    village: Area,
    publication: Publication | None,
    entry_number: int | None,
    outcome: str,
    explanation: str,
    by: User,
    approved_by: User,
    today: date,
) -> ReviewNotice:
    """Publicises how a review ended; called in the transaction that approves the decision.

    `explanation` is what the public reads: it must name nobody. Raises SameHand, ForbiddenPattern, and ValueError for
    an unknown outcome. Whether the two people may decide and approve is the caller's rule.
    """
    if by.pk == approved_by.pk:
        raise SameHand
    findings = scan_all({"explanation": explanation})
    if findings:
        raise ForbiddenPattern(findings)
    commitment, opening = commit(explanation)
    notice = ReviewNotice(
        id=new_id(),
        village=village,
        publication=publication,
        entry_number=entry_number,
        outcome=ReviewOutcome(outcome),
        explanation=explanation,
        published_on=today,
        closes_on=next_workday(today + timedelta(days=NOTICE_DAYS), workday_calendar()),
        published_by=by,
        approved_by=approved_by,
    )
    body = {
        "type": "review",
        "notice": notice.pk,
        "village": village.pk,
        "list": publication.pk if publication else None,
        "published_on": today.isoformat(),
        "closes_on": notice.closes_on.isoformat(),
        "outcome": notice.outcome,
        "commitments": {"explanation": commitment},
    }
    notice.ledger_index = append_entry(body=body, openings={"explanation": opening})
    notice.save(force_insert=True)
    record(
        actor=approved_by,
        verb="review.publish",
        subject=f"review:{notice.pk}",
        area=village,
        detail={"outcome": notice.outcome, "written_by": by.pk},
    )
    transaction.on_commit(partial(_announce, notice), robust=True)
    return notice


def _announce(notice: ReviewNotice) -> None:
    publish_checkpoint()
    review_published.send(ReviewNotice, notice=notice)
