"""State changes of pages: approval by a second person, short links, the approval workflow itself."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from county.actions import record, short_link
from county.domain.roles import Role
from county.models.links import ShortLink
from policies_cms.models.guides import GuidePage
from policies_cms.models.workflow import SecondPersonTask

WORKFLOW_NAME = "政策与指南发布"
TASK_NAME = "第二人审核"
EDITOR_PAGE_RIGHTS = ("add", "change")
# `publish` lets an approver take a page down; nobody publishes except by approving (models.base.FourEyesTester).
APPROVER_PAGE_RIGHTS = ("publish", "lock")
EDITOR_COLLECTION_RIGHTS = (
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
    ("wagtailimages", "add_image"),
    ("wagtailimages", "choose_image"),
)


def record_approval(*, workflow_state: WorkflowState, by: Any) -> None:
    """Notes in the audit trail who let which version of a page go live."""
    page = workflow_state.content_object
    record(actor=by, verb="page.approve", subject=f"page:{page.pk}", detail={"revision": page.live_revision_id})


def give_short_link(*, page: GuidePage) -> ShortLink | None:
    """The short link behind the guide's QR code, made once; none for guides that nobody applies with."""
    path = page.local_path()
    if not page.can_apply or not path:
        return None
    return short_link(path=path, title=page.title)


@transaction.atomic
def set_up_workflow(*, root: Page) -> Workflow:
    """The approval workflow on `root` and below, and the rights of editors and approvers; safe to repeat."""
    editors = Group.objects.get_or_create(name=Role.EDITOR.value)[0]
    approvers = Group.objects.get_or_create(name=Role.APPROVER.value)[0]
    task = SecondPersonTask.objects.filter(name=TASK_NAME).first() or SecondPersonTask.objects.create(name=TASK_NAME)
    task.groups.set([approvers])
    workflow = Workflow.objects.get_or_create(name=WORKFLOW_NAME)[0]
    WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    give_page_rights(group=editors, root=root, rights=EDITOR_PAGE_RIGHTS)
    give_page_rights(group=approvers, root=root, rights=APPROVER_PAGE_RIGHTS)
    give_editor_rights(group=editors)
    return workflow


def give_page_rights(*, group: Group, root: Page, rights: tuple[str, ...]) -> None:
    """Wagtail's page rights for `group` on `root` and below."""
    for right in rights:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{right}_page")
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def give_editor_rights(*, group: Group) -> None:
    """Files and service windows."""
    collection = Collection.get_first_root_node()
    for app, codename in EDITOR_COLLECTION_RIGHTS:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    codenames = [f"{verb}_servicewindow" for verb in ("add", "change", "view")]
    group.permissions.add(*Permission.objects.filter(content_type__app_label="policies_cms", codename__in=codenames))
