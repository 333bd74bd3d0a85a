# make run: set up and start the bot.  make test: set up and run every check.  Nothing but Python 3.11 and make is needed.

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3 python; do \
	command -v $$python >/dev/null && $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run try console test check unit proof mutants bench format clean

run: .venv/ready
	@$(BIN)/python -m bot run

try: .venv/ready
	@$(BIN)/python -m bot try

console: .venv/ready
	@$(BIN)/python -m bot try --console

test: check unit

check: .venv/ready-for-tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m facts lint

unit: .venv/ready-for-tests
	$(BIN)/python -m pytest -n 2 -m "not proof"

proof: .venv/ready-for-tests
	$(BIN)/python -m pytest -n 2 -m proof -o faulthandler_timeout=10800
	TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 -m "not proof" tests/e2e tests/leaks

mutants: .venv/ready-for-tests
	$(BIN)/python -m tests.mutation

bench: .venv/ready-for-tests
	$(BIN)/python -m tests.bench

format: .venv/ready-for-tests
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean:
	rm -rf .venv build *.egg-info

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Airlock needs Python 3.11 or newer."; exit 1; }
	@echo "Setting up .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/ready: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP) --editable '.[sandbox]'
	@touch $@

.venv/ready-for-tests: pyproject.toml constraints.txt | .venv/bin/python
	@$(PIP) --editable '.[dev]'
	@touch $@ .venv/ready
