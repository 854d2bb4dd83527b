"""A list as a PDF for paper, set by typst from memory: no name is ever in a file or a file's name."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import typst
from django.urls import reverse
from django.utils.translation import gettext as _

from county.links import absolute
from county.models.settings import CountySettings
from county.qr import qr_svg
from publicity.models.publications import Publication
from publicity.notices.content import Row, notice_content
from publicity.notices.glyphs import FONT_FILES, all_legible

SIZES = ("A4", "A3")
NAMES = ("masked", "full")
_TEMPLATE = Path(__file__).with_name("notice.typ")


class UnknownSize(ValueError):
    """A notice is A4 or A3."""


def notice_url(publication: Publication) -> str:
    """What the QR code says: the list's address, with the version and short code that the paper bears."""
    mark = urlencode({"v": publication.version, "h": publication.short_hash})
    return f"{absolute(reverse('publicity:list', args=[publication.pk]))}?{mark}"


def notice_pdf(
    *,
    publication: Publication,
    rows: Iterable[Row],
    size: str = "A4",
    names: str = "masked",
    qr_url: str = "",
) -> bytes:
    """The notice as PDF/UA: with `names` "masked" of rows with `name_masked`, with "full" of rows with `name`.

    Raises UnknownSize, ValueError for another `names`, and typst.TypstError should the template fail.
    """
    if size not in SIZES:
        raise UnknownSize(size)
    if names not in NAMES:
        raise ValueError(names)
    content = notice_content(
        publication=publication, rows=rows, masked=names == "masked", settings=CountySettings.load()
    )
    return render(content, size=size, url=qr_url or notice_url(publication))


def render(content: dict[str, Any], *, size: str, url: str) -> bytes:
    """The PDF of a content, its unprintable characters named in a note."""
    missing: dict[str, str] = {}
    content = all_legible(content, missing)
    if missing:
        content["notes"].append(
            _("Characters that the printing fonts lack, to be written in by hand: %(list)s")
            % {"list": "、".join(missing.values())}
        )
    content |= {"size": size, "qr": qr_svg(url)}
    return typst.compile(
        _TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"notice": json.dumps(content, ensure_ascii=False)},
        format="pdf",
        pdf_standards="ua-1",
    )


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the package and no other, so that paper looks the same from every machine."""
    folders = sorted({str(path.parent) for path in FONT_FILES})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
