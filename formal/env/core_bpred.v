// SPDX-License-Identifier: Apache-2.0
// In place of rtl/core/core_bpred.v: any prediction. The core must be right whatever the tables say.
`default_nettype none
module core_bpred (
    input  wire        clk,
    input  wire        rst,
    input  wire [63:1] pc_i,
    input  wire        take_i,
    output wire        taken_o,
    output wire [1:0]  off_o,
    output wire [63:1] target_o,
    input  wire        upd_we_i,
    input  wire        upd_valid_i,
    input  wire        upd_dir_i,
    input  wire        upd_taken_i,
    input  wire        upd_fire_i,
    input  wire        upd_xfer_i,
    input  wire [63:1] upd_pc_i,
    input  wire [63:1] upd_target_i,
    input  wire [1:0]  upd_type_i,
    input  wire [63:1] upd_link_i,
    input  wire        redirect_i
);
    (* anyseq *) wire        taken;
    (* anyseq *) wire [1:0]  off;
    (* anyseq *) wire [62:0] target;
    assign taken_o  = taken && off >= pc_i[2:1]; // never before the first halfword that is wanted
    assign off_o    = off;
    assign target_o = target;
endmodule
`default_nettype wire
