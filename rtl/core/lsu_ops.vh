// SPDX-License-Identifier: Apache-2.0
// Operations on the core's request port to the LSU (ls_req_op_o), in the order of docs/seams.md.
`ifndef DOORBELL_LSU_OPS_VH
`define DOORBELL_LSU_OPS_VH
`define LSU_OP_LOAD      5'd0
`define LSU_OP_STORE     5'd1
`define LSU_OP_LR        5'd2
`define LSU_OP_SC        5'd3
`define LSU_OP_AMOSWAP   5'd4
`define LSU_OP_AMOADD    5'd5
`define LSU_OP_AMOXOR    5'd6
`define LSU_OP_AMOAND    5'd7
`define LSU_OP_AMOOR     5'd8
`define LSU_OP_AMOMIN    5'd9
`define LSU_OP_AMOMAX    5'd10
`define LSU_OP_AMOMINU   5'd11
`define LSU_OP_AMOMAXU   5'd12
`define LSU_OP_CBO_CLEAN 5'd13
`define LSU_OP_CBO_FLUSH 5'd14
`define LSU_OP_CBO_INVAL 5'd15
`define LSU_OP_CBO_ZERO  5'd16
`define LSU_OP_FENCE     5'd17
`define LSU_OP_FENCE_I   5'd18
`endif
