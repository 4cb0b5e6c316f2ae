// SPDX-License-Identifier: Apache-2.0
// Multiplier and divider of RV64M, one operation at a time.
//
// Operands are held by the caller until the cycle of done_o. A product takes two cycles, its high half three: sixteen
// products of 16-bit digits (DSP slices; the highest digits carry the sign), the two of a pair added, then their sum. A
// division takes one cycle per quotient bit, eight leading zero bits of the dividend per cycle where there are any, plus
// four.
`default_nettype none

module core_muldiv (
    input  wire        clk,
    input  wire        rst,
    input  wire        flush_i,  // abandon the operation
    input  wire        mul_i,    // a multiplication is asked for (level, until done_o)
    input  wire        div_i,    // a division is asked for (level, until done_o)
    input  wire [2:0]  f3_i,     // funct3
    input  wire        word_i,   // 32-bit operation: the low half of the result counts
    input  wire [63:0] a_i,      // rs1
    input  wire [63:0] b_i,      // rs2
    output wire        done_o,   // result valid this cycle
    output wire [63:0] res_o     // result
);

wire unused = f3_i[2]; // which of the two is known from mul_i and div_i

// multiplier: sum over the digits' products m(i,j) << 16 (i + j). Worked out only while one is under way.
reg [1:0] mul_q;                                 // cycles done: 1 digits, 2 all but the last sum
wire want_low = f3_i[1:0] == 2'b00;
wire mul_done = mul_q == (want_low ? 2'd1 : 2'd2);
wire signed [16:0] a0 = {1'b0, a_i[15:0]}, a1 = {1'b0, a_i[31:16]}, a2 = {1'b0, a_i[47:32]},
                   a3 = {f3_i[1:0] != 2'b11 && a_i[63], a_i[63:48]};
wire signed [16:0] b0 = {1'b0, b_i[15:0]}, b1 = {1'b0, b_i[31:16]}, b2 = {1'b0, b_i[47:32]},
                   b3 = {!f3_i[1] && b_i[63], b_i[63:48]};
reg [31:0] m0_q, m1_q, m2_q, m3_q;               // m(i,i): they do not overlap
reg signed [34:0] s01_q, s02_q, s03_q, s12_q, s13_q, s23_q; // m(i,j) + m(j,i); the first two are not negative
reg [48:0] x;                                    // from bit 16
reg signed [35:0] s3;
reg [54:0] y;                                    // from bit 32
reg [55:0] t;                                    // from bit 32
reg [51:0] z;                                    // from bit 64: the pairs above
reg [23:0] t_q;
reg [63:0] high_q;                               // from bit 64: all but t_q
reg [63:0] low, high;
always @* begin
    x = 49'hx;
    s3 = 36'shx;
    y = 55'hx;
    t = 56'hx;
    z = 52'hx;
    low = 64'hx;
    high = 64'hx;
    if (mul_q == 2'd1) begin
        x = {1'b0, m1_q, m0_q[31:16]} + {14'h0, s01_q};
        s3 = s03_q + s12_q;
        y = {{20{s02_q[34]}}, s02_q} + {{3{s3[35]}}, s3, 16'h0};
        t = {23'h0, x[48:16]} + {y[54], y};
        z = {{17{s13_q[34]}}, s13_q} + {s23_q[34], s23_q, 16'h0};
        low = {t[31:0], x[15:0], m0_q[15:0]};
    end
    if (mul_q == 2'd2)
        high = high_q + {{40{t_q[23]}}, t_q};
end
wire [63:0] prod = mul_q[1] ? high : low;

always @(posedge clk) begin
    mul_q <= mul_i && !mul_done && !flush_i && !rst ? mul_q + 2'd1 : 2'd0;
    if (mul_i && mul_q == 2'd0) begin
        m0_q <= a0 * b0;
        m1_q <= a1 * b1;
        m2_q <= a2 * b2;
        m3_q <= a3 * b3;
        s01_q <= a0 * b1 + a1 * b0;
        s02_q <= a0 * b2 + a2 * b0;
        s03_q <= a0 * b3 + a3 * b0;
        s12_q <= a1 * b2 + a2 * b1;
        s13_q <= a1 * b3 + a3 * b1;
        s23_q <= a2 * b3 + a3 * b2;
    end
    if (mul_q == 2'd1) begin
        t_q <= t[55:32];
        high_q <= {m3_q, m2_q} + {{12{z[51]}}, z};
    end
end

// divider: restoring, on magnitudes; its subtraction also changes signs, of what passes through dvs_q while rem_q is zero
localparam [2:0] D_IDLE = 3'd0, // nothing to do; takes the dividend
                 D_NUM  = 3'd1, // magnitude of the dividend; takes the divisor
                 D_DEN  = 3'd2, // magnitude of the divisor
                 D_RUN  = 3'd3, // one quotient bit a cycle, then takes the result
                 D_SIGN = 3'd4; // sign of the result, which is there
reg [2:0] div_state_q;
reg [6:0] count_q;      // bits left
reg [63:0] rem_q, quo_q, dvs_q;
reg neg_q;              // the result is negative

wire dsigned = !f3_i[0];
wire want_rem = f3_i[1];
wire a_neg = dsigned && (word_i ? a_i[31] : a_i[63]);
wire b_neg = dsigned && (word_i ? b_i[31] : b_i[63]);
// the remainder is below the divisor and has fewer bits than the steps done, so its shift never overflows
wire [63:0] rem_sh = {rem_q[62:0], quo_q[63] && div_state_q == D_RUN};
wire [63:0] rem_sub = rem_sh - dvs_q;
wire [63:0] with_sign = (div_state_q == D_NUM ? a_neg : neg_q) ? rem_sub : dvs_q;
wire fits = rem_sh[63] ^ dvs_q[63] ? rem_sh[63] : !rem_sub[63];
wire dvs_zero = dvs_q == 64'h0;
wire skip = count_q >= 7'd8 && quo_q[63:56] == 8'h0 && rem_q == 64'h0 && !dvs_zero;

always @(posedge clk) begin
    if (rst || flush_i) begin
        div_state_q <= D_IDLE;
    end else begin
        case (div_state_q)
        D_IDLE: if (div_i) begin
            div_state_q <= D_NUM;
            count_q <= 7'd64;
            rem_q <= 64'h0;
            dvs_q <= {word_i ? {32{a_neg}} : a_i[63:32], a_i[31:0]};
        end
        D_NUM: begin
            div_state_q <= D_DEN;
            quo_q <= with_sign;
            dvs_q <= {word_i ? {32{b_neg}} : b_i[63:32], b_i[31:0]};
        end
        D_DEN: begin
            div_state_q <= D_RUN;
            if (b_neg)
                dvs_q <= rem_sub;
            // by zero: the subtractions give a quotient of all ones, to be left as it is
            neg_q <= want_rem ? a_neg : (a_neg ^ b_neg) && !dvs_zero;
        end
        D_RUN: begin
            if (count_q == 7'd0) begin
                div_state_q <= D_SIGN;
                dvs_q <= want_rem ? rem_q : quo_q;
                rem_q <= 64'h0;
            end else if (skip) begin
                count_q <= count_q - 7'd8;
                quo_q <= {quo_q[55:0], 8'h0};
            end else begin
                count_q <= count_q - 7'd1;
                rem_q <= fits ? rem_sub : rem_sh;
                quo_q <= {quo_q[62:0], fits};
            end
        end
        default: div_state_q <= D_IDLE;
        endcase
    end
end

assign done_o = mul_done || div_state_q == D_SIGN;
assign res_o = mul_done ? prod : with_sign;

endmodule
`default_nettype wire
