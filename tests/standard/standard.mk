# SPDX-License-Identifier: Apache-2.0
# Programs in the style of the standard bare-metal suites: see env.h and run.sh.
STANDARD_OUT := build/tests/standard
STANDARD := $(patsubst tests/standard/%.S,$(STANDARD_OUT)/%.elf,$(wildcard tests/standard/*.S))

.PHONY: standard
standard: build/doorbell $(STANDARD)
	$(Q)sh tests/standard/run.sh build/doorbell $(STANDARD_OUT)

$(STANDARD_OUT)/%.elf: tests/standard/%.S tests/standard/env.h tests/standard/link.ld $(SETUP)
	@mkdir -p $(@D)
	$(Q)riscv64-unknown-elf-gcc -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany -static -nostdlib -nostartfiles -mno-relax \
		-Wl,--no-relax -Wl,--build-id=none -Wl,--no-warn-rwx-segments -Ttests/standard/link.ld -o $@ $<
