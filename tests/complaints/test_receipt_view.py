import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints import sealing, tokens
from complaints.actions import handling, intake, oversight
from complaints.actions.steps import append_event
from complaints.contents import SealedUpload
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Actor, Event, Outcome, Rating, State
from complaints.models.cases import Case, CaseRecord
from complaints.models.retention import SealedAway
from complaints.queries import open_case
from complaints.views.showing import TOLD
from complaints.words import EVENTS
from county.turns import Busy
from tests.complaints.browsing import Visitor
from tests.factories_complaints import FOUND, file_case, make_world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def world():
    return make_world()


def answer(world, case):
    handling.accept_case(**world.acting("township", case, TODAY))
    handling.start_review(**world.acting("township", case, TODAY))
    decided = {"outcome": Outcome.PARTLY, "reasons": "核查后金额已更正", **FOUND}
    handling.decide_case(**world.acting("township", case, TODAY), **decided)
    handling.approve_decision(**world.acting("lead", case, TODAY))


def enter(code):
    return Visitor().open("/receipt/").send("code", code=code)


def tipped():
    visitor = Visitor().open("/tip/").send("problem", problem="wrong").send("whom", whom="household")
    visitor.send("place", place="371700001001").send("text", text="家里有两辆车")
    return visitor.submit()


def test_the_code_is_retyped_once_whole(world):
    visitor = tipped()
    code = visitor.code()
    assert "<nav" not in visitor.page, "no menu leads away before the code is on paper"
    visitor.send("sealed", code="12345 " * 5)
    assert "不一致" in visitor.text
    assert visitor.code() == code
    assert "<nav" not in visitor.page
    visitor.send("sealed", code=code[:10])
    assert "25 位数字" in visitor.text
    visitor.send("sealed", code=code.replace(" ", "-"))
    assert visitor.heading == "查询码核对无误"
    assert "<nav" in visitor.page
    assert "2026年12月4日" in visitor.text
    assert code not in visitor.text


def test_the_state_with_what_was_said_and_the_trace(world):
    visitor = enter(tipped().code())
    assert "我们已收到" in visitor.text
    assert "家里有两辆车" in visitor.text
    assert "2026年12月4日" in visitor.text
    assert "<details>" in visitor.page
    assert "西河镇民政办" in visitor.text


@pytest.mark.parametrize("code", ["00000 00000 00000 00000 00000", "99999" * 5])
def test_a_wrong_code_is_told_politely_and_looks_like_the_form(world, code):
    tipped()
    visitor = enter(code)
    assert visitor.heading == "查进度"
    assert "没有这个查询码" in visitor.text
    assert visitor.response.status_code == 200


def test_a_code_of_the_wrong_length(world):
    assert "25 位数字" in enter("123").text


def test_facts_and_files_are_added_once(world):
    visitor = enter(tipped().code())
    old = visitor.form("once")["fields"]["once"]
    visitor.send("once", text="他家还有门面", files=[SimpleUploadedFile("说明.txt", b"x")])
    assert "已补充" in visitor.text
    assert "他家还有门面" in visitor.text
    assert "说明.txt" in visitor.text
    before = CaseRecord.objects.count()
    visitor.send("once", once=old, text="他家还有门面")
    assert CaseRecord.objects.count() == before


def test_adding_nothing_is_an_error_by_the_field(world):
    visitor = enter(tipped().code()).send("once", text=" ")
    assert "请写几句话" in visitor.text
    assert 'role="alert"' in visitor.page


def test_what_is_asked_is_answered(world):
    case, receipt = file_case(world)
    handling.accept_case(**world.acting("township", case, TODAY))
    handling.ask_more(**world.acting("township", case, TODAY), text="请写明门牌", until=date(2026, 11, 27))
    visitor = enter(receipt.code)
    assert "请写明门牌" in visitor.text
    assert "2026年11月27日" in visitor.text
    visitor.send("once", text="三组 5 号")
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_the_answer_is_read_and_disputed_once(world):
    case, receipt = file_case(world)
    answer(world, case)
    visitor = enter(receipt.code)
    assert "核查后金额已更正" in visitor.text
    assert "情况部分属实" in visitor.text
    assert "行政复议" in visitor.text
    visitor.send("reason", reason="")
    assert "请写下不同意的理由" in visitor.text
    visitor.send("reason", reason="没有入户")
    assert "已重新受理" in visitor.text
    assert 'name="reason"' not in visitor.page
    assert Case.objects.get().state == State.REOPENED


