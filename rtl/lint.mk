# SPDX-License-Identifier: Apache-2.0
# lint-rtl: every tool reads the whole of rtl/ without a complaint. Waivers, each with its reason: rtl/lint.vlt.

RTL_FILES := $(shell cat rtl/files.f)
RTL_HEADERS := $(wildcard include/*.vh rtl/*/*.vh)
RTL_LINT := verilator --lint-only -Wall -Iinclude -Irtl/core -Irtl/axi rtl/lint.vlt -f rtl/files.f --top-module doorbell_soc

# Yosys says where an array becomes flip-flops: a remark on small tables, not a fault.
.PHONY: lint-rtl
lint-rtl: $(RTL_FILES) $(RTL_HEADERS) ## Verilator -Wall, Icarus and Yosys on all of rtl/
	@mkdir -p build
	$(Q)bad=0; good=0; \
	try() { name=$$1; shift; "$$@" >build/lint.log 2>&1; code=$$?; \
		grep -v '^Warning: Replacing memory .* with list of registers' build/lint.log >build/lint.out; \
		if [ $$code -eq 0 ] && [ ! -s build/lint.out ]; then good=$$((good + 1)); \
		else bad=$$((bad + 1)); echo "lint: $$name: exit $$code"; cat build/lint.out; fi; }; \
	listed=$$(sort rtl/files.f); there=$$(ls rtl/*/*.v | sort); \
	if [ "$$listed" = "$$there" ]; then good=$$((good + 1)); \
	else bad=$$((bad + 1)); echo "lint: rtl/files.f does not list exactly the files of rtl/*/*.v"; fi; \
	try 'verilator, defaults' $(RTL_LINT); \
	try 'verilator, LINE_BYTES=32' $(RTL_LINT) -GLINE_BYTES=32; \
	try 'verilator, direct-mapped 4 KiB caches' $(RTL_LINT) -GL1D_BYTES=4096 -GL1D_WAYS=1 -GL1I_BYTES=4096 -GL1I_WAYS=1; \
	try 'verilator, assertions' $(RTL_LINT) -DDOORBELL_ASSERT; \
	try 'icarus' iverilog -g2005 -t null -Iinclude -Irtl/core -Irtl/axi -s doorbell_soc $(RTL_FILES); \
	try 'yosys' yosys -q -p 'read_verilog -Iinclude -Irtl/core -Irtl/axi $(RTL_FILES); hierarchy -check -top doorbell_soc; proc; check -assert'; \
	echo "$$good passed, $$bad failed"; [ $$bad -eq 0 ]
