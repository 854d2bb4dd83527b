"""Who receives a case, and that the accused never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.kinds import Subject
from complaints.domain.routing import (
    AboutDiscipline,
    NoRecipient,
    OfficeKind,
    Recipients,
    RoutingOffice,
    accused,
    nearest_discipline,
    recipients,
)

COUNTY = RoutingOffice("county", OfficeKind.COUNTY, "c")
WEST = RoutingOffice("west", OfficeKind.TOWNSHIP, "w", "county")
EAST = RoutingOffice("east", OfficeKind.TOWNSHIP, "e", "county")
DISCIPLINE = RoutingOffice("discipline", OfficeKind.DISCIPLINE, "c", "city")
CITY = RoutingOffice("city", OfficeKind.DISCIPLINE, "city")
ALL = [COUNTY, WEST, EAST, DISCIPLINE, CITY]
VILLAGE = ["w-1", "w", "c"]


def keyless(*codes):
    return [
        RoutingOffice(office.code, office.kind, office.area, office.parent, office.code not in codes) for office in ALL
    ]


@pytest.mark.parametrize(
    ("subject", "place", "expected"),
    [
        (Subject.HOUSEHOLD, VILLAGE, Recipients("west", "county")),
        (Subject.HOUSEHOLD, ["e-1", "e", "c"], Recipients("east", "county")),
        (Subject.HOUSEHOLD, [], Recipients("county")),
        (Subject.HOUSEHOLD, ["n-1", "n", "c"], Recipients("county")),
        (Subject.VILLAGE_CADRE, VILLAGE, Recipients("discipline", "city")),
        (Subject.TOWNSHIP_STAFF, VILLAGE, Recipients("discipline", "city")),
        (Subject.COUNTY_STAFF, VILLAGE, Recipients("discipline", "city")),
        (Subject.UNKNOWN, VILLAGE, Recipients("discipline", "city")),
        (Subject.UNKNOWN, [], Recipients("city")),
    ],
)
def test_who_receives(subject, place, expected):
    assert recipients(subject, place, ALL) == expected


@pytest.mark.parametrize(
    ("subject", "without", "expected"),
    [
        (Subject.HOUSEHOLD, ["west"], Recipients("county")),
        (Subject.HOUSEHOLD, ["county"], Recipients("west")),
        (Subject.VILLAGE_CADRE, ["city"], Recipients("discipline")),
        (Subject.VILLAGE_CADRE, ["discipline"], Recipients("city")),
    ],
)
def test_offices_without_a_key_are_passed_over_upward(subject, without, expected):
    assert recipients(subject, VILLAGE, keyless(*without)) == expected


@pytest.mark.parametrize(
    ("subject", "without"),
    [(Subject.HOUSEHOLD, ["west", "county"]), (Subject.TOWNSHIP_STAFF, ["discipline", "city"])],
)
def test_never_empty_and_never_sideways(subject, without):
    with pytest.raises(NoRecipient):
        recipients(subject, VILLAGE, keyless(*without))


def test_about_the_discipline_office_shows_the_level_above():
    with pytest.raises(AboutDiscipline) as refusal:
        recipients(Subject.DISCIPLINE, VILLAGE, ALL)
    assert refusal.value.above == "city"


@pytest.mark.parametrize(
    ("subject", "place", "expected"),
    [
        (Subject.HOUSEHOLD, VILLAGE, set()),
        (Subject.VILLAGE_CADRE, VILLAGE, {"west"}),
        (Subject.TOWNSHIP_STAFF, VILLAGE, {"west"}),
        (Subject.TOWNSHIP_STAFF, [], {"west", "east"}),
        (Subject.COUNTY_STAFF, VILLAGE, {"county", "west", "east"}),
        (Subject.UNKNOWN, VILLAGE, {"county", "west", "east"}),
    ],
)
def test_who_is_accused(subject, place, expected):
    assert accused(subject, place, ALL) == expected


def test_a_transfer_goes_to_the_nearest_discipline_office_with_a_key():
    assert nearest_discipline(VILLAGE, ALL) == "discipline"
    assert nearest_discipline(VILLAGE, keyless("discipline")) == "city"
    assert nearest_discipline(VILLAGE, keyless("discipline", "city")) is None


AREAS = ["a", "b", "c", "d"]


@st.composite
def forests(draw):
    count = draw(st.integers(1, 8))
    codes = [f"o{number}" for number in range(count)]
    return [
        RoutingOffice(
            code,
            draw(st.sampled_from(OfficeKind)),
            draw(st.sampled_from(AREAS)),
            draw(st.sampled_from([None, *codes])),
            draw(st.booleans()),
        )
        for code in codes
    ]


def below(code, offices):
    """All offices under `code`, written another way than the code under test."""
    found, size = {code}, 0
    while len(found) != size:
        size = len(found)
        found |= {o.code for o in offices if o.parent in found and o.kind is not OfficeKind.DISCIPLINE}
    return found


@given(st.sampled_from(Subject), st.lists(st.sampled_from(AREAS), unique=True), forests())
def test_no_accused_office_ever_receives(subject, place, offices):
    by_code = {office.code: office for office in offices}
    try:
        chosen = recipients(subject, place, offices)
    except (AboutDiscipline, NoRecipient):
        return
    barred = {other for code in accused(subject, place, offices) for other in below(code, offices)}
    assert not chosen.codes & barred
    assert chosen.handling != chosen.escalation
    assert all(by_code[code].has_key for code in chosen.codes)
    kinds = {by_code[code].kind for code in chosen.codes}
    assert (kinds == {OfficeKind.DISCIPLINE}) if subject.is_official else (OfficeKind.DISCIPLINE not in kinds)


@given(st.lists(st.sampled_from(AREAS), unique=True), forests())
def test_about_officials_no_office_of_civil_affairs_in_the_place_receives(place, offices):
    try:
        chosen = recipients(Subject.UNKNOWN, place, offices)
    except NoRecipient:
        return
    civil = {office.code for office in offices if office.kind is not OfficeKind.DISCIPLINE}
    assert not chosen.codes & civil
