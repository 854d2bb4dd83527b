"""What sealed records hold, and how it becomes bytes. Nothing here is ever stored in clear."""

import json
from dataclasses import asdict, dataclass

from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Outcome

HEADER_BUCKET = 512
"""Every header has this length before sealing, in bytes."""
_LENGTH_BYTES = 4


@dataclass(frozen=True)
class Header:
    """What the queue shows of a case: `place` is an area code or "", the list and entry ids or ""."""

    kind: Kind
    subject: Subject
    place: str = ""
    publication_id: str = ""
    entry_id: str = ""


@dataclass(frozen=True)
class Words:
    """What somebody wrote. The sender's contact and rating, a date asked for and codes are filled where they apply."""

    text: str
    contact: str = ""
    until: str = ""
    outcome: str = ""
    because: str = ""
    rating: str = ""


@dataclass(frozen=True)
class Decision:
    """An outcome with reasons for the sender, and the words that are publicised in the village ("": none)."""

    outcome: Outcome
    reasons: str
    public_text: str = ""


@dataclass(frozen=True)
class SealedUpload:
    """A file as it came in; it exists in memory only until it is sealed."""

    name: str
    content_type: str
    data: bytes


def header_bytes(header: Header) -> bytes:
    """A header as JSON."""
    return _json(asdict(header))


def header_from(data: bytes) -> Header:
    """The header in `data`."""
    values = json.loads(data)
    return Header(**{**values, "kind": Kind(values["kind"]), "subject": Subject(values["subject"])})


def words_bytes(words: Words) -> bytes:
    """Words as JSON, empty fields left out."""
    return _json({name: value for name, value in asdict(words).items() if value or name == "text"})


def words_from(data: bytes) -> Words:
    """The words in `data`."""
    return Words(**json.loads(data))


def decision_bytes(decision: Decision) -> bytes:
    """A decision as JSON."""
    return _json(asdict(decision))


def decision_from(data: bytes) -> Decision:
    """The decision in `data`."""
    values = json.loads(data)
    return Decision(**{**values, "outcome": Outcome(values["outcome"])})


def file_bytes(upload: SealedUpload) -> bytes:
    """A file with its name and type in front."""
    label = _json({"name": upload.name, "content_type": upload.content_type})
    return len(label).to_bytes(_LENGTH_BYTES, "big") + label + upload.data


def file_from(data: bytes) -> SealedUpload:
    """The file in `data`."""
    start = _LENGTH_BYTES + int.from_bytes(data[:_LENGTH_BYTES], "big")
    label = json.loads(data[_LENGTH_BYTES:start])
    return SealedUpload(label["name"], label["content_type"], data[start:])


def _json(values: dict[str, object]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
