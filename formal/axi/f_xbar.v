// SPDX-License-Identifier: Apache-2.0
// axi_xbar with two masters, the second of which reaches devices and sends single beats: the RTL's own instances of axi_props stand at all four ports.
`default_nettype none
`include "axi_wires.vh"
module f_xbar (input wire clk);
    `AXI_WIRES(a_, 1, 40, 64)
    `AXI_WIRES(b_, 1, 40, 64)
    `AXI_WIRES(m_, 2, 40, 64)
    `AXI_WIRES(p_, 2, 40, 64)
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    axi_master #(.ID_W(1), .N(2), .MAX_LEN(1)) u_m0 (.clk(clk), .rst(rst), `AXI_MASTER_PINS(a_));
    axi_master #(.ID_W(1), .N(2), .MAX_LEN(0)) u_m1 (.clk(clk), .rst(rst), `AXI_MASTER_PINS(b_));
    axi_slave #(.ID_W(2), .N(2)) u_s0 (.clk(clk), .rst(rst), `AXI_SLAVE_PINS(m_));
    axi_slave #(.ID_W(2), .N(2)) u_s1 (.clk(clk), .rst(rst), `AXI_SLAVE_PINS(p_));
    `define TWO(X, H, L, S) .X``S({H``S, L``S})
    axi_xbar #(.N_M(2), .ID_W(1), .WR_OK(2'b11), .RAM_OK(2'b11), .ROM_OK(2'b10), .DEV_OK(2'b10)) u_dut (
        .clk(clk), .rst(rst), .cfg_ram_pages_i(20'h100), .cfg_ram_hi_pages_i(20'd0),
`define PORT(X, H, L) \
        `TWO(X, H, L, awid), `TWO(X, H, L, awaddr), `TWO(X, H, L, awlen), `TWO(X, H, L, awsize), \
        `TWO(X, H, L, awburst), `TWO(X, H, L, awcache), `TWO(X, H, L, awprot), `TWO(X, H, L, awuser), \
        `TWO(X, H, L, awvalid), `TWO(X, H, L, awready), `TWO(X, H, L, wdata), `TWO(X, H, L, wstrb), \
        `TWO(X, H, L, wlast), `TWO(X, H, L, wvalid), `TWO(X, H, L, wready), `TWO(X, H, L, bid), `TWO(X, H, L, bresp), \
        `TWO(X, H, L, bvalid), `TWO(X, H, L, bready), `TWO(X, H, L, arid), `TWO(X, H, L, araddr), \
        `TWO(X, H, L, arlen), `TWO(X, H, L, arsize), `TWO(X, H, L, arburst), `TWO(X, H, L, arcache), \
        `TWO(X, H, L, arprot), `TWO(X, H, L, aruser), `TWO(X, H, L, arvalid), `TWO(X, H, L, arready), \
        `TWO(X, H, L, rid), `TWO(X, H, L, rdata), `TWO(X, H, L, rresp), `TWO(X, H, L, rlast), `TWO(X, H, L, rvalid), \
        `TWO(X, H, L, rready)
        `PORT(s_axi_, b_, a_), `PORT(m_axi_, p_, m_));
    // an access that nothing decodes answers DECERR, and goes nowhere
    always @(posedge clk) if (!rst) begin
        if (m_arvalid) only_ram_r: assert (m_araddr[39:20] == 20'h00800);
        if (m_awvalid) only_ram_w: assert (m_awaddr[39:20] == 20'h00800);
        if (p_arvalid) only_devices_r: assert (m_arid[1] || p_araddr[39:20] != 20'h00800);
        if (p_arvalid) not_master_0: assert (p_arid[1]);
        cover (m_rvalid && p_rvalid);
        cover (a_rvalid && a_rresp == 2'd3 && m_rvalid && m_rresp == 2'd0);
        cover (a_bvalid && b_bvalid);
    end
endmodule
`default_nettype wire
