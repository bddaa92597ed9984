#!/bin/sh
# Runs a command with a private PostgreSQL beside it: scripts/postgres.sh COMMAND…
# The cluster lives in a temporary folder, listens on a socket there (no port), and goes with the command.
# DUBAN_DATABASE_URL points to it. "scripts/postgres.sh --found" says whether PostgreSQL is there.
set -eu

bin=${DUBAN_PG_BIN:-}
if [ -z "$bin" ]; then
    for each in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n -r) "$(dirname "$(command -v initdb 2>/dev/null || echo /none/x)")"; do
        [ -x "$each/initdb" ] && [ -x "$each/postgres" ] && { bin=$each; break; }
    done
fi
[ "${1:-}" = --found ] && { [ -n "$bin" ]; exit; }
[ -n "$bin" ] || { echo "没有找到 PostgreSQL。请安装：sudo apt-get install postgresql" >&2; exit 1; }

# PostgreSQL refuses to run as root.
as=""
if [ "$(id -u)" = 0 ]; then
    user=$(id -un postgres 2>/dev/null || echo nobody)
    as="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups env HOME=/tmp"
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/duban-pg-XXXXXX")
chmod 755 "$folder"
[ -z "$as" ] || chown "$user" "$folder"

stop() {
    $as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$folder" # a folder that the other user may enter
$as "$bin/initdb" -D "$folder/data" -U duban --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; exit 1; }
# Nothing here has to outlive the command, so nothing is flushed to disk.
$as "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -t 60 \
    -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=${DUBAN_PG_FSYNC:-off} -c synchronous_commit=${DUBAN_PG_FSYNC:-off} -c max_connections=60" \
    start >"$folder/log" 2>&1 || { cat "$folder/log" "$folder/data/log" >&2; exit 1; }
cd "$OLDPWD"
$as "$bin/createdb" -h "$folder" -U duban duban 2>/dev/null || $as "$bin/psql" -h "$folder" -U duban -d postgres -qc 'create database duban'

DUBAN_DATABASE_URL="postgresql://duban@/duban?host=$folder" "$@"
