"""The poster of a short link: a code large enough for a wall, and the same in words for whoever can't scan it."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from county.domain.wrapping import text_em, wrap
from county.models.links import ShortLink
from county.models.settings import CountySettings
from county.papers.typesetting import render

TEMPLATE = Path(__file__).with_name("poster.typ")
LINE, SMALL_LINE = 13, 19
"""Characters of a title that fit on a line of the poster, in large and in small letters."""
ROOMY_TITLE, ROOMY_PURPOSE = 2 * LINE, 40
"""Up to these lengths everything is large; beyond, all is smaller so that it stays on one page."""


@dataclass(frozen=True)
class PosterContent:
    """Everything that a poster says; two of the same content are the same poster."""

    values: dict[str, Any]
    address: str

    @cached_property
    def digest(self) -> str:
        """Names the content in a cache."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode() + self.address.encode()).hexdigest()


def poster_content(link: ShortLink, *, address: str) -> PosterContent:
    """What the poster of `link` says; `address` is the absolute short link."""
    county = CountySettings.load()
    parts = urlsplit(address)
    compact = len(link.title) > ROOMY_TITLE or len(link.purpose) > ROOMY_PURPOSE
    return PosterContent(
        {
            "title": link.title,
            "title_lines": lines_of(link.title, most=SMALL_LINE if compact else LINE),
            "compact": compact,
            "issuer": county.organiser,
            "purpose": link.purpose,
            "steps": [
                _("Open the camera or the scanner of your phone and point it at the code."),
                _("Or type this address into a browser: %(address)s") % {"address": f"{parts.netloc}{parts.path}"},
                _("Without a phone: call %(phone)s or %(hotline)s, or ask at the window of your township.")
                % {"phone": county.supervision_phone, "hotline": county.hotline},
            ],
            "warning": _("The code opens a public page. It costs nothing; nobody asks for a password or money."),
            "footer": county.organiser,
            "page": "",
            "notes": [],
            "qr_alt": _("QR code that leads to %(address)s") % {"address": address},
        },
        address,
    )


def poster_pdf(content: PosterContent) -> bytes:
    """The A4 poster as PDF/UA."""
    return render(TEMPLATE, content.values, size="A4", url=content.address)


def lines_of(title: str, *, most: int) -> list[str]:
    """A title in lines of `most` characters, as even as they can be; no number or mark is torn off."""
    width = text_em(title)
    count = max(ceil(width / most), 1)
    tries = (wrap(title, size) for size in range(ceil(width / count), most + 1))
    return next((lines for lines in tries if len(lines) <= count), wrap(title, most))
