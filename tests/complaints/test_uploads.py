"""Copies of photos and PDFs say nothing that their pages don't; what a crafted file can do to them: nothing."""

import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from complaints.cleaning import cleaned_pdf, cleaned_picture, plain_jpeg
from complaints.uploads import sealed_uploads

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

    monkeypatch.setattr("complaints.cleaning.ImageOps.exif_transpose", broken)
    assert cleaned_picture(picture("PNG")) is None


AUTHOR = "李四的电脑"
CAMERA = "SecretPhone 15"


def photo_with_camera() -> bytes:
    image = Image.new("RGB", (40, 30), "#174a7c")
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=AUTHOR.encode())
    return out.getvalue()


def speaking_pdf(*, password: str = "") -> bytes:
    """A PDF that names its author in every place where one can, with a photo, a script and an attachment."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    photo = pikepdf.Stream(
        pdf,
        photo_with_camera(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=40,
        Height=30,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    page.obj.Contents = pdf.make_stream(b"q 40 0 0 30 0 0 cm /Photo Do Q")
    page.obj.PieceInfo = pikepdf.Dictionary(Tool=pikepdf.String(AUTHOR))
    comment = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=AUTHOR, Contents="看这里"
    )
    page.obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(comment)]))
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{CAMERA}')")
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.attachments["notes.txt"] = AUTHOR.encode()
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = [AUTHOR]
    pdf.docinfo["/Author"] = AUTHOR
    out = BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else None)
    return out.getvalue()


def everything(data: bytes) -> bytes:
    """Every byte of a PDF, its streams unpacked."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    return out.getvalue()


def marks(text: str) -> list[bytes]:
    return [text.encode(), text.encode("utf-16-be")]


def test_a_pdf_is_rebuilt_without_who_made_it():
    before, after = everything(speaking_pdf()), everything(cleaned_pdf(speaking_pdf()))
    for secret in (AUTHOR, CAMERA):
        assert any(mark in before for mark in marks(secret))
        assert not any(mark in after for mark in marks(secret))
    for acting in (b"/JavaScript", b"/EmbeddedFiles", b"/OpenAction"):
        assert acting in before
        assert acting not in after


def test_what_stands_on_the_page_stays():
    with pikepdf.open(BytesIO(cleaned_pdf(speaking_pdf()))) as pdf:
        (page,) = pdf.pages
        assert b"/Photo Do" in page.obj.Contents.read_bytes()
        assert pikepdf.PdfImage(page.obj.Resources.XObject.Photo).as_pil_image().size == (40, 30)
        assert str(page.obj.Annots[0].Contents) == "看这里"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"plain", speaking_pdf(password="x")])
def test_what_can_not_be_rebuilt_is_kept_as_sent(data):
    assert cleaned_pdf(data) is None


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xe1\x00\x08Exif", b"GIF89a"])
def test_a_damaged_photo_inside_is_left_alone(data):
    assert plain_jpeg(data) == data


def test_the_sealed_original_stands_beside_its_copy():
    sent = speaking_pdf()
    original, copy = sealed_uploads([SimpleUploadedFile("证明.pdf", sent, content_type="application/pdf")])
    assert (original.name, original.data) == ("证明.pdf", sent)
    assert (copy.name, copy.content_type) == ("清理副本 证明.pdf", "application/pdf")
    assert not any(mark in everything(copy.data) for mark in marks(AUTHOR))
