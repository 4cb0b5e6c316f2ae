// SPDX-License-Identifier: Apache-2.0
//
// Weighted round-robin: names one channel at a time (a register) that may go. In a round each channel may make as many steps as
// its weight (0 counts as 1); a new round begins when a step could be made and all that ask have had theirs. A channel that
// asks is reached after at most twice the weights of the others. A channel that pauses for a moment keeps what it has left.
`default_nettype none

module dma_wrr #(
	parameter integer N   = 4,
	parameter integer C_W = 2
) (
	input  wire           clk,
	input  wire           rst,
	input  wire [N-1:0]   req_i,
	input  wire           free_i,    // a step could be made now
	input  wire           hold_i,    // do not move
	input  wire           step_i,    // sel_o has made one
	input  wire           skip_i,    // sel_o cannot go on: move
	input  wire [3:0]     weight_i,  // of sel_o
	output wire [C_W-1:0] sel_o,
	output wire           may_o      // sel_o asks and has a step left (else it is about to move)
);
	generate
		if (N == 1) begin : g_one
			assign sel_o = {C_W{1'b0}};
			assign may_o = req_i[0];
			wire unused_ok = &{1'b0, clk, rst, free_i, hold_i, step_i, skip_i, weight_i, 1'b0};
		end else begin : g_many
			localparam [N-1:0] ONE = 1;
			reg  [C_W-1:0] sel_q, next;
			reg  [N-1:0]   spent_q;
			reg  [3:0]     had_q [0:N-1];
			wire [N-1:0]   can  = req_i & ~spent_q;
			wire           done = step_i && had_q[sel_q] + 4'd1 >= weight_i;
			integer        i;
			always @* begin
				next = sel_q;
				for (i = N - 1; i >= 0; i = i - 1)
					if (can[i]) next = i[C_W-1:0];
				for (i = N - 1; i >= 0; i = i - 1)
					if (can[i] && i[C_W-1:0] > sel_q) next = i[C_W-1:0];
			end
			always @(posedge clk) begin
				if (step_i) begin
					had_q[sel_q] <= done ? 4'd0 : had_q[sel_q] + 4'd1;
					if (done) spent_q <= spent_q | ONE << sel_q;
				end
				if (can == {N{1'b0}} && req_i != {N{1'b0}} && free_i && !step_i) spent_q <= {N{1'b0}};
				if (!hold_i && (!can[sel_q] || skip_i || done)) sel_q <= next;
				if (rst) begin
					sel_q   <= {C_W{1'b0}};
					spent_q <= {N{1'b0}};
					for (i = 0; i < N; i = i + 1) had_q[i] <= 4'd0;
				end
			end
			assign sel_o = sel_q;
			assign may_o = can[sel_q];
		end
	endgenerate
endmodule

`default_nettype wire
