# SPDX-License-Identifier: Apache-2.0
# The simulator: build/doorbell (no waveforms, fast) and the two that it becomes when --trace is given:
# build/doorbell-bus (FST of the upper two levels: --trace-depth 1 and 2) and build/doorbell-trace (of everything: Verilator
# compares every signal that it can trace in each sample, whether it is wanted or not). build/doorbell-line32 is the same SoC with 32-byte cache lines,
# build/doorbell-ungated the one whose idle parts do not keep still, as on the FPGA.
#
# SIM_RTL may name another file list with the same top and ports.

SIM_RTL ?= rtl/files.f
SIM_SOURCES := $(wildcard $(SIM_RTL) rtl/*/*.v rtl/*/*.vh) include/doorbell_spec.vh
SIM_CXX ?= g++
VERILATOR_INC := /usr/share/verilator/include

# The settings below are the fastest of those measured with g++ 12 (copy-and-compute loop): always blocks that are not
# split by variable (each part would test all conditions again), then the DFG pass: together a third; more inlining 8 %,
# -O2 rather than -O3 5 %; functions on cache lines keep builds alike.
SIM_VFLAGS := --cc -O3 -fno-split --inline-mult 20000 --x-assign fast --x-initial fast --output-split 0 \
	--top-module doorbell_soc --prefix Vdoorbell_soc -Iinclude -Irtl/core -Irtl/common -Irtl/soc -Wno-fatal
SIM_OPT := -O2 -fno-pic -falign-functions=64 -fno-ipa-icf -fipa-pta
# Parts that are idle keep still: for speed only, the cycles are the same without (rtl/soc/idle_gate.v; tests/sim/gates.sh).
SIM_GATES := +define+DOORBELL_IDLE_GATES
SIM_CXXFLAGS := -std=c++17 -O2 -g -Wall -Wextra -Iinclude -Isim/top -Isim/models -Isim/checker/include \
	-Isim/symbols/include -Isim/report/include
