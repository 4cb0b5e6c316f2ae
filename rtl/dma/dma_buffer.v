// SPDX-License-Identifier: Apache-2.0
//
// Block RAM with one write and one read port; a word read stands in the RAM's output register until the next read. A word
// read in the cycle in which it is written must not be used.
`default_nettype none

module dma_buffer #(
	parameter integer W   = 64,
	parameter integer A_W = 9
) (
	input  wire           clk,
	input  wire           we_i,
	input  wire [A_W-1:0] waddr_i,
	input  wire [W-1:0]   wdata_i,
	input  wire           re_i,
	input  wire [A_W-1:0] raddr_i,
	output reg  [W-1:0]   rdata_o
);
	(* ram_style = "block" *) reg [W-1:0] mem_q [0:(1<<A_W)-1];
	always @(posedge clk) begin
		if (we_i) mem_q[waddr_i] <= wdata_i;
		if (re_i) rdata_o <= mem_q[raddr_i];
	end
endmodule

`default_nettype wire
