// SPDX-License-Identifier: Apache-2.0
//
// Miss status registers of the L1D: up to four line fills under way, and the read side of the data port.
//
// A register is taken with a way whose old line has already left. The refill (WRAP, critical word first) writes its beats
// straight into that way; the line becomes valid only when the cache takes the finished register (inst_*), so no load
// hits a torn line. A load may take the word of a beat as it passes (fb_*). R is always ready: the cache writes beats
// first. A register with zero set has no refill: its beats are zeros, written when the port is free (cbo.zero).
// IDs on the data port: 0 to 3 line fill of that register, 4 to 7 uncached load of load-queue entry ID - 4.

`default_nettype none

module l1d_mshr #(
    parameter SETW  = 6,
    parameter WORDW = 3,
    parameter WAYS  = 4
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             alloc_i,         // take a register
    input  wire [39:0]      alloc_addr_i,    // line, and dword that is wanted first
    input  wire [WAYS-1:0]  alloc_way_i,     // one-hot
    input  wire             alloc_zero_i,
    input  wire             alloc_dirty_i,   // zero: the line was dirty
    input  wire [3:0]       alloc_idx_i,     // zero: store-buffer entry
    output wire [1:0]       free_m_o,        // register that is taken next
    output wire             free_o,          // one is free
    output wire             free3_o,         // three are free (prefetch leaves the rest)

    input  wire             b1_i,            // an operation is in B1
    input  wire [39:0]      b1_addr_i,       // second stage: is this line under way, which ways of its set are taken
    output reg              b1_match_o,
    output reg  [1:0]       b1_match_m_o,
    output reg              b1_match_zero_o,
    output reg  [WAYS-1:0]  b1_ways_o,

    output wire             inst_valid_o,    // a fill has ended
    output wire [1:0]       inst_m_o,
    input  wire             inst_free_i,     // register inst_free_m_i is taken off
    input  wire             inst_i,          // the end of fill inst_free_m_i is in B1
    input  wire [1:0]       inst_free_m_i,
    output reg  [39:0]      inst_addr_o,     // of register inst_free_m_i
    output reg  [WAYS-1:0]  inst_way_o,
    output reg              inst_zero_o,
    output reg              inst_dirty_o,
    output reg  [3:0]       inst_idx_o,
    output reg              inst_fail_o,
    output reg  [1:0]       inst_resp_o,

    output wire             fb_valid_o,      // refill beat, goes into the array in this cycle
    output wire [1:0]       fb_m_o,
    output wire [SETW+WORDW-1:0] fb_addr_o,
    output wire [WAYS-1:0]  fb_way_o,
    output wire [63:0]      fb_data_o,
    output wire             fb_err_o,
    output wire             zb_valid_o,      // zero beat, if the port is free
    output reg  [SETW+WORDW-1:0] zb_addr_o,
    output reg  [WAYS-1:0]  zb_way_o,
    input  wire             zb_take_i,

    input  wire             ul_valid_i,      // uncached load wants to go
    input  wire [1:0]       ul_idx_i,
    input  wire [39:0]      ul_addr_i,
    input  wire [1:0]       ul_size_i,
    output wire             ul_take_o,
    output wire             ur_valid_o,      // uncached data
    output wire [1:0]       ur_idx_o,
    output wire [63:0]      ur_data_o,
    output wire [1:0]       ur_resp_o,

    output wire [3:0]       m_axi_d_arid,
    output wire [39:0]      m_axi_d_araddr,
    output wire [7:0]       m_axi_d_arlen,
    output wire [2:0]       m_axi_d_arsize,
    output wire [1:0]       m_axi_d_arburst,
    output wire [3:0]       m_axi_d_arcache,
    output wire [2:0]       m_axi_d_arprot,
    output wire [7:0]       m_axi_d_aruser,
    output wire             m_axi_d_arvalid,
    input  wire             m_axi_d_arready,
    input  wire [3:0]       m_axi_d_rid,
    input  wire [63:0]      m_axi_d_rdata,
    input  wire [1:0]       m_axi_d_rresp,
    input  wire             m_axi_d_rlast,
    input  wire             m_axi_d_rvalid,
    output wire             m_axi_d_rready
);
    localparam OFF = WORDW + 3;
    localparam [WORDW-1:0] LAST = {WORDW{1'b1}};

    reg  [3:0]        v_q;
    reg  [3:0]        ar_q;               // address not yet sent
    reg  [3:0]        done_q;
    reg  [3:0]        zero_q;
    reg  [3:0]        zdirty_q;
    reg  [3:0]        fail_q;
    reg  [1:0]        resp_q  [0:3];
    reg  [39:0]       addr_q  [0:3];
    reg  [WAYS-1:0]   way_q   [0:3];
    reg  [WORDW-1:0]  word_q  [0:3];      // next beat's dword
    reg  [WORDW-1:0]  count_q [0:3];
    reg  [3:0]        sbidx_q [0:3];

    // Registered R beat
    reg         r_valid_q;
    reg  [3:0]  r_id_q;
    reg  [63:0] r_data_q;
    reg  [1:0]  r_resp_q;

    assign m_axi_d_rready = 1'b1;
    always @(posedge clk) begin
        if (rst)
            r_valid_q <= 1'b0;
        else
            r_valid_q <= m_axi_d_rvalid;
        if (m_axi_d_rvalid) begin
            r_id_q   <= m_axi_d_rid;
            r_data_q <= m_axi_d_rdata;
            r_resp_q <= m_axi_d_rresp;
        end
    end

    wire [1:0] fm = r_id_q[1:0];
    assign fb_valid_o = r_valid_q && !r_id_q[2];
    assign fb_m_o     = fm;
    assign fb_addr_o  = {addr_q[fm][OFF +: SETW], word_q[fm]};
    assign fb_way_o   = way_q[fm];
    assign fb_data_o  = r_data_q;
    assign fb_err_o   = r_resp_q[1];
    assign ur_valid_o = r_valid_q && r_id_q[2];
    assign ur_idx_o   = r_id_q[1:0];
    assign ur_data_o  = r_data_q;
    assign ur_resp_o  = r_resp_q;

    // Free register
    assign free_m_o = !v_q[0] ? 2'd0 : !v_q[1] ? 2'd1 : !v_q[2] ? 2'd2 : 2'd3;
    assign free_o   = ~&v_q;
    assign free3_o  = (v_q & (v_q - 4'd1)) == 4'd0;

    // Second stage
    integer   i;
    reg [3:0] match;
    always @* begin
        match           = 4'd0;
        b1_ways_o       = {WAYS{1'b0}};
        b1_match_o      = 1'b0;
        b1_match_m_o    = 2'd0;
        b1_match_zero_o = 1'b0;
        if (b1_i && |v_q) begin
            for (i = 0; i < 4; i = i + 1)
                if (v_q[i] && addr_q[i][OFF +: SETW] == b1_addr_i[OFF +: SETW]) begin
                    b1_ways_o = b1_ways_o | way_q[i];
                    match[i]  = (addr_q[i][39:OFF] == b1_addr_i[39:OFF]);
                end
            b1_match_o      = |match;
            b1_match_m_o    = match[1] ? 2'd1 : match[2] ? 2'd2 : match[3] ? 2'd3 : 2'd0;
            b1_match_zero_o = |(match & zero_q);
        end
    end

    // Finished registers
    wire [3:0] fin = v_q & done_q;
    assign inst_valid_o = |fin;
    assign inst_m_o     = fin[0] ? 2'd0 : fin[1] ? 2'd1 : fin[2] ? 2'd2 : 2'd3;
    always @* begin
        inst_addr_o  = 40'd0;
        inst_way_o   = {WAYS{1'b0}};
        inst_zero_o  = 1'b0;
        inst_dirty_o = 1'b0;
        inst_idx_o   = 4'd0;
        inst_fail_o  = 1'b0;
        inst_resp_o  = 2'd0;
        if (inst_i) begin
            inst_addr_o  = addr_q[inst_free_m_i];
            inst_way_o   = way_q[inst_free_m_i];
            inst_zero_o  = zero_q[inst_free_m_i];
            inst_dirty_o = zdirty_q[inst_free_m_i];
            inst_idx_o   = sbidx_q[inst_free_m_i];
            inst_fail_o  = fail_q[inst_free_m_i];
            inst_resp_o  = resp_q[inst_free_m_i];
        end
    end

    // Zero beats
    wire [3:0] zact = v_q & zero_q & ~done_q;
    reg  [1:0] zm;
    assign zb_valid_o = |zact;
    always @* begin
        zm        = 2'd0;
        zb_addr_o = {(SETW+WORDW){1'b0}};
        zb_way_o  = {WAYS{1'b0}};
        if (|zact) begin
            zm        = zact[0] ? 2'd0 : zact[1] ? 2'd1 : zact[2] ? 2'd2 : 2'd3;
            zb_addr_o = {addr_q[zm][OFF +: SETW], word_q[zm]};
            zb_way_o  = way_q[zm];
        end
    end

    // Read addresses: fills before uncached loads, oldest choice is not needed (at most four of each).
    reg         ar_valid_q;
    reg  [3:0]  ar_id_q;
    reg  [39:0] ar_addr_q;
    reg  [1:0]  ar_size_q;
    reg         ar_turn_q;                // uncached loads go first next time
    wire        ar_move  = !ar_valid_q || m_axi_d_arready;
    wire [1:0]  ar_m     = ar_q[0] ? 2'd0 : ar_q[1] ? 2'd1 : ar_q[2] ? 2'd2 : 2'd3;
    wire        ar_fill  = |ar_q && !(ar_turn_q && ul_valid_i);
    assign ul_take_o = ar_move && ul_valid_i && !ar_fill;

    assign m_axi_d_arvalid = ar_valid_q;
    assign m_axi_d_arid    = ar_id_q;
    assign m_axi_d_araddr  = ar_addr_q;
    assign m_axi_d_arlen   = ar_id_q[2] ? 8'd0 : {{(8-WORDW){1'b0}}, LAST};
    assign m_axi_d_arsize  = {1'b0, ar_size_q};
    assign m_axi_d_arburst = ar_id_q[2] ? 2'b01 : 2'b10;
    assign m_axi_d_arcache = ar_id_q[2] ? 4'b0011 : 4'b1111;
    assign m_axi_d_arprot  = 3'b000;
    assign m_axi_d_aruser  = 8'd0;

    always @(posedge clk) begin
        if (rst) begin
            v_q        <= 4'd0;
            ar_q       <= 4'd0;
            done_q     <= 4'd0;
            ar_valid_q <= 1'b0;
            ar_turn_q  <= 1'b0;
        end else begin
            if (alloc_i) begin
                v_q[free_m_o]      <= 1'b1;
                ar_q[free_m_o]     <= !alloc_zero_i;
                done_q[free_m_o]   <= 1'b0;
                zero_q[free_m_o]   <= alloc_zero_i;
                zdirty_q[free_m_o] <= alloc_dirty_i;
                fail_q[free_m_o]   <= 1'b0;
                addr_q[free_m_o]   <= alloc_addr_i;
                way_q[free_m_o]    <= alloc_way_i;
                word_q[free_m_o]   <= alloc_zero_i ? {WORDW{1'b0}} : alloc_addr_i[OFF-1:3];
                count_q[free_m_o]  <= {WORDW{1'b0}};
                sbidx_q[free_m_o]  <= alloc_idx_i;
            end
            if (ar_move) begin
                ar_valid_q <= ar_fill || ul_valid_i;
                if (ar_fill) begin
                    ar_q[ar_m] <= 1'b0;
                    ar_id_q    <= {2'b00, ar_m};
                    ar_addr_q  <= {addr_q[ar_m][39:3], 3'b000};
                    ar_size_q  <= 2'd3;
                    ar_turn_q  <= 1'b1;
                end else if (ul_valid_i) begin
                    ar_id_q    <= {2'b01, ul_idx_i};
                    ar_addr_q  <= ul_addr_i;
                    ar_size_q  <= ul_size_i;
                    ar_turn_q  <= 1'b0;
                end
            end
            if (fb_valid_o) begin
                word_q[fm]  <= word_q[fm] + 1'b1;
                count_q[fm] <= count_q[fm] + 1'b1;
                if (r_resp_q[1]) begin
                    fail_q[fm] <= 1'b1;
                    resp_q[fm] <= r_resp_q;
                end
                if (count_q[fm] == LAST)
                    done_q[fm] <= 1'b1;
            end
            if (zb_take_i) begin
                word_q[zm] <= word_q[zm] + 1'b1;
                if (word_q[zm] == LAST)
                    done_q[zm] <= 1'b1;
            end
            if (inst_free_i)
                v_q[inst_free_m_i] <= 1'b0;
        end
    end

    wire unused = &{1'b0, m_axi_d_rlast, r_id_q[3], b1_addr_i[OFF-1:0], alloc_addr_i[2:0]};
endmodule

`default_nettype wire
