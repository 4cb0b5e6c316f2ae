// SPDX-License-Identifier: Apache-2.0
// Reset of a harness: the first cycle; every register holds what it likes before.
`default_nettype none
module reset (
    input  wire clk,
    output wire rst
);
    reg done_q = 1'b0;
    always @(posedge clk) done_q <= 1'b1;
    assign rst = !done_q;
endmodule
`default_nettype wire
