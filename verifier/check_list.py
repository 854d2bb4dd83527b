#!/usr/bin/env python3
"""离线核对一份公示名单；只需要 Python 3.9 以上，不联网，不用安装任何东西。
Checks a downloaded list against the ledger: Python 3.9 or later, no network, nothing to install.

    python3 check_list.py list.json key [--code 7F3A-91C2] [--old checkpoint --growth growth.json] [--openings FILE]

list.json   名单页的“数据（JSON）” · “Data (JSON)” of a list's page
key         /ledger/key，越早保存越好 · from /ledger/key, saved as early as you can
--code      村里张贴件上的短码 · the short code on the paper notice
--old       以前保存的 /ledger/checkpoint · a checkpoint that you kept
--growth    /ledger/consistency/<以前的条数 old size>，与名单同时下载 · downloaded together with the list
--openings  巡察审计人员取得的承诺开启值 · what opens the commitments, for inspectors (export_openings)
"""
# ruff: noqa: ANN001, ANN002, ANN201

import argparse
import base64
import hashlib
import json
import re
import sys
from pathlib import Path

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
FACTS = "programme stage period batch version replaces reason published_on opens_on fields reconciles"
TEXTS = ("title", "issuer", "standard", "supervision_phone")


class Wrong(Exception):
    """A check that failed: what it means, in both languages."""


def need(holds, chinese, english):
    """Raise Wrong unless a check holds."""
    if not holds:
        raise Wrong(f"{chinese} · {english}")


def sha256(*parts):
    """SHA-256 over the parts; RFC 6962 begins a leaf with a zero byte and a node with a one."""
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value):
    """Canonical JSON (RFC 8785) of what lists and entries hold: objects with ASCII keys, strings, whole numbers."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def unb64(text, url=False):
    """Bytes of base64 with padding, or of base64url without; anything but the one right spelling is refused."""
    data = base64.b64decode(text + "=" * (-len(text) % 4) if url else text, b"-_" if url else None, validate=True)
    need(text == (b64url(data) if url else base64.b64encode(data).decode()), "编码不规范", "not canonical base64")
    return data


def b64url(data):
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


# Ed25519 (RFC 8032): points are (x, y, z, x*y/z).


def add(a, b):
    """Add two points of the curve."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, d - c, d + c, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    """Multiply a point by a number."""
    result = (0, 1, 1, 0)
    while number:
        result = add(result, point) if number & 1 else result
        point, number = add(point, point), number >> 1
    return result


def decode_point(data):
    """The point that 32 bytes name, None for no point."""
    y, sign = int.from_bytes(data, "little") & ((1 << 255) - 1), data[31] >> 7
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - x2) % P else x
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def signature_holds(public, message, signature):
    """Whether an Ed25519 signature holds (RFC 8032, 5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = decode_point(public), decode_point(signature[:32])
    number, base = int.from_bytes(signature[32:], "little"), decode_point(bytes([88]) + bytes([102]) * 31)
    if key is None or point is None or number >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(number, base), add(point, times(challenge, key))
    return not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))


# The Merkle tree of RFC 6962.


