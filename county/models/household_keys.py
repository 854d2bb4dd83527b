"""Keys of households: what the audit trail says about one is sealed under its key, and gone when the key is."""

import uuid

from django.db import models


class HouseholdKey(models.Model):
    """A random key under which values about one household are sealed. The one row of the audit that is ever deleted.

    `household` is a keyed digest (an HMAC under a key outside the database). What is sealed names `id`, not the
    digest: once this row is gone nothing leads from the audit trail to the household.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.CharField(max_length=43, unique=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)
