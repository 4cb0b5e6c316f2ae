// SPDX-License-Identifier: Apache-2.0
// Which peripheral lies at an address: one bit per region that the memory map lists as ROM or DEV, in the order
// of include/spec/memmap.def. Combinational. NONE regions and everything else select nothing.
`default_nettype none
`include "doorbell_spec.vh"
module axi_dev_map (
    input  wire [39:0] addr_i, // fabric address
    output wire [6:0]  sel_o   // one-hot: 0 BOOTROM, 1 TEST, 2 CLINT, 3 PLIC, 4 UART, 5 DMA, 6 SYSCTL
);
    axi_region #(.BASE(`DB_BOOTROM_BASE), .SIZE(`DB_BOOTROM_SIZE)) u_bootrom (.addr_i(addr_i), .hit_o(sel_o[0]));
    axi_region #(.BASE(`DB_TEST_BASE), .SIZE(`DB_TEST_SIZE)) u_test (.addr_i(addr_i), .hit_o(sel_o[1]));
    axi_region #(.BASE(`DB_CLINT_BASE), .SIZE(`DB_CLINT_SIZE)) u_clint (.addr_i(addr_i), .hit_o(sel_o[2]));
    axi_region #(.BASE(`DB_PLIC_BASE), .SIZE(`DB_PLIC_SIZE)) u_plic (.addr_i(addr_i), .hit_o(sel_o[3]));
    axi_region #(.BASE(`DB_UART_BASE), .SIZE(`DB_UART_SIZE)) u_uart (.addr_i(addr_i), .hit_o(sel_o[4]));
    axi_region #(.BASE(`DB_DMA_BASE), .SIZE(`DB_DMA_SIZE)) u_dma (.addr_i(addr_i), .hit_o(sel_o[5]));
    axi_region #(.BASE(`DB_SYSCTL_BASE), .SIZE(`DB_SYSCTL_SIZE)) u_sysctl (.addr_i(addr_i), .hit_o(sel_o[6]));
endmodule
`default_nettype wire
