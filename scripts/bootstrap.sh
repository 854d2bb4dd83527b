#!/bin/sh
# Finds a Python that runs, makes .venv with uv in it and installs what uv.lock names. Nothing to do: takes no network.
set -eu
cd "$(dirname "$0")/.."

wanted="$(cat pyproject.toml uv.lock | sha256sum | cut -c1-32)"
[ "$(cat .venv/installed 2>/dev/null || true)" = "$wanted" ] && .venv/bin/python -c 'import django' 2>/dev/null && exit 0

find_python() {
  # Running a candidate is the only proof: version managers leave names on the path that start nothing.
  for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3.14 python3 python /usr/bin/python3; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
  if ! python="$(find_python)"; then
    echo "需要 Python 3.11 或更高版本（含 venv）。Debian/Ubuntu：apt-get install python3 python3-venv" >&2
    exit 1
  fi
  echo "正在用 $python 建立 .venv …"
  rm -rf .venv
  "$python" -m venv .venv
fi
.venv/bin/uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
echo "正在安装依赖 …"
# Compiled at once: where Python writes no bytecode of its own, every command would start seconds later.
.venv/bin/uv sync --frozen --inexact --quiet --compile-bytecode
.venv/bin/python scripts/messages.py compile
echo "$wanted" > .venv/installed
