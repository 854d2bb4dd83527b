"""What a sender gives rests nowhere in clear: not during a sending, not after it, and not after any error.

The server is the real one, started as in production. The search is tried on planted secrets first.
"""

import os
import re
import socket
import sqlite3
import tempfile
import time
import zlib
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pikepdf
import pytest
from PIL import Image

from tests.caller import Caller, File, form_with, multipart
from tests.journeys.conftest import copied_demo
from tests.journeys.traces import Search, Watcher, cells, files_below
from tests.running import start, stop

pytestmark = pytest.mark.journey
SECRETS = {
    "text": "银色铃兰在仓库旁边数钱",
    "name": "守夜人卞大姐",
    "phone": "canary-line-13977719771",
    "file name": "铜灯笼的账页七七一九",
    "file": "copper-lantern-ledger-7719",
    "author of a PDF": "pdf-author-quokka-5521",
    "camera of a photo": "exif-camera-numbat-8834",
    "film": b"\x00\x01film-of-a-bilby-3390\xfe\xff",
    "agent": "CanaryBrowser/77.1",
    "address": "203.0.113.177",
    "asked": "unnamed-path-potoroo-6612",
}
AT = {"User-Agent": f"{SECRETS['agent']} (nobody)", "X-Forwarded-For": str(SECRETS["address"])}
ANSWERS = {
    "problem": "favour",
    "whom": "township-staff",
    **{key: str(SECRETS[key]) for key in ("text", "name", "phone")},
}
MULTIPART = "multipart/form-data; boundary=kkk"


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = SECRETS["camera of a photo"]
    out = BytesIO()
    Image.effect_noise((640, 480), 90).save(out, "JPEG", exif=exif)
    return out.getvalue()


def paper() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.docinfo["/Author"] = SECRETS["author of a PDF"]
    out = BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


