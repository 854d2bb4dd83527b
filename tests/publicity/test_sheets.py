"""Short sheets: changes of lists, results of reviews, the policy on one page. None of them names anyone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from county.models.settings import CountySettings
from county.models.standards import Standard
from publicity.models.events import ListEvent
from publicity.models.publications import Publication, ReviewNotice
from publicity.models.rosters import VillageRoster
from publicity.notices import policy_pdf
from tests.factories_county import OfficeFactory, StaffFactory
from tests.publicity.papers import codes_of, information, page_texts, smallest_letters, text_of

pytestmark = pytest.mark.django_db
NAMES = ["王建国", "慕容清照"]


@pytest.fixture
def publication(notice_list):
    return notice_list(NAMES)


def event(publication, kind, **changes):
    values = {
        "publication": publication, "kind": kind, "day": date(2026, 11, 23), "reason_code": "mistake",
        "reason": "第3户保障人口录错", "by": StaffFactory(username="lead"), "ledger_index": 41,
    }  # fmt: skip
    return ListEvent.objects.create(**(values | changes))


def sheet(client, publication, **query):
    return client.get(reverse("publicity:change_sheet", args=[publication.pk]), query)


@pytest.mark.parametrize(
    ("kind", "closes_on", "needed"),
    [
        ("withdraw", None, ["西河镇向阳村撤回公示", "自2026年11月23日起撤回，不再有效", "改贴本公示"]),
        ("extend", date(2026, 12, 4), ["西河镇向阳村延长公示时间的公示", "延长至2026年12月4日24时"]),
        ("early-end", date(2026, 11, 25), ["提前于2026年11月25日24时结束"]),
        ("pause", None, ["自2026年11月23日起中断公示"]),
        ("resume", date(2026, 12, 1), ["恢复公示，至2026年12月1日24时结束"]),
    ],
)
def test_what_happened_to_a_list(client, publication, kind, closes_on, needed):
    event(publication, kind, closes_on=closes_on)
    Publication.objects.filter(pk=publication.pk).update(withdrawn_on=date(2026, 11, 23), withdrawn_reason="录错")
    response = sheet(client, publication)
    text = text_of(response.content)
    for word in [
        *needed,
        publication.title,
        "第3户保障人口录错",
        "41",
        "西河镇人民政府",
        "盖章处",
        "12388",
        "7F3A-91C2",
    ]:
        assert word in text, word
    assert not [name for name in NAMES if name in text or f"{name[0]}**" in text]
    assert "noindex" in response["X-Robots-Tag"]
    assert codes_of(response.content)[0].endswith("?v=1&h=7F3A-91C2")


def test_the_last_change_counts(client, publication):
    event(publication, "pause")
    event(publication, "withdraw")
    assert "撤回公示" in text_of(sheet(client, publication).content)


@pytest.mark.parametrize("kind", [None, "hide", "confirm", "lift"])
def test_without_a_change_there_is_no_sheet_and_hiding_has_none(client, publication, kind):
    if kind:
        event(publication, kind)
    assert sheet(client, publication).status_code == 404


def test_a_corrected_list(client, publication, notice_list):
    Publication.objects.filter(pk=publication.pk).update(is_current=False)
    VillageRoster.objects.update(is_current=False, version=9)
    newer = notice_list(NAMES, version=2, replaces=publication, reason_code="correction")
    text = text_of(sheet(client, newer, size="A3").content)
    for word in ("西河镇向阳村更正公示", "第1版已由第2版更正，以第2版为准", "更正"):
        assert word in text, word


def review(about, **changes):
    values = {
        "village": about.village, "publication": about, "entry_number": 2, "outcome": "partly",
        "explanation": "经入户核查，保障人口应为一人。\n金额自下月起调整。", "published_on": date(2026, 11, 20),
        "closes_on": date(2026, 11, 27), "published_by": StaffFactory(username="lead"),
        "approved_by": StaffFactory(username="county"), "ledger_index": 52,
    }  # fmt: skip
    return ReviewNotice.objects.create(**(values | changes))


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_a_review_s_result(client, publication, size):
    notice = review(publication)
    response = client.get(reverse("publicity:review_pdf", args=[notice.pk]), {"size": size})
    assert response.status_code == 200
    text = text_of(response.content)
    for word in (
        "西河镇向阳村复核结果公示", "保障人口应为一人", "金额自下月起调整", publication.title, "第2号",
        "2026年11月20日至2026年11月27日24时", "账本第52条", "盖章处", "第1页共1页", "行政复议",
    ):  # fmt: skip
        assert word in text, word
    [url] = codes_of(response.content)
    assert client.get(url.removeprefix("http://127.0.0.1:8000"))["Location"] == reverse(
        "publicity:review", args=[notice.pk]
    )
    assert (
        f'href="{reverse("publicity:review_pdf", args=[notice.pk])}"'
        in client.get(reverse("publicity:review", args=[notice.pk])).content.decode()
    )


def test_a_review_s_result_goes_with_its_time(client, publication, settings):
    notice = review(publication, publication=None)
    address = reverse("publicity:review_pdf", args=[notice.pk])
    assert client.get(address).status_code == 200
    settings.PORTAL_TODAY = "2026-11-28"
    response = client.get(address)
    assert response.status_code == 410
    assert "保障人口" not in response.content.decode()


def test_a_long_explanation_goes_on_over_pages_with_the_seal_at_the_end(client, publication):
    notice = review(publication, explanation="\n".join(["经入户核查，家庭收入与申报一致。" * 12] * 12))
    texts = page_texts(client.get(reverse("publicity:review_pdf", args=[notice.pk])).content)
    assert len(texts) > 1
    assert all(f"第{n}页共{len(texts)}页" in text for n, text in enumerate(texts, start=1))
    assert "盖章处" in texts[-1]


@pytest.fixture
def standard():
    return Standard.objects.create(
        effective_from=date(2026, 7, 1), urban=Decimal(720), rural=Decimal(580), document_number="明民发〔2026〕8号"
    )


@pytest.mark.parametrize(("size", "least"), [("A4", 12), ("A3", 16)])
def test_the_policy_stands_on_one_page(client, standard, size, least):
    OfficeFactory(township=True, phone="0599-123-4511")
    response = client.get(reverse("publicity:policy_sheet"), {"size": size})
    assert response.status_code == 200
    texts = page_texts(response.content)
    assert len(texts) == 1
    county = CountySettings.load()
    for word in (
        "明安县最低生活保障政策公开", "每人每月580元", "每人每月720元", "明民发〔2026〕8号", "30个工作日", "20个工作日",
        "公示7个", county.supervision_phone, "12345", "12388", county.objection_address, "西河镇0599-123-4511", "/q/",
    ):  # fmt: skip
        assert word in texts[0], word
    assert smallest_letters(response.content) >= least
    assert len(codes_of(response.content)) == 2
    assert set(information(response.content)) == {"Title", "Author", "Creator"}


def test_the_policy_follows_the_settings(standard):
    county = CountySettings.load()
    county.proposed_days, county.pay_day = 10, 9
    county.save()
    text = text_of(policy_pdf(today=date(2026, 11, 21)))
    assert "公示10个" in text
    assert "每月9日前" in text


def test_two_dozen_townships_still_fit(standard):
    for number in range(24):
        OfficeFactory(township=True, code=f"t{number}", phone=f"0599-123-{4500 + number}")
    assert len(page_texts(policy_pdf(today=date(2026, 11, 21)))) == 1


def test_without_a_standard_there_is_no_policy_sheet(client, standard):
    Standard.objects.update(effective_from=date(2026, 11, 21) + timedelta(days=30))
    assert client.get(reverse("publicity:policy_sheet")).status_code == 404
