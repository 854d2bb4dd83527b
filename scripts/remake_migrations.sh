#!/bin/sh
# Removes and re-makes every app's single migration. Only until the first county runs the portal.
set -eu
cd "$(dirname "$0")/.."
exec 9>.venv/migrations.lock
flock 9
# What can not be imported must not cost the migrations that are there.
DJANGO_SETTINGS_MODULE=portal.settings.test .venv/bin/python -c "import django; django.setup()"
for app in county publicity policies_cms complaints search; do
  [ -d "$app" ] || continue
  mkdir -p "$app/migrations"
  touch "$app/migrations/__init__.py"
  rm -f "$app"/migrations/0*.py
done
.venv/bin/python manage.py makemigrations county publicity policies_cms complaints search
