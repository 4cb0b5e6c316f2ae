/* SPDX-License-Identifier: Apache-2.0
 *
 * The monitor fed by hand: each way a run can end, and what must not end it. Prints each failure and
 * `N passed, N failed`.
 */
#include <stdio.h>
#include <string.h>

#include "monitor.h"
#include "rerun.h"

static unsigned int passed, failed;

static void check(int good, const char *what)
{
	if (good) {
		passed++;
	} else {
		failed++;
		printf("%s\n", what);
	}
}

struct bench {
	struct monitor m;
	uint64_t cycle;
};

static struct bench fresh(void)
{
	struct bench b = {.m = {.watchdog = 1000, .max_cycles = 100000}};

	return b;
}

static void retire(struct bench *b, uint64_t pc, uint64_t next, uint32_t insn, int trap)
{
	struct db_probe_ret e = {.pc_rdata = pc, .pc_wdata = next, .insn = insn, .trap = (uint8_t)trap};

	b->cycle += 3;
	monitor_ret(&b->m, b->cycle, &e);
}

static void store(struct bench *b, uint64_t addr, uint8_t mask, uint64_t data)
{
	struct db_probe_ret e = {.pc_rdata = 0x80000000,
				 .pc_wdata = 0x80000004,
				 .insn = 0x23,
				 .mem_addr = addr,
				 .mem_wmask = mask,
				 .mem_wdata = data};

	monitor_ret(&b->m, ++b->cycle, &e);
}

/* Lets time pass as the simulator does: monitor_time() at each deadline. Returns the cycle in which it stopped. */
static uint64_t idle(struct bench *b)
{
	while (b->m.stop == MONITOR_RUNNING && b->cycle < 1000000) {
		if (b->cycle >= b->m.deadline)
			monitor_time(&b->m, b->cycle);
		if (b->m.stop == MONITOR_RUNNING)
			b->cycle++;
	}
	return b->cycle;
}

static void test_finish(void)
{
	struct bench b = fresh();

	monitor_finish(&b.m, 0x5555);
	check(b.m.stop == MONITOR_PASSED, "finisher 0x5555 does not pass");
	monitor_finish(&b.m, 0x73333);
	check(b.m.stop == MONITOR_PASSED, "the first end does not stand");
	b = fresh();
	monitor_finish(&b.m, 0x73333);
	check(b.m.stop == MONITOR_FAILED && b.m.code == 7, "finisher 0x73333 is not failure 7");
	b = fresh();
	monitor_finish(&b.m, 0x7777);
	check(b.m.stop == MONITOR_FAILED, "finisher 0x7777 (reset) does not fail");
}

static void test_tohost(void)
{
	struct bench b = fresh();

	b.m.tohost = 0x80001000;
	store(&b, 0x80001008, 0xff, 1);
	store(&b, 0x80000ff8, 0xff, 1);
	store(&b, 0x80001000, 0x0f, 0);
	check(b.m.stop == MONITOR_RUNNING, "a store beside tohost, or of 0, ended the run");
	store(&b, 0x80001000, 0x0f, 1);
	check(b.m.stop == MONITOR_PASSED, "tohost = 1 does not pass");
	b = fresh();
	b.m.tohost = 0x80001000;
	store(&b, 0x80001000, 0xff, 2 * 21 + 1);
	check(b.m.stop == MONITOR_FAILED && b.m.code == 21, "tohost = 43 is not failure 21");
	b = fresh();
	store(&b, 0, 0xff, 1);
	check(b.m.stop == MONITOR_RUNNING, "without a tohost symbol a store ended the run");
}

static void test_limits(void)
{
	struct bench b = fresh();

	for (int i = 0; i < 100; i++)
		retire(&b, 0x80000000, 0x80000004, 0x13, 0);
	check(idle(&b) == 300 + 1000 && b.m.stop == MONITOR_HANG && b.m.next_pc == 0x80000004,
	      "watchdog: not a hang 1000 cycles after the last instruction");
	b = fresh();
	retire(&b, 0x80000000, 0x80000004, 0x10500073, 0);
	idle(&b);
	check(b.m.stop == MONITOR_WFI, "WFI for ever is not told apart");
	b = fresh();
	retire(&b, 0x80000000, 0x80000004, 0x13, 0);
	idle(&b);
	monitor_hung_at(&b.m, 0x13);
	check(b.m.stop == MONITOR_HANG, "a hang was taken for WFI");
	monitor_hung_at(&b.m, 0x10500073);
	check(b.m.stop == MONITOR_WFI, "a WFI that has not retired is not told apart");
	b = fresh();
	while (b.cycle < 1500 && b.m.stop == MONITOR_RUNNING) {
		retire(&b, 0x80000010, 0x80000010, 0x6f, 0);
		if (b.cycle >= b.m.deadline)
			monitor_time(&b.m, b.cycle);
	}
	check(b.m.stop == MONITOR_SELF_LOOP && b.cycle < 1010, "a jump to itself is not found in time");
	b = fresh();
	while (b.m.stop == MONITOR_RUNNING && b.cycle < 200000) {
		retire(&b, 0x80000010 + (b.cycle & 4), 0x80000018, 0x13, 0);
		if (b.cycle >= b.m.deadline)
			monitor_time(&b.m, b.cycle);
	}
	check(b.m.stop == MONITOR_MAX_CYCLES && b.cycle >= 100000 && b.cycle < 100003, "max_cycles is not exact");
	b = fresh();
	b.m.watchdog = 0;
	check(idle(&b) == 100000 && b.m.stop == MONITOR_MAX_CYCLES, "watchdog 0 is not off");
}

