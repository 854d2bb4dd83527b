"""Who may publish a stage and who issues it."""

from publicity.domain.stages import Stage

# 运城 2023, 内蒙古 2013: the township publicises appraisal and first list; what is approved is the county's.
TOWNSHIP_STAGES = frozenset({Stage.APPRAISAL, Stage.PROPOSED})


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


def title(*, place: str, stage: Stage, period: str, batch: int) -> str:
    """The heading as villages post it: 西河镇向阳村2026年11月第1批拟纳入最低生活保障对象公示."""
    year, month = period.split("-")
    return f"{place}{year}年{int(month)}月{_SUBJECTS[stage].format(batch=batch)}"
