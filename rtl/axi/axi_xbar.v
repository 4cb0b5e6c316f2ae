// SPDX-License-Identifier: Apache-2.0
// AXI4 crossbar of the SoC: N_M masters (vectors, master 0 in the low bits) to two slaves: 0 the memory port,
// 1 the peripherals. Read and write halves are independent (axi_xbar_rd.v, axi_xbar_wr.v: ordering, latency,
// decode errors); this file adds the address map. RAM_OK, ROM_OK and DEV_OK say bit by bit which master reaches
// RAM, the boot ROM and the other peripherals; everything else answers DECERR.
//
// Masters of the SoC: 0 core data, 1 core fetch, 2 DMA (physical addresses, after the bus windows), 3 core I/O.
// Narrower IDs are zero-extended to ID_W. Masters without RAM write at half rate, and slave 1 answers at half rate.
`default_nettype none
module axi_xbar #(
    parameter integer   N_M     = 4,
    parameter integer   ID_W    = 6,       // ID bits of a master
    parameter [N_M-1:0] RAM_OK  = 4'b0111, // masters that reach RAM
    parameter [N_M-1:0] ROM_OK  = 4'b1010, // ... the boot ROM
    parameter [N_M-1:0] DEV_OK  = 4'b1000, // ... the other peripherals
    parameter [N_M-1:0] WR_OK   = 4'b1101, // masters that write; the others' AW and W must be tied to 0
    parameter integer   SID_W   = ID_W + $clog2(N_M) // ID bits of a slave: derived, do not set
) (
    input  wire               clk,
    input  wire               rst,
    input  wire [19:0]        cfg_ram_pages_i,    // fitted 4 KiB pages at RAM_BASE
    input  wire [19:0]        cfg_ram_hi_pages_i, // fitted 4 KiB pages at RAM_HI_BASE

    input  wire [N_M*ID_W-1:0] s_axi_awid, // from the masters
    input  wire [N_M*40-1:0]   s_axi_awaddr,
    input  wire [N_M*8-1:0]    s_axi_awlen,
    input  wire [N_M*3-1:0]    s_axi_awsize,
    input  wire [N_M*2-1:0]    s_axi_awburst,
    input  wire [N_M*4-1:0]    s_axi_awcache,
    input  wire [N_M*3-1:0]    s_axi_awprot,
    input  wire [N_M*8-1:0]    s_axi_awuser,
    input  wire [N_M-1:0]      s_axi_awvalid,
    output wire [N_M-1:0]      s_axi_awready,
    input  wire [N_M*64-1:0]   s_axi_wdata,
    input  wire [N_M*8-1:0]    s_axi_wstrb,
    input  wire [N_M-1:0]      s_axi_wlast,
    input  wire [N_M-1:0]      s_axi_wvalid,
    output wire [N_M-1:0]      s_axi_wready,
    output wire [N_M*ID_W-1:0] s_axi_bid,
    output wire [N_M*2-1:0]    s_axi_bresp,
    output wire [N_M-1:0]      s_axi_bvalid,
    input  wire [N_M-1:0]      s_axi_bready,
    input  wire [N_M*ID_W-1:0] s_axi_arid,
    input  wire [N_M*40-1:0]   s_axi_araddr,
    input  wire [N_M*8-1:0]    s_axi_arlen,
    input  wire [N_M*3-1:0]    s_axi_arsize,
    input  wire [N_M*2-1:0]    s_axi_arburst,
    input  wire [N_M*4-1:0]    s_axi_arcache,
    input  wire [N_M*3-1:0]    s_axi_arprot,
    input  wire [N_M*8-1:0]    s_axi_aruser,
    input  wire [N_M-1:0]      s_axi_arvalid,
    output wire [N_M-1:0]      s_axi_arready,
    output wire [N_M*ID_W-1:0] s_axi_rid,
    output wire [N_M*64-1:0]   s_axi_rdata,
    output wire [N_M*2-1:0]    s_axi_rresp,
    output wire [N_M-1:0]      s_axi_rlast,
    output wire [N_M-1:0]      s_axi_rvalid,
    input  wire [N_M-1:0]      s_axi_rready,

    output wire [2*SID_W-1:0]  m_axi_awid, // to the slaves
    output wire [2*40-1:0]     m_axi_awaddr,
    output wire [2*8-1:0]      m_axi_awlen,
    output wire [2*3-1:0]      m_axi_awsize,
    output wire [2*2-1:0]      m_axi_awburst,
    output wire [2*4-1:0]      m_axi_awcache,
    output wire [2*3-1:0]      m_axi_awprot,
    output wire [2*8-1:0]      m_axi_awuser,
    output wire [1:0]          m_axi_awvalid,
    input  wire [1:0]          m_axi_awready,
    output wire [2*64-1:0]     m_axi_wdata,
    output wire [2*8-1:0]      m_axi_wstrb,
    output wire [1:0]          m_axi_wlast,
    output wire [1:0]          m_axi_wvalid,
    input  wire [1:0]          m_axi_wready,
    input  wire [2*SID_W-1:0]  m_axi_bid,
    input  wire [2*2-1:0]      m_axi_bresp,
    input  wire [1:0]          m_axi_bvalid,
    output wire [1:0]          m_axi_bready,
    output wire [2*SID_W-1:0]  m_axi_arid,
    output wire [2*40-1:0]     m_axi_araddr,
    output wire [2*8-1:0]      m_axi_arlen,
    output wire [2*3-1:0]      m_axi_arsize,
    output wire [2*2-1:0]      m_axi_arburst,
    output wire [2*4-1:0]      m_axi_arcache,
    output wire [2*3-1:0]      m_axi_arprot,
    output wire [2*8-1:0]      m_axi_aruser,
    output wire [1:0]          m_axi_arvalid,
    input  wire [1:0]          m_axi_arready,
    input  wire [2*SID_W-1:0]  m_axi_rid,
    input  wire [2*64-1:0]     m_axi_rdata,
    input  wire [2*2-1:0]      m_axi_rresp,
    input  wire [1:0]          m_axi_rlast,
    input  wire [1:0]          m_axi_rvalid,
    output wire [1:0]          m_axi_rready
);
    wire [N_M*40-1:0] rd_addr;
    wire [N_M*2-1:0]  rd_sel;
    wire [N_M*40-1:0] wr_addr;
    wire [N_M*2-1:0]  wr_sel;

    function [N_M*2-1:0] reach; // bit 2*m + slave, for the masters in ok
        input [N_M-1:0] ok;
        integer n;
        for (n = 0; n < N_M; n = n + 1)
            reach[n*2+:2] = {ok[n] && (ROM_OK[n] || DEV_OK[n]), ok[n] && RAM_OK[n]};
    endfunction

    genvar m;
    generate
        for (m = 0; m < N_M; m = m + 1) begin : g_map
            axi_addr_map #(.ALLOW_RAM(RAM_OK[m]), .ALLOW_ROM(ROM_OK[m]), .ALLOW_DEV(DEV_OK[m])) u_rd (
                .addr_i(rd_addr[m*40+:40]),
                .cfg_ram_pages_i(cfg_ram_pages_i),
                .cfg_ram_hi_pages_i(cfg_ram_hi_pages_i),
                .sel_o(rd_sel[m*2+:2])
            );
            axi_addr_map #(.ALLOW_RAM(RAM_OK[m]), .ALLOW_ROM(ROM_OK[m]), .ALLOW_DEV(DEV_OK[m])) u_wr (
                .addr_i(wr_addr[m*40+:40]),
                .cfg_ram_pages_i(cfg_ram_pages_i),
                .cfg_ram_hi_pages_i(cfg_ram_hi_pages_i),
                .sel_o(wr_sel[m*2+:2])
            );
        end
    endgenerate

    axi_xbar_rd #(.N_M(N_M), .N_S(2), .ID_W(ID_W), .REACH(reach({N_M{1'b1}})), .FULL_RATE(2'b01)) u_rd (
        .clk(clk),
        .rst(rst),
        .dec_addr_o(rd_addr),
        .dec_sel_i(rd_sel),
        .s_axi_arid(s_axi_arid),
        .s_axi_araddr(s_axi_araddr),
        .s_axi_arlen(s_axi_arlen),
        .s_axi_arsize(s_axi_arsize),
        .s_axi_arburst(s_axi_arburst),
        .s_axi_arcache(s_axi_arcache),
        .s_axi_arprot(s_axi_arprot),
        .s_axi_aruser(s_axi_aruser),
        .s_axi_arvalid(s_axi_arvalid),
        .s_axi_arready(s_axi_arready),
        .s_axi_rid(s_axi_rid),
        .s_axi_rdata(s_axi_rdata),
        .s_axi_rresp(s_axi_rresp),
        .s_axi_rlast(s_axi_rlast),
        .s_axi_rvalid(s_axi_rvalid),
        .s_axi_rready(s_axi_rready),
        .m_axi_arid(m_axi_arid),
        .m_axi_araddr(m_axi_araddr),
        .m_axi_arlen(m_axi_arlen),
        .m_axi_arsize(m_axi_arsize),
        .m_axi_arburst(m_axi_arburst),
        .m_axi_arcache(m_axi_arcache),
        .m_axi_arprot(m_axi_arprot),
        .m_axi_aruser(m_axi_aruser),
        .m_axi_arvalid(m_axi_arvalid),
        .m_axi_arready(m_axi_arready),
        .m_axi_rid(m_axi_rid),
        .m_axi_rdata(m_axi_rdata),
        .m_axi_rresp(m_axi_rresp),
        .m_axi_rlast(m_axi_rlast),
        .m_axi_rvalid(m_axi_rvalid),
        .m_axi_rready(m_axi_rready)
    );
    axi_xbar_wr #(.N_M(N_M), .N_S(2), .ID_W(ID_W), .REACH(reach(WR_OK)), .FULL_RATE(RAM_OK & WR_OK)) u_wr (
        .clk(clk),
        .rst(rst),
        .dec_addr_o(wr_addr),
        .dec_sel_i(wr_sel),
        .s_axi_awid(s_axi_awid),
        .s_axi_awaddr(s_axi_awaddr),
        .s_axi_awlen(s_axi_awlen),
        .s_axi_awsize(s_axi_awsize),
        .s_axi_awburst(s_axi_awburst),
        .s_axi_awcache(s_axi_awcache),
        .s_axi_awprot(s_axi_awprot),
        .s_axi_awuser(s_axi_awuser),
        .s_axi_awvalid(s_axi_awvalid & WR_OK),
        .s_axi_awready(s_axi_awready),
        .s_axi_wdata(s_axi_wdata),
        .s_axi_wstrb(s_axi_wstrb),
        .s_axi_wlast(s_axi_wlast),
        .s_axi_wvalid(s_axi_wvalid & WR_OK),
        .s_axi_wready(s_axi_wready),
        .s_axi_bid(s_axi_bid),
        .s_axi_bresp(s_axi_bresp),
        .s_axi_bvalid(s_axi_bvalid),
        .s_axi_bready(s_axi_bready),
        .m_axi_awid(m_axi_awid),
        .m_axi_awaddr(m_axi_awaddr),
        .m_axi_awlen(m_axi_awlen),
        .m_axi_awsize(m_axi_awsize),
        .m_axi_awburst(m_axi_awburst),
        .m_axi_awcache(m_axi_awcache),
        .m_axi_awprot(m_axi_awprot),
        .m_axi_awuser(m_axi_awuser),
        .m_axi_awvalid(m_axi_awvalid),
        .m_axi_awready(m_axi_awready),
        .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb),
        .m_axi_wlast(m_axi_wlast),
        .m_axi_wvalid(m_axi_wvalid),
        .m_axi_wready(m_axi_wready),
        .m_axi_bid(m_axi_bid),
        .m_axi_bresp(m_axi_bresp),
        .m_axi_bvalid(m_axi_bvalid),
        .m_axi_bready(m_axi_bready)
    );
`ifdef DOORBELL_ASSERT
    generate
        for (m = 0; m < N_M; m = m + 1) begin : g_props_s
            axi_props #(.ID_W(ID_W)) u_props (
                .clk(clk),
                .rst(rst),
                .awid(s_axi_awid[m*ID_W+:ID_W]),
                .awaddr(s_axi_awaddr[m*40+:40]),
                .awlen(s_axi_awlen[m*8+:8]),
                .awsize(s_axi_awsize[m*3+:3]),
                .awburst(s_axi_awburst[m*2+:2]),
                .awcache(s_axi_awcache[m*4+:4]),
                .awprot(s_axi_awprot[m*3+:3]),
                .awuser(s_axi_awuser[m*8+:8]),
                .awvalid(s_axi_awvalid[m]),
                .awready(s_axi_awready[m]),
                .wdata(s_axi_wdata[m*64+:64]),
                .wstrb(s_axi_wstrb[m*8+:8]),
                .wlast(s_axi_wlast[m]),
                .wvalid(s_axi_wvalid[m]),
                .wready(s_axi_wready[m]),
                .bid(s_axi_bid[m*ID_W+:ID_W]),
                .bresp(s_axi_bresp[m*2+:2]),
                .bvalid(s_axi_bvalid[m]),
                .bready(s_axi_bready[m]),
                .arid(s_axi_arid[m*ID_W+:ID_W]),
                .araddr(s_axi_araddr[m*40+:40]),
                .arlen(s_axi_arlen[m*8+:8]),
                .arsize(s_axi_arsize[m*3+:3]),
                .arburst(s_axi_arburst[m*2+:2]),
                .arcache(s_axi_arcache[m*4+:4]),
                .arprot(s_axi_arprot[m*3+:3]),
                .aruser(s_axi_aruser[m*8+:8]),
                .arvalid(s_axi_arvalid[m]),
                .arready(s_axi_arready[m]),
                .rid(s_axi_rid[m*ID_W+:ID_W]),
                .rdata(s_axi_rdata[m*64+:64]),
                .rresp(s_axi_rresp[m*2+:2]),
                .rlast(s_axi_rlast[m]),
                .rvalid(s_axi_rvalid[m]),
                .rready(s_axi_rready[m])
            );
        end
        for (m = 0; m < 2; m = m + 1) begin : g_props_m
            axi_props #(.ID_W(SID_W)) u_props (
                .clk(clk),
                .rst(rst),
                .awid(m_axi_awid[m*SID_W+:SID_W]),
                .awaddr(m_axi_awaddr[m*40+:40]),
                .awlen(m_axi_awlen[m*8+:8]),
                .awsize(m_axi_awsize[m*3+:3]),
                .awburst(m_axi_awburst[m*2+:2]),
                .awcache(m_axi_awcache[m*4+:4]),
                .awprot(m_axi_awprot[m*3+:3]),
                .awuser(m_axi_awuser[m*8+:8]),
                .awvalid(m_axi_awvalid[m]),
                .awready(m_axi_awready[m]),
                .wdata(m_axi_wdata[m*64+:64]),
                .wstrb(m_axi_wstrb[m*8+:8]),
                .wlast(m_axi_wlast[m]),
                .wvalid(m_axi_wvalid[m]),
                .wready(m_axi_wready[m]),
                .bid(m_axi_bid[m*SID_W+:SID_W]),
                .bresp(m_axi_bresp[m*2+:2]),
                .bvalid(m_axi_bvalid[m]),
                .bready(m_axi_bready[m]),
                .arid(m_axi_arid[m*SID_W+:SID_W]),
                .araddr(m_axi_araddr[m*40+:40]),
                .arlen(m_axi_arlen[m*8+:8]),
                .arsize(m_axi_arsize[m*3+:3]),
                .arburst(m_axi_arburst[m*2+:2]),
                .arcache(m_axi_arcache[m*4+:4]),
                .arprot(m_axi_arprot[m*3+:3]),
                .aruser(m_axi_aruser[m*8+:8]),
                .arvalid(m_axi_arvalid[m]),
                .arready(m_axi_arready[m]),
                .rid(m_axi_rid[m*SID_W+:SID_W]),
                .rdata(m_axi_rdata[m*64+:64]),
                .rresp(m_axi_rresp[m*2+:2]),
                .rlast(m_axi_rlast[m]),
                .rvalid(m_axi_rvalid[m]),
                .rready(m_axi_rready[m])
            );
        end
    endgenerate
`endif
endmodule
`default_nettype wire
