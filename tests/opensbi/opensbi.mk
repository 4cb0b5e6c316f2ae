# SPDX-License-Identifier: Apache-2.0
# OpenSBI boots to a payload of ours: see run.sh. The firmware comes from the package opensbi.
OPENSBI_OUT := build/tests/opensbi
OPENSBI_RVCC := riscv64-unknown-elf-gcc -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany -O2 -Wall -Wextra -nostdlib \
	-ffreestanding -Wl,--build-id=none -Wl,--no-warn-rwx-segments

.PHONY: opensbi
opensbi: build/doorbell $(OPENSBI_OUT)/boot.elf $(OPENSBI_OUT)/payload.bin $(OPENSBI_OUT)/doorbell.dtb ## OpenSBI boots to a supervisor payload
	$(Q)sh tests/opensbi/run.sh build/doorbell $(OPENSBI_OUT) $(ARGS)

$(OPENSBI_OUT)/boot.elf: tests/opensbi/boot.S $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(OPENSBI_RVCC) -DFIRMWARE=0x80000000 -DPAYLOAD=0x80200000 -DDTB=0x83000000 -Wl,-Ttext=0x83f00000 -o $@ $<

$(OPENSBI_OUT)/payload.elf: tests/opensbi/payload.S tests/opensbi/payload.c tests/opensbi/payload.ld $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(OPENSBI_RVCC) -Wl,-Ttests/opensbi/payload.ld -Wl,-Ttext=0x80200000 -o $@ $(filter %.S %.c,$^)

$(OPENSBI_OUT)/payload.bin: $(OPENSBI_OUT)/payload.elf
	$(Q)riscv64-unknown-elf-objcopy -O binary $< $@

$(OPENSBI_OUT)/doorbell.dtb: include/doorbell.dts $(SETUP)
	@mkdir -p $(@D)
	$(Q)dtc -q -I dts -O dtb -o $@ $<
	$(Q)fdtput -t u $@ /soc/serial@10000000 current-speed 100000000 # divisor 0: the console transmits at once
	$(Q)fdtput -t x $@ /memory@80000000 reg 0 80000000 0 4000000    # what is fitted
	$(Q)fdtput -r $@ /memory@400000000
