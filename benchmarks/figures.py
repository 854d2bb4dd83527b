"""A measured figure and how it prints."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`bound` is the most the value may be; None when there is none."""

    name: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def over(self) -> bool:
        """Whether the bound is broken."""
        return self.bound is not None and self.value > self.bound

    def line(self) -> str:
        """A row of the table."""
        bound = "" if self.bound is None else f"{self.bound:g}"
        verdict = "" if self.bound is None else ("OVER" if self.over else "ok")
        return f"{self.name:<58} {self.value:>10.2f} {self.unit:<10} {bound:>8} {verdict}"
