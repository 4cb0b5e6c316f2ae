// SPDX-License-Identifier: Apache-2.0
// Read half of the AXI4 crossbar: N_M masters, N_S slaves, vectors with master (slave) 0 in the low bits.
// One cycle from AR in to AR out, one from R in to R out. Every ready is a function of registers, and so is what the
// other side drives. An AR is taken every second cycle at most from one master; R flows at full rate from the slaves in
// FULL_RATE, from others every second cycle. The slave-side ID is {master, master's ID}; R beats go back by it, so that
// slaves may answer out of order and interleave. A master is outstanding at one slave at a time: hence its beats come
// from one slave and need no arbiter. A request that decodes to no slave waits until nothing else of its master is
// outstanding and is then answered here with DECERR and the right number of beats: they take their place in the R
// register of the first slave that the master reaches (the data mean nothing).
`default_nettype none
module axi_xbar_rd #(
    parameter integer       N_M       = 4,     // masters, at least 2
    parameter integer       N_S       = 2,     // slaves
    parameter integer       ADDR_W    = 40,
    parameter integer       DATA_W    = 64,
    parameter integer       ID_W      = 6,     // ID bits of a master
    parameter integer       USER_W    = 8,
    parameter integer       COUNT_W   = 6,     // at most 2^COUNT_W - 1 reads of a master are outstanding
    parameter [N_M*N_S-1:0] REACH     = {N_M*N_S{1'b1}}, // bit m*N_S + s: master m may be given slave s
    parameter [N_S-1:0]     FULL_RATE = {N_S{1'b1}},
    parameter integer       SID_W     = ID_W + $clog2(N_M) // ID bits of a slave: derived, do not set
) (
    input  wire                  clk,
    input  wire                  rst,

    output wire [N_M*ADDR_W-1:0] dec_addr_o, // address to decode, per master
    input  wire [N_M*N_S-1:0]    dec_sel_i,  // combinational answer: one-hot slave, 0 decode error

    input  wire [N_M*ID_W-1:0]   s_axi_arid, // from the masters
    input  wire [N_M*ADDR_W-1:0] s_axi_araddr,
    input  wire [N_M*8-1:0]      s_axi_arlen,
    input  wire [N_M*3-1:0]      s_axi_arsize,
    input  wire [N_M*2-1:0]      s_axi_arburst,
    input  wire [N_M*4-1:0]      s_axi_arcache,
    input  wire [N_M*3-1:0]      s_axi_arprot,
    input  wire [N_M*USER_W-1:0] s_axi_aruser,
    input  wire [N_M-1:0]        s_axi_arvalid,
    output wire [N_M-1:0]        s_axi_arready,
    output wire [N_M*ID_W-1:0]   s_axi_rid,
    output wire [N_M*DATA_W-1:0] s_axi_rdata,
    output wire [N_M*2-1:0]      s_axi_rresp,
    output wire [N_M-1:0]        s_axi_rlast,
    output wire [N_M-1:0]        s_axi_rvalid,
    input  wire [N_M-1:0]        s_axi_rready,

    output wire [N_S*SID_W-1:0]  m_axi_arid, // to the slaves
    output wire [N_S*ADDR_W-1:0] m_axi_araddr,
    output wire [N_S*8-1:0]      m_axi_arlen,
    output wire [N_S*3-1:0]      m_axi_arsize,
    output wire [N_S*2-1:0]      m_axi_arburst,
    output wire [N_S*4-1:0]      m_axi_arcache,
    output wire [N_S*3-1:0]      m_axi_arprot,
    output wire [N_S*USER_W-1:0] m_axi_aruser,
    output wire [N_S-1:0]        m_axi_arvalid,
    input  wire [N_S-1:0]        m_axi_arready,
    input  wire [N_S*SID_W-1:0]  m_axi_rid,
    input  wire [N_S*DATA_W-1:0] m_axi_rdata,
    input  wire [N_S*2-1:0]      m_axi_rresp,
    input  wire [N_S-1:0]        m_axi_rlast,
    input  wire [N_S-1:0]        m_axi_rvalid,
    output wire [N_S-1:0]        m_axi_rready
);
    localparam integer M_W = SID_W - ID_W;
    localparam integer P_W = ADDR_W + 20;     // address, length, size, burst, cache, protection
    localparam integer U_W = ID_W + USER_W;   // ID and user bits
    localparam integer R_W = ID_W + 3;        // ID, response, last
    localparam [COUNT_W-1:0] NONE = {COUNT_W{1'b0}};
    localparam [COUNT_W-1:0] FULL = {COUNT_W{1'b1}};

    generate
        if (N_M < 2 || M_W != $clog2(N_M)) begin : g_bad
            axi_xbar_rd_needs_2_masters_and_the_derived_SID_W stop ();
        end
    endgenerate

    // Payloads move only inside clocked blocks, behind their enables, in words of 64 bits at most: idle channels cost
    // the simulation nothing.
    reg  [N_M*P_W-1:0]     p_q;    // the AR of each master
    reg  [N_M*U_W-1:0]     u_q;
    wire [N_M*N_S-1:0]     ar_req; // master m asks slave s: bit m*N_S + s
    wire [N_S*N_M-1:0]     ar_gnt; // slave s shows the AR of master m: bit s*N_M + m
    reg  [N_S*DATA_W-1:0]  data_q; // the R beat of each slave
    reg  [N_S*R_W-1:0]     meta_q;
    wire [N_S*N_M-1:0]     r_for;  // it is for master m: bit s*N_M + m
    wire [N_M-1:0]         err;    // master m waits for beats of a decode error
    wire [N_M-1:0]         err_last;
    wire [N_S*N_M-1:0]     err_take; // slave s makes one of them: bit s*N_M + m

    function [N_S-1:0] home; // the first slave of a master
        input [N_S-1:0] reach;
        home = reach & (~reach + {{(N_S - 1) {1'b0}}, 1'b1});
    endfunction

    genvar m, s;
    generate
        for (m = 0; m < N_M; m = m + 1) begin : g_m
            reg               full_q;  // an AR is here
            reg  [N_S-1:0]    sel_q;   // its slave; 0: decode error
            reg  [N_S-1:0]    dst_q;   // slave of what is outstanding
            reg [COUNT_W-1:0] count_q; // outstanding
            wire [N_S-1:0]    took;
            wire [N_S-1:0]    from;    // slaves with a beat for this master
            wire              none  = count_q == NONE;
            wire [N_S-1:0]    err_took;
            wire              err_end = err_took != {N_S{1'b0}} && err_last[m];
            wire              go    = full_q && (none || (dst_q == sel_q && count_q != FULL));
            wire              taken = took != {N_S{1'b0}};
            wire              start = taken || err_end;
            wire              ended = s_axi_rvalid[m] && s_axi_rready[m] && s_axi_rlast[m];
            reg [DATA_W-1:0]  data;
            reg [R_W-1:0]     meta;
            assign err[m]      = full_q && sel_q == {N_S{1'b0}} && none;
            assign err_last[m] = p_q[m*P_W+12+:8] == 8'd0;
            assign ar_req[m*N_S+:N_S] = go ? sel_q : {N_S{1'b0}};
            for (s = 0; s < N_S; s = s + 1) begin : g_took
                assign took[s] = ar_gnt[s*N_M+m] && m_axi_arready[s];
                assign from[s] = r_for[s*N_M+m];
                assign err_took[s] = err_take[s*N_M+m];
            end
            assign dec_addr_o[m*ADDR_W+:ADDR_W] = s_axi_araddr[m*ADDR_W+:ADDR_W];
            assign s_axi_arready[m] = !full_q;
            always @(posedge clk) begin
                if (start) begin
                    full_q <= 1'b0;
                    dst_q  <= taken ? sel_q : home(REACH[m*N_S+:N_S]);
                end
                if (s_axi_arvalid[m] && !full_q) begin
                    full_q <= 1'b1;
                    sel_q  <= dec_sel_i[m*N_S+:N_S];
                    p_q[m*P_W+:P_W] <= {s_axi_araddr[m*ADDR_W+:ADDR_W], s_axi_arlen[m*8+:8], s_axi_arsize[m*3+:3],
                                        s_axi_arburst[m*2+:2], s_axi_arcache[m*4+:4], s_axi_arprot[m*3+:3]};
                    u_q[m*U_W+:U_W] <= {s_axi_arid[m*ID_W+:ID_W], s_axi_aruser[m*USER_W+:USER_W]};
                end
                if (err_took != {N_S{1'b0}}) // the length counts the beats that are left
                    p_q[m*P_W+12+:8] <= p_q[m*P_W+12+:8] - 8'd1;
                if (start != ended) count_q <= start ? count_q + 1'b1 : count_q - 1'b1;
                if (rst) begin
                    full_q  <= 1'b0;
                    count_q <= NONE;
                end
            end

            // beats come from one slave at a time
            integer i;
            always @* begin
                data = {DATA_W{1'b0}};
                meta = {R_W{1'b0}};
                for (i = 0; i < N_S; i = i + 1)
                    if (REACH[m*N_S+i] && (from[i] || home(REACH[m*N_S+:N_S]) == REACH[m*N_S+:N_S])) begin
                        data = data_q[i*DATA_W+:DATA_W];
                        meta = meta_q[i*R_W+:R_W];
                    end
            end
            assign s_axi_rvalid[m]               = from != {N_S{1'b0}};
            assign s_axi_rdata[m*DATA_W+:DATA_W] = data;
            assign s_axi_rid[m*ID_W+:ID_W]       = meta[R_W-1-:ID_W];
            assign s_axi_rresp[m*2+:2]           = meta[2:1];
            assign s_axi_rlast[m]                = meta[0];
`ifdef DOORBELL_ASSERT
            always @(posedge clk)
                if (!rst && (from & (from - 1'b1)) != {N_S{1'b0}}) begin
                    $display("%m: answers from two slaves");
                    $stop;
                end
