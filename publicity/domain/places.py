"""Who decides and publishes a stage, who issues it, and what its heading says."""

from enum import StrEnum

from publicity.domain.stages import Stage


class Decider(StrEnum):
    """The level that answers for a stage."""

    COUNTY = "county"
    TOWNSHIP = "township"


# 运城 2023, 内蒙古 2013: the township publicises appraisal and first list; what is approved is the county's.
TOWNSHIP_STAGES = frozenset({Stage.APPRAISAL, Stage.PROPOSED})

# 运民发〔2023〕50号: review and confirmation take 30 working days, 20 where the county has delegated them.
DECISION_DAYS = {Decider.COUNTY: 30, Decider.TOWNSHIP: 20}


def publisher(*, stage: Stage, decides: Decider, long_term: Decider) -> Decider:
    """Who publishes a stage.

    `decides` is who confirms applications in the township, `long_term` the county's setting for the long-term list.
    """
    if stage in TOWNSHIP_STAGES:
        return Decider.TOWNSHIP
    return decides if stage is Stage.APPROVED else long_term


def issuer(*, township: str, organiser: str, by: Decider) -> str:
    """The body under whose name a list goes out."""
    return township_government(township) if by is Decider.TOWNSHIP else organiser.strip()


def township_government(name: str) -> str:
    """The body that answers for a township: 西河镇人民政府, 东城街道办事处."""
    if not name:
        return ""
    return f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"


_SUBJECTS = {
    Stage.APPRAISAL: "第{batch}批最低生活保障民主评议结果公示",
    Stage.PROPOSED: "第{batch}批拟纳入最低生活保障对象公示",
    Stage.APPROVED: "第{batch}批最低生活保障审核确认对象公示",
    Stage.LONG_TERM: "最低生活保障对象长期公示",
}


_DELEGATED_SUBJECT = "第{batch}批受委托审核确认最低生活保障对象公示"


def title(*, place: str, stage: Stage, period: str, batch: int, by: Decider = Decider.COUNTY) -> str:
    """The heading as villages post it: 西河镇向阳村2026年11月第1批拟纳入最低生活保障对象公示.

    An approved list says so where the township confirms by the county's delegation.
    """
    year, month = period.split("-")
    delegated = stage is Stage.APPROVED and by is Decider.TOWNSHIP
    subject = _DELEGATED_SUBJECT if delegated else _SUBJECTS[stage]
    return f"{place}{year}年{int(month)}月{subject.format(batch=batch)}"
