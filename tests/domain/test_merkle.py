"""The tree against RFC 6962's recursive definition and published vectors."""

from functools import cache
from hashlib import sha256

import pytest

from publicity.domain import merkle, tiles

# The test vectors of Certificate Transparency (google/certificate-transparency, merkletree tests).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [merkle.leaf_hash(leaf) for leaf in LEAVES]
LARGE = [merkle.leaf_hash(b"%d" % n) for n in range(70_000)]
MANY = [merkle.leaf_hash(str(n).encode()) for n in range(260)]


def by_definition(hashes):
    """MTH of RFC 6962, 2.1, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    joined = b"\x01" + by_definition(hashes[:k]) + by_definition(hashes[k:])
    return sha256(joined).digest()


def test_empty_tree():
    assert merkle.root([]).hex() == ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")


@pytest.mark.parametrize(("size", "expected"), list(enumerate(ROOTS, start=1)))
def test_published_roots(size, expected):
    assert merkle.root(HASHES[:size]).hex() == expected


@pytest.mark.parametrize(
    ("index", "size", "expected"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_published_inclusion_proofs(index, size, expected):
    assert [h.hex() for h in merkle.inclusion_proof(HASHES[:size], index)] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_published_consistency_proofs(old, new, expected):
    assert [h.hex() for h in merkle.consistency_proof(HASHES[:new], old)] == expected


def test_every_root_to_260_follows_the_definition():
    for size in range(1, len(MANY) + 1):
        assert merkle.root(MANY[:size]) == by_definition(MANY[:size])


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65, 255, 256, 257])
def test_every_inclusion_proof_verifies_and_no_other_place_does(size):
    top = merkle.root(MANY[:size])
    for index in range(size):
        proof = merkle.inclusion_proof(MANY[:size], index)

        def verifies(at, leaf=MANY[index], path=proof):
            return merkle.verify_inclusion(leaf=leaf, index=at, size=size, proof=path, expected_root=top)

        assert verifies(index)
        assert not verifies(index + 1)
        assert not verifies(index, leaf=MANY[index + 1])
        assert not verifies(index, path=[*proof, MANY[0]])
        assert not proof or not verifies(index, path=proof[:-1])


@pytest.mark.parametrize("new", [*range(1, 34), 64, 65, 255, 256, 257])
def test_every_consistency_proof_verifies_and_a_changed_past_does_not(new):
    new_root = merkle.root(MANY[:new])
    for old in range(new + 1):
        proof = merkle.consistency_proof(MANY[:new], old)

        def verifies(old_root, path=proof, size=old):
            return merkle.verify_consistency(
                old_size=size, old_root=old_root, new_size=new, new_root=new_root, proof=path
            )

        assert verifies(merkle.root(MANY[:old]))
        assert not verifies(merkle.leaf_hash(b"other"))
        assert not verifies(merkle.root(MANY[:old]), path=[*proof, MANY[0]])


def test_every_proof_of_every_size_to_256_from_tiles_and_from_leaves():
    """From the tiles alone, each proof verifies: every place to size 80, above it those at the ends and every ninth."""
    roots = [merkle.root(MANY[:size]) for size in range(257)]
    for size in range(1, 257):
        store = {}
        store.update(tiles.grow(size=0, leaves=MANY[:size], read=store.__getitem__))
        whole = subtrees(store, size)
        for index in {*range(0, size, 1 if size <= 80 else 9), size // 2, size - 1}:
            path = [whole(start, stop) for start, stop in merkle.inclusion_ranges(index, size)]
            assert merkle.verify_inclusion(
                leaf=MANY[index], index=index, size=size, proof=path, expected_root=roots[size]
            )
        for old in {*range(1, size + 1, 1 if size <= 80 else 9), size // 2 or 1, size}:
            path = [whole(start, stop) for start, stop in merkle.consistency_ranges(old, size)]
            assert merkle.verify_consistency(
                old_size=old, old_root=roots[old], new_size=size, new_root=roots[size], proof=path
            )


def subtrees(store, size):
    """The tiles' answers, each asked for once."""

    @cache
    def ask(start, stop):
        found = tiles.subtree(start=start, stop=stop, size=size, read=store.__getitem__)
        if size % 16 == 0:
            assert found == merkle.root(MANY[start:stop])
        return found

    return ask


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 513, 65_537])
def test_proofs_of_large_trees_come_from_a_few_tiles(size):
    store = {}
    store.update(tiles.grow(size=0, leaves=LARGE[:size], read=store.__getitem__))
    top = merkle.root(LARGE[:size])
    for index in {0, size // 3, size // 2, size - 1}:
        read = []
        path = tiles.inclusion_proof(
            index=index, size=size, read=lambda tile, seen=read: seen.append(tile) or store[tile]
        )
        assert merkle.verify_inclusion(leaf=LARGE[index], index=index, size=size, proof=path, expected_root=top)
        assert len(read) <= 2 * len(tiles.widths(size))
    for old in {1, size // 3 or 1, size // 2 or 1, size}:
        path = tiles.consistency_proof(old_size=old, size=size, read=store.__getitem__)
        assert path == merkle.consistency_proof(LARGE[:size], old)
        assert merkle.verify_consistency(
            old_size=old, old_root=merkle.root(LARGE[:old]), new_size=size, new_root=top, proof=path
        )


@pytest.mark.parametrize("size", range(2, 41))
def test_every_bit_of_a_proof_counts(size):
    index, top = size // 2, merkle.root(MANY[:size])
    proof = merkle.inclusion_proof(MANY[:size], index)
    for at, value in enumerate(proof):
        other = [*proof[:at], bytes([value[0] ^ 1]) + value[1:], *proof[at + 1 :]]
        for path in (other, proof[:at] + proof[at + 1 :], [*proof[:at], value, *proof[at:]]):
            assert not merkle.verify_inclusion(leaf=MANY[index], index=index, size=size, proof=path, expected_root=top)
    for old in range(1, size):
        proof, before = merkle.consistency_proof(MANY[:size], old), merkle.root(MANY[:old])
        for at, value in enumerate(proof):
            other = [*proof[:at], bytes([value[0] ^ 1]) + value[1:], *proof[at + 1 :]]
            for path in (other, proof[:at] + proof[at + 1 :]):
                assert not merkle.verify_consistency(
                    old_size=old, old_root=before, new_size=size, new_root=top, proof=path
                )


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_leaf_outside(index):
    with pytest.raises(IndexError):
        merkle.inclusion_proof(HASHES[:3], index)


@pytest.mark.parametrize("old", [-1, 4])
def test_there_is_no_proof_for_a_size_outside(old):
    with pytest.raises(IndexError):
        merkle.consistency_proof(HASHES[:3], old)
    assert not merkle.verify_consistency(old_size=old, old_root=HASHES[0], new_size=3, new_root=HASHES[0], proof=[])
