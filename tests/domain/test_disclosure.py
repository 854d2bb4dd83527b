from decimal import Decimal

import pytest

from publicity.domain.causes import Cause, cause_of
from publicity.domain.disclosure import (
    DEFAULTS,
    Breach,
    Channel,
    Field,
    Limit,
    Missing,
    NameForm,
    NotDisclosable,
    default_profile,
    missing_disclosures,
    profile,
)
from publicity.domain.income import IncomeBand, income_band
from publicity.domain.shown import Household, Totals, masked_rows, reconciles, totals, unique_rows
from publicity.domain.stages import Programme, Stage


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
    chosen = profile(Stage.PROPOSED, Channel.NOTICE, fields=["amount", "name"], name="masked")
    assert (chosen.fields, chosen.name) == ((Field.NAME, Field.AMOUNT), NameForm.MASKED)


CONFIRMED = [Stage.APPROVED, Stage.LONG_TERM]
WEB = profile(Stage.LONG_TERM, Channel.WEB, fields=["name", "household_size", "amount"])


@pytest.mark.parametrize(
    ("stages", "channel", "programme", "fields", "breaches"),
    [
        (CONFIRMED, "web", "dibao", ["name", "household_size", "amount"], []),
        (CONFIRMED, "web", "dibao", ["household_size", "amount"], [(Limit.REQUIRED_FIELD, "name")]),
        (CONFIRMED, "web", "dibao", ["name", "amount"], [(Limit.REQUIRED_FIELD, "household_size")]),
        (CONFIRMED, "notice", "dibao", ["name", "household_size"], [(Limit.REQUIRED_FIELD, "amount")]),
        (CONFIRMED, "feed", "dibao", ["name", "amount"], []),
        (CONFIRMED, "feed", "dibao", ["name"], [(Limit.REQUIRED_FIELD, "amount")]),
        ([Stage.APPRAISAL, Stage.PROPOSED], "web", "dibao", ["name"], []),
        ([Stage.APPRAISAL, Stage.PROPOSED], "web", "dibao", [], [(Limit.REQUIRED_FIELD, "name")]),
        (CONFIRMED, "web", "low-income-edge", ["name", "household_size"], []),  # no amount is paid
        (CONFIRMED, "web", "dibao", ["name", "household_size", "amount", "cause"], [(Limit.OTHER_PROGRAMME, "cause")]),
        (
            CONFIRMED,
            "web",
            "tekun",
            ["name", "household_size", "amount", "category"],
            [(Limit.OTHER_PROGRAMME, "category")],
        ),
        (CONFIRMED, "web", "temporary", ["name", "household_size", "amount", "cause"], []),
        (
            CONFIRMED,
            "web",
            "dibao",
            ["disability", "amount"],
            [
                (Limit.FORBIDDEN_FIELD, "disability"),
                (Limit.REQUIRED_FIELD, "name"),
                (Limit.REQUIRED_FIELD, "household_size"),
            ],
        ),
    ],
)
def test_limits(stages, channel, programme, fields, breaches):
    for stage in stages:
        found = []
        try:
            profile(stage, Channel(channel), Programme(programme), fields=fields)
        except NotDisclosable as error:
            found = [(breach.limit, breach.field) for breach in error.breaches]
        assert found == breaches


@pytest.mark.parametrize("channel", [Channel.NOTICE, Channel.FEED])
def test_paper_and_feed_never_go_beyond_the_page(channel):
    with pytest.raises(NotDisclosable) as refused:
        profile(Stage.LONG_TERM, channel, fields=["name", "household_size", "amount", "category"], web=WEB)
    assert refused.value.breaches == (Breach(Limit.BEYOND_WEB, "category"),)
    assert default_profile(Stage.LONG_TERM, channel).within(WEB).fields == WEB.fields


@pytest.mark.parametrize("programme", list(Programme))
@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("channel", list(Channel))
def test_every_default_is_within_its_own_limits(programme, stage, channel):
    chosen = default_profile(stage, channel, programme)
    again = profile(stage, channel, programme, web=default_profile(stage, Channel.WEB, programme))
    assert chosen == again
    assert Field.INCOME_BAND not in chosen.fields


@pytest.mark.parametrize(
    ("supplement", "band"),
    [
        ("580", IncomeBand.UNDER_THIRD),
        ("386.67", IncomeBand.UNDER_THIRD),
        ("386.66", IncomeBand.UNDER_TWO_THIRDS),
        ("193.34", IncomeBand.UNDER_TWO_THIRDS),
        ("193.33", IncomeBand.UNDER_STANDARD),
        ("0.01", IncomeBand.UNDER_STANDARD),
        ("0", None),
        ("580.01", None),  # more than the standard: an addition, which says nothing of income
        (None, None),
    ],
)
def test_an_income_band_is_a_third_of_the_standard(supplement, band):
    figure = None if supplement is None else Decimal(supplement)
    assert income_band(standard=Decimal(580), supplement=figure) is band
    assert income_band(standard=None, supplement=figure) is None


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("因病", Cause.FAMILY),
        ("突发重大疾病", Cause.FAMILY),
        ("火灾烧伤住院", Cause.FAMILY),  # health comes first
        ("残疾，失业", Cause.FAMILY),
        ("车祸", Cause.FAMILY),
        ("", Cause.FAMILY),
        ("其他", Cause.FAMILY),
        ("洪涝灾害", Cause.DISASTER),
        ("火 灾", Cause.DISASTER),
        ("失业", Cause.LIVELIHOOD),
        ("子女上学", Cause.LIVELIHOOD),
    ],
)
def test_a_cause_never_tells_of_health(words, cause):
    assert cause_of(words) is cause


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


def test_the_default_canonical_row_is_what_it_always_was():
    assert masked_rows([household()])[0].canonical() == {
        "number": 1,
        "name": "王**",
        "household_size": 3,
        "covered_persons": 1,
        "residence": "rural",
        "category": "A",
        "amount": "580.00",
    }


def test_a_row_holds_its_profile_and_nothing_else():
    (row,) = masked_rows([household()], ["name", "village", "amount", "income_band"])
    assert row.canonical() == {"number": 1, "name": "王**", "amount": "580.00", "income_band": None}
    assert (row.household_size, row.category, row.residence) == (None, None, None)


def test_fewer_fields_make_rows_alike():
    rows = [household("王一", persons=1), household("王二", persons=2)]
    assert unique_rows(masked_rows(rows)) == 2
    assert unique_rows(masked_rows(rows, ["name", "amount"])) == 0


def test_a_canonical_row_writes_money_with_two_decimals():
    assert masked_rows([household(amount="829.5")])[0].canonical()["amount"] == "829.50"
