from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.documents import get_document_model
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Revision, Workflow, WorkflowTask

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from policies_cms.actions import set_up_workflow
from policies_cms.models.attachments import PolicyAttachment
from policies_cms.models.news import NewsKind
from policies_cms.models.policies import PolicyPage
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


def attached(title: str = "申请表") -> tuple[PolicyPage, PolicyAttachment]:
    page = PolicyFactory(title="有附件的通知")
    document = get_document_model().objects.create(title=title, file=ContentFile(b"%PDF-", name="a.pdf"))
    return page, PolicyAttachment.objects.create(page=page, document=document, title=title)


@pytest.mark.parametrize("change", ["dropped", "exchanged"])
def test_a_public_attachment_is_neither_dropped_nor_exchanged(people, change):
    page, line = attached()
    draft = PolicyPage.objects.get(pk=page.pk)
    if change == "dropped":
        draft.attachments.remove(draft.attachments.get())
    else:
        other = get_document_model().objects.create(title="另一份", file=ContentFile(b"%PDF-", name="b.pdf"))
        (kept,) = draft.attachments.all()
        kept.document = other
        draft.attachments.add(kept)
    draft.save_revision(user=people["editor"], clean=False)
    draft.get_workflow().start(draft, people["editor"])
    with pytest.raises(NoLongerValid, match="申请表"):
        approve(PolicyPage.objects.get(pk=page.pk), people["approver"])
    (still,) = PolicyPage.objects.get(pk=page.pk).attachments.all()
    assert still.document_id == line.document_id


def test_a_replaced_attachment_stays_and_the_new_one_waits_for_the_second_person(client, people):
    page, line = attached("旧表")
    other = get_document_model().objects.create(title="新表", file=ContentFile(b"%PDF-", name="b.pdf"))
    draft = PolicyPage.objects.get(pk=page.pk)
    (kept,) = draft.attachments.all()
    kept.replaced_on = date(2026, 11, 1)
    draft.attachments.add(kept)
    draft.attachments.add(PolicyAttachment(document=other, title="新表"))
    draft.save_revision(user=people["editor"])
    draft.get_workflow().start(draft, people["editor"])
    assert "新表" not in client.get(page.get_url()).content.decode()
    assert client.get(other.url).status_code == 302
    approve(PolicyPage.objects.get(pk=page.pk), people["approver"])
    newer, older = client.get(page.get_url()).content.decode().split("<details>")
    assert "新表" in newer
    assert "旧表" in older
    assert {client.get(file.url).status_code for file in (line.document, other)} == {200}


def test_once_the_page_is_down_a_file_can_go(people):
    page, line = attached()
    page.unpublish()
    draft = PolicyPage.objects.get(pk=page.pk)
    draft.attachments.remove(draft.attachments.get())
    draft.full_clean()


def form_of(client, page) -> dict[str, str]:
    """What the editor's browser would send back unchanged."""
    soup = BeautifulSoup(
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode(), "html.parser"
    ).select_one("form[data-edit-form]")
    fields = [tag for tag in soup.select("input[name], textarea[name]") if tag.get("type") not in ("checkbox", "file")]
    sent = {tag["name"]: tag.get("value", "") if tag.name == "input" else tag.text for tag in fields}
    return sent | {
        tag["name"]: next((option["value"] for option in tag.select("option[selected]")), "")
        for tag in soup.select("select[name]")
    }


@pytest.mark.parametrize("change", ["dropped", "exchanged", "kept"])
def test_the_editor_is_told_at_once(client, people, change):
    page, _line = attached()
    other = get_document_model().objects.create(title="另一份", file=ContentFile(b"%PDF-", name="b.pdf"))
    client.force_login(people["editor"], backend="django.contrib.auth.backends.ModelBackend")
    sent = form_of(client, page) | {"body-count": "0"}
    if change == "dropped":
        sent["attachments-0-DELETE"] = "on"
    elif change == "exchanged":
        sent["attachments-0-document"] = str(other.pk)
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)
    refused = "须保留" in response.content.decode()
    assert refused == (change != "kept"), response.context and response.context["form"].errors
    assert Revision.objects.for_instance(page).exists() == (change == "kept")


@pytest.mark.parametrize("road", ["editor", "dialogue"])
@pytest.mark.parametrize("who", ["approver", "both"])
def test_a_refused_approval_says_why_in_chinese(client, people, road, who):
    first, second = PolicyFactory(), PolicyFactory(title="互相替代")
    second.replaces = first
    second.save_revision(user=people["editor"])
    second.get_workflow().start(second, people["editor"])
    PolicyPage.objects.filter(pk=first.pk).update(replaces=second)
    second = PolicyPage.objects.get(pk=second.pk)
    client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
    state = second.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[second.pk, "approve", state.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[second.pk])
    if road == "dialogue":
        answer = client.post(address, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.json() == {"step": "success", "redirect": edit}
    else:
        assert client.post(address)["Location"] == edit
    said = client.get(edit).content.decode()
    assert "这一版现在不能批准" in said
    assert "替代：" in said or "取代：" in said or "代替：" in said
    assert not PolicyPage.objects.get(pk=second.pk).replaces
