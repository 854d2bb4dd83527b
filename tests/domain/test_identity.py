from datetime import date

import pytest

from publicity.domain.gate import id_check_digit
from publicity.domain.identity import BadIdentity, birth_of, is_minor

DAY = date(2026, 11, 30)


def number(body: str) -> str:
    return body + id_check_digit(body)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("37990719930227096X", date(1993, 2, 27)),
        ("379901194210049714", date(1942, 10, 4)),
        ("11010519491231002X", date(1949, 12, 31)),  # the standard's own example
        (number("37990120000229001"), date(2000, 2, 29)),
        (number("37990120261130001"), DAY),
    ],
)
def test_right_numbers_tell_the_birth(text, born):
    assert birth_of(text, on=DAY) == born


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id-missing"),
        ("379901194210049", "id-shape"),
        ("37990119421004971", "id-shape"),
        ("3799011942100497140", "id-shape"),
        ("37990719930227096x", "id-shape"),
        ("X79907199302270960", "id-shape"),
        ("079901194210049714", "id-shape"),
        ("３７990119421004971", "id-shape"),
        ("379901194210049715", "id-check"),
        ("379901196901013140", "id-check"),
        ("379907199302270960", "id-check"),
        (number("37990119000229001"), "id-birth"),  # 1900 was no leap year
        (number("37990119700431001"), "id-birth"),
        (number("37990119701301001"), "id-birth"),
        (number("37990118991231001"), "id-birth"),
        (number("37990120261201001"), "id-birth"),  # not born yet
    ],
)
def test_wrong_numbers_say_why(text, code):
    with pytest.raises(BadIdentity) as caught:
        birth_of(text, on=DAY)
    assert caught.value.code == code
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize(
    ("born", "on", "minor"),
    [
        (date(2008, 11, 1), date(2026, 11, 1), False),
        (date(2008, 11, 2), date(2026, 11, 1), True),
        (date(2008, 10, 31), date(2026, 11, 1), False),
        (date(2026, 1, 1), date(2026, 11, 1), True),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
        (date(1950, 1, 1), date(2026, 11, 1), False),
    ],
)
def test_a_minor_is_under_eighteen(born, on, minor):
    assert is_minor(born, on=on) is minor
