// SPDX-License-Identifier: Apache-2.0
//
// One channel's page of registers, its interrupt and its coalescing. Set-up registers are copied by dma_channel at RUN.
// Writes arrive decoded (a listed offset, whole 32-bit halves) and act in that cycle.
`default_nettype none

module dma_chan_regs (
	input  wire        clk,
	input  wire        rst,
	input  wire [1:0]  we_i,           // halves written in this cycle
	input  wire [3:0]  waddr_i,        // offset / 8
	input  wire [63:0] wdata_i,
	input  wire [3:0]  raddr_i,
	output reg  [63:0] rdata_o,
	output wire        run_o,          // pulse: RUN written as 1
	output wire        stop_o,         // pulse: STOP written as 1
	output reg         pause_o,
	output wire        tail_we_o,      // doorbell, this cycle
	output wire [31:0] tail_wdata_o,
	output wire        poll_o,         // poll demand, this cycle
	output reg  [31:0] cfg_o,
	output reg  [63:0] ring_base_o,
	output reg  [31:0] ring_size_o,
	output reg  [63:0] rec_base_o,
	output reg  [31:0] rec_size_o,
	output reg  [31:0] rec_tail_o,
	input  wire        v_run_i,        // CTRL.RUN and CTRL.STOP as read
	input  wire        v_stop_i,
	input  wire [31:0] v_status_i,
	input  wire [31:0] v_tail_i,
	input  wire [15:0] v_head_i,
	input  wire [15:0] v_rec_head_i,
	input  wire [31:0] v_done_i,
	input  wire [39:0] v_err_desc_i,
	input  wire [39:0] v_err_addr_i,
	input  wire [31:0] v_bytes_i,
	input  wire        ev_done_i,      // pulse: a completion that asked for an interrupt
	input  wire        ev_flush_i,     // pulse: the channel ends: what is uncounted is reported
	input  wire        ev_clear_i,     // pulse: the channel starts: nothing is uncounted
	input  wire        ev_error_i,     // pulses
	input  wire        ev_stopped_i,
	input  wire        ev_full_i,
	output reg         irq_o,
	output wire        counting_o // completions towards an interrupt
);
	reg [3:0]  irq_en_q, irq_stat_q;
	reg [7:0]  co_count_q;
	reg [15:0] co_time_q;
	reg [63:0] list_q;
	reg [7:0]  count_q;                // completions since the last DONE
	reg [3:0]  pre_q;
	reg [15:0] time_q;                 // 16-cycle steps since the first of them

	wire lo = we_i[0], hi = we_i[1];
	wire [31:0] wl = wdata_i[31:0], wh = wdata_i[63:32];

	assign run_o        = lo && waddr_i == 4'h0 && wl[0];
	assign stop_o       = lo && waddr_i == 4'h0 && wl[2];
	assign tail_we_o    = lo && waddr_i == 4'h5;
	assign tail_wdata_o = wl;
	assign poll_o       = hi && waddr_i == 4'h5;

	assign counting_o = count_q != 8'd0;
	wire [8:0] count_n  = {1'b0, count_q} + {8'd0, ev_done_i};
	wire       by_count = ev_done_i && count_n >= (co_count_q == 8'd0 ? 9'd1 : {1'b0, co_count_q});
	wire       by_time  = co_time_q != 16'd0 && count_q != 8'd0 && time_q >= co_time_q;
	wire       fire     = by_count || by_time || (ev_flush_i && count_n != 9'd0);
	wire [3:0] events   = {ev_full_i, ev_stopped_i, ev_error_i, fire};

	always @(posedge clk) begin
		irq_stat_q <= (irq_stat_q & ~((lo && waddr_i == 4'h2) ? wl[3:0] : 4'd0)) | events;
		irq_o      <= (irq_stat_q & irq_en_q) != 4'd0;
		count_q    <= (fire || ev_clear_i) ? 8'd0 : count_n[7:0];
		if (count_q == 8'd0 || fire || ev_clear_i) begin
			pre_q  <= 4'd0;
			time_q <= 16'd0;
		end else begin
			pre_q <= pre_q + 4'd1;
			if (pre_q == 4'd15) time_q <= time_q + 16'd1;
		end
		if (lo) case (waddr_i)
			4'h0: pause_o <= wl[1];
			4'h1: cfg_o <= wl & 32'h00000f7f;
			4'h3: ring_base_o[31:0] <= wl;
			4'h4: ring_size_o <= wl;
			4'h6: rec_base_o[31:0] <= wl;
			4'h7: rec_size_o <= wl;
			4'h8: rec_tail_o <= wl;
			4'hc: list_q[31:0] <= wl;
			default: ;
		endcase
		if (hi) case (waddr_i)
			4'h1: irq_en_q <= wh[3:0];
			4'h2: begin
				co_count_q <= wh[7:0];
				co_time_q  <= wh[31:16];
			end
			4'h3: ring_base_o[63:32] <= wh;
			4'h6: rec_base_o[63:32] <= wh;
			4'hc: list_q[63:32] <= wh;
			default: ;
		endcase
		if (rst) begin
			irq_stat_q  <= 4'd0;
			irq_en_q    <= 4'd0;
			irq_o       <= 1'b0;
			count_q     <= 8'd0;
			pause_o     <= 1'b0;
			cfg_o       <= 32'd0;
			ring_base_o <= 64'd0;
			ring_size_o <= 32'd0;
			rec_base_o  <= 64'd0;
			rec_size_o  <= 32'd0;
			rec_tail_o  <= 32'd0;
			list_q      <= 64'd0;
			co_count_q  <= 8'd1;
			co_time_q   <= 16'd0;
		end
	end

	always @* begin
		case (raddr_i)
			4'h0: rdata_o = {v_status_i, 29'd0, v_stop_i, pause_o, v_run_i};
			4'h1: rdata_o = {28'd0, irq_en_q, cfg_o};
			4'h2: rdata_o = {co_time_q, 8'd0, co_count_q, 28'd0, irq_stat_q};
			4'h3: rdata_o = ring_base_o;
			4'h4: rdata_o = {16'd0, v_head_i, ring_size_o};
			4'h5: rdata_o = {32'd0, v_tail_i};
			4'h6: rdata_o = rec_base_o;
			4'h7: rdata_o = {16'd0, v_rec_head_i, rec_size_o};
			4'h8: rdata_o = {v_done_i, rec_tail_o};
			4'h9: rdata_o = {24'd0, v_err_desc_i};
			4'ha: rdata_o = {24'd0, v_err_addr_i};
			4'hb: rdata_o = {32'd0, v_bytes_i};
			4'hc: rdata_o = list_q;
			default: rdata_o = 64'd0;
		endcase
	end
endmodule

`default_nettype wire