`endif
        end

        for (s = 0; s < N_S; s = s + 1) begin : g_s
            // AR: what is shown stays until it is taken
            reg             hold_q;
            reg [N_M-1:0]   gnt_q;
            wire [N_M-1:0]  req;
            wire [N_M-1:0]  pick;
            wire [N_M-1:0]  gnt = hold_q ? gnt_q : pick;
            wire            any = req != {N_M{1'b0}};
            for (m = 0; m < N_M; m = m + 1) begin : g_req
                assign req[m] = ar_req[m*N_S+s];
            end
            assign ar_gnt[s*N_M+:N_M] = gnt;
            rr_arbiter #(.N(N_M)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(!hold_q), .gnt_o(pick));
            always @(posedge clk) begin
                hold_q <= any && !m_axi_arready[s];
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
            assign m_axi_arvalid[s]                = any;
            assign m_axi_arid[s*SID_W+:SID_W]      = {from, u[U_W-1-:ID_W]};
            assign m_axi_aruser[s*USER_W+:USER_W]  = u[USER_W-1:0];
            assign m_axi_araddr[s*ADDR_W+:ADDR_W]  = p[P_W-1-:ADDR_W];
            assign m_axi_arlen[s*8+:8]             = p[12+:8];
            assign m_axi_arsize[s*3+:3]            = p[9+:3];
            assign m_axi_arburst[s*2+:2]           = p[7+:2];
            assign m_axi_arcache[s*4+:4]           = p[3+:4];
            assign m_axi_arprot[s*3+:3]            = p[2:0];

            // R: into the register that all masters see, beats of decode errors too
            reg  [N_M-1:0]    for_q;
            wire              there = for_q != {N_M{1'b0}};
            wire              gone  = (for_q & s_axi_rready) != {N_M{1'b0}};
            wire [R_W-1:0]    in    = {m_axi_rid[s*SID_W+:ID_W], m_axi_rresp[s*2+:2], m_axi_rlast[s]};
            wire [N_M-1:0]    in_for;
            wire [N_M-1:0]    err_for;
            wire              err_any = err_for != {N_M{1'b0}};
            wire              err_now; // such a beat takes the register
            reg  [R_W-1:0]    err_meta;
            for (m = 0; m < N_M; m = m + 1) begin : g_for
                localparam [N_S-1:0] HOME = home(REACH[m*N_S+:N_S]);
                assign in_for[m]  = REACH[m*N_S+s] && m_axi_rid[s*SID_W+ID_W+:M_W] == m;
                assign err_for[m] = HOME[s] && err[m] && (err & ((1 << m) - 1)) == {N_M{1'b0}};
            end
            integer n;
            always @* begin
                err_meta = {R_W{1'b0}};
                for (n = 0; n < N_M; n = n + 1)
                    if (err_for[n]) err_meta = err_meta | {u_q[n*U_W+USER_W+:ID_W], 2'b11, err_last[n]};
            end
            assign r_for[s*N_M+:N_M]    = for_q;
            assign err_take[s*N_M+:N_M] = err_now ? err_for : {N_M{1'b0}};
            if (FULL_RATE[s]) begin : g_full
                reg              kept_q; // a beat that could not go on
                reg [DATA_W-1:0] k_data_q;
                reg [R_W-1:0]    k_meta_q;
                reg [N_M-1:0]    k_for_q;
                wire             move = gone || !there;
                assign err_now = err_any && move && !kept_q;
                always @(posedge clk) begin
                    if (move) begin
                        kept_q <= err_now && m_axi_rvalid[s];
                        for_q  <= kept_q ? k_for_q : err_now ? err_for : m_axi_rvalid[s] ? in_for : {N_M{1'b0}};
                        if (kept_q || err_now || m_axi_rvalid[s])
                            meta_q[s*R_W+:R_W] <= kept_q ? k_meta_q : err_now ? err_meta : in;
                        if (kept_q || m_axi_rvalid[s])
                            data_q[s*DATA_W+:DATA_W] <= kept_q ? k_data_q : m_axi_rdata[s*DATA_W+:DATA_W];
                    end else if (m_axi_rvalid[s])
                        kept_q <= 1'b1;
                    if (m_axi_rvalid[s] && !kept_q && (!move || err_now)) begin
                        k_data_q <= m_axi_rdata[s*DATA_W+:DATA_W];
                        k_meta_q <= in;
                        k_for_q  <= in_for;
                    end
                    if (rst) begin
                        kept_q <= 1'b0;
                        for_q  <= {N_M{1'b0}};
                    end
                end
                assign m_axi_rready[s] = !kept_q;
            end else begin : g_half
                assign err_now = err_any && !there && !m_axi_rvalid[s];
                always @(posedge clk) begin
                    if (gone) for_q <= {N_M{1'b0}};
                    if (!there && (m_axi_rvalid[s] || err_any)) begin
                        for_q              <= m_axi_rvalid[s] ? in_for : err_for;
                        meta_q[s*R_W+:R_W] <= m_axi_rvalid[s] ? in : err_meta;
                    end
                    if (!there && m_axi_rvalid[s]) data_q[s*DATA_W+:DATA_W] <= m_axi_rdata[s*DATA_W+:DATA_W];
                    if (rst) for_q <= {N_M{1'b0}};
                end
                assign m_axi_rready[s] = !there;
            end
        end
    endgenerate
endmodule
`default_nettype wire
