"""When a finished case is sealed away: some years after its last step, announced some days before."""

from datetime import date, timedelta

WARN_DAYS = 30
"""Calendar days that a case stands on the list before it is sealed away; the portal's own promise to its offices."""
HOLD_DAYS = 365
"""Longest hold in calendar days; after it somebody has to say again why the case is kept."""


class BadHold(Exception):
    """A hold ends after today and within HOLD_DAYS."""


def checked_hold(until: date, today: date) -> date:
    """`until` if a case may be held so long; raises BadHold."""
    if not today < until <= today + timedelta(days=HOLD_DAYS):
        raise BadHold(until)
    return until


def seal_on(ended_on: date, years: int) -> date:
    """The first day on which a case may be sealed away that ended on `ended_on`; 29 February becomes 1 March."""
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:
        return date(ended_on.year + years, 3, 1)


def ended_by(day: date, years: int) -> date:
    """The last day on which a case may have ended to be sealed away on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)
