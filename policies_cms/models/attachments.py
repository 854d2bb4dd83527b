"""The files of a policy: once public they stay on its page, as earlier versions when newer ones came."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable


class PolicyAttachment(Orderable):
    """A file that belongs to a policy; a replaced version stays reachable under its own number."""

    page = ParentalKey("policies_cms.PolicyPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("attached file"),
    )
    title = models.CharField(gettext_lazy("title"), max_length=120)
    version = models.CharField(
        gettext_lazy("version"), max_length=20, blank=True, help_text=gettext_lazy("For example 2026-07.")
    )
    replaced_on = models.DateField(
        gettext_lazy("replaced on"),
        null=True,
        blank=True,
        help_text=gettext_lazy(
            "Fill in when a newer version is added: this one then stays reachable among the earlier versions."
        ),
    )

    panels = [
        FieldPanel("document"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("version"), FieldPanel("replaced_on")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("attachment")
        verbose_name_plural = gettext_lazy("attachments")


def fault_of_files(page_id: int | None, kept: Iterable[int]) -> str:
    """Why a version with the documents `kept` can't take the place of what is public; empty when it can.

    A file that people were told to rely on does not vanish with an approval, nor is another put behind its title. For
    one that harms somebody there is a way of one person: the page is taken down, and then nothing of it is public.
    """
    public = PolicyAttachment.objects.filter(page_id=page_id, page__live=True)
    titles = [line.title for line in public.exclude(document_id__in=list(kept))] if page_id else []
    if not titles:
        return ""
    return _(
        "Public with this page, and to be kept on it: %(files)s. Leave the line as it is, fill in “replaced on”, and "
        "add the new file as a line of its own. If a file must not be seen any more, have the page taken down first."
    ) % {"files": "、".join(titles)}
