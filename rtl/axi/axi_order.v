// SPDX-License-Identifier: Apache-2.0
// Same-ID ordering for one master and one direction: remembers where the outstanding transactions of an ID went. A
// further one of that ID may go only to the same destination, so that responses cannot overtake each other. IDs that
// agree in their low ORDER_W bits share an entry, with ORDER_W = 0 all of them: safe, only stricter, and much
// smaller; enough for a master that reaches one destination besides decode errors. At most 2^COUNT_W - 1
// transactions per entry are outstanding.
`default_nettype none
module axi_order #(
    parameter integer ID_W    = 6, // ID bits of the master
    parameter integer ORDER_W = 4, // low ID bits that select an entry
    parameter integer COUNT_W = 4, // bits of a count
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
    localparam integer AT_W    = ORDER_W > 0 ? ORDER_W : 1;
    localparam [COUNT_W-1:0] ONE  = 1;
    localparam [COUNT_W-1:0] NONE = {COUNT_W{1'b0}};
    localparam [COUNT_W-1:0] FULL = {COUNT_W{1'b1}};

    generate
        if (ORDER_W < 0 || ORDER_W > ID_W || COUNT_W < 1) begin : g_bad
            axi_order_ORDER_W_must_be_from_0_to_ID_W stop ();
        end
    endgenerate

    reg  [COUNT_W-1:0] count_q [0:ENTRIES-1]; // outstanding
    reg  [N_DST-1:0]   dst_q [0:ENTRIES-1];   // where

    wire [AT_W-1:0]    at     = ORDER_W > 0 ? id_i[AT_W-1:0] : {AT_W{1'b0}};
    wire [AT_W-1:0]    at_end = ORDER_W > 0 ? end_id_i[AT_W-1:0] : {AT_W{1'b0}};
    wire [COUNT_W-1:0] count     = count_q[at];
    wire [COUNT_W-1:0] count_end = count_q[at_end];

    assign ok_o = count == NONE || (count != FULL && dst_q[at] == dst_i);

    integer i;
    always @(posedge clk) begin
        if (start_i) dst_q[at] <= dst_i;
        if (!(start_i && end_i && at == at_end)) begin
            if (start_i) count_q[at] <= count + ONE;
            if (end_i) count_q[at_end] <= count_end - ONE;
        end
        if (rst) for (i = 0; i < ENTRIES; i = i + 1) count_q[i] <= NONE;
    end

`ifdef DOORBELL_ASSERT
    always @(posedge clk) begin
        if (!rst && end_i && count_end == NONE) begin
            $display("%m: response to ID %h without a request", end_id_i);
            $stop;
        end
        if (!rst && start_i && !ok_o) begin
            $display("%m: ID %h started against the ordering rule", id_i);
            $stop;
        end
    end
`endif
    wire unused = &{1'b0, id_i, end_id_i}; // the bits above ORDER_W do not select
endmodule
`default_nettype wire
