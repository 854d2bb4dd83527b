"""The national directory of what the lowest levels of government disclose about social assistance.

社会救助领域基层政务公开标准目录, issued with 《民政部办公厅关于印发社会救助和养老服务领域基层政务公开标准指引的通知》
(民办函〔2019〕52号) under 国办发〔2019〕54号: 13 items, all of them disclosed to everybody without being asked.
"""

from dataclasses import dataclass
from enum import StrEnum

SOURCE = "民办函〔2019〕52号"
# 公开时限: "制定或获取信息之日起10个工作日内".
WORKDAYS = 10
# 公示期 of the results of a review, items 5 and 9: "公示7个工作日".
NOTICE_WORKDAYS = 7


class Group(StrEnum):
    """一级事项."""

    GENERAL = "general"
    DIBAO = "dibao"
    TEKUN = "tekun"
    TEMPORARY = "temporary"


class Matter(StrEnum):
    """二级事项."""

    POLICY = "policy"
    SUPERVISION = "supervision"
    GUIDE = "guide"
    REVIEW = "review"
    APPROVAL = "approval"
    REVIEW_AND_APPROVAL = "review-and-approval"


class Item(StrEnum):
    """公开事项 1 to 13, by group and matter."""

    GENERAL_POLICY = "general-policy"
    GENERAL_SUPERVISION = "general-supervision"
    DIBAO_POLICY = "dibao-policy"
    DIBAO_GUIDE = "dibao-guide"
    DIBAO_REVIEW = "dibao-review"
    DIBAO_APPROVAL = "dibao-approval"
    TEKUN_POLICY = "tekun-policy"
    TEKUN_GUIDE = "tekun-guide"
    TEKUN_REVIEW = "tekun-review"
    TEKUN_APPROVAL = "tekun-approval"
    TEMPORARY_POLICY = "temporary-policy"
    TEMPORARY_GUIDE = "temporary-guide"
    TEMPORARY_LISTS = "temporary-lists"


@dataclass(frozen=True)
class Rule:
    """What the directory says of one item. The county and the townships disclose each of them (县级, 乡级)."""

    item: Item
    group: Group
    matter: Matter
    #: 公开内容（要素）, in the directory's words.
    contents: str
    #: How many working days a list is open to objections; 0 where the item is no notice.
    notice_workdays: int = 0

    @property
    def number(self) -> int:
        """As the directory counts."""
        return list(Item).index(self.item) + 1


_GUIDE = "办理事项、办理条件、{}、申请材料、办理流程、办理时间、地点、联系方式"

DIRECTORY = (
    Rule(Item.GENERAL_POLICY, Group.GENERAL, Matter.POLICY, "《社会救助暂行办法》，各地配套政策法规文件"),
    Rule(Item.GENERAL_SUPERVISION, Group.GENERAL, Matter.SUPERVISION, "社会救助信访通讯地址，社会救助投诉举报电话"),
    Rule(Item.DIBAO_POLICY, Group.DIBAO, Matter.POLICY, "国务院、民政部关于最低生活保障的文件，各地配套政策法规文件"),
    Rule(Item.DIBAO_GUIDE, Group.DIBAO, Matter.GUIDE, _GUIDE.format("最低生活保障标准")),
    Rule(Item.DIBAO_REVIEW, Group.DIBAO, Matter.REVIEW, "初审对象名单及相关信息", NOTICE_WORKDAYS),
    Rule(Item.DIBAO_APPROVAL, Group.DIBAO, Matter.APPROVAL, "低保对象名单及相关信息"),
    Rule(
        Item.TEKUN_POLICY, Group.TEKUN, Matter.POLICY, "国务院、民政部关于特困人员救助供养的文件，各地配套政策法规文件"
    ),
    Rule(Item.TEKUN_GUIDE, Group.TEKUN, Matter.GUIDE, _GUIDE.format("救助供养标准")),
    Rule(Item.TEKUN_REVIEW, Group.TEKUN, Matter.REVIEW, "初审对象名单及相关信息，终止供养名单", NOTICE_WORKDAYS),
    Rule(Item.TEKUN_APPROVAL, Group.TEKUN, Matter.APPROVAL, "特困人员名单及相关信息"),
    Rule(
        Item.TEMPORARY_POLICY, Group.TEMPORARY, Matter.POLICY, "国务院、民政部关于临时救助的文件，各地配套政策法规文件"
    ),
    Rule(Item.TEMPORARY_GUIDE, Group.TEMPORARY, Matter.GUIDE, _GUIDE.format("救助标准")),
    Rule(
        Item.TEMPORARY_LISTS,
        Group.TEMPORARY,
        Matter.REVIEW_AND_APPROVAL,
        "支出型临时救助对象名单、救助金额、救助事由",
    ),
)


def items_of(matter: Matter) -> tuple[Item, ...]:
    """The items of one matter, in order."""
    return tuple(rule.item for rule in DIRECTORY if rule.matter is matter)
