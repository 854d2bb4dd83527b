import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from complaints import tokens
from complaints.domain.kinds import Kind, Subject
from complaints.models.cases import Case, CaseRecord
from complaints.queries import case_file, open_case
from complaints.views.sending import listed_entry
from policies_cms.models.services import ServiceWindow
from tests.complaints.browsing import Visitor
from tests.factories_complaints import make_world
from tests.factories_publicity import published, village

pytestmark = pytest.mark.django_db
SECRET = "他家去年买了两辆车还在城里有房"


@pytest.fixture
def world():
    return make_world()


def tell_tip(visitor, *, problem="favour", whom="village-cadre", place="371700001001", text=SECRET, files=None):
    visitor.open("/tip/").send("problem", problem=problem)
    visitor.send("whom", whom=whom)
    visitor.send("place", place=place)
    visitor.send("text", text=text).send("when", when="今年春天").send("known", known="seen")
    return visitor.on_to_check(files)


def opened(world, name):
    case = Case.objects.get()
    return open_case(case=case, user=world.users[name], member_key=world.keys[name])


def picture():
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    Image.new("RGB", (40, 20), "red").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile("照片.jpg", data.getvalue(), "image/jpeg")


def test_a_whole_tip_about_a_cadre(world):
    visitor = tell_tip(Visitor())
    assert visitor.heading == "核对您填写的内容"
    for told in ("人情保", "村（社区）干部", "西河镇向阳村", SECRET, "今年春天"):
        assert told in visitor.text
    visitor.submit()
    assert visitor.heading == "已收到您的举报"
    assert "2026年12月4日" in visitor.text
    assert len(visitor.code().replace(" ", "")) == 25
    view = opened(world, "discipline")
    assert (view.header.kind, view.header.subject) == (Kind.TIP_OFFICIAL, Subject.VILLAGE_CADRE)
    assert SECRET in view.items[0].words.text
    assert view.items[0].words.contact == ""


def test_a_tip_about_a_household_with_contact_and_files(world):
    visitor = Visitor().open("/tip/").send("problem", problem="wrong")
    visitor.send("whom", whom="household").send("place", place="371700001001").send("text", text=SECRET)
    visitor.send("when").send("known").send(
        "next", files=[picture(), SimpleUploadedFile("记录.docx", b"PK-not-cleaned")]
    )
    visitor.send("phone", name="李四", phone="13800000000")
    assert "照片.jpg" in visitor.text
    visitor.submit()
    view = opened(world, "township")
    assert view.header.kind is Kind.TIP_HOUSEHOLD
    assert "李四" in view.items[0].words.contact
    names = [item.file.name for item in view.items if item.file]
    assert names[0] == "照片.jpg"
    assert names[1] == "清理副本 照片.jpg"
    assert names[2] == "记录.docx"


def test_the_copy_of_a_photo_has_no_hidden_data(world):
    tell_tip(Visitor(), whom="household", files=[picture()]).submit()
    case = Case.objects.get()
    given = {"case": case, "user": world.users["township"], "member_key": world.keys["township"]}
    files = [case_file(record_id=record.pk, **given) for record in case.records.filter(kind=CaseRecord.Kind.FILE)]
    assert b"SecretCamera" in files[0].data
    assert b"SecretCamera" not in files[1].data
    assert Image.open(io.BytesIO(files[1].data)).size == (40, 20)


def test_about_the_discipline_office_nothing_is_kept(world):
    visitor = Visitor().open("/tip/").send("problem", problem="misconduct").send("whom", whom="discipline")
    assert visitor.heading == "请向上一级反映"
    assert visitor.send("to:whom").heading == "您要反映的是谁？"
    assert not Case.objects.exists()


def test_who_turns_to_the_level_above_takes_their_words_along(world):
    visitor = tell_tip(Visitor()).send("to:whom").send("whom", whom="discipline")
    assert SECRET in visitor.page
    assert visitor.send("to:whom").send("whom", whom="unknown").heading == "核对您填写的内容"


def test_for_somebody_left_out_applying_comes_first(world):
    township = world.village.parent
    ServiceWindow.objects.create(
        area=township, name="西河镇便民窗口", address="镇政府", hours="上午", phone="0599-765 4321"
    )
    ServiceWindow.objects.create(area=world.other_village.parent, name="东关镇窗口", address="x", hours="y", phone="1")
    visitor = Visitor().open("/tip/").send("problem", problem="left-out")
    assert visitor.heading == "有困难的人住在哪里？"
    visitor.send("place", place=world.village.pk)
    assert visitor.heading == "提出申请比举报更快"
    for link in ("/guides/", "tel:05997654321", "tel:12345"):
        assert link in visitor.page
    assert "东关镇窗口" not in visitor.text
    assert visitor.send("to:whom").heading == "您要反映的是谁？"
    visitor.send("whom", whom="household").send("text", text=SECRET)
    assert "西河镇向阳村" in visitor.on_to_check().text
    assert visitor.text.count("西河镇向阳村") == 1
    visitor.submit()
    assert opened(world, "township").header.place == world.village.pk


