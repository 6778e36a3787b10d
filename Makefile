# The two commands of a newcomer are `make run` and `make test`; Python 3.11+ is enough.
# PORT= and HOST= choose the address; DATABASE_URL and REDIS_URL are used when set.
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$each && break; done)
VENV := .venv/bin/python
LOCAL := $(VENV) -m propertyservice.local
ARGS ?=

.PHONY: help run test check bench screens clauses messages lock setup setup-dev

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 12

run: setup ## Set up and start everything; Ctrl-C stops it
	@exec $(LOCAL) run

test: setup-dev ## Run the tests on real servers (ARGS="-k keys" narrows)
	@exec $(LOCAL) test -n 2 $(ARGS)

check: setup-dev ## Linters, types, contracts, migrations, translations
	@exec $(LOCAL) with $(VENV) tools/check.py

bench: setup-dev ## Measure the benchmark's ratios (table and JSON)
	@exec $(LOCAL) with $(VENV) -m benchmarks $(ARGS)

screens: setup-dev ## Take pictures of every page at 1280 and 390 px
	@exec $(LOCAL) with $(VENV) -m tests.screens $(ARGS)

clauses: setup-dev ## List every clause and edge case with its tests
	@exec $(VENV) -m tests.clauses $(ARGS)

messages: setup-dev ## Bring the translation file up to date with the source
	@$(VENV) tools/messages.py update

lock: setup-dev ## Write the locked requirements anew
	@for each in requirements requirements-dev; do .venv/bin/uv pip compile --quiet \
	--generate-hashes --no-emit-index-url --universal --no-header \
	--python-version 3.11 $$each.in --output-file $$each.txt $(ARGS); done

setup:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) tools/environment.py requirements.txt

setup-dev:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) tools/environment.py requirements-dev.txt
