// SPDX-License-Identifier: Apache-2.0
//
// One AXI4 master of the engine: the read address register, dma_write behind the write address and data registers, what is
// outstanding, the channels' attributes. The front's requests (descriptors, records, owner words) come before data; they are
// bounded by what the front may hold. RREADY and BREADY are always high: every beat and response has its place.
// ID = {front, channel[4:0]}. fr_ar_*: taken in the cycle of valid and ready; the address stands on the bus one cycle later.
`default_nettype none

module dma_port #(
	parameter integer N       = 4,
	parameter integer C_W     = 2,
	parameter integer ADDR_W  = 64,
	parameter integer LANE_W  = 3,
	parameter integer EDGE_W  = 11,
	parameter integer ID_W    = 6,
	parameter integer RD_OUT  = 64,      // bursts outstanding at most
	parameter integer WR_OUT  = 64
) (
	input  wire                     clk,
	input  wire                     rst,
	input  wire                     init_i,
	input  wire [C_W-1:0]           init_ch_i,
	input  wire                     att_we_i,    // attributes of a channel
	input  wire [C_W-1:0]           att_ch_i,
	input  wire [3:0]               att_cache_i,
	input  wire [2:0]               att_prot_i,
	// reads
	input  wire                     fr_ar_valid_i,
	output wire                     fr_ar_ready_o,
	input  wire [4:0]               fr_ar_ch_i,
	input  wire [ADDR_W-1:0]        fr_ar_addr_i,
	input  wire [7:0]               fr_ar_len_i,
	input  wire [15:0]              fr_ar_bytes_i,
	output wire                     ar_free_o,   // data may ask in this cycle
	input  wire                     ar_go_i,
	input  wire [C_W-1:0]           ar_ch_i,
	input  wire [ADDR_W-1:0]        ar_addr_i,
	input  wire [EDGE_W-LANE_W-1:0] ar_len_i,
	input  wire [EDGE_W-1:0]        ar_bytes_i,  // less one
	// writes: the AW register of dma_write
	output wire                     aw_room_o,
	input  wire                     aw_go_i,
	input  wire [C_W-1:0]           aw_next_ch_i, // channel of the burst that aw_go_i takes
	input  wire [4:0]               aw_ch_i,
	input  wire [2:0]               aw_kind_i,
	input  wire [EDGE_W-1:0]        aw_bytes_i,

	output wire [ID_W-1:0]          m_axi_awid,
	output wire [2:0]               m_axi_awsize,
	output wire [1:0]               m_axi_awburst,
	output reg  [3:0]               m_axi_awcache,
	output reg  [2:0]               m_axi_awprot,
	output wire [7:0]               m_axi_awuser,
	output wire [15:0]              awbytes_o,
	input  wire                     m_axi_bvalid,
	output wire                     m_axi_bready,
	output wire [ID_W-1:0]          m_axi_arid,
	output reg  [ADDR_W-1:0]        m_axi_araddr,
	output reg  [7:0]               m_axi_arlen,
	output wire [2:0]               m_axi_arsize,
	output wire [1:0]               m_axi_arburst,
	output reg  [3:0]               m_axi_arcache,
	output reg  [2:0]               m_axi_arprot,
	output wire [7:0]               m_axi_aruser,
	output wire [15:0]              arbytes_o,
	output reg                      m_axi_arvalid,
	input  wire                     m_axi_arready,
	input  wire                     m_axi_rlast,
	input  wire                     m_axi_rvalid,
	output wire                     m_axi_rready,
	output wire                     busy_o       // a request is offered or unanswered
);
	localparam integer RC_W = $clog2(RD_OUT + 1), WC_W = $clog2(WR_OUT + 1);
	localparam [RC_W-1:0] R_ONE = 1, R_MAX = RD_OUT[RC_W-1:0];
	localparam [WC_W-1:0] W_ONE = 1, W_MAX = WR_OUT[WC_W-1:0];

	generate
		if (RD_OUT < 2 || RD_OUT > 128 || WR_OUT < 2 || WR_OUT > 128) begin : g_bad
			dma_port_RD_OUT_and_WR_OUT_must_be_2_to_128 stop ();
		end
	endgenerate

	reg  [RC_W-1:0] rd_out_q;
	reg  [WC_W-1:0] wr_out_q;
	reg             rd_room_q, wr_room_q;
	reg  [4:0]      arch_q;
	reg             arfr_q;
	reg  [15:0]     arbytes_q;

	assign fr_ar_ready_o = (!m_axi_arvalid || m_axi_arready) && rd_room_q;
	assign ar_free_o     = fr_ar_ready_o && !fr_ar_valid_i;
	wire fr_go = fr_ar_valid_i && fr_ar_ready_o;
	wire go    = fr_go || ar_go_i;
	wire            rd_end = m_axi_rvalid && m_axi_rlast;
	wire [RC_W-1:0] rd_out = rd_out_q + {{(RC_W - 1){!go}}, 1'b1};
	wire [WC_W-1:0] wr_out = wr_out_q + {{(WC_W - 1){!aw_go_i}}, 1'b1};
	assign aw_room_o = wr_room_q;

	wire [C_W-1:0] ar_att_ch = fr_ar_valid_i ? fr_ar_ch_i[C_W-1:0] : ar_ch_i;
	wire [6:0]     ar_att, aw_att;
	dma_ctx #(.W(7), .N(N), .C_W(C_W)) u_att (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(att_we_i), .wch_i(att_ch_i),
		.wdata_i({att_cache_i, att_prot_i}), .ach_i(ar_att_ch), .adata_o(ar_att));
	dma_ctx #(.W(7), .N(N), .C_W(C_W)) u_att_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(att_we_i), .wch_i(att_ch_i),
		.wdata_i({att_cache_i, att_prot_i}), .ach_i(aw_next_ch_i), .adata_o(aw_att));

	always @(posedge clk) begin
		if (fr_ar_ready_o) begin
			m_axi_arvalid <= go;
			arfr_q        <= fr_ar_valid_i;
			arch_q        <= fr_ar_valid_i ? fr_ar_ch_i : {{(5 - C_W){1'b0}}, ar_ch_i};
			m_axi_araddr  <= fr_ar_valid_i ? fr_ar_addr_i : ar_addr_i;
			m_axi_arlen   <= fr_ar_valid_i ? fr_ar_len_i : {{(8 - EDGE_W + LANE_W){1'b0}}, ar_len_i};
			arbytes_q     <= fr_ar_valid_i ? fr_ar_bytes_i - 16'd1 : {{(16 - EDGE_W){1'b0}}, ar_bytes_i};
			{m_axi_arcache, m_axi_arprot} <= ar_att;
		end else if (m_axi_arready) m_axi_arvalid <= 1'b0;
		if (aw_go_i) {m_axi_awcache, m_axi_awprot} <= aw_att;
		if (go != rd_end) begin
			rd_out_q  <= rd_out;
			rd_room_q <= rd_out_q != R_MAX - R_ONE || !go;
		end
		if (aw_go_i != m_axi_bvalid) begin
			wr_out_q  <= wr_out;
			wr_room_q <= wr_out_q != W_MAX - W_ONE || !aw_go_i;
		end
		if (rst) begin
			m_axi_arvalid <= 1'b0;
			rd_out_q      <= {RC_W{1'b0}};
			wr_out_q      <= {WC_W{1'b0}};
			rd_room_q     <= 1'b1;
			wr_room_q     <= 1'b1;
		end
	end

	assign m_axi_arid    = {{(ID_W - 6){1'b0}}, arfr_q, arch_q};
	assign m_axi_aruser  = {2'd0, !arfr_q, arch_q};
	assign m_axi_arsize  = LANE_W[2:0];
	assign m_axi_arburst = 2'b01;
	assign arbytes_o     = arbytes_q + 16'd1;
	assign m_axi_rready  = 1'b1;
	assign m_axi_awid    = {{(ID_W - 6){1'b0}}, aw_kind_i != 3'd1, aw_ch_i};
	assign m_axi_awuser  = {aw_kind_i, aw_ch_i};
	assign m_axi_awsize  = LANE_W[2:0];
	assign m_axi_awburst = 2'b01;
	assign awbytes_o     = {{(16 - EDGE_W){1'b0}}, aw_bytes_i} + 16'd1;
	assign m_axi_bready  = 1'b1;
	assign busy_o        = rd_out_q != {RC_W{1'b0}} || wr_out_q != {WC_W{1'b0}} || m_axi_arvalid;

`ifdef DOORBELL_ASSERT
	`define PORT_RULE(COND, TEXT) if (!(COND)) begin $display("%m: %s", TEXT); $stop; end
	localparam [12:0] BEAT = 13'd1 << LANE_W;
	wire [12:0] ar_end = {1'b0, m_axi_araddr[11:0] & ~(BEAT[11:0] - 12'd1)} + ({5'd0, m_axi_arlen} + 13'd1) * BEAT;
	reg              ar_stall_q;
	reg [ADDR_W+7:0] ar_q;
	always @(posedge clk) begin
		ar_stall_q <= m_axi_arvalid && !m_axi_arready && !rst;
		ar_q       <= {m_axi_araddr, m_axi_arlen};
		if (!rst) begin
			`PORT_RULE(!ar_stall_q || (m_axi_arvalid && ar_q == {m_axi_araddr, m_axi_arlen}), "AR withdrawn or changed")
			`PORT_RULE(!m_axi_arvalid || ar_end <= 13'd4096, "a read crosses 4 KiB")
			`PORT_RULE(!ar_go_i || ar_free_o, "a data read is asked for without leave")
			`PORT_RULE(!go || rd_out_q != R_MAX, "more reads outstanding than RD_OUT")
			`PORT_RULE(!aw_go_i || wr_out_q != W_MAX, "more writes outstanding than WR_OUT")
			`PORT_RULE(!m_axi_rvalid || rd_out_q != {RC_W{1'b0}}, "read data without a request")
			`PORT_RULE(!m_axi_bvalid || wr_out_q != {WC_W{1'b0}}, "a write response without a request")
		end
	end
	`undef PORT_RULE
`endif
endmodule

`default_nettype wire
