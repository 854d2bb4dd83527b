"""The queue's and the case page's screens: tabs, filters, columns, several cases at once, papers looked at, print."""

import io
import re
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from complaints.actions import assigning, handling, oversight, tracking
from complaints.actions.rights import set_up_guidance
from complaints.admin import filters as filter_module
from complaints.contents import SealedUpload
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import NotAcceptedBecause, State
from complaints.models.cases import Case
from complaints.models.desk import QueueLayout
from complaints.models.guidance import PREPARED
from county.actions import create_staff
from county.domain.roles import Role
from county.models.audit import AuditEntry
from tests.complaints.test_queue import QUEUE, page, sign_in, step
from tests.factories_complaints import PASSWORD, file_case, make_world
from tests.factories_publicity import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.PORTAL_TODAY = "2026-11-20"
    return make_world()


def numbers(shown):
    return set(re.findall(r'title-wrapper"><a href="/admin/cases/(\d{8})/"', shown))


def tab_counts(shown):
    return {slug: int(count) for slug, count in re.findall(r"\?when=(\w+)\"[^>]*>[^<]*<b>(\d+) 件", shown)}


def found(shown):
    return int(re.search(r"共 (\d+) 件", shown)[1])


def paper():
    pages = [Image.new("RGB", (620, 877), "white") for _ in range(2)]
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def photo():
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


def test_every_tab_counts_the_rows_it_shows(world, settings):
    cases = [file_case(world)[0] for _ in range(4)]
    handling.accept_case(**world.acting("township", cases[0]))
    handling.accept_case(**world.acting("second", cases[1]))
    handling.not_accept_case(
        **world.acting("second", cases[2]), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向医保局反映"
    )
    client = sign_in("township")
    for day, soon, overdue in (("2026-11-20", 0, 0), ("2026-12-02", 3, 0), ("2026-12-07", 0, 3)):
        settings.PORTAL_TODAY = day
        counts = tab_counts(page(client))
        expected = {"mine": 1, "free": 1, "open": 3, "soon": soon, "overdue": overdue, "supervised": 0, "all": 4}
        assert counts == expected
        for tab, count in counts.items():
            shown = page(client, f"{QUEUE}?when={tab}")
            assert len(numbers(shown)) == found(shown) == count, tab
    assert numbers(page(client, QUEUE + "?when=mine")) == {cases[0].number}


def test_kind_and_place_are_looked_for_in_opened_headers(world):
    west, _receipt = file_case(world)
    review, _receipt = file_case(world, kind=Kind.REVIEW)
    east, _receipt = file_case(world, village=world.other_village)
    county = sign_in("county")
    assert numbers(page(county, f"{QUEUE}?kind=review")) == {review.number}
    assert numbers(page(county, f"{QUEUE}?place={world.other_village.pk}")) == {east.number}
    assert numbers(page(county, f"{QUEUE}?place={world.village.parent_id}")) == {west.number, review.number}
    assert numbers(page(county, f"{QUEUE}?place={world.village.pk}&kind=review&state=closed")) == set()
    assert "没有符合条件的件" in page(county, f"{QUEUE}?kind=tip-official")


def test_the_bound_of_opened_headers_is_told(world, monkeypatch):
    for _ in range(3):
        file_case(world)
    monkeypatch.setattr("complaints.admin.queue.OPENED_AT_ONCE", 2)
    shown = page(sign_in("township"), QUEUE + "?kind=tip-household")
    assert "另有 1 件没有打开" in shown
    assert found(shown) == 2
    assert filter_module.OPENED_AT_ONCE == 1_000


@pytest.mark.parametrize("asked", ["?when=x&state=y&kind=z&sort=w&office=v", "?place=%00&q=%00", "?p=99&kind=review"])
def test_what_the_queue_does_not_know_counts_as_nothing(world, asked):
    file_case(world)
    assert sign_in("township").get(QUEUE + asked).status_code == 200


