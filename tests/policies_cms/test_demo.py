import csv

import pytest
from wagtail.models import Page, Site

from county.actions import load_areas
from policies_cms import demo
from policies_cms.domain.cases import is_short_enough
from policies_cms.models.guides import GuidePage, GuideTopic
from policies_cms.models.news import NewsKind, NewsPage
from policies_cms.models.policies import PolicyPage
from policies_cms.models.services import ServiceWindow
from policies_cms.models.surveys import SurveyPage
from portal.demo import DATA
from search import queries
from search.actions import reconcile, set_up_search

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    with (DATA / "areas.csv").open(encoding="utf-8-sig", newline="") as file:
        load_areas(rows=list(csv.DictReader(file)))
    set_up_search()
    return demo.load()


def test_every_page_of_the_demo_renders_and_every_local_link_leads_somewhere(client, loaded):
    links: set[str] = set()
    for page in Page.objects.filter(depth__gte=2).specific():
        response = client.get(page.get_url())
        html = response.content.decode()
        assert response.status_code == 200, page.slug
        assert html.count("<h1") == 1, page.slug
        assert "{" not in html.split("<main")[1].split("</main>")[0], page.slug
        links |= {part.split('"')[0] for part in html.split('href="/')[1:]}
    assert len(links) > 40
    for link in sorted(links):
        if not link.startswith("static/"):
            assert client.get(f"/{link}").status_code in (200, 302), link


def test_no_guide_types_a_number_of_working_days():
    """They are chosen figures: a changed limit is then right everywhere at once."""
    assert "工作日" not in (demo.CONTENT / "guides.toml").read_text("utf-8").replace("7个工作日", "")


def test_loading_twice_changes_nothing(loaded):
    counts = [model.objects.count() for model in (Page, PolicyPage, GuidePage, ServiceWindow)]
    assert demo.load() == loaded
    assert [model.objects.count() for model in (Page, PolicyPage, GuidePage, ServiceWindow)] == counts
    assert Site.objects.filter(is_default_site=True).count() == 1


def test_what_staff_changed_stays(loaded):
    guide = GuidePage.objects.get(slug="dibao")
    guide.summary = "改过的话"
    guide.save_revision().publish()
    demo.load()
    guide.refresh_from_db()
    assert guide.summary == "改过的话"


def test_what_the_contract_asks_for(loaded):
    assert PolicyPage.objects.live().count() >= 5
    slugs = set(GuidePage.objects.live().values_list("slug", flat=True))
    assert slugs >= {"dibao", "dibao-bianyuan", "zhichuxing", "tekun", "linshi", "danrenhu", "jiantui", "objection"}
    assert {guide.topic for guide in GuidePage.objects.all()} == set(GuideTopic.values)
    assert ServiceWindow.objects.count() == 6
    assert SurveyPage.objects.get().form_fields.count() == 4
    cases = NewsPage.objects.filter(kind=NewsKind.CASE)
    assert len(cases) == 3
    assert all(is_short_enough(case.summary) for case in cases)


def test_the_demo_is_found(loaded):
    wanted = {
        "低保": "最低生活保障（低保）",
        "生活保障": "明安县最低生活保障审核确认实施细则",
        "菏区政办发〔2022〕23号": "明安县最低生活保障审核确认实施细则",
        "明民发〔2026〕8号": "关于调整2026年度城乡最低生活保障标准的通知",
        "渐退": "低保渐退：找到工作也不马上停",
        "西河镇": "西河镇便民服务中心民政窗口",
        "向阳村": "西河镇向阳村",
        "隐私": "隐私说明",
    }
    reconcile()
    assert {q: title for q, title in wanted.items() if title not in titles_for(q)} == {}


def titles_for(q):
    """The titles on the first three pages of results."""
    hits = [hit for page in (1, 2, 3) for hit in queries.search(q=q, page=page).hits]
    return ["".join(piece.text for piece in hit.title) for hit in hits]
