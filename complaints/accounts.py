"""What the accounts' screens do to keys: a change of office, state or role takes shares; nobody is deleted.

Wagtail calls these after its own screens have saved; what comes by another road, the job in `jobs` finds within the
hour (docs/decisions/0033-conflicts.md).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from complaints.actions.leaving import seal_out_leavers
from county.models.staff import User
from county.today import today


@hooks.register("after_edit_user")
def after_edit_user(request: HttpRequest, user: User) -> None:
    """Office, state and roles are all saved by now, so that one role given for another is no leaving."""
    seal_out_leavers(today=today(), user=user)


@hooks.register("after_bulk_action")
def after_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action_class: Any) -> None:
    """The same for a ticked list of accounts."""
    if any(isinstance(each, User) for each in objects):
        seal_out_leavers(today=today())


@hooks.register("before_delete_user")
def no_deleting(request: HttpRequest, user: User) -> HttpResponse | None:
    """Who acts for an office is blocked, not deleted.

    What they signed names them; and a refusal that depends on what hangs on the account would tell, of somebody in
    discipline inspection, whether there was a tip.
    """
    if user.office_id is None:
        return None
    messages.error(request, _("Whoever belongs to an office is not deleted: take “Active” away on their page instead."))
    return HttpResponseRedirect(reverse("wagtailusers_users:index"))


@hooks.register("before_bulk_action")
def no_deleting_of_many(
    request: HttpRequest, action_type: str, objects: list[Any], action_class: Any
) -> HttpResponse | None:
    """Nor by a ticked list."""
    if action_type != "delete":
        return None
    kept = [each for each in objects if isinstance(each, User) and each.office_id is not None]
    return no_deleting(request, kept[0]) if kept else None
