# Asnad. `make demo` sets up and shows the main job; `make test` sets up and runs every check and test.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.asnad-ready
RUNTIME := $(VENV)/.asnad-runtime
DATA ?= ../shared/data
ARGS ?=
OUT ?= shots
JOBS ?= 3
SEED ?= 1
BENCH ?= ingest_and_search
PACKAGES := corpora extractors pipeline search_api

.PHONY: help setup demo test check format fuzz faults bench load golden lock clean shots

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## Install into .venv, nothing else

$(STAMP): requirements/dev.txt pyproject.toml scripts/setup.sh
	@scripts/setup.sh $(VENV) dev
	@touch $(RUNTIME) $@

$(RUNTIME): requirements/runtime.txt requirements/build.txt pyproject.toml scripts/setup.sh
	@scripts/setup.sh $(VENV) runtime
	@touch $@

demo: $(if $(wildcard $(STAMP)),$(STAMP),$(RUNTIME)) ## Set up without tools of developers, ingest the samples, show a first search, serve the pages (ARGS=--no-serve, --port N)
	@$(BIN)/asnad demo $(ARGS)

test: setup check ## Everything: checks and all tests, with a short seeded part of the long suites (JOBS=3 at once: some of them wait; SEED=N: other order and draws)
	@scripts/services.sh
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --randomly-seed=$(SEED) $(ARGS)

check: setup ## Format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(PACKAGES) tests benchmarks scripts
	@$(BIN)/lint-imports

format: setup ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

fuzz: setup ## Property tests, a hundred times as many examples
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest tests/property tests/contract/test_percolation_grammar.py $(ARGS)

faults: setup ## Interrupted and killed runs, many times, and every question of the leak suites as every role
	@ASNAD_FAULT_ROUNDS=50 $(BIN)/python -m pytest tests/faults tests/api/test_leaks.py tests/unit/pipeline/test_leaks_of_commands.py $(ARGS)

load: setup ## A thousand queries from eight clients against a running server
	@$(BIN)/python -m benchmarks.load $(ARGS)

bench: setup ## Measure on the shared data (DATA=../shared/data, BENCH=ingest_and_search|pages|analysis|names|scans|million|engines|workers|deciding|decisions|agreements|reviewing|exchange|monitors|followers|newsroom|watch_lists|stock_lucene|learning)
	@$(BIN)/python -m benchmarks.$(BENCH) $(DATA) $(ARGS)

shots: setup ## Draw every page in three languages, two widths, light and dark (OUT=shots, ARGS=--workspace DIR)
	@$(BIN)/python -m scripts.shots $(OUT) $(ARGS)

golden: setup ## Rewrite the golden files, to be read before they are committed
	@ASNAD_REWRITE_GOLDEN=1 $(BIN)/python -m pytest tests/golden $(ARGS)

clean: ## Remove what setup and tests made
	@rm -rf $(VENV) workspace-demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

lock: setup ## Pin the newest versions that pyproject.toml allows, with hashes (needs uv)
	@uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements/runtime.txt
	@uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes --no-header --no-annotate --no-emit-index-url --group dev pyproject.toml -o requirements/dev.txt
	@uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes --no-header --no-annotate --no-emit-index-url --group build -o requirements/build.txt
