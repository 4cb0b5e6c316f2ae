// SPDX-License-Identifier: Apache-2.0
// What a translation is wanted for. CBO: clean, flush, inval, which need what a load needs and fault as stores do.
`ifndef DOORBELL_MMU_DEFS_VH
`define DOORBELL_MMU_DEFS_VH
`define MMU_LOAD  2'd0
`define MMU_STORE 2'd1
`define MMU_CBO   2'd2
`define MMU_FETCH 2'd3
`endif
