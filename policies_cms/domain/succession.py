"""Which document took the place of which: a line that never leads back to where it began."""

from collections.abc import Mapping


def leads_back(start: int, replaces: Mapping[int, int | None]) -> bool:
    """Whether going on from `start` to what it replaces, and so on, comes back to `start`."""
    return start in _onwards(start, replaces)


def line_of(start: int, replaces: Mapping[int, int | None]) -> list[int]:
    """`start` with everything before it, the oldest first, and everything that came after it.

    Where two documents took the place of one, both follow; a circle that slipped in is walked once.
    """
    before = [key for key in _onwards(start, replaces) if key != start]
    line = [*reversed(before), start]
    seen, newest = set(line), [start]
    while newest:
        newest = sorted(key for key, old in replaces.items() if old in newest and key not in seen)
        seen.update(newest)
        line += newest
    return line


def _onwards(start: int, replaces: Mapping[int, int | None]) -> list[int]:
    found: list[int] = []
    key = replaces.get(start)
    while key is not None and key not in found:
        found.append(key)
        key = replaces.get(key)
    return found
