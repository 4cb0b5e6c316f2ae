// SPDX-License-Identifier: Apache-2.0
// RVFI: what retires, in program order, in the cycle in which it retires.
//
// Keeps for each reorder-buffer entry what the core itself does not need to remember. Synthesis removes all of it where
// the outputs are left open. A trapping instruction is reported with rvfi_trap and no effects; pc_wdata is then the
// handler's address. An interrupt has no event of its own: the next instruction carries rvfi_intr. mem_addr is the address
// that the instruction computed, before translation; the probe lanes LD and SBI carry the physical one.
`default_nettype none
`include "lsu_ops.vh"

module core_rvfi (
    input  wire        clk,
    input  wire        rst,
    // new entry
    input  wire        alloc_i,
    input  wire [2:0]  alloc_tag_i,
    input  wire [31:0] alloc_insn_i,
    input  wire [4:0]  alloc_rs1_i,
    input  wire [4:0]  alloc_rs2_i,
    input  wire [63:0] alloc_s1_i,
    input  wire [63:0] alloc_s2_i,
    // leaves execution
    input  wire        x_fire_i,
    input  wire [2:0]  x_tag_i,
    input  wire [63:1] x_next_pc_i,
    input  wire [4:0]  x_lsu_op_i,
    input  wire [1:0]  x_size_i,
    input  wire [1:0]  x_priv_i,
    // AMO results
    input  wire        l_done_i,
    input  wire [2:0]  l_tag_i,
    input  wire [63:0] l_mdata_i,
    // retirement
    input  wire        retire_i,
    input  wire        trap_i,
    input  wire        irq_i,
    input  wire [2:0]  head_i,
    input  wire [4:0]  rd_i,
    input  wire [63:0] val_i,
    input  wire [63:0] tval_i,
    input  wire [63:1] pc_i,
    input  wire        lsu_i,
    input  wire [63:1] trap_vec_i,
    output wire        rvfi_valid,
    output wire [63:0] rvfi_order,
    output wire [31:0] rvfi_insn,
    output wire        rvfi_trap,
    output wire        rvfi_halt,
    output wire        rvfi_intr,
    output wire [1:0]  rvfi_mode,
    output wire [1:0]  rvfi_ixl,
    output wire [4:0]  rvfi_rs1_addr,
    output wire [4:0]  rvfi_rs2_addr,
    output wire [63:0] rvfi_rs1_rdata,
    output wire [63:0] rvfi_rs2_rdata,
    output wire [4:0]  rvfi_rd_addr,
    output wire [63:0] rvfi_rd_wdata,
    output wire [63:0] rvfi_pc_rdata,
    output wire [63:0] rvfi_pc_wdata,
    output wire [63:0] rvfi_mem_addr,
    output wire [7:0]  rvfi_mem_rmask,
    output wire [7:0]  rvfi_mem_wmask,
    output wire [63:0] rvfi_mem_rdata,
    output wire [63:0] rvfi_mem_wdata
);

reg [31:0] insn_mem [0:7];
reg [9:0] rs_mem [0:7];
reg [63:0] s1_mem [0:7];
reg [63:0] s2_mem [0:7];
reg [62:0] next_mem [0:7];
reg [6:0] op_mem [0:7];
reg [1:0] mode_mem [0:7];
reg [63:0] mdata_mem [0:7];
reg [63:0] order_q;
reg intr_q;

wire [4:0] op = op_mem[head_i][6:2];
wire [1:0] size = op_mem[head_i][1:0];
wire is_amo = op >= `LSU_OP_AMOSWAP && op <= `LSU_OP_AMOMAXU;
wire acts = lsu_i && !trap_i;
wire reads = acts && (op == `LSU_OP_LOAD || op == `LSU_OP_LR || is_amo);
wire writes = acts && (op == `LSU_OP_STORE || (op == `LSU_OP_SC && val_i == 64'h0) || is_amo);
wire addressed = lsu_i && op != `LSU_OP_FENCE;
wire [7:0] mask = size == 2'd0 ? 8'h01 : size == 2'd1 ? 8'h03 : size == 2'd2 ? 8'h0f : 8'hff;
wire [63:0] bits = {{32{size == 2'd3}}, {16{size[1]}}, {8{size != 2'd0}}, 8'hff};

assign rvfi_valid = retire_i || trap_i;
assign rvfi_order = order_q;
assign rvfi_insn = insn_mem[head_i];
assign rvfi_trap = trap_i;
assign rvfi_halt = 1'b0;
assign rvfi_intr = intr_q;
assign rvfi_mode = mode_mem[head_i];
assign rvfi_ixl = 2'd2;
assign {rvfi_rs1_addr, rvfi_rs2_addr} = rs_mem[head_i];
assign rvfi_rs1_rdata = s1_mem[head_i];
assign rvfi_rs2_rdata = s2_mem[head_i];
assign rvfi_rd_addr = trap_i ? 5'd0 : rd_i;
assign rvfi_rd_wdata = rvfi_rd_addr == 5'd0 ? 64'h0 : val_i;
assign rvfi_pc_rdata = {pc_i, 1'b0};
assign rvfi_pc_wdata = {trap_i ? trap_vec_i : next_mem[head_i], 1'b0};
assign rvfi_mem_addr = addressed ? tval_i : 64'h0;
assign rvfi_mem_rmask = reads ? mask : 8'h0;
assign rvfi_mem_wmask = writes ? mask : 8'h0;
assign rvfi_mem_rdata = reads ? val_i & bits : 64'h0;
assign rvfi_mem_wdata = !writes ? 64'h0 : (is_amo ? mdata_mem[head_i] : rvfi_rs2_rdata) & bits;

always @(posedge clk) begin
    if (rst) begin
        order_q <= 64'h0;
        intr_q <= 1'b0;
    end else begin
        if (rvfi_valid)
            order_q <= order_q + 64'h1;
        if (irq_i || trap_i)
            intr_q <= 1'b1;
        else if (retire_i)
            intr_q <= 1'b0;
    end
    if (alloc_i) begin
        insn_mem[alloc_tag_i] <= alloc_insn_i;
        rs_mem[alloc_tag_i] <= {alloc_rs1_i, alloc_rs2_i};
        s1_mem[alloc_tag_i] <= alloc_s1_i;
        s2_mem[alloc_tag_i] <= alloc_s2_i;
    end
    if (x_fire_i) begin
        next_mem[x_tag_i] <= x_next_pc_i;
        op_mem[x_tag_i] <= {x_lsu_op_i, x_size_i};
        mode_mem[x_tag_i] <= x_priv_i;
    end
    if (l_done_i)
        mdata_mem[l_tag_i] <= l_mdata_i;
end

endmodule
`default_nettype wire
