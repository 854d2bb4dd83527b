"""What follows when Wagtail publishes a page."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import page_published, workflow_approved

from policies_cms.actions import give_short_link, record_approval
from policies_cms.models.guides import GuidePage


@receiver(page_published, sender=GuidePage)
def guide_published(instance: GuidePage, **kwargs: Any) -> None:
    """A guide gets its short link as soon as it is public."""
    give_short_link(page=instance)


@receiver(workflow_approved)
def page_approved(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """An approval is an act of staff."""
    record_approval(workflow_state=instance, by=user)
