// SPDX-License-Identifier: Apache-2.0
// Write half of the AXI4 crossbar: vectors, IDs, ordering and latency as in axi_xbar_rd.v (the first W beat of
// a burst follows its AW by one cycle). W beats take the way of their AW: each master keeps the destinations of
// its AWs in order, each slave the masters. Both queues are entered when the AW is granted, so the order is one
// in time over all slaves and the W channels cannot wait for each other in a circle.
`default_nettype none
module axi_xbar_wr #(
    parameter integer N_M     = 4,  // masters, at least 2
    parameter integer N_S     = 2,  // slaves
    parameter integer ADDR_W  = 40,
    parameter integer DATA_W  = 64,
    parameter integer ID_W    = 6,  // ID bits of a master
    parameter integer USER_W  = 8,
    parameter integer ORDER_W = 0,  // see axi_order.v
    parameter integer W_AHEAD = 8,  // bursts whose AW is ahead of their W, per master and slave
    parameter integer SID_W   = ID_W + $clog2(N_M) // ID bits of a slave: derived, do not set
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
    localparam integer AT_W = ADDR_W + 8 + 3 + 2 + 4 + 3 + USER_W; // AW without ID
    localparam integer WT_W = DATA_W + ST_W + 1;                   // a W beat, last in bit 0

    generate
        if (N_M < 2 || M_W != $clog2(N_M)) begin : g_bad
            axi_xbar_wr_needs_2_masters_and_the_derived_SID_W stop ();
        end
    endgenerate

    // AW and W at the masters' side
    wire [N_M-1:0]      aw_valid;
    wire [N_M*ID_W-1:0] aw_id;
    wire [N_M*AT_W-1:0] aw_rest;
    wire [N_M*N_S-1:0]  aw_req;   // master m asks slave s: bit m*N_S + s
    wire [N_S*N_M-1:0]  aw_gnt;   // slave s takes from master m: bit s*N_M + m
    wire [N_M*N_S-1:0]  w_to;     // master m has a W beat for slave s: bit m*N_S + s
    wire [N_M*WT_W-1:0] w_beat;
    wire [N_S*N_M-1:0]  w_take;   // slave s takes a W beat from master m: bit s*N_M + m
    // B at the slaves' side
    wire [N_S-1:0]       b_valid;
    wire [N_S*SID_W-1:0] b_id;
    wire [N_S*2-1:0]     b_resp;
    wire [N_M*N_S-1:0]   b_take;  // master m takes from slave s: bit m*N_S + s

    genvar m, s;
    generate
        for (m = 0; m < N_M; m = m + 1) begin : g_m
            skid_buffer #(
                .W(ID_W + AT_W),
                .OUTREG(0)
            ) u_aw (
                .clk(clk),
                .rst(rst),
                .s_valid_i(s_axi_awvalid[m]),
                .s_ready_o(s_axi_awready[m]),
                .s_data_i({
                    s_axi_awid[m*ID_W+:ID_W],
                    s_axi_awaddr[m*ADDR_W+:ADDR_W],
                    s_axi_awlen[m*8+:8],
                    s_axi_awsize[m*3+:3],
                    s_axi_awburst[m*2+:2],
                    s_axi_awcache[m*4+:4],
                    s_axi_awprot[m*3+:3],
                    s_axi_awuser[m*USER_W+:USER_W]
                }),
                .m_valid_o(aw_valid[m]),
                .m_ready_i(take),
                .m_data_o({aw_id[m*ID_W+:ID_W], aw_rest[m*AT_W+:AT_W]})
            );
            assign dec_addr_o[m*ADDR_W+:ADDR_W] = aw_rest[m*AT_W+AT_W-ADDR_W+:ADDR_W];

            wire [N_S-1:0] sel = dec_sel_i[m*N_S+:N_S];
            wire           err = sel == {N_S{1'b0}};
            wire           ok;
            wire           room; // in the queue of destinations
            wire           go = aw_valid[m] && ok && room;
            wire           take_err;
            wire [N_S-1:0] took;
            wire           take = took != {N_S{1'b0}} || take_err;
            assign aw_req[m*N_S+:N_S] = go ? sel : {N_S{1'b0}};
            for (s = 0; s < N_S; s = s + 1) begin : g_took
                assign took[s] = aw_gnt[s*N_M+m];
            end

            // W beats go where the oldest AW without them went
            wire           w_valid;
            wire           to_valid;
            wire [N_S:0]   to;
            wire [N_S-1:0] w_took;
            wire           w_pop;
            wire           w_last = w_beat[m*WT_W];
            for (s = 0; s < N_S; s = s + 1) begin : g_w
                assign w_took[s] = w_take[s*N_M+m];
            end
            assign w_to[m*N_S+:N_S] = (w_valid && to_valid) ? to[N_S-1:0] : {N_S{1'b0}};
            fifo #(.W(N_S + 1), .DEPTH(W_AHEAD)) u_to (
                .clk(clk), .rst(rst),
                .s_valid_i(take), .s_ready_o(room), .s_data_i({err, sel}),
                .m_valid_o(to_valid), .m_ready_i(w_pop && w_last), .m_data_o(to));
            skid_buffer #(.W(WT_W), .OUTREG(0)) u_w (
                .clk(clk),
                .rst(rst),
                .s_valid_i(s_axi_wvalid[m]),
                .s_ready_o(s_axi_wready[m]),
                .s_data_i({s_axi_wdata[m*DATA_W+:DATA_W], s_axi_wstrb[m*ST_W+:ST_W], s_axi_wlast[m]}),
                .m_valid_o(w_valid),
                .m_ready_i(w_pop),
                .m_data_o(w_beat[m*WT_W+:WT_W])
            );

            // decode error: one at a time; its W beats are dropped, then it answers
            reg            err_busy_q;
            reg            err_valid_q;
            reg [ID_W-1:0] err_id_q;
            wire           err_drop = w_valid && to_valid && to[N_S];
            wire           err_pop;
            assign take_err = go && err && !err_busy_q;
            assign w_pop    = w_took != {N_S{1'b0}} || err_drop;
            always @(posedge clk) begin
                if (take_err) begin
                    err_busy_q <= 1'b1;
                    err_id_q   <= aw_id[m*ID_W+:ID_W];
                end
                if (err_drop && w_last) err_valid_q <= 1'b1;
                if (err_pop) begin
                    err_busy_q  <= 1'b0;
                    err_valid_q <= 1'b0;
                end
                if (rst) begin
                    err_busy_q  <= 1'b0;
                    err_valid_q <= 1'b0;
                end
            end

            // B
            wire [N_S:0]   req;
            wire [N_S:0]   gnt;
            wire           ready;
            reg [ID_W+1:0] resp;
            for (s = 0; s < N_S; s = s + 1) begin : g_req
                assign req[s] = b_valid[s] && b_id[s*SID_W+ID_W+:M_W] == m;
            end
            assign req[N_S] = err_valid_q;
            assign err_pop  = gnt[N_S] && ready;
            assign b_take[m*N_S+:N_S] = ready ? gnt[N_S-1:0] : {N_S{1'b0}};

            integer i;
            always @* begin
                resp = {err_id_q, 2'b11};
                for (i = 0; i < N_S; i = i + 1)
                    if (gnt[i]) resp = {b_id[i*SID_W+:ID_W], b_resp[i*2+:2]};
            end

            rr_arbiter #(.N(N_S + 1)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(ready), .gnt_o(gnt));

            skid_buffer #(.W(ID_W + 2)) u_b (
                .clk(clk), .rst(rst),
                .s_valid_i(gnt != {(N_S + 1) {1'b0}}), .s_ready_o(ready), .s_data_i(resp),
                .m_valid_o(s_axi_bvalid[m]), .m_ready_i(s_axi_bready[m]),
                .m_data_o({s_axi_bid[m*ID_W+:ID_W], s_axi_bresp[m*2+:2]}));

            axi_order #(.ID_W(ID_W), .ORDER_W(ORDER_W), .COUNT_W(ORDER_W > 0 ? 4 : 8), .N_DST(N_S + 1)) u_order (
                .clk(clk),
                .rst(rst),
                .id_i(aw_id[m*ID_W+:ID_W]),
                .dst_i({err, sel}),
                .ok_o(ok),
                .start_i(take),
                .end_i(gnt != {(N_S + 1) {1'b0}} && ready),
                .end_id_i(resp[2+:ID_W])
            );
        end

        for (s = 0; s < N_S; s = s + 1) begin : g_s
            wire [N_M-1:0] req;
            wire [N_M-1:0] gnt;
            wire           ready;
            wire           room; // in the queue of masters
            wire           use_gnt = ready && room;
            reg [SID_W+AT_W-1:0] pick;
            for (m = 0; m < N_M; m = m + 1) begin : g_req
                assign req[m] = aw_req[m*N_S+s];
            end
            assign aw_gnt[s*N_M+:N_M] = use_gnt ? gnt : {N_M{1'b0}};

            integer i;
            always @* begin
                pick = {SID_W + AT_W{1'b0}};
                for (i = 0; i < N_M; i = i + 1)
                    if (gnt[i]) pick = {i[M_W-1:0], aw_id[i*ID_W+:ID_W], aw_rest[i*AT_W+:AT_W]};
            end

            rr_arbiter #(.N(N_M)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(use_gnt), .gnt_o(gnt));

            skid_buffer #(.W(SID_W + AT_W)) u_aw (
                .clk(clk),
                .rst(rst),
                .s_valid_i(gnt != {N_M{1'b0}} && room),
                .s_ready_o(ready),
                .s_data_i(pick),
                .m_valid_o(m_axi_awvalid[s]),
                .m_ready_i(m_axi_awready[s]),
                .m_data_o({
                    m_axi_awid[s*SID_W+:SID_W],
                    m_axi_awaddr[s*ADDR_W+:ADDR_W],
                    m_axi_awlen[s*8+:8],
                    m_axi_awsize[s*3+:3],
                    m_axi_awburst[s*2+:2],
                    m_axi_awcache[s*4+:4],
                    m_axi_awprot[s*3+:3],
                    m_axi_awuser[s*USER_W+:USER_W]
                })
            );

            // W in the order of the AWs
            wire           from_valid;
            wire [N_M-1:0] from;
            wire [N_M-1:0] w_have;
            wire           w_ready;
            wire           w_go = from_valid && (from & w_have) != {N_M{1'b0}};
            reg [WT_W-1:0] w_pick;
            for (m = 0; m < N_M; m = m + 1) begin : g_have
                assign w_have[m] = w_to[m*N_S+s];
            end
            assign w_take[s*N_M+:N_M] = (w_go && w_ready) ? from : {N_M{1'b0}};
            always @* begin
                w_pick = {WT_W{1'b0}};
                if (w_go)
                    for (i = 0; i < N_M; i = i + 1)
                        if (from[i]) w_pick = w_beat[i*WT_W+:WT_W];
            end
            fifo #(.W(N_M), .DEPTH(W_AHEAD)) u_from (
                .clk(clk), .rst(rst),
                .s_valid_i(gnt != {N_M{1'b0}} && ready), .s_ready_o(room), .s_data_i(gnt),
                .m_valid_o(from_valid), .m_ready_i(w_go && w_ready && w_pick[0]), .m_data_o(from));
            skid_buffer #(.W(WT_W)) u_w (
                .clk(clk), .rst(rst),
                .s_valid_i(w_go), .s_ready_o(w_ready), .s_data_i(w_pick),
                .m_valid_o(m_axi_wvalid[s]), .m_ready_i(m_axi_wready[s]),
                .m_data_o({m_axi_wdata[s*DATA_W+:DATA_W], m_axi_wstrb[s*ST_W+:ST_W], m_axi_wlast[s]}));

            wire [N_M-1:0] took;
            for (m = 0; m < N_M; m = m + 1) begin : g_took
                assign took[m] = b_take[m*N_S+s];
            end
            skid_buffer #(.W(SID_W + 2), .OUTREG(0)) u_b (
                .clk(clk), .rst(rst),
                .s_valid_i(m_axi_bvalid[s]), .s_ready_o(m_axi_bready[s]),
                .s_data_i({m_axi_bid[s*SID_W+:SID_W], m_axi_bresp[s*2+:2]}),
                .m_valid_o(b_valid[s]), .m_ready_i(took != {N_M{1'b0}}),
                .m_data_o({b_id[s*SID_W+:SID_W], b_resp[s*2+:2]}));
        end
    endgenerate
endmodule
`default_nettype wire
