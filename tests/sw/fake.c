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

#define CHANNELS 4
#define STREAM_BYTES 65536
#define CH_BASE (DB_DMA_BASE + 0x1000u)
#define REG(name) (DB_DMACH_##name)

struct fake fake;

static struct engine {
	uint32_t reg[0x80 / 4];
	uint32_t head, rec_head, error, done, job_bytes;
	bool running, halted, stopped, stopping, paused;
	uint32_t phase, irq_stat, done_flagged;
	unsigned stop_reads;
	/* list */
	uint64_t at, block; /* bus addresses: descriptor to execute next, and its block's first */
	uint32_t left;	    /* descriptors of the block behind `at` */
	bool ended;	    /* `at` is done and had END */
	bool skip;	    /* RX: the packet has ended, the rest of the job is skipped */
	bool job_eop;	    /* ... in an earlier segment of this job */
} engines[CHANNELS], *eng = engines;

/* Loopback: bytes that TX of a channel has sent and RX of the same channel has not taken; bit 8: last of a packet. */
static struct stream {
	uint16_t byte[STREAM_BYTES];
	unsigned in, out;
} streams[CHANNELS];

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
	fake.cap = CHANNELS | 40u << DB_DMA_CAP_ADDR_BITS_SHIFT | DB_DMA_CAP_TAIL | DB_DMA_CAP_OWNER | DB_DMA_CAP_LIST |
		   DB_DMA_CAP_BLOCKFORM | DB_DMA_CAP_STREAM | DB_DMA_CAP_FILL | DB_DMA_CAP_TWOD | DB_DMA_CAP_CYCLIC |
		   DB_DMA_CAP_COHERENT;
	memset(engines, 0, sizeof(engines));
	memset(streams, 0, sizeof(streams));
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
	return eng->reg[off / 4];
}

static uint64_t reg64(unsigned off)
{
	return eng->reg[off / 4] | (uint64_t)eng->reg[off / 4 + 1] << 32;
}

/* The lowest channel whose interrupt is pending, enabled and not claimed; -1: none. */
static int irq_pending(void)
{
	for (int i = 0; i < CHANNELS && !fake.lose_irq; i++) {
		unsigned irq = DB_IRQ_DMA0 + (unsigned)i;

		if (engines[i].irq_stat & engines[i].reg[REG(IRQ_EN) / 4] && plic.enable[0] & 1u << irq &&
		    plic.prio[irq] && plic.claimed != irq)
			return (int)irq;
	}
	return -1;
}

static void halt(uint32_t code)
{
	if (!eng->error)
		eng->error = code;
	eng->running = false;
	eng->halted = true;
	eng->irq_stat |= DB_DMACH_IRQ_STAT_ERROR;
}

static uint32_t mode(void)
{
	return reg32(REG(CFG)) & DB_DMACH_CFG_MODE;
}

static uint32_t stride(void)
{
	return 16u << ((reg32(REG(CFG)) & DB_DMACH_CFG_STRIDE) >> DB_DMACH_CFG_STRIDE_SHIFT);
}

static bool cyclic(void)
{
	return reg32(REG(CFG)) & DB_DMACH_CFG_CYCLIC;
}

/* Records in TAIL and LIST mode unless cyclic, else where REC_EN. */
static bool records(void)
{
	return reg32(REG(CFG)) & DB_DMACH_CFG_REC_EN || (mode() != DB_DMACH_CFG_MODE_OWNER && !cyclic());
}

static void write_record(uint32_t slot, uint32_t cookie, uint32_t bytes, uint32_t status)
{
	uint32_t *r = bus(reg64(REG(REC_BASE)) +
				  (uint64_t)eng->rec_head * (reg32(REG(CFG)) & DB_DMACH_CFG_REC_LINE ? 64 : 16),
			  16);

	if (!r) {
		halt(DB_REC_CODE_REC_BUS);
		return;
	}
	r[0] = bytes;
	r[1] = slot;
	r[2] = cookie;
	r[3] = status | eng->phase;
	if (++eng->rec_head == reg32(REG(REC_SIZE))) {
		eng->rec_head = 0;
		eng->phase ^= DB_REC_STATUS_PHASE;
	}
}

