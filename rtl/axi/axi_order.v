// SPDX-License-Identifier: Apache-2.0
// Same-ID ordering for one master and one direction of the crossbar: remembers where the outstanding
// transactions of an ID went. A further one of that ID may go only to the same destination, so that responses
// cannot overtake each other. IDs that agree in their low ORDER_W bits share an entry (safe, only stricter).
// At most 15 transactions per entry are outstanding.
`default_nettype none
module axi_order #(
    parameter integer ID_W    = 6, // ID bits of the master
    parameter integer ORDER_W = 4, // low ID bits that select an entry
    parameter integer N_DST   = 3  // destinations
) (
    input  wire             clk,
    input  wire             rst,
    input  wire [ID_W-1:0]  id_i,    // transaction that wants to go
    input  wire [N_DST-1:0] dst_i,   // its destination, one-hot
    output wire             ok_o,    // it may
    input  wire             start_i, // it goes in this cycle
    input  wire             end_i,   // a transaction has its last response in this cycle
    input  wire [ID_W-1:0]  end_id_i // its ID
);
    localparam integer ENTRIES = 1 << ORDER_W;

    generate
        if (ORDER_W < 1 || ORDER_W > ID_W) begin : g_bad
            axi_order_ORDER_W_must_be_from_1_to_ID_W stop ();
        end
    endgenerate

    reg  [4*ENTRIES-1:0] count_q; // outstanding, 4 bits an entry
    reg  [N_DST-1:0]     dst_q [0:ENTRIES-1];

    wire [ORDER_W-1:0] at     = id_i[ORDER_W-1:0];
    wire [ORDER_W-1:0] at_end = end_id_i[ORDER_W-1:0];
    wire [3:0] count     = count_q[{at, 2'b00}+:4];
    wire [3:0] count_end = count_q[{at_end, 2'b00}+:4];

    assign ok_o = count == 4'd0 || (count != 4'd15 && dst_q[at] == dst_i);

    always @(posedge clk) begin
        if (start_i) dst_q[at] <= dst_i;
        if (!(start_i && end_i && at == at_end)) begin
            if (start_i) count_q[{at, 2'b00}+:4] <= count + 4'd1;
            if (end_i) count_q[{at_end, 2'b00}+:4] <= count_end - 4'd1;
        end
        if (rst) count_q <= {4 * ENTRIES{1'b0}};
    end

`ifdef DOORBELL_ASSERT
    always @(posedge clk) begin
        if (!rst && end_i && count_end == 4'd0) begin
            $display("%m: response to ID %h without a request", end_id_i);
            $stop;
        end
        if (!rst && start_i && !ok_o) begin
            $display("%m: ID %h started against the ordering rule", id_i);
            $stop;
        end
    end
`endif
    // the bits above ORDER_W do not select
    generate
        if (ID_W > ORDER_W) begin : g_unused
            wire unused = &{1'b0, id_i[ID_W-1:ORDER_W], end_id_i[ID_W-1:ORDER_W]};
        end
    endgenerate
endmodule
`default_nettype wire
