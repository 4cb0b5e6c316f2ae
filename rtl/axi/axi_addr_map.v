// SPDX-License-Identifier: Apache-2.0
// Address decode for one master of the crossbar: which slave answers, given what this master may reach.
// Combinational. No bit set: decode error. A legal burst lies within 4 KiB and RAM is fitted in 4 KiB pages, so
// the first address decides for the whole burst.
`default_nettype none
`include "doorbell_spec.vh"
module axi_addr_map #(
    parameter [0:0] ALLOW_RAM = 1'b1, // this master reaches RAM
    parameter [0:0] ALLOW_ROM = 1'b1, // the boot ROM
    parameter [0:0] ALLOW_DEV = 1'b1  // the other peripherals
) (
    input  wire [39:0] addr_i,
    input  wire [19:0] cfg_ram_pages_i,    // fitted 4 KiB pages at RAM_BASE
    input  wire [19:0] cfg_ram_hi_pages_i, // fitted 4 KiB pages at RAM_HI_BASE
    output wire [1:0]  sel_o               // one-hot: 0 memory port, 1 peripherals
);
    localparam [39:0] RAM_MASK    = `DB_RAM_SIZE - 40'd1;    // bases are multiples of the sizes
    localparam [39:0] RAM_HI_MASK = `DB_RAM_HI_SIZE - 40'd1;

    generate
        if ((`DB_RAM_BASE & RAM_MASK) != 40'd0 || (`DB_RAM_HI_BASE & RAM_HI_MASK) != 40'd0) begin : g_bad
            axi_addr_map_RAM_regions_must_be_aligned_to_their_size stop ();
        end
    endgenerate

    // page numbers have 20 bits at most
    wire [39:0] page    = (addr_i & RAM_MASK) >> 12;
    wire [39:0] page_hi = (addr_i & RAM_HI_MASK) >> 12;
    wire        ram     = (addr_i & ~RAM_MASK) == `DB_RAM_BASE && page[19:0] < cfg_ram_pages_i;
    wire        ram_hi  = (addr_i & ~RAM_HI_MASK) == `DB_RAM_HI_BASE && page_hi[19:0] < cfg_ram_hi_pages_i;
    wire        unused  = &{1'b0, page[39:20], page_hi[39:20]};

    wire [6:0] dev;
    axi_dev_map u_dev (.addr_i(addr_i), .sel_o(dev));

    assign sel_o[0] = ALLOW_RAM && (ram || ram_hi);
    assign sel_o[1] = (ALLOW_ROM && dev[0]) || (ALLOW_DEV && dev[6:1] != 6'd0);
endmodule
`default_nettype wire
