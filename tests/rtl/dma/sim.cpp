// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "coverage.h"
#include "soft.h"

Sim::Sim(uint64_t seed, uint32_t quirk) : main(space, *this, "m_axi"), desc(space, *this, "m_axi_desc"), watch(CHANNELS)
{
	context = std::make_unique<VerilatedContext>();
	context->randReset(2);
	context->randSeed((int)(seed & 0x7fffffff) | 1);
	t = std::make_unique<Vdoorbell_dma>(context.get(), "TOP");
	bench.now = bench.open = 0;
	main.rng.seed(seed ^ 0x1111);
	desc.rng.seed(seed ^ 0x2222);
	Rng fill;
	fill.seed(7); // the same sources for all tests
	for (int c = 0; c < CHANNELS; c++) {
		Area &a = space.area[c];
		do a.base = bench.rng.next64() & ADDR_MASK & ~(uint64_t)(Area::SIZE - 1);
		while (!a.base || std::any_of(space.area.begin(), space.area.begin() + c, [&](Area &o) { return o.base == a.base; }));
		for (uint32_t i = AT_SRC; i < AT_DST; i += 8) { uint64_t v = fill.next64(); memcpy(&a.mem[i], &v, 8); }
		memset(&a.mem[AT_DESC], 0x5a, AT_REC - AT_DESC);
		watch[c].ch = c;
		watch[c].area = &a;
		watch[c].rng.seed(seed + c);
		watch[c].published.assign(0x1000, 0);
	}
	rx_valid.assign(CHANNELS, 0);
	tx_held.assign(CHANNELS, 0);
	tx_ready.assign(CHANNELS, 0);
	t->cfg_quirk_i = quirk;
	t->clk = 1;
	t->s_axil_awvalid = t->s_axil_wvalid = t->s_axil_arvalid = 0;
	t->s_axil_bready = t->s_axil_rready = 0;
	t->m_axis_tready = 0;
	t->s_axis_tvalid = 0;
	t->rst = 1;
	ticks(5);
	t->rst = 0;
	ticks(CHANNELS + 4);
	caps = global(DB_DMA_CAP);
}

Sim::~Sim()
{
	t->final();
	bench.cycles += bench.now;
	coverage_add(*context);
}

void Sim::drive_streams()
{
	for (int c = 0; c < CHANNELS; c++) {
		Watch &w = watch[c];
		bool go = !w.tx_block && !(w.tx_stall && w.rng.chance(w.tx_stall));
		put_bit(t->m_axis_tready, c, go);
		tx_ready[c] = go;
		if (!rx_valid[c]) put_bit(t->s_axis_tvalid, c, false);
		if (rx_valid[c] || w.rx_block || (w.rx_stall && w.rng.chance(w.rx_stall))) continue;
		uint8_t data[DB] = {};
		uint32_t keep;
		bool last;
		if (w.rx_offer(data, &keep, &last)) {
			rx_valid[c] = 1;
			memcpy(raw(t->s_axis_tdata) + c * DB, data, DB);
			put_bits(t->s_axis_tkeep, c * DB, DB, keep);
			put_bit(t->s_axis_tlast, c, last);
		}
		put_bit(t->s_axis_tvalid, c, rx_valid[c]);
	}
}

void Sim::sample_streams()
{
	for (int c = 0; c < CHANNELS; c++) {
		bool valid = t->m_axis_tvalid >> c & 1;
		if (tx_held[c] && !valid) bench.fail("m_axis %d: TVALID was withdrawn", c);
		if (valid) {
			uint32_t keep = get_bits(t->m_axis_tkeep, c * DB, DB);
			uint8_t data[DB];
			bool last = t->m_axis_tlast >> c & 1;
			memcpy(data, raw(t->m_axis_tdata) + c * DB, DB);
			if (tx_held[c] && (held_keep[c] != (keep | (uint64_t)last << 32) || memcmp(held_data[c], data, DB)))
				bench.fail("m_axis %d: a beat changed while it waited", c);
			if (tx_ready[c]) bench.log("TX channel %d keep 0x%x last %d", c, keep, last);
			if (tx_ready[c]) watch[c].tx_beat(data, keep, last);
			tx_held[c] = !tx_ready[c];
			held_keep[c] = keep | (uint64_t)last << 32;
			memcpy(held_data[c], data, DB);
		} else
			tx_held[c] = 0;
		if (rx_valid[c] && (t->s_axis_tready >> c & 1)) {
			bench.log("RX channel %d keep 0x%x last %d, %lu of %lu bytes wanted", c, get_bits(t->s_axis_tkeep, c * DB, DB), (int)(t->s_axis_tlast >> c & 1), watch[c].rx_sent, watch[c].rx_need);
			watch[c].rx_taken();
			rx_valid[c] = 0;
		}
	}
}

