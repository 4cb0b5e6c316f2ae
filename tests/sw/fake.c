/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <doorbell/cmo.h>
#include <doorbell/csr.h>
#include <doorbell/descriptor.h>
#include <doorbell/hints.h>
#include <doorbell/irq.h>
#include <doorbell/memmap.h>
#include <doorbell/platform.h>
#include <doorbell/regs.h>
#include <doorbell/straps.h>

#define RAM_BYTES (1u << 20)
#define MAX_EVENTS 200000
#define MAX_BLOCKS 512

#define CH_BASE (DB_DMA_BASE + 0x1000u)
#define REG(name) (DB_DMACH_##name)

struct fake fake;

static struct {
	uint32_t reg[0x80 / 4];
	uint32_t head, rec_head, slot, error;
	bool running, halted, stopped, stopping, paused;
	uint32_t phase, irq_stat, done_flagged;
	unsigned stop_reads;
} eng;

static struct {
	uint32_t enable[2];
	uint32_t prio[64];
	unsigned claimed;
} plic;

static uint64_t mtimecmp;
static bool irqs_on, in_irq;
static uint64_t hint_arg[8];

/* Arena allocator: never reuses, so that stale pointers show. */
static struct {
	uintptr_t at;
	size_t size;
	bool live;
} block[MAX_BLOCKS];
static unsigned blocks;
static uintptr_t arena_next;

void *__real_memalign(size_t align, size_t size);
void *__wrap_memalign(size_t align, size_t size);
void __real_free(void *p);
void __wrap_free(void *p);

static bool in_ram(uintptr_t p)
{
	return p >= DB_RAM_BASE && p < DB_RAM_BASE + RAM_BYTES;
}

void *__wrap_memalign(size_t align, size_t size)
{
	uintptr_t p = (arena_next + align - 1) & ~(uintptr_t)(align - 1);

	if (blocks == MAX_BLOCKS || p + size > DB_RAM_BASE + fake.ram_size)
		return NULL;
	arena_next = p + size;
	block[blocks].at = p;
	block[blocks].size = size;
	block[blocks++].live = true;
	fake.live_blocks++;
	return (void *)p;
}

void __wrap_free(void *p)
{
	if (!in_ram((uintptr_t)p)) {
		__real_free(p);
		return;
	}
	for (unsigned i = 0; i < blocks; i++) {
		if (block[i].at == (uintptr_t)p && block[i].live) {
			block[i].live = false;
			fake.live_blocks--;
			return;
		}
	}
	fprintf(stderr, "fake: free of %p, which is no live block\n", p);
	abort();
}

static void map_ram(void)
{
	static bool mapped;
	int fd;

	if (mapped)
		return;
	fd = memfd_create("ram", 0);
	if (fd < 0 || ftruncate(fd, RAM_BYTES) ||
	    mmap((void *)(uintptr_t)DB_RAM_BASE, RAM_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE,
		 fd, 0) == MAP_FAILED ||
	    mmap((void *)(uintptr_t)(DB_RAM_BASE | DB_UNCACHED_ALIAS), RAM_BYTES, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0) == MAP_FAILED) {
		perror("fake: cannot map RAM at its real address");
		exit(2);
	}
	mapped = true;
}

void fake_reset(void)
{
	struct fake_event *ev = fake.ev ? fake.ev : calloc(MAX_EVENTS, sizeof(*ev));

	map_ram();
	memset((void *)(uintptr_t)DB_RAM_BASE, 0, RAM_BYTES);
	memset(&fake, 0, sizeof(fake));
	fake.ev = ev;
	fake.ram_size = RAM_BYTES;
	fake.cap = 1 | 40u << DB_DMA_CAP_ADDR_BITS_SHIFT | DB_DMA_CAP_TAIL | DB_DMA_CAP_OWNER | DB_DMA_CAP_COHERENT;
	memset(&eng, 0, sizeof(eng));
	memset(&plic, 0, sizeof(plic));
	memset(block, 0, sizeof(block));
	blocks = 0;
	arena_next = DB_RAM_BASE;
	irqs_on = in_irq = false;
	mtimecmp = ~0ull;
	platform_init();
	fake_log_clear();
}

static struct fake_event *event(enum fake_kind kind)
{
	if (fake.events == MAX_EVENTS) {
		fprintf(stderr, "fake: more than %d events: the code under test does not stop\n", MAX_EVENTS);
		abort();
	}
	struct fake_event *e = &fake.ev[fake.events++];

	memset(e, 0, sizeof(*e));
	e->kind = kind;
	return e;
}

void fake_log_clear(void)
{
	fake.events = 0;
}

