"""The words of roster reading: what a column says, and what is wrong in a cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Column(StrEnum):
    """What a roster's columns say.

    `account` is known so that it can be left out. The last ones stand in rosters with one row a person: what the
    person is to the head of household, the person's name and ID number where the head's stand beside them, and
    whether the person is covered. `change` says that a row was added, changed or stopped.
    """

    CERTIFICATE = "certificate"
    TOWNSHIP = "township"
    VILLAGE = "village"
    NAME = "head_name"
    IDENTITY = "identity"
    SIZE = "household_size"
    COVERED = "covered_persons"
    RESIDENCE = "residence"
    CATEGORY = "category"
    PER_CAPITA = "per_capita"
    AMOUNT = "amount"
    ACCOUNT = "account"
    SINCE = "since"
    CONFIDENTIAL = "confidential"
    NOTE = "note"
    RELATION = "relation"
    MEMBER = "member_name"
    MEMBER_IDENTITY = "member_identity"
    ENTITLED = "entitled"
    CHANGE = "change"


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: its A1 name, what stands there, a code, and what the message needs to say.

    `village` is the row's, where it is known; `also` are other wrong cells of the row; `sheet` is the sheet's title.
    """

    cell: str
    value: str
    code: str
    params: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    village: str = ""
    sheet: str = ""


class Wrong(Exception):
    """A cell is wrong: a code, and what its message needs to say."""

    def __init__(self, code: str, **params: str | tuple[str, ...]) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class BadSheet(ValueError):
    """The sheet is no roster that can be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
