// SPDX-License-Identifier: Apache-2.0
//
// The streams of all channels.
//   out  words of dma_write, whose bytes stand in the lanes of the job's running offset, are packed per channel (a word can come
//        from several segments) and wait in a queue (block RAM). A burst to a stream is taken only with room for all its words; it is reported (virt_*) when the last word that it sends has
//        been handed over, at once if it sends none (all its bytes wait for the next word).
//   in   one channel at a time is ready; its beats go to the channel's part of a block RAM. After the end of a packet the channel
//        takes no further beat until that end has been planned (dma_plan). A channel is ready only while its oldest segment is from the stream.
// TKEEP in: full but for the last beat, there contiguous from lane 0 and not empty.
`default_nettype none

module dma_stream #(
	parameter integer N      = 4,
	parameter integer C_W    = 2,
	parameter integer LANE_W = 3,
	parameter integer LEN_W  = 8,      // log2 of the longest burst in words
	parameter integer PTR_W  = 11
) (
	input  wire                     clk,
	input  wire                     rst,
	input  wire                     init_i,
	input  wire [C_W-1:0]           init_ch_i,
	input  wire [N-1:0]             clear_i,
	input  wire                     flush_i,
	input  wire [C_W-1:0]           flush_ch_i,
	input  wire [N-1:0]             stop_i,
	input  wire [N-1:0]             busy_i,      // segments are left
	output wire                     busy_o,      // something moves beside them
	// segments as they come
	input  wire                     seg_valid_i,
	input  wire [C_W-1:0]           seg_ch_i,
	input  wire [1:0]               seg_kind_i,
	input  wire [LANE_W-1:0]        seg_len_i,   // low bits of the length
	input  wire                     seg_more_i,
	output wire [LANE_W-1:0]        tx_lane_o,   // of seg_ch_i: lane of the next byte out
	// bursts without response: to streams, and skipped segments
	input  wire                     take_virt_i,
	input  wire                     take_tx_i,
	input  wire [C_W-1:0]           take_ch_i,
	input  wire [LEN_W-1:0]         take_len_i,
	input  wire                     take_whole_i, // the last word goes out
	output wire [N-1:0]             tx_room_o,    // room for the longest burst
	output wire [N-1:0]             tx_none_o,    // no word waits
	input  wire                     end_none_i,   // a burst that sends no word has ended
	input  wire [C_W-1:0]           end_ch_i,
	output wire                     virt_valid_o, // a burst of virt_ch_o, the oldest, is through
	output wire [C_W-1:0]           virt_ch_o,
	input  wire                     virt_ready_i,
	output wire                     d_clear_o,    // of flush_ch_i no word is being packed and nothing is to be reported
	input  wire                     x_valid_i,
	input  wire [C_W-1:0]           x_ch_i,
	input  wire [(8<<LANE_W)-1:0]   x_data_i,
	input  wire [(1<<LANE_W)-1:0]   x_strb_i,
	input  wire                     x_full_i,     // the word goes out, or with no strobe is lost
	input  wire                     x_mark_i,     // the last of its burst that does
	input  wire                     x_last_i,
	// beats that have come
	input  wire [C_W-1:0]           rx_ch_i,
	output wire [PTR_W-1:0]         rx_ptr_o,
	output wire                     rx_eop_o,
	output wire [LANE_W-1:0]        rx_tail_o,
	input  wire                     rx_ask_i,    // rx_ch_i's oldest segment is known from now on:
	input  wire                     rx_want_i,   // it is from the stream
	input  wire                     rx_end_i,    // end of rx_ch_i's packet planned
	output wire [N-1:0]             rx_beat_o,
	input  wire                     rel_i,       // beats before rel_ptr_i are free
	input  wire [C_W-1:0]           rel_ch_i,
	input  wire [PTR_W-1:0]         rel_ptr_i,
	input  wire                     re_i,
	input  wire [C_W+PTR_W-2:0]     raddr_i,
	output wire [(8<<LANE_W)-1:0]   rdata_o,

	output wire [N-1:0]             m_axis_tvalid,
	input  wire [N-1:0]             m_axis_tready,
	output wire [N*(8<<LANE_W)-1:0] m_axis_tdata,
	output wire [N*(1<<LANE_W)-1:0] m_axis_tkeep,
	output wire [N-1:0]             m_axis_tlast,
	input  wire [N-1:0]             s_axis_tvalid,
	output wire [N-1:0]             s_axis_tready,
	input  wire [N*(8<<LANE_W)-1:0] s_axis_tdata,
	input  wire [N*(1<<LANE_W)-1:0] s_axis_tkeep,
	input  wire [N-1:0]             s_axis_tlast
);
	localparam integer LANES = 1 << LANE_W;
	localparam integer DW    = 8 * LANES;
	localparam integer Q_W   = LEN_W + 1;       // a queue holds two bursts
	localparam [1:0] K_TX = 2'd2;
	localparam [N-1:0] ONE = 1;
	localparam [PTR_W-1:0] P_ONE = 1;
	localparam [PTR_W-1:0] FULL = (1 << (PTR_W - 1)) - 4; // a beat or two may be on their way

	// ---- out ----
	reg [LANE_W-1:0] lane_q [0:N-1];
	assign tx_lane_o = lane_q[seg_ch_i];
	integer k;
	always @(posedge clk) begin
		if (seg_valid_i && seg_kind_i == K_TX)
			lane_q[seg_ch_i] <= seg_more_i ? lane_q[seg_ch_i] + seg_len_i : {LANE_W{1'b0}};
		for (k = 0; k < N; k = k + 1)
			if (rst || clear_i[k]) lane_q[k] <= {LANE_W{1'b0}};
	end

	reg  [LANE_W-1:0] x_tail;                      // lane of the word's last byte
	wire              x_some = x_strb_i != {LANES{1'b0}};
	integer           t;
	always @* begin
		x_tail = {LANE_W{1'b0}};
		for (t = 0; t < LANES; t = t + 1)
			if (x_strb_i[t]) x_tail = t[LANE_W-1:0];
	end
	wire [N-1:0] ev_some, push_now;
	genvar       c;
	generate
		for (c = 0; c < N; c = c + 1) begin : g_tx
			reg  [DW-1:0]     pack_q;
			reg               push_q, lost_q, last_q, mark_q;
			reg  [LANE_W-1:0] tail_q;              // lane of the last byte
			reg  [Q_W:0]      cnt_q;               // words promised or held
			reg  [Q_W:0]      wr_q, rd_q;
			reg               valid_q, old_q;      // a word stands at the port; it is from before a flush
			reg  [3:0]        virt_q, ev_q;        // bursts: taken; through, not reported
			wire              me    = x_valid_i && x_ch_i == c[C_W-1:0];
			wire              take  = take_tx_i && take_ch_i == c[C_W-1:0];
			wire              vtake = take_virt_i && take_ch_i == c[C_W-1:0];
			wire              flush = flush_i && flush_ch_i == c[C_W-1:0];
			wire              tell  = virt_valid_o && virt_ready_i && virt_ch_o == c[C_W-1:0];
			wire              pop   = valid_q && m_axis_tready[c];
			wire              fetch = wr_q != rd_q && (!valid_q || m_axis_tready[c]) && !flush;
			wire              mark;
			wire [LANE_W-1:0] tail;
			integer           i;
			wire              sent = (pop && mark && !old_q) || (end_none_i && end_ch_i == c[C_W-1:0]);
			wire              lost = lost_q && mark_q;
			always @(posedge clk) begin
				for (i = 0; i < LANES; i = i + 1)
					if (me && x_strb_i[i]) pack_q[8*i +: 8] <= x_data_i[8*i +: 8];
				push_q <= me && x_full_i && x_some;
				lost_q <= me && x_full_i && !x_some;
				last_q <= x_last_i;
				mark_q <= x_mark_i;
				tail_q <= x_tail;
				if (push_q) wr_q <= wr_q + 1'b1;
				if (flush) rd_q <= wr_q;
				else if (fetch) rd_q <= rd_q + 1'b1;
				if (fetch) valid_q <= 1'b1;
				else if (m_axis_tready[c]) valid_q <= 1'b0;
				cnt_q <= (flush ? {{Q_W{1'b0}}, valid_q} :
				                  cnt_q + (take ? {2'd0, take_len_i} + {{Q_W{1'b0}}, take_whole_i} : {(Q_W + 1){1'b0}}))
				       - {{Q_W{1'b0}}, pop} - {{Q_W{1'b0}}, lost_q};
				virt_q <= flush ? 4'd0 : virt_q + {3'd0, vtake} - {3'd0, tell};
				ev_q   <= flush ? 4'd0 : ev_q + {3'd0, sent} + {3'd0, lost} - {3'd0, tell};
				old_q  <= valid_q && !pop && (old_q || flush);
				if (rst) begin
					push_q  <= 1'b0;
					lost_q  <= 1'b0;
					wr_q    <= {(Q_W + 1){1'b0}};
					rd_q    <= {(Q_W + 1){1'b0}};
					cnt_q   <= {(Q_W + 1){1'b0}};
					valid_q <= 1'b0;
					virt_q  <= 4'd0;
					ev_q    <= 4'd0;
				end
			end
			dma_buffer #(.W(DW + LANE_W + 2), .A_W(Q_W)) u_queue (
				.clk(clk), .we_i(push_q), .waddr_i(wr_q[Q_W-1:0]), .wdata_i({pack_q, tail_q, last_q, mark_q}),
				.re_i(fetch), .raddr_i(rd_q[Q_W-1:0]), .rdata_o({m_axis_tdata[DW*c +: DW], tail, m_axis_tlast[c], mark}));
			assign m_axis_tkeep[LANES*c +: LANES] = ~({LANES{1'b1}} << 1 << tail);
			assign m_axis_tvalid[c] = valid_q;
			assign tx_room_o[c]     = cnt_q[Q_W:Q_W-1] == 2'd0 && !virt_q[3];
			assign tx_none_o[c]     = cnt_q == {(Q_W + 1){1'b0}};
			assign ev_some[c]       = ev_q != 4'd0;
			assign push_now[c]      = push_q || lost_q;
`ifdef DOORBELL_ASSERT
			always @(posedge clk)
				if (!rst && push_q && wr_q == {~rd_q[Q_W], rd_q[Q_W-1:0]}) begin
					$display("%m: a word for a stream came without room");
					$stop;
				end
