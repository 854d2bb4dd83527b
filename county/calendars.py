"""The calendar in force: the published one where it knows the year, with rows that staff add."""

from collections import Counter

from chinese_calendar.constants import holidays, workdays

from county.domain.workdays import Calendar, DayKind
from county.models.calendar import CalendarDay

# A year counts as known by staff's rows once the National Day week alone could be among them.
DAYS_OFF_THAT_MAKE_A_YEAR_KNOWN = 7


def workday_calendar() -> Calendar:
    """Holidays and shifted working days from `chinesecalendar` and from dated rows, the rows winning."""
    exceptions = dict.fromkeys(holidays, DayKind.HOLIDAY) | dict.fromkeys(workdays, DayKind.SHIFTED)
    known = {day.year for day in holidays}
    added: Counter[int] = Counter()
    for row in CalendarDay.objects.all():
        exceptions[row.date] = DayKind.SHIFTED if row.worked else DayKind.HOLIDAY
        added[row.date.year] += not row.worked
    known |= {year for year, count in added.items() if count >= DAYS_OFF_THAT_MAKE_A_YEAR_KNOWN}
    return Calendar(exceptions, frozenset(known))
