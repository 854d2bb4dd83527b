"""News by kind, the campaign month, and typical cases held to their length while they are typed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from county.actions import create_role_groups
from policies_cms.models.news import NewsKind, NewsPage
from tests.factories_cms import NewsFactory
from tests.factories_county import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(settings):
    NewsFactory(title="消息一", kind=NewsKind.NEWS, day=date(2026, 3, 1), summary="一")
    NewsFactory(title="案例一", kind=NewsKind.CASE, day=date(2026, 3, 2), summary="二")
    NewsFactory(title="今年活动", kind=NewsKind.CAMPAIGN, day=date(2026, 4, 2), summary="三")
    return NewsFactory(title="去年活动", kind=NewsKind.CAMPAIGN, day=date(2025, 4, 2), summary="四").get_parent()


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", {"消息一", "案例一", "去年活动"}, set()),
        ("?kind=case", {"案例一"}, {"消息一", "去年活动"}),
        ("?kind=nosuch", {"消息一", "案例一"}, set()),
        ("?kind=model", {"消息一", "案例一"}, set()),
    ],
)
def test_by_kind(client, news, query, shown, hidden):
    html = client.get(news.get_url() + query).content.decode()
    assert all(title in html for title in shown)
    assert not any(title in html for title in hidden)


@pytest.mark.parametrize(("day", "shown"), [("2026-04-01", True), ("2026-04-30", True), ("2026-05-01", False)])
def test_the_campaign_stands_out_in_its_month(client, news, settings, day, shown):
    settings.PORTAL_TODAY = day
    for url in (news.get_url(), news.get_parent().get_url()):
        assert ("低保政策宣传月" in client.get(url).content.decode()) is shown


def test_only_this_year_s_campaign():
    assert not NewsPage.objects.of_campaign(date(2026, 4, 1)).exists()
    NewsFactory(kind=NewsKind.CAMPAIGN, day=date(2025, 4, 2), summary="四")
    assert not NewsPage.objects.of_campaign(date(2026, 4, 1)).exists()
    assert NewsPage.objects.of_campaign(date(2025, 4, 30)).exists()


def test_the_editor_s_form_counts_while_one_types(client, news):
    create_role_groups()
    client.force_login(StaffFactory(is_superuser=True))
    html = client.get(reverse("wagtailadmin_pages:edit", args=[NewsPage.objects.first().pk])).content.decode()
    assert 'data-case-length="100"' in html
    assert "policies_cms/case_length.js" in html


@pytest.mark.parametrize(
    ("kind", "body", "refused"),
    [(NewsKind.CASE, "更多", True), (NewsKind.CASE, "", False), (NewsKind.NEWS, "更多", False)],
)
def test_a_case_says_nothing_below_its_summary(kind, body, refused):
    page = NewsFactory.build(kind=kind, summary="一", title="一", slug="one", body=[("heading", body)] if body else [])
    if refused:
        with pytest.raises(ValidationError) as told:
            page.clean()
        assert list(told.value.message_dict) == ["body"]
    else:
        page.clean()
