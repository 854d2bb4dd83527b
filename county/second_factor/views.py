"""The code at sign-in, setting up a device, codes on paper, colleagues' devices; and signing out."""

from typing import Any

import django_otp
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.account import LogoutView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from county.access import allowed
from county.domain.roles import Action
from county.models.staff import User
from county.qr import qr_svg
from county.second_factor import actions

WRONG = gettext_lazy("This code is not right, or was used before. Wait for the next one and type its six digits.")
WAIT = gettext_lazy("Too many wrong codes. Wait a minute before the next try.")


class CodeForm(forms.Form):
    """Six digits from the app, or a code from the sheet."""

    code = forms.CharField(
        label=gettext_lazy("Code of the second step"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false", "autofocus": True}
        ),
    )


class SecondFactorMixin(WagtailAdminTemplateMixin):
    """For any member of staff, about their own account."""

    header_icon = "lock"
    form_class = CodeForm

    @method_decorator([never_cache, sensitive_post_parameters()])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Codes are kept out of caches and of error reports."""
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, and where this is."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def refused(self, form: CodeForm, words: Any) -> HttpResponse:
        """The form again, with why."""
        form.add_error("code", words)
        return self.form_invalid(form)

    def onward(self) -> str:
        """Where the sign-in was going; never another site."""
        wanted = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return wanted if safe else reverse("wagtailadmin_home")

    def passed(self, device: Any) -> None:
        """This session has proved the second factor; its id changes, so that an older one is worth nothing."""
        django_otp.login(self.request, device)
        self.request.session.cycle_key()


class ProveView(SecondFactorMixin, FormView):
    """After the password: the code."""

    template_name = "county/second_factor/prove.html"
    page_title = gettext_lazy("Second step of signing in")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who has proved it goes on; who has no device sets one up."""
        if request.user.is_verified():
            return HttpResponseRedirect(self.onward())
        if not actions.has_device(request.user):
            return HttpResponseRedirect(reverse("county_second_factor_device"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """On to where the sign-in was going."""
        try:
            self.passed(actions.prove(user=self.request.user, code=form.cleaned_data["code"]))
        except actions.MustWait:
            return self.refused(form, WAIT)
        except actions.WrongCode:
            return self.refused(form, WRONG)
        return HttpResponseRedirect(self.onward())


class DeviceView(SecondFactorMixin, FormView):
    """Sets up a telephone: picture, secret in text, and a code that confirms it."""

    template_name = "county/second_factor/device.html"
    page_title = gettext_lazy("Second step: set up your telephone")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who has a device proves it before they set up another: the password alone changes nothing."""
        if actions.has_device(request.user) and not request.user.is_verified():
            return HttpResponseRedirect(reverse("county_second_factor"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture is part of the page, so that no other site learns the secret."""
        device = actions.device_to_confirm(self.request.user)
        address = device.config_url
        text = address.split("secret=")[1].split("&")[0]
        return {
            **super().get_context_data(**kwargs),
            "picture": mark_safe(qr_svg(address).split("?>", 1)[-1]),  # noqa: S308 - made here, of one path
            "secret": " ".join(text[at : at + 4] for at in range(0, len(text), 4)),
            "replacing": actions.has_device(self.request.user),
            "left": actions.codes_left(self.request.user),
        }

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Confirmed: the codes on paper, shown once."""
        code = form.cleaned_data["code"].replace(" ", "")
        try:
            self.passed(actions.confirm_device(user=self.request.user, code=code))
        except actions.MustWait:
            return self.refused(form, WAIT)
        except actions.WrongCode:
            return self.refused(form, WRONG)
        return sheet(self)


class CodesView(SecondFactorMixin, TemplateView):
    """New codes on paper."""

    http_method_names = ["post"]
    page_title = gettext_lazy("Second step: set up your telephone")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Only for who has proved a device."""
        if not actions.is_verified(request.user):
            raise PermissionDenied
        return sheet(self)


def sheet(view: Any) -> HttpResponse:
    """Ten new codes on a page made to be printed."""
    codes = actions.make_recovery_codes(user=view.request.user)
    context = {**TemplateView.get_context_data(view), "codes": codes, "page_title": _("Recovery codes")}
    context |= {"header_title": _("Recovery codes"), "onward": reverse("wagtailadmin_home")}
    response = render(view.request, "county/second_factor/codes.html", context)
    response["Cache-Control"] = "no-store"
    return response


class ColleaguesView(SecondFactorMixin, TemplateView):
    """Who has a device, and taking one away that was lost."""

    template_name = "county/second_factor/colleagues.html"
    page_title = gettext_lazy("Second step of colleagues")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """By the table of roles."""
        if not allowed(request.user, Action.MANAGE_SITE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every active account but one's own."""
        people = User.objects.filter(is_active=True).exclude(pk=self.request.user.pk).select_related("office")
        enrolled = set(
            actions.TOTPDevice.objects.filter(confirmed=True, user__in=people).values_list("user_id", flat=True)
        )
        rows = [(user, user.pk in enrolled) for user in people.order_by("office__code", "username")]
        return {**super().get_context_data(**kwargs), "people": rows}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Takes the device of one of them."""
        user = get_object_or_404(User, pk=request.POST.get("user") if request.POST.get("user", "").isdecimal() else 0)
        try:
            actions.reset_device(user=user, by=request.user)
        except actions.NotAllowed as error:
            raise PermissionDenied from error
        messages.success(request, _("Done. At the next sign-in %(name)s sets up a telephone anew.") % {"name": user})
        return HttpResponseRedirect(reverse("county_second_factor_colleagues"))


class SignOutView(LogoutView):
    """Wagtail's, but a link that was merely followed signs nobody out: it shows a button."""

    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only a post reaches what takes the session away; anything else is answered without touching it."""
        if request.method == "POST":
            return super().dispatch(request, *args, **kwargs)
        return View.dispatch(self, request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button; who is not signed in goes to the door."""
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("wagtailadmin_login"))
        return render(request, "county/second_factor/sign_out.html", {"page_title": _("Sign out")})
