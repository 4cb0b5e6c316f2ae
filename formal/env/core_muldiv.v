// SPDX-License-Identifier: Apache-2.0
// In place of rtl/core/core_muldiv.v: any latency, and a simple function of operands and operation as result, which
// shows that operands, operation and result go the right way. The arithmetic itself is left to the simulated tests.
`default_nettype none
module core_muldiv (
    input  wire        clk,
    input  wire        rst,
    input  wire        flush_i,
    input  wire        mul_i,
    input  wire        div_i,
    input  wire [2:0]  f3_i,
    input  wire        word_i,
    input  wire [63:0] a_i,
    input  wire [63:0] b_i,
    output wire        done_o,
    output wire [63:0] res_o
);
    (* anyseq *) wire done;
    assign done_o = done && (mul_i || div_i);
    assign res_o  = (a_i ^ {b_i[60:0], b_i[63:61]}) ^ {60'd0, word_i, f3_i};
endmodule
`default_nettype wire
