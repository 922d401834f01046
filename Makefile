# The commands of this project. README.md says what they do.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CHROMIUM ?= /usr/bin/chromium

.DELETE_ON_ERROR:
.PHONY: run sign-in test faults mutants benchmark lint format types translations lock

# Local, whatever .env says. No shell between make and the site, so that signals reach it.
run sign-in: export SITE_URL = http://127.0.0.1:$(PORT)
run: .venv/site .env
	@$(BIN)/python manage.py start

sign-in: .venv/site .env
	@$(BIN)/python manage.py sign_in_link

test: .venv/dev
	@$(BIN)/pytest -n 2 --dist loadfile -m "not browser and not faults"
	@$(BIN)/pytest -n 2 --dist loadscope -rs -m faults
	@$(BIN)/pytest -n 2 -rs -m browser

# Ten thousand messages while everything fails. Ends with an error if one is lost.
faults: .venv/dev
	@$(BIN)/python -m tests.storm --messages 10000

# Plants small faults in the code, and counts those that the tests notice. Takes half an hour.
mutants: .venv/dev
	@$(BIN)/python -m tests.mutants

benchmark: .venv/dev
	@$(BIN)/python -m tests.benchmarks.inbox

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/djlint --quiet --check templates

format: .venv/dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djlint --quiet --reformat templates

types: .venv/dev
	$(BIN)/mypy .

# The words visitors read into locale/es/LC_MESSAGES/django.po, and what is translated there into use.
translations: .venv/dev
	$(BIN)/python locale/collect.py

# Every version with its hashes, from what pyproject.toml asks for.
lock: .venv/dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	  --no-header --upgrade pyproject.toml --output-file requirements.txt
	$(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	  --no-header --upgrade pyproject.toml --group dev --constraints requirements.txt \
	  --output-file requirements-dev.txt

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@echo "Making .venv, once. This takes a minute."
	@$(PYTHON) -m venv --clear .venv

.venv/site: requirements.txt | .venv/bin/pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements-dev.txt | .venv/bin/pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.env:
	@$(PYTHON) deploy/first_env.py > $@ && chmod 600 $@
