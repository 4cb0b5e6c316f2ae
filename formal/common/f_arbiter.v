// SPDX-License-Identifier: Apache-2.0
// rr_arbiter: one grant to one that asks; a request that stays is served within N services.
`default_nettype none
module f_arbiter #(parameter N = 5) (input wire clk);
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    (* anyseq *) wire [N-1:0] req;
    (* anyseq *) wire use_it;
    (* anyconst *) wire [2:0] who;
    wire [N-1:0] gnt;
    rr_arbiter #(.N(N)) u_dut (.clk(clk), .rst(rst), .req_i(req), .advance_i(use_it), .gnt_o(gnt));
    reg [3:0] served_q = 0; // services of others since who has asked
    always @(posedge clk) begin
        if (!req[who] || gnt[who]) served_q <= 0;
        else if (use_it && |req) served_q <= served_q + 1;
        if (rst) served_q <= 0;
        else begin
            one_grant: assert ((gnt & (gnt - 1'b1)) == 0 && (gnt & ~req) == 0 && (|gnt == |req));
            if (who < N) no_starvation: assert (served_q < N);
            cover (who == 2 && served_q == N - 1);
        end
    end
endmodule
`default_nettype wire
