# SPDX-License-Identifier: Apache-2.0
# The targets that run things: regression, demo, the user's own program, all tests, bench, format.

# ---- regression: one source, two programs for each bug pair ----
REGRESS := build/tests/regress
RUNNER_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O1 -Wall -Wextra -Wno-format-truncation -Iinclude -Itests/runner

$(REGRESS): $(wildcard tests/runner/*.[ch]) include/spec/none.h include/spec/classes.def $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(RUNNER_CFLAGS) $(filter %.c,$^) -ljansson -o $@

build/tests/mutate: tests/mutate/mutate.c tests/runner/run.c tests/runner/run.h $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(RUNNER_CFLAGS) $(filter %.c,$^) -ljansson -lelf -o $@

BUG_STEMS := $(patsubst tests/bugs/%.c,%,$(sort $(wildcard tests/bugs/*/*.c)))
BUG_ELF := $(foreach b,$(BUG_STEMS),build/tests/bugs/$(b)-buggy.elf build/tests/bugs/$(b)-fixed.elf)
$(foreach b,$(BUG_STEMS),$(eval $(call SW_ELF,build/tests/bugs/$(b)-buggy.elf,tests/bugs/$(b).c,-DBUGGY=1)))
$(foreach b,$(BUG_STEMS),$(eval $(call SW_ELF,build/tests/bugs/$(b)-fixed.elf,tests/bugs/$(b).c,-DBUGGY=0)))

.PHONY: sim regress-full regress-programs
regress-programs: $(SYSTEM_ELF) $(BUG_ELF)

sim: $(REGRESS) build/doorbell regress-programs ## the driver regression on the RTL: a table, JUnit XML in build/regress.xml (TESTS= names)
	@mkdir -p build/regress
	$(Q)$(REGRESS) --jobs $(JOBS) --junit build/regress.xml $(TESTS)

regress-full: $(REGRESS) build/doorbell regress-programs ## the same with all 20 seeds at three memory latencies
	@mkdir -p build/regress
	$(Q)$(REGRESS) --full --jobs $(JOBS) --junit build/regress.xml $(TESTS)

# ---- every fence and CMO of correct programs, one at a time ----
MUTATED := interrupt owner_ring descriptors_cached coherent_buffers rx_then_tx back_to_back timeout high_ram
.PHONY: mutate
mutate: build/tests/mutate build/doorbell $(SYSTEM_ELF) ## replaces each fence and CMO by a nop and asks for a conviction
	@mkdir -p build/mutate
	$(Q)build/tests/mutate --jobs $(JOBS) $(MUTATED:%=build/tests/system/%.elf)

# ---- see it ----
.PHONY: demo run
demo: build/doorbell $(SW_OUT)/apps/demo.elf $(SW_OUT)/apps/demo-bug.elf ## a correct driver, and the same driver with one line removed
	$(Q)sh tests/demo.sh build/doorbell $(SW_OUT)/apps/demo.elf $(SW_OUT)/apps/demo-bug.elf

# APP=path.c is built with all our libraries (the linker drops what it does not use); ELF=path.elf is run as it is.
run: build/doorbell $(SW_DEPS) ## runs your own program: APP=path.c or ELF=path.elf, options of the simulator in ARGS=
ifneq ($(APP),)
	$(Q)test -f '$(APP)' || { echo "run: $(APP): no such file: APP= names a C source" >&2; exit 2; }
	@mkdir -p build/run
	$(Q)$(call SW_ELF_CMD,build/run/$(basename $(notdir $(APP))).elf,$(APP),)
	$(Q)build/doorbell $(ARGS) build/run/$(basename $(notdir $(APP))).elf
else ifneq ($(ELF),)
	$(Q)build/doorbell $(ARGS) $(ELF)
else
	@echo "run: name a program: make run APP=path.c, or make run ELF=path.elf (options in ARGS=)" >&2; exit 2
endif

# ---- all that must hold ----
DETERMINISM_ELF := $(SW_OUT)/apps/demo.elf build/tests/system/interrupt.elf build/tests/system/owner_ring.elf
GATES_ELF := $(DETERMINISM_ELF) build/tests/system/copy_lines.elf build/tests/system/errors_ring.elf build/tests/system/timeout.elf \
	build/tests/system/stream_packets.elf build/tests/system/channels.elf
LINE32_TESTS := system/copy_lines system/interrupt system/owner_ring system/descriptors system/near system/legal

.PHONY: test bench bench-core bench-dma soak-dma soak-core plants lint format format-check
# The groups share what is built here, so that no two of them build the same file.
TEST_BUILDS := build/doorbell build/doorbell-bus build/doorbell-trace build/doorbell-line32 build/doorbell-ungated \
	$(REGRESS) build/tests/mutate regress-programs $(SW_APPS)
