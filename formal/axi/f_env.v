// SPDX-License-Identifier: Apache-2.0
// The environment itself: any master against any slave keeps the rules, so nothing below rests on a broken assumption.
`default_nettype none
`include "axi_wires.vh"
module f_env #(parameter N = 2, parameter ID_W = 1, parameter MAX_LEN = 1) (input wire clk);
    `AXI_WIRES(p_, ID_W, 40, 64)
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    axi_master #(.ID_W(ID_W), .N(N), .MAX_LEN(MAX_LEN)) u_master (.clk(clk), .rst(rst), `AXI_MASTER_PINS(p_));
    axi_slave #(.ID_W(ID_W), .N(N)) u_slave (.clk(clk), .rst(rst), `AXI_SLAVE_PINS(p_));
    axi_props #(.ID_W(ID_W)) u_props (.clk(clk), .rst(rst), `AXI_PINS(p_));
endmodule
`default_nettype wire
