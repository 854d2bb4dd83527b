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


@pytest.mark.parametrize("name", ["", " ", "　", "·", "\u200b", "123", "**", "()", "\u3164", "，。", "\U000e0100"])
def test_nothing_cannot_be_masked(name):
    with pytest.raises(EmptyName):
        mask_name(name)


_KNOWN = """
欧阳 司马 上官 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文
长孙 司徒 端木 轩辕 东方 独孤 南宫 钟离 申屠 鲜于 呼延 澹台
"""


@pytest.mark.parametrize("surname", _KNOWN.split())
def test_compound_surnames_are_shown_whole_and_no_name_is(surname):
    assert mask_name(surname + "明") == mask_name(surname + "小明") == f"{surname}**"
    assert mask_name(surname) == f"{surname[0]}**"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明（曾用名王大明）", "王**"),
        ("王小明(王大明", "王**"),
        ("（曾用名）王小明", "王**"),
        ("（王小明）", "王**"),
        ("欧阳（小明）", "欧**"),
        ("【欧阳小明】", "欧阳**"),
        ("1.王小明", "王**"),
        ("*王小明", "王**"),
        ("王**", "王**"),
        ("欧阳**", "欧**"),
        ("王小明 ", "王**"),
        ("\u3164王小明", "王**"),
        ("𠮷", "𠮷**"),
        ("𠮷欧阳", "𠮷**"),
        ("\U00031350小明", "\U00031350**"),  # assigned after this Python's Unicode
        ("\ue123小明", "\ue123**"),  # a county's private character
        ("〇小明", "〇**"),
        ("王\u0301小明", "王**"),
        ("E\u0301mile", "É**"),
        ("བསོད་ནམས", "བ**"),
        ("ئايگۇل", "ئ**"),
        ("Иванов", "И**"),
        ("买买提。吐尔逊", "买**"),
        ("司馬光", "司馬**"),
        ("贺兰英", "贺**"),  # may be 贺 + 兰英
    ],
)
def test_names_as_townships_type_them(name, shown):
    assert mask_name(name) == shown


_SINGLE = "王李张刘陈杨赵黄周吴"
_GIVEN = st.text(alphabet="小明伟芳秀英娜敏静丽强磊军洋勇艳杰娟涛超𠮷𬭚\U00030000\ue000", min_size=1, max_size=6)
_NOISE = st.sampled_from(["", " ", "\u3000", "\u200b", "\U000e0100", "\ufe00"])


@given(st.one_of(st.sampled_from(_SINGLE), st.sampled_from(sorted(COMPOUND_SURNAMES))), _GIVEN, _NOISE, _NOISE)
def test_nothing_of_the_given_name_is_shown_and_its_length_is_not_told(surname, given_name, before, between):
    shown = mask_name(before + surname + between + given_name + before)
    assert shown == f"{surname}**"
    assert not set(given_name) & set(shown)


@given(st.text(alphabet="王李欧阳司马小明伟·A𠮷", min_size=2, max_size=8))
def test_a_mask_never_tells_the_length_nor_more_than_a_surname(name):
    try:
        shown = mask_name(name)
    except EmptyName:
        return
    head = shown.removesuffix("**")
    assert shown.endswith("**")
    assert len(head) == 1 or head in COMPOUND_SURNAMES


@given(st.text(max_size=12))
def test_any_text_is_masked_to_at_most_a_surname_or_refused(name):
    try:
        shown = mask_name(name)
    except EmptyName:
        return
    head = shown.removesuffix("**")
    assert len(head) == 1 or head in COMPOUND_SURNAMES
    letters = [char for char in name if char.isalpha()]
    assert len(letters) < 3 or len(head) < len(letters)


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


@pytest.mark.parametrize(("one", "other"), [("王小明", "王小民"), ("ཀི", "ཀུ"), ("é", "e")])
def test_other_names_differ(one, other):
    assert normalise_name(one) != normalise_name(other)
