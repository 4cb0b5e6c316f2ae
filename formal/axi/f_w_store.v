// SPDX-License-Identifier: Apache-2.0
// axi_w_store, 4 beats deep: one beat that the solver picks comes out once, in its place and unchanged; nothing is offered
// before its burst is complete, what is offered stays, a burst goes out without a gap. Bursts of at most 4 beats.
`default_nettype none
module f_w_store (input wire clk);
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    (* anyseq *) wire f_in, f_last, f_out, f_pick;
    (* anyseq *) wire [3:0] f_bits;    // bits are stored alike: a few will do
    wire [63:0] f_data = {61'd0, f_bits[2:0]};
    wire [7:0]  f_strb = {7'd0, f_bits[3]};
    wire in_ready, out, out_last, busy;
    wire [63:0] out_data;
    wire [7:0] out_strb;
    reg  [2:0] beat_q;                 // of the burst that comes in
    reg  iv_q, il_q;
    reg  [71:0] id_q;
    wire in_go = iv_q && in_ready, out_go = out && f_out;
    wire [2:0] beat = in_go ? (il_q ? 3'd0 : beat_q + 3'd1) : beat_q;
    axi_w_store #(.DEPTH(4)) u_dut (.clk(clk), .rst(rst), .busy_o(busy), .s_axi_wdata(id_q[63:0]), .s_axi_wstrb(id_q[71:64]),
        .s_axi_wlast(il_q), .s_axi_wvalid(iv_q), .s_axi_wready(in_ready), .m_axi_wdata(out_data), .m_axi_wstrb(out_strb),
        .m_axi_wlast(out_last), .m_axi_wvalid(out), .m_axi_wready(f_out));
    reg  [3:0] n_q;                    // beats inside
    reg  [3:0] b_q;                    // complete bursts inside
    reg  trk_q;
    reg  [3:0] ahead_q;
    reg  [72:0] beat_is_q;
    reg  hold_q, mid_q;
    reg  [72:0] hold_d_q;
    wire [72:0] od = {out_last, out_strb, out_data};
    wire pick = in_go && f_pick && !trk_q;
    always @(posedge clk) begin
        if (!iv_q || in_ready) begin
            iv_q <= f_in;
            id_q <= {f_strb, f_data};
            il_q <= f_last || beat == 3'd3;
        end
        beat_q <= beat;
        n_q    <= n_q + in_go - out_go;
        b_q    <= b_q + (in_go && il_q) - (out_go && out_last);
        if (pick) begin
            trk_q     <= 1'b1;
            ahead_q   <= n_q - out_go;
            beat_is_q <= {il_q, id_q};
        end else if (trk_q && out_go) begin
            ahead_q <= ahead_q - 4'd1;
            if (ahead_q == 0) trk_q <= 1'b0;
        end
        hold_q   <= out && !f_out;
        hold_d_q <= od;
        if (out_go) mid_q <= !out_last;
        if (rst) begin
            iv_q   <= 1'b0;
            beat_q <= 3'd0;
            n_q    <= 4'd0;
            b_q    <= 4'd0;
            trk_q  <= 1'b0;
            hold_q <= 1'b0;
            mid_q  <= 1'b0;
        end else begin
            bounded:   assert (n_q <= 4'd4);
            complete:  assert (out == (b_q != 0));
            no_gap:    assert (!mid_q || out);
            if (hold_q) stays: assert (out && od == hold_d_q);
            if (trk_q && ahead_q == 0 && out) right: assert (od == beat_is_q);
            busy_is:   assert (busy == (n_q != 0));
            cover (out_go && out_last && n_q == 4);
        end
    end
endmodule
`default_nettype wire
