"""Tiles of a transparency log: their addresses and contents (C2SP tlog-tiles).

A tile holds up to 256 hashes of one level, an entry bundle up to 256 entries. Only the right
edge of the tree has partial tiles, so that growing the log reads one tile a level.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from publicity.domain import merkle

#: Hashes in a full tile: its height is 8 (tlog-tiles, "Merkle Tree").
FULL = 256
#: Entries have a length prefix of two bytes (tlog-tiles, "Log Entries").
MAX_ENTRY = 0xFFFF

_ADDRESS = re.compile(
    r"(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class BadBundle(ValueError):
    """The bytes are not an entry bundle."""


@dataclass(frozen=True, order=True)
class Tile:
    """The address of a tile; a level of None means an entry bundle.

    `width` counts hashes or entries: 256 in a full tile, 1 to 255 in a partial one.
    """

    level: int | None
    index: int
    width: int = FULL

    @property
    def is_full(self) -> bool:
        """Whether nothing can be added to it."""
        return self.width == FULL

    @property
    def full_path(self) -> str:
        """The path of the full tile at this place, below the log's address."""
        level = "entries" if self.level is None else str(self.level)
        groups = [f"{self.index % 1000:03d}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        return f"tile/{level}/{'/'.join(groups)}"

    @property
    def path(self) -> str:
        """The path below the log's address, such as `tile/0/x001/234.p/44`."""
        return self.full_path if self.is_full else f"{self.full_path}.p/{self.width}"


def parse_path(path: str) -> Tile | None:
    """Return the tile that a path (after `tile/`) names, or None for an impossible path."""
    match = _ADDRESS.fullmatch(path)
    if match is None:
        return None
    level = None if match["level"] == "entries" else int(match["level"])
    index = int(match["index"].replace("x", "").replace("/", ""))
    tile = Tile(level, index, int(match["width"] or FULL))
    # One tile has one address: no group of zeros in front, no `.p/256`.
    return tile if tile.width <= FULL and tile.path == f"tile/{path}" else None


def widths(size: int) -> list[int]:
    """Return how many hashes the partial tile of each level has, lowest level first."""
    found = []
    while size:
        found.append(size % FULL)
        size //= FULL
    return found


def partial_tiles(size: int) -> list[Tile]:
    """Return the partial tiles on the right edge of a tree, entry bundle included."""
    edge = [Tile(level, size // FULL ** (level + 1), width) for level, width in enumerate(widths(size)) if width]
    return edge + [Tile(None, tile.index, tile.width) for tile in edge if tile.level == 0]


def right_edge(size: int) -> list[Tile]:
    """Return the partial tiles and, a level, the last full one with its bundle: what growing and a crash can touch."""
    last = [Tile(level, size // FULL ** (level + 1) - 1) for level in range(len(widths(size)))]
    full = [tile for tile in last if tile.index >= 0]
    return partial_tiles(size) + full + [Tile(None, tile.index) for tile in full if tile.level == 0]


def all_tiles(size: int) -> Iterator[Tile]:
    """Yield every tile and bundle that a tree of `size` leaves consists of."""
    for level in range(len(widths(size))):
        for index in range(size // FULL ** (level + 1)):
            yield Tile(level, index)
            if level == 0:
                yield Tile(None, index)
    yield from partial_tiles(size)


def has_tile(tile: Tile, size: int) -> bool:
    """Return whether a tree of `size` leaves has all hashes of this tile."""
    unit: int = FULL ** (tile.level or 0)
    return (tile.index * FULL + tile.width) * unit <= size


def hashes_of(data: bytes) -> list[bytes]:
    """Return the hashes in a tile's bytes."""
    step = merkle.HASH_SIZE
    return [data[i : i + step] for i in range(0, len(data), step)]


def grow(*, size: int, leaves: Iterable[bytes], read: Callable[[Tile], bytes]) -> Iterator[tuple[Tile, bytes]]:
    """Yield the hash tiles that are new once `leaves` (hashes) follow a tree of `size`.

    `read` gives the bytes of the right edge's old partial tiles: one call a level.
    """
    edge: list[list[bytes]] = [[] for _ in widths(size)]
    for tile in partial_tiles(size):
        if tile.level is not None:
            edge[tile.level] = hashes_of(read(tile))
    grown: set[int] = set()
    for leaf in leaves:
        size += 1
        level, value = 0, leaf
        while True:
            if level == len(edge):
                edge.append([])
            edge[level].append(value)
            grown.add(level)
            if len(edge[level]) < FULL:
                break
            yield Tile(level, size // FULL ** (level + 1) - 1), b"".join(edge[level])
            value, edge[level] = merkle.root(edge[level]), []
            level += 1
    for tile in partial_tiles(size):
        if tile.level in grown:
            yield tile, b"".join(edge[tile.level])


def root(*, size: int, read: Callable[[Tile], bytes]) -> bytes:
    """Return the tree's root from the right edge's partial tiles alone.

    A lower level's incomplete rest is the last, smaller subtree of the level above.
    """
    rest: list[bytes] = []
    for tile in partial_tiles(size):
        if tile.level is not None:
            rest = [merkle.root(hashes_of(read(tile)) + rest)]
    return rest[0] if rest else merkle.EMPTY_ROOT


def subtree(*, start: int, stop: int, size: int, read: Callable[[Tile], bytes]) -> bytes:
    """Return the hash over the leaves from `start` to before `stop` of a tree of `size`, from its tiles.

    The range is one of RFC 6962's proofs: it begins at a multiple of the power of two that is not below its length.
    """
    count = stop - start
    if count & (count - 1):
        middle = start + (1 << (count.bit_length() - 1))
        left = subtree(start=start, stop=middle, size=size, read=read)
        return merkle.node_hash(left, subtree(start=middle, stop=stop, size=size, read=read))
    level, height = divmod(count.bit_length() - 1, 8)
    unit = 1 << (8 * level)
    index, first = divmod(start // unit, FULL)
    tile = Tile(level, index, min(FULL, size // unit - index * FULL))
    return merkle.root(hashes_of(read(tile))[first : first + (1 << height)])


def inclusion_proof(*, index: int, size: int, read: Callable[[Tile], bytes]) -> list[bytes]:
    """Return the audit path of a leaf, reading a few tiles a level. Raises IndexError."""
    kept = cache(read)
    ranges = merkle.inclusion_ranges(index, size)
    return [subtree(start=start, stop=stop, size=size, read=kept) for start, stop in ranges]


def consistency_proof(*, old_size: int, size: int, read: Callable[[Tile], bytes]) -> list[bytes]:
    """Return the proof that a tree of `old_size` leaves is a prefix, reading a few tiles a level. Raises IndexError."""
    kept = cache(read)
    ranges = merkle.consistency_ranges(old_size, size)
    return [subtree(start=start, stop=stop, size=size, read=kept) for start, stop in ranges]


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle: each entry after its length in two bytes, big-endian.

    Raises OverflowError for an entry of more than 65,535 bytes.
    """
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(data: bytes) -> list[bytes]:
    """Return the entries of a bundle. Raises BadBundle when its lengths don't add up."""
    entries, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise BadBundle
        entries.append(data[start:at])
    return entries
