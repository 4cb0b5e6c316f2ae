// SPDX-License-Identifier: Apache-2.0
//
// Clock gate of a part that is often idle, for simulation speed only: with DOORBELL_IDLE_GATES (the simulator) the
// part's clock stops while nothing moves, else clk_o is clk, as on the FPGA. Cycles are the same either way, if
//  - busy_i is high in every cycle in which a register of the part could change, two cycles late at most for what
//    follows from its own state, and depends on registers and on the SoC's inputs only;
//  - the part's outputs are functions of its registers;
//  - whatever comes from outside goes through idle_sample.v, so that the part's logic is not evaluated for nothing.
// The SoC's inputs change no later than the falling edge of clk.
`default_nettype none

module idle_gate (
	input  wire clk,
	input  wire rst,      // synchronous, active high: the part runs
	input  wire busy_i,   // something moves, or is about to
	output wire clk_o,    // the part's clock
	output wire sample_o  // its inputs are sampled at the rising edge (idle_sample.v)
);
`ifdef DOORBELL_IDLE_GATES
	reg  [1:0] tail_q;    // busy in the last cycles
	reg        open_q;    // for the coming rising edge
	wire       open = rst || busy_i || tail_q != 2'd0;
	always @(posedge clk)
		tail_q <= {tail_q[0], busy_i};
	always @(negedge clk)
		open_q <= open;
	assign clk_o    = clk && open_q;
	assign sample_o = !clk && open;
`else
	assign clk_o    = clk;
	assign sample_o = 1'b0;
	wire   unused   = &{1'b0, rst, busy_i};
`endif
endmodule

`default_nettype wire