def test_a_number_is_looked_for_in_all_cases(world):
    case, _receipt = file_case(world)
    handling.not_accept_case(
        **world.acting("township", case), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向医保局反映"
    )
    client = sign_in("township")
    assert case.number not in numbers(page(client))
    assert case.number in numbers(page(client, f"{QUEUE}?q={case.number[:5]}"))


def test_the_county_tells_its_own_cases_from_those_it_supervises(world):
    below, _receipt = file_case(world)
    own, _receipt = file_case(world, village=world.village.parent.parent)
    county = sign_in("county")
    assert numbers(page(county, QUEUE + "?office=own")) == {own.number}
    assert numbers(page(county, QUEUE + "?office=others")) == {below.number}
    assert 'name="office"' not in page(sign_in("township"))


def test_columns_are_each_members_own_and_hold_nothing_of_cases(world):
    case, _receipt = file_case(world)
    client, other = sign_in("township"), sign_in("second")
    address = reverse("complaints_admin:layout")
    assert "请至少选择一列" in client.post(address, {"sort": "due"}).content.decode()
    assert client.post(address, {"columns": ["place", "way"], "sort": "-filed"}).status_code == 302
    shown = page(client)
    assert re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', shown.split("<tbody>")[0])[-2:] == [
        "地点",
        "来件方式",
    ]
    assert "某户家庭" not in shown
    assert "某户家庭" in page(other)
    kept = QueueLayout.objects.get()
    assert (kept.columns, kept.sort) == (["place", "way"], "-filed")
    client.post(address, {"usual": "1"})
    assert "某户家庭" in page(client)
    assert case.number not in str(vars(kept))


def test_several_cases_go_to_a_colleague_after_confirming(world):
    cases = [file_case(world)[0] for _ in range(2)]
    tip, _receipt = file_case(world, kind=Kind.TIP_OFFICIAL, subject=Subject.VILLAGE_CADRE)
    client = sign_in("township")
    address = reverse("complaints_admin:assign")
    chosen = {"case": [case.number for case in cases] + [tip.number, "00000000"]}
    asked = client.post(address, chosen).content.decode()
    assert tip.number not in asked
    assert "以下 2 件" in asked
    assert Case.objects.filter(owner=None).count() == 3, "nothing happens before it is confirmed"
    assert "请选择一位同事" in client.post(address, {**chosen, "confirm": "1"}).content.decode()
    wrong = {**chosen, "confirm": "1", "to": world.users["neighbour"].pk}
    assert "持有密钥的同事" in client.post(address, wrong).content.decode()
    response = client.post(address, {**chosen, "confirm": "1", "to": world.users["second"].pk}, follow=True)
    assert "2 件已交由 second 承办" in response.content.decode()
    assert set(Case.objects.filter(owner=world.users["second"])) == set(cases)
    assert "请至少选择一件" in client.post(address, {"case": [tip.number]}, follow=True).content.decode()


def test_no_byte_of_the_accused_offices_queue_changes_when_others_take_and_close_a_case(world):
    def seen(client):
        return re.sub(r'(csrfmiddlewaretoken" value|"CSRF_TOKEN"|nonce)[=:] ?"[^"]*"', "", page(client))

    file_case(world)
    clients = {name: sign_in(name) for name in ("township", "county")}
    before = {name: seen(client) for name, client in clients.items()}
    case, _receipt = file_case(world, kind=Kind.TIP_OFFICIAL, subject=Subject.UNKNOWN, way="media")
    assigning.take_case(**world.acting("discipline", case))
    handling.accept_case(**world.acting("discipline", case))
    oversight.close_case(**world.acting("discipline", case))
    tracking.draft_outcome(**world.acting("discipline", case), title="处理结果", text="已处理。")
    for name, client in clients.items():
        assert seen(client) == before[name]
        for address in ("", "print/", "step/take/", "step/assign/", "step/draft-outcome/"):
            for ask in (client.get, client.post):
                assert ask(f"{QUEUE}{case.number}/{address}").status_code in (404, 405)


