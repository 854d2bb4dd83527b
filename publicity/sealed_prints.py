"""Notices on their way into one file: each sealed to a public key, so that the disk never holds a name in clear.

The task that makes them knows the public key alone. The private key lies in the session of whoever asked for them.
"""

import shutil

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from publicity import private_files

FOLDER = "prints"


class PrintsLost(Exception):
    """A file is gone, or this session does not hold its key."""


def new_keys() -> tuple[bytes, bytes]:
    """A private key for the session and the public key that goes with it."""
    key = PrivateKey.generate()
    return bytes(key), bytes(key.public_key)


def store(run_id: str, publication_id: str, pdf: bytes, public_key: bytes) -> None:
    """Writes one notice, sealed."""
    private_files.write(SealedBox(PublicKey(public_key)).encrypt(pdf), FOLDER, run_id, f"{publication_id}.sealed")


def load(run_id: str, publication_id: str, private_key: bytes) -> bytes:
    """The notice again. Raises PrintsLost."""
    try:
        sealed = private_files.read(FOLDER, run_id, f"{publication_id}.sealed")
        return SealedBox(PrivateKey(private_key)).decrypt(sealed)
    except (OSError, CryptoError, ValueError, TypeError) as error:
        raise PrintsLost from error


def made(run_id: str) -> list[str]:
    """The ids of the lists whose notices are there."""
    return sorted(path.stem for path in private_files.path(FOLDER, run_id).glob("*.sealed"))


def remove(run_id: str) -> None:
    """Deletes all of a run."""
    shutil.rmtree(private_files.path(FOLDER, run_id), ignore_errors=True)


def remove_lists(publication_ids: list[str]) -> None:
    """Deletes the notices of these lists from every run."""
    for publication_id in publication_ids:
        for path in private_files.path(FOLDER).glob(f"*/{publication_id}.sealed"):
            path.unlink(missing_ok=True)
