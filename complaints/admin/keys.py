"""Keys in Wagtail's admin: one's own, the office's, who waits for a share, the printed recovery code."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from complaints import session
from complaints.actions import keys, recovery, sharing
from complaints.admin.desk import TriesMixin, unlock_url
from complaints.domain.recovery import BadCode
from complaints.forms.steps import UnlockForm
from complaints.key_queries import desk_of
from complaints.models.keys import MemberKey, ShareRequest
from complaints.standing import may_see_cases
from complaints.vault import NoKey
from county.access import allowed
from county.domain.roles import Action
from county.models.staff import User
from county.today import today

REFUSALS: dict[type[Exception], Any] = {
    sharing.NotAllowed: gettext_lazy("Your role or office does not allow this."),
    sharing.SameHand: gettext_lazy("Another person has to do this: who waits, who vouches and who shares are three."),
    sharing.NotVouched: gettext_lazy("First somebody else has to vouch for this key."),
    sharing.OfficeHasKey: gettext_lazy("The office has a key already. Ask a colleague for a share of it."),
    sharing.RequestGone: gettext_lazy("This request is no longer there: somebody has dealt with it."),
    keys.NoMemberKey: gettext_lazy("Make your own key first."),
    NoKey: gettext_lazy("You hold no share of this office's key, so you can't pass one on."),
}


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class KeyDeskMixin(WagtailAdminTemplateMixin):
    """For those with a role in cases, and for whoever manages accounts and vouches for them."""

    header_icon = "key"
    page_title = gettext_lazy("Keys of cases")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, keys."""
        return [*self.breadcrumbs_items, {"url": reverse("complaints_keys:desk"), "label": _("Keys of cases")}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """By the table of roles."""
        if not may_open_keys(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class KeyDeskView(KeyDeskMixin, TemplateView):
    """Where one's own key and the office's stand, and what to do next."""

    template_name = "complaints/admin/keys.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Own key, office key, colleagues, requests."""
        return {**super().get_context_data(**kwargs), "desk": desk_of(self.request.user)}


class RecoverForm(UnlockForm):
    """The code on the sheet or the former password, and the present one."""

    code = forms.CharField(
        label=gettext_lazy("Code on your recovery sheet"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    former = forms.CharField(
        label=gettext_lazy("Or your former password, if you remember it"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("code", "former", "password")

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("code")) == bool(cleaned.get("former")):
            raise ValidationError(_("Enter either the code or the former password."))
        return cleaned


class OwnKeyView(TriesMixin, KeyDeskMixin, FormView):
    """Makes one's own key; who has one is warned that a new one opens nothing that was shared before."""

    template_name = "complaints/admin/key_form.html"
    page_title = gettext_lazy("Make your key")
    form_class = UnlockForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the warning where a key would be replaced."""
        replacing = MemberKey.objects.filter(user=self.request.user).exists()
        return {**super().get_context_data(**kwargs), "replacing": replacing, "button": _("Make the key")}

    def opened(self, form: UnlockForm) -> HttpResponse | None:
        """With the right password: the key, opened for this session."""
        user = self.request.user
        try:
            made = keys.create_member(user=user, password=form.cleaned_data["password"], today=today())
        except keys.NotAllowed as error:
            raise PermissionDenied from error
        except keys.WrongPassword:
            form.add_error("password", _("This is not the password you sign in with."))
            return None
        session.hold(self.request, user, made)
        messages.success(self.request, _("Your key is made. Now print a recovery code, and ask for the office's key."))
        return HttpResponseRedirect(reverse("complaints_keys:desk"))


class RecoveryCodeView(TriesMixin, KeyDeskMixin, FormView):
    """Makes the recovery code and shows it once, on a page made to be printed."""

    template_name = "complaints/admin/key_form.html"
    page_title = gettext_lazy("Print a recovery code")
    form_class = UnlockForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button's words."""
        return {**super().get_context_data(**kwargs), "recovery": True, "button": _("Make the code")}

    def opened(self, form: UnlockForm) -> HttpResponse | None:
        """The sheet."""
        try:
            code = recovery.make_recovery_code(
                user=self.request.user, password=form.cleaned_data["password"], today=today()
            )
        except keys.WrongPassword:
            form.add_error("password", _("This password does not open your key."))
            return None
        except keys.NoMemberKey:
            form.add_error(None, REFUSALS[keys.NoMemberKey])
            return None
        context = {**self.get_context_data(form=form), "code": code, "made_on": today()}
        response = render(self.request, "complaints/admin/recovery_sheet.html", context)
        response["Cache-Control"] = "no-store"
        return response


class RecoverView(TriesMixin, KeyDeskMixin, FormView):
    """After a reset: the printed code puts the key under the new password."""

    template_name = "complaints/admin/key_form.html"
    page_title = gettext_lazy("Use the recovery code")
    form_class = RecoverForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The button's words."""
        return {**super().get_context_data(**kwargs), "recovering": True, "button": _("Open my key again")}

    def opened(self, form: RecoverForm) -> HttpResponse | None:
        """The key, opened for this session."""
        user, typed = self.request.user, form.cleaned_data
        done = _("Your key is open again, and under your present password.")
        try:
            if typed["former"]:
                opened = recovery.remember_member_key(user=user, former=typed["former"], password=typed["password"])
            else:
                opened = recovery.recover_member_key(user=user, code=typed["code"], password=typed["password"])
                done = _("Your key is open again. The sheet is used up: tear it up and print a new recovery code.")
        except (BadCode, recovery.WrongCode):
            if typed["former"]:
                form.add_error("former", _("This password does not open your key."))
            else:
                form.add_error("code", _("This code does not open your key. Check it sign by sign: 8 groups of 4."))
        except keys.WrongPassword:
            form.add_error("password", _("This is not the password you sign in with."))
        except keys.NoMemberKey:
            form.add_error(None, REFUSALS[keys.NoMemberKey])
        else:
            session.hold(self.request, user, opened)
            messages.success(self.request, done)
            return HttpResponseRedirect(reverse("complaints_keys:desk"))
        return None


class KeyActView(KeyDeskMixin, View):
    """One press: begin, ask, vouch, share, refuse, remove, renew."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, act: str, pk: str = "") -> HttpResponse:
        """Does it, says so or says why not, and goes back."""
        done: Callable[[], str] | None = {
            "begin": self._begin,
            "ask": self._ask,
            "vouch": self._vouch,
            "share": self._share,
            "refuse": self._refuse,
            "remove": self._remove,
            "renew": self._renew,
        }.get(act)
        if done is None:
            raise PermissionDenied
        if act == "share" and session.member_key(request) is None:
            return HttpResponseRedirect(unlock_url(request))
        try:
            messages.success(request, done())
        except tuple(REFUSALS) as refusal:
            messages.error(request, REFUSALS[type(refusal)])
        return HttpResponseRedirect(reverse("complaints_keys:desk"))

    def _request(self) -> ShareRequest:
        return ShareRequest(pk=self.kwargs.get("pk"))

    def _begin(self) -> str:
        sharing.begin_office_key(by=self.request.user, today=today())
        return _("The office has its key: cases can come in. Let a second colleague join at once.")

    def _ask(self) -> str:
        sharing.ask_for_share(by=self.request.user, today=today())
        return _("Your colleagues see your request here. Read them your fingerprint on the phone or face to face.")

    def _vouch(self) -> str:
        sharing.vouch(request=self._request(), by=self.request.user)
        return _("You have vouched. Another colleague who holds the office's key can share it now.")

    def _share(self) -> str:
        key = session.member_key(self.request)
        sharing.share_office_key(request=self._request(), by=self.request.user, member_key=key, today=today())
        return _("Shared. Your colleague opens the office's cases from now on.")

    def _refuse(self) -> str:
        sharing.refuse_share(request=self._request(), by=self.request.user)
        return _("The request is gone. Nothing was shared.")

    def _remove(self) -> str:
        pk = self.kwargs.get("pk")
        user = get_object_or_404(User, pk=pk if isinstance(pk, int) else None)
        sharing.remove_member(user=user, office=self.request.user.office, by=self.request.user, today=today())
        return _("Their share is gone, and new cases are sealed to a new key.")

    def _renew(self) -> str:
        sharing.renew_office_key(by=self.request.user, today=today())
        return _("New cases are sealed to a new key; its holders open former cases as before.")


def may_open_keys(user: Any) -> bool:
    """Who has a role in cases, or manages accounts."""
    return may_see_cases(user) or allowed(user, Action.MANAGE_SITE)
