"""What the accounts' screens do to keys: a change of office, state or role takes shares; nobody is deleted."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from complaints.actions.leaving import seal_out_leavers
from county.models.staff import User
from county.today import today

_FIELDS = {"office", "office_id", "is_active"}


@receiver(post_save, sender=User, dispatch_uid="complaints.seal_out")
def _after_saving(instance: User, created: bool, update_fields: Any = None, **kwargs: Any) -> None:
    if not created and (update_fields is None or _FIELDS & set(update_fields)):
        _soon(instance.pk)


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="complaints.seal_out_roles")
def _after_roles(instance: Any, action: str, pk_set: set[int] | None = None, **kwargs: Any) -> None:
    if action not in ("post_remove", "post_clear"):
        return
    for pk in [instance.pk] if isinstance(instance, User) else pk_set or []:
        _soon(pk)


@hooks.register("after_bulk_action")
def after_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action_class: Any) -> None:
    """Bulk acts on accounts write rows without a signal."""
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
    """The same for a ticked list of accounts."""
    if action_type != "delete":
        return None
    kept = [each for each in objects if isinstance(each, User) and each.office_id is not None]
    return no_deleting(request, kept[0]) if kept else None


def _soon(user_id: int) -> None:
    transaction.on_commit(partial(_seal_out, user_id))


def _seal_out(user_id: int) -> None:
    user = User.objects.filter(pk=user_id).first()
    if user is not None:
        seal_out_leavers(today=today(), user=user)
