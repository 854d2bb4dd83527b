"""Surveys: questions that can be answered, one answer a card, no trace, results once and never of few."""

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pypdfium2
import pytest
import zxingcpp
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.expressions import RawSQL
from django.urls import reverse
from wagtail.contrib.forms.models import FormSubmission

from county import pauses
from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AppendOnlyError, AuditEntry
from policies_cms.actions import set_up_workflow
from policies_cms.actions.surveys import (
    AlreadyReleased,
    CodeNotValid,
    SurveyNotOpen,
    SurveyNotOver,
    TooManyCodes,
    draw_codes,
    release_results,
    take_answer,
)
from policies_cms.models.surveys import Audience, SurveyCode, SurveyField, SurveyRelease
from policies_cms.papers.cards import cards_pdf
from policies_cms.survey_views import ANSWERS_A_WINDOW
from tests.factories_cms import SurveyFactory, site_home
from tests.factories_county import StaffFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


def survey_with(**fields):
    page = SurveyFactory(title="满意度", **fields)
    for number, (label, kind, choices) in enumerate(
        [
            ("您满意吗", "radio", "满意,不满意"),
            ("从哪里知道", "checkboxes", "公示栏\n窗口, 大厅"),
            ("想说什么", "multiline", ""),
        ]
    ):
        SurveyField.objects.create(
            page=page, label=label, field_type=kind, choices=choices, required=number == 0, clean_name=f"q{number}"
        )
    return page


def answered(page, satisfied, unsatisfied):
    for value, count in (("满意", satisfied), ("不满意", unsatisfied)):
        for _time in range(count):
            FormSubmission.objects.create(page=page, form_data={"q0": value, "q1": ["公示栏"], "q2": "canary-words"})


