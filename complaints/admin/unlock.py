"""Opening one's key once more after 15 idle minutes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from complaints import session
from complaints.admin.desk import TriesMixin
from complaints.forms.steps import UnlockForm
from complaints.standing import may_see_cases


class UnlockView(TriesMixin, WagtailAdminTemplateMixin, FormView):
    """Asks for the password once more after 15 idle minutes."""

    template_name = "complaints/admin/unlock.html"
    page_title = gettext_lazy("Cases are locked")
    header_icon = "lock"
    form_class = UnlockForm

    @method_decorator([never_cache, sensitive_post_parameters()])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those with a role in cases."""
        if not may_see_cases(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def opened(self, form: UnlockForm) -> HttpResponse | None:
        """Opens the key and goes on."""
        if not session.open_session(self.request, self.request.user, form.cleaned_data["password"]):
            form.add_error("password", _("This password does not open your key. Without a key, ask a colleague."))
            return None
        onward = self.request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
            onward = reverse("complaints_admin:queue")
        return HttpResponseRedirect(onward)
