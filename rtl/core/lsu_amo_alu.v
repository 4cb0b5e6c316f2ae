// SPDX-License-Identifier: Apache-2.0
//
// The arithmetic of the AMOs: combinational. A word of memory comes sign-extended, of rs2 only the low half counts; of the
// result then too. One adder: m - r is ~(~m + r), its sign orders the operands, also as unsigned numbers, because the
// extension keeps their order.

`default_nettype none
`include "lsu_ops.vh"

module lsu_amo_alu (
    input  wire        en_i,        // somebody asks: without, the result is nobody's
    input  wire [4:0]  op_i,
    input  wire        word_i,      // 32-bit operation
    input  wire [63:0] mem_i,       // old value
    input  wire [63:0] reg_i,       // rs2
    output reg  [63:0] result_o     // new value
);
    // A result is the sum, or a function of the operands, bit by bit: {of 1 and 1, of 1 and 0, of 0 and 1}; of 0 and 0 it is 0
    localparam [2:0] SUM = 3'b000, XOR = 3'b011, AND = 3'b100, OR = 3'b111, MEM = 3'b110, REG = 3'b101;

    reg  [63:0] r, sum;
    reg         sub, differ, lt, lt_u;
    reg  [2:0]  f;
    integer     i;
    always @* begin
        r        = 64'bx;
        sum      = 64'bx;
        sub      = 1'bx;
        differ   = 1'bx;
        lt       = 1'bx;
        lt_u     = 1'bx;
        f        = 3'bx;
        result_o = 64'bx;
        if (en_i) begin
            r      = {word_i ? {32{reg_i[31]}} : reg_i[63:32], reg_i[31:0]};
            sub    = op_i != `LSU_OP_AMOADD;
            sum    = (mem_i ^ {64{sub}}) + r;
            differ = mem_i[63] ^ r[63];
            lt     = differ ? mem_i[63] : !sum[63];
            lt_u   = differ ? r[63] : !sum[63];
            case (op_i)
                `LSU_OP_AMOADD:  f = SUM;
                `LSU_OP_AMOXOR:  f = XOR;
                `LSU_OP_AMOAND:  f = AND;
                `LSU_OP_AMOOR:   f = OR;
                `LSU_OP_AMOMIN:  f = lt ? MEM : REG;
                `LSU_OP_AMOMAX:  f = lt ? REG : MEM;
                `LSU_OP_AMOMINU: f = lt_u ? MEM : REG;
                `LSU_OP_AMOMAXU: f = lt_u ? REG : MEM;
                default:         f = REG;                 // AMOSWAP, SC
            endcase
            for (i = 0; i < 64; i = i + 1)
                result_o[i] = f == SUM ? sum[i] : mem_i[i] ? (r[i] ? f[2] : f[1]) : r[i] && f[0];
        end
    end
endmodule

`default_nettype wire
