"""What is told of a survey: counts by answer, none under ten people, nor any that the others give away."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from county.domain.small_cells import THRESHOLD, cells

NO_ANSWER = ""
"""The row of those who left a question empty."""


class Form(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True)
class Question:
    """A question as it was asked; `options` in their order, empty for numbers and words."""

    name: str
    label: str
    form: Form
    options: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Told:
    """What is told of one question: (option, people; None: not told); for a number the mean of those who gave one."""

    label: str
    form: Form
    rows: tuple[tuple[str, int | None], ...] = ()
    mean: float | None = None


@dataclass(frozen=True)
class Results:
    """A survey's results; `answers` is None, and nothing else told, where fewer than ten answered."""

    answers: int | None
    questions: tuple[Told, ...] = ()


def results(questions: Sequence[Question], answers: Sequence[Mapping[str, object]]) -> Results:
    """What may be told of all `answers` (name of a question to its answer). What people wrote in words never is."""
    if len(answers) < THRESHOLD:
        return Results(None)
    return Results(
        len(answers),
        tuple(_told(question, answers) for question in questions if question.form is not Form.WORDS),
    )


def _told(question: Question, answers: Sequence[Mapping[str, object]]) -> Told:
    given = [answer.get(question.name) for answer in answers]
    if question.form is Form.NUMBER:
        return Told(question.label, question.form, mean=_mean(given))
    if question.form is Form.SEVERAL:
        return Told(question.label, question.form, tuple(_several(question, given)))
    counts = Counter(dict.fromkeys((*question.options, NO_ANSWER), 0))
    # An option that was renamed after somebody chose it still counts: as itself.
    counts.update(str(value) if value else NO_ANSWER for value in given)
    if question.required and not counts[NO_ANSWER]:
        del counts[NO_ANSWER]
    return Told(question.label, question.form, tuple(cells(counts).items()))


def _several(question: Question, given: Sequence[object]) -> list[tuple[str, int | None]]:
    """Each option is a table of two: who chose it, and who did not, whose number the total gives away."""
    chosen = Counter(option for value in given if isinstance(value, list | tuple) for option in set(map(str, value)))
    options = [*question.options, *sorted(set(chosen) - set(question.options))]
    return [
        (option, chosen[option] if min(chosen[option], len(given) - chosen[option]) >= THRESHOLD else None)
        for option in options
    ]


def _mean(given: Sequence[object]) -> float | None:
    """To one decimal, of those who gave a number; None where they, or those who gave none, are fewer than ten."""
    numbers = [float(str(value)) for value in given if value not in (None, "")]
    silent = len(given) - len(numbers)
    if len(numbers) < THRESHOLD or 0 < silent < THRESHOLD:
        return None
    return round(sum(numbers) / len(numbers), 1)
