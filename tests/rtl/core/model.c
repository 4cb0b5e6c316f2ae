/* SPDX-License-Identifier: Apache-2.0 */
#include "model.h"
#include "gen.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* as in rtl/core/lsu_ops.vh */
enum {
	OP_LOAD,
	OP_STORE,
	OP_LR,
	OP_SC,
	OP_AMOSWAP,
	OP_AMOADD,
	OP_AMOXOR,
	OP_AMOAND,
	OP_AMOOR,
	OP_AMOMIN,
	OP_AMOMAX,
	OP_AMOMINU,
	OP_AMOMAXU,
	OP_CBO_CLEAN,
	OP_CBO_FLUSH,
	OP_CBO_INVAL,
	OP_CBO_ZERO,
	OP_FENCE,
	OP_FENCE_I
};

static unsigned int rnd(struct model *m, unsigned int n)
{
	return (unsigned int)(gen_random(&m->rng) >> 33) % n;
}

static void complain(struct model *m, const char *what)
{
	if (m->errors++ < 5)
		printf("model: cycle %" PRIu64 ": %s\n", m->cycle, what);
}

void model_init(struct model *m, uint64_t seed, int chaos)
{
	/* lui t0, 0x40000; slli t0, t0, 1; jr t0: RAM_BASE */
	static const uint32_t rom[] = {0x400002b7, 0x00129293, 0x00028067, 0};

	memset(m, 0, sizeof(*m));
	m->rng = seed;
	m->chaos = chaos;
	memcpy(m->rom, rom, sizeof(rom));
}

static int in_ram(uint64_t a)
{
	return a >= RAM_BASE && a < RAM_BASE + RAM_SIZE;
}

static int in_io(uint64_t a)
{
	return a >= IO_BASE && a < IO_BASE + 64;
}

static int latency(struct model *m)
{
	if (!m->chaos || rnd(m, m->chaos == 1 ? 8 : 3))
		return 1;
	return 1 + (int)rnd(m, rnd(m, 4) ? 6 : 40);
}

static uint64_t sext(uint64_t v, int size, int uns)
{
	int sh = 64 - (8 << size);

	if (uns)
		return v << sh >> sh;
	return (uint64_t)((int64_t)(v << sh) >> sh);
}

static uint64_t mem_get(struct model *m, uint64_t a, int size)
{
	uint64_t v = 0;

	memcpy(&v, m->ram + (a - RAM_BASE), (size_t)1 << size);
	return v;
}

static void mem_put(struct model *m, uint64_t a, int size, uint64_t v)
{
	memcpy(m->ram + (a - RAM_BASE), &v, (size_t)1 << size);
}

/* ---- L1I */
static int ifetch(struct model *m, uint64_t a, uint64_t *data)
{
	if (a >= 0x1000 && a < 0x1000 + sizeof(m->rom)) {
		memcpy(data, m->rom + (a - 0x1000), 8);
		return 0;
	}
	if (!in_ram(a)) {
		*data = 0x6f6f6f6f6f6f6f6fULL; /* must not be executed */
		return 1;
	}
	a -= RAM_BASE;
	if (!m->ivalid[a / 64]) {
		memcpy(m->icode + a / 64 * 64, m->ram + a / 64 * 64, 64);
		m->ivalid[a / 64] = 1;
	}
	memcpy(data, m->icode + a, 8);
	return 0;
}

/* ---- LSU */
/* newest value for a load: memory with the stores that are older and not committed laid over it */
static uint64_t load_value(struct model *m, uint64_t a, int size)
{
	uint64_t v = mem_get(m, a, size);
	int i, b;

	for (i = 0; i < m->nq; i++) {
		const struct model_op *o = &m->q[i];

		for (b = 0; b < 1 << size && !o->exc; b++) {
			uint64_t at = a + (uint64_t)b;

			if (o->op == OP_STORE && at >= o->addr && at < o->addr + (1u << o->size)) {
				v &= ~((uint64_t)0xff << (8 * b));
				v |= ((o->wdata >> (8 * (at - o->addr))) & 0xff) << (8 * b);
			} else if (o->op == OP_CBO_ZERO && (at & ~63ULL) == (o->addr & ~63ULL)) {
				v &= ~((uint64_t)0xff << (8 * b));
			}
		}
	}
	return v;
}

static uint64_t amo(int op, uint64_t a, uint64_t b, int size)
{
	int64_t sa = (int64_t)sext(a, size, 0), sb = (int64_t)sext(b, size, 0);
	uint64_t ua = sext(a, size, 1), ub = sext(b, size, 1);

	switch (op) {
	case OP_AMOSWAP:
		return b;
	case OP_AMOADD:
		return a + b;
	case OP_AMOXOR:
		return a ^ b;
	case OP_AMOAND:
		return a & b;
	case OP_AMOOR:
		return a | b;
	case OP_AMOMIN:
		return sa < sb ? a : b;
	case OP_AMOMAX:
		return sa > sb ? a : b;
	case OP_AMOMINU:
		return ua < ub ? a : b;
	default:
		return ua > ub ? a : b;
	}
}

