"""What holds for every page where people tell something: no cookie, no store, nothing typed in a log."""

from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from complaints.forms.base import Journey
from complaints.uploads import InMemoryHandler

UNREADABLE = (
    BadRequest,
    MultiPartParserError,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    UnreadablePostError,
)
"""A form that is too long, cut off on its way, or no form at all."""
TYPED = ("text", "reason", "why", "when", "household", "name", "phone", "helper")
"""Fields in which people write; `code` and `captcha` are worth nothing on another page."""


@method_decorator([csrf_exempt, sensitive_post_parameters()], name="dispatch")
class QuietView(View):
    """Exempt from the CSRF cookie: the sealed form fields take its place, and there is no login to abuse."""

    http_method_names = ["get", "post", "head"]
    section = "receipt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keeps uploads in memory and the answer out of every cache."""
        if request.method != "POST":
            return hush(super().dispatch(request, *args, **kwargs))
        handler = InMemoryHandler(request)
        request.upload_handlers = [handler]
        try:
            request.POST  # noqa: B018 - reading the form, before anything is done with it
        except UNREADABLE:
            return hush(render(request, "complaints/unreadable.html", {"section": self.section}, status=400))
        else:
            return hush(super().dispatch(request, *args, **kwargs))
        finally:
            handler.release()


def hush(response: HttpResponseBase) -> HttpResponseBase:
    """Headers that keep the page out of caches and its address away from other sites."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noarchive"
    return response


def posted(request: HttpRequest, name: str) -> str:
    """One posted value, or an empty text."""
    return str(request.POST.get(name, ""))


def typed_before(request: HttpRequest) -> list[str]:
    """What people wrote into the page that can't be taken, to be given back to them."""
    return [posted(request, name) for name in TYPED if posted(request, name).strip()]


def expired_page(request: HttpRequest, journey: Journey | None, section: str) -> HttpResponse:
    """The page was open too long, or its hidden field is damaged: what was typed last is given back."""
    context = {"journey": journey, "typed": typed_before(request), "section": section}
    return render(request, "complaints/expired.html", context, status=400)
