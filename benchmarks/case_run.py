"""Run by `bench_kill` and `bench_overload` in a process of its own: is every case whole? Prints one JSON object.

Reads from standard input `{"shown": [{"code", "text", "digest"}], "sent": [[mark, digest]], "user", "password"}`. Each
case is opened twice: by its receipt, where one was shown, and by the key of an office that holds all of them.
"""

import hashlib
import json
import re
import sys
from collections import Counter

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - needs the line above
from django.db import connection  # noqa: E402

from complaints import sealing  # noqa: E402
from complaints.actions.keys import unlock  # noqa: E402
from complaints.contents import file_from, words_from  # noqa: E402
from complaints.models.cases import Case, CaseRecord, CaseSender  # noqa: E402
from complaints.vault import open_keyring, read_record, sender_context  # noqa: E402
from county.keys import secret  # noqa: E402
from county.models.staff import User  # noqa: E402

Kind = CaseRecord.Kind
MARK = re.compile(r"mark-[0-9a-f]{24}")
WHOLE = [Kind.HEADER, Kind.STATEMENT, Kind.FILE]
"""The records of each case that the benchmarks send: at most one file, of a kind that gets no cleaned copy."""


def broken(case: Case, key: bytes, expected: set[tuple[str, str]]) -> str:
    """What is wrong with a case; nothing when it is whole and its file is the one sent with its words."""
    records = list(case.records.all())
    kinds, places = [record.kind for record in records], [record.position for record in records]
    if kinds not in (WHOLE, WHOLE[:2]) or places != list(range(len(records))):
        return "records"
    if [event.event for event in case.events.all()] != ["receive"] or not CaseSender.objects.filter(case=case).exists():
        return "event or sender"
    try:
        text = words_from(read_record(records[1], key)).text
        files = [file_from(read_record(record, key)).data for record in records[2:]]
    except sealing.Unreadable:
        return "unreadable"
    digest = hashlib.sha256(files[0]).hexdigest() if files else ""
    mark = MARK.search(text)
    return "" if mark and (mark[0], digest) in expected else "file or words"


def by_receipt(code: str) -> tuple[Case, bytes] | None:
    """The case and its key as the receipt gives them."""
    who = sealing.sender_secrets(code, secret("receipt-salt"))
    lookup = sealing.keyed_digest(who.lookup, secret("receipt-pepper"))
    found = CaseSender.objects.select_related("case").filter(lookup=lookup).first()
    if found is None:
        return None
    key = sealing.open_sealed(who.key, bytes(found.wrapped), sender_context(found.case_id), found.algorithm)
    return found.case, key


def main() -> dict[str, object]:
    """Counts, by what was found."""
    given = json.load(sys.stdin)
    shown: Counter[str] = Counter()
    for each in given["shown"]:
        found = by_receipt(each["code"])
        shown[broken(*found, {(each["text"], each["digest"])}) if found else "lost"] += 1
    sent = {(mark, digest) for mark, digest in given["sent"]}
    user = User.objects.get(username=given["user"])
    cases = list(Case.objects.filter(state="received", way="web"))
    keys = open_keyring(unlock(user=user, password=given["password"]), user).case_keys(cases)
    stored = Counter(broken(case, keys[case.pk], sent) if case.pk in keys else "no wrap" for case in cases)
    with connection.cursor() as cursor:
        integrity = cursor.execute("PRAGMA integrity_check").fetchall()
        dangling = cursor.execute("PRAGMA foreign_key_check").fetchall()
    call_command("verify_ledger", stdout=sys.stderr)
    return {
        "shown": shown,
        "stored": stored,
        "database": [row[0] for row in integrity if row[0] != "ok"] + [str(row) for row in dangling],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
