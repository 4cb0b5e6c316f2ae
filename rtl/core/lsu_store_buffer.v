// SPDX-License-Identifier: Apache-2.0
//
// Store buffer: committed stores and CMOs on their way to the L1D or to memory.
//
// An entry holds one dword with byte mask, or one CMO. What may not pass what is fixed when an entry enters: dep_q[i] is
// the set of entries that must be complete (freed) before i may perform:
//   - entries of the same line (alias bit masked) where one of the two is a CMO or the two differ in kind, and entries
//     of the same dword;
//   - entries that were present at the last FENCE W,W (mark_q).
// Everything else may drain in any order: oldest first among those that can go, or at random (SB_ORDER).
// A store merges into an entry of its dword that has not performed, unless that would take it past something that it
// has to follow. age_q[i] is the set of older entries; it finds the newest bytes for a load and the oldest candidate.
// SB_LAZY and CMO_SLOW hold entries back; a held entry is let go at random, after 1024 cycles at the latest.

`default_nettype none
`include "doorbell_spec.vh"

module lsu_store_buffer #(
    parameter N          = 8,    // entries, 2 to 8 (AXI IDs 8 to 15 are theirs)
    parameter LINE_BYTES = 64
) (
    input  wire        clk,
    input  wire        rst,
    input  wire [31:0] cfg_seed_i,
    input  wire        cfg_lazy_i,      // strap SB_LAZY
    input  wire        cfg_order_i,     // strap SB_ORDER
    input  wire        cfg_slow_i,      // strap CMO_SLOW
    input  wire        hurry_i,         // a fence or an AMO waits: lazy stores go

    // The oldest uncommitted store or CMO: enq_want_i asks for a place, enq_i lets it in.
    input  wire        enq_want_i,
    input  wire [2:0]  enq_kind_i,
    input  wire [39:0] enq_addr_i,      // aligned to 8, CMOs to the line
    input  wire [7:0]  enq_mask_i,
    input  wire [63:0] enq_data_i,
    output wire        enq_ready_o,     // there is room, or it merges
    output wire [3:0]  enq_idx_o,       // entry that takes it
    input  wire        enq_i,
    input  wire        marker_i,        // FENCE W,W: what is here completes before what comes

    output wire        empty_o,
    output wire        marked_o,        // entries before a marker are left
    output wire        drained_o,       // only CLEAN, FLUSH and INVAL left (FENCE.I)
    input  wire        line_i,          // somebody asks
    input  wire [39:0] line_addr_i,     // AMO: is an entry of this line here?
    output wire        line_busy_o,     // (busy while enq_want_i too)

    // Check of a load. Exactly one of wait, full, part != 0 or none holds.
    input  wire        chk_i,           // somebody asks
    input  wire [39:0] chk_addr_i,      // alias bit kept
    input  wire [7:0]  chk_mask_i,
    output reg         chk_wait_o,      // try again when an entry has been freed
    output reg         chk_full_o,      // all bytes asked for are in chk_data_o
    output reg  [7:0]  chk_part_o,      // bytes to take from chk_data_o
    output wire [63:0] chk_data_o,

    // Towards the L1D: the candidate, and the entry that is being performed.
    output wire        pick_valid_o,
    output wire [3:0]  pick_idx_o,
    output wire [39:0] pick_addr_o,     // alias bit removed
    input  wire        pick_take_i,
    input  wire        b1_valid_i,      // entry b1_idx_i is in the second stage: no merge now
    input  wire [3:0]  b1_idx_i,
    output wire [2:0]  b1_kind_o,
    output wire [7:0]  b1_mask_o,
    output wire [63:0] b1_data_o,
    input  wire [3:0]  perform_idx_i,   // lane SBD: the entry that performs
    output wire [2:0]  perform_kind_o,
    output wire [39:0] perform_addr_o,
    output wire [7:0]  perform_mask_o,
    output wire [63:0] perform_data_o,
    output wire        woken_o,         // a line has come for an entry that has not had its turn yet: keep it
    input  wire        res_miss_i,      // the line is not there (any more)
    input  wire [1:0]  res_i,           // 0 again later, 1 done, 2 waits for line fill res_m_i, 3 waits for memory
    input  wire [1:0]  res_m_i,

    input  wire        inst_i,          // line fill inst_m_i has ended
    input  wire [1:0]  inst_m_i,
    input  wire        inst_fail_i,     // with an error inst_resp_i: stores that wait for it are lost
    input  wire [1:0]  inst_resp_i,
    output wire        inst_wanted_o,   // an entry waits for line fill inst_m_i

    input  wire        mem_done_i,      // memory has answered for entry mem_idx_i
    input  wire [3:0]  mem_idx_i,
    input  wire [1:0]  mem_resp_i,
    output wire [39:0] mem_addr_o,      // its address

    input  wire        sbc_hold_i,      // lane SBC is taken in this cycle
    output wire        sbc_valid_o,     // an entry is complete and leaves
    output wire [3:0]  sbc_idx_o,
    output wire [2:0]  sbc_kind_o,
    output wire [1:0]  sbc_resp_o,

    output wire [N-1:0] probe_sb_valid  // for views
);
    localparam OFF = (LINE_BYTES == 32) ? 5 : 6;
    localparam [2:0] K_CLEAN = `DB_SBI_CLEAN;
    localparam [2:0] K_ZERO = `DB_SBI_ZERO;

    generate
        if (N < 2 || N > 8) begin : g_bad
            lsu_store_buffer_N_must_be_2_to_8 bad_parameter ();
        end
    endgenerate

    // What is here is RAM: from 2 to 3 GiB and from 16 to 20 GiB. So much of an address tells lines apart; bit 37, which
    // selects the uncached alias, does not count.
    localparam LINE = 33 - OFF;
    wire [LINE-1:0] enq_line = {enq_addr_i[34], enq_addr_i[31:OFF]};
    wire [LINE-1:0] amo_line = {line_addr_i[34], line_addr_i[31:OFF]};
    wire [LINE-1:0] chk_line = {chk_addr_i[34], chk_addr_i[31:OFF]};
    localparam [N-1:0] NONE = {N{1'b0}};
    localparam [N-1:0] ONE  = {{(N-1){1'b0}}, 1'b1};

    reg  [N-1:0]   v_q;              // occupied; it waits
    reg  [N-1:0]   idle_q;           //   for its turn,
    reg  [N-1:0]   fill_q;           //   for line fill m_q,
    reg  [N-1:0]   done_q;           //   for nothing: complete, response in m_q; or, none of the three, for memory
    reg  [N-1:0]   cmo_q;
    reg  [N-1:0]   zero_q;
    reg  [2*N-1:0] m_q;              // the line fill, or the response when done
    reg  [2:0]     kind_q [0:N-1];
    reg  [LINE-1:0]  line_q [0:N-1];
    reg  [OFF-4:0] word_q [0:N-1];
    reg  [39:0]    addr_mem [0:N-1];   // the whole address: a memory is read by index at a fraction of the cost
    reg  [7:0]     mask_mem [0:N-1];
    reg  [63:0]    data_mem [0:N-1];
    reg  [N*N-1:0] dep_q;            // N bits an entry
    reg  [N*N-1:0] age_q;            // N bits an entry
    reg  [N-1:0]   mark_q;           // entries older than the last marker
    reg  [N-1:0]   hold_q;           // held back by a strap
    reg  [N-1:0]   aged_q;           // was here at the last tick
    reg  [N-1:0]   rej_q;            // could not perform at the last try: others first
    reg  [N-1:0]   woken_q;          // its line has come: it goes first, and until then no line is replaced
    reg  [9:0]     tick_q;

    wire [31:0]    rnd;
    wire           strap = cfg_lazy_i || cfg_order_i || cfg_slow_i;
    lfsr32 #(.SALT(32'h51b0_0001)) u_rnd (
        .clk(clk), .rst(rst), .en_i(strap), .seed_i(cfg_seed_i), .out_o(rnd));

    assign empty_o        = ~|v_q;
    assign drained_o      = ~|(v_q & ~(cmo_q & ~zero_q));
    assign marked_o       = |mark_q;
    assign probe_sb_valid = v_q;

    // Index of the lowest bit set.
    function [3:0] lowest;
        input [N-1:0] set;
        integer k;
        begin
            lowest = 4'd0;
            for (k = N - 1; k >= 0; k = k - 1)
                if (set[k]) lowest = k[3:0];
        end
    endfunction

    // Index of the only bit set.
    function [2:0] only;
        input [N-1:0] set;
        integer k;
        begin
            only = 3'd0;
            for (k = 0; k < N; k = k + 1)
                if (set[k]) only = only | k[2:0];
        end
    endfunction

    wire [N-1:0] b1_sel  = b1_valid_i ? (ONE << b1_idx_i[2:0]) : NONE;
    wire [N-1:0] mem_sel = mem_done_i ? (ONE << mem_idx_i[2:0]) : NONE;

    // The searches below are done only when somebody asks, and only over occupied entries.

    // Entries that wait for the fill that has ended
    integer      f;
    reg  [N-1:0] inst_hit;
    assign inst_wanted_o = |inst_hit;
    always @* begin
        inst_hit = NONE;
        if (|fill_q)
            for (f = 0; f < N; f = f + 1)
                if (fill_q[f] && m_q[2*f +: 2] == inst_m_i)
                    inst_hit[f] = 1'b1;
    end

    // A load: newest entry of its dword, the one that no other match has among its older ones.
    integer      c;
    reg  [N-1:0] chk_match, chk_older, chk_newest;
    reg  [2:0]   chk_idx;
    reg  [7:0]   new_mask;
    always @* begin
        chk_match  = NONE;
        chk_older  = NONE;
        chk_newest = NONE;
        chk_idx    = 3'd0;
        new_mask   = 8'b0;
        chk_full_o = 1'b0;
        chk_part_o = 8'b0;
        chk_wait_o = 1'b0;
        if (chk_i && |v_q) begin
            for (c = 0; c < N; c = c + 1)
                if (v_q[c] && line_q[c] == chk_line) begin
                    if (cmo_q[c])
                        chk_wait_o = 1'b1;
                    else if (word_q[c] == chk_addr_i[OFF-1:3]) begin
                        chk_match[c] = 1'b1;
                        chk_older    = chk_older | age_q[N*c +: N];
                        if (kind_q[c][0] != chk_addr_i[37])
                            chk_wait_o = 1'b1;
                    end
                end
            if (|chk_match) begin
                chk_newest = chk_match & ~chk_older;
                chk_idx    = only(chk_newest);
                new_mask   = mask_mem[chk_idx];
                if (!chk_wait_o) begin
                    if (~|(chk_mask_i & ~new_mask))
                        chk_full_o = 1'b1;
                    else if (chk_match != chk_newest)
                        chk_wait_o = 1'b1;          // bytes in two entries: the older one goes first
                    else
                        chk_part_o = new_mask & chk_mask_i;
                end
            end
        end
    end

    assign chk_data_o = data_mem[chk_idx];

    // Candidate for the L1D.
    integer      p;
    wire [N-1:0] held = hold_q & (cmo_q | {N{!(hurry_i || &v_q)}});
    reg  [N-1:0] ready, fresh, first, cand0, cand1, cand, oldest;
    wire [2:0]   pick = only(oldest);
    always @* begin
        ready = NONE;
        fresh = NONE;
        first = NONE;
        cand0 = NONE;
        cand1 = NONE;
        cand  = NONE;
        oldest = NONE;
        if (|idle_q) begin
            for (p = 0; p < N; p = p + 1)
                if (idle_q[p] && dep_q[N*p +: N] == NONE)
                    ready[p] = 1'b1;
            ready = ready & ~held & ~b1_sel;
            fresh = ready & ~rej_q;
            first = ready & woken_q;
            cand0 = |first ? first : |fresh ? fresh : ready;
            cand1 = cand0 & rnd[8 +: N];
            cand  = (cfg_order_i && |cand1) ? cand1 : cand0;
            for (p = 0; p < N; p = p + 1)
                if (cand[p] && (cand & age_q[N*p +: N]) == NONE)
                    oldest[p] = 1'b1;
        end
    end
    assign woken_o      = |(woken_q & ~b1_sel);
    assign pick_valid_o = |cand;
    assign pick_idx_o   = {1'b0, pick};
    assign pick_addr_o  = addr_mem[pick] & ~`DB_UNCACHED_ALIAS;

    assign b1_kind_o  = kind_q[b1_idx_i[2:0]];
    assign b1_mask_o  = mask_mem[b1_idx_i[2:0]];
    assign b1_data_o  = data_mem[b1_idx_i[2:0]];
    assign perform_kind_o = kind_q[perform_idx_i[2:0]];
    assign perform_addr_o = addr_mem[perform_idx_i[2:0]];
    assign perform_mask_o = mask_mem[perform_idx_i[2:0]];
    assign perform_data_o = data_mem[perform_idx_i[2:0]];
    assign mem_addr_o = addr_mem[mem_idx_i[2:0]];

    reg [3:0] sbc;
    always @* begin
        sbc = 4'd0;
        if (|done_q)
            sbc = lowest(done_q);
    end
    assign sbc_valid_o = |done_q && !sbc_hold_i;
    assign sbc_idx_o   = sbc;
    assign sbc_kind_o  = kind_q[sbc[2:0]];
    assign sbc_resp_o  = m_q[2*sbc[2:0] +: 2];
    wire [N-1:0] freed = sbc_valid_o ? (ONE << sbc[2:0]) : NONE;

    // Entry: merge if possible, else the lowest free place.
    // A store merges into an entry that has not performed, that is not before the marker, and whose own waits cover all
    // that the newcomer has to wait for. An AMO's line is looked for in its place: at the head of the reorder buffer
    // nothing else asks for one.
    integer      e;
    wire         enq_is_cmo = (enq_kind_i >= K_CLEAN);
    wire [LINE-1:0] ask = enq_want_i ? enq_line : amo_line;
    reg  [N-1:0] ask_line;                          // entries of that line
    reg  [N-1:0] enq_all;                           // what a new entry has to wait for
    reg  [N-1:0] enq_twin, enq_can;                 // same dword, kind and not performed; may take it
    always @* begin
        ask_line = {N{1'bx}};                       // nobody looks
        enq_all  = {N{1'bx}};
        enq_twin = {N{1'bx}};
        enq_can  = {N{1'bx}};
        if (enq_want_i || line_i) begin
            ask_line = NONE;
            enq_all  = mark_q & v_q;
            enq_twin = NONE;
            enq_can  = NONE;
            for (e = 0; e < N; e = e + 1)
                if (v_q[e] && line_q[e] == ask) begin
                    ask_line[e] = 1'b1;
                    if (enq_is_cmo || kind_q[e] != enq_kind_i)
                        enq_all[e] = 1'b1;
                    else if (word_q[e] == enq_addr_i[OFF-1:3]) begin
                        enq_all[e]  = 1'b1;
                        enq_twin[e] = !mark_q[e] && !b1_sel[e] && (idle_q[e] || fill_q[e]);
                    end
                end
            if (|enq_twin)
                for (e = 0; e < N; e = e + 1)
                    if (enq_twin[e] && (enq_all & ~dep_q[N*e +: N] & ~(ONE << e)) == NONE)
                        enq_can[e] = 1'b1;
        end
    end
    assign       line_busy_o = enq_want_i || |ask_line;
    wire         merge = |enq_can;                  // one at most: of two twins the older waits for nothing younger
    wire [3:0]   free  = lowest(~v_q);
    wire [2:0]   place = merge ? only(enq_can) : free[2:0];
    wire [N-1:0] new_sel   = enq_i && !merge ? (ONE << free[2:0]) : NONE;
    assign enq_ready_o = merge || !(&v_q);
    assign enq_idx_o   = {1'b0, place};
    wire hold_new = rnd[0] && (enq_is_cmo ? cfg_slow_i : cfg_lazy_i);

    // What the second stage and the end of a line fill make of the entries, a bit each: nothing is written by index
    wire [N-1:0] b1_again = res_i == 2'd0 ? b1_sel : NONE;
    wire [N-1:0] b1_done  = res_i == 2'd1 ? b1_sel : NONE;
    wire [N-1:0] b1_fill  = res_i == 2'd2 ? b1_sel : NONE;
    wire [N-1:0] b1_lost  = res_miss_i ? b1_sel : b1_sel & ~b1_again;
    wire [N-1:0] inst_sel  = inst_i ? inst_hit : NONE;
    wire [N-1:0] inst_wake = inst_fail_i ? NONE : inst_sel & ~zero_q;

    // Bounded random holding back
    wire [N-1:0] let_go = ~|hold_q ? NONE : tick_q[8:0] == 9'd0 ? aged_q : rnd[7:5] == 3'd0 ? ONE << rnd[4:2] : NONE;
    always @(posedge clk) begin
        if (rst || !strap) begin
            hold_q <= NONE;
            aged_q <= NONE;
            tick_q <= 10'd0;
        end else begin
            // once let go, never held again
            hold_q <= (hold_q & ~let_go & ~b1_sel & ~new_sel) | (hold_new ? new_sel : NONE);
            aged_q <= (|hold_q && tick_q[8:0] == 9'd0 ? v_q : aged_q) & ~new_sel;
            if (|hold_q)
                tick_q <= tick_q + 10'd1;
        end
    end

    integer j;
    always @(posedge clk) begin
        if (rst) begin
            v_q     <= NONE;
            idle_q  <= NONE;
            fill_q  <= NONE;
            done_q  <= NONE;
            mark_q  <= NONE;
            rej_q   <= NONE;
            woken_q <= NONE;
        end else begin
            v_q     <= (v_q & ~freed) | new_sel;
            idle_q  <= (idle_q & (~b1_sel | b1_again)) | inst_wake | new_sel;
            fill_q  <= (fill_q & ~inst_sel) | b1_fill;
            done_q  <= (done_q & ~freed) | b1_done | mem_sel | (inst_sel & ~inst_wake);
            mark_q  <= (marker_i ? v_q : mark_q) & ~freed;
            rej_q   <= (pick_take_i && ~|fresh ? NONE : rej_q | b1_again) & ~freed & ~new_sel;
            woken_q <= ((woken_q & ~b1_lost & ~inst_sel) | inst_wake) & ~new_sel;
        end
        if (|b1_done || |b1_fill || mem_done_i || |inst_sel)
            for (j = 0; j < N; j = j + 1)
                if (b1_done[j] || b1_fill[j] || mem_sel[j] || inst_sel[j])
                    m_q[2*j +: 2] <= mem_sel[j] ? mem_resp_i : b1_fill[j] ? res_m_i :
                                     inst_sel[j] && inst_fail_i ? inst_resp_i : 2'd0;
        if (sbc_valid_o || enq_i)
            for (j = 0; j < N; j = j + 1) begin
                dep_q[N*j +: N] <= (new_sel[j] ? enq_all : dep_q[N*j +: N]) & ~freed;
                age_q[N*j +: N] <= (new_sel[j] ? v_q : age_q[N*j +: N]) & ~freed;
            end
        if (enq_i) begin
            for (j = 0; j < 8; j = j + 1)
                if (!merge || enq_mask_i[j]) begin
                    mask_mem[place][j] <= enq_mask_i[j];
                    data_mem[place][8*j +: 8] <= enq_data_i[8*j +: 8];
                end
            if (!merge) begin
                cmo_q             <= (cmo_q & ~new_sel) | (enq_is_cmo ? new_sel : NONE);
                zero_q            <= (zero_q & ~new_sel) | (enq_kind_i == K_ZERO ? new_sel : NONE);
                kind_q[free[2:0]]   <= enq_kind_i;
                line_q[free[2:0]]   <= enq_line;
                word_q[free[2:0]]   <= enq_addr_i[OFF-1:3];
                addr_mem[free[2:0]] <= enq_addr_i;
            end
        end
    end

    wire unused = &{1'b0, chk_addr_i, line_addr_i, b1_idx_i[3], mem_idx_i[3], free[3], perform_idx_i[3], rnd[1], rnd[31:8+N]};

`ifdef DOORBELL_ASSERT
    integer a;
    always @(posedge clk) if (!rst) begin
        if (enq_i && |(enq_can & (enq_can - ONE))) begin $display("lsu_store_buffer: two entries could merge"); $stop; end
        if (enq_i && !enq_ready_o) begin $display("lsu_store_buffer: entry without room"); $stop; end
        if (mem_done_i && |((ONE << mem_idx_i[2:0]) & (~v_q | idle_q | fill_q | done_q))) begin
            $display("lsu_store_buffer: answer for entry %0d that waits for none", mem_idx_i); $stop;
        end
        for (a = 0; a < N; a = a + 1)
            if (v_q[a] && |(dep_q[N*a +: N] & ~age_q[N*a +: N])) begin
                $display("lsu_store_buffer: entry %0d waits for a younger one", a); $stop;
            end
    end
`endif
endmodule

`default_nettype wire
