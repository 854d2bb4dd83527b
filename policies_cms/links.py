"""The links on a page, as its editors stored them: rich text, blocks and plain addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

_ANCHOR = re.compile(r"<a\s([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class PageLink:
    """A link as stored: to a page or document by its key, else an address."""

    kind: str
    target: str

    @property
    def is_external(self) -> bool:
        """Whether it leaves this site."""
        parts = urlsplit(self.target)
        own = urlsplit(settings.PORTAL_BASE_URL).netloc
        return self.kind == "url" and parts.scheme in ("http", "https") and parts.netloc != own

    @property
    def path(self) -> str:
        """The path on this site with its query, or nothing for other kinds and for tel: and mailto:."""
        parts = urlsplit(self.target)
        if self.kind != "url" or self.is_external or parts.scheme not in ("", "http", "https"):
            return ""
        return parts.path + (f"?{parts.query}" if parts.query else "")


def links_of(page: Page) -> Iterator[PageLink]:
    """Every link of a page's own fields."""
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield from _in_html(field.value_from_object(page) or "")
        elif isinstance(field, StreamField):
            for text in texts(field.value_from_object(page).raw_data):
                yield from _in_html(text)
        elif isinstance(field, models.URLField) and (address := field.value_from_object(page)):
            yield PageLink("url", address)


def texts(value: Any) -> Iterator[str]:
    """Every text in the raw value of a block, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif hasattr(value, "__iter__"):
        for part in value:
            yield from texts(part)


def images_of(page: Page) -> Iterator[dict[str, Any]]:
    """The raw values of the image blocks of a page."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _images(field.value_from_object(page).raw_data)


def _images(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"image", "alt_text", "decorative"} <= value.keys():
            yield value
        for part in value.values():
            yield from _images(part)
    elif not isinstance(value, str) and hasattr(value, "__iter__"):
        for part in value:
            yield from _images(part)


def _in_html(html: str) -> Iterator[PageLink]:
    for found in _ANCHOR.finditer(html):
        attributes = {name.lower(): unescape(text) for name, text in _ATTRIBUTE.findall(found[1])}
        kind = attributes.get("linktype", "")
        if kind in ("page", "document"):
            yield PageLink(kind, attributes.get("id", ""))
        elif address := attributes.get("href", ""):
            yield PageLink("url", address)
