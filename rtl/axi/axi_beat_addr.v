// SPDX-License-Identifier: Apache-2.0
// Address of the next beat of an AXI4 burst (FIXED, INCR, WRAP). Combinational; used by the bridges that split
// bursts. Only the low 12 bits move: a legal burst lies within 4 KiB.
`default_nettype none
module axi_beat_addr (
    input  wire [11:0] addr_i,  // this beat, low bits
    input  wire [7:0]  len_i,   // AxLEN
    input  wire [1:0]  size_i,  // log2 of the bytes in a beat
    input  wire [1:0]  burst_i, // AxBURST: 0 FIXED, 1 INCR, 2 WRAP
    output wire [11:0] next_o
);
    localparam [1:0] FIXED = 2'd0;
    localparam [1:0] WRAP  = 2'd2;

    wire [11:0] step = 12'd1 << size_i;
    wire [11:0] incr = (addr_i & ~(step - 12'd1)) + step;
    // WRAP lengths are 2, 4, 8 or 16: the bytes of the burst less one are a mask
    wire [11:0] mask = ({8'd0, len_i[3:0]} << size_i) | (step - 12'd1);

    assign next_o = burst_i == FIXED ? addr_i : burst_i == WRAP ? (addr_i & ~mask) | (incr & mask) : incr;

    wire unused = &{1'b0, len_i[7:4]};
endmodule
`default_nettype wire
