// SPDX-License-Identifier: Apache-2.0
// skid_buffer: nothing lost, doubled or reordered, what is offered stays, s_ready_o is not a function of m_ready_i.
`default_nettype none
module f_skid #(parameter OUTREG = 1) (input wire clk);
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    (* anyseq *) wire put, get, get2, pick;
    (* anyseq *) wire [3:0] in;
    wire room, there, room2;
    wire [3:0] out;
    skid_buffer #(.W(4), .OUTREG(OUTREG)) u_dut (.clk(clk), .rst(rst), .s_valid_i(put), .s_ready_o(room),
        .s_data_i(in), .m_valid_o(there), .m_ready_i(get), .m_data_o(out));
    // the source holds what it offers
    reg       put_q = 0;
    reg [3:0] in_q;
    always @(posedge clk) begin
        put_q <= put && !room && !rst;
        in_q  <= in;
        if (put_q) assume (put && in == in_q);
    end

    wire push = put && room, pop = there && get;
    reg [2:0] n_q = 0, ahead_q = 0;
    reg       trk_q = 0, stall_q = 0;
    reg [3:0] item_q, out_q;
    wire      pass = push && pick && !trk_q && OUTREG == 0 && n_q == 0 && pop; // through in the same cycle
    always @(posedge clk) begin
        n_q <= n_q + push - pop;
        if (!trk_q && push && pick && !pass) begin
            trk_q   <= 1'b1;
            item_q  <= in;
            ahead_q <= n_q - pop;
        end else if (trk_q && pop) begin
            ahead_q <= ahead_q - 1;
            if (ahead_q == 0) trk_q <= 1'b0;
        end
        stall_q <= there && !get;
        out_q   <= out;
        if (rst) {trk_q, n_q, stall_q} <= 0;
        else begin
            no_overflow: assert (n_q <= 1 + OUTREG);
            there_true:  assert (there == (n_q != 0 || (OUTREG == 0 && put)));
            if (n_q == 0) ready_when_empty: assert (room);
            if (trk_q && pop && ahead_q == 0) in_order: assert (out == item_q);
            if (pass) passes: assert (out == in);
            if (stall_q) holds: assert (there && out == out_q);
            cover (n_q == 1 + OUTREG);
            cover (trk_q && pop && ahead_q == 0 && push);
        end
    end
endmodule
`default_nettype wire
