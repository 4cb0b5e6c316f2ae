// SPDX-License-Identifier: Apache-2.0
//
// clint: core-local interruptor for one hart, programming model of QEMU's virt board and SiFive: msip at 0x0 (word),
// mtimecmp at 0x4000 and mtime at 0xbff8 (dword or its halves). Any other offset or size answers SLVERR.
// mtime advances once in CLOCK_HZ / TIMEBASE_HZ cycles; a write to it restarts that prescaler.
`default_nettype none

module clint #(
	parameter integer CLOCK_HZ    = 100000000, // clock
	parameter integer TIMEBASE_HZ = 10000000   // frequency of mtime; must divide CLOCK_HZ
) (
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
	output reg         irq_soft_o,          // MSIP
	output reg         irq_timer_o,         // MTIP: mtime >= mtimecmp
	output wire [63:0] time_o               // mtime, for the core's time CSR
);
	localparam PRESCALE = CLOCK_HZ / TIMEBASE_HZ;
	localparam [31:0] PRESCALE_LAST = PRESCALE - 1;

	generate
		if (PRESCALE < 1 || PRESCALE > 65536 || PRESCALE * TIMEBASE_HZ != CLOCK_HZ) begin : g_bad_parameter
			clint_TIMEBASE_HZ_must_divide_CLOCK_HZ stop ();
		end
	endgenerate

	wire        req_valid, req_write;
	wire [15:0] req_addr;
	wire [1:0]  req_size;
	wire [63:0] req_wdata;
	wire [7:0]  req_wstrb;
	reg  [63:0] req_rdata;

	reg  [63:0] mtime_q, mtimecmp_q;
	reg         msip_q;
	reg  [15:0] prescale_q;

	wire sel_msip = req_addr == 16'h0000 && req_size == 2'd2;
	wire sel_cmp  = req_addr[15:3] == 13'h0800 && req_size[1];
	wire sel_time = req_addr[15:3] == 13'h17ff && req_size[1];
	wire req_err  = !(sel_msip || sel_cmp || sel_time);

	axil_regs #(.ADDR_W(16)) regs (
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
		.req_rdata_i   (req_rdata),
		.req_err_i     (req_err)
	);

	always @* begin
		req_rdata = 64'd0;
		if (sel_msip)
			req_rdata = {63'd0, msip_q};
		else if (sel_cmp)
			req_rdata = mtimecmp_q;
		else if (sel_time)
			req_rdata = mtime_q;
	end

	wire write = req_valid && req_write && !req_err;

	always @(posedge clk) begin
		if (prescale_q == PRESCALE_LAST[15:0]) begin
			prescale_q <= 16'd0;
			mtime_q    <= mtime_q + 64'd1;
		end else
			prescale_q <= prescale_q + 16'd1;
		irq_timer_o <= mtime_q >= mtimecmp_q;
		irq_soft_o  <= msip_q;
		if (write && sel_msip)
			msip_q <= req_wdata[0];
		if (write && sel_cmp) begin
			if (req_wstrb[0])
				mtimecmp_q[31:0] <= req_wdata[31:0];
			if (req_wstrb[4])
				mtimecmp_q[63:32] <= req_wdata[63:32];
		end
		if (write && sel_time) begin
			prescale_q <= 16'd0;
			mtime_q    <= {req_wstrb[4] ? req_wdata[63:32] : mtime_q[63:32],
				req_wstrb[0] ? req_wdata[31:0] : mtime_q[31:0]};
		end
		if (rst) begin
			mtime_q     <= 64'd0;
			mtimecmp_q  <= 64'hffff_ffff_ffff_ffff; // no timer interrupt before software asks for one
			msip_q      <= 1'b0;
			prescale_q  <= 16'd0;
			irq_timer_o <= 1'b0;
			irq_soft_o  <= 1'b0;
		end
	end

	assign time_o = mtime_q;

	wire unused = &{1'b0, req_wstrb, PRESCALE_LAST[31:16]};
endmodule

`default_nettype wire
