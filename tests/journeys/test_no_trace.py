"""After everything: no word of a sender lies anywhere in clear, no receipt, no address of theirs."""

import base64
import sqlite3
import tempfile
from pathlib import Path

import pytest

from tests.journeys.acts import choose, go_on, send

pytestmark = pytest.mark.journey
TEXT = "银色铃兰在仓库旁边数钱"
CONTACT = "守夜人卞大姐"
FILE = b"copper-lantern-ledger-7719"
AGENT = "CanaryBrowser/77.1 (nobody else)"


def forms(text: str | bytes) -> list[bytes]:
    """The ways in which bytes hide in a file."""
    plain = text if isinstance(text, bytes) else text.encode()
    ways = [plain, plain.hex().encode(), *(base64.b64encode(b"\0" * shift + plain)[4:-4] for shift in range(3))]
    return (
        ways
        if isinstance(text, bytes)
        else [*ways, text.encode("utf-16-le"), text.encode("gb18030"), ascii(text)[1:-1].encode()]
    )


def test_a_tip_leaves_no_trace(portal, browser):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False, user_agent=AGENT, locale="zh-CN")
    page = context.new_page()
    page.goto("/tip/")
    for name, value in (("problem", "favour"), ("whom", "township-staff")):
        choose(page, name, value)
        go_on(page)
    go_on(page)
    page.fill("textarea[name=text]", TEXT)
    for _when_and_how_known in range(3):
        go_on(page)
    page.set_input_files("input[type=file]", {"name": "note.pdf", "mimeType": "application/pdf", "buffer": FILE})
    go_on(page)
    page.fill("input[name=name]", CONTACT)
    go_on(page)
    sent = send(page)
    context.close()
    needles = [each for text in (TEXT, CONTACT, FILE, AGENT, sent.code) for each in forms(text)]
    places = [*files_below(portal.data), portal.log, *temporary_files()]
    assert len(places) > 20
    for place in places:
        content = place.read_bytes()
        assert [needle for needle in needles if needle in content] == [], place
    dump = "\n".join(sqlite3.connect(portal.data / "portal.sqlite3").iterdump()).encode()
    assert [needle for needle in needles if needle in dump] == []


def files_below(folder: Path) -> list[Path]:
    """Every file, the write-ahead log of the database too."""
    return [path for path in folder.rglob("*") if path.is_file()]


def temporary_files() -> list[Path]:
    """What the server may have left in the temporary directory: files that are not pytest's own."""
    root = Path(tempfile.gettempdir())
    return [path for path in root.glob("*") if path.is_file() and not path.is_symlink() and path.stat().st_size < 2**24]
