"""What a half-filled journey knows: it travels sealed in the page, and nothing of it is stored here."""

from dataclasses import dataclass, replace
from typing import Any

from complaints import tokens
from complaints.actions.holding import Held, new_holding_key
from complaints.forms.base import Answers, Journey, Step

ANSWERS_LAST = 12
"""Windows of two hours that half-filled answers stay good for."""


@dataclass(frozen=True)
class Filled:
    """The answers so far, which pages were seen, the files that wait, and what makes the sending happen once."""

    answers: Answers
    seen: tuple[str, ...]
    files: tuple[Held, ...]
    key: str
    once: str

    @classmethod
    def begun(cls, answers: Answers | None = None) -> "Filled":
        """At the first question."""
        return cls(answers or {}, (), (), new_holding_key(), tokens.new_nonce())

    @classmethod
    def unsealed(cls, field: str, door: str) -> "Filled":
        """From the hidden field; raises tokens.TokenRefused."""
        found: dict[str, Any] = tokens.unseal(field, purpose=door, windows=ANSWERS_LAST)
        files = tuple(Held.of(one) for one in found["files"])
        return cls(found["answers"], tuple(found["seen"]), files, found["key"], found["once"])

    def sealed(self, door: str) -> str:
        """As the hidden field carries it."""
        values = {"answers": self.answers, "seen": self.seen, "key": self.key, "once": self.once}
        return tokens.seal({**values, "files": [one.plain() for one in self.files]}, purpose=door)

    def after(self, step: Step, new: Answers | None = None) -> "Filled":
        """With one more page answered."""
        return replace(
            self, answers={**self.answers, **(new or {})}, seen=tuple(dict.fromkeys([*self.seen, step.slug]))
        )

    def with_files(self, files: list[Held]) -> "Filled":
        """With these files instead."""
        return replace(self, files=tuple(files))

    def next_step(self, journey: Journey) -> Step | None:
        """The first page not yet answered; None when all are."""
        return next((step for step in journey.asked(self.answers) if step.slug not in self.seen), None)
