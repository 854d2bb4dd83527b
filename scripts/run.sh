#!/bin/sh
# Migrates, loads the demo county at first start, starts web, worker and jobs, says where and who, stops them together.
set -eu
cd "$(dirname "$0")/.."
# More threads than portal.lanes lets senders and staff hold together (18), so that readers always find one.
export PORTAL_DEMO="${PORTAL_DEMO:-1}" PORT="${PORT:-8000}" WEB_THREADS="${WEB_THREADS:-28}" PYTHONUNBUFFERED=1
python=.venv/bin/python
data="${PORTAL_DATA:-var}"
mkdir -p "$data"
chmod 700 "$data"

$python scripts/messages.py compile
# Migrating and collecting take seconds even when there is nothing to do: both run when what they read has changed.
changed() { [ "$(cat "$data/$1.stamp" 2>/dev/null || true)" != "$2" ]; }
schema() { { cat uv.lock */migrations/*.py; echo "${DATABASE_URL:-$(ls "$data" | grep -Fx portal.sqlite3)}"; } | cksum; }
if changed schema "$(schema)"; then
  $python manage.py migrate --verbosity 0
  schema > "$data/schema.stamp"
fi
# A database restored by whatever means forgets again what was erased since, before anything answers.
[ -s "$data/erasures/list" ] && $python manage.py replay_erasures > /dev/null
static="$(find static uv.lock -type f -exec cksum {} + | cksum)"
if changed static "$static"; then
  $python manage.py collectstatic --noinput --verbosity 0
  echo "$static" > "$data/static.stamp"
fi

$python manage.py db_worker --interval 2 -v 0 &
worker=$!
$python manage.py run_jobs &
jobs=$!
.venv/bin/granian --interface wsgi --host "${HOST:-127.0.0.1}" --port "$PORT" --workers "${WEB_WORKERS:-1}" \
  --blocking-threads "$WEB_THREADS" --workers-kill-timeout 5 --http1-buffer-size 65536 --no-access-log --log-level error portal.wsgi:application &
web=$!
stop() {
  trap - INT TERM EXIT
  kill "$web" "$worker" "$jobs" 2>/dev/null || true
  # A signal to the whole group and this one as well can leave granian's parent waiting for itself; its worker is gone
  # or killed within 5 seconds.
  tenths=0
  while kill -0 "$web" 2>/dev/null && [ "$tenths" -lt 100 ]; do sleep 0.1; tenths=$((tenths + 1)); done
  kill -9 "$web" 2>/dev/null || true
  wait "$web" "$worker" "$jobs" 2>/dev/null || true
}
trap 'stop; exit 0' INT TERM
trap stop EXIT

[ "$PORTAL_DEMO" = 1 ] && [ ! -e "$data/demo-loaded" ] && $python manage.py load_demo
$python manage.py show_start
wait "$web"
