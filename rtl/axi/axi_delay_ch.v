// SPDX-License-Identifier: Apache-2.0
// Delay of one valid/ready channel: an item waits a random number of cycles, drawn when the one before it has
// gone; the count runs only while an item waits. Gates valid and ready, stores nothing: once shown, an item
// stays. Half of the draws are 0, the others up to 7 cycles, one in eight up to 31.
`default_nettype none
module axi_delay_ch (
    input  wire       clk,
    input  wire       rst,
    input  wire       en_i,      // draw delays
    input  wire [8:0] random_i,  // fresh bits
    input  wire       s_valid_i, // source
    output wire       s_ready_o,
    output wire       m_valid_o, // sink
    input  wire       m_ready_i
);
    reg  [4:0] wait_q; // cycles to go
    wire       open = wait_q == 5'd0;

    assign m_valid_o = s_valid_i && open;
    assign s_ready_o = m_ready_i && open;

    always @(posedge clk) begin
        if (!open) begin
            if (s_valid_i) wait_q <= wait_q - 5'd1;
        end else if (en_i && s_valid_i && m_ready_i)
            wait_q <= random_i[8] ? 5'd0 : random_i[7:5] == 3'd0 ? random_i[4:0] : {2'd0, random_i[2:0]};
        if (rst) wait_q <= 5'd0;
    end
endmodule
`default_nettype wire
