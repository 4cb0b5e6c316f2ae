// SPDX-License-Identifier: Apache-2.0
// Hostility in the fabric: delays every channel of one AXI4 port by random, bounded times while en_i is set. The
// order within a channel stays, so the port stays legal AXI whatever is drawn, and each beat waits at most 31
// cycles. Switched off it is wires: no latency, the same for every seed. SLICE = 1 adds a registered slice on every
// channel, for timing. Seeded from seed_i and SALT: every instance has its own salt. With DOORBELL_IDLE_GATES what
// comes from the master passes through the samples of rtl/soc/idle_gate.v.
`default_nettype none
module axi_delay #(
    parameter integer      ID_W  = 6, // ID bits
    parameter integer      SLICE = 0, // 1: registered slices
    parameter       [31:0] SALT  = 32'h0
) (
    input  wire            clk,
    input  wire            rst,
    input  wire            en_i,   // strap FABRIC
    input  wire [31:0]     seed_i, // strap seed
    input  wire            sample_i, // of the gate before clk; else 0

    input  wire [ID_W-1:0] s_axi_awid, // from the master
    input  wire [39:0]     s_axi_awaddr,
    input  wire [7:0]      s_axi_awlen,
    input  wire [2:0]      s_axi_awsize,
    input  wire [1:0]      s_axi_awburst,
    input  wire [3:0]      s_axi_awcache,
    input  wire [2:0]      s_axi_awprot,
    input  wire [7:0]      s_axi_awuser,
    input  wire            s_axi_awvalid,
    output wire            s_axi_awready,
    input  wire [63:0]     s_axi_wdata,
    input  wire [7:0]      s_axi_wstrb,
    input  wire            s_axi_wlast,
    input  wire            s_axi_wvalid,
    output wire            s_axi_wready,
    output wire [ID_W-1:0] s_axi_bid,
    output wire [1:0]      s_axi_bresp,
    output wire            s_axi_bvalid,
    input  wire            s_axi_bready,
    input  wire [ID_W-1:0] s_axi_arid,
    input  wire [39:0]     s_axi_araddr,
    input  wire [7:0]      s_axi_arlen,
    input  wire [2:0]      s_axi_arsize,
    input  wire [1:0]      s_axi_arburst,
    input  wire [3:0]      s_axi_arcache,
    input  wire [2:0]      s_axi_arprot,
    input  wire [7:0]      s_axi_aruser,
    input  wire            s_axi_arvalid,
    output wire            s_axi_arready,
    output wire [ID_W-1:0] s_axi_rid,
    output wire [63:0]     s_axi_rdata,
    output wire [1:0]      s_axi_rresp,
    output wire            s_axi_rlast,
    output wire            s_axi_rvalid,
    input  wire            s_axi_rready,

    output wire [ID_W-1:0] m_axi_awid, // to the slave
    output wire [39:0]     m_axi_awaddr,
    output wire [7:0]      m_axi_awlen,
    output wire [2:0]      m_axi_awsize,
    output wire [1:0]      m_axi_awburst,
    output wire [3:0]      m_axi_awcache,
    output wire [2:0]      m_axi_awprot,
    output wire [7:0]      m_axi_awuser,
    output wire            m_axi_awvalid,
    input  wire            m_axi_awready,
    output wire [63:0]     m_axi_wdata,
    output wire [7:0]      m_axi_wstrb,
    output wire            m_axi_wlast,
    output wire            m_axi_wvalid,
    input  wire            m_axi_wready,
    input  wire [ID_W-1:0] m_axi_bid,
    input  wire [1:0]      m_axi_bresp,
    input  wire            m_axi_bvalid,
    output wire            m_axi_bready,
    output wire [ID_W-1:0] m_axi_arid,
    output wire [39:0]     m_axi_araddr,
    output wire [7:0]      m_axi_arlen,
    output wire [2:0]      m_axi_arsize,
    output wire [1:0]      m_axi_arburst,
    output wire [3:0]      m_axi_arcache,
    output wire [2:0]      m_axi_arprot,
    output wire [7:0]      m_axi_aruser,
    output wire            m_axi_arvalid,
    input  wire            m_axi_arready,
    input  wire [ID_W-1:0] m_axi_rid,
    input  wire [63:0]     m_axi_rdata,
    input  wire [1:0]      m_axi_rresp,
    input  wire            m_axi_rlast,
    input  wire            m_axi_rvalid,
    output wire            m_axi_rready
);
    localparam integer A_W = ID_W + 68; // AW and AR
    localparam integer R_W = ID_W + 67;

    // what the master drives
    reg  [ID_W-1:0] awid, arid;
    reg  [39:0]     awaddr, araddr;
    reg  [7:0]      awlen, awuser, arlen, aruser, wstrb;
    reg  [2:0]      awsize, awprot, arsize, arprot;
    reg  [1:0]      awburst, arburst;
    reg  [3:0]      awcache, arcache;
    reg  [63:0]     wdata;
    reg             awvalid, arvalid, wvalid, wlast, bready, rready;
`ifdef DOORBELL_IDLE_GATES
    always @(posedge sample_i) begin
        awvalid <= s_axi_awvalid;
        arvalid <= s_axi_arvalid;
        wvalid  <= s_axi_wvalid;
        bready  <= s_axi_bready;
        rready  <= s_axi_rready;
        if (s_axi_awvalid)
            {awid, awaddr, awlen, awsize, awburst, awcache, awprot, awuser} <= {s_axi_awid, s_axi_awaddr, s_axi_awlen,
                s_axi_awsize, s_axi_awburst, s_axi_awcache, s_axi_awprot, s_axi_awuser};
        if (s_axi_arvalid)
            {arid, araddr, arlen, arsize, arburst, arcache, arprot, aruser} <= {s_axi_arid, s_axi_araddr, s_axi_arlen,
                s_axi_arsize, s_axi_arburst, s_axi_arcache, s_axi_arprot, s_axi_aruser};
        if (s_axi_wvalid)
            {wdata, wstrb, wlast} <= {s_axi_wdata, s_axi_wstrb, s_axi_wlast};
    end
