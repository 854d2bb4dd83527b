"""Tags for public templates: links that keep the large view, money and dates as people write them."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def href(context: Context, url: str) -> str:
    """`url`, with `?view=large` kept where the reader chose the large view."""
    if not context.get("large"):
        return url
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != "view"] + [("view", "large")]
    return urlunsplit(parts._replace(query=urlencode(query)))


@register.simple_tag(takes_context=True)
def route(context: Context, name: str, *args: object) -> str:
    """The address of a named route, keeping the large view."""
    return href(context, _address(name, args))


@lru_cache(maxsize=4096)
def _address(name: str, args: tuple[object, ...]) -> str:
    """Addresses do not change while the program runs; every page asks for a dozen of the same."""
    return reverse(name, args=args)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This page's query string with some values changed, for paging and for switching the view; None removes one."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = str(value)
    return f"?{values.urlencode()}" if values else "?"


@register.filter
def yuan(amount: Decimal | int | None) -> str:
    """1740.00 as 1,740 and 829.50 as 829.50: whole yuan without decimals, others with two."""
    if amount is None:
        return ""
    value = Decimal(amount)
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


@register.filter
def cn_date(day: date | None) -> str:
    """2026-11-20 as 2026年11月20日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def cn_month(period: str) -> str:
    """2026-11 as 2026年11月."""
    year, _, month = period.partition("-")
    return f"{year}年{int(month)}月" if month.isdigit() else period
