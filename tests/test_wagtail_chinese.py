"""Every text of the installed Wagtail apps has Chinese: Wagtail's own or ours in locale/wagtail."""

import json
import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

OURS = Path(settings.BASE_DIR, "locale/wagtail/zh_Hans/LC_MESSAGES")
HOME = Path(wagtail.__file__).parent
SOURCES = [
    source
    for app in apps.get_app_configs()
    if Path(app.path).is_relative_to(HOME)
    for source in sorted(Path(app.path, "locale/en/LC_MESSAGES").glob("*.po"))
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>")
# Wagtail's plural speaks of child pages where the page has none; ours follows the singular.
PLURAL_ASTRAY = {"Deleting this page will also delete %(translation_count)s translation of this page."}


def keys(catalogue: Path) -> set[tuple[str | None, str]]:
    """What the catalogue really translates, by context and msgid."""
    if not catalogue.exists():
        return set()
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(catalogue)) if entry.translated()}


def test_the_sources_are_those_of_wagtail():
    names = {path.parents[3].name for path in SOURCES}
    assert {"wagtail", "admin", "users", "images", "documents", "snippets", "table_block"} <= names


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(HOME)))
def test_every_msgid_of_wagtail_has_chinese(source):
    theirs = source.parents[2] / "zh_Hans/LC_MESSAGES" / source.name
    known = keys(theirs) | keys(OURS / source.name)
    entries = [entry for entry in polib.pofile(str(source)) if not entry.obsolete]
    assert entries
    assert [entry.msgid for entry in entries if (entry.msgctxt, entry.msgid) not in known] == []


def marks(text: str) -> list[str]:
    """Placeholders and tags, in any order."""
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("catalogue", sorted(OURS.glob("*.po")), ids=lambda path: path.name)
def test_placeholders_and_tags_survive(catalogue):
    lost = []
    for entry in polib.pofile(str(catalogue)):
        wanted = entry.msgid if entry.msgid in PLURAL_ASTRAY else entry.msgid_plural or entry.msgid
        if marks(wanted) != marks(entry.msgstr or entry.msgstr_plural[0]):
            lost.append(entry.msgid)
    assert lost == []


@pytest.mark.parametrize("catalogue", sorted(OURS.glob("*.po")), ids=lambda path: path.name)
def test_sorted_by_msgid(catalogue):
    msgids = [entry.msgid for entry in polib.pofile(str(catalogue))]
    assert msgids == sorted(msgids)


def test_django_finds_ours():
    with override("zh-hans"):
        assert gettext("Schedule to publish") == "定时发布"
        moved = ngettext("Moved down 1 place.", "Moved down %(counter)s places.", 3)
        assert moved % {"counter": 3} == "已下移 3 位。"


def test_the_admin_scripts_find_ours(client):
    """The address answers before sign-in too, as the sign-in page loads it."""
    body = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert json.dumps("插入区块") in body


def test_the_sign_in_page_carries_our_name(client, db):
    body = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "登录阳光低保工作台</h1>" in body
    assert "sun.svg" in body
    assert "<title>登录 - 阳光低保工作台</title>" in body
    assert "Password" not in body
    assert 'name="remember"' not in body
