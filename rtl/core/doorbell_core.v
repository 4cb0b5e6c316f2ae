// SPDX-License-Identifier: Apache-2.0
// The core: RV64IMAC_Zicsr_Zifencei_Zicbom_Zicboz_Zicntr, M, S and U mode, Sv39 with Svpbmt, PMP, single issue.
//
//   core_fetch ── D ── X ── core_rob ── retirement, RVFI
//      │  └ core_bpred    │      └ core_csr, core_trap, core_pmp
//      └──── core_mmu ────┘
//         │          └ LSU (outside)
//         └ L1I (outside)
//
// Instructions issue in order, complete out of order past load misses and retire in order from an eight-entry reorder
// buffer. docs/seams.md fixes the interfaces. A requester gets at least the handshake it sees: if_kill_o and ls_flush_o
// go out in the cycle of the redirect, and the request of that cycle is dropped with the others (ls_req_valid_o is low).
// Performance: a predicted branch costs nothing, a mispredicted one four cycles, a load followed by its user one, MUL
// one extra, CSR accesses wait for the head of the buffer.
`default_nettype none
`include "doorbell_spec.vh"

module doorbell_core #(
    parameter [63:0] HART_ID = 64'h0,                             // mhartid
    parameter [63:0] RESET_PC = {24'h0, `DB_RESET_PC}             // first instruction after reset
) (
    input  wire        clk,
    input  wire        rst,
    // interrupts and time
    input  wire        irq_msip_i,
    input  wire        irq_mtip_i,
    input  wire        irq_meip_i,
    input  wire        irq_seip_i,
    input  wire [63:0] time_i,            // mtime
    // L1I
    output wire        if_req_valid_o,
    input  wire        if_req_ready_i,
    output wire [63:0] if_req_addr_o,     // aligned to 8
    input  wire        if_rsp_valid_i,
    input  wire [63:0] if_rsp_data_i,
    input  wire        if_rsp_err_i,      // access fault
    output wire        if_kill_o,         // drop all requests, this cycle's too
    output wire        if_inval_req_o,    // FENCE.I, level until the acknowledgement
    input  wire        if_inval_ack_i,
    // LSU
    output wire        ls_req_valid_o,
    input  wire        ls_req_ready_i,
    output wire [4:0]  ls_req_op_o,       // LSU_OP_*
    output wire [63:0] ls_req_addr_o,     // physical
    output wire        ls_req_fault_o,    // do nothing but answer with this exception
    output wire [3:0]  ls_req_cause_o,
    output wire [63:0] ls_req_wdata_o,
    output wire [1:0]  ls_req_size_o,
    output wire        ls_req_unsigned_o,
    output wire        ls_req_aq_o,
    output wire        ls_req_rl_o,
    output wire [7:0]  ls_req_fence_o,    // {pred iorw, succ iorw}
    output wire [3:0]  ls_req_tag_o,      // 8: the page-table walker's load
    output wire [15:0] ls_req_order_o,
    input  wire        ls_rsp_valid_i,
    input  wire [3:0]  ls_rsp_tag_i,
    input  wire [63:0] ls_rsp_data_i,
    input  wire        ls_rsp_exc_i,
    input  wire [3:0]  ls_rsp_cause_i,
    input  wire [63:0] ls_rsp_mdata_i,
    output wire        ls_head_valid_o,
    output wire [3:0]  ls_head_tag_o,
    output wire        ls_commit_o,
    input  wire        ls_commit_ack_i,
    output wire        ls_flush_o,
    input  wire [2:0]  ls_busy_i,         // {loads, I/O stores, store buffer}
    // RVFI
    output wire        rvfi_valid,
    output wire [63:0] rvfi_order,
    output wire [31:0] rvfi_insn,
    output wire        rvfi_trap,
    output wire        rvfi_halt,
    output wire        rvfi_intr,
    output wire [1:0]  rvfi_mode,
    output wire [1:0]  rvfi_ixl,
    output wire [4:0]  rvfi_rs1_addr,
    output wire [4:0]  rvfi_rs2_addr,
    output wire [63:0] rvfi_rs1_rdata,
    output wire [63:0] rvfi_rs2_rdata,
    output wire [4:0]  rvfi_rd_addr,
    output wire [63:0] rvfi_rd_wdata,
    output wire [63:0] rvfi_pc_rdata,
    output wire [63:0] rvfi_pc_wdata,
    output wire [63:0] rvfi_mem_addr,
    output wire [7:0]  rvfi_mem_rmask,
    output wire [7:0]  rvfi_mem_wmask,
    output wire [63:0] rvfi_mem_rdata,
    output wire [63:0] rvfi_mem_wdata
);

