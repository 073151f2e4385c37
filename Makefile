# Everything a fresh machine needs is Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check nightly messages templates clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

demo: $(STAMP)
	-@$(BIN)/qualitykit score samples/2026-08 samples/2026-09 samples/2026-10 --out results

test: $(STAMP)
	$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py --check

nightly: $(STAMP)
	$(BIN)/python -m pytest -m nightly

messages: $(STAMP)
	$(BIN)/python tools/messages.py

templates: $(STAMP)
	$(BIN)/python tools/make_templates.py

clean:
	rm -rf $(VENV) build dist results