int fake_find(int from, enum fake_kind kind, uint64_t addr)
{
	for (size_t i = from < 0 ? 0 : from; i < fake.events; i++)
		if (fake.ev[i].kind == kind && (!addr || fake.ev[i].addr == addr))
			return (int)i;
	return -1;
}

int fake_find_hint(int from, unsigned op)
{
	for (int i = fake_find(from, EV_HINT, 0); i >= 0; i = fake_find(i + 1, EV_HINT, 0))
		if (fake.ev[i].value == op)
			return i;
	return -1;
}

unsigned fake_count(enum fake_kind kind)
{
	unsigned n = 0;

	for (size_t i = 0; i < fake.events; i++)
		n += fake.ev[i].kind == kind;
	return n;
}

unsigned fake_cmos(int op, uint64_t *lo, uint64_t *hi)
{
	unsigned n = 0;

	*lo = ~0ull;
	*hi = 0;
	for (size_t i = 0; i < fake.events; i++) {
		struct fake_event *e = &fake.ev[i];

		if (e->kind != EV_CMO || e->value != (uint64_t)op)
			continue;
		n++;
		*lo = e->addr < *lo ? e->addr : *lo;
		*hi = e->addr > *hi ? e->addr : *hi;
	}
	return n;
}

void db_host_fence(const char *pred, const char *succ)
{
	struct fake_event *e = event(EV_FENCE);

	snprintf(e->fence, sizeof(e->fence), "%s,%s", pred, succ);
}

void db_host_cmo(enum cmo_op op, uintptr_t addr)
{
	struct fake_event *e = event(EV_CMO);

	e->addr = addr;
	e->value = op;
}

void db_host_hint(int n, uint64_t value)
{
	if (n >= 0) {
		hint_arg[n] = value;
		return;
	}
	struct fake_event *e = event(EV_HINT);

	e->value = value;
	memcpy(e->arg, hint_arg, sizeof(hint_arg));
}

/* The engine. */

static void *bus(uint64_t addr, uint64_t size)
{
	if (addr < DB_BUS_LO_BASE || addr + size > DB_BUS_LO_BASE + fake.ram_size)
		return NULL;
	return (void *)(uintptr_t)(addr - DB_BUS_LO_BASE + DB_RAM_BASE);
}

static uint32_t reg32(unsigned off)
{
	return eng.reg[off / 4];
}

static uint64_t reg64(unsigned off)
{
	return eng.reg[off / 4] | (uint64_t)eng.reg[off / 4 + 1] << 32;
}

static bool irq_pending(void)
{
	return !fake.lose_irq && (eng.irq_stat & reg32(REG(IRQ_EN))) && plic.enable[0] & 1u << DB_IRQ_DMA0 &&
	       plic.prio[DB_IRQ_DMA0] && plic.claimed != DB_IRQ_DMA0;
}

static void halt(uint32_t code)
{
	if (!eng.error)
		eng.error = code;
	eng.running = false;
	eng.halted = true;
	eng.irq_stat |= DB_DMACH_IRQ_STAT_ERROR;
}

static void write_record(uint32_t slot, uint32_t cookie, uint32_t bytes, uint32_t code, bool flagged)
{
	uint32_t stride = reg32(REG(CFG)) & DB_DMACH_CFG_REC_LINE ? 64 : 16;
	uint32_t *r = bus(reg64(REG(REC_BASE)) + (uint64_t)eng.rec_head * stride, 16);

	if (!r) {
		halt(DB_REC_CODE_REC_BUS);
		return;
	}
	r[0] = bytes;
	r[1] = slot;
	r[2] = cookie;
	r[3] = code | eng.phase;
	if (++eng.rec_head == reg32(REG(REC_SIZE))) {
		eng.rec_head = 0;
		eng.phase ^= DB_REC_STATUS_PHASE;
	}
	if (flagged && ++eng.done_flagged >= (reg32(REG(COALESCE)) & 0xff ? reg32(REG(COALESCE)) & 0xff : 1)) {
		eng.done_flagged = 0;
		eng.irq_stat |= DB_DMACH_IRQ_STAT_DONE;
	}
}

