"""The self-check's rules, case by case; urban 720, rural 580, edge 1.5 times."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_cms.domain.selfcheck import Answers, Benefit, Rules, Situation, Weight, check

RULES = Rules(Decimal(720), Decimal(580), Decimal("1.5"))
S = Situation


def said(income=None, persons=1, residence="rural", costs=None, situations=()):
    return Answers(
        residence,
        persons,
        None if income is None else Decimal(income),
        None if costs is None else Decimal(costs),
        situations=frozenset(situations),
    )


def told(answers, rules=RULES):
    return {finding.benefit.value: finding.weight.value for finding in check(answers, rules)}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (said("579.99"), {"dibao": "meets"}),
        (said("580"), {"edge": "meets"}),  # not below the standard; below 870
        (said("869.99"), {"edge": "meets"}),
        (said("870"), {}),
        (said("719", residence="urban"), {"dibao": "meets"}),
        (said("1079", residence="urban"), {"edge": "meets"}),
        (said("1080", residence="urban"), {}),
        (said("1500", persons=3), {"dibao": "meets"}),  # a head counts, not the household
        (said("0"), {"dibao": "meets"}),
        # The residence unsaid: sure below both, to be asked between them.
        (said("579", residence=""), {"dibao": "meets"}),
        (said("600", residence=""), {"dibao": "ask", "edge": "ask"}),
        (said("800", residence=""), {"edge": "meets"}),
        (said("900", residence=""), {"edge": "ask"}),
        # Income unsaid: asked, never left out.
        (said(), {"dibao": "ask"}),
        (said("500", persons=None), {"dibao": "ask"}),
        # Costs that swallow the income.
        (said("2000", costs="1500"), {"spending": "meets"}),
        (said("2000", costs="1300"), {"spending": "ask"}),
        (said("2000", costs="100"), {}),
        (said("2000", costs="9999"), {"spending": "meets"}),
        (said("500", costs="400"), {"dibao": "meets"}),  # already below the standard
        (said(costs="400"), {"dibao": "ask", "spending": "ask"}),
        # Single-person households.
        (said("2000", situations=[S.KEPT_DISABLED]), {"single": "meets"}),
        (said("600", situations=[S.DISABLED_OR_ILL]), {"single": "meets", "edge": "meets"}),
        (said("2000", situations=[S.DISABLED_OR_ILL]), {}),
        (said(situations=[S.DISABLED_OR_ILL]), {"single": "ask", "dibao": "ask"}),
        (said("2000", situations=[S.NOBODY]), {"tekun": "meets"}),
        *[
            (said("2000", situations=[one]), {"temporary": "meets"})
            for one in (S.SUDDEN, S.DISASTER, S.JOBLESS, S.GRADUATE)
        ],
        (said(situations=[S.NEW_WORK]), {"step-down": "meets"}),
        (said("2000", situations=[S.NEW_BUSINESS]), {"step-down": "meets"}),
    ],
)
def test_what_answers_touch(answers, expected):
    assert told(answers) == expected


def test_without_standards_nothing_is_ruled_out():
    assert told(said("2000"), Rules(None, None, Decimal("1.5"))) == {"dibao": "ask"}


def test_the_firm_come_first_and_reasons_carry_their_amounts():
    findings = check(said("600", residence="", situations=[S.SUDDEN, S.JOBLESS]), RULES)
    assert [finding.weight for finding in findings] == [Weight.MEETS, Weight.ASK, Weight.ASK]
    assert [reason.code for reason in findings[0].reasons] == ["sudden", "jobless"]
    reason = check(said("500", persons=2), RULES)[0].reasons[0]
    assert (reason.amount, reason.limit) == (Decimal(250), Decimal(580))


@given(
    st.decimals(0, 10_000, places=2),
    st.integers(1, 12),
    st.sampled_from(["", "urban", "rural"]),
    st.none() | st.decimals(0, 10_000, places=2),
    st.frozensets(st.sampled_from(Situation)),
)
def test_a_poorer_household_is_never_told_less(income, persons, residence, costs, situations):
    """Whoever has less is pointed to dibao, edge or costs wherever the richer one was."""
    income_rules = {Benefit.DIBAO, Benefit.EDGE, Benefit.SPENDING}
    richer = Answers(residence, persons, income, costs, situations=situations)
    poorer = Answers(residence, persons, income / 2, costs, situations=situations)
    if {finding.benefit for finding in check(richer, RULES)} & income_rules:
        assert {finding.benefit for finding in check(poorer, RULES)} & income_rules
