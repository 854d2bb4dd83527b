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
        return Told(question.label, question.form, tuple(_several(question, given).items()))
    counts = Counter(dict.fromkeys((*question.options, NO_ANSWER), 0))
    # An option that was renamed after somebody chose it still counts: as itself.
    counts.update(str(value) if value else NO_ANSWER for value in given)
    if question.required and not counts[NO_ANSWER]:
        del counts[NO_ANSWER]
    return Told(question.label, question.form, tuple(cells(counts).items()))


def _several(question: Question, given: Sequence[object]) -> dict[str, int | None]:
    """Each option is a table of two: who chose it, and who did not, whose number the total gives away.

    Where nobody may choose nothing, all options together also tell how many chose more than one. Are those few, the
    smallest option is left out, and every one that equals it.
    """
    picks = [set(map(str, value)) if isinstance(value, list | tuple) else set() for value in given]
    chosen = Counter(option for pick in picks for option in pick)
    options = [*question.options, *sorted(set(chosen) - set(question.options))]
    told = {option: chosen[option] for option in options if THRESHOLD <= chosen[option] <= len(given) - THRESHOLD}
    if question.required and len(told) == len(options) and sum(len(pick) > 1 for pick in picks) < THRESHOLD:
        least = min(told.values())
        told = {option: number for option, number in told.items() if number != least}
    return {option: told.get(option) for option in options}


def _mean(given: Sequence[object]) -> float | None:
    """To one decimal, of those who gave a number.

    None where they, or those who gave none, are fewer than ten; or those who differ from the number most often given:
    a mean of 0.1 among ten people would say that one of them had paid once.
    """
    numbers = [float(str(value)) for value in given if value not in (None, "")]
    silent = len(given) - len(numbers)
    others = len(numbers) - max(Counter(numbers).values(), default=0)
    if others < THRESHOLD or 0 < silent < THRESHOLD:
        return None
    return round(sum(numbers) / len(numbers), 1)
