"""The Chinese catalogue is complete: no msgid of ours without Chinese, none fuzzy, none with a lost placeholder."""

import re
import subprocess
import sys
from pathlib import Path

import polib
from django.conf import settings

CATALOGUE = Path(settings.BASE_DIR, "locale/zh_Hans/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def test_every_msgid_in_the_sources_has_chinese(tmp_path):
    """Collects msgids afresh, beside the committed catalogue, so that a new one cannot slip in."""
    done = subprocess.run(
        [sys.executable, "scripts/messages.py", "missing"], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_placeholders_survive_translation():
    lost = [
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        if not entry.obsolete and set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert lost == []
