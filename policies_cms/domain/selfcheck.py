"""Which kinds of help a person's answers touch, and why. It never says no: what it can't tell, it leaves to a window.

Sources stand beside each rule. Property is not asked about: its limits need an official's look.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Benefit(StrEnum):
    """Kinds of help, in the order told."""

    TEMPORARY = "temporary"
    TEKUN = "tekun"
    DIBAO = "dibao"
    SINGLE = "single"
    SPENDING = "spending"
    EDGE = "edge"
    STEP_DOWN = "step-down"


class Situation(StrEnum):
    """What has happened or who lives in the household; several may hold."""

    SUDDEN = "sudden"
    DISASTER = "disaster"
    JOBLESS = "jobless"
    GRADUATE = "graduate"
    NOBODY = "nobody"
    KEPT_DISABLED = "kept-disabled"
    DISABLED_OR_ILL = "disabled-or-ill"
    NEW_WORK = "new-work"
    NEW_BUSINESS = "new-business"


class Where(StrEnum):
    """What ties the person to the county."""

    REGISTERED = "registered"
    PERMIT = "permit"
    NEITHER = "neither"


class Weight(StrEnum):
    """How much the answers say: they meet what a rule names, or too little was said to leave the rule out."""

    MEETS = "meets"
    ASK = "ask"


@dataclass(frozen=True)
class Rules:
    """The county's figures; a standard that is not set is None."""

    urban: Decimal | None
    rural: Decimal | None
    edge_factor: Decimal


@dataclass(frozen=True)
class Answers:
    """What a person said; everything may stay unsaid. Money in yuan a month for the whole household."""

    residence: str = ""
    persons: int | None = None
    income: Decimal | None = None
    costs: Decimal | None = None
    where: Where | None = None
    situations: frozenset[Situation] = frozenset()

    @property
    def per_head(self) -> Decimal | None:
        """Income a person and month."""
        return None if self.income is None or not self.persons else self.income / self.persons

    @property
    def left_per_head(self) -> Decimal | None:
        """The same after the unavoidable costs; never below zero."""
        if self.income is None or self.costs is None or not self.persons:
            return None
        return max(self.income - self.costs, Decimal(0)) / self.persons


@dataclass(frozen=True)
class Reason:
    """Why a rule is touched: a code, and the amounts that its sentence names."""

    code: str
    amount: Decimal | None = None
    limit: Decimal | None = None


@dataclass
class Finding:
    """A kind of help that the answers touch."""

    benefit: Benefit
    weight: Weight
    reasons: list[Reason] = field(default_factory=list)


def check(answers: Answers, rules: Rules) -> list[Finding]:
    """What is touched, firmest first; empty when the answers touch no rule, which never means that there is no help."""
    found = [
        Finding(benefit, weight, reasons) for benefit in Benefit for weight, reasons in _told(benefit, answers, rules)
    ]
    return sorted(found, key=lambda finding: (finding.weight is Weight.ASK, list(Benefit).index(finding.benefit)))


def _told(benefit: Benefit, answers: Answers, rules: Rules) -> Iterator[tuple[Weight, list[Reason]]]:
    pairs = list(_RULES[benefit](answers, rules))
    if pairs:
        weight = Weight.MEETS if any(weight is Weight.MEETS for weight, _ in pairs) else Weight.ASK
        yield weight, [reason for held, reason in pairs if held is weight]


Told = Iterator[tuple[Weight, Reason]]


def _standards(answers: Answers, rules: Rules) -> list[Decimal]:
    """The standard of the residence, or both, lower first, while it is unsaid."""
    by_residence = {"urban": [rules.urban], "rural": [rules.rural]}
    both = by_residence.get(answers.residence, [rules.rural, rules.urban])
    return sorted(standard for standard in both if standard is not None)


