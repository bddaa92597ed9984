#!/bin/sh
# Measures on SQLite and, where it is there, on PostgreSQL (with its usual durability). BENCH_ARGS go to bench.
set -eu
cd "$(dirname "$0")/.."
unset DUBAN_DATABASE_URL DUBAN_DATA DUBAN_DEMO
.venv/bin/python -m bench --keep ${BENCH_ARGS:-}
if scripts/postgres.sh --found; then
    DUBAN_PG_FSYNC=on scripts/postgres.sh .venv/bin/python -m bench --keep ${BENCH_ARGS:-}
fi