def test_where_a_township_has_no_window_the_county_s_is_shown(world):
    ServiceWindow.objects.create(
        area=world.village.parent.parent, name="县级窗口", address="x", hours="y", phone="0599"
    )
    visitor = Visitor().open("/tip/").send("problem", problem="left-out")
    assert "县级窗口" in visitor.send("place", place=world.village.pk).text
    assert "县级窗口" in visitor.send("to:where").send("place", place="").text


def test_going_back_and_changing_keeps_the_rest(world):
    visitor = tell_tip(Visitor())
    visitor.send("to:place").send("place", place="371700002001")
    assert visitor.heading == "核对您填写的内容"
    assert "东关镇前进村" in visitor.text
    assert SECRET in visitor.text
    visitor.send("to:contact")
    assert visitor.heading == "要留下联系方式吗？"


@pytest.mark.parametrize(
    ("holding", "answers", "message"),
    [
        ("problem", {}, "请选择问题类型"),
        ("problem", {"problem": "nonsense"}, "选择一个有效的选项"),
    ],
)
def test_errors_stand_in_a_summary_that_leads_to_the_field(world, holding, answers, message):
    visitor = Visitor().open("/tip/").send(holding, **answers)
    assert 'role="alert"' in visitor.page
    assert message in visitor.text
    assert 'href="#id_problem"' in visitor.page
    assert 'id="id_problem"' in visitor.page


@pytest.mark.parametrize("door", ["/tip/", "/objection/?door=objection", "/objection/?door=review"])
def test_the_first_page_says_how_to_go_back(world, door):
    visitor = Visitor().open(door)
    assert "要返回，请按页面上方的" in visitor.text


def test_nothing_typed_is_readable_between_pages(world):
    visitor = tell_tip(Visitor())
    visitor.send("to:contact")
    assert SECRET not in visitor.page
    assert SECRET.encode() not in visitor.form("phone")["fields"]["state"].encode()


def test_a_wrong_captcha_asks_anew_and_keeps_words_and_files(world):
    visitor = tell_tip(Visitor(), files=[picture()])
    before = visitor.form("captcha")["fields"]["challenge"]
    visitor.submit(captcha="xxxxx")
    assert "填写不对" in visitor.text
    assert "照片.jpg" in visitor.text
    assert visitor.form("captcha")["fields"]["challenge"] != before
    assert not Case.objects.exists()
    assert visitor.submit().heading == "已收到您的举报"


def test_a_failed_captcha_can_not_be_guessed_again(world):
    visitor = tell_tip(Visitor())
    old, right = visitor.form("captcha")["fields"]["challenge"], visitor.solution()
    visitor.submit(captcha="xxxxx")
    visitor.send("captcha", challenge=old, captcha=right)
    assert not Case.objects.exists()


def test_a_double_click_files_once_and_shows_the_same_receipt(world):
    visitor = tell_tip(Visitor())
    form = {**visitor.form("captcha")["fields"], "captcha": visitor.solution(), "go": "send"}
    first = visitor.send("captcha", **form).code()
    second = Visitor()
    second.response = second.client.post("/tip/", form)
    assert second.check().code() == first
    assert Case.objects.count() == 1


def test_a_receipt_that_is_forgotten_holds_no_thread(world, monkeypatch):
    visitor = tell_tip(Visitor())
    form = {**visitor.form("captcha")["fields"], "captcha": visitor.solution(), "go": "send"}
    monkeypatch.setattr(tokens, "RECALL_SECONDS", 0)
    visitor.send("captcha", **form)
    waited = []
    monkeypatch.setattr("complaints.tokens.time.sleep", waited.append)
    visitor.response = visitor.client.post("/tip/", form)
    visitor.check()
    assert (waited, Case.objects.count()) == ([], 1)


def test_an_old_page_says_so_and_gives_back_what_was_typed(world, monkeypatch):
    visitor = Visitor().open("/tip/").send("problem", problem="favour").send("whom", whom="unknown").send("place")
    later = tokens._window() + 13
    monkeypatch.setattr(tokens, "_window", lambda: later)
    visitor.send("text", text=SECRET)
    assert visitor.response.status_code == 400
    assert SECRET in visitor.page


def test_an_old_captcha_costs_a_new_picture_only(world, monkeypatch):
    visitor = tell_tip(Visitor())
    answer, later = visitor.solution(), tokens._window() + 2
    monkeypatch.setattr(tokens, "_window", lambda: later)
    visitor.send("captcha", captcha=answer)
    assert "已失效" in visitor.text
    assert visitor.submit().heading == "已收到您的举报"


@pytest.mark.parametrize("state", ["", "rubbish", "AAAA" * 40])
def test_a_forged_state_is_refused(world, state):
    response = Client().post("/tip/", {"state": state, "go": "send"})
    assert response.status_code == 400
    assert not Case.objects.exists()


def test_the_states_of_two_doors_do_not_fit_each_other(world):
    visitor = Visitor().open("/objection/?door=review")
    state = visitor.form("name")["fields"]["state"]
    assert Client().post("/tip/", {"state": state, "go": "check"}).status_code == 400


