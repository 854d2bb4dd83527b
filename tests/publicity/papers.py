"""Papers read back: text by PDFium, codes by ZXing, as a reader and a phone would."""

import ctypes
import re

import pypdfium2
import pypdfium2.raw as raw
import zxingcpp


def page_texts(pdf: bytes) -> list[str]:
    """Each page's text without blanks and break marks: justified Chinese comes out with spaces between characters."""
    pages = pypdfium2.PdfDocument(pdf)
    return [re.sub(r"[\s\u200b]", "", page.get_textpage().get_text_range()) for page in pages]


def text_of(pdf: bytes) -> str:
    """All text without blanks."""
    return "".join(page_texts(pdf))


def codes_of(pdf: bytes, scale: float = 2) -> list[str]:
    """What the codes on the rendered pages say."""
    pages = [page.render(scale=scale).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]


def smallest_letters(pdf: bytes) -> float:
    """The height in points of the smallest type on any page."""
    sizes = set()
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text, index):
                continue
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
            size = raw.FPDFText_GetFontSize(text, index) * abs(matrix.d or 1)
            if size > 0:
                sizes.add(round(size, 2))
    return min(sizes)


def information(pdf: bytes) -> dict[str, str]:
    """The document's information as any reader shows it, without the empty fields."""
    return {name: value for name, value in pypdfium2.PdfDocument(pdf).get_metadata_dict().items() if value}
