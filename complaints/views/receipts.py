"""The receipt: shown once, re-typed once; and the page where a code opens its case."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from complaints import tokens
from complaints.actions import intake
from complaints.domain.clock import REOPEN_DAYS
from complaints.domain.kinds import Kind
from complaints.domain.lifecycle import Rating, UnknownMove
from complaints.domain.receipt import format_receipt
from complaints.finding import SealedCase, UnknownReceipt
from complaints.forms.send import AddForm, CodeForm, DisagreeForm, RateForm
from complaints.uploads import MEGABYTE, case_limit, refused_files, sealed_uploads
from complaints.views.quiet import QuietView, expired_page, posted, typed_before
from complaints.views.sending import due_day
from complaints.views.showing import next_steps, told_case
from complaints.words import promise
from county.today import today
from county.turns import RETRY_AFTER, Busy

RECEIPT_LASTS = 12
"""Windows of two hours in which the code can be re-typed, or the opened case be added to."""


def receipt_page(request: HttpRequest, receipt: dict[str, Any], form: CodeForm | None = None) -> HttpResponse:
    """The 25 digits with what is promised; asks to re-type them."""
    form = form or CodeForm()
    form.fields["code"].label = _("To be safe, type the whole code once from your note")
    return render(request, "complaints/receipt_new.html", {**_told(receipt), "form": form})


def _told(receipt: dict[str, Any]) -> dict[str, Any]:
    kind = Kind(receipt["kind"])
    return {
        "groups": format_receipt(receipt["code"]).split(" "),
        "kind": kind.value,
        "number": receipt["number"],
        "due": due_day(receipt),
        "promise": promise(kind),
        "steps": next_steps(kind),
        "sealed": tokens.seal(receipt, purpose="receipt"),
        "section": "receipt",
    }


class KeptView(QuietView):
    """Compares what was written down with the code; nothing is stored or looked up."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Reached without a form: the page to enter a code."""
        return _enter(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Right: on to what happens next. Wrong: the code once more."""
        try:
            receipt = tokens.unseal(posted(request, "sealed"), purpose="receipt", windows=RECEIPT_LASTS)
        except tokens.TokenRefused:
            return _enter(request, CodeForm())
        form = CodeForm(request.POST)
        if form.is_valid() and form.cleaned_data["code"] == receipt["code"]:
            return render(request, "complaints/receipt_kept.html", _told(receipt))
        if form.is_valid():
            form.add_error("code", _("This is not the same as the code above. Please compare group by group"))
        return receipt_page(request, receipt, form)


class ReceiptView(QuietView):
    """Enter a code; read the state; add; disagree once; rate once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form."""
        return _enter(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Opens by a typed code, or goes on with one that is sealed in the page."""
        act = {"add": self._add, "disagree": self._disagree, "rate": self._rate}.get(posted(request, "do"))
        try:
            return self._open(request) if act is None else self._act(request, act)
        except SealedCase as sealed:
            context = {"trace": sealed.trace, "typed": typed_before(request), "section": "receipt"}
            return render(request, "complaints/receipt_sealed.html", context)
        except Busy:
            context = {"form": CodeForm(), "section": "receipt", "busy": True, "typed": typed_before(request)}
            response = render(request, "complaints/receipt_enter.html", context, status=503)
            response["Retry-After"] = RETRY_AFTER
            return response

    def _act(self, request: HttpRequest, act: Callable[[HttpRequest, str, str], HttpResponse]) -> HttpResponse:
        try:
            code = tokens.unseal(posted(request, "sealed"), purpose="opened", windows=RECEIPT_LASTS)["code"]
            nonce = tokens.unseal(posted(request, "once"), purpose="once", windows=RECEIPT_LASTS)["nonce"]
        except tokens.TokenRefused:
            return expired_page(request, None, self.section)
        try:
            return act(request, code, nonce)
        except UnknownReceipt:
            return expired_page(request, None, self.section)

    def _open(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return _enter(request, form)
        return self._show(request, form.cleaned_data["code"]) or _unknown(request, form)

    def _show(self, request: HttpRequest, code: str, **extra: Any) -> HttpResponse | None:
        case = intake.open_by_receipt(code, today=today())
        if case is None:
            return None
        context = {
            "case": case,
            "told": told_case(case),
            "sealed": tokens.seal({"code": code}, purpose="opened"),
            "once": tokens.seal({"nonce": tokens.new_nonce()}, purpose="once"),
            "add_form": AddForm(),
            "disagree_form": DisagreeForm(),
            "rate_form": RateForm(),
            "section": "receipt",
            **extra,
        }
        return render(request, "complaints/receipt_case.html", context)

    def _add(self, request: HttpRequest, code: str, nonce: str) -> HttpResponse:
        """Words and the files that are fine are added also when other files are refused; those are named."""
        form = AddForm(request.POST, request.FILES, refused=refused_files(request))
        refused = [] if form.is_valid() else form.errors.get("files", [])
        text = str(form.cleaned_data.get("text") or "")
        if set(form.errors) - {"files"} or not (text or form.taken):
            return self._again(request, code, add_form=form, form=form)
        try:
            _once(
                nonce,
                lambda: intake.add_from_sender(code=code, text=text, files=sealed_uploads(form.taken), today=today()),
            )
        except UnknownMove:
            told = _("This case is finished; nothing can be added any more.")
            return self._again(request, code, refused=told, typed=typed_before(request))
        except intake.CaseFull as full:
            form.add_error("files", _full(full))
            return self._again(request, code, add_form=form, form=form)
        told = _("Added. Those who handle the case can read it now.")
        return self._again(request, code, done=told, left=refused)

    def _disagree(self, request: HttpRequest, code: str, nonce: str) -> HttpResponse:
        form = DisagreeForm(request.POST)
        if not form.is_valid():
            return self._again(request, code, disagree_form=form, form=form)
        reason = form.cleaned_data["reason"]
        try:
            _once(nonce, lambda: intake.reopen(code=code, text=reason, today=today()))
        except (UnknownMove, intake.TooLateToReopen):
            told = _("You can disagree once, within %(days)s days of the answer.") % {"days": REOPEN_DAYS}
            return self._again(request, code, refused=told, typed=typed_before(request))
        return self._again(request, code, done=_("Taken up again. It will be looked at anew."))

    def _rate(self, request: HttpRequest, code: str, nonce: str) -> HttpResponse:
        form = RateForm(request.POST)
        if not form.is_valid():
            return self._again(request, code, rate_form=form, form=form)
        rating, why = Rating(form.cleaned_data["rating"]), form.cleaned_data["why"]
        try:
            _once(nonce, lambda: intake.rate(code=code, rating=rating, text=why, today=today()))
        except UnknownMove:
            told = _("You can rate the handling once, after the answer.")
            return self._again(request, code, refused=told, typed=typed_before(request))
        return self._again(request, code, done=_("Thank you. Those who answer for the handling read it."))

    def _again(self, request: HttpRequest, code: str, **extra: Any) -> HttpResponse:
        page = self._show(request, code, **extra)
        return page or expired_page(request, None, self.section)


def _once(nonce: str, act: Callable[[], object]) -> None:
    """Acts at the first press of a button only; a press that failed may be repeated."""
    if not tokens.claim(nonce):
        return
    try:
        act()
    except Exception:
        tokens.release(nonce)
        raise


def _full(full: intake.CaseFull) -> str:
    return _("All files of a case may have %(total)s MB together; %(before)s MB are there already") % {
        "total": case_limit() // MEGABYTE,
        "before": full.before // MEGABYTE,
    }


def _enter(request: HttpRequest, form: Form) -> HttpResponse:
    return render(request, "complaints/receipt_enter.html", {"form": form, "section": "receipt"})


def _unknown(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """The same page and status as for a mistyped code, so that a guess learns nothing."""
    form.add_error("code", _("There is no case with this code. Please compare it with what you wrote down"))
    return _enter(request, form)
