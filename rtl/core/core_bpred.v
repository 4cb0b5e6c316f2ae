// SPDX-License-Identifier: Apache-2.0
// Branch prediction: branch target buffer, direction counters, return stack.
//
// Looked up with the address of the dword that is being requested, in the same cycle, so that a predicted transfer costs
// no bubble. The buffer holds one transfer per dword, filed under the dword of the last halfword of the instruction. A
// prediction may be wrong in any way (a stale or aliased entry): whoever uses it has to check. That is also why the
// tables need no reset and why targets keep only their low half: the upper is taken from the current address.
`default_nettype none
`include "core_defs.vh"

module core_bpred #(
    parameter BTB_BITS = 6,   // log2 of buffer entries
    parameter BHT_BITS = 8,   // log2 of direction counters
    parameter TAG_BITS = 14   // address bits compared above the index
) (
    input  wire        clk,
    input  wire        rst,
    // lookup
    input  wire [63:1] pc_i,          // first halfword wanted from the dword
    input  wire        take_i,        // the dword is requested: return stack moves
    output wire        taken_o,       // a transfer is predicted
    output wire [1:0]  off_o,         // its last halfword
    output wire [63:1] target_o,      // where to
    // training, by the branch that executes
    input  wire        upd_we_i,      // write the buffer entry
    input  wire        upd_valid_i,   // ... as valid, else remove it
    input  wire        upd_dir_i,     // train the direction counter
    input  wire        upd_taken_i,   // the branch was taken
    input  wire        upd_fire_i,    // an instruction leaves execution: its type moves the return stack
    input  wire        upd_xfer_i,    // ... and is a jump or branch
    input  wire [63:1] upd_pc_i,      // last halfword of the instruction
    input  wire [63:1] upd_target_i,  // its target
    input  wire [1:0]  upd_type_i,    // CORE_BT_*
    input  wire [63:1] upd_link_i,    // address after it
    input  wire        redirect_i     // the front end restarts: return stack back to the executed state
);

localparam ENTRY_BITS = 1 + TAG_BITS + 2 + 2 + 31;

reg [ENTRY_BITS-1:0] btb_mem [0:(1<<BTB_BITS)-1];
reg [1:0] bht_mem [0:(1<<BHT_BITS)-1];
reg [62:0] ras_mem [0:7];
reg [2:0] ras_spec_q;  // top of stack as predicted
reg [2:0] ras_exec_q;  // top of stack as executed

wire unused = &{1'b0, upd_pc_i, upd_target_i};

integer i;
initial begin
    for (i = 0; i < (1 << BTB_BITS); i = i + 1)
        btb_mem[i] = {ENTRY_BITS{1'b0}};
    for (i = 0; i < (1 << BHT_BITS); i = i + 1)
        bht_mem[i] = 2'b01;
    for (i = 0; i < 8; i = i + 1)
        ras_mem[i] = 63'h0;
end

// lookup
wire [ENTRY_BITS-1:0] entry = btb_mem[pc_i[3 +: BTB_BITS]];
wire e_valid = entry[ENTRY_BITS-1];
wire [TAG_BITS-1:0] e_tag = entry[35 +: TAG_BITS];
wire [1:0] e_off = entry[34:33];
wire [1:0] e_type = entry[32:31];
wire [30:0] e_target = entry[30:0];
wire likely = bht_mem[{pc_i[3 +: BHT_BITS-2], e_off}][1];
wire hit = e_valid && e_tag == pc_i[3+BTB_BITS +: TAG_BITS] && e_off >= pc_i[2:1];

assign taken_o = hit && (e_type != `CORE_BT_BRANCH || likely);
assign off_o = e_off;
assign target_o = e_type == `CORE_BT_RET ? ras_mem[ras_spec_q] : {pc_i[63:32], e_target};

// training
wire [1:0] upd_ctr = bht_mem[upd_pc_i[1 +: BHT_BITS]];
wire [1:0] upd_ctr_new = upd_taken_i ? (upd_ctr == 2'b11 ? 2'b11 : upd_ctr + 2'b01)
                                     : (upd_ctr == 2'b00 ? 2'b00 : upd_ctr - 2'b01);
always @(posedge clk) begin
    if (upd_we_i)
        btb_mem[upd_pc_i[3 +: BTB_BITS]] <= {upd_valid_i, upd_pc_i[3+BTB_BITS +: TAG_BITS], upd_pc_i[2:1], upd_type_i,
                                             upd_target_i[31:1]};
    if (upd_dir_i)
        bht_mem[upd_pc_i[1 +: BHT_BITS]] <= upd_ctr_new;
end

// return stack: pushed by the prediction, or by a call that was not predicted, which restarts the front end
wire push_spec = take_i && taken_o && e_type == `CORE_BT_CALL;
wire pop_spec = take_i && taken_o && e_type == `CORE_BT_RET;
wire push_exec = upd_fire_i && upd_xfer_i && upd_type_i == `CORE_BT_CALL;
wire pop_exec = upd_fire_i && upd_xfer_i && upd_type_i == `CORE_BT_RET;
wire [2:0] ras_exec_d = ras_exec_q + {2'b00, push_exec} - {2'b00, pop_exec};
wire [2:0] ras_wptr = redirect_i ? ras_exec_d : ras_spec_q + 3'd1;
wire [63:1] spec_link = {pc_i[63:3], e_off} + 63'd1;

always @(posedge clk) begin
    if (rst) begin
        ras_exec_q <= 3'd0;
        ras_spec_q <= 3'd0;
    end else begin
        ras_exec_q <= ras_exec_d;
        if (redirect_i)
            ras_spec_q <= ras_exec_d;
        else if (push_spec)
            ras_spec_q <= ras_spec_q + 3'd1;
        else if (pop_spec)
            ras_spec_q <= ras_spec_q - 3'd1;
    end
    if (redirect_i ? push_exec : push_spec)
        ras_mem[ras_wptr] <= redirect_i ? upd_link_i : spec_link;
end

endmodule
`default_nettype wire
