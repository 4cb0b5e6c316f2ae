// SPDX-License-Identifier: Apache-2.0
// Reorder buffer, register file and the map between them; retirement, traps and interrupts are decided here.
//
// An instruction gets an entry when it moves into execution and leaves it in program order. Values stay in the entry
// until then: results of the execution stage in one memory, answers of the LSU in another, so that each has a single
// write port. Nothing younger than an unresolved branch has an entry, so only a trap or an interrupt empties the buffer.
//
// An interrupt is taken in place of an instruction that has reached the head but has not been told so: once
// ls_head_valid_o was high for an entry (an I/O access may be under way), that instruction is completed first.
`default_nettype none
`include "core_defs.vh"

module core_rob (
    input  wire        clk,
    input  wire        rst,
    // operand lookup of the instruction in the decoder
    input  wire [4:0]  rs1_i,
    input  wire [4:0]  rs2_i,
    output wire        s1_busy_o,       // an entry will write, or holds, the newest value
    output wire        s1_done_o,       // ... and holds it
    output wire [2:0]  s1_tag_o,        // that entry
    output wire [63:0] s1_val_o,        // value from the entry or the register file
    output wire        s2_busy_o,
    output wire        s2_done_o,
    output wire [2:0]  s2_tag_o,
    output wire [63:0] s2_val_o,
    // new entry
    input  wire        alloc_i,
    input  wire [4:0]  alloc_rd_i,      // destination, 0 if none
    input  wire        alloc_lsu_i,     // the LSU answers for it
    input  wire        alloc_store_i,   // needs a commit
    input  wire [63:1] alloc_pc_i,
    output wire        full_o,
    output wire [2:0]  tail_o,          // entry that alloc_i takes
    // the execution stage finishes its part
    input  wire        x_fire_i,        // instruction leaves the stage: xtval is valid
    input  wire        x_done_i,        // ... and is complete
    input  wire [2:0]  x_tag_i,
    input  wire [63:0] x_val_i,
    input  wire [63:0] x_tval_i,        // address of an LSU operation, else mtval if it traps
    input  wire        x_exc_i,
    input  wire [3:0]  x_cause_i,
    // the LSU answers
    input  wire        l_done_i,
    input  wire [2:0]  l_tag_i,
    input  wire [63:0] l_val_i,
    input  wire        l_exc_i,
    input  wire [3:0]  l_cause_i,
    // head of the buffer, towards the LSU and the execution stage
    output wire        head_valid_o,    // the head's instruction may act
    output wire [2:0]  head_tag_o,
    output wire        commit_o,
    input  wire        commit_ack_i,
    output wire [15:0] order_o,         // low bits of rvfi_order of the head
    // retirement
    output wire        retire_o,        // the head leaves
    output wire [4:0]  retire_rd_o,
    output wire [63:0] retire_val_o,
    output wire [63:0] retire_tval_o,
    output wire [63:1] retire_pc_o,
    output wire        retire_lsu_o,
    input  wire        irq_i,           // an enabled interrupt is pending
    output wire        irq_take_o,      // interrupt instead of the head
    output wire        trap_take_o,     // the head traps
    output wire        again_o,         // the head is executed again: its translation was missing
    output wire [3:0]  trap_cause_o,
    output wire        flush_o          // everything in flight is dropped
);

reg [63:0] rf_mem [0:31];
reg [63:0] xval_mem [0:7];
reg [63:0] lval_mem [0:7];
reg [63:0] tval_mem [0:7];
reg [62:0] pc_mem [0:7];
reg [4:0] rd_mem [0:7];
reg [3:0] xcause_mem [0:7];
reg [3:0] lcause_mem [0:7];
reg [2:0] map_mem [0:31];
reg [31:0] map_q;               // the register's newest value is in the entry map_mem names
reg [7:0] done_q, exc_q, again_q, lsu_q, store_q;
reg [2:0] head_q, tail_q;
reg [3:0] count_q;
reg started_q;                  // the head has been told that it is the head
reg [15:0] order_q;

integer i;
initial begin
    for (i = 0; i < 32; i = i + 1) begin
        rf_mem[i] = 64'h0;
        map_mem[i] = 3'h0;
    end
end

// operands
wire [2:0] s1_tag = map_mem[rs1_i];
wire [2:0] s2_tag = map_mem[rs2_i];
assign s1_busy_o = map_q[rs1_i];
assign s2_busy_o = map_q[rs2_i];
assign s1_done_o = done_q[s1_tag];
assign s2_done_o = done_q[s2_tag];
assign s1_tag_o = s1_tag;
assign s2_tag_o = s2_tag;
assign s1_val_o = !s1_busy_o ? rf_mem[rs1_i] : lsu_q[s1_tag] ? lval_mem[s1_tag] : xval_mem[s1_tag];
assign s2_val_o = !s2_busy_o ? rf_mem[rs2_i] : lsu_q[s2_tag] ? lval_mem[s2_tag] : xval_mem[s2_tag];

