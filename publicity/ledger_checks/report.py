"""What checking the ledger found: counts of what was looked at, and problems."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from publicity.domain import merkle, rows_root


@dataclass
class Report:
    """`problems` are a code, what it is about, and where it applies the list, the row's number and the field."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    checked: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def problem(self, code: str, subject: object, **where: Any) -> None:
        """Notes one problem."""
        self.problems.append({"code": code, "subject": str(subject), **where})

    def as_dict(self) -> dict[str, Any]:
        """The command's JSON; the root is base64url."""
        return {
            "ok": not self.problems,
            "size": self.size,
            "root": rows_root.to_text(self.root),
            "checked": dict(self.checked),
            "problems": self.problems,
        }
