// SPDX-License-Identifier: Apache-2.0
// Integer ALU and branch comparison: combinational.
//
// One adder serves sums, differences, comparisons and addresses: a - b is ~(~a + b), and unsigned and signed order follow
// from the sign of the difference and the operands. op_i[3] must be set for comparisons and branches. One shifter serves
// both directions: it shifts right, what goes left goes through it backwards.
`default_nettype none

module core_alu (
    input  wire [3:0]  op_i,     // {subtract, compare or arithmetic shift, funct3}
    input  wire        word_i,   // 32-bit operation: the low half of the result counts
    input  wire [2:0]  br_f3_i,  // branch condition
    input  wire [63:0] a_i,      // operand A
    input  wire [63:0] b_i,      // operand B
    output wire [63:0] sum_o,    // a + b, or a - b where op_i[3] is set
    output wire [63:0] res_o,    // result
    output wire        taken_o   // the branch condition holds
);

wire [63:0] invert = {64{op_i[3]}};
assign sum_o = (b_i + (a_i ^ invert)) ^ invert;

wire eq = a_i == b_i;
wire differ = a_i[63] ^ b_i[63];
wire ltu = differ ? b_i[63] : sum_o[63];
wire lt = differ ? a_i[63] : sum_o[63];

assign res_o = full;
assign taken_o = br_f3_i[0] ^ (br_f3_i[2] ? (br_f3_i[1] ? ltu : lt) : eq);

wire [5:0] shamt = {b_i[5] && !word_i, b_i[4:0]};
wire fill = op_i[3] && (word_i ? a_i[31] : a_i[63]);
wire left = !op_i[2];
reg [63:0] sh_in, sh, full;
integer i;
always @* begin
    sh_in = 64'hx;
    sh = 64'hx;
    if (op_i[1:0] == 2'd1) begin // SLL, SRL, SRA
        if (left)
            for (i = 0; i < 64; i = i + 1)
                sh_in[i] = a_i[63 - i];
        else // filling with ones is shifting the complement: keeps every operand at 64 bits
            sh_in = {word_i ? 32'h0 : a_i[63:32] ^ {32{fill}}, a_i[31:0] ^ {32{fill}}};
        sh = sh_in >> shamt;
    end
    case (op_i[2:0])
    3'd0: full = sum_o;
    3'd1: for (i = 0; i < 64; i = i + 1)
        full[i] = sh[63 - i];
    3'd2: full = {63'h0, lt};
    3'd3: full = {63'h0, ltu};
    3'd4: full = a_i ^ b_i;
    3'd5: full = sh ^ {64{fill}};
    3'd6: full = a_i | b_i;
    default: full = a_i & b_i;
    endcase
end

endmodule
`default_nettype wire
