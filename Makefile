# Everything a fresh machine needs is Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check nightly bench messages templates clean

$(RUN): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	@touch $(RUN)

$(DEV): $(RUN)
	$(PIP) -e '.[dev]'
	@touch $(DEV)

# exit code 1 says that the months have data problems, which is what the samples show
demo: $(RUN)
	@$(BIN)/qualitykit score samples/2026-08 samples/2026-09 samples/2026-10 --out results || test $$? -eq 1

test: $(DEV)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py --check

nightly: $(DEV)
	$(BIN)/python -m pytest -m nightly

bench: $(DEV)
	for one in accuracy phrases read month start history; do $(BIN)/python benchmarks/$$one.py || exit 1; done

messages: $(DEV)
	$(BIN)/python tools/messages.py

templates: $(DEV)
	$(BIN)/python tools/make_templates.py

clean:
	rm -rf $(VENV) build dist results
