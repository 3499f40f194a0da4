# Needs python3 (3.11 or later) with venv, and make. Everything else is fetched into .venv.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
REGION ?= sydostra
RESET ?=
ARGS ?=
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: help demo test test-full bench lint format lock

help:
	@echo 'make demo [PORT=8000] [REGION=sydostra] [RESET=1]  visar portalen på den egna datorn'
	@echo '                           REGION=sodra visar en annan sjukvårdsregion'
	@echo 'make test [ARGS="…"]       kör testerna'
	@echo 'make test-full [ARGS="…"]  kör även de långa testerna'
	@echo 'make bench                 mäter hur snabbt sidorna levereras'
	@echo 'make lint, make format     granskar koden, formaterar koden'
	@echo 'make lock                  gör om requirements.lock'

$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Fel: Python 3.11 eller senare behövs. Ange en annan med make PYTHON=/sökväg/till/python3.' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo 'Fel: Pythons modul venv saknas. På Debian och Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	@echo 'Installerar det som behövs i .venv …'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r requirements.lock
	@touch $@

demo: $(STAMP)
	@$(BIN)/python manage.py demo --port '$(PORT)' --region '$(REGION)' $(if $(filter 1,$(RESET)),--reset)

# Each of the two takes half of the tests in their order, so that what a module needs is mostly
# made once, and whoever is done first takes over from the other.
test: $(STAMP)
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

test-full: $(STAMP)
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m 'full or not full' $(ARGS)

bench: $(STAMP)
	@$(BIN)/python -m tests.bench

lint: $(STAMP)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

format: $(STAMP)
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

lock: $(STAMP)
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --extra dev --upgrade \
	  --no-header --no-annotate --no-emit-index-url --output-file requirements.lock pyproject.toml
