// SPDX-License-Identifier: Apache-2.0
// Front end: requests dwords from the L1I along the predicted path, queues them, cuts instructions out of them, expands
// compressed ones and hands one instruction per cycle to the decoder.
//
// Each queue entry is a dword with what was predicted for it: whether the stream leaves it, after which halfword, and
// where to. An instruction whose end is that halfword carries the prediction on. If the cut falls inside an instruction
// the prediction was made for other code: the entry is removed and fetching restarts at that instruction.
`default_nettype none

module core_fetch #(
    parameter [63:0] RESET_PC = 64'h1000 // first instruction after reset
) (
    input  wire        clk,
    input  wire        rst,
    // L1I
    output wire        if_req_valid_o,
    input  wire        if_req_ready_i,
    output wire [63:0] if_req_addr_o,   // aligned to 8
    input  wire        if_rsp_valid_i,
    input  wire [63:0] if_rsp_data_i,
    input  wire        if_rsp_err_i,    // access fault
    output wire        if_kill_o,       // forget all requests, this cycle's too
    // translation (core_mmu)
    input  wire        xl_use_i,        // addresses need one
    output wire        xl_valid_o,      // wanted for xl_page_o
    output wire [63:12] xl_page_o,
    input  wire        xl_hit_i,
    input  wire [37:12] xl_frame_i,
    input  wire        xl_fault_i,      // there is none
    input  wire        xl_fault_page_i, // ... because of the page table
    // restart
    input  wire        redirect_i,
    input  wire [63:1] redirect_pc_i,
    // training of the predictor, see core_bpred
    input  wire        upd_we_i,
    input  wire        upd_valid_i,
    input  wire        upd_dir_i,
    input  wire        upd_taken_i,
    input  wire        upd_fire_i,
    input  wire        upd_xfer_i,
    input  wire [63:1] upd_pc_i,
    input  wire [63:1] upd_target_i,
    input  wire [1:0]  upd_type_i,
    input  wire [63:1] upd_link_i,
    // to the decoder
    input  wire        d_ready_i,       // the instruction is taken
    output wire        d_valid_o,
    output wire [31:0] d_insn_o,        // expanded
    output wire [31:0] d_raw_o,         // as fetched, upper half 0 if compressed
    output wire        d_illegal_o,     // the expander refused it
    output wire        d_fault_o,       // access or page fault
    output wire        d_fault_hi_o,    // ... on the second half only
    output wire        d_fault_page_o,  // page fault
    output wire [63:1] d_pc_o,
    output wire [63:1] d_npc_o,         // next in memory
    output wire        d_ptaken_o,      // predicted to transfer
    output wire [63:1] d_ptarget_o      // ... to here
);

// requests
reg [63:1] f_pc_q;
reg [2:0] wr_q, fill_q, rd_q;   // entries: requested, answered, consumed
wire p_taken;
wire [1:0] p_off;
wire [63:1] p_target;
wire f_take = if_req_valid_o && if_req_ready_i;

// a fault of translation takes a place of the queue as soon as all before it are answered; nothing is asked for behind it
reg x_fault_q, x_page_q, x_stop_q;
wire x_put = x_fault_q && fill_q == wr_q;
wire room = wr_q != {~rd_q[2], rd_q[1:0]} && !x_fault_q && !x_stop_q;
assign xl_valid_o = room;
assign xl_page_o = f_pc_q[63:12];
assign if_req_valid_o = room && (!xl_use_i || xl_hit_i);
assign if_req_addr_o = {xl_use_i ? {26'h0, xl_frame_i} : f_pc_q[63:12], f_pc_q[11:3], 3'b000};

// queue
reg [63:0] data_mem [0:3];
reg [62:0] target_mem [0:3];
reg [3:0] err_q, page_q, taken_q;
reg [1:0] off_mem [0:3];

// cutting
reg [63:1] a_pc_q;
wire [1:0] s = a_pc_q[2:1];
wire [1:0] i0 = rd_q[1:0];
wire [1:0] i1 = rd_q[1:0] + 2'd1;
wire have0 = fill_q != rd_q;
wire have1 = have0 && fill_q != rd_q + 3'd1;
wire [63:0] w0 = data_mem[i0];
wire [15:0] w1 = data_mem[i1][15:0];
reg [31:0] raw;
always @* begin
    case (s)
    2'd0: raw = w0[31:0];
    2'd1: raw = w0[47:16];
    2'd2: raw = w0[63:32];
    default: raw = {w1, w0[63:48]};
    endcase
end
wire full = raw[1:0] == 2'b11;
wire straddle = full && s == 2'd3;
wire err0 = err_q[i0];
wire fault_hi = !err0 && straddle && err_q[i1];
wire fault = err0 || fault_hi;
wire fault_page = page_q[err0 ? i0 : i1];
wire bogus = have0 && !err0 && full && taken_q[i0] && off_mem[i0] == s;
wire a_valid = have0 && !bogus && (err0 || !straddle || have1);
wire [1:0] iend = straddle ? i1 : i0;
wire [1:0] oend = full ? s + 2'd1 : s;
wire a_ptaken = !fault && taken_q[iend] && off_mem[iend] == oend;
wire [63:1] a_ptarget = target_mem[iend];
wire [63:1] a_seq = a_pc_q + (full ? 63'd2 : 63'd1);
wire [2:0] a_pop = {1'b0, a_ptaken && straddle, a_ptaken ? !straddle : straddle || oend == 2'd3};

wire [31:0] c_insn;
wire c_illegal;
core_rvc rvc (.c_i(raw[15:0]), .insn_o(c_insn), .illegal_o(c_illegal));

// towards the decoder
reg d_valid_q, d_illegal_q, d_fault_q, d_fault_hi_q, d_fault_page_q, d_ptaken_q;
reg [31:0] d_insn_q, d_raw_q;
reg [63:1] d_pc_q, d_npc_q, d_ptarget_q;
wire a_take = a_valid && (d_ready_i || !d_valid_q);

assign d_valid_o = d_valid_q;
assign d_insn_o = d_insn_q;
assign d_raw_o = d_raw_q;
assign d_illegal_o = d_illegal_q;
assign d_fault_o = d_fault_q;
assign d_fault_hi_o = d_fault_hi_q;
assign d_fault_page_o = d_fault_page_q;
assign d_pc_o = d_pc_q;
assign d_npc_o = d_npc_q;
assign d_ptaken_o = d_ptaken_q;
assign d_ptarget_o = d_ptarget_q;

// a bogus entry is removed through the training port, which a branch may be using
wire repair = bogus && !upd_we_i && !redirect_i;
wire restart = redirect_i || repair;
assign if_kill_o = restart;

core_bpred bpred (
    .clk(clk), .rst(rst),
    .pc_i(f_pc_q), .take_i(f_take), .taken_o(p_taken), .off_o(p_off), .target_o(p_target),
    .upd_we_i(upd_we_i || repair), .upd_valid_i(upd_valid_i && !repair), .upd_dir_i(upd_dir_i), .upd_taken_i(upd_taken_i),
    .upd_fire_i(upd_fire_i), .upd_xfer_i(upd_xfer_i), .upd_pc_i(repair ? a_pc_q : upd_pc_i),
    .upd_target_i(upd_target_i), .upd_type_i(upd_type_i), .upd_link_i(upd_link_i), .redirect_i(restart));

always @(posedge clk) begin
    if (rst) begin
        f_pc_q <= RESET_PC[63:1];
        a_pc_q <= RESET_PC[63:1];
        wr_q <= 3'd0;
        fill_q <= 3'd0;
        rd_q <= 3'd0;
        d_valid_q <= 1'b0;
        x_fault_q <= 1'b0;
        x_stop_q <= 1'b0;
    end else begin
        if (restart) begin
            x_fault_q <= 1'b0;
            x_stop_q <= 1'b0;
            f_pc_q <= redirect_i ? redirect_pc_i : a_pc_q;
            wr_q <= 3'd0;
            fill_q <= 3'd0;
            rd_q <= 3'd0;
        end else begin
            if (f_take) begin
                wr_q <= wr_q + 3'd1;
                f_pc_q <= p_taken ? p_target : {f_pc_q[63:3] + 61'd1, 2'b00};
            end
            if (x_put) begin
                wr_q <= wr_q + 3'd1;
                x_fault_q <= 1'b0;
                x_stop_q <= 1'b1;
            end else if (xl_fault_i)
                x_fault_q <= 1'b1;
            if (if_rsp_valid_i || x_put)
                fill_q <= fill_q + 3'd1;
            if (a_take)
                rd_q <= rd_q + a_pop;
        end
        if (redirect_i)
            a_pc_q <= redirect_pc_i;
        else if (a_take)
            a_pc_q <= a_ptaken ? a_ptarget : a_seq;
        if (redirect_i)
            d_valid_q <= 1'b0;
        else if (d_ready_i || !d_valid_q)
            d_valid_q <= a_valid;
    end
    if (f_take) begin
        target_mem[wr_q[1:0]] <= p_target;
        off_mem[wr_q[1:0]] <= p_off;
        taken_q[wr_q[1:0]] <= p_taken;
    end
    if (xl_fault_i)
        x_page_q <= xl_fault_page_i;
    if (x_put)
        taken_q[wr_q[1:0]] <= 1'b0;
    if (if_rsp_valid_i)
        data_mem[fill_q[1:0]] <= if_rsp_data_i;
    if (if_rsp_valid_i || x_put) begin
        err_q[fill_q[1:0]] <= x_put || if_rsp_err_i;
        page_q[fill_q[1:0]] <= x_put && x_page_q;
    end
    if (a_take) begin
        d_insn_q <= full ? raw : c_insn;
        d_raw_q <= fault ? 32'h0 : full ? raw : {16'h0, raw[15:0]};
        d_illegal_q <= !full && c_illegal;
        d_fault_q <= fault;
        d_fault_hi_q <= fault_hi;
        d_fault_page_q <= fault_page;
        d_pc_q <= a_pc_q;
        d_npc_q <= a_seq;
        d_ptaken_q <= a_ptaken;
        d_ptarget_q <= a_ptarget;
    end
end

`ifdef DOORBELL_ASSERT
wire [2:0] asserted_used = wr_q - rd_q;
wire [2:0] asserted_open = wr_q - fill_q;
always @(posedge clk) if (!rst) begin
    if (asserted_used > 3'd4 || asserted_open > 3'd4) begin $display("core_fetch: queue pointers"); $stop; end
    if (if_rsp_valid_i && wr_q == fill_q && !restart) begin $display("core_fetch: an answer without a request"); $stop; end
end
`endif

endmodule
`default_nettype wire
