"""Short links behind the QR codes; they can be repointed without printing anew."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class ShortLink(models.Model):
    """A code of a few characters that leads to a path of this portal."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    path = models.CharField(_("path"), max_length=255, help_text=_("A path of this site, such as /guides/apply/."))
    title = models.CharField(_("title"), max_length=120)

    class Meta:
        ordering = ["title"]
        verbose_name = _("short link")
        verbose_name_plural = _("short links")
        constraints = [models.CheckConstraint(condition=models.Q(path__startswith="/"), name="short_link_is_local")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_local(self) -> bool:
        """Whether the path stays on this site: "//elsewhere" and "/\\elsewhere" lead away from it."""
        return url_has_allowed_host_and_scheme(self.path, allowed_hosts=None)

    def clean(self) -> None:
        """A printed code must never lead to another site."""
        super().clean()
        if not self.is_local:
            raise ValidationError({"path": _("Write a path of this site, such as /guides/apply/.")})
