"""The figures of docs/receipts.md follow from the code."""

import math
from pathlib import Path

from django.conf import settings

from complaints.domain.receipt import DIGITS
from complaints.sealing import RECEIPT_ARGON2
from county.turns import AT_ONCE

PAGE = Path(settings.BASE_DIR, "docs/receipts.md").read_text("utf-8")
SECONDS_A_YEAR = 365.25 * 86_400
TRIES = 26
"""A second and process: what two cores do at 0.08 s each, rounded up."""


def years(*, cases: int, tries: float) -> float:
    """Until one of `cases` is met with even chance."""
    return 10**DIGITS / cases / 2 / tries / SECONDS_A_YEAR


def test_the_space_and_the_price_are_as_told():
    assert f"{math.log2(10**DIGITS):.1f} bits" in PAGE
    assert RECEIPT_ARGON2 == {"time_cost": 2, "memory_cost": 32 * 1024}
    assert "32 MiB and 2 passes" in PAGE
    assert f"{AT_ONCE} in a process" in PAGE
    assert AT_ONCE / 0.08 < TRIES


def test_the_years_are_as_told():
    assert round(years(cases=100_000, tries=TRIES) / 1e10) == 6
    assert round(years(cases=100_000, tries=1000 * TRIES) / 1e7) == 6
    assert f"{years(cases=100_000, tries=1e6) / 1e6:.1f} × 10⁶ years" in PAGE