@pytest.mark.parametrize(
    ("kind", "choices", "refused"),
    [
        ("radio", "满意", True),
        ("radio", "满意,满意", True),
        ("checkboxes", "", True),
        ("dropdown", "甲\n乙", False),
        ("radio", "满意，不满意\n", False),
        ("multiline", "", False),
        ("email", "", True),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(kind, choices, refused):
    field = SurveyField(page=SurveyFactory(), label="问", field_type=kind, choices=choices, clean_name="q")
    if refused:
        with pytest.raises(ValidationError):
            field.full_clean()
    else:
        field.full_clean()


@pytest.mark.parametrize(
    ("choices", "options"),
    [
        ("甲,乙", ("甲", "乙")),
        ("甲,乙,\n", ("甲", "乙")),
        ("甲，乙", ("甲", "乙")),
        ("甲,\r\n乙，丙\r\n", ("甲", "乙，丙")),
        ("很好，没有话说,不好", ("很好，没有话说", "不好")),
    ],
)
def test_the_form_offers_what_results_are_counted_by(choices, options):
    page = SurveyFactory()
    field = SurveyField.objects.create(page=page, label="问", field_type="radio", choices=choices, clean_name="q")
    assert field.options == options
    assert [value for value, _label in page.get_form().fields["q"].choices] == list(options)


@pytest.mark.parametrize("number", ["-1", "1000000", "1e400", "NaN", "Infinity", "1.234", "两"])
def test_a_number_that_nobody_can_mean_is_refused(client, number):
    page = SurveyFactory(closes_on=DAY)
    SurveyField.objects.create(page=page, label="几趟", field_type="number", required=False, clean_name="q")
    for answer in (*range(20), number):
        client.post(f"/surveys/{page.pk}/answer/", {"q": answer})
    assert FormSubmission.objects.count() == 20
    release = release_results(survey=page, by=StaffFactory(), today=DAY + timedelta(days=1))
    assert release.results.questions[0].mean == 9.5


def test_it_ends_no_earlier_than_it_begins():
    with pytest.raises(ValidationError) as refused:
        SurveyFactory.build(title="x", slug="x", opens_on=DAY, closes_on=DAY - timedelta(days=1)).clean()
    assert "closes_on" in refused.value.message_dict


@pytest.mark.parametrize(
    ("opens", "closes", "taken"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(days=1), None, False),
        (None, DAY - timedelta(days=1), False),
    ],
)
def test_answers_are_taken_from_the_first_day_to_the_last(client, opens, closes, taken):
    page = survey_with(opens_on=opens, closes_on=closes)
    html = client.get(page.get_url()).content.decode()
    assert ("<form" in html.partition("<main")[2].partition("</main>")[0]) is taken
    client.post(f"/surveys/{page.pk}/answer/", {"q0": "满意"})
    assert FormSubmission.objects.exists() is taken


def test_words_have_a_bound_and_nothing_is_lost(client):
    page = survey_with()
    html = client.post(f"/surveys/{page.pk}/answer/", {"q0": "满意", "q2": "长" * 501}).content.decode()
    assert 'role="alert"' in html
    assert "长" * 501 in html
    assert not FormSubmission.objects.exists()


def test_a_code_answers_once_and_leaves_no_tie(client):
    page = survey_with(needs_code=True)
    code = draw_codes(survey=page, count=2, by=StaffFactory())[0]
    assert code not in json.dumps(list(SurveyCode.objects.values()), default=str)
    spoken = f" {code[:5].upper()} {code[5:]}"
    answer = client.post(f"/surveys/{page.pk}/answer/", {"answer_code": spoken, "q0": "满意"})
    assert "谢谢" in answer.content.decode()
    assert FormSubmission.objects.get().form_data == {"q0": "满意", "q1": [], "q2": ""}
    assert SurveyCode.objects.count() == 1
    again = client.post(f"/surveys/{page.pk}/answer/", {"answer_code": code, "q0": "不满意"}).content.decode()
    assert "已经有人用它答过" in again
    assert FormSubmission.objects.count() == 1


def test_rows_tell_no_order_of_people_or_cards():
    page = survey_with(needs_code=True)
    codes = draw_codes(survey=page, count=20, by=StaffFactory())
    place = RawSQL("rowid" if connection.vendor == "sqlite" else "ctid", [])
    stored = list(SurveyCode.objects.order_by(place).values_list("digest", flat=True))
    assert stored == sorted(stored)
    for number, code in enumerate(codes):
        take_answer(survey=page, answer={"q0": "满意", "q2": str(number)}, code=code, today=DAY)
    rows = FormSubmission.objects.order_by("pk").values_list("form_data", "submit_time")
    assert [int(data["q2"]) for data, _time in rows] != list(range(20))
    assert len({time for _data, time in rows}) == 1


@pytest.mark.parametrize("needs_code", [False, True])
def test_one_connection_can_not_answer_or_guess_without_end(client, monkeypatch, needs_code):
    monkeypatch.setattr(pauses, "time", SimpleNamespace(time=lambda: 1_795_046_400.0))  # a window's first second
    page = survey_with(needs_code=needs_code)
    answer = {"q0": "满意", "q2": "我写的话", "answer_code": "aaaaaaaaaa"}
    for _time in range(ANSWERS_A_WINDOW):
        assert client.post(f"/surveys/{page.pk}/answer/", answer).status_code == 200
    stored = FormSubmission.objects.count()
    assert stored == (0 if needs_code else ANSWERS_A_WINDOW)
    paused = client.post(f"/surveys/{page.pk}/answer/", answer)
    assert paused.status_code == 429
    assert paused["Retry-After"] == "600"
    html = paused.content.decode()
    assert "分钟后再提交" in html
    assert "我写的话" in html
    assert FormSubmission.objects.count() == stored
    assert client.post(f"/surveys/{page.pk}/answer/", answer, REMOTE_ADDR="198.51.100.7").status_code == 200


@pytest.mark.parametrize("code", ["", "aaaaaaaaaa", "\0"])
def test_without_a_valid_code_nothing_is_stored(client, code):
    page, other = survey_with(needs_code=True), survey_with(needs_code=True, slug="other")
    theirs = draw_codes(survey=other, count=1, by=StaffFactory())[0]
    for tried in (code, theirs):
        client.post(f"/surveys/{page.pk}/answer/", {"answer_code": tried, "q0": "满意"})
        with pytest.raises(CodeNotValid):
            take_answer(survey=page, answer={"q0": "满意"}, code=tried, today=DAY)
    assert not FormSubmission.objects.exists()
    assert SurveyCode.objects.count() == 1


def test_a_survey_that_is_over_takes_nothing():
    with pytest.raises(SurveyNotOpen):
        take_answer(survey=survey_with(closes_on=date(2026, 1, 1)), answer={}, code="", today=DAY)


@pytest.mark.parametrize("count", [0, -1, 201])
def test_codes_are_drawn_in_bounds(count):
    with pytest.raises(TooManyCodes):
        draw_codes(survey=survey_with(needs_code=True), count=count, by=StaffFactory())


def test_a_card_bears_its_questions_and_its_own_code():
    page = survey_with(needs_code=True)
    codes = draw_codes(survey=page, count=2, by=StaffFactory())
    pdf = pypdfium2.PdfDocument(cards_pdf(page, codes))
    assert len(pdf) == 2
    for sheet, code in zip(pdf, codes, strict=True):
        text = sheet.get_textpage().get_text_range()
        assert f"{code[:5]} {code[5:]}" in text
        assert "您满意吗" in text
        assert "不满意" in text
        assert zxingcpp.read_barcode(sheet.render(scale=2).to_pil()).text.endswith(f"?code={code}")


def test_the_code_of_a_scanned_card_stands_in_the_form(client):
    page = survey_with(needs_code=True)
    assert 'value="abcde23456"' in client.get(f"{page.get_url()}?code=abcde23456").content.decode()


def test_results_are_released_once_after_the_last_day():
    page = survey_with(closes_on=DAY)
    answered(page, 30, 12)
    with pytest.raises(SurveyNotOver):
        release_results(survey=page, by=StaffFactory(), today=DAY)
    release = release_results(survey=page, by=StaffFactory(), today=DAY + timedelta(days=1))
    assert dict(release.results.questions[0].rows) == {"满意": 30, "不满意": 12}
    assert [told.label for told in release.results.questions] == ["您满意吗", "从哪里知道"]
    with pytest.raises(AlreadyReleased):
        release_results(survey=page, by=StaffFactory(), today=DAY + timedelta(days=2))
    with pytest.raises(AppendOnlyError):
        release.delete()
    assert AuditEntry.objects.filter(verb="survey.release").count() == 1


def test_the_public_sees_released_results_and_no_words(client):
    page = survey_with(closes_on=DAY - timedelta(days=1))
    answered(page, 30, 5)
    assert "结果会登在这里" in client.get(page.get_url()).content.decode()
    release_results(survey=page, by=StaffFactory(), today=DAY)
    html = client.get(page.get_url()).content.decode()
    assert "35" in html
    assert "不公布" in html
    assert "<svg" in html
    assert "canary-words" not in html
    assert "86%" not in html  # 30 of 35: the other row would follow


def test_results_for_the_offices_stay_there(client):
    page = survey_with(closes_on=DAY - timedelta(days=1), audience=Audience.STAFF)
    answered(page, 30, 20)
    release_results(survey=page, by=StaffFactory(), today=DAY)
    assert "<svg" not in client.get(page.get_url()).content.decode()
    create_role_groups()
    client.force_login(StaffFactory(roles=[Role.EDITOR]))
    assert "<svg" in client.get(reverse("policies_survey_results", args=[page.pk])).content.decode()


def test_few_answers_tell_nothing(client):
    page = survey_with(closes_on=DAY - timedelta(days=1))
    answered(page, 9, 0)
    release_results(survey=page, by=StaffFactory(), today=DAY)
    assert SurveyRelease.objects.get().figures == {"answers": None, "questions": []}
    assert "不足十人" in client.get(page.get_url()).content.decode()


@pytest.fixture
def editor(client):
    create_role_groups()
    client.force_login(StaffFactory(roles=[Role.EDITOR]))


def test_the_editor_prints_cards_and_releases(client, editor):
    page = survey_with(needs_code=True, closes_on=DAY)
    listed = client.get(reverse("policies_surveys")).content.decode()
    assert "满意度" in listed
    url = reverse("policies_survey_cards", args=[page.pk])
    assert "1" in client.post(url, {"count": "0"}).content.decode()
    assert not SurveyCode.objects.exists()
    assert client.post(url, {"count": "3"})["Content-Type"] == "application/pdf"
    assert SurveyCode.objects.count() == 3
    client.post(reverse("policies_survey_release", args=[page.pk]))
    assert not SurveyRelease.objects.exists()


def test_the_menu_leads_to_surveys_once(client, editor):
    survey_with()
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'"url": "{reverse("policies_surveys")}"' in html
    assert reverse("wagtailforms:index") + '"' not in html


def test_without_surveys_the_list_says_so(client, editor):
    assert "还没有调查" in client.get(reverse("policies_surveys")).content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EDITOR, Role.COUNTY}))
