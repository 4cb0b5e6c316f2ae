// SPDX-License-Identifier: Apache-2.0
//
// Register access: AXI4-Lite of 32 or 64 bits to the global page (page 0) and the channels' pages (page 1 + channel).
// Accesses are 32 or 64 bits, aligned, to listed offsets; all else answers SLVERR and changes nothing. A write acts in the
// cycle of its handshake (w_*), address and data together. What software has written stands in block RAM; live values
// come from outside in the cycle of live_ch_o; values that take some cycles are asked for by ps_*.
// A channel that starts has its set-up read out row by row (ini_*), while accesses wait.
`default_nettype none

module dma_regs #(
	parameter integer CHANNELS = 1,
	parameter integer CW       = 1,      // width of a channel number
	parameter integer AXIL_W   = 64,
	parameter [31:0]  CAP      = 0,
	parameter [31:0]  CAP2     = 0
) (
	input  wire                clk,
	input  wire                rst,
	input  wire [31:0]         quirk_i,
	input  wire [CHANNELS-1:0] irq_i,
	input  wire [16:0] s_axil_awaddr, input wire s_axil_awvalid, output wire s_axil_awready,
	input  wire [AXIL_W-1:0] s_axil_wdata, input wire [AXIL_W/8-1:0] s_axil_wstrb, input wire s_axil_wvalid,
	output wire        s_axil_wready,
	output reg  [1:0]  s_axil_bresp, output reg s_axil_bvalid, input wire s_axil_bready,
	input  wire [16:0] s_axil_araddr, input wire [1:0] s_axil_arsize, input wire s_axil_arvalid,
	output wire        s_axil_arready,
	output wire [AXIL_W-1:0] s_axil_rdata, output reg [1:0] s_axil_rresp, output reg s_axil_rvalid,
	input  wire        s_axil_rready,

	output wire                w_soon_o,      // the lower half of a channel's row is written in the next cycle
	output wire [1:0]          w_we_o,        // halves of a channel's row written in this cycle
	output wire [CW-1:0]       w_ch_o,
	output wire [3:0]          w_row_o,       // offset / 8
	output wire [63:0]         w_data_o,
	output wire [CW-1:0]       live_ch_o,     // channel that is read
	input  wire [31:0]         live_ctrl_i,
	input  wire [31:0]         live_status_i,
	input  wire [3:0]          live_irq_i,
	input  wire                live_tail0_i,  // TAIL has not been written since RUN
	input  wire [63:0]         live_heads_i,  // {DONE_CNT, REC_HEAD[15:0], HEAD[15:0]}
	output wire                ps_req_o,      // BYTES, RESIDUE, ERR_DESC or ERR_ADDR is wanted; level until ps_done_i
	output wire [3:0]          ps_row_o,
	input  wire                ps_done_i,
	input  wire [63:0]         ps_data_i,     // 0 but with ps_done_i
	input  wire [CHANNELS-1:0] start_i,       // channels to be set up; level until ini_step_o is 7
	output reg                 ini_valid_o,   // a step of a channel that starts
	output reg  [2:0]          ini_step_o,    // 0 CFG, 1 RING_BASE or LIST_HEAD, 2 RING_SIZE, 3 REC_BASE, 4 REC_SIZE, 7 the last
	output reg  [CW-1:0]       ini_ch_o,
	output wire [63:0]         ini_data_o,
	output wire                hold_o,        // a channel is to be set up: take nothing in hand
	input  wire                free_i,        // nothing is in hand
	output wire                busy_o
);
	`include "doorbell_spec.vh"

	localparam integer ROWS = 16 << CW;
	localparam [3:0] ROW_CTRL = 4'h0, ROW_CFG = 4'h1, ROW_IRQ = 4'h2, ROW_RING_BASE = 4'h3, ROW_RING_SIZE = 4'h4,
	                 ROW_TAIL = 4'h5, ROW_REC_BASE = 4'h6, ROW_REC_SIZE = 4'h7, ROW_REC_TAIL = 4'h8, ROW_ERR_DESC = 4'h9,
	                 ROW_ERR_ADDR = 4'ha, ROW_BYTES = 4'hb, ROW_LIST_HEAD = 4'hc, ROW_RESIDUE = 4'hd;

	// Halves of the dword at `addr` that are listed
	function [1:0] listed(input [16:3] addr);
		if (addr[16:12] == 5'd0)
			listed = addr[11:3] <= 9'd2 ? 2'b11 : 2'b00;
		else if (addr[16:12] > CHANNELS[4:0])
			listed = 2'b00;
		else if (addr[11:3] == 9'd11)
			listed = 2'b01;
		else
			listed = addr[11:3] <= 9'd13 ? 2'b11 : 2'b00;
	endfunction

	generate
		if (AXIL_W != 32 && AXIL_W != 64) begin : g_bad
			doorbell_dma_AXIL_W_must_be_32_or_64 stop ();
		end
	endgenerate

	// Writes: address and data are taken together
	reg         wtake_q;
	wire [63:0] wdata;
	wire [7:0]  wstrb;
	generate
		if (AXIL_W == 64) begin : g_w64
			assign wdata = s_axil_wdata;
			assign wstrb = s_axil_wstrb;
		end else begin : g_w32
			assign wdata = {2{s_axil_wdata}};
			assign wstrb = s_axil_awaddr[2] ? {s_axil_wstrb, 4'd0} : {4'd0, s_axil_wstrb};
		end
	endgenerate
	wire       setup;
	wire [1:0] whalf = {wstrb[7:4] == 4'hf, wstrb[3:0] == 4'hf};
	wire       w_ok  = (wstrb == 8'hff || wstrb == 8'h0f || wstrb == 8'hf0) && s_axil_awaddr[1:0] == 2'd0 &&
	                   !(s_axil_awaddr[2] && wstrb[0]) && (whalf & ~listed(s_axil_awaddr[16:3])) == 2'd0;
	generate
		if (CHANNELS == 1) begin : g_one
			assign w_ch_o    = 1'b0;
			assign live_ch_o = 1'b0;
		end else begin : g_many
			assign w_ch_o    = s_axil_awaddr[12 +: CW] - 1'b1;
			assign live_ch_o = s_axil_araddr[12 +: CW] - 1'b1;
		end
	endgenerate
	assign s_axil_awready = wtake_q;
	assign s_axil_wready  = wtake_q;
	wire       wcomes = s_axil_awvalid && s_axil_wvalid && !s_axil_bvalid && !wtake_q && !setup && !fresh;
	wire [1:0] wlegal = whalf & {2{w_ok && s_axil_awaddr[16:12] != 5'd0}};
	assign w_soon_o = wlegal[0] && wcomes;
	assign w_we_o   = wlegal & {2{wtake_q}};
	assign w_row_o  = s_axil_awaddr[6:3];
	assign w_data_o = wdata;

	// What software has written; a half that was not written since reset reads as its reset value. That none is known is
	// written row by row after reset, while accesses wait.
	(* ram_style = "block" *) reg [31:0] lo_m [0:ROWS-1], hi_m [0:ROWS-1];
	reg             lo_known_m [0:ROWS-1], hi_known_m [0:ROWS-1];
	reg  [31:0]     lo_q, hi_q;
	reg             lo_live, hi_live; // not software's: 0 here, and the value comes from elsewhere
	reg             unset_q;        // hi_q is not known
	reg  [CW+4:0]   clear_q;        // rows cleared
	reg  [3:0]      ini_row;
	localparam integer CLEAR = CHANNELS == 1 ? 4 : CW + 4; // log2 of the rows in use
	wire            fresh    = !clear_q[CLEAR];
	wire [CW+3:0]   waddr_at = {w_ch_o, w_row_o};
	wire [CW+3:0]   kaddr_at = fresh ? clear_q[CW+3:0] : waddr_at; // one channel: the upper bit stays 0
	wire [CW+3:0]   raddr_at = setup ? {ini_ch_o, ini_row} : {live_ch_o, s_axil_araddr[6:3]};
	wire            lo_known = lo_known_m[raddr_at], hi_known = hi_known_m[raddr_at];
	always @(posedge clk) begin
		if (w_we_o[0]) lo_m[waddr_at] <= wdata[31:0];
		if (lo_known && !lo_live) lo_q <= lo_m[raddr_at];
		else lo_q <= 32'd0;
	end
	always @(posedge clk) begin
		if (w_we_o[1]) hi_m[waddr_at] <= wdata[63:32];
		if (hi_known && !hi_live) hi_q <= hi_m[raddr_at];
		else hi_q <= 32'd0;
	end
	always @(posedge clk) begin
		unset_q <= !hi_known;
		if (fresh) clear_q <= clear_q + 1'b1;
		if (fresh || w_we_o[0]) lo_known_m[kaddr_at] <= !fresh;
		if (fresh || w_we_o[1]) hi_known_m[kaddr_at] <= !fresh;
		if (rst) clear_q <= {(CW + 5){1'b0}};
	end

	// Reads
	localparam [1:0] R_IDLE = 2'd0; // waits; the row is looked up
	localparam [1:0] R_TAKE = 2'd1; // handshake of the address; a plain value is picked
	localparam [1:0] R_ASK  = 2'd2; // waits for ps_done_i
	localparam [1:0] R_DONE = 2'd3; // handshake of the address; the value is there
	reg  [1:0]  rstate_q;
	wire [1:0]  rsize = AXIL_W == 64 ? s_axil_arsize : 2'd2;
	wire [1:0]  rhalf = rsize == 2'd3 ? 2'b11 : s_axil_araddr[2] ? 2'b10 : 2'b01;
	wire        r_ok  = ((rsize == 2'd3 && s_axil_araddr[2:0] == 3'd0) ||
	                     (rsize == 2'd2 && s_axil_araddr[1:0] == 2'd0)) && (rhalf & ~listed(s_axil_araddr[16:3])) == 2'd0;
	wire [3:0]  row   = s_axil_araddr[6:3];
	wire        global_page = s_axil_araddr[16:12] == 5'd0;
	wire        slow  = r_ok && !global_page &&
	                    (row == ROW_BYTES || row == ROW_RESIDUE || row == ROW_ERR_DESC || row == ROW_ERR_ADDR);
	reg  [63:0] live, rdata_q;
	reg         keep_q;          // rdata_q is the answer
	wire [31:0] pend  = {{(32 - CHANNELS){1'b0}}, irq_i};
	assign ps_req_o = rstate_q == R_ASK;
	assign ps_row_o = row;
	assign s_axil_arready = rstate_q == R_TAKE || rstate_q == R_DONE;

	always @* begin
		lo_live = (global_page || !r_ok || rstate_q == R_ASK) && !look_q;
		hi_live = lo_live;
		case (raddr_at[3:0])
			ROW_CTRL: {hi_live, lo_live} = 2'b11;
			ROW_IRQ:      lo_live = 1'b1;
			ROW_RING_SIZE, ROW_REC_SIZE, ROW_REC_TAIL: hi_live = 1'b1;
			ROW_TAIL: begin
				hi_live = 1'b1;
				if (live_tail0_i) lo_live = 1'b1;
			end
			default: ;
		endcase
	end
	wire        global_row = r_ok && global_page;
	wire        ch_row     = r_ok && !global_page;
	always @* begin
		live = 64'd0;
		if (global_row && row[1:0] == 2'd0)     live = live | {`DB_DMA_VERSION_RESET, `DB_DMA_ID_RESET};
		if (global_row && row[1:0] == 2'd1)     live = live | {CAP2, CAP};
		if (global_row && row[1])               live = live | {pend, quirk_i};
		if (ch_row && row == ROW_CTRL)          live = live | {live_status_i, live_ctrl_i};
		if (ch_row && row == ROW_IRQ)           live = live | {31'd0, unset_q, 28'd0, live_irq_i};
		if (ch_row && row == ROW_RING_SIZE)     live[47:32] = live[47:32] | live_heads_i[15:0];
		if (ch_row && row == ROW_REC_SIZE)      live[47:32] = live[47:32] | live_heads_i[31:16];
		if (ch_row && row == ROW_REC_TAIL)      live[63:32] = live[63:32] | live_heads_i[63:32];
	end
	generate
		if (AXIL_W == 64) begin : g_r64
			assign s_axil_rdata = rdata_q;
		end else begin : g_r32
			reg upper_q;
			always @(posedge clk)
				if (s_axil_arready) upper_q <= s_axil_araddr[2];
			assign s_axil_rdata = upper_q ? rdata_q[63:32] : rdata_q[31:0];
		end
	endgenerate

	// Set-up of a channel: a row is looked up in one cycle and handed out in the next
	reg       look_q;
	reg [2:0] step_q;
	reg       list_q;  // LIST mode
	assign setup      = start_i != {CHANNELS{1'b0}} || look_q || ini_valid_o;
	assign ini_data_o = {hi_q, lo_q};
	assign hold_o     = setup;
	assign busy_o     = setup || wtake_q || rstate_q != R_IDLE || fresh;
	always @* case (step_q)
		3'd0:    ini_row = ROW_CFG;
		3'd1:    ini_row = list_q ? ROW_LIST_HEAD : ROW_RING_BASE;
		3'd2:    ini_row = ROW_RING_SIZE;
		3'd3:    ini_row = ROW_REC_BASE;
		default: ini_row = ROW_REC_SIZE;
	endcase

	integer i;
	always @(posedge clk) begin
		wtake_q <= wcomes;
		if (s_axil_bready) s_axil_bvalid <= 1'b0;
		if (wtake_q) begin
			s_axil_bvalid <= 1'b1;
			s_axil_bresp  <= w_ok ? 2'b00 : 2'b10;
		end
		if (s_axil_rready) s_axil_rvalid <= 1'b0;
		if (!keep_q) rdata_q <= {hi_q, lo_q} | live | ps_data_i;
		keep_q <= rstate_q == R_TAKE || rstate_q == R_DONE || (rstate_q == R_ASK && ps_done_i) || (s_axil_rvalid && !s_axil_rready);
		case (rstate_q)
			R_IDLE:
				if (s_axil_arvalid && !s_axil_rvalid && !setup && !fresh) rstate_q <= slow ? R_ASK : R_TAKE;
			R_ASK:
				if (ps_done_i) rstate_q <= R_DONE;
			default: begin // R_TAKE, R_DONE
				s_axil_rvalid <= 1'b1;
				s_axil_rresp  <= r_ok ? 2'b00 : 2'b10;
				rstate_q      <= R_IDLE;
			end
		endcase
		// every step takes two cycles: row looked up, row handed out
		look_q      <= 1'b0;
		ini_valid_o <= 1'b0;
		if (look_q) begin
			ini_valid_o <= 1'b1;
			ini_step_o  <= step_q;
		end else if (ini_valid_o) begin
			if (ini_step_o == 3'd0) list_q <= lo_q[1:0] == 2'd2;
			step_q <= step_q + 3'd1;
			look_q <= ini_step_o != 3'd7;
		end else if (start_i != {CHANNELS{1'b0}} && free_i) begin
			for (i = CHANNELS - 1; i >= 0; i = i - 1)
				if (start_i[i]) ini_ch_o <= i[CW-1:0];
			step_q <= 3'd0;
			look_q <= 1'b1;
		end
		if (rst) begin
			wtake_q       <= 1'b0;
			s_axil_bvalid <= 1'b0;
			s_axil_rvalid <= 1'b0;
			rstate_q      <= R_IDLE;
			keep_q        <= 1'b0;
			look_q        <= 1'b0;
			ini_valid_o   <= 1'b0;
			ini_ch_o      <= {CW{1'b0}};
		end
	end
endmodule

`default_nettype wire
