#!/usr/bin/env bash
# Makes a virtual environment with Python 3.12 or 3.13 and installs the pinned packages: setup.sh VENV runtime|dev.
# Looks for that Python on PATH, under pyenv, and at uv, which can fetch one.
set -euo pipefail
venv=$1
kind=${2:-dev}

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

locks=(-r requirements/runtime.txt -r requirements/build.txt)
size="350 MB, about a minute"
if [ "$kind" = dev ]; then
  locks=(-r requirements/dev.txt)
  size="1.1 GB with the tools of developers, one to three minutes"
fi
echo "setup: installing into $venv (some $size)" >&2
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip --upgrade >/dev/null
# lxml lost an extra that trafilatura asks for; what was in it (lxml_html_clean) is pinned by itself
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes "${locks[@]}" \
  2> >(grep -v "does not provide the extra 'html-clean'\|does not provide the extra 'html_clean'" >&2)
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
