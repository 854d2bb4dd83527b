"""The search backend that settings name: modelsearch's own, taught to read Chinese, for the database in use.

A later engine joins here: it reads texts and queries with `search.domain.text` as the two databases do.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

if connection.vendor == "sqlite":
    from search.backends.sqlite import ChineseSQLiteBackend as Backend
elif connection.vendor == "postgresql":
    from search.backends.postgres import ChinesePostgresBackend as Backend
else:
    raise ImproperlyConfigured("search runs on SQLite or PostgreSQL")


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that modelsearch looks for
    """The backend with the parameters from settings."""
    return Backend(params)
