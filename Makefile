# The commands of this project; `make help` lists them, README.md says more. For GNU make 3.81 and
# newer. clinic_site/setup makes .venv when it is needed, and takes no variable of another project.

ifeq ($(wildcard clinic_site/setup/begin.sh),)
$(error This works in its own folder alone: make -C FOLDER run)
endif
# override: a variable of the same name means something else elsewhere.
override PORT_FROM := $(origin PORT)
override PYTHON_FROM := $(origin PYTHON)
override GIVEN_TO_MAKE = $(MAKEOVERRIDES)
override GOALS = $(MAKECMDGOALS)
export PORT_FROM PYTHON_FROM GIVEN_TO_MAKE GOALS
# This make. It is asked now: when it has ended, its programs have another parent.
override STARTED_BY := $(shell echo $$PPID)
export STARTED_BY
# exec: no shell stands between it and them, whatever SHELL is.
override BEGIN := @exec sh clinic_site/setup/begin.sh
override TOOL := $(BEGIN) tool -m

.PHONY: run demo sign-in test faults fuzz mutants bench bench-check benchmark lint secrets audit format types translations surface lock help

run: # Start the site and its mail worker on this machine; PORT=8001 for another port
	$(BEGIN) run

demo: # Start a made-up sample clinic on this machine; PORT=8002 for another port
	$(BEGIN) demo

sign-in: # Print a link that signs you in as staff on the site that runs
	$(BEGIN) sign-in

test: # Run the tests
	$(TOOL) pytest -n 2 --dist loadfile -m "not browser and not faults and not setup"
	$(TOOL) pytest -n 2 --dist loadscope -rs -m faults
	$(TOOL) pytest -n 2 --dist worksteal -rs tests/setup
	$(TOOL) pytest -n 2 -rs -m browser

faults: # Send ten thousand messages while everything fails; an error if one is lost
	$(TOOL) tests.storm --messages 10000

fuzz: # Try thousands of odd addresses and texts; an error if one is an error of ours
	$(TOOL) pytest -n 2 --hypothesis-profile long tests/fuzz

mutants: # Plant small faults in the code and count those that the tests notice
	$(TOOL) tests.mutants

bench: # Measure how fast the site answers beside yardsticks; writes docs/performance.md
	$(TOOL) tests.benchmarks.speed

bench-check: # The same, and an error where it is over 15 % slower than written
	$(TOOL) tests.benchmarks.speed --check

benchmark: # Compare the inbox with a thousand and with a million messages
	$(TOOL) tests.benchmarks.inbox

lint: # Check the style of code and templates
	$(TOOL) ruff check
	$(TOOL) ruff format --check
	$(TOOL) djlint --quiet --lint templates
	$(TOOL) djlint --quiet --check templates

# What looks like a key and is none: names of tests, and the made-up passwords of examples.
override MADE_UP := --exclude-lines 'def test_' --exclude-secrets '^(password|pass%23word|secret|pw|hunter2)$$'

secrets: # Look for keys and passwords that were left in a file
	$(TOOL) detect_secrets.pre_commit_hook --no-verify $(MADE_UP) \
	  --disable-plugin Base64HighEntropyString --disable-plugin HexHighEntropyString \
	  --disable-plugin KeywordDetector $$(git ls-files -- . ':!requirements*.txt' ':!*.tsv' \
	  ':!*/content/*' ':!*.po' ':!*.svg' ':!static/staff/surface.js' ':!surface/package-lock.json')

audit: # List the libraries and ask for known holes; an error if nobody could be asked
	$(TOOL) ensurepip >/dev/null
	$(TOOL) pip install --quiet uv
	$(TOOL) uv tool run --from cyclonedx-bom cyclonedx-py requirements requirements.txt \
	  --output-file var/libraries.cdx.json
	$(TOOL) uv tool run pip-audit --strict --no-deps --disable-pip --requirement requirements.txt

format: # Bring code and templates into that style
	$(TOOL) ruff check --fix
	$(TOOL) ruff format
	$(TOOL) djlint --quiet --reformat templates

types: # Check the types
	$(TOOL) mypy .

translations: # Collect the words visitors read for translators, and use what is translated
	$(BEGIN) tool locale/collect.py

surface: # Make the script of the writing surface from surface/; needs node and npm
	cd surface && npm ci --ignore-scripts --no-audit --no-fund && npm run build

lock: # Pin every version with its hashes, from what pyproject.toml asks for
	$(TOOL) ensurepip >/dev/null
	$(TOOL) pip install --quiet uv
	$(TOOL) uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	  --no-header --upgrade pyproject.toml --output-file requirements.txt
	$(TOOL) uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	  --no-header --upgrade pyproject.toml --group dev --constraints requirements.txt \
	  --output-file requirements-dev.txt

help: # List these commands
	@sed -n 's/^\([a-z-]*\): # /\1: /p' Makefile | awk -F ': ' '{ printf "make %-14s%s\n", $$1, $$2 }'
