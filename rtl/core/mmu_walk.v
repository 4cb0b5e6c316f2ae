// SPDX-License-Identifier: Apache-2.0
// Page-table walker, Sv39 and Svpbmt, for fetch and data, one walk at a time, data's first.
//
// A walk ends with a new TLB entry or with a fault; there is no other place where faults of translation or PMP come from,
// so whoever finds no entry that allows what it wants, for whatever reason, asks here. Without translation only the PMP is asked. Page tables are
// read by ordinary loads of the LSU (tag 8): they see stores in the store buffer and dirty lines, as they must not be
// seen by anybody else: an I/O address faults there, nothing waits for the reorder buffer.
// A and D are never written: a page without the one that is needed faults. A flush of the core, or a change of the
// state that translations depend on (drop_i), ends a walk without result.
`default_nettype none
`include "mmu_defs.vh"

module mmu_walk (
    input  wire        clk,
    input  wire        rst,
    input  wire        flush_i,       // the LSU drops its requests
    input  wire        drop_i,        // translations change: forget the walk
    // state
    input  wire        sum_i,
    input  wire        mxr_i,
    input  wire        pbmte_i,
    input  wire [25:0] root_i,
    // requests: data's, when idle_o, is taken at once; fetch's is a level until done_o
    output wire        idle_o,
    input  wire        d_valid_i,
    input  wire [63:12] d_page_i,
    input  wire [1:0]  d_kind_i,      // MMU_*
    input  wire [1:0]  d_priv_i,
    input  wire        d_xlate_i,     // translation is on
    input  wire        i_valid_i,
    input  wire [63:12] i_page_i,
    input  wire [1:0]  i_priv_i,
    input  wire        i_xlate_i,
    output wire        i_take_o,      // the fetch's walk begins
    // reads
    output wire        ls_valid_o,
    input  wire        ls_ready_i,
    output wire [39:0] ls_addr_o,
    input  wire        rsp_valid_i,
    input  wire [63:0] rsp_data_i,
    input  wire        rsp_exc_i,
    // PMP
    output wire        pmp_start_o,
    output wire        pmp_drop_o,
    output wire [36:12] pmp_page_o,
    output wire        pmp_m_o,
    input  wire        pmp_done_i,
    input  wire [2:0]  pmp_rwx_i,     // {X, W, R}
    // end
    output wire        done_o,
    output wire        fetch_o,       // the walk is the fetch's
    output wire        fault_o,
    output wire [3:0]  cause_o,
    output wire [38:12] page_o,       // the entry
    output wire        m_o,
    output wire [37:12] frame_o,      // alias bit set for NC and I/O pages of RAM
    output wire        user_o,
    output wire        rd_o,
    output wire        wr_o,
    output wire        xrd_o,         // readable where MXR is set
    output wire        io_o           // accesses are strongly ordered
);
localparam [2:0] IDLE = 3'd0,
                 BEGIN = 3'd1,        // canonical? translated?
                 GUARD = 3'd2,        // PMP check of the table entry's address
                 READ = 3'd3,         // the LSU has not taken the read yet
                 WAIT = 3'd4,         // for its answer
                 JUDGE = 3'd5,        // the entry is here
                 LEAF = 3'd6,         // PMP check of the page
                 DONE = 3'd7;

reg [2:0] state_q;
reg drain_q;                          // an answer to a dropped walk is on its way
reg fetch_q, xlate_q, fault_q, first_q;
reg [1:0] kind_q, priv_q, level_q;
reg [63:12] page_q;
reg [25:0] frame_q;                   // of the table, then of the page
reg [63:0] pte_q;
reg page_fault_q;
reg [2:0] rwx_q;                      // rights of the page, then of page and PMP: {X, W, R}
reg user_q, nc_q, io_q;

// the table entry
wire p_v = pte_q[0], p_r = pte_q[1], p_w = pte_q[2], p_x = pte_q[3], p_u = pte_q[4], p_a = pte_q[6], p_d = pte_q[7];
wire [1:0] p_mt = pte_q[62:61];
wire p_leaf = p_r || p_x;
wire p_far = |pte_q[53:36];           // beyond the physical addresses that there are
reg p_bad, ptr_bad, user_ok, right, aligned, leaf_bad;
always @* begin
    {p_bad, ptr_bad, user_ok, right, aligned, leaf_bad} = 6'dx; // nobody looks
    if (state_q == JUDGE) begin
        p_bad = !p_v || (!p_r && p_w) || pte_q[63] || p_mt == 2'd3 || (p_mt != 2'd0 && !pbmte_i) || |pte_q[60:54];
        ptr_bad = level_q == 2'd0 || p_d || p_a || p_u || p_mt != 2'd0;
        user_ok = priv_q == 2'd0 ? p_u : kind_q == `MMU_FETCH ? !p_u : !p_u || sum_i;
        right = kind_q == `MMU_FETCH ? p_x : kind_q == `MMU_STORE ? p_w && p_d : p_r || (mxr_i && p_x);
        aligned = (level_q == 2'd0 || pte_q[18:10] == 9'd0) && (level_q != 2'd2 || pte_q[27:19] == 9'd0);
        leaf_bad = !p_a || !user_ok || !right || !aligned;
    end
