#!/bin/sh
# Renews the lock files. They hold versions and hashes and no address of any registry.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "需要 uv：pip install uv"; exit 1; }
uv="env -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS uv --no-config"
common="--python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command scripts/lock.sh -q"
$uv pip compile pyproject.toml $common -o requirements.lock
$uv pip compile pyproject.toml --group dev $common -o requirements-dev.lock
if grep -nE '://' requirements.lock requirements-dev.lock; then echo "锁文件里出现了地址"; exit 1; fi
