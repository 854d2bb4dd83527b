"""Tile addresses and contents (C2SP tlog-tiles)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publicity.domain import merkle, tiles
from publicity.domain.tiles import Tile

LEAVES = [merkle.leaf_hash(str(n).encode()) for n in range(70_000)]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1, 44), "tile/0/001.p/44"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(0, 1_000), "tile/0/x001/000"),
        (Tile(3, 1_234_067), "tile/3/x001/x234/067"),
        (Tile(None, 12_345, 8), "tile/entries/x012/345.p/8"),
        (Tile(63, 5), "tile/63/005"),
    ],
)
def test_addresses(tile, path):
    assert tile.path == path
    assert tiles.parse_path(path.removeprefix("tile/")) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "0", "0/0", "0/0000", "0/1000", "0/x000/001", "0/001.p/0", "0/001.p/256", "0/001.p/044",
        "0/001.p", "0/001/", "64/000", "00/000", "-1/000", "entry/000", "entries/001.p/999",
        "0/x001", "0/../000", "0/000\n", "0/" + "x001/" * 9 + "000", "0/٠٠٠", "8/",
    ],
)  # fmt: skip
def test_impossible_addresses(path):
    assert tiles.parse_path(path) is None


@pytest.mark.parametrize(
    ("size", "paths"),
    [
        (0, []),
        (1, ["tile/0/000.p/1", "tile/entries/000.p/1"]),
        (256, ["tile/0/000", "tile/entries/000", "tile/1/000.p/1"]),
        (
            257,
            ["tile/0/000", "tile/entries/000", "tile/0/001.p/1", "tile/1/000.p/1",
             "tile/entries/001.p/1"],
        ),
    ],
)  # fmt: skip
def test_all_tiles(size, paths):
    assert sorted(tile.path for tile in tiles.all_tiles(size)) == sorted(paths)


def test_seventy_thousand_entries_have_the_tiles_of_the_specification():
    # tlog-tiles' own example: 273 full and one partial tile at level 0, one full and one
    # partial at level 1, one partial at level 2.
    hashes = [tile for tile in tiles.all_tiles(70_000) if tile.level is not None]
    expected = {0: (273, 112), 1: (1, 17), 2: (0, 1)}
    for level, (full, width) in expected.items():
        found = [tile for tile in hashes if tile.level == level]
        assert sum(tile.is_full for tile in found) == full
        assert [tile.width for tile in found if not tile.is_full] == [width]


def grown(store, size, leaves):
    """Grow a stored tree and say which tiles were read."""
    read = []

    def get(tile):
        read.append(tile)
        return store[tile]

    store.update(tiles.grow(size=size, leaves=leaves, read=get))
    return read


@pytest.mark.parametrize("step", [1, 7, 255, 256, 257, 300])
def test_growing_by_steps_gives_every_root(step):
    store = {}
    for size in range(0, 1_100, step):
        new = min(size + step, 1_100)
        grown(store, size, LEAVES[size:new])
        assert tiles.root(size=new, read=store.__getitem__) == merkle.root(LEAVES[:new])


def test_every_size_to_260_has_the_root_of_the_tree():
    for size in range(261):
        store = {}
        grown(store, 0, LEAVES[:size])
        assert tiles.root(size=size, read=store.__getitem__) == merkle.root(LEAVES[:size])
        assert set(store) == {t for t in tiles.all_tiles(size) if t.level is not None}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 700), max_size=5))
def test_any_way_of_growing_gives_the_same_tiles(steps):
    store, whole, size = {}, {}, 0
    for step in steps:
        grown(store, size, LEAVES[size : size + step])
        size += step
    grown(whole, 0, LEAVES[:size])
    assert all(store[tile] == data for tile, data in whole.items())


def test_seventy_thousand_grow_by_one_reading_one_tile_a_level():
    store = {}
    grown(store, 0, LEAVES[:69_999])
    read = grown(store, 69_999, LEAVES[69_999:])
    assert sorted(tile.path for tile in read) == [
        "tile/0/273.p/111", "tile/1/001.p/17", "tile/2/000.p/1",
    ]  # fmt: skip
    assert tiles.root(size=70_000, read=store.__getitem__) == merkle.root(LEAVES)


@pytest.mark.parametrize(
    ("tile", "size", "expected"),
    [
        (Tile(0, 0, 1), 0, False),
        (Tile(0, 0, 1), 1, True),
        (Tile(0, 0, 2), 1, False),
        (Tile(0, 0), 255, False),
        (Tile(0, 0), 256, True),
        (Tile(1, 0, 1), 255, False),
        (Tile(1, 0, 1), 256, True),
        (Tile(None, 1, 3), 259, True),
        (Tile(None, 1, 4), 259, False),
    ],
)
def test_which_tiles_a_tree_has(tile, size, expected):
    assert tiles.has_tile(tile, size) is expected


@pytest.mark.parametrize("entries", [[], [b""], [b"a", b"", b"x" * 65_535]])
def test_bundles(entries):
    assert tiles.unbundle(tiles.bundle(entries)) == entries


def test_a_bundle_is_length_prefixed_big_endian():
    assert tiles.bundle([b"ab", b"c" * 256]) == b"\x00\x02ab\x01\x00" + b"c" * 256


def test_an_entry_has_a_limit():
    with pytest.raises(OverflowError):
        tiles.bundle([b"x" * 65_536])


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00"])
def test_broken_bundles(data):
    with pytest.raises(tiles.BadBundle):
        tiles.unbundle(data)
