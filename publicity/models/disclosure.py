"""What a county has chosen to show, version by version; nothing is ever changed or taken away."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from county.models.audit import AppendOnly
from publicity.domain.disclosure import Channel, NameForm
from publicity.domain.stages import Programme, Stage


class DisclosureProfile(AppendOnly):
    """The fields and the form of name of one stage, channel and programme, from a day on."""

    programme = models.CharField(_("programme"), max_length=20, choices=[(item, item) for item in Programme])
    stage = models.CharField(_("stage"), max_length=12, choices=[(item, item) for item in Stage])
    channel = models.CharField(
        _("channel"),
        max_length=8,
        choices=[
            (Channel.WEB, _("Web page, table and public notice")),
            (Channel.NOTICE, _("Notice in the village")),
            (Channel.FEED, _("Files and feeds for programs")),
        ],
    )
    fields = models.JSONField(_("fields"))
    name_form = models.CharField(
        _("form of name"),
        max_length=8,
        choices=[(NameForm.MASKED, _("Surname and **")), (NameForm.FULL, _("In full"))],
    )
    in_force_from = models.DateField(_("in force from"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set at"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("disclosure profile")
        verbose_name_plural = _("disclosure profiles")
        indexes = [models.Index(fields=["programme", "stage", "channel", "in_force_from"])]

    def __str__(self) -> str:
        return f"{self.programme} {self.stage} {self.channel} {self.in_force_from}"
