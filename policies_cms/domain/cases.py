"""Typical cases are short, so that they can be read out and posted; one month a year tells of the rules."""

# Typical cases for publicity run to at most 100 characters (牡丹区 and 东安县 publicity duties, requirements B10).
LONGEST_CASE = 100
# Every April is the month in which the rules are made known (菏泽市牡丹区 2022, publicity duties).
CAMPAIGN_MONTH = 4


def case_length(text: str) -> int:
    """Characters of a case as readers count them: blanks and line ends do not count, nor the mark of byte order."""
    return len("".join(text.replace("\ufeff", "").split()))


def is_short_enough(text: str) -> bool:
    """Whether a typical case may be published."""
    return case_length(text) <= LONGEST_CASE
