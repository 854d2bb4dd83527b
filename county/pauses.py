"""Polite pauses against trying names or answering without end, which remember nobody (docs/decisions/0028, 0039).

What is counted of a reader is a keyed hash of the address under a random key that is replaced every window and lies,
like the count, in the cache alone: after the window nothing can be traced to an address. Villages and the county are
counted as such. Nothing here knows a name.
"""

import hmac
import secrets
import time
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 600
HOUR_SECONDS = 3_600
DAY_SECONDS = 86_400
# A hall full of people behind one address can each ask; a program gets 180 names an hour.
QUERIES_A_WINDOW = 30
# Above a village's or the county's hourly figure, up to twice of it, an address is answered its first question.
HARD = 2
# What all addresses together get of one village in a day: eight busy hours.
BUSY_HOURS = 8


class Whose(StrEnum):
    """Whose questions were too many."""

    CONNECTION = "connection"
    VILLAGE = "village"
    COUNTY = "county"


@dataclass(frozen=True)
class Pause:
    """No answer for so many seconds more."""

    whose: Whose
    seconds: int


def pause_of_connection(request: HttpRequest, *, scope: str = "query", most: int = QUERIES_A_WINDOW) -> Pause | None:
    """Counts one request of a connection in `scope`; the pause when there were more than `most` in the window."""
    if _count(f"{scope}:{_keyed(request)}", WINDOW_SECONDS) <= most:
        return None
    return Pause(Whose.CONNECTION, _rest(WINDOW_SECONDS))


def pause_of_place(request: HttpRequest, *, village_code: str, village_hour: int, county_hour: int) -> Pause | None:
    """Counts one question about a village; the pause when everybody together asked too much.

    Beyond `village_hour` or `county_hour` only a connection's first question about the village in a window is
    answered, up to twice as many: one person can't use up what all may ask.
    """
    first = _count(f"query:{_keyed(request, village_code)}", WINDOW_SECONDS) == 1
    counters = (
        (Whose.VILLAGE, f"query-village:{village_code}", HOUR_SECONDS, village_hour, village_hour * HARD),
        (Whose.VILLAGE, f"query-village-day:{village_code}", DAY_SECONDS, None, village_hour * BUSY_HOURS),
        (Whose.COUNTY, "query-county", HOUR_SECONDS, county_hour, county_hour * HARD),
    )
    for whose, name, lasting, soft, hard in counters:
        asked = _peek(name, lasting) + 1
        if asked > hard or (soft is not None and asked > soft and not first):
            return Pause(whose, _rest(lasting))
    for _whose, name, lasting, _soft, _hard in counters:
        _count(name, lasting)
    return None


def client_address(request: HttpRequest) -> str:
    """The nearest address that is no trusted proxy (PORTAL_TRUSTED_PROXIES); of IPv6 the /64, one household's share.

    Without trusted proxies the forwarded header is ignored: anybody can write it.
    """
    hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    hops.append(request.META.get("REMOTE_ADDR", ""))
    address = hops.pop()
    while hops and _trusted(address):
        address = hops.pop()
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)


def _keyed(request: HttpRequest, about: str = "") -> str:
    """A connection, and what it asks about, as a hash that nobody can make again after the window."""
    window = int(time.time()) // WINDOW_SECONDS
    key = cache.get_or_set(f"query-key:{window}", lambda: secrets.token_bytes(32), WINDOW_SECONDS)
    return hmac.new(key, f"{client_address(request)}|{about}".encode(), sha256).hexdigest()


def _count(name: str, lasting: int) -> int:
    """Adds one to a counter of the running window of `lasting` seconds and answers the sum."""
    name = _windowed(name, lasting)
    cache.add(name, 0, lasting)
    try:
        return cache.incr(name)
    except ValueError:  # pushed out of a full cache between the two
        cache.set(name, 1, lasting)
        return 1


def _peek(name: str, lasting: int) -> int:
    return cache.get(_windowed(name, lasting), 0)


def _windowed(name: str, lasting: int) -> str:
    return f"{name}:{int(time.time()) // lasting}"


def _rest(lasting: int) -> int:
    return lasting - int(time.time()) % lasting


def _trusted(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in ip_network(proxy, strict=False) for proxy in settings.PORTAL_TRUSTED_PROXIES)