/* One segment's data. Returns its status; *moved bytes, *wait: a stream has too little. */
static uint32_t move(uint32_t flags, const uint64_t *d, uint32_t len, uint32_t *moved, bool *wait, bool *eop)
{
	uint32_t form = flags & DB_DESC_FLAGS_FORM, rows = 1;
	bool list = mode() == DB_DMACH_CFG_MODE_LIST;
	uint64_t src = d[2], dst = d[3];
	int64_t src_step = 0, dst_step = 0;
	struct stream *st = &streams[eng - engines];
	uint8_t *from, *to;

	if (form == DB_DESC_FORM_COPY2D) {
		rows = (uint32_t)d[4];
		src_step = (int64_t)d[5];
		dst_step = (int64_t)d[6];
	} else if (form != DB_DESC_FORM_COPY && !list) {
		src = dst = d[1];
	}
	if (!len || !rows || form > DB_DESC_FORM_COPY2D ||
	    stride() < (form == DB_DESC_FORM_COPY2D	    ? 64
			: form == DB_DESC_FORM_COPY || list ? 32
							    : 16))
		return DB_REC_CODE_BAD_DESC;
	*moved = 0;
	if (form == DB_DESC_FORM_RX) {
		unsigned have = st->in - st->out, n = 0;

		while (n < len && n < have && !*eop)
			*eop = st->byte[(st->out + n++) % STREAM_BYTES] >> 8;
		if (n < len && !*eop) {
			*wait = true;
			return 0;
		}
		to = bus(dst, n);
		if (!to)
			return DB_REC_CODE_WRITE_DEC;
		while ((*moved)++ < n)
			*to++ = (uint8_t)st->byte[st->out++ % STREAM_BYTES];
		*moved = n;
		return 0;
	}
	for (uint32_t r = 0; r < rows; r++) {
		from = bus(src + (uint64_t)(src_step * r), len);
		to = bus(dst + (uint64_t)(dst_step * r), len);
		if (form != DB_DESC_FORM_FILL && !from)
			return DB_REC_CODE_READ_DEC;
		if (form != DB_DESC_FORM_TX && !to)
			return DB_REC_CODE_WRITE_DEC;
		if (form == DB_DESC_FORM_FILL)
			memset(to, (int)(flags >> DB_DESC_FLAGS_PATTERN_SHIFT), len);
		else if (form != DB_DESC_FORM_TX)
			memmove(to, from, len);
		else
			for (uint32_t i = 0; i < len; i++)
				st->byte[st->in++ % STREAM_BYTES] =
					from[i] | (i + 1 == len && !(flags & DB_DESC_FLAGS_MORE) ? 0x100 : 0);
		*moved += len;
	}
	return 0;
}

/* The bus address of the descriptor to execute next; 0: none is published. */
static uint64_t next_desc(void)
{
	uint32_t *d;

	switch (mode()) {
	case DB_DMACH_CFG_MODE_TAIL:
		if (!cyclic() && eng->head == reg32(REG(TAIL)))
			return 0;
		return reg64(REG(RING_BASE)) + (uint64_t)eng->head * stride();
	case DB_DMACH_CFG_MODE_OWNER:
		d = bus(reg64(REG(RING_BASE)) + (uint64_t)eng->head * stride(), 16);
		return d && !(*d & DB_DESC_FLAGS_OWN) ? 0 : reg64(REG(RING_BASE)) + (uint64_t)eng->head * stride();
	default:
		return eng->ended ? 0 : eng->at;
	}
}

static void list_to(uint64_t pointer)
{
	eng->at = eng->block = pointer & ~15ull;
	eng->left = (uint32_t)(pointer & 15);
	eng->ended = false;
}

static void advance(void)
{
	uint64_t *first;

	eng->done++;
	if (mode() != DB_DMACH_CFG_MODE_LIST) {
		eng->head = (eng->head + 1) % reg32(REG(RING_SIZE));
		return;
	}
	if (eng->left) {
		eng->left--;
		eng->at += stride();
		return;
	}
	first = bus(eng->block, 16);
	if (*(uint32_t *)first & DB_DESC_FLAGS_END)
		eng->ended = true;
	else
		list_to(first[1]);
}

