// SPDX-License-Identifier: Apache-2.0
//
// Interrupts of all channels: IRQ_STAT, IRQ_EN and the coalescing of completions by count and by time. A turn of 16
// cycles visits every channel once (tick_*): that is the unit of COALESCE.TIME. Count and time run down from COALESCE as it
// is at the first uncounted completion. No completion is lost: what is uncounted when a channel ends is reported then.
`default_nettype none

module dma_irq #(
	parameter integer CHANNELS = 1,
	parameter integer CW       = 1
) (
	input  wire                clk,
	input  wire                rst,
	input  wire                w_stat_i,     // writes: IRQ_STAT, IRQ_EN, COALESCE
	input  wire                w_en_i,
	input  wire                w_coal_i,
	input  wire [CW-1:0]       w_ch_i,
	input  wire [63:0]         w_data_i,     // the row
	input  wire                tick_i,       // this cycle is the turn of
	input  wire [CW-1:0]       tick_ch_i,
	input  wire                done_i,       // a completion that counts
	input  wire [CW-1:0]       done_ch_i,
	input  wire [CHANNELS-1:0] start_i,      // pulses: the channel starts: nothing is uncounted
	input  wire [CHANNELS-1:0] end_i,        // the channel ends: report what is uncounted
	input  wire [CHANNELS-1:0] error_i,      // events
	input  wire [CHANNELS-1:0] stopped_i,
	input  wire [CHANNELS-1:0] full_i,
	input  wire [CW-1:0]       live_ch_i,
	output wire [3:0]          live_o,       // IRQ_STAT of that channel
	output reg  [CHANNELS-1:0] irq_o,
	output wire                busy_o
);
	localparam integer N = CHANNELS;
	localparam [N-1:0] ONE = 1;
	function [N-1:0] onehot(input valid, input [CW-1:0] ch);
		onehot = valid ? ONE << ch : {N{1'b0}};
	endfunction

	reg [7:0]   limit_m [0:N-1]; // COALESCE.COUNT
	reg [15:0]  turns_m [0:N-1]; // COALESCE.TIME
	reg [7:0]   count_m [0:N-1]; // completions that are still to come
	reg [15:0]  time_m  [0:N-1]; // turns that are still to come; 0: no limit
	reg [N-1:0] known_q;   // COALESCE has been written
	reg [N-1:0] some_q;    // completions are uncounted
	reg [N-1:0] young_q;   // time_m does not run yet
	reg [4*N-1:0] stat_q, en_q;

	wire [N-1:0] d_hot = onehot(done_i, done_ch_i);
	wire [N-1:0] t_hot = onehot(tick_i, tick_ch_i);
	wire [7:0]   limit = (known_q & onehot(1'b1, done_ch_i)) != {N{1'b0}} ? limit_m[done_ch_i] : 8'd0;
	wire [7:0]   count = (some_q & d_hot) != {N{1'b0}} ? count_m[done_ch_i] : limit;
	wire         by_count = done_i && count[7:1] == 7'd0;
	wire [15:0]  turns = (known_q & onehot(1'b1, tick_ch_i)) != {N{1'b0}} ? turns_m[tick_ch_i] : 16'd0;
	wire         young = (young_q & t_hot) != {N{1'b0}};
	wire [15:0]  left  = time_m[tick_ch_i];
	wire         final_turn = left[15:1] == 15'd0;
	wire         by_time = (some_q & t_hot) != {N{1'b0}} && !young && final_turn && left[0];
	wire [N-1:0] fire   = (by_count ? d_hot : {N{1'b0}}) | (by_time ? t_hot : {N{1'b0}}) | (end_i & (some_q | d_hot));
	assign busy_o = some_q != {N{1'b0}};

	integer i;
	reg [3:0] live;
	assign live_o = live;
	always @* begin
		live = 4'd0;
		for (i = 0; i < N; i = i + 1)
			if (live_ch_i == i[CW-1:0]) live = stat_q[4*i +: 4];
	end

	always @(posedge clk) begin
		if (w_coal_i) limit_m[w_ch_i] <= w_data_i[39:32];
		if (w_coal_i) turns_m[w_ch_i] <= w_data_i[63:48];
		if (w_coal_i) known_q <= known_q | onehot(1'b1, w_ch_i);
		if (done_i) count_m[done_ch_i] <= count - 8'd1;
		if (tick_i && (young || !final_turn)) time_m[tick_ch_i] <= (young ? turns : left) + {16{!young}};
		some_q  <= (some_q | d_hot) & ~fire & ~start_i;
		young_q <= (young_q & ~t_hot) | (d_hot & (~some_q | fire));
		for (i = 0; i < N; i = i + 1) begin
			stat_q[4*i +: 4] <= (stat_q[4*i +: 4] & ~((w_stat_i && w_ch_i == i[CW-1:0]) ? w_data_i[3:0] : 4'd0)) |
			                    {full_i[i], stopped_i[i], error_i[i], fire[i]};
			if (w_en_i && w_ch_i == i[CW-1:0]) en_q[4*i +: 4] <= w_data_i[35:32];
			irq_o[i] <= (stat_q[4*i +: 4] & en_q[4*i +: 4]) != 4'd0;
		end
		if (rst) begin
			known_q <= {N{1'b0}};
			some_q  <= {N{1'b0}};
			young_q <= {N{1'b0}};
			stat_q  <= {4*N{1'b0}};
			en_q    <= {4*N{1'b0}};
			irq_o   <= {N{1'b0}};
		end
	end
	wire unused_ok = &{1'b0, w_data_i, 1'b0};
endmodule

`default_nettype wire
