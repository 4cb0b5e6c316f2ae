// SPDX-License-Identifier: Apache-2.0
//
// uart_fifo: the 16-entry queue of a 16550, transmit and receive side alike. Entries beyond DEPTH are refused by the
// user (full_o); a pop of an empty queue and a push into a full one do nothing.
`default_nettype none

module uart_fifo #(
	parameter WIDTH = 8 // bits of an entry
) (
	input  wire             clk,
	input  wire             rst,      // synchronous, active high
	input  wire             clear_i,  // empties the queue
	input  wire             push_i,
	input  wire [WIDTH-1:0] data_i,
	input  wire             pop_i,
	output wire [WIDTH-1:0] data_o,   // oldest entry, valid while count_o is not 0
	output wire [4:0]       count_o,  // entries
	output wire             full_o
);
	reg [WIDTH-1:0] mem [0:15];
	reg [3:0]       rd_q, wr_q;
	reg [4:0]       count_q;

	wire push = push_i && !count_q[4];
	wire pop  = pop_i && count_q != 5'd0;

	always @(posedge clk) begin
		if (push) begin
			mem[wr_q] <= data_i;
			wr_q      <= wr_q + 4'd1;
		end
		if (pop)
			rd_q <= rd_q + 4'd1;
		if (push != pop)
			count_q <= push ? count_q + 5'd1 : count_q - 5'd1;
		if (rst || clear_i) begin
			rd_q    <= 4'd0;
			wr_q    <= 4'd0;
			count_q <= 5'd0;
		end
	end

	assign data_o  = mem[rd_q];
	assign count_o = count_q;
	assign full_o  = count_q[4];
endmodule

`default_nettype wire
