"""That a notice hung on the village's board: where, from when to when, by whom, with photos. For staff."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publicity.models.publications import ID_LENGTH, Publication, new_id

KEY_BYTES = 32


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings by what is asked."""

    def hanging(self) -> "PostingQuerySet":
        """Those that nobody has taken down."""
        return self.filter(down_on=None)


class Posting(models.Model):
    """One notice on one board. Who posted it is a name in words: often the village's own people, without account."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="postings", verbose_name=_("list concerned")
    )
    board = models.CharField(_("which board"), max_length=80)
    up_on = models.DateField(_("posted on"))
    posted_by = models.CharField(_("posted by"), max_length=40)
    down_on = models.DateField(_("taken down on"), null=True, blank=True)
    taken_down_by = models.CharField(_("taken down by"), max_length=40, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_on = models.DateField(_("recorded on"))

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["up_on", "pk"]
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(condition=Q(down_on=None) | Q(down_on__gte=F("up_on")), name="down_after_up"),
            models.CheckConstraint(condition=Q(up_on__lte=F("recorded_on")), name="posted_before_it_is_recorded"),
            models.UniqueConstraint(
                fields=["publication", "board"], condition=Q(down_on=None), name="one_notice_a_board"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.up_on}"


class PostingPhotoQuerySet(models.QuerySet["PostingPhoto"]):
    """Photos."""

    def of_lists_closed_before(self, day: date) -> "PostingPhotoQuerySet":
        """Photos of lists whose time, by whatever end, was over before `day`."""
        over = Q(posting__publication__closed_on__lt=day) | Q(posting__publication__withdrawn_on__lt=day)
        return self.filter(over | Q(posting__publication__closes_on__lt=day))


class PostingPhoto(models.Model):
    """A photo of the board. It may show full names: the file is sealed under a key that lies here and nowhere else."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="photos")
    key = models.BinaryField(max_length=KEY_BYTES)
    size = models.PositiveIntegerField(_("size in bytes"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PostingPhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("photo of a posting")
        verbose_name_plural = _("photos of postings")

    def __str__(self) -> str:
        return self.pk
