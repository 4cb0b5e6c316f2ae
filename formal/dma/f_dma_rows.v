// SPDX-License-Identifier: Apache-2.0
// dma_rows, two channels: the rows of a 2D segment of a channel that the solver picks come out in order, each once, its
// addresses stepped by the strides, the last marked; every other segment passes as it is; while rows are left the channel
// takes no segment, and a stop forgets them. A channel that was stopped is given a segment no sooner than 8 cycles later
// (it has drained and been set up meanwhile).
`default_nettype none
module f_dma_rows (input wire clk);
    localparam AW = 8;
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    (* anyseq *) wire f_seg, f_2d, f_ch, f_more, f_irq;
    (* anyseq *) wire [1:0] f_kind, f_stop, f_ready;
    (* anyseq *) wire [31:0] f_left, f_rows;
    (* anyseq *) wire [AW-1:0] f_src, f_dst, f_ss, f_ds;
    (* anyseq *) wire [7:0] f_pattern;
    (* anyconst *) wire who;
    wire [1:0] seg_ready, busy, r_kind;
    wire row, r_ch, r_more, r_irq, r_part;
    wire [31:0] r_left;
    wire [AW-1:0] r_src, r_dst;
    wire [7:0] r_pattern;
    reg [3:0] rest_q [0:1];
    wire seg = f_seg && seg_ready[f_ch] && !f_stop[f_ch] && rest_q[f_ch] == 0 && (!f_2d || (f_rows != 0 && f_rows[31:3] == 0));
    dma_rows #(.N(2), .C_W(1), .ADDR_W(AW)) u_dut (.clk(clk), .rst(rst), .stop_i(f_stop), .seg_valid_i(seg), .seg_2d_i(f_2d),
        .seg_ch_i(f_ch), .seg_kind_i(f_2d ? 2'd0 : f_kind), .seg_left_i(f_left), .seg_src_i(f_src), .seg_dst_i(f_dst), .seg_pattern_i(f_pattern),
        .seg_more_i(f_more), .seg_irq_i(f_irq), .seg_rows_i(f_rows), .seg_sstride_i(f_ss), .seg_dstride_i(f_ds),
        .seg_ready_o(seg_ready), .busy_o(busy), .row_valid_o(row), .row_ch_o(r_ch), .row_kind_o(r_kind), .row_left_o(r_left),
        .row_src_o(r_src), .row_dst_o(r_dst), .row_pattern_o(r_pattern), .row_more_o(r_more), .row_irq_o(r_irq), .row_part_o(r_part),
        .row_ready_i(f_ready));
    // what is left of channel who's segment
    reg  [2:0]    n_q;
    reg  [AW-1:0] src_q, dst_q, ss_q, ds_q;
    reg  [31:0]   left_q;
    reg           more_q, irq_q;
    wire          mine = row && r_ch == who && !seg;
    integer i;
    always @(posedge clk) begin
        for (i = 0; i < 2; i = i + 1) rest_q[i] <= rst ? 4'd0 : f_stop[i] ? 4'd8 : rest_q[i] - (rest_q[i] != 0);
        if (mine) begin
            n_q   <= n_q - 3'd1;
            src_q <= src_q + ss_q;
            dst_q <= dst_q + ds_q;
        end
        if (f_stop[who]) n_q <= 3'd0;
        if (seg && f_ch == who) begin
            n_q    <= f_2d ? f_rows[2:0] - 3'd1 : 3'd0;
            src_q  <= f_src + f_ss;
            dst_q  <= f_dst + f_ds;
            ss_q   <= f_ss;
            ds_q   <= f_ds;
            left_q <= f_left;
            more_q <= f_more;
            irq_q  <= f_irq;
        end
        if (rst) n_q <= 3'd0;
        else begin
            if (seg) passes: assert (row && r_ch == f_ch && r_left == f_left && r_src == f_src && r_dst == f_dst && r_more == f_more &&
                                     r_irq == f_irq && r_part == (f_2d && f_rows != 32'd1) && r_pattern == f_pattern);
            if (row) accepted: assert (f_ready[r_ch]);
            if (mine) begin
                owed:      assert (n_q != 0 || f_stop[who]);
                stepped:   assert (r_src == src_q && r_dst == dst_q);
                same:      assert (r_left == left_q && r_more == more_q && r_irq == irq_q && r_kind == 2'd0);
                last_told: assert (r_part == (n_q != 3'd1));
            end
            busy_is:  assert (busy[who] == (n_q != 0));
            waits:    assert (!seg_ready[who] || n_q == 0);
            cover (mine && n_q == 1 && ss_q[AW-1] && busy == 2'b11);
        end
    end
endmodule
`default_nettype wire
