"""How a member likes the queue."""

from collections.abc import Sequence

from django.db import transaction

from complaints.models.desk import QueueLayout
from county.models.staff import User


@transaction.atomic
def keep_layout(*, user: User, columns: Sequence[str], sort: str) -> None:
    """Keeps columns and order for this member."""
    QueueLayout.objects.update_or_create(user=user, defaults={"columns": list(columns), "sort": sort})
