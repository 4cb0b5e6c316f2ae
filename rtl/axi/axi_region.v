// SPDX-License-Identifier: Apache-2.0
// An address lies in [BASE, BASE + SIZE). The base must be a multiple of the size rounded up to a power of two, so
// that no adder or long comparison is needed. Combinational.
`default_nettype none
module axi_region #(
    parameter [39:0] BASE = 40'h1000,
    parameter [39:0] SIZE = 40'h1000 // at most 2 GiB
) (
    input  wire [39:0] addr_i,
    output wire        hit_o
);
    localparam integer  BITS = $clog2(SIZE[31:0]);
    localparam [39:0]   MASK = (40'd1 << BITS) - 40'd1;

    generate
        if (SIZE == 40'd0 || SIZE > 40'h80000000 || (BASE & MASK) != 40'd0) begin : g_bad
            axi_region_BASE_must_be_aligned_to_SIZE_rounded_up stop ();
        end
        if (SIZE == MASK + 40'd1) begin : g_power
            assign hit_o = (addr_i & ~MASK) == BASE;
        end else begin : g_part
            assign hit_o = (addr_i & ~MASK) == BASE && (addr_i & MASK) < SIZE;
        end
    endgenerate
endmodule
`default_nettype wire
