// SPDX-License-Identifier: Apache-2.0
//
// Word buffer of one channel: a queue in block RAM (synchronous read) whose oldest word stands ready in the RAM's output
// register; one word in and one out per cycle. The writer has reserved its room (dma_read), so there is no ready.
`default_nettype none

module dma_buffer #(
	parameter integer DEPTH = 512        // words, a power of two
) (
	input  wire        clk,
	input  wire        rst,
	input  wire        clr_i,            // forget all words
	input  wire        s_valid_i,
	input  wire [63:0] s_data_i,
	output reg         m_valid_o,
	input  wire        m_ready_i,
	output reg  [63:0] m_data_o
);
	localparam integer A_W = $clog2(DEPTH);

	generate
		if (DEPTH < 4 || (1 << A_W) != DEPTH) begin : g_bad
			dma_buffer_DEPTH_must_be_a_power_of_two stop ();
		end
	endgenerate

	reg [63:0]  mem [0:DEPTH-1];
	reg [A_W:0] wr_q, rd_q;
	wire        fetch = wr_q != rd_q && (!m_valid_o || m_ready_i);

	always @(posedge clk) begin
		if (s_valid_i) mem[wr_q[A_W-1:0]] <= s_data_i;
		if (fetch) m_data_o <= mem[rd_q[A_W-1:0]];
	end

	always @(posedge clk) begin
		if (s_valid_i) wr_q <= wr_q + 1'b1;
		if (fetch) rd_q <= rd_q + 1'b1;
		if (fetch) m_valid_o <= 1'b1;
		else if (m_ready_i) m_valid_o <= 1'b0;
		if (rst || clr_i) begin
			wr_q      <= {(A_W + 1){1'b0}};
			rd_q      <= {(A_W + 1){1'b0}};
			m_valid_o <= 1'b0;
		end
	end

`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && s_valid_i && wr_q == {~rd_q[A_W], rd_q[A_W-1:0]}) begin
			$display("%m: a word arrived without room");
			$stop;
		end
`endif
endmodule

`default_nettype wire
