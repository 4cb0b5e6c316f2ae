// SPDX-License-Identifier: Apache-2.0
// Multiplier and divider of RV64M, one operation at a time.
//
// Operands are held by the caller until the cycle of done_o. A product takes two cycles, its high half three: four 32x32
// unsigned products (DSP slices), then their sum with the correction for signs. A division takes one cycle per
// quotient bit, eight leading zero bits of the dividend per cycle where there are any, plus three.
`default_nettype none

module core_muldiv (
    input  wire        clk,
    input  wire        rst,
    input  wire        flush_i,  // abandon the operation
    input  wire        mul_i,    // a multiplication is asked for (level, until done_o)
    input  wire        div_i,    // a division is asked for (level, until done_o)
    input  wire [2:0]  f3_i,     // funct3
    input  wire        word_i,   // 32-bit operation
    input  wire [63:0] a_i,      // rs1
    input  wire [63:0] b_i,      // rs2
    output wire        done_o,   // result valid this cycle
    output wire [63:0] res_o     // result
);

wire unused = f3_i[2]; // which of the two is known from mul_i and div_i

// multiplier
reg mul_q;                 // the partial products stand
reg high_done_q;           // the high half stands
reg [63:0] high_q;
reg [63:0] p0_q, p1_q, p2_q, p3_q, corr_q;

wire a_signed = f3_i[1:0] != 2'b11;
wire b_signed = !f3_i[1];
wire [63:0] corr = (a_signed && a_i[63] ? b_i : 64'h0) + (b_signed && b_i[63] ? a_i : 64'h0);
wire [63:0] t1 = p1_q + {32'h0, p0_q[63:32]};
wire [63:0] t2 = p2_q + {32'h0, t1[31:0]};
wire [63:0] high = p3_q + {32'h0, t1[63:32]} + {32'h0, t2[63:32]} - corr_q;
wire [63:0] low = {t2[31:0], p0_q[31:0]};
wire want_low = f3_i[1:0] == 2'b00;
wire mul_done = mul_q && want_low || high_done_q;
wire [63:0] prod = high_done_q ? high_q : {word_i ? {32{low[31]}} : low[63:32], low[31:0]};

always @(posedge clk) begin
    mul_q <= mul_i && !mul_q && !high_done_q && !flush_i && !rst;
    high_done_q <= mul_q && !want_low && !flush_i && !rst;
    if (mul_i && !mul_q && !high_done_q) begin
        p0_q <= {32'h0, a_i[31:0]} * {32'h0, b_i[31:0]};
        p1_q <= {32'h0, a_i[63:32]} * {32'h0, b_i[31:0]};
        p2_q <= {32'h0, a_i[31:0]} * {32'h0, b_i[63:32]};
        p3_q <= {32'h0, a_i[63:32]} * {32'h0, b_i[63:32]};
        corr_q <= corr;
    end
    if (mul_q)
        high_q <= high;
end

// divider: restoring, on magnitudes; one negation serves both operands and the result
localparam [1:0] D_IDLE = 2'd0, // nothing to do; takes the magnitude of the dividend
                 D_NEG  = 2'd1, // magnitude of the divisor
                 D_RUN  = 2'd2, // one quotient bit a cycle, then the sign of the result
                 D_DONE = 2'd3; // result stands in quo_q
reg [1:0] div_state_q;
reg [6:0] count_q;      // bits left
reg [63:0] rem_q, quo_q, dvs_q;
reg neg_q;              // the result is negative

wire dsigned = !f3_i[0];
wire want_rem = f3_i[1];
wire a_neg = dsigned && (word_i ? a_i[31] : a_i[63]);
wire b_neg = dsigned && (word_i ? b_i[31] : b_i[63]);
wire [63:0] a_ext = {word_i ? {32{a_neg}} : a_i[63:32], a_i[31:0]};
wire [63:0] b_ext = {word_i ? {32{b_neg}} : b_i[63:32], b_i[31:0]};
wire in_idle = div_state_q == D_IDLE;
wire in_neg = div_state_q == D_NEG;
wire neg_en = in_idle ? a_neg : in_neg ? b_neg : neg_q;
wire [63:0] neg_src = in_idle ? a_ext : in_neg ? dvs_q : want_rem ? rem_q : quo_q;
wire [63:0] neg_res = (neg_src ^ {64{neg_en}}) + {63'h0, neg_en};
// the remainder is below the divisor and has fewer bits than the steps done, so its shift never overflows
wire [63:0] rem_sh = {rem_q[62:0], quo_q[63]};
wire [63:0] rem_sub = rem_sh - dvs_q;
wire fits = rem_sh[63] ^ dvs_q[63] ? rem_sh[63] : !rem_sub[63];
wire dvs_zero = dvs_q == 64'h0;
wire skip = count_q >= 7'd8 && quo_q[63:56] == 8'h0 && rem_q == 64'h0 && !dvs_zero;

always @(posedge clk) begin
    if (rst || flush_i) begin
        div_state_q <= D_IDLE;
    end else begin
        case (div_state_q)
        D_IDLE: if (div_i) begin
            div_state_q <= D_NEG;
            count_q <= 7'd64;
            rem_q <= 64'h0;
            quo_q <= neg_res;
            dvs_q <= b_ext;
        end
        D_NEG: begin
            div_state_q <= D_RUN;
            dvs_q <= neg_res;
            // by zero: the subtractions give a quotient of all ones, to be left as it is
            neg_q <= want_rem ? a_neg : (a_neg ^ b_neg) && !dvs_zero;
        end
        D_RUN: begin
            if (count_q == 7'd0) begin
                div_state_q <= D_DONE;
                quo_q <= neg_res;
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

assign done_o = mul_done || div_state_q == D_DONE;
assign res_o = mul_done ? prod : {word_i ? {32{quo_q[31]}} : quo_q[63:32], quo_q[31:0]};

endmodule
`default_nettype wire
