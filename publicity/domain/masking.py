"""How a name is shown in public, and how a name is compared.

The mask is the surname and two asterisks whatever the length, so that the length of a given name
says nothing (牡丹区 2022 and 运城 2023 ask for the head of household; neither asks for the full name online).
"""

import re
import unicodedata

MASK = "**"

# The compound surnames of the 百家姓 and of today's registers, in both scripts. Left out are those that may as well be
# a common single surname and a given name: where 梁丘山 may be 梁 + 丘山, the shorter surname is shown,
# which tells less.
_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容
仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐
百里 呼延 东郭 东门 西门 南门 羊舌 微生 左丘 公户 公玉 公仪 公仲 公伯 公祖 公乘 公皙 公输 第五 贯丘 南荣 北宫 东里 东宫
仲长 即墨 达奚 褚师 吾丘 纳兰 完颜 耶律 叱干 贺若 尔朱 屈突 豆卢 斛律 秃发 乞伏 沮渠 淳于 单于 叔孙 屠岸 士孙 西陵 相里
毌丘 哥舒 仆固 仆散 蒲察
歐陽 司馬 東方 獨孤 南宮 萬俟 聞人 諸葛 尉遲 赫連 澹臺 濮陽 公孫 仲孫 鍾離 鐘離 長孫 鮮于 閭丘 子車 巫馬 顓孫 壤駟 樂正
穀梁 夾谷 軒轅 東郭 東門 西門 南門 公戶 公儀 公輸 南榮 北宮 東里 東宮 仲長 達奚 褚師 納蘭 完顏 賀若 爾朱 豆盧 禿髮 叔孫
士孫 僕固 僕散
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
_MIDDLE_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅·ᐧ․．.⸱ꞏ●◦∘｡。"), "·")
# What follows in brackets is a former name or a remark, and no part of the name.
_BRACKETS = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|【[^【】]*】?|〔[^〔〕]*〕?|〈[^〈〉]*〉?|《[^《》]*》?")
_IDEOGRAPHIC_PLANES = range(0x20000, 0x40000)  # assigned or not yet: every character there is one


class EmptyName(ValueError):
    """A name without a single letter cannot be masked."""


def normalise_name(name: str) -> str:
    """The form in which two spellings of one name are equal.

    Widths and compatibility forms are folded (NFKC), blanks, controls and variation selectors dropped,
    every kind of middle dot becomes "·", letters lose their case. Marks that make another letter stay.
    """
    return "".join(char for char in _folded(name) if _visible(char)).casefold()


def mask_name(name: str) -> str:
    """Surname and "**"; for a name with "·" or with other letters than Chinese the first character and "**".

    Raises EmptyName. Never returns all of a name: 欧阳 alone is shown as 欧**.
    """
    folded = _folded(name)
    clean = _letters(_BRACKETS.sub("", folded)) or _letters(folded)
    if not clean:
        raise EmptyName
    compound = len(clean) > 2 and clean[:2] in COMPOUND_SURNAMES and all(map(_chinese, clean))
    return clean[: 2 if compound else 1] + MASK


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).translate(_MIDDLE_DOTS)


def _letters(text: str) -> str:
    """The letters, from the first on, and the dots between them: no digits, signs, marks or blanks."""
    return "".join(char for char in text if char == "·" or _letter(char)).strip("·")


def _letter(char: str) -> bool:
    """A letter of any script; also what Unicode does not know yet and a county's own private characters."""
    return unicodedata.category(char)[0] == "L" and not _blank_letter(char) or _chinese(char)


def _chinese(char: str) -> bool:
    """A Chinese character, one beyond the BMP or in private use too; 〇 stands in names as one."""
    return (
        unicodedata.name(char, "").startswith("CJK ")
        or ord(char) in _IDEOGRAPHIC_PLANES
        or unicodedata.category(char) == "Co"
        or char == "〇"
    )


def _blank_letter(char: str) -> bool:
    """The Hangul fillers: letters to Unicode, blanks to the eye."""
    return char in "\u115f\u1160\u3164\uffa0"


def _visible(char: str) -> bool:
    """Neither blank nor control nor a selector that only varies the character before it."""
    selects = "VARIATION SELECTOR" in unicodedata.name(char, "") or char == "\u034f"
    return not (char.isspace() or selects or _blank_letter(char) or unicodedata.category(char) in {"Cc", "Cf", "Zs"})
