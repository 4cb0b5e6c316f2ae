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
    localparam integer P_W  = ADDR_W + 20;    // address, length, size, burst, cache, protection
    localparam integer U_W  = ID_W + USER_W;  // ID and user bits

    generate
        if (N_M < 2 || M_W != $clog2(N_M)) begin : g_bad
            axi_xbar_wr_needs_2_masters_and_the_derived_SID_W stop ();
        end
    endgenerate

    // Payloads move only inside clocked blocks, behind their enables, in words of 64 bits at most: idle channels cost
    // the simulation nothing. Each input keeps one item that could not go on (so that ready is a register).

    // AW and W at the masters' side
    reg  [N_M-1:0]     aw_kept_q;            // an AW is kept
    reg  [N_M*P_W-1:0]     aw_p_q;
    reg  [N_M*U_W-1:0]     aw_u_q;
    wire [N_M-1:0]     aw_valid = aw_kept_q | s_axi_awvalid;
    wire [N_M-1:0]     aw_take;              // it goes on in this cycle
    wire [N_M*N_S-1:0] aw_req;               // master m asks slave s: bit m*N_S + s
    wire [N_S*N_M-1:0] aw_gnt;               // slave s takes from master m: bit s*N_M + m
    assign s_axi_awready = ~aw_kept_q;

    reg  [N_M-1:0]     w_kept_q;             // a W beat is kept
    reg  [N_M-1:0]     w_last_q;
    reg  [N_M*DATA_W-1:0]  w_data_q;
    reg  [N_M*ST_W-1:0]    w_strb_q;
    wire [N_M-1:0]     w_valid = w_kept_q | s_axi_wvalid;
    wire [N_M-1:0]     w_last  = (w_kept_q & w_last_q) | (~w_kept_q & s_axi_wlast);
    wire [N_M-1:0]     w_pop;
    wire [N_M*N_S-1:0] w_to;                 // master m has a W beat for slave s: bit m*N_S + s
    wire [N_S*N_M-1:0] w_gnt;                // slave s takes a W beat from master m: bit s*N_M + m
    assign s_axi_wready = ~w_kept_q;

    // B at the slaves' side: {ID, response}
    reg  [N_S-1:0]           b_kept_q;
    reg  [N_S*(SID_W+2)-1:0]         b_q;
    wire [N_S-1:0]           b_valid = b_kept_q | m_axi_bvalid;
    wire [N_S*(SID_W+2)-1:0] b_now;
    wire [N_M*N_S-1:0]       b_gnt;          // master m takes from slave s: bit m*N_S + s
    assign m_axi_bready = ~b_kept_q;

    genvar m, s;
    generate
        for (m = 0; m < N_M; m = m + 1) begin : g_m
            wire [ID_W-1:0] id = aw_kept_q[m] ? aw_u_q[m*U_W+USER_W+:ID_W] : s_axi_awid[m*ID_W+:ID_W];
            assign dec_addr_o[m*ADDR_W+:ADDR_W] = aw_kept_q[m] ? aw_p_q[m*P_W+20+:ADDR_W] : s_axi_awaddr[m*ADDR_W+:ADDR_W];

            wire [N_S-1:0] sel = dec_sel_i[m*N_S+:N_S];
            wire           err = sel == {N_S{1'b0}};
            wire           ok;
            wire           room; // in the queue of destinations
            wire           go = aw_valid[m] && ok && room;
            wire           take_err;
            wire [N_S-1:0] took;
            assign aw_req[m*N_S+:N_S] = go ? sel : {N_S{1'b0}};
            assign aw_take[m] = took != {N_S{1'b0}} || take_err;
            for (s = 0; s < N_S; s = s + 1) begin : g_took
                assign took[s] = aw_gnt[s*N_M+m];
            end

            // W beats go where the oldest AW without them went
            wire           to_valid;
            wire [N_S:0]   to;
            wire [N_S-1:0] w_took;
            for (s = 0; s < N_S; s = s + 1) begin : g_w
                assign w_took[s] = w_gnt[s*N_M+m];
            end
            assign w_to[m*N_S+:N_S] = (w_valid[m] && to_valid) ? to[N_S-1:0] : {N_S{1'b0}};
            fifo #(.W(N_S + 1), .DEPTH(W_AHEAD)) u_to (
                .clk(clk), .rst(rst),
                .s_valid_i(aw_take[m]), .s_ready_o(room), .s_data_i({err, sel}),
                .m_valid_o(to_valid), .m_ready_i(w_pop[m] && w_last[m]), .m_data_o(to));

            // decode error: one at a time; its W beats are dropped, then it answers
            reg            err_busy_q;
            reg            err_valid_q;
            reg [ID_W-1:0] err_id_q;
            wire           err_drop = w_valid[m] && to_valid && to[N_S];
            wire           err_pop;
            assign take_err = go && err && !err_busy_q;
            assign w_pop[m] = w_took != {N_S{1'b0}} || err_drop;
            always @(posedge clk) begin
                aw_kept_q[m] <= aw_valid[m] && !aw_take[m];
                if (s_axi_awvalid[m] && !aw_kept_q[m] && !aw_take[m]) begin
                    aw_p_q[m*P_W+:P_W] <= {s_axi_awaddr[m*ADDR_W+:ADDR_W], s_axi_awlen[m*8+:8], s_axi_awsize[m*3+:3],
                                  s_axi_awburst[m*2+:2], s_axi_awcache[m*4+:4], s_axi_awprot[m*3+:3]};
                    aw_u_q[m*U_W+:U_W] <= {s_axi_awid[m*ID_W+:ID_W], s_axi_awuser[m*USER_W+:USER_W]};
                end
                w_kept_q[m] <= w_valid[m] && !w_pop[m];
                if (s_axi_wvalid[m] && !w_kept_q[m] && !w_pop[m]) begin
                    w_data_q[m*DATA_W+:DATA_W] <= s_axi_wdata[m*DATA_W+:DATA_W];
                    w_strb_q[m*ST_W+:ST_W] <= s_axi_wstrb[m*ST_W+:ST_W];
                    w_last_q[m] <= s_axi_wlast[m];
                end
                if (take_err) begin
                    err_busy_q <= 1'b1;
                    err_id_q   <= id;
                end
                if (err_drop && w_last[m]) err_valid_q <= 1'b1;
                if (err_pop) begin
                    err_busy_q  <= 1'b0;
                    err_valid_q <= 1'b0;
                end
                if (rst) begin
                    aw_kept_q[m] <= 1'b0;
                    w_kept_q[m]  <= 1'b0;
                    err_busy_q   <= 1'b0;
                    err_valid_q  <= 1'b0;
                end
            end

            // B
            reg            valid_q;
            reg [ID_W+1:0] resp_q; // ID, response
            reg [ID_W+1:0] resp;   // the one that goes
            wire [N_S:0]   req;
            wire [N_S:0]   gnt;
            wire           any   = req != {(N_S + 1) {1'b0}};
            wire           ready = !valid_q || s_axi_bready[m];
            for (s = 0; s < N_S; s = s + 1) begin : g_req
                assign req[s] = b_valid[s] && b_now[s*(SID_W+2)+2+ID_W+:M_W] == m;
            end
            assign req[N_S] = err_valid_q;
            assign err_pop  = gnt[N_S] && ready;
            assign b_gnt[m*N_S+:N_S] = ready ? gnt[N_S-1:0] : {N_S{1'b0}};

            integer i;
            always @* begin
                resp = {err_id_q, 2'b11};
                for (i = 0; i < N_S; i = i + 1)
                    if (gnt[i]) resp = b_now[i*(SID_W+2)+:ID_W+2];
            end
            always @(posedge clk) begin
                if (ready) valid_q <= any;
                if (ready && any) resp_q <= resp;
                if (rst) valid_q <= 1'b0;
            end
            assign s_axi_bvalid[m]         = valid_q;
            assign s_axi_bid[m*ID_W+:ID_W] = resp_q[ID_W+1:2];
            assign s_axi_bresp[m*2+:2]     = resp_q[1:0];

            rr_arbiter #(.N(N_S + 1)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(ready), .gnt_o(gnt));

            axi_order #(.ID_W(ID_W), .ORDER_W(ORDER_W), .COUNT_W(ORDER_W > 0 ? 4 : 8), .N_DST(N_S + 1)) u_order (
                .clk(clk),
                .rst(rst),
                .id_i(id),
                .dst_i({err, sel}),
                .ok_o(ok),
                .start_i(aw_take[m]),
                .end_i(any && ready),
                .end_id_i(resp[ID_W+1:2])
            );
        end

        for (s = 0; s < N_S; s = s + 1) begin : g_s
            // AW: one a cycle from a master, into the output register
            reg             valid_q;
            reg [P_W-1:0]   p_q;
            reg [U_W-1:0]   u_q;
            reg [M_W-1:0]   from_q;
            wire [N_M-1:0]  req;
            wire [N_M-1:0]  gnt;
            wire            room; // in the queue of masters
            wire            any   = req != {N_M{1'b0}};
            wire            ready = (!valid_q || m_axi_awready[s]) && room;
            for (m = 0; m < N_M; m = m + 1) begin : g_req
                assign req[m] = aw_req[m*N_S+s];
            end
            assign aw_gnt[s*N_M+:N_M] = ready ? gnt : {N_M{1'b0}};

            rr_arbiter #(.N(N_M)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(ready), .gnt_o(gnt));

            integer i;
            always @(posedge clk) begin
                if (m_axi_awready[s]) valid_q <= 1'b0;
                if (ready && any) begin
                    valid_q <= 1'b1;
                    for (i = 0; i < N_M; i = i + 1)
                        if (gnt[i]) begin
                            from_q <= i[M_W-1:0];
                            if (aw_kept_q[i]) begin
                                p_q <= aw_p_q[i*P_W+:P_W];
                                u_q <= aw_u_q[i*U_W+:U_W];
                            end else begin
                                p_q <= {s_axi_awaddr[i*ADDR_W+:ADDR_W], s_axi_awlen[i*8+:8], s_axi_awsize[i*3+:3],
                                        s_axi_awburst[i*2+:2], s_axi_awcache[i*4+:4], s_axi_awprot[i*3+:3]};
                                u_q <= {s_axi_awid[i*ID_W+:ID_W], s_axi_awuser[i*USER_W+:USER_W]};
                            end
                        end
                end
                if (rst) valid_q <= 1'b0;
            end
            assign m_axi_awvalid[s]                = valid_q;
            assign m_axi_awid[s*SID_W+:SID_W]      = {from_q, u_q[U_W-1-:ID_W]};
            assign m_axi_awuser[s*USER_W+:USER_W]  = u_q[USER_W-1:0];
            assign m_axi_awaddr[s*ADDR_W+:ADDR_W]  = p_q[P_W-1-:ADDR_W];
            assign m_axi_awlen[s*8+:8]             = p_q[12+:8];
            assign m_axi_awsize[s*3+:3]            = p_q[9+:3];
            assign m_axi_awburst[s*2+:2]           = p_q[7+:2];
            assign m_axi_awcache[s*4+:4]           = p_q[3+:4];
            assign m_axi_awprot[s*3+:3]            = p_q[2:0];

            // W in the order of the AWs
            reg              w_valid_q;
            reg              w_end_q;
            reg [DATA_W-1:0] data_q;
            reg [ST_W-1:0]   strb_q;
            wire             from_valid;
            wire [N_M-1:0]   from;
            wire [N_M-1:0]   w_have;
            wire             w_ready = !w_valid_q || m_axi_wready[s];
            wire             w_go    = from_valid && (from & w_have) != {N_M{1'b0}};
            wire             w_end   = (from & w_last) != {N_M{1'b0}};
            for (m = 0; m < N_M; m = m + 1) begin : g_have
                assign w_have[m] = w_to[m*N_S+s];
            end
            assign w_gnt[s*N_M+:N_M] = (w_go && w_ready) ? from : {N_M{1'b0}};
            fifo #(.W(N_M), .DEPTH(W_AHEAD)) u_from (
                .clk(clk), .rst(rst),
                .s_valid_i(any && (!valid_q || m_axi_awready[s])), .s_ready_o(room), .s_data_i(gnt),
                .m_valid_o(from_valid), .m_ready_i(w_go && w_ready && w_end), .m_data_o(from));
            integer j;
            always @(posedge clk) begin
                if (w_ready) w_valid_q <= w_go;
                if (w_ready && w_go) begin
                    w_end_q <= w_end;
                    for (j = 0; j < N_M; j = j + 1)
                        if (from[j]) begin
                            data_q <= w_kept_q[j] ? w_data_q[j*DATA_W+:DATA_W] : s_axi_wdata[j*DATA_W+:DATA_W];
                            strb_q <= w_kept_q[j] ? w_strb_q[j*ST_W+:ST_W] : s_axi_wstrb[j*ST_W+:ST_W];
                        end
                end
                if (rst) w_valid_q <= 1'b0;
            end
            assign m_axi_wvalid[s]               = w_valid_q;
            assign m_axi_wlast[s]                = w_end_q;
            assign m_axi_wdata[s*DATA_W+:DATA_W] = data_q;
            assign m_axi_wstrb[s*ST_W+:ST_W]     = strb_q;

            // B
            wire [N_M-1:0]   took;
            wire [SID_W+1:0] b_in = {m_axi_bid[s*SID_W+:SID_W], m_axi_bresp[s*2+:2]};
            for (m = 0; m < N_M; m = m + 1) begin : g_took
                assign took[m] = b_gnt[m*N_S+s];
            end
            assign b_now[s*(SID_W+2)+:SID_W+2] = b_kept_q[s] ? b_q[s*(SID_W+2)+:SID_W+2] : b_in;
            always @(posedge clk) begin
                b_kept_q[s] <= b_valid[s] && took == {N_M{1'b0}};
                if (m_axi_bvalid[s] && !b_kept_q[s]) b_q[s*(SID_W+2)+:SID_W+2] <= b_in;
                if (rst) b_kept_q[s] <= 1'b0;
            end
        end
    endgenerate
endmodule
`default_nettype wire
