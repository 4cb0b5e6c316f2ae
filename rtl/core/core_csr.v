// SPDX-License-Identifier: Apache-2.0
// Control and status registers, machine mode.
//
// The set is what a hart without S and U mode has: no delegation, no mcounteren, menvcfg or PMP; access to any other
// number is illegal. Hardware event counters read as zero. S and U mode add their registers to the two case statements,
// their bits to mstatus, and a privilege check to illegal_o.
// An instruction that writes a counter suppresses its own increment: the next read gives what was written.
`default_nettype none

module core_csr #(
    parameter [63:0] HART_ID = 64'h0 // mhartid
) (
    input  wire        clk,
    input  wire        rst,
    // lines
    input  wire        irq_msip_i,
    input  wire        irq_mtip_i,
    input  wire        irq_meip_i,
    input  wire [63:0] time_i,        // mtime
    // access
    input  wire [11:0] addr_i,
    input  wire [2:0]  f3_i,          // funct3 of the CSR instruction
    input  wire [4:0]  zimm_i,        // its rs1 field
    input  wire [63:0] rs1_i,
    input  wire        exec_i,        // the instruction executes in this cycle
    output reg  [63:0] rdata_o,
    output wire        illegal_o,     // the access traps
    // events
    input  wire        retire_i,
    input  wire        mret_i,
    input  wire        irq_take_i,
    input  wire        trap_take_i,
    input  wire [3:0]  trap_cause_i,
    input  wire [63:1] trap_pc_i,
    input  wire [63:0] trap_tval_i,
    output wire [63:1] trap_vec_o,    // where the trap or interrupt goes
    output wire [63:1] mepc_o,
    output wire        irq_o,         // an enabled interrupt is pending
    output wire        wake_o         // a locally enabled interrupt is pending, whatever mstatus.MIE says
);

localparam [63:0] MISA = {2'd2, 36'h0, 26'h0001105}; // RV64, A C I M

reg mie_q, mpie_q;                  // mstatus
reg [2:0] mie_en_q;                 // mie: MEIE, MTIE, MSIE
reg [2:0] mip_q;                    // mip: MEIP, MTIP, MSIP
reg [61:0] mtvec_q;
reg mtvec_mode_q;
reg [62:0] mepc_q;
reg mcause_int_q;
reg [5:0] mcause_q;
reg [63:0] mtval_q, mscratch_q, mcycle_q, minstret_q;
reg inh_cy_q, inh_ir_q, skip_ir_q;
reg irq_q, wake_q;
reg [3:0] irq_code_q;               // belongs to irq_q: the lines may fall before the interrupt is taken

wire [2:0] active = mip_q & mie_en_q;
wire [63:0] bits_ie = {52'h0, mie_en_q[2], 3'h0, mie_en_q[1], 3'h0, mie_en_q[0], 3'h0};
wire [63:0] bits_ip = {52'h0, mip_q[2], 3'h0, mip_q[1], 3'h0, mip_q[0], 3'h0};

reg known;
always @* begin
    known = 1'b1;
    rdata_o = 64'h0;
    case (addr_i)
    12'h300: rdata_o = {51'h0, 2'b11, 3'h0, mpie_q, 3'h0, mie_q, 3'h0};
    12'h301: rdata_o = MISA;
    12'h304: rdata_o = bits_ie;
    12'h305: rdata_o = {mtvec_q, 1'b0, mtvec_mode_q};
    12'h320: rdata_o = {61'h0, inh_ir_q, 1'b0, inh_cy_q};
    12'h340: rdata_o = mscratch_q;
    12'h341: rdata_o = {mepc_q, 1'b0};
    12'h342: rdata_o = {mcause_int_q, 57'h0, mcause_q};
    12'h343: rdata_o = mtval_q;
    12'h344: rdata_o = bits_ip;
    12'hb00, 12'hc00: rdata_o = mcycle_q;
    12'hb02, 12'hc02: rdata_o = minstret_q;
    12'hc01: rdata_o = time_i;
    12'hf11, 12'hf12, 12'hf13, 12'hf15: rdata_o = 64'h0; // not assigned
    12'hf14: rdata_o = HART_ID;
    default: // mhpmcounter3-31, mhpmevent3-31
        known = (addr_i[11:5] == 7'h58 || addr_i[11:5] == 7'h19) && addr_i[4:0] > 5'd2;
    endcase
end

wire write = f3_i[1:0] == 2'b01 || zimm_i != 5'd0;
assign illegal_o = !known || (write && addr_i[11:10] == 2'b11);
wire [63:0] src = f3_i[2] ? {59'h0, zimm_i} : rs1_i;
wire [63:0] wdata = f3_i[1:0] == 2'b01 ? src : f3_i[1:0] == 2'b10 ? rdata_o | src : rdata_o & ~src;
wire we = exec_i && write && !illegal_o;

// highest first: external, software, timer
wire [3:0] irq_code = active[2] ? 4'd11 : active[0] ? 4'd3 : 4'd7;
wire [63:1] base = {mtvec_q, 1'b0};
wire [63:1] vec = base + {58'h0, irq_code_q, 1'b0};

assign trap_vec_o = irq_take_i && mtvec_mode_q ? vec : base;
assign mepc_o = mepc_q;
assign irq_o = irq_q;
assign wake_o = wake_q;

always @(posedge clk) begin
    mip_q <= {irq_meip_i, irq_mtip_i, irq_msip_i};
    irq_q <= mie_q && active != 3'h0;
    wake_q <= active != 3'h0;
    irq_code_q <= irq_code;
    if (rst) begin
        mie_q <= 1'b0;
        mpie_q <= 1'b0;
        mie_en_q <= 3'h0;
        mip_q <= 3'h0;
        irq_q <= 1'b0;
        wake_q <= 1'b0;
        mtvec_q <= 62'h0;
        mtvec_mode_q <= 1'b0;
        mepc_q <= 63'h0;
        mcause_int_q <= 1'b0;
        mcause_q <= 6'h0;
        mtval_q <= 64'h0;
        mscratch_q <= 64'h0;
        mcycle_q <= 64'h0;
        minstret_q <= 64'h0;
        inh_cy_q <= 1'b0;
        inh_ir_q <= 1'b0;
        skip_ir_q <= 1'b0;
    end else begin
        if (!inh_cy_q)
            mcycle_q <= mcycle_q + 64'h1;
        if (retire_i) begin
            skip_ir_q <= 1'b0;
            if (!inh_ir_q && !skip_ir_q)
                minstret_q <= minstret_q + 64'h1;
        end
        if (we) begin
            case (addr_i)
            12'h300: begin
                mie_q <= wdata[3];
                mpie_q <= wdata[7];
            end
            12'h304: mie_en_q <= {wdata[11], wdata[7], wdata[3]};
            12'h305: begin
                mtvec_q <= wdata[63:2];
                if (!wdata[1]) // reserved modes leave the mode as it is
                    mtvec_mode_q <= wdata[0];
            end
            12'h320: begin
                inh_cy_q <= wdata[0];
                inh_ir_q <= wdata[2];
                skip_ir_q <= inh_ir_q;
            end
            12'h340: mscratch_q <= wdata;
            12'h341: mepc_q <= wdata[63:1];
            12'h342: begin
                mcause_int_q <= wdata[63];
                mcause_q <= wdata[5:0];
            end
            12'h343: mtval_q <= wdata;
            12'hb00: mcycle_q <= wdata;
            12'hb02: begin
                minstret_q <= wdata;
                skip_ir_q <= 1'b1;
            end
            default: ;
            endcase
        end
        if (mret_i) begin
            mie_q <= mpie_q;
            mpie_q <= 1'b1;
        end
        if (irq_take_i || trap_take_i) begin
            mie_q <= 1'b0;
            mpie_q <= mie_q;
            mepc_q <= trap_pc_i;
            mcause_int_q <= irq_take_i;
            mcause_q <= {2'b00, irq_take_i ? irq_code_q : trap_cause_i};
            mtval_q <= irq_take_i ? 64'h0 : trap_tval_i;
        end
    end
end

endmodule
`default_nettype wire
