"""Where a paper leads: the short link that people can type, and the code that carries version and short hash."""

from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from county.actions.links import short_link
from county.links import absolute
from publicity.models.publications import Publication


def short_address(path: str, title: str) -> str:
    """The absolute short link to a path of this site, made when a paper first needs it."""
    return absolute(reverse("county:follow", args=[short_link(path=path, title=title).pk]))


def typed(address: str) -> str:
    """An address as people type it: without the scheme, which every browser adds."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"


def list_address(publication: Publication) -> str:
    """The short link to a list."""
    return short_address(reverse("publicity:list", args=[publication.pk]), publication.title[:120])


def marked(address: str, publication: Publication) -> str:
    """What the QR code says: the address with the version and short code that the paper bears."""
    return f"{address}?{urlencode({'v': publication.version, 'h': publication.short_hash})}"
