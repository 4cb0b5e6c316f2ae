/* SPDX-License-Identifier: Apache-2.0
 * A supervisor program on OpenSBI: prints through the SBI console, asks the firmware who it is, turns on Sv39, takes a
 * page fault and a timer interrupt, and shuts down by the SBI reset call. It ends with the reason "system failure",
 * which the firmware turns into a failure at the test finisher, where a check fails.
 */
#include <stdint.h>

#define SBI_PUTCHAR 1
#define SBI_BASE 0x10
#define SBI_TIME 0x54494d45
#define SBI_SRST 0x53525354
#define PTE_V 1
#define PTE_R 2
#define PTE_W 4
#define PTE_X 8
#define PTE_A 64
#define PTE_D 128
#define GIB (1UL << 30)

struct sbiret {
	long error, value;
};

extern volatile uint64_t last_cause[3]; /* scause, stval, traps */
void trap_entry(void);

static uint64_t table[512] __attribute__((aligned(4096)));
static int failures;

static struct sbiret sbi(long ext, long func, long arg0, long arg1)
{
	register long a0 __asm__("a0") = arg0;
	register long a1 __asm__("a1") = arg1;
	register long a6 __asm__("a6") = func;
	register long a7 __asm__("a7") = ext;

	__asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a6), "r"(a7) : "memory");
	return (struct sbiret){a0, a1};
}

static void print(const char *s)
{
	while (*s)
		sbi(SBI_PUTCHAR, 0, *s++, 0);
}

static void print_hex(const char *name, uint64_t v)
{
	char digit[2] = {0, 0};

	print(name);
	for (int i = 60; i >= 0; i -= 4)
		if (v >> i || !i) {
			digit[0] = "0123456789abcdef"[v >> i & 15];
			print(digit);
		}
	print("\n");
}

static void check(const char *what, int ok)
{
	print(ok ? "payload: " : "payload: FAILED: ");
	print(what);
	print("\n");
	failures += !ok;
}

static uint64_t rdtime(void)
{
	uint64_t t;

	__asm__ volatile("rdtime %0" : "=r"(t));
	return t;
}

static void test_paging(void)
{
	static volatile uint64_t cell = 1;
	volatile uint64_t *twin = (volatile uint64_t *)((uintptr_t)&cell + 2 * GIB);
	uint64_t traps = last_cause[2];

	/* identity for RAM, the same gigabyte again 2 GiB above, nothing elsewhere */
	for (int i = 0; i < 2; i++)
		table[2 + 2 * i] = 2 * GIB >> 2 | PTE_V | PTE_R | PTE_W | (i ? 0 : PTE_X) | PTE_A | PTE_D;
	__asm__ volatile("sfence.vma" ::: "memory");
	__asm__ volatile("csrw satp, %0; sfence.vma" ::"r"(8UL << 60 | (uintptr_t)table >> 12) : "memory");
	*twin = 0x600d;
	check("two pages, one memory", cell == 0x600d);
	__asm__ volatile(".option push; .option norvc; ld t0, 0(%0); .option pop" ::"r"(8 * GIB + 64) : "t0", "memory");
	check("load page fault", last_cause[2] == traps + 1 && last_cause[0] == 13 && last_cause[1] == 8 * GIB + 64);
	__asm__ volatile("csrw satp, x0; sfence.vma" ::: "memory");
}

static void test_timer(void)
{
	uint64_t traps = last_cause[2], start = rdtime();

	sbi(SBI_TIME, 0, (long)(start + 200), 0);
	__asm__ volatile("csrs sie, %0" ::"r"(32L));
	__asm__ volatile("csrsi sstatus, 2");
	while (last_cause[2] == traps && rdtime() - start < 100000)
		;
	__asm__ volatile("csrci sstatus, 2");
	check("timer interrupt",
	      last_cause[2] == traps + 1 && last_cause[0] == (1UL << 63 | 5) && rdtime() - start >= 200);
}

void payload(long hart, const uint32_t *dtb)
{
	struct sbiret r;

	__asm__ volatile("csrw stvec, %0" ::"r"(trap_entry));
	print("payload: hello from supervisor mode\n");
	check("hart 0", hart == 0);
	check("device tree", *dtb == 0xedfe0dd0);
	r = sbi(SBI_BASE, 0, 0, 0);
	print_hex("payload: SBI version ", (uint64_t)r.value);
	check("SBI 1.0", r.error == 0 && r.value >= 0x1000000);
	r = sbi(SBI_BASE, 1, 0, 0);
	check("OpenSBI", r.error == 0 && r.value == 1);
	r = sbi(SBI_BASE, 3, SBI_SRST, 0);
	check("system reset extension", r.error == 0 && r.value);
	test_paging();
	test_timer();
	print(failures ? "payload: failed\n" : "payload: passed\n");
	sbi(SBI_SRST, 0, 0, failures != 0);
	print("payload: still here\n");
}