// front end to D
wire d_ready, d_valid, d_illegal, d_fault, d_fault_hi, d_fault_page, d_ptaken;
wire [31:0] d_insn, d_raw;
wire [63:1] d_pc, d_npc, d_ptarget;
// training
wire upd_we, upd_valid, upd_dir, upd_taken, upd_fire, upd_xfer;
wire [63:1] upd_pc, upd_target, upd_link;
wire [1:0] upd_type;
// reorder buffer
wire [4:0] rs1, rs2, alloc_rd, retire_rd;
wire s1_busy, s1_done, s2_busy, s2_done, alloc, alloc_lsu, alloc_store, rob_full, x_fire, x_done, x_exc, l_done;
wire [2:0] s1_tag, s2_tag, tail, x_tag, head_tag;
wire [63:0] s1_val, s2_val, alloc_s1, alloc_s2, x_val, x_tval, retire_val, retire_tval;
wire [63:1] retire_pc, next_pc, epc, trap_vec;
wire [3:0] x_cause, trap_cause;
wire head_valid, retire, retire_lsu, irq, wake, irq_take, trap_take, flush, x_redirect;
wire [15:0] head_order;
// CSRs
wire [11:0] csr_addr;
wire [2:0] csr_f3;
wire [4:0] csr_zimm;
wire [63:0] csr_rs1, csr_rdata;
wire csr_exec, csr_illegal, csr_refetch, csr_we, seip_src, mret, sret, ret_m, sfence;
wire [63:0] csr_wdata, trap_rdata, pmp_rdata;
wire trap_known, pmp_known, pmp_locked, to_s;
wire [3:0] cause;
wire [1:0] priv, dpriv, cbie;
wire mie, sie, sum, mxr, tvm, tw, tsr, sv39, pbmte, cbcfe, cbze, fiom;
wire [25:0] root;
// addresses
wire pmp_start, pmp_drop, pmp_m, pmp_done, xl_use, xl_valid, xl_hit, xl_fault, xl_fault_page;
wire [2:0] pmp_rwx;
wire [36:12] pmp_page;
wire [63:12] xl_page;
wire [37:12] xl_frame;
wire x_ls_valid, x_ls_ready, x_ls_illegal, again, walk;
wire [4:0] x_ls_op;
wire [63:0] x_ls_addr;
wire [1:0] x_ls_size;
wire rsp_core = ls_rsp_valid_i && !ls_rsp_tag_i[3];
wire rsp_walk = ls_rsp_valid_i && ls_rsp_tag_i[3];

core_fetch #(.RESET_PC(RESET_PC)) fetch (
    .clk(clk), .rst(rst),
    .if_req_valid_o(if_req_valid_o), .if_req_ready_i(if_req_ready_i), .if_req_addr_o(if_req_addr_o),
    .if_rsp_valid_i(if_rsp_valid_i), .if_rsp_data_i(if_rsp_data_i), .if_rsp_err_i(if_rsp_err_i), .if_kill_o(if_kill_o),
    .xl_use_i(xl_use), .xl_valid_o(xl_valid), .xl_page_o(xl_page), .xl_hit_i(xl_hit), .xl_frame_i(xl_frame),
    .xl_fault_i(xl_fault), .xl_fault_page_i(xl_fault_page),
    .redirect_i(flush || x_redirect), .redirect_pc_i(again ? retire_pc : flush ? trap_vec : next_pc),
    .upd_we_i(upd_we), .upd_valid_i(upd_valid), .upd_dir_i(upd_dir), .upd_taken_i(upd_taken), .upd_fire_i(upd_fire),
    .upd_xfer_i(upd_xfer), .upd_pc_i(upd_pc), .upd_target_i(upd_target), .upd_type_i(upd_type), .upd_link_i(upd_link),
    .d_ready_i(d_ready), .d_valid_o(d_valid), .d_insn_o(d_insn), .d_raw_o(d_raw), .d_illegal_o(d_illegal),
    .d_fault_o(d_fault), .d_fault_hi_o(d_fault_hi), .d_fault_page_o(d_fault_page), .d_pc_o(d_pc), .d_npc_o(d_npc), .d_ptaken_o(d_ptaken),
    .d_ptarget_o(d_ptarget));

