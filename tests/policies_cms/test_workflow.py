import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.documents import get_document_model
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowTask

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from policies_cms.actions import set_up_workflow
from policies_cms.models.news import NewsKind
from policies_cms.models.policies import PolicyAttachment, PolicyPage
from policies_cms.models.workflow import NoLongerValid, SameHand, writers_of
from tests.factories_cms import NewsFactory, PolicyFactory, site_home
from tests.factories_county import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    create_role_groups()
    set_up_workflow(root=site_home())
    return {
        "editor": StaffFactory(roles=[Role.EDITOR]),
        "approver": StaffFactory(roles=[Role.APPROVER]),
        "both": StaffFactory(roles=[Role.EDITOR, Role.APPROVER]),
        "superuser": StaffFactory(is_superuser=True),
    }


def submitted(author) -> PolicyPage:
    page = PolicyFactory(title="草案", live=False, owner=author)
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    return PolicyPage.objects.get(pk=page.pk)


def approve(page, user) -> None:
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, "approve")


def test_a_second_person_approves_and_the_page_is_live(people):
    page = submitted(people["editor"])
    assert not page.live
    approve(page, people["approver"])
    page.refresh_from_db()
    assert page.live
    entry = AuditEntry.objects.get(verb="page.approve")
    assert (entry.actor, entry.subject) == (people["approver"], f"page:{page.pk}")


@pytest.mark.parametrize("writer", ["both", "superuser"])
def test_who_wrote_it_can_not_approve_it(people, writer):
    page = submitted(people[writer])
    assert page.current_workflow_task.get_actions(page, people[writer]) == []
    with pytest.raises(SameHand):
        approve(page, people[writer])
    page.refresh_from_db()
    assert not page.live


def test_who_changed_it_during_the_review_can_not_approve_it_either(people):
    page = submitted(people["editor"])
    page.save_revision(user=people["approver"])
    assert writers_of(page) == {people["editor"].pk, people["approver"].pk}
    assert page.current_workflow_task.get_actions(page, people["approver"]) == []


def test_who_wrote_an_earlier_version_may_approve_the_next(people):
    page = submitted(people["both"])
    approve(page, people["approver"])
    page.refresh_from_db()
    page.save_revision(user=people["editor"])
    page.get_workflow().start(page, people["editor"])
    page = PolicyPage.objects.get(pk=page.pk)
    assert page.current_workflow_task.get_actions(page, people["both"])
    approve(page, people["both"])


@pytest.mark.parametrize("role", ["editor", "approver", "both", "superuser"])
def test_nobody_publishes_directly(people, role):
    page = PolicyFactory(live=False)
    revision = page.save_revision(user=people["editor"])
    assert not page.permissions_for_user(people[role]).can_publish()
    with pytest.raises(PublishPagePermissionError):
        revision.publish(user=people[role])


def test_not_by_a_task_of_wagtails_own_either(people):
    task = GroupApprovalTask.objects.create(name="改用普通审核")
    task.groups.set(Group.objects.filter(name=Role.APPROVER.value))
    WorkflowTask.objects.update(task=task)
    page = submitted(people["superuser"])
    with pytest.raises(PublishPagePermissionError):
        approve(page, people["superuser"])
    page.refresh_from_db()
    assert not page.live


def test_an_approver_takes_a_page_down_alone(people):
    page = PolicyFactory()
    assert page.permissions_for_user(people["approver"]).can_unpublish()
    assert not page.permissions_for_user(people["editor"]).can_unpublish()


def test_the_editor_writes_in_the_admin_and_the_approver_approves_there(client, people):
    page = submitted(people["editor"])
    client.force_login(people["editor"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).status_code == 200
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(address)
    page.refresh_from_db()
    assert not page.live
    client.force_login(people["approver"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    client.post(address)
    page.refresh_from_db()
    assert page.live


def test_setting_up_twice_changes_nothing(people):
    before = GroupPagePermission.objects.count()
    set_up_workflow(root=site_home())
    assert GroupPagePermission.objects.count() == before
    assert Workflow.objects.filter(name="政策与指南发布").count() == 1
    assert Group.objects.get(name="editor").permissions.filter(codename="add_servicewindow").exists()


def test_a_version_that_contradicts_what_came_meanwhile_is_not_approved(people):
    first, second = PolicyFactory(), PolicyFactory()
    second.replaces = first
    second.save_revision(user=people["editor"])
    second.get_workflow().start(second, people["editor"])
    PolicyPage.objects.filter(pk=first.pk).update(replaces=second)
    second = PolicyPage.objects.get(pk=second.pk)
    with pytest.raises(NoLongerValid):
        approve(second, people["approver"])
    assert PolicyPage.objects.get(pk=second.pk).replaces is None


def test_an_attachment_and_an_interpretation_wait_for_the_second_person_too(people):
    page = PolicyFactory(owner=people["editor"])
    document = get_document_model().objects.create(title="附件", file=ContentFile(b"%PDF-", name="a.pdf"))
    page.attachments.add(PolicyAttachment(document=document, title="附件"))
    page.interpretation = Page.objects.get(pk=NewsFactory(kind=NewsKind.INTERPRETATION).pk)
    page.save_revision(user=people["editor"])
    live = PolicyPage.objects.get(pk=page.pk)
    assert live.attachments.count() == 0
    assert live.interpretation is None
    live.get_workflow().start(live, people["editor"])
    approve(PolicyPage.objects.get(pk=page.pk), people["approver"])
    live = PolicyPage.objects.get(pk=page.pk)
    assert live.attachments.count() == 1
    assert live.interpretation is not None


@pytest.mark.parametrize("role", ["editor", "both", "superuser"])
def test_an_explanation_is_not_published_by_one_person_either(people, role):
    page = NewsFactory(live=False, kind=NewsKind.INTERPRETATION)
    with pytest.raises(PublishPagePermissionError):
        page.save_revision(user=people[role]).publish(user=people[role])
