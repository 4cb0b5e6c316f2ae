// SPDX-License-Identifier: Apache-2.0
// Instruction decoder: combinational, one 32-bit (expanded) instruction to control signals.
//
// Register numbers are 0 where the instruction has no such operand, so that x0 (always ready, reads 0) stands for "none".
// Whether a CSR exists, and what the privilege mode forbids, is not decided here but where it executes.
`default_nettype none
`include "core_defs.vh"
`include "lsu_ops.vh"

module core_decode (
    input  wire [31:0] insn_i,      // expanded instruction
    input  wire        illegal_i,   // the expander refused it
    output reg  [3:0]  unit_o,      // CORE_U_*
    output reg  [3:0]  cause_o,     // for CORE_U_EXC: the exception
    output reg  [4:0]  rs1_o,       // source 1
    output reg  [4:0]  rs2_o,       // source 2
    output reg  [4:0]  rd_o,        // destination
    output reg  [63:0] imm_o,       // immediate, sign extended
    output reg         a_pc_o,      // operand A is the pc instead of rs1
    output reg         b_imm_o,     // operand B is the immediate instead of rs2
    output reg  [3:0]  alu_op_o,    // {subtract, compare or arithmetic shift, funct3}
    output reg         word_o,      // 32-bit operation
    output reg  [4:0]  lsu_op_o,    // LSU_OP_*
    output reg         store_o      // the LSU operation waits for a commit: store or CMO
);

wire [6:0] opcode = insn_i[6:0];
wire [2:0] f3 = insn_i[14:12];
wire [6:0] f7 = insn_i[31:25];
wire [63:0] imm_i = {{52{insn_i[31]}}, insn_i[31:20]};
wire [63:0] imm_s = {{52{insn_i[31]}}, insn_i[31:25], insn_i[11:7]};
wire [63:0] imm_b = {{52{insn_i[31]}}, insn_i[7], insn_i[30:25], insn_i[11:8], 1'b0};
wire [63:0] imm_u = {{32{insn_i[31]}}, insn_i[31:12], 12'h0};
wire [63:0] imm_j = {{44{insn_i[31]}}, insn_i[19:12], insn_i[20], insn_i[30:21], 1'b0};
wire f7_zero = f7 == 7'h00;
wire f7_alt = f7 == 7'h20;

reg bad;
reg [4:0] amo_op;
reg amo_bad;

always @* begin
    amo_bad = 1'b0;
    case (insn_i[31:27])
    5'b00010: begin
        amo_op = `LSU_OP_LR;
        amo_bad = insn_i[24:20] != 5'd0;
    end
    5'b00011: amo_op = `LSU_OP_SC;
    5'b00001: amo_op = `LSU_OP_AMOSWAP;
    5'b00000: amo_op = `LSU_OP_AMOADD;
    5'b00100: amo_op = `LSU_OP_AMOXOR;
    5'b01100: amo_op = `LSU_OP_AMOAND;
    5'b01000: amo_op = `LSU_OP_AMOOR;
    5'b10000: amo_op = `LSU_OP_AMOMIN;
    5'b10100: amo_op = `LSU_OP_AMOMAX;
    5'b11000: amo_op = `LSU_OP_AMOMINU;
    5'b11100: amo_op = `LSU_OP_AMOMAXU;
    default: begin
        amo_op = `LSU_OP_LR;
        amo_bad = 1'b1;
    end
    endcase
end

always @* begin
    bad = illegal_i;
    unit_o = `CORE_U_ALU;
    cause_o = `CORE_EXC_ILLEGAL;
    rs1_o = insn_i[19:15];
    rs2_o = 5'd0;
    rd_o = insn_i[11:7];
    imm_o = imm_i;
    a_pc_o = 1'b0;
    b_imm_o = 1'b1;
    alu_op_o = 4'h0;
    word_o = 1'b0;
    lsu_op_o = `LSU_OP_LOAD;
    store_o = 1'b0;
    case (opcode)
    7'h37: begin // LUI: x0 + immediate
        rs1_o = 5'd0;
        imm_o = imm_u;
    end
    7'h17: begin // AUIPC
        rs1_o = 5'd0;
        imm_o = imm_u;
        a_pc_o = 1'b1;
    end
    7'h6f: begin
        unit_o = `CORE_U_JAL;
        rs1_o = 5'd0;
        imm_o = imm_j;
    end
    7'h67: begin
        unit_o = `CORE_U_JALR;
        bad = illegal_i || f3 != 3'd0;
    end
    7'h63: begin
        unit_o = `CORE_U_BRANCH;
        alu_op_o = 4'h8; // the comparison is a subtraction
        rs2_o = insn_i[24:20];
        rd_o = 5'd0;
        imm_o = imm_b;
        b_imm_o = 1'b0;
        bad = illegal_i || f3[2:1] == 2'b01;
    end
    7'h03: begin
        unit_o = `CORE_U_LSU;
        bad = illegal_i || f3 == 3'd7;
    end
    7'h23: begin
        unit_o = `CORE_U_LSU;
        lsu_op_o = `LSU_OP_STORE;
        store_o = 1'b1;
        rs2_o = insn_i[24:20];
        rd_o = 5'd0;
        imm_o = imm_s;
        bad = illegal_i || f3[2];
    end
    7'h13: begin
        alu_op_o = {(f3 == 3'd5 && insn_i[30]) || f3[2:1] == 2'b01, f3};
        bad = illegal_i || (f3 == 3'd1 && insn_i[31:26] != 6'h00) || (f3 == 3'd5 && {insn_i[31], insn_i[29:26]} != 5'h0);
    end
    7'h1b: begin
        word_o = 1'b1;
        alu_op_o = {(f3 == 3'd5 && insn_i[30]) || f3[2:1] == 2'b01, f3};
        case (f3)
        3'd0: bad = illegal_i;
        3'd1: bad = illegal_i || !f7_zero;
        3'd5: bad = illegal_i || !(f7_zero || f7_alt);
        default: bad = 1'b1;
        endcase
    end
    7'h33, 7'h3b: begin
        word_o = opcode[3];
        rs2_o = insn_i[24:20];
        b_imm_o = 1'b0;
        alu_op_o = {f7[5] || f3[2:1] == 2'b01, f3};
        if (f7 == 7'h01) begin
            unit_o = f3[2] ? `CORE_U_DIV : `CORE_U_MUL;
            bad = illegal_i || (opcode[3] && !f3[2] && f3 != 3'd0);
        end else begin
            bad = illegal_i || !(f7_zero || (f7_alt && (f3 == 3'd0 || f3 == 3'd5)))
                || (opcode[3] && f3 != 3'd0 && f3 != 3'd1 && f3 != 3'd5);
        end
    end
    7'h0f: begin
        unit_o = `CORE_U_LSU;
        rd_o = 5'd0;
        imm_o = 64'h0;
        case (f3)
        3'd0: begin
            // reserved fields are ignored, as the ISA asks; FENCE.TSO acts as FENCE RW,RW
            lsu_op_o = `LSU_OP_FENCE;
            rs1_o = 5'd0;
        end
        3'd1: begin
            unit_o = `CORE_U_FENCEI;
            lsu_op_o = `LSU_OP_FENCE_I;
            rs1_o = 5'd0;
        end
        3'd2: begin
            store_o = 1'b1;
            case (insn_i[31:20])
            12'd0: lsu_op_o = `LSU_OP_CBO_INVAL;
            12'd1: lsu_op_o = `LSU_OP_CBO_CLEAN;
            12'd2: lsu_op_o = `LSU_OP_CBO_FLUSH;
            12'd4: lsu_op_o = `LSU_OP_CBO_ZERO;
            default: bad = 1'b1;
            endcase
            if (insn_i[11:7] != 5'd0)
                bad = 1'b1;
        end
        default: bad = 1'b1;
        endcase
    end
    7'h2f: begin
        unit_o = `CORE_U_LSU;
        lsu_op_o = amo_op;
        rs2_o = amo_op == `LSU_OP_LR ? 5'd0 : insn_i[24:20];
        imm_o = 64'h0;
        bad = illegal_i || amo_bad || f3[2:1] != 2'b01;
    end
    7'h73: begin
        unit_o = `CORE_U_CSR;
        imm_o = 64'h0;
        if (f3 == 3'd0) begin
            rs1_o = 5'd0;
            rd_o = 5'd0;
            case (insn_i[31:7])
            25'h0000000: begin // ECALL: xtval is 0
                unit_o = `CORE_U_EXC;
                cause_o = `CORE_EXC_ECALL;
            end
            25'h0002000: begin // EBREAK: xtval is the pc
                unit_o = `CORE_U_EXC;
                cause_o = `CORE_EXC_BREAK;
                a_pc_o = 1'b1;
            end
            25'h0604000, 25'h0204000: unit_o = `CORE_U_XRET; // MRET, SRET
            25'h020a000: unit_o = `CORE_U_WFI;
            default: begin // all forms of SFENCE.VMA drop all translations
                unit_o = `CORE_U_SFENCE;
                bad = illegal_i || f7 != 7'h09 || insn_i[11:7] != 5'd0;
            end
            endcase
        end else begin
            if (f3[2])
                rs1_o = 5'd0;
            bad = illegal_i || f3 == 3'd4;
        end
    end
    default: bad = 1'b1;
    endcase
    if (bad) begin
        unit_o = `CORE_U_EXC;
        cause_o = `CORE_EXC_ILLEGAL;
        rs1_o = 5'd0;
        rs2_o = 5'd0;
        rd_o = 5'd0;
        store_o = 1'b0;
    end
end

endmodule
`default_nettype wire
