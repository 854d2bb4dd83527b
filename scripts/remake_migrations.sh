#!/bin/sh
# Removes and re-makes every app's single migration. Only until the first county runs the portal.
set -eu
cd "$(dirname "$0")/.."
exec 9>.venv/migrations.lock
flock 9
for app in county publicity policies_cms complaints search; do
  [ -d "$app" ] || continue
  mkdir -p "$app/migrations"
  touch "$app/migrations/__init__.py"
  rm -f "$app"/migrations/0*.py
done
.venv/bin/python manage.py makemigrations county publicity policies_cms complaints search
