// SPDX-License-Identifier: Apache-2.0
//
// One way of the L1D: tag RAM (two copies: one for loads, one for the cache's own work), data RAM of 64-bit words with
// byte enables, valid and dirty flops. RAM reads are synchronous; the flops are read a cycle later, at the compare, so
// that a tag read just before its way was re-used cannot hit.

`default_nettype none

module l1d_way #(
    parameter SETW  = 6,     // log2 of the sets
    parameter WORDW = 3,     // log2 of the dwords in a line
    parameter TAGW  = 28
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  f_en_i,      // front: read the tag for a load
    input  wire [SETW-1:0]       f_set_i,
    input  wire                  f_chk_i,     // one cycle later: compare
    input  wire [TAGW-1:0]       f_tag_i,     // with the tag that the load wants
    output reg                   f_hit_o,
    input  wire                  b_en_i,      // back: read the tag
    input  wire [SETW-1:0]       b_set_i,
    input  wire                  b_chk_i,     // one cycle later: compare
    input  wire [TAGW-1:0]       b_tag_i,     // with this tag
    output reg                   b_hit_o,
    output reg                   b_valid_o,   // flags and tag of the set that was read
    output reg                   b_dirty_o,
    output wire [TAGW-1:0]       b_tag_o,
    input  wire                  rd_en_i,     // data read port
    input  wire [SETW+WORDW-1:0] rd_addr_i,
    output wire [63:0]           rd_data_o,
    input  wire                  tw_en_i,     // write both tags
    input  wire [SETW-1:0]       tw_set_i,
    input  wire [TAGW-1:0]       tw_tag_i,
    input  wire                  fl_en_i,     // set the flags
    input  wire [SETW-1:0]       fl_set_i,
    input  wire                  fl_valid_i,
    input  wire                  fl_dirty_i,
    input  wire                  dw_en_i,     // data write port
    input  wire [SETW+WORDW-1:0] dw_addr_i,
    input  wire [7:0]            dw_strb_i,
    input  wire [63:0]           dw_data_i
);
    localparam SETS = 1 << SETW;

    reg [TAGW-1:0] ftag_mem [0:SETS-1];
    reg [TAGW-1:0] btag_mem [0:SETS-1];
    reg [63:0]     data_mem [0:(SETS << WORDW)-1];
    reg [SETS-1:0] valid_q;
    reg [SETS-1:0] dirty_q;
    reg [TAGW-1:0] ftag_q;
    reg [TAGW-1:0] btag_q;
    reg [63:0]     data_q;
    reg [SETW-1:0] fset_q;
    reg [SETW-1:0] bset_q;

    always @(posedge clk) begin
        if (tw_en_i)
            ftag_mem[tw_set_i] <= tw_tag_i;
        if (f_en_i) begin
            ftag_q <= ftag_mem[f_set_i];
            fset_q <= f_set_i;
        end
    end

    always @(posedge clk) begin
        if (tw_en_i)
            btag_mem[tw_set_i] <= tw_tag_i;
        if (b_en_i) begin
            btag_q <= btag_mem[b_set_i];
            bset_q <= b_set_i;
        end
    end

    integer i;
    always @(posedge clk) begin
        if (dw_en_i)
            for (i = 0; i < 8; i = i + 1)
                if (dw_strb_i[i])
                    data_mem[dw_addr_i][8*i +: 8] <= dw_data_i[8*i +: 8];
        if (rd_en_i)
            data_q <= data_mem[rd_addr_i];
`ifdef DOORBELL_ASSERT
        // not every RAM defines what a read beside a write of its word gives: nothing that looks like data
        if (rd_en_i && dw_en_i && dw_addr_i == rd_addr_i)
            data_q <= ~data_mem[rd_addr_i];
`endif
    end

    always @(posedge clk) begin
        if (rst) begin
            valid_q <= {SETS{1'b0}};
            dirty_q <= {SETS{1'b0}};
        end else if (fl_en_i) begin
            valid_q[fl_set_i] <= fl_valid_i;
            dirty_q[fl_set_i] <= fl_dirty_i;
        end
    end

    always @* begin
        f_hit_o = 1'b0;
        if (f_chk_i)
            f_hit_o = valid_q[fset_q] && (ftag_q == f_tag_i);
    end
    always @* begin
        b_valid_o = 1'b0;
        b_dirty_o = 1'b0;
        b_hit_o   = 1'b0;
        if (b_chk_i) begin
            b_valid_o = valid_q[bset_q];
            b_dirty_o = b_valid_o && dirty_q[bset_q];
            b_hit_o   = b_valid_o && (btag_q == b_tag_i);
        end
    end
    assign b_tag_o   = btag_q;
    assign rd_data_o = data_q;
endmodule

`default_nettype wire