.PHONY: test-builds
test-builds: $(TEST_BUILDS)
test: $(SETUP) ## everything that must hold; ends with N passed, N failed
	$(Q)$(MAKE) -j$(JOBS) test-builds
	$(Q)JOBS=$(JOBS) tools/run_groups.sh build/log \
		'spec|$(MAKE) check-spec' \
		'lint|$(MAKE) lint' \
		'format|$(MAKE) format-check' \
		'rtl-axi|$(MAKE) -C tests/rtl/axi' \
		'rtl-periph|$(MAKE) -C tests/rtl/periph' \
		'rtl-l1i|$(MAKE) -C tests/rtl/l1i' \
		'rtl-lsu|$(MAKE) -C tests/rtl/lsu' \
		'rtl-core|$(MAKE) -C tests/rtl/core' \
		'opensbi|$(MAKE) opensbi' \
		'standard-programs|$(MAKE) standard' \
		'rtl-dma|$(MAKE) -C tests/rtl/dma' \
		'dma-example|$(MAKE) -C tests/rtl/dma minimal' \
		'rtl-soc|$(MAKE) -C tests/rtl/soc' \
		'formal|$(MAKE) formal-quick' \
		'driver-unit|$(MAKE) sw-unit' \
		'checker-unit|$(MAKE) checker-unit' \
		'report-unit|$(MAKE) report-unit' \
		'docs|sh tests/docs/check_docs.sh' \
		'simulator|$(MAKE) test-sim' \
		'waves|$(MAKE) test-waves' \
		'determinism|tests/sim/determinism.sh build/doorbell $(DETERMINISM_ELF)' \
		'idle-gates|tests/sim/gates.sh build/doorbell build/doorbell-ungated $(GATES_ELF)' \
		'regression|$(MAKE) regress-full' \
		'lines-of-32-bytes|$(REGRESS) --sim build/doorbell-line32 --dir build/regress32 --jobs $(JOBS) $(LINE32_TESTS)' \
		'litmus|$(MAKE) litmus-quick' \
		'mutation|$(MAKE) mutate'

# Speed of the simulator, then of the core: all figures in one file; every part runs, a missed floor of any fails.
CORE_BENCH := build/tests/bench/core.elf
$(eval $(call SW_ELF,$(CORE_BENCH),tests/bench/core/core.c))
build/tests/bench/cpi: tests/bench/core/cpi.c build/lib/libdbc.a
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(DBC_CFLAGS) $^ -o $@

bench-core: build/doorbell $(CORE_BENCH) build/tests/bench/cpi
	$(Q)tests/bench/core/core.sh build/doorbell $(CORE_BENCH) build/tests/bench/cpi build/bench/results.json

bench-dma: $(SETUP) ## speed of the DMA engine at its ports: a table with other engines, a plot, and build/bench/results.json
	$(Q)$(MAKE) -C tests/rtl/dma benches CONFIGS='four own'
	$(Q)tests/bench/dma.sh build/bench/results.json build/tests/rtl/dma/four/bench build/tests/rtl/dma/own/bench

soak-dma: $(SETUP) ## millions of random descriptors on every configuration of the DMA engine, and 10 million cycles each without reset
	$(Q)$(MAKE) -C tests/rtl/dma soak

soak-core: $(SETUP) ## a thousand million generated instructions on core and caches against the reference model
	$(Q)$(MAKE) -C tests/rtl/core soak

plants: $(SETUP) ## bugs planted in core, caches, fabric and DMA engine: the benches must find each
	$(Q)tools/run_groups.sh build/log/plants 'core|$(MAKE) -C tests/rtl/core plant' 'lsu|$(MAKE) -C tests/rtl/lsu plant' \
		'axi|tests/rtl/axi/breaks.sh' 'dma|$(MAKE) -C tests/rtl/dma breaks'

bench: build/doorbell build/doorbell-trace build/doorbell-bus $(SW_OUT)/apps/bench_copy.elf ## speed of simulator, core and DMA engine: tables, and build/bench/results.json
	$(Q)bad=0; tests/bench/bench.sh build/doorbell $(SW_OUT)/apps/bench_copy.elf build/bench/results.json || bad=1; \
	$(MAKE) bench-core || bad=1; $(MAKE) bench-dma || bad=1; exit $$bad

lint: lint-rtl ## all linters

FORMATTED = $(shell git ls-files '*.c' '*.h' ':!include/doorbell/*' ':!include/spec/*' ':!tests/rtl/axi/axi_pins.h' ':!tests/rtl/core/progs/*.h' ':!tests/standard/env.h')
format: $(SETUP) ## formats the C sources
	$(Q)clang-format -i $(FORMATTED)

format-check: $(SETUP)
	$(Q)bad=0; good=0; for f in $(FORMATTED); do if clang-format --dry-run -Werror $$f 2>/dev/null; then good=$$((good + 1)); \
	else bad=$$((bad + 1)); echo "$$f: not formatted: run 'make format'"; fi; done; \
	echo "$$good passed, $$bad failed"; [ $$bad -eq 0 ]
