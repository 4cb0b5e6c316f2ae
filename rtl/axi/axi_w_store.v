// SPDX-License-Identifier: Apache-2.0
//
// Keeps write data until their burst is complete. A master may ask for a write before it has all the data; without this
// the memory's write channel, which all masters share, would wait for them, and in the coherent path for ever: the data
// may hang on a read whose snoops write back through that same channel. Latency: the burst's length and one cycle.
`default_nettype none

module axi_w_store #(
	parameter integer DEPTH = 128 // beats, a power of two: no burst may be longer
) (
	input  wire        clk,
	input  wire        rst,          // synchronous, active high
	output wire        busy_o,       // holds data
	input  wire [63:0] s_axi_wdata,
	input  wire [7:0]  s_axi_wstrb,
	input  wire        s_axi_wlast,
	input  wire        s_axi_wvalid,
	output wire        s_axi_wready,
	output wire [63:0] m_axi_wdata,
	output wire [7:0]  m_axi_wstrb,
	output wire        m_axi_wlast,
	output wire        m_axi_wvalid,
	input  wire        m_axi_wready
);
	reg  [15:0] whole_q; // bursts that are complete, or on their way out
	wire        there;
	wire        in  = s_axi_wvalid && s_axi_wready && s_axi_wlast;
	wire        out = m_axi_wvalid && m_axi_wready && m_axi_wlast;

	assign m_axi_wvalid = there && whole_q != 16'd0;
	assign busy_o       = there;

	fifo #(.W(73), .DEPTH(DEPTH)) beats (
		.clk(clk), .rst(rst),
		.s_valid_i(s_axi_wvalid), .s_ready_o(s_axi_wready), .s_data_i({s_axi_wlast, s_axi_wstrb, s_axi_wdata}),
		.m_valid_o(there), .m_ready_i(m_axi_wready && whole_q != 16'd0),
		.m_data_o({m_axi_wlast, m_axi_wstrb, m_axi_wdata})
	);

	always @(posedge clk) begin
		if (in != out)
			whole_q <= in ? whole_q + 16'd1 : whole_q - 16'd1;
		if (rst)
			whole_q <= 16'd0;
	end

`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && s_axi_wvalid && !s_axi_wready && whole_q == 16'd0) begin
			$display("%m: a burst of more than %0d beats", DEPTH);
			$stop;
		end
`endif
endmodule

`default_nettype wire
