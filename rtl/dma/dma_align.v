// SPDX-License-Identifier: Apache-2.0
//
// Realignment of one channel: read beats in, words in the lanes of the destination out, one a cycle, straight into the
// buffer (dma_read has reserved the room). With d = destination - source modulo 8, each beat is rotated by d bytes; word
// bytes below d come from the beat before. Where the destination starts in a lower lane the first beat only primes.
// A descriptor whose last word holds bytes of its last beat alone costs one more cycle (flush).
// The first beat with an error poisons: no word comes out after it until the channel starts again.
`default_nettype none

module dma_align (
	input  wire        clk,
	input  wire        rst,
	input  wire        clr_i,        // the channel starts
	input  wire        seg_valid_i,  // descriptor, as from dma_read
	output wire        seg_ready_o,
	input  wire [74:0] seg_data_i,
	input  wire        r_valid_i,    // read data of this channel
	output wire        r_ready_o,
	input  wire [63:0] r_data_i,
	input  wire [1:0]  r_resp_i,
	output reg         w_valid_o,    // a word for the buffer
	output reg  [63:0] w_data_o,
	output reg         err_o,        // poisoned
	output reg         err_dec_o,    // DECERR, else SLVERR
	output reg  [39:0] err_addr_o    // first byte of the failing beat
);
	wire        seg_valid;
	wire [2:0]  shift;
	wire        prime, flush;
	wire [29:0] beats;
	wire [39:0] src;
	reg  [29:0] done_q;              // beats of the oldest descriptor taken
	reg         flush_q;             // its last word is due
	reg  [2:0]  shift_q;
	reg  [63:0] prev_q;

	wire beat = r_valid_i && r_ready_o;
	wire last = done_q + 30'd1 == beats;
	wire head = done_q == 30'd0;

	fifo #(.W(75), .DEPTH(32)) u_segs (
		.clk(clk), .rst(rst || clr_i),
		.s_valid_i(seg_valid_i), .s_ready_o(seg_ready_o), .s_data_i(seg_data_i),
		.m_valid_o(seg_valid), .m_ready_i(beat && last && !err_o), .m_data_o({shift, prime, flush, beats, src}));

	assign r_ready_o = err_o || (seg_valid && !flush_q);

	wire [127:0] twice = {r_data_i, r_data_i} << {shift, 3'd0};
	wire [63:0]  rot   = twice[127:64];
	wire [2:0]   by    = flush_q ? shift_q : shift;
	reg  [63:0]  mix;
	integer i;
	always @* begin
		mix = flush_q ? prev_q : rot;
		for (i = 0; i < 8; i = i + 1)
			if (i[2:0] < by)
				mix[8 * i +: 8] = prev_q[8 * i +: 8];
	end

	always @(posedge clk) begin
		w_valid_o <= 1'b0;
		if (flush_q || beat) w_data_o <= mix;
		if (flush_q) begin
			w_valid_o <= 1'b1;
			flush_q   <= 1'b0;
		end
		if (beat && !err_o) begin
			prev_q  <= rot;
			shift_q <= shift;
			done_q  <= last ? 30'd0 : done_q + 30'd1;
			if (r_resp_i[1]) begin
				err_o      <= 1'b1;
				err_dec_o  <= r_resp_i[0];
				err_addr_o <= head ? src : {src[39:3] + {7'd0, done_q}, 3'd0};
			end else begin
				w_valid_o <= !(head && prime);
				flush_q   <= last && flush;
			end
		end
		if (rst || clr_i) begin
			w_valid_o <= 1'b0;
			flush_q   <= 1'b0;
			done_q    <= 30'd0;
			err_o     <= 1'b0;
		end
	end
	// verilator lint_off UNUSED
	wire unused_ok = &{1'b0, twice[63:0], 1'b0};
	// verilator lint_on UNUSED
endmodule

`default_nettype wire
