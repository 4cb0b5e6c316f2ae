/* SPDX-License-Identifier: Apache-2.0
 *
 * The program whose symbols and places the tests look up. It is never run. A line marked "LINE: name" holds the label
 * at_name or the call that leads to it; the tests find its number by reading this text.
 */
#include "sw/lib.h"

#define LABEL(name) __asm__ volatile(".globl at_" #name "\nat_" #name ": nop" : : : "memory")

int counter = 3;
char buffer[100] = {1};
static volatile int tail;

static inline __attribute__((always_inline)) void inner(void)
{
	counter++;
	LABEL(inner); /* LINE: inner */
	counter++;
}

static inline __attribute__((always_inline)) void middle(void)
{
	counter += 2;
	inner(); /* LINE: inner-call */
	counter += 2;
}

__attribute__((noinline)) void outer(void)
{
	LABEL(outer); /* LINE: outer */
	middle();     /* LINE: middle-call */
	buffer[1]++;
}

__attribute__((noinline)) void send(void)
{
	buffer[2] = 1;
	LABEL(store);	 /* LINE: store */
	lib_ring(&tail); /* LINE: lib-call */
}

/* Dropped by --gc-sections: its lines must not show at low addresses. */
void dropped(void)
{
	counter = 0;
}

void foreign(void);

int main(void)
{
	foreign();
	outer();
	LABEL(main); /* LINE: main */
	send();
	return counter;
}