unsigned fake_engine_run(unsigned n)
{
	uint32_t cfg = reg32(REG(CFG));
	bool owner = (cfg & DB_DMACH_CFG_MODE) == DB_DMACH_CFG_MODE_OWNER;
	unsigned done = 0;

	for (; done < n && eng.running && !eng.stopping && !eng.paused; done++) {
		uint32_t stride = 16u << ((cfg & DB_DMACH_CFG_STRIDE) >> DB_DMACH_CFG_STRIDE_SHIFT), slot = eng.head;
		uint64_t *d;
		uint32_t flags, len, code = DB_REC_CODE_OK;
		uint8_t *src, *dst;

		if (!owner && eng.head == reg32(REG(TAIL)))
			break;
		/* The record ring is full: wait for the consumer. */
		if (!owner && (eng.rec_head + 1) % reg32(REG(REC_SIZE)) == reg32(REG(REC_TAIL))) {
			eng.irq_stat |= DB_DMACH_IRQ_STAT_REC_FULL;
			break;
		}
		d = bus(reg64(REG(RING_BASE)) + (uint64_t)slot * stride, 32);
		if (!d) {
			halt(DB_REC_CODE_DESC_BUS);
			break;
		}
		flags = (uint32_t)d[0];
		len = (uint32_t)(d[0] >> 32);
		if (owner && !(flags & DB_DESC_FLAGS_OWN))
			break;
		fake.jobs++;
		src = bus(d[2], len);
		dst = bus(d[3], len);
		if (!len || (flags & DB_DESC_FLAGS_FORM) != DB_DESC_FORM_COPY)
			code = DB_REC_CODE_BAD_DESC;
		else if (!src)
			code = DB_REC_CODE_READ_DEC;
		else if (!dst)
			code = DB_REC_CODE_WRITE_DEC;
		else
			memmove(dst, src, len);
		eng.head = (eng.head + 1) % reg32(REG(RING_SIZE));
		if (owner) {
			uint32_t f = (flags & ~(DB_DESC_FLAGS_OWN | 0xffu)) | code;

			d[0] = (uint64_t)(code ? 0 : len) << 32 | f;
			if (flags & DB_DESC_FLAGS_IRQ)
				eng.irq_stat |= DB_DMACH_IRQ_STAT_DONE;
		} else if (code ? !fake.halt_silently : !(flags & DB_DESC_FLAGS_MORE)) {
			write_record(slot, (flags & DB_DESC_FLAGS_COOKIE) >> DB_DESC_FLAGS_COOKIE_SHIFT, code ? 0 : len,
				     code, flags & DB_DESC_FLAGS_IRQ);
		}
		if (code)
			halt(code);
	}
	return done;
}

static void engine_tick(void)
{
	if (!fake.hang && !fake.hold)
		fake_engine_run(1);
}

/* Ring and records must be aligned to their strides. */
static void check_bases(void)
{
	uint32_t cfg = reg32(REG(CFG)), stride = 16u << ((cfg & DB_DMACH_CFG_STRIDE) >> DB_DMACH_CFG_STRIDE_SHIFT);

	if (reg64(REG(RING_BASE)) % stride ||
	    (cfg & DB_DMACH_CFG_REC_EN && reg64(REG(REC_BASE)) % (cfg & DB_DMACH_CFG_REC_LINE ? 64 : 16)))
		halt(DB_REC_CODE_BAD_RING);
}

static void ch_write(unsigned off, uint32_t v)
{
	bool was = eng.running;

	eng.reg[off / 4] = v;
	switch (off) {
	case REG(CTRL):
		if (v & DB_DMACH_CTRL_RUN && !was) {
			eng.head = eng.rec_head = eng.error = 0;
			eng.reg[REG(TAIL) / 4] = 0;
			eng.phase = DB_REC_STATUS_PHASE;
			eng.running = true;
			eng.halted = eng.stopped = eng.stopping = false;
			check_bases();
		}
		eng.paused = v & DB_DMACH_CTRL_PAUSE;
		if (v & DB_DMACH_CTRL_STOP && eng.running) {
			eng.stopping = true;
			eng.stop_reads = fake.stop_reads;
		}
		break;
	case REG(IRQ_STAT):
		eng.irq_stat &= ~v;
		break;
	case REG(RING_BASE):
	case REG(RING_SIZE):
	case REG(REC_BASE):
	case REG(CFG):
		if (was) {
			fprintf(stderr, "fake: set-up register 0x%x written while the channel runs\n", off);
			abort();
		}
		break;
	}
}

static uint32_t ch_read(unsigned off)
{
	uint32_t v = 0;

	switch (off) {
	case REG(CTRL):
		return eng.running;
	case REG(STATUS):
		if (eng.stopping && !fake.no_stop && !eng.stop_reads--) {
			eng.stopping = eng.running = false;
			eng.stopped = true;
		}
		v |= eng.running ? DB_DMACH_STATUS_RUNNING : 0;
		v |= eng.stopping ? DB_DMACH_STATUS_BUSY : 0;
		v |= eng.stopped ? DB_DMACH_STATUS_STOPPED : 0;
		v |= eng.paused ? DB_DMACH_STATUS_PAUSED : 0;
		v |= eng.halted ? DB_DMACH_STATUS_HALTED : 0;
		return v | eng.error << DB_DMACH_STATUS_ERROR_SHIFT;
	case REG(IRQ_STAT):
		return eng.irq_stat;
	case REG(HEAD):
		return eng.head;
	case REG(REC_HEAD):
		return eng.rec_head;
	}
	return reg32(off);
}

