"""QR codes as SVG and PNG."""

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathFillImage


def _code(text: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    return code


def qr_svg(text: str) -> str:
    """An SVG document of one path, black on white wherever it is shown, with the quiet zone of four modules."""
    return _code(text).make_image(image_factory=SvgPathFillImage).to_string(encoding="unicode")


def qr_png(text: str) -> bytes:
    """A PNG of ten pixels a module."""
    out = io.BytesIO()
    _code(text).make_image().save(out, "PNG")
    return out.getvalue()
