# SPDX-License-Identifier: Apache-2.0
# Firmware: libraries for rv64 and the rule that makes an ELF from one C file.
#
#   $(eval $(call SW_ELF,build/x/y.elf,path/y.c[,extra compiler flags]))    one program
#   $(call SW_ELF_CMD,out.elf,in.c,flags)                                   the same as a shell command, for recipes
#
# A program gets all libraries (the linker drops what it does not use) and nothing is initialised behind its back but
# stack, .bss, trap vector and the table `platform`. -march has a suffix when compiling (Zicbom...) and none when linking:
# with one, gcc picks the double-float libraries.

SW_OUT := build/sw
SW_CC := riscv64-unknown-elf-gcc
SW_AR := riscv64-unknown-elf-gcc-ar
SW_OPT ?= -O2
SW_ARCH := -march=rv64imac_zicsr_zifencei_zicbom_zicboz -mabi=lp64 -mcmodel=medany
SW_INC := -Iinclude -Isw/hal/include -Isw/dma/include -Isw/lab/include
SW_CFLAGS := $(SW_ARCH) --specs=picolibc.specs -std=gnu11 -fno-strict-aliasing $(SW_OPT) -g3 -fno-omit-frame-pointer -ffunction-sections \
	-fdata-sections -fno-common -Wall -Wextra -Wundef -DPICOLIBC_INTEGER_PRINTF_SCANF $(SW_INC)
SW_LDFLAGS := -march=rv64imac -mabi=lp64 -mcmodel=medany --specs=picolibc.specs --crt0=hosted \
	-DPICOLIBC_INTEGER_PRINTF_SCANF -T sw/boot/link.ld -Wl,--no-warn-rwx-segments

SW_LIB_SRC := $(sort $(wildcard sw/boot/*.[cS] sw/hal/*.c sw/dma/*.c sw/lab/*.c))
SW_LIB_OBJ := $(patsubst sw/%,$(SW_OUT)/%.o,$(SW_LIB_SRC))
SW_LIB := $(SW_OUT)/libdoorbell.a
SW_HDR := $(wildcard include/doorbell/*.h sw/*/include/doorbell/*.h)
# start.S, the trap entry, the system interface and the constructor that finds the platform must be in every program.
SW_START := $(SW_OUT)/boot/start.S.o $(SW_OUT)/boot/trap.c.o $(SW_OUT)/boot/stdio.c.o $(SW_OUT)/boot/heap.c.o \
	$(SW_OUT)/hal/platform.c.o
SW_DEPS := $(SW_START) $(SW_LIB) sw/boot/link.ld $(SW_HDR)

$(SW_OUT)/%.o: sw/% $(SW_HDR) sw/sw.mk | $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(SW_CC) $(SW_CFLAGS) -c -o $@ $<

$(SW_LIB): $(SW_LIB_OBJ)
	$(Q)rm -f $@ && $(SW_AR) rcs $@ $^

# One step to the object, one to the ELF, because -march differs.
SW_ELF_CMD = $(SW_CC) $(SW_CFLAGS) $(3) -c -o $(1).o $(2) && \
	$(SW_CC) $(SW_LDFLAGS) -o $(1) $(SW_START) $(1).o $(SW_LIB)

define SW_ELF
$(1): $(2) $$(SW_DEPS) | $$(SETUP)
	@mkdir -p $$(@D)
	$$(Q)$$(call SW_ELF_CMD,$(1),$(2),$(3))
endef

SW_APPS := $(patsubst sw/apps/%.c,$(SW_OUT)/apps/%.elf,$(wildcard sw/apps/*.c)) $(SW_OUT)/apps/demo-bug.elf
$(foreach a,$(wildcard sw/apps/*.c),$(eval $(call SW_ELF,$(SW_OUT)/apps/$(notdir $(a:.c=.elf)),$(a))))
$(eval $(call SW_ELF,$(SW_OUT)/apps/demo-bug.elf,sw/apps/demo.c,-DBUG))

# Regression (a): correct drivers.
SYSTEM_SRC := $(sort $(wildcard tests/system/*.c))
SYSTEM_ELF := $(patsubst tests/system/%.c,build/tests/system/%.elf,$(SYSTEM_SRC))
SYSTEM_HDR := $(wildcard tests/system/*.h)
$(SYSTEM_ELF): $(SYSTEM_HDR)
$(foreach t,$(SYSTEM_SRC),$(eval $(call SW_ELF,build/tests/system/$(notdir $(t:.c=.elf)),$(t))))

# Unit tests on the host, against a device made of C.
SW_UNIT_SRC := $(wildcard tests/sw/test_*.c)
SW_UNIT := $(patsubst tests/sw/%.c,$(SW_OUT)/unit/%,$(SW_UNIT_SRC))
SW_HOST_SRC := sw/hal/irq.c sw/hal/timer.c sw/hal/platform.c $(wildcard sw/dma/*.c)
SW_HOST_CFLAGS := -std=gnu11 -O1 -g -Wall -Wextra -DDOORBELL_HOST -fsanitize=undefined -fno-sanitize-recover=all \
	$(SW_INC) -Itests/sw
$(SW_OUT)/unit/%: tests/sw/%.c $(wildcard tests/sw/fake*.[ch]) $(SW_HOST_SRC) $(SW_HDR) | $(SETUP)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(SW_HOST_CFLAGS) -o $@ $< $(wildcard tests/sw/fake*.c) $(SW_HOST_SRC) -lcmocka -Wl,--wrap=memalign,--wrap=free

.PHONY: sw sw-unit
sw: $(SW_LIB) $(SW_APPS) $(SYSTEM_ELF) ## builds firmware libraries, applications and regression programs
sw-unit: $(SW_UNIT) ## unit tests of the driver on the host
	$(Q)sh tests/sw/run.sh $(SW_UNIT)
