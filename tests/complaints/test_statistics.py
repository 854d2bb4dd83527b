"""Figures of ended months: counted when cases close, released once, shown as page, chart and file."""

import csv
import io
from datetime import date, timedelta

import pytest

from complaints.actions import handling, intake, oversight
from complaints.actions.releasing import release_statistics
from complaints.domain.figures import Ending
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import NotAcceptedBecause, Outcome
from complaints.models.counts import ClosedCount, ClosedDays, StatisticsRelease
from complaints.released import public_statistics
from county.jobs import registered_jobs
from county.models.audit import AppendOnlyError
from publicity.models.ledger import LedgerEntry
from tests.factories_complaints import DUE, FILED, FOUND, file_case

LATE = DUE + timedelta(days=3)
WEST, EAST = "371700001000", "371700002000"


def answered(world, day=FILED, **given):
    case, receipt = file_case(world, **given)
    handling.accept_case(**world.acting("township", case, day))
    handling.start_review(**world.acting("township", case, day))
    handling.decide_case(**world.acting("township", case, day), outcome=Outcome.UPHELD, reasons="属实", **FOUND)
    handling.approve_decision(**world.acting("lead", case, day))
    return case, receipt


def closed(world, day=FILED, *, closing=None, **given):
    case, receipt = answered(world, day, **given)
    oversight.close_case(**world.acting("township", case, closing or day))
    return case, receipt


def count(number, *, month="2026-10", kind="review", outcome="upheld", on_time=True, township=None, days=4):
    sort = {"month": month, "kind": kind, "township_id": township}
    ClosedCount.objects.create(**sort, outcome=outcome, on_time=on_time, appeal=False, count=number)
    row, _new = ClosedDays.objects.get_or_create(**sort, days=days)
    row.count += number
    row.save()


def test_closing_counts_once_and_says_whether_it_was_in_time(world):
    for today in (FILED, DUE, LATE):
        closed(world, today, closing=LATE)
    rows = ClosedCount.objects.order_by("on_time").values_list(
        "month", "township__name", "kind", "outcome", "on_time", "appeal", "count"
    )
    assert list(rows) == [
        ("2026-12", "西河镇", "tip-household", "upheld", False, False, 1),
        ("2026-12", "西河镇", "tip-household", "upheld", True, False, 2),
    ]
    lengths = ClosedDays.objects.order_by("days").values_list("township__name", "days", "count")
    assert list(lengths) == [("西河镇", 0, 1), ("西河镇", 10, 1), ("西河镇", 11, 1)]


def test_an_extension_that_came_too_late_leaves_the_case_late(world):
    case, _ = file_case(world)
    oversight.escalate_overdue(today=LATE)
    oversight.extend_case(**world.acting("county", case, LATE), days=10, reason="难查")
    for step in (handling.accept_case, handling.start_review):
        step(**world.acting("township", case, LATE))
    handling.decide_case(**world.acting("township", case, LATE), outcome=Outcome.UPHELD, reasons="属实", **FOUND)
    handling.approve_decision(**world.acting("lead", case, LATE))
    oversight.close_case(**world.acting("township", case, LATE))
    assert not ClosedCount.objects.get().on_time


def test_a_case_handed_over_counts_where_it_left_and_not_again_when_it_closes(world):
    case, _ = file_case(world)
    oversight.transfer_case(**world.acting("township", case), reason="涉及村干部")
    handling.accept_case(**world.acting("discipline", case))
    handling.answer_case(**world.acting("discipline", case), text="已办结")
    oversight.close_case(**world.acting("discipline", case))
    row = ClosedCount.objects.get()
    assert (row.outcome, row.township_id, row.count, row.on_time) == ("transferred", WEST, 1, True)


