// SPDX-License-Identifier: Apache-2.0
//
// test_finisher: the end of a run, programming model of sifive,test0. A word (or halfword) written to offset 0 appears
// for one cycle at the output; what it means (0x5555 pass, 0x3333 | code << 16 fail) is for the outside to say.
// Reads answer 0. Other offsets and sizes answer SLVERR.
`default_nettype none

module test_finisher (
	input  wire        clk,
	input  wire        rst,                 // synchronous, active high
	input  wire [39:0] s_axil_awaddr,       // AXI4-Lite slave
	input  wire [2:0]  s_axil_awprot,
	input  wire        s_axil_awvalid,
	output wire        s_axil_awready,
	input  wire [63:0] s_axil_wdata,
	input  wire [7:0]  s_axil_wstrb,
	input  wire        s_axil_wvalid,
	output wire        s_axil_wready,
	output wire [1:0]  s_axil_bresp,
	output wire        s_axil_bvalid,
	input  wire        s_axil_bready,
	input  wire [39:0] s_axil_araddr,
	input  wire [2:0]  s_axil_arprot,
	input  wire [1:0]  s_axil_arsize,
	input  wire        s_axil_arvalid,
	output wire        s_axil_arready,
	output wire [63:0] s_axil_rdata,
	output wire [1:0]  s_axil_rresp,
	output wire        s_axil_rvalid,
	input  wire        s_axil_rready,
	output reg         test_finish_valid_o, // one cycle: a code was written
	output reg  [31:0] test_finish_code_o   // the word written
);
	wire        req_valid, req_write, req_err;
	wire [11:0] req_addr;
	wire [1:0]  req_size;
	wire [63:0] req_wdata;
	wire [7:0]  req_wstrb;

	axil_regs #(.ADDR_W(12)) regs (
		.clk           (clk),
		.rst           (rst),
		.s_axil_awaddr (s_axil_awaddr),
		.s_axil_awprot (s_axil_awprot),
		.s_axil_awvalid(s_axil_awvalid),
		.s_axil_awready(s_axil_awready),
		.s_axil_wdata  (s_axil_wdata),
		.s_axil_wstrb  (s_axil_wstrb),
		.s_axil_wvalid (s_axil_wvalid),
		.s_axil_wready (s_axil_wready),
		.s_axil_bresp  (s_axil_bresp),
		.s_axil_bvalid (s_axil_bvalid),
		.s_axil_bready (s_axil_bready),
		.s_axil_araddr (s_axil_araddr),
		.s_axil_arprot (s_axil_arprot),
		.s_axil_arsize (s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid),
		.s_axil_arready(s_axil_arready),
		.s_axil_rdata  (s_axil_rdata),
		.s_axil_rresp  (s_axil_rresp),
		.s_axil_rvalid (s_axil_rvalid),
		.s_axil_rready (s_axil_rready),
		.req_valid_o   (req_valid),
		.req_ready_i   (1'b1),
		.req_write_o   (req_write),
		.req_addr_o    (req_addr),
		.req_size_o    (req_size),
		.req_wdata_o   (req_wdata),
		.req_wstrb_o   (req_wstrb),
		.req_rdata_i   (64'd0),
		.req_err_i     (req_err)
	);

	// OpenSBI writes a halfword, Linux and QEMU's own tests a word: both are the programming model.
	assign req_err = req_addr != 12'd0 || !(req_size == 2'd1 || req_size == 2'd2);

	always @(posedge clk) begin
		test_finish_valid_o <= req_valid && req_write && !req_err;
		if (req_valid && req_write && !req_err)
			test_finish_code_o <= req_size == 2'd1 ? {16'd0, req_wdata[15:0]} : req_wdata[31:0];
		if (rst) begin
			test_finish_valid_o <= 1'b0;
			test_finish_code_o  <= 32'd0;
		end
	end

	wire unused = &{1'b0, req_wdata[63:32], req_wstrb};
endmodule

`default_nettype wire
