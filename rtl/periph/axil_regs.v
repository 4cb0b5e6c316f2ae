// SPDX-License-Identifier: Apache-2.0
//
// axil_regs: the AXI4-Lite side of a register device. The device itself sees one access at a time, with its exact size
// and byte offset, and answers in the same cycle (or holds req_ready_i low).
//
// Channels are taken into registers, so that no ready depends on a valid: an access arrives in cycle 0, is executed in
// cycle 1 and answered in cycle 2. A read and a write that wait together are executed in turns.
// A write's size and offset come from its strobes, which must be 1, 2, 4 or 8 neighbouring bytes, aligned; anything
// else answers SLVERR and never reaches the device. So does a read that is not aligned to its size.
`default_nettype none

module axil_regs #(
	parameter ADDR_W = 12 // bits of the byte offset that the device decodes
) (
	input  wire              clk,
	input  wire              rst,            // synchronous, active high

	input  wire [39:0]       s_axil_awaddr,  // AXI4-Lite slave
	input  wire [2:0]        s_axil_awprot,
	input  wire              s_axil_awvalid,
	output wire              s_axil_awready,
	input  wire [63:0]       s_axil_wdata,
	input  wire [7:0]        s_axil_wstrb,
	input  wire              s_axil_wvalid,
	output wire              s_axil_wready,
	output wire [1:0]        s_axil_bresp,
	output wire              s_axil_bvalid,
	input  wire              s_axil_bready,
	input  wire [39:0]       s_axil_araddr,
	input  wire [2:0]        s_axil_arprot,
	input  wire [1:0]        s_axil_arsize,  // log2 of the bytes read
	input  wire              s_axil_arvalid,
	output wire              s_axil_arready,
	output wire [63:0]       s_axil_rdata,
	output wire [1:0]        s_axil_rresp,
	output wire              s_axil_rvalid,
	input  wire              s_axil_rready,

	output wire              req_valid_o,    // an access is executed in the cycle where ready is high too
	input  wire              req_ready_i,    // tied to 1 by devices that never wait
	output wire              req_write_o,    // 1 write, 0 read
	output wire [ADDR_W-1:0] req_addr_o,     // byte offset, exact
	output wire [1:0]        req_size_o,     // log2 of the bytes
	output wire [63:0]       req_wdata_o,    // write data in their lanes
	output wire [7:0]        req_wstrb_o,    // write strobes, legal
	input  wire [63:0]       req_rdata_i,    // read data in their lanes, this cycle
	input  wire              req_err_i       // answer SLVERR, this cycle; the device must then change nothing
);
	localparam [1:0] RESP_OKAY   = 2'b00;
	localparam [1:0] RESP_SLVERR = 2'b10;

	reg              aw_full_q, w_full_q, ar_full_q, bvalid_q, rvalid_q, turn_q;
	reg [ADDR_W-1:0] awaddr_q, araddr_q;
	reg [63:0]       wdata_q, rdata_q;
	reg [7:0]        wstrb_q;
	reg [1:0]        arsize_q, bresp_q, rresp_q;

	// strobes to size and offset: {legal, size, offset}
	reg [5:0] strobe;
	always @* begin
		case (wstrb_q)
			8'h01: strobe = {1'b1, 2'd0, 3'd0};
			8'h02: strobe = {1'b1, 2'd0, 3'd1};
			8'h04: strobe = {1'b1, 2'd0, 3'd2};
			8'h08: strobe = {1'b1, 2'd0, 3'd3};
			8'h10: strobe = {1'b1, 2'd0, 3'd4};
			8'h20: strobe = {1'b1, 2'd0, 3'd5};
			8'h40: strobe = {1'b1, 2'd0, 3'd6};
			8'h80: strobe = {1'b1, 2'd0, 3'd7};
			8'h03: strobe = {1'b1, 2'd1, 3'd0};
			8'h0c: strobe = {1'b1, 2'd1, 3'd2};
			8'h30: strobe = {1'b1, 2'd1, 3'd4};
			8'hc0: strobe = {1'b1, 2'd1, 3'd6};
			8'h0f: strobe = {1'b1, 2'd2, 3'd0};
			8'hf0: strobe = {1'b1, 2'd2, 3'd4};
			8'hff: strobe = {1'b1, 2'd3, 3'd0};
			default: strobe = 6'd0;
		endcase
	end

	reg misaligned;
	always @* begin
		case (arsize_q)
			2'd0:    misaligned = 1'b0;
			2'd1:    misaligned = araddr_q[0];
			2'd2:    misaligned = |araddr_q[1:0];
			default: misaligned = |araddr_q[2:0];
		endcase
	end

	wire wr_ready = aw_full_q && w_full_q && !bvalid_q;
	wire rd_ready = ar_full_q && !rvalid_q;
	wire do_write = wr_ready && !(rd_ready && turn_q);
	wire do_read  = rd_ready && !do_write;
	wire illegal  = do_write ? !strobe[5] : misaligned;

	assign req_valid_o = (do_write || do_read) && !illegal;
	assign req_write_o = do_write;
	assign req_addr_o  = do_write ? {awaddr_q[ADDR_W-1:3], strobe[2:0]} : araddr_q;
	assign req_size_o  = do_write ? strobe[4:3] : arsize_q;
	assign req_wdata_o = wdata_q;
	assign req_wstrb_o = wstrb_q;

	wire       done = illegal || req_ready_i;
	wire [1:0] resp = (illegal || req_err_i) ? RESP_SLVERR : RESP_OKAY;

	always @(posedge clk) begin
		if (s_axil_awvalid && s_axil_awready) begin
			aw_full_q <= 1'b1;
			awaddr_q  <= s_axil_awaddr[ADDR_W-1:0];
		end
		if (s_axil_wvalid && s_axil_wready) begin
			w_full_q <= 1'b1;
			wdata_q  <= s_axil_wdata;
			wstrb_q  <= s_axil_wstrb;
		end
		if (s_axil_arvalid && s_axil_arready) begin
			ar_full_q <= 1'b1;
			araddr_q  <= s_axil_araddr[ADDR_W-1:0];
			arsize_q  <= s_axil_arsize;
		end
		if (bvalid_q && s_axil_bready)
			bvalid_q <= 1'b0;
		if (rvalid_q && s_axil_rready)
			rvalid_q <= 1'b0;
		if (do_write && done) begin
			aw_full_q <= 1'b0;
			w_full_q  <= 1'b0;
			bvalid_q  <= 1'b1;
			bresp_q   <= resp;
			turn_q    <= 1'b1;
		end
		if (do_read && done) begin
			ar_full_q <= 1'b0;
			rvalid_q  <= 1'b1;
			rresp_q   <= resp;
			rdata_q   <= resp == RESP_OKAY ? req_rdata_i : 64'd0;
			turn_q    <= 1'b0;
		end
		if (rst) begin
			aw_full_q <= 1'b0;
			w_full_q  <= 1'b0;
			ar_full_q <= 1'b0;
			bvalid_q  <= 1'b0;
			rvalid_q  <= 1'b0;
			turn_q    <= 1'b0;
		end
	end

	assign s_axil_awready = !aw_full_q;
	assign s_axil_wready  = !w_full_q;
	assign s_axil_arready = !ar_full_q;
	assign s_axil_bvalid  = bvalid_q;
	assign s_axil_bresp   = bresp_q;
	assign s_axil_rvalid  = rvalid_q;
	assign s_axil_rresp   = rresp_q;
	assign s_axil_rdata   = rdata_q;

	// The protection bits mean nothing here; the address above the device's range was decoded before it came.
	wire unused = &{1'b0, s_axil_awprot, s_axil_arprot, s_axil_awaddr, s_axil_araddr, awaddr_q[2:0]};
endmodule

`default_nettype wire
