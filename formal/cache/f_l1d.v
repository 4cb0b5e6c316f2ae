// SPDX-License-Identifier: Apache-2.0
// l1d with 32-byte lines and few sets: loads, load misses, one store-buffer entry at a time, snoops, random evictions and
// prefetches (all their random numbers free). One byte is followed: what a load, a snoop or the memory is given is what
// was performed last. Two tags, two sets and two dwords of a line are used; other bytes of a dword read as 0.
`default_nettype none
`include "doorbell_spec.vh"
`include "axi_wires.vh"
module f_l1d #(parameter WAYS = 2) (input wire clk);
    `AXI_WIRES(m_, 4, 40, 64)
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    localparam [39:0] AT = 40'h80000008;
    function [39:0] place(input [2:0] p); // tag, set, dword
        place = 40'h80000000 | {32'd0, p[2], 1'b0, p[1], 1'b0, p[0], 3'd0};
    endfunction
    (* anyseq *) wire f_en, f_lq, f_ul, f_snp;
    (* anyseq *) wire [2:0] f_addr, lq_addr, snp_addr, op_addr;
    (* anyseq *) wire [1:0] snp_op;
    (* anyseq *) wire [2:0] op_kind;
    (* anyseq *) wire [7:0] op_data;
    (* anyseq *) wire op_mask, op_new, touch;
    (* anyconst *) wire [2:0] hostile;
    (* anyconst *) wire [7:0] start;
    wire [7:0] mem;

    wire f_busy, f_hit, f_again, sb_take, sb_b1, sb_perform, inst, inst_fail, mem_done, snp_ready, snp_v, snp_hit, snp_last;
    wire [63:0] f_data, snp_data;
    wire [1:0] sb_res, sb_res_m, inst_m;
    wire [3:0] sb_perform_idx;
    wire lq_take, lq_res_valid;
    wire line_v, line_dirty;
    wire [3:0] line_op;
    wire [39:0] line_addr;

    // ---- the store-buffer entry ----
    reg        v_q, idle_q, fill_q;
    reg [1:0]  m_q;
    reg [2:0]  kind_q, at_q;
    reg [7:0]  data_q;
    reg        mask_q;
    wire sb_valid = v_q && idle_q && !sb_b1;
    wire kind_ok = op_kind == `DB_SBI_STORE || op_kind == `DB_SBI_CLEAN || op_kind == `DB_SBI_FLUSH || op_kind == `DB_SBI_ZERO;
    always @(posedge clk) begin
        if (!v_q && op_new && kind_ok) begin
            v_q    <= 1'b1;
            idle_q <= 1'b1;
            fill_q <= 1'b0;
            kind_q <= op_kind;
            at_q   <= op_addr;
            data_q <= op_data;
            mask_q <= op_mask;
        end
        if (sb_b1) begin
            if (sb_res != 2'd0) idle_q <= 1'b0;
            if (sb_res == 2'd1) v_q <= 1'b0;
            if (sb_res == 2'd2) begin
                fill_q <= 1'b1;
                m_q    <= sb_res_m;
            end
        end
        if (fill_q && inst && inst_m == m_q) begin
            fill_q <= 1'b0;
            idle_q <= 1'b1;
            if (kind_q == `DB_SBI_ZERO) v_q <= 1'b0;
        end
        if (mem_done) v_q <= 1'b0;
        if (rst) begin
            v_q <= 1'b0;
            fill_q <= 1'b0;
        end
    end
    wire [39:0] sb_line = place(at_q);
    wire [39:0] sb_addr = kind_q == `DB_SBI_STORE ? sb_line : {sb_line[39:5], 5'd0};

    // ---- snoops: one at a time ----
    reg snp_q;
    reg snp_here_q;
    reg [1:0] snp_op_q, snp_n_q;
    wire snp_req = f_snp && !snp_q && snp_op != 2'd3;
    always @(posedge clk) begin
        if (snp_req && snp_ready) begin
            snp_q <= 1'b1;
            snp_op_q <= snp_op;
            snp_here_q <= snp_addr[2:1] == 2'd0;
            snp_n_q <= 2'd0;
        end
        if (snp_v) begin
            snp_n_q <= snp_n_q + 2'd1;
            if (snp_last) snp_q <= 1'b0;
        end
        if (rst) snp_q <= 1'b0;
    end

    reg       f_q;
    reg [2:0] f_at_q;
    wire      load = f_en && !f_busy;
    l1d #(.LINE_BYTES(32), .L1D_BYTES(128 * WAYS), .L1D_WAYS(WAYS)) u_dut (.clk(clk), .rst(rst), .cfg_seed_i(32'd0),
        .cfg_hostile_i({29'd0, hostile}), .f_busy_o(f_busy), .f_en_i(load), .f_addr_i(place(f_addr)), .f_hit_o(f_hit),
        .f_data_o(f_data), .f_again_o(f_again), .touch_i(touch), .touch_addr_i(place(f_addr)),
        .lq_valid_i(f_lq), .lq_idx_i(2'd0), .lq_addr_i(place(lq_addr)), .lq_take_o(lq_take), .lq_kill_i(1'b0),
        .lq_res_valid_o(lq_res_valid), .inst_o(inst), .inst_m_o(inst_m), .inst_fail_o(inst_fail),
        .inst_wanted_i(fill_q && inst_m == m_q), .ul_valid_i(1'b0), .ul_idx_i(2'd0), .ul_addr_i(40'd0), .ul_size_i(2'd3),
        .sb_valid_i(sb_valid), .sb_idx_i(4'd0), .sb_addr_i(sb_addr), .sb_take_o(sb_take), .sb_b1_o(sb_b1),
        .sb_b1_kind_i(kind_q), .sb_b1_mask_i({7'd0, mask_q}), .sb_b1_data_i({56'd0, data_q}), .sb_woken_i(1'b0),
        .sb_res_o(sb_res), .sb_res_m_o(sb_res_m), .sb_perform_o(sb_perform), .sb_perform_idx_o(sb_perform_idx),
        .mem_done_o(mem_done), .mem_addr_i(sb_addr), .amo_valid_i(1'b0), .amo_addr_i(40'd0), .amo_lr_i(1'b0),
        .amo_sc_i(1'b0), .amo_end_i(1'b0), .amo_write_i(1'b0), .amo_wdata_i(64'd0), .amo_wmask_i(8'd0),
        .snp_req_valid_i(snp_req), .snp_req_ready_o(snp_ready), .snp_req_op_i(snp_op), .snp_req_addr_i(place(snp_addr)),
        .snp_rsp_valid_o(snp_v), .snp_rsp_hit_o(snp_hit), .snp_rsp_last_o(snp_last), .snp_rsp_data_o(snp_data),
        .lock_valid_i(1'b0), .lock_lo_i(40'd0), .lock_hi_i(40'd0), .err_take_i(1'b1),
        .probe_line_valid_o(line_v), .probe_line_op_o(line_op), .probe_line_dirty_o(line_dirty), .probe_line_addr_o(line_addr),
        `AXI_DUT(m_axi_d_, m_));
    mem_slave #(.WORD_W(2), .AT(AT)) u_mem (.clk(clk), .rst(rst), .start(start), .value(mem), .awaddr(m_awaddr),
        .wdata(m_wdata), .wstrb(m_wstrb), .araddr(m_araddr), `AXI_SLAVE_PINS(m_));
    axi_props #(.ID_W(4), .MAX_OF_ID(1), .MAX_WRITES(4)) u_props (.clk(clk), .rst(rst), `AXI_PINS(m_));

    // ---- the byte ----
    reg [7:0] now_q;
    wire stores = sb_perform && v_q && at_q[2:1] == 2'd0 && (kind_q == `DB_SBI_ZERO || (kind_q == `DB_SBI_STORE && at_q[0] && mask_q));
    always @(posedge clk) begin
        f_q    <= load && !rst;
        f_at_q <= f_addr;
        if (stores) now_q <= kind_q == `DB_SBI_ZERO ? 8'd0 : data_q;
        if (rst) now_q <= start;
        else begin
            if (f_q && f_hit && !f_again && f_at_q == 3'b001) load_newest: assert (f_data[7:0] == now_q);
            if (snp_v && snp_op_q == 2'd0 && snp_hit && snp_here_q && snp_n_q == 2'd1) snoop_newest: assert (snp_data[7:0] == now_q);
            if (snp_v && snp_op_q != 2'd0 && snp_here_q && !stores_since_q) snooped_memory_newest: assert (mem == now_q);
            if (snp_v) snoop_asked: assert (snp_q);
            cover (line_v && line_op == `DB_LINE_EVICT && line_dirty && line_addr[39:5] == AT[39:5]);
            cover (f_q && f_hit && f_at_q == 3'b001 && now_q != start);
            cover (snp_v && snp_last && snp_op_q == 2'd2 && snp_here_q && now_q != start);
        end
    end
    // a CLEAN or FLUSH answers for what was performed before it was asked
    reg stores_since_q;
    always @(posedge clk)
        if (snp_req && snp_ready || rst) stores_since_q <= stores;
        else if (stores) stores_since_q <= 1'b1;
endmodule
`default_nettype wire
