"""Pages beside the tree: the national directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from county.today import today
from policies_cms.directory import directory
from policies_cms.domain.directory import NOTICE_WORKDAYS, SOURCE, WORKDAYS
from policies_cms.models.policies import PolicyIndexPage


@require_safe
def national_directory(request: HttpRequest) -> HttpResponse:
    """What must be public about social assistance, item by item: what is there, where, by whom, what is missing."""
    sections = directory(today())
    entries = [entry for section in sections for entry in section.entries]
    context = {
        "sections": sections,
        "total": len(entries),
        "complete": sum(entry.is_complete for entry in entries),
        "workdays": WORKDAYS,
        "notice_workdays": NOTICE_WORKDAYS,
        "source": SOURCE,
        "crumbs": PolicyIndexPage.crumbs_to(_("National directory"), request),
        "section": "policies",
    }
    return render(request, "policies_cms/directory.html", context)
