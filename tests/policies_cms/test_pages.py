from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.contrib.forms.models import FormSubmission
from wagtail.documents import get_document_model
from wagtail.models import Page

from county.models.links import ShortLink
from county.models.standards import Standard
from policies_cms.actions import give_short_link
from policies_cms.models.attachments import PolicyAttachment
from policies_cms.models.guides import GuideIndexPage
from policies_cms.models.news import NewsIndexPage, NewsKind
from policies_cms.models.policies import PolicyIndexPage, PolicyPage
from policies_cms.models.surveys import SurveyField
from tests.factories_cms import (
    GuideFactory,
    InfoFactory,
    NewsFactory,
    PolicyFactory,
    ServicesFactory,
    StandardsFactory,
    SurveyFactory,
    WindowFactory,
    index,
    site_home,
)
from tests.factories_county import AreaFactory

pytestmark = pytest.mark.django_db


def show(client, page) -> str:
    response = client.get(page.get_url())
    assert response.status_code == 200
    assert not response.cookies
    html = response.content.decode()
    assert html.count("<h1>") == 1
    assert "style=" not in html
    assert "<script" not in html
    return html


def test_home(client):
    assert "欢迎监督" in show(client, site_home())


def test_a_policy_shows_what_it_is_and_whether_it_counts(client, settings):
    settings.PORTAL_TODAY = "2026-11-21"
    explanation = NewsFactory(title="一图读懂", kind=NewsKind.INTERPRETATION)
    old = PolicyFactory(title="旧办法", repealed_on=date(2026, 7, 1), effective_on=date(2020, 1, 1))
    new = PolicyFactory(
        title="新办法",
        document_number="明民发〔2026〕8号",
        index_number="MA-2026-0008",
        subject="社会救助",
        date_written=date(2026, 6, 20),
        expires_on=date(2031, 6, 30),
        replaces=old,
        interpretation=explanation,
        body=[
            ("heading", "第一条"),
            ("text", "<p>正文</p>"),
            (
                "table",
                {"data": [["档", "元"], ["一", "720"]], "table_caption": "分档", "first_row_is_table_header": True},
            ),
        ],
    )
    html = show(client, new)
    for text in ("明民发〔2026〕8号", "2026年6月20日", "2031年6月30日", "MA-2026-0008", "旧办法", "一图读懂", "720"):
        assert text in html
    assert "<caption>分档</caption>" in "".join(line.strip() for line in html.splitlines())
    assert "pill open" in html
    assert "新办法" in show(client, old)
    assert "pill due" in show(client, old)
    assert "新办法" in show(client, explanation)


def test_attachments_show_size_and_type(client):
    policy = PolicyFactory(title="带附件")
    document = get_document_model().objects.create(title="申请表", file=ContentFile(b"x" * 2048, name="form.docx"))
    PolicyAttachment.objects.create(page=policy, document=document, title="低保申请表", version="2026-07")
    html = show(client, policy)
    assert "低保申请表" in html
    assert "2026-07" in html
    assert "DOCX" in html
    assert "2.0" in html


def test_the_policy_index_can_leave_out_what_no_longer_counts(client, settings):
    settings.PORTAL_TODAY = "2026-11-21"
    PolicyFactory(title="现行文件")
    PolicyFactory(title="过期文件", effective_on=date(2020, 1, 1), expires_on=date(2025, 1, 1))
    PolicyFactory(title="将来文件", effective_on=date(2027, 1, 1))
    page = PolicyIndexPage.objects.get()
    assert "过期文件" in show(client, page)
    html = client.get(page.get_url() + "?state=in-force").content.decode()
    assert "现行文件" in html
    assert "过期文件" not in html
    assert "将来文件" not in html


@pytest.mark.parametrize(
    "day", [date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1)]
)
def test_the_query_agrees_with_the_rule(day):
    for number, (expires, repealed) in enumerate(
        [(None, None), (date(2026, 12, 31), None), (None, date(2027, 1, 1)), (date(2027, 6, 1), date(2026, 7, 1))]
    ):
        PolicyFactory(title=f"文件{number}", expires_on=expires, repealed_on=repealed)
    in_force = set(PolicyPage.objects.in_force(day))
    for policy in PolicyPage.objects.all():
        assert (policy in in_force) == (policy.validity_on(day)["code"] == "in-force")


def test_dates_out_of_order_are_refused():
    policy = PolicyFactory()
    policy.expires_on = date(2020, 1, 1)
    with pytest.raises(ValidationError) as refused:
        policy.full_clean()
    assert "expires_on" in refused.value.message_dict


