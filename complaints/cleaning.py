"""Copies of what people send without what they did not mean to send: place, camera, author, program, earlier names."""

import threading
from contextlib import suppress
from io import BytesIO

import pikepdf
from PIL import Image, ImageOps

MOST_PIXELS = 60_000_000
"""Larger pictures are kept as sent: redrawing them would take too much memory."""
MOST_PAGES = 500
MOST_OBJECTS = 50_000
"""A longer PDF is kept as sent."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
"""What cameras, phones and screens make. Others stay closed: for EPS, Pillow would start Ghostscript on a stranger's
program and lay it in a temporary file in clear."""
# A picture takes several hundred megabytes while it is drawn: one at a time, however many people send at once.
_DRAWING = threading.Lock()
_PDF_MARK = b"%PDF-"
_MARK_WITHIN = 1024
_SPEAKING = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/Thumb", "/JS", "/Perms", "/Lock")
"""Keys anywhere in a PDF that name tools, times and people, or that act."""
_ROOT = ("/Names", "/OpenAction", "/AF", "/Collection", "/URI", "/SpiderInfo", "/OutputIntents", "/DSS")
_ACTING = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"})
_NAMING = ("/T", "/M", "/CreationDate", "/NM", "/RC")
"""What a comment says of who wrote it and when."""
_JPEG_START, _JPEG_SCAN = b"\xff\xd8", 0xDA
_JPEG_KEPT = frozenset({0xE0, 0xEE})
"""Application segments that say how to draw: JFIF and Adobe's colours. Exif, XMP, IPTC and comments are not."""


def cleaned_picture(data: bytes) -> bytes | None:
    """The picture drawn anew, upright and without place, camera or comments; None when it is no picture."""
    Image.init()
    known = [name for name in FORMATS if name in Image.OPEN]
    # Whatever a crafted file makes the decoder raise: it is no picture, and the sender's case is taken in all the same.
    with _DRAWING, suppress(Exception), Image.open(BytesIO(data), formats=known) as picture:
        if picture.width * picture.height <= MOST_PIXELS:
            return _drawn_anew(picture)
    return None


def cleaned_pdf(data: bytes) -> bytes | None:
    """The PDF rebuilt without author, program, times, attachments, scripts and the hidden data of its photos.

    What stands on the pages stays: a name in the text is still there. None when it is no PDF, has a password, or is
    too long.
    """
    if _PDF_MARK not in data[:_MARK_WITHIN]:
        return None
    with _DRAWING, suppress(Exception), pikepdf.open(BytesIO(data)) as pdf:
        if len(pdf.pages) <= MOST_PAGES and len(pdf.objects) <= MOST_OBJECTS and not pdf.is_encrypted:
            return _rebuilt(pdf)
    return None


def _drawn_anew(picture: Image.Image) -> bytes:
    plain = ImageOps.exif_transpose(picture).convert("RGB")
    plain.info.clear()
    out = BytesIO()
    plain.save(out, "JPEG", quality=88)
    return out.getvalue()


def _rebuilt(pdf: pikepdf.Pdf) -> bytes:
    for key in _ROOT:
        _drop(pdf.Root, key)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for found in pdf.objects:
        _strip(found)
    pdf.remove_unreferenced_resources()
    out = BytesIO()
    # Without the former ID, and no object left over from earlier versions of the file.
    _drop(pdf.trailer, "/ID")
    pdf.save(out, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _strip(found: pikepdf.Object) -> None:
    if isinstance(found, pikepdf.Array):
        return
    if not isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    for key in _SPEAKING:
        _drop(found, key)
    if str(found.get("/Type", "")) == "/Annot" or "/Subtype" in found and "/Rect" in found:
        for key in _NAMING:
            _drop(found, key)
    for key in ("/A", "/OpenAction"):
        action = found.get(key)
        if isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) in _ACTING:
            _drop(found, key)
    if isinstance(found, pikepdf.Stream) and str(found.get("/Filter", "")) == "/DCTDecode":
        found.write(plain_jpeg(found.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def plain_jpeg(data: bytes) -> bytes:
    """A JPEG without its application and comment segments but those that say how to draw; as it is when damaged."""
    if not data.startswith(_JPEG_START):
        return data
    kept, at = bytearray(_JPEG_START), len(_JPEG_START)
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _JPEG_SCAN:
            return bytes(kept) + data[at:]
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        speaks = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _JPEG_KEPT)
        if not speaks:
            kept += data[at:end]
        at = end
    return data


def _drop(found: pikepdf.Object, key: str) -> None:
    if key in found:
        del found[key]
