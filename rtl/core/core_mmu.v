// SPDX-License-Identifier: Apache-2.0
// Addresses on their way out of the core: translation and PMP for fetch and for loads and stores.
//
// M mode without a locked PMP entry (and without MPRV) passes as it is. Everything else needs an entry of its TLB that
// allows it. A fetch waits for the walker to bring either the entry or the fault. A load or store that finds no entry
// leaves the execution stage all the same, so that nothing there waits for the comparison; nothing follows it, and once
// the walk is over the LSU is told to answer for it with the fault, or with the order to execute it again (CORE_EXC_AGAIN).
// The walker's reads go first; what is in the LSU never waits for a request that they hold up.
// RAM in a page of type I/O is accessed through its uncached alias, one access at a time, at the head of the reorder
// buffer, with nothing else of this hart under way before and after it.
`default_nettype none
`include "mmu_defs.vh"
`include "core_defs.vh"
`include "lsu_ops.vh"

module core_mmu (
    input  wire        clk,
    input  wire        rst,
    input  wire        flush_i,           // ls_flush_o
    input  wire        again_i,           // ... because the oldest is executed again
    input  wire        drop_i,            // translations change: SFENCE.VMA, writes of satp, menvcfg, PMP
    // state
    input  wire [1:0]  priv_i,
    input  wire [1:0]  dpriv_i,           // of loads and stores
    input  wire        sum_i,
    input  wire        mxr_i,
    input  wire        sv39_i,
    input  wire [25:0] root_i,
    input  wire        pbmte_i,
    input  wire        pmp_locked_i,
    // PMP check
    output wire        pmp_start_o,
    output wire        pmp_drop_o,
    output wire [36:12] pmp_page_o,
    output wire        pmp_m_o,
    input  wire        pmp_done_i,
    input  wire [2:0]  pmp_rwx_i,
    // fetch
    output wire        i_use_o,           // addresses need an entry
    input  wire        i_valid_i,         // somebody asks
    input  wire [63:12] i_page_i,
    output wire        i_hit_o,
    output wire [37:12] i_frame_o,
    input  wire        i_restart_i,       // the front end restarts: a fault that is found now is not for it
    output wire        i_fault_o,         // pulse: a fault instead of an entry
    output wire        i_fault_page_o,    // page fault, else access fault
    // execution stage
    input  wire        x_valid_i,
    output wire        x_ready_o,
    input  wire [4:0]  x_op_i,
    input  wire [63:0] x_addr_i,
    input  wire        x_illegal_i,       // a CMO that is not allowed here
    input  wire [2:0]  x_tag_i,
    input  wire        head_valid_i,
    input  wire [2:0]  head_tag_i,
    // LSU
    input  wire [2:0]  ls_busy_i,
    output wire        ls_valid_o,
    input  wire        ls_ready_i,
    output wire [4:0]  ls_op_o,
    output wire [63:0] ls_addr_o,
    output wire [3:0]  ls_tag_o,          // 8: the walker's, size 3
    output wire        ls_walk_o,
    output wire        ls_fault_o,
    output wire [3:0]  ls_cause_o,
    input  wire        ls_rsp_walk_i,     // an answer for the walker
    input  wire [63:0] ls_rsp_data_i,
    input  wire        ls_rsp_exc_i
);
localparam [1:0] M = 2'd3;

// walker
wire w_done, w_fetch, w_fault, w_m, w_user, w_rd, w_wr, w_xrd, w_io, w_ls_valid, w_idle, i_take;
wire [3:0] w_cause;
wire [38:12] w_page;
wire [37:12] w_frame;
wire [39:0] w_addr;

// ---- fetch
wire i_xlate = sv39_i && priv_i != M;
wire i_entry, i_user;
assign i_use_o = priv_i != M || pmp_locked_i;
wire i_ask = i_valid_i && i_use_o;

mmu_tlb #(.WIDTH(27)) itlb (
    .clk(clk), .rst(rst), .flush_i(drop_i), .en_i(i_ask), .page_i(i_page_i[38:12]), .m_i(priv_i == M), .hit_o(i_entry),
    .data_o({i_user, i_frame_o}), .we_i(w_done && w_fetch && !w_fault), .wpage_i(w_page), .wm_i(w_m),
    .wdata_i({w_user, w_frame}));

