// SPDX-License-Identifier: Apache-2.0
// What stands around the core as docs/seams.md describes it: an L1I and an LSU that answer when and what they like,
// and a record of what they were asked and answered. The dword at f_iaddr always reads f_idata.
`default_nettype none
`include "lsu_ops.vh"
module core_env (
    input  wire        clk,
    input  wire        rst,
    input  wire        if_req_valid,
    output wire        if_req_ready,
    input  wire [63:0] if_req_addr,
    output wire        if_rsp_valid,
    output wire [63:0] if_rsp_data,
    output wire        if_rsp_err,
    input  wire        if_kill,
    input  wire        if_inval_req,
    output wire        if_inval_ack,
    output wire [63:0] iaddr,         // the dword that is followed
    output wire [63:0] idata,
    input  wire        ls_req_valid,
    output wire        ls_req_ready,
    input  wire [4:0]  ls_req_op,
    input  wire [63:0] ls_req_addr,
    input  wire [63:0] ls_req_wdata,
    input  wire [1:0]  ls_req_size,
    input  wire        ls_req_unsigned,
    input  wire [3:0]  ls_req_tag,    // 8: the page-table walker
    input  wire        ls_req_fault,  // answer with ls_req_cause, do nothing
    input  wire [3:0]  ls_req_cause,
    output wire        ls_rsp_valid,
    output wire [3:0]  ls_rsp_tag,
    output wire [63:0] ls_rsp_data,
    output wire        ls_rsp_exc,
    output wire [3:0]  ls_rsp_cause,
    input  wire        ls_head_valid,
    input  wire [3:0]  ls_head_tag,
    input  wire        ls_commit,
    output wire        ls_commit_ack,
    input  wire        ls_flush,
    // of the head of the reorder buffer
    output wire        h_open,        // asked, not answered
    output wire        h_done,        // answered
    output wire        h_exc,
    output wire [4:0]  h_op,
    output wire [63:0] h_addr,
    output wire [63:0] h_wdata,
    output wire [1:0]  h_size,
    output wire        h_unsigned,
    output wire [63:0] h_rdata
);
    // ---- instruction fetch: answers in order ----
    (* anyseq *) wire f_ir, f_iv, f_ie, f_ack;
    (* anyseq *) wire [63:0] f_id;
    (* anyconst *) wire [60:0] f_iaddr;
    (* anyconst *) wire [63:0] f_idata;
    assign iaddr = {f_iaddr, 3'd0};
    assign idata = f_idata;
    reg [60:0] q_q [0:3];
    reg [2:0]  n_q;
    reg        ack_q;
    wire take = if_req_valid && if_req_ready;
    assign if_req_ready = f_ir && n_q < 3'd4 && !if_inval_req;
    assign if_rsp_valid = f_iv && n_q != 3'd0;
    assign if_rsp_data  = q_q[0] == f_iaddr ? f_idata : f_id;
    assign if_rsp_err   = f_ie && q_q[0] != f_iaddr;
    assign if_inval_ack = ack_q;
    integer i;
    always @(posedge clk) begin
        if (if_rsp_valid) for (i = 0; i < 3; i = i + 1) q_q[i] <= q_q[i + 1];
        if (take) q_q[n_q[1:0] - {1'b0, if_rsp_valid}] <= if_req_addr[63:3];
        n_q   <= n_q + {2'd0, take} - {2'd0, if_rsp_valid};
        ack_q <= if_inval_req && f_ack && !ack_q;
        if (rst || if_kill) n_q <= 3'd0;
        if (rst) ack_q <= 1'b0;
    end

    // ---- loads and stores ----
    (* anyseq *) wire f_lr, f_lv, f_le, f_lc;
    (* anyseq *) wire [3:0] f_cause;
    (* anyseq *) wire [2:0] f_tag;
    (* anyseq *) wire [63:0] f_ld;
    reg [7:0]  open_q, done_q, exc_q;
    reg [4:0]  op_q [0:7];
    reg [63:0] addr_q [0:7];
    reg [63:0] wdata_q [0:7];
    reg [63:0] rdata_q [0:7];
    reg [2:0]  size_q [0:7];
    wire [2:0] t = ls_req_tag[2:0];
    wire [4:0] f_op = op_q[f_tag];
    wire       head_only = !(f_op == `LSU_OP_LOAD || f_op == `LSU_OP_STORE || (f_op >= `LSU_OP_CBO_CLEAN && f_op <= `LSU_OP_CBO_ZERO));
    wire       walk = ls_req_tag[3];
    wire       go = ls_req_valid && ls_req_ready && !walk;
    reg        walk_q;                // the walker's load is open
    reg  [7:0] fault_q;
    reg  [3:0] cause_q [0:7];
    wire       walk_rsp = walk_q && f_le && f_lv;
    assign ls_req_ready = f_lr;
    assign ls_rsp_valid = walk_rsp || f_lv && open_q[f_tag] && (!head_only || fault_q[f_tag] || (ls_head_valid && ls_head_tag[2:0] == f_tag));
    assign ls_rsp_tag   = walk_rsp ? 4'd8 : {1'b0, f_tag};
    assign ls_rsp_data  = f_ld;
    assign ls_rsp_exc   = fault_q[f_tag] && !walk_rsp || f_le && f_op != `LSU_OP_FENCE && f_op != `LSU_OP_FENCE_I;
    assign ls_rsp_cause = fault_q[f_tag] && !walk_rsp ? cause_q[f_tag] : f_cause;
    assign ls_commit_ack = ls_commit && f_lc;
    always @(posedge clk) begin
        if (walk_rsp) walk_q <= 1'b0;
        if (ls_req_valid && ls_req_ready && walk) walk_q <= 1'b1;
        if (rst || ls_flush) walk_q <= 1'b0;
        if (ls_rsp_valid && !walk_rsp) begin
            open_q[f_tag]  <= 1'b0;
            done_q[f_tag]  <= 1'b1;
            exc_q[f_tag]   <= ls_rsp_exc;
            rdata_q[f_tag] <= f_ld;
        end
        if (go) begin
            open_q[t]  <= 1'b1;
            done_q[t]  <= 1'b0;
            fault_q[t] <= ls_req_fault;
            cause_q[t] <= ls_req_cause;
            op_q[t]    <= ls_req_op;
            addr_q[t]  <= ls_req_addr;
            wdata_q[t] <= ls_req_wdata;
            size_q[t]  <= {ls_req_unsigned, ls_req_size};
        end
        if (rst || ls_flush) {open_q, done_q} <= 16'd0;
        if (!rst && go && !ls_flush) tag_free: assert (!open_q[t]);
        if (!rst && ls_commit) commit_answered: assert (h_done && !h_exc && ls_head_valid);
    end
    wire [2:0] h = ls_head_tag[2:0];
    assign h_open = open_q[h];
    assign h_done = done_q[h];
    assign h_exc  = exc_q[h];
    assign h_op   = op_q[h];
    assign h_addr = addr_q[h];
    assign h_wdata = wdata_q[h];
    assign h_size = size_q[h][1:0];
    assign h_unsigned = size_q[h][2];
    assign h_rdata = rdata_q[h];
endmodule
`default_nettype wire