`else
    always @* begin
        {awvalid, arvalid, wvalid, bready, rready} = {s_axi_awvalid, s_axi_arvalid, s_axi_wvalid, s_axi_bready,
            s_axi_rready};
        {awid, awaddr, awlen, awsize, awburst, awcache, awprot, awuser} = {s_axi_awid, s_axi_awaddr, s_axi_awlen,
            s_axi_awsize, s_axi_awburst, s_axi_awcache, s_axi_awprot, s_axi_awuser};
        {arid, araddr, arlen, arsize, arburst, arcache, arprot, aruser} = {s_axi_arid, s_axi_araddr, s_axi_arlen,
            s_axi_arsize, s_axi_arburst, s_axi_arcache, s_axi_arprot, s_axi_aruser};
        {wdata, wstrb, wlast} = {s_axi_wdata, s_axi_wstrb, s_axi_wlast};
    end
    wire unused = &{1'b0, sample_i};
`endif

    wire [31:0] random;
    lfsr32 #(.SALT(SALT)) u_lfsr (.clk(clk), .rst(rst), .en_i(en_i), .seed_i(seed_i), .out_o(random));

    // gated, before the slices: towards the slave AW, W, AR; towards the master B, R
    wire [4:0] valid;
    wire [4:0] ready;
    axi_delay_ch u_aw (.clk(clk), .rst(rst), .en_i(en_i), .random_i(random[8:0]),
        .s_valid_i(awvalid), .s_ready_o(s_axi_awready), .m_valid_o(valid[0]), .m_ready_i(ready[0]));
    axi_delay_ch u_w (.clk(clk), .rst(rst), .en_i(en_i), .random_i(random[14:6]),
        .s_valid_i(wvalid), .s_ready_o(s_axi_wready), .m_valid_o(valid[1]), .m_ready_i(ready[1]));
    axi_delay_ch u_ar (.clk(clk), .rst(rst), .en_i(en_i), .random_i(random[20:12]),
        .s_valid_i(arvalid), .s_ready_o(s_axi_arready), .m_valid_o(valid[2]), .m_ready_i(ready[2]));
    axi_delay_ch u_b (.clk(clk), .rst(rst), .en_i(en_i), .random_i(random[26:18]),
        .s_valid_i(m_axi_bvalid), .s_ready_o(m_axi_bready), .m_valid_o(valid[3]), .m_ready_i(ready[3]));
    axi_delay_ch u_r (.clk(clk), .rst(rst), .en_i(en_i), .random_i(random[31:23]),
        .s_valid_i(m_axi_rvalid), .s_ready_o(m_axi_rready), .m_valid_o(valid[4]), .m_ready_i(ready[4]));

    wire [A_W-1:0] aw_in = {awid, awaddr, awlen, awsize, awburst, awcache,
                            awprot, awuser};
    wire [A_W-1:0] ar_in = {arid, araddr, arlen, arsize, arburst, arcache,
                            arprot, aruser};
    wire [72:0]     w_in = {wdata, wstrb, wlast};
    wire [ID_W+1:0] b_in = {m_axi_bid, m_axi_bresp};
    wire [R_W-1:0]  r_in = {m_axi_rid, m_axi_rdata, m_axi_rresp, m_axi_rlast};
    wire [A_W-1:0]  aw_out;
    wire [A_W-1:0]  ar_out;
    wire [72:0]     w_out;
    wire [ID_W+1:0] b_out;
    wire [R_W-1:0]  r_out;
    assign {m_axi_awid, m_axi_awaddr, m_axi_awlen, m_axi_awsize, m_axi_awburst, m_axi_awcache, m_axi_awprot,
            m_axi_awuser} = aw_out;
    assign {m_axi_arid, m_axi_araddr, m_axi_arlen, m_axi_arsize, m_axi_arburst, m_axi_arcache, m_axi_arprot,
            m_axi_aruser} = ar_out;
    assign {m_axi_wdata, m_axi_wstrb, m_axi_wlast} = w_out;
    assign {s_axi_bid, s_axi_bresp} = b_out;
    assign {s_axi_rid, s_axi_rdata, s_axi_rresp, s_axi_rlast} = r_out;

    generate
        if (SLICE != 0) begin : g_slice
            skid_buffer #(.W(A_W)) u_aws (.clk(clk), .rst(rst), .s_valid_i(valid[0]), .s_ready_o(ready[0]),
                .s_data_i(aw_in), .m_valid_o(m_axi_awvalid), .m_ready_i(m_axi_awready), .m_data_o(aw_out));
            skid_buffer #(.W(73)) u_ws (.clk(clk), .rst(rst), .s_valid_i(valid[1]), .s_ready_o(ready[1]),
                .s_data_i(w_in), .m_valid_o(m_axi_wvalid), .m_ready_i(m_axi_wready), .m_data_o(w_out));
            skid_buffer #(.W(A_W)) u_ars (.clk(clk), .rst(rst), .s_valid_i(valid[2]), .s_ready_o(ready[2]),
                .s_data_i(ar_in), .m_valid_o(m_axi_arvalid), .m_ready_i(m_axi_arready), .m_data_o(ar_out));
            skid_buffer #(.W(ID_W + 2)) u_bs (.clk(clk), .rst(rst), .s_valid_i(valid[3]), .s_ready_o(ready[3]),
                .s_data_i(b_in), .m_valid_o(s_axi_bvalid), .m_ready_i(bready), .m_data_o(b_out));
            skid_buffer #(.W(R_W)) u_rs (.clk(clk), .rst(rst), .s_valid_i(valid[4]), .s_ready_o(ready[4]),
                .s_data_i(r_in), .m_valid_o(s_axi_rvalid), .m_ready_i(rready), .m_data_o(r_out));
        end else begin : g_wires
            assign {s_axi_rvalid, s_axi_bvalid, m_axi_arvalid, m_axi_wvalid, m_axi_awvalid} = valid;
            assign ready = {rready, bready, m_axi_arready, m_axi_wready, m_axi_awready};
            assign aw_out = aw_in;
            assign ar_out = ar_in;
            assign w_out  = w_in;
            assign b_out  = b_in;
            assign r_out  = r_in;
        end
    endgenerate
endmodule
`default_nettype wire
