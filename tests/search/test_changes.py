"""What changes is found as it is, and what leaves is found no more, on every engine."""

from datetime import date

import pytest
from wagtail.search.backends import get_search_backend

from policies_cms.models.news import NewsKind
from policies_cms.models.policies import PolicyPage
from search import actions, queries
from search.engines import choice, server
from search.models.documents import SearchDocument
from tests.factories_cms import (
    GuideFactory,
    InfoFactory,
    NewsFactory,
    PolicyFactory,
    ServicesFactory,
    WindowFactory,
)
from tests.factories_county import AreaFactory
from tests.search.conftest import fill, rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(engine, db):
    """The pages of conftest, for a test that changes them."""
    fill()


@pytest.fixture
def changed(engine, django_capture_on_commit_callbacks):
    """Runs a change as if it were committed, and lets the server read it."""

    def run(change, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            result = change(*args, **kwargs)
        if engine == "elasticsearch":
            server.client().indices.refresh(index=server.alias())
        return result

    return run


def found(q: str, **kwargs) -> list[str]:
    return ["".join(piece.text for piece in hit.title) for hit in queries.search(q=q, **kwargs).hits]


def test_the_title_weighs_most(site):
    PolicyFactory(title="别的文件", summary="渐退" + "其他内容" * 5)
    PolicyFactory(title="渐退", summary="其他内容" * 5)
    rebuild()
    assert found("渐退")[0] == "渐退"


def test_pages_of_results(site, django_assert_max_num_queries):
    for _number in range(23):
        PolicyFactory(summary="渐退期")
    rebuild()
    seen = [hit.url for page in (1, 2, 3) for hit in queries.search(q="渐退期", page=page).hits]
    assert len(seen) == len(set(seen)) == 23
    assert queries.search(q="渐退期", page=99).number == 3
    assert queries.search(q="渐退期", page=10**9).number == 3
    assert queries.search(q="渐退期", page=-1).number == 1
    with django_assert_max_num_queries(5):
        queries.search(q="渐退期")


def test_places_named_come_first(site):
    village = AreaFactory(name="向阳村")
    ServicesFactory()
    window = WindowFactory(name="西河镇便民服务中心", offers="申请低保", area=village.parent)
    PolicyFactory(title="向阳村便民服务通知", summary="西河镇向阳村")
    rebuild()
    hit = queries.search(q="西河镇向阳村").hits[0]
    assert (hit.kind, village.pk in hit.url) == ("villages", True)
    assert found("向阳")[0] == "西河镇向阳村"
    assert queries.search(q="便民服务").hits[0].url.endswith(f"#{window.anchor}")
    assert [hit.kind for hit in queries.search(q="申请低保", kind="services").hits] == ["services"]
    assert queries.search(q="便民服务", township=village.parent_id).total == 1
    assert queries.search(q="便民服务").facets["township"] == {village.parent_id: 1}


def test_an_edited_page_is_found_by_its_new_words_only(site, changed):
    rebuild()
    page = PolicyPage.objects.get(title="办法")
    page.summary = "改成了别的"
    changed(page.save)
    assert found("生活保障") == ["征求意见"]
    assert found("改成了别的") == ["办法"]


def test_what_leaves_is_found_no_more_and_comes_back(site, changed):
    rebuild()
    page = PolicyPage.objects.get(title="标准通知")
    changed(page.unpublish)
    assert "标准通知" not in found("标准")
    page.live = True
    changed(page.save)
    assert "标准通知" in found("标准")
    changed(page.delete)
    assert "标准通知" not in found("标准")
    assert not SearchDocument.objects.filter(title="标准通知").exists()


def test_a_page_for_some_readers_only_is_found_by_nobody(site, changed):
    rebuild()
    page = PolicyPage.objects.get(title="标准通知")
    restriction = changed(page.view_restrictions.create, restriction_type="login")
    assert "标准通知" not in found("标准")
    changed(restriction.delete)
    assert "标准通知" in found("标准")


def test_a_page_with_another_address_leads_there(site, changed):
    rebuild()
    parent = PolicyPage.objects.get(title="标准通知").get_parent().specific
    parent.slug = "documents"
    changed(parent.save_revision().publish)
    assert "/documents/" in queries.search(q="标准通知").hits[0].url


def test_typical_cases_stand_on_their_own(site):
    NewsFactory(title="老张的低保", kind=NewsKind.CASE, summary="三个月后他自己找到了活。", day=date(2025, 3, 1))
    rebuild()
    results = queries.search(q="老张", kind="cases")
    assert results.total == 1
    assert results.facets["year"] == {"2025": 1}


def test_nothing_is_left_unescaped(client, site):
    PolicyFactory(title="<script>alert(1)</script>低保", summary="<img src=x onerror=y>低保 \ue000<b>\ue001")
    rebuild()
    html = client.get("/search/", {"q": "低保 <script>"}).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_what_was_changed_past_the_signals_is_made_good(site):
    rebuild()
    PolicyPage.objects.filter(title="标准通知").update(live=False)
    SearchDocument.objects.filter(title="办法").delete()
    assert actions.reconcile() == 2
    rebuild()
    assert "标准通知" not in found("标准")
    assert "办法" in found("生活保障")
    assert actions.reconcile() == 0


def many_lists() -> None:
    """30 lists of 向阳村."""
    rows = [
        SearchDocument(key=f"list:{number}", kind="lists", title="西河镇向阳村低保对象长期公示", url="/", year=2026)
        for number in range(30)
    ]
    SearchDocument.objects.bulk_create(rows)
    get_search_backend().add_bulk(SearchDocument, rows)
    if choice.server_index():
        choice.server_index().rebuild()


def test_a_guide_comes_before_many_lists(site):
    GuideFactory(title="低保怎么申请", summary="低保申请")
    rebuild()
    many_lists()
    assert set(found("低保")[:2]) == {"低保怎么申请", "低保指南"}


@pytest.mark.parametrize("q", ["长期公示", "二榜", "对象长期公示"])
def test_without_a_place_what_explains_lists_comes_before_them(site, q):
    InfoFactory(title="怎么看", body=[("text", "<p>批准以后的对象长期公示，每月更新。</p>")])
    rebuild()
    many_lists()
    assert found(q)[0] == "怎么看"
    assert queries.search(q=q).total == 31


@pytest.mark.parametrize("q", ["向阳村长期公示", "向阳 长期公示", "西河镇向阳村 长期公示", "长期公示向阳村"])
def test_a_place_within_a_query_is_a_word_of_its_own(site, q):
    """With it the lists are what is wanted; people type no blanks."""
    AreaFactory(name="向阳村")
    InfoFactory(title="怎么看", body=[("text", "<p>西河镇向阳村的长期公示，向阳村长期公示的栏子。</p>")])
    rebuild()
    many_lists()
    results = queries.search(q=q)
    assert results.total == 31
    assert [hit.kind for hit in results.hits].count("lists") >= 9


def test_a_window_is_found_by_place_and_phone(site):
    ServicesFactory()
    WindowFactory(name="西河镇便民服务中心", phone="0599-123-4511", area=AreaFactory(name="向阳村").parent)
    rebuild()
    assert found("西河镇电话") == ["西河镇便民服务中心"]


@pytest.mark.parametrize("q", ["低边户", "低边", "低保边缘"])
def test_short_names_of_the_street_are_known_from_the_start(site, q):
    PolicyFactory(title="低保边缘家庭认定办法")
    rebuild()
    assert found(q) == ["低保边缘家庭认定办法"]


def test_the_old_name_finds_the_new_one(site):
    GuideFactory(title="特困人员救助供养怎么申请", summary="养老院")
    PolicyFactory(title="特困人员认定办法")
    rebuild()
    assert found("五保户怎么申请")[0] == "特困人员救助供养怎么申请"
    assert set(found("五保户")) == {"特困人员救助供养怎么申请", "特困人员认定办法"}
