# SPDX-License-Identifier: Apache-2.0
# The targets that run things: regression, demo, the user's own program, waveforms, all tests, bench.

REGRESS := build/tests/regress
REGRESS_SOURCES := $(wildcard tests/runner/*.c tests/runner/*.h) include/spec/none.h include/spec/classes.def

$(REGRESS): $(REGRESS_SOURCES) | $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O1 -Wall -Wextra -Wno-format-truncation -Iinclude -Itests/runner \
		$(filter-out %/mutate.c %/determinism.c,$(filter tests/runner/%.c,$^)) -ljansson -o $@

# One source, two programs: what is correct, and what a pair's BUGGY part makes of it.
SYSTEM_ELFS := $(patsubst tests/system/%.c,build/tests/system/%.elf,$(wildcard tests/system/*.c))
BUG_STEMS := $(patsubst tests/bugs/%.c,%,$(wildcard tests/bugs/*/*.c))
BUG_ELFS := $(foreach b,$(BUG_STEMS),build/tests/bugs/$(b)-buggy.elf build/tests/bugs/$(b)-fixed.elf)

.PHONY: sim regress-programs regress-full
regress-programs: $(SYSTEM_ELFS) $(BUG_ELFS)

sim: $(REGRESS) build/doorbell regress-programs ## the driver regression on the RTL: table and JUnit XML (build/regress.xml)
	$(Q)mkdir -p build/regress
	$(Q)$(REGRESS) --jobs $(JOBS) --junit build/regress.xml $(TESTS)

regress-full: $(REGRESS) build/doorbell regress-programs ## the same with all seeds and latencies
	$(Q)mkdir -p build/regress
	$(Q)$(REGRESS) --full --jobs $(JOBS) --junit build/regress.xml $(TESTS)
BUG_SRC := $(wildcard tests/bugs/*/*.c)
$(foreach b,$(BUG_STEMS),$(eval $(call SW_ELF,build/tests/bugs/$(b)-buggy.elf,tests/bugs/$(b).c,-DBUGGY=1)))
$(foreach b,$(BUG_STEMS),$(eval $(call SW_ELF,build/tests/bugs/$(b)-fixed.elf,tests/bugs/$(b).c,-DBUGGY=0)))
