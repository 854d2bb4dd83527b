"""What the public interface answers, as OpenAPI tells it. Amounts are strings with two decimals, hashes base64url."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from publicity.domain.stages import Stage
from publicity.domain.windows import State


class Checkpoint(Schema):
    """The ledger's state that this answer rests on, signed: `note` is a C2SP signed note over log, size and root."""

    log: str
    size: int
    root: str
    note: str


class Place(Schema):
    """A village or community by its official code."""

    code: str
    name: str


class Shown(Schema):
    """The totals of the rows that the list shows."""

    households: int
    persons: int
    amount: str


class LedgerPlace(Schema):
    """Where the list stands in the ledger."""

    index: int | None
    rows_root: str
    short_hash: str


class Files(Schema):
    """The list as files, while its rows are public."""

    pdf: str
    csv: str
    json_: str = Field(alias="json", serialization_alias="json")
    datapackage: str


class ListFacts(Schema):
    """One version of one village's list, without its rows."""

    id: str
    url: str
    title: str
    programme: str
    stage: Stage
    period: str
    batch: int
    version: int
    replaces: str | None
    reason: str
    village: Place
    issuer: str
    published_on: date
    opens_on: date
    closes_on: date | None
    state: State
    fields: list[str]
    standard: str
    supervision_phone: str
    shown: Shown
    reconciles: bool
    ledger: LedgerPlace
    files: Files | None


class Lists(Schema):
    """A page of lists, the newest ledger entry first; `next` is the cursor of the next page."""

    lists: list[ListFacts]
    next: str | None
    checkpoint: Checkpoint | None


class Proof(Schema):
    """The list's entry as it was hashed, and what proves that it lies in the log (C2SP tlog-proof).

    `numbered_from` is the portal's number of the first entry of that log: not 0 after a restore.
    """

    log: str
    numbered_from: int
    entry: str
    proof: str


class OneList(ListFacts):
    """A list with its rows and salts while they are public; without, `rows` is null."""

    rows: list[dict[str, Any]] | None
    proof: Proof | None
    checkpoint: Checkpoint | None


class Change(Schema):
    """One ledger entry and what a mirror does about it; `entry` is its canonical JSON exactly as hashed."""

    index: int
    day: date
    type: str
    list: str | None
    action: str
    url: str | None
    entry: str


class Changes(Schema):
    """Signed ledger entries after `since`, oldest first; ask again with `next` as `since`."""

    since: int
    next: int
    more: bool
    changes: list[Change]
    checkpoint: Checkpoint | None
