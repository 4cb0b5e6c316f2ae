// SPDX-License-Identifier: Apache-2.0
//
// boot_rom: the first instructions after reset, readable by fetch and by loads of any size (they occupy the low 64 bytes
// and the last two dwords of the 4 KiB; the rest reads as 0). Writes answer SLVERR.
//
// Contract with what is booted, as on QEMU's virt board: a0 = hart number, a1 = address of the device tree or 0. The
// program jumps to the boot-address strap, which it loads from the ROM's own last dword.
`default_nettype none

module boot_rom #(
	parameter [63:0] DTB_ADDR = 64'd0   // device tree in memory, 0: none
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
	input  wire [63:0] cfg_boot_addr_i      // strap: where the program jumps
);
	// A small assembler: each function is one instruction.
	localparam [4:0] ZERO = 5'd0, T0 = 5'd5, A0 = 5'd10, A1 = 5'd11;

	function [31:0] lui(input [4:0] rd, input [19:0] imm);
		lui = {imm, rd, 7'h37};
	endfunction
	function [31:0] ld(input [4:0] rd, input [11:0] imm, input [4:0] rs1);
		ld = {imm, rs1, 3'd3, rd, 7'h03};
	endfunction
	function [31:0] csrr(input [4:0] rd, input [11:0] csr);
		csrr = {csr, ZERO, 3'd2, rd, 7'h73};
	endfunction
	function [31:0] jr(input [4:0] rs1);
		jr = {12'd0, rs1, 3'd0, ZERO, 7'h67};
	endfunction

	localparam [31:0] J_SELF = 32'h0000006f;
	localparam [19:0] END_PAGE = 20'h00002; // the ROM ends at 0x2000
	localparam [11:0] MHARTID  = 12'hf14;
	localparam [11:0] BOOT_OFF = -12'sd8;   // last dword
	localparam [11:0] DTB_OFF  = -12'sd16;

	wire        req_valid, req_write;
	wire [11:0] req_addr;
	wire [1:0]  req_size;
	wire [63:0] req_wdata;
	wire [7:0]  req_wstrb;
	reg  [63:0] req_rdata;

	always @* begin
		case (req_addr[11:3])
			9'h000:  req_rdata = {csrr(A0, MHARTID), lui(T0, END_PAGE)};
			9'h001:  req_rdata = {ld(T0, BOOT_OFF, T0), ld(A1, DTB_OFF, T0)};
			9'h002:  req_rdata = {J_SELF, jr(T0)};
			9'h1fe:  req_rdata = DTB_ADDR;
			9'h1ff:  req_rdata = cfg_boot_addr_i;
			default: req_rdata = 64'd0;
		endcase
	end

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
		.req_rdata_i   (req_rdata),
		.req_err_i     (req_write)
	);

	wire unused = &{1'b0, req_valid, req_size, req_wdata, req_wstrb, req_addr[2:0]};
endmodule

`default_nettype wire
