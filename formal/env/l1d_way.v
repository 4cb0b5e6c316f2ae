// SPDX-License-Identifier: Apache-2.0
// In place of rtl/cache/l1d_way.v for harness f_l1d: the same way with one byte a dword (the harness uses no other), so
// that the model stays small, and with its invariant: what is dirty is valid.
`default_nettype none
module l1d_way #(
    parameter SETW  = 6,
    parameter WORDW = 3,
    parameter TAGW  = 28
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  f_en_i,
    input  wire [SETW-1:0]       f_set_i,
    input  wire                  f_chk_i,
    input  wire [TAGW-1:0]       f_tag_i,
    output wire                  f_hit_o,
    input  wire                  b_en_i,
    input  wire [SETW-1:0]       b_set_i,
    input  wire                  b_chk_i,
    input  wire [TAGW-1:0]       b_tag_i,
    output wire                  b_hit_o,
    output wire                  b_valid_o,
    output wire                  b_dirty_o,
    output wire [TAGW-1:0]       b_tag_o,
    input  wire                  rd_en_i,
    input  wire [SETW+WORDW-1:0] rd_addr_i,
    output wire [63:0]           rd_data_o,
    input  wire                  tw_en_i,
    input  wire [SETW-1:0]       tw_set_i,
    input  wire [TAGW-1:0]       tw_tag_i,
    input  wire                  fl_en_i,
    input  wire [SETW-1:0]       fl_set_i,
    input  wire                  fl_valid_i,
    input  wire                  fl_dirty_i,
    input  wire                  dw_en_i,
    input  wire [SETW+WORDW-1:0] dw_addr_i,
    input  wire [7:0]            dw_strb_i,
    input  wire [63:0]           dw_data_i
);
    localparam SETS = 1 << SETW;
    reg [TAGW-1:0] tag_mem [0:SETS-1];
    reg [7:0]      data_mem [0:(SETS << WORDW)-1];
    reg [SETS-1:0] valid_q, dirty_q;
    reg [TAGW-1:0] ftag_q, btag_q;
    reg [SETW-1:0] fset_q, bset_q;
    reg [7:0]      data_q;
    always @(posedge clk) begin
        if (tw_en_i) tag_mem[tw_set_i] <= tw_tag_i;
        if (f_en_i) {ftag_q, fset_q} <= {tag_mem[f_set_i], f_set_i};
        if (b_en_i) {btag_q, bset_q} <= {tag_mem[b_set_i], b_set_i};
        if (dw_en_i && dw_strb_i[0]) data_mem[dw_addr_i] <= dw_data_i[7:0];
        if (rd_en_i) data_q <= data_mem[rd_addr_i];
        if (fl_en_i) begin
            valid_q[fl_set_i] <= fl_valid_i;
            dirty_q[fl_set_i] <= fl_dirty_i;
        end
        if (rst) begin
            valid_q <= {SETS{1'b0}};
            dirty_q <= {SETS{1'b0}};
        end else dirty_is_valid: assert ((dirty_q & ~valid_q) == 0);
    end
    assign f_hit_o   = f_chk_i && valid_q[fset_q] && ftag_q == f_tag_i;
    assign b_valid_o = b_chk_i && valid_q[bset_q];
    assign b_dirty_o = b_valid_o && dirty_q[bset_q];
    assign b_hit_o   = b_valid_o && btag_q == b_tag_i;
    assign b_tag_o   = btag_q;
    assign rd_data_o = {56'd0, data_q};
endmodule
`default_nettype wire
