// SPDX-License-Identifier: Apache-2.0
//
// doorbell_dma: descriptor-driven memory-to-memory DMA engine. See docs/dma-engine.md.
`default_nettype none

module doorbell_dma #(
	parameter integer CHANNELS  = 1,    // 1 to 16
	parameter integer PREFETCH  = 32,   // descriptors that a channel holds fetched ahead: a power of two, 4 to 128
	parameter integer RD_OUT    = 32,   // read bursts outstanding at most, 2 to 32
	parameter integer WR_OUT    = 32,   // write bursts outstanding at most, 2 to 32
	parameter integer MAX_BURST = 64,   // beats of a data burst at most, 1 to 256
	parameter integer BUF_BEATS = 512   // data buffer of a channel: a power of two, twice MAX_BURST to 512
) (
	input  wire                clk,
	input  wire                rst,            // synchronous, active high
	input  wire [31:0]         cfg_quirk_i,    // contracts weakened (straps.def); constant while running

	input  wire [16:0]         s_axil_awaddr,  // registers; offset in the DMA region
	input  wire [2:0]          s_axil_awprot,
	input  wire                s_axil_awvalid,
	output wire                s_axil_awready,
	input  wire [63:0]         s_axil_wdata,
	input  wire [7:0]          s_axil_wstrb,
	input  wire                s_axil_wvalid,
	output wire                s_axil_wready,
	output wire [1:0]          s_axil_bresp,
	output wire                s_axil_bvalid,
	input  wire                s_axil_bready,
	input  wire [16:0]         s_axil_araddr,
	input  wire [2:0]          s_axil_arprot,
	input  wire [1:0]          s_axil_arsize,  // log2 of the bytes read
	input  wire                s_axil_arvalid,
	output wire                s_axil_arready,
	output wire [63:0]         s_axil_rdata,
	output wire [1:0]          s_axil_rresp,
	output wire                s_axil_rvalid,
	input  wire                s_axil_rready,

	output wire [5:0]          m_axi_awid,     // memory; {descriptor or record, channel}
	output wire [39:0]         m_axi_awaddr,
	output wire [7:0]          m_axi_awlen,
	output wire [2:0]          m_axi_awsize,
	output wire [1:0]          m_axi_awburst,
	output wire [3:0]          m_axi_awcache,
	output wire [2:0]          m_axi_awprot,
	output wire [7:0]          m_axi_awuser,   // {kind[2:0], channel[4:0]}
	output wire                m_axi_awvalid,
	input  wire                m_axi_awready,
	output wire [63:0]         m_axi_wdata,
	output wire [7:0]          m_axi_wstrb,
	output wire                m_axi_wlast,
	output wire                m_axi_wvalid,
	input  wire                m_axi_wready,
	input  wire [5:0]          m_axi_bid,
	input  wire [1:0]          m_axi_bresp,
	input  wire                m_axi_bvalid,
	output wire                m_axi_bready,
	output wire [5:0]          m_axi_arid,
	output wire [39:0]         m_axi_araddr,
	output wire [7:0]          m_axi_arlen,
	output wire [2:0]          m_axi_arsize,
	output wire [1:0]          m_axi_arburst,
	output wire [3:0]          m_axi_arcache,
	output wire [2:0]          m_axi_arprot,
	output wire [7:0]          m_axi_aruser,
	output wire                m_axi_arvalid,
	input  wire                m_axi_arready,
	input  wire [5:0]          m_axi_rid,
	input  wire [63:0]         m_axi_rdata,
	input  wire [1:0]          m_axi_rresp,
	input  wire                m_axi_rlast,
	input  wire                m_axi_rvalid,
	output wire                m_axi_rready,

	output wire [CHANNELS-1:0] irq_o,          // level, one per channel
	output wire                busy_o,         // state changes without an access

	output wire                probe_dar_valid_o, // lanes of probe.def
	output wire [7:0]          probe_dar_user_o,
	output wire [5:0]          probe_dar_id_o,
	output wire [39:0]         probe_dar_addr_o,
	output wire [7:0]          probe_dar_len_o,
	output wire [15:0]         probe_dar_bytes_o,
	output wire                probe_dr_valid_o,
	output wire [5:0]          probe_dr_id_o,
	output wire                probe_dr_last_o,
	output wire [1:0]          probe_dr_resp_o,
	output wire                probe_daw_valid_o,
	output wire [7:0]          probe_daw_user_o,
	output wire [5:0]          probe_daw_id_o,
	output wire [39:0]         probe_daw_addr_o,
	output wire [7:0]          probe_daw_len_o,
	output wire [15:0]         probe_daw_bytes_o,
	output wire                probe_dw_valid_o,
	output wire [63:0]         probe_dw_data_o,
	output wire [7:0]          probe_dw_strb_o,
	output wire                probe_dw_last_o,
	output wire                probe_db_valid_o,
	output wire [5:0]          probe_db_id_o,
	output wire [1:0]          probe_db_resp_o
);
	localparam integer N = CHANNELS;
	localparam [4:0]  CAP_CH = CHANNELS[4:0];
	localparam [7:0]  CAP_PF = PREFETCH[7:0], CAP_RD = RD_OUT[7:0], CAP_WR = WR_OUT[7:0];
	// COHERENT, COALESCE, OWNER, TAIL; 40 address bits, 8 bytes of data
	localparam [31:0] CAP  = {5'd0, 1'b1, 3'd0, 1'b1, 4'd0, 1'b1, 1'b1, 1'b0, 7'd40, 3'd3, CAP_CH};
	localparam [31:0] CAP2 = {8'd0, CAP_WR, CAP_RD, CAP_PF};

	generate
		if (CHANNELS < 1 || CHANNELS > 16) begin : g_bad
			doorbell_dma_CHANNELS_must_be_1_to_16 stop ();
		end
	endgenerate

	wire [N-1:0]      coherent, ch_busy;
	assign busy_o = ch_busy != {N{1'b0}};
	wire [2*N-1:0]    we, ar_req, ar_gnt, aw_req, aw_gnt, r_valid, b_valid;
	wire [3:0]        waddr, raddr;
	wire [63:0]       wdata, r_data;
	wire [64*N-1:0]   rdata, w_data;
	wire [80*N-1:0]   ar_addr, aw_addr;
	wire [16*N-1:0]   ar_len, aw_bytes;
	wire [32*N-1:0]   ar_bytes;
	wire [N-1:0]      r_ready, aw_own, w_valid, w_ready;
	wire [1:0]        r_resp, b_resp;
	wire              r_last;
	wire [8*N-1:0]    aw_len, aw_fstrb, aw_lstrb;
	wire [128*N-1:0]  aw_data;

	dma_regs #(.CHANNELS(N), .CAP(CAP), .CAP2(CAP2)) u_regs (
		.clk(clk), .rst(rst), .quirk_i(cfg_quirk_i), .irq_i(irq_o),
		.s_axil_awaddr(s_axil_awaddr), .s_axil_awvalid(s_axil_awvalid), .s_axil_awready(s_axil_awready),
		.s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid),
		.s_axil_wready(s_axil_wready), .s_axil_bresp(s_axil_bresp), .s_axil_bvalid(s_axil_bvalid),
		.s_axil_bready(s_axil_bready), .s_axil_araddr(s_axil_araddr), .s_axil_arsize(s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid), .s_axil_arready(s_axil_arready), .s_axil_rdata(s_axil_rdata),
		.s_axil_rresp(s_axil_rresp), .s_axil_rvalid(s_axil_rvalid), .s_axil_rready(s_axil_rready),
		.we_o(we), .waddr_o(waddr), .wdata_o(wdata), .raddr_o(raddr), .rdata_i(rdata));

	genvar c;
	generate
		for (c = 0; c < N; c = c + 1) begin : g_ch
			dma_channel #(.PREFETCH(PREFETCH), .MAX_BURST(MAX_BURST), .BUF_BEATS(BUF_BEATS)) u_ch (
				.clk(clk), .rst(rst), .quirk_i(cfg_quirk_i), .we_i(we[2 * c +: 2]), .waddr_i(waddr), .wdata_i(wdata),
				.raddr_i(raddr), .rdata_o(rdata[64 * c +: 64]), .coherent_o(coherent[c]),
				.ar_req_o(ar_req[2 * c +: 2]), .ar_gnt_i(ar_gnt[2 * c +: 2]), .ar_addr_o(ar_addr[80 * c +: 80]),
				.ar_len_o(ar_len[16 * c +: 16]), .ar_bytes_o(ar_bytes[32 * c +: 32]), .r_valid_i(r_valid[2 * c +: 2]),
				.r_ready_o(r_ready[c]), .r_data_i(r_data), .r_resp_i(r_resp), .r_last_i(r_last),
				.aw_req_o(aw_req[2 * c +: 2]), .aw_gnt_i(aw_gnt[2 * c +: 2]), .aw_addr_o(aw_addr[80 * c +: 80]),
				.aw_len_o(aw_len[8 * c +: 8]), .aw_bytes_o(aw_bytes[16 * c +: 16]), .aw_fstrb_o(aw_fstrb[8 * c +: 8]),
				.aw_lstrb_o(aw_lstrb[8 * c +: 8]), .aw_own_o(aw_own[c]), .aw_data_o(aw_data[128 * c +: 128]),
				.w_valid_o(w_valid[c]), .w_ready_i(w_ready[c]), .w_data_o(w_data[64 * c +: 64]),
				.b_valid_i(b_valid[2 * c +: 2]), .b_resp_i(b_resp), .irq_o(irq_o[c]),
				.busy_o(ch_busy[c]));
		end
	endgenerate

	dma_port #(.CHANNELS(N), .RD_OUT(RD_OUT), .WR_OUT(WR_OUT)) u_port (
		.clk(clk), .rst(rst), .coherent_i(coherent), .ar_req_i(ar_req), .ar_gnt_o(ar_gnt), .ar_addr_i(ar_addr),
		.ar_len_i(ar_len), .ar_bytes_i(ar_bytes), .r_valid_o(r_valid), .r_ready_i(r_ready), .r_data_o(r_data),
		.r_resp_o(r_resp), .r_last_o(r_last), .aw_req_i(aw_req), .aw_gnt_o(aw_gnt), .aw_addr_i(aw_addr),
		.aw_len_i(aw_len), .aw_bytes_i(aw_bytes), .aw_fstrb_i(aw_fstrb), .aw_lstrb_i(aw_lstrb), .aw_own_i(aw_own),
		.aw_data_i(aw_data), .w_valid_i(w_valid), .w_ready_o(w_ready), .w_data_i(w_data), .b_valid_o(b_valid),
		.b_resp_o(b_resp),
		.m_axi_awid(m_axi_awid), .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awcache(m_axi_awcache),
		.m_axi_awuser(m_axi_awuser), .awbytes_o(probe_daw_bytes_o), .m_axi_awvalid(m_axi_awvalid),
		.m_axi_awready(m_axi_awready), .m_axi_wdata(m_axi_wdata), .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast),
		.m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready), .m_axi_bid(m_axi_bid), .m_axi_bresp(m_axi_bresp),
		.m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready),
		.m_axi_arid(m_axi_arid), .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arcache(m_axi_arcache),
		.m_axi_aruser(m_axi_aruser), .arbytes_o(probe_dar_bytes_o), .m_axi_arvalid(m_axi_arvalid),
		.m_axi_arready(m_axi_arready), .m_axi_rid(m_axi_rid), .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp),
		.m_axi_rlast(m_axi_rlast), .m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready));

	assign m_axi_awsize  = 3'd3;
	assign m_axi_arsize  = 3'd3;
	assign m_axi_awburst = 2'b01;
	assign m_axi_arburst = 2'b01;
	assign m_axi_awprot  = 3'b000;
	assign m_axi_arprot  = 3'b000;

	assign probe_dar_valid_o = m_axi_arvalid && m_axi_arready;
	assign probe_dar_user_o  = m_axi_aruser;
	assign probe_dar_id_o    = m_axi_arid;
	assign probe_dar_addr_o  = m_axi_araddr;
	assign probe_dar_len_o   = m_axi_arlen;
	assign probe_dr_valid_o  = m_axi_rvalid && m_axi_rready;
	assign probe_dr_id_o     = m_axi_rid;
	assign probe_dr_last_o   = m_axi_rlast;
	assign probe_dr_resp_o   = m_axi_rresp;
	assign probe_daw_valid_o = m_axi_awvalid && m_axi_awready;
	assign probe_daw_user_o  = m_axi_awuser;
	assign probe_daw_id_o    = m_axi_awid;
	assign probe_daw_addr_o  = m_axi_awaddr;
	assign probe_daw_len_o   = m_axi_awlen;
	assign probe_dw_valid_o  = m_axi_wvalid && m_axi_wready;
	assign probe_dw_data_o   = m_axi_wdata;
	assign probe_dw_strb_o   = m_axi_wstrb;
	assign probe_dw_last_o   = m_axi_wlast;
	assign probe_db_valid_o  = m_axi_bvalid && m_axi_bready;
	assign probe_db_id_o     = m_axi_bid;
	assign probe_db_resp_o   = m_axi_bresp;

	wire unused_ok = &{1'b0, s_axil_awprot, s_axil_arprot, 1'b0};
endmodule

`default_nettype wire
