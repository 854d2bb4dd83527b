"""The approval of pages by a second person."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, TaskState

from policies_cms.models.refusals import Refused


class SameHand(Refused):
    """Who wrote a page can't approve it."""


class NoLongerValid(Refused):
    """Something else was published meanwhile that this version contradicts; its editor has to look at it again."""


def check_still_valid(page: Page) -> None:
    """Raises NoLongerValid for a version that could not be published: better here than half-way through."""
    version = page.get_latest_revision_as_object()
    try:
        version.full_clean()
    except ValidationError as fault:
        why = _("This version can't be approved as it is. %(faults)s Ask for changes; its editor then mends it.")
        raise NoLongerValid(page, why % {"faults": " ".join(_told(version, fault))}) from fault


def _told(page: Page, fault: ValidationError) -> list[str]:
    """Each fault behind the name of its field, as the editor's form has it."""
    return [
        said if name == NON_FIELD_ERRORS else f"{page._meta.get_field(name).verbose_name}：{said}"
        for name, texts in fault.message_dict.items()
        for said in texts
    ]


def writers_of(page: Page) -> set[int]:
    """Keys of the users who wrote something that is not yet live on `page`, or who asked for its approval."""
    revisions = Revision.objects.for_instance(page)
    if page.live_revision_id:
        revisions = revisions.filter(pk__gt=page.live_revision_id)
    writers = set(revisions.exclude(user=None).values_list("user_id", flat=True))
    state = page.current_workflow_state
    if state is not None and state.requested_by_id:
        writers.add(state.requested_by_id)
    return writers


class SecondPersonTask(AbstractGroupApprovalTask):
    """Approval by a member of the groups who did not write the page; superusers are no exception."""

    class Meta:
        verbose_name = gettext_lazy("approval by a second person")
        verbose_name_plural = gettext_lazy("approvals by a second person")

    @classmethod
    def get_description(cls) -> str:
        """Shown where tasks are chosen."""
        return _("A member of the chosen groups who did not write the page approves it.")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """None for those who wrote the page: they may edit or withdraw it, not approve or send it back."""
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        if actions and user.pk in writers_of(obj):
            return []
        return actions

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """The same rule once more, for every way that does not ask `get_actions`."""
        page = task_state.workflow_state.content_object
        if action_name == "approve" and user.pk in writers_of(page):
            raise SameHand(page, _("Who wrote a page can't approve it."))
        if action_name == "approve":
            check_still_valid(page)
        super().on_action(task_state, user, action_name, **kwargs)
