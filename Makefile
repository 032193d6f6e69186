# aa-hat: what a person types. CMake builds, tests/ tests; this file only names the ways in ("make help").
PREFIX ?= /usr/local
DESTDIR ?=
# podman 4.3 reads hooks from this folder alone, whatever the PREFIX of the programs.
HOOKSDIR ?= /usr/share/containers/oci/hooks.d
JOBS ?= $(shell nproc)
SUITES ?= trixie bookworm
VM ?= trixie
FUZZ_SECONDS ?= 60
RUNS ?= 300

MAKEFLAGS += --no-print-directory
BUILD := build/release
PAYLOAD := build/payload
packages := tests/vm/install-host-packages

# What "make check" runs: something of each part, quickly.
smoke := run.bats refusals-plan.bats seal.bats user-namespace.bats

.PHONY: all help install unit lint integration check test soak demo bench vm-ssh fuzz payload clean

all: ## build both static programs (build/release)
	@cmake --preset release --log-level=WARNING -DCMAKE_INSTALL_PREFIX=$(PREFIX) -DAA_HAT_HOOKSDIR=$(HOOKSDIR)
	@cmake --build --preset release -j $(JOBS)

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

install: all ## install programs, hooks.d file, man pages, examples (PREFIX, HOOKSDIR, DESTDIR)
	DESTDIR=$(DESTDIR) cmake --install $(BUILD) --strip

unit: ## unit tests under ASan and UBSan
	@$(packages) tests/build-packages.txt tests/unit-packages.txt
	@cmake --preset asan-ubsan --log-level=WARNING
	@cmake --build --preset asan-ubsan -j $(JOBS)
	@ctest --preset asan-ubsan -j $(JOBS)

lint: ## clang-format, clang-tidy, shellcheck, mandoc, and whether the documents follow the sources
	@$(packages) tests/build-packages.txt tests/lint-packages.txt tests/unit-packages.txt
	@tests/lint
	@tests/docs

payload:
	@$(packages) tests/build-packages.txt
	@$(MAKE) all
	@tests/integration/make-payload $(PAYLOAD) $(BUILD)

# in-machines WORD...: words for run-suite.
define in-machines
@plain=$$(tests/vm/plain-php) && install -D -t $(PAYLOAD)/plain-php "$$plain"
@tests/integration/run-all $(PAYLOAD) $(SUITES) -- $(1)
endef

integration: payload ## the suites inside both test machines (SUITES=trixie, TESTS="seal.bats", TESTS="--filter REGEX seal.bats")
	$(call in-machines,$(TESTS))

check: SUITES := trixie
check: TESTS ?= $(smoke)
check: payload ## unit tests, and a few suites on Debian 13: some minutes (TESTS as for integration)
	@$(packages) tests/unit-packages.txt
	@cmake --preset dev --log-level=WARNING
	@cmake --build --preset dev -j $(JOBS)
	@ctest --preset dev -j $(JOBS)
	$(call in-machines,$(TESTS))

test: ## everything: installs what it needs, unit tests and fuzz targets here, the suites in both test machines
	@$(packages) tests/build-packages.txt tests/unit-packages.txt tests/fuzz-packages.txt
	@tests/docs
	@$(MAKE) unit
	@$(MAKE) fuzz FUZZ_SECONDS=5
	@$(MAKE) integration

soak: payload ## what only repeats, at full length, and a minute for each fuzz target: for releases
	@$(MAKE) fuzz
	$(call in-machines,--soak $(TESTS))

demo: ## three pools in their hats, shown on a real AppArmor kernel
	@tests/demo

bench: ## what it costs, on Debian 13 (RUNS=300, BENCH="launcher crun": some groups, BEFORE=FOLDER: against those programs)
	@tests/bench/run --runs $(RUNS) $(if $(BEFORE),--before $(BEFORE)) $(BENCH)

vm-ssh: ## a root shell in a running test machine, started if need be (VM=trixie)
	@tests/vm/ssh $(VM) true 2>/dev/null || tests/vm/up $(VM)
	@tests/vm/ssh $(VM)

fuzz: ## each fuzz target for a minute, on this host (FUZZ_SECONDS=600 for longer)
	@$(packages) tests/build-packages.txt tests/fuzz-packages.txt
	@cmake --preset fuzz --log-level=WARNING -DAA_HAT_FUZZ_SECONDS=$(FUZZ_SECONDS)
	@cmake --build --preset fuzz -j $(JOBS) --target fuzz

clean: ## remove what was built here (not the test machines' images)
	rm -rf build
