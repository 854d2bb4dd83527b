"""May anyone ask whether a household receives (内蒙古 2013)? Yes: village and full name, without a trace."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from county.models.settings import CountySettings
from county.today import today
from publicity import queries
from publicity.forms import QueryForm
from publicity.limits import over_limit
from publicity.wording import STAGES


# Nothing is changed by the question and no one is signed in: a token would only need a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    """The form, and its answer: a POST, so that no name lands in an address, a log or a cache."""
    response = _answer(request)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    if not CountySettings.load(request_or_site=request).query_enabled:
        return _page(request, "publicity/query_off.html")
    if request.method != "POST":
        form = QueryForm(initial={"village": request.GET.get("village", "")})
        return _page(request, "publicity/query.html", form=form)
    seconds = over_limit(request)
    if seconds:
        response = _page(request, "publicity/query_later.html", again=_clock_time(seconds), status=429)
        response["Retry-After"] = str(seconds)
        return response
    form = QueryForm(request.POST)
    if not form.is_valid():
        return _page(request, "publicity/query.html", form=form, status=422)
    village = form.cleaned_data["village"]
    entries = queries.find_by_name(village=village, name=form.cleaned_data["name"], today=today())
    found = [{"entry": entry, "list": entry.publication, "stage": STAGES[entry.publication.stage]} for entry in entries]
    return _page(request, "publicity/query_answer.html", village=village, found=found)


def _page(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    crumbs = [(_("Lists"), reverse("publicity:index")), (_("Ask about a household"), "")]
    return render(request, template, {"section": "lists", "crumbs": crumbs, **context}, status=status)


def _clock_time(seconds: int) -> datetime:
    """The minute from which there is an answer again."""
    return timezone.localtime() + timedelta(seconds=seconds + 59)