static bool execute(void)
{
	uint64_t at = next_desc(), *d = at ? bus(at, stride() < 32 ? 16 : stride()) : NULL, block[8] = {0};
	bool owner = mode() == DB_DMACH_CFG_MODE_OWNER, wait = false, eop = false;
	uint32_t flags, len, code = 0, moved = 0;

	if (!at)
		return false;
	/* The record ring is full: wait for the consumer. */
	if (records() && (eng->rec_head + 1) % reg32(REG(REC_SIZE)) == reg32(REG(REC_TAIL))) {
		eng->irq_stat |= DB_DMACH_IRQ_STAT_REC_FULL;
		return false;
	}
	if (!d) {
		halt(DB_REC_CODE_DESC_BUS);
		return false;
	}
	memcpy(block, d, stride());
	flags = (uint32_t)d[0];
	len = (uint32_t)(d[0] >> 32);
	if (!eng->skip)
		code = move(flags, block, len, &moved, &wait, &eop);
	if (wait)
		return false;
	fake.jobs++;
	eng->job_bytes += moved;
	eng->skip = (eng->skip || eop) && flags & DB_DESC_FLAGS_MORE;
	if (owner)
		d[0] = (uint64_t)(code ? 0 : moved) << 32 | (flags & ~(DB_DESC_FLAGS_OWN | 0x1ffu)) | code |
		       (eop ? DB_DONE_FLAGS_EOP : 0);
	if (records() && (code ? !fake.halt_silently : !(flags & DB_DESC_FLAGS_MORE)))
		write_record(mode() == DB_DMACH_CFG_MODE_LIST ? (uint32_t)at : eng->head,
			     (flags & DB_DESC_FLAGS_COOKIE) >> DB_DESC_FLAGS_COOKIE_SHIFT, code ? 0 : eng->job_bytes,
			     code | (eop || eng->job_eop ? DB_REC_STATUS_EOP : 0));
	eng->job_eop = (eng->job_eop || eop) && flags & DB_DESC_FLAGS_MORE;
	if (!(flags & DB_DESC_FLAGS_MORE))
		eng->job_bytes = 0;
	if (flags & DB_DESC_FLAGS_IRQ &&
	    ++eng->done_flagged >= (reg32(REG(COALESCE)) & 0xff ? reg32(REG(COALESCE)) & 0xff : 1)) {
		eng->done_flagged = 0;
		eng->irq_stat |= DB_DMACH_IRQ_STAT_DONE;
	}
	advance();
	if (code)
		halt(code);
	return true;
}

unsigned fake_engine_run(unsigned n)
{
	unsigned done = 0;

	while (done < n && eng->running && !eng->stopping && !eng->paused && execute())
		done++;
	return done;
}

unsigned fake_channel_run(unsigned ch, unsigned n)
{
	struct engine *was = eng;
	unsigned done;

	eng = &engines[ch];
	done = fake_engine_run(n);
	eng = was;
	return done;
}

static void engine_tick(void)
{
	for (unsigned i = 0; i < CHANNELS && !fake.hang && !fake.hold; i++)
		fake_channel_run(i, 1);
}

/* Ring and records must be aligned to their strides. */
static void check_bases(void)
{
	uint32_t cfg = reg32(REG(CFG));

	if ((mode() != DB_DMACH_CFG_MODE_LIST && (reg64(REG(RING_BASE)) % stride() || reg32(REG(RING_SIZE)) < 2)) ||
	    (records() && reg64(REG(REC_BASE)) % (cfg & DB_DMACH_CFG_REC_LINE ? 64 : 16)))
		halt(DB_REC_CODE_BAD_RING);
}

