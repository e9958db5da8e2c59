# Everything that is done with this project, one word each. `make demo` and `make test` need nothing before them.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto
PORT ?= 8080
FRAMEWORK ?= ptb

# What Python has compiled is kept: a suite that starts a hundred processes would compile the house a hundred times.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev browser demo run test suite quick check bench chaos pictures texts lock clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	$(BIN)/python -m pip check
	touch $@

setup: $(VENV)/.run ## make .venv with what the bot needs

setup-dev: $(VENV)/.dev ## and with what tests and benches need

browser: ## Debian's Chromium and Chinese type for the browser test, where apt-get and root are there
	@scripts/browser

demo: setup ## chat with the bot in a browser: no token, no network
	$(BIN)/waystation demo --port $(PORT) --framework $(FRAMEWORK)

run: setup ## serve, with the settings of .env
	$(BIN)/waystation run

test: setup-dev browser ## every test, the checks beside them, then the coverage gates
	@$(MAKE) --no-print-directory -j 2 check suite
	$(BIN)/python -m tests.gates
	@echo "what the browser test saw is in screenshots/"

suite:
	WAYSTATION_TEST_COVERAGE=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

quick: setup-dev ## what needs no server, no socket and no other process; of one room: make quick ROOM=announcements
	$(BIN)/python -m pytest --hypothesis-profile=quick -m "not (postgres or wire or process or browser)" \
		$(if $(ROOM),--room $(ROOM),-n logical --dist loadfile)

check: setup-dev ## lint, types, and the law of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config imports.toml --no-cache

bench: setup-dev ## the figures of docs/performance.md: make bench NAME=turns
	$(BIN)/python -m bench $(or $(NAME),turns)

chaos: setup-dev ## kill it at random, longer than the tests do; prints a table
	$(BIN)/python -m tests.crash.chaos
	$(BIN)/python -m tests.crash.outages
	$(BIN)/python -m tests.bounds.storm
	$(BIN)/python -m tests.crash.fleet
	$(BIN)/python -m pytest -q -n $(WORKERS) --hypothesis-profile=night tests/flows/test_forged.py
	WAYSTATION_TEST_ITEMS=500 $(BIN)/python -m pytest -q -n 0 tests/desk/test_at_once.py
	WAYSTATION_TEST_KILLS=30 $(BIN)/python -m pytest -q -n 0 tests/browser/test_page_story_in_browser.py

pictures: setup-dev browser ## the README's pictures, from the running demo
	$(BIN)/python -m tests.browser.pictures

texts: setup-dev ## bring the catalogues up to date with the code
	$(BIN)/python -m bot.texts.catalogue

lock: ## renew the lock files (needs uv)
	uv pip compile -q --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --extra build pyproject.toml -o requirements.lock
	uv pip compile -q --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --extra build --extra dev --extra bench -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## forget what can be made again
	rm -rf $(VENV) build *.egg-info .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-data screenshots
