"""What follows when Wagtail publishes a page."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import Revision, WorkflowState
from wagtail.signals import page_published, workflow_approved

from county.today import today
from policies_cms.actions import give_index_number, give_short_link, record_approval, repeal_replaced
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
