"""Why temporary assistance was given (临时救助; 运城 2023 asks for amount and cause): three words, none about health.

Illness, disability, injury and death are merged with everything else that befalls a family, so that no cause on a list
points at anyone's health.
"""

import unicodedata
from enum import StrEnum


class Cause(StrEnum):
    """The closed set of causes that may be shown."""

    DISASTER = "disaster"  # 自然灾害、公共事件: what befell a whole place
    FAMILY = "family"  # 家庭变故: illness, accident, injury, death and whatever is not known
    LIVELIHOOD = "livelihood"  # 生活困难: unemployment, schooling, cost of living


_HEALTH = [
    "病",
    "医",
    "疗",
    "残",
    "伤",
    "手术",
    "住院",
    "癌",
    "瘤",
    "艾滋",
    "精神",
    "康复",
    "车祸",
    "死亡",
    "去世",
    "身故",
    "丧",
    "孕",
    "产",
]
_DISASTER = ["灾", "洪", "涝", "地震", "台风", "干旱", "旱", "泥石流", "滑坡", "雹", "疫情", "公共卫生"]
_LIVELIHOOD = [
    "失业",
    "无业",
    "就业",
    "就学",
    "上学",
    "学费",
    "读书",
    "生活",
    "返岗",
    "务工",
    "收入",
    "物价",
    "低温",
    "取暖",
    "住房",
    "房租",
]


def cause_of(text: str) -> Cause:
    """The cause that a roster's words stand for; health comes first, and what is not known is family circumstances."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for words, cause in ((_HEALTH, Cause.FAMILY), (_DISASTER, Cause.DISASTER), (_LIVELIHOOD, Cause.LIVELIHOOD)):
        if any(word in plain for word in words):
            return cause
    return Cause.FAMILY
