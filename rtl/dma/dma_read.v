// SPDX-License-Identifier: Apache-2.0
//
// Read side of one channel: takes descriptors in order and cuts each source into bursts of at most MAX_BURST beats that
// do not cross a 4 KiB edge. A burst is asked for only when the buffer has room for every word that it can give, so read
// data never waits for the write side. Runs ahead of the write side; tells align and write side of each descriptor.
// A descriptor that is bad is kept in err_*_o and nothing more is taken.
`default_nettype none

module dma_read #(
	parameter integer MAX_BURST = 64,   // beats, 1 to 256
	parameter integer BUF_BEATS = 512   // words of the buffer
) (
	input  wire         clk,
	input  wire         rst,
	input  wire         clr_i,          // the channel starts
	input  wire         take_i,         // descriptors may be taken
	input  wire         cut_i,          // no further burst
	input  wire         d_valid_i,      // from fetch
	output wire         d_ready_o,
	input  wire [161:0] d_data_i,
	output wire         seg_valid_o,    // a descriptor was taken (both sides are ready then)
	input  wire         seg_ready_i,
	output wire [74:0]  seg_align_o,    // {shift[2:0], prime, flush, beats[29:0], src[39:0]}
	output wire [112:0] seg_write_o,    // {slot[15:0], more, irq, flags[30:8], length[31:0], dst[39:0]}
	output wire         ar_req_o,
	input  wire         ar_gnt_i,
	output wire [39:0]  ar_addr_o,
	output wire [7:0]   ar_len_o,
	output wire [15:0]  ar_bytes_o,
	input  wire         rel_i,          // a word has left the buffer
	output wire         idle_o,         // no descriptor is half asked for
	output reg          err_o,          // a bad descriptor was met
	output reg          err_bus_o,      // it could not be read
	output reg  [15:0]  err_slot_o,
	output reg  [31:0]  err_flags_o
);
	localparam [9:0] MAXB = MAX_BURST[9:0];
	localparam [9:0] BUFB = BUF_BEATS[9:0];

	generate
		if (MAX_BURST < 1 || MAX_BURST > 256 || BUF_BEATS < 2 * MAX_BURST || BUF_BEATS > 512) begin : g_bad
			dma_read_MAX_BURST_1_to_256_and_BUF_BEATS_twice_that_to_512 stop ();
		end
	endgenerate

	reg         cur_q;      // a descriptor has beats to ask for
	reg [39:0]  addr_q;
	reg [31:0]  bytes_q;
	reg [29:0]  beats_q;
	reg         more_q, less_q; // it writes one word more, or less, than it reads
	reg [9:0]   space_q;

	wire        d_bus, d_bad;
	wire [15:0] d_slot;
	wire [31:0] d_flags, d_len;
	wire [39:0] d_src, d_dst;
	assign {d_bus, d_bad, d_slot, d_flags, d_len, d_src, d_dst} = d_data_i;

	// verilator lint_off UNUSED
	wire [32:0] in_sum  = {1'b0, d_len} + {30'd0, d_src[2:0]} + 33'd7;
	wire [32:0] out_sum = {1'b0, d_len} + {30'd0, d_dst[2:0]} + 33'd7;
	// verilator lint_on UNUSED
	wire [29:0] in_b   = in_sum[32:3];
	wire [29:0] out_b  = out_sum[32:3];
	wire        prime  = d_dst[2:0] < d_src[2:0];
	wire        same   = in_b == out_b;
	wire        more   = !same && !prime;
	wire        less   = !same && prime;

	wire [9:0]  to_4k  = 10'd512 - {1'b0, addr_q[11:3]};
	wire [9:0]  n0     = to_4k < MAXB ? to_4k : MAXB;
	wire        last   = beats_q <= {20'd0, n0};
	wire [9:0]  n      = last ? beats_q[9:0] : n0;
	wire [15:0] span   = {3'd0, n, 3'd0} - {13'd0, addr_q[2:0]};

	assign ar_req_o   = cur_q && !cut_i && space_q > n;
	assign ar_addr_o  = addr_q;
	assign ar_len_o   = n[7:0] - 8'd1;
	assign ar_bytes_o = last ? bytes_q[15:0] : span;
	assign idle_o     = !cur_q;

	wire issue = ar_req_o && ar_gnt_i;
	wire go    = d_valid_i && take_i && !cut_i && !err_o && (!cur_q || (issue && last));
	wire wrong = d_bus || d_bad;

	assign seg_valid_o = go && !wrong;
	assign d_ready_o   = go && (wrong || seg_ready_i);
	assign seg_align_o = {d_dst[2:0] - d_src[2:0], prime, prime ? same : more, in_b, d_src};
	assign seg_write_o = {d_slot, d_flags[4], d_flags[3], d_flags[30:8], d_len, d_dst};

	always @(posedge clk) begin
		if (issue) begin
			addr_q  <= {addr_q[39:3] + {27'd0, n}, 3'd0};
			bytes_q <= bytes_q - {16'd0, ar_bytes_o};
			beats_q <= beats_q - {20'd0, n};
			if (last) cur_q <= 1'b0;
		end
		if (seg_valid_o && seg_ready_i) begin
			cur_q   <= 1'b1;
			addr_q  <= d_src;
			bytes_q <= d_len;
			beats_q <= in_b;
			more_q  <= more;
			less_q  <= less;
		end
		if (go && wrong) begin
			err_o       <= 1'b1;
			err_bus_o   <= d_bus;
			err_slot_o  <= d_slot;
			err_flags_o <= d_flags;
		end
		space_q <= space_q + {9'd0, rel_i} -
		           (issue ? n + {9'd0, last && more_q} - {9'd0, last && less_q} : 10'd0);
		if (rst || clr_i) begin
			cur_q   <= 1'b0;
			err_o   <= 1'b0;
			space_q <= BUFB;
		end
	end
endmodule

`default_nettype wire
