// SPDX-License-Identifier: Apache-2.0
// Expansion of a 16-bit RV64C instruction to its 32-bit equivalent: combinational.
//
// Only the integer part of C exists; the floating-point forms and all reserved encodings raise illegal_o. HINTs expand
// to instructions with rd = x0 and retire as such.
`default_nettype none

module core_rvc (
    input  wire [15:0] c_i,       // compressed instruction, c_i[1:0] != 3
    output reg  [31:0] insn_o,    // the equivalent 32-bit instruction
    output reg         illegal_o  // reserved, or of an extension that this core has not
);

wire [4:0] rd   = c_i[11:7];
wire [4:0] rs2  = c_i[6:2];
wire [4:0] rdp  = {2'b01, c_i[4:2]};
wire [4:0] rs1p = {2'b01, c_i[9:7]};
wire [11:0] imm6 = {{7{c_i[12]}}, c_i[6:2]};
wire [2:0] branch_f3 = {2'b00, c_i[13]};

localparam [6:0] LOAD = 7'h03, OPIMM = 7'h13, OPIMMW = 7'h1b, STORE = 7'h23, OP = 7'h33, LUI = 7'h37, OPW = 7'h3b,
                 BRANCH = 7'h63, JALR = 7'h67, JAL = 7'h6f;

always @* begin
    insn_o = 32'h0;
    illegal_o = 1'b0;
    case ({c_i[1:0], c_i[15:13]})
    5'b00_000: begin // addi4spn
        insn_o = {2'b0, c_i[10:7], c_i[12:11], c_i[5], c_i[6], 2'b00, 5'd2, 3'b000, rdp, OPIMM};
        illegal_o = c_i[12:5] == 8'h0;
    end
    5'b00_010: insn_o = {5'b0, c_i[5], c_i[12:10], c_i[6], 2'b00, rs1p, 3'b010, rdp, LOAD};
    5'b00_011: insn_o = {4'b0, c_i[6:5], c_i[12:10], 3'b000, rs1p, 3'b011, rdp, LOAD};
    5'b00_110: insn_o = {5'b0, c_i[5], c_i[12], rdp, rs1p, 3'b010, c_i[11:10], c_i[6], 2'b00, STORE};
    5'b00_111: insn_o = {4'b0, c_i[6:5], c_i[12], rdp, rs1p, 3'b011, c_i[11:10], 3'b000, STORE};
    5'b01_000: insn_o = {imm6, rd, 3'b000, rd, OPIMM};
    5'b01_001: begin // addiw
        insn_o = {imm6, rd, 3'b000, rd, OPIMMW};
        illegal_o = rd == 5'd0;
    end
    5'b01_010: insn_o = {imm6, 5'd0, 3'b000, rd, OPIMM};
    5'b01_011: begin // addi16sp, lui
        if (rd == 5'd2)
            insn_o = {{3{c_i[12]}}, c_i[4:3], c_i[5], c_i[2], c_i[6], 4'b0, 5'd2, 3'b000, 5'd2, OPIMM};
        else
            insn_o = {{15{c_i[12]}}, c_i[6:2], rd, LUI};
        illegal_o = {c_i[12], c_i[6:2]} == 6'h0;
    end
    5'b01_100: begin
        case (c_i[11:10])
        2'b00: insn_o = {6'b000000, c_i[12], c_i[6:2], rs1p, 3'b101, rs1p, OPIMM};
        2'b01: insn_o = {6'b010000, c_i[12], c_i[6:2], rs1p, 3'b101, rs1p, OPIMM};
        2'b10: insn_o = {imm6, rs1p, 3'b111, rs1p, OPIMM};
        default: begin
            case ({c_i[12], c_i[6:5]})
            3'b000: insn_o = {7'h20, rdp, rs1p, 3'b000, rs1p, OP};
            3'b001: insn_o = {7'h00, rdp, rs1p, 3'b100, rs1p, OP};
            3'b010: insn_o = {7'h00, rdp, rs1p, 3'b110, rs1p, OP};
            3'b011: insn_o = {7'h00, rdp, rs1p, 3'b111, rs1p, OP};
            3'b100: insn_o = {7'h20, rdp, rs1p, 3'b000, rs1p, OPW};
            3'b101: insn_o = {7'h00, rdp, rs1p, 3'b000, rs1p, OPW};
            default: illegal_o = 1'b1;
            endcase
        end
        endcase
    end
    5'b01_101: insn_o = {c_i[12], c_i[8], c_i[10:9], c_i[6], c_i[7], c_i[2], c_i[11], c_i[5:3], {9{c_i[12]}}, 5'd0, JAL};
    5'b01_110, 5'b01_111:
        insn_o = {{4{c_i[12]}}, c_i[6:5], c_i[2], 5'd0, rs1p, branch_f3, c_i[11:10], c_i[4:3], c_i[12], BRANCH};
    5'b10_000: insn_o = {6'b000000, c_i[12], c_i[6:2], rd, 3'b001, rd, OPIMM};
    5'b10_010: begin // lwsp
        insn_o = {4'b0, c_i[3:2], c_i[12], c_i[6:4], 2'b00, 5'd2, 3'b010, rd, LOAD};
        illegal_o = rd == 5'd0;
    end
    5'b10_011: begin // ldsp
        insn_o = {3'b0, c_i[4:2], c_i[12], c_i[6:5], 3'b000, 5'd2, 3'b011, rd, LOAD};
        illegal_o = rd == 5'd0;
    end
    5'b10_100: begin
        if (rs2 != 5'd0) begin
            insn_o = {7'h00, rs2, c_i[12] ? rd : 5'd0, 3'b000, rd, OP};
        end else if (rd == 5'd0) begin
            insn_o = 32'h0010_0073;
            illegal_o = !c_i[12];
        end else begin
            insn_o = {12'h0, rd, 3'b000, 4'h0, c_i[12], JALR};
        end
    end
    5'b10_110: insn_o = {4'b0, c_i[8:7], c_i[12], rs2, 5'd2, 3'b010, c_i[11:9], 2'b00, STORE};
    5'b10_111: insn_o = {3'b0, c_i[9:7], c_i[12], rs2, 5'd2, 3'b011, c_i[11:10], 3'b000, STORE};
    default: illegal_o = 1'b1;
    endcase
end

endmodule
`default_nettype wire
