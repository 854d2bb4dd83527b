"""Who decides and publishes a stage, who issues it, and what its heading says."""

from collections.abc import Mapping
from enum import StrEnum

from county.domain.limits import DECISION, DELEGATED_DECISION
from publicity.domain.stages import Programme, Stage


class Decider(StrEnum):
    """The level that answers for a stage."""

    COUNTY = "county"
    TOWNSHIP = "township"


# 运城 2023, 内蒙古 2013: the township publicises appraisal and first list; what is approved is the county's.
TOWNSHIP_STAGES = frozenset({Stage.APPRAISAL, Stage.PROPOSED})

# Review and confirmation take less time where the county has delegated them.
DECISION_DAYS = {Decider.COUNTY: DECISION.days, Decider.TOWNSHIP: DELEGATED_DECISION.days}


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


_SUBJECTS: Mapping[Stage, str] = {
    Stage.APPRAISAL: "第{batch}批最低生活保障民主评议结果公示",
    Stage.PROPOSED: "第{batch}批拟纳入最低生活保障对象公示",
    Stage.APPROVED: "第{batch}批最低生活保障审核确认对象公示",
    Stage.LONG_TERM: "最低生活保障对象长期公示",
}


_DELEGATED_SUBJECT = "第{batch}批受委托审核确认最低生活保障对象公示"


_OTHER_SUBJECTS: Mapping[Programme, Mapping[Stage, str]] = {
    Programme.LOW_INCOME_EDGE: {
        Stage.APPRAISAL: "第{batch}批低保边缘家庭民主评议结果公示",
        Stage.PROPOSED: "第{batch}批拟认定低保边缘家庭公示",
        Stage.APPROVED: "第{batch}批低保边缘家庭认定公示",
        Stage.LONG_TERM: "低保边缘家庭长期公示",
    },
    Programme.TEKUN: {
        Stage.APPRAISAL: "第{batch}批特困人员民主评议结果公示",
        Stage.PROPOSED: "第{batch}批拟纳入特困人员救助供养公示",
        Stage.APPROVED: "第{batch}批特困人员救助供养确认公示",
        Stage.LONG_TERM: "特困人员救助供养长期公示",
    },
    Programme.TEMPORARY: {
        Stage.APPRAISAL: "第{batch}批临时救助民主评议结果公示",
        Stage.PROPOSED: "第{batch}批拟给予临时救助公示",
        Stage.APPROVED: "第{batch}批临时救助确认公示",
        Stage.LONG_TERM: "临时救助公示",
    },
    Programme.STEP_DOWN: {
        Stage.APPRAISAL: "第{batch}批低保渐退民主评议结果公示",
        Stage.PROPOSED: "第{batch}批拟低保渐退家庭公示",
        Stage.APPROVED: "第{batch}批低保渐退家庭确认公示",
        Stage.LONG_TERM: "低保渐退家庭公示",
    },
}


def title(
    *,
    place: str,
    stage: Stage,
    period: str,
    batch: int,
    by: Decider = Decider.COUNTY,
    programme: str = Programme.DIBAO,
) -> str:
    """The heading as villages post it: 西河镇向阳村2026年11月第1批拟纳入最低生活保障对象公示.

    An approved list says so where the township confirms by the county's delegation.
    """
    year, month = period.split("-")
    # What the county delegates is confirming applications for the allowance; other programmes keep their heading.
    delegated = stage is Stage.APPROVED and by is Decider.TOWNSHIP and programme == Programme.DIBAO
    subjects = _OTHER_SUBJECTS.get(Programme(programme), _SUBJECTS)
    subject = _DELEGATED_SUBJECT if delegated else subjects[stage]
    return f"{place}{year}年{int(month)}月{subject.format(batch=batch)}"