static void io_store(struct model *m, uint64_t a, uint64_t v)
{
	if (a == IO_FINISH) {
		m->finished = 1;
		m->code = v;
	} else if (a == IO_IRQ) {
		m->irq = (uint8_t)v;
		m->acks++;
	} else if (a == IO_DELAY) {
		m->irq_at = m->cycle + (uint32_t)v;
		m->irq_lines = v >> 32;
	}
}

/* a non-speculative operation at the head of the reorder buffer takes effect */
static void execute_head(struct model *m, struct model_op *o)
{
	uint64_t old;

	if (o->op == OP_LOAD) {
		old = o->addr == IO_COUNT ? ++m->count : o->addr == IO_STORES ? m->acks : m->irq;
		o->data = sext(old, o->size, o->uns);
	} else if (o->op == OP_STORE) {
		io_store(m, o->addr, o->wdata);
	} else if (o->op == OP_LR) {
		old = mem_get(m, o->addr, o->size);
		o->data = sext(old, o->size, 0);
		m->resv = o->addr;
		m->resv_val = o->data;
		m->resv_valid = 1;
	} else if (o->op == OP_SC) {
		/* as the reference does: the reservation holds while the value is the same */
		o->data = !(m->resv_valid && m->resv == o->addr &&
			    sext(mem_get(m, o->addr, o->size), o->size, 0) == m->resv_val);
		m->resv_valid = 0;
		if (!o->data)
			mem_put(m, o->addr, o->size, o->wdata);
	} else if (o->op != OP_FENCE && o->op != OP_FENCE_I) {
		old = mem_get(m, o->addr, o->size);
		o->data = sext(old, o->size, 0);
		o->mdata = amo(o->op, old, o->wdata, o->size);
		mem_put(m, o->addr, o->size, o->mdata);
	}
}

static void accept(struct model *m, const struct pins *p)
{
	struct model_op o = {0};
	int i, cmo, store_like;

	o.live = 1;
	o.op = p->ls_req_op;
	o.addr = p->ls_req_addr;
	o.wdata = p->ls_req_wdata;
	o.size = p->ls_req_size;
	o.uns = p->ls_req_unsigned;
	o.fence = p->ls_req_fence;
	o.tag = p->ls_req_tag;
	o.order = p->ls_req_order;
	o.due = latency(m) - 1;
	for (i = 0; i < m->nq; i++)
		if (m->q[i].tag == o.tag)
			complain(m, "tag used twice");
	if (o.op > OP_FENCE_I || o.tag >= ROB + (o.op == OP_LOAD))
		complain(m, "no such operation or tag");
	cmo = o.op >= OP_CBO_CLEAN && o.op <= OP_CBO_ZERO;
	store_like = o.op != OP_LOAD && o.op != OP_LR;
	if (o.op == OP_FENCE || o.op == OP_FENCE_I) {
		o.wait_head = 1;
	} else if (!cmo && o.addr & ((1u << o.size) - 1)) {
		o.exc = 1;
		o.cause = store_like ? 6 : 4;
	} else if (p->ls_req_fault) {
		o.exc = 1;
		o.cause = p->ls_req_cause;
	} else if (o.tag != TAG_WALK && in_io(o.addr) && (o.op == OP_LOAD || o.op == OP_STORE)) {
		o.store = o.op == OP_STORE;
		o.wait_head = 1;
	} else if (!in_ram(o.addr)) {
		o.exc = 1;
		o.cause = store_like ? 7 : 5;
	} else if (o.op == OP_LOAD) {
		o.data = sext(load_value(m, o.addr, o.size), o.size, o.uns);
	} else if (o.op == OP_STORE || cmo) {
		o.store = 1;
	} else {
		o.wait_head = 1;
	}
	if (o.exc)
		o.data = 0xdeadbeefdeadbeefULL;
	if (o.tag < ROB)
		m->order_of_tag[o.tag] = (uint16_t)o.order;
	m->q[m->nq++] = o;
}

static int blocked(struct model *m)
{
	int i;

	for (i = 0; i < m->nq; i++)
		if (m->q[i].wait_head && !(m->q[i].op == OP_FENCE && !(m->q[i].fence & 0xe)))
			return 1;
	return m->nq >= ROB;
}

static void drop(struct model *m, int i)
{
	memmove(&m->q[i], &m->q[i + 1], sizeof(m->q[0]) * (size_t)(m->nq - i - 1));
	m->nq--;
}

