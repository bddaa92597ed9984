#!/bin/sh
# Renews the lock files. They hold versions and hashes and no address of any registry.
# Versions that still fit are kept; UPGRADE=1 takes the newest ones.
set -eu
cd "$(dirname "$0")/.."

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    tools=$(mktemp -d)
    trap 'rm -rf "$tools"' EXIT
    .venv/bin/python -m venv "$tools/venv"
    "$tools/venv/bin/pip" install -q uv
    uv="$tools/venv/bin/uv"
fi

compile() {
    out=$1
    shift
    "$uv" --no-config pip compile pyproject.toml "$@" -o "$out" \
        --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-annotate \
        --custom-compile-command scripts/lock.sh -q ${UPGRADE:+--upgrade}
}

compile requirements.lock --group build
compile requirements-dev.lock --group build --group dev --constraints requirements.lock
if grep -nE '://' requirements.lock requirements-dev.lock; then
    echo "锁文件里出现了地址，请检查后再提交。" >&2
    exit 1
fi