static uint64_t sysctl_read(unsigned off)
{
	switch (off) {
	case DB_SYSCTL_ID:
		return DB_SYSCTL_ID_RESET;
	case DB_SYSCTL_QUIRK:
		return fake.quirks;
	case DB_SYSCTL_COHERENT:
		return fake.coherent_mode;
	case DB_SYSCTL_RAM_SIZE:
		return fake.ram_size;
	case DB_SYSCTL_BUS_LO:
		return DB_BUS_LO_BASE;
	case DB_SYSCTL_BUS_HI:
		return DB_BUS_HI_BASE;
	case DB_SYSCTL_CACHE:
		return 6;
	}
	return 0;
}

static uint64_t mmio_read(uintptr_t a)
{
	if (a == DB_CLINT_BASE + 0xbff8u)
		return fake.now += 5;
	if (a == DB_CLINT_BASE + 0x4000u)
		return mtimecmp;
	if (a == DB_PLIC_BASE + 0x200004u) {
		if (!irq_pending())
			return 0;
		plic.claimed = DB_IRQ_DMA0;
		return DB_IRQ_DMA0;
	}
	if (a >= DB_PLIC_BASE + 0x2000u && a < DB_PLIC_BASE + 0x2008u)
		return plic.enable[(a - DB_PLIC_BASE - 0x2000u) / 4];
	if (a >= DB_SYSCTL_BASE && a < DB_SYSCTL_BASE + DB_SYSCTL_SIZE)
		return sysctl_read((unsigned)(a - DB_SYSCTL_BASE));
	if (a >= CH_BASE && a < CH_BASE + 0x80)
		return ch_read((unsigned)(a - CH_BASE));
	switch (a - DB_DMA_BASE) {
	case DB_DMA_ID:
		return DB_DMA_ID_RESET;
	case DB_DMA_VERSION:
		return DB_DMA_VERSION_RESET;
	case DB_DMA_CAP:
		return fake.cap;
	case DB_DMA_QUIRKS:
		return fake.quirks;
	}
	fprintf(stderr, "fake: read of 0x%lx, where nothing is\n", (unsigned long)a);
	abort();
}

uint64_t db_host_read(uintptr_t addr, unsigned size)
{
	struct fake_event *e = event(EV_READ);

	(void)size;
	engine_tick();
	e->addr = addr;
	e->value = mmio_read(addr);
	return e->value;
}

void db_host_write(uintptr_t addr, uint64_t value, unsigned size)
{
	struct fake_event *e = event(EV_WRITE);

	e->addr = addr;
	e->value = value;
	if (addr == DB_CLINT_BASE + 0x4000u) {
		mtimecmp = value;
	} else if (addr == DB_PLIC_BASE + 0x200004u) {
		plic.claimed = 0;
	} else if (addr == DB_PLIC_BASE + 0x200000u) {
	} else if (addr >= DB_PLIC_BASE + 0x2000u && addr < DB_PLIC_BASE + 0x2008u) {
		plic.enable[(addr - DB_PLIC_BASE - 0x2000u) / 4] = (uint32_t)value;
	} else if (addr >= DB_PLIC_BASE && addr < DB_PLIC_BASE + 0x100u) {
		plic.prio[(addr - DB_PLIC_BASE) / 4] = (uint32_t)value;
	} else if (addr >= CH_BASE && addr < CH_BASE + 0x80) {
		ch_write((unsigned)(addr - CH_BASE), (uint32_t)value);
		if (size == 8)
			ch_write((unsigned)(addr - CH_BASE) + 4, (uint32_t)(value >> 32));
	} else {
		fprintf(stderr, "fake: write of 0x%lx, where nothing is\n", (unsigned long)addr);
		abort();
	}
}

unsigned long db_host_irq_save(void)
{
	unsigned long was = irqs_on ? MSTATUS_MIE : 0;

	irqs_on = false;
	return was;
}

void db_host_irq_restore(unsigned long flags)
{
	if (flags & MSTATUS_MIE)
		irqs_on = true;
	engine_tick();
	if (irqs_on && !in_irq && irq_pending()) {
		in_irq = true;
		irqs_on = false;
		irq_dispatch();
		irqs_on = true;
		in_irq = false;
	}
}

/* Time passes until the engine interrupts or the comparator is reached. */
void db_host_wfi(void)
{
	for (unsigned i = 0; i < 100 && !irq_pending(); i++)
		engine_tick();
	if (!irq_pending())
		fake.now = mtimecmp;
}