FILES = [
    File(f"{SECRETS['file name']}.txt", "text/plain", str(SECRETS["file"]).encode() * 1000),
    File(f"{SECRETS['file name']}.pdf", "application/pdf", paper()),
    File(f"{SECRETS['file name']}.jpg", "image/jpeg", photo()),
    File(f"{SECRETS['file name']}的.pdf", "application/pdf", paper()[:-60] + str(SECRETS["file"]).encode()),
    File(f"{SECRETS['file name']}的.jpg", "image/jpeg", photo()[:20_000]),
    File(f"{SECRETS['file name']}.mp4", "video/mp4", b"\0\0\0\x18ftypmp42" + bytes(SECRETS["film"]) * 150_000),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A portal whose temporary files and mails lie where they can be searched."""
    portal = copied_demo(tmp_path_factory)
    root = portal.data.parent
    for name in ("temp", "mails"):
        (root / name).mkdir()
    process = start(portal, TMPDIR=str(root / "temp"), EMAIL_URL=f"filemail://{root / 'mails'}")
    try:
        wait_for_worker(portal)
        yield portal, process.pid
    finally:
        stop(process)


@pytest.fixture(scope="module")
def portal(house):
    """The portal of this module; that of the other journeys is not started."""
    return house[0]


def rest(portal) -> list[Path]:
    """Data, log, mails, temporary files of the portal, and where memory is laid down as files."""
    return [portal.data.parent, Path("/dev/shm")]


def watching(house, search: Search) -> Watcher:
    portal, group = house
    return Watcher(group, [portal.data.parent / "temp", portal.data / "media", Path("/dev/shm")], search)


def caller(portal) -> Caller:
    return Caller(portal.url, headers=AT)


def database(portal) -> sqlite3.Connection:
    return sqlite3.connect(portal.data / "portal.sqlite3", timeout=20, isolation_level=None)


def wait_for_worker(portal) -> None:
    """Until what the demo's pages gave the worker to do is done: it would write beside what is looked at."""
    deadline = time.monotonic() + 180
    waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE finished_at IS NULL"
    with closing(database(portal)) as line:
        while line.execute(waiting).fetchone()[0]:
            assert time.monotonic() < deadline, "the worker does not come to its end"
            time.sleep(0.5)


def test_the_search_finds_what_is_planted(house):
    """In a page of the site, packed in a file, in a file without a name, in a file that lives for a moment."""
    portal, _group = house
    planted = {"in a page": "a planted wombat 5150", "packed": "种下的一株龙胆草", "for a moment": "fleeting bandicoot"}
    search = Search(planted)
    assert not search.below(*rest(portal))
    with database(portal) as line:
        line.execute("UPDATE wagtailcore_page SET search_description = ? WHERE depth = 2", [planted["in a page"]])
    packed = portal.data / "packed"
    packed.write_bytes(b"before" + zlib.compress(planted["packed"].encode("utf-16-le") * 9) + b"after")
    folders = [portal.data.parent / "temp"]
    nameless = tempfile.TemporaryFile(dir=portal.data)  # noqa: SIM115 - closed below
    with Watcher(os.getpgid(0), folders, search) as watcher, nameless:
        nameless.write(planted["for a moment"].encode())
        nameless.flush()
        watcher.look_everywhere()
    assert {"for a moment"} in watcher.hits.values()
    hits = search.below(*rest(portal))
    assert {"in a page"} in hits.values()
    assert hits.pop(str(packed)) == {"packed"}
    packed.unlink()
    with database(portal) as line:
        line.execute("UPDATE wagtailcore_page SET search_description = '' WHERE depth = 2")


def test_a_tip_with_files_leaves_no_trace_while_it_is_sent_and_after(house):
    portal, _group = house
    before, began = cells(portal.data / "portal.sqlite3"), time.time()
    time.sleep(0.05)
    search = Search(SECRETS)
    with watching(house, search) as watcher:
        ours = caller(portal)
        page = ours.check_page(answers=ANSWERS, files=FILES).page
        assert SECRETS["text"] in page
        answer = ours.send(page)
        assert re.fullmatch(r"\d{25}", answer.code), answer.text
        opened = ours.post("/receipt/", {"code": answer.code})
        assert SECRETS["text"] in opened.page
    assert watcher.rounds > 3
    assert watcher.read > 3
    assert not watcher.hits
    grouped = " ".join(answer.code[at : at + 5] for at in range(0, 25, 5))
    everything = Search({**SECRETS, "receipt": answer.code, "receipt as shown": grouped})
    assert not everything.below(*rest(portal))
    after = cells(portal.data / "portal.sqlite3")
    assert not everything.within(repr(after).encode() + b"".join(_bytes(after)))
    grown = {name for name in after if len(after[name]) != len(before.get(name, []))}
    assert {"complaints_case", "complaints_caserecord"} <= grown
    # Neither audit trail nor task nor session nor login attempt tells of it; the scheduler may do its own.
    assert {name for name in grown if not name.startswith("complaints_case")} <= {"django_tasks_database_dbtaskresult"}
    of_cases = [row for name, rows in after.items() if name.startswith("complaints_case") for row in rows]
    assert not [row for row in of_cases if re.search(rb"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", b"|".join(_bytes({"": [row]})))]
    touched = {str(path.relative_to(portal.data)) for path in files_below(portal.data) if path.stat().st_mtime > began}
    assert touched <= {"portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm"}


def _bytes(tables: dict[str, list[tuple]]) -> list[bytes]:
    """Every text or binary cell."""
    return [cell for rows in tables.values() for row in rows for cell in row if isinstance(cell, bytes)]


def raw(portal, head: str, *pieces: bytes, pause: float = 0, read: bool = True) -> bytes:
    """Bytes over a line of one's own; answers what came back."""
    with socket.create_connection(("127.0.0.1", int(portal.port)), timeout=30) as line:
        line.sendall(head.replace("\n", "\r\n").encode())
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was all sent
            for piece in pieces:
                time.sleep(pause)
                line.sendall(piece)
        found = b""
        with suppress(ConnectionResetError):
            while read and (more := line.recv(65536)):
                found += more
        return found


def head(method: str, path: str, length: int, kind: str = MULTIPART, host: str = "127.0.0.1") -> str:
    own = "".join(f"{name}: {value}\n" for name, value in AT.items())
    return (
        f"{method} {path} HTTP/1.1\nHost: {host}\n{own}Content-Type: {kind}\nContent-Length: {length}\n"
        "Connection: close\n\n"
    )


def with_files(portal) -> tuple[str, bytes]:
    """The head and body of the page where files are given."""
    page = caller(portal).check_page(answers=ANSWERS).page
    form = form_with(page, "captcha")
    body, kind = multipart({"state": form.fields["state"], "step": "files", "go": "next"}, FILES)
    return head("POST", "/tip/", len(body), kind), body


def broken_mark(portal) -> bytes:
    body = f"--kkk\r\nContent-Disposition: form-data; name=text\r\n\r\n{SECRETS['text']}".encode()
    return raw(portal, head("POST", "/tip/", len(body), "multipart/form-data"), body)


def strange_host(portal) -> bytes:
    return raw(portal, head("GET", "/tip/", 0, host=f"{SECRETS['asked']}.example"))


def null_bytes(portal) -> bytes:
    body = f"text={SECRETS['text']}\0&name=\0{SECRETS['name']}&state=%00".encode()
    return raw(portal, head("POST", "/tip/", len(body), "application/x-www-form-urlencoded"), body)


def many_fields(portal) -> bytes:
    body = f"text={SECRETS['text']}&".encode() + b"&".join(b"f%d=1" % number for number in range(3000))
    return raw(portal, head("POST", "/tip/", len(body), "application/x-www-form-urlencoded"), body)


def large_field(portal) -> bytes:
    body = f"text={SECRETS['text']}".encode() * 200_000
    return raw(portal, head("POST", "/tip/", len(body), "application/x-www-form-urlencoded"), body)


def no_token(portal) -> bytes:
    body = f"username={SECRETS['name']}&password={SECRETS['text']}".encode()
    return raw(portal, head("POST", "/admin/login/", len(body), "application/x-www-form-urlencoded"), body)


def no_page(portal) -> bytes:
    return raw(portal, head("GET", f"/tip/{SECRETS['asked']}/?text={SECRETS['asked']}", 0))


def too_large(portal) -> bytes:
    return raw(portal, head("POST", "/tip/", 10**9), str(SECRETS["text"]).encode())


def fault(portal) -> bytes:
    """The database refuses the statement: the case and its wraps were already written in the same transaction."""
    ours = caller(portal)
    filled = ours.filled(ours.check_page(answers=ANSWERS, files=FILES).page)
    body = urlencode(filled).encode()
    given = head("POST", "/tip/", len(body), "application/x-www-form-urlencoded")
    with database(portal) as line:
        line.execute(
            "CREATE TRIGGER fault BEFORE INSERT ON complaints_caserecord WHEN NEW.kind = 'statement' "
            "BEGIN SELECT RAISE(ABORT, 'forced'); END"
        )
    try:
        return raw(portal, given, body)
    finally:
        with database(portal) as line:
            line.execute("DROP TRIGGER fault")


def gone(portal) -> bytes:
    given, body = with_files(portal)
    raw(portal, given, body[: len(body) // 2], read=False)
    return b""


def gone_before_the_end(portal) -> bytes:
    """All but the last bytes: every field and file is there, only the closing mark is missing."""
    given, body = with_files(portal)
    raw(portal, given, body[:-20], read=False)
    return b""


def held(portal) -> tuple[int, int]:
    """How many cases there are, and how many files wait for theirs."""
    tables = cells(portal.data / "portal.sqlite3")
    return len(tables["complaints_case"]), len(tables["complaints_heldfile"])


ERRORS = {
    "broken mark": (broken_mark, 400),
    "strange host": (strange_host, 400),
    "null bytes": (null_bytes, 400),
    "many fields": (many_fields, 400),
    "large field": (large_field, 400),
    "no token": (no_token, 403),
    "no page": (no_page, 404),
    "too large": (too_large, 413),
    "fault": (fault, 500),
    "gone half-way": (gone, None),
    "gone before the end": (gone_before_the_end, None),
}


@pytest.mark.parametrize("name", ERRORS)
def test_no_error_keeps_what_was_sent(house, name):
    """Nothing rests, nothing is echoed, no cookie is set, no half case is left, and the page is in Chinese."""
    portal, _group = house
    act, status = ERRORS[name]
    count = held(portal)
    search = Search(SECRETS)
    with watching(house, search) as watcher:
        answer = act(portal)
        time.sleep(0.3)
    assert not watcher.hits
    assert not search.below(*rest(portal))
    if name != "fault":  # there the files had been given before, whole and sealed
        assert held(portal) == count
    assert held(portal)[0] == count[0]
    if status is None:
        return
    told, _, page = answer.partition(b"\r\n\r\n")
    assert told.startswith(f"HTTP/1.1 {status} ".encode()), told
    typed_back = name == "null bytes"  # the page that gives back what was typed, to the one who typed it
    assert typed_back or not search.within(told + page)
    assert b"set-cookie" not in told.lower()
    assert b"no-store" in told.lower()
    assert re.search(r"[\u4e00-\u9fff]", re.search(r"<h1[^>]*>(.*?)</h1>", page.decode(), re.S)[1])


def test_a_slow_upload_keeps_nothing_and_arrives(house):
    portal, _group = house
    search = Search(SECRETS)
    given, body = with_files(portal)
    step = len(body) // 6
    with watching(house, search) as watcher:
        pieces = [body[at : at + step] for at in range(0, len(body), step)]
        answer = raw(portal, given, *pieces, pause=0.3)
    assert b'name="captcha"' in answer
    assert f"{SECRETS['file name']}.mp4".encode() in answer
    assert not watcher.hits
    assert not search.below(*rest(portal))


def test_a_fault_of_a_sending_is_kept_without_its_time(portal):
    """The day, the class and the frames: enough to mend it, nothing to tell who was at a computer when."""
    (day,) = (portal.data / "faults").iterdir()
    text = day.read_text()
    assert "IntegrityError" in text
    assert not re.search(r"\d\d:\d\d", text)
    assert time.localtime(day.stat().st_mtime)[4:6] == (0, 0)
    assert "IntegrityError" not in portal.log.read_text()
