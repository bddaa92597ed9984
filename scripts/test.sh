#!/bin/sh
# The whole suite: on SQLite, then what touches the database again on PostgreSQL. Arguments go to pytest.
# What cannot run here (no browser, no PostgreSQL) is named; the exit code is that of what could run.
set -eu
cd "$(dirname "$0")/.."
scripts/env.sh dev
scripts/packages.sh

TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/duban-tests-XXXXXX")
export TMPDIR
chmod 755 "$TMPDIR"
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
unset DUBAN_DATABASE_URL DUBAN_DEMO DUBAN_DATA

workers=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
[ "$workers" -le 4 ] || workers=4
common="-n $workers --dist loadfile -p no:cacheprovider"

failed=0
echo "== SQLite =="
.venv/bin/python -m pytest $common --durations=5 -rfEs "$@" || failed=1
if scripts/postgres.sh --found; then
    echo "== PostgreSQL =="
    scripts/postgres.sh .venv/bin/python -m pytest $common --database-only --no-browser -rfE "$@" || failed=1
fi
exit $failed
