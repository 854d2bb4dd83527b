"""Says why four eyes forbade something: Wagtail itself would only say that it is not allowed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from policies_cms.models.refusals import Refused


class Refusals:
    """Leads back to the page or file that it was about, with the reason on top."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Changes nothing."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The reason as a message, whichever way of Wagtail's the button took."""
        if not isinstance(exception, Refused):
            return None
        messages.error(request, str(exception))
        address = AdminURLFinder(request.user).get_edit_url(exception.about) or reverse("wagtailadmin_home")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # the dialogue that asks for a comment
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)
