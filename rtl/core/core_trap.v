// SPDX-License-Identifier: Apache-2.0
// Interrupts and delegation: mip, mie, mideleg, medeleg and their supervisor views, and who takes a trap.
//
// Lines are registered, and so is the decision: it belongs to the state of the cycle before. That is early enough,
// because an instruction that changes the state leaves the reorder buffer a cycle after it acts, and the next one can
// only be interrupted then.
`default_nettype none

module core_trap (
    input  wire        clk,
    input  wire        rst,
    // lines
    input  wire        irq_msip_i,
    input  wire        irq_mtip_i,
    input  wire        irq_meip_i,
    input  wire        irq_seip_i,
    // state
    input  wire [1:0]  priv_i,
    input  wire        mie_i,         // mstatus.MIE
    input  wire        sie_i,         // mstatus.SIE
    // access: its registers among the CSRs
    input  wire [11:0] addr_i,
    output reg         known_o,       // addr_i is one of them
    output reg  [63:0] rdata_o,
    input  wire        we_i,
    input  wire [63:0] wdata_i,       // value after the instruction
    input  wire [1:0]  op_i,          // funct3[1:0]: 1 write, 2 set, 3 clear
    input  wire        seip_src_i,    // bit 9 of the operand: set and clear see the written SEIP, not the line
    // decisions
    input  wire        irq_take_i,    // an interrupt, else the exception trap_cause_i
    input  wire [3:0]  trap_cause_i,
    output wire        irq_o,         // an enabled interrupt is pending
    output wire        wake_o,        // one that mie enables is pending, whatever mstatus says
    output wire        to_s_o,        // the trap goes to S mode
    output wire [3:0]  cause_o        // its cause
);

localparam [11:0] ALL = 12'haaa;      // MEI SEI MTI STI MSI SSI
localparam [11:0] SUPER = 12'h222;    // the supervisor's three
localparam [15:0] EXC = 16'hb3ff;     // exceptions that can be delegated: all but ECALL from M mode

reg [11:0] mie_q, mideleg_q;
reg [15:0] medeleg_q;
reg line_meip_q, line_mtip_q, line_msip_q, line_seip_q;
reg seip_q, stip_q, ssip_q;           // written by software
reg irq_q, wake_q, irq_s_q;
reg [3:0] irq_code_q;                 // belongs to irq_q: the lines may fall before the interrupt is taken

wire [11:0] mip = {line_meip_q, 1'b0, line_seip_q || seip_q, 1'b0, line_mtip_q, 1'b0, stip_q, 1'b0,
                   line_msip_q, 1'b0, ssip_q, 1'b0};

always @* begin
    known_o = 1'b1;
    rdata_o = 64'h0;
    case (addr_i)
    12'h104: rdata_o[11:0] = mie_q & mideleg_q;
    12'h144: rdata_o[11:0] = mip & mideleg_q;
    12'h302: rdata_o[15:0] = medeleg_q;
    12'h303: rdata_o[11:0] = mideleg_q;
    12'h304: rdata_o[11:0] = mie_q;
    12'h344: rdata_o[11:0] = mip;
    default: known_o = 1'b0;
    endcase
end

wire [11:0] pend = mip & mie_q;
wire [11:0] m_pend = pend & ~mideleg_q;
wire [11:0] s_pend = pend & mideleg_q;
wire m_go = (priv_i != 2'd3 || mie_i) && |m_pend;
wire s_go = (priv_i == 2'd0 || (priv_i == 2'd1 && sie_i)) && |s_pend;
wire [11:0] set = m_go ? m_pend : s_pend;
wire unused = &{1'b0, set, wdata_i[63:16]};

assign irq_o = irq_q;
assign wake_o = wake_q;
assign to_s_o = irq_take_i ? irq_s_q : priv_i != 2'd3 && medeleg_q[trap_cause_i];
assign cause_o = irq_take_i ? irq_code_q : trap_cause_i;

always @(posedge clk) begin
    line_meip_q <= irq_meip_i;
    line_mtip_q <= irq_mtip_i;
    line_msip_q <= irq_msip_i;
    line_seip_q <= irq_seip_i;
    irq_q <= m_go || s_go;
    irq_s_q <= !m_go;
    wake_q <= |pend;
    // external, software, timer; machine before supervisor
    irq_code_q <= set[11] ? 4'd11 : set[3] ? 4'd3 : set[7] ? 4'd7 : set[9] ? 4'd9 : set[1] ? 4'd1 : 4'd5;
    if (rst) begin
        mie_q <= 12'h0;
        mideleg_q <= 12'h0;
        medeleg_q <= 16'h0;
        {seip_q, stip_q, ssip_q} <= 3'h0;
        {line_meip_q, line_mtip_q, line_msip_q, line_seip_q} <= 4'h0;
        irq_q <= 1'b0;
        wake_q <= 1'b0;
    end else if (we_i) begin
        case (addr_i)
        12'h104: mie_q <= (mie_q & ~mideleg_q) | (wdata_i[11:0] & mideleg_q);
        12'h144: if (mideleg_q[1])
            ssip_q <= wdata_i[1];
        12'h302: medeleg_q <= wdata_i[15:0] & EXC;
        12'h303: mideleg_q <= wdata_i[11:0] & SUPER;
        12'h304: mie_q <= wdata_i[11:0] & ALL;
        12'h344: begin
            seip_q <= op_i == 2'b01 ? seip_src_i : op_i == 2'b10 ? seip_q || seip_src_i : seip_q && !seip_src_i;
            stip_q <= wdata_i[5];
            ssip_q <= wdata_i[1];
        end
        default: ;
        endcase
    end
end

endmodule
`default_nettype wire
