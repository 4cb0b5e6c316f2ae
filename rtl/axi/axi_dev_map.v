// SPDX-License-Identifier: Apache-2.0
// Which peripheral lies at an address: one bit per region that the memory map lists as ROM or DEV, in the order
// of include/spec/memmap.def. Combinational. NONE regions and everything else select nothing.
`default_nettype none
`include "doorbell_spec.vh"
module axi_dev_map (
    input  wire [39:0] addr_i, // fabric address
    output wire [6:0]  sel_o   // one-hot: 0 BOOTROM, 1 TEST, 2 CLINT, 3 PLIC, 4 UART, 5 DMA, 6 SYSCTL
);
    assign sel_o[0] = addr_i >= `DB_BOOTROM_BASE && addr_i < `DB_BOOTROM_BASE + `DB_BOOTROM_SIZE;
    assign sel_o[1] = addr_i >= `DB_TEST_BASE && addr_i < `DB_TEST_BASE + `DB_TEST_SIZE;
    assign sel_o[2] = addr_i >= `DB_CLINT_BASE && addr_i < `DB_CLINT_BASE + `DB_CLINT_SIZE;
    assign sel_o[3] = addr_i >= `DB_PLIC_BASE && addr_i < `DB_PLIC_BASE + `DB_PLIC_SIZE;
    assign sel_o[4] = addr_i >= `DB_UART_BASE && addr_i < `DB_UART_BASE + `DB_UART_SIZE;
    assign sel_o[5] = addr_i >= `DB_DMA_BASE && addr_i < `DB_DMA_BASE + `DB_DMA_SIZE;
    assign sel_o[6] = addr_i >= `DB_SYSCTL_BASE && addr_i < `DB_SYSCTL_BASE + `DB_SYSCTL_SIZE;
endmodule
`default_nettype wire
