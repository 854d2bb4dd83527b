"""The answers to surveys in the admin: Wagtail's list, guarded; taking answers out or away is on record."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission
from wagtail.contrib.forms.views import DeleteSubmissionsView, SubmissionsListView
from wagtail.models import Page

from county.access import allowed
from county.domain.roles import Action
from county.spreadsheets import as_text
from policies_cms.actions.surveys import note_answers_read
from policies_cms.models.surveys import SurveyPage


def only_keepers(user: Any, forms: QuerySet[Page]) -> QuerySet[Page]:
    """Reading what people wrote goes with keeping surveys, not with changing pages."""
    return Page.objects.type(SurveyPage) if allowed(user, Action.KEEP_SURVEYS) else forms.none()


class AnswersView(SubmissionsListView):
    """Wagtail's, ordered by the day alone; no cell that somebody wrote becomes a formula."""

    orderable_fields = ("submit_time",)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Text stays text, also in .csv."""
        told = super().preprocess_field_value(field, value, export_format)
        return as_text(told) if isinstance(told, str) else told

    def to_row_dict(self, item: FormSubmission) -> dict[str, Any]:
        """With the day in the county; Wagtail's own is the moment in UTC, which lies on the day before."""
        return super().to_row_dict(item) | {"submit_time": timezone.localdate(item.submit_time)}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Answers that leave the portal are on record."""
        if self.is_export:
            count = len(context["submissions"])
            note_answers_read(survey=self.form_page, by=self.request.user, act="export", count=count)
        return super().render_to_response(context, **kwargs)


class DeleteAnswersView(DeleteSubmissionsView):
    """Somebody may have written a name; that answers went before they were counted must be seen afterwards."""

    @transaction.atomic
    def handle_delete(self, submissions: QuerySet[FormSubmission]) -> None:
        """Deletes them, on record."""
        note_answers_read(survey=self.page, by=self.request.user, act="delete", count=submissions.count())
        super().handle_delete(submissions)


def answers(request: HttpRequest, page_id: int, *, results_only: bool = False) -> HttpResponse:
    """The list of a survey's answers, or its rows alone."""
    survey = get_object_or_404(SurveyPage, pk=page_id)
    return AnswersView.as_view(results_only=results_only)(request, form_page=survey)


def answer_urls() -> list[URLPattern]:
    """In place of Wagtail's own at the same addresses, whose names stay."""
    listed = "forms/submissions/<int:page_id>/"
    return [
        path(listed, answers),
        path(f"{listed}results/", answers, {"results_only": True}),
        path(f"{listed}delete/", DeleteAnswersView.as_view()),
    ]
