// SPDX-License-Identifier: Apache-2.0
// lsu_store_buffer with any stores, uncached stores and CMOs coming in and an L1D that performs them when it likes:
// of one byte, the newest store is what a load is given, whether from the buffer or, once it is gone from there, from
// what has been performed; stores of a byte perform in order; each entry performs once; an entry before a marker goes
// before one after it; what can go is offered.
`default_nettype none
`include "doorbell_spec.vh"
module f_store_buffer #(parameter N = 2) (input wire clk);
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    (* anyconst *) wire lazy, random, slow;
    (* anyseq *) wire want, enq_f, marker, take, hurry, chk, line, pass;
    (* anyseq *) wire [2:0] kind;
    (* anyseq *) wire [1:0] where, chk_where, res_f, res_m, inst_m;   // two dwords, two lines
    (* anyseq *) wire [7:0] mask, data8, chk_mask;
    (* anyseq *) wire alias_f, chk_alias, inst, miss, mem_f;
    (* anyseq *) wire [3:0] mem_idx;
    wire cmo = kind >= `DB_SBI_CLEAN;
    wire [39:0] base = {2'b00, !cmo && kind == `DB_SBI_UNCACHED, 5'd0, 32'h80000000};
    wire [39:0] addr = base | {33'd0, where[1], 2'd0, where[0] && !cmo, 3'd0};
    wire [39:0] chk_addr = {2'b00, chk_alias, 5'd0, 32'h80000000} | {33'd0, chk_where[1], 2'd0, chk_where[0], 3'd0};
    wire ready, empty, marked, wait_o, full, pick_valid, woken, wanted, sbc_valid;
    wire [3:0] enq_idx, pick_idx, sbc_idx;
    wire [39:0] pick_addr;
    wire [7:0] part, b1_mask;
    wire [63:0] chk_data, b1_data;
    wire [2:0] b1_kind, sbc_kind;
    wire kind_ok = kind == `DB_SBI_STORE || kind == `DB_SBI_UNCACHED || kind == `DB_SBI_CLEAN || kind == `DB_SBI_FLUSH || kind == `DB_SBI_INVAL;
    wire enq = want && kind_ok && enq_f && ready;
    // second stage: what was picked in the cycle before
    reg b1_q;
    reg [3:0] b1_idx_q;
    wire picked = pick_valid && take;
    // store: again, done, or waits for a fill; uncached: again or waits for memory; CMO: again, done, waits for memory
    wire [1:0] res = b1_kind == `DB_SBI_STORE ? (res_f == 2'd3 ? 2'd0 : res_f) : b1_kind == `DB_SBI_UNCACHED ?
                     {2{res_f[0]}} : (res_f == 2'd2 ? 2'd3 : res_f);
    reg [N-1:0] mem_q;     // waits for memory
    wire mem_done = mem_f && mem_idx < N && mem_q[mem_idx];
    lsu_store_buffer #(.N(N), .LINE_BYTES(64)) u_dut (.clk(clk), .rst(rst), .cfg_seed_i(32'd0), .cfg_lazy_i(lazy),
        .cfg_order_i(random), .cfg_slow_i(slow), .hurry_i(hurry), .enq_want_i(want && kind_ok), .enq_kind_i(kind), .enq_addr_i(addr),
        .enq_mask_i(mask), .enq_data_i({56'd0, data8}), .enq_ready_o(ready), .enq_idx_o(enq_idx), .enq_i(enq),
        .marker_i(marker && !enq), .empty_o(empty), .marked_o(marked), .line_i(1'b0), .line_addr_i(40'd0),
        .chk_i(chk), .chk_addr_i(chk_addr), .chk_mask_i(chk_mask), .chk_wait_o(wait_o), .chk_full_o(full),
        .chk_part_o(part), .chk_data_o(chk_data), .pick_valid_o(pick_valid), .pick_idx_o(pick_idx),
        .pick_addr_o(pick_addr), .pick_take_i(take), .b1_valid_i(b1_q), .b1_idx_i(b1_idx_q), .b1_kind_o(b1_kind),
        .b1_mask_o(b1_mask), .b1_data_o(b1_data), .perform_idx_i(b1_idx_q), .woken_o(woken),
        .res_miss_i(miss), .res_i(res), .res_m_i(res_m), .inst_i(inst), .inst_m_i(inst_m), .inst_fail_i(1'b0),
        .inst_resp_i(2'd0), .inst_wanted_o(wanted), .mem_done_i(mem_done), .mem_idx_i(mem_idx), .mem_resp_i(2'd0),
        .sbc_hold_i(1'b0), .sbc_valid_o(sbc_valid), .sbc_idx_o(sbc_idx), .sbc_kind_o(sbc_kind));
    always @(posedge clk) begin
        b1_q <= picked && !rst;
        b1_idx_q <= pick_idx;
        if (b1_q && res == 2'd3) mem_q[b1_idx_q] <= 1'b1;
        if (mem_done) mem_q[mem_idx] <= 1'b0;
        if (rst) mem_q <= 0;
    end

    // byte 0 of dword 0: newest that came in, newest that performed
    wire st      = kind == `DB_SBI_STORE || kind == `DB_SBI_UNCACHED;
    wire in      = enq && st && where == 2'd0 && mask[0];
    wire perform = b1_q && (b1_kind == `DB_SBI_STORE ? res == 2'd1 : b1_kind == `DB_SBI_UNCACHED ? res == 2'd3 : 1'b0);
    reg  [1:0] b1_where_q;
    wire out     = perform && b1_where_q == 2'd0 && b1_mask[0];
    reg [7:0] newest_q, done_q;
    reg [2:0] n_q;            // entries that came in (merges not counted) and have not left
    reg [N-1:0] live_q, gone_q; // in the buffer; performed
    wire [N-1:0] enq_one = enq ? (1 << enq_idx) : 0;
    always @(posedge clk) begin
        b1_where_q <= {pick_addr[6], pick_addr[3]};
        if (in) newest_q <= data8;
        if (out) done_q <= b1_data[7:0];
        live_q <= (live_q | enq_one) & ~(sbc_valid ? (1 << sbc_idx) : 0);
        if (b1_q && res != 2'd0 && res != 2'd2) gone_q[b1_idx_q] <= 1'b1;
        if (sbc_valid) gone_q[sbc_idx] <= 1'b0;
        if (rst) begin
            live_q <= 0;
            gone_q <= 0;
            done_q <= 8'd0;
            newest_q <= 8'd0;
        end else begin
            empty_true: assert (empty == (live_q == 0));
            if (sbc_valid) leaves_after_it_performed: assert (gone_q[sbc_idx] && live_q[sbc_idx]);
            if (b1_q && res != 2'd0 && res != 2'd2) performs_once: assert (!gone_q[b1_idx_q]);
            if (enq) no_merge_into_performed: assert (!(gone_q & enq_one) && !(b1_q && b1_idx_q == enq_idx && live_q[enq_idx]));
            if (chk && chk_where == 2'd0 && chk_mask[0] && !wait_o) begin
                if (full || part[0]) forwards_newest: assert (chk_data[7:0] == newest_q);
                else performed_is_newest: assert (done_q == newest_q);
            end
            if (chk) one_answer: assert (wait_o + full + (part != 0) <= 1);
            if (empty) nothing_lost: assert (done_q == newest_q);
            // nothing waits for ever: who holds no one else up is offered unless a strap holds it back
            if (live_q != 0 && !lazy && !slow && !random && (live_q & gone_q) == 0 && !b1_q && !wanted_any) offers: assert (pick_valid);
            cover (full && chk_where == 0 && live_q == {N{1'b1}});
            cover (sbc_valid && sbc_kind == `DB_SBI_FLUSH && live_q == {N{1'b1}});
            cover (marked && enq);
        end
    end
    // entries that wait for a fill
    reg [N-1:0] fill_q;
    reg [1:0] fm_q [0:N-1];
    integer i;
    always @(posedge clk) begin
        for (i = 0; i < N; i = i + 1) if (inst && fm_q[i] == inst_m) fill_q[i] <= 1'b0;
        if (b1_q && res == 2'd2) begin
            fill_q[b1_idx_q] <= 1'b1;
            fm_q[b1_idx_q] <= res_m;
        end
        if (rst) fill_q <= 0;
    end
    wire wanted_any = fill_q != 0;
endmodule
`default_nettype wire