def test_a_guide_shows_its_parts_and_a_code_to_apply_with(client):
    ServicesFactory()
    guide = GuideFactory(
        title="低保指南",
        slug="dibao",
        who="<p>收入低于标准</p>",
        materials=[("material", {"name": "身份证", "note": "全家"})],
        steps=[("step", {"title": "受理", "who": "乡镇", "limit": "当场", "text": "登记"})],
        limits=[("limit", {"what": "作出决定", "limit": "30个工作日", "source": "审核确认办法"})],
        rights=[("right", "知道理由")],
        duties=[("duty", "如实申报")],
        result="<p>次月起发</p>",
        complaints="<p>申请评议复核</p>",
        apply_url="https://example.org/apply",
    )
    link = give_short_link(page=guide)
    html = show(client, guide)
    for text in ("收入低于标准", "身份证", "受理", "30个工作日", "知道理由", "如实申报", "次月起发", "评议复核"):
        assert text in html
    assert '<ol class="steps">' in html
    assert f"/qr/{link.pk}.svg" in html
    assert f"/qr/{link.pk}.png" in html
    assert f"/q/{link.pk}" in html
    assert "https://example.org/apply" in html
    assert "低保指南" in show(client, GuideIndexPage.objects.get())


def test_publishing_a_guide_makes_its_short_link_once(client):
    guide = GuideFactory(slug="apply")
    for _time in range(2):
        guide.save_revision().publish()
    link = ShortLink.objects.get()
    assert link.path == "/guides/apply/"
    assert client.get(f"/q/{link.pk}")["Location"].endswith("/guides/apply/")
    assert client.get(f"/qr/{link.pk}.svg").status_code == 200


def test_a_guide_nobody_applies_with_has_no_code(client):
    guide = GuideFactory(can_apply=False)
    guide.save_revision().publish()
    assert not ShortLink.objects.exists()
    assert "/qr/" not in show(client, guide)


def test_services(client):
    WindowFactory(name="西河镇便民服务中心", phone="0599-123-4512", area=AreaFactory(township=True))
    html = show(client, ServicesFactory())
    assert 'href="tel:05991234512"' in html
    assert "申请临时救助" in html


def test_news(client):
    case = NewsFactory(title="主动发现", kind=NewsKind.CASE, summary="网格员发现。")
    assert "网格员发现" in show(client, case)
    assert "主动发现" in show(client, NewsIndexPage.objects.get())


@pytest.mark.parametrize(
    ("length", "kind", "refused"), [(100, "case", False), (101, "case", True), (101, "news", False)]
)
def test_a_case_is_held_to_its_length(length, kind, refused):
    page = NewsFactory()
    page.kind, page.summary = kind, "字" * length
    if refused:
        with pytest.raises(ValidationError):
            page.full_clean()
    else:
        page.full_clean()


def test_standards(client):
    Standard.objects.create(effective_from=date(2026, 7, 1), urban=720, rural=580, document_number="明民发〔2026〕8号")
    html = show(client, StandardsFactory(title="低保标准"))
    assert "720" in html
    assert "明民发〔2026〕8号" in html


def test_information(client):
    page = InfoFactory(title="监督电话", shows_contacts=True)
    html = show(client, page)
    assert "tel:12388" in html


@pytest.fixture
def survey():
    page = SurveyFactory(title="满意度")
    SurveyField.objects.create(
        page=page, label="您满意吗", field_type="radio", choices="满意,不满意", required=True, clean_name="happy"
    )
    return page


def test_a_survey_takes_answers_without_a_trace(client, survey):
    assert "您满意吗" in show(client, survey)
    response = client.post(f"/surveys/{survey.pk}/answer/", {"happy": "满意"}, headers={"user-agent": "canary-agent"})
    assert response.status_code == 200
    assert not response.cookies
    assert "谢谢" in response.content.decode()
    answer = FormSubmission.objects.get()
    assert answer.form_data == {"happy": "满意"}
    local = answer.submit_time.astimezone()
    assert (local.minute, local.second, local.microsecond) == (0, 0, 0)


def test_a_survey_without_its_answer_comes_back(client, survey):
    response = client.post(f"/surveys/{survey.pk}/answer/", {})
    assert 'role="alert"' in response.content.decode()
    assert not FormSubmission.objects.exists()


def test_a_foreign_post_to_a_page_that_is_no_survey_finds_nothing(client):
    assert client.post(f"/surveys/{site_home().pk}/answer/", {}).status_code == 404


def test_rules_of_the_tree():
    assert PolicyPage.allowed_parent_page_models() == [PolicyIndexPage]
    assert PolicyPage.allowed_subpage_models() == []
    assert index(PolicyIndexPage, "policies", "政策").can_create_at(site_home()) is False


@pytest.mark.parametrize(
    ("path", "above"),
    [("/policies/directory/", "政策文件"), ("/guides/calculator/", "办事指南"), ("/guides/forms/", "办事指南")],
)
@pytest.mark.parametrize("live", [True, False])
def test_views_beside_the_tree_stand_below_their_section(client, path, above, live):
    PolicyFactory()
    GuideFactory()
    Page.objects.filter(title=above).update(live=live)
    crumbs = client.get(path).context["crumbs"]
    section = f"/{path.split('/')[1]}/"
    assert crumbs[:-1] == ([("首页", "/"), (above, section)] if live else [])
    assert crumbs[-1][1] == ""
