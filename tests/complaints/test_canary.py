"""A canary: what a sender writes is nowhere to be found, in no encoding, in no table, file, log or cache."""

import base64
import logging
import tempfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from complaints.actions import handling, intake
from complaints.contents import SealedUpload
from complaints.domain.kinds import Subject
from complaints.domain.lifecycle import Outcome
from complaints.domain.receipt import format_receipt
from tests.factories_complaints import FILED, FOUND, PASSWORD, file_case

SECRETS = {
    "text": "金丝雀甲村支书收了礼",
    "contact": "canary-contact-13911112222",
    "file name": "canary-photo-name.txt",
    "file": "canary-file-content-0123456789",
    "added": "金丝雀乙又想起一件事",
    "reasons": "金丝雀丙决定的理由",
    "note": "金丝雀丁内部备注",
    "password": PASSWORD,
}


def forms_of(text: str) -> list[bytes]:
    """The text as it could lie somewhere: plain, UTF-16, base64 at each alignment, hex, escaped."""
    plain = text.encode()
    inner = [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    escaped = text.encode("unicode_escape")
    return [plain, text.encode("utf-16-le"), text.encode("gb18030"), *inner, plain.hex().encode(), escaped]


def every_cell() -> bytes:
    """Every column of every table, as bytes, whether Django knows the table or not."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                cells += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return b"\n".join(cells)


def files_below(*folders: Path) -> bytes:
    return b"\n".join(
        str(path).encode() + b"\n" + path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    )


@pytest.fixture
def lived(world, caplog, tmp_path, monkeypatch):
    """Two cases through most of their life; answers everything that was left behind, and the receipts."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    caplog.set_level(logging.DEBUG)
    upload = SealedUpload(SECRETS["file name"], "text/plain", SECRETS["file"].encode())
    given = {"text": SECRETS["text"], "contact": SECRETS["contact"], "files": [upload]}
    _tip, tip_receipt = file_case(world, subject=Subject.VILLAGE_CADRE, **given)
    case, receipt = file_case(world, **given)
    intake.add_from_sender(code=receipt.code, text=SECRETS["added"], files=[upload], today=FILED)
    intake.open_by_receipt(receipt.code, today=FILED)
    handling.accept_case(**world.acting("township", case))
    handling.add_note(**world.acting("township", case), text=SECRETS["note"])
    handling.start_review(**world.acting("township", case))
    handling.decide_case(**world.acting("township", case), outcome=Outcome.UPHELD, reasons=SECRETS["reasons"], **FOUND)
    handling.approve_decision(**world.acting("lead", case))
    places = {
        "database": every_cell(),
        "files": files_below(Path(settings.PORTAL_DATA), tmp_path),
        "log": caplog.text.encode() + b"".join(str(record.__dict__).encode() for record in caplog.records),
        "cache": str(getattr(cache, "_cache", "")).encode(),
    }
    codes = [receipt.code, tip_receipt.code]
    return places, [*codes, *map(format_receipt, codes)], world


def test_the_canary_would_be_seen(world):
    """The search itself finds what is there, in whatever form."""
    world.offices["west"].address = SECRETS["text"]
    world.offices["west"].save()
    assert SECRETS["text"].encode() in every_cell()
    assert base64.b64encode(b"ab" + SECRETS["file"].encode() + b"cd").find(forms_of(SECRETS["file"])[5]) > 0


def test_no_secret_and_no_receipt_lies_anywhere(lived):
    places, receipts, _world = lived
    secrets = SECRETS | {f"receipt {number}": code for number, code in enumerate(receipts)}
    found = [
        (place, name)
        for place, left in places.items()
        for name, secret in secrets.items()
        for form in forms_of(secret)
        if form in left
    ]
    assert not found


def test_no_key_kind_place_or_subject_lies_anywhere(lived):
    """Of the tip about a cadre the rows of complaints hold no kind, place or subject; of staff no private key."""
    places, _receipts, world = lived
    for key in world.keys.values():
        shapes = [key, key.hex().encode(), base64.b64encode(key)]
        assert not [place for place, left in places.items() for shape in shapes if shape in left]
    cells = []
    for model in apps.get_app_config("complaints").get_models():
        cells += [str(row).encode() for row in model.objects.values_list()]
    left = b"\n".join(cells)
    assert b"tip-official" not in left
    assert b"village-cadre" not in left
    assert world.village.pk.encode() not in left
