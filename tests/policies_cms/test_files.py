"""A file is public from the approval of a page that carries it, and is never swapped behind it."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, ReferenceIndex

from county.actions import create_role_groups
from county.domain.roles import Role
from policies_cms.actions import set_up_workflow
from policies_cms.models.attachments import PolicyAttachment
from policies_cms.models.forms import PaperForm, PaperFormVersion
from policies_cms.models.policies import PolicyPage
from tests.factories_cms import GuideFactory, InfoFactory, PolicyFactory, site_home
from tests.factories_county import StaffFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%canary"


@pytest.fixture
def people():
    create_role_groups()
    set_up_workflow(root=site_home())
    return {role: StaffFactory(roles=[role]) for role in (Role.EDITOR, Role.APPROVER, Role.CLERK)}


def sign_in(client, user) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def stored(name: str = "form.pdf"):
    return get_document_model().objects.create(title="申请表", file=ContentFile(PDF, name=name))


def attach(document, *, live: bool) -> PolicyPage:
    page = PolicyFactory(live=live)
    PolicyAttachment.objects.create(page=page, document=document, title="申请表")
    return page


def test_a_file_that_no_live_page_carries_is_not_public(client):
    document = stored()
    attach(document, live=False)
    response = client.get(document.url)
    assert response.status_code == 302
    assert "canary" not in b"".join(response).decode()
    assert client.get(response["Location"]).status_code == 302


def test_an_attachment_of_a_live_page_is_public_and_sets_no_cookie(client):
    document = stored()
    attach(document, live=True)
    response = client.get(document.url)
    assert response.status_code == 200
    assert b"".join(response) == PDF
    assert not response.cookies


def test_so_is_a_file_in_the_text_of_a_live_page(client):
    document = stored()
    page = InfoFactory(body=[("text", f'<p><a linktype="document" id="{document.pk}">表</a></p>')])
    ReferenceIndex.create_or_update_for_object(page)
    assert client.get(document.url).status_code == 200
    page.unpublish()
    assert client.get(document.url).status_code == 302


def test_and_every_version_of_a_form_that_a_live_guide_names(client):
    form = PaperForm.objects.create(name="申请表", purpose="申请低保")
    old = PaperFormVersion.objects.create(form=form, document=stored(), version="1", valid_from=date(2025, 1, 1))
    new = PaperFormVersion.objects.create(form=form, document=stored(), version="2", valid_from=date(2026, 1, 1))
    assert [client.get(one.document.url).status_code for one in (old, new)] == [302, 302]
    page = GuideFactory(materials=[("material", {"name": "申请表", "note": "", "form": form})])
    ReferenceIndex.create_or_update_for_object(page)
    assert [client.get(one.document.url).status_code for one in (old, new)] == [200, 200]


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 200), (Role.APPROVER, 200), (Role.CLERK, 403)])
def test_staff_who_prepare_pages_read_it_before(client, people, role, status):
    sign_in(client, people[role])
    response = client.get(reverse("policies_document", args=[stored().pk]))
    assert response.status_code == status or (status == 403 and response.status_code == 302)
    assert ("Content-Disposition" in response) == (status == 200)


@pytest.mark.parametrize(("live", "swapped"), [(True, False), (False, True)])
@pytest.mark.parametrize("who", ["editor", "superuser"])
def test_a_public_file_is_not_swapped(client, people, live, swapped, who):
    document = stored()
    attach(document, live=live)
    sign_in(client, people[Role.EDITOR] if who == "editor" else StaffFactory(is_superuser=True))
    data = {
        "title": "申请表",
        "file": SimpleUploadedFile("other.pdf", b"%PDF-1.7 other"),
        "collection": Collection.get_first_root_node().pk,
        "tags": "",
    }
    response = client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    document.refresh_from_db()
    assert (document.file.read() != PDF) == swapped
    if not swapped:
        assert "已公开" in response.content.decode()


def picture(color: str) -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (4, 4), color).save(file, "PNG")
    return SimpleUploadedFile("a.png", file.getvalue())


def test_nor_is_a_public_picture():
    image = get_image_model().objects.create(title="流程", file=picture("red"))
    image.contextual_alt_text, image.decorative = "流程图", False
    page = InfoFactory(body=[("image", image)])
    ReferenceIndex.create_or_update_for_object(page)
    form = get_image_form(get_image_model())(
        {"title": "流程", "description": "", "tags": "", "collection": Collection.get_first_root_node().pk},
        {"file": picture("blue")},
        instance=image,
        user=StaffFactory(is_superuser=True),
    )
    assert "file" in form.errors


@pytest.mark.parametrize(
    ("name", "content", "good"),
    [
        ("a.pdf", PDF, True),
        ("a.docx", b"PK\x03\x04....", True),
        ("a.pdf", b"MZ\x90\x00", False),
        ("a.exe", b"MZ\x90\x00", False),
        ("a.html", b"<script>", False),
        ("a.svg", b"<svg/>", False),
    ],
)
def test_several_files_at_once_are_checked_each(client, people, name, content, good):
    sign_in(client, people[Role.EDITOR])
    response = client.post(
        reverse("wagtaildocs:add_multiple"),
        {
            "title": "申请表",
            "files[]": SimpleUploadedFile(name, content),
            "collection": Collection.get_first_root_node().pk,
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    answer = response.json()
    assert answer["success"] == good
    assert get_document_model().objects.exists() == good
    if not good:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in answer["error_message"])
