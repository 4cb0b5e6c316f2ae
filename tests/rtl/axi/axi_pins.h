// SPDX-License-Identifier: Apache-2.0
/*
 * Copies a Port to and from the pins of a Verilator model: PUT_SLAVE_SIDE(top, prefix, port, index, id_bits) drives
 * what a master drives and GET_SLAVE_SIDE reads what it sees; the _MASTER_SIDE pair is the slave's. `index` selects the
 * port in flat vectors.
 */
#pragma once
#include <type_traits>
#include "verilated.h"
#include "axi_bfm.h"

template <class T> static inline u64 get_field(const T &x, unsigned lsb, unsigned n)
{
	if constexpr (std::is_integral<T>::value)
		return (u64)x >> lsb & (n == 64 ? ~0ull : (1ull << n) - 1);
	else
		return get_bits(x.data(), lsb, n);
}

template <class T> static inline void set_field(T &x, unsigned lsb, unsigned n, u64 v)
{
	if constexpr (std::is_integral<T>::value) {
		u64 m = (n == 64 ? ~0ull : (1ull << n) - 1) << lsb;

		x = (T)(((u64)x & ~m) | (v << lsb & m));
	} else {
		set_bits(x.data(), lsb, n, v);
	}
}

/* X(signal, bits): driven by the master, driven by the slave */
#define AXI_FROM_MASTER(X, ID)                                                                                         \
	X(awid, ID)                                                                                                    \
	X(awaddr, 40) X(awlen, 8) X(awsize, 3) X(awburst, 2) X(awcache, 4) X(awprot, 3) X(awuser, 8) X(awvalid, 1)     \
		X(wdata, 64) X(wstrb, 8) X(wlast, 1) X(wvalid, 1) X(bready, 1) X(arid, ID) X(araddr, 40) X(arlen, 8)   \
			X(arsize, 3) X(arburst, 2) X(arcache, 4) X(arprot, 3) X(aruser, 8) X(arvalid, 1) X(rready, 1)
#define AXI_FROM_SLAVE(X, ID)                                                                                          \
	X(awready, 1)                                                                                                  \
	X(wready, 1) X(bid, ID) X(bresp, 2) X(bvalid, 1) X(arready, 1) X(rid, ID) X(rdata, 64) X(rresp, 2) X(rlast, 1) \
		X(rvalid, 1)

/* define PORT_FUNCTIONS(name, prefix, id bits) functions name_drive and name_read of a slave-side port (a master BFM
 * talks to it) or of a master-side port (a slave BFM answers it) */
#define PF_SET(s, n) set_field(PF_PIN(s), i *(n), n, p.s);
#define PF_GET(s, n) p.s = get_field(PF_PIN(s), i * (n), n);
