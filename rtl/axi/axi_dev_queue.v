// SPDX-License-Identifier: Apache-2.0
// Requests of one direction on their way to devices: a queue of DEPTH requests for each device in one shared LUT RAM.
// One request at a time is offered, in a register that all devices see; a device gets its next one when it has answered
// the one before. So accesses to one device stay in order, and a device that is slow to answer holds up another only once
// DEPTH of its requests are here. Two cycles from push to offer.
`default_nettype none
module axi_dev_queue #(
    parameter integer W     = 40, // payload bits
    parameter integer ID_W  = 8,  // ID bits
    parameter integer N     = 8,  // devices
    parameter integer DEPTH = 4,  // requests per device, a power of two, at least 2
    parameter integer D_W   = $clog2(N) // derived, do not set
) (
    input  wire            clk,
    input  wire            rst,
    output wire            ready_o,   // a register's function: every queue has room
    input  wire            push_i,    // only while ready_o
    input  wire [D_W-1:0]  dev_i,
    input  wire [ID_W-1:0] id_i,
    input  wire [W-1:0]    data_i,
    output wire [N-1:0]    valid_o,   // registers: the device that the request is offered to, one-hot or 0
    output wire [W-1:0]    data_o,    // register: the request
    input  wire            taken_i,   // it takes it
    output wire [N-1:0]    busy_o,    // registers: devices with a request offered or not yet answered
    input  wire            answer_i,  // device answer_dev_i has answered
    input  wire [D_W-1:0]  answer_dev_i,
    output wire [ID_W-1:0] answer_id_o // ID of the request that answer_dev_i works on, this cycle
);
    localparam integer Q_W = $clog2(DEPTH);
    localparam integer SIZE = (1 << D_W) * DEPTH;

    generate
        if (DEPTH < 2 || (1 << Q_W) != DEPTH || D_W != $clog2(N)) begin : g_bad
            axi_dev_queue_DEPTH_must_be_a_power_of_two_and_at_least_2 stop ();
        end
    endgenerate

    reg [W-1:0]    mem_q [0:SIZE-1];
    reg [ID_W-1:0] id_q  [0:SIZE-1];

    wire [N-1:0]     waits; // a request that is not offered yet
    wire [N-1:0]     full;
    wire [N*Q_W-1:0] wr;
    wire [N*Q_W-1:0] rd;
    reg  [N-1:0]     busy_q;
    reg  [N-1:0]     valid_q;
    reg  [W-1:0]     data_q;
    wire [N-1:0]     pick;
    wire             start = (valid_q == {N{1'b0}} || taken_i) && waits != {N{1'b0}};

    genvar d;
    generate
        for (d = 0; d < N; d = d + 1) begin : g_dev
            reg [Q_W-1:0] wr_q;
            reg [Q_W-1:0] rd_q;
            reg [Q_W:0]   count_q; // top bit: full
            wire          in  = push_i && dev_i == d;
            wire          out = answer_i && answer_dev_i == d;
            assign waits[d]         = count_q != {(Q_W + 1) {1'b0}} && !busy_q[d];
            assign full[d]          = count_q[Q_W];
            assign wr[d*Q_W+:Q_W]   = wr_q;
            assign rd[d*Q_W+:Q_W]   = rd_q;
            always @(posedge clk) begin
                if (in) wr_q <= wr_q + 1'b1;
                if (out) rd_q <= rd_q + 1'b1;
                if (in != out) count_q <= in ? count_q + 1'b1 : count_q - 1'b1;
                if (rst) begin
                    wr_q    <= {Q_W{1'b0}};
                    rd_q    <= {Q_W{1'b0}};
                    count_q <= {(Q_W + 1) {1'b0}};
                end
            end
        end
    endgenerate

    rr_arbiter #(.N(N)) u_pick (.clk(clk), .rst(rst), .req_i(waits), .advance_i(start), .gnt_o(pick));

    integer i;
    reg [D_W-1:0] at;
    always @* begin
        at = {D_W{1'b0}};
        for (i = 0; i < N; i = i + 1)
            if (pick[i]) at = at | i[D_W-1:0];
    end

    always @(posedge clk) begin
        if (push_i) begin
            mem_q[{dev_i, wr[dev_i*Q_W+:Q_W]}] <= data_i;
            id_q[{dev_i, wr[dev_i*Q_W+:Q_W]}]  <= id_i;
        end
        if (taken_i) valid_q <= {N{1'b0}};
        if (answer_i) busy_q[answer_dev_i] <= 1'b0;
        if (start) begin
            valid_q <= pick;
            data_q  <= mem_q[{at, rd[at*Q_W+:Q_W]}];
            busy_q  <= answer_i ? (busy_q | pick) & ~({{(N - 1) {1'b0}}, 1'b1} << answer_dev_i) : busy_q | pick;
        end
        if (rst) begin
            valid_q <= {N{1'b0}};
            busy_q  <= {N{1'b0}};
        end
    end

    assign ready_o     = full == {N{1'b0}};
    assign valid_o     = valid_q;
    assign data_o      = data_q;
    assign busy_o      = busy_q;
    assign answer_id_o = id_q[{answer_dev_i, rd[answer_dev_i*Q_W+:Q_W]}];

`ifdef DOORBELL_ASSERT
    always @(posedge clk)
        if (!rst) begin
            if (push_i && !ready_o) begin
                $display("%m: a request without room");
                $stop;
            end
            if (answer_i && !busy_q[answer_dev_i]) begin
                $display("%m: device %0d answers a request that nobody made", answer_dev_i);
                $stop;
            end
        end
`endif
endmodule
`default_nettype wire
