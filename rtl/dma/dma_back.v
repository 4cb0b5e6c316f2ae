// SPDX-License-Identifier: Apache-2.0
//
// The back of doorbell_dma: moves the segments that the front gives (docs/seams.md) and carries the front's own accesses. One
// datapath for all channels; what a channel needs to remember is a row in distributed RAM.
//   dma_rows   2D segments become rows            dma_plan   bursts of both sides
//   dma_read   read data into the buffers         dma_write  realignment, write bursts, records
//   dma_ack    responses, errors, drain, done     dma_stream packing and buffers of the streams
//   dma_port   AXI address registers, attributes, outstanding
// RREADY and BREADY are constant; a data AR stands in the cycle after seg_valid if the port is free; the AW of a burst in the
// cycle after its first beat if no burst is unanswered and no other channel has work, else when all its beats are there.
`default_nettype none
`include "doorbell_spec.vh"

module dma_back #(
	parameter integer N         = 4,     // channels, 1 to 16
	parameter integer ADDR_W    = 64,    // bus address, 32 to 64
	parameter integer DATA_W    = 64,    // 32, 64, 128 or 256
	parameter integer ID_W      = 6,     // 6 or more
	parameter integer MAX_BURST = 256,   // beats of a burst at most: a power of two, 4 to 256, at most 4 KiB are used
	parameter integer BUF_BEATS = 1024,  // buffer of a channel: a power of two, at least 4 bursts
	parameter integer SEGS      = 64,    // segments queued per channel: a power of two, 4 to 64
	parameter integer RD_OUT    = 64,    // bursts outstanding at most
	parameter integer WR_OUT    = 64,
	parameter integer FILL      = 1,
	parameter integer STREAMS   = 1,
	parameter integer TWOD      = 1,
	parameter integer OWN_PORT  = 0
) (
	input  wire                  clk,
	input  wire                  rst,
	// segments
	input  wire                  seg_valid,
	input  wire [4:0]            seg_ch,
	input  wire [2:0]            seg_form,
	input  wire [31:0]           seg_len,
	input  wire [ADDR_W-1:0]     seg_src,
	input  wire [ADDR_W-1:0]     seg_dst,
	input  wire [7:0]            seg_pattern,
	input  wire                  seg_more,
	input  wire                  seg_irq,      // early_valid is wanted for it
	input  wire [31:0]           seg_rows,
	input  wire [ADDR_W-1:0]     seg_sstride,
	input  wire [ADDR_W-1:0]     seg_dstride,
	output wire [N-1:0]          seg_ready,
	output wire                  done_valid,
	output wire [4:0]            done_ch,
	output wire [7:0]            done_code,
	output wire [31:0]           done_bytes,
	output wire                  done_eop,
	output wire [ADDR_W-1:0]     done_addr,
	output wire                  early_valid,
	output wire [4:0]            early_ch,
	input  wire [N-1:0]          halt,
	input  wire [N-1:0]          clear,
	output wire [N-1:0]          back_busy,
	output wire                  port_busy,    // a register may change without an access from outside
	input  wire [4:0]            res_ch,
	output wire [31:0]           res_bytes,
	// attributes of a channel: set while nothing of it is outstanding
	input  wire                  att_we,
	input  wire [4:0]            att_ch,
	input  wire [3:0]            att_cache,
	input  wire [2:0]            att_prot,
	input  wire [3:0]            att_weight,
	// the front's accesses
	input  wire                  fr_ar_valid,
	output wire                  fr_ar_ready,
	input  wire [4:0]            fr_ar_ch,
	input  wire [ADDR_W-1:0]     fr_ar_addr,
	input  wire [7:0]            fr_ar_len,
	input  wire [15:0]           fr_ar_bytes,
	output wire                  fr_r_valid,
	output wire [4:0]            fr_r_ch,
	output wire [DATA_W-1:0]     fr_r_data,
	output wire [1:0]            fr_r_resp,
	output wire                  fr_r_last,
	input  wire                  fr_aw_valid,
	output wire                  fr_aw_ready,
	input  wire [4:0]            fr_aw_ch,
	input  wire                  fr_aw_own,
	input  wire [ADDR_W-1:0]     fr_aw_addr,
	input  wire [127:0]          fr_aw_data,
	output wire                  fr_b_valid,
	output wire [4:0]            fr_b_ch,
	output wire [1:0]            fr_b_resp,
	// streams
	output wire [N-1:0]          m_axis_tvalid,
	input  wire [N-1:0]          m_axis_tready,
	output wire [N*DATA_W-1:0]   m_axis_tdata,
	output wire [N*DATA_W/8-1:0] m_axis_tkeep,
	output wire [N-1:0]          m_axis_tlast,
	input  wire [N-1:0]          s_axis_tvalid,
	output wire [N-1:0]          s_axis_tready,
	input  wire [N*DATA_W-1:0]   s_axis_tdata,
	input  wire [N*DATA_W/8-1:0] s_axis_tkeep,
	input  wire [N-1:0]          s_axis_tlast,
	// AXI: data, and without OWN_PORT everything
	output wire [ID_W-1:0]       m_axi_awid,
	output wire [ADDR_W-1:0]     m_axi_awaddr,
	output wire [7:0]            m_axi_awlen,
	output wire [2:0]            m_axi_awsize,
	output wire [1:0]            m_axi_awburst,
	output wire [3:0]            m_axi_awcache,
	output wire [2:0]            m_axi_awprot,
	output wire [7:0]            m_axi_awuser,
	output wire                  m_axi_awvalid,
	input  wire                  m_axi_awready,
	output wire [DATA_W-1:0]     m_axi_wdata,
	output wire [DATA_W/8-1:0]   m_axi_wstrb,
	output wire                  m_axi_wlast,
	output wire                  m_axi_wvalid,
	input  wire                  m_axi_wready,
	input  wire [ID_W-1:0]       m_axi_bid,
	input  wire [1:0]            m_axi_bresp,
	input  wire                  m_axi_bvalid,
	output wire                  m_axi_bready,
	output wire [ID_W-1:0]       m_axi_arid,
	output wire [ADDR_W-1:0]     m_axi_araddr,
	output wire [7:0]            m_axi_arlen,
	output wire [2:0]            m_axi_arsize,
	output wire [1:0]            m_axi_arburst,
	output wire [3:0]            m_axi_arcache,
	output wire [2:0]            m_axi_arprot,
	output wire [7:0]            m_axi_aruser,
	output wire                  m_axi_arvalid,
	input  wire                  m_axi_arready,
	input  wire [ID_W-1:0]       m_axi_rid,
	input  wire [DATA_W-1:0]     m_axi_rdata,
	input  wire [1:0]            m_axi_rresp,
	input  wire                  m_axi_rlast,
	input  wire                  m_axi_rvalid,
	output wire                  m_axi_rready,
	output wire [15:0]           arbytes_o,   // bytes asked for
	output wire [15:0]           awbytes_o,
	// AXI: the front's accesses with OWN_PORT, else idle
	output wire [ID_W-1:0]       m_axi_desc_awid,
	output wire [ADDR_W-1:0]     m_axi_desc_awaddr,
	output wire [7:0]            m_axi_desc_awlen,
	output wire [2:0]            m_axi_desc_awsize,
	output wire [1:0]            m_axi_desc_awburst,
	output wire [3:0]            m_axi_desc_awcache,
	output wire [2:0]            m_axi_desc_awprot,
	output wire [7:0]            m_axi_desc_awuser,
	output wire                  m_axi_desc_awvalid,
	input  wire                  m_axi_desc_awready,
	output wire [DATA_W-1:0]     m_axi_desc_wdata,
	output wire [DATA_W/8-1:0]   m_axi_desc_wstrb,
	output wire                  m_axi_desc_wlast,
	output wire                  m_axi_desc_wvalid,
	input  wire                  m_axi_desc_wready,
	input  wire [ID_W-1:0]       m_axi_desc_bid,
	input  wire [1:0]            m_axi_desc_bresp,
	input  wire                  m_axi_desc_bvalid,
	output wire                  m_axi_desc_bready,
	output wire [ID_W-1:0]       m_axi_desc_arid,
	output wire [ADDR_W-1:0]     m_axi_desc_araddr,
	output wire [7:0]            m_axi_desc_arlen,
	output wire [2:0]            m_axi_desc_arsize,
	output wire [1:0]            m_axi_desc_arburst,
	output wire [3:0]            m_axi_desc_arcache,
	output wire [2:0]            m_axi_desc_arprot,
	output wire [7:0]            m_axi_desc_aruser,
	output wire                  m_axi_desc_arvalid,
	input  wire                  m_axi_desc_arready,
	input  wire [ID_W-1:0]       m_axi_desc_rid,
	input  wire [DATA_W-1:0]     m_axi_desc_rdata,
	input  wire [1:0]            m_axi_desc_rresp,
	input  wire                  m_axi_desc_rlast,
	input  wire                  m_axi_desc_rvalid,
	output wire                  m_axi_desc_rready,
	output wire [15:0]           desc_arbytes_o,   // bytes asked for
	output wire [15:0]           desc_awbytes_o
);
	localparam integer C_W    = N > 1 ? $clog2(N) : 1;
	localparam integer LANE_W = $clog2(DATA_W / 8);
	localparam integer BURST  = MAX_BURST * DATA_W / 8 > 4096 ? 4096 / (DATA_W / 8) : MAX_BURST;
	localparam integer EDGE_W = $clog2(BURST) + LANE_W;
	localparam integer LEN_W  = EDGE_W - LANE_W;
	localparam integer PTR_W  = $clog2(BUF_BEATS) + 1;
	localparam integer SEG_W  = $clog2(SEGS);
	localparam integer RO_W   = $clog2(RD_OUT), WO_W = $clog2(WR_OUT + 16);
	localparam [2:0] F_FILL = `DB_DESC_FORM_FILL, F_TX = `DB_DESC_FORM_TX, F_RX = `DB_DESC_FORM_RX, F_2D = `DB_DESC_FORM_COPY2D;
	localparam [N-1:0] ONE = 1;

	generate
		if (N < 1 || N > 16) begin : g_bad_n
			dma_back_N_must_be_1_to_16 stop ();
		end
		if (DATA_W != 32 && DATA_W != 64 && DATA_W != 128 && DATA_W != 256) begin : g_bad_w
			dma_back_DATA_W_must_be_32_64_128_or_256 stop ();
		end
		if ((1 << $clog2(MAX_BURST)) != MAX_BURST || MAX_BURST < 4 || MAX_BURST > 256 ||
		    (1 << (PTR_W - 1)) != BUF_BEATS || BUF_BEATS < 4 * BURST) begin : g_bad_b
			dma_back_MAX_BURST_and_BUF_BEATS_must_be_powers_of_two_and_BUF_BEATS_4_bursts_or_more stop ();
		end
		if ((1 << SEG_W) != SEGS || SEGS < 4 || SEGS > 64) begin : g_bad_s
			dma_back_SEGS_must_be_a_power_of_two_from_4_to_64 stop ();
		end
	endgenerate

	// After reset the rows of all channels are cleared
	reg            init_q;
	reg  [C_W-1:0] init_ch_q;
	localparam [C_W-1:0] LAST_CH = N[C_W-1:0] - 1'b1;
	always @(posedge clk) begin
		if (init_q) begin
			init_ch_q <= init_ch_q + 1'b1;
			init_q    <= init_ch_q != LAST_CH;
		end
		if (rst) begin
			init_q    <= 1'b1;
			init_ch_q <= {C_W{1'b0}};
		end
	end

	// ---- segments, 2D cut into rows ----
	wire              g_valid, g_more, g_irq, g_part;
	wire [C_W-1:0]    g_ch;
	wire [1:0]        g_kind;
	wire [31:0]       g_left;
	wire [ADDR_W-1:0] g_src, g_dst;
	wire [7:0]        g_pattern;
	wire [N-1:0]      g_ready, rstop, wstop, rows_busy;
	wire              is_fill = FILL != 0 && seg_form == F_FILL;
	wire [1:0]        seg_kind = is_fill ? 2'd1 : STREAMS != 0 && seg_form == F_TX ? 2'd2 : STREAMS != 0 && seg_form == F_RX ? 2'd3 : 2'd0;
	wire [LANE_W-1:0] tx_lane;
	wire [31:0]       left_1 = 32'hffff_ffff + seg_len;
	// To a stream only the lane counts
	wire [LANE_W-1:0] dst_lane = STREAMS != 0 && seg_form == F_TX ? tx_lane : seg_dst[LANE_W-1:0];
	wire [ADDR_W-1:0] dst = {seg_dst[ADDR_W-1:LANE_W], dst_lane};
	generate
		if (TWOD != 0) begin : g_2d
			dma_rows #(.N(N), .C_W(C_W), .ADDR_W(ADDR_W)) u_rows (
				.clk(clk), .rst(rst), .stop_i(wstop),
				.seg_valid_i(seg_valid), .seg_2d_i(seg_form == F_2D), .seg_ch_i(seg_ch[C_W-1:0]), .seg_kind_i(seg_kind),
				.seg_left_i(left_1), .seg_src_i(seg_src), .seg_dst_i(dst), .seg_pattern_i(seg_pattern),
				.seg_more_i(seg_more), .seg_irq_i(seg_irq), .seg_rows_i(seg_rows), .seg_sstride_i(seg_sstride), .seg_dstride_i(seg_dstride),
				.seg_ready_o(seg_ready), .busy_o(rows_busy),
				.row_valid_o(g_valid), .row_ch_o(g_ch), .row_kind_o(g_kind), .row_left_o(g_left), .row_src_o(g_src),
				.row_dst_o(g_dst), .row_pattern_o(g_pattern), .row_more_o(g_more), .row_irq_o(g_irq), .row_part_o(g_part), .row_ready_i(g_ready));
		end else begin : g_1d
			assign g_valid   = seg_valid;
			assign g_ch      = seg_ch[C_W-1:0];
			assign g_kind    = seg_kind;
			assign g_left    = left_1;
			assign g_src     = seg_src;
			assign g_dst     = dst;
			assign g_pattern = seg_pattern;
			assign g_more    = seg_more;
			assign g_irq     = seg_irq;
			assign g_part    = 1'b0;
			assign seg_ready = g_ready;
			assign rows_busy = {N{1'b0}};
			wire unused_ok = &{1'b0, seg_rows, seg_sstride, seg_dstride, 1'b0};
		end
	endgenerate

	// ---- plan ----
	wire                ar_free, ar_go, st_valid, st_take, st_zero, st_first, st_last, st_part, st_more, st_irq, st_eop, st_prime, st_spare;
	wire                late_go, cut, plan_busy, stream_busy;
	wire [WO_W-1:0]     cut_n;
	wire [C_W-1:0]      ar_ch, rsel, room_ch, st_ch, d_ch, e_ch;
	wire [ADDR_W-1:0]   ar_addr, st_addr;
	wire [LEN_W-1:0]    ar_len, st_len;
	wire [EDGE_W-1:0]   ar_bytes, st_bytes;
	wire [PTR_W-1:0]    late_ptr, room_rd, st_ptr, st_wr, e_wr, rel_ptr, rx_ptr;
	wire [LANE_W-1:0]   st_tail, st_shift, rx_tail;
	wire [1:0]          st_kind;
	wire [7:0]          st_pattern;
	wire [3:0]          r_weight, w_weight;
	wire [N-1:0]        rbad, left, rx_beat, out, out_virt, tx_room, tx_none;
	wire                r_data, beat, flush, rx_eop, rx_ask, rx_want, rx_end, rel, st_stuck;
	wire [C_W-1:0]      r_ch = m_axi_rid[C_W-1:0];
	wire [N-1:0]        beat_me = r_data ? ONE << r_ch : {N{1'b0}};

	dma_plan #(.N(N), .C_W(C_W), .ADDR_W(ADDR_W), .LANE_W(LANE_W), .EDGE_W(EDGE_W), .PTR_W(PTR_W), .SEG_W(SEG_W), .OUT_W(WO_W),
	           .FILL(FILL), .STREAMS(STREAMS)) u_plan (
		.clk(clk), .rst(rst), .init_i(init_q), .init_ch_i(init_ch_q), .stop_i(rstop), .wstop_i(wstop), .rbad_i(rbad),
		.flush_i(flush), .flush_ch_i(d_ch), .flush_ptr_i(st_wr),
		.seg_valid_i(g_valid), .seg_ch_i(g_ch), .seg_kind_i(g_kind), .seg_left_i(g_left), .seg_src_i(g_src),
		.seg_dst_i(g_dst), .seg_pattern_i(g_pattern), .seg_more_i(g_more), .seg_irq_i(g_irq), .seg_part_i(g_part), .seg_ready_o(g_ready), .left_o(left),
		.ar_free_i(ar_free), .ar_go_o(ar_go), .ar_ch_o(ar_ch), .ar_addr_o(ar_addr), .ar_len_o(ar_len),
		.ar_bytes_o(ar_bytes), .late_go_o(late_go), .late_ptr_o(late_ptr), .busy_o(plan_busy), .rsel_o(rsel), .rweight_i(r_weight), .room_ch_o(room_ch),
		.room_rd_i(room_rd), .cut_o(cut), .cut_n_o(cut_n), .st_valid_o(st_valid), .st_take_i(st_take), .st_stuck_i(st_stuck), .st_ch_o(st_ch),
		.st_weight_i(w_weight), .st_addr_o(st_addr), .st_len_o(st_len), .st_bytes_o(st_bytes), .st_tail_o(st_tail),
		.st_shift_o(st_shift), .st_kind_o(st_kind), .st_pattern_o(st_pattern), .st_zero_o(st_zero),
		.st_first_o(st_first), .st_last_o(st_last), .st_part_o(st_part), .st_more_o(st_more), .st_irq_o(st_irq), .st_eop_o(st_eop),
		.st_prime_o(st_prime), .st_spare_o(st_spare), .st_ptr_o(st_ptr),
		.beat_i(beat_me | rx_beat), .rx_ptr_i(rx_ptr), .rx_eop_i(rx_eop), .rx_tail_i(rx_tail), .rx_ask_o(rx_ask), .rx_want_o(rx_want), .rx_end_o(rx_end));

	dma_ctx #(.W(4), .N(N), .C_W(C_W)) u_weight (
		.clk(clk), .init_i(init_q), .init_ch_i(init_ch_q), .we_i(att_we), .wch_i(att_ch[C_W-1:0]), .wdata_i(att_weight),
		.ach_i(rsel), .adata_o(r_weight));
	dma_ctx #(.W(4), .N(N), .C_W(C_W)) u_weight_b (
		.clk(clk), .init_i(init_q), .init_ch_i(init_ch_q), .we_i(att_we), .wch_i(att_ch[C_W-1:0]), .wdata_i(att_weight),
		.ach_i(st_ch), .adata_o(w_weight));
	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_rd (
		.clk(clk), .init_i(init_q), .init_ch_i(init_ch_q), .we_i(flush || (rel && !e_rx)), .wch_i(flush ? d_ch : e_ch),
		.wdata_i(flush ? st_wr : rel_ptr), .ach_i(room_ch), .adata_o(room_rd));

	// ---- read data ----
	wire              re, re_rx, e_rx, d_idle, d_dec, e_busy;
	wire [PTR_W-2:0]  raddr;
	wire [DATA_W-1:0] buf_data, e_data;
	wire [RO_W-1:0]   ar_n, d_burst;
	wire [LEN_W-1:0]  d_beat;
	assign r_data = m_axi_rvalid && !m_axi_rid[5];
	dma_read #(.N(N), .C_W(C_W), .LANE_W(LANE_W), .LEN_W(LEN_W), .PTR_W(PTR_W), .OUT_W(RO_W)) u_read (
		.clk(clk), .init_i(init_q), .init_ch_i(init_ch_q), .clear_i(clear), .ar_go_i(ar_go), .ar_ch_i(ar_ch), .ar_n_o(ar_n),
		.r_valid_i(r_data), .r_ch_i(r_ch), .r_data_i(m_axi_rdata),
		.r_resp_i(m_axi_rresp), .r_last_i(m_axi_rlast), .beat_o(beat), .bad_o(rbad),
		.a_ch_i(flush ? d_ch : st_ch), .a_ptr_o(st_wr), .b_ch_i(e_ch), .b_ptr_o(e_wr), .d_ch_i(d_ch),
		.d_idle_o(d_idle), .d_dec_o(d_dec), .d_burst_o(d_burst), .d_beat_o(d_beat), .re_i(re), .raddr_i({e_ch, raddr}), .rdata_o(buf_data));

	// ---- addresses of the bursts, for errors: both kinds come out of one splitter ----
	localparam integer N_W = RO_W > WO_W ? RO_W : WO_W;
	localparam [N_W-RO_W:0] RO_PAD = 0;
	localparam [N_W-WO_W:0] WO_PAD = 0;
	wire              look_rd;
	wire [C_W-1:0]    look_ch;
	wire [WO_W-1:0]   look_n;
	wire [ADDR_W-1:0] look_addr;
	wire [N_W:0]      cut_at = cut ? {WO_PAD, cut_n} : {RO_PAD, ar_n}, look_at = look_rd ? {RO_PAD, d_burst} : {WO_PAD, look_n};
	dma_buffer #(.W(ADDR_W), .A_W(1 + C_W + N_W)) u_where (
		.clk(clk), .we_i(ar_go || cut), .waddr_i({cut, cut ? st_ch : ar_ch, cut_at[N_W-1:0]}), .wdata_i(ar_addr),
		.re_i(1'b1), .raddr_i({!look_rd, look_ch, look_at[N_W-1:0]}), .rdata_o(look_addr));

	// ---- writes ----
	// A burst can go when all its beats are there (known a cycle late): it would hold up other writes and records meanwhile.
	// One to memory starts with its first beat if it needs no other, or while no burst is unanswered and no other channel has
	// work. No mix with and without response.
	wire [PTR_W-1:0] st_fill = st_wr - st_ptr;
	wire st_virt = st_zero || (STREAMS != 0 && st_kind == 2'd2);
	wire st_none = st_fill == {PTR_W{1'b0}};
	wire [PTR_W-1:0] st_need = {{(PTR_W - LEN_W){1'b0}}, st_len} + {{(PTR_W - 2){1'b0}}, st_prime && !st_spare, !(st_prime ^ st_spare)};
	wire [N-1:0] ack_busy;
	reg  st_whole_q, st_old_q, alone_q;
	always @(posedge clk) begin
		alone_q    <= out == {N{1'b0}} && (ack_busy & ~(ONE << st_ch)) == {N{1'b0}} && !st_take;
		st_whole_q <= st_valid && !st_take && !st_fill[PTR_W-1] && st_fill >= st_need;
		st_old_q   <= st_valid && !st_take && !flush; // st_wr is another channel's then
	end
	wire st_tx   = STREAMS != 0 && st_kind == 2'd2;
	wire st_one  = st_len == {LEN_W{1'b0}} && !st_prime;
	wire st_some = (!st_none && !st_fill[PTR_W-1]) || (st_none && beat && r_ch == st_ch);
	wire st_data = st_kind[0] || st_zero || (st_old_q && st_whole_q) || (st_some && !st_tx && (alone_q || st_one));
	wire st_full = st_tail == {LANE_W{1'b1}} || (st_last && !st_more);  // to a stream: the last word goes out
	wire st_mute = st_zero || (st_len == {LEN_W{1'b0}} && !st_full);     // and no other
	wire virt_valid, virt_ready, x_ask, d_clear;
	wire [C_W-1:0] virt_ch;
	wire st_can  = (!out[st_ch] || out_virt[st_ch] == st_virt) && 
	               (STREAMS == 0 || !st_virt || (tx_room[st_ch] && (!st_mute || tx_none[st_ch])));
	wire st_ok   = st_data && st_can && !wstop[st_ch] && !flush && !(rbad[st_ch] && e_busy); // the burst before may fail
	wire fail    = st_valid && st_old_q && !st_data && rbad[st_ch] && !wstop[st_ch] && !flush;
	assign st_stuck = (!st_data && st_old_q) || !st_can;

	wire                end_b, end_bad, aw_room, aw_go, w_busy, x_valid, x_full, x_mark, x_last;
	wire [C_W-1:0]      x_ch;
	wire [DATA_W-1:0]   x_data;
	wire [DATA_W/8-1:0] x_strb;
	wire [4:0]          aw_ch;
	wire [2:0]          aw_kind;
	wire [EDGE_W-1:0]   aw_bytes;
	wire                rec_ready, p_fr_ready;
	wire                rec_valid = OWN_PORT == 0 && fr_aw_valid;
	dma_write #(.C_W(C_W), .ADDR_W(ADDR_W), .LANE_W(LANE_W), .EDGE_W(EDGE_W), .PTR_W(PTR_W), .STREAMS(STREAMS)) u_write (
		.clk(clk), .rst(rst), .hold_i(flush), .aw_room_i(aw_room),
		.st_valid_i(st_valid), .st_take_o(st_take), .st_ok_i(st_ok), .st_ch_i(st_ch), .st_addr_i(st_addr),
		.st_len_i(st_len), .st_bytes_i(st_bytes), .st_tail_i(st_tail), .st_shift_i(st_shift), .st_kind_i(st_kind),
		.st_pattern_i(st_pattern), .st_zero_i(st_zero), .st_first_i(st_first), .st_last_i(st_last),
		.st_more_i(st_more), .st_prime_i(st_prime), .st_spare_i(st_spare), .st_ptr_i(st_ptr),
		.rec_valid_i(rec_valid), .rec_ready_o(rec_ready), .rec_ch_i(fr_aw_ch), .rec_own_i(fr_aw_own),
		.rec_addr_i(fr_aw_addr), .rec_data_i(fr_aw_data),
		.e_ch_o(e_ch), .e_busy_o(e_busy), .e_wr_i(e_wr), .e_bad_i(rbad[e_ch]), .re_o(re), .raddr_o(raddr),
		.re_rx_o(re_rx), .e_rx_o(e_rx), .rdata_i(e_data), .rel_o(rel), .rel_ptr_o(rel_ptr), .end_o(end_b), .end_bad_o(end_bad),
		.x_valid_o(x_valid), .x_ch_o(x_ch), .x_data_o(x_data), .x_strb_o(x_strb), .x_full_o(x_full), .x_mark_o(x_mark), .x_ask_ch_i(d_ch), .x_ask_o(x_ask), .x_last_o(x_last),
		.awvalid_o(m_axi_awvalid), .awready_i(m_axi_awready), .awch_o(aw_ch), .awkind_o(aw_kind),
		.awaddr_o(m_axi_awaddr), .awlen_o(m_axi_awlen), .awbytes_o(aw_bytes), .wvalid_o(m_axi_wvalid),
		.wready_i(m_axi_wready), .wdata_o(m_axi_wdata), .wstrb_o(m_axi_wstrb), .wlast_o(m_axi_wlast),
		.aw_go_o(aw_go), .busy_o(w_busy));
	assign early_valid = st_take && st_last && !st_part && st_irq;
	assign early_ch    = {{(5 - C_W){1'b0}}, st_ch};

	// What the burst under way will tell dma_ack at its end
	reg                 h_mute_q, h_zero_q, h_last_q, h_eop_q;
	reg  [EDGE_W-1:0]   h_bytes_q;
	always @(posedge clk)
		if (st_take) begin
			h_mute_q  <= st_virt && st_mute;
			h_zero_q  <= st_zero;
			h_last_q  <= st_last && !st_part;
			h_eop_q   <= st_eop;
			h_bytes_q <= st_bytes;
		end

	dma_ack #(.N(N), .C_W(C_W), .ADDR_W(ADDR_W), .EDGE_W(EDGE_W), .BEAT_W(LEN_W), .OUT_W(WO_W)) u_ack (
		.clk(clk), .rst(rst), .init_i(init_q), .init_ch_i(init_ch_q), .halt_i(halt), .clear_i(clear), .rstop_o(rstop),
		.wstop_o(wstop), .rbad_i(rbad), .fail_i(fail || (end_b && end_bad)), .fail_ch_i(end_b && end_bad ? e_ch : st_ch),
		.seg_i(seg_valid), .seg_ch_i(seg_ch[C_W-1:0]), .left_i(left), .take_i(st_take), .take_ch_i(st_ch), .take_virt_i(st_virt),
		.out_o(out), .out_virt_o(out_virt), .virt_valid_i(virt_valid), .virt_ch_i(virt_ch),
		.virt_ready_o(virt_ready), .end_i(end_b), .end_ch_i(e_ch),
		.end_bad_i(end_bad), .end_zero_i(h_zero_q), .end_last_i(h_last_q), .end_eop_i(h_eop_q),
		.end_bytes_i(h_bytes_q), .b_valid_i(m_axi_bvalid && !m_axi_bid[5]),
		.b_ch_i(m_axi_bid[C_W-1:0]), .b_resp_i(m_axi_bresp), .e_busy_i(e_busy), .e_ch_i(e_ch), .d_ch_o(d_ch),
		.d_idle_i(d_idle), .d_clear_i(d_clear && !x_ask), .d_dec_i(d_dec), .d_beat_i(d_beat),
		.look_rd_o(look_rd), .look_ch_o(look_ch), .look_n_o(look_n), .look_addr_i(look_addr), .wait_i(late_go), .flush_o(flush), .done_valid_o(done_valid),
		.done_ch_o(done_ch), .done_code_o(done_code), .done_bytes_o(done_bytes), .done_eop_o(done_eop),
		.done_addr_o(done_addr), .busy_o(ack_busy), .res_ch_i(res_ch[C_W-1:0]), .res_bytes_o(res_bytes));
	assign back_busy = ack_busy | rows_busy | left | out;

	// ---- streams ----
	generate
		if (STREAMS != 0) begin : g_stream
			wire [DATA_W-1:0] rx_data;
			reg               rx_q;                // the last beat read was of a stream
			always @(posedge clk)
				if (re || re_rx) rx_q <= re_rx;
			assign e_data = rx_q ? rx_data : buf_data;
			dma_stream #(.N(N), .C_W(C_W), .LANE_W(LANE_W), .LEN_W(LEN_W), .PTR_W(PTR_W)) u_stream (
				.clk(clk), .rst(rst), .init_i(init_q), .init_ch_i(init_ch_q), .clear_i(clear), .flush_i(flush), .flush_ch_i(d_ch),
				.stop_i(wstop), .busy_i(ack_busy), .busy_o(stream_busy), .seg_valid_i(g_valid), .seg_ch_i(g_ch), .seg_kind_i(g_kind),
				.seg_len_i(seg_len[LANE_W-1:0]), .seg_more_i(seg_more), .tx_lane_o(tx_lane),
				.take_virt_i(st_take && st_virt), .take_tx_i(st_take && st_virt && !st_zero), .take_ch_i(st_ch),
				.take_len_i(st_len), .take_whole_i(st_full), .tx_room_o(tx_room), .tx_none_o(tx_none),
				.end_none_i(end_b && h_mute_q), .end_ch_i(e_ch), .virt_valid_o(virt_valid), .virt_ch_o(virt_ch),
				.virt_ready_i(virt_ready), .d_clear_o(d_clear),
				.x_valid_i(x_valid), .x_ch_i(x_ch), .x_data_i(x_data), .x_strb_i(x_strb), .x_full_i(x_full), .x_mark_i(x_mark), .x_last_i(x_last),
				.rx_ch_i(flush ? d_ch : st_ch), .rx_ptr_o(rx_ptr), .rx_eop_o(rx_eop), .rx_tail_o(rx_tail), .rx_ask_i(rx_ask), .rx_want_i(rx_want), .rx_end_i(rx_end),
				.rx_beat_o(rx_beat), .rel_i(rel && e_rx), .rel_ch_i(e_ch), .rel_ptr_i(rel_ptr), .re_i(re_rx),
				.raddr_i({e_ch, raddr}), .rdata_o(rx_data),
				.m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready), .m_axis_tdata(m_axis_tdata),
				.m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast), .s_axis_tvalid(s_axis_tvalid),
				.s_axis_tready(s_axis_tready), .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep),
				.s_axis_tlast(s_axis_tlast));
		end else begin : g_no_stream
			assign tx_lane = {LANE_W{1'b0}};
			assign stream_busy = 1'b0;
			assign tx_room = {N{1'b0}};
			assign tx_none = {N{1'b0}};
			assign virt_valid = 1'b0;
			assign virt_ch = {C_W{1'b0}};
			assign d_clear = 1'b1;
			assign rx_ptr  = {PTR_W{1'b0}};
			assign rx_tail = {LANE_W{1'b0}};
			assign rx_eop  = 1'b0;
			assign rx_beat = {N{1'b0}};
			assign e_data  = buf_data;
			assign m_axis_tvalid = {N{1'b0}};
			assign m_axis_tdata  = {N*DATA_W{1'b0}};
			assign m_axis_tkeep  = {N*DATA_W/8{1'b0}};
			assign m_axis_tlast  = {N{1'b0}};
			assign s_axis_tready = {N{1'b0}};
			wire unused_ok = &{1'b0, m_axis_tready, s_axis_tvalid, s_axis_tdata, s_axis_tkeep, s_axis_tlast, re_rx, rx_ask, rx_want, rx_end,
			                   x_valid, x_ch, x_data, x_strb, x_full, x_mark, x_last, st_full, st_mute, h_mute_q, tx_room, tx_none, virt_ready, 1'b0};
		end
	endgenerate

	// ---- AXI ----
	wire [C_W-1:0] aw_next_ch = rec_valid && rec_ready ? fr_aw_ch[C_W-1:0] : st_ch;
	wire       p_busy, q_busy;
	dma_port #(.N(N), .C_W(C_W), .ADDR_W(ADDR_W), .LANE_W(LANE_W), .EDGE_W(EDGE_W), .ID_W(ID_W), .RD_OUT(RD_OUT),
	           .WR_OUT(WR_OUT)) u_port (
		.clk(clk), .rst(rst), .init_i(init_q), .init_ch_i(init_ch_q), .att_we_i(att_we), .att_ch_i(att_ch[C_W-1:0]),
		.att_cache_i(att_cache), .att_prot_i(att_prot), .fr_ar_valid_i(OWN_PORT == 0 && fr_ar_valid),
		.fr_ar_ready_o(p_fr_ready), .fr_ar_ch_i(fr_ar_ch), .fr_ar_addr_i(fr_ar_addr), .fr_ar_len_i(fr_ar_len),
		.fr_ar_bytes_i(fr_ar_bytes), .ar_free_o(ar_free), .ar_go_i(ar_go), .ar_ch_i(ar_ch), .ar_addr_i(ar_addr),
		.ar_len_i(ar_len), .ar_bytes_i(ar_bytes), .aw_room_o(aw_room), .aw_go_i(aw_go), .aw_next_ch_i(aw_next_ch),
		.aw_ch_i(aw_ch), .aw_kind_i(aw_kind), .aw_bytes_i(aw_bytes),
		.m_axi_awid(m_axi_awid), .m_axi_awsize(m_axi_awsize), .m_axi_awburst(m_axi_awburst),
		.m_axi_awcache(m_axi_awcache), .m_axi_awprot(m_axi_awprot), .m_axi_awuser(m_axi_awuser), .awbytes_o(awbytes_o),
		.m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready), .m_axi_arid(m_axi_arid), .m_axi_araddr(m_axi_araddr),
		.m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize), .m_axi_arburst(m_axi_arburst),
		.m_axi_arcache(m_axi_arcache), .m_axi_arprot(m_axi_arprot), .m_axi_aruser(m_axi_aruser), .arbytes_o(arbytes_o),
		.m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready), .m_axi_rlast(m_axi_rlast),
		.m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready), .busy_o(p_busy));

	generate
		if (OWN_PORT != 0) begin : g_own
			wire             o_room, o_go, o_busy;
			wire [4:0]       o_ch;
			wire [2:0]       o_kind;
			wire n_st_take, n_e_busy, n_re, n_re_rx, n_e_rx, n_rel, n_end, n_end_bad, n_x_valid, n_x_full, n_x_mark, n_x_ask, n_x_last, n_ar_free;
			wire [C_W-1:0] n_e_ch, n_x_ch;
			wire [PTR_W-2:0] n_raddr;
			wire [PTR_W-1:0] n_rel_ptr;
			wire [DATA_W-1:0] n_x_data;
			wire [DATA_W/8-1:0] n_x_strb;
			wire [EDGE_W-1:0] o_bytes;
			dma_write #(.C_W(C_W), .ADDR_W(ADDR_W), .LANE_W(LANE_W), .EDGE_W(EDGE_W), .PTR_W(PTR_W), .STREAMS(0),
			            .DATA(0)) u_write (
				.clk(clk), .rst(rst), .hold_i(1'b0), .aw_room_i(o_room), .st_valid_i(1'b0), .st_take_o(n_st_take), .st_ok_i(1'b0),
				.st_ch_i({C_W{1'b0}}), .st_addr_i({ADDR_W{1'b0}}), .st_len_i({LEN_W{1'b0}}), .st_bytes_i({EDGE_W{1'b0}}),
				.st_tail_i({LANE_W{1'b0}}), .st_shift_i({LANE_W{1'b0}}), .st_kind_i(2'd0), .st_pattern_i(8'd0), .st_zero_i(1'b0),
				.st_first_i(1'b0), .st_last_i(1'b0), .st_more_i(1'b0), .st_prime_i(1'b0), .st_spare_i(1'b0),
				.st_ptr_i({PTR_W{1'b0}}), .rec_valid_i(fr_aw_valid), .rec_ready_o(fr_aw_ready),
				.rec_ch_i(fr_aw_ch), .rec_own_i(fr_aw_own), .rec_addr_i(fr_aw_addr), .rec_data_i(fr_aw_data), .e_ch_o(n_e_ch),
				.e_busy_o(n_e_busy), .e_wr_i({PTR_W{1'b0}}), .e_bad_i(1'b0), .re_o(n_re), .raddr_o(n_raddr), .re_rx_o(n_re_rx), .e_rx_o(n_e_rx),
				.rdata_i({DATA_W{1'b0}}), .rel_o(n_rel), .rel_ptr_o(n_rel_ptr), .end_o(n_end), .end_bad_o(n_end_bad), .x_valid_o(n_x_valid), .x_ch_o(n_x_ch),
				.x_data_o(n_x_data), .x_strb_o(n_x_strb), .x_full_o(n_x_full), .x_mark_o(n_x_mark), .x_ask_ch_i({C_W{1'b0}}), .x_ask_o(n_x_ask), .x_last_o(n_x_last), .awvalid_o(m_axi_desc_awvalid), .awready_i(m_axi_desc_awready),
				.awch_o(o_ch), .awkind_o(o_kind), .awaddr_o(m_axi_desc_awaddr), .awlen_o(m_axi_desc_awlen),
				.awbytes_o(o_bytes), .wvalid_o(m_axi_desc_wvalid), .wready_i(m_axi_desc_wready),
				.wdata_o(m_axi_desc_wdata), .wstrb_o(m_axi_desc_wstrb), .wlast_o(m_axi_desc_wlast), .aw_go_o(o_go),
				.busy_o(o_busy));
			wire o_port_busy;
			dma_port #(.N(N), .C_W(C_W), .ADDR_W(ADDR_W), .LANE_W(LANE_W), .EDGE_W(EDGE_W), .ID_W(ID_W), .RD_OUT(RD_OUT),
			           .WR_OUT(WR_OUT)) u_port (
				.clk(clk), .rst(rst), .init_i(init_q), .init_ch_i(init_ch_q), .att_we_i(att_we),
				.att_ch_i(att_ch[C_W-1:0]), .att_cache_i(att_cache), .att_prot_i(att_prot), .fr_ar_valid_i(fr_ar_valid),
				.fr_ar_ready_o(fr_ar_ready), .fr_ar_ch_i(fr_ar_ch), .fr_ar_addr_i(fr_ar_addr), .fr_ar_len_i(fr_ar_len),
				.fr_ar_bytes_i(fr_ar_bytes), .ar_free_o(n_ar_free), .ar_go_i(1'b0), .ar_ch_i({C_W{1'b0}}),
				.ar_addr_i({ADDR_W{1'b0}}), .ar_len_i({LEN_W{1'b0}}), .ar_bytes_i({EDGE_W{1'b0}}), .aw_room_o(o_room),
				.aw_go_i(o_go), .aw_next_ch_i(fr_aw_ch[C_W-1:0]), .aw_ch_i(o_ch), .aw_kind_i(o_kind), .aw_bytes_i(o_bytes),
				.m_axi_awid(m_axi_desc_awid), .m_axi_awsize(m_axi_desc_awsize), .m_axi_awburst(m_axi_desc_awburst),
				.m_axi_awcache(m_axi_desc_awcache), .m_axi_awprot(m_axi_desc_awprot), .m_axi_awuser(m_axi_desc_awuser),
				.awbytes_o(desc_awbytes_o), .m_axi_bvalid(m_axi_desc_bvalid), .m_axi_bready(m_axi_desc_bready),
				.m_axi_arid(m_axi_desc_arid), .m_axi_araddr(m_axi_desc_araddr), .m_axi_arlen(m_axi_desc_arlen),
				.m_axi_arsize(m_axi_desc_arsize), .m_axi_arburst(m_axi_desc_arburst), .m_axi_arcache(m_axi_desc_arcache),
				.m_axi_arprot(m_axi_desc_arprot), .m_axi_aruser(m_axi_desc_aruser), .arbytes_o(desc_arbytes_o),
				.m_axi_arvalid(m_axi_desc_arvalid), .m_axi_arready(m_axi_desc_arready), .m_axi_rlast(m_axi_desc_rlast),
				.m_axi_rvalid(m_axi_desc_rvalid), .m_axi_rready(m_axi_desc_rready), .busy_o(o_port_busy));
			assign q_busy     = o_busy || o_port_busy;
			assign fr_r_valid = m_axi_desc_rvalid;
			assign fr_r_ch    = m_axi_desc_rid[4:0];
			assign fr_r_data  = m_axi_desc_rdata;
			assign fr_r_resp  = m_axi_desc_rresp;
			assign fr_r_last  = m_axi_desc_rlast;
			assign fr_b_valid = m_axi_desc_bvalid;
			assign fr_b_ch    = m_axi_desc_bid[4:0];
			assign fr_b_resp  = m_axi_desc_bresp;
			wire unused_ok = &{1'b0, m_axi_desc_rid, m_axi_desc_bid, p_fr_ready, rec_ready, n_st_take, n_e_ch, n_e_busy, n_re, n_raddr, n_re_rx, n_e_rx, n_rel, n_rel_ptr, n_end, n_end_bad, n_x_valid, n_x_ch, n_x_data, n_x_strb, n_x_full, n_x_mark, n_x_ask, n_x_last, n_ar_free, 1'b0};
		end else begin : g_shared
			assign {m_axi_desc_awid, m_axi_desc_awaddr, m_axi_desc_awlen, m_axi_desc_awsize, m_axi_desc_awburst,
			        m_axi_desc_awcache, m_axi_desc_awprot, m_axi_desc_awuser, m_axi_desc_awvalid} = {(ID_W + ADDR_W + 29){1'b0}};
			assign {m_axi_desc_wdata, m_axi_desc_wstrb, m_axi_desc_wlast, m_axi_desc_wvalid} = {(DATA_W + DATA_W / 8 + 2){1'b0}};
			assign {m_axi_desc_arid, m_axi_desc_araddr, m_axi_desc_arlen, m_axi_desc_arsize, m_axi_desc_arburst,
			        m_axi_desc_arcache, m_axi_desc_arprot, m_axi_desc_aruser, m_axi_desc_arvalid} = {(ID_W + ADDR_W + 29){1'b0}};
			assign {m_axi_desc_bready, m_axi_desc_rready} = 2'b11;
			assign {desc_arbytes_o, desc_awbytes_o} = 32'd0;
			assign q_busy      = 1'b0;
			assign fr_ar_ready = p_fr_ready;
			assign fr_aw_ready = rec_ready;
			assign fr_r_valid  = m_axi_rvalid && m_axi_rid[5];
			assign fr_r_ch     = m_axi_rid[4:0];
			assign fr_r_data   = m_axi_rdata;
			assign fr_r_resp   = m_axi_rresp;
			assign fr_r_last   = m_axi_rlast;
			assign fr_b_valid  = m_axi_bvalid && m_axi_bid[5];
			assign fr_b_ch     = m_axi_bid[4:0];
			assign fr_b_resp   = m_axi_bresp;
			wire unused_ok = &{1'b0, m_axi_desc_awready, m_axi_desc_wready, m_axi_desc_bid, m_axi_desc_bresp,
			                   m_axi_desc_bvalid, m_axi_desc_arready, m_axi_desc_rid, m_axi_desc_rdata, m_axi_desc_rresp,
			                   m_axi_desc_rlast, m_axi_desc_rvalid, 1'b0};
		end
	endgenerate

	wire unused_ok = &{1'b0, late_ptr, cut_at[N_W], look_at[N_W], seg_ch, res_ch, att_ch, m_axi_rid, m_axi_bid, 1'b0}; // upper bits of channel numbers
	assign port_busy = init_q || p_busy || q_busy || w_busy || plan_busy || stream_busy || late_go ||
	                   done_valid || back_busy != {N{1'b0}};

`ifdef DOORBELL_ASSERT
	// Shadow of the destinations: every data write goes on exactly where the channel's oldest segment stands, and not beyond it
	localparam integer A_W = SEG_W + 1;       // log2 of the segments remembered per channel
	localparam [A_W-1:0] A_ONE = 1;
	reg  [ADDR_W-1:0] a_dst [0:(1<<(C_W+A_W))-1];
	reg  [31:0]       a_left [0:(1<<(C_W+A_W))-1];
	reg  [A_W-1:0]    a_in [0:(1<<C_W)-1], a_out [0:(1<<C_W)-1];
	reg  [15:0]       a_beats [0:(1<<C_W)-1]; // asked for and not come
	wire [C_W+A_W-1:0] a_at = {st_ch, a_out[st_ch]};
	reg  [LEN_W-1:0]  a_len_q;
	integer           a;
	always @(posedge clk)
		if (rst) begin
			for (a = 0; a < (1 << C_W); a = a + 1) begin
				a_in[a]    <= {A_W{1'b0}};
				a_out[a]   <= {A_W{1'b0}};
				a_beats[a] <= 16'd0;
			end
		end else begin
			if (g_valid) begin
				a_dst[{g_ch, a_in[g_ch]}]  <= g_dst;
				a_left[{g_ch, a_in[g_ch]}] <= g_left;
				a_in[g_ch]                 <= a_in[g_ch] + A_ONE;
				if (!g_ready[g_ch]) begin
					$display("%m: a segment for a channel that is not ready");
					$stop;
				end
			end
			if (st_take) begin
				if (!st_virt && (st_addr != a_dst[a_at] || {{(32 - EDGE_W){1'b0}}, st_bytes} > a_left[a_at])) begin
					$display("%m: a write outside the destination");
					$stop;
				end
				if (st_last) a_out[st_ch] <= a_out[st_ch] + A_ONE;
				else begin
					a_dst[a_at]  <= a_dst[a_at] + {{(ADDR_W - EDGE_W){1'b0}}, st_bytes} + {{(ADDR_W - 1){1'b0}}, 1'b1};
					a_left[a_at] <= a_left[a_at] - {{(32 - EDGE_W){1'b0}}, st_bytes} - 32'd1;
				end
			end
			if (flush) a_out[d_ch] <= a_in[d_ch];
			for (a = 0; a < (1 << C_W); a = a + 1)
				a_beats[a] <= a_beats[a] + (ar_go && ar_ch == a[C_W-1:0] ? {{(16 - LEN_W){1'b0}}, ar_len} + 16'd1 : 16'd0)
				              - {15'd0, r_data && r_ch == a[C_W-1:0]};
			if (r_data && a_beats[r_ch] == 16'd0) begin
				$display("%m: read data that nobody asked for");
				$stop;
			end
			a_len_q <= ar_len;
			if (late_go && {{(16 - PTR_W){1'b0}}, late_ptr - room_rd} + {{(16 - LEN_W){1'b0}}, a_len_q} >= BUF_BEATS[15:0]) begin
				$display("%m: a read without room");
				$stop;
			end
		end
`endif
endmodule

`default_nettype wire
