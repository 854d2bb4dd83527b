"""When each periodic job last ran: the lock that lets several schedulers run it once."""

from django.db import models


class JobRun(models.Model):
    """The last slot of a job that some process took, when it took it, and whether it came to the end."""

    name = models.CharField(max_length=60, primary_key=True)
    slot = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    done = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
