"""publish_lists --stage STAGE --period YYYY-MM [--area CODE] --by USER: publishes what is confirmed and not yet out."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from county.commands import PortalCommand, Refused
from county.models.areas import Area
from county.models.staff import User
from county.today import today
from publicity.actions.batches import Outcome, publish_rosters, ready_rosters
from publicity.actions.drafts import Ground
from publicity.actions.publishing import stages_of
from publicity.domain.periods import BadPeriod, first_day
from publicity.domain.stages import Stage
from publicity.wording import refusal


class Command(PortalCommand):
    """Publishes under a member of staff's own role and area; never what they imported themselves."""

    help = "Publishes the confirmed rosters of a stage and month that are not published yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Stage, month, area and person."""
        parser.add_argument("--stage", required=True, choices=[stage.value for stage in Stage])
        parser.add_argument("--period", required=True)
        parser.add_argument("--area", default="")
        parser.add_argument("--by", required=True)
        parser.add_argument("--opens-on", default="", help="a later day on which the lists open")
        parser.add_argument("--appraised-on", default="", help="the day of the democratic appraisal")

    def run(
        self, *, stage: str, period: str, area: str, by: str, opens_on: str = "", appraised_on: str = "", **options: Any
    ) -> dict[str, Any]:
        """Answers published (a number), skipped and refused; tells on standard error how far it is."""
        user = User.objects.select_related("office__area").filter(username=by, is_active=True).first()
        if user is None:
            raise Refused(f"没有名为 {by} 的工作人员账号。")
        within = _area(area) or user.area
        if Stage(stage) not in stages_of(by=user, ground=Ground.read(today())) or not user.area.covers(within):
            raise Refused(f"{by} 的角色或辖区不能发布这一环节的名单。", published=0, skipped=[], refused=[])
        rosters = ready_rosters(stage=stage, period=_period(period), area=within)
        if not rosters:
            raise Refused("没有已确认的花名册可以公示，请先导入并确认。", published=0, skipped=[], refused=[])
        outcome = publish_rosters(
            rosters=rosters,
            by=user,
            today=today(),
            opens_on=_day(opens_on),
            appraised_on=_day(appraised_on),
            progress=lambda so_far: self._tell(so_far, len(rosters)),
        )
        answer = {
            "published": len(outcome.published),
            "skipped": [{"village": village.long_name, "area": village.pk} for village in outcome.skipped],
            "refused": [
                {"village": village.long_name, "area": village.pk, "code": error.code, "message": refusal(error)}
                for village, error in outcome.refused
            ],
        }
        if outcome.refused and not outcome.published:
            first = answer["refused"][0]
            raise Refused(f"没有名单发布。{first['village']}：{first['message']}", **answer)
        return answer

    def _tell(self, outcome: Outcome, total: int) -> None:
        """After each township; a single one is soon over and tells nothing."""
        if outcome.done < total:
            self.stderr.write(f"已处理 {outcome.done} / {total}")

    def describe(self, result: dict[str, Any]) -> str:
        """Counts, then each refusal."""
        lines = [f"已发布 {result['published']} 个名单，此前已发布 {len(result['skipped'])} 个。"]
        lines += [f"未发布：{item['village']}：{item['message']}" for item in result["refused"]]
        return "\n".join(lines)


def _area(code: str) -> Area | None:
    if not code:
        return None
    found = Area.objects.select_related("parent__parent").filter(pk=code).first()
    if found is None:
        raise Refused(f"没有代码为 {code} 的行政区划。")
    return found


def _period(text: str) -> str:
    try:
        first_day(text)
    except BadPeriod as error:
        raise Refused("月份应写成 2026-11 的样子。") from error
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused("日期应写成 2026-11-30 的样子。") from error
