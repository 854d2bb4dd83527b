from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import tokens
from complaints.actions import handling, intake
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Outcome, Rating, State
from complaints.models.cases import Case, CaseRecord
from complaints.queries import open_case
from tests.complaints.browsing import Visitor
from tests.factories_complaints import file_case, make_world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def world():
    return make_world()


def answer(world, case):
    handling.accept_case(**world.acting("township", case, TODAY))
    handling.start_review(**world.acting("township", case, TODAY))
    decided = {"outcome": Outcome.PARTLY, "reasons": "核查后金额已更正"}
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
    visitor.send("sealed", code="12345 " * 5)
    assert "不一致" in visitor.text
    assert visitor.code() == code
    visitor.send("sealed", code=code[:10])
    assert "25 位数字" in visitor.text
    visitor.send("sealed", code=code.replace(" ", "-"))
    assert visitor.heading == "查询码核对无误"
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
