"""The zh_Hans catalogue: `update` collects msgids, `missing` lists what lacks Chinese, `fill FILE.json` adds it.

`compile` makes every .mo older than its .po, also those of locale/wagtail: Chinese that Wagtail itself lacks.

Several people may run it at once: a lock file serialises them.
"""

import fcntl
import json
import re
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"


def collect() -> polib.POFile:
    """Runs makemessages and answers the fresh catalogue."""
    command = [sys.executable, "manage.py", "makemessages", "-l", "zh_Hans", "--no-location", "--no-wrap"]
    for folder in (".venv", "var", "tests", "benchmarks", "node_modules"):
        command += ["--ignore", folder]
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return load()


def load() -> polib.POFile:
    """The catalogue as it stands."""
    return polib.pofile(str(CATALOGUE), wrapwidth=0)


def save(catalogue: polib.POFile) -> None:
    """Writes and compiles it, without a date that changes at each run."""
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        catalogue.metadata.pop(key, None)
    catalogue.save(str(CATALOGUE))
    text = re.sub(r'^"(POT-Creation|PO-Revision)-Date:.*\n', "", CATALOGUE.read_text("utf-8"), flags=re.M)
    CATALOGUE.write_text(text, "utf-8")
    load().save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def compile_stale() -> None:
    """Compiles each catalogue below locale/ whose .mo is missing or not newer."""
    for source in sorted((ROOT / "locale").rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            polib.pofile(str(source)).save_as_mofile(str(target))


def incomplete(catalogue: polib.POFile) -> list[str]:
    """Msgids without Chinese or marked fuzzy; a plural one needs all its forms."""
    return [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]


def fill(catalogue: polib.POFile, texts: dict[str, str]) -> None:
    """Adds translations; a msgid that the sources do not have yet is kept until they do."""
    entries = {entry.msgid: entry for entry in catalogue}
    for msgid, msgstr in texts.items():
        entry = entries.get(msgid)
        if entry is None:
            entry = polib.POEntry(msgid=msgid)
            catalogue.append(entry)
        if entry.msgid_plural:
            entry.msgstr_plural = {0: msgstr}
        else:
            entry.msgstr = msgstr
        entry.obsolete = False
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]


def main(arguments: list[str]) -> int:
    """Runs one verb under the lock."""
    verb = arguments[0] if arguments else "missing"
    (ROOT / "locale").mkdir(exist_ok=True)
    with open(ROOT / "locale" / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if verb == "compile":
            compile_stale()
            return 0
        before = CATALOGUE.read_text("utf-8") if CATALOGUE.exists() else ""  # collecting writes it anew
        catalogue = collect() if verb in ("update", "missing", "check") else load()
        if verb == "fill":
            fill(catalogue, json.loads(Path(arguments[1]).read_text("utf-8")))
        save(catalogue)
        if verb == "check" and before != CATALOGUE.read_text("utf-8"):
            print("the catalogue was not up to date; it has been collected anew", file=sys.stderr)
        lacking = incomplete(catalogue)
        if verb in ("missing", "check"):
            print("\n".join(lacking) or "complete")
            return 1 if lacking else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
