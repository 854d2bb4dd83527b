"""Prepared words for what this office is not in charge of (内蒙古 2013: explained and guided to the right office)."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

TITLE_LIMIT = 30
TEXT_LIMIT = 600
PREPARED = [
    (
        "医疗报销、医疗救助",
        "您反映的是医疗保险报销或医疗救助，由县医疗保障局负责。请带身份证、社保卡和医院票据，到县医疗保障局或乡镇便民服务中心的"
        "医保窗口咨询，也可拨打 12393。如看病花费使家里生活困难，还可以向乡镇民政办申请低保或临时救助。",
    ),
    (
        "养老保险、失业、工伤",
        "您反映的是养老保险、失业保险或工伤待遇，由县人力资源和社会保障局负责。"
        "请到县社会保险经办窗口咨询，也可拨打 12333。",
    ),
    (
        "残疾证、残疾评定",
        "残疾评定和残疾人证由县残疾人联合会办理，请向户籍所在乡镇残联申请。残疾人两项补贴由民政部门发放，可在乡镇民政办另行申请。",
    ),
    (
        "危房改造、公共租赁住房",
        "您反映的是住房问题：农村危房改造和公共租赁住房由县住房和城乡建设局负责。请向村（居）委会或乡镇村镇建设办提出申请。",
    ),
    (
        "土地、宅基地、征收补偿",
        "您反映的是土地、宅基地或征收补偿，由县自然资源局、农业农村局和乡镇人民政府负责。请先向乡镇人民政府反映；"
        "对征收补偿决定不服的，可以依法申请行政复议或者提起行政诉讼。",
    ),
    (
        "农资、耕地等惠农补贴",
        "您反映的是惠农补贴，由县农业农村局和财政局负责。补贴名单和标准在村务公开栏公示，可先向乡镇农业综合服务中心查询。",
    ),
    (
        "拖欠工资、劳动纠纷",
        "您反映的是拖欠工资或劳动纠纷，由县劳动保障监察大队和劳动人事争议仲裁院负责，"
        "可拨打 12333，或在“全国根治欠薪线索反映平台”提交。",
    ),
    (
        "治安、诈骗等违法犯罪",
        "您反映的情况可能涉及违法犯罪，由公安机关负责。情况紧急请立即拨打 110；不紧急的，请到派出所报案并保留好证据。",
    ),
    (
        "法院判决、执行",
        "案件的判决和执行由人民法院负责，民政部门不能改变。"
        "对判决不服的，请在法定期限内上诉或申请再审；执行问题请拨打 12368。"
        "需要法律帮助的，可拨打 12348 申请法律援助。",
    ),
    (
        "不在本县、户籍或居住在外地",
        "您反映的家庭不由本县管理。低保由户籍所在地（或经常居住地）的乡镇人民政府受理，请向当地乡镇民政办反映，"
        "不清楚电话的可拨打当地 12345。",
    ),
]


class PreparedText(blocks.StructBlock):
    """A name to choose it by, and what the sender reads."""

    title = blocks.CharBlock(label=_("What it is about"), max_length=TITLE_LIMIT)
    text = blocks.TextBlock(label=_("What the sender reads"), max_length=TEXT_LIMIT, rows=4)

    class Meta:
        icon = "doc-full"
        label = _("Prepared words")


@register_setting(icon="doc-full")
class GuidanceTexts(BaseGenericSetting):
    """The county's own list; a new installation begins with the usual offices."""

    texts = StreamField(
        [("text", PreparedText())],
        verbose_name=_("prepared words"),
        default=[("text", {"title": title, "text": text}) for title, text in PREPARED],
        blank=True,
        help_text=_("Staff choose one when a case is not this office's to handle, and may add to it."),
    )

    panels = [FieldPanel("texts")]

    class Meta:
        verbose_name = _("guidance to other offices")

    def by_title(self) -> dict[str, str]:
        """The words by their name, in the county's order."""
        return {str(block.value["title"]): str(block.value["text"]) for block in self.texts}
