"""An alarm on the admin's home page, from November on, while next year's holidays are missing."""

from typing import Any

from wagtail.admin.ui.components import Component

from county.calendars import workday_calendar
from county.domain.workdays import Calendar
from county.today import today

ALARM_MONTH = 11


def missing_years(year: int, month: int, calendar: Calendar) -> list[int]:
    """Years whose holidays ought to be known by now and are not: this year, and from November the next."""
    expected = [year, year + 1] if month >= ALARM_MONTH else [year]
    return [each for each in expected if each not in calendar.known_years]


class CalendarAlarm(Component):
    """Says which year is missing and where to add it."""

    name = "calendar_alarm"
    template_name = "county/admin/calendar_alarm.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The missing years."""
        day = today()
        return {"years": missing_years(day.year, day.month, workday_calendar())}
