// SPDX-License-Identifier: Apache-2.0
// One AXI4 port of a harness: its wires, and lists of connections to them.
`ifndef FORMAL_AXI_WIRES_VH
`define FORMAL_AXI_WIRES_VH
`define AXI_WIRES(P, ID, AD, DA) \
    wire [ID-1:0] P``awid, P``bid, P``arid, P``rid; \
    wire [AD-1:0] P``awaddr, P``araddr; \
    wire [7:0] P``awlen, P``arlen, P``awuser, P``aruser; \
    wire [2:0] P``awsize, P``arsize, P``awprot, P``arprot; \
    wire [1:0] P``awburst, P``arburst, P``bresp, P``rresp; \
    wire [3:0] P``awcache, P``arcache; \
    wire [DA-1:0] P``wdata, P``rdata; \
    wire [DA/8-1:0] P``wstrb; \
    wire P``awvalid, P``awready, P``wlast, P``wvalid, P``wready, P``bvalid, P``bready, P``arvalid, P``arready, \
        P``rlast, P``rvalid, P``rready;
`define AXI_R_PINS_(X, P) \
    .X``arid(P``arid), .X``araddr(P``araddr), .X``arlen(P``arlen), .X``arsize(P``arsize), .X``arburst(P``arburst), \
    .X``arcache(P``arcache), .X``arprot(P``arprot), .X``aruser(P``aruser), .X``arvalid(P``arvalid), \
    .X``arready(P``arready), .X``rid(P``rid), .X``rdata(P``rdata), .X``rresp(P``rresp), .X``rlast(P``rlast), \
    .X``rvalid(P``rvalid), .X``rready(P``rready)
`define AXI_W_PINS_(X, P) \
    .X``awid(P``awid), .X``awaddr(P``awaddr), .X``awlen(P``awlen), .X``awsize(P``awsize), .X``awburst(P``awburst), \
    .X``awcache(P``awcache), .X``awprot(P``awprot), .X``awuser(P``awuser), .X``awvalid(P``awvalid), \
    .X``awready(P``awready), .X``wdata(P``wdata), .X``wstrb(P``wstrb), .X``wlast(P``wlast), .X``wvalid(P``wvalid), \
    .X``wready(P``wready), .X``bid(P``bid), .X``bresp(P``bresp), .X``bvalid(P``bvalid), .X``bready(P``bready)
`define AXI_PINS(P) `AXI_R_PINS_(,P), `AXI_W_PINS_(,P)
`define AXI_DUT(X, P) `AXI_R_PINS_(X,P), `AXI_W_PINS_(X,P)
`define AXI_MASTER_PINS(P) `AXI_R_PINS_MASTER_(P), `AXI_W_PINS_MASTER_(P)
`define AXI_R_PINS_MASTER_(P) \
    .arid(P``arid), .araddr(P``araddr), .arlen(P``arlen), .arsize(P``arsize), .arburst(P``arburst), \
    .arcache(P``arcache), .arprot(P``arprot), .aruser(P``aruser), .arvalid(P``arvalid), .arready(P``arready), \
    .rlast(P``rlast), .rvalid(P``rvalid), .rready(P``rready)
`define AXI_W_PINS_MASTER_(P) \
    .awid(P``awid), .awaddr(P``awaddr), .awlen(P``awlen), .awsize(P``awsize), .awburst(P``awburst), \
    .awcache(P``awcache), .awprot(P``awprot), .awuser(P``awuser), .awvalid(P``awvalid), .awready(P``awready), \
    .wdata(P``wdata), .wstrb(P``wstrb), .wlast(P``wlast), .wvalid(P``wvalid), .wready(P``wready), \
    .bvalid(P``bvalid), .bready(P``bready)
`define AXI_SLAVE_PINS(P) \
    .awid(P``awid), .awvalid(P``awvalid), .awready(P``awready), .wlast(P``wlast), .wvalid(P``wvalid), \
    .wready(P``wready), .bid(P``bid), .bresp(P``bresp), .bvalid(P``bvalid), .bready(P``bready), .arid(P``arid), \
    .arlen(P``arlen), .arvalid(P``arvalid), .arready(P``arready), .rid(P``rid), .rdata(P``rdata), .rresp(P``rresp), \
    .rlast(P``rlast), .rvalid(P``rvalid), .rready(P``rready)
`endif
