// SPDX-License-Identifier: Apache-2.0
//
// Read data of all channels: into the buffer (block RAM, a part for each channel) in the order of the channel's bursts; the
// room was reserved, so a beat is always taken. The first beat with an error, and all behind it, are dropped (bad_o) until the
// channel is cleared; which burst and beat that was is kept. Counts the bursts that are outstanding.
`default_nettype none

module dma_read #(
	parameter integer N      = 4,
	parameter integer C_W    = 2,
	parameter integer LANE_W = 3,
	parameter integer LEN_W  = 8,
	parameter integer PTR_W  = 11,
	parameter integer OUT_W  = 6       // log2 of the bursts outstanding at most, at least
) (
	input  wire                   clk,
	input  wire                   init_i,
	input  wire [C_W-1:0]         init_ch_i,
	input  wire [N-1:0]           clear_i,
	input  wire                   ar_go_i,    // a burst is asked for:
	input  wire [C_W-1:0]         ar_ch_i,
	output wire [OUT_W-1:0]       ar_n_o,     // its number
	input  wire                   r_valid_i,
	input  wire [C_W-1:0]         r_ch_i,
	input  wire [(8<<LANE_W)-1:0] r_data_i,
	input  wire [1:0]             r_resp_i,
	input  wire                   r_last_i,
	output wire                   beat_o,     // a good beat of r_ch_i
	output reg  [N-1:0]           bad_o,
	input  wire [C_W-1:0]         a_ch_i,     // next place to be written
	output wire [PTR_W-1:0]       a_ptr_o,
	input  wire [C_W-1:0]         b_ch_i,
	output wire [PTR_W-1:0]       b_ptr_o,
	input  wire [C_W-1:0]         d_ch_i,
	output wire                   d_idle_o,   // no burst outstanding
	output wire                   d_dec_o,    // the error was DECERR, else SLVERR
	output wire [OUT_W-1:0]       d_burst_o,  // its burst
	output wire [LEN_W-1:0]       d_beat_o,   // and the beat in it
	input  wire                   re_i,
	input  wire [C_W+PTR_W-2:0]   raddr_i,
	output wire [(8<<LANE_W)-1:0] rdata_o
);
	localparam [PTR_W-1:0] P_ONE = 1;
	localparam [OUT_W:0] O_ONE = 1;
	localparam [N-1:0] ONE = 1;

	wire [PTR_W-1:0] wr;
	wire [OUT_W:0]   arw, arr, d_arw, d_arr;
	wire err = r_valid_i && r_resp_i[1] && !bad_o[r_ch_i];
	assign beat_o = r_valid_i && !r_resp_i[1] && !bad_o[r_ch_i];
	assign ar_n_o = arw[OUT_W-1:0];

	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_wr (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(beat_o), .wch_i(r_ch_i), .wdata_i(wr + P_ONE),
		.ach_i(r_ch_i), .adata_o(wr));
	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_wr_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(beat_o), .wch_i(r_ch_i), .wdata_i(wr + P_ONE),
		.ach_i(a_ch_i), .adata_o(a_ptr_o));
	dma_ctx #(.W(PTR_W), .N(N), .C_W(C_W)) u_wr_copy (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(beat_o), .wch_i(r_ch_i), .wdata_i(wr + P_ONE),
		.ach_i(b_ch_i), .adata_o(b_ptr_o));
	dma_ctx #(.W(OUT_W + 1), .N(N), .C_W(C_W)) u_arw (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(ar_go_i), .wch_i(ar_ch_i), .wdata_i(arw + O_ONE),
		.ach_i(ar_ch_i), .adata_o(arw));
	dma_ctx #(.W(OUT_W + 1), .N(N), .C_W(C_W)) u_arw_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(ar_go_i), .wch_i(ar_ch_i), .wdata_i(arw + O_ONE),
		.ach_i(d_ch_i), .adata_o(d_arw));
	dma_ctx #(.W(OUT_W + 1), .N(N), .C_W(C_W)) u_arr (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(r_valid_i && r_last_i), .wch_i(r_ch_i),
		.wdata_i(arr + O_ONE), .ach_i(r_ch_i), .adata_o(arr));
	dma_ctx #(.W(OUT_W + 1), .N(N), .C_W(C_W)) u_arr_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(r_valid_i && r_last_i), .wch_i(r_ch_i),
		.wdata_i(arr + O_ONE), .ach_i(d_ch_i), .adata_o(d_arr));
	assign d_idle_o = d_arw == d_arr;

	dma_buffer #(.W(8 << LANE_W), .A_W(C_W + PTR_W - 1)) u_data (
		.clk(clk), .we_i(beat_o), .waddr_i({r_ch_i, wr[PTR_W-2:0]}), .wdata_i(r_data_i),
		.re_i(re_i), .raddr_i(raddr_i), .rdata_o(rdata_o));

	// The failing beat is counted from the place where its burst began: behind the last beat of the burst before
	wire [LEN_W-1:0] start;
	dma_ctx #(.W(LEN_W), .N(N), .C_W(C_W)) u_start (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(r_valid_i && r_last_i), .wch_i(r_ch_i),
		.wdata_i(wr[LEN_W-1:0] + {{(LEN_W - 1){1'b0}}, beat_o}), .ach_i(r_ch_i), .adata_o(start));
	dma_ctx #(.W(1 + OUT_W + LEN_W), .N(N), .C_W(C_W), .ZERO(0)) u_fail (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(err), .wch_i(r_ch_i),
		.wdata_i({r_resp_i[0], arr[OUT_W-1:0], wr[LEN_W-1:0] - start}), .ach_i(d_ch_i), .adata_o({d_dec_o, d_burst_o, d_beat_o}));

	always @(posedge clk)
		if (init_i) bad_o <= {N{1'b0}};
		else bad_o <= (bad_o & ~clear_i) | (err ? ONE << r_ch_i : {N{1'b0}});
endmodule

`default_nettype wire
