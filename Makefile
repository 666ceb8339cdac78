# Two commands: `make run` and `make test`. They need Python 3.11 with its venv, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
SIZES ?= 1000 10000 100000
export PORT SIZES

.PHONY: run test check format lock bench
.SILENT:

run: ## the site with invented data on 127.0.0.1
	$(PYTHON) .ci/environment.py run
	.venv/bin/python .ci/serve.py

test: ## every test, on SQLite and on PostgreSQL, and in a real browser
	$(PYTHON) .ci/environment.py dev
	bash .ci/test

check: ## lint, types, templates, imports, settings, migrations, locks
	$(PYTHON) .ci/environment.py dev
	bash .ci/check

format: ## what `make check` would ask for in Python files and templates
	$(PYTHON) .ci/environment.py dev
	.venv/bin/ruff check --quiet --fix . && .venv/bin/ruff format --quiet .
	.venv/bin/djade --target-version 5.2 $$(git ls-files '*.html') || true

lock: ## requirements/*.txt anew from pyproject.toml
	$(PYTHON) .ci/environment.py dev
	bash .ci/lock

bench: ## pages against a bare page; SIZES="1000 10000"
	$(PYTHON) .ci/environment.py dev
	bash .ci/bench