core_exec exec (
    .clk(clk), .rst(rst),
    .d_valid_i(d_valid), .d_insn_i(d_insn), .d_raw_i(d_raw), .d_illegal_i(d_illegal), .d_fault_i(d_fault),
    .d_fault_hi_i(d_fault_hi), .d_fault_page_i(d_fault_page), .d_pc_i(d_pc), .d_npc_i(d_npc), .d_ptaken_i(d_ptaken), .d_ptarget_i(d_ptarget),
    .d_ready_o(d_ready), .redirect_o(x_redirect), .next_pc_o(next_pc),
    .upd_we_o(upd_we), .upd_valid_o(upd_valid), .upd_dir_o(upd_dir), .upd_taken_o(upd_taken), .upd_fire_o(upd_fire),
    .upd_xfer_o(upd_xfer), .upd_pc_o(upd_pc), .upd_target_o(upd_target), .upd_type_o(upd_type), .upd_link_o(upd_link),
    .rs1_o(rs1), .rs2_o(rs2), .s1_busy_i(s1_busy), .s1_done_i(s1_done), .s1_tag_i(s1_tag), .s1_val_i(s1_val),
    .s2_busy_i(s2_busy), .s2_done_i(s2_done), .s2_tag_i(s2_tag), .s2_val_i(s2_val),
    .alloc_o(alloc), .alloc_rd_o(alloc_rd), .alloc_lsu_o(alloc_lsu), .alloc_store_o(alloc_store), .alloc_s1_o(alloc_s1),
    .alloc_s2_o(alloc_s2), .rob_full_i(rob_full), .rob_tail_i(tail), .head_valid_i(head_valid), .head_tag_i(head_tag),
    .head_order_i(head_order), .x_fire_o(x_fire), .x_done_o(x_done), .x_tag_o(x_tag), .x_val_o(x_val),
    .x_tval_o(x_tval), .x_exc_o(x_exc), .x_cause_o(x_cause), .l_done_o(l_done), .flush_i(flush),
    .csr_addr_o(csr_addr), .csr_f3_o(csr_f3), .csr_zimm_o(csr_zimm), .csr_rs1_o(csr_rs1), .csr_exec_o(csr_exec),
    .csr_rdata_i(csr_rdata), .csr_illegal_i(csr_illegal), .csr_refetch_i(csr_refetch), .mret_o(mret), .sret_o(sret),
    .ret_m_o(ret_m), .sfence_o(sfence), .epc_i(epc), .wake_i(wake), .priv_i(priv), .tvm_i(tvm), .tw_i(tw), .tsr_i(tsr),
    .cbie_i(cbie), .cbcfe_i(cbcfe), .cbze_i(cbze), .fiom_i(fiom),
    .ls_req_valid_o(x_ls_valid), .ls_req_ready_i(x_ls_ready), .ls_req_illegal_o(x_ls_illegal), .ls_req_op_o(x_ls_op),
    .ls_req_addr_o(x_ls_addr), .ls_req_wdata_o(ls_req_wdata_o), .ls_req_size_o(x_ls_size),
    .ls_req_unsigned_o(ls_req_unsigned_o), .ls_req_aq_o(ls_req_aq_o), .ls_req_rl_o(ls_req_rl_o),
    .ls_req_fence_o(ls_req_fence_o), .ls_req_order_o(ls_req_order_o), .ls_rsp_valid_i(rsp_core),
    .ls_rsp_tag_i(ls_rsp_tag_i[2:0]), .ls_rsp_data_i(ls_rsp_data_i),
    .if_inval_req_o(if_inval_req_o), .if_inval_ack_i(if_inval_ack_i));

