"""State changes of surveys: an answer taken, codes drawn for cards, results released."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from county.actions import record
from county.domain.codes import code_of
from county.keys import secret
from policies_cms.domain.results import results
from policies_cms.models.surveys import SurveyCode, SurveyField, SurveyPage, SurveyRelease

CODE_LENGTH = 10
"""49 bits."""
MOST_CODES = 200
"""Codes drawn at once: as many pages of cards."""
MOST_ANSWERS = 2**31 - 1
"""The largest number that a row of Wagtail's table of answers can have."""
_KEY = "survey-codes"


class SurveyNotOpen(Exception):
    """Answers are not taken today."""


class CodeNotValid(Exception):
    """The code was never given out for this survey, or has been used."""


class SurveyNotOver(Exception):
    """Results are released when nobody can answer any more."""


class AlreadyReleased(Exception):
    """Results were released before; they never change."""


class TooManyCodes(ValueError):
    """None, or more than `MOST_CODES` at once."""


@transaction.atomic
def take_answer(*, survey: SurveyPage, answer: Mapping[str, Any], code: str, today: date) -> None:
    """Stores an answer under the day alone; a code is used up by it, and nothing tells which answer was its.

    Raises SurveyNotOpen and CodeNotValid; nothing is stored then.
    """
    if not survey.is_open(today):
        raise SurveyNotOpen
    if survey.needs_code:
        used, _rows = SurveyCode.objects.filter(survey=survey, digest=_digest(survey, code)).delete()
        if not used:
            raise CodeNotValid
    # A random number, not the next one: the order of the rows would be the order in which people stood at the window.
    stored = FormSubmission.objects.create(pk=_free_number(), page=survey, form_data=dict(answer))
    # The field fills itself with the moment of saving; only the day is kept.
    day = timezone.make_aware(datetime.combine(today, time()))
    FormSubmission.objects.filter(pk=stored.pk).update(submit_time=day)


@transaction.atomic
def draw_codes(*, survey: SurveyPage, count: int, by: Any) -> list[str]:
    """New codes for `count` cards, told this once: only their keyed digests are stored. Raises TooManyCodes."""
    if not 0 < count <= MOST_CODES:
        raise TooManyCodes(count)
    codes = [code_of(CODE_LENGTH, secrets.choice) for _card in range(count)]
    # Sorted, so that the table tells nothing of the order in which the cards lie on the stack.
    digests = sorted(_digest(survey, code) for code in codes)
    SurveyCode.objects.bulk_create(SurveyCode(survey=survey, digest=digest) for digest in digests)
    record(actor=by, verb="survey.codes", subject=f"page:{survey.pk}", detail={"count": count})
    return codes


@transaction.atomic
def release_results(*, survey: SurveyPage, by: Any, today: date) -> SurveyRelease:
    """Counts the answers once and for all. Raises SurveyNotOver, AlreadyReleased."""
    if not survey.is_over(today):
        raise SurveyNotOver
    if SurveyRelease.objects.filter(survey=survey).exists():
        raise AlreadyReleased
    fields = SurveyField.objects.filter(page=survey)
    answers = list(FormSubmission.objects.filter(page=survey).values_list("form_data", flat=True))
    told = results([field.question for field in fields], answers)
    figures = {
        "answers": told.answers,
        "questions": [
            {"label": each.label, "form": each.form.value, "rows": each.rows, "mean": each.mean}
            for each in told.questions
        ],
    }
    release = SurveyRelease.objects.create(survey=survey, released_on=today, figures=figures)
    record(actor=by, verb="survey.release", subject=f"page:{survey.pk}", detail={"answers": told.answers or 0})
    return release


def note_answers_read(*, survey: SurveyPage, by: Any, act: str, count: int) -> None:
    """On record that answers were taken out ("export") or away ("delete"); never which."""
    record(actor=by, verb=f"survey.{act}", subject=f"page:{survey.pk}", detail={"answers": count})


def _free_number() -> int:
    number = 0
    while not number or FormSubmission.objects.filter(pk=number).exists():
        number = secrets.randbelow(MOST_ANSWERS) + 1
    return number


def _digest(survey: SurveyPage, code: str) -> str:
    """Keyed, so that a stolen database names no code; blanks and capitals don't count."""
    typed = "".join(code.split()).replace("-", "").lower()
    return hmac.new(secret(_KEY), f"{survey.pk}\0{typed}".encode(), hashlib.sha256).hexdigest()
