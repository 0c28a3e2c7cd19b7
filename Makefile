# The two commands of a newcomer are `make demo` and `make test`; both make their own environment in .venv first.
PYTHON ?= python3
PORT ?= 8765
BIN := .venv/bin

.PHONY: setup dev test demo bench lint format gazetteer train clean lock

setup: .venv/run.stamp

.venv/run.stamp: requirements/run.txt pyproject.toml encoder/pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . -e ./encoder
	@touch $@

dev: .venv/dev.stamp

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

test: dev
	$(BIN)/python -m pytest -n 2

demo: setup
	$(BIN)/lagebild demo --port $(PORT)

bench: dev
	$(BIN)/python -m benchmarks.speed.stages
	$(BIN)/python -m benchmarks.quality.scores

lint: dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

format: dev
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

# BASE is "wheel", a wheel, a hub checkout or a folder; DATA holds the sets that training/__main__.py names.
BASE ?= wheel
DATA ?= ../shared/data
VERSION ?= 0
train: .venv-train/stamp
	.venv-train/bin/python -m training --base $(BASE) --data $(DATA) --version $(VERSION) --out encoder/src/lagebild_encoder

.venv-train/stamp: requirements/train.txt pyproject.toml
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/train.txt
	.venv-train/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

gazetteer: dev
	$(BIN)/python -m lagebild.language.gazetteer.build

# `tokenizers` names a client of a model hub among its needs; it reads our own file and never asks a hub, so neither the
# client nor what only the client needs is installed.
UNUSED := $(addprefix --no-emit-package ,huggingface-hub hf-xet fsspec filelock httpx2 httpx2-jsfetch httpcore2 pyyaml tqdm truststore)
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

# Names and hashes only: a lock file with addresses would tie the project to one mirror.
lock: dev
	$(LOCK) $(UNUSED) pyproject.toml requirements/build.in -o requirements/run.txt
	$(LOCK) -c requirements/run.txt pyproject.toml requirements/build.in requirements/train.in -o requirements/train.txt
	$(LOCK) $(UNUSED) --extra dev -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/dev.txt

clean:
	rm -rf .venv .venv-train build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis var
