"""Tools beside the guides: the calculator, the self-check, the directory of forms, a township's windows."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import ReferenceIndex

from county.calendars import workday_calendar
from county.day_words import told_days
from county.deciding import delegated_on
from county.domain.limits import DELEGATED_DECISION, EXTENDED_DECISION, RESTART_SOURCE, Step, owed_by
from county.domain.workdays import workdays_left
from county.links import absolute
from county.models.areas import Area
from county.models.benefits import BenefitSettings
from county.models.links import ShortLink
from county.models.standards import Standard
from county.today import today
from policies_cms.domain.selfcheck import Benefit, Rules, Situation, Where, check
from policies_cms.figures import figures
from policies_cms.forms.calculator import CAUSES, CalculatorForm
from policies_cms.forms.selfcheck import SelfCheckForm
from policies_cms.models.forms import PaperForm
from policies_cms.models.guides import GuideIndexPage, GuidePage
from policies_cms.models.services import ServiceIndexPage, ServiceWindow
from policies_cms.selfcheck_words import told_findings


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """I applied on this day: by when must I have an answer? A GET without a trace; the answers name nobody."""
    day = today()
    form = CalculatorForm(request.GET if "accepted" in request.GET else None, today=day)
    context: dict[str, Any] = {
        "form": form,
        "crumbs": GuideIndexPage.crumbs_to(_("When must I have an answer?")),
        "section": "guides",
    }
    status = 200
    if form.is_bound:
        if form.is_valid():
            context |= _reckoned(form, day)
        else:
            status = 422
    return render(request, "policies_cms/calculator.html", context, status=status)


def _reckoned(form: CalculatorForm, day: date) -> dict[str, Any]:
    """The answer with its trace and what to do next."""
    township: Area | None = form.cleaned_data["township"]
    accepted: date = form.cleaned_data["accepted"]
    delegated = township is not None and township.pk in delegated_on(accepted)
    calendar = workday_calendar()
    asked = form.asked(delegated=delegated)
    owed = owed_by(asked, calendar)
    left = workdays_left(day, owed.due.due, calendar)
    return {
        "owed": owed,
        "asked": asked,
        "township": township,
        "delegated": delegated,
        "causes": [CAUSES[cause.value] for cause in asked.causes],
        "refused": asked.step is Step.REFUSED,
        "left": left,
        "passed": owed.due.due < day,
        "ahead": owed.start > day,
        "over": -left,
        "trace": told_days((step.date, step.counted, step.why.value) for step in owed.due.trace),
        "extended": EXTENDED_DECISION.days,
        "delegated_days": DELEGATED_DECISION.days,
        "restart_source": RESTART_SOURCE if owed.restarted else "",
        "window_url": reverse("policies_cms:township", args=[township.pk]) if township else "",
        "next_guide": _address_of(GuidePage.objects.filter(slug="wrong-decision")),
    }


# Nothing is changed by the questions and no one is signed in: a token would only need a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def selfcheck(request: HttpRequest) -> HttpResponse:
    """Questions and what they touch; a POST, so that no answer lands in an address, a log or a cache."""
    form = SelfCheckForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "form": form,
        "crumbs": GuideIndexPage.crumbs_to(_("What could help my family?")),
        "section": "guides",
    }
    template, status = "policies_cms/selfcheck.html", 200
    if form.is_bound:
        if form.is_valid():
            template = "policies_cms/selfcheck_answer.html"
            context |= _touched(form)
        else:
            status = 422
    response = render(request, template, context, status=status)
    add_never_cache_headers(response)
    return response


@sensitive_variables()
def _touched(form: SelfCheckForm) -> dict[str, Any]:
    """What the answers touch, the guides that explain it, and where to ask."""
    day = today()
    standard, benefits = Standard.objects.in_force(day), BenefitSettings.load()
    rules = Rules(standard.urban if standard else None, standard.rural if standard else None, benefits.edge_factor)
    answers = form.answers()
    findings = told_findings(check(answers, rules), figures(day))
    guides = {guide.benefit: guide for guide in GuidePage.objects.live().public().exclude(benefit="")}
    for finding in findings:
        finding["guide"] = guides.get(finding["benefit"])
    windows = ServiceWindow.objects.select_related("area").prefetch_related("matters__guide")
    township = form.cleaned_data["township"]
    return {
        "findings": findings,
        "elsewhere": answers.where is Where.NEITHER,
        "permit": answers.where is Where.PERMIT,
        "urgent": bool(answers.situations & {Situation.SUDDEN, Situation.DISASTER}),
        "apply_guide": _address_of(GuidePage.objects.filter(slug="apply")),
        "dibao_guide": guides.get(Benefit.DIBAO.value),
        "windows": windows.filter(area=township) if township else windows,
    }


@require_safe
def paper_forms(request: HttpRequest) -> HttpResponse:
    """Every form with its version, size and type; replaced versions stay reachable (B7)."""
    day = today()
    rows = []
    for form in PaperForm.objects.prefetch_related("versions__document"):
        current, earlier = form.versions_on(day)
        rows.append({"form": form, "current": current, "earlier": earlier, "guides": _guides_with(form)})
    context = {"forms": rows, "crumbs": GuideIndexPage.crumbs_to(_("Forms to fill in")), "section": "guides"}
    return render(request, "policies_cms/forms.html", context)


def _guides_with(form: PaperForm) -> list[GuidePage]:
    keys = {int(key) for key in ReferenceIndex.get_references_to(form).values_list("object_id", flat=True)}
    return list(GuidePage.objects.live().public().filter(pk__in=keys))


@require_safe
def township(request: HttpRequest, code: str) -> HttpResponse:
    """The windows of one township on a page to print, with its codes and its lists."""
    area = get_object_or_404(Area.objects.exclude(kind__in=[Area.Kind.VILLAGE, Area.Kind.COMMUNITY]), pk=code)
    services_url = _address_of(ServiceIndexPage.objects.all())
    windows = list(ServiceWindow.objects.filter(area=area).prefetch_related("matters__guide"))
    paths = [request.path, reverse("publicity:area", args=[area.pk])]
    paths += [f"{services_url}#{window.anchor}" for window in windows]
    links = list(ShortLink.objects.leading(today()).filter(path__in=paths))
    for link in links:
        link.address = absolute(reverse("county:follow", args=[link.pk]))
    context = {
        "area": area,
        "windows": windows,
        "links": links,
        "services_url": services_url,
        "guides_url": _address_of(GuideIndexPage.objects.all()),
        "crumbs": ServiceIndexPage.crumbs_to(area.name, request),
    }
    return render(request, "policies_cms/township.html", context)


def _address_of(pages: Any) -> str:
    """The address of the first live page of some, or nothing."""
    page = pages.live().public().first()
    return (page.get_url() or "") if page else ""
