// SPDX-License-Identifier: Apache-2.0
// axi_delay, hostile or not, any random numbers: both ports keep the rules, and nothing waits for ever: an item that
// the other side would take goes after at most 31 cycles.
`default_nettype none
`include "axi_wires.vh"
module f_delay #(parameter SLICE = 0) (input wire clk);
    `AXI_WIRES(a_, 1, 40, 64)
    `AXI_WIRES(b_, 1, 40, 64)
    (* anyconst *) wire en;
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    axi_master #(.ID_W(1), .N(2), .MAX_LEN(1)) u_master (.clk(clk), .rst(rst), `AXI_MASTER_PINS(a_));
    axi_delay #(.ID_W(1), .SLICE(SLICE)) u_dut (.clk(clk), .rst(rst), .en_i(en), .seed_i(32'd0), .sample_i(1'b0),
        `AXI_DUT(s_axi_, a_), `AXI_DUT(m_axi_, b_));
    axi_slave #(.ID_W(1), .N(2)) u_slave (.clk(clk), .rst(rst), `AXI_SLAVE_PINS(b_));
    axi_props #(.ID_W(1)) u_a (.clk(clk), .rst(rst), `AXI_PINS(a_));
    axi_props #(.ID_W(1)) u_b (.clk(clk), .rst(rst), `AXI_PINS(b_));
    reg [5:0] wait_q = 0;
    always @(posedge clk) begin
        wait_q <= a_arvalid && !b_arvalid ? wait_q + 1 : 0;
        if (rst) wait_q <= 0;
        else begin
            bounded: assert (wait_q <= 33);
            if (!en && SLICE == 0) wires: assert (b_arvalid == a_arvalid && b_wvalid == a_wvalid && a_rvalid == b_rvalid);
            cover (en && a_rvalid && a_rready && a_rlast);
            cover (en && a_bvalid && a_bready);
        end
    end
endmodule
`default_nettype wire
