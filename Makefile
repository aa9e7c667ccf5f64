# What CI runs is what a person runs: `make help` lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
DJANGO = DJANGO_SETTINGS_MODULE=consortia.config.settings $(BIN)/python -m django

# What runs here starts hundreds of Pythons; each would otherwise compile anew whatever it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo serve test test-core check fmt lock docs bench bench-large clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(BIN)/.installed: pyproject.toml requirements/dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt
	@VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

$(BIN)/.installed-runtime: pyproject.toml requirements/runtime.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -e $(BIN)/.installed || { \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check uv && \
	  VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements/runtime.txt && \
	  VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --no-deps --editable . ; }
	@touch $@

demo: $(BIN)/.installed-runtime ## Start the site with a seeded demo world, in the folder .demo
	@$(BIN)/consortia serve --demo --data .demo --port $(PORT)

serve: $(BIN)/.installed-runtime ## Start the site on your own data folder
	@$(BIN)/consortia serve --port $(PORT)

test: $(BIN)/.installed ## Run the whole test suite: SQLite, PostgreSQL and a real browser
	@$(BIN)/python -m tests.run

test-core: $(BIN)/.installed ## Run only the tests of the core and the calls (seconds)
	@$(BIN)/python -m pytest -q -n 2 tests/core tests/rulebook tests/scenarios

check: $(BIN)/.installed ## Format, lint, types, import contracts, spelling, migrations, docs
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@CONSORTIA_DATA=$$(mktemp -d) $(DJANGO) check --fail-level WARNING
	@CONSORTIA_DATA=$$(mktemp -d) $(DJANGO) makemigrations --check --dry-run
	@$(BIN)/python -m docs.generate --check
	@$(BIN)/python -m tests.house.report

fmt: $(BIN)/.installed ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(BIN)/.installed ## Resolve the locked dependencies anew
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" -q -o requirements/runtime.txt
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" -q --group dev --extra postgres --extra learning -o requirements/dev.txt

docs: $(BIN)/.installed ## Write the generated reference pages anew
	@$(BIN)/python -m docs.generate

bench: $(BIN)/.installed ## Run the benchmarks, each prints its own table
	@$(BIN)/python benchmarks/check.py
	@$(BIN)/python benchmarks/documents.py
	@$(BIN)/python benchmarks/places.py
	@$(BIN)/python benchmarks/partners.py
	@$(BIN)/python benchmarks/same_body.py
	@$(BIN)/python benchmarks/ranking.py
	@$(BIN)/python benchmarks/expert_fit.py
	@$(BIN)/python -m benchmarks.assignment
	@$(BIN)/python -m benchmarks.agency_list
	@$(BIN)/python -m benchmarks.submit
	@$(BIN)/python -m benchmarks.search
	@$(BIN)/python -m benchmarks.copies
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.shadow_ranking --repeats 1

bench-large: $(BIN)/.installed ## Run the long benchmarks: priorities, 300 000 projects (4 GB of memory), copies among 100 000 texts, 5 000 applications to assign
	@$(BIN)/python benchmarks/priorities.py
	@$(BIN)/python -m benchmarks.search --size 300000 --without-peer
	@$(BIN)/python -m benchmarks.copies --size 100000
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.shadow_ranking --repeats 20 --long
	@$(BIN)/python -m benchmarks.assignment --large

clean: ## Remove the environment and the demo data
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache
