"""How members of staff like their queue. Nothing of any case lies here."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueLayout(models.Model):
    """The columns of one member's queue, by name and in order, and how it is sorted."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    columns = models.JSONField(default=list)
    sort = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("layout of the queue")
        verbose_name_plural = _("layouts of the queue")

    def __str__(self) -> str:
        return str(self.user)
