#!/bin/sh
# Everything that can be checked without running the tests. Goes through all of them and fails if one did.
set -u
cd "$(dirname "$0")/.."
scripts/env.sh dev || exit 1
bin=.venv/bin
failed=""
unset DUBAN_DATABASE_URL DUBAN_DEMO DUBAN_DATA
DJANGO_SETTINGS_MODULE=config.settings.tools
export DJANGO_SETTINGS_MODULE

check() {
    name=$1
    shift
    if out=$("$@" 2>&1); then
        echo "通过  $name"
    else
        failed="$failed $name"
        printf '%s\n未通过  %s\n' "$out" "$name"
    fi
}

check "ruff" $bin/ruff check .
check "ruff format" $bin/ruff format --check .
check "mypy" $bin/mypy duban config
check "import contracts" $bin/lint-imports --no-cache
check "django" $bin/python manage.py check --fail-level WARNING
check "migrations" $bin/python manage.py makemigrations --check --dry-run
check "templates" $bin/djlint duban/web/templates --lint --quiet
check "generated docs" $bin/python manage.py docs --check
[ -z "$failed" ] || { echo "未通过：$failed"; exit 1; }
