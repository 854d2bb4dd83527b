"""due_date YYYY-MM-DD [--days 10]: when a period of working days ends, and why."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from county.calendars import workday_calendar
from county.commands import PortalCommand, Refused
from county.domain.workdays import due_date

MOST_DAYS = 250


class Command(PortalCommand):
    """Counts working days from the day after filing."""

    help = "The last day of a period of working days after a date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day of filing and the length."""
        parser.add_argument("date")
        # 菏区政办发〔2022〕23号 三（四）: ten working days.
        parser.add_argument("--days", type=int, default=10)

    def run(self, *, date: str, days: int, **options: Any) -> dict[str, Any]:
        """Answers due, trace and whether the calendar was provisional."""
        start = _day(date)
        if not 1 <= days <= MOST_DAYS:
            raise Refused(f"天数应在 1 到 {MOST_DAYS} 之间。")
        result = due_date(start, days, workday_calendar())
        return {
            "due": result.due.isoformat(),
            "trace": [
                {"date": step.date.isoformat(), "counted": step.counted, "why": step.why.value} for step in result.trace
            ],
            "provisional": result.provisional,
        }

    def describe(self, result: dict[str, Any]) -> str:
        """The day, and a warning when it is provisional."""
        note = "（次年放假安排尚未公布，按周末推算，可能调整）" if result["provisional"] else ""
        return f"{result['due']}{note}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("日期应写成 2026-09-24 的样子。") from error
