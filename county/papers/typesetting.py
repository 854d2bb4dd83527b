"""Papers set by typst from memory: no name is ever in a file or a file's name."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from county.papers.glyphs import FONT_FILES, all_legible, more_font_files, printable
from county.qr import qr_svg

SIZES = ("A4", "A3")
_PARTS = Path(__file__).with_name("parts.typ")


class UnknownSize(ValueError):
    """A paper is A4 or A3."""


def render(template: Path, content: Mapping[str, Any], *, size: str, url: str) -> bytes:
    """The PDF/UA of a content set by `template` and our common parts; the same content gives the same bytes.

    Unprintable characters are named in a note.

    Raises UnknownSize, and typst.TypstError should the template fail.
    """
    if size not in SIZES:
        raise UnknownSize(size)
    missing: dict[str, str] = {}
    legible = all_legible(dict(content), missing)
    if missing:
        legible["notes"].append(
            _("Characters that the printing fonts lack, to be written in by hand: %(list)s")
            % {"list": "、".join(missing.values())}
        )
    legible |= {"size": size, "qr": qr_svg(url), "more_fonts": _more_families()}
    return typst.compile(
        _source(template),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"notice": json.dumps(legible, ensure_ascii=False)},
        format="pdf",
        pdf_standards="ua-1",
    )


def warm_up() -> None:
    """Reads fonts and templates, so that the first reader of a process does not wait for them."""
    printable()
    typst.compile(
        '#set text(font: ("Noto Sans SC", "Noto Serif SC"))\n阳光低保 '.encode(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
    )


def _source(template: Path) -> bytes:
    return b"\n".join(part.read_bytes() for part in (_PARTS, template))


@cache
def _fonts() -> typst.Fonts:
    """The package's fonts first, so that paper looks the same from every machine; others only for what they lack."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({str(path.parent) for path in (*FONT_FILES, *more_font_files())}),
    )


@cache
def _more_families() -> list[str]:
    """The families of the fallback fonts, in the order of their files."""
    order = [str(path) for path in more_font_files()]
    families = {str(font.path): font.family for font in _fonts().fonts()}
    return list(dict.fromkeys(families[path] for path in order if path in families))
