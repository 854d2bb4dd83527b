import re
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from complaints.contents import SealedUpload
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import State
from complaints.domain.routing import NoRecipient
from complaints.models.cases import Case
from complaints.models.keys import StaffKeySession
from county.actions import create_staff
from county.domain.roles import Role
from county.models.audit import AuditEntry
from publicity.models.publications import ReviewNotice
from tests.factories_complaints import PASSWORD, file_case, make_world
from tests.factories_publicity import published

pytestmark = pytest.mark.django_db
QUEUE = "/admin/cases/"


@pytest.fixture
def world():
    return make_world()


def sign_in(name):
    client = Client()
    response = client.post("/admin/login/", {"username": name, "password": PASSWORD})
    assert response.status_code == 302
    return client


def page(client, url=QUEUE):
    response = client.get(url)
    assert response.status_code == 200, (response.status_code, response.headers)
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def step(client, case, name, **values):
    return client.post(reverse("complaints_admin:step", args=[case.number, name]), values)


def test_the_queue_shows_what_the_key_opens(world):
    case, _ = file_case(world)
    shown = page(sign_in("township"))
    for told in (case.number, "反映某户", "西河镇向阳村", "某户家庭", "2026年12月4日", "还剩 10 个工作日", "已收到"):
        assert told in shown


def test_marks_for_soon_and_overdue(world, settings):
    file_case(world)
    settings.PORTAL_TODAY = "2026-12-02"
    client = sign_in("township")
    assert "desk-pill soon" in page(client)
    settings.PORTAL_TODAY = "2026-12-08"
    shown = page(client)
    assert "超期 2 个工作日" in shown
    assert re.search(r"when=overdue[^<]*超期 <b>1 件</b>", shown)
    assert page(client, QUEUE + "?when=overdue").count("desk-pill late") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=received", True),
        ("?state=closed", False),
        ("?q=NUMBER", True),
        ("?q=x", False),
        ("?when=overdue", False),
    ],
)
def test_filters(world, query, found):
    case, _ = file_case(world)
    shown = page(sign_in("township"), QUEUE + query.replace("NUMBER", case.number))
    assert (f"/cases/{case.number}/" in shown) is found


def test_pages(world):
    for _ in range(21):
        file_case(world)
    client = sign_in("township")
    assert page(client).count('<div class="title-wrapper">') == 20
    assert page(client, QUEUE + "?p=2").count('<div class="title-wrapper">') == 1


@pytest.mark.parametrize("subject", [Subject.VILLAGE_CADRE, Subject.TOWNSHIP_STAFF, Subject.UNKNOWN])
def test_a_tip_about_officials_is_in_no_list_count_or_address_of_the_township(world, subject):
    case, _ = file_case(world, kind=Kind.TIP_OFFICIAL, subject=subject)
    for name in ("township", "lead", "neighbour", "county"):
        client = sign_in(name)
        shown = page(client)
        assert case.number not in shown
        assert set(re.findall(r"<b>(\d+) 件</b>", shown)) == {"0"}
        number = reverse("complaints_admin:case", args=[case.number])
        assert client.get(number).status_code == 404
        assert client.get(reverse("complaints_admin:case", args=["00000000"])).status_code == 404
        assert step(client, case, "accept").status_code == 404
        assert case.number not in client.get("/admin/").content.decode()
    assert case.number in page(sign_in("discipline"))
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_discipline_sees_no_household_case_and_leaves_no_trail(world):
    mine, _ = file_case(world, kind=Kind.TIP_OFFICIAL, subject=Subject.VILLAGE_CADRE)
    other, _ = file_case(world)
    client = sign_in("discipline")
    assert other.number not in page(client)
    assert client.get(reverse("complaints_admin:case", args=[other.number])).status_code == 404
    page(client, reverse("complaints_admin:case", args=[mine.number]))
    step(client, mine, "accept")
    step(client, mine, "answer", text="已核查")
    mine.refresh_from_db()
    assert mine.state == State.ANSWERED
    assert not AuditEntry.objects.filter(subject__contains=mine.number).exists()


def test_from_receipt_to_answer_by_two_people(world):
    case, _ = file_case(world)
    handler, lead = sign_in("township"), sign_in("lead")
    url = reverse("complaints_admin:case", args=[case.number])
    assert "家里有两辆车" in page(handler, url)
    assert step(handler, case, "accept").status_code == 302
    assert step(handler, case, "start-review").status_code == 302
    response = step(handler, case, "decide", outcome="upheld", change="stop", evidence="入户", reasons="属实，停发")
    assert response.status_code == 302
    shown = page(handler, url)
    assert "须由另一人审批" in shown
    assert "/step/approve/" not in shown
    assert "/step/approve/" in page(lead, url)
    assert step(lead, case, "approve").status_code == 302
    case.refresh_from_db()
    assert case.state == State.ANSWERED
    assert step(handler, case, "close").status_code == 302
    assert AuditEntry.objects.filter(verb="case.read", subject=f"case:{case.number}").exists()


