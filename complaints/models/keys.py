"""Keys of members and offices, none of them readable without a password.

A member's private key is encrypted under the password, an office's is sealed to each member's public key.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from county.domain.roles import TABLE, Action
from county.models.offices import Office

CASE_ACTIONS = frozenset({Action.HANDLE_CASE, Action.APPROVE_CASE, Action.SUPERVISE_CASES, Action.HANDLE_DISCIPLINE})
CASE_ROLES = [role.value for role, actions in TABLE.items() if actions & CASE_ACTIONS]
"""Names of the groups whose members open cases."""


class MemberKey(models.Model):
    """The key pair of one member of staff; the private part encrypted under Argon2id of the password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member_key")
    public_key = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)
    private_key = models.BinaryField()
    algorithm = models.CharField(max_length=80)
    salt = models.BinaryField()
    argon2 = models.JSONField()
    created_on = models.DateField()

    class Meta:
        verbose_name = _("member key")
        verbose_name_plural = _("member keys")

    def __str__(self) -> str:
        return str(self.user)


class OfficeKeyQuerySet(models.QuerySet["OfficeKey"]):
    """Office keys by use."""

    def usable(self) -> "OfficeKeyQuerySet":
        """Keys that new cases are sealed to: not retired, and held."""
        return self.held().filter(retired_on=None)

    def held(self) -> "OfficeKeyQuerySet":
        """Keys that somebody holds who still acts for the office."""
        return self.filter(
            shares__user__is_active=True,
            shares__user__office=F("office"),
            shares__user__groups__name__in=CASE_ROLES,
        ).distinct()


class OfficeKey(models.Model):
    """The public key of an office; a new version when somebody leaves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="case_keys")
    version = models.PositiveSmallIntegerField()
    public_key = models.BinaryField()
    algorithm = models.CharField(max_length=80)
    created_on = models.DateField()
    retired_on = models.DateField(null=True, blank=True)

    objects = OfficeKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("office key")
        verbose_name_plural = _("office keys")
        constraints = [
            models.UniqueConstraint(fields=["office", "version"], name="one_office_key_a_version"),
            models.UniqueConstraint(
                fields=["office"], condition=models.Q(retired_on=None), name="one_office_key_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.version}"


class OfficeKeyShare(models.Model):
    """An office's private key sealed to one member's public key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office_key = models.ForeignKey(OfficeKey, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="office_key_shares")
    wrapped = models.BinaryField()
    algorithm = models.CharField(max_length=80)
    created_on = models.DateField()

    class Meta:
        verbose_name = _("share of an office key")
        verbose_name_plural = _("shares of office keys")
        constraints = [models.UniqueConstraint(fields=["office_key", "user"], name="one_share_a_member")]

    def __str__(self) -> str:
        return f"{self.office_key} {self.user}"


class RecoveryKey(models.Model):
    """A member's private key once more, under the code on a printed sheet that its owner keeps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(MemberKey, on_delete=models.CASCADE, related_name="recovery")
    sealed = models.BinaryField()
    algorithm = models.CharField(max_length=80)
    created_on = models.DateField()

    class Meta:
        verbose_name = _("recovery key")
        verbose_name_plural = _("recovery keys")

    def __str__(self) -> str:
        return str(self.member)


class ShareRequest(models.Model):
    """A member waits for a share of their office's key: one person vouches for them, another shares."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    member = models.OneToOneField(MemberKey, on_delete=models.CASCADE, related_name="request")
    asked_on = models.DateField()
    vouched_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("request for an office key")
        verbose_name_plural = _("requests for office keys")

    def __str__(self) -> str:
        return str(self.member)


class StaffKeySession(models.Model):
    """A member's private key for a signed-in session, under a random key that only the admin cookie holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lookup = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    last_used = models.DateTimeField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("open key of a session")
        verbose_name_plural = _("open keys of sessions")

    def __str__(self) -> str:
        return str(self.user)