end
wire unused = &{1'b0, pte_q[9:8], pte_q[5]};
wire canonical = page_q[63:39] == {25{page_q[38]}};

// PMP answers
wire guard_ok = pmp_rwx_i[0];
wire [2:0] rwx = rwx_q & pmp_rwx_i;
wire leaf_ok = kind_q == `MMU_FETCH ? rwx[2] : kind_q == `MMU_STORE ? rwx[1] : rwx[0] || (mxr_i && rwx_q[2] && pmp_rwx_i[0]);
wire ram = |frame_q[24:19];           // what is below RAM_BASE is no memory

assign idle_o = state_q == IDLE && !drain_q;
assign i_take_o = idle_o && !d_valid_i && i_valid_i && !flush_i && !drop_i;
assign ls_valid_o = state_q == READ;
reg [8:0] vpn;
always @* begin
    case (level_q)
    2'd2: vpn = page_q[38:30];
    2'd1: vpn = page_q[29:21];
    default: vpn = page_q[20:12];
    endcase
end
assign ls_addr_o = {2'b00, frame_q, vpn, 3'b000};
assign pmp_start_o = (state_q == GUARD || state_q == LEAF) && first_q;
assign pmp_drop_o = state_q == IDLE;
assign pmp_page_o = frame_q[24:0];
assign pmp_m_o = state_q == LEAF && priv_q == 2'd3;

assign done_o = state_q == DONE && !drop_i && !flush_i;
assign fetch_o = fetch_q;
assign fault_o = fault_q;
assign cause_o = page_fault_q ? (kind_q == `MMU_FETCH ? 4'd12 : kind_q == `MMU_LOAD ? 4'd13 : 4'd15)
                              : (kind_q == `MMU_FETCH ? 4'd1 : kind_q == `MMU_LOAD ? 4'd5 : 4'd7);
assign page_o = page_q[38:12];
assign m_o = priv_q == 2'd3;
assign frame_o = {frame_q[25] || ((nc_q || io_q) && ram), frame_q[24:0]};
assign user_o = user_q;
assign rd_o = rwx_q[0];
assign wr_o = rwx_q[1];
assign xrd_o = rwx_q[2];
assign io_o = io_q && ram;

always @(posedge clk) begin
    first_q <= 1'b0;
    if (rsp_valid_i)
        drain_q <= 1'b0;
    case (state_q)
    IDLE: if (idle_o && !drop_i && (d_valid_i || i_valid_i)) begin
        state_q <= BEGIN;
        fetch_q <= !d_valid_i;
        kind_q <= d_valid_i ? d_kind_i : `MMU_FETCH;
        priv_q <= d_valid_i ? d_priv_i : i_priv_i;
        xlate_q <= d_valid_i ? d_xlate_i : i_xlate_i;
        page_q <= d_valid_i ? d_page_i : i_page_i;
    end
    BEGIN: begin
        level_q <= 2'd2;
        user_q <= 1'b0;
        rwx_q <= 3'b111;
        nc_q <= 1'b0;
        io_q <= 1'b0;
        fault_q <= xlate_q ? !canonical : |page_q[63:38];
        page_fault_q <= xlate_q;
        frame_q <= xlate_q ? root_i : page_q[37:12];
        first_q <= 1'b1;
        state_q <= (xlate_q ? !canonical : |page_q[63:38]) ? DONE : xlate_q ? GUARD : LEAF;
    end
    GUARD: if (pmp_done_i) begin
        fault_q <= !guard_ok;
        page_fault_q <= 1'b0;
        state_q <= guard_ok ? READ : DONE;
    end
    READ: if (ls_ready_i)
        state_q <= WAIT;
    WAIT: begin
        pte_q <= rsp_data_i;
        if (rsp_valid_i) begin
            fault_q <= rsp_exc_i;
            page_fault_q <= 1'b0;
            state_q <= rsp_exc_i ? DONE : JUDGE;
        end
    end
    JUDGE: begin
        first_q <= 1'b1;
        page_fault_q <= p_bad || (p_leaf ? leaf_bad : ptr_bad);
        fault_q <= p_bad || p_far || (p_leaf ? leaf_bad : ptr_bad);
        state_q <= p_bad || p_far || (p_leaf ? leaf_bad : ptr_bad) ? DONE : p_leaf ? LEAF : GUARD;
        level_q <= level_q - 2'd1;
        // a large page: its lower bits come from the address
        frame_q <= {pte_q[35:28], p_leaf && level_q == 2'd2 ? page_q[29:21] : pte_q[27:19],
                    p_leaf && level_q != 2'd0 ? page_q[20:12] : pte_q[18:10]};
        user_q <= p_u;
        rwx_q <= {p_x, p_w && p_d, p_r};
        nc_q <= p_mt == 2'd1;
        io_q <= p_mt == 2'd2;
    end
    LEAF: if (pmp_done_i) begin
        fault_q <= !leaf_ok;
        page_fault_q <= 1'b0;
        // executable, but not readable by the PMP: MXR must not help
        rwx_q <= {kind_q == `MMU_FETCH ? rwx[2] : rwx_q[2] && pmp_rwx_i[0], rwx[1:0]};
        state_q <= DONE;
    end
    default: state_q <= IDLE;
    endcase
    if (drop_i && state_q != IDLE) begin
        state_q <= IDLE;
        if ((state_q == READ && ls_ready_i) || (state_q == WAIT && !rsp_valid_i))
            drain_q <= 1'b1;
    end
    if (rst || flush_i) begin
        state_q <= IDLE;
        drain_q <= 1'b0;
    end
end

`ifdef DOORBELL_ASSERT
always @(posedge clk) if (!rst) begin
    if (rsp_valid_i && state_q != WAIT && !drain_q) begin $display("mmu_walk: an answer to no question"); $stop; end
end
`endif

endmodule
`default_nettype wire
