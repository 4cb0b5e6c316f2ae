// SPDX-License-Identifier: Apache-2.0
//
// Register access: AXI4-Lite of 64 bits to the global page (page 0) and the channels' pages (page 1 + channel).
// A write acts in the cycle in which the later of its address and data is handed over. Accesses are 32 or 64 bits,
// aligned, to listed offsets; all else answers SLVERR and changes nothing. A 64-bit access may cover two 32-bit registers.
`default_nettype none

module dma_regs #(
	parameter integer CHANNELS = 1,
	parameter [31:0]  CAP      = 0,
	parameter [31:0]  CAP2     = 0
) (
	input  wire        clk,
	input  wire        rst,
	input  wire [31:0] quirk_i,
	input  wire [CHANNELS-1:0] irq_i,
	input  wire [16:0] s_axil_awaddr, input wire s_axil_awvalid, output wire s_axil_awready,
	input  wire [63:0] s_axil_wdata, input wire [7:0] s_axil_wstrb, input wire s_axil_wvalid, output wire s_axil_wready,
	output reg  [1:0]  s_axil_bresp, output reg s_axil_bvalid, input wire s_axil_bready,
	input  wire [16:0] s_axil_araddr, input wire [1:0] s_axil_arsize, input wire s_axil_arvalid,
	output wire        s_axil_arready,
	output reg  [63:0] s_axil_rdata, output reg [1:0] s_axil_rresp, output reg s_axil_rvalid, input wire s_axil_rready,
	output reg  [2*CHANNELS-1:0]  we_o,     // halves written, per channel
	output wire [3:0]             waddr_o,  // offset / 8
	output wire [63:0]            wdata_o,
	output wire [3:0]             raddr_o,
	input  wire [64*CHANNELS-1:0] rdata_i
);
	`include "doorbell_spec.vh"

	// Halves of the dword at `addr` that are listed
	function [1:0] listed(input [16:3] addr);
		if (addr[16:12] == 5'd0)
			listed = addr[11:3] <= 9'd2 ? 2'b11 : 2'b00;
		else if (addr[16:12] > CHANNELS[4:0])
			listed = 2'b00;
		else if (addr[11:3] == 9'd11)
			listed = 2'b01;
		else
			listed = addr[11:3] <= 9'd12 ? 2'b11 : 2'b00;
	endfunction

	wire        aw_valid, w_valid, ar_valid, w_take, r_take;
	wire [16:0] waddr, raddr;
	wire [7:0]  wstrb;
	wire [1:0]  rsize;
	integer     i;

	skid_buffer #(.W(17), .OUTREG(0)) u_aw (.clk(clk), .rst(rst), .s_valid_i(s_axil_awvalid), .s_ready_o(s_axil_awready),
		.s_data_i(s_axil_awaddr), .m_valid_o(aw_valid), .m_ready_i(w_take), .m_data_o(waddr));
	skid_buffer #(.W(72), .OUTREG(0)) u_w (.clk(clk), .rst(rst), .s_valid_i(s_axil_wvalid), .s_ready_o(s_axil_wready),
		.s_data_i({s_axil_wdata, s_axil_wstrb}), .m_valid_o(w_valid), .m_ready_i(w_take), .m_data_o({wdata_o, wstrb}));
	skid_buffer #(.W(19), .OUTREG(0)) u_ar (.clk(clk), .rst(rst), .s_valid_i(s_axil_arvalid), .s_ready_o(s_axil_arready),
		.s_data_i({s_axil_araddr, s_axil_arsize}), .m_valid_o(ar_valid), .m_ready_i(r_take), .m_data_o({raddr, rsize}));

	assign w_take  = aw_valid && w_valid && !s_axil_bvalid;
	assign r_take  = ar_valid && !s_axil_rvalid;
	assign waddr_o = waddr[6:3];
	assign raddr_o = raddr[6:3];

	wire [1:0] whalf = {wstrb[7:4] == 4'hf, wstrb[3:0] == 4'hf};
	wire       w_ok  = (wstrb == 8'hff || wstrb == 8'h0f || wstrb == 8'hf0) && waddr[1:0] == 2'd0 &&
	                   !(waddr[2] && wstrb[0]) && (whalf & ~listed(waddr[16:3])) == 2'd0;
	wire [1:0] rhalf = rsize == 2'd3 ? 2'b11 : raddr[2] ? 2'b10 : 2'b01;
	wire       r_ok  = ((rsize == 2'd3 && raddr[2:0] == 3'd0) || (rsize == 2'd2 && raddr[1:0] == 2'd0)) &&
	                   (rhalf & ~listed(raddr[16:3])) == 2'd0;
	reg [63:0] rdata;
	wire [31:0] pend = {{(32 - CHANNELS){1'b0}}, irq_i};

	always @* begin
		for (i = 0; i < CHANNELS; i = i + 1)
			we_o[2 * i +: 2] = (w_take && w_ok && waddr[16:12] == i[4:0] + 5'd1) ? whalf : 2'b00;
		case (raddr[4:3])
			2'd0:    rdata = {`DB_DMA_VERSION_RESET, `DB_DMA_ID_RESET};
			2'd1:    rdata = {CAP2, CAP};
			2'd2:    rdata = {pend, quirk_i};
			default: rdata = 64'd0;
		endcase
		for (i = 0; i < CHANNELS; i = i + 1)
			if (raddr[16:12] == i[4:0] + 5'd1)
				rdata = rdata_i[64 * i +: 64];
	end

	always @(posedge clk) begin
		if (s_axil_bready) s_axil_bvalid <= 1'b0;
		if (w_take) begin
			s_axil_bvalid <= 1'b1;
			s_axil_bresp  <= w_ok ? 2'b00 : 2'b10;
		end
		if (s_axil_rready) s_axil_rvalid <= 1'b0;
		if (r_take) begin
			s_axil_rvalid <= 1'b1;
			s_axil_rresp  <= r_ok ? 2'b00 : 2'b10;
			s_axil_rdata  <= r_ok ? rdata : 64'd0;
		end
		if (rst) begin
			s_axil_bvalid <= 1'b0;
			s_axil_rvalid <= 1'b0;
		end
	end
endmodule

`default_nettype wire
