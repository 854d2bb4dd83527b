"""Passwords of staff: Django's Argon2, in the one line where all Argon2 of this process waits its turn."""

from django.contrib.auth.hashers import Argon2PasswordHasher

from county.turns import ARGON2


class QueuedArgon2PasswordHasher(Argon2PasswordHasher):
    """Hashes are Django's own; only when they are computed is different. Both may raise turns.Busy."""

    def encode(self, password: str, salt: str) -> str:
        """A hash of a new password; also made for an unknown user name, so that it takes as long."""
        with ARGON2.turn():
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the password is the one."""
        with ARGON2.turn():
            return bool(super().verify(password, encoded))
