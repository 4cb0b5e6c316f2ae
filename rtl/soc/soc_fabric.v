// SPDX-License-Identifier: Apache-2.0
//
// soc_fabric: the SoC's interconnect, wiring only.
//
//   core data   ── delay ─────────────────────────────┐
//   core fetch  ── delay ─────────────────────────────┤ crossbar ─┬─ memory port
//   DMA ── bus windows ── coherent path ── delay ─────┤           └─ bridge ── AXI4-Lite devices
//   core I/O    ── delay ─────────────────────────────┘
//
// On the DMA's way the W store keeps write data until a burst is whole. The delays are wires unless the strap FABRIC is set. IDs of four bits are zero-extended to six; the memory port's
// IDs carry the master's number on top. Two parts have gated clocks (idle_gate.v): delays and crossbar one of their
// own, the DMA's path and the bridge that of the devices.
`default_nettype none
`include "doorbell_spec.vh"

module soc_fabric #(
	parameter LINE_BYTES = 64,               // cache line
	parameter N_DEV      = 7                 // devices of axi_dev_map.v: fixed, do not set
) (
	input  wire        clk,
	input  wire        rst,                  // synchronous, active high
	input  wire        dev_clk,              // clock of the devices' gate
	input  wire        dev_sample_i,
	output wire        dev_busy_o,           // something moves on the DMA's path or in the bridge
	input  wire [31:0] cfg_seed_i,           // straps, stable after reset
	input  wire [31:0] cfg_hostile_i,
	input  wire [31:0] cfg_quirk_i,
	input  wire [19:0] cfg_ram_pages_i,
	input  wire [19:0] cfg_ram_hi_pages_i,
	input  wire [1:0]  coherent_mode_i,      // system control's COHERENT.MODE

	output wire        snp_req_valid_o,      // coherent path to the snoop arbiter
	input  wire        snp_req_ready_i,
	output wire [1:0]  snp_req_op_o,
	output wire [39:0] snp_req_addr_o,
	input  wire        snp_rsp_valid_i,
	input  wire        snp_rsp_hit_i,
	input  wire        snp_rsp_last_i,
	output wire        lock_valid_o,         // lines that the L1D must not fill
	output wire [39:0] lock_lo_o,
	output wire [39:0] lock_hi_o,

	input  wire [3:0]  s_axi_d_awid, // core data
	input  wire [39:0] s_axi_d_awaddr,
	input  wire [7:0]  s_axi_d_awlen,
	input  wire [2:0]  s_axi_d_awsize,
	input  wire [1:0]  s_axi_d_awburst,
	input  wire [3:0]  s_axi_d_awcache,
	input  wire [2:0]  s_axi_d_awprot,
	input  wire [7:0]  s_axi_d_awuser,
	input  wire        s_axi_d_awvalid,
	output wire        s_axi_d_awready,
	input  wire [63:0] s_axi_d_wdata,
	input  wire [7:0]  s_axi_d_wstrb,
	input  wire        s_axi_d_wlast,
	input  wire        s_axi_d_wvalid,
	output wire        s_axi_d_wready,
	output wire [3:0]  s_axi_d_bid,
	output wire [1:0]  s_axi_d_bresp,
	output wire        s_axi_d_bvalid,
	input  wire        s_axi_d_bready,
	input  wire [3:0]  s_axi_d_arid,
	input  wire [39:0] s_axi_d_araddr,
	input  wire [7:0]  s_axi_d_arlen,
	input  wire [2:0]  s_axi_d_arsize,
	input  wire [1:0]  s_axi_d_arburst,
	input  wire [3:0]  s_axi_d_arcache,
	input  wire [2:0]  s_axi_d_arprot,
	input  wire [7:0]  s_axi_d_aruser,
	input  wire        s_axi_d_arvalid,
	output wire        s_axi_d_arready,
	output wire [3:0]  s_axi_d_rid,
	output wire [63:0] s_axi_d_rdata,
	output wire [1:0]  s_axi_d_rresp,
	output wire        s_axi_d_rlast,
	output wire        s_axi_d_rvalid,
	input  wire        s_axi_d_rready,

	input  wire [3:0]  s_axi_i_arid, // core fetch
	input  wire [39:0] s_axi_i_araddr,
	input  wire [7:0]  s_axi_i_arlen,
	input  wire [2:0]  s_axi_i_arsize,
	input  wire [1:0]  s_axi_i_arburst,
	input  wire [3:0]  s_axi_i_arcache,
	input  wire [2:0]  s_axi_i_arprot,
	input  wire [7:0]  s_axi_i_aruser,
	input  wire        s_axi_i_arvalid,
	output wire        s_axi_i_arready,
	output wire [3:0]  s_axi_i_rid,
	output wire [63:0] s_axi_i_rdata,
	output wire [1:0]  s_axi_i_rresp,
	output wire        s_axi_i_rlast,
	output wire        s_axi_i_rvalid,
	input  wire        s_axi_i_rready,

	input  wire [5:0]  s_axi_dma_awid, // DMA, bus addresses
	input  wire [39:0] s_axi_dma_awaddr,
	input  wire [7:0]  s_axi_dma_awlen,
	input  wire [2:0]  s_axi_dma_awsize,
	input  wire [1:0]  s_axi_dma_awburst,
	input  wire [3:0]  s_axi_dma_awcache,
	input  wire [2:0]  s_axi_dma_awprot,
	input  wire [7:0]  s_axi_dma_awuser,
	input  wire        s_axi_dma_awvalid,
	output wire        s_axi_dma_awready,
	input  wire [63:0] s_axi_dma_wdata,
	input  wire [7:0]  s_axi_dma_wstrb,
	input  wire        s_axi_dma_wlast,
	input  wire        s_axi_dma_wvalid,
	output wire        s_axi_dma_wready,
	output wire [5:0]  s_axi_dma_bid,
	output wire [1:0]  s_axi_dma_bresp,
	output wire        s_axi_dma_bvalid,
	input  wire        s_axi_dma_bready,
	input  wire [5:0]  s_axi_dma_arid,
	input  wire [39:0] s_axi_dma_araddr,
	input  wire [7:0]  s_axi_dma_arlen,
	input  wire [2:0]  s_axi_dma_arsize,
	input  wire [1:0]  s_axi_dma_arburst,
	input  wire [3:0]  s_axi_dma_arcache,
	input  wire [2:0]  s_axi_dma_arprot,
	input  wire [7:0]  s_axi_dma_aruser,
	input  wire        s_axi_dma_arvalid,
	output wire        s_axi_dma_arready,
	output wire [5:0]  s_axi_dma_rid,
	output wire [63:0] s_axi_dma_rdata,
	output wire [1:0]  s_axi_dma_rresp,
	output wire        s_axi_dma_rlast,
	output wire        s_axi_dma_rvalid,
	input  wire        s_axi_dma_rready,

	input  wire [3:0]  s_axi_io_awid, // core I/O
	input  wire [39:0] s_axi_io_awaddr,
	input  wire [7:0]  s_axi_io_awlen,
	input  wire [2:0]  s_axi_io_awsize,
	input  wire [1:0]  s_axi_io_awburst,
	input  wire [3:0]  s_axi_io_awcache,
	input  wire [2:0]  s_axi_io_awprot,
	input  wire [7:0]  s_axi_io_awuser,
	input  wire        s_axi_io_awvalid,
	output wire        s_axi_io_awready,
	input  wire [63:0] s_axi_io_wdata,
	input  wire [7:0]  s_axi_io_wstrb,
	input  wire        s_axi_io_wlast,
	input  wire        s_axi_io_wvalid,
	output wire        s_axi_io_wready,
	output wire [3:0]  s_axi_io_bid,
	output wire [1:0]  s_axi_io_bresp,
	output wire        s_axi_io_bvalid,
	input  wire        s_axi_io_bready,
	input  wire [3:0]  s_axi_io_arid,
	input  wire [39:0] s_axi_io_araddr,
	input  wire [7:0]  s_axi_io_arlen,
	input  wire [2:0]  s_axi_io_arsize,
	input  wire [1:0]  s_axi_io_arburst,
	input  wire [3:0]  s_axi_io_arcache,
	input  wire [2:0]  s_axi_io_arprot,
	input  wire [7:0]  s_axi_io_aruser,
	input  wire        s_axi_io_arvalid,
	output wire        s_axi_io_arready,
	output wire [3:0]  s_axi_io_rid,
	output wire [63:0] s_axi_io_rdata,
	output wire [1:0]  s_axi_io_rresp,
	output wire        s_axi_io_rlast,
	output wire        s_axi_io_rvalid,
	input  wire        s_axi_io_rready,

	output wire [7:0]  m_axi_mem_awid, // memory port
	output wire [39:0] m_axi_mem_awaddr,
	output wire [7:0]  m_axi_mem_awlen,
	output wire [2:0]  m_axi_mem_awsize,
	output wire [1:0]  m_axi_mem_awburst,
	output wire [3:0]  m_axi_mem_awcache,
	output wire [2:0]  m_axi_mem_awprot,
	output wire [7:0]  m_axi_mem_awuser,
	output wire        m_axi_mem_awvalid,
	input  wire        m_axi_mem_awready,
	output wire [63:0] m_axi_mem_wdata,
	output wire [7:0]  m_axi_mem_wstrb,
	output wire        m_axi_mem_wlast,
	output wire        m_axi_mem_wvalid,
	input  wire        m_axi_mem_wready,
	input  wire [7:0]  m_axi_mem_bid,
	input  wire [1:0]  m_axi_mem_bresp,
	input  wire        m_axi_mem_bvalid,
	output wire        m_axi_mem_bready,
	output wire [7:0]  m_axi_mem_arid,
	output wire [39:0] m_axi_mem_araddr,
	output wire [7:0]  m_axi_mem_arlen,
	output wire [2:0]  m_axi_mem_arsize,
	output wire [1:0]  m_axi_mem_arburst,
	output wire [3:0]  m_axi_mem_arcache,
	output wire [2:0]  m_axi_mem_arprot,
	output wire [7:0]  m_axi_mem_aruser,
	output wire        m_axi_mem_arvalid,
	input  wire        m_axi_mem_arready,
	input  wire [7:0]  m_axi_mem_rid,
	input  wire [63:0] m_axi_mem_rdata,
	input  wire [1:0]  m_axi_mem_rresp,
	input  wire        m_axi_mem_rlast,
	input  wire        m_axi_mem_rvalid,
	output wire        m_axi_mem_rready,

	output wire [N_DEV*40-1:0] m_axil_awaddr, // AXI4-Lite, numbered as in axi_dev_map.v
	output wire [N_DEV*3-1:0]  m_axil_awprot,
	output wire [N_DEV-1:0]    m_axil_awvalid,
	input  wire [N_DEV-1:0]    m_axil_awready,
	output wire [N_DEV*64-1:0] m_axil_wdata,
	output wire [N_DEV*8-1:0]  m_axil_wstrb,
	output wire [N_DEV-1:0]    m_axil_wvalid,
	input  wire [N_DEV-1:0]    m_axil_wready,
	input  wire [N_DEV*2-1:0]  m_axil_bresp,
	input  wire [N_DEV-1:0]    m_axil_bvalid,
	output wire [N_DEV-1:0]    m_axil_bready,
	output wire [N_DEV*40-1:0] m_axil_araddr,
	output wire [N_DEV*3-1:0]  m_axil_arprot,
	output wire [N_DEV*2-1:0]  m_axil_arsize,
	output wire [N_DEV-1:0]    m_axil_arvalid,
	input  wire [N_DEV-1:0]    m_axil_arready,
	input  wire [N_DEV*64-1:0] m_axil_rdata,
	input  wire [N_DEV*2-1:0]  m_axil_rresp,
	input  wire [N_DEV-1:0]    m_axil_rvalid,
	output wire [N_DEV-1:0]    m_axil_rready
);
	wire delay_en = cfg_hostile_i[`DB_HOSTILE_FABRIC];

	// IDs come back with the zeros they were given; the fetch master does not write
	wire [1:0] d_bid_top, d_rid_top, i_rid_top, io_bid_top, io_rid_top, i_bresp;
	wire [5:0] i_bid;
	wire       i_awready, i_wready, i_bvalid;

	// crossbar, master side: 0 core data, 1 core fetch, 2 DMA, 3 core I/O
	wire [4*6-1:0]   xm_awid;
	wire [4*40-1:0]  xm_awaddr;
	wire [4*8-1:0]   xm_awlen;
	wire [4*3-1:0]   xm_awsize;
	wire [4*2-1:0]   xm_awburst;
	wire [4*4-1:0]   xm_awcache;
	wire [4*3-1:0]   xm_awprot;
	wire [4*8-1:0]   xm_awuser;
	wire [3:0]       xm_awvalid;
	wire [3:0]       xm_awready;
	wire [4*64-1:0]  xm_wdata;
	wire [4*8-1:0]   xm_wstrb;
	wire [3:0]       xm_wlast;
	wire [3:0]       xm_wvalid;
	wire [3:0]       xm_wready;
	wire [4*6-1:0]   xm_bid;
	wire [4*2-1:0]   xm_bresp;
	wire [3:0]       xm_bvalid;
	wire [3:0]       xm_bready;
	wire [4*6-1:0]   xm_arid;
	wire [4*40-1:0]  xm_araddr;
	wire [4*8-1:0]   xm_arlen;
	wire [4*3-1:0]   xm_arsize;
	wire [4*2-1:0]   xm_arburst;
	wire [4*4-1:0]   xm_arcache;
	wire [4*3-1:0]   xm_arprot;
	wire [4*8-1:0]   xm_aruser;
	wire [3:0]       xm_arvalid;
	wire [3:0]       xm_arready;
	wire [4*6-1:0]   xm_rid;
	wire [4*64-1:0]  xm_rdata;
	wire [4*2-1:0]   xm_rresp;
	wire [3:0]       xm_rlast;
	wire [3:0]       xm_rvalid;
	wire [3:0]       xm_rready;

	// crossbar, slave side: 0 memory port, 1 peripherals
	wire [2*8-1:0]   xs_awid;
	wire [2*40-1:0]  xs_awaddr;
	wire [2*8-1:0]   xs_awlen;
	wire [2*3-1:0]   xs_awsize;
	wire [2*2-1:0]   xs_awburst;
	wire [2*4-1:0]   xs_awcache;
	wire [2*3-1:0]   xs_awprot;
	wire [2*8-1:0]   xs_awuser;
	wire [1:0]       xs_awvalid;
	wire [1:0]       xs_awready;
	wire [2*64-1:0]  xs_wdata;
	wire [2*8-1:0]   xs_wstrb;
	wire [1:0]       xs_wlast;
	wire [1:0]       xs_wvalid;
	wire [1:0]       xs_wready;
	wire [2*8-1:0]   xs_bid;
	wire [2*2-1:0]   xs_bresp;
	wire [1:0]       xs_bvalid;
	wire [1:0]       xs_bready;
	wire [2*8-1:0]   xs_arid;
	wire [2*40-1:0]  xs_araddr;
	wire [2*8-1:0]   xs_arlen;
	wire [2*3-1:0]   xs_arsize;
	wire [2*2-1:0]   xs_arburst;
	wire [2*4-1:0]   xs_arcache;
	wire [2*3-1:0]   xs_arprot;
	wire [2*8-1:0]   xs_aruser;
	wire [1:0]       xs_arvalid;
	wire [1:0]       xs_arready;
	wire [2*8-1:0]   xs_rid;
	wire [2*64-1:0]  xs_rdata;
	wire [2*2-1:0]   xs_rresp;
	wire [1:0]       xs_rlast;
	wire [1:0]       xs_rvalid;
	wire [1:0]       xs_rready;

	// DMA: physical addresses behind the windows, then behind the coherent path
	wire [5:0]  win_awid;
	wire [39:0] win_awaddr;
	wire [7:0]  win_awlen, win_awuser;
	wire [3:0]  win_awcache;
	wire [2:0]  win_awsize, win_awprot;
	wire [1:0]  win_awburst;
	wire        win_awvalid, win_awready;
	wire [63:0] win_wdata;
	wire [7:0]  win_wstrb;
	wire        win_wlast, win_wvalid, win_wready;
	wire [5:0]  win_bid;
	wire [1:0]  win_bresp;
	wire        win_bvalid, win_bready;
	wire [5:0]  win_arid;
	wire [39:0] win_araddr;
	wire [7:0]  win_arlen, win_aruser;
	wire [3:0]  win_arcache;
	wire [2:0]  win_arsize, win_arprot;
	wire [1:0]  win_arburst;
	wire        win_arvalid, win_arready;
	wire [5:0]  win_rid;
	wire [63:0] win_rdata;
	wire [1:0]  win_rresp;
	wire        win_rlast, win_rvalid, win_rready;
	wire [5:0]  coh_awid;
	wire [39:0] coh_awaddr;
	wire [7:0]  coh_awlen, coh_awuser;
	wire [3:0]  coh_awcache;
	wire [2:0]  coh_awsize, coh_awprot;
	wire [1:0]  coh_awburst;
	wire        coh_awvalid, coh_awready;
	wire [63:0] coh_wdata;
	wire [7:0]  coh_wstrb;
	wire        coh_wlast, coh_wvalid, coh_wready;
	wire [5:0]  coh_bid;
	wire [1:0]  coh_bresp;
	wire        coh_bvalid, coh_bready;
	wire [5:0]  coh_arid;
	wire [39:0] coh_araddr;
	wire [7:0]  coh_arlen, coh_aruser;
	wire [3:0]  coh_arcache;
	wire [2:0]  coh_arsize, coh_arprot;
	wire [1:0]  coh_arburst;
	wire        coh_arvalid, coh_arready;
	wire [5:0]  coh_rid;
	wire [63:0] coh_rdata;
	wire [1:0]  coh_rresp;
	wire        coh_rlast, coh_rvalid, coh_rready;

	// Clock of the delays and the crossbar: nothing moves while no channel is valid and no input keeps an item. (Public: so
	// that it is evaluated with the registers, not with every input.)
	wire x_clk, x_sample;
	wire x_moves /* verilator public_flat_rd */ = s_axi_d_awvalid || s_axi_d_wvalid || s_axi_d_arvalid || s_axi_i_arvalid || s_axi_io_awvalid ||
		s_axi_io_wvalid || s_axi_io_arvalid || coh_awvalid || coh_wvalid || coh_arvalid ||
		xs_bvalid[1] || xs_rvalid[1] ||
		xs_awvalid != 2'd0 || xs_wvalid != 2'd0 || xs_arvalid != 2'd0 || xm_bvalid != 4'd0 || xm_rvalid != 4'd0 ||
		!(&{xm_awready, xm_wready, xm_arready, xs_bready, xs_rready}) || delay_en;
	idle_gate x_gate (.clk(clk), .rst(rst), .busy_i(x_moves || m_axi_mem_bvalid || m_axi_mem_rvalid),
		.clk_o(x_clk), .sample_o(x_sample));

	// inputs of the devices' part
	wire        dly_awready, dly_wready, dly_arready, dly_bvalid, dly_rlast, dly_rvalid;
	wire [5:0]  dly_bid, dly_rid;
	wire [1:0]  dly_bresp, dly_rresp;
	wire [63:0] dly_rdata;
	wire        snp_req_ready, snp_rsp_valid, snp_rsp_hit, snp_rsp_last;
	wire [7:0]  br_awid, br_awlen, br_wstrb, br_arid, br_arlen;
	wire [39:0] br_awaddr, br_araddr;
	wire [2:0]  br_awsize, br_awprot, br_arsize, br_arprot;
	wire [1:0]  br_awburst, br_arburst;
	wire [63:0] br_wdata;
	wire        br_awvalid, br_wlast, br_wvalid, br_bready, br_arvalid, br_rready;
	idle_sample #(.W(26)) dma_answers (.sample_i(dev_sample_i),
		.d_i({dly_awready, dly_wready, dly_arready, dly_bid, dly_bresp, dly_bvalid, dly_rid, dly_rresp, dly_rlast, dly_rvalid,
		      snp_req_ready_i, snp_rsp_valid_i, snp_rsp_hit_i, snp_rsp_last_i}),
		.q_o({coh_awready, coh_wready, coh_arready, coh_bid, coh_bresp, coh_bvalid, coh_rid, coh_rresp, coh_rlast, coh_rvalid,
		      snp_req_ready, snp_rsp_valid, snp_rsp_hit, snp_rsp_last}));
	idle_sample #(.W(64)) dma_rdata (.sample_i(dev_sample_i), .d_i(dly_rdata), .q_o(coh_rdata));
	idle_sample #(.W(64)) br_aw (.sample_i(dev_sample_i),
		.d_i({xs_awid[15:8], xs_awaddr[79:40], xs_awlen[15:8], xs_awsize[5:3], xs_awburst[3:2], xs_awprot[5:3]}),
		.q_o({br_awid, br_awaddr, br_awlen, br_awsize, br_awburst, br_awprot}));
	idle_sample #(.W(64)) br_ar (.sample_i(dev_sample_i),
		.d_i({xs_arid[15:8], xs_araddr[79:40], xs_arlen[15:8], xs_arsize[5:3], xs_arburst[3:2], xs_arprot[5:3]}),
		.q_o({br_arid, br_araddr, br_arlen, br_arsize, br_arburst, br_arprot}));
	idle_sample #(.W(64)) br_w (.sample_i(dev_sample_i), .d_i(xs_wdata[127:64]), .q_o(br_wdata));
	idle_sample #(.W(14)) br_ctl (.sample_i(dev_sample_i),
		.d_i({xs_wstrb[15:8], xs_wlast[1], xs_wvalid[1], xs_awvalid[1], xs_arvalid[1], xs_bready[1], xs_rready[1]}),
		.q_o({br_wstrb, br_wlast, br_wvalid, br_awvalid, br_arvalid, br_bready, br_rready}));

	wire [63:0] st_wdata;
	wire [7:0]  st_wstrb;
	wire        st_wlast, st_wvalid, st_wready, st_busy;

	// accesses in the bridge
	reg [7:0] br_out_q;
	always @(posedge dev_clk)
		br_out_q <= rst ? 8'd0 : br_out_q + {7'd0, br_awvalid && xs_awready[1]} + {7'd0, br_arvalid && xs_arready[1]}
			- {7'd0, xs_bvalid[1] && br_bready} - {7'd0, xs_rvalid[1] && br_rready && xs_rlast[1]};
	assign dev_busy_o = br_out_q != 8'd0 || xs_awvalid[1] || xs_wvalid[1] || xs_arvalid[1] || xs_bvalid[1] ||
		xs_rvalid[1] || coh_awvalid || coh_wvalid || coh_arvalid || dly_bvalid || dly_rvalid || snp_req_valid_o ||
		lock_valid_o || snp_rsp_valid_i || st_busy || s_axi_dma_awvalid || s_axi_dma_wvalid || s_axi_dma_arvalid ||
		!(s_axi_dma_awready && s_axi_dma_arready);

	axi_w_store dma_store (
		.clk(dev_clk), .rst(rst), .busy_o(st_busy),
		.s_axi_wdata(s_axi_dma_wdata), .s_axi_wstrb(s_axi_dma_wstrb), .s_axi_wlast(s_axi_dma_wlast),
		.s_axi_wvalid(s_axi_dma_wvalid), .s_axi_wready(s_axi_dma_wready),
		.m_axi_wdata(st_wdata), .m_axi_wstrb(st_wstrb), .m_axi_wlast(st_wlast),
		.m_axi_wvalid(st_wvalid), .m_axi_wready(st_wready)
	);

	axi_windows #(.ID_W(6)) windows (
		.cfg_ram_pages_i(cfg_ram_pages_i), .cfg_ram_hi_pages_i(cfg_ram_hi_pages_i),
		.bus_zero_i(cfg_quirk_i[`DB_QUIRK_BUS_ZERO]),
		.s_axi_awid(s_axi_dma_awid), .s_axi_awaddr(s_axi_dma_awaddr), .s_axi_awlen(s_axi_dma_awlen),
		.s_axi_awsize(s_axi_dma_awsize), .s_axi_awburst(s_axi_dma_awburst), .s_axi_awcache(s_axi_dma_awcache),
		.s_axi_awprot(s_axi_dma_awprot), .s_axi_awuser(s_axi_dma_awuser), .s_axi_awvalid(s_axi_dma_awvalid),
		.s_axi_awready(s_axi_dma_awready),
		.s_axi_wdata(st_wdata), .s_axi_wstrb(st_wstrb), .s_axi_wlast(st_wlast),
		.s_axi_wvalid(st_wvalid), .s_axi_wready(st_wready),
		.s_axi_bid(s_axi_dma_bid), .s_axi_bresp(s_axi_dma_bresp), .s_axi_bvalid(s_axi_dma_bvalid),
		.s_axi_bready(s_axi_dma_bready),
		.s_axi_arid(s_axi_dma_arid), .s_axi_araddr(s_axi_dma_araddr), .s_axi_arlen(s_axi_dma_arlen),
		.s_axi_arsize(s_axi_dma_arsize), .s_axi_arburst(s_axi_dma_arburst), .s_axi_arcache(s_axi_dma_arcache),
		.s_axi_arprot(s_axi_dma_arprot), .s_axi_aruser(s_axi_dma_aruser), .s_axi_arvalid(s_axi_dma_arvalid),
		.s_axi_arready(s_axi_dma_arready),
		.s_axi_rid(s_axi_dma_rid), .s_axi_rdata(s_axi_dma_rdata), .s_axi_rresp(s_axi_dma_rresp),
		.s_axi_rlast(s_axi_dma_rlast), .s_axi_rvalid(s_axi_dma_rvalid), .s_axi_rready(s_axi_dma_rready),
		.m_axi_awid(win_awid), .m_axi_awaddr(win_awaddr), .m_axi_awlen(win_awlen), .m_axi_awsize(win_awsize),
		.m_axi_awburst(win_awburst), .m_axi_awcache(win_awcache), .m_axi_awprot(win_awprot),
		.m_axi_awuser(win_awuser), .m_axi_awvalid(win_awvalid), .m_axi_awready(win_awready),
		.m_axi_wdata(win_wdata), .m_axi_wstrb(win_wstrb), .m_axi_wlast(win_wlast), .m_axi_wvalid(win_wvalid),
		.m_axi_wready(win_wready),
		.m_axi_bid(win_bid), .m_axi_bresp(win_bresp), .m_axi_bvalid(win_bvalid), .m_axi_bready(win_bready),
		.m_axi_arid(win_arid), .m_axi_araddr(win_araddr), .m_axi_arlen(win_arlen), .m_axi_arsize(win_arsize),
		.m_axi_arburst(win_arburst), .m_axi_arcache(win_arcache), .m_axi_arprot(win_arprot),
		.m_axi_aruser(win_aruser), .m_axi_arvalid(win_arvalid), .m_axi_arready(win_arready),
		.m_axi_rid(win_rid), .m_axi_rdata(win_rdata), .m_axi_rresp(win_rresp), .m_axi_rlast(win_rlast),
		.m_axi_rvalid(win_rvalid), .m_axi_rready(win_rready)
	);

	axi_coherent #(.ID_W(6), .LINE_BYTES(LINE_BYTES)) coherent (
		.clk(dev_clk), .rst(rst), .coherent_mode_i(coherent_mode_i),
		.snp_req_valid_o(snp_req_valid_o), .snp_req_ready_i(snp_req_ready),
		.snp_req_op_o(snp_req_op_o), .snp_req_addr_o(snp_req_addr_o), .snp_rsp_valid_i(snp_rsp_valid),
		.snp_rsp_hit_i(snp_rsp_hit), .snp_rsp_last_i(snp_rsp_last),
		.lock_valid_o(lock_valid_o), .lock_lo_o(lock_lo_o), .lock_hi_o(lock_hi_o),
		.s_axi_awid(win_awid), .s_axi_awaddr(win_awaddr), .s_axi_awlen(win_awlen), .s_axi_awsize(win_awsize),
		.s_axi_awburst(win_awburst), .s_axi_awcache(win_awcache), .s_axi_awprot(win_awprot),
		.s_axi_awuser(win_awuser), .s_axi_awvalid(win_awvalid), .s_axi_awready(win_awready),
		.s_axi_wdata(win_wdata), .s_axi_wstrb(win_wstrb), .s_axi_wlast(win_wlast), .s_axi_wvalid(win_wvalid),
		.s_axi_wready(win_wready),
		.s_axi_bid(win_bid), .s_axi_bresp(win_bresp), .s_axi_bvalid(win_bvalid), .s_axi_bready(win_bready),
		.s_axi_arid(win_arid), .s_axi_araddr(win_araddr), .s_axi_arlen(win_arlen), .s_axi_arsize(win_arsize),
		.s_axi_arburst(win_arburst), .s_axi_arcache(win_arcache), .s_axi_arprot(win_arprot),
		.s_axi_aruser(win_aruser), .s_axi_arvalid(win_arvalid), .s_axi_arready(win_arready),
		.s_axi_rid(win_rid), .s_axi_rdata(win_rdata), .s_axi_rresp(win_rresp), .s_axi_rlast(win_rlast),
		.s_axi_rvalid(win_rvalid), .s_axi_rready(win_rready),
		.m_axi_awid(coh_awid), .m_axi_awaddr(coh_awaddr), .m_axi_awlen(coh_awlen), .m_axi_awsize(coh_awsize),
		.m_axi_awburst(coh_awburst), .m_axi_awcache(coh_awcache), .m_axi_awprot(coh_awprot),
		.m_axi_awuser(coh_awuser), .m_axi_awvalid(coh_awvalid), .m_axi_awready(coh_awready),
		.m_axi_wdata(coh_wdata), .m_axi_wstrb(coh_wstrb), .m_axi_wlast(coh_wlast), .m_axi_wvalid(coh_wvalid),
		.m_axi_wready(coh_wready),
		.m_axi_bid(coh_bid), .m_axi_bresp(coh_bresp), .m_axi_bvalid(coh_bvalid), .m_axi_bready(coh_bready),
		.m_axi_arid(coh_arid), .m_axi_araddr(coh_araddr), .m_axi_arlen(coh_arlen), .m_axi_arsize(coh_arsize),
		.m_axi_arburst(coh_arburst), .m_axi_arcache(coh_arcache), .m_axi_arprot(coh_arprot),
		.m_axi_aruser(coh_aruser), .m_axi_arvalid(coh_arvalid), .m_axi_arready(coh_arready),
		.m_axi_rid(coh_rid), .m_axi_rdata(coh_rdata), .m_axi_rresp(coh_rresp), .m_axi_rlast(coh_rlast),
		.m_axi_rvalid(coh_rvalid), .m_axi_rready(coh_rready)
	);

	axi_delay #(.ID_W(6), .SALT(32'h1000_0000)) delay_d (
		.clk(x_clk), .rst(rst), .en_i(delay_en), .seed_i(cfg_seed_i), .sample_i(x_sample),
		.s_axi_awid({2'd0, s_axi_d_awid}), .s_axi_awaddr(s_axi_d_awaddr), .s_axi_awlen(s_axi_d_awlen),
		.s_axi_awsize(s_axi_d_awsize), .s_axi_awburst(s_axi_d_awburst), .s_axi_awcache(s_axi_d_awcache),
		.s_axi_awprot(s_axi_d_awprot), .s_axi_awuser(s_axi_d_awuser), .s_axi_awvalid(s_axi_d_awvalid),
		.s_axi_awready(s_axi_d_awready),
		.s_axi_wdata(s_axi_d_wdata), .s_axi_wstrb(s_axi_d_wstrb), .s_axi_wlast(s_axi_d_wlast),
		.s_axi_wvalid(s_axi_d_wvalid), .s_axi_wready(s_axi_d_wready),
		.s_axi_bid({d_bid_top, s_axi_d_bid}), .s_axi_bresp(s_axi_d_bresp), .s_axi_bvalid(s_axi_d_bvalid),
		.s_axi_bready(s_axi_d_bready),
		.s_axi_arid({2'd0, s_axi_d_arid}), .s_axi_araddr(s_axi_d_araddr), .s_axi_arlen(s_axi_d_arlen),
		.s_axi_arsize(s_axi_d_arsize), .s_axi_arburst(s_axi_d_arburst), .s_axi_arcache(s_axi_d_arcache),
		.s_axi_arprot(s_axi_d_arprot), .s_axi_aruser(s_axi_d_aruser), .s_axi_arvalid(s_axi_d_arvalid),
		.s_axi_arready(s_axi_d_arready),
		.s_axi_rid({d_rid_top, s_axi_d_rid}), .s_axi_rdata(s_axi_d_rdata), .s_axi_rresp(s_axi_d_rresp),
		.s_axi_rlast(s_axi_d_rlast), .s_axi_rvalid(s_axi_d_rvalid), .s_axi_rready(s_axi_d_rready),
		.m_axi_awid(xm_awid[0 * 6 +: 6]), .m_axi_awaddr(xm_awaddr[0 * 40 +: 40]),
		.m_axi_awlen(xm_awlen[0 * 8 +: 8]), .m_axi_awsize(xm_awsize[0 * 3 +: 3]),
		.m_axi_awburst(xm_awburst[0 * 2 +: 2]), .m_axi_awcache(xm_awcache[0 * 4 +: 4]),
		.m_axi_awprot(xm_awprot[0 * 3 +: 3]), .m_axi_awuser(xm_awuser[0 * 8 +: 8]),
		.m_axi_awvalid(xm_awvalid[0]), .m_axi_awready(xm_awready[0]),
		.m_axi_wdata(xm_wdata[0 * 64 +: 64]), .m_axi_wstrb(xm_wstrb[0 * 8 +: 8]), .m_axi_wlast(xm_wlast[0]),
		.m_axi_wvalid(xm_wvalid[0]), .m_axi_wready(xm_wready[0]),
		.m_axi_bid(xm_bid[0 * 6 +: 6]), .m_axi_bresp(xm_bresp[0 * 2 +: 2]), .m_axi_bvalid(xm_bvalid[0]),
		.m_axi_bready(xm_bready[0]),
		.m_axi_arid(xm_arid[0 * 6 +: 6]), .m_axi_araddr(xm_araddr[0 * 40 +: 40]),
		.m_axi_arlen(xm_arlen[0 * 8 +: 8]), .m_axi_arsize(xm_arsize[0 * 3 +: 3]),
		.m_axi_arburst(xm_arburst[0 * 2 +: 2]), .m_axi_arcache(xm_arcache[0 * 4 +: 4]),
		.m_axi_arprot(xm_arprot[0 * 3 +: 3]), .m_axi_aruser(xm_aruser[0 * 8 +: 8]),
		.m_axi_arvalid(xm_arvalid[0]), .m_axi_arready(xm_arready[0]),
		.m_axi_rid(xm_rid[0 * 6 +: 6]), .m_axi_rdata(xm_rdata[0 * 64 +: 64]),
		.m_axi_rresp(xm_rresp[0 * 2 +: 2]), .m_axi_rlast(xm_rlast[0]), .m_axi_rvalid(xm_rvalid[0]),
		.m_axi_rready(xm_rready[0])
	);

	axi_delay #(.ID_W(6), .SALT(32'h2000_0000)) delay_i (
		.clk(x_clk), .rst(rst), .en_i(delay_en), .seed_i(cfg_seed_i), .sample_i(x_sample),
		.s_axi_awid(6'd0), .s_axi_awaddr(40'd0), .s_axi_awlen(8'd0), .s_axi_awsize(3'd0), .s_axi_awburst(2'd0),
		.s_axi_awcache(4'd0), .s_axi_awprot(3'd0), .s_axi_awuser(8'd0), .s_axi_awvalid(1'b0),
		.s_axi_awready(i_awready),
		.s_axi_wdata(64'd0), .s_axi_wstrb(8'd0), .s_axi_wlast(1'b0), .s_axi_wvalid(1'b0),
		.s_axi_wready(i_wready),
		.s_axi_bid(i_bid), .s_axi_bresp(i_bresp), .s_axi_bvalid(i_bvalid), .s_axi_bready(1'b1),
		.s_axi_arid({2'd0, s_axi_i_arid}), .s_axi_araddr(s_axi_i_araddr), .s_axi_arlen(s_axi_i_arlen),
		.s_axi_arsize(s_axi_i_arsize), .s_axi_arburst(s_axi_i_arburst), .s_axi_arcache(s_axi_i_arcache),
		.s_axi_arprot(s_axi_i_arprot), .s_axi_aruser(s_axi_i_aruser), .s_axi_arvalid(s_axi_i_arvalid),
		.s_axi_arready(s_axi_i_arready),
		.s_axi_rid({i_rid_top, s_axi_i_rid}), .s_axi_rdata(s_axi_i_rdata), .s_axi_rresp(s_axi_i_rresp),
		.s_axi_rlast(s_axi_i_rlast), .s_axi_rvalid(s_axi_i_rvalid), .s_axi_rready(s_axi_i_rready),
		.m_axi_awid(xm_awid[1 * 6 +: 6]), .m_axi_awaddr(xm_awaddr[1 * 40 +: 40]),
		.m_axi_awlen(xm_awlen[1 * 8 +: 8]), .m_axi_awsize(xm_awsize[1 * 3 +: 3]),
		.m_axi_awburst(xm_awburst[1 * 2 +: 2]), .m_axi_awcache(xm_awcache[1 * 4 +: 4]),
		.m_axi_awprot(xm_awprot[1 * 3 +: 3]), .m_axi_awuser(xm_awuser[1 * 8 +: 8]),
		.m_axi_awvalid(xm_awvalid[1]), .m_axi_awready(xm_awready[1]),
		.m_axi_wdata(xm_wdata[1 * 64 +: 64]), .m_axi_wstrb(xm_wstrb[1 * 8 +: 8]), .m_axi_wlast(xm_wlast[1]),
		.m_axi_wvalid(xm_wvalid[1]), .m_axi_wready(xm_wready[1]),
		.m_axi_bid(xm_bid[1 * 6 +: 6]), .m_axi_bresp(xm_bresp[1 * 2 +: 2]), .m_axi_bvalid(xm_bvalid[1]),
		.m_axi_bready(xm_bready[1]),
		.m_axi_arid(xm_arid[1 * 6 +: 6]), .m_axi_araddr(xm_araddr[1 * 40 +: 40]),
		.m_axi_arlen(xm_arlen[1 * 8 +: 8]), .m_axi_arsize(xm_arsize[1 * 3 +: 3]),
		.m_axi_arburst(xm_arburst[1 * 2 +: 2]), .m_axi_arcache(xm_arcache[1 * 4 +: 4]),
		.m_axi_arprot(xm_arprot[1 * 3 +: 3]), .m_axi_aruser(xm_aruser[1 * 8 +: 8]),
		.m_axi_arvalid(xm_arvalid[1]), .m_axi_arready(xm_arready[1]),
		.m_axi_rid(xm_rid[1 * 6 +: 6]), .m_axi_rdata(xm_rdata[1 * 64 +: 64]),
		.m_axi_rresp(xm_rresp[1 * 2 +: 2]), .m_axi_rlast(xm_rlast[1]), .m_axi_rvalid(xm_rvalid[1]),
		.m_axi_rready(xm_rready[1])
	);

	axi_delay #(.ID_W(6), .SALT(32'h3000_0000)) delay_dma (
		.clk(x_clk), .rst(rst), .en_i(delay_en), .seed_i(cfg_seed_i), .sample_i(x_sample),
		.s_axi_awid(coh_awid), .s_axi_awaddr(coh_awaddr), .s_axi_awlen(coh_awlen), .s_axi_awsize(coh_awsize),
		.s_axi_awburst(coh_awburst), .s_axi_awcache(coh_awcache), .s_axi_awprot(coh_awprot),
		.s_axi_awuser(coh_awuser), .s_axi_awvalid(coh_awvalid), .s_axi_awready(dly_awready),
		.s_axi_wdata(coh_wdata), .s_axi_wstrb(coh_wstrb), .s_axi_wlast(coh_wlast), .s_axi_wvalid(coh_wvalid),
		.s_axi_wready(dly_wready),
		.s_axi_bid(dly_bid), .s_axi_bresp(dly_bresp), .s_axi_bvalid(dly_bvalid), .s_axi_bready(coh_bready),
		.s_axi_arid(coh_arid), .s_axi_araddr(coh_araddr), .s_axi_arlen(coh_arlen), .s_axi_arsize(coh_arsize),
		.s_axi_arburst(coh_arburst), .s_axi_arcache(coh_arcache), .s_axi_arprot(coh_arprot),
		.s_axi_aruser(coh_aruser), .s_axi_arvalid(coh_arvalid), .s_axi_arready(dly_arready),
		.s_axi_rid(dly_rid), .s_axi_rdata(dly_rdata), .s_axi_rresp(dly_rresp), .s_axi_rlast(dly_rlast),
		.s_axi_rvalid(dly_rvalid), .s_axi_rready(coh_rready),
		.m_axi_awid(xm_awid[2 * 6 +: 6]), .m_axi_awaddr(xm_awaddr[2 * 40 +: 40]),
		.m_axi_awlen(xm_awlen[2 * 8 +: 8]), .m_axi_awsize(xm_awsize[2 * 3 +: 3]),
		.m_axi_awburst(xm_awburst[2 * 2 +: 2]), .m_axi_awcache(xm_awcache[2 * 4 +: 4]),
		.m_axi_awprot(xm_awprot[2 * 3 +: 3]), .m_axi_awuser(xm_awuser[2 * 8 +: 8]),
		.m_axi_awvalid(xm_awvalid[2]), .m_axi_awready(xm_awready[2]),
		.m_axi_wdata(xm_wdata[2 * 64 +: 64]), .m_axi_wstrb(xm_wstrb[2 * 8 +: 8]), .m_axi_wlast(xm_wlast[2]),
		.m_axi_wvalid(xm_wvalid[2]), .m_axi_wready(xm_wready[2]),
		.m_axi_bid(xm_bid[2 * 6 +: 6]), .m_axi_bresp(xm_bresp[2 * 2 +: 2]), .m_axi_bvalid(xm_bvalid[2]),
		.m_axi_bready(xm_bready[2]),
		.m_axi_arid(xm_arid[2 * 6 +: 6]), .m_axi_araddr(xm_araddr[2 * 40 +: 40]),
		.m_axi_arlen(xm_arlen[2 * 8 +: 8]), .m_axi_arsize(xm_arsize[2 * 3 +: 3]),
		.m_axi_arburst(xm_arburst[2 * 2 +: 2]), .m_axi_arcache(xm_arcache[2 * 4 +: 4]),
		.m_axi_arprot(xm_arprot[2 * 3 +: 3]), .m_axi_aruser(xm_aruser[2 * 8 +: 8]),
		.m_axi_arvalid(xm_arvalid[2]), .m_axi_arready(xm_arready[2]),
		.m_axi_rid(xm_rid[2 * 6 +: 6]), .m_axi_rdata(xm_rdata[2 * 64 +: 64]),
		.m_axi_rresp(xm_rresp[2 * 2 +: 2]), .m_axi_rlast(xm_rlast[2]), .m_axi_rvalid(xm_rvalid[2]),
		.m_axi_rready(xm_rready[2])
	);

	axi_delay #(.ID_W(6), .SALT(32'h4000_0000)) delay_io (
		.clk(x_clk), .rst(rst), .en_i(delay_en), .seed_i(cfg_seed_i), .sample_i(x_sample),
		.s_axi_awid({2'd0, s_axi_io_awid}), .s_axi_awaddr(s_axi_io_awaddr), .s_axi_awlen(s_axi_io_awlen),
		.s_axi_awsize(s_axi_io_awsize), .s_axi_awburst(s_axi_io_awburst), .s_axi_awcache(s_axi_io_awcache),
		.s_axi_awprot(s_axi_io_awprot), .s_axi_awuser(s_axi_io_awuser), .s_axi_awvalid(s_axi_io_awvalid),
		.s_axi_awready(s_axi_io_awready),
		.s_axi_wdata(s_axi_io_wdata), .s_axi_wstrb(s_axi_io_wstrb), .s_axi_wlast(s_axi_io_wlast),
		.s_axi_wvalid(s_axi_io_wvalid), .s_axi_wready(s_axi_io_wready),
		.s_axi_bid({io_bid_top, s_axi_io_bid}), .s_axi_bresp(s_axi_io_bresp), .s_axi_bvalid(s_axi_io_bvalid),
		.s_axi_bready(s_axi_io_bready),
		.s_axi_arid({2'd0, s_axi_io_arid}), .s_axi_araddr(s_axi_io_araddr), .s_axi_arlen(s_axi_io_arlen),
		.s_axi_arsize(s_axi_io_arsize), .s_axi_arburst(s_axi_io_arburst), .s_axi_arcache(s_axi_io_arcache),
		.s_axi_arprot(s_axi_io_arprot), .s_axi_aruser(s_axi_io_aruser), .s_axi_arvalid(s_axi_io_arvalid),
		.s_axi_arready(s_axi_io_arready),
		.s_axi_rid({io_rid_top, s_axi_io_rid}), .s_axi_rdata(s_axi_io_rdata), .s_axi_rresp(s_axi_io_rresp),
		.s_axi_rlast(s_axi_io_rlast), .s_axi_rvalid(s_axi_io_rvalid), .s_axi_rready(s_axi_io_rready),
		.m_axi_awid(xm_awid[3 * 6 +: 6]), .m_axi_awaddr(xm_awaddr[3 * 40 +: 40]),
		.m_axi_awlen(xm_awlen[3 * 8 +: 8]), .m_axi_awsize(xm_awsize[3 * 3 +: 3]),
		.m_axi_awburst(xm_awburst[3 * 2 +: 2]), .m_axi_awcache(xm_awcache[3 * 4 +: 4]),
		.m_axi_awprot(xm_awprot[3 * 3 +: 3]), .m_axi_awuser(xm_awuser[3 * 8 +: 8]),
		.m_axi_awvalid(xm_awvalid[3]), .m_axi_awready(xm_awready[3]),
		.m_axi_wdata(xm_wdata[3 * 64 +: 64]), .m_axi_wstrb(xm_wstrb[3 * 8 +: 8]), .m_axi_wlast(xm_wlast[3]),
		.m_axi_wvalid(xm_wvalid[3]), .m_axi_wready(xm_wready[3]),
		.m_axi_bid(xm_bid[3 * 6 +: 6]), .m_axi_bresp(xm_bresp[3 * 2 +: 2]), .m_axi_bvalid(xm_bvalid[3]),
		.m_axi_bready(xm_bready[3]),
		.m_axi_arid(xm_arid[3 * 6 +: 6]), .m_axi_araddr(xm_araddr[3 * 40 +: 40]),
		.m_axi_arlen(xm_arlen[3 * 8 +: 8]), .m_axi_arsize(xm_arsize[3 * 3 +: 3]),
		.m_axi_arburst(xm_arburst[3 * 2 +: 2]), .m_axi_arcache(xm_arcache[3 * 4 +: 4]),
		.m_axi_arprot(xm_arprot[3 * 3 +: 3]), .m_axi_aruser(xm_aruser[3 * 8 +: 8]),
		.m_axi_arvalid(xm_arvalid[3]), .m_axi_arready(xm_arready[3]),
		.m_axi_rid(xm_rid[3 * 6 +: 6]), .m_axi_rdata(xm_rdata[3 * 64 +: 64]),
		.m_axi_rresp(xm_rresp[3 * 2 +: 2]), .m_axi_rlast(xm_rlast[3]), .m_axi_rvalid(xm_rvalid[3]),
		.m_axi_rready(xm_rready[3])
	);

	axi_xbar #(.N_M(4), .ID_W(6)) xbar (
		.clk(x_clk), .rst(rst), .cfg_ram_pages_i(cfg_ram_pages_i), .cfg_ram_hi_pages_i(cfg_ram_hi_pages_i),
		.s_axi_awid(xm_awid), .s_axi_awaddr(xm_awaddr), .s_axi_awlen(xm_awlen), .s_axi_awsize(xm_awsize),
		.s_axi_awburst(xm_awburst), .s_axi_awcache(xm_awcache), .s_axi_awprot(xm_awprot),
		.s_axi_awuser(xm_awuser), .s_axi_awvalid(xm_awvalid), .s_axi_awready(xm_awready),
		.s_axi_wdata(xm_wdata), .s_axi_wstrb(xm_wstrb), .s_axi_wlast(xm_wlast), .s_axi_wvalid(xm_wvalid),
		.s_axi_wready(xm_wready),
		.s_axi_bid(xm_bid), .s_axi_bresp(xm_bresp), .s_axi_bvalid(xm_bvalid), .s_axi_bready(xm_bready),
		.s_axi_arid(xm_arid), .s_axi_araddr(xm_araddr), .s_axi_arlen(xm_arlen), .s_axi_arsize(xm_arsize),
		.s_axi_arburst(xm_arburst), .s_axi_arcache(xm_arcache), .s_axi_arprot(xm_arprot),
		.s_axi_aruser(xm_aruser), .s_axi_arvalid(xm_arvalid), .s_axi_arready(xm_arready),
		.s_axi_rid(xm_rid), .s_axi_rdata(xm_rdata), .s_axi_rresp(xm_rresp), .s_axi_rlast(xm_rlast),
		.s_axi_rvalid(xm_rvalid), .s_axi_rready(xm_rready),
		.m_axi_awid(xs_awid), .m_axi_awaddr(xs_awaddr), .m_axi_awlen(xs_awlen), .m_axi_awsize(xs_awsize),
		.m_axi_awburst(xs_awburst), .m_axi_awcache(xs_awcache), .m_axi_awprot(xs_awprot),
		.m_axi_awuser(xs_awuser), .m_axi_awvalid(xs_awvalid), .m_axi_awready(xs_awready),
		.m_axi_wdata(xs_wdata), .m_axi_wstrb(xs_wstrb), .m_axi_wlast(xs_wlast), .m_axi_wvalid(xs_wvalid),
		.m_axi_wready(xs_wready),
		.m_axi_bid(xs_bid), .m_axi_bresp(xs_bresp), .m_axi_bvalid(xs_bvalid), .m_axi_bready(xs_bready),
		.m_axi_arid(xs_arid), .m_axi_araddr(xs_araddr), .m_axi_arlen(xs_arlen), .m_axi_arsize(xs_arsize),
		.m_axi_arburst(xs_arburst), .m_axi_arcache(xs_arcache), .m_axi_arprot(xs_arprot),
		.m_axi_aruser(xs_aruser), .m_axi_arvalid(xs_arvalid), .m_axi_arready(xs_arready),
		.m_axi_rid(xs_rid), .m_axi_rdata(xs_rdata), .m_axi_rresp(xs_rresp), .m_axi_rlast(xs_rlast),
		.m_axi_rvalid(xs_rvalid), .m_axi_rready(xs_rready)
	);

	// slave 0: the memory port
	assign m_axi_mem_awid = xs_awid[0 * 8 +: 8];
	assign m_axi_mem_awaddr = xs_awaddr[0 * 40 +: 40];
	assign m_axi_mem_awlen = xs_awlen[0 * 8 +: 8];
	assign m_axi_mem_awsize = xs_awsize[0 * 3 +: 3];
	assign m_axi_mem_awburst = xs_awburst[0 * 2 +: 2];
	assign m_axi_mem_awcache = xs_awcache[0 * 4 +: 4];
	assign m_axi_mem_awprot = xs_awprot[0 * 3 +: 3];
	assign m_axi_mem_awuser = xs_awuser[0 * 8 +: 8];
	assign m_axi_mem_awvalid = xs_awvalid[0];
	idle_sample #(.W(1)) mem_awready (.sample_i(x_sample), .d_i(m_axi_mem_awready), .q_o(xs_awready[0]));
	assign m_axi_mem_wdata = xs_wdata[0 * 64 +: 64];
	assign m_axi_mem_wstrb = xs_wstrb[0 * 8 +: 8];
	assign m_axi_mem_wlast = xs_wlast[0];
	assign m_axi_mem_wvalid = xs_wvalid[0];
	idle_sample #(.W(1)) mem_wready (.sample_i(x_sample), .d_i(m_axi_mem_wready), .q_o(xs_wready[0]));
	idle_sample #(.W(8)) mem_bid (.sample_i(x_sample), .d_i(m_axi_mem_bid), .q_o(xs_bid[0 * 8 +: 8]));
	idle_sample #(.W(2)) mem_bresp (.sample_i(x_sample), .d_i(m_axi_mem_bresp), .q_o(xs_bresp[0 * 2 +: 2]));
	idle_sample #(.W(1)) mem_bvalid (.sample_i(x_sample), .d_i(m_axi_mem_bvalid), .q_o(xs_bvalid[0]));
	assign m_axi_mem_bready = xs_bready[0];
	assign m_axi_mem_arid = xs_arid[0 * 8 +: 8];
	assign m_axi_mem_araddr = xs_araddr[0 * 40 +: 40];
	assign m_axi_mem_arlen = xs_arlen[0 * 8 +: 8];
	assign m_axi_mem_arsize = xs_arsize[0 * 3 +: 3];
	assign m_axi_mem_arburst = xs_arburst[0 * 2 +: 2];
	assign m_axi_mem_arcache = xs_arcache[0 * 4 +: 4];
	assign m_axi_mem_arprot = xs_arprot[0 * 3 +: 3];
	assign m_axi_mem_aruser = xs_aruser[0 * 8 +: 8];
	assign m_axi_mem_arvalid = xs_arvalid[0];
	idle_sample #(.W(1)) mem_arready (.sample_i(x_sample), .d_i(m_axi_mem_arready), .q_o(xs_arready[0]));
	idle_sample #(.W(8)) mem_rid (.sample_i(x_sample), .d_i(m_axi_mem_rid), .q_o(xs_rid[0 * 8 +: 8]));
	idle_sample #(.W(64)) mem_rdata (.sample_i(x_sample), .d_i(m_axi_mem_rdata), .q_o(xs_rdata[0 * 64 +: 64]));
	idle_sample #(.W(2)) mem_rresp (.sample_i(x_sample), .d_i(m_axi_mem_rresp), .q_o(xs_rresp[0 * 2 +: 2]));
	idle_sample #(.W(1)) mem_rlast (.sample_i(x_sample), .d_i(m_axi_mem_rlast), .q_o(xs_rlast[0]));
	idle_sample #(.W(1)) mem_rvalid (.sample_i(x_sample), .d_i(m_axi_mem_rvalid), .q_o(xs_rvalid[0]));
	assign m_axi_mem_rready = xs_rready[0];

	// slave 1: the devices
	axi_periph_bridge #(.ID_W(8)) bridge (
		.clk(dev_clk), .rst(rst),
		.s_axi_awid(br_awid), .s_axi_awaddr(br_awaddr),
		.s_axi_awlen(br_awlen), .s_axi_awsize(br_awsize),
		.s_axi_awburst(br_awburst), .s_axi_awprot(br_awprot),
		.s_axi_awvalid(br_awvalid), .s_axi_awready(xs_awready[1]),
		.s_axi_wdata(br_wdata), .s_axi_wstrb(br_wstrb), .s_axi_wlast(br_wlast),
		.s_axi_wvalid(br_wvalid), .s_axi_wready(xs_wready[1]),
		.s_axi_bid(xs_bid[1 * 8 +: 8]), .s_axi_bresp(xs_bresp[1 * 2 +: 2]), .s_axi_bvalid(xs_bvalid[1]),
		.s_axi_bready(br_bready),
		.s_axi_arid(br_arid), .s_axi_araddr(br_araddr),
		.s_axi_arlen(br_arlen), .s_axi_arsize(br_arsize),
		.s_axi_arburst(br_arburst), .s_axi_arprot(br_arprot),
		.s_axi_arvalid(br_arvalid), .s_axi_arready(xs_arready[1]),
		.s_axi_rid(xs_rid[1 * 8 +: 8]), .s_axi_rdata(xs_rdata[1 * 64 +: 64]),
		.s_axi_rresp(xs_rresp[1 * 2 +: 2]), .s_axi_rlast(xs_rlast[1]), .s_axi_rvalid(xs_rvalid[1]),
		.s_axi_rready(br_rready),
		.m_axil_awaddr(m_axil_awaddr), .m_axil_awprot(m_axil_awprot), .m_axil_awvalid(m_axil_awvalid),
		.m_axil_awready(m_axil_awready),
		.m_axil_wdata(m_axil_wdata), .m_axil_wstrb(m_axil_wstrb), .m_axil_wvalid(m_axil_wvalid),
		.m_axil_wready(m_axil_wready),
		.m_axil_bresp(m_axil_bresp), .m_axil_bvalid(m_axil_bvalid), .m_axil_bready(m_axil_bready),
		.m_axil_araddr(m_axil_araddr), .m_axil_arprot(m_axil_arprot), .m_axil_arsize(m_axil_arsize),
		.m_axil_arvalid(m_axil_arvalid), .m_axil_arready(m_axil_arready),
		.m_axil_rdata(m_axil_rdata), .m_axil_rresp(m_axil_rresp), .m_axil_rvalid(m_axil_rvalid),
		.m_axil_rready(m_axil_rready)
	);

	wire       unused = &{1'b0, d_bid_top, d_rid_top, i_rid_top, io_bid_top, io_rid_top, i_bresp, i_bid, i_awready,
		i_wready, i_bvalid, xs_awcache[7:4], xs_arcache[7:4], xs_awuser[15:8], xs_aruser[15:8],
		cfg_hostile_i, cfg_quirk_i};
endmodule

`default_nettype wire
