// SPDX-License-Identifier: Apache-2.0
// Decode and execution stages: operands, ALU, branches, requests to the LSU, instructions that wait for the head.
//
// An instruction moves from the decoder (D) into execution (X) when its operands are known, a reorder-buffer entry is
// free and X is empty or empties in this cycle. It leaves X at once unless the LSU is not ready, its address is being
// translated, the multiplier or divider works, or it must be the oldest: CSR accesses, MRET, SRET, WFI, SFENCE.VMA and
// FENCE.I act only at the head of the buffer, so that their effects need no undoing. FENCE.I asks the LSU first, then
// invalidates the L1I, then restarts fetching.
// Loads leave X unanswered: younger instructions go on until one needs the value.
`default_nettype none
`include "core_defs.vh"
`include "lsu_ops.vh"

module core_exec (
    input  wire        clk,
    input  wire        rst,
    // from the front end
    input  wire        d_valid_i,
    input  wire [31:0] d_insn_i,
    input  wire [31:0] d_raw_i,
    input  wire        d_illegal_i,
    input  wire        d_fault_i,
    input  wire        d_fault_hi_i,
    input  wire        d_fault_page_i,
    input  wire [63:1] d_pc_i,
    input  wire [63:1] d_npc_i,
    input  wire        d_ptaken_i,
    input  wire [63:1] d_ptarget_i,
    output wire        d_ready_o,
    // restart of the front end and training of its predictor
    output wire        redirect_o,
    output wire [63:1] next_pc_o,     // where the instruction in X goes
    output wire        upd_we_o,
    output wire        upd_valid_o,
    output wire        upd_dir_o,
    output wire        upd_taken_o,
    output wire        upd_fire_o,
    output wire        upd_xfer_o,
    output wire [63:1] upd_pc_o,
    output wire [63:1] upd_target_o,
    output wire [1:0]  upd_type_o,
    output wire [63:1] upd_link_o,
    // reorder buffer: operands, new entry, completion (see core_rob)
    output wire [4:0]  rs1_o,
    output wire [4:0]  rs2_o,
    input  wire        s1_busy_i,
    input  wire        s1_done_i,
    input  wire [2:0]  s1_tag_i,
    input  wire [63:0] s1_val_i,
    input  wire        s2_busy_i,
    input  wire        s2_done_i,
    input  wire [2:0]  s2_tag_i,
    input  wire [63:0] s2_val_i,
    output wire        alloc_o,
    output wire [4:0]  alloc_rd_o,
    output wire        alloc_lsu_o,
    output wire        alloc_store_o,
    output wire [63:0] alloc_s1_o,    // operand values, for RVFI
    output wire [63:0] alloc_s2_o,
    input  wire        rob_full_i,
    input  wire [2:0]  rob_tail_i,
    input  wire        head_valid_i,
    input  wire [2:0]  head_tag_i,
    input  wire [15:0] head_order_i,
    output wire        x_fire_o,
    output wire        x_done_o,
    output wire [2:0]  x_tag_o,
    output wire [63:0] x_val_o,
    output wire [63:0] x_tval_o,
    output wire        x_exc_o,
    output wire [3:0]  x_cause_o,
    output wire        l_done_o,      // the LSU's answer belongs to a reorder-buffer entry
    input  wire        flush_i,
    // CSRs
    output wire [11:0] csr_addr_o,
    output wire [2:0]  csr_f3_o,
    output wire [4:0]  csr_zimm_o,
    output wire [63:0] csr_rs1_o,
    output wire        csr_exec_o,
    input  wire [63:0] csr_rdata_i,
    input  wire        csr_illegal_i,
    input  wire        csr_refetch_i, // the access changes what is fetched
    output wire        mret_o,
    output wire        sret_o,
    output wire        ret_m_o,       // whose epc_i is wanted: MRET's
    output wire        sfence_o,
    input  wire [63:1] epc_i,
    input  wire        wake_i,        // ends WFI
    // privilege
    input  wire [1:0]  priv_i,
    input  wire        tvm_i,
    input  wire        tw_i,
    input  wire        tsr_i,
    input  wire [1:0]  cbie_i,        // cbo.inval: 0 illegal, 1 flush, 3 inval
    input  wire        cbcfe_i,
    input  wire        cbze_i,
    input  wire        fiom_i,
    // LSU, by way of core_mmu
    output wire        ls_req_valid_o,
    input  wire        ls_req_ready_i,
    output wire        ls_req_illegal_o,
    output wire [4:0]  ls_req_op_o,
    output wire [63:0] ls_req_addr_o,
    output wire [63:0] ls_req_wdata_o,
    output wire [1:0]  ls_req_size_o,
    output wire        ls_req_unsigned_o,
    output wire        ls_req_aq_o,
    output wire        ls_req_rl_o,
    output wire [7:0]  ls_req_fence_o,
    output wire [15:0] ls_req_order_o,
    input  wire        ls_rsp_valid_i,
    input  wire [2:0]  ls_rsp_tag_i,
    input  wire [63:0] ls_rsp_data_i,
    // L1I
    output wire        if_inval_req_o,
    input  wire        if_inval_ack_i
);

// ---- X registers
reg x_valid_q;
reg [3:0] x_unit_q, x_alu_op_q, x_cause_q;
reg x_word_q;
reg [2:0] x_f3_q;
reg [31:0] x_raw_q;
reg [63:0] x_a_q, x_b_q, x_data_q;      // operands; store data or source of a CSR access
reg [63:1] x_npc_q, x_target_q, x_ptarget_q;
reg x_ptaken_q, x_target_ok_q;
reg [1:0] x_type_q;
reg [2:0] x_tag_q;
reg [4:0] x_lsu_op_q;

// ---- D: decode, operands
wire [3:0] dec_unit, dec_cause, dec_alu_op;
wire [4:0] dec_rs1, dec_rs2, dec_rd, dec_lsu_op;
wire [63:0] dec_imm;
wire dec_a_pc, dec_b_imm, dec_word, dec_store;

core_decode decode (
    .insn_i(d_insn_i), .illegal_i(d_illegal_i), .unit_o(dec_unit), .cause_o(dec_cause), .rs1_o(dec_rs1), .rs2_o(dec_rs2),
    .rd_o(dec_rd), .imm_o(dec_imm), .a_pc_o(dec_a_pc), .b_imm_o(dec_b_imm), .alu_op_o(dec_alu_op), .word_o(dec_word),
    .lsu_op_o(dec_lsu_op), .store_o(dec_store));

wire [3:0] d_unit = d_fault_i ? `CORE_U_EXC : dec_unit;
assign rs1_o = d_fault_i ? 5'd0 : dec_rs1;
assign rs2_o = d_fault_i ? 5'd0 : dec_rs2;
assign alloc_rd_o = d_fault_i ? 5'd0 : dec_rd;
assign alloc_lsu_o = d_unit == `CORE_U_LSU;
assign alloc_store_o = dec_store && !d_fault_i;

wire [63:0] x_res;
wire fwd1_x = s1_busy_i && x_valid_q && s1_tag_i == x_tag_q;
wire fwd2_x = s2_busy_i && x_valid_q && s2_tag_i == x_tag_q;
wire fwd1_l = s1_busy_i && ls_rsp_valid_i && s1_tag_i == ls_rsp_tag_i;
wire fwd2_l = s2_busy_i && ls_rsp_valid_i && s2_tag_i == ls_rsp_tag_i;
wire x_is_lsu = x_unit_q == `CORE_U_LSU;
wire s1_ok = !s1_busy_i || s1_done_i || fwd1_l || (fwd1_x && !x_is_lsu);
wire s2_ok = !s2_busy_i || s2_done_i || fwd2_l || (fwd2_x && !x_is_lsu);
wire [63:0] s1 = fwd1_x ? x_res : fwd1_l ? ls_rsp_data_i : s1_val_i;
wire [63:0] s2 = fwd2_x ? x_res : fwd2_l ? ls_rsp_data_i : s2_val_i;
wire [63:1] d_target = d_pc_i + dec_imm[63:1];
wire rd_link = dec_rd == 5'd1 || dec_rd == 5'd5;
wire rs1_link = dec_rs1 == 5'd1 || dec_rs1 == 5'd5;
wire [1:0] d_type = dec_unit == `CORE_U_BRANCH ? `CORE_BT_BRANCH : rd_link ? `CORE_BT_CALL
                  : dec_unit == `CORE_U_JALR && rs1_link ? `CORE_BT_RET : `CORE_BT_JUMP;

