// SPDX-License-Identifier: Apache-2.0
//
// 2D segments: one row after the other, each as a segment of its own of which only the last is reported. All other segments pass
// straight through. A channel's rows left, addresses and strides stand in block RAM; a row costs three cycles, channels take
// turns. When the channel stops, its rows are forgotten (the segment is reported by dma_ack).
`default_nettype none

module dma_rows #(
	parameter integer N      = 4,
	parameter integer C_W    = 2,
	parameter integer ADDR_W = 64
) (
	input  wire              clk,
	input  wire              rst,
	input  wire [N-1:0]      stop_i,
	input  wire              seg_valid_i,
	input  wire              seg_2d_i,
	input  wire [C_W-1:0]    seg_ch_i,
	input  wire [1:0]        seg_kind_i,
	input  wire [31:0]       seg_left_i,   // length less one
	input  wire [ADDR_W-1:0] seg_src_i,
	input  wire [ADDR_W-1:0] seg_dst_i,
	input  wire [7:0]        seg_pattern_i,
	input  wire              seg_more_i,
	input  wire              seg_irq_i,
	input  wire [31:0]       seg_rows_i,
	input  wire [ADDR_W-1:0] seg_sstride_i,
	input  wire [ADDR_W-1:0] seg_dstride_i,
	output wire [N-1:0]      seg_ready_o,
	output wire [N-1:0]      busy_o,       // rows are left
	output wire              row_valid_o,
	output wire [C_W-1:0]    row_ch_o,
	output wire [1:0]        row_kind_o,
	output wire [31:0]       row_left_o,
	output wire [ADDR_W-1:0] row_src_o,
	output wire [ADDR_W-1:0] row_dst_o,
	output wire [7:0]        row_pattern_o,
	output wire              row_more_o,
	output wire              row_irq_o,
	output wire              row_part_o,   // not the last
	input  wire [N-1:0]      row_ready_i
);
	localparam integer W = 4 * ADDR_W + 66;
	localparam [N-1:0] ONE = 1;

	reg  [N-1:0]      rows_q;
	reg  [1:0]        get_q;       // 0 choose, 1 being read, 2 at hand
	reg  [C_W-1:0]    ch_q;
	wire [C_W-1:0]    sel;
	wire              may;
	wire [ADDR_W-1:0] src, dst, sstride, dstride;
	wire [31:0]       left, rows;  // rows behind this one
	wire              more, irq;
	wire              put  = seg_valid_i && seg_2d_i;
	wire              last = rows == 32'd0;
	wire              give = get_q == 2'd2 && !seg_valid_i && row_ready_i[ch_q] && rows_q[ch_q];

	dma_wrr #(.N(N), .C_W(C_W)) u_wrr (
		.clk(clk), .rst(rst), .req_i(rows_q & row_ready_i), .free_i(1'b1), .hold_i(get_q != 2'd0), .step_i(get_q == 2'd0 && may),
		.skip_i(1'b0), .weight_i(4'd1), .sel_o(sel), .may_o(may));
	dma_buffer #(.W(W), .A_W(C_W)) u_mem (
		.clk(clk), .we_i(put || give), .waddr_i(put ? seg_ch_i : ch_q),
		.wdata_i(put ? {seg_src_i, seg_dst_i, seg_sstride_i, seg_dstride_i, seg_left_i, seg_rows_i - 32'd1, seg_more_i, seg_irq_i} :
		               {src + sstride, dst + dstride, sstride, dstride, left, rows - 32'd1, more, irq}),
		.re_i(get_q == 2'd1), .raddr_i(ch_q), .rdata_o({src, dst, sstride, dstride, left, rows, more, irq}));

	assign seg_ready_o   = row_ready_i & ~rows_q;
	assign busy_o        = rows_q;
	assign row_valid_o   = (seg_valid_i && !seg_2d_i) || give;
	assign row_ch_o      = seg_valid_i ? seg_ch_i : ch_q;
	assign row_kind_o    = seg_valid_i ? seg_kind_i : 2'd0;
	assign row_left_o    = seg_valid_i ? seg_left_i : left;
	assign row_src_o     = seg_valid_i ? seg_src_i : src;
	assign row_dst_o     = seg_valid_i ? seg_dst_i : dst;
	assign row_pattern_o = seg_pattern_i;
	assign row_more_o    = seg_valid_i ? seg_more_i : more;
	assign row_irq_o     = seg_valid_i ? seg_irq_i : irq;
	assign row_part_o    = !seg_valid_i && !last;

	always @(posedge clk) begin
		case (get_q)
			2'd0: if (may) begin
				ch_q  <= sel;
				get_q <= 2'd1;
			end
			2'd1: get_q <= 2'd2;
			default: if (give || !rows_q[ch_q]) get_q <= 2'd0;
		endcase
		rows_q <= (rows_q & ~(give && last ? ONE << ch_q : {N{1'b0}}) & ~stop_i) | (put ? ONE << seg_ch_i : {N{1'b0}});
		if (rst) begin
			get_q  <= 2'd0;
			rows_q <= {N{1'b0}};
		end
	end
endmodule

`default_nettype wire
