"""What is publicised when: the stages of a list and the programme it belongs to."""

from enum import StrEnum


class Stage(StrEnum):
    """The steps at which names are made public, in their order."""

    APPRAISAL = "appraisal"
    PROPOSED = "proposed"
    APPROVED = "approved"
    LONG_TERM = "long-term"


class Programme(StrEnum):
    """The benefit a list belongs to (运城 2023, 一 and 二). All but dibao are switched on by a county."""

    DIBAO = "dibao"
    LOW_INCOME_EDGE = "low-income-edge"  # 低保边缘家庭: recognised, without a monthly allowance
    TEKUN = "tekun"  # 特困供养
    TEMPORARY = "temporary"  # 临时救助: once, for a cause
    STEP_DOWN = "step-down"  # 渐退: months of allowance after income has risen
