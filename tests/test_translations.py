"""The Chinese catalogue is complete: nothing lacks Chinese, is fuzzy, lost a placeholder or renames Wagtail's words."""

import re
import subprocess
import sys
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

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


def test_no_msgid_of_ours_renames_a_word_of_wagtail_or_django(settings):
    """LOCALE_PATHS wins over every app: with the same msgid and other Chinese, ours would show all over the admin."""
    settings.LOCALE_PATHS = [path for path in settings.LOCALE_PATHS if path not in CATALOGUE.parents]
    without_ours = DjangoTranslation("zh-hans")
    assert without_ours.gettext("Unlock") == "解锁"
    renamed = {
        entry.msgid: (entry.msgstr, theirs)
        for entry in polib.pofile(str(CATALOGUE))
        if not entry.obsolete and (theirs := without_ours.gettext(entry.msgid)) not in (entry.msgid, entry.msgstr)
    }
    assert renamed == {}
