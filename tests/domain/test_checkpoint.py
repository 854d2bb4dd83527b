"""Checkpoints and signed notes (C2SP tlog-checkpoint, signed-note)."""

import pytest

from publicity.domain import checkpoint
from publicity.domain.checkpoint import BadNote, Checkpoint, Signature, VerifierKey

# golang.org/x/mod/sumdb/note's documentation: the verifier key of "PeterNeumann".
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"  # noqa: E501
)
ROOT = bytes(range(32))


def test_a_published_verifier_key():
    key = checkpoint.parse_verifier_key(KEY)
    assert (key.name, key.key_hash.hex()) == ("PeterNeumann", "c74f20a3")
    assert str(key) == KEY


def test_a_published_note():
    text, [signature] = checkpoint.parse_note(NOTE)
    assert text.endswith("problem is.\n")
    assert signature.name == "PeterNeumann"
    assert signature.key_hash.hex() == "c74f20a3"
    assert len(signature.value) == 64
    assert checkpoint.signed(text, [signature]) == NOTE


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Checkpoint("a.example/ledger", 0, ROOT),
         "a.example/ledger\n0\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"),
        (Checkpoint("a.example/ledger", 7, ROOT, ("more", "words")),
         "a.example/ledger\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nmore\nwords\n"),
    ],
)  # fmt: skip
def test_checkpoint_text(given, text):
    assert given.text == text
    assert checkpoint.parse_checkpoint(text) == given


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n1\nAAAA\n", "a\n1\n!\n",
        "a\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "a\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n",
        "\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "a\n٣\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
    ],
)  # fmt: skip
def test_broken_checkpoints(text):
    with pytest.raises(BadNote):
        checkpoint.parse_checkpoint(text)


@pytest.mark.parametrize(
    "note",
    ["text\n", "text\n\n", "text\n\n— a\n", "text\n\n- a AAAAAAAA\n", "text\n\n— a AAAA\n",
     "text\n\n— a AAAAAAAA", "text\n\n— a b c\n", "text\n\n— a+b AAAAAAAA\n"],
)  # fmt: skip
def test_broken_notes(note):
    with pytest.raises(BadNote):
        checkpoint.parse_note(note)


@pytest.mark.parametrize(
    "text", ["", "a+b", KEY.replace("c74f20a3", "c74f20a4"), KEY.replace("Peter", "Pe ter"), KEY[:-4]]
)
def test_broken_keys(text):
    with pytest.raises(BadNote):
        checkpoint.parse_verifier_key(text)


@pytest.mark.parametrize(
    ("name", "valid"),
    [("mca.example.cn/ledger", True), ("localhost:8000/ledger", True), ("明安/ledger", True),
     ("", False), ("a b", False), ("a+b", False), ("a\u3000b", False)],
)  # fmt: skip
def test_names(name, valid):
    assert checkpoint.valid_name(name) is valid


PROOF = checkpoint.Proof(3, (bytes(32), bytes([7]) * 32), "a\n4\n" + "AA" * 21 + "A=\n\n— a AAAAAAAA\n")


def test_a_proof_is_what_the_specification_says():
    text = str(PROOF)
    assert text.startswith("c2sp.org/tlog-proof@v1\nindex 3\nAAAAAAAA")
    assert text.endswith(f"=\n\n{PROOF.note}")
    assert checkpoint.parse_proof(text) == PROOF
    alone = checkpoint.Proof(0, (), PROOF.note)
    assert str(alone) == f"c2sp.org/tlog-proof@v1\nindex 0\n\n{PROOF.note}"
    assert checkpoint.parse_proof(str(alone)) == alone


@pytest.mark.parametrize(
    "text",
    [
        "", "c2sp.org/tlog-proof@v1\nindex 3\n",
        *(str(PROOF).replace(*pair, 1) for pair in
          [("v1", "v2"), ("index 3", "index 03"), ("index 3", "index -1"), ("index 3\n", ""), ("AAAA", "AAA")]),
    ],
)  # fmt: skip
def test_broken_proofs(text):
    with pytest.raises(BadNote):
        checkpoint.parse_proof(text)


@pytest.mark.parametrize("char", ["\r", "\t", "\0", "\x1b"])
def test_a_note_has_no_control_characters(char):
    """signed-note, "Format"."""
    with pytest.raises(BadNote):
        checkpoint.parse_note(NOTE.replace("cryptography", f"crypto{char}graphy"))
    assert not checkpoint.valid_name(f"a{char}b")


def test_signature_line():
    key = VerifierKey("a", bytes(32))
    line = Signature("a", key.key_hash, bytes(64)).line
    assert line.startswith("— a ")
    assert checkpoint.parse_note(f"x\n\n{line}")[1][0].key_hash == key.key_hash
