// SPDX-License-Identifier: Apache-2.0
// The ports of doorbell_dma in one shape for every build: bundles as structs, wide ports as bytes.
// BENCH_CHANNELS, BENCH_DATA_W, BENCH_ADDR_W, BENCH_AXIL_W, BENCH_OWN_PORT, BENCH_RD_OUT, BENCH_WR_OUT: the build.
#pragma once
#include <cstdint>
#include <cstring>
#include <type_traits>
#include "Vdoorbell_dma.h"

constexpr int CHANNELS = BENCH_CHANNELS, DB = BENCH_DATA_W / 8, AXIL_B = BENCH_AXIL_W / 8;
constexpr bool OWN_PORT = BENCH_OWN_PORT;
constexpr uint64_t ADDR_MASK = BENCH_ADDR_W == 64 ? ~0ull : (1ull << BENCH_ADDR_W) - 1;

// The bytes of a port: integers and VlWide are little-endian in memory on the hosts that we run on.
template <class P> uint8_t *raw(P &p)
{
	if constexpr (std::is_integral_v<P>)
		return reinterpret_cast<uint8_t *>(&p);
	else
		return reinterpret_cast<uint8_t *>(&p[0]);
}
template <class P> uint32_t get_bits(P &p, unsigned lsb, unsigned n)
{
	uint32_t v = 0;
	for (unsigned i = 0; i < n; i++)
		v |= (uint32_t)(raw(p)[(lsb + i) / 8] >> (lsb + i) % 8 & 1) << i;
	return v;
}
template <class P> void put_bits(P &p, unsigned lsb, unsigned n, uint32_t v)
{
	for (unsigned i = 0; i < n; i++) {
		uint8_t &b = raw(p)[(lsb + i) / 8], m = 1 << (lsb + i) % 8;
		b = v >> i & 1 ? b | m : b & ~m;
	}
}
template <class P> void put_bit(P &p, unsigned i, bool v)
{
	p = (P)(v ? p | (P)1 << i : p & ~((P)1 << i));
}

struct Ax { // address channel, engine to memory
	bool valid;
	uint32_t id, len, size, burst, cache, prot, user;
	uint64_t addr;
	uint64_t since; // cycle in which it was first offered (AxiMemory); no part of the payload
	bool operator==(const Ax &o) const
	{
		return id == o.id && len == o.len && size == o.size && burst == o.burst && cache == o.cache &&
		       prot == o.prot && user == o.user && addr == o.addr;
	}
	int kind() const
	{
		return user >> 5;
	}
	int ch() const
	{
		return user & 31;
	}
};
struct MasterOut {
	Ax ar, aw;
	bool w_valid, w_last, r_ready, b_ready;
	uint32_t w_strb;
	uint8_t w_data[DB];
};
struct MasterIn {
	bool ar_ready, aw_ready, w_ready, r_valid, r_last, b_valid;
	uint32_t r_id, r_resp, b_id, b_resp;
	uint8_t r_data[DB];
};

#define BENCH_MASTER(name, p)                                                                                          \
	inline void get_##name(Vdoorbell_dma *t, MasterOut &o)                                                         \
	{                                                                                                              \
		o.ar.valid = t->p##_arvalid;                                                                           \
		if (o.ar.valid)                                                                                        \
			o.ar = {true,		t->p##_arid,   t->p##_arlen,  t->p##_arsize, t->p##_arburst,           \
				t->p##_arcache, t->p##_arprot, t->p##_aruser, t->p##_araddr};                          \
		o.aw.valid = t->p##_awvalid;                                                                           \
		if (o.aw.valid)                                                                                        \
			o.aw = {true,		t->p##_awid,   t->p##_awlen,  t->p##_awsize, t->p##_awburst,           \
				t->p##_awcache, t->p##_awprot, t->p##_awuser, t->p##_awaddr};                          \
		o.w_valid = t->p##_wvalid;                                                                             \
		if (o.w_valid) {                                                                                       \
			o.w_last = t->p##_wlast;                                                                       \
			o.w_strb = t->p##_wstrb;                                                                       \
			memcpy(o.w_data, raw(t->p##_wdata), DB);                                                       \
		}                                                                                                      \
		o.r_ready = t->p##_rready;                                                                             \
		o.b_ready = t->p##_bready;                                                                             \
	}                                                                                                              \
	inline void put_##name(Vdoorbell_dma *t, const MasterIn &i)                                                    \
	{                                                                                                              \
		t->p##_arready = i.ar_ready;                                                                           \
		t->p##_awready = i.aw_ready;                                                                           \
		t->p##_wready = i.w_ready;                                                                             \
		t->p##_rvalid = i.r_valid;                                                                             \
		t->p##_rid = i.r_id;                                                                                   \
		t->p##_rresp = i.r_resp;                                                                               \
		t->p##_rlast = i.r_last;                                                                               \
		if (i.r_valid)                                                                                         \
			memcpy(raw(t->p##_rdata), i.r_data, DB);                                                       \
		t->p##_bvalid = i.b_valid;                                                                             \
		t->p##_bid = i.b_id;                                                                                   \
		t->p##_bresp = i.b_resp;                                                                               \
	}
BENCH_MASTER(main, m_axi)
BENCH_MASTER(desc, m_axi_desc)
#undef BENCH_MASTER
