"""A list as a PDF for paper, masked or with names in full."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.cache import cache

from county.models.settings import CountySettings
from county.papers import SIZES, UnknownSize, render
from publicity.domain.disclosure import Channel
from publicity.models.publications import Publication
from publicity.notices.addresses import list_address, marked
from publicity.notices.columns import Row
from publicity.notices.content import notice_content

NAMES = ("masked", "full")
TEMPLATE = Path(__file__).with_name("notice.typ")
_CACHED_SECONDS = 600


def notice_url(publication: Publication) -> str:
    """What the QR code of a list's paper says."""
    return marked(list_address(publication), publication)


def notice_pdf(
    *, publication: Publication, rows: Iterable[Row], size: str = "A4", names: str = "masked", qr_url: str = ""
) -> bytes:
    """The notice as PDF/UA: with `names` "masked" of rows with `name_masked`, with "full" of rows with `name`.

    Raises UnknownSize, ValueError for another `names`, and typst.TypstError should the template fail.
    """
    if size not in SIZES:
        raise UnknownSize(size)
    if names not in NAMES:
        raise ValueError(names)
    content = _content(publication, rows, masked=names == "masked")
    return render(TEMPLATE, content, size=size, url=qr_url or notice_url(publication))


def public_pdf(*, publication: Publication, size: str = "A4") -> bytes:
    """The masked notice of the publication's own rows, kept in the cache as long as nothing on it changes.

    What is kept counts only for the very content it was set from: a row that is erased or a phone that changes makes
    it anew, in every process. Raises UnknownSize. The caller asks first whether the list is open.
    """
    if size not in SIZES:
        raise UnknownSize(size)
    content = _content(publication, publication.entries.order_by("number"), masked=True)
    digest = sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
    kept = cache.get(_key(publication.pk, size))
    if kept is not None and kept[0] == digest:
        return kept[1]
    pdf = render(TEMPLATE, content, size=size, url=notice_url(publication))
    cache.set(_key(publication.pk, size), (digest, pdf), _CACHED_SECONDS)
    return pdf


def forget(publication_id: str) -> None:
    """Drops the kept PDFs of a list: for a list that ends, and for a household that is erased."""
    cache.delete_many([_key(publication_id, size) for size in SIZES])


def _key(publication_id: str, size: str) -> str:
    return f"notice:{publication_id}:{size}"


def _content(publication: Publication, rows: Iterable[Row], *, masked: bool) -> dict[str, Any]:
    return notice_content(
        publication=publication,
        rows=rows,
        fields=publication.fields_of(Channel.NOTICE),
        masked=masked,
        settings=CountySettings.load(),
        address=list_address(publication),
    )
