"""Photos of notice boards: drawn anew without what a phone writes into them, and sealed on disk.

A photo may show full names. Its file lies under PORTAL_DATA/postings; the key lies in its row in the database, so
that neither alone shows anything and a deleted row takes every copy of the file along.
"""

import threading
from io import BytesIO

from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.utils import random
from PIL import Image, ImageOps

from publicity import private_files

FOLDER = "postings"
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2000
"""Pixels: a page of names on a board can still be read."""
FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 80
# A picture takes several hundred megabytes while it is drawn: one at a time.
_DRAWING = threading.Lock()


class NotAPhoto(Exception):
    """The file is no picture that a phone makes, or cannot be drawn."""


class PhotoTooLarge(Exception):
    """More bytes or pixels than a phone's photo has."""


class PhotoLost(Exception):
    """The file is gone or is not the one that was sealed."""


def clean_photo(data: bytes) -> bytes:
    """A JPEG drawn anew, upright, at most LONGEST_SIDE, without place, time, device or preview.

    Raises NotAPhoto and PhotoTooLarge.
    """
    if len(data) > MOST_BYTES:
        raise PhotoTooLarge
    try:
        with _DRAWING, Image.open(BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PhotoTooLarge
            return _drawn(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPhoto from error


def _drawn(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Nothing but the points is carried over: the new image has never heard of the old one's information.
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def store(photo_id: str, data: bytes) -> bytes:
    """Writes a photo sealed (XChaCha20-Poly1305, bound to its id) and answers the key."""
    key = random(Aead.KEY_SIZE)
    private_files.write(bytes(Aead(key).encrypt(data, photo_id.encode())), FOLDER, f"{photo_id}.sealed")
    return key


def load(photo_id: str, key: bytes) -> bytes:
    """The photo again. Raises PhotoLost."""
    try:
        return Aead(key).decrypt(private_files.read(FOLDER, f"{photo_id}.sealed"), photo_id.encode())
    except (OSError, CryptoError, ValueError, TypeError) as error:
        raise PhotoLost from error


def remove(photo_id: str) -> None:
    """Deletes the file if it is there."""
    private_files.remove(FOLDER, f"{photo_id}.sealed")
