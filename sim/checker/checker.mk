# SPDX-License-Identifier: Apache-2.0
# The checker, the symbol reader, the reports (C11, host) and their unit tests. All outputs below build/.

DBC_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Iinclude -Isim/checker/include -Isim/symbols/include -Isim/report/include
DBC_HEADERS := $(wildcard sim/checker/*.h sim/checker/include/*.h sim/symbols/*.h sim/symbols/include/*.h \
	sim/report/*.h sim/report/include/*.h include/doorbell/*.h include/spec/*)
DBC_OBJ = $(patsubst %.c,build/obj/%.o,$(wildcard sim/checker/*.c))
DBSYM_OBJ = $(patsubst %.c,build/obj/%.o,$(wildcard sim/symbols/*.c))
DBREPORT_OBJ = $(patsubst %.c,build/obj/%.o,$(wildcard sim/report/*.c))
DBC_LIBS := build/lib/libdbreport.a build/lib/libdbsym.a build/lib/libdbc.a
DBC_LDLIBS := -ldw -lelf -ljansson

build/obj/sim/%.o: sim/%.c $(DBC_HEADERS)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(DBC_CFLAGS) -c $< -o $@

build/lib/libdbc.a: $(filter-out %/doorbell_check.o,$(DBC_OBJ))
	@mkdir -p $(@D)
	$(Q)rm -f $@ && ar rcs $@ $^
build/lib/libdbsym.a: $(DBSYM_OBJ)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && ar rcs $@ $^
build/lib/libdbreport.a: $(DBREPORT_OBJ)
	@mkdir -p $(@D)
	$(Q)rm -f $@ && ar rcs $@ $^

build/doorbell-check: build/obj/sim/checker/doorbell_check.o $(DBC_LIBS)
	$(Q)$(HOSTCC) $^ $(DBC_LDLIBS) -o $@

# Unit tests of the checker: tests/checker/test_*.c (or any .c there that is not a helper) is a program each.
CHECKER_HELPER := $(wildcard tests/checker/helper*.c tests/checker/fake*.c)
CHECKER_UNIT := $(patsubst tests/checker/%.c,build/tests/checker/%, \
	$(filter-out $(CHECKER_HELPER),$(wildcard tests/checker/*.c)))
build/tests/checker/%: tests/checker/%.c $(CHECKER_HELPER) $(wildcard tests/checker/*.h) build/lib/libdbc.a $(DBC_HEADERS)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(DBC_CFLAGS) -Isim/checker -Itests/checker $< $(CHECKER_HELPER) build/lib/libdbc.a -o $@

# Unit tests of symbols, reports and traces: against findings that the test makes, so that they stand without the checker.
REPORT_FIXTURE := build/tests/report/fixture.elf
REPORT_CC := riscv64-unknown-elf-gcc -march=rv64imac -mabi=lp64 -mcmodel=medany
REPORT_PARTS := build/obj/sim/checker/classes.o build/obj/sim/checker/trace.o build/lib/libdbreport.a build/lib/libdbsym.a
REPORT_UNIT := build/tests/report/test_symbols build/tests/report/test_report build/tests/report/test_trace \
	build/tests/report/test_check
$(REPORT_FIXTURE): tests/report/fixture.c tests/report/foreign.c tests/report/fixture_start.S tests/report/sw/lib.h $(SETUP)
	@mkdir -p $(@D)
	$(Q)cd $(@D) && $(REPORT_CC) -g -O2 -fno-omit-frame-pointer -fdebug-prefix-map=$(CURDIR)/$(@D)=. \
		-c ../../../tests/report/foreign.c -o foreign.o
	$(Q)$(REPORT_CC) -g -O2 -fno-omit-frame-pointer -ffunction-sections -nostdlib -Wl,--gc-sections -Wl,--no-relax \
		-Wl,--no-warn-rwx-segments -Wl,-N -Wl,-Ttext=0x80000000 -o $@ tests/report/fixture_start.S tests/report/fixture.c \
		$(@D)/foreign.o
build/tests/report/%: tests/report/%.c tests/report/fake_dbc.c tests/report/report_test.h $(REPORT_PARTS) $(DBC_HEADERS)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(DBC_CFLAGS) -Itests/report $< tests/report/fake_dbc.c $(REPORT_PARTS) $(DBC_LDLIBS) -o $@
build/tests/report/doorbell-check: build/obj/sim/checker/doorbell_check.o tests/report/fake_dbc.c $(REPORT_PARTS)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(DBC_CFLAGS) -Itests/report $^ $(DBC_LDLIBS) -o $@

# $(call SUM_UP,programs): runs all, prints their failures and one sum; fails if any fails, prints no sum, or none ran.
SUM_UP = good=0; bad=0; for t in $(1); do \
	out=$$(timeout 300 $$t 2>&1); status=$$?; sum=$$(echo "$$out" | sed -n '$$p'); \
	set -- $$(echo "$$sum" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$$/\1 \2/p'); \
	if [ $$\# -ne 2 ]; then echo "$$t: exit status $$status, last line: $$sum"; bad=$$((bad + 1)); continue; fi; \
	echo "$$out" | sed '$$d'; good=$$((good + $$1)); bad=$$((bad + $$2)); \
	if [ $$status -ne 0 ] && [ $$2 -eq 0 ]; then echo "$$t: exit status $$status"; bad=$$((bad + 1)); fi; done; \
	echo "$$good passed, $$bad failed"; [ $$bad -eq 0 ] && [ $$good -gt 0 ]

.PHONY: checker-unit report-unit
checker-unit: $(CHECKER_UNIT) ## unit tests of the checker's core
	$(Q)$(call SUM_UP,$(CHECKER_UNIT))
report-unit: $(REPORT_UNIT) $(REPORT_FIXTURE) build/tests/report/doorbell-check ## unit tests of symbols, reports and traces
	$(Q)$(call SUM_UP,$(REPORT_UNIT))
