# `make run` serves the commons in this repository; `make test` runs every test. `make help` lists the rest.
# Those who only use a commons need neither make nor a POSIX shell: see README.md for Windows.
.POSIX:
PYTHON = python3
BIN = .venv/bin
PORT = 8000
# What to add to a benchmark: make bench-full BENCH='--write docs/benchmarks.md'
BENCH =

.PHONY: help install install-dev run test faults forks check format lock reference bench bench-full clean

help:
	@echo "make run        build the commons in this repository and serve it"
	@echo "make test       run every test"
	@echo "make faults     break builds in every way, for an hour or two: kills, full disks, damage, random edits"
	@echo "make forks      ask the golden queries of another fork of Whoosh"
	@echo "make check      style, types, the floors, generated pages, and the content itself"
	@echo "make format     put the code in the house style"
	@echo "make reference  write the generated reference pages"
	@echo "make bench      measure ours beside Hugo, Material and Zensical, in less than ten minutes"
	@echo "make bench-full the same with 55,000 contributions, in about an hour"
	@echo "make lock       resolve the dependencies again"
	@echo "make clean      delete everything that can be computed again"

install: .venv/installed
install-dev: .venv/installed-dev

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/installed-dev: .venv/bin/python requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@ .venv/installed

run: install
	$(BIN)/commons federation sync --pinned
	$(BIN)/commons serve --port $(PORT)

test: install-dev
	$(BIN)/python -m pytest

faults: install-dev
	FAULT_ROUNDS=$${FAULT_ROUNDS:-200} $(BIN)/python -m pytest tests/faults tests/incremental

# Another fork of Whoosh answers the same: the one that is pinned can be given up for it.
forks: install-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target build/whoosh3 --require-hashes -r .ci/whoosh3.lock
	PYTHONPATH=build/whoosh3 $(BIN)/python -m pytest tests/search/test_segment.py tests/search/test_scores.py tests/search/test_demonstration.py \
		tests/search/test_searching.py tests/search/test_ranking.py tests/search/test_nearness.py tests/search/test_synonyms.py

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/commons reference --check
	$(BIN)/commons federation sync --pinned
	$(BIN)/commons federation verify
	$(BIN)/commons check --quiet

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reference: install-dev
	$(BIN)/commons reference --write

bench: install-dev
	$(BIN)/python tests/benchmarks/harness.py --contributions 1500 --communities 15 --rounds 3 $(BENCH)

bench-full: install-dev
	$(BIN)/python tests/benchmarks/harness.py --full $(BENCH)

lock: install-dev
	$(BIN)/python .ci/lock.py

clean:
	rm -rf .venv .commons site build dist *.egg-info toolkit/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find toolkit tests -name __pycache__ -type d -prune -exec rm -rf {} +
