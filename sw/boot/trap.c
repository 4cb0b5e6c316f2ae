/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include <stdio.h>
#include <doorbell/irq.h>
#include <doorbell/timer.h>
#include <doorbell/trap.h>

_Static_assert(sizeof(struct trap_frame) == 288, "start.S saves 288 bytes");
_Static_assert(offsetof(struct trap_frame, cause) == 8 * 32, "start.S stores mcause there");

#define CAUSE_INTERRUPT (1ull << 63)

static trap_handler_t handler;

trap_handler_t trap_set_handler(trap_handler_t h)
{
	trap_handler_t old = handler;

	handler = h;
	return old;
}

static const char *cause_name(uint64_t cause)
{
	static const char *const names[] = {"instruction address misaligned",
					    "instruction access fault",
					    "illegal instruction",
					    "breakpoint",
					    "load address misaligned",
					    "load access fault",
					    "store address misaligned",
					    "store access fault"};

	if (cause == 11)
		return "ecall from machine mode";
	return cause < sizeof(names) / sizeof(names[0]) ? names[cause] : "unexpected trap";
}

/* puts and a hex printer instead of printf: small, and it works when the heap or the stack is nearly gone. */
static void put_hex(const char *name, uint64_t v)
{
	int shift = 60;

	fputs(name, stdout);
	while (shift && !(v >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		putchar("0123456789abcdef"[v >> shift & 15]);
}

void trap_dispatch(struct trap_frame *f);
void trap_dispatch(struct trap_frame *f)
{
	if (f->cause == (CAUSE_INTERRUPT | 11)) {
		irq_dispatch();
		return;
	}
	if (f->cause == (CAUSE_INTERRUPT | 7)) {
		timer_interrupt();
		return;
	}
	if (handler && !(f->cause & CAUSE_INTERRUPT) && handler(f) == 0)
		return;
	fputs("\nunhandled trap: ", stdout);
	fputs(f->cause & CAUSE_INTERRUPT ? "interrupt" : cause_name(f->cause), stdout);
	put_hex(", cause 0x", f->cause);
	put_hex(", pc 0x", f->pc);
	put_hex(", tval 0x", f->tval);
	put_hex(", ra 0x", f->x[0]);
	put_hex(", sp 0x", f->x[1]);
	putchar('\n');
	finish(128 + (f->cause & 31));
}
