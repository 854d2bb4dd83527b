"""State changes of pages: approval by a second person, short links, the approval workflow itself."""

from datetime import date
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

from county.actions import record
from county.actions.links import short_link
from county.domain.roles import Role
from county.health import Kind, findings
from county.models.areas import Area
from county.models.links import ShortLink
from county.models.settings import CountySettings
from policies_cms.models.guides import GuidePage
from policies_cms.models.health import HealthCount
from policies_cms.models.numbers import IndexNumber
from policies_cms.models.policies import PolicyPage
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
def give_index_number(*, page: PolicyPage, today: date) -> str:
    """The number of a published policy: what its editor typed, else the next free one of the year; given once.

    A typed number that another document was given meanwhile is not used twice: the next free one takes its place.
    """
    given = IndexNumber.objects.of(page.pk)
    if not given:
        given = page.index_number
        if not given or IndexNumber.objects.is_given(given):
            given = IndexNumber.objects.free(prefix=index_prefix(), year=today.year)
        IndexNumber.objects.create(number=given, page=page, given_on=today)
    if page.index_number != given:
        page.index_number = given
        page.save(update_fields=["index_number"], clean=False)
    return given


def count_faults(*, today: date) -> dict[str, int]:
    """Keeps how many faults of each kind there are, in place of every earlier count."""
    found = [item for item in findings(today) if item.is_fault]
    counts = {kind.value: count for kind in Kind if (count := sum(item.kind is kind for item in found))}
    with transaction.atomic():
        HealthCount.objects.exclude(day=today).delete()
        HealthCount.objects.update_or_create(day=today, defaults={"counts": counts})
    return counts


@transaction.atomic
def draft_policy(*, parent: Page, by: Any, values: dict[str, Any], blocks: list[tuple[str, Any]]) -> PolicyPage:
    """A policy below `parent` that nobody sees before its approval, from what was read elsewhere.

    Raises ValidationError for what the page itself does not allow.
    """
    page = PolicyPage(**values, body=blocks, live=False, owner=by)
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    record(actor=by, verb="page.import", subject=f"page:{page.pk}", detail={"blocks": len(blocks)})
    return page


def index_prefix() -> str:
    """Who numbers: the code that the county has set, else the first six digits of its area."""
    area = Area.objects.filter(kind=Area.Kind.COUNTY).values_list("pk", flat=True).first() or "0" * 6
    return CountySettings.load().index_prefix or area[:6]


@transaction.atomic
def repeal_replaced(*, page: PolicyPage, by: Any) -> PolicyPage | None:
    """Ends the document that `page` replaces on the day this one begins; nothing where an end is known or unwanted.

    The second person approved it with `page`. Versions of the older page that say nothing of an end learn it too, so
    that the next approval doesn't bring the document back into force.
    """
    old = page.replaces
    if old is None or not page.repeals_replaced or old.repealed_on or page.effective_on < old.effective_on:
        return None
    old.repealed_on = page.effective_on
    old.save(update_fields=["repealed_on"], clean=False)
    for revision in {old.latest_revision, old.live_revision} - {None}:
        if not revision.content.get("repealed_on"):
            revision.content["repealed_on"] = page.effective_on.isoformat()
            revision.save(update_fields=["content"])
    record(actor=by, verb="page.repeal", subject=f"page:{old.pk}", detail={"by": page.pk})
    return old


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
    models = ("servicewindow", "servicematter", "paperform")
    codenames = [f"{verb}_{model}" for verb in ("add", "change", "view") for model in models]
    group.permissions.add(*Permission.objects.filter(content_type__app_label="policies_cms", codename__in=codenames))
