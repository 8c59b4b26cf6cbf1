# Everything runs in a virtual environment of its own; nothing is installed outside this folder.
#   make demo PYTHON=python3.12     another Python
#   make test VENV=path             another environment

PYTHON ?= python3
VENV ?= .venv
# Further options for pip, as a file of pinned versions: PIP_OPTIONS="-c requirements-ci.txt"
PIP_OPTIONS ?=

PIP = $(VENV)/bin/python -m pip install --quiet --quiet --disable-pip-version-check $(PIP_OPTIONS)
STORY = examples/harbour-tunnel
BENCHMARKS = $(filter-out %/train_passages.py,$(wildcard benchmarks/accuracy/*.py benchmarks/speed/*.py))
# Of the service, those that need no data; each for so many minutes, as far as it runs by the clock.
MINUTES ?= 10
SERVICE = "kills.py --kills 200" "soak.py --minutes $(MINUTES)" "fuzz.py --minutes $(MINUTES)" \
  "fuzz_readers.py --minutes $(MINUTES)"

.PHONY: help demo test lint bench bench-service clean

help:
	@echo "make demo    compare two example articles, and find the families of all: pages in out/"
	@echo "make test    run all tests"
	@echo "make lint    check style and types"
	@echo "make bench   measure accuracy and speed; says what data is missing"
	@echo "make bench-service    load, fuzz and kill the service and the archive, MINUTES=10 each"
	@echo "make clean   remove the environment and what was built"

demo: $(VENV)/.installed
	@mkdir -p out
	@$(VENV)/bin/retold compare $(STORY)/wire.json $(STORY)/reworded.html
	@$(VENV)/bin/retold compare $(STORY)/wire.json $(STORY)/reworded.html -o out/demo.html
	@echo
	@echo "The same as a page for the browser: out/demo.html"
	@echo "Looking for every retelling in examples/ ..."
	@$(VENV)/bin/retold find examples/ --quiet -o out/families.html
	@echo "What belongs together, as a page: out/families.html"

test: $(VENV)/.installed-dev
	@$(VENV)/bin/python -m pytest -n auto --dist loadscope --no-loadscope-reorder

lint: $(VENV)/.installed-dev
	@$(VENV)/bin/python -m ruff check .
	@$(VENV)/bin/python -m mypy

bench: $(VENV)/.installed
	@failed=; for script in $(BENCHMARKS); do \
	  echo "== $$script"; $(VENV)/bin/python $$script || failed="$$failed $$script"; \
	done; \
	if [ -n "$$failed" ]; then echo "Not measured:$$failed" >&2; fi

bench-service: $(VENV)/.installed-dev
	@$(PIP) -e '.[bench,serve]'
	@failed=; for script in $(SERVICE); do \
	  echo "== benchmarks/service/$$script"; $(VENV)/bin/python benchmarks/service/$$script || failed="$$failed, $$script"; \
	done; \
	if [ -n "$$failed" ]; then echo "Failed: $${failed#, }" >&2; exit 1; fi

clean:
	rm -rf $(VENV) build dist out/demo.html out/families.html out/families.html.skipped.jsonl .pytest_cache .mypy_cache .ruff_cache

# An environment with retold, made anew only when what it depends on has changed.
$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  found=$$($(PYTHON) --version 2>/dev/null | head -n 1); \
	  echo "retold needs Python 3.11 or newer; $(PYTHON) is $${found:-not there}." >&2; \
	  echo "Name another one, for example: make $(or $(firstword $(MAKECMDGOALS)),demo) PYTHON=python3.12" >&2; \
	  exit 1; }
	@echo "Installing retold into $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "The virtual environment could not be made; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/.installed
	@echo "Installing what the tests need ..."
	@$(PIP) -e '.[dev,serve,watch]'
	@touch $(VENV)/.installed $@
