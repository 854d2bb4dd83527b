import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from policies_cms.models.policies import PolicyPage
from search import queries
from search.actions import set_up_search
from tests.factories_cms import (
    GuideFactory,
    InfoFactory,
    NewsFactory,
    PolicyFactory,
    ServicesFactory,
    WindowFactory,
)
from tests.factories_county import AreaFactory

pytestmark = pytest.mark.django_db

# Query → titles that must be found (in any order), and only these.
CASES = [
    ("低保", {"办法", "低保指南", "标准通知", "征求意见"}),
    ("最低生活保障", {"办法", "低保指南", "标准通知", "征求意见"}),
    ("生活保障", {"办法", "征求意见"}),
    ("生活 保障", {"办法", "征求意见"}),
    ("低保标准", {"标准通知"}),
    ("最低生活保障标准", {"标准通知"}),
    ("低保 标准", {"标准通知"}),
    ("低保，标准", {"标准通知"}),
    ("菏区政办发〔2022〕23号", {"办法"}),
    ("菏区政办发[2022]23号", {"办法"}),
    ("菏区政办发（2022）23号", {"办法"}),
    ("２０２２", {"办法"}),
    ("〔2022〕23号", {"办法"}),
    ("明民发〔2026〕8号", {"标准通知"}),
    ("2026", {"标准通知"}),
    ("临时救助", {"临时救助指南"}),
    ("临时", {"临时救助指南"}),
    ("助", {"临时救助指南", "低保指南"}),
    ("12345", {"低保指南"}),
    ("App", {"征求意见"}),
    ("ａｐｐ", {"征求意见"}),
    ("720元", {"标准通知"}),
    ("户口簿", {"临时救助指南"}),
    ("第二步", {"临时救助指南"}),
    ("公示期七天", {"低保指南"}),
    ("未发布的草稿", set()),
    ("量子力学", set()),
]

NASTY = [
    *('a"b', "*", "(", ")", "", " ", "\x00", "低保\x00", "a OR b", "NEAR(低 保)", "-低保", "title:低保", "'", "\\"),
    *("%s", "%", "{title}", "低" * 1000, "低保 " * 300, "^低保", "低保*", "\U0001f642", "\u202e", "\ud7ff", "NOT 低保"),
    *(":*", "a & b", "!", "a <-> b", "\ufffd", "低 OR 保", '"', "''", "\u3000", "１" * 300),
]


@pytest.fixture
def site(db, indexed):
    set_up_search()
    PolicyFactory(
        title="办法",
        document_number="菏区政办发〔2022〕23号",
        summary="关于最低生活保障的办法。",
        issuing_body="区政府办公室",
    )
    PolicyFactory(title="标准通知", document_number="明民发〔2026〕8号", summary="低保标准：城市每月720元。")
    GuideFactory(title="低保指南", summary="怎么申请低保和救助，拨打12345。", who="<p>公示期<b>七</b>天</p>")
    GuideFactory(
        title="临时救助指南",
        summary="遇到急难。",
        materials=[("material", {"name": "户口簿", "note": ""})],
        steps=[("step", {"title": "第二步", "who": "", "limit": "", "text": "入户看"})],
    )
    InfoFactory(title="征求意见", body=[("text", "<p>最低生活保障办法的意见，用 App 提出。</p>")])
    NewsFactory(title="草稿", summary="未发布的草稿里有低保二字", live=False)
    indexed()


def found(q: str, **kwargs) -> list[str]:
    return ["".join(piece.text for piece in hit.title) for hit in queries.search(q=q, **kwargs).hits]


@pytest.mark.parametrize(("q", "titles"), CASES)
def test_cases(site, q, titles):
    results = queries.search(q=q)
    assert {"".join(piece.text for piece in hit.title) for hit in results.hits} == titles
    assert results.total == len(titles)
    assert not results.close_only


def test_parts_are_offered_when_the_whole_is_nowhere(site):
    results = queries.search(q="临时救助怎么批下来")
    assert results.close_only
    assert "临时救助指南" in ["".join(piece.text for piece in hit.title) for hit in results.hits]


def test_hits_are_marked_in_title_and_excerpt(site):
    hit = queries.search(q="标准").hits[0]
    assert [piece.text for piece in hit.title if piece.hit] == ["标准"]
    assert "标准" in [piece.text for piece in hit.excerpt if piece.hit]
    assert hit.note == "明民发〔2026〕8号"


def test_a_synonym_is_marked_too(site):
    hit = next(hit for hit in queries.search(q="低保").hits if hit.kind == "pages")
    assert [piece.text for piece in hit.excerpt if piece.hit] == ["最低生活保障"]