def test_others_do_not_keep_surveys(client, role):
    create_role_groups()
    client.force_login(StaffFactory(roles=[role]))
    page = survey_with(needs_code=True, closes_on=DAY - timedelta(days=1))
    for name in ("cards", "results"):
        assert client.get(reverse(f"policies_survey_{name}", args=[page.pk])).status_code == 302
    client.post(reverse("policies_survey_cards", args=[page.pk]), {"count": "3"})
    client.post(reverse("policies_survey_release", args=[page.pk]))
    assert not SurveyCode.objects.exists()
    assert not SurveyRelease.objects.exists()


def test_answers_leave_as_text_and_on_record(client, editor):
    page = survey_with()
    take_answer(survey=page, answer={"q0": "满意", "q1": ["公示栏"], "q2": "=HYPERLINK(1)"}, code="", today=DAY)
    listed = client.get(reverse("wagtailforms:list_submissions", args=[page.pk]))
    assert "=HYPERLINK(1)" in listed.content.decode()
    assert "order_by=id" not in listed.content.decode()
    out = b"".join(client.get(listed.request["PATH_INFO"], {"export": "csv"}).streaming_content).decode()
    assert "'=HYPERLINK(1)" in out
    assert out.splitlines()[1].startswith("2026-11-20,")
    assert AuditEntry.objects.get(verb="survey.export").detail == {"answers": 1}


def test_answers_taken_away_are_on_record(client, editor):
    page = survey_with()
    answered(page, 3, 0)
    gone = FormSubmission.objects.first().pk
    url = reverse("wagtailforms:delete_submissions", args=[page.pk])
    client.post(f"{url}?selected-submissions={gone}")
    assert FormSubmission.objects.count() == 2
    assert AuditEntry.objects.get(verb="survey.delete").detail == {"answers": 1}


@pytest.mark.parametrize("role", [Role.APPROVER, Role.COUNTY, Role.ADMIN])
def test_who_does_not_keep_surveys_reads_no_answers(client, role):
    create_role_groups()
    set_up_workflow(root=site_home())
    page = survey_with()
    answered(page, 1, 0)
    client.force_login(StaffFactory(roles=[role]))
    html = client.get(reverse("wagtailforms:list_submissions", args=[page.pk]), follow=True).content.decode()
    assert ("canary-words" in html) is (role is Role.COUNTY)
