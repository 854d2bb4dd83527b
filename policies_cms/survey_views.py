"""Answers to surveys, without a cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from wagtail.contrib.forms.forms import BaseForm

from county.pauses import Pause, pause_of_connection
from county.today import today
from policies_cms.actions.surveys import CodeNotValid, SurveyNotOpen, take_answer
from policies_cms.models.surveys import SurveyPage

# A hall full of people, or all phones behind one mast, can answer; a program gets six answers a minute, or six guesses
# at a code.
ANSWERS_A_WINDOW = 60


# Exempt: a survey acts for nobody, so there is no session that a foreign page could misuse, and no cookie is set.
@csrf_exempt
@never_cache
@require_POST
def answer(request: HttpRequest, page_id: int) -> HttpResponse:
    """Takes the answers to a survey, or shows it again with what is missing; nothing that was typed is lost."""
    survey = get_object_or_404(SurveyPage.objects.live().public(), pk=page_id)
    form = survey.get_form(request.POST, page=survey, user=request.user)
    if not form.is_valid():
        return survey.show(request, form)
    pause = pause_of_connection(request, scope="survey", most=ANSWERS_A_WINDOW)
    if pause:
        return later(request, survey, form, pause)
    values = dict(form.cleaned_data)
    code = values.pop("answer_code", "")
    try:
        take_answer(survey=survey, answer=values, code=code, today=today())
    except SurveyNotOpen:
        return survey.show(request, form)
    except CodeNotValid:
        form.add_error("answer_code", _("This code was never given out, or somebody has answered with it already."))
        return survey.show(request, form)
    return survey.render_landing_page(request)


def later(request: HttpRequest, survey: SurveyPage, form: BaseForm, pause: Pause) -> HttpResponse:
    """The survey as it was filled in, to be sent again after the pause."""
    told = _(
        "Many answers have come from your connection. Yours stands here as you wrote it: send it in %(n)s minutes."
    )
    form.add_error(None, told % {"n": -(-pause.seconds // 60)})
    response = survey.show(request, form)
    response.status_code = 429
    response["Retry-After"] = str(pause.seconds)
    return response
