// SPDX-License-Identifier: Apache-2.0
//
// Descriptor fetch of one channel: knows the ring, asks for what is published and no more, several descriptors a burst
// where slots lie back to back (stride 32), and queues them in ring order for the read side.
// TAIL mode never reads at or past the tail. OWNER mode looks after a poll demand: the first slot seen unowned is dropped
// whole with everything fetched behind it, and is fetched again after the next poll. A slot is not fetched again before
// the engine's own write of its owner word has been answered.
// Quirk STALE_DESC (stale_i): of the dropped slot all but beat 0 is kept; the next poll fetches beat 0 alone.
// Beats of one ID come in order, so that counting beats is enough to know the slot of each.
`default_nettype none

module dma_fetch #(
	parameter integer PREFETCH = 32       // descriptors fetched ahead at most, a power of two, at least 4
) (
	input  wire         clk,
	input  wire         rst,
	input  wire         clr_i,            // the channel starts: forget everything (nothing is outstanding)
	input  wire         en_i,             // bursts may start
	input  wire         owner_i,          // OWNER mode
	input  wire [1:0]   stride_i,         // slot stride, 16 << stride_i
	input  wire [39:0]  base_i,           // ring
	input  wire [16:0]  size_i,
	input  wire [16:0]  tail_i,           // the tail, this cycle's write included
	input  wire         poll_i,           // poll demand
	input  wire         stale_i,          // quirk
	input  wire         retire_i,         // OWNER mode: a slot has been handed back
	output wire         ar_req_o,         // burst wanted; held until granted or until en_i falls
	input  wire         ar_gnt_i,
	output wire [39:0]  ar_addr_o,
	output wire [7:0]   ar_len_o,
	output wire [15:0]  ar_bytes_o,
	input  wire         r_valid_i,        // a beat for this channel's descriptors, always taken
	input  wire [63:0]  r_data_i,
	input  wire         r_err_i,
	output wire         d_valid_o,        // oldest descriptor
	input  wire         d_ready_i,
	output wire [161:0] d_data_o,         // {bus error, bad, slot[15:0], flags[31:0], length[31:0], src[39:0], dst[39:0]}
	output wire         idle_o            // nothing outstanding
);
	localparam integer C_W = $clog2(PREFETCH) + 1;
	localparam [1:0] F_WAIT = 2'd0; // OWNER mode: until a poll
	localparam [1:0] F_GO   = 2'd1; // fetching
	localparam [1:0] F_DROP = 2'd2; // an unowned slot was seen: what is on its way is dropped

	generate
		if (PREFETCH < 4 || PREFETCH > 128 || (1 << $clog2(PREFETCH)) != PREFETCH) begin : g_bad
			dma_fetch_PREFETCH_must_be_a_power_of_two_from_4_to_128 stop ();
		end
	endgenerate

	reg [1:0]     state_q;
	reg           poll_q;
	reg [16:0]    idx_q, asm_idx_q;    // slot asked for next, slot being assembled
	reg [39:0]    addr_q, asm_addr_q;
	reg [C_W-1:0] credit_q;            // queue places not promised
	reg [C_W-1:0] inflight_q;          // slots asked for and not assembled
	reg [16:0]    held_q;              // OWNER mode: slots queued and not handed back
	reg [2:0]     beat_q;
	reg [63:0]    first_q;
	reg [63:0]    src_q;
	reg           err_q;
	reg           stale_q;             // kept words are valid
	reg [63:0]    stale_src_q, stale_dst_q;
	reg           one_q;               // a burst of beat 0 alone is outstanding

	// How many slots the next burst takes: published, up to the ring's end and the 4 KiB edge, four at most.
	wire        one    = owner_i && stale_q;
	wire [16:0] avail  = owner_i ? size_i - held_q - {{(17 - C_W){1'b0}}, inflight_q}
	                   : tail_i >= idx_q ? tail_i - idx_q : tail_i + size_i - idx_q;
	wire [16:0] to_end = size_i - idx_q;
	wire [7:0]  to_4k  = 8'd128 - {1'b0, addr_q[11:5]};
	wire [2:0]  lim0   = (stride_i == 2'd1 && !one) ? 3'd4 : 3'd1;
	wire [2:0]  lim1   = avail < {14'd0, lim0} ? avail[2:0] : lim0;
	wire [2:0]  lim2   = to_end < {14'd0, lim1} ? to_end[2:0] : lim1;
	wire [2:0]  n      = to_4k < {5'd0, lim2} ? to_4k[2:0] : lim2;
	wire [2:0]  bps    = stride_i == 2'd0 ? 3'd2 : 3'd4;
	wire [4:0]  beats  = one ? 5'd1 : stride_i == 2'd0 ? 5'd2 : {n, 2'b00};

	assign ar_req_o   = en_i && state_q == F_GO && n != 3'd0 && credit_q >= {{(C_W - 3){1'b0}}, n} && !one_q &&
	                    !(one && inflight_q != {C_W{1'b0}});
	assign ar_addr_o  = addr_q;
	assign ar_len_o   = {3'd0, beats} - 8'd1;
	assign ar_bytes_o = {8'd0, beats, 3'd0};
	assign idle_o     = inflight_q == {C_W{1'b0}};

	wire        issue   = ar_req_o && ar_gnt_i;
	wire [16:0] idx_n   = idx_q + {14'd0, n};
	wire        wrap    = idx_n == size_i;
	wire [39:0] step    = 40'd16 << stride_i;

	// Assembly
	wire        last    = r_valid_i && (one_q || beat_q == bps - 3'd1);
	wire [63:0] first   = beat_q == 3'd0 ? r_data_i : first_q;
	wire        err     = err_q || r_err_i;
	wire        ferr    = beat_q == 3'd0 ? r_err_i : err_q; // only beat 0 matters while err_q collects from there
	wire        unowned = owner_i && !first[31] && !ferr;
	wire [63:0] src     = one_q ? stale_src_q : src_q;
	wire [63:0] dst     = one_q ? stale_dst_q : r_data_i;
	wire        drop    = last && state_q != F_DROP && unowned;
	wire        push    = last && state_q != F_DROP && !unowned;
	wire        bad     = first[2:0] != 3'd0 || first[63:32] == 32'd0 || stride_i == 2'd0 ||
	                      src[63:40] != 24'd0 || dst[63:40] != 24'd0;
	wire        q_ready;

	fifo #(.W(162), .DEPTH(PREFETCH)) u_queue (
		.clk(clk), .rst(rst || clr_i),
		.s_valid_i(push), .s_ready_o(q_ready),
		.s_data_i({err, bad, asm_idx_q[15:0], first[31:0], first[63:32], src[39:0], dst[39:0]}),
		.m_valid_o(d_valid_o), .m_ready_i(d_ready_i), .m_data_o(d_data_o));

	wire        pop     = d_valid_o && d_ready_i;
	wire        free    = last && !push;
	wire [16:0] asm_n   = asm_idx_q + 17'd1;

	always @(posedge clk) begin
		if (poll_i) poll_q <= 1'b1;
		if (issue) begin
			idx_q  <= wrap ? 17'd0 : idx_n;
			addr_q <= wrap ? base_i : addr_q + ({37'd0, n} << (3'd4 + {1'b0, stride_i}));
			one_q  <= one;
		end
		if (r_valid_i) begin
			beat_q <= last ? 3'd0 : beat_q + 3'd1;
			err_q  <= last ? 1'b0 : err;
			if (beat_q == 3'd0) first_q <= r_data_i;
			if (beat_q == 3'd2) src_q <= r_data_i;
			if (last) one_q <= 1'b0;
		end
		if (push) begin
			asm_idx_q  <= asm_n == size_i ? 17'd0 : asm_n;
			asm_addr_q <= asm_n == size_i ? base_i : asm_addr_q + step;
			stale_q    <= 1'b0;
		end
		if (drop && stale_i && !one_q && stride_i != 2'd0) begin
			stale_q     <= 1'b1;
			stale_src_q <= src_q;
			stale_dst_q <= r_data_i;
		end
		credit_q   <= credit_q - (issue ? {{(C_W - 3){1'b0}}, n} : {C_W{1'b0}}) + {{(C_W - 1){1'b0}}, pop} +
		              {{(C_W - 1){1'b0}}, free};
		inflight_q <= inflight_q + (issue ? {{(C_W - 3){1'b0}}, n} : {C_W{1'b0}}) - {{(C_W - 1){1'b0}}, last};
		held_q     <= held_q + {16'd0, push} - {16'd0, retire_i};
		case (state_q)
			F_WAIT: if (poll_q) begin
				state_q <= F_GO;
				poll_q  <= poll_i;
			end
			F_GO: if (drop) state_q <= F_DROP;
			F_DROP: if (idle_o) begin
				idx_q   <= asm_idx_q;
				addr_q  <= asm_addr_q;
				state_q <= F_WAIT;
			end
			default: state_q <= F_WAIT;
		endcase
		if (rst || clr_i) begin
			state_q    <= owner_i ? F_WAIT : F_GO;
			poll_q     <= 1'b0;
			idx_q      <= 17'd0;
			asm_idx_q  <= 17'd0;
			addr_q     <= base_i;
			asm_addr_q <= base_i;
			credit_q   <= PREFETCH[C_W-1:0];
			inflight_q <= {C_W{1'b0}};
			held_q     <= 17'd0;
			beat_q     <= 3'd0;
			err_q      <= 1'b0;
			stale_q    <= 1'b0;
			one_q      <= 1'b0;
		end
	end

`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && push && !q_ready) begin
			$display("%m: a descriptor arrived without a place");
			$stop;
		end
`endif
	wire unused_ok = &{1'b0, q_ready, 1'b0};
endmodule

`default_nettype wire
