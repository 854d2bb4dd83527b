"""Rare characters on paper: set, taken from a further font, or named; never a blank and never a box."""

from io import BytesIO
from types import SimpleNamespace

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from county.papers import glyphs, typesetting
from county.papers.glyphs import all_legible, legible
from publicity.notices import notice_pdf
from tests.publicity.papers import text_of

NOWHERE = "𪚥"  # a character of four dragons, in neither font


@pytest.fixture(autouse=True)
def _our_fonts_alone(no_system_fonts):
    """Whatever fonts the machine has."""


@pytest.mark.parametrize(
    ("text", "expected", "missing"),
    [
        ("王建国", "王建国", []),
        ("李𫖯㛃𬭸䶮", "李𫖯㛃𬭸䶮", []),
        ("买买提·吐尔逊", "买买提·吐尔逊", []),
        ("Zoë Müller", "Zoë Müller", []),
        ("Zoe\u0308", "Zoë", []),  # composed, as the fonts have it
        (f"孙{NOWHERE}", "孙[U+2A6A5]", [NOWHERE]),  # extension B
        ("赵𪜀", "赵[U+2A700]", ["𪜀"]),  # C
        ("钱𫝀", "钱[U+2B740]", ["𫝀"]),  # D
        ("周𫠠", "周[U+2B820]", ["𫠠"]),  # E
        ("吴𬺰", "吴[U+2CEB0]", ["𬺰"]),  # F
        ("郑𰀀", "郑[U+30000]", ["𰀀"]),  # G
        ("葛\U000e0100", "葛", []),  # a variant is printed in its common form
        ("王\ue000", "王[U+E000]", ["\ue000"]),  # private use: a county's own invention
        ("王\ufffd", "王[U+FFFD]", ["\ufffd"]),  # a lost character is not printed as if it were one
        ("王□", "王[U+25A1]", ["□"]),
        ("王\u200b建\u202e国", "王建国", []),  # nothing to see, nothing missing
        ("مەم", "[U+0645][U+06D5][U+0645]", ["م", "ە"]),  # Uyghur
        ("བོད", "[U+0F56][U+0F7C][U+0F51]", ["བ", "ོ", "ད"]),  # Tibetan, with a sign that means a vowel
        ("ᠮᠣ\u180b", "[U+182E][U+1823]", ["ᠮ", "ᠣ"]),  # Mongolian
        ("ꆈ", "[U+A188]", ["ꆈ"]),  # Yi
        ("Đặng", "Đặng", []),
    ],
)
def test_legible(text, expected, missing):
    found = {}
    assert legible(text, found) == expected
    assert list(found) == missing


def test_every_string_is_checked():
    found = {}
    assert all_legible({"a": [NOWHERE, (NOWHERE, 1)]}, found) == {"a": ["[U+2A6A5]", ["[U+2A6A5]", 1]]}
    assert list(found) == [NOWHERE]


def row(name):
    return SimpleNamespace(
        number=1, name=name, household_size=1, covered_persons=1, residence="rural", category="A", amount=1
    )


@pytest.mark.django_db
def test_a_character_without_a_glyph_is_named_and_never_blank(notice_list):
    text = text_of(notice_pdf(publication=notice_list([]), rows=[row(f"孙{NOWHERE}")], names="full"))
    assert "孙[U+2A6A5]" in text
    assert "须手写补正的字：[U+2A6A5]" in text


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "issuer", "standard_text"])
def test_so_is_one_in_a_village_s_name_or_any_other_text(notice_list, field):
    publication = notice_list([])
    setattr(publication, field, f"{NOWHERE}家沟村公示")
    text = text_of(notice_pdf(publication=publication, rows=[]))
    assert "[U+2A6A5]家沟村公示" in text
    assert "须手写补正的字：[U+2A6A5]" in text


@pytest.mark.django_db
def test_a_font_that_the_county_adds_fills_the_gap(notice_list, settings):
    """Fonts in PORTAL_DATA/fonts are asked for what ours lack, and for nothing else."""
    folder = settings.PORTAL_DATA / "fonts"
    folder.mkdir(parents=True)
    folder.joinpath("dragons.ttf").write_bytes(font_with(NOWHERE + "国"))
    for cached in (glyphs.more_font_files, glyphs.printable, typesetting._fonts, typesetting._more_families):
        cached.cache_clear()
    pdf = notice_pdf(publication=notice_list([]), rows=[row(f"孙{NOWHERE}国")], names="full")
    text = text_of(pdf)
    assert f"孙{NOWHERE}国" in text
    assert "U+2A6A5" not in text
    assert pdf.count(b"FourDragons") > 0


def font_with(chars):
    """A font of one square for each of `chars`."""
    names = [".notdef", *(f"c{n}" for n, _char in enumerate(chars))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"c{n}" for n, char in enumerate(chars)})
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "FourDragons", "styleName": "Regular", "psName": "FourDragons-Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    return out.getvalue()
