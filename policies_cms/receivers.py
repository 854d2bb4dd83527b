"""What follows when Wagtail publishes a page, and what it may not delete."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision, WorkflowState
from wagtail.signals import page_published, workflow_approved

from county.today import today
from policies_cms.actions import give_index_number, give_short_link, record_approval, repeal_replaced
from policies_cms.models.files import keep_if_public
from policies_cms.models.guides import GuidePage
from policies_cms.models.policies import PolicyPage


@receiver(page_published, sender=GuidePage)
def guide_published(instance: GuidePage, **kwargs: Any) -> None:
    """A guide gets its short link as soon as it is public."""
    give_short_link(page=instance)


@receiver(page_published, sender=PolicyPage)
def policy_published(instance: PolicyPage, revision: Revision, **kwargs: Any) -> None:
    """A policy gets its number for good, and ends what it replaces."""
    give_index_number(page=instance, today=today())
    repeal_replaced(page=instance, by=revision.user)


@receiver(workflow_approved)
def page_approved(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """An approval is an act of staff."""
    record_approval(workflow_state=instance, by=user)


@receiver(pre_delete, sender=get_document_model())
@receiver(pre_delete, sender=get_image_model())
def file_goes(instance: Model, **kwargs: Any) -> None:
    """Asked here because every way to delete comes by: one file, several at once, a collection."""
    keep_if_public(instance)
