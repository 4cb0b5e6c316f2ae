/* SPDX-License-Identifier: Apache-2.0
 * A board without system control (QEMU's virt) answers the first read with an access fault: it gets the defaults.
 */
#include <doorbell/io.h>
#include <doorbell/memmap.h>
#include <doorbell/platform.h>
#include <doorbell/regs.h>
#include <doorbell/trap.h>

#define SYSCTL(reg) ((uintptr_t)DB_SYSCTL_BASE + DB_SYSCTL_##reg)

struct platform platform = {
	.ram_base = DB_RAM_BASE,
	.ram_size = 64ull << 20,
	.ram_hi_base = DB_RAM_HI_BASE,
	.bus_lo = DB_BUS_LO_BASE,
	.bus_hi = DB_BUS_HI_BASE,
	.uncached_alias = DB_UNCACHED_ALIAS,
	.line_bytes = DB_LINE_BYTES,
};

#ifdef DOORBELL_HOST
static bool sysctl_present(void)
{
	return readl(SYSCTL(ID)) == DB_SYSCTL_ID_RESET;
}
#else
static volatile bool faulted;

static int skip_fault(struct trap_frame *f)
{
	const uint16_t *insn = (const uint16_t *)f->pc;

	if (f->cause != 5)
		return -1;
	faulted = true;
	f->pc += (*insn & 3) == 3 ? 4 : 2;
	return 0;
}

static bool sysctl_present(void)
{
	trap_handler_t old = trap_set_handler(skip_fault);
	uint32_t id = readl(SYSCTL(ID));

	trap_set_handler(old);
	return !faulted && id == DB_SYSCTL_ID_RESET;
}

__attribute__((constructor(110)))
#endif
void platform_init(void)
{
	if (!sysctl_present())
		return;
	platform.present = true;
	platform.ram_size = readq(SYSCTL(RAM_SIZE));
	platform.ram_hi_size = readq(SYSCTL(RAM_HI_SIZE));
	platform.bus_lo = readq(SYSCTL(BUS_LO));
	platform.bus_hi = readq(SYSCTL(BUS_HI));
	platform.line_bytes = 1u << (readl(SYSCTL(CACHE)) & DB_SYSCTL_CACHE_LINE_LOG2);
	platform.coherent = readl(SYSCTL(COHERENT)) & DB_SYSCTL_COHERENT_MODE;
	platform.hostile = readl(SYSCTL(HOSTILE));
	platform.quirk = readl(SYSCTL(QUIRK));
	platform.seed = readl(SYSCTL(SEED));
}
