// SPDX-License-Identifier: Apache-2.0
// The core, seen through RVFI, with any instructions, any L1I and any LSU: each retired instruction does what isa.v
// says; what goes to the LSU is what it says; pc goes on where the last instruction left it; registers hold what was
// written last; order counts; the instruction is the one in memory. Predictor and multiplier are abstract.
`default_nettype none
`include "lsu_ops.vh"
module f_core (input wire clk);
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    wire if_req_valid, if_req_ready, if_rsp_valid, if_rsp_err, if_kill, if_inval_req, if_inval_ack;
    wire [63:0] if_req_addr, if_rsp_data, iaddr, idata;
    wire ls_req_valid, ls_req_ready, ls_req_unsigned, ls_rsp_valid, ls_rsp_exc, ls_head_valid, ls_commit,
        ls_commit_ack, ls_flush;
    wire [4:0] ls_req_op;
    wire [63:0] ls_req_addr, ls_req_wdata, ls_rsp_data;
    wire [1:0] ls_req_size;
    wire [3:0] ls_req_tag, ls_rsp_tag, ls_rsp_cause, ls_head_tag, ls_req_cause;
    wire ls_req_fault;
    wire h_open, h_done, h_exc, h_unsigned;
    wire [4:0] h_op;
    wire [63:0] h_addr, h_wdata, h_rdata;
    wire [1:0] h_size;
    core_env u_env (.clk(clk), .rst(rst), .if_req_valid(if_req_valid), .if_req_ready(if_req_ready),
        .if_req_addr(if_req_addr), .if_rsp_valid(if_rsp_valid), .if_rsp_data(if_rsp_data), .if_rsp_err(if_rsp_err),
        .if_kill(if_kill), .if_inval_req(if_inval_req), .if_inval_ack(if_inval_ack), .iaddr(iaddr), .idata(idata),
        .ls_req_valid(ls_req_valid), .ls_req_ready(ls_req_ready), .ls_req_op(ls_req_op), .ls_req_addr(ls_req_addr),
        .ls_req_wdata(ls_req_wdata), .ls_req_size(ls_req_size), .ls_req_unsigned(ls_req_unsigned),
        .ls_req_tag(ls_req_tag), .ls_req_fault(ls_req_fault), .ls_req_cause(ls_req_cause), .ls_rsp_valid(ls_rsp_valid), .ls_rsp_tag(ls_rsp_tag), .ls_rsp_data(ls_rsp_data),
        .ls_rsp_exc(ls_rsp_exc), .ls_rsp_cause(ls_rsp_cause), .ls_head_valid(ls_head_valid),
        .ls_head_tag(ls_head_tag), .ls_commit(ls_commit), .ls_commit_ack(ls_commit_ack), .ls_flush(ls_flush),
        .h_open(h_open), .h_done(h_done), .h_exc(h_exc), .h_op(h_op), .h_addr(h_addr), .h_wdata(h_wdata),
        .h_size(h_size), .h_unsigned(h_unsigned), .h_rdata(h_rdata));

    (* anyseq *) wire [3:0] irq;
    wire        v, trap, intr;
    wire [63:0] order, s1, s2, wd, pc, npc, maddr;
    wire [31:0] insn;
    wire [4:0]  r1, r2, rd;
    wire [7:0]  rmask, wmask;
    doorbell_core #(.RESET_PC(64'h1000)) u_dut (.clk(clk), .rst(rst), .irq_msip_i(irq[0]), .irq_mtip_i(irq[1]),
        .irq_meip_i(irq[2]), .irq_seip_i(irq[3]), .time_i(64'd0),
        .if_req_valid_o(if_req_valid), .if_req_ready_i(if_req_ready), .if_req_addr_o(if_req_addr),
        .if_rsp_valid_i(if_rsp_valid), .if_rsp_data_i(if_rsp_data), .if_rsp_err_i(if_rsp_err), .if_kill_o(if_kill),
        .if_inval_req_o(if_inval_req), .if_inval_ack_i(if_inval_ack),
        .ls_req_valid_o(ls_req_valid), .ls_req_ready_i(ls_req_ready), .ls_req_op_o(ls_req_op),
        .ls_req_addr_o(ls_req_addr), .ls_req_wdata_o(ls_req_wdata), .ls_req_size_o(ls_req_size),
        .ls_req_unsigned_o(ls_req_unsigned), .ls_req_tag_o(ls_req_tag), .ls_req_fault_o(ls_req_fault), .ls_req_cause_o(ls_req_cause), .ls_rsp_valid_i(ls_rsp_valid),
        .ls_rsp_tag_i(ls_rsp_tag), .ls_rsp_data_i(ls_rsp_data), .ls_rsp_exc_i(ls_rsp_exc),
        .ls_rsp_cause_i(ls_rsp_cause), .ls_rsp_mdata_i(64'd0), .ls_head_valid_o(ls_head_valid),
        .ls_head_tag_o(ls_head_tag), .ls_commit_o(ls_commit), .ls_commit_ack_i(ls_commit_ack),
        .ls_flush_o(ls_flush), .ls_busy_i(3'd0),
        .rvfi_valid(v), .rvfi_order(order), .rvfi_insn(insn), .rvfi_trap(trap), .rvfi_intr(intr),
        .rvfi_rs1_addr(r1), .rvfi_rs2_addr(r2), .rvfi_rs1_rdata(s1), .rvfi_rs2_rdata(s2), .rvfi_rd_addr(rd),
        .rvfi_rd_wdata(wd), .rvfi_pc_rdata(pc), .rvfi_pc_wdata(npc), .rvfi_mem_addr(maddr),
        .rvfi_mem_rmask(rmask), .rvfi_mem_wmask(wmask));

    wire known, illegal, use1, use2, mem, e_unsig, e_store;
    wire [4:0] e_r1, e_r2, e_rd, e_op;
    wire [63:0] e_val, e_npc, e_addr;
    wire [1:0] e_size;
    isa u_isa (.raw(insn), .pc(pc), .a(s1), .b(s2), .known(known), .illegal(illegal), .use1(use1), .use2(use2),
        .rs1(e_r1), .rs2(e_r2), .rd(e_rd), .val(e_val), .npc(e_npc), .mem(mem), .op(e_op), .addr(e_addr),
        .size(e_size), .unsig(e_unsig), .store(e_store));
    wire done = v && !trap && known && !rst;
    wire [7:0] e_mask = e_size == 0 ? 8'h01 : e_size == 1 ? 8'h03 : e_size == 2 ? 8'h0f : 8'hff;

    // one register, any
    (* anyconst *) wire [4:0] f_r;
    reg [63:0] reg_q = 64'd0;
    reg [63:0] pc_q = 64'h1000, order_q = 64'd0;
    wire [1:0] at = pc[2:1];
    always @(posedge clk) if (!rst) begin
        if (done) begin
            if (use1) reads_rs1: assert (r1 == e_r1);
            if (use2) reads_rs2: assert (r2 == e_r2);
            writes_rd: assert (rd == e_rd);
            goes_on: assert (npc == e_npc);
            if (!mem) result: assert (wd == (e_rd == 0 ? 64'd0 : e_val));
        end
        if (v && illegal) illegal_traps: assert (trap);
        if (v && trap) begin
            trap_writes_nothing: assert (rd == 0 && rmask == 0 && wmask == 0);
            if (known && !mem) only_memory_faults: assert (insn == 32'd0);
        end
        if (done && mem) begin
            asked_and_answered: assert (h_done && !h_exc);
            mem_op: assert (h_op == e_op && h_size == e_size && h_addr == e_addr);
            if (!e_store && e_op == `LSU_OP_LOAD) mem_unsigned: assert (h_unsigned == e_unsig);
            if (use2) mem_wdata: assert (h_wdata == s2);
            if (!e_store) mem_result: assert (wd == (e_rd == 0 ? 64'd0 : h_rdata));
            if (e_op == `LSU_OP_LOAD) load_mask: assert (rmask == e_mask && wmask == 0 && maddr == e_addr);
            if (e_store) store_mask: assert (wmask == e_mask && rmask == 0 && maddr == e_addr);
            if (e_store) store_commits: assert (ls_commit && ls_commit_ack);
        end
        if (done && !mem) no_access: assert (rmask == 0 && wmask == 0);
        if (ls_commit_ack) commit_retires: assert (v && !trap);
        if (v) begin
            order_counts: assert (order == order_q);
            if (!intr) pc_follows: assert (pc == pc_q);
            if (r1 == f_r) rs1_newest: assert (s1 == reg_q);
            if (r2 == f_r) rs2_newest: assert (s2 == reg_q);
            x0_zero: assert (rd != 0 || wd == 0);
            if (pc[63:3] == iaddr[63:3] && !trap) begin
                if (insn[1:0] != 3) insn_in_memory: assert (insn == {16'd0, idata[16*at +: 16]});
                else if (at != 3) insn_in_memory_4: assert (insn == idata[16*at +: 32]);
            end
        end
        if (v) begin
            order_q <= order_q + 1;
            pc_q    <= npc;
            if (rd != 0 && rd == f_r) reg_q <= wd;
        end
        cover (v && order == 2 && known && mem && e_store);
        cover (v && order == 2 && known && mem && e_op == `LSU_OP_LOAD && s1 != 0);
        cover (v && order == 1 && trap);
        cover (v && intr && order == 1);
        cover (done && insn[6:0] == 7'h63 && npc != pc + 4 && npc != pc && order == 1);
        cover (done && insn[6:0] == 7'h2f && e_op == `LSU_OP_AMOADD);
        cover (done && insn[1:0] != 3 && s1 != 0);
        cover (done && insn[6:0] == 7'h33 && s1 != 0 && s2 != 0 && order == 2);
    end
endmodule
`default_nettype wire
