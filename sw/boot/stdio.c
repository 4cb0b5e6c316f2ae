/* SPDX-License-Identifier: Apache-2.0
 * picolibc's system interface: standard input and output on the UART, exit through the test finisher.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <doorbell/csr.h>
#include <doorbell/io.h>
#include <doorbell/memmap.h>
#include <doorbell/trap.h>

#define UART(reg) ((uintptr_t)DB_UART_BASE + (reg))
#define UART_THR 0
#define UART_RBR 0
#define UART_LSR 5
#define LSR_DR 0x01
#define LSR_THRE 0x20
#define LSR_TEMT 0x40

#define FINISHER_PASS 0x5555u
#define FINISHER_FAIL 0x3333u

/* A line that never drains must not hang the program: the byte is dropped. */
#define UART_SPINS 1000000

static int uart_put(char c, FILE *f)
{
	(void)f;
	for (int i = 0; i < UART_SPINS; i++) {
		if (readb_relaxed(UART(UART_LSR)) & LSR_THRE) {
			writeb_relaxed((uint8_t)c, UART(UART_THR));
			return (unsigned char)c;
		}
	}
	return EOF;
}

/* Waits for a byte for as long as it takes: whoever reads the console wants that. */
static int uart_get(FILE *f)
{
	(void)f;
	while (!(readb_relaxed(UART(UART_LSR)) & LSR_DR))
		;
	return readb_relaxed(UART(UART_RBR));
}

static FILE console = FDEV_SETUP_STREAM(uart_put, uart_get, NULL, _FDEV_SETUP_RW);
FILE *const stdin = &console;
FILE *const stdout = &console;
FILE *const stderr = &console;

void finish(unsigned code)
{
	local_irq_disable();
	for (int i = 0; i < UART_SPINS && !(readb_relaxed(UART(UART_LSR)) & LSR_TEMT); i++)
		;
	/* Memory and the other devices have everything before the run ends. */
	db_fence(iorw, iorw);
	writel_relaxed(code ? FINISHER_FAIL | (code & 0xffff) << 16 : FINISHER_PASS, DB_TEST_BASE);
	for (;;)
		wait_for_interrupt();
}

void _exit(int code)
{
	finish((unsigned)code & 0xff ? (unsigned)code & 0xff : code ? 1 : 0);
}

/* Without picolibc's signals. */
void abort(void)
{
	fputs("aborted\n", stdout);
	finish(134);
}
