"""Every way of Wagtail's to a public page beside the approval: none of them leads there for one person alone."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Revision

from county.actions import create_role_groups
from county.domain.roles import Role
from policies_cms.actions import set_up_workflow
from policies_cms.jobs import publish_on_time
from policies_cms.models.attachments import PolicyAttachment
from policies_cms.models.files import FileInUse
from policies_cms.models.policies import PolicyPage
from tests.factories_cms import InfoFactory, PolicyFactory, site_home
from tests.factories_county import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["both", "superuser"])
def alone(request, client):
    """The most that one person can be."""
    create_role_groups()
    set_up_workflow(root=site_home())
    roles = [Role.EDITOR, Role.APPROVER] if request.param == "both" else []
    user = StaffFactory(roles=roles, is_superuser=request.param == "superuser")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def page_view(name: str, *args: object) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def bulk(action: str, page: Page) -> str:
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"


def test_no_road_makes_a_draft_public(client, alone):
    draft = PolicyFactory(live=False, title="草案")
    draft.save_revision(user=alone)
    parent = draft.get_parent()
    client.post(bulk("publish", draft), {"include_descendants": ""})
    copied = {"new_title": "副本", "new_slug": "copy", "new_parent_page": parent.pk, "publish_copies": "on"}
    client.post(page_view("copy", draft.pk), copied)
    draft.get_workflow().start(draft, alone)
    state = PolicyPage.objects.get(pk=draft.pk).current_workflow_task_state
    client.post(page_view("workflow_action", draft.pk, "approve", state.pk))
    assert not PolicyPage.objects.live().exists()


@pytest.mark.parametrize("alias", ["", "on"])
def test_no_copy_of_a_public_page_is_public(client, alone, alias):
    page = PolicyFactory(title="通知")
    page.save_revision().publish()
    copied = {"new_title": "副本", "new_slug": "copy", "new_parent_page": page.get_parent().pk, "alias": alias}
    client.post(page_view("copy", page.pk), copied | {"publish_copies": "on"})
    assert PolicyPage.objects.live().get() == page
    assert not PolicyPage.objects.exclude(pk=page.pk).exclude(index_number="").exists()


@pytest.mark.parametrize("road", ["delete", "bulk delete", "move", "bulk move", "privacy"])
def test_a_public_page_stays_where_it_is(client, alone, road):
    home = site_home()
    shelf, other = InfoFactory(title="架", slug="shelf"), InfoFactory(title="另一架", slug="other")
    page = Page.objects.get(pk=shelf.pk).add_child(instance=type(shelf)(title="公开页", slug="public"))
    address = page.get_url()
    roads = {
        "delete": (page_view("delete", page.pk), {}),
        "bulk delete": (bulk("delete", page), {}),
        "move": (page_view("move_confirm", page.pk, other.pk), {}),
        "bulk move": (bulk("move", page), {"chooser": other.pk}),
        "privacy": (page_view("set_privacy", page.pk), {"restriction_type": "login"}),
    }
    client.post(*roads[road])
    assert Page.objects.get(pk=page.pk).get_url() == address
    assert not PageViewRestriction.objects.exists()
    assert home.get_descendants().live().filter(title="公开页").exists()


def test_a_page_that_is_down_may_be_deleted(alone):
    page = PolicyFactory()
    assert not page.permissions_for_user(alone).can_delete()
    assert not page.get_parent().specific.permissions_for_user(alone).can_delete()
    page.unpublish()
    assert page.permissions_for_user(alone).can_delete()


def test_taken_down_and_published_again_it_keeps_its_number(alone):
    page = PolicyFactory()
    page.save_revision().publish()
    number = PolicyPage.objects.get(pk=page.pk).index_number
    page.unpublish()
    page.index_number = "OTHER/1"
    page.save_revision().publish()
    assert PolicyPage.objects.get(pk=page.pk).index_number == number != ""


def test_what_is_approved_for_later_goes_live_by_itself_and_nothing_newer_with_it(alone):
    page = PolicyFactory(live=False, title="一月起公开")
    page.go_live_at = timezone.now() + timedelta(days=40)
    page.save_revision(user=StaffFactory(roles=[Role.EDITOR]))
    page.get_workflow().start(page, StaffFactory(roles=[Role.EDITOR]))
    page = PolicyPage.objects.get(pk=page.pk)
    page.current_workflow_task.on_action(page.current_workflow_task_state, alone, "approve")
    publish_on_time()
    assert not PolicyPage.objects.get(pk=page.pk).live
    later = PolicyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    later.title = "没有批准的标题"
    later.save_revision(user=alone)
    Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    approved = Revision.objects.exclude(approved_go_live_at=None).get()
    approved.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    approved.save()
    publish_on_time()
    page = PolicyPage.objects.get(pk=page.pk)
    assert (page.live, page.title) == (True, "一月起公开")
    assert page.index_number


def stored() -> object:
    return get_document_model().objects.create(title="申请表", file=ContentFile(b"%PDF-", name="a.pdf"))


@pytest.mark.parametrize("carried", ["attached", "in the text", "unpublished", "nowhere"])
@pytest.mark.parametrize("road", ["one", "several"])
def test_a_public_file_is_not_deleted(client, alone, carried, road):
    file = stored()
    if carried == "attached":
        PolicyAttachment.objects.create(page=PolicyFactory(), document=file, title="申请表")
    elif carried != "nowhere":
        text = f'<p><a linktype="document" id="{file.pk}">表</a></p>'
        page = InfoFactory(live=carried == "in the text", body=[("text", text)])
        ReferenceIndex.create_or_update_for_object(page)
    address = reverse("wagtaildocs:delete", args=[file.pk])
    if road == "several":
        address = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "delete"]) + f"?id={file.pk}"
    response = client.post(address, follow=True)
    kept = carried in ("attached", "in the text")
    assert get_document_model().objects.filter(pk=file.pk).exists() == kept
    if carried == "in the text":  # attachments Wagtail knows to be protected, and says so itself
        assert "不能删除" in response.content.decode()


def test_nor_by_a_command():
    file = stored()
    page = InfoFactory(body=[("text", f'<p><a linktype="document" id="{file.pk}">表</a></p>')])
    ReferenceIndex.create_or_update_for_object(page)
    with pytest.raises(FileInUse):
        get_document_model().objects.all().delete()
