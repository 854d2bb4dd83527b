"""Some closed cases of the demo county, brought in and handled as staff would."""

from dataclasses import dataclass
from datetime import date, timedelta

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
from complaints.domain.lifecycle import Outcome
from complaints.models.cases import Case
from county.models.areas import Area
from county.models.staff import User
from publicity.models.publications import Publication

WANGJIAHE = "379901100201"
XIANGYANG = "379901100200"


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
    ),
    Story(
        date(2026, 10, 14),
        9,
        WANGJIAHE,
        Kind.REVIEW,
        "我家四口人只按三口人算，请复核。",
        Outcome.UPHELD,
        "复核查明在外就读的子女未计入，已按四人重新核定，从下月起执行。",
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
    ),
]


def load(*, password: str) -> int:
    """Brings the stories in unless there are cases already; answers how many were brought in."""
    if Case.objects.exists():
        return 0
    for story in STORIES:
        _tell(story, password)
    return len(STORIES)


def _tell(story: Story, password: str) -> None:
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
    handler, lead = (User.objects.get(username=name) for name in ("township", "township-lead"))
    key, lead_key = unlock(user=handler, password=password), unlock(user=lead, password=password)
    done = story.filed + timedelta(days=story.days)
    accept_case(case=case, by=handler, member_key=key, today=story.filed + timedelta(days=1))
    start_review(case=case, by=handler, member_key=key, today=story.filed + timedelta(days=2))
    decide_case(
        case=case,
        by=handler,
        member_key=key,
        outcome=story.outcome,
        reasons=story.reasons,
        public_text=story.public,
        today=done - timedelta(days=1),
    )
    approve_decision(case=case, by=lead, member_key=lead_key, today=done)
    close_case(case=case, by=handler, member_key=key, today=done + timedelta(days=1))
