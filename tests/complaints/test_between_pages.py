"""Fields between pages: tampered, cut off, too long, too old, of another door, used before, in two windows."""

import base64
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from complaints import tokens
from complaints.actions import holding, intake
from complaints.models.cases import Case
from complaints.models.held import HeldFile
from complaints.uploads import ROOM
from tests.complaints.browsing import Visitor
from tests.complaints.test_views_public import SECRET, opened, picture, tell_tip
from tests.factories_complaints import FILED, file_case, make_world

pytestmark = pytest.mark.django_db
LETTER = "这封信不能丢"


@pytest.fixture
def world():
    return make_world()


def flipped(token: str) -> str:
    """The same field with one bit turned, in the middle of the ciphertext."""
    raw = bytearray(base64.urlsafe_b64decode(token))
    raw[len(raw) // 2] ^= 1
    return base64.urlsafe_b64encode(bytes(raw)).decode()


DAMAGES = {
    "tampered": flipped,
    "cut off": lambda token: token[: len(token) // 2],
    "cut to nothing": lambda token: "",
    "one letter short": lambda token: token[:-1],
    "with a tail": lambda token: token + "AAAA",
    "no token": lambda token: "电话" * 200,
    "a lone surrogate": lambda token: "\\udc80\x00",
    "too long": lambda token: token * 40,
}


def at_statement():
    visitor = Visitor().open("/tip/").send("problem", problem="favour").send("whom", whom="unknown")
    return visitor.send("place", place="")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_field_is_told_plainly_and_gives_back_what_was_typed(damage):
    state = DAMAGES[damage](at_statement().form("text")["fields"]["state"])
    for go in ("next", "check", "send", "to:what", "to:nowhere", ""):
        answer = Client().post("/tip/", {"state": state, "step": "what", "go": go, "text": LETTER})
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "这个页面不能再用了" in page
        assert LETTER in page


@pytest.mark.parametrize("field", ["challenge", "state"])
def test_a_damaged_field_at_the_last_page_files_nothing(field):
    visitor = tell_tip(Visitor(), place="")
    form = {**visitor.form("captcha")["fields"], "captcha": visitor.solution(), "go": "send"}
    for damage in DAMAGES.values():
        answer = Client().post("/tip/", {**form, field: damage(form[field])})
        assert answer.status_code == (400 if field == "state" else 200)
    assert not Case.objects.exists()


@pytest.mark.parametrize("other", ["/objection/?door=review", "/objection/?door=objection"])
def test_the_field_of_another_door_opens_nothing_and_loses_nothing(other):
    state = at_statement().form("text")["fields"]["state"]
    answer = Client().post(other, {"state": state, "step": "what", "go": "next", "text": LETTER, "name": "王五"})
    assert answer.status_code == 400
    assert LETTER in answer.content.decode()
    assert "王五" in answer.content.decode()


def test_a_damaged_field_beside_an_opened_case(world):
    form = opened_case(world).form("once")["fields"]
    for field, damage, do in product(("sealed", "once"), DAMAGES.values(), ("add", "disagree", "rate")):
        given = {"do": do, "text": LETTER, "reason": LETTER, "why": LETTER, "rating": "fair"}
        answer = Client().post("/receipt/", {**form, **given, field: damage(form[field])})
        assert answer.status_code == 400
        assert LETTER in answer.content.decode()


def test_a_damaged_field_beside_the_new_code(world):
    visitor = tell_tip(Visitor()).submit()
    form = visitor.form("sealed")["fields"]
    for damage in DAMAGES.values():
        answer = Client().post("/receipt/kept/", {"sealed": damage(form["sealed"]), "code": "1" * 25})
        assert answer.status_code == 200
        assert "查询码" in answer.content.decode()


def opened_case(world):
    return Visitor().open("/receipt/").send("code", code=file_case(world)[1].code)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"text=" + b"x" * (6 * 1024 * 1024)),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(2000))),
        ("application/x-www-form-urlencoded; charset=gb18030", b"text=%D6%D0"),
        ("application/x-www-form-urlencoded", b"state=%00&text=%ff%fe&code=%00"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "b" * 300, b"--b\r\n"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf'),
        ("application/json", b'{"state": 1}'),
        ("text/plain", b""),
    ],
)
def test_what_is_no_form_gets_a_page_in_chinese_and_never_a_fault(content_type, body):
    for address in ("/tip/", "/objection/", "/objection/?door=review", "/receipt/", "/receipt/kept/"):
        answer = Client().generic("POST", address, body, content_type=content_type)
        assert answer.status_code in (200, 400)
        assert 'lang="zh-Hans"' in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
    assert not Case.objects.exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(method):
    assert Client().generic(method, "/tip/").status_code == 405


