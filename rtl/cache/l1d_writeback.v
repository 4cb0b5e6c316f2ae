// SPDX-License-Identifier: Apache-2.0
//
// Write side of the data port: write-back buffer of four lines, and the uncached stores that the store buffer hands over.
//
// A place is taken when a dirty line leaves (or is copied by a clean), filled by the read-out, sent as an INCR burst, and
// kept until its response has come; as long as it is kept, the line's address matches (b1_match_o) and nobody fills,
// snoops or maintains that line, and a line that stayed in its way (clean) is not evicted again (b1_ways_o). So no two
// writes of one line are ever outstanding.
// IDs: 0 to 3 write-back of that place, 8 to 15 uncached store of store-buffer entry ID - 8.
// Errors wait in err_*_q; while one waits, no further response is taken.

`default_nettype none
`include "doorbell_spec.vh"

module l1d_writeback #(
    parameter SETW  = 6,
    parameter WORDW = 3,
    parameter WAYS  = 4
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             alloc_i,         // take place free_w_o
    input  wire [39:0]      alloc_addr_i,    // line
    input  wire [WAYS-1:0]  alloc_keep_i,    // way in which the line stays, 0 if it left
    input  wire [1:0]       alloc_src_i,     // 0 eviction, 1 CMO, 2 snoop
    input  wire [3:0]       alloc_idx_i,     // CMO: store-buffer entry
    output wire             free_o,
    output wire [1:0]       free_w_o,

    input  wire             wd_en_i,         // read-out writes place wd_w_i
    input  wire [1:0]       wd_w_i,
    input  wire [WORDW-1:0] wd_word_i,
    input  wire [63:0]      wd_data_i,
    input  wire             wd_last_i,

    input  wire             b1_i,            // an operation is in the cache's second stage
    input  wire [39:0]      b1_addr_i,
    output reg              b1_match_o,
    output reg  [WAYS-1:0]  b1_ways_o,

    output wire             us_ready_o,      // uncached store
    input  wire             us_i,
    input  wire [39:0]      us_addr_i,       // alias bit removed
    input  wire [7:0]       us_mask_i,
    input  wire [63:0]      us_data_i,
    input  wire [3:0]       us_idx_i,

    output wire             mem_done_o,      // memory has answered for a store-buffer entry
    output wire [3:0]       mem_idx_o,
    output wire [1:0]       mem_resp_o,
    input  wire [39:0]      mem_addr_i,      // that entry's address
    output wire             snp_done_o,      // memory has answered a snoop's write-back

    output wire             err_valid_o,
    input  wire             err_take_i,
    output wire [39:0]      err_addr_o,
    output wire [2:0]       err_source_o,
    output wire [1:0]       err_resp_o,

    output wire [3:0]       m_axi_d_awid,
    output wire [39:0]      m_axi_d_awaddr,
    output wire [7:0]       m_axi_d_awlen,
    output wire [2:0]       m_axi_d_awsize,
    output wire [1:0]       m_axi_d_awburst,
    output wire [3:0]       m_axi_d_awcache,
    output wire [2:0]       m_axi_d_awprot,
    output wire [7:0]       m_axi_d_awuser,
    output wire             m_axi_d_awvalid,
    input  wire             m_axi_d_awready,
    output wire [63:0]      m_axi_d_wdata,
    output wire [7:0]       m_axi_d_wstrb,
    output wire             m_axi_d_wlast,
    output wire             m_axi_d_wvalid,
    input  wire             m_axi_d_wready,
    input  wire [3:0]       m_axi_d_bid,
    input  wire [1:0]       m_axi_d_bresp,
    input  wire             m_axi_d_bvalid,
    output wire             m_axi_d_bready
);
    localparam OFF = WORDW + 3;
    localparam [WORDW-1:0] LAST = {WORDW{1'b1}};
    localparam [1:0] SRC_CMO = 2'd1, SRC_SNOOP = 2'd2;

    reg  [63:0]      mem [0:(4 << WORDW)-1];
    reg  [3:0]       v_q;
    reg  [3:0]       send_q;              // complete, not yet sent
    reg  [39:0]      addr_q [0:3];
    reg  [WAYS-1:0]  keep_q [0:3];
    reg  [1:0]       src_q  [0:3];
    reg  [3:0]       idx_q  [0:3];

    assign free_o   = ~&v_q;
    assign free_w_o = !v_q[0] ? 2'd0 : !v_q[1] ? 2'd1 : !v_q[2] ? 2'd2 : 2'd3;

    integer i;
    always @* begin
        b1_match_o = 1'b0;
        b1_ways_o  = {WAYS{1'b0}};
        if (b1_i && |v_q)
            for (i = 0; i < 4; i = i + 1)
                if (v_q[i] && addr_q[i][OFF +: SETW] == b1_addr_i[OFF +: SETW]) begin
                    b1_ways_o = b1_ways_o | keep_q[i];
                    if (addr_q[i][39:OFF] == b1_addr_i[39:OFF])
                        b1_match_o = 1'b1;
                end
    end

    always @(posedge clk)
        if (wd_en_i)
            mem[{wd_w_i, wd_word_i}] <= wd_data_i;

    // The uncached store that goes next
    reg         us_valid_q;
    reg  [39:0] us_addr_q;
    reg  [7:0]  us_mask_q;
    reg  [63:0] us_data_q;
    reg  [3:0]  us_idx_q;
    assign us_ready_o = !us_valid_q;

    // Sender: one burst at a time
    reg             aw_valid_q;
    reg  [3:0]      aw_id_q;
    reg  [39:0]     aw_addr_q;
    reg             w_valid_q;
    reg  [63:0]     w_data_q;
    reg  [7:0]      w_strb_q;
    reg             w_last_q;
    reg             burst_q;              // beats of place w_w_q are being sent
    reg  [1:0]      w_w_q;
    reg  [WORDW-1:0] w_word_q;
    reg             turn_q;               // uncached first next time

    wire       aw_move = !aw_valid_q || m_axi_d_awready;
    wire       w_move  = !w_valid_q || m_axi_d_wready;
    wire       start   = !burst_q && aw_move && w_move;
    reg  [1:0] next_w;
    reg        go_us, go_wb;
    always @* begin
        next_w = 2'd0;
        go_us  = 1'b0;
        go_wb  = 1'b0;
        if (us_valid_q || |send_q) begin
            next_w = send_q[0] ? 2'd0 : send_q[1] ? 2'd1 : send_q[2] ? 2'd2 : 2'd3;
            go_us  = start && us_valid_q && (turn_q || ~|send_q);
            go_wb  = start && |send_q && !go_us;
        end
    end

    assign m_axi_d_awvalid = aw_valid_q;
    assign m_axi_d_awid    = aw_id_q;
    assign m_axi_d_awaddr  = aw_addr_q;
    assign m_axi_d_awlen   = aw_id_q[3] ? 8'd0 : {{(8-WORDW){1'b0}}, LAST};
    assign m_axi_d_awsize  = 3'd3;
    assign m_axi_d_awburst = 2'b01;
    assign m_axi_d_awcache = aw_id_q[3] ? 4'b0011 : 4'b1111;
    assign m_axi_d_awprot  = 3'b000;
    assign m_axi_d_awuser  = 8'd0;
    assign m_axi_d_wvalid  = w_valid_q;
    assign m_axi_d_wdata   = w_data_q;
    assign m_axi_d_wstrb   = w_strb_q;
    assign m_axi_d_wlast   = w_last_q;

    // Responses
    reg         err_valid_q;
    reg  [39:0] err_addr_q;
    reg  [2:0]  err_source_q;
    reg  [1:0]  err_resp_q;
    assign m_axi_d_bready = !err_valid_q;
    wire       b    = m_axi_d_bvalid && m_axi_d_bready;
    wire       b_us = m_axi_d_bid[3];
    wire [1:0] b_w  = m_axi_d_bid[1:0];
    wire       b_wb = b && !b_us;
    assign mem_done_o = b && (b_us || src_q[b_w] == SRC_CMO);
    assign mem_idx_o  = b_us ? {1'b0, m_axi_d_bid[2:0]} : idx_q[b_w];
    assign mem_resp_o = m_axi_d_bresp;
    assign snp_done_o = b_wb && (src_q[b_w] == SRC_SNOOP);
    assign err_valid_o  = err_valid_q;
    assign err_addr_o   = err_addr_q;
    assign err_source_o = err_source_q;
    assign err_resp_o   = err_resp_q;

    always @(posedge clk) begin
        if (rst) begin
            v_q         <= 4'd0;
            send_q      <= 4'd0;
            us_valid_q  <= 1'b0;
            aw_valid_q  <= 1'b0;
            w_valid_q   <= 1'b0;
            burst_q     <= 1'b0;
            turn_q      <= 1'b0;
            err_valid_q <= 1'b0;
        end else begin
            if (alloc_i) begin
                v_q[free_w_o]    <= 1'b1;
                addr_q[free_w_o] <= {alloc_addr_i[39:OFF], {OFF{1'b0}}};
                keep_q[free_w_o] <= alloc_keep_i;
                src_q[free_w_o]  <= alloc_src_i;
                idx_q[free_w_o]  <= alloc_idx_i;
            end
            if (wd_en_i && wd_last_i)
                send_q[wd_w_i] <= 1'b1;

            if (us_i) begin
                us_valid_q <= 1'b1;
                us_addr_q  <= us_addr_i;
                us_mask_q  <= us_mask_i;
                us_data_q  <= us_data_i;
                us_idx_q   <= us_idx_i;
            end

            if (aw_move)
                aw_valid_q <= go_us || go_wb;
            if (w_move)
                w_valid_q <= go_us || burst_q;
            if (go_us) begin
                us_valid_q <= 1'b0;
                aw_id_q    <= {1'b1, us_idx_q[2:0]};
                aw_addr_q  <= us_addr_q;
                w_data_q   <= us_data_q;
                w_strb_q   <= us_mask_q;
                w_last_q   <= 1'b1;
                turn_q     <= 1'b0;
            end
            if (go_wb) begin
                send_q[next_w] <= 1'b0;
                aw_id_q    <= {2'b00, next_w};
                aw_addr_q  <= addr_q[next_w];
                burst_q    <= 1'b1;
                w_w_q      <= next_w;
                w_word_q   <= {WORDW{1'b0}};
                turn_q     <= 1'b1;
            end
            if (burst_q && w_move) begin
                w_data_q <= mem[{w_w_q, w_word_q}];
                w_strb_q <= 8'hff;
                w_last_q <= (w_word_q == LAST);
                w_word_q <= w_word_q + 1'b1;
                if (w_word_q == LAST)
                    burst_q <= 1'b0;
            end

            if (err_take_i)
                err_valid_q <= 1'b0;
            if (b_wb)
                v_q[b_w] <= 1'b0;
            if (b && m_axi_d_bresp[1]) begin
                err_valid_q  <= 1'b1;
                err_addr_q   <= b_us ? mem_addr_i : addr_q[b_w];
                err_source_q <= b_us ? `DB_SYSCTL_ERR_STAT_SOURCE_UNCACHED_STORE :
                                (src_q[b_w] == SRC_CMO) ? `DB_SYSCTL_ERR_STAT_SOURCE_CMO :
                                                          `DB_SYSCTL_ERR_STAT_SOURCE_EVICTION;
                err_resp_q   <= m_axi_d_bresp;
            end
        end
    end

    wire unused = &{1'b0, alloc_addr_i[OFF-1:0], b1_addr_i[OFF-1:0], us_idx_q[3]};
`ifdef DOORBELL_ASSERT
    integer a;
    always @(posedge clk)
        if (!rst && alloc_i)
            for (a = 0; a < 4; a = a + 1)
                if (v_q[a] && addr_q[a][39:OFF] == alloc_addr_i[39:OFF]) begin
                    $display("%m: a second write of a line while the first is outstanding");
                    $stop;
                end
`endif
endmodule

`default_nettype wire
