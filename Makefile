# Everything runs from the virtual environment in .venv; `make run` and `make test` are the two commands of the README.
PYTHON ?= python3
BIN := .venv/bin
# Python keeps what it compiled, whatever the machine says: the tests start dozens of processes, and each would compile anew for two seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run demo-channels test bench lock

run: export DEBUG ?= 1
run: export DEMO ?= 1
run: .venv/.base
	@$(BIN)/python manage.py start

# The demo desk beside seven networks on loopback, and a citizen's phone to write on them: docs/tutorial/first-conversation.md.
demo-channels: .venv/.base
	@$(BIN)/python -m tests.fakes

test: export DEBUG = 1
test: .venv/.dev
	@$(BIN)/python -m tests.prepare
	@$(BIN)/python -m pytest -n auto

# Speeds on PostgreSQL and Redis of its own, as in full mode; ten minutes. Prints what docs/reference/performance.md says.
bench: export PG_SETTINGS = -c synchronous_commit=on
bench: .venv/.dev
	@.ci/services $(BIN)/python -m tests.bench

.venv/.uv:
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

.venv/.base: .venv/.uv requirements/base.txt
	@$(BIN)/python -m uv pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@$(BIN)/python -m uv pip install --quiet --require-hashes -r requirements/base.txt -r requirements/dev.txt
	@touch $@

# Pins with hashes, by name only: no host stands in the files.
lock: .venv/.uv
	@$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/base.in -o requirements/base.txt
	@$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt
