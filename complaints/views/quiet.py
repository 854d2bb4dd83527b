"""What holds for every page where people tell something: no cookie, no store, nothing typed in a log."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from complaints.uploads import InMemoryHandler


@method_decorator([csrf_exempt, sensitive_post_parameters()], name="dispatch")
class QuietView(View):
    """Exempt from the CSRF cookie: the sealed form fields take its place, and there is no login to abuse."""

    http_method_names = ["get", "post", "head"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keeps uploads in memory and the answer out of every cache."""
        if request.method == "POST":
            request.upload_handlers = [InMemoryHandler(request)]
        response = super().dispatch(request, *args, **kwargs)
        return hush(response)


def hush(response: HttpResponseBase) -> HttpResponseBase:
    """Headers that keep the page out of caches and its address away from other sites."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noarchive"
    return response


def posted(request: HttpRequest, name: str) -> str:
    """One posted value, or an empty text."""
    return str(request.POST.get(name, ""))