def test_sending_without_answers_asks_for_them(world):
    visitor = Visitor().open("/tip/")
    state = visitor.form("problem")["fields"]["state"]
    done = tell_tip(Visitor())
    visitor.response = visitor.client.post(
        "/tip/",
        {
            "state": state,
            "go": "send",
            "challenge": done.form("captcha")["fields"]["challenge"],
            "captcha": done.solution(),
        },
    )
    assert visitor.check().heading == "您要反映哪类问题？"
    assert not Case.objects.exists()


def test_where_nobody_may_open_it_nothing_is_stored():
    make_world(without=("discipline",))
    visitor = tell_tip(Visitor())
    visitor.submit()
    assert visitor.response.status_code == 503
    assert not Case.objects.exists()


def test_the_applicant_asks_for_a_review_without_any_list(world):
    visitor = Visitor().open("/objection/?door=review")
    visitor.send("phone", name="王五", phone="abc")
    assert "7 至 20 位" in visitor.text
    visitor.send("phone", name="王五", phone="138 0000 0000").send("place", place="371700001001")
    visitor.send("dispute", dispute="not-listed").send("text", text="我家收入只有养老金")
    visitor.submit()
    assert visitor.heading == "已收到您的复核申请"
    view = opened(world, "township")
    assert view.header.kind is Kind.REVIEW
    assert "王五" in view.items[0].words.contact
    assert "我家收入只有养老金" in view.items[0].words.text


def test_three_doors_and_an_unknown_list(world):
    visitor = Visitor().open("/objection/")
    assert "door=review" in visitor.page
    visitor.open("/objection/?list=nosuchlist")
    assert "没有找到这份名单" in visitor.text


def test_an_objection_without_a_list_names_the_village(world):
    visitor = Visitor().open("/objection/?door=objection")
    visitor.send("household", place="371700001001", household="第 3 号")
    visitor.send("reason", reason="income").send("text", text=SECRET)
    assert visitor.submit().heading == "已收到您的异议"
    assert opened(world, "township").header.kind is Kind.OBJECTION


def test_nothing_typed_appears_in_logs(world, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        tell_tip(Visitor()).submit()
        Client().get("/objection/?list=nosuchlist")
    out = capsys.readouterr()
    assert SECRET not in caplog.text + out.out + out.err


def test_statistics_say_that_there_are_none_yet(client, world):
    response = client.get("/statistics/")
    assert "还没有" in response.content.decode()
    assert "Set-Cookie" not in response.headers


def listed(world, **given):
    publication = published(stage="proposed", **given)
    return publication, publication.entries.first()


def test_an_objection_to_an_entry_of_a_list(world):
    publication, entry = listed(world)
    visitor = Visitor().open(f"/objection/?list={publication.pk}&entry={entry.pk}")
    assert publication.title in visitor.text
    assert entry.name_masked in visitor.text
    visitor.send("reason", reason="property").send("text", text=SECRET).on_to_check()
    assert entry.name_masked in visitor.text
    assert visitor.submit().heading == "已收到您的异议"
    header = opened(world, "county").header
    assert (header.kind, header.publication_id, header.entry_id) == (Kind.OBJECTION, publication.pk, entry.pk)


@pytest.mark.parametrize("given", ["abc\0def", "no such id", "../x", ""])
def test_what_is_no_id_is_not_asked_of_the_database(django_assert_num_queries, given):
    with django_assert_num_queries(0):
        assert listed_entry(given, given) is None


def test_after_the_window_the_doubt_is_a_report_and_the_name_is_gone(world, settings):
    publication, entry = listed(world)
    settings.PORTAL_TODAY = "2026-12-20"
    visitor = Visitor().open(f"/objection/?list={publication.pk}&entry={entry.pk}")
    assert "公示期已过" in visitor.text
    assert entry.name_masked not in visitor.text
    visitor.send("reason", reason="property").send("text", text=SECRET)
    assert visitor.submit().heading == "已收到您的举报"
    assert opened(world, "county").header.kind is Kind.TIP_HOUSEHOLD


def test_an_entry_of_another_list_is_not_shown(world):
    publication, _ = listed(world)
    other, entry = listed(world, place=village("前进村", "379901100203"))
    assert entry.publication_id == other.pk
    visitor = Visitor().open(f"/objection/?list={publication.pk}&entry={entry.pk}")
    assert "整份名单" in visitor.text


def test_a_large_file_never_touches_the_disk(world, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.CASE_FILE_LIMIT = 10**7

    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.NamedTemporaryFile", refuse)
        patch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)
        patch.setattr("tempfile.TemporaryFile", refuse)
        visitor = tell_tip(
            Visitor(), whom="household", files=[SimpleUploadedFile("录像.mp4", SECRET.encode() * 100_000)]
        )
        visitor.submit()
    assert visitor.heading == "已收到您的举报"
    assert [item.file.size for item in opened(world, "township").items if item.file] == [len(SECRET.encode()) * 100_000]
