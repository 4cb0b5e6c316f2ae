// SPDX-License-Identifier: Apache-2.0
// axi_periph_bridge with seven devices of which each behaves as it likes; the master sends single beats and uses one ID
// for each device, as docs/seams.md asks.
`default_nettype none
`include "axi_wires.vh"
module f_bridge (input wire clk);
    `AXI_WIRES(a_, 3, 40, 64)
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    axi_master #(.ID_W(3), .N(2), .MAX_LEN(0)) u_master (.clk(clk), .rst(rst), `AXI_MASTER_PINS(a_));
    axi_props #(.ID_W(3)) u_props (.clk(clk), .rst(rst), `AXI_PINS(a_));
    wire [6:0] ar_dev, aw_dev;
    axi_dev_map u_ar_map (.addr_i(a_araddr), .sel_o(ar_dev));
    axi_dev_map u_aw_map (.addr_i(a_awaddr), .sel_o(aw_dev));
    function [2:0] id_of(input [6:0] sel);
        id_of = {sel == 0 || |sel[6:4], sel == 0 || sel[2] || sel[3] || sel[6], sel == 0 || sel[1] || sel[3] || sel[5]};
    endfunction
    always @* begin
        if (a_arvalid) assume (a_arid == id_of(ar_dev));
        if (a_awvalid) assume (a_awid == id_of(aw_dev));
    end
    localparam D = 7;
    wire [D*40-1:0] awaddr, araddr;
    wire [D*64-1:0] wdata, rdata;
    wire [D*8-1:0]  wstrb;
    wire [D*3-1:0]  awprot, arprot;
    wire [D*2-1:0]  bresp, rresp, arsize;
    wire [D-1:0]    awvalid, awready, wvalid, wready, bvalid, bready, arvalid, arready, rvalid, rready;
    axi_periph_bridge #(.ID_W(3), .DEPTH(2)) u_dut (.clk(clk), .rst(rst),
        .s_axi_awid(a_awid), .s_axi_awaddr(a_awaddr), .s_axi_awlen(a_awlen), .s_axi_awsize(a_awsize),
        .s_axi_awburst(a_awburst), .s_axi_awprot(a_awprot), .s_axi_awvalid(a_awvalid), .s_axi_awready(a_awready),
        .s_axi_wdata(a_wdata), .s_axi_wstrb(a_wstrb), .s_axi_wlast(a_wlast), .s_axi_wvalid(a_wvalid),
        .s_axi_wready(a_wready), .s_axi_bid(a_bid), .s_axi_bresp(a_bresp), .s_axi_bvalid(a_bvalid),
        .s_axi_bready(a_bready), .s_axi_arid(a_arid), .s_axi_araddr(a_araddr), .s_axi_arlen(a_arlen),
        .s_axi_arsize(a_arsize), .s_axi_arburst(a_arburst), .s_axi_arprot(a_arprot), .s_axi_arvalid(a_arvalid),
        .s_axi_arready(a_arready), .s_axi_rid(a_rid), .s_axi_rdata(a_rdata), .s_axi_rresp(a_rresp),
        .s_axi_rlast(a_rlast), .s_axi_rvalid(a_rvalid), .s_axi_rready(a_rready),
        .m_axil_awaddr(awaddr), .m_axil_awprot(awprot), .m_axil_awvalid(awvalid), .m_axil_awready(awready),
        .m_axil_wdata(wdata), .m_axil_wstrb(wstrb), .m_axil_wvalid(wvalid), .m_axil_wready(wready),
        .m_axil_bresp(bresp), .m_axil_bvalid(bvalid), .m_axil_bready(bready), .m_axil_araddr(araddr),
        .m_axil_arprot(arprot), .m_axil_arsize(arsize), .m_axil_arvalid(arvalid), .m_axil_arready(arready),
        .m_axil_rdata(rdata), .m_axil_rresp(rresp), .m_axil_rvalid(rvalid), .m_axil_rready(rready));
    genvar d;
    generate
        for (d = 0; d < D; d = d + 1) begin : g_dev
            axil_slave u_slave (.clk(clk), .rst(rst), .awaddr(awaddr[d*40+:40]), .awvalid(awvalid[d]),
                .awready(awready[d]), .wdata(wdata[d*64+:64]), .wstrb(wstrb[d*8+:8]), .wvalid(wvalid[d]),
                .wready(wready[d]), .bresp(bresp[d*2+:2]), .bvalid(bvalid[d]), .bready(bready[d]),
                .araddr(araddr[d*40+:40]), .arvalid(arvalid[d]), .arready(arready[d]), .rdata(rdata[d*64+:64]),
                .rresp(rresp[d*2+:2]), .rvalid(rvalid[d]), .rready(rready[d]));
        end
    endgenerate
    always @(posedge clk) if (!rst) begin
        cover (rvalid[2] && rvalid[3]);
        cover (a_rvalid && a_rresp == 2'd3 && a_rlast && a_rready);
        cover (a_bvalid && a_bready && bvalid[4]);
    end
endmodule
`default_nettype wire
