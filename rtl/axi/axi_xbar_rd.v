// SPDX-License-Identifier: Apache-2.0
// Read half of the AXI4 crossbar: N_M masters, N_S slaves, vectors with master (slave) 0 in the low bits.
// One cycle from AR in to AR out, one from R in to R out; every output is a register or the ready of one.
// The slave-side ID is {master, master's ID}; R beats go back by it, beat by beat, so that slaves may answer out
// of order and interleave. One ID of a master (ORDER_W = 0: a master) is outstanding at one slave at a time. A request
// that decodes to no slave is answered here with DECERR and the right number of beats.
`default_nettype none
module axi_xbar_rd #(
    parameter integer N_M     = 4,  // masters, at least 2
    parameter integer N_S     = 2,  // slaves
    parameter integer ADDR_W  = 40,
    parameter integer DATA_W  = 64,
    parameter integer ID_W    = 6,  // ID bits of a master
    parameter integer USER_W  = 8,
    parameter integer ORDER_W = 0,  // see axi_order.v
    parameter integer SID_W   = ID_W + $clog2(N_M) // ID bits of a slave: derived, do not set
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
    localparam integer M_W  = SID_W - ID_W;
    localparam integer AT_W = ADDR_W + 8 + 3 + 2 + 4 + 3 + USER_W; // AR without ID
    localparam integer RT_W = DATA_W + 2 + 1;                      // R without ID

    generate
        if (N_M < 2 || M_W != $clog2(N_M)) begin : g_bad
            axi_xbar_rd_needs_2_masters_and_the_derived_SID_W stop ();
        end
    endgenerate

    // AR at the masters' side
    wire [N_M-1:0]      ar_valid; // a request is waiting
    wire [N_M*ID_W-1:0] ar_id;
    wire [N_M*AT_W-1:0] ar_rest;
    wire [N_M*N_S-1:0]  ar_req;   // master m asks slave s: bit m*N_S + s
    wire [N_S*N_M-1:0]  ar_gnt;   // slave s takes from master m: bit s*N_M + m
    // R at the slaves' side
    wire [N_S-1:0]       r_valid;
    wire [N_S*SID_W-1:0] r_id;
    wire [N_S*RT_W-1:0]  r_rest;
    wire [N_M*N_S-1:0]   r_take; // master m takes from slave s: bit m*N_S + s

    genvar m, s;
    generate
        for (m = 0; m < N_M; m = m + 1) begin : g_m
            skid_buffer #(
                .W(ID_W + AT_W),
                .OUTREG(0)
            ) u_ar (
                .clk(clk),
                .rst(rst),
                .s_valid_i(s_axi_arvalid[m]),
                .s_ready_o(s_axi_arready[m]),
                .s_data_i({
                    s_axi_arid[m*ID_W+:ID_W],
                    s_axi_araddr[m*ADDR_W+:ADDR_W],
                    s_axi_arlen[m*8+:8],
                    s_axi_arsize[m*3+:3],
                    s_axi_arburst[m*2+:2],
                    s_axi_arcache[m*4+:4],
                    s_axi_arprot[m*3+:3],
                    s_axi_aruser[m*USER_W+:USER_W]
                }),
                .m_valid_o(ar_valid[m]),
                .m_ready_i(take),
                .m_data_o({ar_id[m*ID_W+:ID_W], ar_rest[m*AT_W+:AT_W]})
            );
            assign dec_addr_o[m*ADDR_W+:ADDR_W] = ar_rest[m*AT_W+AT_W-ADDR_W+:ADDR_W];

            wire [N_S-1:0] sel = dec_sel_i[m*N_S+:N_S];
            wire           err = sel == {N_S{1'b0}};
            wire           ok;
            wire           go = ar_valid[m] && ok;
            wire           take_err;
            wire [N_S-1:0] took;
            wire           take = took != {N_S{1'b0}} || take_err;
            assign ar_req[m*N_S+:N_S] = go ? sel : {N_S{1'b0}};
            for (s = 0; s < N_S; s = s + 1) begin : g_took
                assign took[s] = ar_gnt[s*N_M+m];
            end

            // decode error: one at a time
            reg            err_valid_q;
            reg [ID_W-1:0] err_id_q;
            reg [7:0]      err_left_q; // beats after this one
            wire           err_pop;
            wire           err_last = err_left_q == 8'd0;
            assign take_err = go && err && !err_valid_q;
            always @(posedge clk) begin
                if (take_err) begin
                    err_valid_q <= 1'b1;
                    err_id_q    <= ar_id[m*ID_W+:ID_W];
                    err_left_q  <= ar_rest[m*AT_W+AT_W-ADDR_W-8+:8];
                end else if (err_pop) begin
                    err_valid_q <= !err_last;
                    err_left_q  <= err_left_q - 8'd1;
                end
                if (rst) err_valid_q <= 1'b0;
            end

            // R: one beat a cycle from a slave or the error responder, into the output register
            wire [N_S:0]   req;
            wire [N_S:0]   gnt;
            wire           ready;
            reg [ID_W+RT_W-1:0] beat;
            for (s = 0; s < N_S; s = s + 1) begin : g_req
                assign req[s] = r_valid[s] && r_id[s*SID_W+ID_W+:M_W] == m;
            end
            assign req[N_S] = err_valid_q;
            assign err_pop  = gnt[N_S] && ready;
            assign r_take[m*N_S+:N_S] = ready ? gnt[N_S-1:0] : {N_S{1'b0}};

            integer i;
            always @* begin
                beat = {err_id_q, {DATA_W{1'b0}}, 2'b11, err_last};
                for (i = 0; i < N_S; i = i + 1)
                    if (gnt[i]) beat = {r_id[i*SID_W+:ID_W], r_rest[i*RT_W+:RT_W]};
            end

            rr_arbiter #(.N(N_S + 1)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(ready), .gnt_o(gnt));

            skid_buffer #(.W(ID_W + RT_W)) u_r (
                .clk(clk),
                .rst(rst),
                .s_valid_i(gnt != {(N_S + 1) {1'b0}}),
                .s_ready_o(ready),
                .s_data_i(beat),
                .m_valid_o(s_axi_rvalid[m]),
                .m_ready_i(s_axi_rready[m]),
                .m_data_o({s_axi_rid[m*ID_W+:ID_W], s_axi_rdata[m*DATA_W+:DATA_W],
                           s_axi_rresp[m*2+:2], s_axi_rlast[m]})
            );

            axi_order #(.ID_W(ID_W), .ORDER_W(ORDER_W), .COUNT_W(ORDER_W > 0 ? 4 : 8), .N_DST(N_S + 1)) u_order (
                .clk(clk),
                .rst(rst),
                .id_i(ar_id[m*ID_W+:ID_W]),
                .dst_i({err, sel}),
                .ok_o(ok),
                .start_i(take),
                .end_i(gnt != {(N_S + 1) {1'b0}} && ready && beat[0]),
                .end_id_i(beat[RT_W+:ID_W])
            );
        end

        for (s = 0; s < N_S; s = s + 1) begin : g_s
            wire [N_M-1:0] req;
            wire [N_M-1:0] gnt;
            wire           ready;
            reg [SID_W+AT_W-1:0] pick;
            for (m = 0; m < N_M; m = m + 1) begin : g_req
                assign req[m] = ar_req[m*N_S+s];
            end
            assign ar_gnt[s*N_M+:N_M] = ready ? gnt : {N_M{1'b0}};

            integer i;
            always @* begin
                pick = {SID_W + AT_W{1'b0}};
                for (i = 0; i < N_M; i = i + 1)
                    if (gnt[i]) pick = {i[M_W-1:0], ar_id[i*ID_W+:ID_W], ar_rest[i*AT_W+:AT_W]};
            end

            rr_arbiter #(.N(N_M)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(ready), .gnt_o(gnt));

            skid_buffer #(.W(SID_W + AT_W)) u_ar (
                .clk(clk),
                .rst(rst),
                .s_valid_i(gnt != {N_M{1'b0}}),
                .s_ready_o(ready),
                .s_data_i(pick),
                .m_valid_o(m_axi_arvalid[s]),
                .m_ready_i(m_axi_arready[s]),
                .m_data_o({
                    m_axi_arid[s*SID_W+:SID_W],
                    m_axi_araddr[s*ADDR_W+:ADDR_W],
                    m_axi_arlen[s*8+:8],
                    m_axi_arsize[s*3+:3],
                    m_axi_arburst[s*2+:2],
                    m_axi_arcache[s*4+:4],
                    m_axi_arprot[s*3+:3],
                    m_axi_aruser[s*USER_W+:USER_W]
                })
            );

            wire [N_M-1:0] took;
            for (m = 0; m < N_M; m = m + 1) begin : g_took
                assign took[m] = r_take[m*N_S+s];
            end
            skid_buffer #(.W(SID_W + RT_W), .OUTREG(0)) u_r (
                .clk(clk),
                .rst(rst),
                .s_valid_i(m_axi_rvalid[s]),
                .s_ready_o(m_axi_rready[s]),
                .s_data_i({m_axi_rid[s*SID_W+:SID_W], m_axi_rdata[s*DATA_W+:DATA_W],
                           m_axi_rresp[s*2+:2], m_axi_rlast[s]}),
                .m_valid_o(r_valid[s]),
                .m_ready_i(took != {N_M{1'b0}}),
                .m_data_o({r_id[s*SID_W+:SID_W], r_rest[s*RT_W+:RT_W]})
            );
        end
    endgenerate
endmodule
`default_nettype wire
