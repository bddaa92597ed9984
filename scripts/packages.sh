#!/bin/sh
# What the tests need of the system: a browser, LibreOffice, Chinese fonts, PostgreSQL, tools for PDF.
# Installs what is missing where it may (root on Debian or Ubuntu); elsewhere says what is missing and goes on.
set -eu
cd "$(dirname "$0")/.."

has() { command -v "$1" >/dev/null 2>&1; }
works() { "$@" --version >/dev/null 2>&1; }

missing() { # prints: package|what it is for
    works chromium || works chromium-browser || echo "chromium|浏览器测试"
    has soffice || echo "libreoffice-writer-nogui|Word、WPS 文档测试"
    [ -e /usr/lib/libreoffice/program/libsclo.so ] || has localc || echo "libreoffice-calc-nogui|表格测试"
    scripts/postgres.sh --found || echo "postgresql|PostgreSQL 测试"
    has pdftoppm || echo "poppler-utils|PDF 测试"
    { has fc-list && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; } || echo "fonts-noto-cjk|中文字体"
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ] && has apt-get; then
    echo "正在安装测试所需的软件：$(echo "$wanted" | cut -d '|' -f 1 | tr '\n' ' ')…"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null 2>&1 || true
    # One by one: a package that a system does not have must not keep the others away.
    echo "$wanted" | cut -d '|' -f 1 | while read -r package; do
        apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 </dev/null || true
    done
    wanted=$(missing)
    [ -n "$wanted" ] || exit 0
fi

echo "缺少 $(echo "$wanted" | sed 's/|\(.*\)/（\1）/' | tr '\n' '、' | sed 's/、$//')，相应的测试不运行；补装：sudo apt-get install $(echo "$wanted" | cut -d '|' -f 1 | tr '\n' ' ')" >&2
