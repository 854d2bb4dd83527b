from decimal import Decimal

import pytest

from publicity.domain.disclosure import (
    DEFAULTS,
    Channel,
    Field,
    Missing,
    NameForm,
    NotDisclosable,
    missing_disclosures,
    profile,
)
from publicity.domain.shown import Household, Totals, masked_rows, reconciles, totals, unique_rows
from publicity.domain.stages import Stage


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("channel", list(Channel))
def test_every_stage_and_channel_has_a_safe_default(stage, channel):
    chosen = DEFAULTS[stage, channel]
    assert chosen.name is (NameForm.FULL if channel is Channel.NOTICE else NameForm.MASKED)
    assert Field.AMOUNT in chosen.fields


@pytest.mark.parametrize("field", ["id_number", "phone", "account", "address", "illness", "disability", "certificate"])
@pytest.mark.parametrize("channel", list(Channel))
def test_no_setting_discloses_these(field, channel):
    with pytest.raises(NotDisclosable):
        profile(Stage.LONG_TERM, channel, fields=["name", field])


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.FEED])
def test_no_setting_shows_full_names_online(channel):
    with pytest.raises(NotDisclosable):
        profile(Stage.PROPOSED, channel, name="full")


def test_a_county_may_show_less():
    chosen = profile(Stage.PROPOSED, Channel.NOTICE, fields=["name", "amount"], name="masked")
    assert (chosen.fields, chosen.name) == ((Field.NAME, Field.AMOUNT), NameForm.MASKED)


FACTS = {
    Missing.COVERED: 0,
    Missing.AMOUNT: Decimal(0),
    Missing.STANDARD: "580",
    Missing.PHONE: "0599-123-4567",
    Missing.TIME: "2026-11-20",
    Missing.ISSUER: "明安县民政局",
}


def test_zero_is_a_disclosure():
    assert missing_disclosures(FACTS) == []


@pytest.mark.parametrize("item", list(Missing))
@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_missing_is_named(item, nothing):
    assert missing_disclosures({**FACTS, item: nothing}) == [item]


def household(name="王小明", amount="580", suppressed=False, persons=1):
    return Household(name, 3, persons, "rural", "A", Decimal(amount), suppressed)


def test_protected_rows_leave_no_gap_and_no_share_in_totals():
    rows = [
        household("王一"),
        household("李二", "100", suppressed=True),
        household("赵三"),
        household("钱四", suppressed=None),
    ]
    shown = masked_rows(rows)
    assert [(row.number, row.name) for row in shown] == [(1, "王**"), (2, "赵**")]
    assert totals(row for row in rows if row.is_shown) == Totals(2, 2, Decimal(1160))


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        (Totals(2, 2, Decimal(680)), True),
        (Totals(3, 2, Decimal(680)), False),
        (Totals(2, 1, Decimal(680)), False),
        (Totals(2, 2, Decimal("680.01")), False),
    ],
)
def test_shown_and_suppressed_together_are_the_roster(roster, expected):
    rows = [household(amount="580"), household(amount="100", suppressed=True)]
    assert reconciles(rows, roster) is expected


def test_rows_that_stand_alone_are_counted():
    rows = masked_rows([household("王一"), household("王二"), household("李三")])
    assert unique_rows(rows) == 1


def test_a_canonical_row_writes_money_with_two_decimals():
    assert masked_rows([household(amount="829.5")])[0].canonical()["amount"] == "829.50"