void model_drive(struct model *m, struct pins *p)
{
	int i, pick = -1;

	m->cycle++;
	/* L1I */
	p->if_rsp_valid = 0;
	if (m->if_n && m->if_wait <= 0) {
		p->if_rsp_valid = 1;
		p->if_rsp_err = (uint8_t)ifetch(m, m->if_addr[0], &p->if_rsp_data);
	}
	/* a miss at the front holds later requests up, but they are taken */
	p->if_req_ready = m->if_n < 3 && (!m->chaos || rnd(m, 8));
	p->if_inval_ack = m->inval_wait == 1;
	/* LSU */
	p->ls_rsp_valid = 0;
	for (i = 0; i < m->nq; i++)
		if (!m->q[i].answered && m->q[i].due <= 0 && m->q[i].wait_head <= m->q[i].go &&
		    (pick < 0 || (m->chaos && rnd(m, 2))))
			pick = i;
	if (pick >= 0) {
		struct model_op *o = &m->q[pick];

		if (o->wait_head)
			execute_head(m, o);
		o->answered = 1;
		p->ls_rsp_valid = 1;
		p->ls_rsp_tag = (uint8_t)o->tag;
		p->ls_rsp_data = o->op == OP_STORE ? 0x5555555555555555ULL : o->data;
		p->ls_rsp_mdata = o->mdata;
		p->ls_rsp_exc = (uint8_t)o->exc;
		p->ls_rsp_cause = (uint8_t)o->cause;
	}
	p->ls_busy = (uint8_t)(m->nq ? 7 : 0);
	p->ls_req_ready = !blocked(m) && (!m->chaos || rnd(m, 8));
	p->ls_commit_ack = !m->chaos || rnd(m, 3);
	/* lines */
	if (m->irq_at && m->cycle >= m->irq_at) {
		m->irq = (uint8_t)m->irq_lines;
		m->irq_at = 0;
	}
	if (m->irq_storm && !rnd(m, 60))
		m->irq = (uint8_t)rnd(m, 16);
	p->irq = m->irq;
	if (m->irq_storm && !rnd(m, 30)) /* lines that fall before the interrupt is taken */
		p->irq ^= (uint8_t)(1 << rnd(m, 3));
}

void model_sample(struct model *m, const struct pins *p)
{
	int i;

	/* L1I: a response is consumed at once */
	if (m->if_n)
		m->if_wait--;
	if (p->if_rsp_valid) {
		memmove(m->if_addr, m->if_addr + 1, sizeof(m->if_addr[0]) * 3);
		m->if_n--;
		m->if_wait = latency(m) - 1;
	}
	if (p->if_req_valid && p->if_req_ready) {
		if (p->if_req_addr & 7)
			complain(m, "fetch address is not aligned");
		if (!m->if_n)
			m->if_wait = latency(m) - 1;
		m->if_addr[m->if_n++] = p->if_req_addr;
	}
	if (p->if_kill)
		m->if_n = 0;
	if (m->inval_wait == 1) {
		m->inval_wait = 0;
		memset(m->ivalid, 0, sizeof(m->ivalid));
	} else if (m->inval_wait) {
		if (!p->if_inval_req)
			complain(m, "if_inval_req withdrawn");
		m->inval_wait--;
	} else if (p->if_inval_req) {
		m->inval_wait = 1 + (int)rnd(m, 4);
	}
	/* LSU: commit, then flush, then time, then the new request */
	if (p->ls_commit && p->ls_commit_ack) {
		int older = 0;

		for (i = 0; i < m->nq && m->q[i].tag != p->ls_head_tag; i++)
			older += m->q[i].tag != TAG_WALK;
		if (i == m->nq || !m->q[i].store || !m->q[i].answered || older || !p->ls_head_valid || m->q[i].exc) {
			complain(m, "commit of something that is not a checked store at the head");
		} else {
			if (m->q[i].wait_head)
				; /* device store: performed already */
			else if (m->q[i].op == OP_STORE)
				mem_put(m, m->q[i].addr, m->q[i].size, m->q[i].wdata);
			else if (m->q[i].op == OP_CBO_ZERO)
				memset(m->ram + ((m->q[i].addr - RAM_BASE) & ~63ULL), 0, 64);
			drop(m, i);
		}
	}
	for (i = 0; i < m->nq; i++) {
		struct model_op *o = &m->q[i];

		if (o->wait_head && o->due <= 0 && p->ls_head_valid && p->ls_head_tag == o->tag)
			o->go = 1;
		if (o->due > 0)
			o->due--;
	}
	for (i = m->nq - 1; i >= 0; i--)
		if (m->q[i].answered && !m->q[i].store)
			drop(m, i);
	if (p->ls_flush) {
		for (i = 0; i < m->nq; i++)
			if (m->q[i].go)
				complain(m, "flush of an operation that has begun at the head");
		m->nq = 0;
		if (p->ls_req_valid)
			complain(m, "request in the cycle of a flush");
	}
	if (p->ls_req_valid && p->ls_req_ready)
		accept(m, p);
}
