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

    function [31:0] step;
        input [31:0] s;
        reg   [31:0] a, b;
        begin
            a    = s ^ {s[18:0], 13'b0};
            b    = a ^ {17'b0, a[31:17]};
            step = b ^ {b[26:0], 5'b0};
        end
    endfunction

    // Small seeds differ in few bits: spread them, so that streams of neighbouring seeds part at once.
    function [31:0] spread;
        input [31:0] s;
        reg   [31:0] a, b;
        begin
            a      = s ^ {s[15:0], 16'b0} ^ {s[23:0], 8'b0} ^ SALT;
            b      = a ^ {a[18:0], 13'b0};
            spread = b ^ {17'b0, b[31:17]};
            if (spread == 32'b0)
                spread = 32'h6d2b79f5;
        end
    endfunction

    always @(posedge clk) begin
        if (rst)
            state_q <= spread(seed_i);
        else if (en_i)
            state_q <= step(state_q);
    end

    assign out_o = state_q;
endmodule

`default_nettype wire
