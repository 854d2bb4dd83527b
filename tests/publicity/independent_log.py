"""A verifier of a tlog-tiles log, written from the specifications alone: it shares no code with the portal.

C2SP: signed-note, tlog-checkpoint, tlog-tiles. RFC 6962: hashes. Signatures are checked by another library
(PyNaCl) than the one that makes them.
"""

import base64
import hashlib

from nacl.signing import VerifyKey


def sha256(data):
    return hashlib.sha256(data).digest()


def tree_hash(leaves):
    """MTH of RFC 6962, 2.1, over entries."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0])
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\1" + tree_hash(leaves[:k]) + tree_hash(leaves[k:]))


def open_checkpoint(note, vkey):
    """Origin, size and root of a note that the key signed; AssertionError otherwise."""
    name, key_hash, encoded = vkey.strip().split("+", 2)
    key = base64.b64decode(encoded)
    assert key[0] == 1
    assert sha256(f"{name}\n".encode() + key)[:4].hex() == key_hash
    text, signatures = note.split("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, blob = line.split(" ")
        raw = base64.b64decode(blob)
        if dash == "—" and signer == name and raw[:4].hex() == key_hash:
            VerifyKey(key[1:]).verify(text.encode(), raw[4:])
            origin, size, root = text.splitlines()[:3]
            assert origin == name
            return origin, int(size), base64.b64decode(root)
    raise AssertionError("no signature of this key")


def tile_path(level, index, width):
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(parts)}" + (f".p/{width}" if width < 256 else "")


def all_entries(get, size):
    """Every entry out of the bundles that a client of this size asks for."""
    entries = []
    for index in range((size + 255) // 256):
        width = min(256, size - index * 256)
        data, at = get(tile_path("entries", index, width)), 0
        for _ in range(width):
            length = data[at] * 256 + data[at + 1]
            entries.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        assert at == len(data)
    return entries


def verify_log(get, vkey):
    """Reads the whole log through `get(path) -> bytes`; answers its entries once everything has been verified."""
    _, size, root = open_checkpoint(get("checkpoint").decode(), vkey)
    entries = all_entries(get, size)
    assert tree_hash(entries) == root
    level, below = 0, [sha256(b"\0" + entry) for entry in entries]
    while below:
        above = []
        for index in range((len(below) + 255) // 256):
            chunk = below[index * 256 : index * 256 + 256]
            assert get(tile_path(level, index, len(chunk))) == b"".join(chunk)
            if len(chunk) == 256:
                row = chunk
                while len(row) > 1:
                    row = [sha256(b"\1" + row[i] + row[i + 1]) for i in range(0, len(row), 2)]
                above += row
        level, below = level + 1, above
    return entries
