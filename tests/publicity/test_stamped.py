"""Originals with an electronic seal: looked at, never changed, offered only after a second person and while open."""

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from publicity.actions import stamped as actions
from publicity.actions.stamped import remove_closed
from publicity.models.papers import StampedNotice
from publicity.models.publications import Publication, PublicationEntry
from publicity.notices import notice_pdf, public_pdf
from publicity.signals import rows_erased
from publicity.stamped_check import Problem, StampedRefused, look
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory

pytestmark = pytest.mark.django_db
NAMES = ["王建国", "慕容清照"]
PHONES = ["0599-123-4567", "12345", "12388"]


@pytest.fixture
def publication(notice_list):
    return notice_list(NAMES)


@pytest.fixture
def people():
    create_role_groups()
    office = OfficeFactory(township=True)
    return (
        StaffFactory(username="township", office=office, roles=[Role.TOWNSHIP]),
        StaffFactory(username="township-lead", office=office, roles=[Role.TOWNSHIP_LEAD]),
    )


def changed(pdf, change):
    """The PDF after `change` has had it in hands."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def sealed(pdf):
    """As an e-seal system gives it: with a field of kind Sig that has a value."""

    def seal(document):
        value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=b"\x30\x82", ByteRange=pikepdf.Array([0, 1, 2, 3]))
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="seal", V=document.make_indirect(value))
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([document.make_indirect(field)]), SigFlags=3)

    return changed(pdf, seal)


def hand_in(client, publication, data):
    file = SimpleUploadedFile("sealed.pdf", data, content_type="application/pdf")
    return client.post(reverse("publicity_stamped", args=[publication.pk]), {"file": file})


def public(client, publication):
    return client.get(reverse("publicity:stamped", args=[publication.pk]))


def test_handed_in_confirmed_by_another_and_offered_unchanged(client, people, publication):
    data = sealed(public_pdf(publication=publication))
    client.force_login(people[0])
    assert hand_in(client, publication, data).status_code == 302
    assert public(client, publication).status_code == 410
    stamped = StampedNotice.objects.get()
    assert (stamped.pages, stamped.signatures, stamped.has_text) == (1, 1, True)
    confirm = reverse("publicity_stamped_confirm", args=[publication.pk])
    client.post(confirm, {"stamped": stamped.pk})
    assert public(client, publication).status_code == 410, "who hands in does not confirm"
    client.force_login(people[1])
    assert publication.title in client.get(reverse("publicity_stamped_index")).content.decode()
    assert client.get(reverse("publicity_stamped_file", args=[stamped.pk])).content == data
    client.post(confirm, {"stamped": stamped.pk})
    client.logout()
    response = public(client, publication)
    assert response.content == data
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-cache" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert "电子签章原件（PDF，1 页）" in client.get(reverse("publicity:list", args=[publication.pk])).content.decode()
    verbs = set(AuditEntry.objects.filter(verb__startswith="stamped").values_list("verb", flat=True))
    assert verbs == {"stamped.hand-in", "stamped.confirm"}


def offered(publication, people):
    day = date(2026, 11, 21)
    made = actions.hand_in(
        publication=publication, data=sealed(public_pdf(publication=publication)), by=people[0], today=day
    )
    actions.confirm(stamped=made, by=people[1], today=day)
    return made


@pytest.mark.parametrize(
    "change",
    [
        {"closes_on": date(2026, 11, 20)},
        {"is_current": False},
        {"hidden_on": date(2026, 11, 21)},
        {"withdrawn_on": date(2026, 11, 21), "withdrawn_reason": "有误"},
        {"paused_since": date(2026, 11, 21)},
    ],
)
def test_it_goes_with_the_list(client, people, publication, change):
    offered(publication, people)
    assert public(client, publication).status_code == 200
    Publication.objects.filter(pk=publication.pk).update(**change)
    assert public(client, publication).status_code == 410


def test_it_is_not_offered_while_a_row_is_hidden(client, people, publication):
    offered(publication, people)
    PublicationEntry.objects.filter(publication=publication, number=1).update(hidden_on=date(2026, 11, 21))
    assert public(client, publication).status_code == 410
    assert "电子签章原件" not in client.get(reverse("publicity:list", args=[publication.pk])).content.decode()


def test_it_goes_with_an_erased_row_and_with_a_closed_list(
    client, people, publication, settings, django_capture_on_commit_callbacks
):
    offered(publication, people)
    with django_capture_on_commit_callbacks(execute=True):
        rows_erased.send(None, publication_ids=[publication.pk])
    assert public(client, publication).status_code == 410
    assert not list(Path(settings.PORTAL_DATA, "stamped").glob("*.pdf"))
    offered(publication, people)
    assert remove_closed(today=date(2026, 11, 21)) == 0
    Publication.objects.filter(pk=publication.pk).update(closed_on=date(2026, 11, 28))
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_closed(today=date(2026, 11, 28)) == 1
    assert not list(Path(settings.PORTAL_DATA, "stamped").glob("*.pdf"))


def test_a_file_that_was_changed_on_disk_is_not_confirmed(client, people, publication, settings):
    client.force_login(people[0])
    hand_in(client, publication, sealed(public_pdf(publication=publication)))
    stamped = StampedNotice.objects.get()
    Path(settings.PORTAL_DATA, "stamped", f"{stamped.pk}.pdf").write_bytes(b"%PDF-1.7 another")
    client.force_login(people[1])
    client.post(reverse("publicity_stamped_confirm", args=[publication.pk]), {"stamped": stamped.pk})
    stamped.refresh_from_db()
    assert stamped.state == "waiting"


def javascript(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = action


def launch(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def attachment(document):
    document.attachments["roster.xlsx"] = b"PK secret"


def on_close(document):
    document.Root.AA = pikepdf.Dictionary(WC=pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.Print))


def submit(document):
    field = pikepdf.Dictionary(
        FT=pikepdf.Name.Btn, T="go", A=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://example.org")
    )
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([document.make_indirect(field)]))


@pytest.mark.parametrize("change", [javascript, launch, attachment, on_close, submit])
def test_a_file_that_does_something_is_refused(client, people, publication, change):
    client.force_login(people[0])
    response = hand_in(client, publication, changed(sealed(public_pdf(publication=publication)), change))
    assert response.status_code == 422
    assert "脚本或附件" in response.content.decode()
    assert not StampedNotice.objects.exists()


def test_full_names_are_refused_and_not_repeated(client, people, publication):
    full = [type("Row", (), {"name": name})() for name in NAMES]
    for number, row in enumerate(full, start=1):
        row.number, row.household_size, row.covered_persons = number, 3, 2
        row.residence, row.category, row.amount = "rural", "A", 1000
    data = sealed(notice_pdf(publication=publication, rows=full, names="full"))
    client.force_login(people[0])
    response = hand_in(client, publication, data)
    assert response.status_code == 422
    assert "全名" in response.content.decode()
    assert NAMES[1] not in response.content.decode()


def test_even_the_name_of_a_protected_person(publication):
    publication.standard_text = "农村 580 元（周小童）"
    with pytest.raises(StampedRefused) as refused:
        look(public_pdf(publication=publication), names=["周小童"], code=publication.short_hash, allowed=PHONES)
    assert refused.value.problem is Problem.FULL_NAME


@pytest.mark.parametrize("number", ["13800138000", "379901197001010015", "138 0013 8000"])
def test_numbers_are_refused(publication, number):
    publication.standard_text = f"农村 580 元 {number}"
    with pytest.raises(StampedRefused) as refused:
        look(public_pdf(publication=publication), names=[], code=publication.short_hash, allowed=PHONES)
    assert refused.value.problem is Problem.NUMBER


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"not a pdf", "不是能打开的 PDF"),
        (b"%PDF-1.7\nbroken", "不是能打开的 PDF"),
        (b"%PDF-" + bytes(20 * 1024 * 1024), "超过 20 MB"),
    ],
)
def test_other_files(client, people, publication, data, words):
    client.force_login(people[0])
    response = hand_in(client, publication, data)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_an_encrypted_one(publication):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(public_pdf(publication=publication))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    with pytest.raises(StampedRefused) as refused:
        look(out.getvalue(), names=[], code=publication.short_hash, allowed=[])
    assert refused.value.problem is Problem.ENCRYPTED


def test_another_list_s(client, people, publication, notice_list):
    other = notice_list([], village=AreaFactory(name="河东村", code="379901100201"), short_hash="0000-1111")
    client.force_login(people[0])
    response = hand_in(client, publication, sealed(public_pdf(publication=other)))
    assert "没有本名单的短码" in response.content.decode()


def test_a_scan_without_text_is_taken_and_the_second_person_is_warned(client, people, publication):
    empty = pikepdf.new()
    empty.add_blank_page()
    out = io.BytesIO()
    empty.save(out)
    client.force_login(people[0])
    assert hand_in(client, publication, out.getvalue()).status_code == 302
    client.force_login(people[1])
    page = client.get(reverse("publicity_stamped", args=[publication.pk])).content.decode()
    assert "读不出文件里的文字" in page
    assert "没有在文件里找到电子印章" in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.CLERK])
def test_other_roles(client, people, publication, role):
    stamped = offered(publication, people)
    client.force_login(StaffFactory(office=OfficeFactory(), roles=[role]))
    for address in (
        reverse("publicity_stamped_index"),
        reverse("publicity_stamped", args=[publication.pk]),
        reverse("publicity_stamped_file", args=[stamped.pk]),
    ):
        assert client.get(address).status_code in (302, 403)
    removal = reverse("publicity_stamped_remove", args=[publication.pk])
    assert client.post(removal, {"stamped": stamped.pk}).status_code in (302, 403)
    assert StampedNotice.objects.get().state == "confirmed"


def test_one_person_takes_it_back_at_once(client, people, publication, settings, django_capture_on_commit_callbacks):
    stamped = offered(publication, people)
    client.force_login(people[0])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("publicity_stamped_remove", args=[publication.pk]), {"stamped": stamped.pk})
    assert public(client, publication).status_code == 410
    assert not list(Path(settings.PORTAL_DATA, "stamped").glob("*.pdf"))
