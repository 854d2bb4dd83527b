#!/bin/sh
# Every test, on SQLite or on DATABASE_URL.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python scripts/messages.py compile
exec .venv/bin/pytest -n 2 --dist loadfile "$@"