@pytest.mark.parametrize(("name", "offered"), [("township", ["accept", "not-accept", "transfer"]), ("lead", [])])
def test_only_possible_steps_are_offered(world, name, offered):
    case, _ = file_case(world)
    shown = page(sign_in(name), reverse("complaints_admin:case", args=[case.number]))
    assert [
        one for one in ("accept", "not-accept", "transfer", "decide", "approve") if f"/step/{one}/" in shown
    ] == offered


def test_an_impossible_step_is_explained(world):
    case, _ = file_case(world)
    response = step(sign_in("township"), case, "decide", outcome="upheld", change="stop", evidence="x", reasons="x")
    assert "这一步不能再办理" in response.content.decode()
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_words_for_the_village_may_hold_no_number(world):
    case, _ = file_case(world)
    client = sign_in("township")
    step(client, case, "accept")
    step(client, case, "start-review")
    given = {"outcome": "upheld", "change": "stop", "evidence": "入户", "reasons": "属实"}
    given["public_text"] = "请致电 13800138000"
    assert "请删去" in step(client, case, "decide", **given).content.decode()


def test_a_transferred_case_leaves_the_queue(world):
    case, _ = file_case(world)
    client = sign_in("township")
    response = step(client, case, "transfer", reason="涉及干部")
    assert response["Location"] == QUEUE
    assert case.number not in page(client)
    assert case.number in page(sign_in("discipline"))


def test_files_come_as_downloads(world):
    case, _ = file_case(world, files=[SealedUpload("坏.html", "text/html", b"<script>alert(1)</script>")])
    client = sign_in("township")
    view = page(client, reverse("complaints_admin:case", args=[case.number]))
    record = case.records.get(kind="file")
    url = reverse("complaints_admin:file", args=[case.number, record.pk])
    assert url in view
    response = client.get(url)
    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert "no-store" in response["Cache-Control"]
    assert sign_in("neighbour").get(url).status_code == 404


def test_a_note_stays_inside(world):
    case, receipt = file_case(world)
    client = sign_in("township")
    step(client, case, "note", text="与村里核对")
    assert "与村里核对" in page(client, reverse("complaints_admin:case", args=[case.number]))
    public = Client().post("/receipt/", {"code": receipt.code}).content.decode()
    assert "与村里核对" not in public


def test_a_locked_key_asks_for_the_password(world):
    case, _ = file_case(world)
    client = sign_in("township")
    StaffKeySession.objects.all().delete()
    url = reverse("complaints_admin:case", args=[case.number])
    response = client.get(url)
    assert response.status_code == 302
    unlock = response["Location"]
    assert "密码不对" in client.post(unlock, {"password": "wrong"}).content.decode()
    assert client.post(unlock, {"password": PASSWORD})["Location"] == url
    assert case.number in page(client, url)


def test_the_password_is_not_tried_without_end(world, settings):
    settings.AXES_FAILURE_LIMIT = 2
    cache.clear()
    client = sign_in("township")
    unlock = reverse("complaints_admin:unlock")
    for _attempt in range(2):
        assert client.post(unlock, {"password": "wrong"}).status_code == 200
    assert client.post(unlock, {"password": PASSWORD}).status_code == 200
    cache.clear()
    assert client.post(unlock, {"password": PASSWORD})["Location"] == QUEUE


def test_unlocking_never_leads_to_another_site(world):
    client = sign_in("township")
    unlock = reverse("complaints_admin:unlock") + "?next=https://example.com/"
    assert client.post(unlock, {"password": PASSWORD})["Location"] == QUEUE


def test_a_letter_is_entered_at_the_desk(world):
    client = sign_in("township")
    given = {
        "way": "paper",
        "kind": "tip-household",
        "subject": "household",
        "place": world.village.pk,
        "text": "来信内容",
        "received_on": "2026-11-19",
        "told_by": "receipt",
    }
    response = client.post(reverse("complaints_admin:entry"), given)
    assert "只显示这一次" in response.content.decode()
    assert Case.objects.get().way == "paper"
    assert "来信" in page(client)


def test_two_clicks_at_the_desk_are_one_case_and_one_receipt(world):
    client, form = sign_in("township"), reverse("complaints_admin:entry")
    once = re.search(r'name="once" value="(\S+?)"', client.get(form).content.decode())[1]
    given = {"way": "phone", "kind": "tip-household", "subject": "household", "place": world.village.pk}
    given |= {"text": "来电内容", "received_on": "2026-11-19", "told_by": "receipt", "once": once}
    first, second = (client.post(form, given).content.decode() for _click in range(2))
    codes = [re.search(r'class="desk-code">(.+?)</p>', answer)[1] for answer in (first, second)]
    assert codes[0] == codes[1]
    assert Case.objects.count() == 1


