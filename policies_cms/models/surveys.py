"""Surveys without a trace of who answered."""

from datetime import datetime, time
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.forms import BaseForm
from wagtail.contrib.forms.models import AbstractFormField, FormMixin, FormSubmission
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from policies_cms.blocks import TEXT_FEATURES
from policies_cms.models.base import PortalPage


class SurveyField(AbstractFormField):
    """One question."""

    page = ParentalKey("SurveyPage", on_delete=models.CASCADE, related_name="form_fields")


class SurveyPage(FormMixin, PortalPage):
    """A survey: the answers and the day are kept, nothing about the sender and no finer time."""

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    thanks = models.CharField(_("words of thanks"), max_length=200, blank=True)
    audience = models.CharField(
        _("where the results are published"), max_length=120, blank=True, help_text=_("For example: on this site.")
    )

    landing_page_template = "policies_cms/survey_thanks.html"
    text_fields = ("introduction",)
    search_fields = [*PortalPage.search_fields, index.SearchField("introduction")]
    content_panels = [
        *PortalPage.content_panels,
        FormSubmissionsPanel(),
        FieldPanel("introduction"),
        InlinePanel("form_fields", heading=_("Questions"), label=_("Question")),
        FieldPanel("audience"),
        FieldPanel("thanks"),
    ]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the address that takes the answers; it needs no cookie."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"answer_url": reverse("policies_cms:answer", args=[self.pk])}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """Shows the empty survey; answers come in through `policies_cms.views.answer`."""
        return self.show(request, self.get_form(page=self, user=request.user))

    def show(self, request: HttpRequest, form: BaseForm) -> TemplateResponse:
        """The survey with `form` as it stands."""
        context = self.get_context(request) | {"form": form}
        return TemplateResponse(request, self.get_template(request), context)

    def process_form_submission(self, form: BaseForm) -> FormSubmission:
        """Stores the answers under the day alone."""
        answer: FormSubmission = super().process_form_submission(form)
        day = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
        FormSubmission.objects.filter(pk=answer.pk).update(submit_time=day)
        return answer
