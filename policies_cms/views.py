"""Answers to surveys, without a cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from policies_cms.models.surveys import SurveyPage


# Exempt: a survey acts for nobody, so there is no session that a foreign page could misuse, and no cookie is set.
@csrf_exempt
@never_cache
@require_POST
def answer(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes the answers to a survey, or shows it again with what is missing."""
    survey = get_object_or_404(SurveyPage.objects.live().public(), pk=page_id)
    form = survey.get_form(request.POST, page=survey, user=request.user)
    if not form.is_valid():
        return survey.show(request, form)
    survey.process_form_submission(form)
    return survey.render_landing_page(request)