core_rob rob (
    .clk(clk), .rst(rst), .rs1_i(rs1), .rs2_i(rs2), .s1_busy_o(s1_busy), .s1_done_o(s1_done), .s1_tag_o(s1_tag),
    .s1_val_o(s1_val), .s2_busy_o(s2_busy), .s2_done_o(s2_done), .s2_tag_o(s2_tag), .s2_val_o(s2_val),
    .alloc_i(alloc), .alloc_rd_i(alloc_rd), .alloc_lsu_i(alloc_lsu), .alloc_store_i(alloc_store), .alloc_pc_i(d_pc),
    .full_o(rob_full), .tail_o(tail), .x_fire_i(x_fire), .x_done_i(x_done), .x_tag_i(x_tag), .x_val_i(x_val),
    .x_tval_i(x_tval), .x_exc_i(x_exc), .x_cause_i(x_cause), .l_done_i(l_done), .l_tag_i(ls_rsp_tag_i[2:0]),
    .l_val_i(ls_rsp_data_i), .l_exc_i(ls_rsp_exc_i), .l_cause_i(ls_rsp_cause_i), .head_valid_o(head_valid),
    .head_tag_o(head_tag), .commit_o(ls_commit_o), .commit_ack_i(ls_commit_ack_i), .order_o(head_order),
    .retire_o(retire), .retire_rd_o(retire_rd), .retire_val_o(retire_val), .retire_tval_o(retire_tval),
    .retire_pc_o(retire_pc), .retire_lsu_o(retire_lsu), .irq_i(irq), .irq_take_o(irq_take), .trap_take_o(trap_take), .again_o(again),
    .trap_cause_o(trap_cause), .flush_o(flush));

core_csr #(.HART_ID(HART_ID)) csr (
    .clk(clk), .rst(rst), .time_i(time_i), .addr_i(csr_addr), .f3_i(csr_f3), .zimm_i(csr_zimm), .rs1_i(csr_rs1),
    .exec_i(csr_exec), .rdata_o(csr_rdata), .illegal_o(csr_illegal), .refetch_o(csr_refetch), .we_o(csr_we),
    .wdata_o(csr_wdata), .seip_src_o(seip_src), .trap_known_i(trap_known), .trap_rdata_i(trap_rdata),
    .pmp_known_i(pmp_known), .pmp_rdata_i(pmp_rdata), .retire_i(retire), .mret_i(mret), .sret_i(sret),
    .irq_take_i(irq_take), .trap_take_i(trap_take), .trap_to_s_i(to_s), .trap_cause_i(cause), .trap_pc_i(retire_pc),
    .trap_tval_i(retire_tval), .ret_m_i(ret_m), .trap_vec_o(trap_vec), .epc_o(epc), .priv_o(priv), .mie_o(mie), .sie_o(sie),
    .dpriv_o(dpriv), .sum_o(sum), .mxr_o(mxr), .tvm_o(tvm), .tw_o(tw), .tsr_o(tsr), .sv39_o(sv39), .root_o(root),
    .pbmte_o(pbmte), .cbie_o(cbie), .cbcfe_o(cbcfe), .cbze_o(cbze), .fiom_o(fiom));

core_trap trap (
    .clk(clk), .rst(rst), .irq_msip_i(irq_msip_i), .irq_mtip_i(irq_mtip_i), .irq_meip_i(irq_meip_i),
    .irq_seip_i(irq_seip_i), .priv_i(priv), .mie_i(mie), .sie_i(sie), .addr_i(csr_addr), .known_o(trap_known),
    .rdata_o(trap_rdata), .we_i(csr_we), .wdata_i(csr_wdata), .op_i(csr_f3[1:0]), .seip_src_i(seip_src),
    .irq_take_i(irq_take), .trap_cause_i(trap_cause), .irq_o(irq), .wake_o(wake), .to_s_o(to_s), .cause_o(cause));

core_pmp pmp (
    .clk(clk), .rst(rst), .addr_i(csr_addr), .known_o(pmp_known), .rdata_o(pmp_rdata), .we_i(csr_we), .wdata_i(csr_wdata),
    .locked_o(pmp_locked), .start_i(pmp_start), .drop_i(pmp_drop), .page_i(pmp_page), .m_i(pmp_m), .done_o(pmp_done),
    .rwx_o(pmp_rwx));

