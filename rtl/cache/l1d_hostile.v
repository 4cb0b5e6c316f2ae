// SPDX-License-Identifier: Apache-2.0
//
// Freedoms of the L1D made visible: asks for evictions of random lines (EVICT), prefetches of random lines of pages in
// use (PREFETCH) and of the line after a miss (NEXTLINE). Requests are hints: the cache drops what it cannot do.
// Prefetches stay inside the 4 KiB page of a real access, so they never leave fitted RAM.

`default_nettype none

module l1d_hostile #(
    parameter SETW  = 6,
    parameter WORDW = 3
) (
    input  wire            clk,
    input  wire            rst,
    input  wire [31:0]     cfg_seed_i,
    input  wire            cfg_evict_i,
    input  wire            cfg_prefetch_i,
    input  wire            cfg_nextline_i,
    input  wire            touch_i,        // an access to cacheable RAM, or to its alias
    input  wire [39:0]     touch_addr_i,
    input  wire            miss_i,         // a demand miss starts a fill
    input  wire [39:0]     miss_addr_i,
    output wire            ev_valid_o,     // evict way ev_way_o of the set of ev_addr_o
    output wire [39:0]     ev_addr_o,
    output wire [2:0]      ev_way_o,
    input  wire            ev_take_i,
    output wire            pf_valid_o,     // prefetch this line
    output wire [39:0]     pf_addr_o,
    input  wire            pf_take_i,
    output wire            coin_o          // random bit: an eviction just before an invalidate
);
    localparam OFF = WORDW + 3;
    localparam LPP = 12 - OFF;             // log2 of the lines in a page

    wire [31:0] rnd;
    lfsr32 #(.SALT(32'h11d0_0e71)) u_rnd (
        .clk(clk), .rst(rst), .en_i(cfg_evict_i || cfg_prefetch_i), .seed_i(cfg_seed_i), .out_o(rnd));

    reg  [39:OFF] recent_q [0:3];          // lines of four recent accesses, replaced at random
    reg  [3:0]    known_q;
    reg           ev_valid_q;
    reg  [39:OFF] ev_addr_q;
    reg  [2:0]    ev_way_q;
    reg           pf_valid_q;
    reg  [39:OFF] pf_addr_q;

    assign ev_valid_o = ev_valid_q;
    assign ev_addr_o  = {ev_addr_q, {OFF{1'b0}}};
    assign ev_way_o   = ev_way_q;
    assign pf_valid_o = pf_valid_q;
    assign pf_addr_o  = {pf_addr_q, {OFF{1'b0}}};
    assign coin_o     = cfg_evict_i && rnd[31];

    wire [39:OFF] pick = recent_q[rnd[1:0]];
    wire [39:OFF] next_line = miss_addr_i[39:OFF] + 1'b1;
    // Half of the prefetches go to the nearest lines, the others anywhere in the page.
    wire [LPP-1:0] flip = rnd[8] ? {{(LPP-2){1'b0}}, rnd[10:9]} : rnd[9 +: LPP];

    always @(posedge clk) begin
        if (rst) begin
            known_q    <= 4'd0;
            ev_valid_q <= 1'b0;
            pf_valid_q <= 1'b0;
        end else begin
            if (cfg_evict_i || cfg_prefetch_i)
                if (touch_i && (known_q != 4'hf || rnd[3:2] == 2'd0)) begin
                    recent_q[rnd[5:4]] <= touch_addr_i[39:OFF];
                    known_q[rnd[5:4]]  <= 1'b1;
                end
            if (ev_take_i)
                ev_valid_q <= 1'b0;
            else if (cfg_evict_i)
                if (!ev_valid_q && rnd[21:16] == 6'd0) begin
                    // Random set; one in two is the set of a recent access.
                    ev_valid_q <= 1'b1;
                    ev_addr_q  <= rnd[22] && known_q[rnd[1:0]] ? pick : {pick[39:OFF+SETW], rnd[2 +: SETW]};
                    ev_way_q   <= rnd[25:23];
                end
            if (pf_take_i)
                pf_valid_q <= 1'b0;
            else if ((cfg_nextline_i || cfg_prefetch_i) && !pf_valid_q) begin
                if (cfg_nextline_i && miss_i && ~&miss_addr_i[11:OFF]) begin
                    pf_valid_q <= 1'b1;
                    pf_addr_q  <= next_line;
                end else if (cfg_prefetch_i && known_q[rnd[1:0]] && rnd[31:27] == 5'd0) begin
                    pf_valid_q <= 1'b1;
                    pf_addr_q  <= {pick[39:12], pick[11:OFF] ^ flip};
                end
            end
        end
    end

    wire unused = &{1'b0, touch_addr_i[OFF-1:0], miss_addr_i[OFF-1:0], rnd};
endmodule

`default_nettype wire
