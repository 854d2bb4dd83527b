"""The environment variables of the contract, read in one place."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

PORTAL_DATA = Path(os.environ.get("PORTAL_DATA") or BASE_DIR / "var").resolve()
PORT = env.int("PORT", default=8000)
PORTAL_BASE_URL = env.str("PORTAL_BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
# Every address moves under this path; the proxy does not strip it. "" or "/sunshine".
PORTAL_PREFIX = ("/" + env.str("PORTAL_PREFIX", default="").strip("/")).rstrip("/")
PORTAL_TRUSTED_PROXIES = env.list("PORTAL_TRUSTED_PROXIES", default=[])
PORTAL_DEMO = env.bool("PORTAL_DEMO", default=False)
PORTAL_TODAY = env.str("PORTAL_TODAY", default="")
DATABASE_URL = env.str("DATABASE_URL", default="")
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
BASE_HOST = urlsplit(PORTAL_BASE_URL).hostname or "127.0.0.1"