void Sim::tick()
{
	Vdoorbell_dma *d = t.get();
	main.drive();
	put_main(d, main.in);
	if (OWN_PORT) desc.drive();
	put_desc(d, desc.in);
	if (streams_used) drive_streams();
	d->clk = 0;
	d->eval();
	aw_hs = d->s_axil_awvalid && d->s_axil_awready;
	w_hs = d->s_axil_wvalid && d->s_axil_wready;
	b_hs = d->s_axil_bvalid && d->s_axil_bready;
	ar_hs = d->s_axil_arvalid && d->s_axil_arready;
	r_hs = d->s_axil_rvalid && d->s_axil_rready;
	last_bresp = d->s_axil_bresp;
	last_rresp = d->s_axil_rresp;
	last_rdata = d->s_axil_rdata;
	if (!d->rst) {
		get_main(d, main.out);
		main.sample();
		get_desc(d, desc.out);
		if (OWN_PORT) desc.sample();
		else if (desc.out.ar.valid || desc.out.aw.valid || desc.out.w_valid) bench.fail("m_axi_desc moves without OWN_PORT");
		if (streams_used) sample_streams();
		else if (d->m_axis_tvalid) bench.fail("a stream beat without TX");
		if (d->m_axis_tvalid) stream_until = bench.now + 16; // a burst to a stream, which stands between its words too
		bench.open += !(main.out.aw.valid || main.out.w_valid || bench.now < stream_until || (OWN_PORT && (desc.out.aw.valid || desc.out.w_valid)));
		uint32_t irq = d->irq_o;
		for (int c = 0; c < CHANNELS; c++) watch[c].irq_sample(irq >> c & 1);
	}
	d->clk = 1;
	d->eval();
	bench.now++;
}

// ---- listener: to the channel that the access names ----
void Sim::read_asked(const Ax &a)
{
	static const char *const kinds[] = {"descriptor", "data", "record", "owner word"};
	bench.log("AR channel %d %s 0x%lx, %u beats", a.ch(), kinds[a.kind() & 3], a.addr, a.len + 1);
	if (a.ch() >= CHANNELS) return;
	if (a.kind() == 1) {
		data_ar_at = bench.now;
		if (++out_reads > BENCH_RD_OUT) bench.fail("%u data reads outstanding, RD_OUT is %d", out_reads, BENCH_RD_OUT);
	} else {
		desc_ar_at = bench.now;
	}
	watch[a.ch()].read_asked(a);
}
void Sim::read_beat(const ReadBurst &r, unsigned resp)
{
	bench.log("R  channel %d user 0x%x beat %u of %u, 0x%lx, response %u", r.a.ch(), r.a.user, r.beat + 1, r.a.len + 1, r.beat_addr(), resp);
	if (r.a.ch() >= CHANNELS) return;
	if (r.a.kind() == 1) {
		out_reads -= r.beat == r.a.len;
		data_beats++;
	} else {
		desc_beats++;
		desc_beat_at = bench.now;
	}
	watch[r.a.ch()].read_beat(r, resp);
}
void Sim::write_asked(const Ax &a)
{
	static const char *const kinds[] = {"descriptor", "data", "record", "owner word"};
	bench.log("AW channel %d %s 0x%lx, %u beats", a.ch(), kinds[a.kind() & 3], a.addr, a.len + 1);
	if (a.ch() >= CHANNELS) return;
	if (a.kind() == 1) {
		data_aw_at = bench.now;
		if (++out_writes > BENCH_WR_OUT) bench.fail("%u data writes outstanding, WR_OUT is %d", out_writes, BENCH_WR_OUT);
	}
	watch[a.ch()].write_asked(a);
}
void Sim::write_beat(const WriteBurst &w, const uint8_t *data, uint32_t strb)
{
	bench.log("W  channel %d user 0x%x beat %u of %u, 0x%lx, strobes 0x%x", w.a.ch(), w.a.user, w.beat + 1, w.a.len + 1, w.beat_base(), strb);
	if (w.a.ch() >= CHANNELS) return;
	if (w.a.kind() == 1) data_bytes += __builtin_popcount(strb);
	watch[w.a.ch()].write_beat(w, data, strb);
}
void Sim::write_answered(const WriteBurst &w)
{
	bench.log("B  channel %d user 0x%x 0x%lx response %u", w.a.ch(), w.a.user, w.a.addr, w.resp);
	if (w.a.ch() >= CHANNELS) return;
	if (w.a.kind() == 1) out_writes--;
	watch[w.a.ch()].write_answered(w);
}

