"""Surveys in the admin: how each stands, opinion cards to print, results to release."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from county.access import allowed
from county.domain.roles import Action
from county.domain.small_cells import THRESHOLD
from county.today import today
from policies_cms.actions.surveys import MOST_CODES, AlreadyReleased, SurveyNotOver, draw_codes, release_results
from policies_cms.models.surveys import SurveyPage, SurveyRelease
from policies_cms.papers.cards import cards_pdf
from policies_cms.survey_charts import drawn

PER_PAGE = 20


class CardsForm(forms.Form):
    """How many cards."""

    count = forms.IntegerField(
        label=gettext_lazy("How many cards"),
        min_value=1,
        max_value=MOST_CODES,
        help_text=gettext_lazy(
            "One page each, every one with a code of its own. Shuffle them before handing them out."
        ),
    )


@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All surveys, newest first."""
    _check(request)
    surveys = SurveyPage.objects.order_by("-first_published_at", "title").annotate(
        answers=Count("formsubmission", distinct=True), unused=Count("codes", distinct=True)
    )
    page = Paginator(surveys, PER_PAGE).get_page(request.GET.get("p"))
    released = set(SurveyRelease.objects.filter(survey__in=page.object_list).values_list("pk", flat=True))
    context = _titled(_("Surveys")) | {
        "page": page,
        "rows": [(survey, _state(survey), survey.pk in released) for survey in page],
    }
    return render(request, "policies_cms/admin/surveys.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Opinion cards with fresh codes as one PDF; they can't be printed again, so a lost file means new codes."""
    _check(request)
    survey = get_object_or_404(SurveyPage.objects.live(), needs_code=True, pk=pk)
    form = CardsForm(request.POST or None, initial={"count": 20})
    if request.method == "POST" and form.is_valid():
        codes = draw_codes(survey=survey, count=form.cleaned_data["count"], by=request.user)
        response = HttpResponse(cards_pdf(survey, codes), content_type="application/pdf")
        name = f"{survey.title}-{today():%Y%m%d}.pdf"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        return response
    return render(request, "policies_cms/admin/survey_cards.html", _titled(survey.title) | {"form": form})


@never_cache
@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """What was released, also of surveys whose results are for the offices only; before that, when it can be."""
    _check(request)
    survey = get_object_or_404(SurveyPage, pk=pk)
    release = SurveyRelease.objects.filter(survey=survey).first()
    context = _titled(_("Results of “%(title)s”") % {"title": survey.title}) | {
        "survey": survey,
        "release": release,
        "tables": drawn(release.results) if release else [],
        "is_over": survey.is_over(today()),
        "least": THRESHOLD,
    }
    return render(request, "policies_cms/admin/survey_results.html", context)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts the answers once and for all."""
    _check(request)
    survey = get_object_or_404(SurveyPage, pk=pk)
    try:
        release_results(survey=survey, by=request.user, today=today())
    except SurveyNotOver:
        messages.error(request, _("Give the survey a last day first, and wait until it has passed."))
    except AlreadyReleased:
        messages.error(request, _("The results were released before; they don't change any more."))
    else:
        messages.success(request, _("The results are released."))
    return HttpResponseRedirect(reverse("policies_survey_results", args=[pk]))


def survey_urls() -> list[URLPattern]:
    """The pages on surveys."""
    return [
        path("surveys/", overview, name="policies_surveys"),
        path("surveys/<int:pk>/cards/", cards, name="policies_survey_cards"),
        path("surveys/<int:pk>/results/", results, name="policies_survey_results"),
        path("surveys/<int:pk>/release/", release, name="policies_survey_release"),
    ]


def _check(request: HttpRequest) -> None:
    if not allowed(request.user, Action.KEEP_SURVEYS):
        raise PermissionDenied


def _state(survey: SurveyPage) -> str:
    if not survey.live:
        return _("not published")
    if survey.is_early(today()):
        return _("not open yet")
    return _("over") if survey.is_over(today()) else _("taking answers")


def _titled(title: str) -> dict[str, Any]:
    return {"page_title": title, "header_title": title, "header_icon": "form"}