def test_the_time_of_a_case_that_its_sender_objected_to_begins_anew(world):
    case, receipt = closed(world)
    intake.reopen(code=receipt.code, text="不同意", today=LATE)
    case.refresh_from_db()
    handling.start_review(**world.acting("county", case, LATE))
    handling.decide_case(**world.acting("county", case, LATE), outcome=Outcome.NOT_UPHELD, reasons="不属实", **FOUND)
    handling.approve_decision(**world.acting("county-two", case, LATE))
    oversight.close_case(**world.acting("county", case, LATE))
    row = ClosedCount.objects.get(appeal=True)
    assert (row.on_time, ClosedDays.objects.get(month="2026-12").days) == (True, 0)


@pytest.mark.parametrize("reached", ["accepted", "not-accepted", "answered"])
def test_about_officials_no_township_is_counted(world, reached):
    case, _receipt = file_case(world, subject=Subject.TOWNSHIP_STAFF)
    acting = world.acting("discipline", case)
    if reached == "not-accepted":
        handling.not_accept_case(**acting, because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向信访部门反映")
    else:
        handling.accept_case(**acting)
    if reached == "answered":
        handling.answer_case(**acting, text="已办结")
    oversight.close_case(**acting)
    row = ClosedCount.objects.get()
    assert (row.township, row.kind) == (None, "tip-official")
    assert row.outcome == {"accepted": "closed", "not-accepted": "out-of-scope", "answered": "answered"}[reached]


def test_a_count_tells_no_township_of_a_case_that_is_kept_from_its_office(world):
    case, _ = file_case(world, but_not=frozenset({"west"}))
    acting = world.acting("county", case)
    handling.accept_case(**acting)
    handling.start_review(**acting)
    handling.decide_case(**acting, outcome=Outcome.UPHELD, reasons="属实", **FOUND)
    handling.approve_decision(**world.acting("county-two", case))
    oversight.close_case(**acting)
    assert ClosedCount.objects.get().township is None
    assert ClosedDays.objects.get().township is None


def test_public_figures_wait_for_the_month_and_for_ten(world):
    count(12)
    count(9, month="2026-09")
    count(50, month="2026-11")
    assert release_statistics(today=date(2026, 11, 30)) == ["2026-09", "2026-10"]
    october, september = public_statistics()
    assert (october.month, october.households.closed) == ("2026-10", 12)
    assert (september.month, september.households.closed) == ("2026-09", None)


def test_a_month_without_anything_is_released_too(world):
    count(12, month="2026-08")
    assert release_statistics(today=date(2026, 11, 1)) == ["2026-08", "2026-09", "2026-10"]
    assert public_statistics()[0].households.closed == 0


@pytest.mark.parametrize(
    ("extended", "on_time"), [(False, 0), (True, 0)], ids=["unanswered", "unanswered, and extended afterwards"]
)
def test_what_waits_too_long_is_in_the_figures_though_it_is_not_closed(world, extended, on_time):
    for _each in range(10):
        case, _ = file_case(world, today=date(2026, 10, 12))
        if extended:
            oversight.extend_case(**world.acting("county", case, date(2026, 10, 30)), days=1, reason="难查")
    release_statistics(today=date(2026, 11, 1))
    row = public_statistics()[0].households
    assert (row.received, row.overdue, row.on_time) == (10, 10, on_time)
    assert public_statistics()[0].townships[WEST].overdue == 10


def test_answered_after_the_month_it_was_overdue_in_the_month(world):
    for _each in range(10):
        answered(world, date(2026, 11, 2), today=date(2026, 10, 12))
    release_statistics(today=date(2026, 12, 1))
    november, october = public_statistics()
    assert (october.households.overdue, november.households.overdue) == (10, 0)


def test_tips_about_officials_are_in_no_sum_of_those_received_and_bring_no_release_about(world):
    for _each in range(10):
        file_case(world, subject=Subject.TOWNSHIP_STAFF, kind=Kind.TIP_OFFICIAL)
    assert release_statistics(today=date(2026, 12, 1)) == []
    count(12, month="2026-11", township=WEST)
    assert release_statistics(today=date(2026, 12, 1)) == ["2026-11"]
    (month,) = public_statistics()
    assert (month.households.received, month.officials.received) == (0, 10)
    assert {code: row.received for code, row in month.townships.items()} == {WEST: 0}


def test_a_released_month_is_on_the_page_and_never_revised(world, client, settings):
    for _each in range(11):
        closed(world)
    settings.PORTAL_TODAY = "2026-12-01"
    next(job for job in registered_jobs() if job.name == "release-case-statistics").run()
    (month,) = public_statistics()
    row = month.townships[WEST]
    assert (row.received, row.closed, row.on_time, row.late, row.median, row.overdue) == (11, 11, 11, 0, 0, 0)
    assert month.kinds["tip-household"].closed == 11
    assert month.households.endings[Ending.UPHELD] == 11
    ClosedCount.objects.update(count=99)
    assert release_statistics(today=date(2026, 12, 2)) == []
    assert public_statistics() == [month]
    release = StatisticsRelease.objects.get()
    assert b'"type":"statistics"' in bytes(LedgerEntry.objects.get(pk=release.ledger_index).leaf)
    with pytest.raises(AppendOnlyError):
        release.save()
    shown = client.get("/statistics/").content.decode()
    for told in ("2026年11月", "收到", "超期未办结", "办理工作日中位数", "<svg", "/statistics/2026-11/"):
        assert told in shown
    page = client.get("/statistics/2026-11/").content.decode()
    for told in ("西河镇", "有关家庭的事项合计", "11 件"):
        assert told in page


@pytest.fixture
def two_years(world):
    for month in ("2025-12", "2026-09", "2026-10"):
        count(12, month=month, township=WEST)
        count(15, month=month, township=EAST, on_time=month != "2026-10", days=14)
    count(3, township=WEST, kind="objection")
    release_statistics(today=date(2026, 11, 1))


def test_years_are_pages_and_months_lead_on(two_years, client):
    page = client.get("/statistics/").content.decode()
    assert "2026年10月" in page
    assert "2025年12月" not in page
    assert "/statistics/?year=2025" in page or 'href="?year=2025"' in page
    older = client.get("/statistics/?year=2025").content.decode()
    assert "2025年12月" in older
    month = client.get("/statistics/2026-09/").content.decode()
    assert 'rel="next" href="/statistics/2026-10/"' in month
    assert 'rel="prev" href="/statistics/2026-08/"' in month


@pytest.mark.parametrize("address", ["2026-11/", "2027-01/", "garbage/", "?year=2019", "?year=x"])
def test_what_was_not_released_is_not_found(two_years, client, address):
    assert client.get(f"/statistics/{address}").status_code == 404


def test_the_file_has_what_the_pages_have_and_no_more(two_years, client):
    response = client.get("/statistics/figures.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    october = [row for row in rows if row["月份"] == "2026-10"]
    whole = next(row for row in october if row["事项"] == "有关家庭的事项合计")
    assert (whole["办结"], whole["按期"], whole["超期办结"]) == ("30", "15", "15")
    townships = {row["事项"]: row["办结"] for row in october if row["区划代码"]}
    assert townships == {"西河镇": "15", "东关镇": "15"}
    kinds = [row["办结"] for row in october if not row["区划代码"]][1:4]
    assert kinds == ["*"] * 3  # three objections, what they could be worked out from, and a 0 that could be either
    assert "3" not in {row["办结"] for row in rows}


def test_before_the_first_month_the_page_says_so(db, client):
    page = client.get("/statistics/")
    assert page.status_code == 200
    assert "还没有" in page.content.decode()
    assert client.get("/statistics/?year=x").status_code == 200
    assert len(client.get("/statistics/figures.csv").content.decode().splitlines()) == 1


def test_the_limits_on_the_page_are_those_of_the_table(db, client):
    page = client.get("/statistics/").content.decode()
    assert page.count('<td class="num">10</td>') == len(Kind)
    assert "菏区政办发〔2022〕23号" in page
