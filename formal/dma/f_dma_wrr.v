// SPDX-License-Identifier: Apache-2.0
// dma_wrr, three channels, weights up to 3: only one that asks may go, and one that keeps asking and can go waits for at
// most twice the weights of the others in steps of theirs.
`default_nettype none
module f_dma_wrr (input wire clk);
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    (* anyseq *) wire [2:0] req;
    (* anyseq *) wire free, hold, f_step, f_skip;
    (* anyconst *) wire [1:0] w0, w1, w2, who;
    wire [1:0] sel;
    wire may;
    wire [1:0] w = sel == 0 ? w0 : sel == 1 ? w1 : w2;
    wire step = f_step && may;
    wire skip = f_skip && sel != who;
    dma_wrr #(.N(3), .C_W(2)) u_dut (.clk(clk), .rst(rst), .req_i(req), .free_i(free), .hold_i(hold), .step_i(step), .skip_i(skip),
        .weight_i({2'd0, w}), .sel_o(sel), .may_o(may));
    function [2:0] one(input [1:0] x); one = x == 0 ? 3'd1 : {1'b0, x}; endfunction
    wire [3:0] all = {1'b0, one(w0)} + {1'b0, one(w1)} + {1'b0, one(w2)};
    wire [3:0] others = all - {1'b0, one(who == 0 ? w0 : who == 1 ? w1 : w2)};
    reg [5:0] steps_q = 0;
    always @(posedge clk) begin
        if (!req[who] || (step && sel == who)) steps_q <= 0;
        else if (step) steps_q <= steps_q + 1;
        if (rst) steps_q <= 0;
        else begin
            exists: assert (sel < 3);
            if (may) asks: assert (req[sel]);
            if (who < 3) no_starvation: assert (steps_q <= {1'b0, others, 1'b0});
            cover (who == 2 && steps_q == {2'd0, others});
        end
    end
endmodule
`default_nettype wire
