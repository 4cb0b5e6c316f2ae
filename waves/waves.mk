# SPDX-License-Identifier: Apache-2.0
# Waveforms: tools below build/waves/, filter files, and the target that opens a finding.

WAVES := build/waves
WAVES_CFLAGS := -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Iinclude -Iwaves
WAVES_FILTERS := $(WAVES)/filters/.made
WAVES_TOOLS := $(WAVES)/story $(WAVES)/mkview $(WAVES)/disasm $(WAVES_FILTERS)

$(WAVES)/%.o: waves/%.c waves/vcd.h waves/marks.h $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(WAVES_CFLAGS) -c $< -o $@
$(WAVES)/gen_filters: waves/gen_filters.c include/spec/probe.def include/spec/none.h $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(WAVES_CFLAGS) $< -o $@
$(WAVES)/disasm: $(WAVES)/disasm.o
	$(Q)$(HOSTCC) $^ -o $@
$(WAVES)/mkview: $(WAVES)/mkview.o $(WAVES)/vcd.o
	$(Q)$(HOSTCC) $^ -lm -o $@
$(WAVES)/story.o: WAVES_CFLAGS += -Isim/report -Isim/report/include -Isim/checker/include -Isim/symbols/include
$(WAVES)/story.o: include/spec/probe.def include/spec/regs.def include/spec/memmap.def include/doorbell/probe.h sim/report/report.h
$(WAVES)/story: $(WAVES)/story.o $(WAVES)/marks.o $(WAVES)/vcd.o $(DBC_LIBS)
	$(Q)$(HOSTCC) $^ $(DBC_LDLIBS) -o $@
$(WAVES_FILTERS): $(WAVES)/gen_filters rtl/core/lsu_ops.vh $(wildcard waves/filters/*.txt)
	@mkdir -p $(@D)
	$(Q)$(WAVES)/gen_filters $(@D)
	$(Q)cp waves/filters/*.txt $(@D)/
	$(Q)awk 'BEGIN { for (i = 0; i < 32; i++) printf "%02x -\n", i } \
		/define LSU_OP_/ { v = $$3; sub(".*d", "", v); sub("LSU_OP_", "", $$2); printf "%02x %s\n", 32 + v, $$2 }' \
		rtl/core/lsu_ops.vh >$(@D)/lsu_ops.txt
	@touch $@

# A test of tests/bugs (its -buggy program unless the name says -fixed) or tests/system, an application, or ELF=.
WAVES_NAME := $(filter-out demo,$(TEST))
WAVES_ELF = $(strip $(if $(ELF),$(ELF),$(if $(filter demo,$(TEST)),$(SW_OUT)/apps/demo-bug.elf,\
	$(if $(wildcard tests/bugs/$(TEST:-buggy=).c),build/tests/bugs/$(TEST:-buggy=)-buggy.elf,\
	$(if $(findstring -fixed,$(TEST)),build/tests/bugs/$(TEST).elf,\
	$(if $(wildcard sw/apps/$(TEST).c),$(SW_OUT)/apps/$(TEST).elf,build/tests/system/$(TEST).elf))))))

.PHONY: waves waves-tools test-waves waves-shot
waves-tools: $(WAVES_TOOLS)
ifeq ($(TEST)$(ELF),)
waves:
	@echo "waves: name a program: make waves TEST=missing-clean/netmap_455, TEST=demo, or ELF=path.elf (options in ARGS=, VIEW= story core lsu dma fabric)" >&2; exit 2
else
waves: waves-tools build/doorbell build/doorbell-trace build/doorbell-bus $(if $(ELF),,$(WAVES_ELF)) ## opens a finding in GTKWave: TEST=name or ELF=path.elf (ARGS= of the run, VIEW=)
	$(Q)waves/open --view $(or $(VIEW),story) $(WAVES_ELF) $(ARGS)
endif

test-waves: waves-tools build/doorbell build/doorbell-trace build/doorbell-bus build/tests/bugs/missing-clean/netmap_455-buggy.elf ## each signal of each view exists in a fresh trace
	$(Q)sh tests/waves/check_views.sh build/tests/bugs/missing-clean/netmap_455-buggy.elf

waves-shot: waves-tools build/doorbell build/doorbell-trace build/doorbell-bus build/tests/bugs/missing-clean/netmap_455-buggy.elf
	$(Q)waves/shot.sh docs/images/finding.png build/tests/bugs/missing-clean/netmap_455-buggy.elf
