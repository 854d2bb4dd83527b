"""What is left of an erased row: its leaf hash, so that the list's rows root still verifies and nobody can open it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from county.models.audit import AppendOnly, AppendOnlyQuerySet
from publicity.models.publications import Publication


class ErasedRowQuerySet(AppendOnlyQuerySet):
    """Erased rows by their list."""

    def leaves(self, publication: Publication) -> set[bytes]:
        """The leaf hashes of a list's erased rows."""
        return {bytes(value) for value in self.filter(publication=publication).values_list("leaf_hash", flat=True)}


class ErasedRow(AppendOnly):
    """One row of a list that was erased. Neither who, why nor when: the ledger says how many, and on which day."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="erased_rows")
    leaf_hash = models.BinaryField(_("leaf hash"), max_length=32)

    objects = ErasedRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "leaf_hash"], name="one_erasure_a_leaf")]
        verbose_name = _("erased row")
        verbose_name_plural = _("erased rows")

    def __str__(self) -> str:
        return str(self.publication_id)