def tree(hashes):
    """The root over leaf hashes."""
    while len(hashes) > 1:
        pairs = [sha256(b"\1", hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(pairs) * 2 :]
    return hashes[0] if hashes else sha256(b"")


def climb(first, second, start, proof):
    """The two roots that a proof leads to (RFC 9162, 2.1.3.2 and 2.1.4.2), None when it has the wrong length."""
    old = new = start
    for sibling in proof:
        if second == 0:
            return None
        if first & 1 or first == second:
            old, new = sha256(b"\1", sibling, old), sha256(b"\1", sibling, new)
            while first and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            new = sha256(b"\1", new, sibling)
        first, second = first >> 1, second >> 1
    return (old, new) if second == 0 else None


def only_grew(old, new, proof):
    """Whether the log of one (size, root) is the beginning of the other's."""
    if not 0 < old[0] < new[0]:
        return old == new and not proof
    first, second = old[0] - 1, new[0] - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    path = proof if old[0] & (old[0] - 1) else [old[1], *proof]
    return bool(path) and climb(first, second, path[0], path[1:]) == (old[1], new[1])


# C2SP: verifier keys, signed notes, checkpoints, proofs.


def read_key(text):
    """The name, hash and public key of a verifier key."""
    name, hash_, encoded = text.strip().split("+", 2)
    key = unb64(encoded)
    own = sha256(name.encode(), b"\n", key)[:4].hex() == hash_
    need(own and len(key) == 33 and key[0] == 1, "key 文件不是公钥", "the key file is no verifier key")
    return name, bytes.fromhex(hash_), key[1:]


def open_checkpoint(note, key):
    """The (size, root) of a checkpoint that the key signed; Wrong otherwise."""
    name, hash_, public = key
    text, gap, tail = note.rpartition("\n\n")
    lines = [line.split(" ") for line in tail.split("\n")]
    need(gap and lines.pop() == [""], "检查点没有签名", "the checkpoint has no signature")
    need(all(len(each) == 3 and each[0] == "—" for each in lines), "签名行不对", "a bad signature line")
    ours = [unb64(each[2]) for each in lines if each[1] == name and unb64(each[2])[:4] == hash_]
    valid = ours and all(signature_holds(public, (text + "\n").encode(), each[4:]) for each in ours)
    need(valid, "检查点不是用这把钥匙签的，或签过之后被改过", "the key did not sign this checkpoint")
    origin, size, root, *_more = text.split("\n")
    need(origin == name and re.fullmatch("0|[1-9][0-9]*", size), "检查点格式不对", "a bad checkpoint")
    return int(size), unb64(root)


def open_entry(proof, key):
    """What an entry says, its number and the checkpoint's size and root, once it is proven to be in the log."""
    need(proof["log"] == key[0], "不是这本账的名单", "the list is in another log than the key's")
    head, _gap, note = proof["proof"].partition("\n\n")
    first, place, *path = head.split("\n")
    match = re.fullmatch("index (0|[1-9][0-9]*)", place)
    need(first == "c2sp.org/tlog-proof@v1" and match, "不认识的证明格式", "an unknown form of proof")
    (size, root), index = open_checkpoint(note, key), int(match[1])
    leaf = sha256(b"\0", proof["entry"].encode())
    good = index < size and climb(index, size - 1, leaf, [unb64(each) for each in path])
    need(good and good[1] == root, "账本里没有这一条，或被改过", "this entry is not in the log, or was changed")
    return json.loads(proof["entry"]), proof["numbered_from"] + index, (size, root)


# The list itself.


def check_rows(data, entry, events):
    """Every row is one that was published, and none is missing but what the ledger says was erased or hidden."""
    leaves, shown = [unb64(each, url=True) for each in data["ledger"]["leaves"]], entry["fields"]
    root = unb64(entry["rows_root"], url=True)
    need(tree(leaves) == root, "叶子算不出账本里的行根", "the leaves do not give the ledger's rows root")
    left, fields = set(leaves), {"number", "name", "salt", *shown} - {"village"}
    for row in data["rows"]:
        need(set(row) == fields, f"第 {row['number']} 行的栏目不对", f"row {row['number']} has other fields")
        salt, rest = unb64(row["salt"], url=True), {name: row[name] for name in row if name != "salt"}
        hash_ = sha256(b"\0dibao-row-v1\0", salt, canonical(rest))
        good = len(salt) == 32 and hash_ in left
        need(good, f"第 {row['number']} 行不是公示时的内容", f"row {row['number']} is not what was published")
        left.remove(hash_)
    one = [each.get("step") for each in events if each["type"] == "hide" and each.get("what") == "entry"]
    gone = sum(each["count"] for each in events if each["type"] == "erase") + one.count("hide") - one.count("lift")
    missing = entry["shown"] - len(data["rows"])
    need(0 <= missing <= gone, f"少了 {missing} 行，账本里没有说明", f"{missing} rows are missing without an entry")
    for total, column in (("persons", "covered_persons"), ("amount", "amount")):
        found = round(sum(float(row.get(column) or 0) for row in data["rows"]), 2)
        good = column not in shown or missing or found == float(data["shown"][total])
        need(good, f"合计 {total} 不对", f"the total of {total} is wrong")
    return missing


def check_said(data, entry, events, number):
    """What the file says of the list is what the ledger says."""
    closes = [each["closes_on"] for each in [entry, *events] if "closes_on" in each and each["type"] != "review"]
    texts = sha256(b"dibao-texts-v1\0", canonical({name: data[name] for name in TEXTS}))
    said = {name: data[name] for name in FACTS.split()} | {"type": "list", "list": data["id"], "texts": b64url(texts)}
    said |= {"village": data["village"]["code"], "shown": data["shown"]["households"], "closes_on": data["closes_on"]}
    said["rows_root"] = data["ledger"]["rows_root"]
    for name, value in said.items():
        told = closes[-1] if name == "closes_on" else entry.get(name)
        need(told == value, f"“{name}”与账本不符", f"“{name}” is not what the ledger says")
    need(number == data["ledger"]["index"], "条目编号不对", "another number of the entry")
    code = unb64(entry["rows_root"], url=True)[:4].hex().upper()
    need(data["ledger"]["short_hash"] == f"{code[:4]}-{code[4:]}", "短码不对", "the short code is wrong")


def check_openings(entry, number, opened):
    """What an inspector was given opens the commitments."""
    own = (opened["list"], opened["entry"]) == (entry["list"], number)
    whole = sorted(each["field"] for each in opened["openings"]) == sorted(entry["commitments"])
    need(own and whole, "不是这份名单的开启值，或不全", "values of another list, or some are missing")
    for each in opened["openings"]:
        name, salt = each["field"], unb64(each["salt"], url=True)
        made = sha256(b"dibao-value-v1\0", salt, canonical({"value": each["value"]}))
        good = len(salt) == 32 and unb64(entry["commitments"][name], url=True) == made
        need(good, f"“{name}”不是公示时的数", f"“{name}” is not the value committed to")
        yield f"{name} = {each['value']}"


def check(args, read):
    """Run every check that the arguments ask for; yields what held, raises Wrong at the first that does not."""
    data, key = json.loads(read(args.list)), read_key(read(args.key))
    (entry, number, head), events, last = open_entry(data["ledger"], key), [], -1
    yield f"账本第 {number} 条，签名有效 · entry {number} is in the signed log of {head[0]} entries"
    for proof in data["events"]:
        event, own, top = open_entry(proof, key)
        same = proof["numbered_from"] == data["ledger"]["numbered_from"]
        good = same and (event["list"], top) == (data["id"], head) and own > last
        need(good, "后续条目不属于这份名单，或重复", "an entry about another list, or twice the same")
        last = own
        events.append(event)
    check_said(data, entry, events, number)
    yield f"村、月份、期限、版本、五公开与账本一致 · what the list says of itself fits ({len(events)} later entries)"
    missing = check_rows(data, entry, events)
    yield f"{len(data['rows'])} 行逐行相符 · every row is as published"
    if missing:
        yield f"另有 {missing} 行依法删除或隐去，账本有记录 · {missing} rows erased or hidden by law, on record"
    if args.code:
        fits = args.code.strip().upper() == data["ledger"]["short_hash"]
        need(fits, "纸上的短码不是这一版", "the paper is another version")
        yield f"短码 {data['ledger']['short_hash']} 与纸上一致 · the paper's code fits"
    if args.old:
        old, growth = open_checkpoint(read(args.old), key), json.loads(read(args.growth))
        same = open_checkpoint(growth["checkpoint"], key) == head
        need(same, "请把名单和增长证明重新一起下载", "download the list and the proof of growth anew, together")
        good = only_grew(old, head, [unb64(each) for each in growth["consistency"]])
        need(good, "账本以前的内容被改过！请保存全部文件", "THE LOG'S PAST WAS CHANGED: keep all files")
        yield f"自第 {old[0]} 条以来只增不改 · the log has only grown since it had {old[0]} entries"
    if args.openings:
        yield from check_openings(entry, number, json.loads(read(args.openings)))


def main(arguments):
    """Check, say what holds, answer 0; or 1 with what does not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("list", "key", "--code", "--old", "--growth", "--openings"):
        parser.add_argument(name)
    args = parser.parse_args(arguments)
    if bool(args.old) != bool(args.growth):
        parser.error("--old 与 --growth 要一起用 · --old needs --growth")
    try:
        for line in check(args, lambda path: Path(path).read_text("utf-8")):
            sys.stdout.write(f"✓ {line}\n")
    except Wrong as wrong:
        sys.stdout.write(f"✗ {wrong}\n没有通过。请保存这些文件，拨打监督电话 · FAILED: keep these files and tell us\n")
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        sys.stdout.write(f"✗ 文件读不出或格式不对 · a file can't be read: {type(error).__name__} {error}\n")
        return 1
    sys.stdout.write("全部通过 · ALL CHECKS PASSED（网址、村名未经签名 · address and village name are not signed）\n")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