static void ch_write(unsigned off, uint32_t v)
{
	bool was = eng->running;

	eng->reg[off / 4] = v;
	switch (off) {
	case REG(CTRL):
		if (v & DB_DMACH_CTRL_RUN && !was) {
			eng->head = eng->rec_head = eng->error = eng->done = eng->job_bytes = 0;
			eng->skip = eng->job_eop = false;
			eng->reg[REG(TAIL) / 4] = 0;
			eng->phase = DB_REC_STATUS_PHASE;
			eng->running = true;
			eng->halted = eng->stopped = eng->stopping = false;
			if (mode() == DB_DMACH_CFG_MODE_LIST)
				list_to(reg64(REG(LIST_HEAD)));
			check_bases();
		}
		eng->paused = v & DB_DMACH_CTRL_PAUSE;
		if (v & DB_DMACH_CTRL_STOP && eng->running) {
			eng->stopping = true;
			eng->stop_reads = fake.stop_reads;
		}
		break;
	case REG(POLL):
		if (eng->running && eng->ended && mode() == DB_DMACH_CFG_MODE_LIST) {
			uint64_t *first = bus(eng->block, 16);

			if (!(*(uint32_t *)first & DB_DESC_FLAGS_END))
				list_to(first[1]);
		}
		break;
	case REG(IRQ_STAT):
		eng->irq_stat &= ~v;
		break;
	case REG(RING_BASE):
	case REG(RING_SIZE):
	case REG(REC_BASE):
	case REG(LIST_HEAD):
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
		return eng->running;
	case REG(STATUS):
		if (eng->stopping && !fake.no_stop && !eng->stop_reads--) {
			eng->stopping = eng->running = false;
			eng->stopped = true;
		}
		v |= eng->running ? DB_DMACH_STATUS_RUNNING : 0;
		v |= eng->stopping ? DB_DMACH_STATUS_BUSY : 0;
		v |= eng->stopped ? DB_DMACH_STATUS_STOPPED : 0;
		v |= eng->paused ? DB_DMACH_STATUS_PAUSED : 0;
		v |= eng->halted ? DB_DMACH_STATUS_HALTED : 0;
		return v | eng->error << DB_DMACH_STATUS_ERROR_SHIFT;
	case REG(IRQ_STAT):
		return eng->irq_stat;
	case REG(HEAD):
		return eng->head;
	case REG(REC_HEAD):
		return eng->rec_head;
	case REG(DONE_CNT):
		return eng->done;
	case REG(RESIDUE):
		return mode() == DB_DMACH_CFG_MODE_LIST ? (uint32_t)eng->at : eng->head;
	case REG(RESIDUE) + 4:
		return fake.current_bytes;
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

static uint64_t mmio_read(uintptr_t a, unsigned size)
{
	uint64_t v;

	if (a == DB_CLINT_BASE + 0xbff8u)
		return fake.now += 5;
	if (a == DB_CLINT_BASE + 0x4000u)
		return mtimecmp;
	if (a == DB_PLIC_BASE + 0x200004u) {
		if (irq_pending() < 0)
			return 0;
		plic.claimed = (unsigned)irq_pending();
		return plic.claimed;
	}
	if (a >= DB_PLIC_BASE + 0x2000u && a < DB_PLIC_BASE + 0x2008u)
		return plic.enable[(a - DB_PLIC_BASE - 0x2000u) / 4];
	if (a >= DB_SYSCTL_BASE && a < DB_SYSCTL_BASE + DB_SYSCTL_SIZE)
		return sysctl_read((unsigned)(a - DB_SYSCTL_BASE));
	if (a >= CH_BASE && a < CH_BASE + CHANNELS * 0x1000 && a % 0x1000 < 0x80) {
		unsigned off = a % 0x1000;

		eng = &engines[(a - CH_BASE) / 0x1000];
		v = ch_read(off) | (size == 8 ? (uint64_t)ch_read(off + 4) << 32 : 0);
		eng = engines;
		return v;
	}
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

	engine_tick();
	e->addr = addr;
	e->value = mmio_read(addr, size);
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
	} else if (addr >= CH_BASE && addr < CH_BASE + CHANNELS * 0x1000 && addr % 0x1000 < 0x80) {
		eng = &engines[(addr - CH_BASE) / 0x1000];
		ch_write(addr % 0x1000, (uint32_t)value);
		if (size == 8)
			ch_write(addr % 0x1000 + 4, (uint32_t)(value >> 32));
		eng = engines;
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
	if (irqs_on && !in_irq && irq_pending() >= 0) {
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
	for (unsigned i = 0; i < 100 && irq_pending() < 0; i++)
		engine_tick();
	if (irq_pending() < 0)
		fake.now = mtimecmp;
}
