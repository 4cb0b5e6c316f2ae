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

    // The oldest uncommitted store or CMO; enq_i lets it in.
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
    input  wire [39:0] line_addr_i,     // AMO: is an entry of this line here?
    output wire        line_busy_o,

    // Check of a load. Exactly one of wait, full, part != 0 or none holds.
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
    localparam [1:0] S_IDLE = 2'd0, S_FILL = 2'd1, S_MEM = 2'd2, S_DONE = 2'd3;
    localparam [2:0] K_CLEAN = `DB_SBI_CLEAN;
    localparam [2:0] K_ZERO = `DB_SBI_ZERO;

    generate
        if (N < 2 || N > 8) begin : g_bad
            lsu_store_buffer_N_must_be_2_to_8 bad_parameter ();
        end
    endgenerate

    reg  [N-1:0]  v_q;               // occupied
    reg  [1:0]    st_q   [0:N-1];    // what it waits for
    reg  [1:0]    m_q    [0:N-1];    // the line fill, or the response when done
    reg  [2:0]    kind_q [0:N-1];
    reg  [39:0]   addr_q [0:N-1];
    reg  [7:0]    mask_q [0:N-1];
    reg  [63:0]   data_q [0:N-1];
    reg  [N-1:0]  dep_q  [0:N-1];
    reg  [N-1:0]  age_q  [0:N-1];
    reg  [N-1:0]  mark_q;            // entries older than the last marker
    reg  [N-1:0]  hold_q;            // held back by a strap
    reg  [N-1:0]  aged_q;            // was here at the last tick
    reg  [N-1:0]  rej_q;             // could not perform at the last try: others first
    reg  [N-1:0]  woken_q;           // its line has come: it goes first, and until then no line is replaced
    reg  [9:0]    tick_q;

    wire [N-1:0] is_cmo, is_idle, is_done, dep_none, same_line, same_dword, chk_line, chk_dword, chk_unc_diff;
    wire [N-1:0] amo_line, inst_hit, chk_newest, enq_conf, enq_can;
    wire [31:0]  rnd;

    lfsr32 #(.SALT(32'h51b0_0001)) u_rnd (
        .clk(clk), .rst(rst), .en_i(cfg_lazy_i || cfg_order_i || cfg_slow_i), .seed_i(cfg_seed_i), .out_o(rnd));

    wire enq_is_cmo = (enq_kind_i >= K_CLEAN);
    wire [N-1:0] b1_sel = b1_valid_i ? ({{(N-1){1'b0}}, 1'b1} << b1_idx_i[2:0]) : {N{1'b0}};
    wire [N-1:0] enq_all = (enq_conf | mark_q) & v_q;      // what a new entry has to wait for

    genvar i;
    generate
        for (i = 0; i < N; i = i + 1) begin : g_e
            assign is_cmo[i]     = (kind_q[i] >= K_CLEAN);
            assign is_idle[i]    = v_q[i] && (st_q[i] == S_IDLE);
            assign is_done[i]    = v_q[i] && (st_q[i] == S_DONE);
            assign dep_none[i]   = ~|dep_q[i];
            assign same_line[i]  = v_q[i] && ({addr_q[i][39:38], 1'b0, addr_q[i][36:OFF]} ==
                                              {enq_addr_i[39:38], 1'b0, enq_addr_i[36:OFF]});
            assign same_dword[i] = same_line[i] && (addr_q[i][OFF-1:3] == enq_addr_i[OFF-1:3]);
            assign enq_conf[i]   = same_line[i] && (enq_is_cmo || is_cmo[i] || same_dword[i] || kind_q[i] != enq_kind_i);
            // Merge: into an entry that has not performed, that is not before the marker, and whose own waits cover all
            // that the newcomer has to wait for.
            assign enq_can[i]    = same_dword[i] && !enq_is_cmo && kind_q[i] == enq_kind_i && !mark_q[i] && !b1_sel[i] &&
                                   (is_idle[i] || (st_q[i] == S_FILL)) &&
                                   ~|(enq_all & ~dep_q[i] & ~({{(N-1){1'b0}}, 1'b1} << i));
            assign chk_line[i]   = v_q[i] && ({addr_q[i][39:38], addr_q[i][36:OFF]} ==
                                              {chk_addr_i[39:38], chk_addr_i[36:OFF]});
            assign chk_dword[i]  = chk_line[i] && !is_cmo[i] && (addr_q[i][OFF-1:3] == chk_addr_i[OFF-1:3]);
            assign chk_unc_diff[i] = chk_dword[i] && (kind_q[i][0] != chk_addr_i[37]);
            assign amo_line[i]   = v_q[i] && ({addr_q[i][39:38], addr_q[i][36:OFF]} ==
                                              {line_addr_i[39:38], line_addr_i[36:OFF]});
            assign inst_hit[i]   = v_q[i] && (st_q[i] == S_FILL) && (m_q[i] == inst_m_i);
        end
    endgenerate

    assign empty_o       = ~|v_q;
    assign drained_o     = ~|(v_q & ~(is_cmo & ~is_zero));
    assign marked_o      = |mark_q;
    assign line_busy_o   = |amo_line;
    assign inst_wanted_o = |inst_hit;
    assign probe_sb_valid = v_q;

    wire [N-1:0] is_zero;
    generate
        for (i = 0; i < N; i = i + 1) begin : g_z
            assign is_zero[i] = (kind_q[i] == K_ZERO);
        end
    endgenerate

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

    // Newest entry of the load's dword: no other match is younger than it.
    generate
        for (i = 0; i < N; i = i + 1) begin : g_n
            wire [N-1:0] younger;
            genvar k;
            for (k = 0; k < N; k = k + 1) begin : g_k
                assign younger[k] = age_q[k][i];
            end
            assign chk_newest[i]  = chk_dword[i] && ~|(chk_dword & younger);
        end
    endgenerate

    integer j;
    reg [7:0] new_mask;
    always @* begin
        chk_data_o = 64'b0;
        new_mask   = 8'b0;
        for (j = 0; j < N; j = j + 1)
            if (chk_newest[j]) begin
                chk_data_o = data_q[j];
                new_mask   = mask_q[j];
            end
        chk_full_o = 1'b0;
        chk_part_o = 8'b0;
        chk_wait_o = 1'b0;
        if (|(chk_line & is_cmo) || |chk_unc_diff)
            chk_wait_o = 1'b1;
        else if (|chk_dword) begin
            if (~|(chk_mask_i & ~new_mask))
                chk_full_o = 1'b1;
            else if (|(chk_dword & ~chk_newest))
                chk_wait_o = 1'b1;              // bytes in two entries: the older one goes first
            else
                chk_part_o = new_mask & chk_mask_i;
        end
    end

    // Candidate for the L1D.
    wire [N-1:0] held   = hold_q & (is_cmo | {N{!(hurry_i || &v_q)}});
    wire [N-1:0] ready  = is_idle & dep_none & ~held & ~b1_sel;
    wire [N-1:0] fresh  = ready & ~rej_q;
    wire [N-1:0] first  = ready & woken_q;
    wire [N-1:0] cand0  = |first ? first : |fresh ? fresh : ready;
    assign woken_o = |(woken_q & ~b1_sel);
    wire [N-1:0] cand1  = cand0 & rnd[8 +: N];
    wire [N-1:0] cand   = (cfg_order_i && |cand1) ? cand1 : cand0;
    wire [N-1:0] oldest;
    generate
        for (i = 0; i < N; i = i + 1) begin : g_o
            assign oldest[i] = cand[i] && ~|(cand & age_q[i]);
        end
    endgenerate
    wire [3:0] pick = lowest(oldest);
    assign pick_valid_o = |cand;
    assign pick_idx_o   = pick;
    assign pick_addr_o  = addr_q[pick[2:0]] & ~`DB_UNCACHED_ALIAS;

    assign b1_kind_o  = kind_q[b1_idx_i[2:0]];
    assign b1_mask_o  = mask_q[b1_idx_i[2:0]];
    assign b1_data_o  = data_q[b1_idx_i[2:0]];
    assign perform_kind_o = kind_q[perform_idx_i[2:0]];
    assign perform_addr_o = addr_q[perform_idx_i[2:0]];
    assign perform_mask_o = mask_q[perform_idx_i[2:0]];
    assign perform_data_o = data_q[perform_idx_i[2:0]];
    assign mem_addr_o = addr_q[mem_idx_i[2:0]];

    wire [3:0] sbc = lowest(is_done);
    assign sbc_valid_o = |is_done && !sbc_hold_i;
    assign sbc_idx_o   = sbc;
    assign sbc_kind_o  = kind_q[sbc[2:0]];
    assign sbc_resp_o  = m_q[sbc[2:0]];
    wire [N-1:0] freed = sbc_valid_o ? ({{(N-1){1'b0}}, 1'b1} << sbc[2:0]) : {N{1'b0}};

    // Entry: merge if possible, else the lowest free place.
    wire       merge = |enq_can;
    wire [3:0] place = merge ? lowest(enq_can) : lowest(~v_q);
    assign enq_ready_o = merge || !(&v_q);
    assign enq_idx_o   = place;
    wire hold_new = rnd[0] && (enq_is_cmo ? cfg_slow_i : cfg_lazy_i);

    always @(posedge clk) begin
        if (rst) begin
            v_q    <= {N{1'b0}};
            mark_q <= {N{1'b0}};
            hold_q <= {N{1'b0}};
            aged_q <= {N{1'b0}};
            rej_q  <= {N{1'b0}};
            woken_q <= {N{1'b0}};
            tick_q <= 10'd0;
        end else begin
            if (b1_valid_i) begin
                if (res_miss_i || res_i != 2'd0)
                    woken_q[b1_idx_i[2:0]] <= 1'b0;
                case (res_i)
                    2'd0: rej_q[b1_idx_i[2:0]] <= 1'b1;
                    2'd1: begin
                        st_q[b1_idx_i[2:0]] <= S_DONE;
                        m_q[b1_idx_i[2:0]]  <= 2'd0;
                    end
                    2'd2: begin
                        st_q[b1_idx_i[2:0]] <= S_FILL;
                        m_q[b1_idx_i[2:0]]  <= res_m_i;
                    end
                    2'd3: st_q[b1_idx_i[2:0]] <= S_MEM;
                endcase
            end
            if (~|fresh && pick_take_i)
                rej_q <= {N{1'b0}};
            if (inst_i)
                for (j = 0; j < N; j = j + 1)
                    if (inst_hit[j]) begin
                        st_q[j] <= (inst_fail_i || is_zero[j]) ? S_DONE : S_IDLE;
                        m_q[j]  <= inst_fail_i ? inst_resp_i : 2'd0;
                        woken_q[j] <= !inst_fail_i && !is_zero[j];
                    end
            if (mem_done_i) begin
                st_q[mem_idx_i[2:0]] <= S_DONE;
                m_q[mem_idx_i[2:0]]  <= mem_resp_i;
            end

            // Bounded random holding back.
            if (|hold_q) begin
                tick_q <= tick_q + 10'd1;
                if (rnd[7:5] == 3'd0)
                    hold_q <= hold_q & ~({{(N-1){1'b0}}, 1'b1} << rnd[4:2]);
                if (tick_q[8:0] == 9'd0) begin
                    hold_q <= hold_q & ~aged_q;
                    aged_q <= v_q;
                end
            end
            if (b1_valid_i)
                hold_q[b1_idx_i[2:0]] <= 1'b0;        // once let go, never held again

            if (sbc_valid_o) begin
                v_q    <= v_q & ~freed;
                mark_q <= mark_q & ~freed;
                rej_q[sbc[2:0]] <= 1'b0;
                for (j = 0; j < N; j = j + 1) begin
                    dep_q[j] <= dep_q[j] & ~freed;
                    age_q[j] <= age_q[j] & ~freed;
                end
            end
            if (marker_i)
                mark_q <= v_q & ~freed;

            if (enq_i) begin
                if (merge) begin
                    mask_q[place[2:0]] <= mask_q[place[2:0]] | enq_mask_i;
                    for (j = 0; j < 8; j = j + 1)
                        if (enq_mask_i[j])
                            data_q[place[2:0]][8*j +: 8] <= enq_data_i[8*j +: 8];
                end else begin
                    v_q                 <= (v_q & ~freed) | ({{(N-1){1'b0}}, 1'b1} << place[2:0]);
                    st_q[place[2:0]]    <= S_IDLE;
                    kind_q[place[2:0]]  <= enq_kind_i;
                    addr_q[place[2:0]]  <= enq_addr_i;
                    mask_q[place[2:0]]  <= enq_mask_i;
                    data_q[place[2:0]]  <= enq_data_i;
                    dep_q[place[2:0]]   <= enq_all & ~freed;
                    age_q[place[2:0]]   <= v_q & ~freed;
                    hold_q[place[2:0]]  <= hold_new;
                    aged_q[place[2:0]]  <= 1'b0;
                    rej_q[place[2:0]]   <= 1'b0;
                    woken_q[place[2:0]] <= 1'b0;
                end
            end
        end
    end

    wire unused = &{1'b0, line_addr_i[37], line_addr_i[OFF-1:0], chk_addr_i[2:0], b1_idx_i[3], mem_idx_i[3], perform_idx_i[3],
                    rnd[1], rnd[31:8+N]};

`ifdef DOORBELL_ASSERT
    integer a;
    always @(posedge clk) if (!rst) begin
        if (enq_i && !enq_ready_o) begin $display("lsu_store_buffer: entry without room"); $stop; end
        if (mem_done_i && !(v_q[mem_idx_i[2:0]] && st_q[mem_idx_i[2:0]] == S_MEM)) begin
            $display("lsu_store_buffer: answer for entry %0d that waits for none", mem_idx_i); $stop;
        end
        for (a = 0; a < N; a = a + 1)
            if (v_q[a] && |(dep_q[a] & ~age_q[a])) begin
                $display("lsu_store_buffer: entry %0d waits for a younger one", a); $stop;
            end
    end
`endif
endmodule

`default_nettype wire
