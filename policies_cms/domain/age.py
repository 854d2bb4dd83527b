"""How old a section is, in whole months."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """The day `months` months earlier; the 31st of a shorter month is its last day."""
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