def test_who_handled_it_by_name_is_not_shown(world):
    case, receipt = file_case(world)
    answer(world, case)
    text = enter(receipt.code).text
    assert not any(user.last_name in text for user in world.users.values() if user.last_name)


def test_a_sealed_code_of_another_page_or_day_does_not_open(world, monkeypatch):
    visitor = enter(tipped().code())
    monkeypatch.setattr(tokens, "_window", lambda: 10**9)
    visitor.send("once", text="更多的情况")
    assert (visitor.heading, visitor.response.status_code) == ("这个页面不能再用了", 400)
    assert "更多的情况" in visitor.page
    assert CaseRecord.objects.filter(kind=CaseRecord.Kind.SENDER_MESSAGE).count() == 0


def test_about_an_official_the_promise_is_handing_over(world):
    _case, receipt = file_case(world, kind=Kind.TIP_OFFICIAL, subject=Subject.VILLAGE_CADRE)
    visitor = enter(receipt.code)
    assert "纪检监察机关受理" in visitor.text
    assert "行政复议" not in visitor.text


def test_the_handling_is_rated_once_and_those_who_answer_for_it_read_it(world):
    case, receipt = file_case(world)
    assert 'name="rating"' not in enter(receipt.code).page
    answer(world, case)
    visitor = enter(receipt.code)
    visitor.send("rating")
    assert "请选择一项" in visitor.text
    visitor.send("rating", rating="dissatisfied", why="没有入户")
    assert "谢谢" in visitor.text
    assert "不满意" in visitor.text
    assert 'name="rating"' not in visitor.page
    opened = open_case(case=case, user=world.users["lead"], member_key=world.keys["lead"])
    assert (opened.items[-1].words.rating, opened.items[-1].words.text) == ("dissatisfied", "没有入户")


def test_a_rating_does_not_lengthen_the_time_to_disagree(world):
    case, receipt = file_case(world)
    answer(world, case)
    later = TODAY + timedelta(days=29)
    intake.rate(code=receipt.code, rating=Rating.FAIR, text="", today=later)
    with pytest.raises(intake.TooLateToReopen):
        intake.reopen(code=receipt.code, text="不同意", today=later + timedelta(days=2))


def test_the_time_extended_is_told_as_a_new_day_not_as_a_question(world):
    case, receipt = file_case(world)
    oversight.extend_case(**world.acting("county", case, TODAY), days=5, reason="还要入户")
    text = enter(receipt.code).text
    assert "承诺日期改为2026年12月11日" in text
    assert "还要入户" in text
    assert "前补充" not in text
    assert "县里延长了一次办理时间" in text


def test_after_handing_over_the_promise_is_the_discipline_offices(world):
    case, receipt = file_case(world)
    oversight.transfer_case(**world.acting("township", case, TODAY), reason="涉及干部，金丝雀理由")
    visitor = enter(receipt.code)
    assert "纪检监察机关受理" in visitor.text
    assert "已移交纪检监察机关；原承办单位不能再看到" in visitor.text
    assert "金丝雀理由" not in visitor.text


@pytest.mark.parametrize("event", [event for event in Event if event not in TOLD])
def test_what_happens_inside_an_office_is_not_told(world, event):
    case, receipt = file_case(world)
    append_event(case, event, Actor.HANDLER, position=1, before=State.RECEIVED, day=TODAY)
    visitor = enter(receipt.code)
    assert visitor.page.count("<li><b>") == 1
    assert str(EVENTS.get(event, "没有这个词")) not in visitor.text


def test_a_day_that_passed_is_told_with_whom_to_call(world, settings):
    settings.PORTAL_TODAY = "2026-12-05"
    _case, receipt = file_case(world)
    assert "已超过这个日期" in enter(receipt.code).text


def test_without_a_promise_left_no_day_is_promised(world):
    case, receipt = file_case(world)
    answer(world, case)
    visitor = enter(receipt.code)
    assert "2026年12月4日" not in visitor.text
    assert "到这一天" not in visitor.text


def test_what_a_late_disagreement_said_is_given_back(world, settings):
    case, receipt = file_case(world)
    answer(world, case)
    visitor = enter(receipt.code)
    settings.PORTAL_TODAY = "2027-01-20"
    visitor.send("reason", reason="写了一个晚上的理由")
    assert "30 天内" in visitor.text
    assert "写了一个晚上的理由" in visitor.page


