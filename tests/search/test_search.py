import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from policies_cms.models.policies import PolicyPage
from search import queries
from search.engines import choice
from search.engines.breaker import breaker
from tests.factories_county import StaffFactory

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
    *(
        "\ud800",
        "低\udfff保",
        "⁠",
        "https://a.b/c?d=e&f=g#h",
        "低保\r\n标准",
        "AND",
        "低保~2",
        "/低保/",
        "[1 TO 2]",
        "a:b",
    ),
    *(":*", "a & b", "!", "a <-> b", "\ufffd", "低 OR 保", '"', "''", "\u3000", "１" * 300),
]


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


def test_kinds_narrow_and_are_counted(site):
    results = queries.search(q="低保", kind="policies")
    assert {hit.kind for hit in results.hits} == {"policies"}
    assert results.total == 2
    assert results.facets["kind"] == {"guides": 1, "policies": 2, "pages": 1}


def test_an_unknown_kind_counts_as_all(site):
    assert queries.search(q="低保", kind="people").total == 4


@pytest.mark.parametrize("q", NASTY)
def test_nothing_typed_breaks_it(client, site, q):
    if not any("\ud800" <= sign <= "\udfff" for sign in q):  # no client can send a lone surrogate as UTF-8
        response = client.get("/search/", {"q": q, "page": "x", "year": q, "township": q})
        assert response.status_code == 200
        assert not response.cookies
        assert client.get("/search/suggest/", {"q": q}).status_code == 200
    assert queries.search(q=q).number == 1


@pytest.mark.parametrize(("q", "instead"), [("低保", ""), ("低呆", "低保")])
def test_what_fits_no_narrowing_is_neither_put_right_nor_put_right_for_ever(site, q, instead):
    results = queries.search(q=q, kind="services", township="379901100000", year="1990")
    assert (results.total, results.hits, results.instead) == (0, [], instead)
    assert results.anywhere


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    q=st.text(max_size=60) | st.text(alphabet='低保标准救助 "*:-(2)', max_size=12),
    kind=st.sampled_from(["", *queries.KINDS, "x"]),
    year=st.sampled_from(["", "2026", "x", "99999"]),
    page=st.integers(-3, 10**9),
)
def test_any_text_gives_an_answer(site, q, kind, year, page):
    results = queries.search(q=q, kind=kind, year=year, page=page)
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


@pytest.mark.parametrize("q", NASTY)
def test_nothing_typed_breaks_wagtails_own_search(site, q):
    for found in (Page.objects.search(q), Page.objects.search(q, operator="or"), Page.objects.autocomplete(q)):
        assert len(found[:5]) <= 5
        assert found.count() >= 0


def test_scores_can_be_asked_for(site):
    (only,) = Page.objects.search("720元").annotate_score("score")
    assert only.score is not None


def test_the_page(client, site):
    html = client.get("/search/", {"q": "低保"}).content.decode()
    assert "<mark>低保</mark>" in html
    assert "<mark>最低生活保障</mark>" in html
    assert html.count("<h1>") == 1


def test_the_empty_state_helps_on(client, site):
    html = client.get("/search/", {"q": "量子"}).content.decode()
    assert "/guides/" in html
    assert "/publicity/query/" in html


def test_facets_count_what_another_choice_would_give(site):
    everything = queries.search(q="最低生活保障").facets["kind"]
    assert queries.search(q="最低生活保障", kind="guides").facets["kind"] == everything
    assert queries.search(q="最低生活保障", kind="guides").total == everything["guides"]
    assert queries.search(q="最低生活保障", kind="guides").facets["year"] == {}
    assert queries.search(q="最低生活保障", kind="services").anywhere


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("最底生活保障", "最低生活保障"),
        ("临时求助", "临时救助"),
        ("抵保", "低保"),
        ("低保只南", "低保指南"),
        ("低保", ""),
    ],
)
def test_did_you_mean(site, typed, meant):
    results = queries.search(q=typed)
    assert (results.did_you_mean or results.instead) == meant
    assert not results.instead or results.hits


def test_the_page_offers_what_was_meant(client, site):
    html = client.get("/search/", {"q": "最底生活保障", "year": "2026"}).content.decode()
    assert 'href="?q=%E6%9C%80%E4%BD%8E%E7%94%9F%E6%B4%BB%E4%BF%9D%E9%9A%9C"' in html


@pytest.mark.parametrize(
    ("typed", "titles"), [("临时", ["临时救助指南"]), ("标准", ["标准通知"]), ("草", []), ("", [])]
)
def test_suggestions_go_on_from_what_is_typed(client, site, typed, titles):
    answer = client.get("/search/suggest/", {"q": typed})
    assert answer.json()["titles"] == titles
    assert not answer.cookies


def test_guides_are_suggested_before_policies(site):
    assert queries.suggestions(q="低")[0] == "低保指南"


def test_no_cache_between_keeps_what_was_typed(client, site):
    assert client.get("/search/", {"q": "低保"})["Cache-Control"] == "private"
    assert client.get("/search/suggest/", {"q": "低保"})["Cache-Control"] == "no-store"


def test_the_engine_that_should_answers(site, engine):
    assert breaker.may_try()
    assert (choice.server_engine() is not None) == (engine == "elasticsearch")


@pytest.mark.parametrize("path", ["/admin/pages/search/results/", "/admin/choose-page/search/"])
def test_the_admin_finds_two_characters_in_explorer_and_chooser(client, site, path):
    user = StaffFactory(username="admin", is_superuser=True)
    client.force_login(user)
    html = client.get(path, {"q": "标准"}).content.decode()
    assert "标准通知" in html
    assert "征求意见" not in html
