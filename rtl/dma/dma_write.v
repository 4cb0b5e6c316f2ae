// SPDX-License-Identifier: Apache-2.0
//
// Write side of one channel: cuts each destination into bursts of at most MAX_BURST beats that do not cross a 4 KiB edge.
// A burst is asked for when all its words are in the buffer: write data never stalls behind reads, so a slow channel does
// not hold the port, and nothing of a burst with a failed read is written. Counts responses in order; reports a
// descriptor when its last response has come. After an error response nothing is asked for or counted.
`default_nettype none

module dma_write #(
	parameter integer MAX_BURST = 64   // beats, 1 to 256
) (
	input  wire         clk,
	input  wire         rst,
	input  wire         clr_i,         // the channel starts
	input  wire         seg_valid_i,   // descriptor, as from dma_read
	output wire         seg_ready_o,
	input  wire [112:0] seg_data_i,
	input  wire         word_i,        // a word enters the buffer
	output wire         aw_req_o,
	input  wire         aw_gnt_i,
	output wire [39:0]  aw_addr_o,
	output wire [7:0]   aw_len_o,
	output wire [15:0]  aw_bytes_o,
	output wire [7:0]   aw_fstrb_o,    // strobes of the first beat (and with those of the last)
	output wire [7:0]   aw_lstrb_o,
	input  wire         b_valid_i,     // a response for this channel's data
	input  wire [1:0]   b_resp_i,
	output wire         c_valid_o,     // descriptor done
	input  wire         c_ready_i,
	output wire [72:0]  c_data_o,      // {slot[15:0], more, irq, flags[30:8], length[31:0]}
	output wire         early_o,       // the last burst of a job that asks for an interrupt was issued
	output wire         cut_o,         // a descriptor is unfinished
	output wire [72:0]  cut_data_o,    // which, as c_data_o
	output wire         idle_o,        // nothing outstanding and nothing that could still be issued
	output reg  [31:0]  bytes_o,       // of the current descriptor, answered
	output reg          err_o,
	output reg          err_dec_o,
	output reg  [39:0]  err_addr_o,
	output reg  [72:0]  err_data_o     // the faulty descriptor, as c_data_o
);
	localparam [9:0] MAXB = MAX_BURST[9:0];
	localparam [5:0] PEND = 6'd32;     // bursts issued whose end has not been handed on

	wire         seg_valid;
	wire [112:0] seg;
	reg          cur_q;
	reg  [39:0]  addr_q;
	reg  [31:0]  rem_q;
	reg  [29:0]  beats_q;
	reg  [72:0]  info_q;
	reg  [9:0]   words_q;              // in the buffer and not promised to a burst
	reg  [5:0]   pend_q, out_q;

	wire [9:0]  to_4k = 10'd512 - {1'b0, addr_q[11:3]};
	wire [9:0]  n0    = to_4k < MAXB ? to_4k : MAXB;
	wire        last  = beats_q <= {20'd0, n0};
	wire [9:0]  n     = last ? beats_q[9:0] : n0;
	wire [15:0] span  = {3'd0, n, 3'd0} - {13'd0, addr_q[2:0]};
	wire [2:0]  tail  = addr_q[2:0] + rem_q[2:0]; // lane after the last byte

	wire can = cur_q && words_q >= n && !err_o;
	assign aw_req_o   = can && pend_q != PEND;
	assign aw_addr_o  = addr_q;
	assign aw_len_o   = n[7:0] - 8'd1;
	assign aw_bytes_o = last ? rem_q[15:0] : span;
	assign aw_fstrb_o = 8'hff << addr_q[2:0];
	assign aw_lstrb_o = (last && tail != 3'd0) ? ~(8'hff << tail) : 8'hff;
	wire issue = aw_req_o && aw_gnt_i;

	fifo #(.W(113), .DEPTH(32)) u_segs (
		.clk(clk), .rst(rst || clr_i),
		.s_valid_i(seg_valid_i), .s_ready_o(seg_ready_o), .s_data_i(seg_data_i),
		.m_valid_o(seg_valid), .m_ready_i(!cur_q || (issue && last)), .m_data_o(seg));

	// verilator lint_off UNUSED
	wire [32:0] sum = {1'b0, seg[71:40]} + {30'd0, seg[2:0]} + 33'd7;
	// verilator lint_on UNUSED

	// Bursts in the order of their responses
	wire         o_ready, o_valid, o_last;
	wire [12:0]  o_bytes;
	wire [39:0]  o_addr;
	wire [72:0]  o_info;
	fifo #(.W(127), .DEPTH(32)) u_out (
		.clk(clk), .rst(rst || clr_i),
		.s_valid_i(issue), .s_ready_o(o_ready), .s_data_i({last, aw_bytes_o[12:0], addr_q, info_q}),
		.m_valid_o(o_valid), .m_ready_i(b_valid_i), .m_data_o({o_last, o_bytes, o_addr, o_info}));

	wire good = b_valid_i && !b_resp_i[1] && !err_o;
	wire c_in_ready;
	fifo #(.W(73), .DEPTH(32)) u_done (
		.clk(clk), .rst(rst || clr_i),
		.s_valid_i(good && o_last), .s_ready_o(c_in_ready), .s_data_i(o_info),
		.m_valid_o(c_valid_o), .m_ready_i(c_ready_i), .m_data_o(c_data_o));

	assign early_o    = issue && last && !info_q[56] && info_q[55];
	assign cut_o      = cur_q;
	assign cut_data_o = info_q;
	assign idle_o     = out_q == 6'd0 && !can && (cur_q || !seg_valid);
	wire   handed     = (b_valid_i && !(good && o_last));

	always @(posedge clk) begin
		if (issue) begin
			addr_q  <= {addr_q[39:3] + {27'd0, n}, 3'd0};
			rem_q   <= rem_q - {16'd0, aw_bytes_o};
			beats_q <= beats_q - {20'd0, n};
			if (last) cur_q <= 1'b0;
		end
		if (seg_valid && (!cur_q || (issue && last))) begin
			cur_q   <= 1'b1;
			addr_q  <= seg[39:0];
			rem_q   <= seg[71:40];
			beats_q <= sum[32:3];
			info_q  <= {seg[112:40]};
		end
		words_q <= words_q + {9'd0, word_i} - (issue ? n : 10'd0);
		out_q   <= out_q + {5'd0, issue} - {5'd0, b_valid_i};
		pend_q  <= pend_q + {5'd0, issue} - {5'd0, handed} - {5'd0, c_valid_o && c_ready_i};
		if (good) bytes_o <= o_last ? 32'd0 : bytes_o + {19'd0, o_bytes};
		if (b_valid_i && b_resp_i[1] && !err_o) begin
			err_o      <= 1'b1;
			err_dec_o  <= b_resp_i[0];
			err_addr_o <= o_addr;
			err_data_o <= o_info;
		end
		if (rst || clr_i) begin
			cur_q   <= 1'b0;
			words_q <= 10'd0;
			out_q   <= 6'd0;
			pend_q  <= 6'd0;
			bytes_o <= 32'd0;
			err_o   <= 1'b0;
		end
	end

`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && ((issue && !o_ready) || (good && o_last && !c_in_ready) || (b_valid_i && !o_valid))) begin
			$display("%m: a burst or its response has no place");
			$stop;
		end
`endif
	wire unused_ok = &{1'b0, o_ready, o_valid, c_in_ready, 1'b0};
endmodule

`default_nettype wire
