"""How long what is no longer needed is kept: months are counted from the end of a list's or a roster's month."""

from datetime import date

from publicity.domain.periods import first_day, period_of


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the month's last where it has no such day (民法典 第二百零二条)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)


def last_due_period(today: date, months: int) -> str:
    """The newest period whose time of keeping, `months` after its last day, has ended by `today`.

    With 0 months a period is due from the first day after it.
    """
    return period_of(add_months(first_day(period_of(today)), -months - 1))


def is_due(ended_on: date, months: int, today: date) -> bool:
    """Whether `months` have passed since a list's end; with 0 on the day itself."""
    return add_months(ended_on, months) <= today