// ---- registers ----
int Sim::write(uint32_t a, uint64_t d, uint32_t strb)
{
	bench.log("register 0x%x := 0x%lx, strobes 0x%x", a, d, strb);
	bool late_w = axil_slow && bench.rng.chance(axil_slow), late_aw = !late_w && axil_slow && bench.rng.chance(axil_slow);
	bool aw_done = false, w_done = false;
	t->s_axil_awaddr = a;
	t->s_axil_awprot = 0;
	memcpy(raw(t->s_axil_wdata), &d, AXIL_B);
	t->s_axil_wstrb = strb;
	for (int i = 0; i < 2000; i++) {
		t->s_axil_awvalid = !aw_done && (!late_aw || i > 3);
		t->s_axil_wvalid = !w_done && (!late_w || i > 3);
		t->s_axil_bready = !axil_slow || !bench.rng.chance(axil_slow);
		tick();
		if (aw_hs || w_hs) doorbell_at = bench.now - 1;
		aw_done |= aw_hs;
		w_done |= w_hs;
		if (b_hs) { t->s_axil_bready = 0; return last_bresp; }
	}
	bench.fail("a register write got no answer in 2000 cycles (offset 0x%x)", a);
	t->s_axil_awvalid = t->s_axil_wvalid = 0;
	return -1;
}
int Sim::read(uint32_t a, unsigned size, uint64_t *v)
{
	bool done = false;
	t->s_axil_araddr = a;
	t->s_axil_arprot = 0;
	t->s_axil_arsize = size;
	*v = 0;
	for (int i = 0; i < 2000; i++) {
		t->s_axil_arvalid = !done;
		t->s_axil_rready = !axil_slow || !bench.rng.chance(axil_slow);
		tick();
		done |= ar_hs;
		if (r_hs) {
			t->s_axil_arvalid = t->s_axil_rready = 0;
			*v = last_rdata;
			bench.log("register 0x%x is 0x%lx", a, last_rdata);
			return last_rresp;
		}
	}
	bench.fail("a register read got no answer in 2000 cycles (offset 0x%x)", a);
	t->s_axil_arvalid = 0;
	return -1;
}
static uint32_t page(int c) { return 0x1000 * (c + 1); }
void Sim::w32(int c, uint32_t o, uint32_t v)
{
	bool high = AXIL_B == 8 && (o & 4);
	int r = write(page(c) + o, (uint64_t)v << (high ? 32 : 0), high ? 0xf0 : 0x0f);
	if (r) bench.fail("channel %d: write of register 0x%x answered %d", c, o, r);
}
void Sim::w64(int c, uint32_t o, uint64_t v)
{
	if (AXIL_B == 4 || bench.rng.chance(30)) {
		bool swap = bench.rng.chance(50);
		w32(c, o + (swap ? 4 : 0), v >> (swap ? 32 : 0));
		w32(c, o + (swap ? 0 : 4), v >> (swap ? 0 : 32));
	} else if (int r = write(page(c) + o, v, 0xff))
		bench.fail("channel %d: write of register 0x%x answered %d", c, o, r);
}
uint32_t Sim::r32(int c, uint32_t o)
{
	uint64_t v;
	if (int r = read(page(c) + o, 2, &v)) bench.fail("channel %d: read of register 0x%x answered %d", c, o, r);
	return v >> (AXIL_B == 8 && (o & 4) ? 32 : 0);
}
uint64_t Sim::r64(int c, uint32_t o)
{
	uint64_t v;
	if (AXIL_B == 4) { v = r32(c, o); return v | (uint64_t)r32(c, o + 4) << 32; }
	if (int r = read(page(c) + o, 3, &v)) bench.fail("channel %d: read of register 0x%x answered %d", c, o, r);
	return v;
}
uint32_t Sim::global(uint32_t o)
{
	uint64_t v;
	if (int r = read(o, 2, &v)) bench.fail("read of global register 0x%x answered %d", o, r);
	return v >> (AXIL_B == 8 && (o & 4) ? 32 : 0);
}