SIM_VINC := -isystem $(VERILATOR_INC) -isystem $(VERILATOR_INC)/vltstd
SIM_HEADERS := $(wildcard sim/top/*.h sim/models/*.h sim/*/include/*.h include/doorbell/*.h)

# Everything that does not depend on the SoC's build.
SIM_COBJ := $(patsubst sim/%.c,build/obj/sim/%.o,$(wildcard sim/top/*.c))
SIM_MODELS := $(patsubst sim/%.cpp,build/obj/sim/%.o,$(wildcard sim/models/*.cpp))
build/obj/sim/top/%.o build/obj/sim/models/%.o: DBC_CFLAGS += -Isim/top
$(SIM_COBJ): $(SIM_HEADERS)
build/obj/sim/models/%.o: sim/models/%.cpp $(SIM_HEADERS)
	@mkdir -p $(@D)
	$(Q)$(SIM_CXX) $(SIM_CXXFLAGS) -c $< -o $@

# The FST writer with blocks of a size that we choose (sim/top/fst_block.h): up to four times as fast. The size is fixed
# in the installed source, so the copy in build/ gets a variable.
SIM_FST := build/sim/fst/verilated_fst_c.o
$(SIM_FST): sim/top/fst_block.h $(SETUP)
	@mkdir -p $(@D)/gtkwave
	$(Q)cp $(VERILATOR_INC)/verilated_fst_c.cpp $(@D)/
	$(Q)sed 's/\(define FST_BREAK_SIZE  *\)(1UL << 27)/\1fst_block_bytes/' $(VERILATOR_INC)/gtkwave/fstapi.c >$(@D)/gtkwave/fstapi.c
	$(Q)grep -q 'FST_BREAK_SIZE  *fst_block_bytes' $(@D)/gtkwave/fstapi.c || { echo "sim.mk: fstapi.c has changed: FST_BREAK_SIZE not found" >&2; exit 2; }
	$(Q)$(SIM_CXX) -std=c++17 -O2 -w -include $< -DVM_TRACE=1 -DVM_TRACE_FST=1 $(SIM_VINC) -I$(VERILATOR_INC)/gtkwave \
		-c $(@D)/verilated_fst_c.cpp -o $@

# $(call SIMULATOR,program,verilator flags,VM_TRACE,line bytes,more objects,more libraries)
define SIMULATOR
build/sim/$(1)/Vdoorbell_soc.mk: $$(SIM_SOURCES) sim/sim.mk $$(SETUP)
	$$(Q)rm -rf $$(@D) && mkdir -p $$(@D) # what an older list of files left would be linked too
	$$(Q)verilator $$(SIM_VFLAGS) $(2) --Mdir $$(@D) -f $$(SIM_RTL)
build/sim/$(1)/Vdoorbell_soc__ALL.a: build/sim/$(1)/Vdoorbell_soc.mk
	$$(Q)$$(if $$(SIM_PROFILE),cp $$(SIM_TRAIN)/*.gcda $$(@D)/)
	$$(Q)$$(MAKE) -s -C $$(@D) -f Vdoorbell_soc.mk CXX=$$(SIM_CXX) OPT_FAST="$$(SIM_OPT) $$(SIM_PROFILE)" OPT_SLOW="-O1" OPT_GLOBAL="-O2" \
		CFG_CXXFLAGS_STD_NEWEST=-std=c++17 Vdoorbell_soc__ALL.a verilated.o verilated_threads.o >/dev/null
build/sim/$(1)/top/%.o: sim/top/%.cpp $$(SIM_HEADERS) build/sim/$(1)/Vdoorbell_soc.mk
	@mkdir -p $$(@D)
	$$(Q)$$(SIM_CXX) $$(SIM_CXXFLAGS) -O3 $$(SIM_VINC) -isystem build/sim/$(1) -DVM_TRACE=$(3) -DVM_TRACE_FST=$(3) \
		-DDOORBELL_LINE_BYTES=$(4) $(if $(findstring --trace-depth,$(2)),-DDOORBELL_BUS_ONLY) -c $$< -o $$@
build/$(1): $$(patsubst sim/top/%.cpp,build/sim/$(1)/top/%.o,$$(wildcard sim/top/*.cpp)) $$(SIM_COBJ) $$(SIM_MODELS) \
		build/sim/$(1)/Vdoorbell_soc__ALL.a $(5) $$(DBC_LIBS)
	$$(Q)$$(SIM_CXX) -no-pie -o $$@ $$(filter %.o,$$^) build/sim/$(1)/verilated.o build/sim/$(1)/verilated_threads.o \
		$$(filter %.a,$$^) -lsystemc $$(DBC_LDLIBS) -lpthread $(6)
endef

# build/doorbell and build/doorbell-bus are compiled with a profile: the model is so large that a quarter of the time
# is lost to instruction cache misses unless what runs stands together. The training run is the copy-and-compute loop;
# it decides nothing but the layout of the code.
# $(call TRAINED,program,options of the training run,more objects,more libraries)
define TRAINED
build/sim/$(1)/Vdoorbell_soc__ALL.a: SIM_PROFILE := -fprofile-use -fprofile-correction -Wno-missing-profile
build/sim/$(1)/Vdoorbell_soc__ALL.a: SIM_TRAIN := build/sim/train-$(1)
build/sim/$(1)/Vdoorbell_soc__ALL.a: build/sim/train-$(1)/.done
build/sim/train-$(1)/.done: build/sim/$(1)/Vdoorbell_soc.mk $$(patsubst sim/top/%.cpp,build/sim/$(1)/top/%.o,$$(wildcard sim/top/*.cpp)) \
		$$(SIM_COBJ) $$(SIM_MODELS) $(3) $$(DBC_LIBS) build/sw/apps/bench_copy.elf
	$$(Q)rm -rf $$(@D) && mkdir -p $$(@D) && cp build/sim/$(1)/Vdoorbell_soc*.cpp build/sim/$(1)/Vdoorbell_soc*.h \
		build/sim/$(1)/Vdoorbell_soc*.mk $$(@D)/
	$$(Q)$$(MAKE) -s -C $$(@D) -f Vdoorbell_soc.mk CXX=$$(SIM_CXX) OPT_SLOW="-O1" OPT_GLOBAL="-O2" \
		OPT_FAST="$$(SIM_OPT) -fprofile-generate -fprofile-update=single" CFG_CXXFLAGS_STD_NEWEST=-std=c++17 \
		Vdoorbell_soc__ALL.a verilated.o verilated_threads.o >/dev/null
	$$(Q)$$(SIM_CXX) -no-pie -o $$(@D)/doorbell $$(filter %.o,$$^) $$(@D)/verilated.o $$(@D)/verilated_threads.o \
		$$(@D)/Vdoorbell_soc__ALL.a $$(filter %.a,$$^) -lsystemc $$(DBC_LDLIBS) -lpthread -lgcov $(4)
	$$(Q)$$(@D)/doorbell $(2) $$(filter %.elf,$$^) >$$(@D)/log 2>&1; [ $$$$? -eq 4 ] || { cat $$(@D)/log >&2; exit 1; }
	@touch $$@
endef

# QUICK=1 leaves the profile out: a build in half the time, a quarter slower, the same cycles.
ifeq ($(QUICK),)
$(eval $(call TRAINED,doorbell,--max-cycles 400000,,))
$(eval $(call TRAINED,doorbell-bus,--max-cycles 100000 --trace build/sim/train-doorbell-bus/t.fst --trace-depth 2,$(SIM_FST),-lz))
endif
$(eval $(call SIMULATOR,doorbell,$(SIM_GATES),0,64,,))
$(eval $(call SIMULATOR,doorbell-trace,$(SIM_GATES) --trace-fst --trace-structs,1,64,$(SIM_FST),-lz))
$(eval $(call SIMULATOR,doorbell-bus,$(SIM_GATES) --trace-fst --trace-structs --trace-depth 2,1,64,$(SIM_FST),-lz))
$(eval $(call SIMULATOR,doorbell-line32,$(SIM_GATES) -GLINE_BYTES=32,0,32,,))
$(eval $(call SIMULATOR,doorbell-ungated,,0,64,,))

# Unit tests of the models, and bad input: every refusal is one line and exit status 2, and leaves nothing behind.
build/tests/sim/test_memory_port: tests/sim/test_memory_port.cpp build/obj/sim/models/memory.o \
		build/obj/sim/models/axi_memory_port.o
	@mkdir -p $(@D)
	$(Q)$(SIM_CXX) $(SIM_CXXFLAGS) $^ -lsystemc -o $@
build/tests/sim/test_streams: tests/sim/test_streams.cpp build/obj/sim/models/stream_devices.o build/obj/sim/top/out_file.o
	@mkdir -p $(@D)
	$(Q)$(SIM_CXX) $(SIM_CXXFLAGS) $^ -lsystemc -o $@
build/tests/sim/test_monitor: tests/sim/test_monitor.c build/obj/sim/top/monitor.o build/obj/sim/top/rerun.o
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(DBC_CFLAGS) -Isim/top $^ -o $@

.PHONY: test-sim
test-sim: build/tests/sim/test_memory_port build/tests/sim/test_streams build/tests/sim/test_monitor build/doorbell build/doorbell-trace build/doorbell-bus
	$(Q)SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 build/tests/sim/test_memory_port
	$(Q)SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 build/tests/sim/test_streams
	$(Q)build/tests/sim/test_monitor
	$(Q)sh tests/sim/run_bad_input.sh build/doorbell
