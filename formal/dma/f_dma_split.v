// SPDX-License-Identifier: Apache-2.0
// dma_split: any run of bytes is cut so that no burst leaves its block (hence no 4 KiB page) or its run, nothing is left
// out or taken twice, and the beats are exactly those that hold the bytes.
`default_nettype none
module f_dma_split #(parameter LANE_W = 3, parameter EDGE_W = 11) (input wire clk);
    localparam A = 40;
    (* anyseq *) wire [A-1:0] addr;
    (* anyseq *) wire [31:0] left;
    (* anyseq *) wire go;
    wire last;
    wire [EDGE_W-LANE_W-1:0] len;
    wire [EDGE_W-1:0] bytes;
    wire [LANE_W-1:0] tail;
    wire [A-1:0] n_addr;
    wire [31:0] n_left;
    dma_split #(.ADDR_W(A), .LANE_W(LANE_W), .EDGE_W(EDGE_W)) u_dut (.addr_i(addr), .left_i(left), .short_i(1'b0), .go_i(go), .last_o(last),
        .len_o(len), .bytes_o(bytes), .tail_o(tail), .next_addr_o(n_addr), .next_left_o(n_left));
    wire [A-1:0] end_addr = addr + bytes; // the burst's last byte
    always @(posedge clk) begin
        if (go) begin
            in_block: assert (end_addr[A-1:EDGE_W] == addr[A-1:EDGE_W]);
            in_run:   assert (bytes <= left);
            last_one: assert (last == (bytes == left));
            beats:    assert (len == end_addr[EDGE_W-1:LANE_W] - addr[EDGE_W-1:LANE_W]);
            lane:     assert (tail == end_addr[LANE_W-1:0]);
            if (!last) goes_on: assert (n_addr == end_addr + 1 && n_left == left - bytes - 1);
        end else stays: assert (n_addr == addr && n_left == left);
        cover (go && last && addr[2:0] == 3'd5 && len == 2);
        cover (go && !last && len == 0);
    end
endmodule
`default_nettype wire
