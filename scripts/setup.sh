#!/usr/bin/env bash
# Makes a virtual environment with Python 3.12 or 3.13 and installs the pinned packages.
# Looks for that Python on PATH, under pyenv, and at uv, which can fetch one.
set -euo pipefail
venv=$1

suits() { "$1" -c 'import sys, venv; sys.exit(not (3, 12) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.12 python3.13 python3 python \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12.*/bin/python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python; do
    [ -n "$candidate" ] || continue
    candidate=$(command -v "$candidate" 2>/dev/null) || continue
    if suits "$candidate"; then echo "$candidate"; return; fi
  done
}

python=$(find_python)
if [ -x "$venv/bin/python" ] && suits "$venv/bin/python"; then
  :
elif [ -n "$python" ] && "$python" -c 'import ensurepip' 2>/dev/null; then
  echo "setup: $("$python" --version) at $python" >&2
  "$python" -m venv --clear "$venv"
elif command -v uv >/dev/null; then
  echo "setup: uv makes the environment" >&2
  uv venv --quiet --clear --seed --python "${python:-3.12}" "$venv"
else
  echo "setup: Python 3.12 or 3.13 is needed, on PATH, under pyenv, or got by uv." >&2
  echo "       On Debian or Ubuntu without it: install uv (pip install uv), then run make again." >&2
  exit 1
fi

"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip --upgrade >/dev/null
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
