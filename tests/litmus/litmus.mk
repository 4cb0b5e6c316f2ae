# SPDX-License-Identifier: Apache-2.0
# Litmus tests: tests/litmus/. litmus-quick is the part of make test, litmus the full sweep.
LITMUS := build/tests/litmus/litmus
LITMUS_ELF := build/tests/litmus/run.elf
LITMUS_ROUNDS ?= 14

$(LITMUS): tests/litmus/main.c tests/litmus/shapes.c tests/litmus/model.c tests/litmus/litmus.h
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O2 -g -Wall -Wextra $(filter %.c,$^) -o $@
build/tests/litmus/litmus_gen.h: $(LITMUS)
	$(Q)$(LITMUS) gen $@
$(LITMUS_ELF): build/tests/litmus/litmus_gen.h
$(eval $(call SW_ELF,$(LITMUS_ELF),tests/litmus/run.c,-Ibuild/tests/litmus -DROUNDS=$$(LITMUS_ROUNDS)))

.PHONY: litmus litmus-quick
litmus-quick: build/doorbell $(LITMUS) $(LITMUS_ELF)
	$(Q)tests/litmus/litmus.sh build/doorbell $(LITMUS) $(LITMUS_ELF) build/tests/litmus quick
litmus: build/doorbell $(LITMUS) $(LITMUS_ELF) ## memory-ordering tests against an enumerating model: all settings and seeds (SEEDS=)
	$(Q)tests/litmus/litmus.sh build/doorbell $(LITMUS) $(LITMUS_ELF) build/tests/litmus full $(SEEDS)
