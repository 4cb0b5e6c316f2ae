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
    output wire        line_busy_o,

    // Check of a load. Exactly one of wait, full, part != 0 or none holds.
    input  wire        chk_i,           // somebody asks
    input  wire [39:0] chk_addr_i,      // alias bit kept
    input  wire [7:0]  chk_mask_i,
    output reg         chk_wait_o,      // try again when an entry has been freed
    output reg         chk_full_o,      // all bytes asked for are in chk_data_o
    output reg  [7:0]  chk_part_o,      // bytes to take from chk_data_o
    output reg  [63:0] chk_data_o,

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

    // What is here is RAM, which ends below 2^35; bit 37 selects the uncached alias and is no part of a comparison.
    localparam TOP = 34;
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
    reg  [39:0]    addr_q [0:N-1];
    reg  [39:0]    addr_mem [0:N-1];   // addr_q again: a memory is read by index at a fraction of the cost
    reg  [7:0]     mask_q [0:N-1];
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
    lfsr32 #(.SALT(32'h51b0_0001)) u_rnd (
        .clk(clk), .rst(rst), .en_i(cfg_lazy_i || cfg_order_i || cfg_slow_i), .seed_i(cfg_seed_i), .out_o(rnd));

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

    wire [N-1:0] b1_sel = b1_valid_i ? (ONE << b1_idx_i[2:0]) : NONE;

    // The searches below are done only when somebody asks, and only over occupied entries.

    // An AMO's line
    integer l;
    reg     line_busy;
    assign line_busy_o = line_busy;
    always @* begin
        line_busy = 1'b0;
        if (line_i)
            for (l = 0; l < N; l = l + 1)
                if (v_q[l] && addr_q[l][TOP:OFF] == line_addr_i[TOP:OFF])
                    line_busy = 1'b1;
    end

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
        chk_data_o = 64'b0;
        chk_full_o = 1'b0;
        chk_part_o = 8'b0;
        chk_wait_o = 1'b0;
        if (chk_i && |v_q) begin
            for (c = 0; c < N; c = c + 1)
                if (v_q[c] && addr_q[c][TOP:OFF] == chk_addr_i[TOP:OFF]) begin
                    if (cmo_q[c])
                        chk_wait_o = 1'b1;
                    else if (addr_q[c][OFF-1:3] == chk_addr_i[OFF-1:3]) begin
                        chk_match[c] = 1'b1;
                        chk_older    = chk_older | age_q[N*c +: N];
                        if (kind_q[c][0] != chk_addr_i[37])
                            chk_wait_o = 1'b1;
                    end
                end
            if (|chk_match) begin
                chk_newest = chk_match & ~chk_older;
                for (c = 0; c < N; c = c + 1)
                    if (chk_newest[c])
                        chk_idx = chk_idx | c[2:0];
                chk_data_o = data_mem[chk_idx];
                new_mask   = mask_q[chk_idx];
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

    // Candidate for the L1D.
    integer      p;
    wire [N-1:0] held = hold_q & (cmo_q | {N{!(hurry_i || &v_q)}});
    reg  [N-1:0] ready, fresh, first, cand0, cand1, cand;
    reg  [3:0]   pick;
    always @* begin
        ready = NONE;
        fresh = NONE;
        first = NONE;
        cand0 = NONE;
        cand1 = NONE;
        cand  = NONE;
        pick  = 4'd0;
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
                    pick = p[3:0];                  // the oldest
        end
    end
    assign woken_o      = |(woken_q & ~b1_sel);
    assign pick_valid_o = |cand;
    assign pick_idx_o   = pick;
    assign pick_addr_o  = addr_mem[pick[2:0]] & ~`DB_UNCACHED_ALIAS;

    assign b1_kind_o  = kind_q[b1_idx_i[2:0]];
    assign b1_mask_o  = mask_q[b1_idx_i[2:0]];
    assign b1_data_o  = data_mem[b1_idx_i[2:0]];
    assign perform_kind_o = kind_q[perform_idx_i[2:0]];
    assign perform_addr_o = addr_mem[perform_idx_i[2:0]];
    assign perform_mask_o = mask_q[perform_idx_i[2:0]];
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
    // that the newcomer has to wait for.
    integer      e;
    wire         enq_is_cmo = (enq_kind_i >= K_CLEAN);
    reg  [N-1:0] enq_all;                           // what a new entry has to wait for
    reg  [N-1:0] enq_twin, enq_can;                 // same dword, kind and not performed; may take it
    reg  [3:0]   place;
    always @* begin
        enq_all  = NONE;
        enq_twin = NONE;
        enq_can  = NONE;
        place    = 4'd0;
        if (enq_want_i) begin
            enq_all = mark_q & v_q;
            for (e = 0; e < N; e = e + 1)
                if (v_q[e] && addr_q[e][TOP:OFF] == enq_addr_i[TOP:OFF]) begin
                    if (enq_is_cmo || kind_q[e] != enq_kind_i)
                        enq_all[e] = 1'b1;
                    else if (addr_q[e][OFF-1:3] == enq_addr_i[OFF-1:3]) begin
                        enq_all[e]  = 1'b1;
                        enq_twin[e] = !mark_q[e] && !b1_sel[e] && (idle_q[e] || fill_q[e]);
                    end
                end
            if (|enq_twin)
                for (e = 0; e < N; e = e + 1)
                    if (enq_twin[e] && (enq_all & ~dep_q[N*e +: N] & ~(ONE << e)) == NONE)
                        enq_can[e] = 1'b1;
            if (|enq_can)
                place = lowest(enq_can);
            else
                place = lowest(~v_q);
        end
    end
    wire merge = |enq_can;
    assign enq_ready_o = merge || !(&v_q);
    assign enq_idx_o   = place;
    wire hold_new = rnd[0] && (enq_is_cmo ? cfg_slow_i : cfg_lazy_i);

    integer j;
    always @(posedge clk) begin
        if (rst) begin
            v_q     <= NONE;
            idle_q  <= NONE;
            fill_q  <= NONE;
            done_q  <= NONE;
            mark_q  <= NONE;
            hold_q  <= NONE;
            aged_q  <= NONE;
            rej_q   <= NONE;
            woken_q <= NONE;
            tick_q  <= 10'd0;
        end else begin
            if (b1_valid_i) begin
                if (res_miss_i || res_i != 2'd0)
                    woken_q[b1_idx_i[2:0]] <= 1'b0;
                if (res_i != 2'd0)
                    idle_q[b1_idx_i[2:0]] <= 1'b0;
                case (res_i)
                    2'd0: rej_q[b1_idx_i[2:0]] <= 1'b1;
                    2'd1: begin
                        done_q[b1_idx_i[2:0]]     <= 1'b1;
                        m_q[2*b1_idx_i[2:0] +: 2] <= 2'd0;
                    end
                    2'd2: begin
                        fill_q[b1_idx_i[2:0]]     <= 1'b1;
                        m_q[2*b1_idx_i[2:0] +: 2] <= res_m_i;
                    end
                    2'd3: ;
                endcase
            end
            if (pick_take_i && ~|fresh)
                rej_q <= NONE;
            if (inst_i && |inst_hit)
                for (j = 0; j < N; j = j + 1)
                    if (inst_hit[j]) begin
                        fill_q[j] <= 1'b0;
                        if (inst_fail_i || zero_q[j])
                            done_q[j] <= 1'b1;
                        else
                            idle_q[j] <= 1'b1;
                        m_q[2*j +: 2] <= inst_fail_i ? inst_resp_i : 2'd0;
                        woken_q[j]    <= !inst_fail_i && !zero_q[j];
                    end
            if (mem_done_i) begin
                done_q[mem_idx_i[2:0]]     <= 1'b1;
                m_q[2*mem_idx_i[2:0] +: 2] <= mem_resp_i;
            end

            // Bounded random holding back.
            if (|hold_q) begin
                tick_q <= tick_q + 10'd1;
                if (rnd[7:5] == 3'd0)
                    hold_q <= hold_q & ~(ONE << rnd[4:2]);
                if (tick_q[8:0] == 9'd0) begin
                    hold_q <= hold_q & ~aged_q;
                    aged_q <= v_q;
                end
            end
            if (b1_valid_i)
                hold_q[b1_idx_i[2:0]] <= 1'b0;        // once let go, never held again

            if (sbc_valid_o) begin
                v_q              <= v_q & ~freed;
                done_q[sbc[2:0]] <= 1'b0;
                mark_q           <= mark_q & ~freed;
                rej_q[sbc[2:0]]  <= 1'b0;
                dep_q            <= dep_q & ~{N{freed}};
                age_q            <= age_q & ~{N{freed}};
            end
            if (marker_i)
                mark_q <= v_q & ~freed;

            if (enq_i) begin
                mask_q[place[2:0]] <= merge ? mask_q[place[2:0]] | enq_mask_i : enq_mask_i;
                for (j = 0; j < 8; j = j + 1)
                    if (!merge || enq_mask_i[j])
                        data_mem[place[2:0]][8*j +: 8] <= enq_data_i[8*j +: 8];
                if (!merge) begin
                    v_q                         <= (v_q & ~freed) | (ONE << place[2:0]);
                    idle_q[place[2:0]]          <= 1'b1;
                    cmo_q[place[2:0]]           <= enq_is_cmo;
                    zero_q[place[2:0]]          <= (enq_kind_i == K_ZERO);
                    kind_q[place[2:0]]          <= enq_kind_i;
                    addr_q[place[2:0]]          <= enq_addr_i;
                    addr_mem[place[2:0]]        <= enq_addr_i;
                    dep_q[N*place[2:0] +: N]    <= enq_all & ~freed;
                    age_q[N*place[2:0] +: N]    <= v_q & ~freed;
                    hold_q[place[2:0]]          <= hold_new;
                    aged_q[place[2:0]]          <= 1'b0;
                    rej_q[place[2:0]]           <= 1'b0;
                    woken_q[place[2:0]]         <= 1'b0;
                end
            end
        end
    end

    wire unused = &{1'b0, chk_addr_i, line_addr_i, b1_idx_i[3], mem_idx_i[3], perform_idx_i[3], rnd[1], rnd[31:8+N]};

`ifdef DOORBELL_ASSERT
    integer a;
    always @(posedge clk) if (!rst) begin
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
