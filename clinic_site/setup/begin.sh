#!/bin/sh
# Runs clinic_site/setup with the Python of .venv, or else with one that can make a .venv.
# -E -s -S: no variable of this shell and no package of this person changes what it does.

# bash as sh takes these from SHELLOPTS.
set +eu
# What is started below listens itself.
trap 'echo "Stopped by Ctrl-C." >&2; exit 130' INT
# What is closed would be the next file that is opened: lines would be written into locks.
(: 3<&0) 2>/dev/null || exec </dev/null
(: 3>&1) 2>/dev/null || exec >/dev/null
(: 3>&2) || exec 2>/dev/null

is_new_enough() {
  "$1" -E -s -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

begin() {
  python=$1
  shift
  exec "$python" -E -s -S -X utf8 clinic_site/setup/begin.py "$@"
}

# Without its pyvenv.cfg it is not the Python of .venv any more, but the one it was made of.
if [ ! -e .venv/unfinished ] && [ -e .venv/pyvenv.cfg ] && is_new_enough .venv/bin/python; then
  begin .venv/bin/python "$@"
fi
# A Python that make was told of is taken or refused; else the first that is new enough, beginning
# with that of this shell, where another project may have set it for itself.
if [ -n "$PYTHON" ] && is_new_enough "$PYTHON"; then begin "$PYTHON" "$@"; fi
if [ -z "$PYTHON" ] || [ "$PYTHON_FROM" != "command line" ]; then
  for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if is_new_enough "$python"; then begin "$python" "$@"; fi
  done
fi
asked=${PYTHON:-python3}
found=$("$asked" -E -c 'import sys; print("is Python %d.%d" % sys.version_info[:2])' 2>/dev/null)
echo "Python 3.11 or newer is needed, and $asked ${found:-does not run}." \
  "Name one that is: make run PYTHON=python3.12" >&2
exit 1
