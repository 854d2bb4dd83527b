"""What sealed records hold, and how it becomes bytes. Nothing here is ever stored in clear."""

import json
from dataclasses import asdict, dataclass

from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Change, Outcome

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
    """What somebody wrote. The sender's contact and rating, a date asked for and codes are filled where they apply.

    With an answer to a decision come what was looked at, what changes (a code), and the notice in the village;
    `earlier` is the number of the case that dealt with the same fact, for staff only. `files` are name and bytes of
    each file that came with the words.
    """

    text: str
    contact: str = ""
    until: str = ""
    outcome: str = ""
    because: str = ""
    rating: str = ""
    evidence: str = ""
    change: str = ""
    notice: str = ""
    earlier: str = ""
    files: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Decision:
    """An outcome with reasons, what was looked at, what changes, and the words for the village ("": none)."""

    outcome: Outcome
    reasons: str
    public_text: str = ""
    evidence: str = ""
    change: Change = Change.NOTHING


@dataclass(frozen=True)
class PublicOutcome:
    """What the public is to read of a case that the media exposed, before another person approves it."""

    title: str
    text: str


@dataclass(frozen=True)
class SealedUpload:
    """A file as it came in, or the cleaned copy of one; it exists in memory only until it is sealed."""

    name: str
    content_type: str
    data: bytes
    is_copy: bool = False


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
    values = json.loads(data)
    return Words(**{**values, "files": tuple((name, size) for name, size in values.get("files", []))})


def decision_bytes(decision: Decision) -> bytes:
    """A decision as JSON."""
    return _json(asdict(decision))


def decision_from(data: bytes) -> Decision:
    """The decision in `data`."""
    values = json.loads(data)
    codes = {"outcome": Outcome(values["outcome"]), "change": Change(values.get("change", Change.NOTHING))}
    return Decision(**{**values, **codes})


def public_outcome_bytes(outcome: PublicOutcome) -> bytes:
    """A draft as JSON."""
    return _json(asdict(outcome))


def public_outcome_from(data: bytes) -> PublicOutcome:
    """The draft in `data`."""
    return PublicOutcome(**json.loads(data))


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
