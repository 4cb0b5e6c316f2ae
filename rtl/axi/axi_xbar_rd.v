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
    localparam integer M_W = SID_W - ID_W;
    localparam integer P_W = ADDR_W + 20;    // address, length, size, burst, cache, protection
    localparam integer U_W = ID_W + USER_W;  // ID and user bits

    generate
        if (N_M < 2 || M_W != $clog2(N_M)) begin : g_bad
            axi_xbar_rd_needs_2_masters_and_the_derived_SID_W stop ();
        end
    endgenerate

    // Payloads move only inside clocked blocks, behind their enables, in words of 64 bits at most: idle channels cost
    // the simulation nothing. Each input keeps one item that could not go on (so that ready is a register).

    // AR at the masters' side
    reg  [N_M-1:0]     ar_kept_q;           // an AR is kept
    reg  [N_M*P_W-1:0]     ar_p_q;
    reg  [N_M*U_W-1:0]     ar_u_q;
    wire [N_M-1:0]     ar_valid = ar_kept_q | s_axi_arvalid;
    wire [N_M-1:0]     ar_take;             // it goes on in this cycle
    wire [N_M*N_S-1:0] ar_req;              // master m asks slave s: bit m*N_S + s
    wire [N_S*N_M-1:0] ar_gnt;              // slave s takes from master m: bit s*N_M + m
    assign s_axi_arready = ~ar_kept_q;

    // R at the slaves' side
    reg  [N_S-1:0]       r_kept_q;
    reg  [N_S*DATA_W-1:0]    r_data_q;
    reg  [N_S*(SID_W+3)-1:0]     r_meta_q;  // ID, response, last
    wire [N_S-1:0]       r_valid = r_kept_q | m_axi_rvalid;
    wire [N_S*(SID_W+3)-1:0] r_meta;          // of the beat that is waiting
    wire [N_S-1:0]       r_take;
    wire [N_M*N_S-1:0]   r_gnt;               // master m takes from slave s: bit m*N_S + s
    assign m_axi_rready = ~r_kept_q;

    genvar m, s;
    generate
        for (m = 0; m < N_M; m = m + 1) begin : g_m
            wire [P_W-1:0]  p  = {s_axi_araddr[m*ADDR_W+:ADDR_W], s_axi_arlen[m*8+:8], s_axi_arsize[m*3+:3],
                                  s_axi_arburst[m*2+:2], s_axi_arcache[m*4+:4], s_axi_arprot[m*3+:3]};
            wire [ID_W-1:0] id = ar_kept_q[m] ? ar_u_q[m*U_W+USER_W+:ID_W] : s_axi_arid[m*ID_W+:ID_W];
            assign dec_addr_o[m*ADDR_W+:ADDR_W] = ar_kept_q[m] ? ar_p_q[m*P_W+20+:ADDR_W] : s_axi_araddr[m*ADDR_W+:ADDR_W];

            wire [N_S-1:0] sel = dec_sel_i[m*N_S+:N_S];
            wire           err = sel == {N_S{1'b0}};
            wire           ok;
            wire           go = ar_valid[m] && ok;
            wire           take_err;
            wire [N_S-1:0] took;
            assign ar_req[m*N_S+:N_S] = go ? sel : {N_S{1'b0}};
            assign ar_take[m] = took != {N_S{1'b0}} || take_err;
            for (s = 0; s < N_S; s = s + 1) begin : g_took
                assign took[s] = ar_gnt[s*N_M+m];
            end
            always @(posedge clk) begin
                ar_kept_q[m] <= ar_valid[m] && !ar_take[m];
                if (s_axi_arvalid[m] && !ar_kept_q[m] && !ar_take[m]) begin
                    ar_p_q[m*P_W+:P_W] <= p;
                    ar_u_q[m*U_W+:U_W] <= {s_axi_arid[m*ID_W+:ID_W], s_axi_aruser[m*USER_W+:USER_W]};
                end
                if (rst) ar_kept_q[m] <= 1'b0;
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
                    err_id_q    <= id;
                    err_left_q  <= ar_kept_q[m] ? ar_p_q[m*P_W+12+:8] : s_axi_arlen[m*8+:8];
                end else if (err_pop) begin
                    err_valid_q <= !err_last;
                    err_left_q  <= err_left_q - 8'd1;
                end
                if (rst) err_valid_q <= 1'b0;
            end

            // R: one beat a cycle from a slave or the error responder, into the output register
            reg              valid_q;
            reg [DATA_W-1:0] data_q;
            reg [ID_W+2:0]   meta_q; // ID, response, last
            reg [ID_W+2:0]   meta;   // of the beat that goes
            wire [N_S:0]     req;
            wire [N_S:0]     gnt;
            wire             any   = req != {(N_S + 1) {1'b0}};
            wire             ready = !valid_q || s_axi_rready[m];
            for (s = 0; s < N_S; s = s + 1) begin : g_req
                assign req[s] = r_valid[s] && r_meta[s*(SID_W+3)+3+ID_W+:M_W] == m;
            end
            assign req[N_S] = err_valid_q;
            assign err_pop  = gnt[N_S] && ready;
            assign r_gnt[m*N_S+:N_S] = ready ? gnt[N_S-1:0] : {N_S{1'b0}};

            integer i;
            always @* begin
                meta = {err_id_q, 2'b11, err_last};
                for (i = 0; i < N_S; i = i + 1)
                    if (gnt[i]) meta = r_meta[i*(SID_W+3)+:ID_W+3];
            end
            always @(posedge clk) begin
                if (ready) valid_q <= any;
                if (ready && any) begin
                    meta_q <= meta;
                    data_q <= {DATA_W{1'b0}};
                    for (i = 0; i < N_S; i = i + 1)
                        if (gnt[i]) data_q <= r_kept_q[i] ? r_data_q[i*DATA_W+:DATA_W] : m_axi_rdata[i*DATA_W+:DATA_W];
                end
                if (rst) valid_q <= 1'b0;
            end
            assign s_axi_rvalid[m]                = valid_q;
            assign s_axi_rdata[m*DATA_W+:DATA_W]  = data_q;
            assign s_axi_rid[m*ID_W+:ID_W]        = meta_q[ID_W+2:3];
            assign s_axi_rresp[m*2+:2]            = meta_q[2:1];
            assign s_axi_rlast[m]                 = meta_q[0];

            rr_arbiter #(.N(N_S + 1)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(ready), .gnt_o(gnt));

            axi_order #(.ID_W(ID_W), .ORDER_W(ORDER_W), .COUNT_W(ORDER_W > 0 ? 4 : 8), .N_DST(N_S + 1)) u_order (
                .clk(clk),
                .rst(rst),
                .id_i(id),
                .dst_i({err, sel}),
                .ok_o(ok),
                .start_i(ar_take[m]),
                .end_i(any && ready && meta[0]),
                .end_id_i(meta[ID_W+2:3])
            );
        end

        for (s = 0; s < N_S; s = s + 1) begin : g_s
            // AR: one a cycle from a master, into the output register
            reg             valid_q;
            reg [P_W-1:0]   p_q;
            reg [U_W-1:0]   u_q;
            reg [M_W-1:0]   from_q;
            wire [N_M-1:0]  req;
            wire [N_M-1:0]  gnt;
            wire            any   = req != {N_M{1'b0}};
            wire            ready = !valid_q || m_axi_arready[s];
            for (m = 0; m < N_M; m = m + 1) begin : g_req
                assign req[m] = ar_req[m*N_S+s];
            end
            assign ar_gnt[s*N_M+:N_M] = ready ? gnt : {N_M{1'b0}};

            rr_arbiter #(.N(N_M)) u_arb (
                .clk(clk), .rst(rst), .req_i(req), .advance_i(ready), .gnt_o(gnt));

            integer i;
            always @(posedge clk) begin
                if (ready) valid_q <= any;
                if (ready && any)
                    for (i = 0; i < N_M; i = i + 1)
                        if (gnt[i]) begin
                            from_q <= i[M_W-1:0];
                            if (ar_kept_q[i]) begin
                                p_q <= ar_p_q[i*P_W+:P_W];
                                u_q <= ar_u_q[i*U_W+:U_W];
                            end else begin
                                p_q <= {s_axi_araddr[i*ADDR_W+:ADDR_W], s_axi_arlen[i*8+:8], s_axi_arsize[i*3+:3],
                                        s_axi_arburst[i*2+:2], s_axi_arcache[i*4+:4], s_axi_arprot[i*3+:3]};
                                u_q <= {s_axi_arid[i*ID_W+:ID_W], s_axi_aruser[i*USER_W+:USER_W]};
                            end
                        end
                if (rst) valid_q <= 1'b0;
            end
            assign m_axi_arvalid[s]                = valid_q;
            assign m_axi_arid[s*SID_W+:SID_W]      = {from_q, u_q[U_W-1-:ID_W]};
            assign m_axi_aruser[s*USER_W+:USER_W]  = u_q[USER_W-1:0];
            assign m_axi_araddr[s*ADDR_W+:ADDR_W]  = p_q[P_W-1-:ADDR_W];
            assign m_axi_arlen[s*8+:8]             = p_q[12+:8];
            assign m_axi_arsize[s*3+:3]            = p_q[9+:3];
            assign m_axi_arburst[s*2+:2]           = p_q[7+:2];
            assign m_axi_arcache[s*4+:4]           = p_q[3+:4];
            assign m_axi_arprot[s*3+:3]            = p_q[2:0];

            // R
            wire [N_M-1:0]   took;
            wire [SID_W+2:0] now = {m_axi_rid[s*SID_W+:SID_W], m_axi_rresp[s*2+:2], m_axi_rlast[s]};
            for (m = 0; m < N_M; m = m + 1) begin : g_took
                assign took[m] = r_gnt[m*N_S+s];
            end
            assign r_take[s] = took != {N_M{1'b0}};
            assign r_meta[s*(SID_W+3)+:SID_W+3] = r_kept_q[s] ? r_meta_q[s*(SID_W+3)+:SID_W+3] : now;
            always @(posedge clk) begin
                r_kept_q[s] <= r_valid[s] && !r_take[s];
                if (m_axi_rvalid[s] && !r_kept_q[s] && !r_take[s]) begin
                    r_data_q[s*DATA_W+:DATA_W] <= m_axi_rdata[s*DATA_W+:DATA_W];
                    r_meta_q[s*(SID_W+3)+:SID_W+3] <= now;
                end
                if (rst) r_kept_q[s] <= 1'b0;
            end
        end
    endgenerate
endmodule
`default_nettype wire
