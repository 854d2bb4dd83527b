"""The lock in front of everything about cases: role first, then key."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from complaints import session
from complaints.standing import may_see_cases
from complaints.vault import NoKey

Crumbs = list[dict[str, Any]]
TRIES_WINDOW = 15 * 60
"""Seconds in which a password may be tried AXES_FAILURE_LIMIT times."""


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CaseDeskMixin(WagtailAdminTemplateMixin):
    """For those with a role in cases, and with their key open; anybody else is turned away or asked for it."""

    header_icon = "mail"
    crumb = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Role first, then key."""
        if not may_see_cases(request.user):
            raise PermissionDenied
        self.member_key = session.member_key(request)
        if self.member_key is None:
            return HttpResponseRedirect(unlock_url(request))
        try:
            response = super().dispatch(request, *args, **kwargs)
        except NoKey:
            session.close_session(request)
            return HttpResponseRedirect(unlock_url(request))
        response["Cache-Control"] = "no-store"
        return response

    def get_breadcrumbs_items(self) -> Crumbs:
        """Home, queue, and where this is."""
        queue = {"url": reverse("complaints_admin:queue"), "label": _("Cases")}
        return [*self.breadcrumbs_items, queue, *([{"url": "", "label": self.crumb}] if self.crumb else [])]


class TriesMixin:
    """A form with the staff password: it may be tried as often as at the sign-in, so that a screen left open is no way
    round its limit. `opened` answers None where the form has errors."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Counts the try, then goes on."""
        tries = f"unlock-{self.request.user.pk}"
        cache.add(tries, 0, TRIES_WINDOW)
        if cache.incr(tries) > settings.AXES_FAILURE_LIMIT:
            form.add_error("password", _("Too many attempts. Wait a quarter of an hour, or sign out and in again."))
            return self.form_invalid(form)
        done = self.opened(form)
        if done is None:
            return self.form_invalid(form)
        cache.delete(tries)
        return done


def unlock_url(request: HttpRequest) -> str:
    """The unlock page, which leads back here."""
    back = request.get_full_path() if request.method == "GET" else reverse("complaints_admin:queue")
    return f"{reverse('complaints_admin:unlock')}?{urlencode({'next': back})}"
