"""Tests: a throw-away data directory, cheap hashing, no manifest of static files."""

import tempfile
from pathlib import Path

from portal.settings import base
from portal.settings.base import *  # noqa: F403
from portal.settings.database import databases
from portal.settings.environment import DATABASE_URL

SECRET_KEY = "tests-only"  # noqa: S105
PORTAL_DATA = Path(tempfile.mkdtemp(prefix="portal-tests-"))
MEDIA_ROOT = PORTAL_DATA / "media"
STATIC_ROOT = PORTAL_DATA / "static"
DATABASES = databases(DATABASE_URL, PORTAL_DATA)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**base.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
# Argon2 at the lowest cost argon2 accepts, so that hundreds of tests can log in.
ARGON2_WAITING = 64
STAFF_SECOND_FACTOR = False
CASE_KEY_ARGON2 = {"time_cost": 1, "memory_cost": 64}
# Tests of search name the server themselves (tests/engines.py); nothing else may write to it.
ELASTICSEARCH_URL = ""
