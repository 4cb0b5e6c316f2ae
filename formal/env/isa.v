// SPDX-License-Identifier: Apache-2.0
// RV64IMAC, unprivileged, as the ISA manual says it: what one instruction does with given operands. Written apart from
// the core. known is low for what is not described here (CSRs, privileged instructions, CMOs, reserved encodings that
// extensions may use); there the harness asks for little.
`default_nettype none
`include "lsu_ops.vh"
module isa (
    input  wire [31:0] raw,      // as fetched, upper half 0 if compressed
    input  wire [63:0] pc,
    input  wire [63:0] a,        // value of rs1
    input  wire [63:0] b,        // value of rs2
    output reg         known,
    output reg         illegal,  // must trap: defined as illegal for ever, or reserved in C
    output reg         use1,
    output reg         use2,
    output wire [4:0]  rs1,
    output wire [4:0]  rs2,
    output reg  [4:0]  rd,       // 0: none
    output reg  [63:0] val,      // for rd, unless it comes from memory
    output reg  [63:0] npc,
    output reg         mem,      // goes to the LSU as op
    output reg  [4:0]  op,
    output reg  [63:0] addr,
    output reg  [1:0]  size,
    output reg         unsig,
    output reg         store     // nothing for rd comes back
);
    // ---- C to 32 bits: fields named as in the manual ----
    wire [15:0] c = raw[15:0];
    reg  [31:0] x;
    reg         c_bad;
    function [31:0] i_type(input [11:0] imm, input [4:0] r1, input [2:0] f3, input [4:0] d, input [6:0] o);
        i_type = {imm, r1, f3, d, o};
    endfunction
    function [31:0] s_type(input [11:0] imm, input [4:0] r2, input [4:0] r1, input [2:0] f3, input [6:0] o);
        s_type = {imm[11:5], r2, r1, f3, imm[4:0], o};
    endfunction
    function [31:0] r_type(input [6:0] f7, input [4:0] r2, input [4:0] r1, input [2:0] f3, input [4:0] d, input [6:0] o);
        r_type = {f7, r2, r1, f3, d, o};
    endfunction
    wire [4:0] cd = c[11:7], c2 = c[6:2], pd = {2'b01, c[4:2]}, p1 = {2'b01, c[9:7]};
    wire [11:0] ci  = {{7{c[12]}}, c[6:2]};                                    // imm[5|4:0]
    wire [11:0] clw = {5'd0, c[5], c[12:10], c[6], 2'd0};                      // uimm[6|5:3|2]
    wire [11:0] cld = {4'd0, c[6:5], c[12:10], 3'd0};                          // uimm[7:6|5:3]
    wire [11:0] clwsp = {4'd0, c[3:2], c[12], c[6:4], 2'd0};
    wire [11:0] cldsp = {3'd0, c[4:2], c[12], c[6:5], 3'd0};
    wire [11:0] cswsp = {4'd0, c[8:7], c[12:9], 2'd0};
    wire [11:0] csdsp = {3'd0, c[9:7], c[12:10], 3'd0};
    wire [11:0] c4spn = {2'd0, c[10:7], c[12:11], c[5], c[6], 2'd0};
    wire [11:0] c16sp = {{3{c[12]}}, c[4:3], c[5], c[2], c[6], 4'd0};
    wire [20:0] cj = {{10{c[12]}}, c[8], c[10:9], c[6], c[7], c[2], c[11], c[5:3], 1'b0};
    wire [12:0] cb = {{5{c[12]}}, c[6:5], c[2], c[11:10], c[4:3], 1'b0};
    always @* begin
        x = raw;
        c_bad = 1'b0;
        case ({c[15:13], c[1:0]})
        5'b000_00: begin x = i_type(c4spn, 5'd2, 3'd0, pd, 7'h13); c_bad = c4spn == 0; end
        5'b010_00: x = i_type(clw, p1, 3'd2, pd, 7'h03);
        5'b011_00: x = i_type(cld, p1, 3'd3, pd, 7'h03);
        5'b110_00: x = s_type(clw, pd, p1, 3'd2, 7'h23);
        5'b111_00: x = s_type(cld, pd, p1, 3'd3, 7'h23);
        5'b001_00, 5'b101_00, 5'b100_00: c_bad = 1'b1; // floating point, reserved
        5'b000_01: x = i_type(ci, cd, 3'd0, cd, 7'h13);
        5'b001_01: begin x = i_type(ci, cd, 3'd0, cd, 7'h1b); c_bad = cd == 0; end
        5'b010_01: x = i_type(ci, 5'd0, 3'd0, cd, 7'h13);
        5'b011_01: begin
            x = cd == 2 ? i_type(c16sp, 5'd2, 3'd0, 5'd2, 7'h13) : {{15{c[12]}}, c[6:2], cd, 7'h37};
            c_bad = {c[12], c[6:2]} == 0;
        end
        5'b100_01:
            case (c[11:10])
            2'd0: x = i_type({6'h00, c[12], c2}, p1, 3'd5, p1, 7'h13);
            2'd1: x = i_type({6'h10, c[12], c2}, p1, 3'd5, p1, 7'h13);
            2'd2: x = i_type(ci, p1, 3'd7, p1, 7'h13);
            default:
                case ({c[12], c[6:5]})
                3'd0: x = r_type(7'h20, pd, p1, 3'd0, p1, 7'h33);
                3'd1: x = r_type(7'h00, pd, p1, 3'd4, p1, 7'h33);
                3'd2: x = r_type(7'h00, pd, p1, 3'd6, p1, 7'h33);
                3'd3: x = r_type(7'h00, pd, p1, 3'd7, p1, 7'h33);
                3'd4: x = r_type(7'h20, pd, p1, 3'd0, p1, 7'h3b);
                3'd5: x = r_type(7'h00, pd, p1, 3'd0, p1, 7'h3b);
                default: c_bad = 1'b1;
                endcase
            endcase
        5'b101_01: x = {cj[20], cj[10:1], cj[11], cj[19:12], 5'd0, 7'h6f};
        5'b110_01: x = {cb[12], cb[10:5], 5'd0, p1, 3'd0, cb[4:1], cb[11], 7'h63};
        5'b111_01: x = {cb[12], cb[10:5], 5'd0, p1, 3'd1, cb[4:1], cb[11], 7'h63};
        5'b000_10: x = i_type({6'h00, c[12], c2}, cd, 3'd1, cd, 7'h13);
        5'b010_10: begin x = i_type(clwsp, 5'd2, 3'd2, cd, 7'h03); c_bad = cd == 0; end
        5'b011_10: begin x = i_type(cldsp, 5'd2, 3'd3, cd, 7'h03); c_bad = cd == 0; end
        5'b100_10:
            if (c2 != 0) x = r_type(7'h00, c2, c[12] ? cd : 5'd0, 3'd0, cd, 7'h33);
            else if (cd != 0) x = i_type(12'd0, cd, 3'd0, {4'd0, c[12]}, 7'h67);
            else begin x = 32'h00100073; c_bad = !c[12]; end
        5'b110_10: x = s_type(cswsp, c2, 5'd2, 3'd2, 7'h23);
        5'b111_10: x = s_type(csdsp, c2, 5'd2, 3'd3, 7'h23);
        5'b001_10, 5'b101_10: c_bad = 1'b1;
        default: ;
        endcase
    end

    wire        comp = raw[1:0] != 2'd3;
    wire [63:0] next = pc + (comp ? 64'd2 : 64'd4);
    assign rs1 = x[19:15];
    assign rs2 = x[24:20];
    wire [2:0]  f3 = x[14:12];
    wire [6:0]  f7 = x[31:25];
    wire [63:0] imm_i = {{52{x[31]}}, x[31:20]};
    wire [63:0] imm_s = {{52{x[31]}}, x[31:25], x[11:7]};
    wire [63:0] imm_b = {{51{x[31]}}, x[31], x[7], x[30:25], x[11:8], 1'b0};
    wire [63:0] imm_u = {{32{x[31]}}, x[31:12], 12'd0};
    wire [63:0] imm_j = {{43{x[31]}}, x[31], x[19:12], x[20], x[30:21], 1'b0};
    wire        is_imm = x[6:0] == 7'h13 || x[6:0] == 7'h1b;
    wire        is_w   = x[3];
    wire [63:0] y = is_imm ? imm_i : b;
    wire [5:0]  sh = is_w ? {1'b0, y[4:0]} : y[5:0];
    reg  [63:0] r;
    reg         jump;
    always @* begin
        known = 1'b1;
        illegal = comp && c_bad;
        use1 = 1'b0; use2 = 1'b0; rd = 5'd0; val = 64'd0; npc = next;
        mem = 1'b0; op = 5'd0; addr = 64'd0; size = 2'd0; unsig = 1'b0; store = 1'b0;
        r = 64'd0; jump = 1'b0;
        case (x[6:0])
        7'h37: begin rd = x[11:7]; val = imm_u; end
        7'h17: begin rd = x[11:7]; val = pc + imm_u; end
        7'h6f: begin rd = x[11:7]; val = next; npc = pc + imm_j; end
        7'h67: begin
            use1 = 1'b1; rd = x[11:7]; val = next; npc = (a + imm_i) & ~64'd1;
            known = f3 == 0;
        end
        7'h63: begin
            use1 = 1'b1; use2 = 1'b1;
            case (f3)
            3'd0: jump = a == b;
            3'd1: jump = a != b;
            3'd4: jump = $signed(a) < $signed(b);
            3'd5: jump = $signed(a) >= $signed(b);
            3'd6: jump = a < b;
            3'd7: jump = a >= b;
            default: known = 1'b0;
            endcase
            if (jump) npc = pc + imm_b;
        end
        7'h13, 7'h1b, 7'h33, 7'h3b: begin
            use1 = 1'b1; use2 = !is_imm; rd = x[11:7];
            if (!is_imm && f7 == 7'h01) begin // stands for the result of core_muldiv
                r = (a ^ {b[60:0], b[63:61]}) ^ {60'd0, is_w, f3};
                known = !is_w || f3 == 0 || f3[2];
                val = r;
            end else begin
                case (f3)
                3'd0: r = !is_imm && f7[5] ? a - y : a + y;
                3'd1: r = a << sh;
                3'd2: r = {63'd0, $signed(a) < $signed(y)};
                3'd3: r = {63'd0, a < y};
                3'd4: r = a ^ y;
                3'd5:
                    if (is_w && x[30]) r = {32'd0, $signed(a[31:0]) >>> sh};
                    else if (is_w) r = {32'd0, a[31:0] >> sh};
                    else if (x[30]) r = $signed(a) >>> sh;
                    else r = a >> sh;
                3'd6: r = a | y;
                default: r = a & y;
                endcase
                val = is_w ? {{32{r[31]}}, r[31:0]} : r;
                if (is_w && f3 != 0 && f3 != 1 && f3 != 5) known = 1'b0;
                if (is_imm) begin
                    if (f3 == 1 && (is_w ? f7 != 0 : f7[6:1] != 0)) known = 1'b0;
                    if (f3 == 5 && (is_w ? (f7 & 7'h5f) != 0 : (f7[6:1] & 6'h2f) != 0)) known = 1'b0;
                end else if (!(f7 == 0 || (f7 == 7'h20 && (f3 == 0 || f3 == 5)))) known = 1'b0;
            end
        end
        7'h03: begin
            use1 = 1'b1; rd = x[11:7]; mem = 1'b1; op = `LSU_OP_LOAD; addr = a + imm_i; size = f3[1:0]; unsig = f3[2];
            known = f3 != 7;
        end
        7'h23: begin
            use1 = 1'b1; use2 = 1'b1; mem = 1'b1; op = `LSU_OP_STORE; addr = a + imm_s; size = f3[1:0]; store = 1'b1;
            known = !f3[2];
        end
        7'h2f: begin
            use1 = 1'b1; rd = x[11:7]; mem = 1'b1; addr = a; size = f3[1:0];
            use2 = x[31:27] != 5'h02;
            known = f3 == 2 || f3 == 3;
            case (x[31:27])
            5'h02: begin op = `LSU_OP_LR; if (x[24:20] != 0) known = 1'b0; end
            5'h03: op = `LSU_OP_SC;
            5'h01: op = `LSU_OP_AMOSWAP;
            5'h00: op = `LSU_OP_AMOADD;
            5'h04: op = `LSU_OP_AMOXOR;
            5'h0c: op = `LSU_OP_AMOAND;
            5'h08: op = `LSU_OP_AMOOR;
            5'h10: op = `LSU_OP_AMOMIN;
            5'h14: op = `LSU_OP_AMOMAX;
            5'h18: op = `LSU_OP_AMOMINU;
            5'h1c: op = `LSU_OP_AMOMAXU;
            default: known = 1'b0;
            endcase
        end
        7'h73: begin
            known = 1'b0;
            if (x == 32'h00000073 || x == 32'h00100073) illegal = 1'b1; // ECALL, EBREAK: always trap
        end
        default: known = 1'b0;
        endcase
        if (comp && c_bad) known = 1'b0;
    end
endmodule
`default_nettype wire
