# make run [MEDIA=~/Music]   start Larder            make test    every test there is
# make check                 what needs no browser   make bench   measurements against floors
# make runtime               fetch vendor/           make lock    pin the Python packages again

PYTHON ?= python3
BIN := .venv/bin
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
.PHONY: run test check bench runtime lock serving testing style unit contracts

run: serving runtime
	@$(BIN)/python serve.py $${MEDIA:+"$$MEDIA"}

test: testing runtime
	@$(BIN)/python -m machine workshop
	@$(PYTHON) -m runtime --group test
	@$(MAKE) --no-print-directory style
	$(BIN)/python -m pytest -rsR --rerun-show-tracebacks $${CI:+--only-rerun=.}

check: testing
	@$(MAKE) --no-print-directory --output-sync --jobs=2 unit style contracts

unit:
	$(BIN)/python -m pytest -q -rs tests/test_layers.py tests/unit

contracts:
	$(BIN)/python -m pytest -q -rs tests/contracts

style:
	$(BIN)/ruff check .
	$(BIN)/pyright

bench: testing runtime
	@$(BIN)/python -m tests.bench

runtime:
	@$(PYTHON) -m runtime

serving:
	@$(PYTHON) -m machine environment requirements/serve.lock

testing:
	@$(PYTHON) -m machine environment requirements/test.lock

COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --upgrade
lock:
	$(COMPILE) --group test --output-file requirements/test.lock
	$(COMPILE) --constraint requirements/test.lock --output-file requirements/serve.lock
