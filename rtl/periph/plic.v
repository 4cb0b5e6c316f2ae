// SPDX-License-Identifier: Apache-2.0
//
// plic: platform-level interrupt controller, programming model of QEMU's virt board and SiFive: one hart, context 0 =
// M, context 1 = S, level-sensitive sources 1 to 32, priorities 0 (never) to 7. Word accesses only; registers that do
// not exist (source 0's priority too) and other sizes answer SLVERR; writes to the pending words are ignored.
//
// As the PLIC specification says, a claim does not look at the threshold, and a completion is ignored if its source is
// not enabled for that context. Equal priorities: the lower number wins.
//
// The choice of the best source is made only when something it depends on has changed, in one clocked block: this
// costs two cycles of interrupt latency (an access waits for it, so that no claim sees an old choice) and keeps the
// comparisons out of every other cycle of a simulation.
`default_nettype none

module plic (
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
	input  wire [32:0] irq_i,               // sources, level, active high; bit 0 does not exist and is ignored
	output reg         irq_m_o,             // context 0: MEIP
	output reg         irq_s_o              // context 1: SEIP
);
	localparam SOURCES = 32;

	wire        req_valid, req_write;
	wire [22:0] req_addr;
	wire [1:0]  req_size;
	wire [63:0] req_wdata;
	wire [7:0]  req_wstrb;

	reg  [98:0] prio_q;            // three bits a source
	reg  [32:0] pending_q, claimed_q, enable0_q, enable1_q;
	reg  [2:0]  thresh0_q, thresh1_q;
	reg  [5:0]  best0_q, best1_q;
	reg         stale_q;

	// decode: the four groups of the standard map
	wire       word     = req_size == 2'd2;
	wire       sel_prio = word && req_addr[22:8] == 15'd0 && req_addr[7:2] != 6'd0 && req_addr[7:2] <= 6'd32;
	wire       sel_pend = word && req_addr[22:3] == 20'h00200;
	wire       sel_en   = word && req_addr[22:8] == 15'h0020 && req_addr[6:3] == 4'd0;
	wire       sel_ctx  = word && req_addr[22:13] == 10'h100 && req_addr[11:3] == 9'd0;
	wire       req_err  = !(sel_prio || sel_pend || sel_en || sel_ctx);
	wire       en_ctx   = req_addr[7];
	wire       ctx      = req_addr[12];
	wire       upper    = req_addr[2];      // second word of a pair; in sel_ctx: claim/complete instead of threshold
	wire [31:0] wword   = upper ? req_wdata[63:32] : req_wdata[31:0];

	axil_regs #(.ADDR_W(23)) regs (
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
		.req_ready_i   (!stale_q),
		.req_write_o   (req_write),
		.req_addr_o    (req_addr),
		.req_size_o    (req_size),
		.req_wdata_o   (req_wdata),
		.req_wstrb_o   (req_wstrb),
		.req_rdata_i   ({rword, rword}),
		.req_err_i     (req_err)
	);

	wire [32:0] enable_sel = en_ctx ? enable1_q : enable0_q;
	wire [5:0]  best_sel   = ctx ? best1_q : best0_q;
	reg  [31:0] rword;
	always @* begin
		rword = 32'd0;
		if (sel_prio)
			rword = {29'd0, prio_q[3 * req_addr[7:2] +: 3]};
		else if (sel_pend)
			rword = upper ? {31'd0, pending_q[32]} : pending_q[31:0];
		else if (sel_en)
			rword = upper ? {31'd0, enable_sel[32]} : enable_sel[31:0];
		else if (sel_ctx)
			rword = upper ? {26'd0, best_sel} : {29'd0, ctx ? thresh1_q : thresh0_q};
	end

	wire exec     = req_valid && !stale_q && !req_err;
	wire write    = exec && req_write;
	wire claim    = exec && !req_write && sel_ctx && upper && best_sel != 6'd0;
	wire complete = write && sel_ctx && upper && wword != 32'd0 && wword <= SOURCES
		&& (ctx ? enable1_q[wword[5:0]] : enable0_q[wword[5:0]]);

	// Gateways: a request goes on once, and again only after its completion.
	wire [32:0] arrive     = irq_i & ~pending_q & ~claimed_q & 33'h1_ffff_fffe;
	wire [32:0] claim_bit  = claim ? 33'd1 << best_sel : 33'd0;
	wire [32:0] finish_bit = complete ? 33'd1 << wword[5:0] : 33'd0;

	// {priority, source} of the best request
	function [8:0] best(input [32:0] request, input [98:0] prio);
		integer n;
		begin
			best = 9'd0;
			for (n = 1; n <= SOURCES; n = n + 1)
				if (request[n] && prio[3 * n +: 3] > best[8:6])
					best = {prio[3 * n +: 3], n[5:0]};
		end
	endfunction

	reg [2:0] top0_q, top1_q;
	always @(posedge clk) begin
		if (arrive != 33'd0 || claim)
			pending_q <= (pending_q | arrive) & ~claim_bit;
		if (claim || complete)
			claimed_q <= (claimed_q | claim_bit) & ~finish_bit;
		if (write && sel_prio)
			prio_q[3 * req_addr[7:2] +: 3] <= wword[2:0];
		if (write && sel_en) begin
			if (!en_ctx && !upper)
				enable0_q[31:1] <= wword[31:1];
			if (!en_ctx && upper)
				enable0_q[32] <= wword[0];
			if (en_ctx && !upper)
				enable1_q[31:1] <= wword[31:1];
			if (en_ctx && upper)
				enable1_q[32] <= wword[0];
		end
		if (write && sel_ctx && !upper) begin
			if (ctx)
				thresh1_q <= wword[2:0];
			else
				thresh0_q <= wword[2:0];
		end
		stale_q <= arrive != 33'd0 || claim || write;
		if (stale_q) begin
			{top0_q, best0_q} <= best(pending_q & enable0_q, prio_q);
			{top1_q, best1_q} <= best(pending_q & enable1_q, prio_q);
		end
		irq_m_o <= top0_q > thresh0_q;
		irq_s_o <= top1_q > thresh1_q;
		if (rst) begin
			top0_q    <= 3'd0;
			top1_q    <= 3'd0;
			prio_q    <= 99'd0;
			pending_q <= 33'd0;
			claimed_q <= 33'd0;
			enable0_q <= 33'd0;
			enable1_q <= 33'd0;
			thresh0_q <= 3'd0;
			thresh1_q <= 3'd0;
			best0_q   <= 6'd0;
			best1_q   <= 6'd0;
			irq_m_o   <= 1'b0;
			irq_s_o   <= 1'b0;
			stale_q   <= 1'b0;
		end
	end

	wire unused = &{1'b0, req_wstrb, irq_i[0], req_addr[1:0]};
endmodule

`default_nettype wire
