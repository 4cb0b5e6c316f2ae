// SPDX-License-Identifier: Apache-2.0
// The integrator's example (docs/dma-engine.md) at work: a copy of 100 bytes between odd addresses, descriptor, record and
// interrupt in a memory of 64 KiB that answers in order; what stands beside the destination must stay.
`timescale 1ns / 1ns
`default_nettype none
`include "doorbell_spec.vh"
module minimal_tb;
	localparam [16:0] CH = 17'h1000; // page of channel 0
	localparam integer SRC = 'h2003, DST = 'h3015, LEN = 100, RING = 'h1000, REC = 'h1800;
	reg clk = 0, rst = 1;
	always #5 clk = !clk;

	wire        irq;
	reg  [16:0] awaddr, araddr;
	reg  [63:0] wdata;
	reg  [7:0]  wstrb;
	reg         axil_awvalid = 0, axil_arvalid = 0;
	wire        axil_awready, axil_wready, axil_bvalid, axil_arready, axil_rvalid;
	wire [1:0]  axil_bresp, axil_rresp;
	wire [63:0] axil_rdata;
	wire [5:0]  awid, arid;
	wire [39:0] m_awaddr, m_araddr;
	wire [7:0]  awlen, arlen, m_wstrb;
	wire [63:0] m_wdata;
	wire        m_awvalid, m_wvalid, m_wlast, bready, m_arvalid, rready;
	reg         bvalid = 0, rvalid = 0, rlast = 0, aw_q = 0, ar_q = 0;
	reg  [5:0]  bid, rid;
	reg  [63:0] rdata;
	reg  [15:0] waddr_q, raddr_q;
	reg  [7:0]  rleft_q;
	dma_minimal dut (.clk(clk), .rst(rst), .irq(irq), .s_axil_awaddr(awaddr), .s_axil_awvalid(axil_awvalid),
		.s_axil_awready(axil_awready), .s_axil_wdata(wdata), .s_axil_wstrb(wstrb), .s_axil_wvalid(axil_awvalid),
		.s_axil_wready(axil_wready), .s_axil_bresp(axil_bresp), .s_axil_bvalid(axil_bvalid), .s_axil_bready(1'b1),
		.s_axil_araddr(araddr), .s_axil_arvalid(axil_arvalid), .s_axil_arready(axil_arready), .s_axil_rdata(axil_rdata),
		.s_axil_rresp(axil_rresp), .s_axil_rvalid(axil_rvalid), .s_axil_rready(1'b1), .m_axi_awid(awid),
		.m_axi_awaddr(m_awaddr), .m_axi_awlen(awlen), .m_axi_awsize(), .m_axi_awburst(), .m_axi_awvalid(m_awvalid),
		.m_axi_awready(!aw_q), .m_axi_wdata(m_wdata), .m_axi_wstrb(m_wstrb), .m_axi_wlast(m_wlast), .m_axi_wvalid(m_wvalid),
		.m_axi_wready(aw_q && !bvalid), .m_axi_bid(bid), .m_axi_bresp(2'd0), .m_axi_bvalid(bvalid), .m_axi_bready(bready),
		.m_axi_arid(arid), .m_axi_araddr(m_araddr), .m_axi_arlen(arlen), .m_axi_arsize(), .m_axi_arburst(),
		.m_axi_arvalid(m_arvalid), .m_axi_arready(!ar_q), .m_axi_rid(rid), .m_axi_rdata(rdata), .m_axi_rresp(2'd0),
		.m_axi_rlast(rlast), .m_axi_rvalid(rvalid), .m_axi_rready(rready));

	// ---- memory: one read and one write at a time ----
	reg [7:0] mem [0:65535];
	integer   i;
	always @(posedge clk) begin
		if (m_awvalid && !aw_q) begin
			aw_q    <= 1;
			bid     <= awid;
			waddr_q <= {m_awaddr[15:3], 3'd0};
		end
		if (m_wvalid && aw_q && !bvalid) begin
			for (i = 0; i < 8; i = i + 1) if (m_wstrb[i]) mem[waddr_q + i] <= m_wdata[8*i +: 8];
			waddr_q <= waddr_q + 8;
			bvalid  <= m_wlast;
		end
		if (bvalid && bready) begin
			bvalid <= 0;
			aw_q   <= 0;
		end
		if (m_arvalid && !ar_q) begin
			ar_q    <= 1;
			rid     <= arid;
			raddr_q <= {m_araddr[15:3], 3'd0};
			rleft_q <= arlen;
		end
		if (ar_q && (!rvalid || (rready && !rlast))) begin
			rvalid <= 1;
			for (i = 0; i < 8; i = i + 1) rdata[8*i +: 8] <= mem[raddr_q + i];
			raddr_q <= raddr_q + 8;
			rleft_q <= rleft_q - 1;
			rlast   <= rleft_q == 0;
		end else if (rvalid && rready) begin
			rvalid <= 0;
			ar_q   <= 0;
		end
	end

	// ---- software ----
	integer passed = 0, failed = 0;
	task check(input ok, input [40*8-1:0] what);
		if (ok) passed = passed + 1;
		else begin
			failed = failed + 1;
			$display("minimal: %0s", what);
		end
	endtask
	task put(input [16:0] addr, input [31:0] value);
		begin
			awaddr       <= addr;
			wdata        <= {value, value};
			wstrb        <= addr[2] ? 8'hf0 : 8'h0f;
			axil_awvalid <= 1;
			@(posedge clk);
			while (!axil_awready) @(posedge clk);
			axil_awvalid <= 0;
			while (!axil_bvalid) @(posedge clk);
			if (axil_bresp != 0) check(0, "a register write was refused");
		end
	endtask
	task word(input [15:0] at, input [63:0] value);
		for (i = 0; i < 8; i = i + 1) mem[at + i] = value[8*i +: 8];
	endtask
	integer k, wrong;
	initial begin
		for (k = 0; k < 65536; k = k + 1) mem[k] = k * 7 + k / 256;
		for (k = 0; k < 16; k = k + 1) mem[REC + k] = 0;
		word(RING, (64'd1 * LEN) << 32 | 64'd1 << `DB_DESC_FLAGS_IRQ_LSB | 64'h1234 << `DB_DESC_FLAGS_COOKIE_LSB);
		word(RING + 16, SRC);
		word(RING + 24, DST);
		repeat (5) @(posedge clk);
		rst <= 0;
		repeat (5) @(posedge clk);
		araddr       <= `DB_DMA_ID;
		axil_arvalid <= 1;
		@(posedge clk);
		while (!axil_arready) @(posedge clk);
		axil_arvalid <= 0;
		while (!axil_rvalid) @(posedge clk);
		check(axil_rdata[31:0] == `DB_DMA_ID_RESET, "ID");
		put(CH + `DB_DMACH_CFG, `DB_DMACH_CFG_STRIDE_S32 << `DB_DMACH_CFG_STRIDE_LSB);
		put(CH + `DB_DMACH_RING_BASE, RING);
		put(CH + `DB_DMACH_RING_SIZE, 4);
		put(CH + `DB_DMACH_REC_BASE, REC);
		put(CH + `DB_DMACH_REC_SIZE, 4);
		put(CH + `DB_DMACH_IRQ_EN, 1);
		put(CH + `DB_DMACH_CTRL, 1);
		put(CH + `DB_DMACH_TAIL, 1);
		for (k = 0; k < 1000 && !irq; k = k + 1) @(posedge clk);
		check(irq, "no interrupt in 1000 cycles");
		check({mem[REC + 3], mem[REC + 2], mem[REC + 1], mem[REC]} == LEN, "record: BYTES");
		check({mem[REC + 9], mem[REC + 8]} == 16'h1234, "record: COOKIE");
		check(mem[REC + 12] == `DB_REC_CODE_OK && mem[REC + 15][7], "record: STATUS");
		wrong = 0;
		for (k = 0; k < LEN; k = k + 1) if (mem[DST + k] !== (((SRC + k) * 7 + (SRC + k) / 256) & 255)) wrong = wrong + 1;
		check(wrong == 0, "the bytes copied");
		check(mem[DST - 1] == (((DST - 1) * 7 + (DST - 1) / 256) & 255) &&
		      mem[DST + LEN] == (((DST + LEN) * 7 + (DST + LEN) / 256) & 255), "the bytes beside them");
		$display("%0d passed, %0d failed", passed, failed);
		$finish;
	end
	initial begin
		#100000;
		$display("minimal: it does not end");
		$display("%0d passed, %0d failed", passed, failed + 1);
		$finish;
	end
endmodule
`default_nettype wire
