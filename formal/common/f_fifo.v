// SPDX-License-Identifier: Apache-2.0
// fifo: never more than DEPTH, nothing lost, doubled or reordered: an item chosen by the solver comes out as it went
// in, after exactly those that went in before it.
`default_nettype none
module f_fifo #(parameter DEPTH = 4) (input wire clk);
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    (* anyseq *) wire put, get, pick;
    (* anyseq *) wire [3:0] in;
    wire room, there;
    wire [3:0] out;
    fifo #(.W(4), .DEPTH(DEPTH)) u_dut (.clk(clk), .rst(rst), .s_valid_i(put), .s_ready_o(room), .s_data_i(in),
        .m_valid_o(there), .m_ready_i(get), .m_data_o(out));

    wire push = put && room, pop = there && get;
    reg [4:0] n_q = 0, ahead_q = 0;
    reg       trk_q = 0;
    reg [3:0] item_q;
    always @(posedge clk) begin
        n_q <= n_q + push - pop;
        if (!trk_q && push && pick) begin
            trk_q   <= 1'b1;
            item_q  <= in;
            ahead_q <= n_q - pop;
        end else if (trk_q && pop) begin
            ahead_q <= ahead_q - 1;
            if (ahead_q == 0) trk_q <= 1'b0;
        end
        if (rst) {trk_q, n_q} <= 0;
        else begin
            no_overflow: assert (n_q <= DEPTH);
            room_true:   assert (room == (n_q < DEPTH));
            there_true:  assert (there == (n_q != 0));
            if (trk_q && pop && ahead_q == 0) in_order: assert (out == item_q);
            cover (n_q == DEPTH+0);
            cover (trk_q && pop && ahead_q == 0 && n_q == 1);
        end
    end
endmodule
`default_nettype wire
