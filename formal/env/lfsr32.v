// SPDX-License-Identifier: Apache-2.0
// In place of rtl/common/lfsr32.v: any sequence at all, so that what is proven holds for every seed.
`default_nettype none
module lfsr32 #(parameter [31:0] SALT = 32'd0) (
    input  wire        clk,
    input  wire        rst,
    input  wire        en_i,
    input  wire [31:0] seed_i,
    output wire [31:0] out_o
);
    (* anyseq *) wire [31:0] any;
    assign out_o = any;
endmodule
`default_nettype wire