// head
wire occupied = count_q != 4'd0;
wire head_done = occupied && done_q[head_q];
wire head_lsu = lsu_q[head_q];
wire [63:0] head_val = head_lsu ? lval_mem[head_q] : xval_mem[head_q];
wire [4:0] head_rd = rd_mem[head_q];
wire irq_take = occupied && irq_i && !started_q;
wire complete = head_done && !irq_take && !exc_q[head_q];
wire retire = complete && (!store_q[head_q] || commit_ack_i);
wire fail = head_done && !irq_take && exc_q[head_q];
wire trap_take = fail && !again_q[head_q];
wire flush = irq_take || fail;

assign full_o = count_q[3];
assign tail_o = tail_q;
assign head_valid_o = occupied && !irq_take;
assign head_tag_o = head_q;
assign commit_o = complete && store_q[head_q];
assign order_o = order_q;
assign retire_o = retire;
assign retire_rd_o = head_rd;
assign retire_val_o = head_val;
assign retire_tval_o = tval_mem[head_q];
assign retire_pc_o = pc_mem[head_q];
assign retire_lsu_o = head_lsu;
assign irq_take_o = irq_take;
assign trap_take_o = trap_take;
assign again_o = fail && again_q[head_q];
assign trap_cause_o = head_lsu ? lcause_mem[head_q] : xcause_mem[head_q];
assign flush_o = flush;

always @(posedge clk) begin
    if (rst || flush) begin
        map_q <= 32'h0;
        head_q <= 3'd0;
        tail_q <= 3'd0;
        count_q <= 4'd0;
        started_q <= 1'b0;
    end else begin
        if (retire && map_mem[head_rd] == head_q)
            map_q[head_rd] <= 1'b0;
        if (alloc_i && alloc_rd_i != 5'd0)
            map_q[alloc_rd_i] <= 1'b1;
        if (retire)
            head_q <= head_q + 3'd1;
        if (alloc_i)
            tail_q <= tail_q + 3'd1;
        count_q <= count_q + {3'd0, alloc_i} - {3'd0, retire};
        started_q <= occupied && !retire;
    end
    if (rst)
        order_q <= 16'h0;
    else if (retire || trap_take)
        order_q <= order_q + 16'h1;

    if (alloc_i) begin
        done_q[tail_q] <= 1'b0;
        exc_q[tail_q] <= 1'b0;
        again_q[tail_q] <= 1'b0;
        lsu_q[tail_q] <= alloc_lsu_i;
        store_q[tail_q] <= alloc_store_i;
        rd_mem[tail_q] <= alloc_rd_i;
        pc_mem[tail_q] <= alloc_pc_i;
        map_mem[alloc_rd_i] <= tail_q;
    end
    if (x_done_i) begin
        done_q[x_tag_i] <= 1'b1;
        exc_q[x_tag_i] <= x_exc_i;
        xval_mem[x_tag_i] <= x_val_i;
        xcause_mem[x_tag_i] <= x_cause_i;
    end
    if (x_fire_i)
        tval_mem[x_tag_i] <= x_tval_i;
    if (l_done_i) begin
        done_q[l_tag_i] <= 1'b1;
        exc_q[l_tag_i] <= l_exc_i;
        again_q[l_tag_i] <= l_cause_i == `CORE_EXC_AGAIN;
        lval_mem[l_tag_i] <= l_val_i;
        lcause_mem[l_tag_i] <= l_cause_i;
    end
    if (retire && head_rd != 5'd0)
        rf_mem[head_rd] <= head_val;
end

`ifdef DOORBELL_ASSERT
wire [2:0] l_ahead = l_tag_i - head_q;
wire [2:0] x_ahead = x_tag_i - head_q;
always @(posedge clk) if (!rst) begin
    if (count_q > 4'd8 || (alloc_i && full_o)) begin $display("core_rob: overflow"); $stop; end
    if (count_q[2:0] != tail_q - head_q) begin $display("core_rob: pointers do not match the count"); $stop; end
    if (l_done_i && ({1'b0, l_ahead} >= count_q || done_q[l_tag_i] || !lsu_q[l_tag_i])) begin
        $display("core_rob: the LSU answers for entry %0d, which does not wait for it", l_tag_i); $stop;
    end
    if (x_done_i && ({1'b0, x_ahead} >= count_q || done_q[x_tag_i] || lsu_q[x_tag_i])) begin
        $display("core_rob: entry %0d completes twice", x_tag_i); $stop;
    end
    if (commit_ack_i && commit_o && !retire_o) begin $display("core_rob: committed and not retired"); $stop; end
    if (map_q[0]) begin $display("core_rob: x0 is mapped"); $stop; end
end
`endif

endmodule
`default_nettype wire
