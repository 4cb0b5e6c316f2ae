// SPDX-License-Identifier: Apache-2.0
//
// One value per channel: a row of distributed RAM each, written at the clock edge and read at once. With one
// channel it is a plain register. With ZERO all rows are 0 after reset: while init_i is high row init_ch_i is cleared (dma_back
// counts through the channels; nothing else happens meanwhile). Without, a row must be written before it counts.
`default_nettype none

module dma_ctx #(
	parameter integer W   = 8,      // bits of a row
	parameter integer N   = 4,      // channels
	parameter integer C_W = 2,      // bits of a channel number
	parameter integer ZERO = 1
) (
	input  wire           clk,
	input  wire           init_i,
	input  wire [C_W-1:0] init_ch_i,
	input  wire           we_i,
	input  wire [C_W-1:0] wch_i,
	input  wire [W-1:0]   wdata_i,
	input  wire [C_W-1:0] ach_i,
	output wire [W-1:0]   adata_o
);
	generate
		if (N == 1) begin : g_one
			reg [W-1:0] row_q;
			always @(posedge clk)
				if (ZERO != 0 && init_i) row_q <= {W{1'b0}};
				else if (we_i) row_q <= wdata_i;
			assign adata_o = row_q;
			wire unused_ok = &{1'b0, init_i, init_ch_i, wch_i, ach_i, 1'b0};
		end else begin : g_many
			wire clear = ZERO != 0 && init_i;
			(* ram_style = "distributed" *) reg [W-1:0] row_q [0:(1<<C_W)-1];
			always @(posedge clk)
				if (clear || we_i) row_q[clear ? init_ch_i : wch_i] <= clear ? {W{1'b0}} : wdata_i;
			assign adata_o = row_q[ach_i];
		end
	endgenerate
endmodule

`default_nettype wire
