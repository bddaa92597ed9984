#!/bin/sh
# What `make run` does once the environment is there. Demo mode unless DUBAN_DEMO says otherwise.
set -eu
case ${NOTICE:-} in
"" | /*) ;;
*) NOTICE=$PWD/$NOTICE ;;
esac
cd "$(dirname "$0")/.."
DUBAN_DEMO=${DUBAN_DEMO:-1}
export DUBAN_DEMO
set -- --port "${PORT:-8000}"
[ -z "${NOTICE:-}" ] || set -- "$@" --notice "$NOTICE"
case ${DEMO:-} in
"") ;;
blank | ledger) set -- "$@" "--$DEMO" ;;
*) echo "DEMO 只能是 blank（只有账号）或 ledger（账号和台账，没有模拟年度），收到的是“$DEMO”。" >&2; exit 1 ;;
esac
exec .venv/bin/python manage.py serve "$@"
