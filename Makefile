# Jawda. `make run` and `make test` are all that is needed; both install what they need.
PYTHON3 ?= python3
BIN := .venv/bin

.PHONY: help setup setup-dev run test check lint types contracts migrations catalogues bench

help:            ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

setup:           ## install for running
	@$(PYTHON3) tools/bootstrap.py

setup-dev:
	@$(PYTHON3) tools/bootstrap.py dev

run: setup       ## everything on http://localhost:8000
	@$(BIN)/jawda run

test: setup-dev  ## all tests; browser journeys where Chromium is found
	@$(BIN)/python -m pytest -n 2 -m "not long"
	@$(BIN)/python -m pytest -m long

check: lint types contracts migrations catalogues  ## lint, types, contracts, migrations, catalogues

lint: setup-dev
	@$(BIN)/ruff check src tests tools
	@$(BIN)/ruff format --check src tests tools

types: setup-dev
	@$(BIN)/mypy

contracts: setup-dev
	@PYTHONPATH=src $(BIN)/lint-imports

migrations: setup-dev
	@$(BIN)/python tools/check_migrations.py

catalogues: setup-dev
	@$(BIN)/python tools/check_catalogues.py
