import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicity.domain.masking import COMPOUND_SURNAMES, EmptyName, mask_name, normalise_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王伟", "王**"),
        ("王小明", "王**"),
        ("王李小明", "王**"),
        ("王", "王**"),
        ("欧阳修", "欧阳**"),
        ("欧阳小明", "欧阳**"),
        ("欧阳", "欧**"),  # all of the name is never shown
        ("上官勇梅", "上官**"),
        ("司马光", "司马**"),
        ("诸葛亮", "诸葛**"),
        ("夏侯惇", "夏侯**"),
        ("梁丘山", "梁**"),  # may be 梁 + 丘山
        ("阿依古丽·买买提", "阿**"),
        ("阿依古丽•买买提", "阿**"),
        ("欧阳·娜", "欧**"),
        ("John Smith", "J**"),
        ("王Mary", "王**"),
        ("欧阳Mary", "欧**"),
        ("Ｊｏｈｎ", "J**"),
        ("𠮷田", "𠮷**"),  # beyond the BMP: one character
        ("𬭚小明", "𬭚**"),
        ("葛\U000e0100小明", "葛**"),  # a variation selector is no character of its own
        ("王 小明", "王**"),
        ("　王小明　", "王**"),
        ("欧 阳 修", "欧阳**"),
    ],
)
def test_mask(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize("name", ["", " ", "　", "·", "\u200b"])
def test_nothing_cannot_be_masked(name):
    with pytest.raises(EmptyName):
        mask_name(name)


@given(st.text(alphabet="王李欧阳司马小明伟·A𠮷", min_size=2, max_size=8))
def test_a_mask_never_tells_the_length_nor_more_than_a_surname(name):
    try:
        shown = mask_name(name)
    except EmptyName:
        return
    head = shown.removesuffix("**")
    assert shown.endswith("**")
    assert len(head) == 1 or head in COMPOUND_SURNAMES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王小明", " 王 小　明 "),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽·买买提", "阿依古丽．买买提"),
        ("JOHN smith", "john Smith"),
        ("ＪＯＨＮ", "john"),
        ("葛明", "葛\U000e0100明"),
        ("王\u200b小明", "王小明"),
    ],
)
def test_spellings_of_one_name_are_equal(one, other):
    assert normalise_name(one) == normalise_name(other)


def test_other_names_differ():
    assert normalise_name("王小明") != normalise_name("王小民")
