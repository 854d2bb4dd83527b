"""The lock in front of everything about cases: role first, then key."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
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


def unlock_url(request: HttpRequest) -> str:
    """The unlock page, which leads back here."""
    back = request.get_full_path() if request.method == "GET" else reverse("complaints_admin:queue")
    return f"{reverse('complaints_admin:unlock')}?{urlencode({'next': back})}"
