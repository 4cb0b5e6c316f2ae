// SPDX-License-Identifier: Apache-2.0
//
// L1 data cache: write-back, write-allocate, physically indexed and tagged, random replacement, up to four line fills
// under way (l1d_mshr), write-back buffer of four lines (l1d_writeback).
//
// Front: a load reads tags and data of all ways and knows a cycle later whether it hits.
// Back: everything that changes a line goes, one operation a cycle, through two stages: B0 chooses and reads the tags,
// B1 compares with the state of that cycle and acts, or sends the operation back to try again. All LINE events come from
// B1, so they are totally ordered. Operations: end of a fill, miss of a load, store-buffer entry (store, uncached store,
// CMO, cbo.zero), AMO/LR/SC, snoop, random eviction, prefetch.
// Read-out: a dirty line on its way to the write-back buffer (or to the L1I) is read one dword a cycle, first things
// first: it has the data read port to itself, and a refill into the same way cannot overtake it, because it starts later
// and with the same dword. Stores to that set wait meanwhile.

`default_nettype none
`include "doorbell_spec.vh"

module l1d #(
    parameter LINE_BYTES = 64,
    parameter L1D_BYTES  = 16384,
    parameter L1D_WAYS   = 4
) (
    input  wire        clk,
    input  wire        rst,
    input  wire [31:0] cfg_seed_i,
    input  wire [31:0] cfg_hostile_i,

    // Front: loads
    output wire        f_busy_o,         // the data read port is taken: no load now
    input  wire        f_en_i,
    input  wire [39:0] f_addr_i,         // alias bit removed
    output wire        f_hit_o,          // one cycle later
    output wire [63:0] f_data_o,
    output wire        f_again_o,        // read and write met: look again
    input  wire        touch_i,          // recent access, for the prefetcher
    input  wire [39:0] touch_addr_i,

    // Load misses
    input  wire        lq_valid_i,
    input  wire [1:0]  lq_idx_i,
    input  wire [39:0] lq_addr_i,        // alias bit removed
    output wire        lq_take_o,
    input  wire        lq_kill_i,        // flush: forget what is in the stages
    output wire        lq_res_valid_o,
    output wire [1:0]  lq_res_idx_o,
    output reg  [1:0]  lq_res_o,         // 0 again later, 1 it hits now, 2 waits for fill lq_res_m_o
    output wire [1:0]  lq_res_m_o,

    // Fills
    output wire        fb_valid_o,       // refill beat of fill fb_m_o
    output wire [1:0]  fb_m_o,
    output wire [2:0]  fb_word_o,
    output wire [63:0] fb_data_o,
    output wire        fb_err_o,
    output wire        inst_o,           // fill inst_m_o has ended
    output wire [1:0]  inst_m_o,
    output wire        inst_fail_o,
    output wire [1:0]  inst_resp_o,
    input  wire        inst_wanted_i,    // a store waits for fill inst_m_o

    // Uncached loads
    input  wire        ul_valid_i,
    input  wire [1:0]  ul_idx_i,
    input  wire [39:0] ul_addr_i,
    input  wire [1:0]  ul_size_i,
    output wire        ul_take_o,
    output wire        ur_valid_o,
    output wire [1:0]  ur_idx_o,
    output wire [63:0] ur_data_o,
    output wire [1:0]  ur_resp_o,

    // Store buffer
    input  wire        sb_valid_i,
    input  wire [3:0]  sb_idx_i,
    input  wire [39:0] sb_addr_i,        // alias bit removed
    output wire        sb_take_o,
    output wire        sb_b1_o,          // entry sb_b1_idx_o is in B1
    output wire [3:0]  sb_b1_idx_o,
    input  wire [2:0]  sb_b1_kind_i,
    input  wire [7:0]  sb_b1_mask_i,
    input  wire [63:0] sb_b1_data_i,
    input  wire        sb_woken_i,       // a store waits for its turn on a line that has come: replace none now
    output wire        sb_res_miss_o,    // the line is not here
    output reg  [1:0]  sb_res_o,         // 0 again later, 1 done, 2 waits for fill sb_res_m_o, 3 waits for memory
    output wire [1:0]  sb_res_m_o,
    output wire        sb_perform_o,     // entry sb_perform_idx_o performs (lane SBD)
    output wire [3:0]  sb_perform_idx_o,
    output wire        mem_done_o,
    output wire [3:0]  mem_idx_o,
    output wire [1:0]  mem_resp_o,
    input  wire [39:0] mem_addr_i,

    // AMO, LR, SC
    input  wire        amo_valid_i,
    input  wire [39:0] amo_addr_i,
    input  wire        amo_lr_i,
    input  wire        amo_sc_i,
    output wire        amo_take_o,
    output wire        amo_res_valid_o,
    output reg  [1:0]  amo_res_o,        // 0 again later, 1 line is here and held, 2 waits for fill amo_res_m_o, 3 SC fails
    output wire [1:0]  amo_res_m_o,
    output wire [63:0] amo_rdata_o,      // with res 1
    output wire        amo_held_o,       // the line is held; ends with amo_end_i
    output wire        amo_port_o,       // the write port is free
    input  wire        amo_end_i,
    input  wire        amo_write_i,      // with amo_end_i
    input  wire [63:0] amo_wdata_i,
    input  wire [7:0]  amo_wmask_i,

    // Snoop port
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

    // Errors that nobody waits for
    output wire        err_valid_o,
    input  wire        err_take_i,
    output wire [39:0] err_addr_o,
    output wire [2:0]  err_source_o,
    output wire [1:0]  err_resp_o,

    // Lane LINE
    output wire        probe_line_valid_o,
    output reg  [3:0]  probe_line_op_o,
    output reg         probe_line_dirty_o,
    output reg  [39:0] probe_line_addr_o,
    output reg  [2:0]  probe_line_way_o,

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
    output wire        m_axi_d_rready
);
    localparam WAYS  = L1D_WAYS;
    localparam OFF   = (LINE_BYTES == 32) ? 5 : 6;
    localparam WORDW = OFF - 3;
    localparam SETW  = $clog2(L1D_BYTES / (LINE_BYTES * WAYS));
    localparam TAGW  = 38 - OFF - SETW;
    localparam [WORDW-1:0] LAST = {WORDW{1'b1}};

    generate
        if (LINE_BYTES != 32 && LINE_BYTES != 64) begin : g_bad_line
            l1d_LINE_BYTES_must_be_32_or_64 bad_parameter ();
        end
        if (L1D_WAYS < 1 || L1D_WAYS > 8) begin : g_bad_ways
            l1d_L1D_WAYS_must_be_1_to_8 bad_parameter ();
        end
        if ((1 << (SETW + OFF)) * WAYS != L1D_BYTES || SETW < 2) begin : g_bad_size
            l1d_L1D_BYTES_must_be_ways_times_a_power_of_two bad_parameter ();
        end
    endgenerate

    // Operations of the back, as bit numbers
    localparam B_INST = 0, B_LQ = 1, B_SB = 2, B_AMO = 3, B_SNP = 4, B_EV = 5, B_PF = 6;
    localparam [1:0] R_AGAIN = 2'd0, R_DONE = 2'd1, R_FILL = 2'd2, R_MEM = 2'd3;
    localparam [2:0] K_STORE = `DB_SBI_STORE, K_UNCACHED = `DB_SBI_UNCACHED, K_CLEAN = `DB_SBI_CLEAN,
                     K_FLUSH = `DB_SBI_FLUSH, K_INVAL = `DB_SBI_INVAL;
    localparam [1:0] SRC_EVICT = 2'd0, SRC_CMO = 2'd1, SRC_SNOOP = 2'd2;

    integer w;

    // ---------------------------------------------------------------------------------------------------- B1 registers
    reg  [6:0]  b1_op_q;                 // one-hot; none: nothing is in B1
    reg  [39:0] b1_addr_q;
    reg  [3:0]  b1_idx_q;                // load-queue or store-buffer entry, fill, way

    // Snoop
    localparam [1:0] SN_IDLE = 2'd0, SN_TRY = 2'd1, SN_READ = 2'd2, SN_WAIT = 2'd3;
    reg  [1:0]  snp_q;                   // idle, wants B0, is being read out, waits for its write-back
    reg  [1:0]  snp_op_q;
    reg  [39:0] snp_addr_q;
    reg  [1:0]  snp_pause_q;             // after a refusal: let others through

    // AMO: the line is held between read and write.
    reg              amo_held_q;
    reg  [WAYS-1:0]  amo_way_q;
    reg  [SETW+WORDW-1:0] amo_set_q;

    // Reservation
    reg              rsv_q;
    reg  [39:OFF]    rsv_line_q;
    reg  [WAYS-1:0]  rsv_way_q;

    // Read-out
    reg              ro_q;
    reg              ro_snp_q;           // to the snoop port, not to the write-back buffer
    reg  [1:0]       ro_w_q;
    reg  [WAYS-1:0]  ro_way_q;
    reg  [SETW-1:0]  ro_set_q;
    reg  [WORDW-1:0] ro_word_q;
    reg  [WORDW-1:0] ro_count_q;
    reg              rd_q;               // data of the read before are here
    reg              rd_snp_q;
    reg              rd_last_q;
    reg  [1:0]       rd_w_q;
    reg  [WAYS-1:0]  rd_way_q;
    reg  [WORDW-1:0] rd_word_q;

    // ------------------------------------------------------------------------------------------------------ sub-blocks
    reg             m_alloc, m_alloc_zero;
    reg  [WAYS-1:0] m_alloc_way;
    wire [1:0]      m_free_m;
    wire            m_free, m_free3, m_match, m_match_zero;
    wire [1:0]      m_match_m;
    wire [WAYS-1:0] m_ways;
    wire            op_inst = b1_op_q[B_INST];
    wire            inst_valid;
    wire [1:0]      inst_m;
    wire [39:0]     inst_addr;
    wire [WAYS-1:0] inst_way;
    wire            inst_zero, inst_dirty, inst_fail;
    wire [3:0]      inst_idx;
    reg             inst_go;
    wire [SETW+WORDW-1:0] fb_addr, zb_addr;
    wire [WAYS-1:0] fb_way, zb_way;
    wire            zb_valid, zb_take;
    wire [WAYS-1:0] hit_way;
    reg             b1_hit, b1_dirty;
    wire            b1_any = |b1_op_q;

    l1d_mshr #(.SETW(SETW), .WORDW(WORDW), .WAYS(WAYS)) u_mshr (
        .clk(clk), .rst(rst),
        .alloc_i(m_alloc), .alloc_addr_i(b1_addr_q), .alloc_way_i(m_alloc_way), .alloc_zero_i(m_alloc_zero),
        .alloc_dirty_i(b1_hit && b1_dirty), .alloc_idx_i(b1_idx_q),
        .free_m_o(m_free_m), .free_o(m_free), .free3_o(m_free3),
        .b1_i(b1_any), .b1_addr_i(b1_addr_q), .b1_match_o(m_match), .b1_match_m_o(m_match_m), .b1_match_zero_o(m_match_zero),
        .b1_ways_o(m_ways),
        .inst_valid_o(inst_valid), .inst_m_o(inst_m), .inst_i(op_inst), .inst_free_i(inst_go), .inst_free_m_i(b1_idx_q[1:0]),
        .inst_addr_o(inst_addr), .inst_way_o(inst_way), .inst_zero_o(inst_zero), .inst_dirty_o(inst_dirty),
        .inst_idx_o(inst_idx), .inst_fail_o(inst_fail), .inst_resp_o(inst_resp_o),
        .fb_valid_o(fb_valid_o), .fb_m_o(fb_m_o), .fb_addr_o(fb_addr), .fb_way_o(fb_way), .fb_data_o(fb_data_o),
        .fb_err_o(fb_err_o),
        .zb_valid_o(zb_valid), .zb_addr_o(zb_addr), .zb_way_o(zb_way), .zb_take_i(zb_take),
        .ul_valid_i(ul_valid_i), .ul_idx_i(ul_idx_i), .ul_addr_i(ul_addr_i), .ul_size_i(ul_size_i),
        .ul_take_o(ul_take_o), .ur_valid_o(ur_valid_o), .ur_idx_o(ur_idx_o), .ur_data_o(ur_data_o),
        .ur_resp_o(ur_resp_o),
        .m_axi_d_arid(m_axi_d_arid), .m_axi_d_araddr(m_axi_d_araddr), .m_axi_d_arlen(m_axi_d_arlen),
        .m_axi_d_arsize(m_axi_d_arsize), .m_axi_d_arburst(m_axi_d_arburst), .m_axi_d_arcache(m_axi_d_arcache),
        .m_axi_d_arprot(m_axi_d_arprot), .m_axi_d_aruser(m_axi_d_aruser), .m_axi_d_arvalid(m_axi_d_arvalid),
        .m_axi_d_arready(m_axi_d_arready), .m_axi_d_rid(m_axi_d_rid), .m_axi_d_rdata(m_axi_d_rdata),
        .m_axi_d_rresp(m_axi_d_rresp), .m_axi_d_rlast(m_axi_d_rlast), .m_axi_d_rvalid(m_axi_d_rvalid),
        .m_axi_d_rready(m_axi_d_rready));
    assign fb_word_o = {{(3-WORDW){1'b0}}, fb_addr[WORDW-1:0]};

    reg             wb_alloc;
    reg  [39:0]     wb_alloc_addr;
    reg  [WAYS-1:0] wb_alloc_keep;
    reg  [1:0]      wb_alloc_src;
    reg             us_go;
    wire            wb_free, wb_match, us_ready, snp_done;
    wire [1:0]      wb_free_w;
    wire [WAYS-1:0] wb_ways;
    wire [63:0]     rd_data;
    wire            we_valid;
    wire [39:0]     we_addr;
    wire [2:0]      we_source;
    wire [1:0]      we_resp;

    l1d_writeback #(.SETW(SETW), .WORDW(WORDW), .WAYS(WAYS)) u_writeback (
        .clk(clk), .rst(rst),
        .alloc_i(wb_alloc), .alloc_addr_i(wb_alloc_addr), .alloc_keep_i(wb_alloc_keep), .alloc_src_i(wb_alloc_src),
        .alloc_idx_i(b1_idx_q), .free_o(wb_free), .free_w_o(wb_free_w),
        .wd_en_i(rd_q && !rd_snp_q), .wd_w_i(rd_w_q), .wd_word_i(rd_word_q), .wd_data_i(rd_data), .wd_last_i(rd_last_q),
        .b1_i(b1_any), .b1_addr_i(b1_addr_q), .b1_match_o(wb_match), .b1_ways_o(wb_ways),
        .us_ready_o(us_ready), .us_i(us_go), .us_addr_i(b1_addr_q), .us_mask_i(sb_b1_mask_i),
        .us_data_i(sb_b1_data_i), .us_idx_i(b1_idx_q),
        .mem_done_o(mem_done_o), .mem_idx_o(mem_idx_o), .mem_resp_o(mem_resp_o), .mem_addr_i(mem_addr_i),
        .snp_done_o(snp_done),
        .err_valid_o(we_valid), .err_take_i(we_valid && err_take_i), .err_addr_o(we_addr), .err_source_o(we_source),
        .err_resp_o(we_resp),
        .m_axi_d_awid(m_axi_d_awid), .m_axi_d_awaddr(m_axi_d_awaddr), .m_axi_d_awlen(m_axi_d_awlen),
        .m_axi_d_awsize(m_axi_d_awsize), .m_axi_d_awburst(m_axi_d_awburst), .m_axi_d_awcache(m_axi_d_awcache),
        .m_axi_d_awprot(m_axi_d_awprot), .m_axi_d_awuser(m_axi_d_awuser), .m_axi_d_awvalid(m_axi_d_awvalid),
        .m_axi_d_awready(m_axi_d_awready), .m_axi_d_wdata(m_axi_d_wdata), .m_axi_d_wstrb(m_axi_d_wstrb),
        .m_axi_d_wlast(m_axi_d_wlast), .m_axi_d_wvalid(m_axi_d_wvalid), .m_axi_d_wready(m_axi_d_wready),
        .m_axi_d_bid(m_axi_d_bid), .m_axi_d_bresp(m_axi_d_bresp), .m_axi_d_bvalid(m_axi_d_bvalid),
        .m_axi_d_bready(m_axi_d_bready));

    wire        ev_valid, ev_take, pf_valid, pf_take, coin;
    wire [39:0] ev_addr, pf_addr;
    wire [2:0]  ev_way;
    reg         miss_now;
    l1d_hostile #(.SETW(SETW), .WORDW(WORDW)) u_hostile (
        .clk(clk), .rst(rst), .cfg_seed_i(cfg_seed_i), .cfg_evict_i(cfg_hostile_i[`DB_HOSTILE_EVICT]),
        .cfg_prefetch_i(cfg_hostile_i[`DB_HOSTILE_PREFETCH]), .cfg_nextline_i(cfg_hostile_i[`DB_HOSTILE_NEXTLINE]),
        .touch_i(touch_i), .touch_addr_i(touch_addr_i), .miss_i(miss_now), .miss_addr_i(b1_addr_q),
        .ev_valid_o(ev_valid), .ev_addr_o(ev_addr), .ev_way_o(ev_way), .ev_take_i(ev_take),
        .pf_valid_o(pf_valid), .pf_addr_o(pf_addr), .pf_take_i(pf_take), .coin_o(coin));

    // The same sequence for every seed: replacement is not a hostility.
    wire [31:0] repl;
    lfsr32 #(.SALT(32'h11d0_4e91)) u_repl (
        .clk(clk), .rst(rst), .en_i(m_alloc), .seed_i(32'd0), .out_o(repl));

    // ------------------------------------------------------------------------------------------------------- B0: choose
    // Ends of fills go first. Loads, AMOs and stores take turns; random evictions and prefetches use what is left.
    wire op_lq  = b1_op_q[B_LQ];
    wire op_sb  = b1_op_q[B_SB];
    wire op_amo = b1_op_q[B_AMO];
    wire op_snp = b1_op_q[B_SNP];
    wire op_ev  = b1_op_q[B_EV];
    wire op_pf  = b1_op_q[B_PF];

    reg         turn_q;
    wire        hold   = amo_held_q || op_amo;
    wire        c_snp  = (snp_q == SN_TRY) && (snp_pause_q == 2'd0) && !op_snp;
    wire        c_lq   = lq_valid_i && m_free;
    wire        c_amo  = amo_valid_i && !ro_q;
    reg  [6:0]  b0_op;                   // one-hot
    reg  [39:0] b0_addr;
    reg  [3:0]  b0_idx;
    always @* begin
        b0_op   = 7'd0;
        b0_addr = 40'd0;
        b0_idx  = 4'd0;
        if (hold)
            ;
        else if (inst_valid && !op_inst) begin
            b0_op[B_INST] = 1'b1;
            b0_idx        = {2'b00, inst_m};
        end else if (c_snp) begin
            b0_op[B_SNP] = 1'b1;
            b0_addr      = snp_addr_q;
        end else if (sb_valid_i && (turn_q || !(c_lq || c_amo))) begin
            b0_op[B_SB] = 1'b1;
            b0_addr     = sb_addr_i;
            b0_idx      = sb_idx_i;
        end else if (c_lq) begin
            b0_op[B_LQ] = 1'b1;
            b0_addr     = lq_addr_i;
            b0_idx      = {2'b00, lq_idx_i};
        end else if (c_amo) begin
            b0_op[B_AMO] = 1'b1;
            b0_addr      = amo_addr_i;
        end else if (ev_valid) begin
            b0_op[B_EV] = 1'b1;
            b0_addr     = ev_addr;
            b0_idx      = {1'b0, ev_way};
        end else if (pf_valid) begin
            b0_op[B_PF] = 1'b1;
            b0_addr     = pf_addr;
        end
    end
    wire g_sb   = b0_op[B_SB];
    wire g_lq   = b0_op[B_LQ];
    wire g_amo  = b0_op[B_AMO];
    wire b0_any = |b0_op;
    assign lq_take_o  = g_lq;
    assign sb_take_o  = g_sb;
    assign amo_take_o = g_amo;
    assign ev_take    = b0_op[B_EV];
    assign pf_take    = b0_op[B_PF];

    always @(posedge clk) begin
        if (rst) begin
            b1_op_q <= 7'd0;
            turn_q  <= 1'b0;
        end else begin
            b1_op_q <= b0_op;
            if (b0_any) begin
                b1_addr_q <= b0_addr;
                b1_idx_q  <= b0_idx;
                if (g_sb || g_lq || g_amo)
                    turn_q <= !g_sb;
                if (lq_kill_i) begin
                    b1_op_q[B_LQ]  <= 1'b0;
                    b1_op_q[B_AMO] <= 1'b0;
                end
            end
        end
    end

    // -------------------------------------------------------------------------------------------------------- B1: look
    // All of B1 is worked out only when an operation is there.
    wire [WAYS-1:0] b_valid, b_dirty, f_hit;
    wire [TAGW-1:0] b_tag  [0:WAYS-1];
    wire [63:0]     d_word [0:WAYS-1];
    wire [SETW-1:0] b1_set = b1_addr_q[OFF +: SETW];
    wire            wb_can = wb_free && !ro_q;

    // Victim: an empty way, else one at random. Not one that is being filled or read out, whose clean copy is still under
    // way, or that is reserved (a direct-mapped cache may lose its reservation).
    reg             locked, rsv_set, rsv_hit, ro_here, calm, alloc_ok, vdirty, vvalid;
    reg  [WAYS-1:0] no_way, may, empty, rot, pool, victim;
    always @* begin
        b1_hit   = 1'b0;
        b1_dirty = 1'b0;
        locked   = 1'b0;
        rsv_set  = 1'b0;
        rsv_hit  = 1'b0;
        ro_here  = 1'b0;                 // a line of this set is being read out
        calm     = 1'b0;                 // nothing of this line is under way
        no_way   = {WAYS{1'b0}};
        may      = {WAYS{1'b0}};
        empty    = {WAYS{1'b0}};
        rot      = {WAYS{1'b0}};
        pool     = {WAYS{1'b0}};
        victim   = {WAYS{1'b0}};
        vdirty   = 1'b0;
        vvalid   = 1'b0;
        alloc_ok = 1'b0;
        if (b1_any) begin
            b1_hit   = |hit_way;
            b1_dirty = |(hit_way & b_dirty);
            if (lock_valid_i)
                locked = (b1_addr_q[39:OFF] >= lock_lo_i[39:OFF]) && (b1_addr_q[39:OFF] <= lock_hi_i[39:OFF]);
            if (rsv_q) begin
                rsv_set = (rsv_line_q[OFF +: SETW] == b1_set);
                rsv_hit = (rsv_line_q == b1_addr_q[39:OFF]);
            end
            ro_here  = ro_q && (ro_set_q == b1_set);
            calm     = !m_match && !wb_match;
            no_way   = m_ways | wb_ways | (ro_here ? ro_way_q : {WAYS{1'b0}}) |
                       ((rsv_set && WAYS > 1) ? rsv_way_q : {WAYS{1'b0}});
            may      = ~no_way;
            empty    = may & ~b_valid;
            rot      = may & repl[WAYS-1:0];
            pool     = |empty ? empty : |rot ? rot : may;
            victim   = pool & (~pool + 1'b1);
            vdirty   = |(victim & b_dirty);
            vvalid   = |(victim & b_valid);
            alloc_ok = m_free && !sb_woken_i && calm && !locked && |may && (!vdirty || wb_can);
        end
    end

    // ---------------------------------------------------------------------------------------------------------- B1: act
    reg             store_go, cmo_go, inval_first, zero_go, alloc_go, ev_go, snp_go, sc_lost, amo_hit;
    reg             is_clean, is_flush, is_inval, snp_read, snp_flush, copy_cmo, copy_snp;
    reg             leave_v, leave, leave_dirty;
    reg  [WAYS-1:0] leave_way, ev_way_1;
    reg  [TAGW-1:0] leave_tag;
    reg  [39:0]     leave_addr;
    always @* begin
        store_go    = 1'b0;
        us_go       = 1'b0;
        is_clean    = 1'b0;
        is_flush    = 1'b0;
        is_inval    = 1'b0;
        inval_first = 1'b0;              // evicted just before the invalidate
        cmo_go      = 1'b0;
        zero_go     = 1'b0;
        alloc_go    = 1'b0;
        ev_way_1    = {WAYS{1'b0}};
        ev_go       = 1'b0;
        snp_read    = 1'b0;
        snp_flush   = 1'b0;
        snp_go      = 1'b0;
        sc_lost     = 1'b0;
        amo_hit     = 1'b0;
        inst_go     = 1'b0;
        copy_cmo    = 1'b0;
        copy_snp    = 1'b0;
        leave_v     = 1'b0;
        leave       = 1'b0;
        leave_way   = {WAYS{1'b0}};
        leave_dirty = 1'b0;
        leave_tag   = {TAGW{1'b0}};
        leave_addr  = 40'd0;
        m_alloc      = 1'b0;
        m_alloc_zero = 1'b0;
        m_alloc_way  = {WAYS{1'b0}};
        miss_now      = 1'b0;
        wb_alloc      = 1'b0;
        wb_alloc_addr = 40'd0;
        wb_alloc_keep = {WAYS{1'b0}};
        wb_alloc_src  = SRC_CMO;
        lq_res_o  = R_AGAIN;
        sb_res_o  = R_AGAIN;
        amo_res_o = R_AGAIN;
        if (b1_any) begin
            if (op_inst)
                inst_go = !(inst_fail && inst_wanted_i && err_full_q);
            if (op_sb)
                case (sb_b1_kind_i)
                    K_STORE: begin
                        store_go = b1_hit && !fb_valid_o && !ro_here;
                        alloc_go = !b1_hit && alloc_ok;
                    end
                    K_UNCACHED:
                        us_go = us_ready && !wb_match;
                    K_CLEAN, K_FLUSH, K_INVAL: begin
                        is_clean    = (sb_b1_kind_i == K_CLEAN);
                        is_flush    = (sb_b1_kind_i == K_FLUSH);
                        is_inval    = (sb_b1_kind_i == K_INVAL);
                        inval_first = is_inval && calm && b1_dirty && coin && wb_can && !rsv_hit;
                        cmo_go      = calm && (!b1_dirty || is_inval || wb_can) && !inval_first;
                        copy_cmo    = cmo_go && b1_dirty && !is_inval;
                    end
                    default:
                        zero_go = calm && !locked && m_free && (b1_hit ? !ro_q : alloc_ok);
                endcase
            if (op_lq)
                alloc_go = !b1_hit && alloc_ok;
            if (op_pf)
                alloc_go = !b1_hit && alloc_ok && m_free3;
            if (op_amo) begin
                sc_lost  = amo_sc_i && !(rsv_hit && b1_hit);
                amo_hit  = b1_hit && !sc_lost && !ro_here;
                alloc_go = !amo_sc_i && !b1_hit && alloc_ok;
            end
            if (op_ev) begin
                ev_way_1 = {{(WAYS-1){1'b0}}, 1'b1} << b1_idx_q[2:0];
                ev_go    = |(ev_way_1 & b_valid & ~no_way) && !sb_woken_i && (!(|(ev_way_1 & b_dirty)) || wb_can);
            end
            if (op_snp) begin
                snp_read  = (snp_op_q == 2'd0);
                snp_flush = (snp_op_q == 2'd2);
                snp_go    = !wb_match && !(m_match && (m_match_zero || snp_flush)) &&
                            (!b1_hit || (snp_read ? !ro_q : (!b1_dirty || wb_can)));
                copy_snp  = snp_go && !snp_read && b1_dirty;
            end

            m_alloc      = alloc_go || zero_go;
            m_alloc_zero = zero_go;
            m_alloc_way  = (zero_go && b1_hit) ? hit_way : victim;
            miss_now     = alloc_go && !op_pf;

            // A line leaves to make room, or at random.
            leave_v = (alloc_go || (zero_go && !b1_hit)) && vvalid;
            leave   = leave_v || ev_go || inval_first;
            if (leave) begin
                leave_way   = leave_v ? victim : inval_first ? hit_way : ev_way_1;
                leave_dirty = |(leave_way & b_dirty);
                for (w = 0; w < WAYS; w = w + 1)
                    if (leave_way[w]) leave_tag = b_tag[w];
                leave_addr  = {2'b00, leave_tag, b1_set, {OFF{1'b0}}};
            end
            wb_alloc      = (leave && leave_dirty) || copy_cmo || copy_snp;
            wb_alloc_addr = leave ? leave_addr : b1_addr_q;
            wb_alloc_keep = (is_clean || (op_snp && !snp_flush)) ? hit_way : {WAYS{1'b0}};
            wb_alloc_src  = leave ? SRC_EVICT : copy_snp ? SRC_SNOOP : SRC_CMO;

            // Answers
            lq_res_o = b1_hit ? R_DONE : (m_match || alloc_go) ? R_FILL : R_AGAIN;
            if (store_go || (cmo_go && !copy_cmo))
                sb_res_o = R_DONE;
            else if (alloc_go || zero_go || (op_sb && sb_b1_kind_i == K_STORE && m_match))
                sb_res_o = R_FILL;
            else if (us_go || copy_cmo)
                sb_res_o = R_MEM;
            if (sc_lost)
                amo_res_o = 2'd3;
            else if (amo_hit)
                amo_res_o = R_DONE;
            else if (alloc_go || (!b1_hit && m_match))
                amo_res_o = R_FILL;
        end
    end

    wire [1:0] res_m  = m_match ? m_match_m : m_free_m;
    wire zero_end = inst_go && inst_zero;
    assign lq_res_valid_o = op_lq;
    assign lq_res_idx_o   = b1_idx_q[1:0];
    assign lq_res_m_o     = res_m;
    assign sb_b1_o        = op_sb;
    assign sb_res_miss_o  = op_sb && !b1_hit;
    assign sb_b1_idx_o    = b1_idx_q;
    assign sb_res_m_o     = res_m;
    assign sb_perform_o     = store_go || us_go || cmo_go || zero_end;
    assign sb_perform_idx_o = zero_end ? inst_idx : b1_idx_q;
    assign amo_res_valid_o = op_amo;
    assign amo_res_m_o     = res_m;
    assign amo_held_o      = amo_held_q;
    assign amo_port_o      = !fb_valid_o;
    assign inst_o      = inst_go;
    assign inst_m_o    = b1_idx_q[1:0];
    assign inst_fail_o = inst_fail;

    // Errors: a failed fill that a store waited for, and the write side's.
    reg         err_full_q;
    reg  [39:0] fe_addr_q;
    reg  [1:0]  fe_resp_q;
    assign err_valid_o  = we_valid || err_full_q;
    assign err_addr_o   = we_valid ? we_addr : fe_addr_q;
    assign err_source_o = we_valid ? we_source : `DB_SYSCTL_ERR_STAT_SOURCE_STORE_FILL;
    assign err_resp_o   = we_valid ? we_resp : fe_resp_q;

    // Flags, and lane LINE
    wire             dw_amo = amo_end_i && amo_write_i;
    reg              fl_store, fl_inst, fl_drop, fl_clean, fl_valid, fl_dirty, line_valid;
    reg  [WAYS-1:0]  fl_way, fl_en;
    reg  [SETW-1:0]  fl_set;
    integer          v;
    assign probe_line_valid_o = line_valid;
    always @* begin
        fl_store = 1'b0;
        fl_inst  = 1'b0;
        fl_drop  = 1'b0;
        fl_clean = 1'b0;
        fl_valid = 1'b0;
        fl_dirty = 1'b0;
        fl_way   = {WAYS{1'b0}};
        fl_en    = {WAYS{1'b0}};
        fl_set   = {SETW{1'b0}};
        line_valid         = 1'b0;
        probe_line_op_o    = 4'd0;
        probe_line_dirty_o = 1'b0;
        probe_line_addr_o  = 40'd0;
        probe_line_way_o   = 3'd0;
        if (b1_any || dw_amo) begin
            fl_store = store_go || dw_amo;
            fl_inst  = inst_go && !inst_fail;
            fl_drop  = b1_hit && ((cmo_go && !is_clean) || (snp_go && snp_flush));
            fl_clean = copy_cmo || copy_snp;
            fl_valid = fl_store || fl_inst || (fl_clean && !fl_drop);
            fl_dirty = fl_store || (fl_inst && inst_zero);
            fl_way   = dw_amo ? amo_way_q : fl_inst ? inst_way : leave ? leave_way : m_alloc ? m_alloc_way : hit_way;
            fl_set   = dw_amo ? amo_set_q[WORDW +: SETW] : fl_inst ? inst_addr[OFF +: SETW] : b1_set;
            if (fl_store || fl_inst || fl_drop || fl_clean || leave || (zero_go && b1_hit))
                fl_en = fl_way;
            line_valid = leave || fl_drop || fl_clean || fl_inst;
            if (line_valid) begin
                probe_line_op_o    = leave ? `DB_LINE_EVICT : fl_inst ? (inst_zero ? `DB_LINE_ZERO : `DB_LINE_FILL) :
                                     op_snp ? (snp_flush ? `DB_LINE_SNP_FLUSH : `DB_LINE_SNP_CLEAN) :
                                     is_clean ? `DB_LINE_CLEAN : is_flush ? `DB_LINE_FLUSH : `DB_LINE_INVAL;
                probe_line_dirty_o = leave ? leave_dirty : fl_inst ? inst_dirty : b1_dirty;
                probe_line_addr_o  = leave ? leave_addr : fl_inst ? {inst_addr[39:OFF], {OFF{1'b0}}} :
                                     {b1_addr_q[39:OFF], {OFF{1'b0}}};
                for (v = 0; v < WAYS; v = v + 1)
                    if (fl_way[v]) probe_line_way_o = v[2:0];
            end
        end
    end

    // Data write port: refill beats, then stores and AMOs, then zeros.
    assign zb_take = zb_valid && !fb_valid_o && !store_go && !dw_amo && !ro_q;
    reg  [WAYS-1:0] dw_way;
    reg  [SETW+WORDW-1:0] dw_addr;
    reg  [63:0]     dw_data;
    reg  [7:0]      dw_strb;
    always @* begin
        dw_way  = {WAYS{1'b0}};
        dw_addr = {(SETW+WORDW){1'b0}};
        dw_data = 64'b0;
        dw_strb = 8'hff;
        if (fb_valid_o) begin
            dw_way  = fb_way;
            dw_addr = fb_addr;
            dw_data = fb_data_o;
        end else if (store_go) begin
            dw_way  = hit_way;
            dw_addr = b1_addr_q[3 +: SETW+WORDW];
            dw_data = sb_b1_data_i;
            dw_strb = sb_b1_mask_i;
        end else if (dw_amo) begin
            dw_way  = amo_way_q;
            dw_addr = amo_set_q;
            dw_data = amo_wdata_i;
            dw_strb = amo_wmask_i;
        end else if (zb_take) begin
            dw_way  = zb_way;
            dw_addr = zb_addr;
        end
    end

    // Data read port: read-out, AMO, loads.
    wire            rp_en    = ro_q || g_amo || f_en_i;
    wire [SETW+WORDW-1:0] rp_addr = ro_q ? {ro_set_q, ro_word_q} : g_amo ? amo_addr_i[3 +: SETW+WORDW] :
                                    f_addr_i[3 +: SETW+WORDW];
    assign f_busy_o = ro_q || g_amo;

    // Read and write of one dword in the same cycle: what comes out is not defined on every RAM.
    reg             meet_q;
    reg             f_q;                 // a load looks for its line now
    reg  [39:0]     f_addr_q;
    always @(posedge clk) begin
        meet_q <= |dw_way && (dw_addr == rp_addr);
        f_q    <= f_en_i;
        if (f_en_i)
            f_addr_q <= f_addr_i;
    end

    genvar g;
    generate
        for (g = 0; g < WAYS; g = g + 1) begin : g_way
            l1d_way #(.SETW(SETW), .WORDW(WORDW), .TAGW(TAGW)) u_way (
                .clk(clk), .rst(rst),
                .f_en_i(f_en_i), .f_set_i(f_addr_i[OFF +: SETW]), .f_chk_i(f_q), .f_tag_i(f_addr_q[37:OFF+SETW]),
                .f_hit_o(f_hit[g]),
                .b_en_i(b0_any), .b_set_i(b0_addr[OFF +: SETW]), .b_chk_i(b1_any), .b_tag_i(b1_addr_q[37:OFF+SETW]),
                .b_hit_o(hit_way[g]), .b_valid_o(b_valid[g]), .b_dirty_o(b_dirty[g]), .b_tag_o(b_tag[g]),
                .rd_en_i(rp_en), .rd_addr_i(rp_addr), .rd_data_o(d_word[g]),
                .tw_en_i(m_alloc && m_alloc_way[g]), .tw_set_i(b1_set), .tw_tag_i(b1_addr_q[37:OFF+SETW]),
                .fl_en_i(fl_en[g]), .fl_set_i(fl_set), .fl_valid_i(fl_valid), .fl_dirty_i(fl_dirty),
                .dw_en_i(dw_way[g]), .dw_addr_i(dw_addr), .dw_strb_i(dw_strb), .dw_data_i(dw_data));
        end
    endgenerate

    wire [WAYS-1:0] d_way = rd_q ? rd_way_q : op_amo ? hit_way : f_hit;
    reg  [63:0]     d_mux;
    integer         d;
    always @* begin
        d_mux = 64'b0;
        if (|d_way)
            for (d = 0; d < WAYS; d = d + 1)
                if (d_way[d]) d_mux = d_mux | d_word[d];
    end
    assign rd_data     = d_mux;
    assign f_hit_o     = |f_hit;
    assign f_data_o    = d_mux;
    assign f_again_o   = meet_q;
    assign amo_rdata_o = d_mux;

    // Snoop port
    assign snp_req_ready_o = (snp_q == SN_IDLE);
    wire   snp_simple      = snp_go && !copy_snp && !(snp_read && b1_hit);   // answered by one beat
    reg    snp_one_q, snp_one_hit_q;
    assign snp_rsp_valid_o = snp_one_q || (rd_q && rd_snp_q);
    assign snp_rsp_hit_o   = snp_one_q ? snp_one_hit_q : 1'b1;
    assign snp_rsp_last_o  = snp_one_q || rd_last_q;
    assign snp_rsp_data_o  = snp_one_q ? 64'b0 : rd_data;

    // --------------------------------------------------------------------------------------------------------- registers
    wire rsv_gone = rsv_q && ((leave && rsv_set && |(leave_way & rsv_way_q)) || ((fl_drop || zero_go) && rsv_hit));
    wire ro_start = wb_alloc || (snp_go && snp_read && b1_hit);

    always @(posedge clk) begin
        if (rst) begin
            snp_q       <= SN_IDLE;
            snp_pause_q <= 2'd0;
            snp_one_q   <= 1'b0;
            amo_held_q  <= 1'b0;
            rsv_q       <= 1'b0;
            ro_q        <= 1'b0;
            rd_q        <= 1'b0;
            err_full_q  <= 1'b0;
        end else begin
            snp_one_q <= snp_simple || (snp_done && snp_q == SN_WAIT);
            snp_one_hit_q <= snp_simple ? b1_hit : 1'b1;
            if (snp_pause_q != 2'd0)
                snp_pause_q <= snp_pause_q - 2'd1;
            if (snp_req_valid_i && snp_req_ready_o) begin
                snp_q      <= SN_TRY;
                snp_op_q   <= snp_req_op_i;
                snp_addr_q <= {snp_req_addr_i[39:OFF], {OFF{1'b0}}};
            end
            if (op_snp && !snp_go)
                snp_pause_q <= 2'd3;
            if (snp_simple)
                snp_q <= SN_IDLE;
            else if (snp_go)
                snp_q <= copy_snp ? SN_WAIT : SN_READ;
            if ((snp_done && snp_q == SN_WAIT) || (rd_q && rd_snp_q && rd_last_q))
                snp_q <= SN_IDLE;

            if (amo_hit) begin
                amo_held_q <= !lq_kill_i;
                amo_way_q  <= hit_way;
                amo_set_q  <= b1_addr_q[3 +: SETW+WORDW];
            end
            if (amo_end_i)
                amo_held_q <= 1'b0;

            if (amo_hit && amo_lr_i) begin
                rsv_q      <= 1'b1;
                rsv_line_q <= b1_addr_q[39:OFF];
                rsv_way_q  <= hit_way;
            end else if (rsv_gone || (op_amo && amo_sc_i && (sc_lost || amo_hit)))
                rsv_q <= 1'b0;

            rd_q <= ro_q;
            if (ro_q) begin
                rd_snp_q  <= ro_snp_q;
                rd_last_q <= (ro_count_q == LAST);
                rd_w_q    <= ro_w_q;
                rd_way_q  <= ro_way_q;
                rd_word_q <= ro_word_q;
                ro_word_q  <= ro_word_q + 1'b1;
                ro_count_q <= ro_count_q + 1'b1;
                if (ro_count_q == LAST)
                    ro_q <= 1'b0;
            end
            if (ro_start) begin
                ro_q       <= 1'b1;
                ro_snp_q   <= !wb_alloc;
                ro_w_q     <= wb_free_w;
                ro_way_q   <= leave ? leave_way : hit_way;
                ro_set_q   <= b1_addr_q[OFF +: SETW];
                ro_word_q  <= alloc_go ? b1_addr_q[OFF-1:3] : {WORDW{1'b0}};
                ro_count_q <= {WORDW{1'b0}};
            end

            if (inst_go && inst_fail && inst_wanted_i) begin
                err_full_q <= 1'b1;
                fe_addr_q  <= {inst_addr[39:OFF], {OFF{1'b0}}};
                fe_resp_q  <= inst_resp_o;
            end else if (err_take_i && !we_valid)
                err_full_q <= 1'b0;
        end
    end

    wire unused = &{1'b0, cfg_hostile_i[31:3], lock_lo_i[OFF-1:0], lock_hi_i[OFF-1:0], snp_req_addr_i[OFF-1:0],
                    f_addr_q[39:38], f_addr_q[OFF+SETW-1:0], f_addr_i[39:38], f_addr_i[2:0], repl[31:WAYS],
                    inst_addr[OFF-1:0], amo_addr_i[2:0]};
endmodule

`default_nettype wire
