// SPDX-License-Identifier: Apache-2.0
//
// Load-store unit with L1D: the memory side of doorbell_core (docs/seams.md), two AXI masters, the snoop port.
//
// The pipe: stage 0 takes a request, or a waiting load that may try again, and reads the cache; stage 1 checks it (PMA,
// alignment), looks into the store queue, the store buffer and the cache, and answers, or puts it where it has to wait:
// loads in the load queue, stores and CMOs in the store queue until they commit (and answer at once), the rest in the
// slot for operations that execute at the head of the reorder buffer.
// Every load performs in stage 1, whatever its data come from, so lane LD and the response port have one source; the
// head-only operations answer in cycles in which stage 1 is empty.
//
// Conventions at the core's port beyond docs/seams.md: ls_busy_o = {loads, I/O stores, store buffer}. A device store
// answers when it is handed to the fabric and needs no commit; ls_commit_i for it is acknowledged at once. A request in a
// flush cycle is dropped; a commit in a flush cycle holds. The core does not flush while the head-only operation that it
// has allowed (ls_head_valid_i with its tag) has not answered; if it does, a device load is drained and forgotten.

`default_nettype none
`include "doorbell_spec.vh"
`include "lsu_ops.vh"

module lsu #(
    parameter LINE_BYTES = 64,       // 32 or 64
    parameter L1D_BYTES  = 16384,
    parameter L1D_WAYS   = 4,
    parameter SB_ENTRIES = 8         // 2 to 8
) (
    input  wire        clk,
    input  wire        rst,
    input  wire [31:0] cfg_seed_i,
    input  wire [31:0] cfg_hostile_i,
    input  wire [31:0] cfg_quirk_i,
    input  wire [19:0] cfg_ram_pages_i,
    input  wire [19:0] cfg_ram_hi_pages_i,

    // doorbell_core
    input  wire        ls_req_valid_i,
    output wire        ls_req_ready_o,
    input  wire [4:0]  ls_req_op_i,
    input  wire [63:0] ls_req_addr_i,
    input  wire        ls_req_fault_i,      // only answer, with cause ls_req_cause_i
    input  wire [3:0]  ls_req_cause_i,
    input  wire [63:0] ls_req_wdata_i,      // right-justified
    input  wire [1:0]  ls_req_size_i,
    input  wire        ls_req_unsigned_i,
    input  wire        ls_req_aq_i,
    input  wire        ls_req_rl_i,
    input  wire [7:0]  ls_req_fence_i,
    input  wire [3:0]  ls_req_tag_i,
    input  wire [15:0] ls_req_order_i,
    output wire        ls_rsp_valid_o,
    output wire [3:0]  ls_rsp_tag_o,
    output wire [63:0] ls_rsp_data_o,
    output wire        ls_rsp_exc_o,
    output wire [3:0]  ls_rsp_cause_o,
    output wire [63:0] ls_rsp_mdata_o,
    input  wire        ls_commit_i,
    output wire        ls_commit_ack_o,
    input  wire        ls_head_valid_i,
    input  wire [3:0]  ls_head_tag_i,
    input  wire        ls_flush_i,
    output wire [2:0]  ls_busy_o,

    // Snoops and line lock
    input  wire        snp_req_valid_i,
    output wire        snp_req_ready_o,
    input  wire [1:0]  snp_req_op_i,
    input  wire [39:0] snp_req_addr_i,
    output wire        snp_rsp_valid_o,
    output wire        snp_rsp_hit_o,
    output wire        snp_rsp_last_o,
    output wire [63:0] snp_rsp_data_o,
    input  wire        lock_valid_i,
    input  wire [39:0] lock_lo_i,
    input  wire [39:0] lock_hi_i,

    // Errors that no instruction waits for (sources as SYSCTL.ERR_STAT.SOURCE); a pulse per error
    output wire        err_valid_o,
    output wire [39:0] err_addr_o,
    output wire [2:0]  err_source_o,
    output wire [1:0]  err_resp_o,

    // Probe lanes (include/spec/probe.def)
    output reg         probe_line_valid_o,
    output reg  [3:0]  probe_line_op_o,
    output reg         probe_line_dirty_o,
    output reg  [39:0] probe_line_addr_o,
    output reg  [2:0]  probe_line_way_o,
    output reg         probe_sbd_valid_o,
    output reg  [3:0]  probe_sbd_idx_o,
    output reg  [2:0]  probe_sbd_kind_o,
    output reg  [39:0] probe_sbd_addr_o,
    output reg  [7:0]  probe_sbd_mask_o,
    output reg  [63:0] probe_sbd_data_o,
    output reg         probe_sbc_valid_o,
    output reg  [3:0]  probe_sbc_idx_o,
    output reg  [2:0]  probe_sbc_kind_o,
    output reg  [1:0]  probe_sbc_resp_o,
    output wire        probe_sbi_valid_o,
    output wire [3:0]  probe_sbi_idx_o,
    output wire [2:0]  probe_sbi_kind_o,
    output wire [39:0] probe_sbi_addr_o,
    output wire [7:0]  probe_sbi_mask_o,
    output wire [63:0] probe_sbi_data_o,
    output wire [15:0] probe_sbi_order_o,
    output wire        probe_ld_valid_o,
    output wire [15:0] probe_ld_order_o,
    output wire [39:0] probe_ld_addr_o,
    output wire [7:0]  probe_ld_mask_o,
    output wire [63:0] probe_ld_data_o,
    output wire [2:0]  probe_ld_src_o,

    // Data: fills, write-backs, uncached RAM
    output wire [3:0]  m_axi_d_awid,
    output wire [39:0] m_axi_d_awaddr,
    output wire [7:0]  m_axi_d_awlen,
    output wire [2:0]  m_axi_d_awsize,
    output wire [1:0]  m_axi_d_awburst,
    output wire [3:0]  m_axi_d_awcache,
    output wire [2:0]  m_axi_d_awprot,
    output wire [7:0]  m_axi_d_awuser,
    output wire        m_axi_d_awvalid,
    input  wire        m_axi_d_awready,
    output wire [63:0] m_axi_d_wdata,
    output wire [7:0]  m_axi_d_wstrb,
    output wire        m_axi_d_wlast,
    output wire        m_axi_d_wvalid,
    input  wire        m_axi_d_wready,
    input  wire [3:0]  m_axi_d_bid,
    input  wire [1:0]  m_axi_d_bresp,
    input  wire        m_axi_d_bvalid,
    output wire        m_axi_d_bready,
    output wire [3:0]  m_axi_d_arid,
    output wire [39:0] m_axi_d_araddr,
    output wire [7:0]  m_axi_d_arlen,
    output wire [2:0]  m_axi_d_arsize,
    output wire [1:0]  m_axi_d_arburst,
    output wire [3:0]  m_axi_d_arcache,
    output wire [2:0]  m_axi_d_arprot,
    output wire [7:0]  m_axi_d_aruser,
    output wire        m_axi_d_arvalid,
    input  wire        m_axi_d_arready,
    input  wire [3:0]  m_axi_d_rid,
    input  wire [63:0] m_axi_d_rdata,
    input  wire [1:0]  m_axi_d_rresp,
    input  wire        m_axi_d_rlast,
    input  wire        m_axi_d_rvalid,
    output wire        m_axi_d_rready,

    // Devices
    output wire [3:0]  m_axi_io_awid,
    output wire [39:0] m_axi_io_awaddr,
    output wire [7:0]  m_axi_io_awlen,
    output wire [2:0]  m_axi_io_awsize,
    output wire [1:0]  m_axi_io_awburst,
    output wire [3:0]  m_axi_io_awcache,
    output wire [2:0]  m_axi_io_awprot,
    output wire [7:0]  m_axi_io_awuser,
    output wire        m_axi_io_awvalid,
    input  wire        m_axi_io_awready,
    output wire [63:0] m_axi_io_wdata,
    output wire [7:0]  m_axi_io_wstrb,
    output wire        m_axi_io_wlast,
    output wire        m_axi_io_wvalid,
    input  wire        m_axi_io_wready,
    input  wire [3:0]  m_axi_io_bid,
    input  wire [1:0]  m_axi_io_bresp,
    input  wire        m_axi_io_bvalid,
    output wire        m_axi_io_bready,
    output wire [3:0]  m_axi_io_arid,
    output wire [39:0] m_axi_io_araddr,
    output wire [7:0]  m_axi_io_arlen,
    output wire [2:0]  m_axi_io_arsize,
    output wire [1:0]  m_axi_io_arburst,
    output wire [3:0]  m_axi_io_arcache,
    output wire [2:0]  m_axi_io_arprot,
    output wire [7:0]  m_axi_io_aruser,
    output wire        m_axi_io_arvalid,
    input  wire        m_axi_io_arready,
    input  wire [3:0]  m_axi_io_rid,
    input  wire [63:0] m_axi_io_rdata,
    input  wire [1:0]  m_axi_io_rresp,
    input  wire        m_axi_io_rlast,
    input  wire        m_axi_io_rvalid,
    output wire        m_axi_io_rready
);
    localparam OFF = (LINE_BYTES == 32) ? 5 : 6;
    localparam [2:0] WORD_MASK = (LINE_BYTES == 32) ? 3'd3 : 3'd7;
    localparam [2:0] L_AGAIN = 3'd0, L_SB = 3'd1, L_MISS = 3'd2, L_UAR = 3'd3;

    // ------------------------------------------------------------------------------------------------------------ wires
    wire        flush = ls_flush_i;
    wire        f_busy, f_hit, f_again;
    wire [63:0] f_data;
    wire        lq_room, lq_any, lq_go, lq_go_beat, lq_go_udone, lq_go_uns, lq_go_err;
    wire [1:0]  lq_go_idx, lq_go_size;
    wire [39:0] lq_go_addr;
    wire [3:0]  lq_go_tag, lq_dep;
    wire [15:0] lq_go_order;
    wire [63:0] lq_go_data;
    wire        miss_valid, miss_take, lq_res_valid;
    wire [1:0]  miss_idx, lq_res_idx, lq_res, lq_res_m;
    wire [39:0] miss_addr;
    wire        fb_valid, fb_err, inst, inst_fail, inst_wanted;
    wire [1:0]  fb_m, inst_m, inst_resp;
    wire [2:0]  fb_word;
    wire [63:0] fb_data;
    wire        ul_valid, ul_take, ur_valid;
    wire [1:0]  ul_idx, ul_size, ur_idx, ur_resp;
    wire [39:0] ul_addr;
    wire [63:0] ur_data;
    wire        stq_room, stq_head_valid, stq_pop;
    wire [2:0]  stq_kind;
    wire [39:0] stq_addr;
    wire [7:0]  stq_mask;
    wire [63:0] stq_data;
    wire [3:0]  stq_tag, stq_pop_set, stq_chk;
    wire [15:0] stq_order;
    wire        ns_busy, ns_rsp, ns_exc, ns_io_store, ns_ld, ns_ld_io;
    wire [3:0]  ns_tag, ns_cause;
    wire        ns_uns, ns_value, ns_fail;
    wire [63:0] ns_mdata, ns_data, ns_lanes, amo_wdata, amo_rdata, io_data;
    wire [15:0] ns_order;
    wire [39:0] ns_addr, ns_line;
    wire [1:0]  ns_size;
    wire [2:0]  ns_dev;
    wire [7:0]  ns_mask;
    wire        amo_valid, amo_lr, amo_sc, amo_take, amo_res_valid, amo_held, amo_port, amo_end, amo_write;
    wire [1:0]  amo_res, amo_res_m;
    wire        io_st, io_st_ready, io_ld, io_ld_take, io_rsp, io_err, io_idle, ie_valid;
    wire [39:0] ie_addr;
    wire [1:0]  ie_resp;
    wire        sb_woken, sb_res_miss;
    wire        sb_empty, sb_drained, sb_marked, sb_hurry, sb_marker, sb_line_busy, sb_ready;
    wire [3:0]  sb_enq_idx;
    wire        chk_wait, chk_full;
    wire [7:0]  chk_part;
    wire [63:0] chk_data;
    wire        sb_valid, sb_take, sb_b1, sb_perform, mem_done, sbc_valid;
    wire [3:0]  sb_idx, sb_b1_idx, sb_perform_idx, mem_idx, sbc_idx;
    wire [39:0] sb_addr, sbp_addr, mem_addr;
    wire [2:0]  sb_b1_kind, sbp_kind, sbc_kind;
    wire [7:0]  sb_b1_mask, sbp_mask;
    wire [63:0] sb_b1_data, sbp_data;
    wire [1:0]  sb_res, sb_res_m, mem_resp, sbc_resp;
    wire        ce_valid;
    wire [39:0] ce_addr;
    wire [2:0]  ce_source;
    wire [1:0]  ce_resp;
    wire        line_valid, line_dirty;
    wire [3:0]  line_op;
    wire [39:0] line_addr;
    wire [2:0]  line_way;
    wire [SB_ENTRIES-1:0] probe_sb_valid;

    // ---------------------------------------------------------------------------------------------------------- stage 0
    reg         s1_valid_q;
    reg         s1_old_q;            // a waiting load
    reg         s1_beat_q;           // with the data of a passing beat
    reg         s1_udone_q;          // with uncached data
    reg         s1_err_q;
    reg  [1:0]  s1_idx_q;
    reg  [4:0]  s1_op_q;
    reg  [63:0] s1_addr_q;
    reg  [63:0] s1_data_q;           // store data, beat or uncached data
    reg  [1:0]  s1_size_q;
    reg         s1_uns_q, s1_rl_q, s1_fault_q;
    reg  [3:0]  s1_cause_q;
    reg  [7:0]  s1_fence_q;
    reg  [3:0]  s1_tag_q;
    reg  [15:0] s1_order_q;
    wire        s1_ns;

    assign ls_req_ready_o = !lq_go && !f_busy && lq_room && stq_room && !ns_busy && !s1_ns;
    wire take = ls_req_valid_i && ls_req_ready_o && !flush;
    wire [39:0] s0_addr = lq_go ? lq_go_addr : ls_req_addr_i[39:0];

    always @(posedge clk) begin
        if (rst)
            s1_valid_q <= 1'b0;
        else
            s1_valid_q <= take || lq_go;
        if (lq_go) begin
            s1_old_q   <= 1'b1;
            s1_fault_q <= 1'b0;
            s1_beat_q  <= lq_go_beat;
            s1_udone_q <= lq_go_udone;
            s1_err_q   <= lq_go_beat ? fb_err : lq_go_err;
            s1_idx_q   <= lq_go_idx;
            s1_op_q    <= `LSU_OP_LOAD;
            s1_addr_q  <= {24'd0, lq_go_addr};
            s1_data_q  <= lq_go_beat ? fb_data : lq_go_data;
            s1_size_q  <= lq_go_size;
            s1_uns_q   <= lq_go_uns;
            s1_tag_q   <= lq_go_tag;
            s1_order_q <= lq_go_order;
        end else if (take) begin
            s1_old_q   <= 1'b0;
            s1_beat_q  <= 1'b0;
            s1_udone_q <= 1'b0;
            s1_fault_q <= ls_req_fault_i;
            s1_cause_q <= ls_req_cause_i;
            s1_op_q    <= ls_req_op_i;
            s1_addr_q  <= ls_req_addr_i;
            s1_data_q  <= ls_req_wdata_i;
            s1_size_q  <= ls_req_size_i;
            s1_uns_q   <= ls_req_unsigned_i;
            s1_rl_q    <= ls_req_rl_i;
            s1_fence_q <= ls_req_fence_i;
            s1_tag_q   <= ls_req_tag_i;
            s1_order_q <= ls_req_order_i;
        end
    end

    // ---------------------------------------------------------------------------------------------------------- stage 1
    wire        cached, uncached, io, exc;
    wire [3:0]  cause;
    wire [2:0]  dev;
    lsu_pma u_pma (
        .cfg_ram_pages_i(cfg_ram_pages_i),
        .cfg_ram_hi_pages_i(cfg_ram_hi_pages_i), .valid_i(s1_valid_q), .addr_i(s1_addr_q), .op_i(s1_op_q),
        .size_i(s1_size_q), .fault_i(s1_fault_q), .fault_cause_i(s1_cause_q), .walk_i(s1_tag_q[3]), .cached_o(cached), .uncached_o(uncached), .io_o(io), .exc_o(exc), .cause_o(cause),
        .dev_o(dev));

    wire is_load  = (s1_op_q == `LSU_OP_LOAD);
    wire is_store = (s1_op_q == `LSU_OP_STORE);
    wire is_cbo   = (s1_op_q >= `LSU_OP_CBO_CLEAN) && (s1_op_q <= `LSU_OP_CBO_ZERO);
    wire s1_live  = s1_valid_q && !flush;
    assign s1_ns  = s1_valid_q && !exc && !is_cbo && (!(is_load || is_store) || io);
    wire s1_load  = s1_valid_q && is_load && !exc && !io;
    wire s1_new   = s1_load && !s1_old_q;
    wire s1_push  = s1_live && !exc && ((is_store && !io) || is_cbo);

    reg [7:0] mask;
    always @* begin
        mask = 8'd0;
        if (s1_valid_q)
            case (s1_size_q)
                2'd0:    mask = 8'h01 << s1_addr_q[2:0];
                2'd1:    mask = 8'h03 << s1_addr_q[2:0];
                2'd2:    mask = 8'h0f << s1_addr_q[2:0];
                default: mask = 8'hff;
            endcase
    end
    // in every lane that it could be for: the mask says which
    reg  [63:0] lanes;
    always @* begin
        lanes = 64'bx;
        if (s1_push || s1_ns)
            case (s1_size_q)
                2'd0:    lanes = {8{s1_data_q[7:0]}};
                2'd1:    lanes = {4{s1_data_q[15:0]}};
                2'd2:    lanes = {2{s1_data_q[31:0]}};
                default: lanes = s1_data_q;
            endcase
    end

    // A load: what does it do?
    reg         ld_answer, ld_put, ld_exc;
    reg  [2:0]  ld_why;
    reg  [2:0]  ld_src;
    always @* begin
        ld_answer = 1'b0;
        ld_put    = 1'b0;
        ld_exc    = 1'b0;
        ld_why    = L_AGAIN;
        ld_src    = `DB_LD_SB;
        if (s1_load) begin
            if (s1_udone_q) begin
                ld_answer = 1'b1;
                ld_exc    = s1_err_q;
                ld_src    = `DB_LD_UNCACHED;
            end else if (!s1_old_q && (|lq_dep || |stq_chk))
                ld_put = 1'b1;                          // after older loads of this dword, and older stores' commit
            else if (chk_wait || (uncached && |chk_part)) begin
                ld_put = 1'b1;
                ld_why = sbc_valid ? L_AGAIN : L_SB;
            end else if (chk_full)
                ld_answer = 1'b1;
            else if (uncached) begin
                ld_put = 1'b1;
                ld_why = L_UAR;
            end else if (s1_beat_q) begin
                ld_answer = 1'b1;
                ld_exc    = s1_err_q;
                ld_src    = |chk_part ? `DB_LD_MIX : `DB_LD_FILL;
            end else if (f_again)
                ld_put = 1'b1;
            else if (f_hit) begin
                ld_answer = 1'b1;
                ld_src    = |chk_part ? `DB_LD_MIX : `DB_LD_HIT;
            end else begin
                ld_put = 1'b1;
                ld_why = L_MISS;
            end
        end
    end

    // Data read, in their lanes, then right-justified and extended: a load's here, or those of the slot for the head.
    // Accesses are aligned.
    wire [2:0]  rd_at   = s1_valid_q ? s1_addr_q[2:0] : ns_addr[2:0];
    wire [1:0]  rd_size = s1_valid_q ? s1_size_q : ns_size;
    wire        rd_uns  = s1_valid_q ? s1_uns_q : ns_uns;
    reg  [63:0] value, ext;
    reg  [31:0] word;
    reg  [15:0] half;
    reg  [7:0]  low;
    reg         sign;
    integer k;
    always @* begin
        value = 64'bx;
        word  = 32'bx;
        half  = 16'bx;
        low   = 8'bx;
        sign  = 1'bx;
        ext   = 64'bx;
        if (s1_load || ns_value) begin
            for (k = 0; k < 8; k = k + 1)
                if (s1_valid_q && (chk_full || chk_part[k]) && !s1_udone_q)
                    value[8*k +: 8] = chk_data[8*k +: 8];
                else if (s1_valid_q && !s1_beat_q && !s1_udone_q)
                    value[8*k +: 8] = f_data[8*k +: 8];
                else
                    value[8*k +: 8] = s1_valid_q ? s1_data_q[8*k +: 8] : ns_data[8*k +: 8];
            word = rd_at[2] && rd_size != 2'd3 ? value[63:32] : value[31:0];
            half = rd_at[1] && !rd_size[1] ? word[31:16] : word[15:0];
            low  = rd_at[0] && rd_size == 2'd0 ? half[15:8] : half[7:0];
            sign = !rd_uns && (rd_size == 2'd0 ? low[7] : rd_size == 2'd1 ? half[15] : word[31]);
            ext  = {rd_size == 2'd3 ? value[63:32] : {32{sign}}, rd_size[1] ? word[31:16] : {16{sign}},
                    rd_size != 2'd0 ? half[15:8] : {8{sign}}, low};
        end
    end

    wire s1_rsp = s1_live && (ld_answer || exc || s1_push);
    assign ls_rsp_valid_o = s1_rsp || ns_rsp;
    assign ls_rsp_tag_o   = s1_valid_q ? s1_tag_q : ns_tag;
    assign ls_rsp_data_o  = s1_valid_q || ns_value ? ext : {63'd0, ns_fail};
    assign ls_rsp_exc_o   = s1_valid_q ? (exc || ld_exc) : ns_exc;
    assign ls_rsp_cause_o = s1_valid_q ? (exc ? cause : 4'd5) : ns_cause;
    assign ls_rsp_mdata_o = ns_mdata;
    assign ls_busy_o      = {lq_any, !io_idle, !sb_empty};

    // ----------------------------------------------------------------------------------------------------------- queues
    lsu_load_queue u_load_queue (
        .clk(clk), .rst(rst), .flush_i(flush),
        .put_i(s1_live && ld_put), .put_new_i(!s1_old_q), .put_idx_i(s1_idx_q), .put_why_i(ld_why),
        .end_i(s1_live && ld_answer && s1_old_q), .end_idx_i(s1_idx_q),
        .new_i(s1_new), .new_addr_i(s1_addr_q[39:0]), .new_size_i(s1_size_q), .new_unsigned_i(s1_uns_q), .new_tag_i(s1_tag_q),
        .new_order_i(s1_order_q), .new_stq_i(stq_chk), .new_dep_o(lq_dep), .room_o(lq_room), .any_o(lq_any),
        .stq_pop_i(stq_pop_set), .sb_freed_i(sbc_valid),
        .port_i(!f_busy), .go_o(lq_go), .go_beat_o(lq_go_beat), .go_udone_o(lq_go_udone), .go_idx_o(lq_go_idx),
        .go_addr_o(lq_go_addr), .go_size_o(lq_go_size), .go_unsigned_o(lq_go_uns), .go_tag_o(lq_go_tag),
        .go_order_o(lq_go_order), .go_data_o(lq_go_data), .go_err_o(lq_go_err),
        .miss_valid_o(miss_valid), .miss_idx_o(miss_idx), .miss_addr_o(miss_addr), .miss_take_i(miss_take),
        .res_valid_i(lq_res_valid), .res_idx_i(lq_res_idx), .res_i(lq_res), .res_m_i(lq_res_m),
        .fb_valid_i(fb_valid), .fb_m_i(fb_m), .fb_word_i(fb_word), .word_mask_i(WORD_MASK),
        .inst_i(inst), .inst_m_i(inst_m),
        .ul_valid_o(ul_valid), .ul_idx_o(ul_idx), .ul_addr_o(ul_addr), .ul_size_o(ul_size), .ul_take_i(ul_take),
        .ur_valid_i(ur_valid), .ur_idx_i(ur_idx), .ur_data_i(ur_data), .ur_resp_i(ur_resp));

    wire [2:0] cbo_kind = (s1_op_q == `LSU_OP_CBO_CLEAN) ? `DB_SBI_CLEAN :
                          (s1_op_q == `LSU_OP_CBO_ZERO)  ? `DB_SBI_ZERO :
                          (s1_op_q == `LSU_OP_CBO_FLUSH || cfg_quirk_i[`DB_QUIRK_INVAL_WB]) ? `DB_SBI_FLUSH :
                                                                                              `DB_SBI_INVAL;
    wire [2:0] push_kind = is_cbo ? cbo_kind : uncached ? `DB_SBI_UNCACHED : `DB_SBI_STORE;
    lsu_store_queue #(.LINE_BYTES(LINE_BYTES)) u_store_queue (
        .clk(clk), .rst(rst), .flush_i(flush),
        .push_i(s1_push), .push_kind_i(push_kind),
        .push_addr_i(is_cbo ? {3'b000, s1_addr_q[36:OFF], {OFF{1'b0}}} : {s1_addr_q[39:3], 3'b000}),
        .push_mask_i(is_cbo ? 8'd0 : mask), .push_data_i(lanes), .push_tag_i(s1_tag_q),
        .push_order_i(s1_order_q), .room_o(stq_room),
        .head_valid_o(stq_head_valid), .head_kind_o(stq_kind), .head_addr_o(stq_addr), .head_mask_o(stq_mask),
        .head_data_o(stq_data), .head_tag_o(stq_tag), .head_order_o(stq_order), .pop_i(stq_pop),
        .pop_set_o(stq_pop_set), .chk_i(s1_new), .chk_addr_i(s1_addr_q[39:0]), .chk_set_o(stq_chk));

    // A device store has been answered; its commit is acknowledged for nothing, should the core ask.
    reg        done_q;
    reg  [3:0] done_tag_q;
    wire       stq_match = stq_head_valid && (stq_tag == ls_head_tag_i);
    wire       stq_want  = ls_commit_i && ls_head_valid_i && stq_match;
    assign stq_pop         = stq_want && sb_ready;
    assign ls_commit_ack_o = ls_commit_i && ls_head_valid_i && (stq_match ? sb_ready :
                                                                            (done_q && done_tag_q == ls_head_tag_i));
    always @(posedge clk) begin
        if (!rst && ns_io_store)
            done_q <= 1'b1;
        else if (rst || flush || ls_commit_ack_o || (ls_head_valid_i && ls_head_tag_i != done_tag_q))
            done_q <= 1'b0;
        if (ns_io_store)
            done_tag_q <= ns_tag;
    end

    lsu_nonspec u_nonspec (
        .clk(clk), .rst(rst), .flush_i(flush),
        .put_i(s1_ns), .put_io_i(io && (is_load || is_store)), .put_op_i(s1_op_q), .put_addr_i(s1_addr_q[39:0]),
        .put_size_i(s1_size_q), .put_unsigned_i(s1_uns_q), .put_rl_i(s1_rl_q), .put_fence_i(s1_fence_q),
        .put_dev_i(dev), .put_tag_i(s1_tag_q), .put_order_i(s1_order_q), .put_mask_i(mask), .put_wdata_i(lanes),
        .busy_o(ns_busy), .unsigned_o(ns_uns), .data_o(ns_data), .head_valid_i(ls_head_valid_i), .head_tag_i(ls_head_tag_i),
        .sb_empty_i(sb_empty), .sb_drained_i(sb_drained), .sb_marked_i(sb_marked), .sb_hurry_o(sb_hurry),
        .sb_marker_o(sb_marker), .sb_line_o(ns_line), .sb_line_busy_i(sb_line_busy),
        .io_st_o(io_st), .io_st_ready_i(io_st_ready), .io_ld_o(io_ld), .io_ld_take_i(io_ld_take), .addr_o(ns_addr),
        .size_o(ns_size), .dev_o(ns_dev), .mask_o(ns_mask), .lanes_o(ns_lanes), .io_rsp_i(io_rsp), .io_data_i(io_data),
        .io_err_i(io_err), .io_idle_i(io_idle),
        .amo_valid_o(amo_valid), .amo_lr_o(amo_lr), .amo_sc_o(amo_sc), .amo_take_i(amo_take),
        .amo_res_valid_i(amo_res_valid), .amo_res_i(amo_res), .amo_res_m_i(amo_res_m), .amo_rdata_i(amo_rdata),
        .amo_port_i(amo_port && amo_held), .amo_end_o(amo_end), .amo_write_o(amo_write), .amo_wdata_o(amo_wdata),
        .inst_i(inst), .inst_m_i(inst_m), .inst_fail_i(inst_fail),
        .slot_i(!s1_valid_q), .rsp_valid_o(ns_rsp), .rsp_tag_o(ns_tag), .rsp_value_o(ns_value), .rsp_fail_o(ns_fail), .rsp_exc_o(ns_exc),
        .rsp_cause_o(ns_cause), .rsp_mdata_o(ns_mdata), .order_o(ns_order), .rsp_io_store_o(ns_io_store), .ld_o(ns_ld),
        .ld_io_o(ns_ld_io));

    lsu_store_buffer #(.N(SB_ENTRIES), .LINE_BYTES(LINE_BYTES)) u_store_buffer (
        .clk(clk), .rst(rst), .cfg_seed_i(cfg_seed_i), .cfg_lazy_i(cfg_hostile_i[`DB_HOSTILE_SB_LAZY]),
        .cfg_order_i(cfg_hostile_i[`DB_HOSTILE_SB_ORDER]), .cfg_slow_i(cfg_hostile_i[`DB_HOSTILE_CMO_SLOW]),
        .hurry_i(sb_hurry),
        .enq_want_i(stq_want), .enq_kind_i(stq_kind), .enq_addr_i(stq_addr), .enq_mask_i(stq_mask), .enq_data_i(stq_data),
        .enq_ready_o(sb_ready), .enq_idx_o(sb_enq_idx), .enq_i(stq_pop), .marker_i(sb_marker),
        .empty_o(sb_empty), .drained_o(sb_drained), .marked_o(sb_marked), .line_i(ns_busy), .line_addr_i(ns_line),
        .line_busy_o(sb_line_busy),
        .chk_i(s1_load), .chk_addr_i(s1_addr_q[39:0]), .chk_mask_i(mask), .chk_wait_o(chk_wait), .chk_full_o(chk_full),
        .chk_part_o(chk_part), .chk_data_o(chk_data),
        .pick_valid_o(sb_valid), .pick_idx_o(sb_idx), .pick_addr_o(sb_addr), .pick_take_i(sb_take),
        .b1_valid_i(sb_b1), .b1_idx_i(sb_b1_idx), .b1_kind_o(sb_b1_kind), .b1_mask_o(sb_b1_mask),
        .b1_data_o(sb_b1_data), .woken_o(sb_woken), .res_miss_i(sb_res_miss),
        .res_i(sb_res), .res_m_i(sb_res_m),
        .perform_idx_i(sb_perform_idx), .perform_kind_o(sbp_kind), .perform_addr_o(sbp_addr),
        .perform_mask_o(sbp_mask), .perform_data_o(sbp_data),
        .inst_i(inst), .inst_m_i(inst_m), .inst_fail_i(inst_fail), .inst_resp_i(inst_resp),
        .inst_wanted_o(inst_wanted),
        .mem_done_i(mem_done), .mem_idx_i(mem_idx), .mem_resp_i(mem_resp), .mem_addr_o(mem_addr),
        .sbc_hold_i(amo_write), .sbc_valid_o(sbc_valid), .sbc_idx_o(sbc_idx), .sbc_kind_o(sbc_kind),
        .sbc_resp_o(sbc_resp), .probe_sb_valid(probe_sb_valid));

    wire touch = s1_valid_q && !exc && (cached || uncached) && (s1_op_q <= `LSU_OP_CBO_ZERO);
    l1d #(.LINE_BYTES(LINE_BYTES), .L1D_BYTES(L1D_BYTES), .L1D_WAYS(L1D_WAYS)) u_l1d (
        .clk(clk), .rst(rst), .cfg_seed_i(cfg_seed_i), .cfg_hostile_i(cfg_hostile_i),
        .f_busy_o(f_busy), .f_en_i(take || (lq_go && !lq_go_beat && !lq_go_udone)),
        .f_addr_i({s0_addr[39:38], 1'b0, s0_addr[36:0]}), .f_hit_o(f_hit), .f_data_o(f_data), .f_again_o(f_again),
        .touch_i(touch), .touch_addr_i({3'b000, s1_addr_q[36:0]}),
        .lq_valid_i(miss_valid), .lq_idx_i(miss_idx), .lq_addr_i(miss_addr), .lq_take_o(miss_take), .lq_kill_i(flush),
        .lq_res_valid_o(lq_res_valid), .lq_res_idx_o(lq_res_idx), .lq_res_o(lq_res), .lq_res_m_o(lq_res_m),
        .fb_valid_o(fb_valid), .fb_m_o(fb_m), .fb_word_o(fb_word), .fb_data_o(fb_data), .fb_err_o(fb_err),
        .inst_o(inst), .inst_m_o(inst_m), .inst_fail_o(inst_fail), .inst_resp_o(inst_resp),
        .inst_wanted_i(inst_wanted),
        .ul_valid_i(ul_valid), .ul_idx_i(ul_idx), .ul_addr_i(ul_addr), .ul_size_i(ul_size), .ul_take_o(ul_take),
        .ur_valid_o(ur_valid), .ur_idx_o(ur_idx), .ur_data_o(ur_data), .ur_resp_o(ur_resp),
        .sb_valid_i(sb_valid), .sb_idx_i(sb_idx), .sb_addr_i(sb_addr), .sb_take_o(sb_take), .sb_b1_o(sb_b1),
        .sb_b1_idx_o(sb_b1_idx), .sb_b1_kind_i(sb_b1_kind), .sb_b1_mask_i(sb_b1_mask), .sb_b1_data_i(sb_b1_data),
        .sb_woken_i(sb_woken), .sb_res_miss_o(sb_res_miss), .sb_res_o(sb_res), .sb_res_m_o(sb_res_m), .sb_perform_o(sb_perform), .sb_perform_idx_o(sb_perform_idx),
        .mem_done_o(mem_done), .mem_idx_o(mem_idx), .mem_resp_o(mem_resp), .mem_addr_i(mem_addr),
        .amo_valid_i(amo_valid), .amo_addr_i(ns_addr), .amo_lr_i(amo_lr), .amo_sc_i(amo_sc), .amo_take_o(amo_take),
        .amo_res_valid_o(amo_res_valid), .amo_res_o(amo_res), .amo_res_m_o(amo_res_m), .amo_rdata_o(amo_rdata),
        .amo_held_o(amo_held), .amo_port_o(amo_port), .amo_end_i(amo_end), .amo_write_i(amo_write),
        .amo_wdata_i(amo_wdata), .amo_wmask_i(ns_mask),
        .snp_req_valid_i(snp_req_valid_i), .snp_req_ready_o(snp_req_ready_o), .snp_req_op_i(snp_req_op_i),
        .snp_req_addr_i(snp_req_addr_i), .snp_rsp_valid_o(snp_rsp_valid_o), .snp_rsp_hit_o(snp_rsp_hit_o),
        .snp_rsp_last_o(snp_rsp_last_o), .snp_rsp_data_o(snp_rsp_data_o), .lock_valid_i(lock_valid_i),
        .lock_lo_i(lock_lo_i), .lock_hi_i(lock_hi_i),
        .err_valid_o(ce_valid), .err_take_i(ce_valid), .err_addr_o(ce_addr), .err_source_o(ce_source),
        .err_resp_o(ce_resp),
        .probe_line_valid_o(line_valid), .probe_line_op_o(line_op),
        .probe_line_dirty_o(line_dirty), .probe_line_addr_o(line_addr),
        .probe_line_way_o(line_way),
        .m_axi_d_awid(m_axi_d_awid), .m_axi_d_awaddr(m_axi_d_awaddr), .m_axi_d_awlen(m_axi_d_awlen),
        .m_axi_d_awsize(m_axi_d_awsize), .m_axi_d_awburst(m_axi_d_awburst), .m_axi_d_awcache(m_axi_d_awcache),
        .m_axi_d_awprot(m_axi_d_awprot), .m_axi_d_awuser(m_axi_d_awuser), .m_axi_d_awvalid(m_axi_d_awvalid),
        .m_axi_d_awready(m_axi_d_awready), .m_axi_d_wdata(m_axi_d_wdata), .m_axi_d_wstrb(m_axi_d_wstrb),
        .m_axi_d_wlast(m_axi_d_wlast), .m_axi_d_wvalid(m_axi_d_wvalid), .m_axi_d_wready(m_axi_d_wready),
        .m_axi_d_bid(m_axi_d_bid), .m_axi_d_bresp(m_axi_d_bresp), .m_axi_d_bvalid(m_axi_d_bvalid),
        .m_axi_d_bready(m_axi_d_bready), .m_axi_d_arid(m_axi_d_arid), .m_axi_d_araddr(m_axi_d_araddr),
        .m_axi_d_arlen(m_axi_d_arlen), .m_axi_d_arsize(m_axi_d_arsize), .m_axi_d_arburst(m_axi_d_arburst),
        .m_axi_d_arcache(m_axi_d_arcache), .m_axi_d_arprot(m_axi_d_arprot), .m_axi_d_aruser(m_axi_d_aruser),
        .m_axi_d_arvalid(m_axi_d_arvalid), .m_axi_d_arready(m_axi_d_arready), .m_axi_d_rid(m_axi_d_rid),
        .m_axi_d_rdata(m_axi_d_rdata), .m_axi_d_rresp(m_axi_d_rresp), .m_axi_d_rlast(m_axi_d_rlast),
        .m_axi_d_rvalid(m_axi_d_rvalid), .m_axi_d_rready(m_axi_d_rready));

    lsu_io u_io (
        .clk(clk), .rst(rst), .cfg_seed_i(cfg_seed_i), .cfg_mmio_i(cfg_hostile_i[`DB_HOSTILE_MMIO]),
        .st_valid_i(io_st), .st_ready_o(io_st_ready), .ld_valid_i(io_ld), .ld_take_o(io_ld_take), .addr_i(ns_addr),
        .size_i(ns_size), .dev_i(ns_dev), .mask_i(ns_mask), .data_i(ns_lanes), .rsp_valid_o(io_rsp),
        .rsp_data_o(io_data), .rsp_err_o(io_err), .idle_o(io_idle), .err_valid_o(ie_valid),
        .err_take_i(ie_valid && !ce_valid), .err_addr_o(ie_addr), .err_resp_o(ie_resp),
        .m_axi_io_awid(m_axi_io_awid), .m_axi_io_awaddr(m_axi_io_awaddr), .m_axi_io_awlen(m_axi_io_awlen),
        .m_axi_io_awsize(m_axi_io_awsize), .m_axi_io_awburst(m_axi_io_awburst), .m_axi_io_awcache(m_axi_io_awcache),
        .m_axi_io_awprot(m_axi_io_awprot), .m_axi_io_awuser(m_axi_io_awuser), .m_axi_io_awvalid(m_axi_io_awvalid),
        .m_axi_io_awready(m_axi_io_awready), .m_axi_io_wdata(m_axi_io_wdata), .m_axi_io_wstrb(m_axi_io_wstrb),
        .m_axi_io_wlast(m_axi_io_wlast), .m_axi_io_wvalid(m_axi_io_wvalid), .m_axi_io_wready(m_axi_io_wready),
        .m_axi_io_bid(m_axi_io_bid), .m_axi_io_bresp(m_axi_io_bresp), .m_axi_io_bvalid(m_axi_io_bvalid),
        .m_axi_io_bready(m_axi_io_bready), .m_axi_io_arid(m_axi_io_arid), .m_axi_io_araddr(m_axi_io_araddr),
        .m_axi_io_arlen(m_axi_io_arlen), .m_axi_io_arsize(m_axi_io_arsize), .m_axi_io_arburst(m_axi_io_arburst),
        .m_axi_io_arcache(m_axi_io_arcache), .m_axi_io_arprot(m_axi_io_arprot), .m_axi_io_aruser(m_axi_io_aruser),
        .m_axi_io_arvalid(m_axi_io_arvalid), .m_axi_io_arready(m_axi_io_arready), .m_axi_io_rid(m_axi_io_rid),
        .m_axi_io_rdata(m_axi_io_rdata), .m_axi_io_rresp(m_axi_io_rresp), .m_axi_io_rlast(m_axi_io_rlast),
        .m_axi_io_rvalid(m_axi_io_rvalid), .m_axi_io_rready(m_axi_io_rready));

    // ------------------------------------------------------------------------------------------------- errors and lanes
    assign err_valid_o  = ce_valid || ie_valid;
    assign err_addr_o   = ce_valid ? ce_addr : ie_addr;
    assign err_source_o = ce_valid ? ce_source : `DB_SYSCTL_ERR_STAT_SOURCE_IO_STORE;
    assign err_resp_o   = ce_valid ? ce_resp : ie_resp;

    wire [39:0] amo_dword = {ns_addr[39:3], 3'b000};
    // A load performs with the state that the cycles before have left. The other lanes show what a cycle does to that
    // state, so they come one cycle later: LINE, SBD and SBC of a cycle stand before LD of the next one. SBI shows a
    // commit in its own cycle (a load of that dword waits for it), and the write of an AMO with its SBD and SBC.
    reg        amo_q;
    reg [15:0] amo_order_q;
    always @(posedge clk) begin
        if (rst) begin
            probe_line_valid_o <= 1'b0;
            probe_sbd_valid_o  <= 1'b0;
            probe_sbc_valid_o  <= 1'b0;
            amo_q              <= 1'b0;
        end else begin
            probe_line_valid_o <= line_valid;
            probe_sbd_valid_o  <= sb_perform || amo_write;
            probe_sbc_valid_o  <= sbc_valid || amo_write;
            amo_q              <= amo_write;
        end
        if (line_valid) begin
            probe_line_op_o    <= line_op;
            probe_line_dirty_o <= line_dirty;
            probe_line_addr_o  <= line_addr;
            probe_line_way_o   <= line_way;
        end
        if (sb_perform || amo_write) begin
            probe_sbd_idx_o   <= amo_write ? 4'd0 : sb_perform_idx;
            probe_sbd_kind_o  <= amo_write ? `DB_SBI_AMO : sbp_kind;
            probe_sbd_addr_o  <= amo_write ? amo_dword : sbp_addr;
            probe_sbd_mask_o  <= amo_write ? ns_mask : sbp_mask;
            probe_sbd_data_o  <= amo_write ? amo_wdata : sbp_data;
        end
        if (sbc_valid || amo_write) begin
            probe_sbc_idx_o   <= amo_write ? 4'd0 : sbc_idx;
            probe_sbc_kind_o  <= amo_write ? `DB_SBI_AMO : sbc_kind;
            probe_sbc_resp_o  <= amo_write ? 2'd0 : sbc_resp;
        end
        if (amo_write)
            amo_order_q <= ns_order;
    end
    // Nothing commits in the cycle after an AMO's: its three lanes can stand together.
    assign probe_sbi_valid_o = stq_pop || amo_q;
    assign probe_sbi_idx_o   = amo_q ? 4'd0 : sb_enq_idx;
    assign probe_sbi_kind_o  = amo_q ? `DB_SBI_AMO : stq_kind;
    assign probe_sbi_addr_o  = amo_q ? probe_sbd_addr_o : stq_addr;
    assign probe_sbi_mask_o  = amo_q ? probe_sbd_mask_o : stq_mask;
    assign probe_sbi_data_o  = amo_q ? probe_sbd_data_o : stq_data;
    assign probe_sbi_order_o = amo_q ? amo_order_q : stq_order;
    wire s1_ld = s1_live && ld_answer && !ld_exc;
    assign probe_ld_valid_o  = (s1_ld && !s1_tag_q[3]) || ns_ld;   // a page-table walk is no instruction's load
    assign probe_ld_order_o  = s1_ld ? s1_order_q : ns_order;
    assign probe_ld_addr_o   = s1_ld ? {s1_addr_q[39:3], 3'b000} : amo_dword;
    assign probe_ld_mask_o   = s1_ld ? mask : ns_mask;
    assign probe_ld_data_o   = s1_ld ? value : ns_data;
    assign probe_ld_src_o    = s1_ld ? ld_src : ns_ld_io ? `DB_LD_IO : `DB_LD_HIT;

    wire unused = &{1'b0, ls_req_aq_i, s0_addr[37], cfg_quirk_i, cfg_hostile_i, probe_sb_valid};

`ifdef DOORBELL_ASSERT
    always @(posedge clk) if (!rst) begin
        if (s1_rsp && ns_rsp) begin $display("lsu: two responses in one cycle"); $stop; end
        if (s1_ld && ns_ld) begin $display("lsu: two loads perform in one cycle"); $stop; end
        if (sb_perform && amo_write) begin $display("lsu: a store and an AMO perform in one cycle"); $stop; end
        if (stq_pop && amo_write) begin $display("lsu: a commit beside an AMO"); $stop; end
        if (stq_pop && amo_q) begin $display("lsu: a commit just after an AMO"); $stop; end
    end
`endif
endmodule

`default_nettype wire
