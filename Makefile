# Divan: `make up` runs the whole court on this machine, `make test` checks everything. Needs Python 3.11+ and make.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet

# Kept bytecode halves the CPU of a run that starts hundreds of processes, also where the machine keeps none by itself.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/bytecode

.PHONY: help up test reset fmt lint bench lock messages assets environment

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

environment:
	@$(PYTHON) docker/environment.py

up: environment ## Start the whole court; Ctrl-C stops it. PORT=9000 moves all ports
	@$(PY) -m docker up --port $(PORT)

test: ## Run every check and test, browser tests included
	@$(PYTHON) docker/environment.py --tools
	@$(PY) -m tests.run

reset: environment ## Forget every filing on this machine, after asking. YES=1 does not ask
	@$(PY) -m docker reset $(if $(YES),--yes)

fmt: environment ## Put the code into its form
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

lint: environment ## Run the checks without the tests
	@$(PY) -m tests.run --checks

bench: environment ## Measure what a filing costs beside a bare workflow
	@$(PY) -m bench

lock: environment ## Pin every dependency anew, with hashes
	@.venv/bin/$(LOCK) --no-emit-index-url --group local --group dev pyproject.toml -o requirements.lock
	@.venv/bin/$(LOCK) --no-emit-index-url --constraints requirements.lock pyproject.toml -o docker/production.lock
	@.venv/bin/$(LOCK) --no-annotate docker/bootstrap.in -o docker/bootstrap.lock

messages: environment ## List the texts without a translation. NAME=room adds them to room.po
	@$(PY) -m web.catalogue $(NAME)

assets: environment ## Build the theme and the fonts
	@$(PY) -m web.assets.build
