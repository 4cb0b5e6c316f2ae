// SPDX-License-Identifier: Apache-2.0
//
// The arithmetic of the AMOs on right-justified operands. Words come sign-extended or not; only their low half counts.

`default_nettype none
`include "lsu_ops.vh"

module lsu_amo_alu (
    input  wire        en_i,        // somebody asks
    input  wire [4:0]  op_i,
    input  wire        word_i,      // 32-bit operation
    input  wire [63:0] mem_i,       // old value
    input  wire [63:0] reg_i,       // rs2
    output reg  [63:0] result_o     // new value
);
    reg lt_u, lt_s, sm, sr;

    always @* begin
        lt_u     = 1'b0;
        lt_s     = 1'b0;
        sm       = 1'b0;
        sr       = 1'b0;
        result_o = 64'd0;
        if (en_i) begin
            lt_u = word_i ? (mem_i[31:0] < reg_i[31:0]) : (mem_i < reg_i);
            sm   = word_i ? mem_i[31] : mem_i[63];
            sr   = word_i ? reg_i[31] : reg_i[63];
            lt_s = (sm != sr) ? sm : lt_u;
            case (op_i)
                `LSU_OP_AMOADD:  result_o = mem_i + reg_i;
                `LSU_OP_AMOXOR:  result_o = mem_i ^ reg_i;
                `LSU_OP_AMOAND:  result_o = mem_i & reg_i;
                `LSU_OP_AMOOR:   result_o = mem_i | reg_i;
                `LSU_OP_AMOMIN:  result_o = lt_s ? mem_i : reg_i;
                `LSU_OP_AMOMAX:  result_o = lt_s ? reg_i : mem_i;
                `LSU_OP_AMOMINU: result_o = lt_u ? mem_i : reg_i;
                `LSU_OP_AMOMAXU: result_o = lt_u ? reg_i : mem_i;
                default:         result_o = reg_i;                 // AMOSWAP, SC
            endcase
        end
    end
endmodule

`default_nettype wire