`endif
		end
	endgenerate

	// Reports: the lowest channel first; at most eight of each can wait
	reg [C_W-1:0] v_ch;
	integer       v;
	always @* begin
		v_ch = {C_W{1'b0}};
		for (v = N - 1; v >= 0; v = v - 1)
			if (ev_some[v]) v_ch = v[C_W-1:0];
	end
	assign virt_valid_o = ev_some != {N{1'b0}};
	assign virt_ch_o    = v_ch;
	assign d_clear_o    = !ev_some[flush_ch_i] && !push_now[flush_ch_i];

	// ---- in ----
	reg  [N-1:0]      on_q, eop_q, ready_q;
	reg  [LANE_W-1:0] tail_q [0:N-1];
	reg  [3:0]        turn_q;
	reg  [DW-1:0]     t_data;
	reg  [LANES-1:0]  t_keep;
	reg  [LANE_W-1:0] t_tail;
	wire [C_W-1:0]    sel;
	wire              may;
	wire              unused_ok = &{1'b0, may, 1'b0};
	wire [PTR_W-1:0]  wr, rr;
	wire [PTR_W-1:0]  used  = wr - rr;
	wire              got   = s_axis_tvalid[sel] && ready_q[sel];
	wire [N-1:0]      open  = on_q & busy_i & ~eop_q & ~stop_i;
	wire [N-1:0]      wants = open & s_axis_tvalid;
	wire              stay  = open[sel] && used < FULL && !(got && s_axis_tlast[sel]);
	wire              yield_now = (turn_q == 4'hf && (wants & ~(ONE << sel)) != {N{1'b0}}) || !s_axis_tvalid[sel];
	wire              move  = !stay || (yield_now && (wants & ~(ONE << sel)) != {N{1'b0}});
	integer           j;
	always @* begin
		t_data = s_axis_tdata[DW-1:0];
		t_keep = s_axis_tkeep[LANES-1:0];
		for (j = 1; j < N; j = j + 1)
			if (sel == j[C_W-1:0]) begin
				t_data = s_axis_tdata[DW*j +: DW];
				t_keep = s_axis_tkeep[LANES*j +: LANES];
			end
		t_tail = {LANE_W{1'b0}};
		for (j = 0; j < LANES; j = j + 1)
			if (t_keep[j]) t_tail = j[LANE_W-1:0];
	end
	dma_wrr #(.N(N), .C_W(C_W)) u_wrr (
		.clk(clk), .rst(rst), .req_i(wants), .free_i(1'b1), .hold_i(!move), .step_i(1'b0), .skip_i(1'b1), .weight_i(4'd1), .sel_o(sel), .may_o(may));
	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_wr (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(got), .wch_i(sel), .wdata_i(wr + P_ONE),
		.ach_i(sel), .adata_o(wr));
	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_wr_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(got), .wch_i(sel), .wdata_i(wr + P_ONE),
		.ach_i(rx_ch_i), .adata_o(rx_ptr_o));
	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_rr (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(rel_i || flush_i), .wch_i(flush_i ? flush_ch_i : rel_ch_i),
		.wdata_i(flush_i ? rx_ptr_o : rel_ptr_i), .ach_i(sel), .adata_o(rr));
	dma_buffer #(.W(DW), .A_W(C_W + PTR_W - 1)) u_data (
		.clk(clk), .we_i(got), .waddr_i({sel, wr[PTR_W-2:0]}), .wdata_i(t_data), .re_i(re_i), .raddr_i(raddr_i),
		.rdata_o(rdata_o));

	assign s_axis_tready = ready_q;
	assign busy_o        = ready_q != {N{1'b0}} || turn_q != 4'd0 || m_axis_tvalid != {N{1'b0}};
	assign rx_eop_o      = eop_q[rx_ch_i];
	assign rx_tail_o     = tail_q[rx_ch_i];
	assign rx_beat_o     = got ? ONE << sel : {N{1'b0}};

	always @(posedge clk) begin
		ready_q <= stay && !move ? ONE << sel : {N{1'b0}};
		turn_q  <= move ? 4'd0 : turn_q + {3'd0, got && turn_q != 4'hf};
		if (got) tail_q[sel] <= t_tail;
		if (rx_ask_i) on_q[rx_ch_i] <= rx_want_i;
		eop_q <= (eop_q & ~(rx_end_i ? ONE << rx_ch_i : {N{1'b0}}) & ~(flush_i ? ONE << flush_ch_i : {N{1'b0}})) |
		         (got && s_axis_tlast[sel] ? ONE << sel : {N{1'b0}});
		if (rst) begin
			ready_q <= {N{1'b0}};
			on_q    <= {N{1'b0}};
			eop_q   <= {N{1'b0}};
			turn_q  <= 4'd0;
		end
	end
endmodule

`default_nettype wire
