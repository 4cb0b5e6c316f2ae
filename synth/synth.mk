# SPDX-License-Identifier: Apache-2.0
# make synth: area and delay of each block of synth/blocks.txt (SYNTH= names: only those, no table).
SYNTH_BLOCKS := $(shell awk '$$1 == "block" { print $$2 }' synth/blocks.txt)
ifneq ($(filter-out $(SYNTH_BLOCKS),$(SYNTH)),)
$(error synth: no block '$(filter-out $(SYNTH_BLOCKS),$(SYNTH))' in synth/blocks.txt: SYNTH= names some of $(SYNTH_BLOCKS))
endif
SYNTH_RUNS := $(foreach b,$(or $(SYNTH),$(SYNTH_BLOCKS)),synth-$(b) synth-$(b)-hostile)
SYNTH_ARGS = $$(awk '$$1 == "block" && $$2 == "$(1)" { $$1 = $$2 = ""; top = $$3; par = $$4; $$3 = $$4 = ""; print top, par, "$(2)", $$0 }' synth/blocks.txt)

.PHONY: synth synth-blocks $(SYNTH_RUNS)
synth: $(SETUP) ## Yosys for xc7: LUT, FF, BRAM, DSP and delay of each block, hostility on and off
	$(Q)$(MAKE) -j$(JOBS) synth-blocks
	$(Q)$(if $(SYNTH),cd build/synth && grep . $(foreach b,$(SYNTH),$(b).area $(b)-hostile.area),synth/table.sh build/synth synth/blocks.txt build/synth/figures && tests/bench/results.sh build/bench/results.json area. <build/synth/figures)

synth-blocks: $(SYNTH_RUNS)
$(filter-out %-hostile,$(SYNTH_RUNS)): synth-%:
	$(Q)synth/block.sh build/synth $* $(call SYNTH_ARGS,$*,0)
$(filter %-hostile,$(SYNTH_RUNS)): synth-%-hostile:
	$(Q)synth/block.sh build/synth $*-hostile $(call SYNTH_ARGS,$*,1)
