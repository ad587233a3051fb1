# Two commands do everything: `make demo` shows the tool, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONHASHSEED := 0
export TZ := UTC
# The rewritten asserts of the tests are kept from one run to the next.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-deep check format bench bench-100m docs clean

help: ## List these commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/runtime: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/dev: .venv/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: .venv/runtime ## Install, and find the golden customers of the example shop
	$(BIN)/segkit abcxyz examples/shop.parquet

test: .venv/dev ## Install, and run the tests (about five minutes on two cores)
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m 'not deep'

test-deep: .venv/dev ## The full counts, before a release
	$(BIN)/python -m pytest -q

check: .venv/dev ## Format, lint, types, import contracts, generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

format: .venv/dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

docs: .venv/dev ## Write the generated files: docs, README blocks, type stubs
	$(BIN)/python docs/generate.py

bench: .venv/dev ## Compare with the peers, interleaved; prints ratios
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/models.py

bench-100m: .venv/dev ## The same with 100 million rows, segkit and DuckDB
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/run.py --hundred

clean: ## Remove the environment and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist build
