"""Calculator and self-check: no cookie, nothing stored, nothing logged; answers that explain themselves."""

import logging
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from county import deciding
from county.models.standards import Standard
from policies_cms.domain.selfcheck import Situation
from policies_cms.forms.selfcheck import SITUATIONS, SelfCheckForm
from tests.factories_cms import GuideFactory, WindowFactory
from tests.factories_county import AreaFactory

pytestmark = pytest.mark.django_db
CANARY = "731.37"


@pytest.fixture(autouse=True)
def _standard():
    Standard.objects.create(effective_from=date(2026, 7, 1), urban=720, rural=580, document_number="明民发〔2026〕8号")


def reckon(client, **answers):
    return client.get(reverse("policies_cms:calculator"), answers)


@pytest.mark.parametrize(
    ("answers", "day", "number"),
    [
        # The October holiday and the shifted days around it are in the published calendar of 2026.
        ({"accepted": "2026-03-02"}, "2026年4月14日", "30"),
        ({"accepted": "2026-03-02", "causes": ["elsewhere"]}, "2026年5月8日", "45"),
        ({"accepted": "2026-11-09", "step": "refused", "since": "2026-11-19"}, "2026年11月24日", "3"),
        ({"accepted": "2026-10-09", "step": "again", "since": "2026-11-02"}, "2026年12月14日", "30"),
    ],
)
def test_the_day_with_its_source_and_its_trace(client, answers, day, number):
    response = reckon(client, **answers)
    html = response.content.decode()
    assert day in html
    assert f"起算{number}个工作日" in html
    assert "〔20" in html
    assert "<details>" in html
    assert not response.cookies
    assert "<script" not in html
    assert "style=" not in html


def test_a_township_by_delegation_is_quicker(client, monkeypatch):
    township = AreaFactory(township=True)
    monkeypatch.setattr(deciding, "_answers", [lambda day: frozenset({township.pk})])
    html = reckon(client, accepted="2026-11-02", township=township.pk).content.decode()
    assert "起算20个工作日" in html
    assert f"{township.name}受县里委托" in html
    monkeypatch.setattr(deciding, "_answers", [])
    assert "起算30个工作日" in reckon(client, accepted="2026-11-02", township=township.pk).content.decode()


def test_a_day_that_has_passed_says_what_to_do(client):
    html = reckon(client, accepted="2026-03-02").content.decode()
    assert "已经过去" in html
    for address in (reverse("complaints:tip"), f"{reverse('complaints:objection')}?door=review", "tel:12345"):
        assert address in html


@pytest.mark.parametrize(
    ("accepted", "due", "provisional"),
    [
        ("2026-11-19", "2026年12月31日", False),
        ("2026-11-20", "2027年1月1日", True),  # over the year's end: the pill says that the day may move
        ("2026-01-04", "2026年2月13日", False),  # a shifted Sunday, itself not counted
        ("20261001", "2026年11月17日", False),  # a holiday: counted from the first working day after it
        ("2026年9月5日", "2026年10月22日", False),  # a Saturday; the 20th of September and the 10th of October count
    ],
)
def test_days_at_the_edges(client, settings, accepted, due, provisional):
    settings.PORTAL_TODAY = "2026-11-20"
    html = reckon(client, accepted=accepted).content.decode()
    assert f'<p class="answer-day num">{due}</p>' in html
    assert ("暂定" in html) is provisional
    assert "还没有到" not in html


@pytest.mark.parametrize(("accepted", "ahead"), [("2026-11-20", False), ("2026-11-21", True), ("2027-11-01", True)])
def test_a_day_that_has_not_come_is_named(client, settings, accepted, ahead):
    settings.PORTAL_TODAY = "2026-11-20"
    assert ("还没有到" in reckon(client, accepted=accepted).content.decode()) is ahead


def test_a_year_without_its_calendar_is_provisional(client):
    assert "暂定" in reckon(client, accepted="2027-08-02").content.decode()
    assert "暂定" not in reckon(client, accepted="2026-03-02").content.decode()