def test_what_was_refused_at_the_desk_can_be_sent_again(world, monkeypatch):
    client, form = sign_in("township"), reverse("complaints_admin:entry")
    given = {"way": "phone", "kind": "tip-household", "subject": "household", "place": world.village.pk}
    given |= {"text": "来电内容", "received_on": "2026-11-19", "told_by": "receipt", "once": "one-showing"}
    with monkeypatch.context() as shut:
        shut.setattr("complaints.admin.entry.enter_case", Mock(side_effect=NoRecipient))
        assert "只显示这一次" not in client.post(form, given).content.decode()
    assert "只显示这一次" in client.post(form, given).content.decode()
    assert Case.objects.count() == 1


def test_others_have_no_door(world):
    create_staff(username="ed", name="ed", password=PASSWORD, roles=[Role.EDITOR], office=world.offices["county"])
    client = sign_in("ed")
    assert QUEUE not in client.get("/admin/").content.decode()
    for address in (QUEUE, QUEUE + "unlock/", QUEUE + "new/"):
        assert client.get(address).status_code in (302, 403)
        assert client.get(address).get("Location") in (None, "/admin/")


def test_the_result_is_publicised_again_and_the_sender_reads_it(world):
    publication = published(place=world.village)
    entry = publication.entries.first()
    case, receipt = file_case(
        world, kind=Kind.OBJECTION, publication_id=publication.pk, entry_id=entry.pk, text="家里有两辆车"
    )
    for user in world.users.values():  # the factory of lists gives its people a password of its own
        user.set_password(PASSWORD)
        user.save()
    handler, lead = sign_in("township"), sign_in("lead")
    shown = page(handler, reverse("complaints_admin:case", args=[case.number]))
    assert publication.title in shown
    assert entry.name_masked in shown
    step(handler, case, "accept")
    step(handler, case, "start-review")
    given = {"outcome": "partly", "change": "amount", "evidence": "11月18日入户", "reasons": "已更正金额"}
    given["public_text"] = "经入户核查，金额有误，已更正。"
    step(handler, case, "decide", **given)
    assert not ReviewNotice.objects.exists()
    assert "已更正金额" not in Client().post("/receipt/", {"code": receipt.code}).content.decode()
    step(lead, case, "approve")
    notice = ReviewNotice.objects.get()
    assert (notice.village, notice.entry_number) == (world.village, entry.number)
    assert "经入户核查" in Client().get(f"/publicity/review/{notice.pk}/").content.decode()
    assert "已更正金额" in Client().post("/receipt/", {"code": receipt.code}).content.decode()


def test_the_county_extends_once_and_the_sender_reads_why(world):
    case, receipt = file_case(world)
    county = sign_in("county")
    assert "/step/extend/" in page(county, reverse("complaints_admin:case", args=[case.number]))
    assert "10" in step(county, case, "extend", days="11", reason="外调").content.decode()
    assert step(county, case, "extend", days="5", reason="需要到外地核实").status_code == 302
    told = Client().post("/receipt/", {"code": receipt.code}).content.decode()
    assert "2026年12月11日" in told
    assert "需要到外地核实" in told
    assert "/step/extend/" not in page(county, reverse("complaints_admin:case", args=[case.number]))


def test_at_the_desk_too_a_file_is_never_dropped_silently(world, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    given = {"way": "visit", "kind": "tip-household", "subject": "household", "text": "x", "told_by": "receipt"}
    given["received_on"] = "2026-11-19"
    given["files"] = SimpleUploadedFile("大.bin", b"x" * 2000)
    response = sign_in("township").post(reverse("complaints_admin:entry"), given)
    assert "合计" in response.content.decode()
    assert not Case.objects.exists()


def test_discipline_inspection_splits_a_fact_off_on_the_case_page(world):
    case, _ = file_case(world, kind=Kind.TIP_OFFICIAL, subject=Subject.VILLAGE_CADRE)
    client = sign_in("discipline")
    assert "移交民政" in page(client, f"{QUEUE}{case.number}/")
    response = step(client, case, "split", place=world.village.pk, fact="请核查该户车辆")
    assert response.status_code == 302
    made = Case.objects.exclude(pk=case.pk).get()
    assert made.number in page(client, f"{QUEUE}{case.number}/")
    assert "请核查该户车辆" in page(sign_in("county"), f"{QUEUE}{made.number}/")
    missing = step(client, case, "split", place="", fact="")
    assert missing.status_code == 200
    assert Case.objects.count() == 2
