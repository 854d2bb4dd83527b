"""Formulas that townships type into amounts: products and sums of cells in the same row, such as =K5*H5.

Nothing else is calculated: no other row, no other sheet, no function but SUM, PRODUCT and ROUND.
"""

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from publicity.domain.roster_text import clean, plain_amount

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|(\$?[A-Z]{1,2}\$?\d+)|(SUM|PRODUCT|ROUND)(?=\()|([-+*/(),:]))")
_CELL = re.compile(r"\$?([A-Z]{1,2})\$?(\d+)")
_LONGEST = 200
_CENT = Decimal("0.01")


class NotSimple(ValueError):
    """The formula is more than is calculated here, or a cell in it has no number."""


def calculate(formula: str, row: int, cells: Sequence[str]) -> str:
    """The value of a simple formula in `row`, with the row's cells, as text with at most two decimals.

    Raises NotSimple.
    """
    if len(formula) > _LONGEST:
        raise NotSimple
    parser = _Parser(_tokens(formula.removeprefix("=").upper()), row, cells)
    try:
        value = parser.sum()
        if parser.tokens:
            raise NotSimple
        return str(value.quantize(_CENT, ROUND_HALF_UP).normalize() + 0 if value else Decimal(0))
    except (InvalidOperation, DivisionByZero, RecursionError, IndexError) as error:
        raise NotSimple from error


def _tokens(text: str) -> list[str]:
    found, place = [], 0
    while place < len(text.rstrip()):
        match = _TOKEN.match(text, place)
        if match is None:
            raise NotSimple
        found.append(match[0].strip())
        place = match.end()
    return found


class _Parser:
    """Sums of products of factors, from left to right."""

    def __init__(self, tokens: list[str], row: int, cells: Sequence[str]) -> None:
        self.tokens, self.row, self.cells = tokens, row, cells
        self.functions: dict[str, Callable[[], Decimal]] = {
            "SUM": lambda: sum(self._arguments(), Decimal(0)),
            "PRODUCT": self._product,
            "ROUND": self._round,
        }

    def sum(self) -> Decimal:
        value = self._term()
        while self.tokens and self.tokens[0] in "+-":
            sign = self.tokens.pop(0)
            value = value + self._term() if sign == "+" else value - self._term()
        return value

    def _term(self) -> Decimal:
        value = self._factor()
        while self.tokens and self.tokens[0] in "*/":
            sign = self.tokens.pop(0)
            value = value * self._factor() if sign == "*" else value / self._factor()
        return value

    def _factor(self) -> Decimal:
        token = self.tokens.pop(0)
        if token == "-":  # noqa: S105 - a sign
            return -self._factor()
        if token == "(":  # noqa: S105
            value = self.sum()
            self._expect(")")
            return value
        if token in self.functions:
            self._expect("(")
            value = self.functions[token]()
            self._expect(")")
            return value
        return self._cell(token) if token[0] in "$ABCDEFGHIJKLMNOPQRSTUVWXYZ" else Decimal(token)

    def _expect(self, token: str) -> None:
        if self.tokens.pop(0) != token:
            raise NotSimple

    def _arguments(self) -> list[Decimal]:
        """The arguments of a function; of a range the cells with a number, as Excel does it."""
        values: list[Decimal] = []
        while True:
            if len(self.tokens) > 2 and self.tokens[1] == ":":
                values += self._range(self.tokens.pop(0), self.tokens.pop(1))
                self._expect(":")
            else:
                values.append(self.sum())
            if not self.tokens or self.tokens[0] != ",":
                return values
            self.tokens.pop(0)

    def _range(self, first: str, last: str) -> list[Decimal]:
        left, right = self._index(first), self._index(last)
        texts = [clean(cell) for cell in self.cells[left : right + 1]]
        return [Decimal(number) for text in texts if (number := plain_amount(text)) is not None]

    def _product(self) -> Decimal:
        value = Decimal(1)
        for each in self._arguments():
            value *= each
        return value

    def _round(self) -> Decimal:
        value, digits = self._arguments()[:2]
        return value.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)

    def _cell(self, name: str) -> Decimal:
        index = self._index(name)
        number = plain_amount(clean(self.cells[index])) if index < len(self.cells) else None
        if number is None:
            raise NotSimple
        return Decimal(number)

    def _index(self, name: str) -> int:
        """A cell's column; only cells of the same row are read."""
        match = _CELL.fullmatch(name)
        if match is None or int(match[2]) != self.row:
            raise NotSimple
        index = 0
        for char in match[1]:
            index = index * 26 + ord(char) - 64
        return index - 1
