"""The Merkle tree of RFC 6962, section 2.1: hashes, roots, proofs and their checks.

A tree is given by its leaf *hashes*. All hashes are 32 raw bytes of SHA-256.
"""

from collections.abc import Sequence
from hashlib import sha256

HASH_SIZE = 32
#: The root of the tree without leaves (RFC 6962, 2.1: the hash of an empty string).
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf's bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two hashes."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes.

    Pairing level by level, an odd last hash moving up as it is, gives the same tree as the
    recursive definition, without its copies.
    """
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        above = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = above + level[-1:] if len(level) % 2 else above
    return level[0]


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size` (at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return which leaves each hash of an audit path covers (RFC 6962, 2.1.1), lowest sibling first.

    A range is (first, after the last). Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    start, stop, found = 0, size, []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_ranges(old_size: int, size: int) -> list[tuple[int, int]]:
    """Return which leaves each hash of a consistency proof covers (RFC 6962, 2.1.2).

    It is empty when either tree has nothing to prove: an old size of 0 or the same size.
    Raises IndexError when the old size is larger than the tree.
    """
    if not 0 <= old_size <= size:
        raise IndexError(old_size)
    if old_size == 0:
        return []
    start, stop, found = 0, size, []
    while old_size != stop:
        middle = start + _split(stop - start)
        if old_size <= middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start = middle
    # Where the old tree is a whole subtree from the first leaf on, its root is known to whoever checks.
    if start:
        found.append((start, stop))
    return found[::-1]


def inclusion_proof(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf `index`, lowest sibling first. Raises IndexError."""
    return [root(hashes[start:stop]) for start, stop in inclusion_ranges(index, len(hashes))]


def consistency_proof(hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the tree of `old_size` leaves is a prefix of this one. Raises IndexError."""
    return [root(hashes[start:stop]) for start, stop in consistency_ranges(old_size, len(hashes))]


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Return whether `proof` shows leaf hash `leaf` at `index` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, value = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = node_hash(sibling, value)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node_hash(value, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == expected_root


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether `proof` shows that the new tree only appended (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size < new_size:
        nothing = old_size == 0 <= new_size and old_root == EMPTY_ROOT
        return not proof and (nothing or (old_size == new_size and old_root == new_root))
    path = list(proof)
    if not old_size & (old_size - 1):
        path = [old_root, *path]
    if not path:
        return False
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == old_root and new == new_root