def test_an_old_page_can_not_be_sent_again_after_its_day(world, monkeypatch):
    visitor = tell_tip(Visitor())
    form = {**visitor.form("captcha")["fields"], "captcha": visitor.solution(), "go": "send"}
    later = tokens._window() + 13
    monkeypatch.setattr(tokens, "_window", lambda: later)
    assert Client().post("/tip/", form).status_code == 400
    assert not Case.objects.exists()


def test_two_windows_of_one_journey_file_one_case(world):
    first = tell_tip(Visitor())
    other = Visitor()
    other.response, other.url = first.response, "/tip/"
    other.send("to:contact").on_to_check()
    code = first.submit().code()
    assert other.submit().code() == code
    assert Case.objects.count() == 1


def test_back_after_sending_shows_the_same_receipt(world):
    visitor = tell_tip(Visitor())
    state = visitor.form("captcha")["fields"]["state"]
    code = visitor.submit().code()
    visitor.response = visitor.client.post("/tip/", {"state": state, "go": "check"})
    assert visitor.submit().code() == code
    assert Case.objects.count() == 1


def test_long_after_sending_it_is_told_that_it_was_sent(world, monkeypatch):
    visitor = tell_tip(Visitor())
    state = visitor.form("captcha")["fields"]["state"]
    monkeypatch.setattr(tokens, "RECALL_SECONDS", 0)
    visitor.submit()
    visitor.response = visitor.client.post("/tip/", {"state": state, "go": "check"})
    assert visitor.submit().heading == "这份内容已经提交过"
    assert Case.objects.count() == 1


def test_two_journeys_are_two_cases(world):
    first, second = tell_tip(Visitor()), tell_tip(Visitor())
    assert first.submit().code() != second.submit().code()
    assert Case.objects.count() == 2


def test_a_sending_that_failed_can_be_repeated(world, monkeypatch):
    visitor = tell_tip(Visitor())
    whole = intake.receive_case
    monkeypatch.setattr("complaints.views.sending.receive_case", lambda **given: 1 / 0)
    state = visitor.form("captcha")["fields"]["state"]
    with pytest.raises(ZeroDivisionError):
        visitor.submit()
    monkeypatch.setattr("complaints.views.sending.receive_case", whole)
    visitor.response = visitor.client.post("/tip/", {"state": state, "go": "check"})
    assert visitor.submit().heading == "已收到您的举报"


def test_an_addition_that_failed_can_be_repeated(world, monkeypatch):
    visitor = opened_case(world)
    form = {**visitor.form("once")["fields"], "text": LETTER}
    whole = intake.add_from_sender
    monkeypatch.setattr(intake, "add_from_sender", lambda **given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        visitor.client.post("/receipt/", form)
    monkeypatch.setattr(intake, "add_from_sender", whole)
    visitor.response = visitor.client.post("/receipt/", form)
    assert "已补充" in visitor.text
    assert LETTER in visitor.text


def at_files(world):
    visitor = Visitor().open("/tip/").send("problem", problem="wrong").send("whom", whom="household")
    return visitor.send("place", place=world.village.pk).send("text", text=SECRET).send("when").send("known")


def test_files_wait_sealed_are_listed_taken_out_and_sent(world):
    visitor = at_files(world).send("stay", files=[picture(), SimpleUploadedFile("账本.txt", "记账".encode())])
    assert visitor.heading == "有照片、录音录像或材料吗？"
    rows = b"".join(bytes(row.ciphertext) for row in HeldFile.objects.all())
    for told in ("照片".encode(), "记账".encode(), b"SecretCamera", b"JFIF"):
        assert told not in rows
    photo, _book = (value for _name, value in visitor.form("drop")["boxes"])
    visitor.send("next", drop=photo, files=[SimpleUploadedFile("录音.amr", b"#!AMR")])
    visitor.on_to_check()
    assert "照片.jpg" not in visitor.text
    assert "录音.amr" in visitor.text
    visitor.submit()
    assert [item.file.name for item in opened(world, "township").items if item.file] == ["账本.txt", "录音.amr"]


def test_after_sending_no_file_waits_and_the_sender_reads_of_what_they_sent(world):
    code = at_files(world).submit(files=[picture()]).code()
    assert intake.open_by_receipt(code, today=FILED).messages[0].files == ("照片.jpg",)
    assert not HeldFile.objects.exists()


def test_the_check_page_says_of_each_file_how_it_is_kept(world):
    visitor = at_files(world).on_to_check([picture(), SimpleUploadedFile("记录.docx", b"PK")])
    assert visitor.text.count("已另做一份去掉隐藏信息的副本") == 1
    assert visitor.text.count("按原样保存") == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("大.mp4", b"x" * 5000, "“大.mp4”太大"),
        ("空.jpg", b"", "“空.jpg”是空文件"),
        ("程序.exe", b"MZ", "“程序.exe”的类型不能接收"),
        ("网页.html", b"<script>", "“网页.html”的类型不能接收"),
    ],
)
def test_a_file_that_is_refused_is_named_and_the_others_stay(world, settings, name, content, message):
    settings.CASE_FILE_LIMIT = 1000
    files = [SimpleUploadedFile("好.txt", b"good"), SimpleUploadedFile(name, content)]
    visitor = at_files(world).send("next", files=files)
    assert message in visitor.text
    assert 'role="alert"' in visitor.page
    assert "好.txt" in visitor.text
    assert SECRET in visitor.on_to_check().text
    visitor.submit()
    assert [item.file.name for item in opened(world, "township").items if item.file] == ["好.txt"]


