// SPDX-License-Identifier: Apache-2.0
// The whole engine, one channel with a ring of four slots, small inside (4 beats a burst, 16 a buffer, few in flight), 64 bits:
// its AXI port keeps the rules (axi_props) whatever the descriptors say and whatever the memory answers; it reads no
// descriptor beyond the tail; records go to their ring alone; nothing more is outstanding than the parameters say. The RTL's
// own assertions are obligations too: no write outside destinations, no segment reported twice, no queue overflows.
`default_nettype none
`include "doorbell_spec.vh"
`include "axi_wires.vh"
module f_dma (input wire clk);
    localparam AW = 32;
    localparam [AW-1:0] RING = 32'h1fe0, REC = 32'h3fe0;
    `AXI_WIRES(m_, 6, AW, 64)
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    wire [16:0] awaddr;
    wire [63:0] wdata;
    wire [7:0]  wstrb;
    wire awvalid, awready, wready, running, stopped, irq, busy;
    wire [1:0] published;
    dma_driver #(.RING(RING), .REC(REC)) u_sw (.clk(clk), .rst(rst), .awaddr(awaddr), .wdata(wdata), .wstrb(wstrb), .valid(awvalid),
        .ready(awready), .published(published), .running(running), .stopped(stopped));
    doorbell_dma #(.CHANNELS(1), .DATA_W(64), .ADDR_W(AW), .AXIL_W(64), .LISTS(0), .FILL(1), .TWOD(0), .STREAMS(0), .PREFETCH(16),
        .RD_OUT(2), .WR_OUT(2), .MAX_BURST(4), .BUF_BEATS(16), .SEGS(4), .EW(3), .QW(3)) u_dut (.clk(clk), .rst(rst), .cfg_quirk_i(32'd0),
        .s_axil_awaddr(awaddr), .s_axil_awprot(3'd0), .s_axil_awvalid(awvalid), .s_axil_awready(awready), .s_axil_wdata(wdata),
        .s_axil_wstrb(wstrb), .s_axil_wvalid(awvalid), .s_axil_wready(wready), .s_axil_bready(1'b1), .s_axil_araddr(17'd0),
        .s_axil_arprot(3'd0), .s_axil_arsize(2'd3), .s_axil_arvalid(1'b0), .s_axil_rready(1'b1), .m_axi_desc_awready(1'b0),
        .m_axi_desc_wready(1'b0), .m_axi_desc_bid(6'd0), .m_axi_desc_bresp(2'd0), .m_axi_desc_bvalid(1'b0), .m_axi_desc_arready(1'b0),
        .m_axi_desc_rid(6'd0), .m_axi_desc_rdata(64'd0), .m_axi_desc_rresp(2'd0), .m_axi_desc_rlast(1'b0), .m_axi_desc_rvalid(1'b0),
        .m_axis_tready(1'b0), .s_axis_tvalid(1'b0), .s_axis_tdata(64'd0), .s_axis_tkeep(8'd0), .s_axis_tlast(1'b0),
        .irq_o(irq), .busy_o(busy), `AXI_DUT(m_axi_, m_));
    axi_slave #(.ID_W(6), .N(2)) u_slave (.clk(clk), .rst(rst), `AXI_SLAVE_PINS(m_));
    axi_props #(.ID_W(6), .ADDR_W(AW), .MAX_OF_ID(2), .MAX_WRITES(2)) u_props (.clk(clk), .rst(rst), `AXI_PINS(m_));
    wire desc = m_arvalid && m_arid[5];
    always @(posedge clk) if (!rst) begin
        if (m_arvalid) begin
            ar_after_run: assert (running);
            ar_id:        assert (m_arid == 6'd32 || m_arid == 6'd0);
            ar_kind:      assert (m_aruser == {2'd0, !m_arid[5], 5'd0});
        end
        if (desc) not_beyond: assert (m_araddr >= RING && m_araddr + {21'd0, m_arlen + 8'd1, 3'd0} <= RING + {25'd0, published, 5'd0});
        if (m_awvalid) begin
            aw_id:        assert (m_awid == 6'd32 || m_awid == 6'd0);
            if (m_awid == 6'd32) record: assert (m_awaddr >= REC && m_awaddr < REC + 32'd48 && m_awaddr[3:0] == 0 && m_awlen == 8'd1);
        end
        cover (m_awvalid && m_awid == 6'd0);
        cover (m_bvalid && m_bid == 6'd32);
        cover (irq);
    end
endmodule
`default_nettype wire
