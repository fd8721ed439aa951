# Jawda. `make run` and `make test` are all that is needed; both install what they need.
PYTHON3 ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
CORE := tests/core src/jawda/core

.PHONY: help setup setup-dev run test check check-pages lint types contracts migrations catalogues coverage coverage-apps audit bench fuzz-api fuzz-credentials fuzz-calibration

help:            ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

setup:           ## install for running
	@$(PYTHON3) tools/bootstrap.py

setup-dev:
	@$(PYTHON3) tools/bootstrap.py dev

run: setup       ## everything on http://localhost:8000
	@exec $(BIN)/jawda run

test: setup-dev coverage  ## all tests, the fast ones first; browser journeys where Chromium is found
	@$(PYTEST) -n 2 -m "not long and not pages" tests src/jawda/site/database $(CORE:%=--ignore=%)
	@$(PYTEST) -n 2 --dist loadfile -m long $(CORE:%=--ignore=%)

check: lint types contracts migrations catalogues audit  ## all that must hold besides the tests

lint: setup-dev
	@$(BIN)/ruff check src tests tools benchmarks
	@$(BIN)/ruff format --check src tests tools benchmarks

types: setup-dev
	@$(BIN)/mypy

contracts: setup-dev
	@PYTHONPATH=src $(BIN)/lint-imports

migrations: setup-dev
	@$(BIN)/python tools/check_migrations.py

check-pages: setup-dev  ## every page of the demonstration in three languages and two widths, with axe
	@$(BIN)/python -m pytest -m pages tests/journeys

catalogues: setup-dev
	@$(BIN)/python tools/check_catalogues.py

audit: setup-dev ## known faults of the packages, where the list can be reached
	@$(BIN)/python tools/audit_packages.py

coverage: setup-dev  ## core: its tests, which go through every line and branch
	@$(BIN)/python tools/compile_catalogues.py
	@$(PYTEST) $(CORE) -n 2 --cov=jawda.core --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

coverage-apps: setup-dev  ## foundation, rooms and site: measured, long tests left out
	@$(PYTEST) -n 2 -m "not long and not pages" --cov=jawda --cov-report=term:skip-covered

fuzz-api: setup-dev ## many requests made from the interface's description
	@JAWDA_FUZZ_EXAMPLES=300 $(PYTEST) -m long tests/site/api/test_fuzz.py

fuzz-credentials: setup-dev ## a hundred thousand of each: tokens, proofs, keys and lists that were tampered with; each within a second and 300 MB
	@$(BIN)/python tools/fuzz.py JAWDA_FUZZ_CREDENTIALS 100000 tests/core/credentials/test_fuzz.py

fuzz-calibration: setup-dev ## a hundred thousand changed calibration certificates of each kind, likewise
	@$(BIN)/python tools/fuzz.py JAWDA_FUZZ_EXAMPLES 100000 tests/core/credentials/calibration/test_fuzz.py

bench: setup-dev ## the figures held to; fails where one is missed
	@for file in benchmarks/bench_*.py benchmarks/assessment.py benchmarks/statistics.py benchmarks/credentials.py benchmarks/public_verification.py; do PYTHONPATH=src:. $(BIN)/python -P $$file || failed=1; done; exit $${failed:-0}
