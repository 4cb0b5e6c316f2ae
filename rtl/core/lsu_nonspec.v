// SPDX-License-Identifier: Apache-2.0
//
// Operations that execute only at the head of the reorder buffer: device accesses, AMO, LR, SC, FENCE, FENCE.I. One at a
// time; the request port is shut meanwhile, so nothing younger is under way (which is what aq and a fence's successor R
// ask for), and at the head nothing older is (predecessor R and I).
//   FENCE  W before I, O, R: until the store buffer is empty (uncached stores and CMOs answered). W before W alone:
//          a marker in the store buffer, no waiting. O before anything: until posted device stores are answered.
//   FENCE.I  until stores have reached the L1D or memory; orders no CMO.
//   AMO    until older entries of its line are complete (and, if it writes, what a marker holds before it);
//          rl: until the store buffer is empty. Then read and write in the line, which nobody else gets in between.

`default_nettype none
`include "lsu_ops.vh"

module lsu_nonspec (
    input  wire        clk,
    input  wire        rst,
    input  wire        flush_i,
    input  wire        put_i,           // take an operation; it is checked
    input  wire        put_io_i,        // device access
    input  wire [4:0]  put_op_i,
    input  wire [39:0] put_addr_i,
    input  wire [1:0]  put_size_i,
    input  wire        put_unsigned_i,
    input  wire        put_rl_i,
    input  wire [7:0]  put_fence_i,
    input  wire [2:0]  put_dev_i,
    input  wire [3:0]  put_tag_i,
    input  wire [15:0] put_order_i,
    input  wire [7:0]  put_mask_i,
    input  wire [63:0] put_wdata_i,     // in all lanes that it could be for
    output wire        busy_o,
    output wire        unsigned_o,
    output wire [63:0] data_o,          // what was read, in its lanes
    input  wire        head_valid_i,
    input  wire [3:0]  head_tag_i,

    input  wire        sb_empty_i,
    input  wire        sb_drained_i,
    input  wire        sb_marked_i,     // entries before a marker are still there
    output wire        sb_hurry_o,
    output wire        sb_marker_o,
    output wire [39:0] sb_line_o,
    input  wire        sb_line_busy_i,

    output wire        io_st_o,
    input  wire        io_st_ready_i,
    output wire        io_ld_o,
    input  wire        io_ld_take_i,
    output wire [39:0] addr_o,
    output wire [1:0]  size_o,
    output wire [2:0]  dev_o,
    output wire [7:0]  mask_o,
    output wire [63:0] lanes_o,         // store data in their lanes
    input  wire        io_rsp_i,
    input  wire [63:0] io_data_i,
    input  wire        io_err_i,
    input  wire        io_idle_i,

    output wire        amo_valid_o,
    output wire        amo_lr_o,
    output wire        amo_sc_o,
    input  wire        amo_take_i,
    input  wire        amo_res_valid_i,
    input  wire [1:0]  amo_res_i,       // 0 again, 1 line held, 2 waits for fill amo_res_m_i, 3 SC fails
    input  wire [1:0]  amo_res_m_i,
    input  wire [63:0] amo_rdata_i,
    input  wire        amo_port_i,
    output wire        amo_end_o,
    output wire        amo_write_o,
    output wire [63:0] amo_wdata_o,
    input  wire        inst_i,
    input  wire [1:0]  inst_m_i,
    input  wire        inst_fail_i,

    input  wire        slot_i,          // the response port is free in this cycle
    output reg         rsp_valid_o,
    output wire [3:0]  rsp_tag_o,
    output wire        rsp_value_o,     // data of the response: data_o right-justified and extended, else rsp_fail_o
    output wire        rsp_fail_o,      // SC fails
    output reg         rsp_exc_o,
    output wire [3:0]  rsp_cause_o,
    output wire [63:0] rsp_mdata_o,
    output wire [15:0] order_o,
    output wire        rsp_io_store_o,  // it was a device store
    output wire        ld_o,            // lane LD: it has read
    output wire        ld_io_o
);
    localparam [2:0] N_IDLE = 3'd0;     // nothing here
    localparam [2:0] N_WAIT = 3'd1;     // for the head and for what it is ordered behind
    localparam [2:0] N_TRY  = 3'd2;     // AMO in the cache's stages
    localparam [2:0] N_FILL = 3'd3;     // AMO waits for a line fill
    localparam [2:0] N_HELD = 3'd4;     // AMO has the line
    localparam [2:0] N_BUS  = 3'd5;     // device load on the bus
    localparam [2:0] N_SAY  = 3'd6;     // only the answer is left
    localparam [2:0] N_DROP = 3'd7;     // flushed while on the bus

    reg  [2:0]  st_q;
    reg         io_q, uns_q, rl_q, exc_q;
    reg  [4:0]  op_q;
    reg  [39:0] addr_q;
    reg  [1:0]  size_q;
    reg  [7:0]  fence_q;
    reg  [2:0]  dev_q;
    reg  [3:0]  tag_q;
    reg  [15:0] order_q;
    reg  [7:0]  mask_q;
    reg  [63:0] wdata_q;
    reg  [63:0] data_q;                 // what was read, in its lanes
    reg  [1:0]  m_q;

    wire at_head  = head_valid_i && (head_tag_i == tag_q) && !flush_i;
    wire waiting  = (st_q == N_WAIT) && at_head;
    wire is_fence = (op_q == `LSU_OP_FENCE);
    wire is_fi    = (op_q == `LSU_OP_FENCE_I);
    wire is_lr    = (op_q == `LSU_OP_LR);
    wire is_sc    = (op_q == `LSU_OP_SC);
    wire is_load  = (op_q == `LSU_OP_LOAD);
    wire is_amo   = !io_q && !is_fence && !is_fi;

    // {pred i o r w, succ i o r w}
    reg fence_w, fence_o, fence_ok, amo_ok;
    always @* begin
        fence_w  = 1'b0;
        fence_o  = 1'b0;
        fence_ok = 1'b0;
        amo_ok   = 1'b0;
        if (st_q == N_WAIT) begin
            fence_w  = fence_q[4] && |fence_q[3:1];
            fence_o  = fence_q[6] && |fence_q[3:0];
            fence_ok = is_fence && (!fence_w || sb_empty_i) && (!fence_o || io_idle_i);
            amo_ok   = is_amo && !sb_line_busy_i && (!rl_q || sb_empty_i) && (is_lr || !sb_marked_i);
        end
    end

    assign busy_o      = (st_q != N_IDLE);
    assign sb_hurry_o  = waiting && ((is_fence && fence_w) || is_fi || is_amo);
    assign sb_marker_o = waiting && slot_i && fence_ok && fence_q[4] && fence_q[0];
    assign sb_line_o   = addr_q;
    assign io_st_o     = waiting && slot_i && io_q && !is_load;
    assign io_ld_o     = waiting && io_q && is_load;
    assign addr_o      = addr_q;
    assign size_o      = size_q;
    assign dev_o       = dev_q;
    assign mask_o      = mask_q;
    assign lanes_o     = wdata_q;
    assign unsigned_o  = uns_q;
    assign data_o      = data_q;
    assign amo_valid_o = waiting && amo_ok;
    assign amo_lr_o    = is_lr;
    assign amo_sc_o    = is_sc;

    wire        said = (st_q == N_HELD) || (st_q == N_SAY);
    wire        is_word = size_q == 2'd2;
    wire [31:0] word = is_word && addr_q[2] ? data_q[63:32] : data_q[31:0];
    wire [63:0] old  = {is_word ? {32{word[31]}} : data_q[63:32], word};
    wire [63:0] result;
    lsu_amo_alu u_alu (.en_i(said), .op_i(op_q), .word_i(is_word), .mem_i(old), .reg_i(wdata_q), .result_o(result));

    wire held_end = (st_q == N_HELD) && slot_i && (amo_port_i || is_lr);
    assign amo_end_o   = held_end;
    assign amo_write_o = held_end && !is_lr;
    assign amo_wdata_o = is_word ? {2{result[31:0]}} : result;

    assign rsp_tag_o   = tag_q;
    assign rsp_cause_o = (is_load || is_lr) ? 4'd5 : 4'd7;
    assign rsp_mdata_o = result;
    assign order_o     = order_q;
    assign rsp_io_store_o = rsp_valid_o && io_q && !is_load;
    assign ld_io_o     = io_q;
    assign rsp_value_o = said && !is_sc;
    assign rsp_fail_o  = is_sc && st_q == N_SAY;
    assign ld_o        = rsp_valid_o && ((held_end && !is_sc) || (st_q == N_SAY && io_q && !exc_q));

    always @* begin
        rsp_valid_o = 1'b0;
        rsp_exc_o   = 1'b0;
        if (st_q == N_WAIT) begin
            if (waiting && slot_i)
                rsp_valid_o = fence_ok || (is_fi && sb_drained_i) || (io_q && !is_load && io_st_ready_i);
        end else if (held_end)
            rsp_valid_o = 1'b1;
        else if (st_q == N_SAY && slot_i) begin
            rsp_valid_o = !flush_i;
            rsp_exc_o   = exc_q;
        end
    end

    always @(posedge clk) begin
        if (rst)
            st_q <= N_IDLE;
        else begin
            case (st_q)
                N_IDLE:
                    if (put_i && !flush_i) begin
                        st_q    <= N_WAIT;
                        io_q    <= put_io_i;
                        op_q    <= put_op_i;
                        addr_q  <= put_addr_i;
                        size_q  <= put_size_i;
                        uns_q   <= put_unsigned_i;
                        rl_q    <= put_rl_i;
                        fence_q <= put_fence_i;
                        dev_q   <= put_dev_i;
                        tag_q   <= put_tag_i;
                        order_q <= put_order_i;
                        mask_q  <= put_mask_i;
                        wdata_q <= put_wdata_i;
                        exc_q   <= 1'b0;
                    end
                N_WAIT:
                    if (flush_i)
                        st_q <= N_IDLE;
                    else if (rsp_valid_o)
                        st_q <= N_IDLE;
                    else if (io_ld_take_i)
                        st_q <= N_BUS;
                    else if (amo_take_i)
                        st_q <= N_TRY;
                N_TRY:
                    if (amo_res_valid_i) begin
                        m_q    <= amo_res_m_i;
                        data_q <= amo_rdata_i;
                        case (amo_res_i)
                            2'd0: st_q <= N_WAIT;
                            2'd1: st_q <= N_HELD;
                            2'd2: st_q <= N_FILL;
                            2'd3: st_q <= N_SAY;
                        endcase
                        if (flush_i)
                            st_q <= N_IDLE;
                    end
                N_FILL:
                    if (flush_i)
                        st_q <= N_IDLE;
                    else if (inst_i && inst_m_i == m_q) begin
                        st_q  <= inst_fail_i ? N_SAY : N_WAIT;
                        exc_q <= inst_fail_i;
                    end
                N_HELD:
                    if (held_end)
                        st_q <= N_IDLE;
                N_BUS:
                    if (io_rsp_i) begin
                        st_q   <= flush_i ? N_IDLE : N_SAY;
                        data_q <= io_data_i;
                        exc_q  <= io_err_i;
                    end else if (flush_i)
                        st_q <= N_DROP;
                N_SAY:
                    if (slot_i || flush_i)
                        st_q <= N_IDLE;
                N_DROP:
                    if (io_rsp_i)
                        st_q <= N_IDLE;
            endcase
        end
    end

    wire unused = &{1'b0, fence_q[7], fence_q[5]};
endmodule

`default_nettype wire
