# Two commands: `make demo` and `make test`. `make help` lists the rest.
PORT ?= 8000
HOST ?= 127.0.0.1
# auto: run the browser tests where Chromium can be had. required: fail where it cannot.
BROWSER ?= auto
# Which benchmarks; empty: all.
BENCH ?=
# How many storms, and the seed that repeats their order of faults; empty: 20, and a new one.
FAULTS_ROUNDS ?=
FAULTS_SEED ?=
UV ?= uv
PYTHON ?= $(shell for p in python3.11 python3 python; do "$$p" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo "$$p" && break; done)

EMBEDDED = .venv/bin/python -m zibo_youth.embedded
LOCK = $(UV) pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 -q

.PHONY: help demo test bench faults venv venv-dev lock clean python

help: ## what the commands are
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: python ## the portal with demonstration data: make demo PORT=8010
	@$(PYTHON) -m zibo_youth.embedded free-port --host "$(HOST)" --port "$(PORT)"
	@$(PYTHON) -m zibo_youth.embedded venv runtime
	@exec .venv/bin/python -m zibo_youth.embedded.demo --host "$(HOST)" --port "$(PORT)"

test: venv-dev ## every check and test, on servers of its own
	@exec $(EMBEDDED) run -- .venv/bin/python -m tests.run --browser "$(BROWSER)"

bench: venv-dev ## measure: make bench BENCH=search
	@exec .venv/bin/python -m bench $(BENCH)

faults: venv-dev ## storms of bookings while servers die: make faults FAULTS_ROUNDS=5 FAULTS_SEED=1a2b
	@FAULTS_ROUNDS="$(FAULTS_ROUNDS)" FAULTS_SEED="$(FAULTS_SEED)" exec .venv/bin/python -m tests.faults

venv: python
	@$(PYTHON) -m zibo_youth.embedded venv runtime

venv-dev: python
	@$(PYTHON) -m zibo_youth.embedded venv dev

lock: ## write requirements/ anew from pyproject.toml
	$(LOCK) -o requirements/production.txt
	$(LOCK) --extra embedded -o requirements/runtime.txt
	$(LOCK) --extra embedded --group dev -o requirements/dev.txt

clean: ## remove the demonstration's data and everything that was made here
	@if [ -x .venv/bin/python ]; then $(EMBEDDED) remove; fi
	rm -rf var .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find zibo_youth -name '*.mo' -delete

python:
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 is needed and was not found; install it (Debian: apt-get install python3.11 python3.11-venv) or name it: make demo PYTHON=/path/to/python3.11" >&2; exit 1; }
