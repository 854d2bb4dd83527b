"""The public ledger's rows: entries, what opens their commitments, and lists' leaves. Written once, never changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from county.models.audit import AppendOnly, AppendOnlyQuerySet


class LedgerEntryQuerySet(AppendOnlyQuerySet):
    """Entries in their order."""

    def size(self) -> int:
        """How many entries the ledger has: the next index."""
        last = self.order_by("-index").values_list("index", flat=True).first()
        return 0 if last is None else last + 1

    def leaf_hashes(self, start: int, stop: int) -> list[bytes]:
        """The leaf hashes of the entries from `start` to before `stop`."""
        rows = self.filter(index__gte=start, index__lt=stop).order_by("index")
        return [bytes(value) for value in rows.values_list("leaf_hash", flat=True)]

    def leaves(self, start: int, stop: int) -> list[bytes]:
        """The entries' bytes from `start` to before `stop`."""
        rows = self.filter(index__gte=start, index__lt=stop).order_by("index")
        return [bytes(value) for value in rows.values_list("leaf", flat=True)]


class LedgerEntry(AppendOnly):
    """One entry: canonical JSON (RFC 8785) without personal data, as anyone can fetch it from the entry bundles."""

    index = models.PositiveBigIntegerField(_("index"), primary_key=True)
    leaf = models.BinaryField(_("text of the ledger entry"))
    leaf_hash = models.BinaryField(_("leaf hash"), max_length=32)
    day = models.DateField(_("day"))
    # Copies of what the leaf says, so that it can be asked for.
    kind = models.CharField(_("kind of entry"), max_length=20, blank=True)
    about = models.CharField(_("list it is about"), max_length=10, blank=True)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        ordering = ["index"]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [
            models.Index(fields=["about"], condition=~Q(about=""), name="ledger_entry_about"),
            models.Index(fields=["kind", "index"], name="ledger_entry_kind"),
        ]

    def __str__(self) -> str:
        return str(self.index)


class LedgerOpening(AppendOnly):
    """The value behind a commitment of an entry, and its salt: for staff and inspectors only."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="openings")
    field = models.CharField(_("field"), max_length=60)
    value = models.JSONField(_("value"))
    salt = models.BinaryField(_("salt of the value"), max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="one_opening_a_field")]
        verbose_name = _("ledger opening")
        verbose_name_plural = _("ledger openings")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.field}"


class RowsTree(AppendOnly):
    """A list's shuffled and padded leaf hashes, one after the other, under their root.

    They stay when a row and its salt are erased, so that the root still verifies.
    """

    root = models.CharField(_("rows root"), max_length=43, primary_key=True)
    leaves = models.BinaryField(_("leaf hashes"))

    class Meta:
        verbose_name = _("rows tree")
        verbose_name_plural = _("rows trees")

    def __str__(self) -> str:
        return self.root


class LedgerLogQuerySet(AppendOnlyQuerySet):
    """The logs that began after a restore."""

    def of_entry(self, index: int) -> "LedgerLog | None":
        """The log that entry number `index` of the portal lies in; None is the first log."""
        return self.filter(first__lte=index).order_by("-number").first()

    def last(self) -> "LedgerLog | None":
        """The one that is added to now; None is the first log."""
        return self.order_by("-number").first()


class LedgerLog(AppendOnly):
    """A log that began after a restore, because an older database can't go on with the one that was signed.

    Entries are numbered through over all logs; in its own log an entry stands at its number minus `first`. The very
    first log has no row: its number is 1 and its first entry is 0.
    """

    number = models.PositiveSmallIntegerField(_("number of the log"), primary_key=True)
    first = models.PositiveBigIntegerField(_("number of its first entry"), unique=True)
    day = models.DateField(_("day"))

    objects = LedgerLogQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("ledger log")
        verbose_name_plural = _("ledger logs")
        constraints = [models.CheckConstraint(condition=Q(number__gt=1), name="later_logs_only")]

    def __str__(self) -> str:
        return str(self.number)


class LedgerLock(models.Model):
    """One row, locked by whoever appends or signs; SQLite's immediate transactions serialise by themselves."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_ledger_lock")]

    def __str__(self) -> str:
        return "ledger"