def test_all_files_together_have_a_limit(world, settings):
    settings.CASE_TOTAL_LIMIT = 1000
    visitor = at_files(world).send("stay", files=[SimpleUploadedFile("一.txt", b"x" * 600)])
    visitor.send("stay", files=[SimpleUploadedFile("二.txt", b"x" * 600)])
    assert "“二.txt”太大" in visitor.text
    assert "“一.txt”" not in visitor.text


def test_more_than_twenty_files_are_named(world):
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(22)]
    visitor = at_files(world).send("stay", files=files)
    assert "“20.txt”超出个数" in visitor.text
    assert HeldFile.objects.count() == 20


def test_a_file_that_waits_no_more_is_named_before_anything_is_sent(world):
    visitor = at_files(world).on_to_check([SimpleUploadedFile("好.txt", b"good")])
    assert holding.forget_held(today=FILED.replace(day=30)) == 1
    visitor.submit()
    assert "这些文件已不在系统中：好.txt" in visitor.text
    assert not Case.objects.exists()
    files = visitor.send("to:files").form("drop")["boxes"]
    visitor.send("next", drop=files[0][1]).on_to_check()
    assert visitor.submit().heading == "已收到您的举报"


def test_without_room_for_more_the_words_go_on(world, settings):
    settings.CASE_HELD_LIMIT = 0
    visitor = at_files(world).send("next", files=[picture()])
    assert "凭查询码补充文件" in visitor.text
    assert visitor.submit().heading == "已收到您的举报"


def test_memory_for_uploads_is_shared_and_given_back(world, settings):
    settings.CASE_MEMORY_LIMIT = 1000
    visitor = at_files(world).send("next", files=[SimpleUploadedFile("录像.mp4", b"x" * 5000)])
    assert "“录像.mp4”没有收到：现在上传文件的人很多" in visitor.text
    assert ROOM.taken == 0
    visitor.send("next", files=[SimpleUploadedFile("短.mp4", b"x" * 900)])
    assert "短.mp4" in visitor.on_to_check().text
    assert ROOM.taken == 0


def test_held_files_of_yesterday_stay_and_older_ones_go(world):
    at_files(world).send("stay", files=[SimpleUploadedFile("好.txt", b"good")])
    day = HeldFile.objects.get().day
    assert holding.forget_held(today=day.replace(day=day.day + 1)) == 0
    assert holding.forget_held(today=day.replace(day=day.day + 2)) == 1


def test_files_that_come_with_the_last_press_are_taken_too(world):
    visitor = at_files(world).on_to_check()
    visitor.send("captcha", captcha=visitor.solution(), files=[SimpleUploadedFile("晚.txt", b"x")])
    assert visitor.heading == "已收到您的举报"
    assert [item.file.name for item in opened(world, "township").items if item.file] == ["晚.txt"]


def test_a_refused_file_with_the_last_press_stops_the_sending(world):
    visitor = at_files(world).on_to_check()
    visitor.send("captcha", captcha=visitor.solution(), files=[SimpleUploadedFile("程序.exe", b"MZ")])
    assert "“程序.exe”的类型不能接收" in visitor.text
    assert not Case.objects.exists()