@pytest.mark.parametrize(
    "answers",
    [
        {"accepted": ""},
        {"accepted": "2026-02-30"},
        {"accepted": "昨天"},
        {"accepted": "1999-01-01"},
        {"accepted": "2099-01-01"},
        {"accepted": "2026-11-02", "step": "refused"},
        {"accepted": "2026-11-02", "step": "again", "since": "2026-11-01"},
        {"accepted": "2026-11-02", "step": "nonsense"},
        {"accepted": "2026-11-02", "causes": ["nonsense"]},
        {"accepted": "2026-11-02", "township": "nonsense"},
        {"accepted": "2026-11-02", "township": "\x00"},
    ],
)
def test_wrong_answers_come_back_with_the_field(client, answers):
    response = reckon(client, **answers)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_the_first_page_asks_and_complains_of_nothing(client):
    response = client.get(reverse("policies_cms:calculator"))
    assert response.status_code == 200
    assert 'role="alert"' not in response.content.decode()


def ask(client, **answers):
    return client.post(reverse("policies_cms:selfcheck"), answers)


def test_the_check_explains_itself_and_names_windows(client):
    guide = GuideFactory(title="低保指南", slug="dibao", benefit="dibao")
    township = AreaFactory(township=True)
    WindowFactory(name="甲镇窗口", phone="0599-123-4511", area=township)
    WindowFactory(name="乙镇窗口", phone="0599-123-4512", area=AreaFactory(township=True, code="379901200000"))
    response = ask(client, residence="rural", persons="3", income="1,500元", township=township.pk)
    html = response.content.decode()
    assert "500元，低于580元的标准" in html.replace(" ", "")
    assert "明民发〔2026〕8号" in html
    assert guide.get_url() in html
    assert "tel:05991234511" in html
    assert "乙镇窗口" not in html
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"residence": "urban", "persons": "1", "income": "99999"},
        {"residence": "rural", "persons": "2", "income": "900000", "costs": "0", "where": "neither"},
        *[{"situations": [situation.value], "persons": "1", "income": "5000"} for situation in Situation],
    ],
)
def test_it_never_says_no_and_always_says_where_to_ask(client, answers):
    WindowFactory(phone="0599-123-4511", area=AreaFactory(township=True))
    html = ask(client, **answers).content.decode()
    main = html.split("<main")[1].split("</main>")[0]
    for refusal in ("不符合", "不能申请", "没有资格", "不够条件", "不可以"):
        assert refusal not in main
    assert "tel:05991234511" in main
    assert "身份证" in main


def test_every_situation_is_asked_about():
    assert set(SITUATIONS) == {situation.value for situation in Situation}


@pytest.mark.parametrize(
    ("name", "value"),
    [("income", "很少"), ("income", "-1"), ("persons", "0"), ("persons", "三"), ("costs", "1e9"), ("income", "NaN")],
)
def test_a_number_that_is_none_comes_back(client, name, value):
    response = ask(client, **{name: value})
    assert response.status_code == 422
    assert f'id="id_{name}_error"' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "amount"), [("1,500", 1500), ("１５００元", 1500), (" ￥1 500.50 ", 1500.5), ("", None)]
)
def test_amounts_as_people_type_them(typed, amount):
    form = SelfCheckForm({"income": typed})
    assert form.is_valid()
    assert form.cleaned_data["income"] == amount


def test_no_answer_is_left_anywhere(client, caplog, tmp_path, settings):
    """The canary is an odd income: it must stand in no query that writes, no log, no file and no header."""
    ask(client)  # the settings' rows are made by whoever reads them first
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = ask(client, residence="rural", persons="1", income=CANARY, situations=["sudden"])
    assert CANARY in response.content.decode()
    assert not any(query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)
    assert not any(CANARY in query["sql"] for query in queries)
    assert CANARY not in caplog.text
    assert not any(CANARY in f"{name}{value}" for name, value in response.headers.items())
    for path in settings.PORTAL_DATA.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes()


def test_answers_in_the_address_are_not_read(client):
    html = client.get(reverse("policies_cms:selfcheck"), {"income": CANARY, "persons": "1"}).content.decode()
    assert CANARY not in html.split("<main")[1]
