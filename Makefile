# Every target sets up what it needs by itself, in .venv (and .uv where uv is not installed). The only thing
# it asks of the machine is a Python that pyproject.toml accepts; the only place it downloads from is the
# Python package index.

UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv/bin/uv)
SYNC = $(UV) sync --quiet --frozen --inexact
PYTEST_FLAGS ?=

export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
unexport VIRTUAL_ENV
# Compiled once, not in every process of a test run.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help try test check run service bench words screenshots for-try for-run for-work

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

try: for-try ## a whole community on one page of the browser: the real bot, a simulated Discord
	@.venv/bin/bot try --open

test: for-work ## the tests, without the long ones
	.venv/bin/pytest -q -m "not long" -n logical --maxprocesses 4 --dist worksteal $(PYTEST_FLAGS)

check: for-work ## format, lint, types, import contracts, complete catalogue
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/basedpyright
	.venv/bin/lint-imports
	.venv/bin/pytest -q tests/house/test_catalogue.py

run: for-run ## the bot itself; wants DISCORD_TOKEN in .env
	@.venv/bin/bot run

service: for-run ## let systemd start the bot at boot and after a fault (Linux); the same after an update
	@.venv/bin/bot service install

bench: for-work ## speed and memory, each figure beside its partner
	.venv/bin/python -m tests.bench

screenshots: for-work ## the picture in the README, made anew (wants Chromium)
	.venv/bin/python -m tests.screenshots

words: for-work ## bring the Japanese catalogue up to date with the code
	.venv/bin/pybabel -q extract -F pyproject.toml --project socialhub-bot --version "" --msgid-bugs-address "" --no-location --sort-output -o .words.pot .
	.venv/bin/pybabel -q update -i .words.pot -d bot/locales -l ja --no-fuzzy-matching --no-wrap --ignore-pot-creation-date
	.venv/bin/pybabel compile -d bot/locales --statistics
	@rm .words.pot

# What is there stays: `make try` takes nothing away from an environment that `make test` made.
for-try: $(UV)
	@test -d .venv || echo "Setting up .venv, once."
	@$(SYNC) --no-dev --extra sandbox

for-run: $(UV)
	@test -d .venv || echo "Setting up .venv, once."
	@$(SYNC) --no-dev --extra postgres

for-work: $(UV)
	@test -d .venv || echo "Setting up .venv, once."
	@$(SYNC)

.uv/bin/uv:
	@for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    $$python -c 'import ensurepip, venv' 2>/dev/null || \
	      { echo "$$python has no venv: install it (Debian, Ubuntu: apt install python3-venv) and try again." >&2; exit 1; }; \
	    echo "Setting up uv in .uv, once."; \
	    $$python -m venv --clear .uv && exec .uv/bin/pip install --quiet --disable-pip-version-check uv; \
	    exit 1; \
	  fi; \
	done; \
	echo "No Python 3.11 or newer was found on the PATH: install one and try again." >&2; exit 1
