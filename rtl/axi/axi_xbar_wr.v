// SPDX-License-Identifier: Apache-2.0
// Write half of the AXI4 crossbar: N_M masters, N_S slaves, vectors with master (slave) 0 in the low bits.
// One cycle from AW in to AW out, one or two from W in to W out, one from B in to B out. Every ready is a function of
// registers, and so is what the other side drives. W flows at full rate from the masters in FULL_RATE, from others every
// second cycle; AW and B every second cycle. W follows its AW: at each slave in the order in which the AWs were shown. The
// slave-side ID is {master, master's ID}. A master is outstanding at one slave at a time: hence W goes where its
// outstanding AWs went, and B needs no arbiter. A request that decodes to no slave waits until nothing else of its master
// is outstanding; then its W is dropped and it is answered here with DECERR.
`default_nettype none
module axi_xbar_wr #(
    parameter integer       N_M       = 4,  // masters, at least 2
    parameter integer       N_S       = 2,  // slaves
    parameter integer       ADDR_W    = 40,
    parameter integer       DATA_W    = 64,
    parameter integer       ID_W      = 6,  // ID bits of a master
    parameter integer       USER_W    = 8,
    parameter integer       COUNT_W   = 6,  // at most 2^COUNT_W - 1 writes of a master are outstanding
    parameter integer       W_AHEAD   = 8,  // bursts at a slave whose AW is ahead of their W, a power of two
    parameter [N_M*N_S-1:0] REACH     = {N_M*N_S{1'b1}}, // bit m*N_S + s: master m may be given slave s
    parameter [N_M-1:0]     FULL_RATE = {N_M{1'b1}},
    parameter integer       SID_W     = ID_W + $clog2(N_M) // ID bits of a slave: derived, do not set
) (
    input  wire                    clk,
    input  wire                    rst,

    output wire [N_M*ADDR_W-1:0]   dec_addr_o, // address to decode, per master
    input  wire [N_M*N_S-1:0]      dec_sel_i,  // combinational answer: one-hot slave, 0 decode error

    input  wire [N_M*ID_W-1:0]     s_axi_awid, // from the masters
    input  wire [N_M*ADDR_W-1:0]   s_axi_awaddr,
    input  wire [N_M*8-1:0]        s_axi_awlen,
    input  wire [N_M*3-1:0]        s_axi_awsize,
    input  wire [N_M*2-1:0]        s_axi_awburst,
    input  wire [N_M*4-1:0]        s_axi_awcache,
    input  wire [N_M*3-1:0]        s_axi_awprot,
    input  wire [N_M*USER_W-1:0]   s_axi_awuser,
    input  wire [N_M-1:0]          s_axi_awvalid,
    output wire [N_M-1:0]          s_axi_awready,
    input  wire [N_M*DATA_W-1:0]   s_axi_wdata,
    input  wire [N_M*DATA_W/8-1:0] s_axi_wstrb,
    input  wire [N_M-1:0]          s_axi_wlast,
    input  wire [N_M-1:0]          s_axi_wvalid,
    output wire [N_M-1:0]          s_axi_wready,
    output wire [N_M*ID_W-1:0]     s_axi_bid,
    output wire [N_M*2-1:0]        s_axi_bresp,
    output wire [N_M-1:0]          s_axi_bvalid,
    input  wire [N_M-1:0]          s_axi_bready,

    output wire [N_S*SID_W-1:0]    m_axi_awid, // to the slaves
    output wire [N_S*ADDR_W-1:0]   m_axi_awaddr,
    output wire [N_S*8-1:0]        m_axi_awlen,
    output wire [N_S*3-1:0]        m_axi_awsize,
    output wire [N_S*2-1:0]        m_axi_awburst,
    output wire [N_S*4-1:0]        m_axi_awcache,
    output wire [N_S*3-1:0]        m_axi_awprot,
    output wire [N_S*USER_W-1:0]   m_axi_awuser,
    output wire [N_S-1:0]          m_axi_awvalid,
    input  wire [N_S-1:0]          m_axi_awready,
    output wire [N_S*DATA_W-1:0]   m_axi_wdata,
    output wire [N_S*DATA_W/8-1:0] m_axi_wstrb,
    output wire [N_S-1:0]          m_axi_wlast,
    output wire [N_S-1:0]          m_axi_wvalid,
    input  wire [N_S-1:0]          m_axi_wready,
    input  wire [N_S*SID_W-1:0]    m_axi_bid,
    input  wire [N_S*2-1:0]        m_axi_bresp,
    input  wire [N_S-1:0]          m_axi_bvalid,
    output wire [N_S-1:0]          m_axi_bready
);
    localparam integer M_W  = SID_W - ID_W;
    localparam integer ST_W = DATA_W / 8;
    localparam integer P_W  = ADDR_W + 20;    // address, length, size, burst, cache, protection
    localparam integer U_W  = ID_W + USER_W;  // ID and user bits
    localparam integer B_W  = ID_W + 2;       // ID, response
    localparam [COUNT_W-1:0] NONE = {COUNT_W{1'b0}};
    localparam [COUNT_W-1:0] FULL = {COUNT_W{1'b1}};

    generate
        if (N_M < 2 || M_W != $clog2(N_M)) begin : g_bad
            axi_xbar_wr_needs_2_masters_and_the_derived_SID_W stop ();
        end
    endgenerate

    // Payloads move only inside clocked blocks, behind their enables, in words of 64 bits at most: idle channels cost
    // the simulation nothing.
    reg  [N_M*P_W-1:0]    p_q;       // the AW of each master
    reg  [N_M*U_W-1:0]    u_q;
    wire [N_M*N_S-1:0]    aw_req;    // master m asks slave s: bit m*N_S + s
    wire [N_S*N_M-1:0]    aw_gnt;    // slave s shows the AW of master m: bit s*N_M + m
    wire [N_S-1:0]        aw_valid;
    reg  [N_M-1:0]        w_kept_q;  // a W beat is kept
    reg  [N_M-1:0]        w_last_q;
    reg  [N_M*DATA_W-1:0] w_data_q;
    reg  [N_M*ST_W-1:0]   w_strb_q;
    wire [N_M-1:0]        w_valid = w_kept_q | (FULL_RATE & s_axi_wvalid);
    wire [N_M-1:0]        w_last  = (w_kept_q & w_last_q) | (~w_kept_q & FULL_RATE & s_axi_wlast);
    wire [N_S*N_M-1:0]    w_gnt;     // slave s takes a W beat from master m: bit s*N_M + m
    reg  [N_S*B_W-1:0]    b_q;       // the B of each slave
    wire [N_S*N_M-1:0]    b_for;     // it is for master m: bit s*N_M + m

    genvar m, s;
    generate
        for (m = 0; m < N_M; m = m + 1) begin : g_m
            reg               full_q;    // an AW is here
            reg  [N_S-1:0]    sel_q;     // its slave; 0: decode error
            reg  [N_S-1:0]    dst_q;     // slave of what is outstanding
            reg [COUNT_W-1:0] count_q;   // outstanding
            reg               dropped_q; // the W of a decode error are dropped
            wire [N_S-1:0]    took;
            wire [N_S-1:0]    w_took;
            wire [N_S-1:0]    from;      // slaves with a B for this master
            wire              none  = count_q == NONE;
            wire              err   = full_q && sel_q == {N_S{1'b0}} && none;
            wire              go    = full_q && (none || (dst_q == sel_q && count_q != FULL));
            wire              taken = took != {N_S{1'b0}};
            wire              w_pop = w_took != {N_S{1'b0}} || (err && !dropped_q && w_valid[m]);
            wire              ended = from != {N_S{1'b0}} && s_axi_bready[m];
            assign aw_req[m*N_S+:N_S] = go ? sel_q : {N_S{1'b0}};
            for (s = 0; s < N_S; s = s + 1) begin : g_took
                assign took[s]   = aw_valid[s] && aw_gnt[s*N_M+m] && m_axi_awready[s];
                assign w_took[s] = w_gnt[s*N_M+m];
                assign from[s]   = b_for[s*N_M+m];
            end
            assign dec_addr_o[m*ADDR_W+:ADDR_W] = s_axi_awaddr[m*ADDR_W+:ADDR_W];
            assign s_axi_awready[m] = !full_q;
            assign s_axi_wready[m]  = !w_kept_q[m];
            always @(posedge clk) begin
                if (taken) begin
                    full_q <= 1'b0;
                    dst_q  <= sel_q;
                end
                if (s_axi_awvalid[m] && !full_q) begin
                    full_q    <= 1'b1;
                    dropped_q <= 1'b0;
                    sel_q     <= dec_sel_i[m*N_S+:N_S];
                    p_q[m*P_W+:P_W] <= {s_axi_awaddr[m*ADDR_W+:ADDR_W], s_axi_awlen[m*8+:8], s_axi_awsize[m*3+:3],
                                        s_axi_awburst[m*2+:2], s_axi_awcache[m*4+:4], s_axi_awprot[m*3+:3]};
                    u_q[m*U_W+:U_W] <= {s_axi_awid[m*ID_W+:ID_W], s_axi_awuser[m*USER_W+:USER_W]};
                end
                if (err && w_valid[m] && w_last[m]) dropped_q <= 1'b1;
                if (err && dropped_q && s_axi_bready[m]) full_q <= 1'b0;
                if (taken != ended) count_q <= taken ? count_q + 1'b1 : count_q - 1'b1;
                if (rst) begin
                    full_q  <= 1'b0;
                    count_q <= NONE;
                end
            end

            // a W beat passes in its cycle where the rate is full, and is kept if it cannot go on
            always @(posedge clk) begin
                w_kept_q[m] <= (w_kept_q[m] || s_axi_wvalid[m]) && !w_pop;
                if (s_axi_wvalid[m] && !w_kept_q[m]) begin
                    w_data_q[m*DATA_W+:DATA_W] <= s_axi_wdata[m*DATA_W+:DATA_W];
                    w_strb_q[m*ST_W+:ST_W]     <= s_axi_wstrb[m*ST_W+:ST_W];
                    w_last_q[m]                <= s_axi_wlast[m];
                end
                if (rst) w_kept_q[m] <= 1'b0;
            end

            integer i;
            reg [B_W-1:0] b;
            always @* begin
                b = {u_q[m*U_W+USER_W+:ID_W], 2'b11};
                for (i = 0; i < N_S; i = i + 1)
                    if (REACH[m*N_S+i] && from[i]) b = b_q[i*B_W+:B_W];
            end
            assign s_axi_bvalid[m]         = from != {N_S{1'b0}} || (err && dropped_q);
            assign s_axi_bid[m*ID_W+:ID_W] = b[B_W-1-:ID_W];
            assign s_axi_bresp[m*2+:2]     = b[1:0];
`ifdef DOORBELL_ASSERT
            always @(posedge clk)
                if (!rst && ((from & (from - 1'b1)) != {N_S{1'b0}} || (from != {N_S{1'b0}} && none))) begin
                    $display("%m: answers from two slaves, or to a master that waits for none");
                    $stop;
                end
`endif
        end

        for (s = 0; s < N_S; s = s + 1) begin : g_s
            // AW: what is shown stays until it is taken
            reg             hold_q;
            reg [N_M-1:0]   gnt_q;
            wire [N_M-1:0]  req;
            wire [N_M-1:0]  pick;
            wire [N_M-1:0]  gnt = hold_q ? gnt_q : pick;
            wire            room; // in the queue of masters
            wire            any   = hold_q || (req != {N_M{1'b0}} && room);
            wire            start = any && !hold_q;
            for (m = 0; m < N_M; m = m + 1) begin : g_req
                assign req[m] = aw_req[m*N_S+s];
            end
            assign aw_gnt[s*N_M+:N_M] = gnt;
            assign aw_valid[s] = any;
            rr_arbiter #(.N(N_M)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(start), .gnt_o(pick));
            always @(posedge clk) begin
                hold_q <= any && !m_axi_awready[s];
                if (!hold_q) gnt_q <= pick;
                if (rst) hold_q <= 1'b0;
            end

            integer i;
            reg [P_W-1:0] p;
            reg [U_W-1:0] u;
            reg [M_W-1:0] from;
            always @* begin
                p    = {P_W{1'b0}};
                u    = {U_W{1'b0}};
                from = {M_W{1'b0}};
                for (i = 0; i < N_M; i = i + 1)
                    if (REACH[i*N_S+s] && gnt[i]) begin
                        p    = p | p_q[i*P_W+:P_W];
                        u    = u | u_q[i*U_W+:U_W];
                        from = from | i[M_W-1:0];
                    end
            end
            assign m_axi_awvalid[s]                = any;
            assign m_axi_awid[s*SID_W+:SID_W]      = {from, u[U_W-1-:ID_W]};
            assign m_axi_awuser[s*USER_W+:USER_W]  = u[USER_W-1:0];
            assign m_axi_awaddr[s*ADDR_W+:ADDR_W]  = p[P_W-1-:ADDR_W];
            assign m_axi_awlen[s*8+:8]             = p[12+:8];
            assign m_axi_awsize[s*3+:3]            = p[9+:3];
            assign m_axi_awburst[s*2+:2]           = p[7+:2];
            assign m_axi_awcache[s*4+:4]           = p[3+:4];
            assign m_axi_awprot[s*3+:3]            = p[2:0];

            // W in the order of the AWs
            reg              w_valid_q;
            reg              w_end_q;
            reg [DATA_W-1:0] data_q;
            reg [ST_W-1:0]   strb_q;
            wire             turn_valid;
            wire [N_M-1:0]   turn;
            wire             w_ready = !w_valid_q || m_axi_wready[s];
            wire             w_go    = turn_valid && (turn & w_valid) != {N_M{1'b0}};
            wire             w_end   = (turn & w_last) != {N_M{1'b0}};
            assign w_gnt[s*N_M+:N_M] = (w_go && w_ready) ? turn : {N_M{1'b0}};
            fifo #(.W(N_M), .DEPTH(W_AHEAD)) u_turn (
                .clk(clk), .rst(rst), .s_valid_i(start), .s_ready_o(room), .s_data_i(pick),
                .m_valid_o(turn_valid), .m_ready_i(w_go && w_ready && w_end), .m_data_o(turn));
            integer j;
            always @(posedge clk) begin
                if (w_ready) w_valid_q <= w_go;
                if (w_ready && w_go) begin
                    w_end_q <= w_end;
                    for (j = 0; j < N_M; j = j + 1)
                        if (REACH[j*N_S+s] && turn[j]) begin
                            data_q <= (w_kept_q[j] || !FULL_RATE[j]) ? w_data_q[j*DATA_W+:DATA_W] : s_axi_wdata[j*DATA_W+:DATA_W];
                            strb_q <= (w_kept_q[j] || !FULL_RATE[j]) ? w_strb_q[j*ST_W+:ST_W] : s_axi_wstrb[j*ST_W+:ST_W];
                        end
                end
                if (rst) w_valid_q <= 1'b0;
            end
            assign m_axi_wvalid[s]               = w_valid_q;
            assign m_axi_wlast[s]                = w_end_q;
            assign m_axi_wdata[s*DATA_W+:DATA_W] = data_q;
            assign m_axi_wstrb[s*ST_W+:ST_W]     = strb_q;

            // B: into the register that all masters see
            reg  [N_M-1:0] for_q;
            wire           there = for_q != {N_M{1'b0}};
            integer        k;
            assign b_for[s*N_M+:N_M] = for_q;
            assign m_axi_bready[s]   = !there;
            always @(posedge clk) begin
                if ((for_q & s_axi_bready) != {N_M{1'b0}}) for_q <= {N_M{1'b0}};
                if (m_axi_bvalid[s] && !there) begin
                    for (k = 0; k < N_M; k = k + 1)
                        for_q[k] <= REACH[k*N_S+s] && m_axi_bid[s*SID_W+ID_W+:M_W] == k[M_W-1:0];
                    b_q[s*B_W+:B_W] <= {m_axi_bid[s*SID_W+:ID_W], m_axi_bresp[s*2+:2]};
                end
                if (rst) for_q <= {N_M{1'b0}};
            end
        end
    endgenerate
endmodule
`default_nettype wire
