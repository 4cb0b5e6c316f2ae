// SPDX-License-Identifier: Apache-2.0
//
// sysctl: system control, block SYSCTL of include/spec/regs.def: versions, straps, RAM sizes, bus windows, cache
// geometry, coherence override and the latch of asynchronous bus errors with its interrupt.
//
// Aligned 32- and 64-bit accesses; a 64-bit access needs both words to exist. Anything else, and offsets that are not
// listed, answer SLVERR. Writes to read-only words are ignored.
// The first error stays latched until ERR_STAT.VALID is cleared; an error that arrives with the clearing write is kept.
`default_nettype none
`include "doorbell_spec.vh"

module sysctl #(
	parameter integer LINE_BYTES  = 64,
	parameter integer L1D_BYTES   = 16384,
	parameter integer L1I_BYTES   = 16384,
	parameter integer TIMEBASE_HZ = 10000000
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
	input  wire [31:0] cfg_seed_i,          // straps, stable after reset
	input  wire [31:0] cfg_hostile_i,
	input  wire [31:0] cfg_quirk_i,
	input  wire [1:0]  cfg_coherent_i,      // reset value of COHERENT
	input  wire [19:0] cfg_ram_pages_i,
	input  wire [19:0] cfg_ram_hi_pages_i,
	output wire [1:0]  coherent_o,          // COHERENT.MODE in force
	input  wire        err_valid_i,         // an asynchronous bus error, one cycle
	input  wire [39:0] err_addr_i,          // its physical address
	input  wire [2:0]  err_source_i,        // ERR_STAT.SOURCE
	input  wire [1:0]  err_resp_i,          // AXI response
	output reg         irq_o                // interrupt 12, level
);
	localparam [31:0] LINE_LOG2 = $clog2(LINE_BYTES);
	localparam [31:0] L1D_KIB   = L1D_BYTES / 1024;
	localparam [31:0] L1I_KIB   = L1I_BYTES / 1024;
	localparam [31:0] TIMEBASE  = TIMEBASE_HZ;
	localparam [31:0] CACHE     = (L1I_KIB << `DB_SYSCTL_CACHE_L1I_KIB_LSB)
		| (L1D_KIB << `DB_SYSCTL_CACHE_L1D_KIB_LSB) | (LINE_LOG2 << `DB_SYSCTL_CACHE_LINE_LOG2_LSB);

	wire        req_valid, req_write;
	wire [11:0] req_addr;
	wire [1:0]  req_size;
	wire [63:0] req_wdata;
	wire [7:0]  req_wstrb;

	reg  [1:0]  coherent_q;
	reg         err_valid_q, err_overrun_q, err_irq_q;
	reg  [2:0]  err_source_q;
	reg  [1:0]  err_resp_q;
	reg  [39:0] err_addr_q;

	wire        bus_zero = cfg_quirk_i[`DB_QUIRK_BUS_ZERO];
	wire [31:0] err_stat = ({30'd0, err_resp_q} << `DB_SYSCTL_ERR_STAT_RESP_LSB)
		| ({29'd0, err_source_q} << `DB_SYSCTL_ERR_STAT_SOURCE_LSB)
		| ({31'd0, err_overrun_q} << `DB_SYSCTL_ERR_STAT_OVERRUN_LSB)
		| ({31'd0, err_valid_q} << `DB_SYSCTL_ERR_STAT_VALID_LSB);

	// {exists, value} of each half of the addressed dword
	reg [32:0] lo, hi;
	always @* begin
		lo = 33'd0;
		hi = 33'd0;
		case ({req_addr[11:3], 3'd0})
			`DB_SYSCTL_ID: begin
				lo = {1'b1, `DB_SYSCTL_ID_RESET};
				hi = {1'b1, `DB_SYSCTL_VERSION_RESET};
			end
			`DB_SYSCTL_HOSTILE: begin
				lo = {1'b1, cfg_hostile_i};
				hi = {1'b1, cfg_quirk_i};
			end
			`DB_SYSCTL_SEED: begin
				lo = {1'b1, cfg_seed_i};
				hi = {1'b1, 30'd0, coherent_q};
			end
			`DB_SYSCTL_RAM_SIZE: begin
				lo = {1'b1, cfg_ram_pages_i, 12'd0};
				hi = {1'b1, 32'd0};
			end
			`DB_SYSCTL_RAM_HI_SIZE: begin
				lo = {1'b1, cfg_ram_hi_pages_i, 12'd0};
				hi = {1'b1, 32'd0};
			end
			`DB_SYSCTL_BUS_LO: begin
				lo = {1'b1, bus_zero ? ram_lo[31:0] : bus_lo[31:0]};
				hi = {1'b1, 24'd0, bus_zero ? ram_lo[39:32] : bus_lo[39:32]};
			end
			`DB_SYSCTL_BUS_HI: begin
				lo = {1'b1, bus_zero ? ram_hi[31:0] : bus_hi[31:0]};
				hi = {1'b1, 24'd0, bus_zero ? ram_hi[39:32] : bus_hi[39:32]};
			end
			`DB_SYSCTL_TIMEBASE: begin
				lo = {1'b1, TIMEBASE};
				hi = {1'b1, CACHE};
			end
			`DB_SYSCTL_ERR_STAT: lo = {1'b1, err_stat};
			`DB_SYSCTL_ERR_ADDR: begin
				lo = {1'b1, err_addr_q[31:0]};
				hi = {1'b1, 24'd0, err_addr_q[39:32]};
			end
			`DB_SYSCTL_ERR_IRQ: lo = {1'b1, 31'd0, err_irq_q};
			default: ;
		endcase
	end
	wire [39:0] ram_lo = `DB_RAM_BASE, ram_hi = `DB_RAM_HI_BASE, bus_lo = `DB_BUS_LO_BASE, bus_hi = `DB_BUS_HI_BASE;

	wire want_lo = req_size == 2'd3 || !req_addr[2];
	wire want_hi = req_size == 2'd3 || req_addr[2];
	wire req_err = !req_size[1] || (want_lo && !lo[32]) || (want_hi && !hi[32]);

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
		.req_rdata_i   ({hi[31:0], lo[31:0]}),
		.req_err_i     (req_err)
	);

	localparam [11:0] STAT_A = `DB_SYSCTL_ERR_STAT;
	localparam [11:0] COH_A  = `DB_SYSCTL_COHERENT;
	localparam [11:0] IRQ_A  = `DB_SYSCTL_ERR_IRQ;

	wire        write    = req_valid && req_write && !req_err;
	wire        wr_stat  = write && want_lo && req_addr[11:3] == STAT_A[11:3];
	wire        wr_coh   = write && want_hi && req_addr[11:3] == COH_A[11:3];
	wire        wr_irq   = write && want_lo && req_addr[11:3] == IRQ_A[11:3];
	wire        clear    = wr_stat && req_wdata[`DB_SYSCTL_ERR_STAT_VALID_LSB];
	wire        clear_ov = wr_stat && req_wdata[`DB_SYSCTL_ERR_STAT_OVERRUN_LSB];

	always @(posedge clk) begin
		if (clear)
			err_valid_q <= 1'b0;
		if (clear_ov)
			err_overrun_q <= 1'b0;
		if (err_valid_i) begin
			if (err_valid_q && !clear)
				err_overrun_q <= 1'b1;
			else begin
				err_valid_q  <= 1'b1;
				err_source_q <= err_source_i;
				err_resp_q   <= err_resp_i;
				err_addr_q   <= err_addr_i;
			end
		end
		if (wr_coh)
			coherent_q <= req_wdata[33:32];
		if (wr_irq)
			err_irq_q <= req_wdata[0];
		irq_o <= err_valid_q && err_irq_q;
		if (rst) begin
			err_valid_q   <= 1'b0;
			err_overrun_q <= 1'b0;
			err_source_q  <= 3'd0;
			err_resp_q    <= 2'd0;
			err_addr_q    <= 40'd0;
			err_irq_q     <= 1'b0;
			irq_o         <= 1'b0;
			coherent_q    <= cfg_coherent_i;
		end
	end

	assign coherent_o = coherent_q;

	wire unused = &{1'b0, req_wstrb, req_wdata, req_addr[1:0]};
endmodule

`default_nettype wire
