# SPDX-License-Identifier: Apache-2.0
# doorbell's public face. `make` lists the targets. Everything that is built goes below build/.
#
# Variables for users: V=1 shows commands, ARGS= options of the simulator (run, waves), SEED=, JOBS=.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

HOSTCC ?= gcc
JOBS ?= $(shell nproc)
Q := $(if $(V),,@)
MAKEFLAGS += --no-print-directory

# One stamp stands for "everything in packages.txt is installed": each target that needs a tool depends on it.
SETUP := build/.setup
$(SETUP): packages.txt tools/setup.sh
	$(Q)tools/setup.sh
	@mkdir -p $(@D) && touch $@

include tools/spec.mk
include rtl/lint.mk
include sim/checker/checker.mk
include sim/sim.mk
include sw/sw.mk
include tests/tests.mk
include formal/formal.mk
include tests/opensbi/opensbi.mk
include tests/standard/standard.mk
include waves/waves.mk
include tests/litmus/litmus.mk
include synth/synth.mk

.PHONY: help setup clean
help: ## this list
	@echo "doorbell: a laboratory for DMA drivers. Targets:"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | sort | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

setup: ## installs the Debian packages that are missing (list: packages.txt)
	$(Q)tools/setup.sh
	@mkdir -p build && touch $(SETUP)

clean: ## removes build/
	$(Q)rm -rf build
