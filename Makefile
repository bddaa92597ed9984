# The commands of the project. Each with a line of help: make help
.PHONY: help env run test check fix docs bench lock demo clean
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
NOTICE ?=
DEMO ?=
export NOTICE PORT DEMO

help: ## 列出全部命令
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

env: ## 建立 .venv，按锁文件安装依赖
	@scripts/env.sh dev

run: ## 启动：make run [NOTICE=来文路径] [PORT=8000] [DEMO=blank|ledger]
	@scripts/env.sh run
	@scripts/run.sh

demo: ## 只准备演示数据，不启动服务
	@scripts/env.sh run
	@DUBAN_DEMO=1 .venv/bin/python manage.py demo

test: ## 全部测试（SQLite、PostgreSQL、浏览器）
	@scripts/test.sh

check: ## 静态检查：规范、类型、依赖方向、迁移、模板、生成的文档
	@scripts/check.sh

fix: ## 自动修正格式，重新生成文档
	@scripts/env.sh dev
	@.venv/bin/ruff check --fix -q . ; .venv/bin/ruff format -q .
	@DJANGO_SETTINGS_MODULE=config.settings.tools .venv/bin/python manage.py docs

docs: ## 重新生成 docs/permissions.md 与 docs/workflows.md
	@scripts/env.sh dev
	@DJANGO_SETTINGS_MODULE=config.settings.tools .venv/bin/python manage.py docs

bench: ## 测量：同一次运行内的比值，记入 docs/benchmarks.md
	@scripts/env.sh dev
	@scripts/bench.sh

lock: ## 更新锁文件：make lock [UPGRADE=1]
	@scripts/lock.sh

clean: ## 删除环境与缓存；不动 data（数据库、附件、密钥）
	rm -rf .venv .venv.lock .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
