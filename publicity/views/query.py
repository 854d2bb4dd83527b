"""May anyone ask whether a household receives (内蒙古 2013)? Yes: village and full name, without a trace."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from county.models.areas import Area
from county.models.settings import CountySettings
from county.pauses import Pause, Whose, pause_of_connection, pause_of_place
from county.today import today
from publicity import queries
from publicity.columns import columns_of
from publicity.domain.disclosure import Channel, Field
from publicity.forms import QueryForm
from publicity.models.publications import PublicationEntry
from publicity.wording import STAGES

# So many villages fit into one list on a phone; a larger county asks for the township first.
ONE_LIST = 60
PLACES_OFFERED = 20
# Heading and title say these already.
_NAMED = frozenset({Field.NAME, Field.VILLAGE})


# Nothing is changed by the question and no one is signed in: a token would only need a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def query(request: HttpRequest) -> HttpResponse:
    """The form, and its answer: a POST, so that no name lands in an address, a log or a cache."""
    county = CountySettings.load(request_or_site=request)
    if not county.query_enabled:
        response = _page(request, "publicity/query_off.html")
    elif request.method == "POST":
        response = _answer(request, county)
    else:
        response = _question(request)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _question(request: HttpRequest) -> HttpResponse:
    """The form for the village or township that the address names; a large county chooses one of them first."""
    village = _area(request.GET.get("village", ""))
    if village is not None and village.is_village:
        return _form(request, QueryForm(initial={"village": village.pk}).offer(village.parent))
    township = _area(request.GET.get("township", ""))
    if township is not None and not township.is_village:
        return _form(request, QueryForm().offer(township))
    villages = queries.villages()
    if len(villages) <= ONE_LIST:
        return _form(request, QueryForm())
    text = request.GET.get("place", "").strip()[:40]
    found = queries.places_named(villages, text)
    if len(found) == 1:
        return _form(request, QueryForm(initial={"village": found[0].pk}).offer(found[0].parent))
    townships = {village.parent_id: village.parent for village in villages if village.parent}
    context = {"villages": villages, "townships": townships.values(), "text": text, "found": found[:PLACES_OFFERED]}
    return _page(request, "publicity/query_place.html", **context)


@sensitive_variables()
def _answer(request: HttpRequest, county: CountySettings) -> HttpResponse:
    pause = pause_of_connection(request)
    if pause:
        return _later(request, pause)
    form = QueryForm(request.POST)
    if not form.is_valid():
        return _form(request, form.offer(_area(form.cleaned_data.get("township", ""))), status=422)
    village = form.cleaned_data["village"]
    pause = pause_of_place(
        request,
        village_code=village.pk,
        village_hour=county.query_village_hour,
        county_hour=county.query_county_hour,
    )
    if pause:
        return _later(request, pause)
    searched, entries = queries.look_up(village=village, name=form.cleaned_data["name"], today=today())
    context = {
        "village": village,
        "searched": [{"list": item, "stage": STAGES[item.stage]} for item in searched],
        "found": [_found(entry) for entry in entries],
    }
    return _page(request, "publicity/query_answer.html", **context)


def _found(entry: PublicationEntry) -> dict[str, object]:
    """A masked entry as its list's page shows it."""
    columns = columns_of(entry.publication, Channel.WEB)
    facts = [(column, column.words(entry)) for column in columns if column.field not in _NAMED]
    return {"entry": entry, "list": entry.publication, "stage": STAGES[entry.publication.stage], "facts": facts}


def _later(request: HttpRequest, pause: Pause) -> HttpResponse:
    context = {"again": _clock_time(pause.seconds), "connection": pause.whose is Whose.CONNECTION}
    response = _page(request, "publicity/query_later.html", status=429, **context)
    response["Retry-After"] = str(pause.seconds)
    return response


def _form(request: HttpRequest, form: QueryForm, status: int = 200) -> HttpResponse:
    return _page(request, "publicity/query.html", status=status, form=form)


def _page(request: HttpRequest, template: str, status: int = 200, **context: object) -> HttpResponse:
    crumbs = [(_("Lists"), reverse("publicity:index")), (_("Ask about a household"), "")]
    return render(request, template, {"section": "lists", "crumbs": crumbs, **context}, status=status)


def _area(code: str) -> Area | None:
    return Area.objects.select_related("parent").filter(pk=code).first() if code.isascii() and code.isdigit() else None


def _clock_time(seconds: int) -> datetime:
    """The minute from which there is an answer again."""
    return timezone.localtime() + timedelta(seconds=seconds + 59)
