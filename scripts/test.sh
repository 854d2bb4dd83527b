#!/bin/sh
# Every test, on SQLite or on DATABASE_URL.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python scripts/messages.py compile
# In the order of collection: tests that empty the database come last.
exec .venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"
