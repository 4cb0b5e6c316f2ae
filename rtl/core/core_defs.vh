// SPDX-License-Identifier: Apache-2.0
// Codes used inside the core: execution units and causes of synchronous exceptions.
`ifndef DOORBELL_CORE_DEFS_VH
`define DOORBELL_CORE_DEFS_VH
`define CORE_U_ALU    4'd0
`define CORE_U_BRANCH 4'd1
`define CORE_U_JAL    4'd2
`define CORE_U_JALR   4'd3
`define CORE_U_MUL    4'd4
`define CORE_U_DIV    4'd5
`define CORE_U_LSU    4'd6
`define CORE_U_CSR    4'd7
`define CORE_U_XRET   4'd8
`define CORE_U_WFI    4'd9
`define CORE_U_FENCEI 4'd10
`define CORE_U_EXC    4'd11
`define CORE_U_SFENCE 4'd12

`define CORE_EXC_IACCESS 4'd1
`define CORE_EXC_IPAGE   4'd12
`define CORE_EXC_AGAIN   4'd14 // no exception: the translation is there now
`define CORE_EXC_ILLEGAL 4'd2
`define CORE_EXC_BREAK   4'd3
`define CORE_EXC_ECALL   4'd8  // from U mode; plus the mode

// what kind of transfer a branch target buffer entry stands for
`define CORE_BT_BRANCH 2'd0
`define CORE_BT_JUMP   2'd1
`define CORE_BT_CALL   2'd2
`define CORE_BT_RET    2'd3
`endif
