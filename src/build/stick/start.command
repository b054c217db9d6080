#!/bin/sh
# Starts the notebooks of this folder on macOS, by a double click. PYTHON names another Python than the one on PATH.
here=$(dirname "$0")
if [ ! -f "$here/needs.json" ]; then
  echo "This folder is not complete: it was not made or copied to the end. Make it again, or copy it again." >&2
  exit 2
fi
wanted=$(sed -n 's/.*"python": "\(.*\)".*/\1/p' "$here/needs.json")
if [ -z "$PYTHON" ]; then
  PYTHON=python3
  if command -v "python$wanted" >/dev/null 2>&1; then PYTHON="python$wanted"; fi
fi
if ! command -v "$PYTHON" >/dev/null 2>&1; then
  echo "No $PYTHON was found: this folder needs Python $wanted. PYTHON=/path/to/python $0 names one." >&2
  exit 2
fi
exec "$PYTHON" -B "$here/start.py" "$@"