def test_a_photo_and_a_paper_are_looked_at_as_pictures(world):
    files = [SealedUpload("照片.png", "image/png", photo()), SealedUpload("来信.pdf", "application/pdf", paper())]
    case, _receipt = file_case(world, files=files)
    client = sign_in("township")
    assert page(client, f"{QUEUE}{case.number}/").count("在线查看") == 2
    for record, count, kind in zip(case.records.filter(kind="file"), (1, 2), ("jpeg", "png"), strict=True):
        shown = page(client, reverse("complaints_admin:preview", args=[case.number, record.pk]))
        assert shown.count("desk-page") == count
        response = client.get(reverse("complaints_admin:shown", args=[case.number, record.pk, count]))
        assert response["Content-Type"] == f"image/{kind}"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith("inline")
        assert "no-store" in response["Cache-Control"]
        assert Image.open(io.BytesIO(response.content)).width > 10
        for other in ("neighbour", "discipline"):
            address = reverse("complaints_admin:shown", args=[case.number, record.pk, 1])
            assert sign_in(other).get(address).status_code == 404
    assert AuditEntry.objects.filter(verb="case.file", subject=f"case:{case.number}").count() == 2


@pytest.mark.parametrize(
    ("name", "kind", "data"),
    [
        ("坏.pdf", "application/pdf", b"%PDF-1.7 broken"),
        ("坏.png", "image/png", b"<svg onload=alert(1)>"),
        ("坏.html", "text/html", b"<script>alert(1)</script>"),
    ],
)
def test_what_can_not_be_drawn_is_never_shown(world, name, kind, data):
    case, _receipt = file_case(world, files=[SealedUpload(name, kind, data)])
    client = sign_in("township")
    record = case.records.get(kind="file")
    assert "不能在线查看" in page(client, reverse("complaints_admin:preview", args=[case.number, record.pk]))
    assert client.get(reverse("complaints_admin:shown", args=[case.number, record.pk, 1])).status_code == 404


def test_pages_are_drawn_in_a_process_that_leaves_no_file(world, tmp_path, monkeypatch):
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setenv("TMPDIR", str(spare))
    case, _receipt = file_case(world, files=[SealedUpload("来信.pdf", "application/pdf", paper())])
    record = case.records.get(kind="file")
    sign_in("township").get(reverse("complaints_admin:shown", args=[case.number, record.pk, 1]))
    assert list(spare.iterdir()) == []


def test_the_person_gets_a_paper_without_names_of_staff_and_notes(world):
    case, _receipt = file_case(world)
    handling.accept_case(**world.acting("township", case))
    handling.add_note(**world.acting("second", case), text="内部意见")
    client = sign_in("lead")
    whole = page(client, f"{QUEUE}{case.number}/print/")
    person = page(client, f"{QUEUE}{case.number}/print/?for=person")
    for told in ("内部意见", "township"):
        assert told in whole
        assert told not in person
    assert "家里有两辆车" in person
    assert AuditEntry.objects.filter(verb="case.print").count() == 2


def test_out_of_scope_takes_prepared_words(world):
    case, receipt = file_case(world)
    client = sign_in("township")
    assert PREPARED[0][0] in page(client, f"{QUEUE}{case.number}/")
    given = {"because": "out-of-scope", "prepared": "", "guidance": ""}
    assert "请选择指引用语或者写明原因" in step(client, case, "not-accept", **given).content.decode()
    given["prepared"] = PREPARED[0][0]
    assert step(client, case, "not-accept", **given, earlier="").status_code == 302
    assert "12393" in Client().post("/receipt/", {"code": receipt.code}).content.decode()


def test_more_is_asked_for_a_day_before_the_due_day(world, settings):
    case, _receipt = file_case(world)
    client = sign_in("township")
    step(client, case, "accept")
    assert "不能晚于办理期限" in step(client, case, "ask-more", text="车牌", until="2026-12-05").content.decode()
    assert "今天以后" in step(client, case, "ask-more", text="车牌", until="2026-11-20").content.decode()
    assert step(client, case, "ask-more", text="车牌", until="2026-11-27").status_code == 302
    assert "期限照常计算。到期没有补充" in page(client, f"{QUEUE}{case.number}/")
    settings.PORTAL_TODAY = "2026-11-30"
    assert "没有收到补充" in page(sign_in("township"), f"{QUEUE}{case.number}/")


