// SPDX-License-Identifier: Apache-2.0
//
// Input of a part behind an idle_gate.v: with DOORBELL_IDLE_GATES it follows the source at the falling edge of clk
// while the part runs and keeps still while it is idle, else it is wires. 64 bits at most, to be cheap.
`default_nettype none

module idle_sample #(
	parameter integer W = 1
) (
	input  wire         sample_i, // from the gate
	input  wire [W-1:0] d_i,
	output wire [W-1:0] q_o
);
	generate
		if (W < 1 || W > 64) begin : g_bad
			idle_sample_W_must_be_1_to_64 stop ();
		end
	endgenerate

`ifdef DOORBELL_IDLE_GATES
	reg [W-1:0] q;
	always @(posedge sample_i)
		q <= d_i;
	assign q_o = q;
`else
	assign q_o    = d_i;
	wire   unused = &{1'b0, sample_i};
`endif
endmodule

`default_nettype wire