def _dibao(answers: Answers, rules: Rules) -> Told:
    """菏区政办发〔2022〕23号 三（五）: income a person below the standard, property within the rules."""
    standards, per_head = _standards(answers, rules), answers.per_head
    if per_head is None:
        if not (answers.situations & _STEPPING):
            yield Weight.ASK, Reason("income-unsaid")
    elif standards and per_head < standards[0]:
        yield Weight.MEETS, Reason("below-standard", per_head, standards[0])
    elif standards and per_head < standards[-1]:
        yield Weight.ASK, Reason("below-one-standard", per_head, standards[-1])
    elif not standards:
        yield Weight.ASK, Reason("standard-unset")


def _edge(answers: Answers, rules: Rules) -> Told:
    """运民发〔2023〕50号 一（四）: not dibao, and below the factor times the standard."""
    standards, per_head = _standards(answers, rules), answers.per_head
    if per_head is None or not standards:
        return
    low, high = standards[0] * rules.edge_factor, standards[-1] * rules.edge_factor
    if standards[-1] <= per_head < low:
        yield Weight.MEETS, Reason("below-edge", per_head, low)
    elif standards[0] <= per_head < high:
        yield Weight.ASK, Reason("below-edge", per_head, high)


def _spending(answers: Answers, rules: Rules) -> Told:
    """运民发〔2023〕50号 一（三）: income above the standard, but illness, disability or school cost too much."""
    standards, per_head, left = _standards(answers, rules), answers.per_head, answers.left_per_head
    if not answers.costs:
        return
    if per_head is None or left is None or not standards:
        yield Weight.ASK, Reason("costs-said")
    elif per_head >= standards[0] and left < standards[0]:
        yield Weight.MEETS, Reason("left-below-standard", left, standards[0])
    elif per_head >= standards[0] and left < standards[-1] * rules.edge_factor:
        yield Weight.ASK, Reason("left-little", left)


def _single(answers: Answers, rules: Rules) -> Told:
    """运民发〔2023〕50号 一（二）and 一（四）: the severely disabled or ill may apply alone."""
    if Situation.KEPT_DISABLED in answers.situations:
        yield Weight.MEETS, Reason("kept-disabled")
    if Situation.DISABLED_OR_ILL in answers.situations:
        weights = [weight for weight, _ in _edge(answers, rules)]
        if weights:
            yield weights[0], Reason("edge-disabled")
        elif answers.per_head is None:
            yield Weight.ASK, Reason("edge-disabled")


def _temporary(answers: Answers, rules: Rules) -> Told:
    """运民发〔2023〕50号 二（一）（二）; 四（三）: where it happened, whatever the registration."""
    for situation in (Situation.SUDDEN, Situation.DISASTER, Situation.JOBLESS, Situation.GRADUATE):
        if situation in answers.situations:
            yield Weight.MEETS, Reason(situation.value)


def _tekun(answers: Answers, rules: Rules) -> Told:
    """民发〔2021〕43号: no ability to work, no means, nobody who must and can keep them."""
    if Situation.NOBODY in answers.situations:
        yield Weight.MEETS, Reason("nobody")


def _step_down(answers: Answers, rules: Rules) -> Told:
    """运民发〔2023〕50号 一（五）; 菏区政办发〔2022〕23号 三（六）: for those who already receive."""
    for situation in (Situation.NEW_WORK, Situation.NEW_BUSINESS):
        if situation in answers.situations:
            yield Weight.MEETS, Reason(situation.value)


_STEPPING = frozenset({Situation.NEW_WORK, Situation.NEW_BUSINESS})
_RULES: dict[Benefit, Callable[[Answers, Rules], Told]] = {
    Benefit.DIBAO: _dibao,
    Benefit.EDGE: _edge,
    Benefit.SPENDING: _spending,
    Benefit.SINGLE: _single,
    Benefit.TEMPORARY: _temporary,
    Benefit.TEKUN: _tekun,
    Benefit.STEP_DOWN: _step_down,
}