def test_the_title_weighs_most(site, indexed):
    PolicyFactory(title="别的文件", summary="渐退" + "其他内容" * 5)
    PolicyFactory(title="渐退", summary="其他内容" * 5)
    indexed()
    assert found("渐退")[0] == "渐退"


def test_kinds_narrow_and_are_counted(site):
    results = queries.search(q="低保", kind="policies")
    assert {hit.kind for hit in results.hits} == {"policies"}
    assert results.total == 2
    assert results.facets["kind"] == {"guides": 1, "policies": 2, "pages": 1}


def test_an_unknown_kind_counts_as_all(site):
    assert queries.search(q="低保", kind="people").total == 4


def test_pages_of_results(site, indexed):
    for _number in range(23):
        PolicyFactory(summary="渐退期")
    indexed()
    seen = [hit.url for page in (1, 2, 3) for hit in queries.search(q="渐退期", page=page).hits]
    assert len(seen) == len(set(seen)) == 23
    assert queries.search(q="渐退期", page=99).number == 3
    assert queries.search(q="渐退期", page=-1).number == 1


def test_villages_come_first_and_lead_to_their_lists(site):
    village = AreaFactory(name="向阳村")
    hit = queries.search(q="西河镇向阳村").hits[0]
    assert hit.kind == "villages"
    assert village.pk in hit.url
    assert found("向阳")[0] == "西河镇向阳村"


def test_windows_named_in_the_query_come_first_others_last(site, indexed):
    ServicesFactory()
    window = WindowFactory(name="西河镇便民服务中心", offers="申请低保", area=AreaFactory(township=True))
    indexed()
    named = queries.search(q="便民服务")
    assert named.hits[0].url.endswith(f"#{window.anchor}")
    assert queries.search(q="申请低保").hits[-1].kind == "services"
    assert [hit.kind for hit in queries.search(q="申请低保", kind="services").hits] == ["services"]


def test_an_edited_page_is_found_by_its_new_words_only(site):
    page = PolicyPage.objects.get(title="办法")
    page.summary = "改成了别的"
    page.save()
    backend = get_search_backend()
    backend.add(page)
    assert found("生活保障") == ["征求意见"]
    assert found("改成了别的") == ["办法"]


def test_a_deleted_page_is_gone(site):
    PolicyPage.objects.get(title="标准通知").delete()
    assert "标准通知" not in found("标准")


@pytest.mark.parametrize("q", NASTY)
def test_nothing_typed_breaks_it(client, site, q):
    response = client.get("/search/", {"q": q, "page": "x"})
    assert response.status_code == 200
    assert not response.cookies


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=60), kind=st.sampled_from(["", *queries.KINDS, "x"]), page=st.integers(-3, 10**9))
def test_any_text_gives_an_answer(site, q, kind, page):
    results = queries.search(q=q, kind=kind, page=page)
    assert len(results.hits) <= queries.PER_PAGE
    assert 1 <= results.number <= results.pages


def test_wagtails_own_search_reads_chinese_too(site):
    assert [page.title for page in Page.objects.search("菏区政办发〔2022〕23号")] == ["办法"]
    assert [page.title for page in Page.objects.autocomplete("标准")] == ["标准通知"]
    assert {page.title for page in PolicyPage.objects.filter(live=True).search("低保", operator="or")} == {
        "办法",
        "标准通知",
    }
    assert Page.objects.search("标准", fields=["title"]).count() == 1
    assert [page.title for page in Page.objects.live().order_by("title").search("标准", order_by_relevance=False)] == [
        "标准通知"
    ]


def test_scores_can_be_asked_for(site):
    (only,) = Page.objects.search("720元").annotate_score("score")
    assert only.score is not None


def test_the_page(client, site):
    html = client.get("/search/", {"q": "低保"}).content.decode()
    assert "<mark>低保</mark>" in html
    assert "<mark>最低生活保障</mark>" in html
    assert html.count("<h1>") == 1


def test_nothing_is_left_unescaped(client, site, indexed):
    PolicyFactory(title="<script>alert(1)</script>低保")
    indexed()
    html = client.get("/search/", {"q": "低保 <script>"}).content.decode()
    assert "<script>alert" not in html


def test_the_empty_state_helps_on(client, site):
    html = client.get("/search/", {"q": "量子"}).content.decode()
    assert "/guides/" in html
    assert "/publicity/query/" in html


def test_no_more_queries_for_more_pages(site, indexed, django_assert_max_num_queries):
    for _number in range(30):
        PolicyFactory(summary="渐退期")
    indexed()
    with django_assert_max_num_queries(22):
        queries.search(q="渐退期")
