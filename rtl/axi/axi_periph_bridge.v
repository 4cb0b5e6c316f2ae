// SPDX-License-Identifier: Apache-2.0
// From the crossbar's peripheral slave (AXI4) to the AXI4-Lite devices (vectors, device 0 in the low bits, numbered
// as in axi_dev_map.v: 0 BOOTROM, 1 TEST, 2 CLINT, 3 PLIC, 4 UART, 5 DMA, 6 SYSCTL). Each device has its own queues
// (axi_to_axil_rd.v, axi_to_axil_wr.v): accesses to one device stay in order within reads and within writes, and a slow
// device holds up another only once DEPTH of its requests wait here. Access sizes are kept: reads carry theirs
// on arsize, writes in the strobes. Bursts are split into beats. Addresses of no device answer DECERR.
// An ID is outstanding at one device at a time: masters use an ID per device.
`default_nettype none
module axi_periph_bridge #(
    parameter integer ID_W  = 8, // ID bits
    parameter integer DEPTH = 4, // queued requests per device and direction
    parameter integer N_DEV = 7  // devices: fixed by axi_dev_map.v, do not set
) (
    input  wire                clk,
    input  wire                rst,

    input  wire [ID_W-1:0]     s_axi_awid, // from the crossbar
    input  wire [39:0]         s_axi_awaddr,
    input  wire [7:0]          s_axi_awlen,
    input  wire [2:0]          s_axi_awsize,
    input  wire [1:0]          s_axi_awburst,
    input  wire [2:0]          s_axi_awprot,
    input  wire                s_axi_awvalid,
    output wire                s_axi_awready,
    input  wire [63:0]         s_axi_wdata,
    input  wire [7:0]          s_axi_wstrb,
    input  wire                s_axi_wlast,
    input  wire                s_axi_wvalid,
    output wire                s_axi_wready,
    output wire [ID_W-1:0]     s_axi_bid,
    output wire [1:0]          s_axi_bresp,
    output wire                s_axi_bvalid,
    input  wire                s_axi_bready,
    input  wire [ID_W-1:0]     s_axi_arid,
    input  wire [39:0]         s_axi_araddr,
    input  wire [7:0]          s_axi_arlen,
    input  wire [2:0]          s_axi_arsize,
    input  wire [1:0]          s_axi_arburst,
    input  wire [2:0]          s_axi_arprot,
    input  wire                s_axi_arvalid,
    output wire                s_axi_arready,
    output wire [ID_W-1:0]     s_axi_rid,
    output wire [63:0]         s_axi_rdata,
    output wire [1:0]          s_axi_rresp,
    output wire                s_axi_rlast,
    output wire                s_axi_rvalid,
    input  wire                s_axi_rready,

    output wire [N_DEV*40-1:0] m_axil_awaddr, // to the devices
    output wire [N_DEV*3-1:0]  m_axil_awprot,
    output wire [N_DEV-1:0]    m_axil_awvalid,
    input  wire [N_DEV-1:0]    m_axil_awready,
    output wire [N_DEV*64-1:0] m_axil_wdata,
    output wire [N_DEV*8-1:0]  m_axil_wstrb,
    output wire [N_DEV-1:0]    m_axil_wvalid,
    input  wire [N_DEV-1:0]    m_axil_wready,
    input  wire [N_DEV*2-1:0]  m_axil_bresp,
    input  wire [N_DEV-1:0]    m_axil_bvalid,
    output wire [N_DEV-1:0]    m_axil_bready,
    output wire [N_DEV*40-1:0] m_axil_araddr,
    output wire [N_DEV*3-1:0]  m_axil_arprot,
    output wire [N_DEV*2-1:0]  m_axil_arsize, // log2 of the bytes read
    output wire [N_DEV-1:0]    m_axil_arvalid,
    input  wire [N_DEV-1:0]    m_axil_arready,
    input  wire [N_DEV*64-1:0] m_axil_rdata,
    input  wire [N_DEV*2-1:0]  m_axil_rresp,
    input  wire [N_DEV-1:0]    m_axil_rvalid,
    output wire [N_DEV-1:0]    m_axil_rready
);
    generate
        if (N_DEV != 7) begin : g_bad
            axi_periph_bridge_N_DEV_is_fixed_by_axi_dev_map stop ();
        end
    endgenerate

    // AR
    wire             ar_valid;
    wire [ID_W-1:0]  ar_id;
    wire [39:0]      ar_addr;
    wire [7:0]       ar_len;
    wire [1:0]       ar_size;
    wire [1:0]       ar_burst;
    wire [2:0]       ar_prot;
    wire [6:0]       ar_dev;
    wire             ar_none = ar_dev == 7'd0;
    wire [N_DEV-1:0] ar_to   = ar_none ? {{(N_DEV - 1) {1'b0}}, 1'b1} : ar_dev; // device 0's channel answers DECERR
    wire [N_DEV-1:0] ar_room;
    wire             ar_ok;    // the ordering rule lets it go
    wire             ar_go = ar_ok && (ar_to & ar_room) != {N_DEV{1'b0}};
    skid_buffer #(.W(ID_W + 55), .OUTREG(0)) u_ar (
        .clk(clk), .rst(rst), .s_valid_i(s_axi_arvalid), .s_ready_o(s_axi_arready),
        .s_data_i({s_axi_arid, s_axi_araddr, s_axi_arlen, s_axi_arsize[1:0], s_axi_arburst, s_axi_arprot}),
        .m_valid_o(ar_valid), .m_ready_i(ar_go),
        .m_data_o({ar_id, ar_addr, ar_len, ar_size, ar_burst, ar_prot}));
    axi_dev_map u_ar_map (.addr_i(ar_addr), .sel_o(ar_dev));

    // AW, and W in its order
    wire             aw_valid;
    wire [ID_W-1:0]  aw_id;
    wire [39:0]      aw_addr;
    wire [7:0]       aw_len;
    wire [1:0]       aw_size;
    wire [1:0]       aw_burst;
    wire [2:0]       aw_prot;
    wire [6:0]       aw_dev;
    wire             aw_none = aw_dev == 7'd0;
    wire [N_DEV-1:0] aw_to   = aw_none ? {{(N_DEV - 1) {1'b0}}, 1'b1} : aw_dev;
    wire [N_DEV-1:0] aw_room;
    wire             to_room;
    wire             aw_ok;
    wire             aw_go = to_room && aw_ok && (aw_to & aw_room) != {N_DEV{1'b0}};
    skid_buffer #(.W(ID_W + 55), .OUTREG(0)) u_aw (
        .clk(clk), .rst(rst), .s_valid_i(s_axi_awvalid), .s_ready_o(s_axi_awready),
        .s_data_i({s_axi_awid, s_axi_awaddr, s_axi_awlen, s_axi_awsize[1:0], s_axi_awburst, s_axi_awprot}),
        .m_valid_o(aw_valid), .m_ready_i(aw_go),
        .m_data_o({aw_id, aw_addr, aw_len, aw_size, aw_burst, aw_prot}));
    axi_dev_map u_aw_map (.addr_i(aw_addr), .sel_o(aw_dev));

    wire             w_valid;
    wire [63:0]      w_data;
    wire [7:0]       w_strb;
    wire             w_last;
    wire             to_valid;
    wire [N_DEV-1:0] to;
    wire [N_DEV-1:0] w_room;
    wire             w_go = to_valid && (to & w_room) != {N_DEV{1'b0}};
    fifo #(.W(N_DEV), .DEPTH(8)) u_to (
        .clk(clk), .rst(rst), .s_valid_i(aw_valid && aw_go), .s_ready_o(to_room), .s_data_i(aw_to),
        .m_valid_o(to_valid), .m_ready_i(w_valid && w_go && w_last), .m_data_o(to));
    skid_buffer #(.W(73), .OUTREG(0)) u_w (
        .clk(clk), .rst(rst), .s_valid_i(s_axi_wvalid), .s_ready_o(s_axi_wready),
        .s_data_i({s_axi_wdata, s_axi_wstrb, s_axi_wlast}),
        .m_valid_o(w_valid), .m_ready_i(w_go), .m_data_o({w_data, w_strb, w_last}));

    // devices
    localparam integer R_W = ID_W + 67;
    wire [N_DEV-1:0]     r_valid;
    wire [N_DEV-1:0]     r_gnt;
    wire                 r_ready;
    wire [N_DEV*R_W-1:0] r_beat;
    reg  [R_W-1:0]       r_pick;
    wire [N_DEV-1:0]          b_valid;
    wire [N_DEV-1:0]          b_gnt;
    wire                      b_ready;
    wire [N_DEV*(ID_W+2)-1:0] b_resp;
    reg  [ID_W+1:0]           b_pick;

    genvar d;
    generate
        for (d = 0; d < N_DEV; d = d + 1) begin : g_dev
            axi_to_axil_rd #(.ID_W(ID_W), .DEPTH(DEPTH)) u_rd (
                .clk(clk),
                .rst(rst),
                .ar_valid_i(ar_valid && ar_ok && ar_to[d]),
                .ar_ready_o(ar_room[d]),
                .ar_err_i(ar_none),
                .ar_id_i(ar_id),
                .ar_addr_i(ar_addr),
                .ar_len_i(ar_len),
                .ar_size_i(ar_size),
                .ar_burst_i(ar_burst),
                .ar_prot_i(ar_prot),
                .r_valid_o(r_valid[d]),
                .r_ready_i(r_gnt[d] && r_ready),
                .r_id_o(r_beat[d*R_W+67+:ID_W]),
                .r_data_o(r_beat[d*R_W+3+:64]),
                .r_resp_o(r_beat[d*R_W+1+:2]),
                .r_last_o(r_beat[d*R_W]),
                .m_axil_araddr(m_axil_araddr[d*40+:40]),
                .m_axil_arprot(m_axil_arprot[d*3+:3]),
                .m_axil_arsize(m_axil_arsize[d*2+:2]),
                .m_axil_arvalid(m_axil_arvalid[d]),
                .m_axil_arready(m_axil_arready[d]),
                .m_axil_rdata(m_axil_rdata[d*64+:64]),
                .m_axil_rresp(m_axil_rresp[d*2+:2]),
                .m_axil_rvalid(m_axil_rvalid[d]),
                .m_axil_rready(m_axil_rready[d])
            );
            axi_to_axil_wr #(.ID_W(ID_W), .DEPTH(DEPTH)) u_wr (
                .clk(clk),
                .rst(rst),
                .aw_valid_i(aw_valid && aw_ok && to_room && aw_to[d]),
                .aw_ready_o(aw_room[d]),
                .aw_err_i(aw_none),
                .aw_id_i(aw_id),
                .aw_addr_i(aw_addr),
                .aw_len_i(aw_len),
                .aw_size_i(aw_size),
                .aw_burst_i(aw_burst),
                .aw_prot_i(aw_prot),
                .w_valid_i(w_valid && to_valid && to[d]),
                .w_ready_o(w_room[d]),
                .w_data_i(w_data),
                .w_strb_i(w_strb),
                .w_last_i(w_last),
                .b_valid_o(b_valid[d]),
                .b_ready_i(b_gnt[d] && b_ready),
                .b_id_o(b_resp[d*(ID_W+2)+2+:ID_W]),
                .b_resp_o(b_resp[d*(ID_W+2)+:2]),
                .m_axil_awaddr(m_axil_awaddr[d*40+:40]),
                .m_axil_awprot(m_axil_awprot[d*3+:3]),
                .m_axil_awvalid(m_axil_awvalid[d]),
                .m_axil_awready(m_axil_awready[d]),
                .m_axil_wdata(m_axil_wdata[d*64+:64]),
                .m_axil_wstrb(m_axil_wstrb[d*8+:8]),
                .m_axil_wvalid(m_axil_wvalid[d]),
                .m_axil_wready(m_axil_wready[d]),
                .m_axil_bresp(m_axil_bresp[d*2+:2]),
                .m_axil_bvalid(m_axil_bvalid[d]),
                .m_axil_bready(m_axil_bready[d])
            );
        end
    endgenerate

    // answers, one a cycle
    integer i;
    always @* begin
        r_pick = {R_W{1'b0}};
        for (i = 0; i < N_DEV; i = i + 1)
            if (r_gnt[i]) r_pick = r_beat[i*R_W+:R_W];
        b_pick = {ID_W + 2{1'b0}};
        for (i = 0; i < N_DEV; i = i + 1)
            if (b_gnt[i]) b_pick = b_resp[i*(ID_W+2)+:ID_W+2];
    end
    rr_arbiter #(.N(N_DEV)) u_r_arb (
        .clk(clk), .rst(rst), .req_i(r_valid), .advance_i(r_ready), .gnt_o(r_gnt));
    skid_buffer #(.W(R_W)) u_r (
        .clk(clk), .rst(rst), .s_valid_i(r_valid != {N_DEV{1'b0}}), .s_ready_o(r_ready), .s_data_i(r_pick),
        .m_valid_o(s_axi_rvalid), .m_ready_i(s_axi_rready),
        .m_data_o({s_axi_rid, s_axi_rdata, s_axi_rresp, s_axi_rlast}));
    rr_arbiter #(.N(N_DEV)) u_b_arb (
        .clk(clk), .rst(rst), .req_i(b_valid), .advance_i(b_ready), .gnt_o(b_gnt));
    skid_buffer #(.W(ID_W + 2)) u_b (
        .clk(clk), .rst(rst), .s_valid_i(b_valid != {N_DEV{1'b0}}), .s_ready_o(b_ready), .s_data_i(b_pick),
        .m_valid_o(s_axi_bvalid), .m_ready_i(s_axi_bready), .m_data_o({s_axi_bid, s_axi_bresp}));

    // an ID that is outstanding at one device may not go to another: its answers could overtake each other
    axi_order #(.ID_W(ID_W), .ORDER_W(3), .N_DST(N_DEV)) u_ar_order (
        .clk(clk), .rst(rst), .id_i(ar_id), .dst_i(ar_to), .ok_o(ar_ok), .start_i(ar_valid && ar_go),
        .end_i(r_valid != {N_DEV{1'b0}} && r_ready && r_pick[0]), .end_id_i(r_pick[67+:ID_W]));
    axi_order #(.ID_W(ID_W), .ORDER_W(3), .N_DST(N_DEV)) u_aw_order (
        .clk(clk), .rst(rst), .id_i(aw_id), .dst_i(aw_to), .ok_o(aw_ok), .start_i(aw_valid && aw_go),
        .end_i(b_valid != {N_DEV{1'b0}} && b_ready), .end_id_i(b_pick[2+:ID_W]));

    // 64 bits at most: the third size bit is 0
    wire unused = &{1'b0, s_axi_awsize[2], s_axi_arsize[2]};
endmodule
`default_nettype wire
