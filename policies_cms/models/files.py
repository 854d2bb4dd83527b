"""Which of Wagtail's files the public may read: those that a live page carries, after its approval."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex

from policies_cms.models.attachments import PolicyAttachment
from policies_cms.models.forms import PaperForm
from policies_cms.models.refusals import Refused


class FileInUse(Refused):
    """The public reads this file on a live page: one person does not take it away."""


def keep_if_public(file: Model) -> None:
    """Raises FileInUse for a document or an image that a live page carries."""
    if is_on_a_live_page(file):
        why = _(
            "A published page carries “%(title)s”, so it can't be deleted. Take it off the page and have that "
            "approved, or have the page taken down."
        )
        raise FileInUse(file, why % {"title": file})


def is_on_a_live_page(file: Model) -> bool:
    """Whether a live page carries a document or an image, as an attachment or in its text."""
    attached = PolicyAttachment.objects.filter(document_id=file.pk, page__live=True)
    if isinstance(file, AbstractDocument) and (attached.exists() or _is_version_of_a_form_on_a_live_page(file)):
        return True
    return _is_referred_to_by_a_live_page(file)


def _is_version_of_a_form_on_a_live_page(file: AbstractDocument) -> bool:
    """Forms are offered by the guides that name them; replaced versions stay reachable (B7)."""
    forms = PaperForm.objects.filter(versions__document_id=file.pk)
    return any(_is_referred_to_by_a_live_page(form) for form in forms)


def _is_referred_to_by_a_live_page(file: Model) -> bool:
    found = ReferenceIndex.get_references_to(file).filter(base_content_type=ContentType.objects.get_for_model(Page))
    return Page.objects.live().filter(pk__in={int(key) for key in found.values_list("object_id", flat=True)}).exists()