def test_good_files_and_words_are_added_though_others_are_refused(world):
    files = [SimpleUploadedFile("好.txt", b"good"), SimpleUploadedFile("程序.exe", b"MZ")]
    visitor = enter(file_case(world)[1].code).send("once", text="又想起一件事", files=files)
    assert "又想起一件事" in visitor.text
    assert "好.txt" in visitor.text
    assert "没有加上的" in visitor.text
    assert "“程序.exe”的类型不能接收" in visitor.text


def test_a_case_takes_no_more_than_its_limit_over_all_additions(world, settings):
    settings.CASE_TOTAL_LIMIT = 1500
    visitor = enter(file_case(world)[1].code)
    visitor.send("once", files=[SimpleUploadedFile("一.txt", b"x" * 1000)])
    visitor.send("once", text="补充的话", files=[SimpleUploadedFile("二.txt", b"x" * 1000)])
    assert "合计最多" in visitor.text
    assert "补充的话" in visitor.page
    assert CaseRecord.objects.filter(kind=CaseRecord.Kind.FILE).count() == 1


def test_reading_a_case_opens_no_file(world, django_assert_num_queries, monkeypatch):
    _case, receipt = file_case(world, files=[SealedUpload("大.mp4", "video/mp4", b"x" * 100_000)])
    opened = []
    whole = sealing.open_sealed
    monkeypatch.setattr(sealing, "open_sealed", lambda *given: opened.append(len(given[1])) or whole(*given))
    view = intake.open_by_receipt(receipt.code, today=TODAY)
    assert view.messages[0].files == ("大.mp4",)
    assert max(opened) < 10_000


def test_a_case_that_was_sealed_away_says_so_to_its_receipt_alone(world):
    case, receipt = file_case(world)
    SealedAway.objects.create(
        number=case.number,
        way=case.way,
        office=case.handling_office,
        filed_on=TODAY,
        ended_on=TODAY,
        sealed_on=TODAY,
        records=2,
        lookup=case.sender.lookup,
    )
    opened = enter(receipt.code)
    form = {"do": "add", "text": "还有"}
    old = {**form, "sealed": tokens.seal({"code": receipt.code}, purpose="opened")}
    case.delete()
    visitor = enter(receipt.code)
    assert visitor.heading == opened.heading == "这件事项已封存销毁"
    assert case.number in visitor.text
    visitor.response = visitor.client.post(
        "/receipt/", {**old, "once": tokens.seal({"nonce": tokens.new_nonce()}, purpose="once")}
    )
    assert visitor.check().heading == "这件事项已封存销毁"
    assert "还有" in visitor.page
    assert "没有这个查询码" in enter("1" * 25).text


def test_when_too_many_codes_are_tried_at_once_nothing_typed_is_lost(world, monkeypatch):
    visitor = enter(file_case(world)[1].code)

    def busy(*args, **kwargs):
        raise Busy

    monkeypatch.setattr(sealing, "sender_secrets", busy)
    visitor.send("once", text="写了很久的话")
    assert (visitor.response.status_code, visitor.response["Retry-After"]) == (503, "20")
    assert "请过一分钟再试" in visitor.text
    assert "写了很久的话" in visitor.page


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "185.220.101.1"},
        {"REMOTE_ADDR": "::1", "HTTP_X_FORWARDED_FOR": "10.0.0.1"},
        {"HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.5", "HTTP_USER_AGENT": "Mozilla/5.0 (Windows NT 10.0; rv:128.0)"},
        {
            "HTTP_ACCEPT_LANGUAGE": "xx-yy;q=z",
            "HTTP_USER_AGENT": "",
            "HTTP_REFERER": "http://abc.onion/",
            "HTTP_DNT": "1",
        },
        {"HTTP_COOKIE": "sessionid=abc; view=large", "HTTP_ORIGIN": "null"},
    ],
)
@pytest.mark.parametrize("address", ["/tip/", "/objection/", "/receipt/"])
def test_who_comes_from_where_makes_no_difference(address, headers):
    def told(**given):
        page = Client(enforce_csrf_checks=True).get(address, **given).content.decode()
        return re.sub(r'name="state" value="[^"]+"', "", page)

    assert told(**headers) == told()
    assert Client(enforce_csrf_checks=True).post(address, {"code": "1"}, **headers).status_code in (200, 400)
