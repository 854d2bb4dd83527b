"""How far below the standard a household's income lies: three broad bands, and never the income itself.

内蒙古 2013, 三 asks for the income on the second list. The band says no more than standard and supplement together do.
"""

from decimal import Decimal
from enum import StrEnum


class IncomeBand(StrEnum):
    """Monthly income a head as a share of the local standard."""

    UNDER_THIRD = "under-third"
    UNDER_TWO_THIRDS = "under-two-thirds"
    UNDER_STANDARD = "under-standard"


def income_band(*, standard: Decimal | None, supplement: Decimal | None) -> IncomeBand | None:
    """The band of a household that gets `supplement` yuan a head and month where `standard` applies.

    The allowance fills income up to the standard, so income is what is left between the two. None where the roster
    gives no supplement, where no standard is known, or where the supplement lies outside it (paid by tier, or with
    an addition): then it says nothing of income.
    """
    if standard is None or supplement is None or not 0 < supplement <= standard:
        return None
    income = standard - supplement
    if income * 3 < standard:
        return IncomeBand.UNDER_THIRD
    if income * 3 < standard * 2:
        return IncomeBand.UNDER_TWO_THIRDS
    return IncomeBand.UNDER_STANDARD
