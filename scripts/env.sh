#!/bin/sh
# Makes .venv from a lock file: scripts/env.sh [run|dev]. Plain pip, so that the user's own pip settings hold.
# Nothing is fetched that the lock does not name with its hash. Does nothing when nothing changed.
set -eu
cd "$(dirname "$0")/.."
want=${1:-dev}

fail() {
    echo "$1" >&2
    exit 1
}

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null 2>&1 && usable "$name"; then
            command -v "$name"
            return
        fi
    done
}

# Debian and Ubuntu keep venv in a package of its own.
need_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
    package=$("$1" -c 'import sys; print(f"python3.{sys.version_info[1]}-venv")')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "正在安装 $package …"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
        "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 && return
    fi
    fail "缺少 Python 的 venv 模块。请先运行：sudo apt-get install $package，再重试。"
}

# One at a time: two terminals must not build the same folder.
if command -v flock >/dev/null 2>&1 && [ -z "${DUBAN_ENV_LOCKED:-}" ]; then
    DUBAN_ENV_LOCKED=1 exec flock .venv.lock "$PWD/scripts/env.sh" "$want"
fi

case $want in
run) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
*) fail "用法：scripts/env.sh [run|dev]" ;;
esac

stamp() { { pwd; cat "$1" pyproject.toml; .venv/bin/python -V 2>&1; } | sha256sum | cut -d ' ' -f 1; }
current() { [ -x .venv/bin/duban ] && [ "$(cat ".venv/stamp-$1" 2>/dev/null)" = "$(stamp "$2")" ]; }

if .venv/bin/python -c '' >/dev/null 2>&1; then
    current "$want" "$lock" && exit 0
    # What the tests need holds everything that running needs.
    [ "$want" = run ] && current dev requirements-dev.lock && exit 0
fi

if ! .venv/bin/python -c 'import pip' >/dev/null 2>&1 || [ "$(cat .venv/home 2>/dev/null)" != "$(pwd)" ]; then
    python=$(find_python)
    [ -n "$python" ] || fail "需要 Python 3.11 或更新的版本，没有找到。请安装后重试，或用 PYTHON=路径 指定。"
    need_venv "$python"
    echo "正在建立环境（$("$python" -V)）…"
    "$python" -m venv --clear .venv
    pwd >.venv/home
fi

echo "正在安装依赖（$lock）…"
export PIP_DISABLE_PIP_VERSION_CHECK=1
.venv/bin/python -m pip install -q --require-hashes -r "$lock" || fail "依赖没有装全：请查看上面的信息（常见原因是网络或软件源设置），再重试。"
.venv/bin/python -m pip install -q --no-build-isolation --no-deps --no-index -e . || fail "本项目没有装进环境：请查看上面的信息。"
stamp "$lock" >".venv/stamp-$want"
