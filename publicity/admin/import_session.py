"""A held file between two requests of its uploader: found, opened with the session's key, lost."""

from base64 import b64decode, b64encode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from county.access import allowed
from county.domain.roles import Action
from publicity import pending
from publicity.actions.checking import Checked, Target, check_import
from publicity.models.rosters import RosterImport

SESSION_KEY = "roster_imports"


def own_waiting(request: HttpRequest) -> QuerySet[RosterImport]:
    """The person's own imports that wait."""
    if not allowed(request.user, Action.IMPORT_ROSTER):
        raise PermissionDenied
    return RosterImport.objects.waiting().filter(uploaded_by=request.user)


def keep_key(request: HttpRequest, held: RosterImport, key: bytes) -> None:
    """Puts the file's key into the session, where alone it is."""
    request.session[SESSION_KEY] = {**request.session.get(SESSION_KEY, {}), str(held.pk): b64encode(key).decode()}


def forget_key(request: HttpRequest, held: RosterImport) -> None:
    """Takes the key out of the session."""
    keys = request.session.get(SESSION_KEY, {})
    request.session[SESSION_KEY] = {name: key for name, key in keys.items() if name != str(held.pk)}


def reopened(request: HttpRequest, held: RosterImport) -> Checked:
    """The held file, read and checked anew. Raises PendingLost."""
    key = b64decode(request.session.get(SESSION_KEY, {}).get(str(held.pk), ""))
    data = pending.load(held.pk, key)
    return check_import(data=data, target=target_of(held), by=request.user)


def target_of(held: RosterImport) -> Target:
    """What the held file is for."""
    return Target(held.stage, held.period, held.batch, held.programme)


def lost(request: HttpRequest) -> HttpResponse:
    """Back to the list: the file or its key is gone."""
    messages.error(request, _("This file is no longer held. Upload it again."))
    return redirect("roster_imports")


def header(title: str, subtitle: str = "") -> dict[str, str]:
    """What Wagtail's page head shows."""
    return {"page_title": title, "page_subtitle": subtitle, "header_icon": "list-ul"}
