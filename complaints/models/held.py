"""Files that wait between two pages of a form, sealed under a key that only the sender's page carries."""

import uuid

from django.db import models


class HeldFile(models.Model):
    """One file, or the cleaned copy of one. Name, type and content are sealed; without the page nobody reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ciphertext = models.BinaryField()
    algorithm = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    """Bytes of the ciphertext, so that the room taken is known without reading it."""
    day = models.DateField()

    def __str__(self) -> str:
        return str(self.pk)