core_mmu mmu (
    .clk(clk), .rst(rst), .flush_i(flush), .again_i(again), .drop_i(sfence || csr_refetch), .priv_i(priv), .dpriv_i(dpriv), .sum_i(sum),
    .mxr_i(mxr), .sv39_i(sv39), .root_i(root), .pbmte_i(pbmte), .pmp_locked_i(pmp_locked), .pmp_start_o(pmp_start),
    .pmp_drop_o(pmp_drop), .pmp_page_o(pmp_page), .pmp_m_o(pmp_m), .pmp_done_i(pmp_done), .pmp_rwx_i(pmp_rwx),
    .i_use_o(xl_use), .i_valid_i(xl_valid), .i_page_i(xl_page), .i_hit_o(xl_hit), .i_frame_o(xl_frame),
    .i_restart_i(if_kill_o), .i_fault_o(xl_fault), .i_fault_page_o(xl_fault_page), .x_valid_i(x_ls_valid),
    .x_ready_o(x_ls_ready), .x_op_i(x_ls_op), .x_addr_i(x_ls_addr), .x_illegal_i(x_ls_illegal), .x_tag_i(x_tag), .head_valid_i(head_valid), .head_tag_i(head_tag),
    .ls_busy_i(ls_busy_i), .ls_valid_o(ls_req_valid_o), .ls_ready_i(ls_req_ready_i), .ls_op_o(ls_req_op_o),
    .ls_addr_o(ls_req_addr_o), .ls_tag_o(ls_req_tag_o), .ls_walk_o(walk), .ls_fault_o(ls_req_fault_o), .ls_cause_o(ls_req_cause_o),
    .ls_rsp_walk_i(rsp_walk), .ls_rsp_data_i(ls_rsp_data_i), .ls_rsp_exc_i(ls_rsp_exc_i));

assign ls_req_size_o = walk ? 2'd3 : x_ls_size;
assign ls_head_valid_o = head_valid;
assign ls_head_tag_o = {1'b0, head_tag};
assign ls_flush_o = flush;

core_rvfi rvfi (
    .clk(clk), .rst(rst), .alloc_i(alloc), .alloc_tag_i(tail), .alloc_insn_i(d_raw), .alloc_rs1_i(rs1), .alloc_rs2_i(rs2),
    .alloc_s1_i(alloc_s1), .alloc_s2_i(alloc_s2), .x_fire_i(x_fire), .x_tag_i(x_tag), .x_next_pc_i(next_pc),
    .x_lsu_op_i(x_ls_op), .x_size_i(x_ls_size), .x_priv_i(priv), .l_done_i(l_done), .l_tag_i(ls_rsp_tag_i[2:0]),
    .l_mdata_i(ls_rsp_mdata_i), .retire_i(retire), .trap_i(trap_take), .irq_i(irq_take), .head_i(head_tag),
    .rd_i(retire_rd), .val_i(retire_val), .tval_i(retire_tval), .pc_i(retire_pc), .lsu_i(retire_lsu),
    .trap_vec_i(trap_vec), .rvfi_valid(rvfi_valid), .rvfi_order(rvfi_order), .rvfi_insn(rvfi_insn),
    .rvfi_trap(rvfi_trap), .rvfi_halt(rvfi_halt), .rvfi_intr(rvfi_intr), .rvfi_mode(rvfi_mode), .rvfi_ixl(rvfi_ixl),
    .rvfi_rs1_addr(rvfi_rs1_addr), .rvfi_rs2_addr(rvfi_rs2_addr), .rvfi_rs1_rdata(rvfi_rs1_rdata),
    .rvfi_rs2_rdata(rvfi_rs2_rdata), .rvfi_rd_addr(rvfi_rd_addr), .rvfi_rd_wdata(rvfi_rd_wdata),
    .rvfi_pc_rdata(rvfi_pc_rdata), .rvfi_pc_wdata(rvfi_pc_wdata), .rvfi_mem_addr(rvfi_mem_addr),
    .rvfi_mem_rmask(rvfi_mem_rmask), .rvfi_mem_wmask(rvfi_mem_wmask), .rvfi_mem_rdata(rvfi_mem_rdata),
    .rvfi_mem_wdata(rvfi_mem_wdata));

endmodule
`default_nettype wire