wire [24:0] i_above = i_page_i[63:39] ^ {25{i_xlate && i_page_i[38]}};
wire i_far = |i_above || (!i_xlate && i_page_i[38]);
assign i_hit_o = i_entry && !i_far && (!i_xlate || i_user == (priv_i == 2'd0));

reg i_mine_q;                             // the fetch's walk is for the address that is asked for
assign i_fault_o = w_done && w_fetch && w_fault && i_mine_q && !i_restart_i;
assign i_fault_page_o = w_cause[3];

// ---- loads and stores
wire is_mem = x_op_i <= `LSU_OP_CBO_ZERO;
wire is_load = x_op_i == `LSU_OP_LOAD || x_op_i == `LSU_OP_LR;
wire is_cbo = x_op_i >= `LSU_OP_CBO_CLEAN && x_op_i <= `LSU_OP_CBO_INVAL;
wire [1:0] kind = is_load ? `MMU_LOAD : is_cbo ? `MMU_CBO : `MMU_STORE;
wire d_xlate = sv39_i && dpriv_i != M;
wire d_use = (dpriv_i != M || pmp_locked_i) && is_mem && !x_illegal_i;
wire d_ask = x_valid_i && d_use;
wire d_entry, d_user, d_rd, d_wr, d_xrd, d_io;
wire [37:12] d_frame;

mmu_tlb #(.WIDTH(31)) dtlb (
    .clk(clk), .rst(rst), .flush_i(drop_i), .en_i(d_ask), .page_i(x_addr_i[38:12]), .m_i(dpriv_i == M), .hit_o(d_entry),
    .data_o({d_user, d_rd, d_wr, d_xrd, d_io, d_frame}), .we_i(w_done && !w_fetch && !w_fault), .wpage_i(w_page),
    .wm_i(w_m), .wdata_i({w_user, w_rd, w_wr, w_xrd, w_io, w_frame}));

wire [24:0] d_above = x_addr_i[63:39] ^ {25{d_xlate && x_addr_i[38]}};
wire d_far = |d_above || (!d_xlate && x_addr_i[38]);
wire d_user_ok = !d_xlate || (dpriv_i == 2'd0 ? d_user : !d_user || sum_i);
wire d_right = kind == `MMU_STORE ? d_wr : d_rd || (mxr_i && d_xrd);
wire d_hit = d_entry && !d_far && d_user_ok && d_right;

// the request that has found no entry, or waits for its turn as an access of type I/O
reg pend_q, send_q, sent_q, pend_io_q;
reg [2:0] pend_tag_q;
reg [3:0] cause_q;
reg io_go_q;                              // the next request may be one of type I/O
reg after_io_q;                           // the last one was
wire x_head = head_valid_i && head_tag_i == x_tag_i;
wire p_head = head_valid_i && head_tag_i == pend_tag_q;
wire calm = ls_busy_i == 3'd0;
wire open = !w_ls_valid && !pend_q && (!after_io_q || (x_head && calm)) && (!d_use || w_idle);
wire x_take = x_valid_i && x_ready_o;
wire d_pass = d_hit && (!d_io || io_go_q);

assign x_ready_o = open && ls_ready_i;
assign ls_valid_o = (w_ls_valid || send_q) && !flush_i || (x_valid_i && open && (!d_use || d_pass));
assign ls_walk_o = w_ls_valid;
assign ls_tag_o = w_ls_valid ? 4'd8 : {1'b0, send_q ? pend_tag_q : x_tag_i};
assign ls_op_o = w_ls_valid || send_q ? `LSU_OP_LOAD : x_op_i;
assign ls_addr_o = {w_ls_valid ? {24'h0, w_addr[39:12]} : d_use ? {26'h0, d_frame} : x_addr_i[63:12],
                    w_ls_valid ? w_addr[11:0] : send_q ? 12'h0 : x_addr_i[11:0]};
assign ls_fault_o = !w_ls_valid && (send_q || x_illegal_i);
assign ls_cause_o = send_q ? cause_q : `CORE_EXC_ILLEGAL;

mmu_walk walk (
    .clk(clk), .rst(rst), .flush_i(flush_i), .drop_i(drop_i), .sum_i(sum_i), .mxr_i(mxr_i), .pbmte_i(pbmte_i), .root_i(root_i),
    .idle_o(w_idle), .d_valid_i(d_ask && x_ready_o && !d_hit), .d_page_i(x_addr_i[63:12]), .d_kind_i(kind), .d_priv_i(dpriv_i),
    .d_xlate_i(d_xlate), .i_valid_i(i_ask && !i_hit_o), .i_page_i(i_page_i), .i_priv_i(priv_i), .i_xlate_i(i_xlate),
    .i_take_o(i_take), .ls_valid_o(w_ls_valid), .ls_ready_i(ls_ready_i && !flush_i), .ls_addr_o(w_addr),
    .rsp_valid_i(ls_rsp_walk_i), .rsp_data_i(ls_rsp_data_i), .rsp_exc_i(ls_rsp_exc_i),
    .pmp_start_o(pmp_start_o), .pmp_drop_o(pmp_drop_o), .pmp_page_o(pmp_page_o), .pmp_m_o(pmp_m_o),
    .pmp_done_i(pmp_done_i), .pmp_rwx_i(pmp_rwx_i), .done_o(w_done), .fetch_o(w_fetch), .fault_o(w_fault),
    .cause_o(w_cause), .page_o(w_page), .m_o(w_m), .frame_o(w_frame), .user_o(w_user), .rd_o(w_rd), .wr_o(w_wr),
    .xrd_o(w_xrd), .io_o(w_io));

always @(posedge clk) begin
    if (w_done && !w_fetch)
        cause_q <= w_fault ? w_cause : `CORE_EXC_AGAIN;
    else if (pend_io_q)
        cause_q <= `CORE_EXC_AGAIN;
    if (x_take)
        pend_tag_q <= x_tag_i;
    if (rst) begin
        pend_q <= 1'b0;
        send_q <= 1'b0;
        pend_io_q <= 1'b0;
        io_go_q <= 1'b0;
        after_io_q <= 1'b0;
        i_mine_q <= 1'b0;
    end else begin
        if (flush_i) begin
            pend_q <= 1'b0;
            send_q <= 1'b0;
            pend_io_q <= 1'b0;
            io_go_q <= again_i && pend_io_q;
        end else begin
            if (x_take) begin
                pend_q <= d_use && !d_pass;
                pend_io_q <= d_use && d_hit && !d_pass;
                io_go_q <= 1'b0;
                after_io_q <= d_use && d_pass && d_io;
            end
            // it stays pending until the flush that its answer brings
            if ((pend_q && w_done && !w_fetch) || (pend_io_q && p_head && calm && !send_q && !sent_q))
                send_q <= 1'b1;
            else if (send_q && !w_ls_valid && ls_ready_i)
                send_q <= 1'b0;
        end
        if (i_restart_i)
            i_mine_q <= 1'b0;
        else if (i_take)
            i_mine_q <= 1'b1;
    end
    sent_q <= !rst && !flush_i && pend_q && (sent_q || send_q);
end

endmodule
`default_nettype wire
