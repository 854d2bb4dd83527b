"""The offline verifier: it needs nothing but Python, accepts what is honest and finds every single change."""

import copy
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import CommandError, call_command

from county.domain.roles import Role
from publicity.actions import ledger
from publicity.domain import merkle
from tests.factories_county import StaffFactory
from tests.publicity.test_ledger_lists import published

pytestmark = pytest.mark.django_db
FILE = Path(settings.BASE_DIR, "verifier", "check_list.py")
CHECK = runpy.run_path(str(FILE))


@pytest.fixture
def publication(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = published()
        for n in range(5):
            ledger.append_entry(body={"type": "other", "n": n, "day": "2026-11-21"})
        ledger.append_entry(body={"type": "noted", "list": made.pk, "day": "2026-11-21"})
    ledger.publish_checkpoint()
    return made


@pytest.fixture
def saved(client, publication, tmp_path):
    """What a citizen downloads, as files."""
    (tmp_path / "key").write_bytes(client.get("/ledger/key").content)
    (tmp_path / "list.json").write_bytes(client.get(f"/publicity/list/{publication.pk}.json").content)
    return tmp_path


def check(folder, *more, data=None, capsys=None):
    """0 when all holds."""
    name = folder / "list.json"
    if data is not None:
        name = folder / "changed.json"
        name.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return CHECK["main"]([str(name), str(folder / "key"), *map(str, more)])


def test_an_honest_list_passes_on_a_bare_python(saved, publication):
    done = subprocess.run(
        [sys.executable, "-I", "-S", FILE, saved / "list.json", saved / "key", "--code", publication.short_hash],
        capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "全部通过" in done.stdout


def test_it_is_short_and_needs_nothing():
    text = FILE.read_text("utf-8")
    assert len(text.splitlines()) < 300
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported == {"argparse", "base64", "hashlib", "json", "re", "sys", "pathlib"}


def test_anyone_downloads_it(client):
    response = client.get("/ledger/check_list.py")
    assert response.content == FILE.read_bytes()
    assert "attachment" in response["Content-Disposition"]


def changed(value):
    """The same kind of value, another one."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if value is None:
        return ["2026-01-01"]
    if isinstance(value, str):
        return [f"{value}x", f"{'b' if value[:1] == 'a' else 'a'}{value[1:]}"]
    if isinstance(value, list):
        return [value[:-1], [*value, *value[:1]]] if value else []
    return []


def mutations(value, path=()):
    """Every single change of a JSON value, with where it was made: each leaf, each missing key, each shorter list."""
    for other in changed(value):
        yield path, other
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from mutations(inner, (*path, key))


def put(data, path, value):
    result = copy.deepcopy(data)
    inner = result
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return result


# Not committed to, and the verifier says so; whole pages of leaves are covered by their root.
UNSIGNED = {("url",), ("village", "name")}


def test_every_single_change_of_the_file_is_found(saved, capsys):
    data = json.loads((saved / "list.json").read_text("utf-8"))
    assert check(saved, data=data) == 0
    tried = 0
    for path, value in mutations(data):
        # A later entry that is left out takes nothing away: what the list claims by it no longer holds then.
        if (
            path in UNSIGNED
            or (path, value) == (("events",), [])
            or (path[:2] == ("ledger", "leaves") and len(path) > 2 and path[2] % 8)
        ):
            continue
        tried += 1
        assert check(saved, data=put(data, path, value)) == 1, (path, value)
    assert tried > 100
    for key in set(data) - {"url"}:
        assert check(saved, data={name: data[name] for name in data if name != key}) == 1, key
    capsys.readouterr()


def test_every_character_of_entry_and_proof_counts(saved):
    data = json.loads((saved / "list.json").read_text("utf-8"))
    for name in ("entry", "proof"):
        text = data["ledger"][name]
        for at in range(0, len(text), 13):
            other = text[:at] + ("b" if text[at] == "a" else "a") + text[at + 1 :]
            assert check(saved, data=put(data, ("ledger", name), other)) == 1, (name, at)


def test_rows_of_another_list_or_twice_do_not_pass(saved):
    data = json.loads((saved / "list.json").read_text("utf-8"))
    assert check(saved, data=data | {"rows": [data["rows"][0]] * 2}) == 1
    assert check(saved, data=data | {"rows": data["rows"][:1]}) == 1
    assert check(saved, data=data | {"rows": []}) == 1


def test_a_paper_of_another_version(saved):
    assert check(saved, "--code", "0000-0000") == 1


def test_another_key_and_a_damaged_one(saved):
    key = (saved / "key").read_text()
    for other in (key.replace("127.", "128."), key[:-6] + "AAAA\n", "", "a+b+c"):
        (saved / "key").write_text(other)
        assert check(saved) == 1
    (saved / "key").write_text(key)
    assert check(saved) == 0


def test_an_older_checkpoint_proves_that_nothing_before_it_was_changed(client, saved, publication):
    (saved / "old").write_bytes(client.get("/ledger/checkpoint").content)
    old = int((saved / "old").read_text().split("\n")[1])
    for n in range(300):
        ledger.append_entry(body={"type": "more", "n": n, "day": "2026-11-21"})
    ledger.publish_checkpoint()
    (saved / "list.json").write_bytes(client.get(f"/publicity/list/{publication.pk}.json").content)
    (saved / "growth").write_bytes(client.get(f"/ledger/consistency/{old}").content)
    files = ("--old", saved / "old", "--growth", saved / "growth")
    assert check(saved, *files) == 0
    growth = json.loads((saved / "growth").read_text())
    for path, value in mutations(growth):
        if path[0] in {"consistency", "checkpoint"}:
            (saved / "growth").write_text(json.dumps(put(growth, path, value)))
            assert check(saved, *files) == 1, path


def test_a_log_that_was_rewritten_is_found_by_an_older_checkpoint(client, saved, publication):
    """The whole past is replaced and everything signed anew: each proof fits, but not what a citizen kept."""
    log = ledger.Place.now().log
    (saved / "old").write_text(log.sign(3, merkle.root([merkle.leaf_hash(bytes([n])) for n in range(3)])))
    (saved / "growth").write_bytes(client.get("/ledger/consistency/3").content)
    assert check(saved, "--old", saved / "old", "--growth", saved / "growth") == 1


@pytest.mark.parametrize("old", [0, 99])
def test_there_is_no_proof_of_growth_from_elsewhere(client, saved, old):
    assert client.get(f"/ledger/consistency/{old}").status_code == 404


def test_inspectors_open_the_commitments(saved, publication, capsys):
    StaffFactory(username="auditor1", roles=[Role.AUDITOR])
    call_command("export_openings", publication.pk, by="auditor1", json=True)
    text = capsys.readouterr().out
    (saved / "openings").write_text(text)
    assert check(saved, "--openings", saved / "openings") == 0
    assert "suppressed = 1" in capsys.readouterr().out
    opened = json.loads(text)
    for path, value in mutations(opened):
        (saved / "openings").write_text(json.dumps(put(opened, path, value)))
        assert check(saved, "--openings", saved / "openings") == 1, path


def test_only_an_auditor_may_take_openings(publication):
    StaffFactory(username="county1", roles=[Role.COUNTY])
    for who in ("county1", "nobody"):
        with pytest.raises(CommandError):
            call_command("export_openings", publication.pk, by=who)


def test_its_ed25519_agrees_with_another_library():
    holds = CHECK["signature_holds"]
    for n in range(6):
        key = Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)
        public, message = key.public_key().public_bytes_raw(), b"m" * n
        signature = key.sign(message)
        assert holds(public, message, signature)
        assert not holds(public, message + b"x", signature)
        assert not holds(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))
        assert not holds(public, message, bytes([signature[0] ^ 1]) + signature[1:])
        # RFC 8032, 5.1.7: the second half is below the order, so no signature has a twin.
        twin = int.from_bytes(signature[32:], "little") + CHECK["ORDER"]
        assert not holds(public, message, signature[:32] + twin.to_bytes(32, "little"))


def test_a_published_ed25519_vector():
    # RFC 8032, 7.1, test 2.
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert CHECK["signature_holds"](public, b"\x72", signature)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 31, 64, 100])
def test_its_trees_are_those_of_the_domain(size):
    leaves = [merkle.leaf_hash(str(n).encode()) for n in range(size)]
    assert CHECK["tree"](leaves) == merkle.root(leaves)
    for old in range(1, size + 1):
        before, now = (old, merkle.root(leaves[:old])), (size, merkle.root(leaves))
        proof = merkle.consistency_proof(leaves, old)
        assert CHECK["only_grew"](before, now, proof)
        assert not CHECK["only_grew"]((old, merkle.leaf_hash(b"x")), now, proof)
        assert not CHECK["only_grew"](before, now, [*proof, leaves[0]])
