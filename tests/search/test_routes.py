"""Pages beside the page tree, forms, and what came of media reports: found while they are public, on every engine."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from complaints.models.counts import StatisticsRelease
from complaints.models.outcomes import MediaOutcome
from county.findable import sources
from policies_cms.models.forms import PaperForm
from search import queries
from search.actions import reconcile, set_up_search
from search.engines import server
from search.models.documents import SearchDocument
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory
from tests.search.conftest import rebuild

pytestmark = pytest.mark.django_db
# The routes belong to what is found here (conftest leaves them out elsewhere).
ROUTES = True


@pytest.fixture
def site(engine, db):
    """A site with nothing but what always is there."""
    set_up_search()
    rebuild()


@pytest.fixture
def changed(engine, django_capture_on_commit_callbacks):
    def run(change, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            result = change(**kwargs)
        if engine == "elasticsearch":
            server.client().indices.refresh(index=server.alias())
        return result

    return run


def urls(q: str, **kwargs) -> list[str]:
    return [hit.url for hit in queries.search(q=q, **kwargs).hits]


def outcome_of(township, **more) -> MediaOutcome:
    """A published outcome of the township's office."""
    office = OfficeFactory(township=True, area=township)
    hands = {"written_by": StaffFactory(), "approved_by": StaffFactory()}
    told = {"title": "报道的漏保已补发", "text": "李大山家11月已补发。", "published_on": date(2026, 11, 3)}
    return MediaOutcome.objects.create(office=office, **hands, **told, **more)


@pytest.mark.parametrize(
    ("q", "route"),
    [
        ("政务公开标准目录", "policies_cms:directory"),
        ("民办函〔2019〕52号", "policies_cms:directory"),
        ("公开目录", "policies_cms:directory"),
        ("举报", "complaints:tip"),
        ("投诉", "complaints:tip"),
        ("查进度", "complaints:receipt"),
        ("表格下载", "policies_cms:forms"),
        ("办理情况统计", "complaints:statistics"),
        ("媒体反映", "complaints:outcomes"),
        ("是否享受低保", "publicity:query"),
    ],
)
def test_pages_beside_the_tree_are_found(site, q, route):
    assert reverse(route) in urls(q)


def test_every_route_answers(client, site):
    """What is found is there."""
    for document in SearchDocument.objects.all():
        assert client.get(document.url).status_code == 200, document.url


def test_routes_that_went_are_forgotten(site):
    SearchDocument.objects.create(key="route:gone", kind="pages", title="旧页面", url="/gone/")
    assert reconcile() == 1
    assert not SearchDocument.objects.filter(key="route:gone").exists()
    assert reconcile() == 0


def test_an_outcome_is_found_until_it_is_withdrawn(site, changed):
    township = AreaFactory(name="石桥村").parent
    outcome = changed(outcome_of, township=township)
    results = queries.search(q="已补发", kind="outcomes", township=township.pk, year="2026")
    assert [hit.url for hit in results.hits] == [reverse("complaints:outcome", args=[outcome.pk])]
    changed(outcome.withdraw, day=date(2026, 11, 20), because="金额有误")
    assert urls("已补发") == []
    kept = " ".join(f"{row.title} {row.body}" for row in SearchDocument.objects.all())
    assert "已补发" not in kept


def test_the_people_an_outcome_tells_of_are_not_found(site, changed):
    changed(outcome_of, township=AreaFactory(name="石桥村").parent)
    assert queries.search(q="李大山").total == 0
    assert not queries.suggestions(q="李大山")


def test_a_form_is_found_at_its_place(site, changed):
    form = changed(PaperForm.objects.create, name="家庭收入和财产声明", purpose="申请低保时填写")
    assert urls("财产声明") == [f"/guides/forms/#{form.anchor}"]
    changed(form.delete)
    assert urls("财产声明") == []


def test_figures_lead_to_their_month(site, changed):
    told = {"figures": {}, "ledger_index": 0}
    changed(StatisticsRelease.objects.create, month="2026-09", released_on=date(2026, 10, 1), **told)
    assert urls("2026年9月", kind="statistics") == ["/statistics/2026-09/"]


def test_words_are_kept_in_the_readers_language(site):
    """Whoever publishes may have the admin in another."""
    with translation.override("en"):
        reconcile()
    assert not SearchDocument.objects.filter(title="How cases were handled").exists()
    assert {source.name for source in sources()} >= {"route", "door", "outcome", "form"}
