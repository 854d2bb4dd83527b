#!/bin/sh
# What must hold before tests: style, types, arrows between apps, templates, migrations, translations.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
export DJANGO_SETTINGS_MODULE=portal.settings.test
step() { echo "== $1"; shift; "$@"; }
step ruff $bin/ruff check .
step format $bin/ruff format --check .
step mypy $bin/mypy
step import-linter $bin/lint-imports
step djlint $bin/djlint templates --lint --quiet
step "system check" $bin/python manage.py check --fail-level WARNING
step migrations $bin/python manage.py makemigrations --check --dry-run
step translations $bin/python scripts/messages.py check
echo "check: all good"
