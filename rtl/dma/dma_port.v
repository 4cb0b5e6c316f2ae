// SPDX-License-Identifier: Apache-2.0
//
// The engine's AXI4 port: round-robin among the channels' requests, bounds on what is outstanding, read data and
// responses to their channels by ID, write data in the order of the addresses. ID = {descriptor or record, channel[4:0]};
// client 2c is channel c's data, client 2c+1 its descriptors (reads), records and owner words (writes).
// Address and write data channels leave from registers; the R channel enters through a buffer without latency, so no
// ready depends on a valid across the port. BREADY is always high: every response has its place.
`default_nettype none

module dma_port #(
	parameter integer CHANNELS = 1,
	parameter integer RD_OUT   = 32,               // read bursts outstanding at most
	parameter integer WR_OUT   = 32                // write bursts outstanding at most
) (
	input  wire                     clk,
	input  wire                     rst,
	input  wire [CHANNELS-1:0]      coherent_i,
	input  wire [2*CHANNELS-1:0]    ar_req_i,
	output wire [2*CHANNELS-1:0]    ar_gnt_o,
	input  wire [2*CHANNELS*40-1:0] ar_addr_i,
	input  wire [2*CHANNELS*8-1:0]  ar_len_i,
	input  wire [2*CHANNELS*16-1:0] ar_bytes_i,
	output reg  [2*CHANNELS-1:0]    r_valid_o,
	input  wire [CHANNELS-1:0]      r_ready_i,
	output wire [63:0]              r_data_o,
	output wire [1:0]               r_resp_o,
	output wire                     r_last_o,
	input  wire [2*CHANNELS-1:0]    aw_req_i,
	output wire [2*CHANNELS-1:0]    aw_gnt_o,
	input  wire [2*CHANNELS*40-1:0] aw_addr_i,
	input  wire [CHANNELS*8-1:0]    aw_len_i,
	input  wire [CHANNELS*16-1:0]   aw_bytes_i,
	input  wire [CHANNELS*8-1:0]    aw_fstrb_i,
	input  wire [CHANNELS*8-1:0]    aw_lstrb_i,
	input  wire [CHANNELS-1:0]      aw_own_i,
	input  wire [CHANNELS*128-1:0]  aw_data_i,
	input  wire [CHANNELS-1:0]      w_valid_i,
	output reg  [CHANNELS-1:0]      w_ready_o,
	input  wire [CHANNELS*64-1:0]   w_data_i,
	output reg  [2*CHANNELS-1:0]    b_valid_o,
	output wire [1:0]               b_resp_o,

	output wire [5:0]  m_axi_awid, output wire [39:0] m_axi_awaddr, output wire [7:0] m_axi_awlen,
	output wire [3:0]  m_axi_awcache, output wire [7:0] m_axi_awuser, output wire [15:0] awbytes_o,
	output wire        m_axi_awvalid, input wire m_axi_awready,
	output wire [63:0] m_axi_wdata, output wire [7:0] m_axi_wstrb, output wire m_axi_wlast,
	output wire        m_axi_wvalid, input wire m_axi_wready,
	input  wire [5:0]  m_axi_bid, input wire [1:0] m_axi_bresp, input wire m_axi_bvalid, output wire m_axi_bready,
	output wire [5:0]  m_axi_arid, output wire [39:0] m_axi_araddr, output wire [7:0] m_axi_arlen,
	output wire [3:0]  m_axi_arcache, output wire [7:0] m_axi_aruser, output wire [15:0] arbytes_o,
	output wire        m_axi_arvalid, input wire m_axi_arready,
	input  wire [5:0]  m_axi_rid, input wire [63:0] m_axi_rdata, input wire [1:0] m_axi_rresp,
	input  wire        m_axi_rlast, input wire m_axi_rvalid, output wire m_axi_rready
);
	localparam integer N = 2 * CHANNELS;
	localparam [2:0] KIND_DESC = 3'd0, KIND_DATA = 3'd1, KIND_REC = 3'd2, KIND_OWN = 3'd3;

	generate
		if (RD_OUT < 2 || RD_OUT > 32 || WR_OUT < 2 || WR_OUT > 32) begin : g_bad
			dma_port_RD_OUT_and_WR_OUT_must_be_2_to_32 stop ();
		end
	endgenerate

	reg  [5:0] rd_out_q, wr_out_q;
	integer i;

	// Read addresses
	wire         ar_room;
	wire         ar_ok = ar_room && rd_out_q != RD_OUT[5:0];
	wire [N-1:0] ar_req = ar_req_i & {N{ar_ok}};
	reg  [76:0]  ar_pick;
	rr_arbiter #(.N(N)) u_ar_arb (.clk(clk), .rst(rst), .req_i(ar_req), .advance_i(ar_ok), .gnt_o(ar_gnt_o));
	always @* begin
		ar_pick = 77'd0;
		for (i = 0; i < N; i = i + 1)
			if (ar_gnt_o[i])
				ar_pick = {ar_addr_i[40 * i +: 40], ar_len_i[8 * i +: 8], ar_bytes_i[16 * i +: 16],
				           coherent_i[i / 2] ? 4'hf : 4'h3, i[0] ? KIND_DESC : KIND_DATA, i[0], i[5:1]};
	end
	skid_buffer #(.W(77), .OUTREG(1)) u_ar (
		.clk(clk), .rst(rst), .s_valid_i(ar_gnt_o != {N{1'b0}}), .s_ready_o(ar_room), .s_data_i(ar_pick),
		.m_valid_o(m_axi_arvalid), .m_ready_i(m_axi_arready),
		.m_data_o({m_axi_araddr, m_axi_arlen, arbytes_o, m_axi_arcache, m_axi_aruser[7:5], m_axi_arid}));
	assign m_axi_aruser[4:0] = m_axi_arid[4:0];

	// Read data
	wire       r_valid;
	wire [5:0] r_id;
	reg        r_ready;
	skid_buffer #(.W(73), .OUTREG(0)) u_r (
		.clk(clk), .rst(rst), .s_valid_i(m_axi_rvalid), .s_ready_o(m_axi_rready),
		.s_data_i({m_axi_rid, m_axi_rdata, m_axi_rresp, m_axi_rlast}),
		.m_valid_o(r_valid), .m_ready_i(r_ready), .m_data_o({r_id, r_data_o, r_resp_o, r_last_o}));
	always @* begin
		r_ready = 1'b0;
		for (i = 0; i < N; i = i + 1) begin
			r_valid_o[i] = r_valid && r_id == {i[0], i[5:1]};
			if (r_valid_o[i]) r_ready = i[0] || r_ready_i[i / 2];
		end
	end

	// Write addresses; what the data need goes into u_order
	wire          aw_room, order_room;
	wire          aw_ok = aw_room && order_room && wr_out_q != WR_OUT[5:0];
	wire [N-1:0]  aw_req = aw_req_i & {N{aw_ok}};
	reg  [76:0]   aw_pick;
	reg  [157:0]  order_in;
	rr_arbiter #(.N(N)) u_aw_arb (.clk(clk), .rst(rst), .req_i(aw_req), .advance_i(aw_ok), .gnt_o(aw_gnt_o));
	always @* begin
		aw_pick  = 77'd0;
		order_in = 158'd0;
		for (i = 0; i < N; i = i + 1)
			if (aw_gnt_o[i]) begin
				aw_pick = {aw_addr_i[40 * i +: 40],
				           i[0] ? (aw_own_i[i / 2] ? 8'd0 : 8'd1) : aw_len_i[8 * (i / 2) +: 8],
				           i[0] ? (aw_own_i[i / 2] ? 16'd8 : 16'd16) : aw_bytes_i[16 * (i / 2) +: 16],
				           coherent_i[i / 2] ? 4'hf : 4'h3,
				           i[0] ? (aw_own_i[i / 2] ? KIND_OWN : KIND_REC) : KIND_DATA, i[0], i[5:1]};
				order_in = {i[0], i[5:1], i[0] ? (aw_own_i[i / 2] ? 8'd0 : 8'd1) : aw_len_i[8 * (i / 2) +: 8],
				            i[0] ? 16'hffff : {aw_fstrb_i[8 * (i / 2) +: 8], aw_lstrb_i[8 * (i / 2) +: 8]},
				            aw_data_i[128 * (i / 2) +: 128]};
			end
	end
	wire aw_go = aw_gnt_o != {N{1'b0}};
	skid_buffer #(.W(77), .OUTREG(1)) u_aw (
		.clk(clk), .rst(rst), .s_valid_i(aw_go), .s_ready_o(aw_room), .s_data_i(aw_pick),
		.m_valid_o(m_axi_awvalid), .m_ready_i(m_axi_awready),
		.m_data_o({m_axi_awaddr, m_axi_awlen, awbytes_o, m_axi_awcache, m_axi_awuser[7:5], m_axi_awid}));
	assign m_axi_awuser[4:0] = m_axi_awid[4:0];

	// Write data
	wire         o_valid, o_own, w_room;
	wire [4:0]   o_ch;
	wire [7:0]   o_len, o_fstrb, o_lstrb;
	wire [127:0] o_data;
	reg  [7:0]   beat_q;
	reg          w_valid;
	reg  [63:0]  w_data;
	wire         w_last = beat_q == o_len;
	wire         w_go   = w_valid && w_room;
	wire [7:0]   w_strb = (beat_q == 8'd0 ? o_fstrb : 8'hff) & (w_last ? o_lstrb : 8'hff);
	fifo #(.W(158), .DEPTH(4)) u_order (
		.clk(clk), .rst(rst), .s_valid_i(aw_go), .s_ready_o(order_room), .s_data_i(order_in),
		.m_valid_o(o_valid), .m_ready_i(w_go && w_last), .m_data_o({o_own, o_ch, o_len, o_fstrb, o_lstrb, o_data}));
	always @* begin
		w_valid   = o_valid && o_own;
		w_data    = beat_q[0] ? o_data[127:64] : o_data[63:0];
		w_ready_o = {CHANNELS{1'b0}};
		for (i = 0; i < CHANNELS; i = i + 1)
			if (o_valid && !o_own && o_ch == i[4:0]) begin
				w_valid      = w_valid_i[i];
				w_data       = w_data_i[64 * i +: 64];
				w_ready_o[i] = w_room;
			end
	end
	skid_buffer #(.W(73), .OUTREG(1)) u_w (
		.clk(clk), .rst(rst), .s_valid_i(w_valid), .s_ready_o(w_room), .s_data_i({w_data, w_strb, w_last}),
		.m_valid_o(m_axi_wvalid), .m_ready_i(m_axi_wready), .m_data_o({m_axi_wdata, m_axi_wstrb, m_axi_wlast}));

	// Responses
	assign m_axi_bready = 1'b1;
	assign b_resp_o     = m_axi_bresp;
	always @*
		for (i = 0; i < N; i = i + 1)
			b_valid_o[i] = m_axi_bvalid && m_axi_bid == {i[0], i[5:1]};

	always @(posedge clk) begin
		rd_out_q <= rd_out_q + {5'd0, ar_gnt_o != {N{1'b0}}} - {5'd0, m_axi_rvalid && m_axi_rready && m_axi_rlast};
		wr_out_q <= wr_out_q + {5'd0, aw_go} - {5'd0, m_axi_bvalid};
		if (w_go) beat_q <= w_last ? 8'd0 : beat_q + 8'd1;
		if (rst) begin
			rd_out_q <= 6'd0;
			wr_out_q <= 6'd0;
			beat_q   <= 8'd0;
		end
	end
endmodule

`default_nettype wire
