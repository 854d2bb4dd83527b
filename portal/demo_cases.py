"""Some closed cases of the demo county, brought in and handled as staff would."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from complaints.actions.handling import (
    accept_case,
    approve_decision,
    decide_case,
    start_review,
)
from complaints.actions.intake import receive_case
from complaints.actions.keys import unlock
from complaints.actions.oversight import close_case
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Change, Outcome
from complaints.models.cases import Case
from county.models.areas import Area
from county.models.staff import User
from publicity.models.publications import Publication

XIANGYANG = "379901100200"
WANGJIAHE = "379901100201"
SHANGPING = "379901100202"
XIAWAN = "379901100203"


@dataclass(frozen=True)
class Story:
    """One case from filing to closing; `days` is what the office took, in calendar days."""

    filed: date
    days: int
    village: str
    kind: Kind
    text: str
    outcome: Outcome
    reasons: str
    evidence: str
    change: Change
    public: str = ""


STORIES = [
    Story(
        date(2026, 10, 12),
        8,
        XIANGYANG,
        Kind.TIP_HOUSEHOLD,
        "名单上有一户今年在镇上开了小店，看起来收入不低，请核实。",
        Outcome.NOT_UPHELD,
        "镇里入户核查并比对了经营和存款信息：小店由其子经营，分户另过，该户收入仍低于标准。",
        "10月14日入户；10月15日核对银行存款、个体工商户登记和户籍。",
        Change.NOTHING,
    ),
    Story(
        date(2026, 10, 14),
        9,
        WANGJIAHE,
        Kind.REVIEW,
        "我家四口人只按三口人算，请复核。",
        Outcome.UPHELD,
        "复核查明在外就读的子女未计入，已按四人重新核定，从下月起执行。",
        "10月17日查看户口簿和学籍证明；10月19日评议小组复核。",
        Change.AMOUNT,
        "经评议复核，该户保障人口由 3 人更正为 4 人，从下月起按新的金额发放。",
    ),
    Story(
        date(2026, 10, 19),
        7,
        WANGJIAHE,
        Kind.TIP_HOUSEHOLD,
        "有一户已经搬到县城常住，村里仍在发放。",
        Outcome.PARTLY,
        "该户确已到县城居住，户籍未迁。已按居住地重新核对，下月由居住地街道接续。",
        "10月21日走访村里和现居住小区；10月22日核对户籍和领取记录。",
        Change.RECHECK,
    ),
]


LOOKED_AT = "入户查看，并核对户籍、银行存款和车辆登记。"
ORDINARY = [
    (1, XIANGYANG, "有一户门前停着一辆小汽车。", "车辆属其已分户的女婿，该户名下无车。"),
    (1, SHANGPING, "有一户老人的儿子在外面做生意。", "其子收入已按规定计算赡养费，加上后仍低于标准。"),
    (2, XIAWAN, "有一户今年盖了新房。", "房屋由危房改造补助建成，补助不计入收入。"),
    (5, WANGJIAHE, "有一户好像有人在城里打工。", "打工收入已在申报中，刨去务工成本后仍低于标准。"),
    (5, XIANGYANG, "有一户种了不少地。", "种植面积和收入已入户核实，与申报一致。"),
    (6, SHANGPING, "有一户养了十几只羊。", "羊为合作社寄养，该户只得管护费，已计入收入。"),
    (7, XIAWAN, "有一户的人常年不在村里。", "该户成员在县医院长期治疗，每月有住院记录。"),
    (8, WANGJIAHE, "有一户比我家条件好也享受低保。", "按收入和财产核对，该户符合条件；已向来件人说明可以申请。"),
    (9, XIANGYANG, "有一户把地租出去了。", "租金已计入收入，仍低于标准。"),
    (9, SHANGPING, "有一户的孩子已经工作。", "其子十月刚签合同，已列入下次核对；目前仍符合条件。"),
]
"""October's common doubts, which looking into did not bear out: day, village, what was told, what was found. With the
stories there are enough for the month's figures to be shown.
"""


def load(*, password: str) -> int:
    """Brings the stories in unless there are cases already; answers how many were brought in."""
    if Case.objects.exists():
        return 0
    handler, lead = (User.objects.get(username=name) for name in ("township", "township-lead"))
    acting, approving = ({"by": user, "member_key": unlock(user=user, password=password)} for user in (handler, lead))
    stories = [*STORIES, *(_unfounded(*told) for told in ORDINARY)]
    for story in stories:
        _tell(story, acting, approving)
    return len(stories)


def _unfounded(day: int, village: str, text: str, reasons: str) -> Story:
    filed = date(2026, 10, day)
    return Story(filed, 9, village, Kind.TIP_HOUSEHOLD, text, Outcome.NOT_UPHELD, reasons, LOOKED_AT, Change.NOTHING)


def _tell(story: Story, acting: dict[str, Any], approving: dict[str, Any]) -> None:
    publication = Publication.objects.filter(village=story.village).order_by("-published_on").first()
    named = publication.pk if publication and story.public else ""
    receipt = receive_case(
        kind=story.kind,
        subject=Subject.HOUSEHOLD,
        village=Area.objects.select_related("parent").get(pk=story.village),
        publication_id=named,
        text=story.text,
        contact="演示联系人 本村" if story.kind is Kind.REVIEW else "",
        today=story.filed,
    )
    case = Case.objects.get(number=receipt.case_number)
    done = story.filed + timedelta(days=story.days)
    accept_case(case=case, today=story.filed + timedelta(days=1), **acting)
    start_review(case=case, today=story.filed + timedelta(days=2), **acting)
    decide_case(
        case=case,
        outcome=story.outcome,
        reasons=story.reasons,
        evidence=story.evidence,
        change=story.change,
        public_text=story.public,
        today=done - timedelta(days=1),
        **acting,
    )
    approve_decision(case=case, today=done, **approving)
    close_case(case=case, today=done + timedelta(days=1), **acting)
