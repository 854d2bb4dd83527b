"""What a crafted file can do to the copies that are made of photos: nothing."""

import subprocess
from io import BytesIO

import pytest
from PIL import Image

from complaints.uploads import cleaned_picture

EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n0 0 10 10 rectfill\nshowpage\n%%EOF\n"


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "#174a7c").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_photos_are_drawn_anew(kind):
    assert Image.open(BytesIO(cleaned_picture(picture(kind)))).size == (40, 30)


def test_a_program_sent_as_picture_is_not_run(monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "check_call", lambda *args, **kwargs: started.append(args))
    assert cleaned_picture(EPS) is None
    assert started == []


def test_a_picture_that_breaks_its_decoder_is_kept_as_sent(monkeypatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise KeyError("crafted")

    monkeypatch.setattr("complaints.uploads.ImageOps.exif_transpose", broken)
    assert cleaned_picture(picture("PNG")) is None
