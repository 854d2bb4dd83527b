import csv
import io
import json
from datetime import date
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse

from county.models.areas import Area
from county.panels import home_panels
from publicity.actions.closing import close_due_lists
from publicity.actions.publishing import publish_list
from publicity.actions.reviews import publish_review_notice
from publicity.domain import merkle
from publicity.domain.rows_root import from_text, leaf_hash
from publicity.models.publications import Publication
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, people, published, roster, village

pytestmark = pytest.mark.django_db
LAST_DAY, DAY_AFTER = "2026-11-27", "2026-11-28"
FORMATS = ("list_pdf", "list_csv", "list_json")


def text(response):
    return unescape(response.content.decode("utf-8", errors="replace"))


def page(client, name, *arguments, **query):
    return client.get(reverse(f"publicity:{name}", args=arguments), query)


def addresses(made, notice=None):
    """Every public address of publicity."""
    found = [
        reverse("publicity:index"),
        reverse("publicity:query"),
        reverse("publicity:coverage"),
        reverse("publicity:feed"),
        reverse("publicity:area", args=[made.village.parent_id]),
        reverse("publicity:area", args=[made.village_id]),
        reverse("publicity:list", args=[made.pk]),
        *(reverse(f"publicity:{name}", args=[made.pk]) for name in FORMATS),
    ]
    return [*found, reverse("publicity:review", args=[notice.pk])] if notice else found


def review_of(made):
    hands = people()
    return publish_review_notice(
        village=made.village,
        publication=made,
        entry_number=2,
        outcome="upheld",
        explanation="经复核不符合条件。",
        by=hands.township,
        approved_by=hands.lead,
        today=TODAY,
    )


def test_a_list_page_says_all_that_is_owed(client):
    made = published(stage="proposed")
    response = page(client, "list", made.pk)
    shown = text(response)
    for part in (
        made.title,
        "4 户",
        "8 人",
        "2,400 元",
        "580 元/人·月（明民发〔2026〕8号）",
        "0599-123-4567",
        "2026年11月27日",
        "24 时",
        "西河镇人民政府",
        made.short_hash,
        "王**",
        "欧阳**",
        "阿**",
    ):
        assert part in shown, part
    entry = made.entries.get(number=3)
    assert f"{reverse('complaints:objection')}?list={made.pk}&entry={entry.pk}" in shown
    assert response["X-Robots-Tag"] == "noindex, noarchive"


def test_names_of_nobody_are_on_any_public_output(client):
    made = published()
    answers = [client.get(address) for address in addresses(made, review_of(made))]
    for name in (*NAMES, HIDDEN_NAME, "不宣"):
        for response in answers:
            assert response.status_code == 200
            assert name not in text(response)
    assert all("suppress" not in text(response) for response in answers)


def test_no_public_page_sets_a_cookie_or_needs_inline_code(client):
    made = published()
    client.cookies["sessionid"] = "anything"
    for address in addresses(made, review_of(made)):
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert "unsafe-inline" not in response["Content-Security-Policy"]
        if "html" in response["Content-Type"]:
            assert "style=" not in text(response)
            assert "<script" not in text(response)


@pytest.mark.parametrize(("day", "status", "names"), [(LAST_DAY, 200, True), (DAY_AFTER, 410, False)])
@pytest.mark.parametrize("recorded", [False, True])
def test_names_leave_every_output_with_the_window(client, settings, day, status, names, recorded):
    made = published(stage="proposed")
    settings.PORTAL_TODAY = day
    if recorded:
        close_due_lists(today=date.fromisoformat(day))
    assert [page(client, name, made.pk).status_code for name in FORMATS] == [status] * 3
    shown = text(page(client, "list", made.pk))
    assert ("王**" in shown) is names
    assert "4 户" in shown
    assert made.short_hash in shown
    assert (made.title in text(page(client, "feed"))) is names
    answer = client.post(reverse("publicity:query"), {"village": made.village_id, "name": "王秀英"})
    assert ("王**" in text(answer)) is names
    assert (made.pk in text(page(client, "area", made.village_id))) is True  # open or as counts


