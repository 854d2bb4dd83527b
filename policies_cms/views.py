"""Pages beside the tree: answers to surveys, without a cookie, and the national directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from county.today import today
from policies_cms.directory import directory
from policies_cms.domain.directory import NOTICE_WORKDAYS, SOURCE, WORKDAYS
from policies_cms.models.policies import PolicyIndexPage
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


@require_safe
def national_directory(request: HttpRequest) -> HttpResponse:
    """What must be public about social assistance, item by item: what is there, where, by whom, what is missing."""
    sections = directory(today())
    entries = [entry for section in sections for entry in section.entries]
    above = PolicyIndexPage.objects.live().first()
    context = {
        "sections": sections,
        "total": len(entries),
        "complete": sum(entry.is_complete for entry in entries),
        "workdays": WORKDAYS,
        "notice_workdays": NOTICE_WORKDAYS,
        "source": SOURCE,
        "crumbs": [*(above.crumbs(request)[:-1] if above else []), *_above(above), (_("National directory"), "")],
        "section": "policies",
    }
    return render(request, "policies_cms/directory.html", context)


def _above(page: PolicyIndexPage | None) -> list[tuple[str, str]]:
    return [(page.title, page.get_url() or "")] if page else []
