"""Where people speak up deserves codes as well; who follows them is never counted."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.codes import Target, never_count, register_targets

never_count("complaints:tip", "complaints:objection", "complaints:receipt", "complaints:receipt_kept")


@register_targets("5-cases", gettext_lazy("Tips and objections"))
def doors() -> list[Target]:
    """The doors for whoever wants to speak up."""
    return [
        Target(reverse("complaints:tip"), _("Send a tip"), _("Without a name; you get a code to read the answer with")),
        Target(reverse("complaints:objection"), _("Object to a list"), _("Without a name too; answered in writing")),
        Target(reverse("complaints:receipt"), _("Read the answer"), _("With the code on your receipt")),
    ]
