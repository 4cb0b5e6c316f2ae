// SPDX-License-Identifier: Apache-2.0
//
// doorbell_dma: descriptor-driven DMA engine: memory to memory, memory to stream, stream to memory, fill, 2D.
// One front (registers, descriptors, records) and one back (data) serve all channels. See docs/dma-engine.md.
`default_nettype none

module doorbell_dma #(
	parameter integer CHANNELS  = 4,    // 1 to 16
	parameter integer DATA_W    = 64,   // width of m_axi_*, m_axi_desc_* and the streams: 32, 64, 128, 256
	parameter integer ADDR_W    = 64,   // bits of a bus address: 32 to 64
	parameter integer AXIL_W    = 64,   // width of s_axil_*: 32, 64
	parameter integer ID_W      = 6,    // width of AXI IDs, 6 at least; the upper bits are 0
	parameter integer LISTS     = 1,    // 1: LIST mode
	parameter integer FILL      = 1,    // 1: form FILL
	parameter integer TWOD      = 1,    // 1: form COPY2D
	parameter integer STREAMS   = 1,    // 1: forms TX and RX; else the stream ports are idle
	parameter integer OWN_PORT  = 0,    // 1: descriptors, records and owner words use m_axi_desc_*; else that port is idle
	parameter integer PREFETCH  = 64,   // descriptors of 32 bytes that a channel holds fetched ahead: a power of two, 16 to 128
	parameter integer RD_OUT    = 64,   // data read bursts outstanding at most, all channels together
	parameter integer WR_OUT    = 64,   // data write bursts outstanding at most, all channels together
	parameter integer MAX_BURST = 256,  // beats of a data burst at most: a power of two, 2 to 256 (4 KiB at most are used)
	parameter integer BUF_BEATS = 1024, // words of a channel's data buffer: a power of two, at least four bursts
	parameter integer SEGS      = 64,   // depths inside, not for integrators (proofs take them smaller): segments queued a channel,
	parameter integer EW        = 8,    //   log2 of twice its descriptors in flight,
	parameter integer QW        = 6     //   log2 of its writes of the front outstanding
) (
	input  wire                          clk,
	input  wire                          rst,            // synchronous, active high
	input  wire [31:0]                   cfg_quirk_i,    // contracts weakened (straps.def); constant while running

	input  wire [16:0]                   s_axil_awaddr,  // registers; offset in the DMA region
	input  wire [2:0]                    s_axil_awprot,
	input  wire                          s_axil_awvalid,
	output wire                          s_axil_awready,
	input  wire [AXIL_W-1:0]             s_axil_wdata,
	input  wire [AXIL_W/8-1:0]           s_axil_wstrb,
	input  wire                          s_axil_wvalid,
	output wire                          s_axil_wready,
	output wire [1:0]                    s_axil_bresp,
	output wire                          s_axil_bvalid,
	input  wire                          s_axil_bready,
	input  wire [16:0]                   s_axil_araddr,
	input  wire [2:0]                    s_axil_arprot,
	input  wire [1:0]                    s_axil_arsize,  // log2 of the bytes read: 2 or 3; tie to log2(AXIL_W / 8) where unknown
	input  wire                          s_axil_arvalid,
	output wire                          s_axil_arready,
	output wire [AXIL_W-1:0]             s_axil_rdata,
	output wire [1:0]                    s_axil_rresp,
	output wire                          s_axil_rvalid,
	input  wire                          s_axil_rready,

	output wire [ID_W-1:0]               m_axi_awid, // memory; ID {descriptor or record, channel[4:0]}
	output wire [ADDR_W-1:0]             m_axi_awaddr,
	output wire [7:0]                    m_axi_awlen,
	output wire [2:0]                    m_axi_awsize,
	output wire [1:0]                    m_axi_awburst,
	output wire [3:0]                    m_axi_awcache,
	output wire [2:0]                    m_axi_awprot,
	output wire [7:0]                    m_axi_awuser, // {kind[2:0], channel[4:0]}
	output wire                          m_axi_awvalid,
	input  wire                          m_axi_awready,
	output wire [DATA_W-1:0]             m_axi_wdata,
	output wire [DATA_W/8-1:0]           m_axi_wstrb,
	output wire                          m_axi_wlast,
	output wire                          m_axi_wvalid,
	input  wire                          m_axi_wready,
	input  wire [ID_W-1:0]               m_axi_bid,
	input  wire [1:0]                    m_axi_bresp,
	input  wire                          m_axi_bvalid,
	output wire                          m_axi_bready,
	output wire [ID_W-1:0]               m_axi_arid,
	output wire [ADDR_W-1:0]             m_axi_araddr,
	output wire [7:0]                    m_axi_arlen,
	output wire [2:0]                    m_axi_arsize,
	output wire [1:0]                    m_axi_arburst,
	output wire [3:0]                    m_axi_arcache,
	output wire [2:0]                    m_axi_arprot,
	output wire [7:0]                    m_axi_aruser,
	output wire                          m_axi_arvalid,
	input  wire                          m_axi_arready,
	input  wire [ID_W-1:0]               m_axi_rid,
	input  wire [DATA_W-1:0]             m_axi_rdata,
	input  wire [1:0]                    m_axi_rresp,
	input  wire                          m_axi_rlast,
	input  wire                          m_axi_rvalid,
	output wire                          m_axi_rready,

	output wire [ID_W-1:0]               m_axi_desc_awid, // OWN_PORT: descriptors, records, owner words
	output wire [ADDR_W-1:0]             m_axi_desc_awaddr,
	output wire [7:0]                    m_axi_desc_awlen,
	output wire [2:0]                    m_axi_desc_awsize,
	output wire [1:0]                    m_axi_desc_awburst,
	output wire [3:0]                    m_axi_desc_awcache,
	output wire [2:0]                    m_axi_desc_awprot,
	output wire [7:0]                    m_axi_desc_awuser, // {kind[2:0], channel[4:0]}
	output wire                          m_axi_desc_awvalid,
	input  wire                          m_axi_desc_awready,
	output wire [DATA_W-1:0]             m_axi_desc_wdata,
	output wire [DATA_W/8-1:0]           m_axi_desc_wstrb,
	output wire                          m_axi_desc_wlast,
	output wire                          m_axi_desc_wvalid,
	input  wire                          m_axi_desc_wready,
	input  wire [ID_W-1:0]               m_axi_desc_bid,
	input  wire [1:0]                    m_axi_desc_bresp,
	input  wire                          m_axi_desc_bvalid,
	output wire                          m_axi_desc_bready,
	output wire [ID_W-1:0]               m_axi_desc_arid,
	output wire [ADDR_W-1:0]             m_axi_desc_araddr,
	output wire [7:0]                    m_axi_desc_arlen,
	output wire [2:0]                    m_axi_desc_arsize,
	output wire [1:0]                    m_axi_desc_arburst,
	output wire [3:0]                    m_axi_desc_arcache,
	output wire [2:0]                    m_axi_desc_arprot,
	output wire [7:0]                    m_axi_desc_aruser,
	output wire                          m_axi_desc_arvalid,
	input  wire                          m_axi_desc_arready,
	input  wire [ID_W-1:0]               m_axi_desc_rid,
	input  wire [DATA_W-1:0]             m_axi_desc_rdata,
	input  wire [1:0]                    m_axi_desc_rresp,
	input  wire                          m_axi_desc_rlast,
	input  wire                          m_axi_desc_rvalid,
	output wire                          m_axi_desc_rready,

	output wire [CHANNELS-1:0]           m_axis_tvalid,  // TX, a stream for each channel
	input  wire [CHANNELS-1:0]           m_axis_tready,
	output wire [CHANNELS*DATA_W-1:0]    m_axis_tdata,
	output wire [CHANNELS*DATA_W/8-1:0]  m_axis_tkeep,
	output wire [CHANNELS-1:0]           m_axis_tlast,
	input  wire [CHANNELS-1:0]           s_axis_tvalid,  // RX, a stream for each channel
	output wire [CHANNELS-1:0]           s_axis_tready,
	input  wire [CHANNELS*DATA_W-1:0]    s_axis_tdata,
	input  wire [CHANNELS*DATA_W/8-1:0]  s_axis_tkeep,
	input  wire [CHANNELS-1:0]           s_axis_tlast,

	output wire [CHANNELS-1:0]           irq_o,          // level, one per channel
	output wire                          busy_o,         // state changes without an access

	output wire                          probe_dar_valid_o, // lanes of probe.def, for m_axi_*; data of 64 bits
	output wire [7:0]                    probe_dar_user_o,
	output wire [5:0]                    probe_dar_id_o,
	output wire [39:0]                   probe_dar_addr_o,
	output wire [7:0]                    probe_dar_len_o,
	output wire [15:0]                   probe_dar_bytes_o,
	output wire                          probe_dr_valid_o,
	output wire [5:0]                    probe_dr_id_o,
	output wire                          probe_dr_last_o,
	output wire [1:0]                    probe_dr_resp_o,
	output wire                          probe_daw_valid_o,
	output wire [7:0]                    probe_daw_user_o,
	output wire [5:0]                    probe_daw_id_o,
	output wire [39:0]                   probe_daw_addr_o,
	output wire [7:0]                    probe_daw_len_o,
	output wire [15:0]                   probe_daw_bytes_o,
	output wire                          probe_dw_valid_o,
	output wire [63:0]                   probe_dw_data_o,
	output wire [7:0]                    probe_dw_strb_o,
	output wire                          probe_dw_last_o,
	output wire                          probe_db_valid_o,
	output wire [5:0]                    probe_db_id_o,
	output wire [1:0]                    probe_db_resp_o
);
	localparam integer N = CHANNELS;
	localparam [4:0]   CAP_CH = CHANNELS[4:0];
	localparam [2:0]   CAP_DW = DATA_W == 32 ? 3'd2 : DATA_W == 64 ? 3'd3 : DATA_W == 128 ? 3'd4 : 3'd5;
	localparam [6:0]   CAP_AW = ADDR_W[6:0];
	localparam [7:0]   CAP_PF = PREFETCH[7:0], CAP_RD = RD_OUT[7:0], CAP_WR = WR_OUT[7:0];
	localparam [0:0]   CAP_OP = OWN_PORT != 0, CAP_2D = TWOD != 0, CAP_FI = FILL != 0, CAP_ST = STREAMS != 0,
	                   CAP_LI = LISTS != 0;
	// COHERENT, BLOCKFORM, OWNPORT, CYCLIC, COALESCE, TWOD, FILL, STREAM, LIST, OWNER, TAIL
	localparam [31:0]  CAP  = {5'd0, 1'b1, CAP_LI, CAP_OP, 1'b1, 1'b1, CAP_2D, CAP_FI, CAP_ST, CAP_LI, 1'b1, 1'b1, 1'b0,
	                           CAP_AW, CAP_DW, CAP_CH};
	localparam [31:0]  CAP2 = {8'd0, CAP_WR, CAP_RD, CAP_PF};

	generate
		if (CHANNELS < 1 || CHANNELS > 16) begin : g_bad_channels
			doorbell_dma_CHANNELS_must_be_1_to_16 stop ();
		end
		if (ADDR_W < 32 || ADDR_W > 64) begin : g_bad_addr
			doorbell_dma_ADDR_W_must_be_32_to_64 stop ();
		end
		if (ID_W < 6) begin : g_bad_id
			doorbell_dma_ID_W_must_be_6_at_least stop ();
		end
	endgenerate

	wire              seg_valid, seg_more, seg_irq, done_valid, done_eop, early_valid, port_busy, att_we;
	wire [4:0]        seg_ch, done_ch, early_ch, res_ch, att_ch, fr_ar_ch, fr_r_ch, fr_aw_ch, fr_b_ch;
	wire [2:0]        seg_form, att_prot;
	wire [31:0]       seg_len, seg_rows, done_bytes, res_bytes;
	wire [ADDR_W-1:0] seg_src, seg_dst, seg_sstride, seg_dstride, done_addr, fr_ar_addr, fr_aw_addr;
	wire [7:0]        seg_pattern, done_code, fr_ar_len;
	wire [N-1:0]      seg_ready, halt, clear, back_busy;
	wire [3:0]        att_cache, att_weight;
	wire              fr_ar_valid, fr_ar_ready, fr_r_valid, fr_r_last, fr_aw_valid, fr_aw_ready, fr_aw_own, fr_b_valid;
	wire [15:0]       fr_ar_bytes;
	wire [DATA_W-1:0] fr_r_data;
	wire [1:0]        fr_r_resp, fr_b_resp;
	wire [127:0]      fr_aw_data;

	dma_front #(.CHANNELS(N), .DATA_W(DATA_W), .ADDR_W(ADDR_W), .AXIL_W(AXIL_W), .LISTS(LISTS), .FILL(FILL), .TWOD(TWOD),
		.STREAMS(STREAMS), .PREFETCH(PREFETCH), .CAP(CAP), .CAP2(CAP2), .EW(EW), .QW(QW)) u_front (
		.clk(clk), .rst(rst), .quirk_i(cfg_quirk_i), .s_axil_awaddr(s_axil_awaddr), .s_axil_awvalid(s_axil_awvalid),
		.s_axil_awready(s_axil_awready), .s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb),
		.s_axil_wvalid(s_axil_wvalid), .s_axil_wready(s_axil_wready), .s_axil_bresp(s_axil_bresp),
		.s_axil_bvalid(s_axil_bvalid), .s_axil_bready(s_axil_bready), .s_axil_araddr(s_axil_araddr),
		.s_axil_arsize(s_axil_arsize), .s_axil_arvalid(s_axil_arvalid), .s_axil_arready(s_axil_arready),
		.s_axil_rdata(s_axil_rdata), .s_axil_rresp(s_axil_rresp), .s_axil_rvalid(s_axil_rvalid),
		.s_axil_rready(s_axil_rready), .seg_valid(seg_valid), .seg_ch(seg_ch), .seg_form(seg_form), .seg_len(seg_len),
		.seg_src(seg_src), .seg_dst(seg_dst), .seg_pattern(seg_pattern), .seg_more(seg_more), .seg_irq(seg_irq),
		.seg_rows(seg_rows), .seg_sstride(seg_sstride), .seg_dstride(seg_dstride), .seg_ready(seg_ready),
		.done_valid(done_valid), .done_ch(done_ch), .done_code(done_code), .done_bytes(done_bytes),
		.done_eop(done_eop), .done_addr(done_addr), .early_valid(early_valid), .early_ch(early_ch), .halt(halt),
		.clear(clear), .back_busy(back_busy), .port_busy(port_busy), .res_ch(res_ch), .res_bytes(res_bytes),
		.att_we(att_we), .att_ch(att_ch), .att_cache(att_cache), .att_prot(att_prot), .att_weight(att_weight),
		.fr_ar_valid(fr_ar_valid), .fr_ar_ready(fr_ar_ready), .fr_ar_ch(fr_ar_ch), .fr_ar_addr(fr_ar_addr),
		.fr_ar_len(fr_ar_len), .fr_ar_bytes(fr_ar_bytes), .fr_r_valid(fr_r_valid), .fr_r_ch(fr_r_ch),
		.fr_r_data(fr_r_data), .fr_r_resp(fr_r_resp), .fr_r_last(fr_r_last), .fr_aw_valid(fr_aw_valid),
		.fr_aw_ready(fr_aw_ready), .fr_aw_ch(fr_aw_ch), .fr_aw_own(fr_aw_own), .fr_aw_addr(fr_aw_addr),
		.fr_aw_data(fr_aw_data), .fr_b_valid(fr_b_valid), .fr_b_ch(fr_b_ch), .fr_b_resp(fr_b_resp), .irq_o(irq_o),
		.busy_o(busy_o));

	wire [15:0] desc_arbytes, desc_awbytes;
	dma_back #(.N(N), .ADDR_W(ADDR_W), .DATA_W(DATA_W), .ID_W(ID_W), .MAX_BURST(MAX_BURST), .BUF_BEATS(BUF_BEATS), .SEGS(SEGS), .RD_OUT(RD_OUT),
		.WR_OUT(WR_OUT), .FILL(FILL), .STREAMS(STREAMS), .TWOD(TWOD), .OWN_PORT(OWN_PORT)) u_back (
		.clk(clk), .rst(rst), .seg_valid(seg_valid), .seg_ch(seg_ch), .seg_form(seg_form), .seg_len(seg_len),
		.seg_src(seg_src), .seg_dst(seg_dst), .seg_pattern(seg_pattern), .seg_more(seg_more), .seg_irq(seg_irq),
		.seg_rows(seg_rows), .seg_sstride(seg_sstride), .seg_dstride(seg_dstride), .seg_ready(seg_ready),
		.done_valid(done_valid), .done_ch(done_ch), .done_code(done_code), .done_bytes(done_bytes),
		.done_eop(done_eop), .done_addr(done_addr), .early_valid(early_valid), .early_ch(early_ch), .halt(halt),
		.clear(clear), .back_busy(back_busy), .port_busy(port_busy), .res_ch(res_ch), .res_bytes(res_bytes),
		.att_we(att_we), .att_ch(att_ch), .att_cache(att_cache), .att_prot(att_prot), .att_weight(att_weight),
		.fr_ar_valid(fr_ar_valid), .fr_ar_ready(fr_ar_ready), .fr_ar_ch(fr_ar_ch), .fr_ar_addr(fr_ar_addr),
		.fr_ar_len(fr_ar_len), .fr_ar_bytes(fr_ar_bytes), .fr_r_valid(fr_r_valid), .fr_r_ch(fr_r_ch),
		.fr_r_data(fr_r_data), .fr_r_resp(fr_r_resp), .fr_r_last(fr_r_last), .fr_aw_valid(fr_aw_valid),
		.fr_aw_ready(fr_aw_ready), .fr_aw_ch(fr_aw_ch), .fr_aw_own(fr_aw_own), .fr_aw_addr(fr_aw_addr),
		.fr_aw_data(fr_aw_data), .fr_b_valid(fr_b_valid), .fr_b_ch(fr_b_ch), .fr_b_resp(fr_b_resp),
		.m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready), .m_axis_tdata(m_axis_tdata),
		.m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast), .s_axis_tvalid(s_axis_tvalid),
		.s_axis_tready(s_axis_tready), .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep),
		.s_axis_tlast(s_axis_tlast), .m_axi_awid(m_axi_awid), .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen),
		.m_axi_awsize(m_axi_awsize), .m_axi_awburst(m_axi_awburst), .m_axi_awcache(m_axi_awcache),
		.m_axi_awprot(m_axi_awprot), .m_axi_awuser(m_axi_awuser), .m_axi_awvalid(m_axi_awvalid),
		.m_axi_awready(m_axi_awready), .m_axi_wdata(m_axi_wdata), .m_axi_wstrb(m_axi_wstrb),
		.m_axi_wlast(m_axi_wlast), .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready), .m_axi_bid(m_axi_bid),
		.m_axi_bresp(m_axi_bresp), .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready), .m_axi_arid(m_axi_arid),
		.m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize),
		.m_axi_arburst(m_axi_arburst), .m_axi_arcache(m_axi_arcache), .m_axi_arprot(m_axi_arprot),
		.m_axi_aruser(m_axi_aruser), .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready),
		.m_axi_rid(m_axi_rid), .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rlast(m_axi_rlast),
		.m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready), .arbytes_o(probe_dar_bytes_o),
		.awbytes_o(probe_daw_bytes_o), .m_axi_desc_awid(m_axi_desc_awid), .m_axi_desc_awaddr(m_axi_desc_awaddr),
		.m_axi_desc_awlen(m_axi_desc_awlen), .m_axi_desc_awsize(m_axi_desc_awsize),
		.m_axi_desc_awburst(m_axi_desc_awburst), .m_axi_desc_awcache(m_axi_desc_awcache),
		.m_axi_desc_awprot(m_axi_desc_awprot), .m_axi_desc_awuser(m_axi_desc_awuser),
		.m_axi_desc_awvalid(m_axi_desc_awvalid), .m_axi_desc_awready(m_axi_desc_awready),
		.m_axi_desc_wdata(m_axi_desc_wdata), .m_axi_desc_wstrb(m_axi_desc_wstrb), .m_axi_desc_wlast(m_axi_desc_wlast),
		.m_axi_desc_wvalid(m_axi_desc_wvalid), .m_axi_desc_wready(m_axi_desc_wready), .m_axi_desc_bid(m_axi_desc_bid),
		.m_axi_desc_bresp(m_axi_desc_bresp), .m_axi_desc_bvalid(m_axi_desc_bvalid),
		.m_axi_desc_bready(m_axi_desc_bready), .m_axi_desc_arid(m_axi_desc_arid),
		.m_axi_desc_araddr(m_axi_desc_araddr), .m_axi_desc_arlen(m_axi_desc_arlen),
		.m_axi_desc_arsize(m_axi_desc_arsize), .m_axi_desc_arburst(m_axi_desc_arburst),
		.m_axi_desc_arcache(m_axi_desc_arcache), .m_axi_desc_arprot(m_axi_desc_arprot),
		.m_axi_desc_aruser(m_axi_desc_aruser), .m_axi_desc_arvalid(m_axi_desc_arvalid),
		.m_axi_desc_arready(m_axi_desc_arready), .m_axi_desc_rid(m_axi_desc_rid), .m_axi_desc_rdata(m_axi_desc_rdata),
		.m_axi_desc_rresp(m_axi_desc_rresp), .m_axi_desc_rlast(m_axi_desc_rlast),
		.m_axi_desc_rvalid(m_axi_desc_rvalid), .m_axi_desc_rready(m_axi_desc_rready), .desc_arbytes_o(desc_arbytes),
		.desc_awbytes_o(desc_awbytes));

	// Probes are of the SoC's widths, whatever the port's are
	wire [ADDR_W+39:0] ar_at = {40'd0, m_axi_araddr}, aw_at = {40'd0, m_axi_awaddr};
	wire [DATA_W+63:0] w_data = {64'd0, m_axi_wdata};
	wire [DATA_W/8+7:0] w_strb = {8'd0, m_axi_wstrb};
	assign probe_dar_valid_o = m_axi_arvalid && m_axi_arready;
	assign probe_dar_user_o  = m_axi_aruser;
	assign probe_dar_id_o    = m_axi_arid[5:0];
	assign probe_dar_addr_o  = ar_at[39:0];
	assign probe_dar_len_o   = m_axi_arlen;
	assign probe_dr_valid_o  = m_axi_rvalid && m_axi_rready;
	assign probe_dr_id_o     = m_axi_rid[5:0];
	assign probe_dr_last_o   = m_axi_rlast;
	assign probe_dr_resp_o   = m_axi_rresp;
	assign probe_daw_valid_o = m_axi_awvalid && m_axi_awready;
	assign probe_daw_user_o  = m_axi_awuser;
	assign probe_daw_id_o    = m_axi_awid[5:0];
	assign probe_daw_addr_o  = aw_at[39:0];
	assign probe_daw_len_o   = m_axi_awlen;
	assign probe_dw_valid_o  = m_axi_wvalid && m_axi_wready;
	assign probe_dw_data_o   = w_data[63:0];
	assign probe_dw_strb_o   = w_strb[7:0];
	assign probe_dw_last_o   = m_axi_wlast;
	assign probe_db_valid_o  = m_axi_bvalid && m_axi_bready;
	assign probe_db_id_o     = m_axi_bid[5:0];
	assign probe_db_resp_o   = m_axi_bresp;

	wire unused_ok = &{1'b0, s_axil_awprot, s_axil_arprot, desc_arbytes, desc_awbytes, ar_at, aw_at, w_data, w_strb, 1'b0};
endmodule

`default_nettype wire