def test_a_decision_without_evidence_change_or_village_words_names_the_field(world):
    case, _receipt = file_case(world, kind=Kind.REVIEW)
    client = sign_in("township")
    step(client, case, "accept")
    step(client, case, "start-review")
    shown = step(client, case, "decide", outcome="upheld", reasons="属实").content.decode()
    for field in ("evidence", "change", "public_text"):
        assert re.search(rf'id="(panel-[^"]*|[^"]*{field}[^"]*)error', shown) or f"id_decide_{field}" in shown
    assert "要在本村再次公示，请填写公示文字" in shown
    case.refresh_from_db()
    assert case.state == State.UNDER_REVIEW


def entry(world, **given):
    return {
        "way": "visit",
        "received_on": "2026-11-18",
        "kind": "objection",
        "subject": "household",
        "place": "",
        "text": "来访所述",
        "told_by": "receipt",
        **given,
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"received_on": "2026-11-21"}, "不能晚于今天"),
        ({"received_on": "2026-09-01"}, "早于 30 天前"),
        ({"told_by": "phone"}, "请填写告知来件人用的电话或地址"),
        ({"entry": "1"}, "请选择这个序号所在的名单"),
        ({"entry": "9999", "listed": "LIST"}, "没有这个序号"),
        ({"place": "OTHER", "listed": "LIST"}, "属于另一个村"),
    ],
)
def test_the_desk_form_says_what_is_wrong(world, given, told):
    publication = published(place=world.village)
    for user in world.users.values():  # the factory of lists gives its people a password of its own
        user.set_password("一个长口令 for tests")
        user.save()
    names = {"LIST": publication.pk, "OTHER": world.other_village.pk}
    values = entry(world, **{name: names.get(value, value) for name, value in given.items()})
    shown = sign_in("township").post(reverse("complaints_admin:entry"), values).content.decode()
    assert told in shown
    assert "还没有保存" in shown
    assert not Case.objects.exists()


def test_a_visit_with_scans_is_taken_in_and_the_receipt_printed(world):
    values = entry(world, name="王某", told_by="phone", contact="0599-1234567", place=world.village.pk)
    values["files"] = SimpleUploadedFile("信.png", photo(), content_type="image/png")
    client = sign_in("township")
    shown = client.post(reverse("complaints_admin:entry"), values).content.decode()
    assert "desk-sheet" in shown
    assert len(re.findall(r"<span>\d{5}</span>", shown)) == 5
    case = Case.objects.get()
    assert (case.filed_on.isoformat(), case.owner) == ("2026-11-18", world.users["township"])
    told = page(client, f"{QUEUE}{case.number}/")
    for words in ("王某", "电话告知", "0599-1234567", "信.png", "由 township 录入", "来访"):
        assert words in told


def test_whoever_manages_the_site_keeps_the_prepared_words_and_others_do_not(world):
    set_up_guidance()
    create_staff(username="ad", name="ad", password=PASSWORD, roles=[Role.ADMIN], office=world.offices["county"])
    address = "/admin/settings/complaints/guidancetexts/"
    response = sign_in("ad").get(address, follow=True)
    assert response.status_code == 200
    assert "12393" in response.content.decode()
    assert "12393" not in sign_in("township").get(address, follow=True).content.decode()


def test_the_register_holds_the_rows_that_the_page_shows(world):
    case, _receipt = file_case(world)
    done, _receipt = file_case(world)
    handling.not_accept_case(
        **world.acting("township", done), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向医保局反映"
    )
    client = sign_in("township")
    link = re.search(r'href="([^"]+register[.]xlsx[^"]*)"', page(client))[1]
    rows = list(openpyxl.load_workbook(io.BytesIO(client.get(unescape(link)).content)).active.values)
    told = str(rows)
    assert case.number in told
    assert done.number not in told
