"""Checkpoints and signed notes as text (C2SP tlog-checkpoint, signed-note, tlog-proof).

The signature itself is made and checked elsewhere: here are only the bytes around it.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from publicity.domain.merkle import HASH_SIZE

#: signed-note, "Signature types": 0x01 is Ed25519 over the note's text.
ED25519 = b"\x01"
_DASH = "\N{EM DASH} "
#: tlog-proof, "Format": the first line.
PROOF = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class BadNote(ValueError):
    """The text is not a signed note, a checkpoint or a verifier key."""


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: its name, how many entries it has, and their root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The note's text, which is what is signed."""
        lines = (self.origin, str(self.size), _b64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True)
class Signature:
    """One signature of a note: who, the first four bytes of the key's hash, the signature."""

    name: str
    key_hash: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line that a note carries."""
        return f"{_DASH}{self.name} {_b64(self.key_hash + self.value)}\n"


@dataclass(frozen=True)
class VerifierKey:
    """A public Ed25519 key (32 bytes) under a name."""

    name: str
    public: bytes

    @property
    def key_hash(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_hash.hex()}+{_b64(ED25519 + self.public)}"


def valid_name(name: str) -> bool:
    """Return whether a log or key may bear this name: not empty, no space, no plus, no control character."""
    return bool(name) and "+" not in name and not any(c.isspace() or c < " " for c in name)


def signed(text: str, signatures: list[Signature]) -> str:
    """Return the signed note: text, an empty line, signature lines."""
    return text + "\n" + "".join(signature.line for signature in signatures)


def parse_note(note: str) -> tuple[str, list[Signature]]:
    """Return the text and the signatures of a signed note. Raises BadNote."""
    if any(c < " " and c != "\n" for c in note):
        raise BadNote("control character")
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise BadNote("no signature")
    return text + "\n", [_signature(line) for line in tail[:-1].split("\n")]


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint in a note's text. Raises BadNote."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or not all(lines):
        raise BadNote("not a checkpoint")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise BadNote("size")
    return Checkpoint(origin, int(size), _unb64(root, HASH_SIZE), tuple(extensions))


def parse_verifier_key(text: str) -> VerifierKey:
    """Return the key in `<name>+<hash>+<base64>`. Raises BadNote, also on a wrong hash."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not valid_name(parts[0]):
        raise BadNote("not a verifier key")
    raw = _unb64(parts[2], 33)
    key = VerifierKey(parts[0], raw[1:])
    if raw[:1] != ED25519 or key.key_hash.hex() != parts[1]:
        raise BadNote("wrong key hash")
    return key


@dataclass(frozen=True)
class Proof:
    """A leaf's place in a log, the path to the root, and the note that signs the root (C2SP tlog-proof)."""

    index: int
    path: tuple[bytes, ...]
    note: str

    def __str__(self) -> str:
        return "\n".join((PROOF, f"index {self.index}", *self.encoded(self.path), "", self.note))

    @staticmethod
    def encoded(path: Iterable[bytes]) -> list[str]:
        """Hashes as these formats write them: base64 with padding."""
        return [_b64(value) for value in path]


def parse_proof(text: str) -> Proof:
    """Return the proof in a tlog-proof without extra data. Raises BadNote."""
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 2 or lines[0] != PROOF or not _INDEX.fullmatch(lines[1]):
        raise BadNote("not a proof")
    return Proof(int(lines[1][6:]), tuple(_unb64(line, HASH_SIZE) for line in lines[2:]), note)


def _signature(line: str) -> Signature:
    name, space, value = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not valid_name(name):
        raise BadNote("signature line")
    raw = _unb64(value)
    if len(raw) < 5:
        raise BadNote("short signature")
    return Signature(name, raw[:4], raw[4:])


def _b64(data: bytes) -> str:
    return b64encode(data).decode()


def _unb64(text: str, length: int | None = None) -> bytes:
    try:
        raw = b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote("base64") from error
    if length is not None and len(raw) != length:
        raise BadNote("length")
    return raw
