// SPDX-License-Identifier: Apache-2.0
//
// The next burst of a run of bytes, combinational: from addr_i up to the next multiple of the largest burst (a power of two
// within 4 KiB, so no burst crosses a 4 KiB edge), or to the end of the run if that comes first. The run's length is given
// as length - 1, and so is what is left of it: one adder then tells what is left and whether this burst is the last.
`default_nettype none

module dma_split #(
	parameter integer ADDR_W = 64,
	parameter integer LANE_W = 3,       // log2 of the bus width in bytes
	parameter integer EDGE_W = 11       // log2 of the largest burst in bytes, at most 12
) (
	input  wire [ADDR_W-1:0]        addr_i,
	input  wire [31:0]              left_i,     // bytes of the run, less one
	input  wire                     short_i,    // only the low EDGE_W bits of left_i count, and they are within the burst: next_left_o does not
	input  wire                     go_i,       // 0: next_* is what came in
	output wire                     last_o,     // valid with go_i, as all below
	output wire [EDGE_W-LANE_W-1:0] len_o,      // beats, less one
	output wire [EDGE_W-1:0]        bytes_o,    // bytes, less one
	output wire [LANE_W-1:0]        tail_o,     // lane of the last byte
	output wire [ADDR_W-1:0]        next_addr_o,
	output wire [31:0]              next_left_o
);
	wire [EDGE_W-1:0] off = addr_i[EDGE_W-1:0];

	// left - (edge - offset) in two parts, and beside it the beats of a last burst: no chain waits for another
	wire [EDGE_W:0]        low  = {1'b0, left_i[EDGE_W-1:0]} + {1'b0, off & {EDGE_W{go_i}}};
	wire [EDGE_W-1:0]      span = left_i[EDGE_W-1:0] + {{(EDGE_W - LANE_W){1'b0}}, off[LANE_W-1:0]};
	assign last_o      = short_i || (left_i[31:EDGE_W] == {(32 - EDGE_W){1'b0}} && !low[EDGE_W]);
	wire [32-EDGE_W:0]     high = {{(32 - EDGE_W){1'b1}}, 1'b1} + {left_i[31:EDGE_W], !go_i || low[EDGE_W]}; // one less, or the same
	assign next_left_o = {high[32-EDGE_W:1], low[EDGE_W-1:0]};

	assign len_o   = last_o ? span[EDGE_W-1:LANE_W] : ~off[EDGE_W-1:LANE_W];
	assign tail_o  = low[LANE_W-1:0] | {LANE_W{!last_o}};
	assign bytes_o = last_o ? left_i[EDGE_W-1:0] : ~off;

	assign next_addr_o = {addr_i[ADDR_W-1:EDGE_W] + {{(ADDR_W - EDGE_W - 1){1'b0}}, go_i},
	                      addr_i[EDGE_W-1:0] & {EDGE_W{!go_i}}};

	wire unused_ok = &{1'b0, span[LANE_W-1:0], high[0], 1'b0};
endmodule

`default_nettype wire
