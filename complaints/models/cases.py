"""Cases. In clear stay number, offices, state, days and way of entry; all else is sealed.

Ids are random and no time is finer than the day, so that no row tells when in the day somebody wrote.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from complaints.domain.kinds import Way
from complaints.domain.lifecycle import FINAL, NOT_HANDED_OVER, UNANSWERED, Event, State
from complaints.models.keys import OfficeKey
from county.models.offices import Office


def _choices(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by who may see them and where they stand."""

    def sealed_to(self, user: models.Model) -> "CaseQuerySet":
        """Cases sealed to a key of the user's own office that the user has a share of, and is not kept from."""
        mine = CaseKeyWrap.objects.filter(
            office=user.office_id, office_key__office=user.office_id, office_key__shares__user=user
        )
        return self.filter(pk__in=mine.values("case")).exclude(recusals__user=user)

    def pending(self) -> "CaseQuerySet":
        """Cases whose clock runs; at the discipline office it ends with the acknowledgement."""
        discipline = Q(handling_office__kind=Office.Kind.DISCIPLINE)
        return self.filter((~discipline & Q(state__in=UNANSWERED)) | (discipline & Q(state__in=NOT_HANDED_OVER)))

    def overdue(self, day: date) -> "CaseQuerySet":
        """Pending cases whose due day lies before `day`."""
        return self.pending().filter(due_on__lt=day)

    def not_escalated(self) -> "CaseQuerySet":
        """Cases that were not reported as overdue for their present due day."""
        return self.exclude(escalated_for=F("due_on"))

    def held_by(self, user: models.Model) -> "CaseQuerySet":
        """Cases in the hands of `user` at the office that handles them."""
        return self.filter(owner=user, handling_office=user.office_id)

    def in_no_hands(self) -> "CaseQuerySet":
        """Cases that nobody of the handling office has taken, or whose holder has left it."""
        elsewhere = Q(owner__office=None) | ~Q(owner__office=F("handling_office"))
        return self.filter(Q(owner=None) | Q(owner__is_active=False) | elsewhere)

    def supervised(self) -> "CaseQuerySet":
        """Cases under special supervision whose result is not told yet."""
        steps = CaseEvent.objects.filter(case=OuterRef("pk"), event__in=[Event.SUPERVISE, Event.REPORT])
        last = Subquery(steps.order_by("-position").values("event")[:1])
        return self.alias(last_of_supervision=last).filter(last_of_supervision=Event.SUPERVISE)

    def unfinished(self) -> "CaseQuerySet":
        """Cases that are neither answered nor refused nor closed."""
        return self.exclude(state__in=FINAL)


class Case(models.Model):
    """One objection, review or tip."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("case number"), max_length=8, unique=True)
    way = models.CharField(_("way of entry"), max_length=8, choices=_choices(Way))
    state = models.CharField(_("state"), max_length=20, choices=_choices(State))
    handling_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("handling office")
    )
    escalation_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("escalates to")
    )
    filed_on = models.DateField(_("filed on"))
    due_on = models.DateField(_("due on"))
    due_trace = models.JSONField(default=list)
    due_provisional = models.BooleanField(default=False)
    escalated_for = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the hands of"),
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "number"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[str(s) for s in State]), name="case_state_is_known"),
            models.CheckConstraint(
                condition=Q(escalation_office=None) | ~Q(escalation_office=F("handling_office")),
                name="case_escalates_to_another_office",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def holder(self) -> Any:
        """Who has the case in their hands; nobody once they have left the office that handles it."""
        held = self.owner is not None and self.owner.is_active and self.owner.office_id == self.handling_office_id
        return self.owner if held else None

    @property
    def began(self) -> date:
        """The day that the clock began on: filing, or the sender's objection."""
        return date.fromisoformat(self.due_trace[0][0]) if self.due_trace else self.filed_on

    @property
    def clock_runs(self) -> bool:
        """As `pending`: whether the handling office still owes what was promised by the due day."""
        discipline = self.handling_office.kind == Office.Kind.DISCIPLINE
        return self.state in (NOT_HANDED_OVER if discipline else UNANSWERED)


class CaseKeyWrap(models.Model):
    """The case key sealed to an office; without one, the office does not know that the case exists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="wraps")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    office_key = models.ForeignKey(OfficeKey, on_delete=models.PROTECT, related_name="wraps")
    wrapped = models.BinaryField()
    algorithm = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "office"], name="one_wrap_an_office")]

    def __str__(self) -> str:
        return f"{self.case} {self.office}"


class CaseSender(models.Model):
    """The case key under the sender's key; found by a keyed digest of what the receipt gives."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="sender")
    lookup = models.CharField(max_length=64, unique=True)
    wrapped = models.BinaryField()
    algorithm = models.CharField(max_length=80)

    def __str__(self) -> str:
        return str(self.case)


class CaseRecord(models.Model):
    """A sealed piece of a case: header, words of either side, note, decision or file."""

    class Kind(models.TextChoices):
        HEADER = "header", _("Header")
        STATEMENT = "statement", _("Statement")
        SENDER_MESSAGE = "sender-message", _("Message of the sender")
        ANSWER = "answer", _("Message to the sender")
        NOTE = "note", _("Internal note")
        DECISION = "decision", _("Decision")
        FILE = "file", _("File")
        OUTCOME = "outcome", _("Words for the public")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="records")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    ciphertext = models.BinaryField()
    algorithm = models.CharField(max_length=80)
    day = models.DateField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="one_record_a_position")]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"


class CaseEvent(models.Model):
    """One move: who, in which role, on which day, from where to where; reasons are a sealed record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    position = models.PositiveSmallIntegerField()
    event = models.CharField(max_length=16, choices=_choices(Event))
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, choices=_choices(State))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12)
    day = models.DateField()
    reason = models.ForeignKey(CaseRecord, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="one_event_a_position")]

    def __str__(self) -> str:
        return f"{self.case} {self.event}"
