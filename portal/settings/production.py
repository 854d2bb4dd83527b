"""A county on the web: https, real mail, no demo, no moved clock (see portal.checks)."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import PORTAL_DATA
from portal.settings.keys import secret_key

SECRET_KEY = secret_key(PORTAL_DATA)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PORTAL_PRODUCTION = True