def test_a_download_made_before_is_not_served_after(client, settings):
    made = published(stage="proposed")
    first = page(client, "list_pdf", made.pk)
    settings.PORTAL_TODAY = DAY_AFTER
    again = client.get(reverse("publicity:list_pdf", args=[made.pk]), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 410


def test_a_replaced_version_shows_counts_and_leads_on(client):
    first = published()
    hands = people()
    roster(village=first.village, by=hands.clerk, names=("王秀英",))
    second = publish_list(
        stage="long-term",
        period="2026-11",
        village=first.village,
        by=hands.county,
        today=TODAY,
        reason_code="correction",
    )
    shown = text(page(client, "list", first.pk))
    assert "欧阳**" not in shown
    assert reverse("publicity:list", args=[second.pk]) in shown
    assert "更正" in shown


def test_rows_come_fifty_a_page_in_few_queries(client, django_assert_max_num_queries):
    made = published(names=tuple(f"王{number:04d}" for number in range(120)))
    with django_assert_max_num_queries(5):
        first = text(page(client, "list", made.pk))
    assert first.count("王**</td>") == 50
    assert text(page(client, "list", made.pk, page=3)).count("王**</td>") == 20


def test_other_pages_take_few_queries(client, django_assert_max_num_queries):
    made = published()
    for number in range(5):
        published(place=village(f"村{number}", f"37990110025{number}"))
    for name, arguments in (("index", []), ("coverage", []), ("area", [made.village_id]), ("area", ["379901100000"])):
        with django_assert_max_num_queries(8):
            page(client, name, *arguments)


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    made = published()
    address = reverse("publicity:list", args=[made.pk])
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_paper_with_another_code_is_noticed(client):
    made = published()
    assert "短码" in text(page(client, "list", made.pk, v=1, h=made.short_hash))
    warning = "扫的纸质公示"
    assert warning not in text(page(client, "list", made.pk, h=made.short_hash))
    assert warning in text(page(client, "list", made.pk, h="0000-0000"))


def test_csv_opens_in_a_spreadsheet_and_holds_no_formula(client):
    made = published(names=("=HYPERLINK", "王秀英"))
    response = page(client, "list_csv", made.pk)
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["H**", "王**"]
    assert rows[2][2] == "西河镇向阳村"
    assert rows[2][-1] == "600.00"


def test_json_is_all_one_needs_to_check_the_list(client):
    made = published()
    data = json.loads(page(client, "list_json", made.pk).content)
    leaves = [from_text(leaf) for leaf in data["ledger"]["leaves"]]
    assert merkle.root(leaves) == from_text(data["ledger"]["rows_root"])
    for row in data["rows"]:
        salt = from_text(row.pop("salt"))
        assert leaf_hash(salt, row) in leaves
    assert data["shown"] == {"households": 4, "persons": 8, "amount": "2400.00"}
    assert data["supervision_phone"] == "0599-123-4567"


def test_the_index_finds_villages_and_townships(client):
    made = published()
    assert reverse("publicity:area", args=[made.village_id]) in text(page(client, "index"))
    assert "找到 1 个" in text(page(client, "index", q="向 阳"))
    assert "找到 2 个" in text(page(client, "index", q="西河镇"))
    assert "没有名称中含" in text(page(client, "index", q="无此村"))


def test_the_county_leads_to_all_lists(client):
    published()
    county = Area.objects.get(kind=Area.Kind.COUNTY)
    assert page(client, "area", county.pk).url == reverse("publicity:index")
    assert page(client, "area", "123").status_code == 404


def test_a_village_page_has_open_and_earlier_lists(client):
    october = published(period="2026-10")
    published(place=october.village)
    shown = text(page(client, "area", october.village_id))
    assert "2026年11月" in shown
    assert "2026年10月" in shown
    assert "王**" not in text(page(client, "list", october.pk))


@pytest.mark.parametrize(("day", "word"), [("2026-11-20", "按时"), ("2026-11-26", "逾期")])
def test_coverage_tells_late_from_in_time(client, settings, day, word):
    published(today=date.fromisoformat(day))
    settings.PORTAL_TODAY = "2026-11-30"
    assert f">{word}</b>" in text(page(client, "coverage"))


def test_coverage_tells_what_is_missing(client, settings):
    published()
    village("前进村", "379901100299")
    assert "未到期限" in text(page(client, "coverage"))
    settings.PORTAL_TODAY = "2026-11-26"
    assert ">未公示</b>" in text(page(client, "coverage"))


def test_a_reviews_text_is_public_for_its_window(client, settings):
    made = review_of(published(stage="proposed"))
    address = reverse("publicity:review", args=[made.pk])
    assert made.explanation in text(client.get(address))
    assert address in text(page(client, "area", made.village_id))
    settings.PORTAL_TODAY = DAY_AFTER
    assert made.explanation not in text(client.get(address))


def test_an_empty_list_says_so(client):
    made = published(names=(), hidden=())
    assert "没有需要公示的对象" in text(page(client, "list", made.pk))


def test_large_view_is_carried_on_links(client):
    made = published()
    shown = text(page(client, "list", made.pk, view="large"))
    assert f"{reverse('publicity:area', args=[made.village_id])}?view=large" in shown
    assert "&view=large" in shown


def test_home_panels(rf):
    published(stage="proposed")
    published(place=village("前进村", "379901100299"))
    panels = {panel.template: panel.context for panel in home_panels(rf.get("/"))}
    roll = panels["publicity/panel_roll.html"]
    assert [item["list"].stage for item in roll["lists"]] == ["proposed"]
    assert (roll["totals"].villages, roll["totals"].households) == (1, 4)
    progress = panels["publicity/panel_progress.html"]
    assert (progress["on_time"], progress["pending"], progress["total"]) == (1, 1, 2)


def test_posting_is_for_the_query_alone(client):
    made = published()
    for address in addresses(made):
        if address != reverse("publicity:query"):
            assert client.post(address).status_code == 405, address
    assert Publication.objects.count() == 1
    cache.clear()
