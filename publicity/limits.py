"""A polite limit against trying names one after another, which remembers nobody.

What is counted is a keyed hash of the client's address under a random key that is replaced every window and lies,
like the count, in the cache alone: after the window nothing can be traced to an address.
"""

import hmac
import secrets
import time
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 600
QUERIES_A_WINDOW = 30


def over_limit(request: HttpRequest) -> int:
    """Counts one query; answers 0, or for how many seconds more there is no answer."""
    now = int(time.time())
    window, spent = divmod(now, WINDOW_SECONDS)
    key = cache.get_or_set(f"query-key:{window}", lambda: secrets.token_bytes(32), WINDOW_SECONDS)
    name = f"query:{hmac.new(key, client_address(request).encode(), sha256).hexdigest()}"
    cache.add(name, 0, WINDOW_SECONDS)
    return WINDOW_SECONDS - spent if cache.incr(name) > QUERIES_A_WINDOW else 0


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


def _trusted(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in ip_network(proxy, strict=False) for proxy in settings.PORTAL_TRUSTED_PROXIES)
