"""What is public: masked snapshots of lists. Nothing here leads back to a roster or a full name."""

import secrets
from base64 import b32encode
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from publicity.domain.causes import Cause
from publicity.domain.disclosure import Channel, Field, NameForm
from publicity.domain.income import IncomeBand
from publicity.domain.reasons import Outcome, Reason, ReviewOutcome
from publicity.domain.shown import DEFAULT_FIELDS, ROW_FIELDS, canonical_row
from publicity.domain.stages import Programme, Stage
from publicity.domain.windows import State, Unit, Window

ID_LENGTH = 10


def new_id() -> str:
    """Ten random lowercase base32 characters (50 bits): says nothing about order or number."""
    return b32encode(secrets.token_bytes(7)).decode().lower()[:ID_LENGTH]


def default_fields() -> list[str]:
    """The codes of the fields of a list for which a county has chosen nothing."""
    return [str(item) for item in DEFAULT_FIELDS]


def _open_on(day: date) -> Q:
    """The same question as `Publication.is_open`, put to the database."""
    shown = Q(closed_on=None, withdrawn_on=None, hidden_on=None, paused_since=None, opens_on__lte=day)
    return shown & (Q(closes_on=None) | Q(closes_on__gte=day))


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications by what a reader may ask."""

    def current(self) -> "PublicationQuerySet":
        """The last version of each list, open or closed."""
        return self.filter(is_current=True)

    def open_on(self, day: date) -> "PublicationQuerySet":
        """Lists whose rows are public on `day`: decided by the date itself, whether or not a job has closed them."""
        return self.current().filter(_open_on(day))

    def due_on(self, day: date) -> "PublicationQuerySet":
        """Lists whose window has ended before `day` without the end being on record; a paused one has not ended."""
        return self.current().filter(closed_on=None, paused_since=None, closes_on__lt=day)

    def scheduled(self, day: date) -> "PublicationQuerySet":
        """Lists that are published and open only after `day`."""
        return self.current().filter(closed_on=None, withdrawn_on=None, opens_on__gt=day)

    def for_village(self, village: Area) -> "PublicationQuerySet":
        """Every list of a village."""
        return self.filter(village=village)

    def with_places(self) -> "PublicationQuerySet":
        """With village and township loaded, so that long names cost no query."""
        return self.select_related("village__parent")


class Publication(models.Model):
    """One version of one village's list.

    Its content is never edited. What changes are `is_current` and the dates of its window, each change a ListEvent and
    a ledger entry. Ask `is_open(day)` or `open_on(day)` alone whether rows may be shown.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    programme = models.CharField(_("programme"), max_length=20, choices=[(item, item) for item in Programme])
    stage = models.CharField(
        _("stage"),
        max_length=12,
        choices=[
            (Stage.APPRAISAL, _("Appraisal")),
            (Stage.PROPOSED, _("Proposed")),
            (Stage.APPROVED, _("Approved for the allowance")),
            (Stage.LONG_TERM, _("Long-term")),
        ],
    )
    period = models.CharField(_("month"), max_length=7)
    batch = models.PositiveSmallIntegerField(_("batch"), default=1)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("version it replaces")
    )
    reason_code = models.CharField(
        _("reason"),
        max_length=20,
        blank=True,
        choices=[
            (Reason.NONE_TO_SHOW, _("Nobody to show")),
            (Reason.CORRECTION, _("Correction")),
            (Reason.OBJECTION, _("After an objection")),
            (Reason.LATE_ROSTER, _("Roster received late")),
            (Reason.PRIVACY, _("Protection of privacy")),
            (Reason.PAYMENT_ENDED, _("Payment has ended")),
        ],
    )
    title = models.CharField(_("title"), max_length=160)
    issuer = models.CharField(_("issuer"), max_length=80)
    published_on = models.DateField(_("published on"))
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("open through"), null=True)
    closed_on = models.DateField(_("closed since"), null=True)
    counted_in = models.CharField(
        _("counted in"),
        max_length=10,
        default=Unit.CALENDAR,
        choices=[(Unit.CALENDAR, _("calendar days")), (Unit.WORKING, _("working days"))],
    )
    paused_since = models.DateField(_("paused since"), null=True)
    hidden_on = models.DateField(_("hidden on"), null=True, help_text=_("To protect privacy; all rows leave at once."))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=200, blank=True)
    # 牡丹区 2022: the appraisal's day and result are told, the votes never.
    appraised_on = models.DateField(_("day of the appraisal"), null=True)
    is_current = models.BooleanField(_("current version"), default=True)
    shown_households = models.PositiveIntegerField(_("households shown"))
    shown_persons = models.PositiveIntegerField(_("persons shown"))
    shown_amount = models.DecimalField(_("amount shown"), max_digits=12, decimal_places=2)
    reconciles = models.BooleanField(_("reconciles with the roster"))
    standard_text = models.CharField(_("standards in force"), max_length=160)
    supervision_phone = models.CharField(_("supervision phone"), max_length=40)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    roster_ref = models.CharField(_("roster"), max_length=40, blank=True, help_text=_("For staff; not a relation."))
    # What each channel shows is settled when the list goes out, and stays whatever the county chooses later.
    fields = models.JSONField(_("fields on the web"), default=default_fields)
    notice_fields = models.JSONField(_("fields on the notice"), default=default_fields)
    notice_name = models.CharField(
        _("name on the notice"),
        max_length=8,
        default=NameForm.FULL,
        choices=[(NameForm.MASKED, _("Surname and **")), (NameForm.FULL, _("In full"))],
    )
    feed_fields = models.JSONField(_("fields in feeds"), default=default_fields)
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"), null=True)
    rows_root = models.CharField(_("rows root"), max_length=43)
    short_hash = models.CharField(_("short code"), max_length=9)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "village", "stage", "-version"]
        verbose_name = _("published list")
        verbose_name_plural = _("published lists")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "village", "stage", "period", "batch", "version"], name="one_list_a_version"
            ),
            models.UniqueConstraint(
                fields=["programme", "village", "stage", "period", "batch"],
                condition=Q(is_current=True),
                name="one_current_version",
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")), name="window_ends_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(imported_by=None) | ~Q(imported_by=F("published_by")), name="publisher_is_not_importer"
            ),
            models.CheckConstraint(
                condition=~Q(standard_text="") & ~Q(supervision_phone="") & ~Q(issuer=""), name="disclosures_are_there"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_reason=""), name="withdrawal_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["village", "stage", "period"]),
            models.Index(fields=["is_current", "closed_on", "closes_on"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def window(self) -> Window:
        """From the first day to the last."""
        return Window(self.opens_on, self.closes_on)

    def state(self, day: date) -> State:
        """What `day` finds."""
        return self.window.state(
            day,
            replaced=not self.is_current,
            withdrawn=self.withdrawn_on is not None,
            hidden=self.hidden_on is not None,
            paused=self.paused_since is not None,
            closed=self.closed_on is not None,
        )

    def fields_of(self, channel: Channel) -> tuple[Field, ...]:
        """What a channel shows of this list, in the order of the columns."""
        codes = {Channel.WEB: self.fields, Channel.NOTICE: self.notice_fields, Channel.FEED: self.feed_fields}[channel]
        return tuple(item for item in Field if item in codes)

    def is_open(self, day: date) -> bool:
        """Whether the rows may be shown on `day`."""
        return self.state(day) is State.OPEN


class ShownEntries(models.Manager["PublicationEntry"]):
    """Entries that are not hidden: what every output reads unless it asks for `everything`."""

    def get_queryset(self) -> "models.QuerySet[PublicationEntry]":
        """Without the hidden."""
        return super().get_queryset().filter(hidden_on=None)


class PublicationEntry(models.Model):
    """One masked row of a publication.

    `objects` and `publication.entries` leave out what was hidden to protect privacy; `everything` has it too, for
    erasing, for staff and for checking the rows root.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField(_("number"))
    name_masked = models.CharField(_("head of household"), max_length=12)
    household_size = models.PositiveSmallIntegerField(_("household size"), null=True)
    covered_persons = models.PositiveSmallIntegerField(_("covered persons"), null=True)
    residence = models.CharField(  # noqa: DJ001 - NULL is "not shown", as for the numbers
        _("residence"), max_length=5, null=True, choices=[("rural", _("rural")), ("urban", _("urban"))]
    )
    category = models.CharField(_("category"), max_length=1, null=True)  # noqa: DJ001
    amount = models.DecimalField(_("amount a month"), max_digits=10, decimal_places=2, null=True)
    income_band = models.CharField(  # noqa: DJ001
        _("income a head"),
        max_length=16,
        null=True,
        choices=[
            (IncomeBand.UNDER_THIRD, _("under a third of the standard")),
            (IncomeBand.UNDER_TWO_THIRDS, _("a third to two thirds of the standard")),
            (IncomeBand.UNDER_STANDARD, _("two thirds of the standard or more")),
        ],
    )
    cause = models.CharField(  # noqa: DJ001
        _("cause"),
        max_length=16,
        null=True,
        choices=[
            (Cause.DISASTER, _("natural disaster")),
            (Cause.FAMILY, _("family misfortune")),
            (Cause.LIVELIHOOD, _("hardship in daily life")),
        ],
    )
    salt = models.BinaryField(max_length=32)
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        blank=True,
        choices=[
            (Outcome.CONFIRMED, _("confirmed")),
            (Outcome.REFUSED, _("refused")),
            (Outcome.WITHDRAWN, _("withdrawn")),
            (Outcome.REINVESTIGATING, _("being investigated again")),
        ],
    )
    hidden_on = models.DateField(_("hidden on"), null=True)

    objects = ShownEntries()
    everything = models.Manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="one_entry_a_number")]
        verbose_name = _("published entry")
        verbose_name_plural = _("published entries")

    def __str__(self) -> str:
        return f"{self.number} {self.name_masked}"

    def values(self) -> dict[str, object]:
        """Number, masked name and every field by its code."""
        named = {"number": self.number, "name": self.name_masked}
        return named | {str(item): getattr(self, item) for item in ROW_FIELDS}

    def canonical(self, fields: Iterable[str]) -> dict[str, object]:
        """The row that its leaf hash commits to, on a list with `fields`."""
        return canonical_row(fields, self.values())


class NameKey(models.Model):
    """The keyed hash of a full name in a village; only as long as its list is open, and useless without the key."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="name_keys")
    entry = models.OneToOneField(PublicationEntry, on_delete=models.CASCADE, related_name="name_key")
    digest = models.CharField(max_length=43, db_index=True)

    def __str__(self) -> str:
        return self.digest[:6]


class ReviewNoticeQuerySet(models.QuerySet["ReviewNotice"]):
    """Notices of reviews."""

    def open_on(self, day: date) -> "ReviewNoticeQuerySet":
        """Those in their window on `day`."""
        return self.filter(published_on__lte=day, closes_on__gte=day)


class ReviewNotice(models.Model):
    """The result of a review, publicised again in the same village (牡丹区 2022: 复核结果再次公示)."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, null=True, related_name="review_notices")
    entry_number = models.PositiveIntegerField(_("number on the list"), null=True)
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=[
            (ReviewOutcome.UPHELD, _("Upheld")),
            (ReviewOutcome.PARTLY, _("Upheld in part")),
            (ReviewOutcome.NOT_UPHELD, _("Not upheld")),
            (ReviewOutcome.UNFOUNDED, _("Unfounded")),
        ],
    )
    explanation = models.TextField(_("explanation"))
    published_on = models.DateField(_("published on"))
    closes_on = models.DateField(_("open through"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))

    objects = ReviewNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "id"]
        verbose_name = _("review notice")
        verbose_name_plural = _("review notices")
        constraints = [
            models.CheckConstraint(condition=~Q(published_by=F("approved_by")), name="review_notice_has_two_hands")
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.published_on}"

    def is_open(self, day: date) -> bool:
        """Whether the explanation may be shown on `day`."""
        return Window(self.published_on, self.closes_on).state(day) is State.OPEN
