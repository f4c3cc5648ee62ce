# The front door. Meson and ninja do the building, tools/run-tests.mjs the testing.
#
#   make run LAN=1 ARGS="--port 9000"   serve on the local network too, with more options
#   make test SUITES="unit http"        only some of the suites
#   make fuzz SECONDS=600 FUZZ=pb       one fuzz driver, for ten minutes

SHELL   = /bin/sh
DATA    = data
ARGS    =
SECONDS = 60
FUZZ    =
SUITES  =
NINJA   = ninja -C
network = $(if $(LAN),--lan=yes,)

.DEFAULT_GOAL := help
.PHONY: help run build test nightly bench fuzz screens format clean

help: ## this list
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  %-10s%s\n", $$1, $$2 }'

run: build ## build, make a data folder with demonstration content, and serve it
	@[ -e $(DATA) ] || build/samskab demo --data $(DATA)
	exec build/samskab serve --data $(DATA) $(network) $(ARGS)

build: ## install what is missing and leave the program in build/samskab
	@tools/install run
	@[ -e build/release/build.ninja ] || meson setup build/release --buildtype=release
	$(NINJA) build/release
	@install -m 755 build/release/samskab build/samskab

test: ## everything that a change can break; ends with "N passed, N failed"
	@tools/install test
	@node tools/run-tests.mjs $(SUITES)

nightly: ## make test with the full matrices, more random cases and longer fuzzing
	@tools/install test
	@NIGHTLY=1 node tools/run-tests.mjs $(SUITES)

bench: build ## measure speed, each figure beside its baseline (build/bench.json)
	@tools/install test
	@bench/run $(ARGS)

fuzz: ## fuzz every parser for SECONDS each, or only FUZZ=name
	@tools/install test
	@node tests/fuzz/run.mjs --seconds $(SECONDS) $(FUZZ)

screens: build ## a picture of each page and state in build/screens
	@tools/install test
	@node tests/browser/screens.mjs $(ARGS)

format: ## lay out the C code by .clang-format
	@tools/install test
	git ls-files -z '*.c' '*.h' | xargs -0 clang-format -i

clean: ## remove everything that was built (not the data folder)
	rm -rf build