// ---- X: results
wire x_fire, x_done;
wire x_ready = !x_valid_q || x_fire;
wire dispatch = d_valid_i && s1_ok && s2_ok && !rob_full_i && x_ready && !flush_i && !redirect_o;
assign d_ready_o = dispatch;
assign alloc_o = dispatch;
assign alloc_s1_o = s1;
assign alloc_s2_o = s2;

wire x_is_branch = x_unit_q == `CORE_U_BRANCH;
wire x_is_jal = x_unit_q == `CORE_U_JAL;
wire x_is_jalr = x_unit_q == `CORE_U_JALR;
wire x_is_mul = x_unit_q == `CORE_U_MUL;
wire x_is_div = x_unit_q == `CORE_U_DIV;
wire x_is_csr = x_unit_q == `CORE_U_CSR;
wire x_is_xret = x_unit_q == `CORE_U_XRET;
wire x_is_wfi = x_unit_q == `CORE_U_WFI;
wire x_is_sfence = x_unit_q == `CORE_U_SFENCE;
wire x_is_fencei = x_unit_q == `CORE_U_FENCEI;
wire x_is_exc = x_unit_q == `CORE_U_EXC;

wire [63:0] sum, alu_res, md_res;
wire cond, md_done;

core_alu alu (.op_i(x_alu_op_q), .word_i(x_word_q), .br_f3_i(x_f3_q), .a_i(x_a_q), .b_i(x_b_q), .sum_o(sum),
              .res_o(alu_res), .taken_o(cond));

core_muldiv muldiv (.clk(clk), .rst(rst), .flush_i(flush_i), .mul_i(x_valid_q && x_is_mul), .div_i(x_valid_q && x_is_div),
                    .f3_i(x_f3_q), .word_i(x_word_q), .a_i(x_a_q), .b_i(x_b_q), .done_o(md_done), .res_o(md_res));

// FENCE.I
localparam [1:0] FI_IDLE  = 2'd0, // not begun
                 FI_LSU   = 2'd1, // the LSU makes older stores visible to instruction refills
                 FI_INVAL = 2'd2; // the L1I is being invalidated
reg [1:0] fi_state_q;
wire at_head = x_valid_q && head_valid_i && head_tag_i == x_tag_q;
wire fi_done = fi_state_q == FI_INVAL && if_inval_ack_i;
wire fi_rsp = x_valid_q && x_is_fencei && ls_rsp_tag_i == x_tag_q;
assign if_inval_req_o = fi_state_q == FI_INVAL;
assign l_done_o = ls_rsp_valid_i && !fi_rsp;

always @(posedge clk) begin
    if (rst || flush_i) begin
        fi_state_q <= FI_IDLE;
    end else begin
        case (fi_state_q)
        FI_IDLE: if (ls_req_valid_o && ls_req_ready_i && x_is_fencei)
            fi_state_q <= FI_LSU;
        FI_LSU: if (ls_rsp_valid_i && fi_rsp)
            fi_state_q <= FI_INVAL;
        default: if (if_inval_ack_i)
            fi_state_q <= FI_IDLE;
        endcase
    end
end

// what the privilege mode forbids
wire x_ret_m = x_raw_q[29];
wire x_bad = x_is_xret ? (x_ret_m ? priv_i != 2'd3 : priv_i == 2'd0 || (priv_i == 2'd1 && tsr_i))
           : x_is_wfi ? priv_i == 2'd0 || (priv_i == 2'd1 && tw_i)
           : x_is_sfence && (priv_i == 2'd0 || (priv_i == 2'd1 && tvm_i));
wire x_cbo_inval = x_lsu_op_q == `LSU_OP_CBO_INVAL;
wire x_cbo_clean = x_lsu_op_q == `LSU_OP_CBO_CLEAN || x_lsu_op_q == `LSU_OP_CBO_FLUSH;
wire x_cbo_bad = x_is_lsu && ((x_cbo_inval && cbie_i == 2'd0) || (x_cbo_clean && !cbcfe_i)
                              || (x_lsu_op_q == `LSU_OP_CBO_ZERO && !cbze_i));

// when the instruction leaves X
reg can_fire;
always @* begin
    case (x_unit_q)
    `CORE_U_LSU: can_fire = ls_req_ready_i;
    `CORE_U_MUL, `CORE_U_DIV: can_fire = md_done;
    `CORE_U_CSR, `CORE_U_XRET, `CORE_U_SFENCE: can_fire = at_head;
    `CORE_U_WFI: can_fire = at_head && (wake_i || x_bad);
    `CORE_U_FENCEI: can_fire = fi_done;
    default: can_fire = 1'b1;
    endcase
end
assign x_fire = x_valid_q && can_fire && !flush_i;
assign x_done = x_fire && !x_is_lsu;

wire [63:0] unit_res = x_is_jal || x_is_jalr ? {x_npc_q, 1'b0} : x_is_mul || x_is_div ? md_res : x_is_csr ? csr_rdata_i : alu_res;
assign x_res = {x_word_q ? {32{unit_res[31]}} : unit_res[63:32], unit_res[31:0]};
assign x_fire_o = x_fire;
assign x_done_o = x_done;
assign x_tag_o = x_tag_q;
assign x_val_o = x_res;
// illegal instructions, a CSR access that traps among them, report the instruction; all others a sum that D prepared
assign x_tval_o = x_is_csr || x_bad || x_cbo_bad || (x_is_exc && x_cause_q == `CORE_EXC_ILLEGAL) ? {32'h0, x_raw_q} : sum;
assign x_exc_o = x_is_exc || (x_is_csr && csr_illegal_i) || x_bad;
assign x_cause_o = x_is_csr || x_bad ? `CORE_EXC_ILLEGAL
                 : x_cause_q | (x_cause_q == `CORE_EXC_ECALL ? {2'b00, priv_i} : 4'd0);

// where it goes
wire x_taken = x_is_jal || x_is_jalr || (x_is_branch && cond);
wire [63:1] x_target = x_is_jalr ? sum[63:1] : x_target_q;
wire target_ok = x_is_jalr ? sum[63:1] == x_ptarget_q : x_target_ok_q;
wire mispredict = x_taken ? !(x_ptaken_q && target_ok) : x_ptaken_q;
wire x_xfer = x_is_branch || x_is_jal || x_is_jalr;
assign next_pc_o = x_is_xret ? epc_i : x_taken ? x_target : x_npc_q;
wire x_restart = (x_is_xret || x_is_sfence) && !x_bad;
assign redirect_o = x_fire && (mispredict || x_restart || x_is_fencei || (x_is_csr && csr_refetch_i));

assign upd_we_o = x_fire && (x_taken ? mispredict : x_ptaken_q && !x_is_branch);
assign upd_valid_o = x_taken;
assign upd_dir_o = x_fire && x_is_branch;
assign upd_taken_o = cond;
assign upd_fire_o = x_fire;
assign upd_xfer_o = x_xfer;
assign upd_pc_o = x_npc_q - 63'd1;
assign upd_target_o = x_target;
assign upd_type_o = x_type_q;
assign upd_link_o = x_npc_q;

// CSRs
assign csr_addr_o = x_raw_q[31:20];
assign csr_f3_o = x_f3_q;
assign csr_zimm_o = x_raw_q[19:15];
assign csr_rs1_o = x_a_q;
assign csr_exec_o = x_fire && x_is_csr;
assign mret_o = x_fire && x_is_xret && x_ret_m && !x_bad;
assign sret_o = x_fire && x_is_xret && !x_ret_m && !x_bad;
assign ret_m_o = x_ret_m;
assign sfence_o = x_fire && x_is_sfence && !x_bad;

// LSU
wire [2:0] ahead = x_tag_q - head_tag_i;
assign ls_req_valid_o = x_valid_q && !flush_i && (x_is_lsu || (x_is_fencei && at_head && fi_state_q == FI_IDLE));
assign ls_req_illegal_o = x_cbo_bad;
assign ls_req_op_o = x_cbo_inval && cbie_i == 2'd1 ? `LSU_OP_CBO_FLUSH : x_lsu_op_q;
assign ls_req_addr_o = sum;
assign ls_req_wdata_o = x_data_q;
assign ls_req_size_o = x_f3_q[1:0];
assign ls_req_unsigned_o = x_f3_q[2];
assign ls_req_aq_o = x_raw_q[26];
assign ls_req_rl_o = x_raw_q[25];
// FIOM: where a set has I or O it has R or W too
wire [7:0] x_sets = x_raw_q[27:20];
assign ls_req_fence_o = x_sets | (fiom_i ? {2'b00, x_sets[7:6], 2'b00, x_sets[3:2]} : 8'h0);
assign ls_req_order_o = head_order_i + {13'h0, ahead};

always @(posedge clk) begin
    if (rst || flush_i || redirect_o)
        x_valid_q <= 1'b0;
    else if (x_ready)
        x_valid_q <= dispatch;
    if (dispatch) begin
        x_unit_q <= d_unit;
        x_cause_q <= !d_fault_i ? dec_cause : d_fault_page_i ? `CORE_EXC_IPAGE : `CORE_EXC_IACCESS;
        x_alu_op_q <= d_fault_i ? 4'h0 : dec_alu_op; // xtval of a fault is a sum
        x_word_q <= dec_word;
        x_f3_q <= d_insn_i[14:12];
        x_raw_q <= d_raw_i;
        x_a_q <= dec_a_pc || d_fault_i ? {d_pc_i, 1'b0} : s1;
        x_b_q <= d_fault_i ? {62'h0, d_fault_hi_i, 1'b0} : dec_b_imm ? dec_imm : s2;
        x_data_q <= s2;
        x_npc_q <= d_npc_i;
        x_target_q <= d_target;
        x_ptaken_q <= d_ptaken_i;
        x_ptarget_q <= d_ptarget_i;
        x_target_ok_q <= d_target == d_ptarget_i;
        x_type_q <= d_type;
        x_tag_q <= rob_tail_i;
        x_lsu_op_q <= dec_lsu_op;
    end
end

endmodule
`default_nettype wire
