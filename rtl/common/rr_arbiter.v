// SPDX-License-Identifier: Apache-2.0
// Round-robin arbiter: grants one of N requests combinationally; the requester after the last one served comes
// first next time, so that a request held is granted within N services. Grants may move until advance_i.
`default_nettype none
module rr_arbiter #(
    parameter integer N = 4 // requesters
) (
    input  wire         clk,
    input  wire         rst,
    input  wire [N-1:0] req_i,     // who asks
    input  wire         advance_i, // the grant of this cycle is used
    output wire [N-1:0] gnt_o      // one-hot, 0 without requests
);
    localparam [N-1:0] ONE = 1;

    reg  [N-1:0] after_q; // requesters after the last one served
    wire [N-1:0] first = req_i & after_q;

    // x & -x is the lowest set bit
    assign gnt_o = (first != {N{1'b0}}) ? first & (~first + ONE) : req_i & (~req_i + ONE);

    always @(posedge clk) begin
        if (advance_i && req_i != {N{1'b0}}) after_q <= ~(gnt_o | (gnt_o - ONE));
        if (rst) after_q <= {N{1'b0}};
    end

`ifdef DOORBELL_ASSERT
    always @(posedge clk) begin
        if (!rst && ((gnt_o & (gnt_o - ONE)) != {N{1'b0}} || (gnt_o & ~req_i) != {N{1'b0}}
                     || (req_i != {N{1'b0}} && gnt_o == {N{1'b0}}))) begin
            $display("%m: not exactly one requester is granted");
            $stop;
        end
    end
`endif
endmodule
`default_nettype wire
