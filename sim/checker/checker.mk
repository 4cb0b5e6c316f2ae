# SPDX-License-Identifier: Apache-2.0
# The checker, the symbol reader, the reports (C11, host) and their unit tests. All outputs below build/.

DBC_CFLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Iinclude -Isim/checker/include -Isim/symbols/include -Isim/report/include
DBC_HEADERS := $(wildcard sim/checker/*.h sim/checker/include/*.h sim/symbols/include/*.h sim/report/include/*.h \
	sim/report/*.h include/doorbell/*.h include/spec/*)
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
