// SPDX-License-Identifier: Apache-2.0
//
// Seeded pseudo-random generator: xorshift32 (Marsaglia's triple 13, 17, 5), period 2^32 - 1. One per block that has a
// random freedom; SALT keeps the streams of two blocks with one seed apart. Not for cryptography.
// All 32 bits are fresh in every step. With en_i low nothing toggles.

`default_nettype none

module lfsr32 #(
    parameter [31:0] SALT = 32'h9e3779b9   // per-instance constant
) (
    input  wire        clk,
    input  wire        rst,
    input  wire        en_i,      // step
    input  wire [31:0] seed_i,    // taken while rst is high
    output wire [31:0] out_o      // current value, never 0
);
    reg  [31:0] state_q;
    wire [31:0] a    = state_q ^ {state_q[18:0], 13'b0};
    wire [31:0] b    = a ^ {17'b0, a[31:17]};
    wire [31:0] next = b ^ {b[26:0], 5'b0};

    // Small seeds differ in few bits: spread them, so that streams of neighbouring seeds part at once.
    wire [31:0] mix0 = seed_i ^ {seed_i[15:0], 16'b0} ^ {seed_i[23:0], 8'b0} ^ SALT;
    wire [31:0] mix1 = mix0 ^ {mix0[18:0], 13'b0};
    wire [31:0] mix  = mix1 ^ {17'b0, mix1[31:17]};

    always @(posedge clk) begin
        if (rst)
            state_q <= (mix == 32'b0) ? 32'h6d2b79f5 : mix;
        else if (en_i)
            state_q <= next;
    end

    assign out_o = state_q;
endmodule

`default_nettype wire
