// SPDX-License-Identifier: Apache-2.0
//
// Stores and CMOs that are checked and not committed, in program order. The head goes to the store buffer when the core
// commits it; a flush drops the rest. A load that wants bytes of a store here, or a line with a CMO here, waits until it
// has been committed: speculative data are not forwarded.

`default_nettype none
`include "doorbell_spec.vh"

module lsu_store_queue #(
    parameter LINE_BYTES = 64
) (
    input  wire        clk,
    input  wire        rst,
    input  wire        flush_i,
    input  wire        push_i,
    input  wire [2:0]  push_kind_i,       // as SBI
    input  wire [39:0] push_addr_i,
    input  wire [7:0]  push_mask_i,
    input  wire [63:0] push_data_i,
    input  wire [3:0]  push_tag_i,
    input  wire [15:0] push_order_i,
    output wire        room_o,            // for one more, even if one is being pushed
    output wire        head_valid_o,
    output wire [2:0]  head_kind_o,
    output wire [39:0] head_addr_o,
    output wire [7:0]  head_mask_o,
    output wire [63:0] head_data_o,
    output wire [3:0]  head_tag_o,
    output wire [15:0] head_order_o,
    input  wire        pop_i,
    output wire [3:0]  pop_set_o,         // the place that is being left, one-hot
    input  wire        chk_i,             // a new load asks
    input  wire [39:0] chk_addr_i,        // its address
    output reg  [3:0]  chk_set_o          // places that it has to wait for
);
    localparam OFF = (LINE_BYTES == 32) ? 5 : 6;

    // What is here is RAM, which ends below 2^35; bit 37 selects the uncached alias and is no part of a comparison.
    localparam TOP = 34;

    reg  [3:0]  v_q;
    reg  [1:0]  head_q;
    reg  [1:0]  tail_q;
    reg  [2:0]  kind_q  [0:3];
    reg  [39:0] addr_q  [0:3];
    reg  [7:0]  mask_q  [0:3];
    reg  [63:0] data_q  [0:3];
    reg  [3:0]  tag_q   [0:3];
    reg  [15:0] order_q [0:3];

    assign room_o       = !(v_q[tail_q] || (v_q[tail_q + 2'd1] && push_i));
    assign head_valid_o = v_q[head_q];
    assign head_kind_o  = kind_q[head_q];
    assign head_addr_o  = addr_q[head_q];
    assign head_mask_o  = mask_q[head_q];
    assign head_data_o  = data_q[head_q];
    assign head_tag_o   = tag_q[head_q];
    assign head_order_o = order_q[head_q];
    assign pop_set_o    = pop_i ? (4'd1 << head_q) : 4'd0;

    integer c;
    always @* begin
        chk_set_o = 4'd0;
        if (chk_i && |v_q)
            for (c = 0; c < 4; c = c + 1)
                if (v_q[c] && addr_q[c][TOP:OFF] == chk_addr_i[TOP:OFF] &&
                    (kind_q[c] >= `DB_SBI_CLEAN || addr_q[c][OFF-1:3] == chk_addr_i[OFF-1:3]))
                    chk_set_o[c] = 1'b1;
    end

    always @(posedge clk) begin
        if (rst) begin
            v_q    <= 4'd0;
            head_q <= 2'd0;
            tail_q <= 2'd0;
        end else begin
            if (push_i) begin
                v_q[tail_q]     <= 1'b1;
                kind_q[tail_q]  <= push_kind_i;
                addr_q[tail_q]  <= push_addr_i;
                mask_q[tail_q]  <= push_mask_i;
                data_q[tail_q]  <= push_data_i;
                tag_q[tail_q]   <= push_tag_i;
                order_q[tail_q] <= push_order_i;
                tail_q          <= tail_q + 2'd1;
            end
            if (pop_i) begin
                v_q[head_q] <= 1'b0;
                head_q      <= head_q + 2'd1;
            end
            if (flush_i) begin
                v_q    <= 4'd0;
                head_q <= 2'd0;
                tail_q <= 2'd0;
            end
        end
    end
    wire unused = &{1'b0, chk_addr_i};
endmodule

`default_nettype wire
