// SPDX-License-Identifier: Apache-2.0
// Small first-in first-out queue with valid/ready on both sides, one item in and one out per cycle, one cycle
// of latency. Storage is read asynchronously (LUT RAM); s_ready_o and m_valid_o come from the level register.
`default_nettype none
module fifo #(
    parameter integer W     = 8, // payload bits
    parameter integer DEPTH = 4  // items, a power of two, at least 2
) (
    input  wire         clk,
    input  wire         rst,
    input  wire         s_valid_i, // item offered
    output wire         s_ready_o, // room
    input  wire [W-1:0] s_data_i,
    output wire         m_valid_o, // not empty
    input  wire         m_ready_i, // oldest item is taken
    output wire [W-1:0] m_data_o
);
    localparam integer A_W = $clog2(DEPTH);

    generate
        if (DEPTH < 2 || (1 << A_W) != DEPTH) begin : g_bad
            fifo_DEPTH_must_be_a_power_of_two_and_at_least_2 stop ();
        end
    endgenerate

    reg [W-1:0]   mem_q [0:DEPTH-1];
    reg [A_W-1:0] wr_q;
    reg [A_W-1:0] rd_q;
    reg [A_W:0]   level_q; // items held; bit A_W is set only when full

    wire push = s_valid_i && s_ready_o;
    wire pop  = m_valid_o && m_ready_i;

    assign s_ready_o = !level_q[A_W];
    assign m_valid_o = level_q != {(A_W + 1) {1'b0}};
    assign m_data_o  = mem_q[rd_q];

    always @(posedge clk) begin
        if (push) begin
            mem_q[wr_q] <= s_data_i;
            wr_q        <= wr_q + 1'b1;
        end
        if (pop) rd_q <= rd_q + 1'b1;
        if (push != pop) level_q <= push ? level_q + 1'b1 : level_q - 1'b1;
        if (rst) begin
            wr_q    <= {A_W{1'b0}};
            rd_q    <= {A_W{1'b0}};
            level_q <= {(A_W + 1) {1'b0}};
        end
    end

`ifdef DOORBELL_ASSERT
    always @(posedge clk) begin
        if (!rst && level_q > DEPTH[A_W:0]) begin
            $display("%m: level beyond the depth");
            $stop;
        end
        if (!rst && level_q[A_W-1:0] != wr_q - rd_q) begin
            $display("%m: level and pointers disagree");
            $stop;
        end
    end
`endif
endmodule
`default_nettype wire
