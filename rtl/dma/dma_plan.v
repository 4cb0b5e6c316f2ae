// SPDX-License-Identifier: Apache-2.0
//
// The plan of all bursts, for all channels, with one splitter (dma_split):
//   reads   a segment is cut in the cycle in which it comes if no other channel waits, else from its row in u_rctx; a burst
//           is asked for when the channel's buffer has room for the largest one, so read data never waits
//   writes  segments wait in a queue in block RAM; one burst at a time is staged (st_*) until dma_write takes it. A burst is
//           staged only when all reads that it needs have been asked for; a staged burst whose first beat has not come
//           is put back when another channel has data (nothing is committed before take_i).
// Buffer pointers are counted modulo twice the buffer: alloc (asked for), rp (next beat to plan). Priority at the splitter:
// a new segment, reads, writes; reads end when buffers are full, so writes always come to their turn.
`default_nettype none

module dma_plan #(
	parameter integer N      = 4,
	parameter integer C_W    = 2,
	parameter integer ADDR_W = 64,
	parameter integer LANE_W = 3,
	parameter integer EDGE_W = 11,
	parameter integer PTR_W  = 11,     // log2 of twice the buffer of a channel in beats
	parameter integer SEG_W  = 6,      // log2 of the segments queued per channel
	parameter integer OUT_W  = 7,      // log2 of the write bursts outstanding at most, at least
	parameter integer FILL    = 1,
	parameter integer STREAMS = 1
) (
	input  wire                     clk,
	input  wire                     rst,
	input  wire                     init_i,     // after reset: rows are being cleared
	input  wire [C_W-1:0]           init_ch_i,
	input  wire [N-1:0]             stop_i,     // plan no further read (halted or failed)
	input  wire [N-1:0]             wstop_i,    // plan no further write
	input  wire [N-1:0]             rbad_i,     // a read has failed: its beats and later ones do not come
	input  wire                     flush_i,    // forget all of flush_ch_i (nothing of it is outstanding)
	input  wire [C_W-1:0]           flush_ch_i,
	input  wire [PTR_W-1:0]         flush_ptr_i,

	input  wire                     seg_valid_i,
	input  wire [C_W-1:0]           seg_ch_i,
	input  wire [1:0]               seg_kind_i, // 0 copy, 1 fill, 2 to stream, 3 from stream
	input  wire [31:0]              seg_left_i, // length less one
	input  wire [ADDR_W-1:0]        seg_src_i,
	input  wire [ADDR_W-1:0]        seg_dst_i,  // to stream: lane of the first byte
	input  wire [7:0]               seg_pattern_i,
	input  wire                     seg_more_i,
	input  wire                     seg_irq_i,
	input  wire                     seg_part_i, // no completion of its own (a row of 2D, not the last)
	output wire [N-1:0]             seg_ready_o,
	output wire [N-1:0]             left_o,     // segments or parts of one are left

	input  wire                     ar_free_i,  // a read burst may be asked for now
	output wire                     ar_go_o,
	output wire [C_W-1:0]           ar_ch_o,
	output wire [ADDR_W-1:0]        ar_addr_o,  // with cut_o of the write burst
	output wire [EDGE_W-LANE_W-1:0] ar_len_o,   // beats, less one
	output wire [EDGE_W-1:0]        ar_bytes_o, // bytes, less one
	output wire                     late_go_o,  // the same one cycle later, with
	output wire [PTR_W-1:0]         late_ptr_o, // the place of its first beat (no flush in this cycle)
	output wire                     busy_o,     // a channel's room is not known
	output wire [C_W-1:0]           rsel_o,     // channel whose weight is wanted
	input  wire [3:0]               rweight_i,
	output wire [C_W-1:0]           room_ch_o,  // channel whose oldest held beat is wanted
	input  wire [PTR_W-1:0]         room_rd_i,

	output wire                     cut_o,      // a write burst of st_ch_o is cut (perhaps for nothing)
	output wire [OUT_W-1:0]         cut_n_o,    // its number
	output reg                      st_valid_o, // a write burst is staged
	input  wire                     st_take_i,
	input  wire                     st_stuck_i, // it cannot go yet
	output wire [C_W-1:0]           st_ch_o,    // steady from one cycle before st_valid_o
	input  wire [3:0]               st_weight_i,
	output reg  [ADDR_W-1:0]        st_addr_o,
	output reg  [EDGE_W-LANE_W-1:0] st_len_o,   // words, less one
	output reg  [EDGE_W-1:0]        st_bytes_o, // bytes, less one
	output reg  [LANE_W-1:0]        st_tail_o,  // lane of the last byte
	output reg  [LANE_W-1:0]        st_shift_o, // destination lane - source lane
	output reg  [1:0]               st_kind_o,
	output reg  [7:0]               st_pattern_o,
	output reg                      st_zero_o,  // no bytes: a skipped segment
	output reg                      st_first_o, // of its segment
	output reg                      st_last_o,  // of its segment
	output reg                      st_part_o,
	output reg                      st_more_o,
	output reg                      st_irq_o,
	output reg                      st_eop_o,
	output wire                     st_prime_o, // a beat comes before the first word
	output wire                     st_spare_o, // the last word needs no beat
	output wire [PTR_W-1:0]         st_ptr_o,   // first beat
	input  wire [N-1:0]             beat_i,     // a beat has come for the channel

	input  wire [PTR_W-1:0]         rx_ptr_i,   // of st_ch_o (flush: of flush_ch_i): beats that have come from the stream
	input  wire                     rx_eop_i,   // the last of them ended the packet
	input  wire [LANE_W-1:0]        rx_tail_i,  // with this lane
	output wire                     rx_ask_o,   // st_ch_o's oldest segment is known from now on:
	output wire                     rx_want_o,  // it is from the stream
	output wire                     rx_end_o    // the packet of st_ch_o has been planned to its end
);
	localparam integer LEN_W = EDGE_W - LANE_W;
	localparam [PTR_W-LEN_W-1:0] LIMIT = (1 << (PTR_W - 1 - LEN_W)) - 1; // bursts of the largest size, one less than the buffer holds
	localparam [1:0] K_FILL = 2'd1, K_RX = 2'd3;
	localparam integer Q_W = ADDR_W + 32 + LANE_W + 13;
	localparam [SEG_W:0] Q_ONE = 1;
	localparam [OUT_W-1:0] O_ONE = 1;
	localparam [N-1:0] ONE = 1;
	localparam [PTR_W-1:0] P_ONE = 1;

	// ---- one splitter for all ----
	reg  [N-1:0]        rpend_q;                // a segment has bytes to ask for
	wire [ADDR_W-1:0]   r_addr, w_addr, q_addr;
	wire [31:0]         r_left, w_left, q_left;
	reg  [ADDR_W-1:0]   x_addr;
	reg  [31:0]         x_left;
	wire                r_go, w_cut;
	wire                x_last;
	wire [LEN_W-1:0]    x_len;
	wire [EDGE_W-1:0]   x_bytes;
	wire [LANE_W-1:0]   x_tail;
	wire [ADDR_W-1:0]   n_addr;
	wire [31:0]         n_left;
	wire                r_turn;                 // a waiting segment's read may be cut
	wire                rx_short;
	wire [EDGE_W-1:0]   rx_have;                // bytes that have come from the stream, less one
	wire                w_open;                 // the staged channel's segment is begun
	// Two select bits: one LUT of a multiplexer of four
	wire                x_write = !seg_valid_i && !r_turn;
	wire                x_row   = x_write ? w_open : r_turn;
	always @* begin
		x_addr = x_write ? (x_row ? w_addr : q_addr) : (x_row ? r_addr : seg_src_i);
		x_left = x_write ? (x_row ? w_left : q_left) : (x_row ? r_left : seg_left_i);
		if (rx_short) x_left[EDGE_W-1:0] = rx_have;
	end
	dma_split #(.ADDR_W(ADDR_W), .LANE_W(LANE_W), .EDGE_W(EDGE_W)) u_split (
		.addr_i(x_addr), .left_i(x_left), .short_i(rx_short), .go_i(r_go || w_cut), .last_o(x_last), .len_o(x_len),
		.bytes_o(x_bytes), .tail_o(x_tail), .next_addr_o(n_addr), .next_left_o(n_left));

	// ---- reads ----
	wire             seg_rd  = seg_valid_i && !seg_kind_i[0];
	wire             r_idle  = rpend_q == {N{1'b0}};
	wire [C_W-1:0]   r_sel;
	wire [C_W-1:0]   r_ch    = r_idle ? seg_ch_i : r_sel;
	wire [PTR_W-1:0] alloc, b_alloc;
	reg  [N-1:0]     room_q;                    // the buffer has room for the largest burst
	reg              late_q;                    // a burst was asked for in the cycle before
	reg  [LEN_W-1:0] late_len_q;
	reg  [C_W-1:0]   look_q;                    // of this channel; else the channel whose room is looked at
	wire             r_may;
	wire [N-1:0]     look_me = ONE << look_q;
	wire [PTR_W-1:0] used    = alloc - room_rd_i;
	wire [PTR_W-1:0] n_alloc = flush_i ? flush_ptr_i : alloc + {{(PTR_W - LEN_W){1'b0}}, late_len_q} + P_ONE;
	wire r_can    = ar_free_i && room_q[r_ch] && !stop_i[r_ch] && !flush_i;
	assign r_turn = !seg_valid_i && r_may && r_can;
	assign r_go   = r_turn || (seg_rd && r_idle && r_can);

	assign ar_go_o    = r_go;
	assign ar_ch_o    = r_ch;
	assign ar_addr_o  = x_addr;
	assign ar_len_o   = x_len;
	assign ar_bytes_o = x_bytes;
	assign rsel_o     = r_sel;
	assign room_ch_o  = look_q;
	assign late_go_o  = late_q;
	assign busy_o     = room_q != {N{1'b1}};
	assign late_ptr_o = alloc;

	// A burst takes its room one cycle after it was cut; what is left is looked at in the cycle behind
	localparam [C_W-1:0] LAST_CH = N[C_W-1:0] - 1'b1;
	always @(posedge clk) begin
		late_q <= r_go && !rst;
		if (r_go) begin
			look_q     <= r_ch;
			late_len_q <= x_len;
		end else if (!late_q && busy_o) look_q <= look_q == LAST_CH ? {C_W{1'b0}} : look_q + 1'b1;
		room_q <= (room_q | (!late_q && !flush_i && used[PTR_W-1:LEN_W] < LIMIT ? look_me : {N{1'b0}})) & ~(r_go ? ONE << r_ch : {N{1'b0}});
		if (rst) begin
			room_q <= {N{1'b1}};
			look_q <= {C_W{1'b0}};
		end
	end

	dma_wrr #(.N(N), .C_W(C_W)) u_rwrr (
		.clk(clk), .rst(rst), .req_i(rpend_q & room_q), .free_i(ar_free_i), .hold_i(1'b0), .step_i(r_turn), .skip_i(1'b0),
		.weight_i(rweight_i), .sel_o(r_sel), .may_o(r_may));
	dma_ctx #(.W(ADDR_W + 32), .N(N), .C_W(C_W), .ZERO(0)) u_rctx (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(r_turn || seg_valid_i),
		.wch_i(seg_valid_i ? seg_ch_i : r_sel), .wdata_i({n_addr, n_left}),
		.ach_i(r_sel), .adata_o({r_addr, r_left}));
	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_alloc (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(late_q || flush_i), .wch_i(flush_i ? flush_ch_i : look_q),
		.wdata_i(n_alloc), .ach_i(look_q), .adata_o(alloc));
	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_alloc_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(late_q || flush_i), .wch_i(flush_i ? flush_ch_i : look_q),
		.wdata_i(n_alloc), .ach_i(st_ch_o), .adata_o(b_alloc));

	// ---- queue of segments for the write side ----
	reg  [N-1:0]      open_q, some_q, full_q;   // a segment is begun; segments wait; no room
	reg  [N-1:0]      hint_q, beat_q;           // worth a try: data may have come; a beat came in the cycle before
	reg  [5:0]        again_q;                  // when this wraps, everything is worth a try
	wire [SEG_W:0]    cw, cr, b_cw;
	wire [SEG_W:0]    seg_cr;
	wire [C_W-1:0]    b_ch;
	wire [SEG_W:0]    held = cw - seg_cr;
	wire              push_full = held[SEG_W] || held[SEG_W-1:1] == {(SEG_W - 1){1'b1}}; // with this one or one more
	wire              pop = st_take_i && !w_open;
	wire [Q_W-1:0]    q_next;
	reg  [Q_W-1:0]    q_data;
	wire [LANE_W-1:0] q_lane;
	wire [1:0]        q_kind0;
	wire [1:0]        q_kind = q_kind0 & {STREAMS != 0, STREAMS != 0 || FILL != 0};
	wire [7:0]        q_pattern0;
	wire [7:0]        q_pattern = FILL != 0 ? q_pattern0 : 8'd0;
	wire              q_more, q_irq, q_part;
	assign {q_addr, q_left, q_lane, q_kind0, q_pattern0, q_more, q_irq, q_part} = q_data;
	assign left_o      = open_q | some_q;
	assign seg_ready_o = ~rpend_q & ~full_q & {N{!init_i}};

	dma_ctx #(.W(SEG_W + 1), .N(N), .C_W(C_W)) u_cw (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(seg_valid_i), .wch_i(seg_ch_i), .wdata_i(cw + Q_ONE),
		.ach_i(seg_ch_i), .adata_o(cw));
	dma_ctx #(.W(SEG_W + 1), .N(N), .C_W(C_W)) u_cw_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(seg_valid_i), .wch_i(seg_ch_i), .wdata_i(cw + Q_ONE),
		.ach_i(flush_i ? flush_ch_i : b_ch), .adata_o(b_cw));
	dma_ctx #(.W(SEG_W + 1), .N(N), .C_W(C_W)) u_cr (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(pop || flush_i), .wch_i(flush_i ? flush_ch_i : b_ch),
		.wdata_i(flush_i ? b_cw : cr + Q_ONE), .ach_i(b_ch), .adata_o(cr));
	dma_ctx #(.W(SEG_W + 1), .N(N), .C_W(C_W)) u_cr_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(pop || flush_i), .wch_i(flush_i ? flush_ch_i : b_ch),
		.wdata_i(flush_i ? b_cw : cr + Q_ONE), .ach_i(seg_ch_i), .adata_o(seg_cr));
	dma_buffer #(.W(Q_W), .A_W(C_W + SEG_W)) u_queue (
		.clk(clk), .we_i(seg_valid_i), .waddr_i({seg_ch_i, cw[SEG_W-1:0]}),
		.wdata_i({seg_dst_i, seg_left_i, seg_src_i[LANE_W-1:0], seg_kind_i, seg_pattern_i, seg_more_i, seg_irq_i, seg_part_i}),
		.re_i(1'b1), .raddr_i({b_ch, ahead_cr[SEG_W-1:0]}), .rdata_o(q_next));
	// While a segment's first burst is staged the next segment is read already
	wire [SEG_W:0]       ahead_cr = cr + {{SEG_W{1'b0}}, st_valid_o && !w_open};
	reg  [C_W+SEG_W-1:0] ahead_q;
	reg                  ahead_some_q;
	wire                 ahead_hit = ahead_some_q && ahead_q == {b_ch, cr[SEG_W-1:0]};
	always @(posedge clk) begin
		q_data       <= q_next;
		ahead_q      <= {b_ch, ahead_cr[SEG_W-1:0]};
		ahead_some_q <= ahead_cr != b_cw && !flush_i;
	end

	// ---- write bursts: pick a channel, cut, stage ----
	reg                flush_q;                 // what was looked up for st_ch_o was not
	localparam [2:0] B_PICK = 3'd0, B_READ = 3'd1, B_CUT = 3'd2, B_RX = 3'd3, B_SHORT = 3'd4;
	reg  [2:0]         b_q;
	wire [N-1:0]       want = (open_q | some_q) & ~wstop_i;
	wire [N-1:0]       want_h = want & hint_q;
	wire [N-1:0]       b_req = want_h != {N{1'b0}} ? want_h : want;
	wire               b_may;
	wire [N-1:0]       b_me = ONE << b_ch;
	wire [LANE_W-1:0]  w_shift;
	wire [1:0]         w_kind;
	wire [7:0]         w_pattern;
	wire               w_more, w_irq, w_part;
	wire [PTR_W-1:0]   rp, m_rp, ahead;           // first beat: of the staged burst; in the read buffer
	wire [LANE_W-1:0]  rx_lane;
	reg  [N-1:0]       skip_q;                  // the packet has ended: the job's further segments are skipped
	wire               drop;                    // unstage

	assign st_ch_o = b_ch;
	assign cut_o   = w_cut;
	dma_ctx #(.W(OUT_W), .N(N), .C_W(C_W)) u_taken (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(st_take_i), .wch_i(b_ch), .wdata_i(cut_n_o + O_ONE),
		.ach_i(b_ch), .adata_o(cut_n_o));
	assign w_open  = open_q[b_ch];
	wire [1:0] b_kind = w_open ? w_kind : q_kind;
	wire b_rx  = STREAMS != 0 && b_kind == K_RX;
	wire b_skip = b_rx && !w_open && skip_q[b_ch];

	// All reads asked for: of this segment (it is not the one being read), or of the largest burst
	assign ahead = b_alloc - m_rp;
	wire burst_ahead = ahead[PTR_W-1:LEN_W+1] != {(PTR_W - LEN_W - 1){1'b0}} || (ahead[LEN_W] && ahead[LEN_W-1:0] != {LEN_W{1'b0}});
	wire covered = !rpend_q[b_ch] || cr + {{SEG_W{1'b0}}, !w_open} != b_cw || burst_ahead || rbad_i[b_ch];

	assign rx_short = STREAMS != 0 && b_q == B_SHORT && !seg_valid_i && !r_turn;
	assign w_cut    = (b_q == B_CUT || b_q == B_SHORT) && !st_valid_o && !flush_i && !seg_valid_i && !r_turn &&
	                  !(b_q == B_SHORT && flush_q);

	assign rx_ask_o  = w_cut;
	assign rx_want_o = b_rx;
	wire rx_ok, rx_cut;                         // enough bytes for the whole burst; the packet ends before
	wire b_miss = (b_q == B_CUT && w_cut && !covered) || (b_q == B_RX && !flush_q && !rx_ok && !rx_cut && !st_zero_o);
	assign drop = st_valid_o && !st_take_i && (wstop_i[b_ch] || (st_stuck_i && (want_h & ~b_me) != {N{1'b0}}));

	dma_wrr #(.N(N), .C_W(C_W)) u_wwrr (
		.clk(clk), .rst(rst), .req_i(b_req), .free_i(1'b1), .hold_i((b_q != B_PICK || st_valid_o) && !b_miss && !drop && !st_take_i),
		.step_i(st_take_i), .skip_i(b_miss || drop), .weight_i(st_weight_i), .sel_o(b_ch), .may_o(b_may));

	wire [LANE_W-1:0] b_shift = w_open ? w_shift : q_addr[LANE_W-1:0] - (b_rx ? rx_lane : q_lane);
	reg  [ADDR_W-1:0] st_naddr_q;
	reg  [31:0]       st_nleft_q;
	assign st_ptr_o = rp;

	dma_ctx #(.W(ADDR_W + 32 + LANE_W + 13), .N(N), .C_W(C_W), .ZERO(0)) u_wctx (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(st_take_i), .wch_i(b_ch),
		.wdata_i({st_naddr_q, st_nleft_q, st_shift_o, st_kind_o, st_pattern_o, st_more_o, st_irq_o, st_part_o}),
		.ach_i(b_ch), .adata_o({w_addr, w_left, w_shift, w_kind, w_pattern, w_more, w_irq, w_part}));

	// The next burst's first beat: the last one of this burst again if bytes of it are left
	wire              prime = st_addr_o[LANE_W-1:0] < st_shift_o; // a beat before the first word
	wire              spare = st_tail_o < st_shift_o;             // no beat for the last word
	wire [LANE_W-1:0] n_lane = st_tail_o - st_shift_o + {{(LANE_W - 1){1'b0}}, 1'b1};
	wire              st_rx = STREAMS != 0 && st_kind_o == K_RX;
	wire              keep  = n_lane != {LANE_W{1'b0}} && (st_rx ? !st_eop_o : !st_last_o);
	wire              minus = !prime && spare && keep;
	wire [PTR_W-1:0]  n_rp  = rp + {{(PTR_W - LEN_W){1'b0}}, st_len_o} // and 1 + prime - spare - keep
	                        + {{(PTR_W - 2){minus}}, minus || (prime && !spare && !keep), !(prime ^ spare ^ keep)};
	assign st_prime_o = prime && (!st_kind_o[0] || st_rx);
	assign st_spare_o = spare;
	wire              rx_eop = rx_eop_q && !rx_more_q && rx_have == st_bytes_o;
	reg               rx_none_q, rx_more_q, rx_eop_q;

	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_rp (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(flush_i || (st_take_i && !st_kind_o[0])),
		.wch_i(flush_i ? flush_ch_i : b_ch), .wdata_i(flush_i ? flush_ptr_i : n_rp), .ach_i(b_ch), .adata_o(m_rp));

	generate
		if (STREAMS != 0) begin : g_rx
			wire [PTR_W-1:0] s_rp;
			dma_ctx #(.W(PTR_W + LANE_W), .N(N), .C_W(C_W)) u_srp (
				.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(flush_i || (st_take_i && st_rx && !st_zero_o)),
				.wch_i(flush_i ? flush_ch_i : b_ch),
				.wdata_i(flush_i ? {rx_ptr_i, {LANE_W{1'b0}}} : {n_rp, st_eop_o ? {LANE_W{1'b0}} : n_lane}),
				.ach_i(b_ch), .adata_o({s_rp, rx_lane}));
			assign rp = st_rx ? s_rp : m_rp;
			wire [PTR_W-1:0]        beats = rx_ptr_i - s_rp - P_ONE;
			wire [PTR_W+LANE_W-1:0] bytes = {beats, rx_eop_i ? rx_tail_i : {LANE_W{1'b1}}} - {{PTR_W{1'b0}}, rx_lane};
			reg  [EDGE_W-1:0]       have_q;
			always @(posedge clk) begin
				have_q    <= bytes[EDGE_W-1:0];
				rx_none_q <= rx_ptr_i == s_rp;
				rx_more_q <= bytes[PTR_W+LANE_W-1:EDGE_W] != {(PTR_W + LANE_W - EDGE_W){1'b0}};
				rx_eop_q  <= rx_eop_i;
			end
			assign rx_have  = have_q;
			assign rx_ok    = !rx_none_q && (rx_more_q || rx_have >= st_bytes_o);
			assign rx_cut   = !rx_none_q && rx_eop_q && !rx_ok;
			assign rx_end_o = st_take_i && st_rx && st_eop_o && !st_zero_o;
		end else begin : g_no_rx
			assign rp      = m_rp;
			assign rx_lane = {LANE_W{1'b0}};
			assign rx_have = {EDGE_W{1'b0}};
			assign {rx_ok, rx_cut, rx_end_o} = 3'd0;
			always @* {rx_none_q, rx_more_q, rx_eop_q} = 3'd0;
			wire unused_ok = &{1'b0, rx_ptr_i, rx_eop_i, rx_tail_i, rx_eop, rx_none_q, 1'b0};
		end
	endgenerate

	wire unused_ok = &{1'b0, used[LEN_W-1:0], 1'b0};

	wire [N-1:0] seg_me   = seg_valid_i ? ONE << seg_ch_i : {N{1'b0}};
	wire [N-1:0] flush_me = flush_i ? ONE << flush_ch_i : {N{1'b0}};
	wire [N-1:0] take_me  = st_take_i ? b_me : {N{1'b0}};

	always @(posedge clk) begin
		if (w_cut) begin
			st_addr_o    <= x_addr;
			st_len_o     <= x_len;
			st_bytes_o   <= x_bytes;
			st_tail_o    <= x_tail;
			st_naddr_q   <= n_addr;
			st_nleft_q   <= n_left;
			st_last_o    <= x_last || b_skip;
			st_shift_o   <= b_kind == K_FILL ? {LANE_W{1'b0}} : b_shift;
			st_kind_o    <= b_kind;
			st_pattern_o <= w_open ? w_pattern : q_pattern;
			st_more_o    <= w_open ? w_more : q_more;
			st_irq_o     <= w_open ? w_irq : q_irq;
			st_part_o    <= w_open ? w_part : q_part;
			st_first_o   <= !w_open;
			st_zero_o    <= b_skip;
			st_eop_o     <= b_q == B_SHORT;
		end
		case (b_q)
			B_PICK: if (b_may && !st_valid_o) b_q <= w_open || ahead_hit ? B_CUT : B_READ;
			B_READ: b_q <= B_CUT; // the segment comes out of the queue
			B_CUT: if (w_cut) begin
				b_q        <= b_rx && !b_skip ? B_RX : B_PICK;
				st_valid_o <= covered && (!b_rx || b_skip);
			end
			B_RX: if (!flush_q) begin
				b_q        <= rx_cut ? B_SHORT : B_PICK;
				st_valid_o <= rx_ok;
				if (rx_eop) {st_eop_o, st_last_o} <= 2'b11;
			end
			default: if (w_cut) begin
				b_q        <= B_PICK;
				st_valid_o <= 1'b1;
			end
		endcase
		if (flush_i) b_q <= B_PICK; // what was picked may be forgotten; nothing is committed
		if (st_take_i || drop) st_valid_o <= 1'b0;

		flush_q <= flush_i;
		if (want != {N{1'b0}}) again_q <= again_q + 6'd1;
		beat_q  <= beat_i;                       // what is found missing now may have come just then
		hint_q  <= (hint_q & ~(b_miss || drop ? b_me : {N{1'b0}})) | beat_i | beat_q | seg_me | {N{again_q == 6'd0}};
		rpend_q <= (rpend_q & ~(r_turn && x_last ? ONE << r_sel : {N{1'b0}}) | (seg_rd && !(r_go && x_last) ? seg_me : {N{1'b0}}))
		           & ~stop_i;
		open_q  <= ((open_q & ~take_me) | (st_last_o ? {N{1'b0}} : take_me)) & ~flush_me;
		some_q  <= (some_q & ~(pop && cr + Q_ONE == b_cw ? b_me : {N{1'b0}}) & ~flush_me) | seg_me;
		full_q  <= (full_q & ~(pop ? b_me : {N{1'b0}}) & ~flush_me) | (push_full ? seg_me : {N{1'b0}});
		skip_q  <= ((skip_q & ~(st_more_o ? {N{1'b0}} : take_me)) | (st_eop_o && st_more_o ? take_me : {N{1'b0}})) & ~flush_me;
		if (rst) begin
			rpend_q    <= {N{1'b0}};
			open_q     <= {N{1'b0}};
			some_q     <= {N{1'b0}};
			full_q     <= {N{1'b0}};
			skip_q     <= {N{1'b0}};
			hint_q     <= {N{1'b0}};
			again_q    <= 6'd1;
			b_q        <= B_PICK;
			st_valid_o <= 1'b0;
		end
	end
endmodule

`default_nettype wire
