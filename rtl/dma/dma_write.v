// SPDX-License-Identifier: Apache-2.0
//
// Write bursts, one after the other: data of a staged burst (dma_plan), or a record or owner word of the front. The address
// leaves as the burst is taken, the data follow through three stages, so W is in the order of AW by itself:
//   s0  one beat read from the buffer, or none (the word's bytes are all there, FILL, record)
//   s1  the beat stands at the buffer's output; rotated by 0 to 3 bytes into a_q
//   s2  rotated by the multiples of 4 bytes, merged with the beat before (p_q) at the shift's lane; into the W register
// or, for a stream, into x_*. W stalls all stages; a stream never does, since the words of its burst have room beforehand.
// A burst whose read has failed is filled up with empty strobes. Bursts between channels lose the beat held in a_q: it is read
// again (prime), as at the start of a segment whose first word needs two beats.
`default_nettype none

module dma_write #(
	parameter integer C_W     = 2,
	parameter integer ADDR_W  = 64,
	parameter integer LANE_W  = 3,
	parameter integer EDGE_W  = 11,
	parameter integer PTR_W   = 11,
	parameter integer STREAMS = 1,
	parameter integer DATA    = 1          // 0: records and owner words only
) (
	input  wire                     clk,
	input  wire                     rst,
	input  wire                     hold_i,      // stand still for a cycle
	input  wire                     aw_room_i,   // one more write may be outstanding
	// a data burst, see dma_plan
	input  wire                     st_valid_i,
	output wire                     st_take_o,
	input  wire                     st_ok_i,     // nothing stands against it but this block
	input  wire [C_W-1:0]           st_ch_i,
	input  wire [ADDR_W-1:0]        st_addr_i,
	input  wire [EDGE_W-LANE_W-1:0] st_len_i,
	input  wire [EDGE_W-1:0]        st_bytes_i,
	input  wire [LANE_W-1:0]        st_tail_i,
	input  wire [LANE_W-1:0]        st_shift_i,
	input  wire [1:0]               st_kind_i,
	input  wire [7:0]               st_pattern_i,
	input  wire                     st_zero_i,
	input  wire                     st_first_i,
	input  wire                     st_last_i,
	input  wire                     st_more_i,
	input  wire                     st_prime_i,
	input  wire                     st_spare_i,
	input  wire [PTR_W-1:0]         st_ptr_i,
	// a record (16 bytes) or owner word (8 bytes)
	input  wire                     rec_valid_i,
	output wire                     rec_ready_o,
	input  wire [4:0]               rec_ch_i,
	input  wire                     rec_own_i,
	input  wire [ADDR_W-1:0]        rec_addr_i,
	input  wire [127:0]             rec_data_i,
	// buffers
	output wire [C_W-1:0]           e_ch_o,      // channel of the burst under way
	output wire                     e_busy_o,
	input  wire [PTR_W-1:0]         e_wr_i,      // of e_ch_o: first beat that has not come
	input  wire                     e_bad_i,     // it will not come
	output wire                     re_o,
	output wire [PTR_W-2:0]         raddr_o,
	output wire                     re_rx_o,     // the same from the stream's buffer
	output wire                     e_rx_o,      // the burst is from the stream's
	input  wire [(8<<LANE_W)-1:0]   rdata_i,     // in the cycle after re_o, kept until the next
	output wire                     rel_o,       // beats before rel_ptr_o of e_ch_o are free
	output wire [PTR_W-1:0]         rel_ptr_o,
	output wire                     end_o,       // last word of a data burst in s0: its response can come from now on
	output wire                     end_bad_o,   // not all of its words were good
	// words for the streams
	output reg                      x_valid_o,
	output reg  [C_W-1:0]           x_ch_o,
	output reg  [(8<<LANE_W)-1:0]   x_data_o,
	output reg  [(1<<LANE_W)-1:0]   x_strb_o,
	output reg                      x_full_o,    // the word goes out: it ends at the last lane, or is the job's last
	output reg                      x_mark_o,    // the last of its burst that goes out
	input  wire [C_W-1:0]           x_ask_ch_i,
	output wire                     x_ask_o,     // words of x_ask_ch_i are in the stages
	output reg                      x_last_o,    // the job's last; without strobes the word is lost (its read has failed)
	// AXI
	output reg                      awvalid_o,
	input  wire                     awready_i,
	output reg  [4:0]               awch_o,
	output reg  [2:0]               awkind_o,
	output reg  [ADDR_W-1:0]        awaddr_o,
	output reg  [7:0]               awlen_o,
	output reg  [EDGE_W-1:0]        awbytes_o,   // less one
	output reg                      wvalid_o,
	input  wire                     wready_i,
	output reg  [(8<<LANE_W)-1:0]   wdata_o,
	output reg  [(1<<LANE_W)-1:0]   wstrb_o,
	output reg                      wlast_o,
	output wire                     aw_go_o,     // a write burst enters the address register
	output wire                     busy_o
);
	localparam integer LANES = 1 << LANE_W;
	localparam integer DW    = 8 * LANES;
	localparam integer LEN_W = EDGE_W - LANE_W;
	localparam [1:0] K_FILL = 2'd1, K_TX = 2'd2, K_RX = 2'd3;
	localparam integer REC_BEATS = LANES >= 16 ? 1 : 16 / LANES;
	localparam integer OWN_BEATS = LANES >= 8 ? 1 : 8 / LANES;

	wire s_en  = !wvalid_o || wready_i;          // the stages move
	wire aw_en = !awvalid_o || awready_i;

	// ---- s0: the burst under way ----
	reg                e_act_q, e_rec_q, e_own_q, e_rd_q, e_rx_q, e_fill_q, e_tx_q, e_zero_q, e_prime_q, e_spare_q, e_head_q, e_bad_q;
	reg                e_job_q, e_full_q;
	reg  [C_W-1:0]     e_ch_q;
	reg  [LEN_W-1:0]   e_cnt_q;                  // minus the words left: counts up to -1
	reg  [LANE_W-1:0]  e_off_q, e_tail_q, e_shift_q;
	reg  [7:0]         e_pat_q;
	reg  [PTR_W-1:0]   e_ptr_q;
	reg                hot_q;                    // a_q holds the last beat of e_ch_q's last burst
	wire               s0_last = e_cnt_q == {LEN_W{1'b1}} && !e_prime_q;
	wire               s0_need = e_rd_q && !(s0_last && e_spare_q);
	wire               s0_have = e_rx_q || e_wr_i != e_ptr_q;
	wire               s0_null = s0_need && !s0_have && e_bad_i;
	wire               s0_go   = e_act_q && s_en && !hold_i && (!s0_need || s0_have || e_bad_i);
	wire               s0_done = s0_go && s0_last;
	wire               bad     = e_bad_q || s0_null;
	wire               e_free  = !e_act_q || s0_done;

	wire st_virt = st_zero_i || (STREAMS != 0 && st_kind_i == K_TX);
	wire hot     = (e_act_q && !e_rec_q ? e_rd_q : hot_q) && e_ch_q == st_ch_i && !st_first_i;
	reg  s1_rec_q, s2_rec_q;
	wire rec_busy = (e_act_q && e_rec_q) || s1_rec_q || s2_rec_q;
	assign rec_ready_o = e_free && aw_en && aw_room_i && !rec_busy;
	wire rec_go = rec_valid_i && rec_ready_o;
	assign st_take_o = DATA != 0 && st_valid_i && st_ok_i && e_free && !(rec_valid_i && !rec_busy) &&
	                   (st_virt || (aw_en && aw_room_i));
	assign aw_go_o   = rec_go || (st_take_o && !st_virt);

	assign e_ch_o    = e_ch_q;
	assign e_busy_o  = e_act_q && !e_rec_q;
	assign re_o      = s0_go && s0_need && !e_rx_q && s0_have;
	assign e_rx_o    = e_rx_q;
	assign re_rx_o   = s0_go && s0_need && e_rx_q;
	assign raddr_o   = e_ptr_q[PTR_W-2:0];
	assign rel_o     = s0_go && s0_need;         // the beat read now may be wanted again, those before it are not
	assign rel_ptr_o = e_ptr_q;
	assign end_o     = s0_done && !e_rec_q;
	assign end_bad_o = bad;

	wire [LANES-1:0] strb_head = e_head_q ? {LANES{1'b1}} << e_off_q : {LANES{1'b1}};
	wire [LANES-1:0] strb_tail = e_cnt_q == {LEN_W{1'b1}} ? ~({LANES{1'b1}} << 1 << e_tail_q) : {LANES{1'b1}};
	wire [LANES-1:0] strb_rec;
	generate
		if (LANES >= 16) begin : g_wide                  // one word, in its place
			assign strb_rec = {{(LANES - 8){1'b0}}, 8'hff} << e_off_q | (e_own_q ? {LANES{1'b0}} : {{(LANES - 8){1'b0}}, 8'hff} << e_off_q << 8);
		end else begin : g_narrow
			assign strb_rec = {LANES{1'b1}};
			wire unused_ok = &{1'b0, e_own_q, 1'b0};
		end
	endgenerate

	// One adder for both: the next beat of this burst, the first of the next one
	wire               e_more = e_act_q && !s0_last;
	wire [PTR_W-1:0]   e_ptr  = e_more ? e_ptr_q : st_ptr_i;
	always @(posedge clk) begin
		if (e_more ? s0_go && s0_need : st_take_o) e_ptr_q <= e_ptr + {{(PTR_W - 1){1'b0}}, e_more || (st_prime_i && hot)};
		if (s0_go) begin
			if (e_prime_q) e_prime_q <= 1'b0;
			else begin
				e_cnt_q  <= e_cnt_q + {{(LEN_W - 1){1'b0}}, 1'b1};
				e_head_q <= 1'b0;
			end
			e_bad_q <= bad;
			if (s0_last) e_act_q <= 1'b0;
			if (s0_last && !e_rec_q) hot_q <= e_rd_q;
		end
		if (rec_go || st_take_o) begin
			e_act_q   <= 1'b1;
			e_rec_q   <= rec_go;
			e_own_q   <= rec_own_i;
			e_head_q  <= !rec_go;
			e_cnt_q   <= ~st_len_i;
			e_off_q   <= st_addr_i[LANE_W-1:0];
			e_tail_q  <= {LANE_W{1'b1}};
			e_prime_q <= 1'b0;
			e_rd_q    <= 1'b0;
			e_rx_q    <= 1'b0;
			e_tx_q    <= 1'b0;
			e_zero_q  <= 1'b0;
			e_bad_q   <= 1'b0;
			if (rec_go) begin
				e_cnt_q <= rec_own_i ? {LEN_W{1'b0}} - OWN_BEATS[LEN_W-1:0] : {LEN_W{1'b0}} - REC_BEATS[LEN_W-1:0];
				e_off_q <= rec_addr_i[LANE_W-1:0];
			end else begin
				e_ch_q    <= st_ch_i;
				e_rd_q    <= st_kind_i != K_FILL && !st_zero_i;
				e_rx_q    <= STREAMS != 0 && st_kind_i == K_RX && !st_zero_i;
				e_tx_q    <= STREAMS != 0 && st_kind_i == K_TX;
				e_zero_q  <= st_zero_i;
				e_fill_q  <= st_kind_i == K_FILL;
				e_pat_q   <= st_pattern_i;
				e_prime_q <= st_prime_i && !hot && !st_zero_i;
				e_spare_q <= st_spare_i;
				e_tail_q  <= st_tail_i;
				e_shift_q <= st_shift_i;
				e_job_q   <= st_last_i && !st_more_i;
				e_full_q  <= st_tail_i == {LANE_W{1'b1}} || (st_last_i && !st_more_i);
				if (st_zero_i) e_cnt_q <= {LEN_W{1'b1}};
			end
		end
		if (rst) begin
			e_act_q <= 1'b0;
			e_rec_q <= 1'b0;
			hot_q   <= 1'b0;
		end
	end

	// ---- s1 and s2: what goes with the beat ----
	reg               s1_rd_q, s1_out_q, s1_last_q, s1_fill_q, s1_tx_q, s1_job_q, s2_out_q, s2_last_q, s2_tx_q, s2_job_q;
	reg               s1_any_q, s1_full_q, s2_full_q, s1_mark_q, s2_mark_q;
	reg  [C_W-1:0]    s1_ch_q, s2_ch_q;
	reg  [LANE_W-1:0] s1_shift_q, s2_shift_q;
	(* keep *) reg [3:0] s1_turn_q;
	reg  [LANES-1:0]  s1_strb_q, s2_strb_q;
	reg  [7:0]        s1_pat_q, s2_pat_q;
	reg  [1:0]        beat_q, s2_beat_q;         // of the record; in s2 bit 0 tells fill from copy for other words
	reg  [127:0]      rec_q;
	reg  [DW-1:0]     a_q, p_q, rot, mix, rec_word, word;
	integer           i;

	// A constant rotation per select value: a shift of the doubled word would cost a full shifter. Lanes that could share half
	// of their multiplexers have a select of their own: shared, they would not fit into one LUT a bit.
	always @* begin
		for (i = 0; i < LANES; i = i + 1)
			rot[8*i +: 8] = s1_turn_q[2*((i/2) % 2) + 1] ? (s1_turn_q[2*((i/2) % 2)] ? rdata_i[8*((i + LANES - 3) % LANES) +: 8] : rdata_i[8*((i + LANES - 2) % LANES) +: 8])
			                                             : (s1_turn_q[2*((i/2) % 2)] ? rdata_i[8*((i + LANES - 1) % LANES) +: 8] : rdata_i[8*i +: 8]);
	end
	reg [DW-1:0] a_far, p_far;
	always @* begin
		a_far = a_q;
		p_far = p_q;
		for (i = 2; i < LANE_W; i = i + 1)
			if (s2_shift_q[i]) begin
				a_far = a_far << (8 << i) | a_far >> (DW - (8 << i));
				p_far = p_far << (8 << i) | p_far >> (DW - (8 << i));
			end
		for (i = 0; i < LANES; i = i + 1)
			mix[8*i +: 8] = i[LANE_W-1:0] < s2_shift_q ? p_far[8*i +: 8] : a_far[8*i +: 8];
	end
	always @* begin
		for (i = 0; i < LANES; i = i + 1)
			rec_word[8*i +: 8] = LANES >= 16 ? rec_q[8*(i % 16) +: 8] : rec_q[8*((i + LANES * s2_beat_q) % 16) +: 8];
		word = s2_rec_q ? rec_word : s2_beat_q[0] ? {LANES{s2_pat_q}} : mix;
	end

	always @(posedge clk) begin
		if (s_en) begin
			s1_any_q   <= s0_go && !e_rec_q && !e_zero_q && e_rd_q;
			s1_rd_q    <= s0_go && s0_need;
			s1_out_q   <= s0_go && !e_prime_q && !e_zero_q;
			s1_rec_q   <= s0_go && e_rec_q;
			s1_strb_q  <= e_rec_q ? strb_rec : bad ? {LANES{1'b0}} : strb_head & strb_tail;
			s1_last_q  <= s0_last;
			s1_fill_q  <= e_fill_q;
			s1_tx_q    <= e_tx_q;
			s1_job_q   <= e_job_q;
			s1_full_q  <= e_full_q || !s0_last;
			s1_mark_q  <= e_cnt_q == {{(LEN_W - 1){1'b1}}, e_full_q};
			s1_ch_q    <= e_ch_q;
			s1_pat_q   <= e_pat_q;
			s1_shift_q <= e_shift_q;
			s1_turn_q  <= {2{e_shift_q[1:0]}};
			s2_out_q   <= s1_out_q;
			s2_rec_q   <= s1_rec_q;
			s2_strb_q  <= s1_strb_q;
			s2_last_q  <= s1_last_q;
			s2_tx_q    <= s1_tx_q;
			s2_job_q   <= s1_job_q;
			s2_full_q  <= s1_full_q;
			s2_mark_q  <= s1_mark_q;
			s2_ch_q    <= s1_ch_q;
			s2_pat_q   <= s1_pat_q;
			s2_shift_q <= s1_shift_q;
			if (s1_any_q) p_q <= a_q;
			if (s1_rd_q) a_q <= rot;
			wvalid_o <= s2_out_q && !s2_tx_q;
			if (s2_out_q) begin
				wdata_o <= word;
				wstrb_o <= s2_strb_q;
				wlast_o <= s2_last_q;
			end
			s2_beat_q  <= s1_rec_q ? beat_q : {1'b0, s1_fill_q};
			if (s1_rec_q) beat_q <= s1_last_q ? 2'd0 : beat_q + 2'd1;
		end
		if (rec_go) rec_q <= LANES >= 16 && rec_own_i ? {2{rec_data_i[63:0]}} : rec_data_i; // a wide word takes either half
		if (aw_go_o) begin
			awch_o    <= rec_go ? rec_ch_i : {{(5 - C_W){1'b0}}, st_ch_i};
			awkind_o  <= rec_go ? (rec_own_i ? 3'd3 : 3'd2) : 3'd1;
			awaddr_o  <= rec_go ? rec_addr_i : st_addr_i;
			awlen_o   <= rec_go ? (rec_own_i ? OWN_BEATS[7:0] - 8'd1 : REC_BEATS[7:0] - 8'd1) : {{(8 - LEN_W){1'b0}}, st_len_i};
			awbytes_o <= rec_go ? (rec_own_i ? 7 : 15) : st_bytes_i;
		end
		if (aw_en) awvalid_o <= aw_go_o;
		if (rst) begin
			awvalid_o <= 1'b0;
			wvalid_o  <= 1'b0;
			s1_any_q  <= 1'b0;
			s1_rd_q   <= 1'b0;
			s1_out_q  <= 1'b0;
			s1_rec_q  <= 1'b0;
			s2_out_q  <= 1'b0;
			s2_rec_q  <= 1'b0;
			beat_q    <= 2'd0;
		end
	end

	// The word for a stream: the stage behind s2 beside the W register
	always @(posedge clk) begin
		x_valid_o <= STREAMS != 0 && s_en && s2_out_q && s2_tx_q && !rst;
		if (s_en) begin
			x_ch_o   <= s2_ch_q;
			x_strb_o <= s2_strb_q;
			x_full_o <= s2_full_q;
			x_mark_o <= s2_mark_q;
			x_last_o <= s2_job_q && s2_last_q;
		end
	end
	always @* x_data_o = wdata_o;

	assign x_ask_o = (s1_out_q && s1_tx_q && s1_ch_q == x_ask_ch_i) || (s2_out_q && s2_tx_q && s2_ch_q == x_ask_ch_i) ||
	                 (x_valid_o && x_ch_o == x_ask_ch_i);
	assign busy_o = e_act_q || s1_out_q || s2_out_q || s1_any_q || x_valid_o || awvalid_o || wvalid_o;

`ifdef DOORBELL_ASSERT
	`define WRITE_RULE(COND, TEXT) if (!(COND)) begin $display("%m: %s", TEXT); $stop; end
	localparam [12:0] BEAT = 13'd1 << LANE_W;
	wire [12:0] aw_end = {1'b0, awaddr_o[11:0] & ~(BEAT[11:0] - 12'd1)} + ({5'd0, awlen_o} + 13'd1) * BEAT;
	reg                aw_stall_q, w_stall_q;
	reg [ADDR_W+7:0]   aw_q;
	reg [DW+LANES:0]   w_q;
	reg [15:0]         owed_q;             // words of the bursts taken that have not entered the W register
	wire               w_in = s_en && s2_out_q && !s2_tx_q;
	always @(posedge clk) begin
		aw_stall_q <= awvalid_o && !awready_i && !rst;
		w_stall_q  <= wvalid_o && !wready_i && !rst;
		aw_q       <= {awaddr_o, awlen_o};
		w_q        <= {wdata_o, wstrb_o, wlast_o};
		owed_q     <= rst ? 16'd0 : owed_q - {15'd0, w_in} + (rec_go ? (rec_own_i ? OWN_BEATS[15:0] : REC_BEATS[15:0]) :
		              st_take_o && !st_virt ? {{(16 - LEN_W){1'b0}}, st_len_i} + 16'd1 : 16'd0);
		if (!rst) begin
			`WRITE_RULE(!aw_stall_q || (awvalid_o && aw_q == {awaddr_o, awlen_o}), "AW withdrawn or changed")
			`WRITE_RULE(!w_stall_q || (wvalid_o && w_q == {wdata_o, wstrb_o, wlast_o}), "W withdrawn or changed")
			`WRITE_RULE(!awvalid_o || aw_end <= 13'd4096, "a write crosses 4 KiB")
			`WRITE_RULE(!aw_go_o || aw_en, "the address register is overwritten")
			`WRITE_RULE(!w_in || owed_q != 16'd0, "a word without its burst")
			`WRITE_RULE(!(rec_go || st_take_o) || e_free, "two bursts at once")
		end
	end
	`undef WRITE_RULE
`endif
endmodule

`default_nettype wire
