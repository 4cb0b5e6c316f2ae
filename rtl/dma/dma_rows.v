// SPDX-License-Identifier: Apache-2.0
//
// 2D segments: their rows, one after the other, each as a segment of its own of which only the last is reported. The first row
// passes straight through, like every other segment; then the row's addresses and what is left are kept in block RAM and
// stepped by the strides in two halves (a carry chain of 64 bits behind the RAM would be the slowest path). A row costs five
// cycles, channels take turns. When the channel stops, its rows are forgotten (the segment is reported by dma_ack).
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
	localparam [N-1:0] ONE = 1;
	localparam integer H = ADDR_W / 2;
	localparam [2:0] G_PICK = 3'd0, G_READ = 3'd1, G_LOW = 3'd2, G_HIGH = 3'd3, G_GIVE = 3'd4;

	reg  [N-1:0]      rows_q;
	reg  [2:0]        get_q;
	reg  [C_W-1:0]    ch_q;
	wire [C_W-1:0]    sel;
	wire              may;
	wire [ADDR_W-1:0] src, dst, sstride, dstride;
	wire [31:0]       left, rows;       // rows: complement of those left, the last one given included; counts up
	reg  [31:0]       count_q;          // the same behind the row that comes next
	wire              more, irq;
	reg  [ADDR_W-1:0] src_q, dst_q;     // of the row that comes next
	reg  [31:0]       left_q;
	reg               scarry_q, dcarry_q, last_q;
	wire              put  = seg_valid_i && seg_2d_i && seg_rows_i != 32'd1;
	wire              give = get_q == G_GIVE && !seg_valid_i && row_ready_i[ch_q] && rows_q[ch_q];

	dma_wrr #(.N(N), .C_W(C_W)) u_wrr (
		.clk(clk), .rst(rst), .req_i(rows_q & row_ready_i), .free_i(1'b1), .hold_i(get_q != G_PICK),
		.step_i(get_q == G_PICK && may), .skip_i(1'b0), .weight_i(4'd1), .sel_o(sel), .may_o(may));
	dma_buffer #(.W(2 * ADDR_W + 34), .A_W(C_W)) u_step (
		.clk(clk), .we_i(put), .waddr_i(seg_ch_i), .wdata_i({seg_sstride_i, seg_dstride_i, seg_left_i, seg_more_i, seg_irq_i}),
		.re_i(get_q == G_READ), .raddr_i(ch_q), .rdata_o({sstride, dstride, left, more, irq}));
	dma_buffer #(.W(2 * ADDR_W + 32), .A_W(C_W)) u_row (
		.clk(clk), .we_i(put || give), .waddr_i(row_ch_o),
		.wdata_i({row_src_o, row_dst_o, seg_valid_i ? ~seg_rows_i : count_q}),
		.re_i(get_q == G_READ), .raddr_i(ch_q), .rdata_o({src, dst, rows}));

	assign seg_ready_o   = row_ready_i & ~rows_q;
	assign busy_o        = rows_q;
	assign row_valid_o   = seg_valid_i || give;
	assign row_ch_o      = seg_valid_i ? seg_ch_i : ch_q;
	assign row_kind_o    = seg_valid_i ? seg_kind_i : 2'd0;
	assign row_left_o    = seg_valid_i ? seg_left_i : left_q;
	assign row_src_o     = seg_valid_i ? seg_src_i : src_q;
	assign row_dst_o     = seg_valid_i ? seg_dst_i : dst_q;
	assign row_pattern_o = seg_pattern_i;
	assign row_more_o    = seg_valid_i ? seg_more_i : more;
	assign row_irq_o     = seg_valid_i ? seg_irq_i : irq;
	assign row_part_o    = seg_valid_i ? put : !last_q;

	always @(posedge clk) begin
		case (get_q)
			G_PICK: if (may) begin
				ch_q  <= sel;
				get_q <= G_READ;
			end
			G_READ: get_q <= G_LOW;
			G_LOW: begin
				{scarry_q, src_q[H-1:0]} <= {1'b0, src[H-1:0]} + {1'b0, sstride[H-1:0]};
				{dcarry_q, dst_q[H-1:0]} <= {1'b0, dst[H-1:0]} + {1'b0, dstride[H-1:0]};
				left_q <= left;
				count_q <= rows + 32'd1;
				last_q  <= rows == ~32'd2;
				get_q  <= G_HIGH;
			end
			G_HIGH: begin
				src_q[ADDR_W-1:H] <= src[ADDR_W-1:H] + sstride[ADDR_W-1:H] + {{(ADDR_W - H - 1){1'b0}}, scarry_q};
				dst_q[ADDR_W-1:H] <= dst[ADDR_W-1:H] + dstride[ADDR_W-1:H] + {{(ADDR_W - H - 1){1'b0}}, dcarry_q};
				get_q <= G_GIVE;
			end
			default: if (give || !rows_q[ch_q]) get_q <= G_PICK;
		endcase
		rows_q <= (rows_q & ~(give && last_q ? ONE << ch_q : {N{1'b0}}) & ~stop_i) | (put ? ONE << seg_ch_i : {N{1'b0}});
		if (rst) begin
			get_q  <= G_PICK;
			rows_q <= {N{1'b0}};
		end
	end
endmodule

`default_nettype wire
