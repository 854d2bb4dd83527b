#!/bin/sh
# Every test, on SQLite or on DATABASE_URL.
set -eu
cd "$(dirname "$0")/.."
[ locale/zh_Hans/LC_MESSAGES/django.mo -nt locale/zh_Hans/LC_MESSAGES/django.po ] || .venv/bin/python scripts/messages.py compile
exec .venv/bin/pytest "$@"
