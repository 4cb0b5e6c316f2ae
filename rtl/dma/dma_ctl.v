// SPDX-License-Identifier: Apache-2.0
//
// What the channels are doing: set-up and its checks, run, pause, stop, errors, and the end of a run. STOP and errors
// cut a channel: nothing new is asked for, all that is outstanding is awaited, then RUN falls. A scan visits one channel a
// cycle, each every 16 cycles: `still` (nothing of it is outstanding) must have been seen twice.
`default_nettype none

module dma_ctl #(
	parameter integer CHANNELS = 1,
	parameter integer CW       = 1,
	parameter integer ADDR_W   = 64,
	parameter integer LISTS    = 1
) (
	input  wire                clk,
	input  wire                rst,
	input  wire                early_i,      // quirk STOP_EARLY
	input  wire                ini_valid_i,  // set-up, as dma_regs
	input  wire [2:0]          ini_step_i,
	input  wire [CW-1:0]       ini_ch_i,
	input  wire [63:0]         ini_data_i,
	input  wire                w_any_i,      // a register of w_ch_i is written
	input  wire                w_ctrl_i,     // CTRL
	input  wire                w_tail_i,     // TAIL
	input  wire                w_bell_i,     // TAIL or POLL
	input  wire [CW-1:0]       w_ch_i,
	input  wire [2:0]          w_data_i,     // CTRL: STOP, PAUSE, RUN
	input  wire [CHANNELS-1:0] error_i,      // pulses: the channel has failed
	input  wire [CHANNELS-1:0] ring_i,       // ring misuse
	input  wire [CHANNELS-1:0] dead_i,       // its completions have ended
	input  wire [CHANNELS-1:0] part_i,       // a job is incomplete
	input  wire [CHANNELS-1:0] failed_i,     // an error has its code
	input  wire [CHANNELS-1:0] pending_i,    // something of it waits for a turn
	input  wire [CHANNELS-1:0] waiting_i,    // descriptors are there and not taken
	input  wire                still_i,      // nothing of channel scan_o is outstanding
	input  wire                busy_i,       // something else moves
	output reg  [CHANNELS-1:0] start_o,      // channels to be set up
	output wire [CHANNELS-1:0] en_o,         // descriptors may be fetched and started
	output reg  [CHANNELS-1:0] halt_o,       // the back asks for nothing more
	output wire [CHANNELS-1:0] clear_o,      // pulse: the channel starts
	output wire [CHANNELS-1:0] stop_o,       // STOP is in force
	output wire [CHANNELS-1:0] ringerr_o,    // ring misuse has cut it
	output wire [CHANNELS-1:0] fin_o,        // all has drained: end the job that was cut
	output wire [CHANNELS-1:0] halted_o,
	output wire [CHANNELS-1:0] ends_o,       // pulses: the run ends
	output wire [CHANNELS-1:0] err_end_o,    //   on an error
	output wire [CHANNELS-1:0] stopped_o,    //   STOP has drained, or says so
	output wire                att_we_o,     // attributes of ini_ch_i
	output wire [3:0]          att_cache_o,
	output wire [2:0]          att_prot_o,
	output wire [3:0]          att_weight_o,
	output reg  [3:0]          scan_o,       // the scan's turn
	output wire                tick_o,       //   is a channel's
	input  wire [CW-1:0]       live_ch_i,    // channel that software reads: its
	input  wire [7:0]          code_i,       //   error code
	output wire [31:0]         live_ctrl_o,
	output wire [31:0]         live_status_o,
	output wire                live_tail0_o, //   TAIL has not been written since RUN
	output wire                busy_o
);
	`include "doorbell_spec.vh"

	localparam integer N = CHANNELS;
	localparam [N-1:0] ONE = 1;
	function [N-1:0] onehot(input valid, input [CW-1:0] ch);
		onehot = valid ? ONE << ch : {N{1'b0}};
	endfunction

	reg [N-1:0] act_q, pause_q, stop_q, err_q, ring_q, halted_q, stopped_q, again_q, fin_q, tail0_q;
	reg [N-1:0] still_q, quiet_q;  // still at the last scan; and at the one before
	reg [N-1:0] calm_q;            // nothing moves until software writes

	// Set-up
	reg        bad_q, list_q, rec_q, line_q;
	reg  [1:0] stride_q;
	wire [N-1:0] ini = onehot(1'b1, ini_ch_i);
	wire       high;
	generate
		if (ADDR_W < 64) begin : g_high
			assign high = ini_data_i[63:ADDR_W] != {(64 - ADDR_W){1'b0}};
		end else begin : g_full
			assign high = 1'b0;
		end
	endgenerate
	wire [1:0] mode  = ini_data_i[1:0];
	wire       size_bad = ini_data_i[31:17] != 15'd0 || (ini_data_i[16] && ini_data_i[15:0] != 16'd0) ||
	                      ini_data_i[16:1] == 16'd0;
	reg        bad;
	always @* case (ini_step_i)
		3'd0:    bad = mode == 2'd3 || (mode == 2'd2 && LISTS == 0) || ini_data_i[3:2] == 2'd3;
		3'd1:    bad = high || (!list_q && (ini_data_i[3:0] != 4'd0 || (stride_q != 2'd0 && ini_data_i[4]) ||
		                                    (stride_q[1] && ini_data_i[5])));
		3'd2:    bad = !list_q && size_bad;
		3'd3:    bad = rec_q && (high || ini_data_i[3:0] != 4'd0 || (line_q && ini_data_i[5:4] != 2'd0));
		3'd4:    bad = rec_q && size_bad;
		default: bad = 1'b0;
	endcase
	wire       zero  = ini_valid_i && ini_step_i == 3'd0;
	wire       begun = ini_valid_i && ini_step_i == 3'd7;

	// Commands
	wire [N-1:0] w_hot  = onehot(w_ctrl_i, w_ch_i);
	wire [N-1:0] hide   = early_i ? stop_q : {N{1'b0}};
	wire [N-1:0] w_run  = w_data_i[0] ? w_hot : {N{1'b0}};
	wire [N-1:0] w_stop = w_data_i[2] ? w_hot : {N{1'b0}};
	wire [N-1:0] runs   = act_q | start_o;
	wire [N-1:0] cut    = stop_q | err_q;

	// Ends
	wire [N-1:0] s_hot = onehot(tick_o, scan_o[CW-1:0]);
	wire [N-1:0] down  = still_i ? s_hot & act_q & cut & still_q & quiet_q : {N{1'b0}};
	wire [N-1:0] tofin = down & part_i & ~dead_i & ~ring_q & ~err_q;
	assign ends_o    = down & ~tofin;
	assign err_end_o = ends_o & err_q;
	assign stopped_o = early_i ? w_stop & act_q & ~stop_q : ends_o & stop_q & ~err_q;

	assign att_we_o     = zero;
	assign att_cache_o  = ini_data_i[6] ? 4'hf : ini_data_i[15:12] == 4'd0 ? 4'h3 : ini_data_i[15:12];
	assign att_prot_o   = ini_data_i[18:16];
	assign att_weight_o = ini_data_i[11:8] == 4'd0 ? 4'd1 : ini_data_i[11:8];

	assign en_o      = act_q & ~cut & ~pause_q;
	assign clear_o   = begun ? ini : {N{1'b0}};
	assign stop_o    = stop_q;
	assign ringerr_o = ring_q;
	assign fin_o     = fin_q;
	assign halted_o  = halted_q;
	generate
		if (N == 16) begin : g_all
			assign tick_o = busy_o;
		end else begin : g_some
			assign tick_o = busy_o && scan_o < N[3:0];
		end
	endgenerate

	// What software reads
	wire [N-1:0] live = onehot(1'b1, live_ch_i);
	assign live_ctrl_o   = {29'd0, (stop_q & act_q & ~hide & live) != {N{1'b0}}, (pause_q & live) != {N{1'b0}},
	                        (runs & ~hide & live) != {N{1'b0}}};
	assign live_status_o = {16'd0, ((failed_i | ring_q) & live) != {N{1'b0}} ? code_i : 8'd0, 3'd0,
	                        (halted_q & live) != {N{1'b0}}, (act_q & pause_q & quiet_q & live) != {N{1'b0}},
	                        ((stopped_q | (act_q & hide)) & live) != {N{1'b0}},
	                        (act_q & (~calm_q | waiting_i) & live) != {N{1'b0}}, (act_q & ~hide & live) != {N{1'b0}}};
	assign live_tail0_o  = (tail0_q & live) != {N{1'b0}};

	reg          late_q;
	wire         moves = (act_q & ~calm_q) != {N{1'b0}} || start_o != {N{1'b0}} || busy_i;
	assign busy_o = moves || late_q;

	always @(posedge clk) begin
		late_q <= moves;
		if (busy_o) scan_o <= scan_o + 4'd1;
		halt_o <= act_q & cut;
		if (ini_valid_i) bad_q <= (!zero && bad_q) || bad;
		if (zero) begin
			list_q   <= mode == 2'd2;
			stride_q <= ini_data_i[3:2];
			rec_q    <= (mode == 2'd1 || ini_data_i[7]) ? ini_data_i[4] : 1'b1;
			line_q   <= ini_data_i[5];
		end
		if (w_ctrl_i) pause_q <= (pause_q & ~w_hot) | (w_data_i[1] ? w_hot : {N{1'b0}});
		start_o   <= (start_o & ~clear_o) | (w_run & ~runs) | (ends_o & again_q);
		again_q   <= (again_q | (w_run & act_q & hide)) & ~ends_o;
		act_q     <= (act_q & ~ends_o) | clear_o;
		stop_q    <= ((stop_q & ~ends_o) | (w_stop & (act_q | w_run)));
		err_q     <= (err_q & ~(zero ? ini : {N{1'b0}})) | ((error_i | ring_i) & act_q) | (bad_q ? clear_o : {N{1'b0}});
		ring_q    <= (ring_q & ~(zero ? ini : {N{1'b0}})) | (ring_i & act_q & ~err_q) | (bad_q ? clear_o : {N{1'b0}});
		halted_q  <= (halted_q & ~(zero ? ini : {N{1'b0}})) | err_end_o;
		stopped_q <= (stopped_q & ~(zero ? ini : {N{1'b0}})) | (ends_o & stop_q & ~err_q);
		tail0_q   <= (tail0_q | (zero ? ini : {N{1'b0}})) & ~onehot(w_tail_i, w_ch_i);
		fin_q     <= (fin_q | tofin) & ~dead_i & ~ends_o;
		still_q   <= (still_q & ~(s_hot | clear_o | (onehot(w_bell_i || w_ctrl_i, w_ch_i) & ~cut))) | (still_i ? s_hot : {N{1'b0}});
		quiet_q   <= (quiet_q & ~(s_hot | clear_o | (onehot(w_bell_i || w_ctrl_i, w_ch_i) & ~cut))) | (still_i ? s_hot & still_q : {N{1'b0}});
		calm_q    <= ((calm_q & ~s_hot) | (still_i ? s_hot & still_q & ~pending_i & ~cut : {N{1'b0}})) &
		             ~onehot(w_any_i, w_ch_i) & ~clear_o;
		if (rst) begin
			scan_o    <= 4'd0;
			late_q    <= 1'b0;
			halt_o    <= {N{1'b0}};
			pause_q   <= {N{1'b0}};
			start_o   <= {N{1'b0}};
			again_q   <= {N{1'b0}};
			act_q     <= {N{1'b0}};
			stop_q    <= {N{1'b0}};
			err_q     <= {N{1'b0}};
			ring_q    <= {N{1'b0}};
			halted_q  <= {N{1'b0}};
			stopped_q <= {N{1'b0}};
			tail0_q   <= {N{1'b0}};
			fin_q     <= {N{1'b0}};
			still_q   <= {N{1'b0}};
			quiet_q   <= {N{1'b0}};
			calm_q    <= {N{1'b0}};
		end
	end
	wire unused_ok = &{1'b0, ini_data_i, 1'b0};
endmodule

`default_nettype wire