static void test_traps(void)
{
	struct bench b = fresh();

	retire(&b, 0x800000fc, 0x80000100, 0x13, 0);
	retire(&b, 0x80000100, 0, 0, 1);
	for (int i = 0; i < 7; i++)
		retire(&b, 0, 0, 0, 1);
	check(b.m.stop == MONITOR_TRAP_LOOP && b.m.trap_pc == 0x80000100 && b.m.before_trap == 0x800000fc,
	      "mtvec into nothing is not a trap loop");

	b = fresh();
	for (int i = 0; i < 2000 && b.m.stop == MONITOR_RUNNING; i++) {
		retire(&b, 0x80000100, 0x80000200, 0, 1);
		retire(&b, 0x80000200, 0x80000204, 0x13, 0);
		retire(&b, 0x80000204, 0x80000100, 0x30200073, 0);
	}
	check(b.m.stop == MONITOR_TRAP_LOOP && b.m.trap_pc == 0x80000100,
	      "a handler that repairs nothing is not found");

	b = fresh();
	for (int i = 0; i < 5000; i++) {
		retire(&b, 0x80000100, 0x80000200, 0x73, 1);
		retire(&b, 0x80000200, 0x80000204, 0x13, 0);
		retire(&b, 0x80000204, 0x80000104, 0x30200073, 0);
		retire(&b, 0x80000104, 0x80000100, 0x13, 0);
	}
	check(b.m.stop == MONITOR_RUNNING, "system calls in a loop were taken for a trap loop");
	check(b.m.instructions == 15000, "trapped instructions were counted as retired");
}

static void test_stack(void)
{
	struct bench b = fresh();
	uint64_t pc[8];

	retire(&b, 0x100, 0x200, 0x000000ef, 0); /* jal ra */
	retire(&b, 0x200, 0x202, 0x00009786, 0); /* c.add: no call */
	retire(&b, 0x204, 0x300, 0x000780e7, 0); /* jalr ra, a5 */
	retire(&b, 0x300, 0x400, 0x00009782, 0); /* c.jalr a5 */
	retire(&b, 0x400, 0x302, 0x00008082, 0); /* ret */
	retire(&b, 0x304, 0x500, 0x0000006f, 0); /* j: no call */
	check(monitor_stack(&b.m, pc, 8) == 2 && pc[0] == 0x204 && pc[1] == 0x100,
	      "call stack after calls and a return");
	retire(&b, 0x500, 0x208, 0x00008067, 0); /* ret */
	retire(&b, 0x208, 0x104, 0x00008067, 0);
	retire(&b, 0x104, 0x100, 0x00008067, 0); /* one too many */
	check(monitor_stack(&b.m, pc, 8) == 0, "call stack after all returns");
	for (uint64_t i = 0; i < 1000; i++)
		retire(&b, 0x1000 + 4 * i, 0x1000, 0x000000ef, 0);
	check(monitor_stack(&b.m, pc, 8) == 8 && pc[0] == 0x1000 + 4 * 999, "call stack of a deep recursion");
}

static void test_signature(void)
{
	struct bench b = fresh();
	uint8_t bytes[16];
	struct db_probe_sbi s = {.kind = DB_SBI_STORE, .addr = 0x80002000, .mask = 0xf0, .data = 0x1122334455667788};
	struct db_probe_memwr w = {.id = 0x80, .addr = 0x80002008, .strb = 0x01, .data = 0x99};

	memset(bytes, 0xee, sizeof(bytes));
	b.m.signature = bytes;
	b.m.signature_size = sizeof(bytes);
	b.m.signature_begin = 0x80002000;
	monitor_sbi(&b.m, &s);
	check(bytes[3] == 0xee && bytes[4] == 0x44 && bytes[7] == 0x11 && bytes[8] == 0xee, "signature: store");
	monitor_memwr(&b.m, &w);
	check(bytes[8] == 0x99 && bytes[9] == 0xee, "signature: write of the engine");
	w.id = 0x00;
	w.data = 0x77;
	monitor_memwr(&b.m, &w);
	check(bytes[8] == 0x99, "signature: a write-back of the core counted as new data");
	s.kind = DB_SBI_UNCACHED;
	s.addr |= 0x2000000000;
	s.mask = 0x01;
	monitor_sbi(&b.m, &s);
	check(bytes[0] == 0x88, "signature: store through the uncached alias");
	s.addr = 0x80001ff8;
	s.mask = 0xff;
	monitor_sbi(&b.m, &s);
	check(bytes[0] == 0x88, "signature: a store below it was taken");
}

static void test_rerun(void)
{
	char *argv[] = {"build/doorbell", "--seed",	     "7",	 "--report", "a b", "--trace=x",
			"--hostile",	  "--stop-at-first", "it's.elf", NULL};
	char out[300], tiny[10];

	rerun_command(argv, 5000, out, sizeof(out));
	check(!strcmp(out, "waves/open --at 5000 --seed 7 --hostile 'it'\\''s.elf'"), out);
	rerun_command(argv, 5, tiny, sizeof(tiny));
	check(strlen(tiny) == sizeof(tiny) - 1, "a command that is too long is not cut off");
}

int main(void)
{
	test_finish();
	test_tohost();
	test_limits();
	test_traps();
	test_stack();
	test_signature();
	test_rerun();
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
