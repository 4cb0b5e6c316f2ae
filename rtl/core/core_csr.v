// SPDX-License-Identifier: Apache-2.0
// Control and status registers and the privilege mode. Interrupt registers live in core_trap, PMP registers in core_pmp;
// access to a number that none of the three knows is illegal.
//
// What a register does not implement reads as zero: hardware event counters, custom identification, PPN bits above the
// physical address. Writes of reserved values (mstatus.MPP, satp.MODE, xenvcfg.CBIE, xtvec.MODE) leave the field, and
// satp as a whole, as it was. 64-bit registers that nothing needs all the time are in small memories, each with the one
// write port that a trap needs: they keep what stands in them over a reset, and begin as zero.
// An instruction that writes a counter suppresses its own increment: the next read gives what was written.
`default_nettype none

module core_csr #(
    parameter [63:0] HART_ID = 64'h0 // mhartid
) (
    input  wire        clk,
    input  wire        rst,
    input  wire [63:0] time_i,        // mtime
    // access
    input  wire [11:0] addr_i,
    input  wire [2:0]  f3_i,          // funct3 of the CSR instruction
    input  wire [4:0]  zimm_i,        // its rs1 field
    input  wire [63:0] rs1_i,
    input  wire        exec_i,        // the instruction executes in this cycle
    output wire [63:0] rdata_o,
    output wire        illegal_o,     // the access traps
    output wire        refetch_o,     // it changes what is fetched, and how: restart behind it, drop translations
    // registers elsewhere
    output wire        we_o,
    output wire [63:0] wdata_o,
    output wire        seip_src_o,    // bit 9 of the operand
    input  wire        trap_known_i,
    input  wire [63:0] trap_rdata_i,
    input  wire        pmp_known_i,
    input  wire [63:0] pmp_rdata_i,
    // events
    input  wire        retire_i,
    input  wire        mret_i,
    input  wire        sret_i,
    input  wire        irq_take_i,
    input  wire        trap_take_i,
    input  wire        trap_to_s_i,
    input  wire [3:0]  trap_cause_i,
    input  wire [63:1] trap_pc_i,
    input  wire [63:0] trap_tval_i,
    input  wire        ret_m_i,       // which epc is asked for: MRET's, else SRET's
    output wire [63:1] trap_vec_o,    // where the trap or interrupt goes
    output wire [63:1] epc_o,
    // state for the others
    output wire [1:0]  priv_o,        // 0 U, 1 S, 3 M
    output wire        mie_o,
    output wire        sie_o,
    output wire [1:0]  dpriv_o,       // for loads and stores (MPRV)
    output wire        sum_o,
    output wire        mxr_o,
    output wire        tvm_o,
    output wire        tw_o,
    output wire        tsr_o,
    output wire        sv39_o,        // satp.MODE
    output wire [25:0] root_o,        // satp.PPN
    output wire        pbmte_o,
    output wire [1:0]  cbie_o,        // cbo.inval at this privilege: 0 illegal, 1 flushes, 3 invalidates
    output wire        cbcfe_o,       // cbo.clean and cbo.flush are legal
    output wire        cbze_o,        // cbo.zero is legal
    output wire        fiom_o         // fences of I/O order memory too
);

localparam [63:0] MISA = {2'd2, 36'h0, 26'h0141105}; // RV64, A C I M S U
localparam [1:0] M = 2'd3, S = 2'd1, U = 2'd0;

reg [1:0] priv_q, mpp_q;
reg mie_q, mpie_q, sie_q, spie_q, spp_q, mprv_q, sum_q, mxr_q, tvm_q, tw_q, tsr_q; // mstatus
reg mtvec_mode_q, stvec_mode_q;
reg mcause_int_q, scause_int_q;
reg [5:0] mcause_q, scause_q;
reg [63:0] mcycle_q, minstret_q;
reg inh_cy_q, inh_ir_q, skip_ir_q;
reg [2:0] mcen_q, scen_q;             // xcounteren: IR, TM, CY
reg sv39_q;
reg [15:0] asid_q;
reg [25:0] root_q;
reg m_fiom_q, m_cbcfe_q, m_cbze_q, pbmte_q, s_fiom_q, s_cbcfe_q, s_cbze_q;
reg [1:0] m_cbie_q, s_cbie_q;

// xtvec, xepc, xscratch: one write port for CSR accesses and xepc on a trap; xtval has its own
localparam [2:0] A_MTVEC = 3'd0, A_STVEC = 3'd1, A_MEPC = 3'd2, A_SEPC = 3'd3, A_MSCRATCH = 3'd4, A_SSCRATCH = 3'd5;
reg [63:0] a_mem [0:7];
reg [63:0] tval_mem [0:1];
integer i;
initial begin
    for (i = 0; i < 8; i = i + 1)
        a_mem[i] = 64'h0;
    tval_mem[0] = 64'h0;
    tval_mem[1] = 64'h0;
end
reg [2:0] a_idx;
always @* begin
    case (addr_i)
    12'h305: a_idx = A_MTVEC;
    12'h105: a_idx = A_STVEC;
    12'h341: a_idx = A_MEPC;
    12'h141: a_idx = A_SEPC;
    12'h340: a_idx = A_MSCRATCH;
    default: a_idx = A_SSCRATCH;
    endcase
end
// one read port: a trap's vector, a return's epc (its funct3 is 0) and the access never meet
wire trap = irq_take_i || trap_take_i;
wire [63:0] a_rdata = a_mem[trap ? (trap_to_s_i ? A_STVEC : A_MTVEC) : f3_i == 3'd0 ? (ret_m_i ? A_MEPC : A_SEPC) : a_idx];

wire [63:0] sstatus = {30'h0, 2'd2, 12'h0, mxr_q, sum_q, 9'h0, spp_q, 2'h0, spie_q, 3'h0, sie_q, 1'b0};
wire [63:0] mstatus = {28'h0, 2'd2, 2'd2, 9'h0, tsr_q, tw_q, tvm_q, mxr_q, sum_q, mprv_q, 4'h0, mpp_q, 2'h0, spp_q, mpie_q,
                       1'b0, spie_q, 1'b0, mie_q, 1'b0, sie_q, 1'b0};

reg known;
reg [63:0] own;
always @* begin
    known = 1'b1;
    own = 64'h0;
    case (addr_i)
    12'h100: own = sstatus;
    12'h300: own = mstatus;
    12'h301: own = MISA;
    12'h105, 12'h305, 12'h140, 12'h340, 12'h141, 12'h341:
        own = {a_rdata[63:1], a_rdata[0] || (addr_i == 12'h305 && mtvec_mode_q) || (addr_i == 12'h105 && stvec_mode_q)};
    12'h106: own = {61'h0, scen_q};
    12'h306: own = {61'h0, mcen_q};
    12'h10a: own = {56'h0, s_cbze_q, s_cbcfe_q, s_cbie_q, 3'h0, s_fiom_q};
    12'h30a: own = {1'b0, pbmte_q, 54'h0, m_cbze_q, m_cbcfe_q, m_cbie_q, 3'h0, m_fiom_q};
    12'h142: own = {scause_int_q, 57'h0, scause_q};
    12'h342: own = {mcause_int_q, 57'h0, mcause_q};
    12'h143, 12'h343: own = tval_mem[!addr_i[9]];
    12'h180: own = {sv39_q, 3'h0, asid_q, 18'h0, root_q};
    12'h320: own = {61'h0, inh_ir_q, 1'b0, inh_cy_q};
    12'hb00, 12'hc00: own = mcycle_q;
    12'hb02, 12'hc02: own = minstret_q;
    12'hc01: own = time_i;
    12'hf11, 12'hf12, 12'hf13, 12'hf15: own = 64'h0; // not assigned
    12'hf14: own = HART_ID;
    default: // hpmcounter3-31, mhpmcounter3-31, mhpmevent3-31
        known = (addr_i[11:5] == 7'h60 || addr_i[11:5] == 7'h58 || addr_i[11:5] == 7'h19) && addr_i[4:0] > 5'd2;
    endcase
end
assign rdata_o = own | trap_rdata_i | pmp_rdata_i;

wire write = f3_i[1:0] == 2'b01 || zimm_i != 5'd0;
wire counter = addr_i[11:5] == 7'h60;
wire [2:0] enabled = mcen_q & (priv_q == U ? scen_q : 3'h7);
wire counts = priv_q == M || (addr_i[4:2] == 3'd0 && addr_i[1:0] != 2'd3 && enabled[addr_i[1:0]]);
assign illegal_o = !(known || trap_known_i || pmp_known_i) || (write && addr_i[11:10] == 2'b11) || addr_i[9:8] > priv_q
                || (counter && !counts) || (addr_i == 12'h180 && priv_q == S && tvm_q);
wire [63:0] src = f3_i[2] ? {59'h0, zimm_i} : rs1_i;
wire [63:0] wdata = f3_i[1:0] == 2'b01 ? src : f3_i[1:0] == 2'b10 ? rdata_o | src : rdata_o & ~src;
wire we = exec_i && write && !illegal_o;
wire satp_ok = wdata[63:60] == 4'd0 || wdata[63:60] == 4'd8;

assign we_o = we;
assign wdata_o = wdata;
assign seip_src_o = src[9];
// satp, menvcfg.PBMTE, PMP
assign refetch_o = we && (addr_i == 12'h180 || addr_i == 12'h30a || pmp_known_i);

wire by_code = irq_take_i && (trap_to_s_i ? stvec_mode_q : mtvec_mode_q);
assign trap_vec_o = a_rdata[63:1] + {58'h0, by_code ? trap_cause_i : 4'd0, 1'b0};
assign epc_o = a_rdata[63:1];

assign priv_o = priv_q;
assign mie_o = mie_q;
assign sie_o = sie_q;
assign dpriv_o = mprv_q ? mpp_q : priv_q; // MPRV is only set in M mode: leaving it clears the bit
assign sum_o = sum_q;
assign mxr_o = mxr_q;
assign tvm_o = tvm_q;
assign tw_o = tw_q;
assign tsr_o = tsr_q;
assign sv39_o = sv39_q;
assign root_o = root_q;
assign pbmte_o = pbmte_q;
wire [1:0] cbie_u = m_cbie_q & s_cbie_q; // of 0, 1 and 3 the smaller
assign cbie_o = priv_q == M ? 2'd3 : priv_q == S ? m_cbie_q : cbie_u;
assign cbcfe_o = priv_q == M || (m_cbcfe_q && (priv_q == S || s_cbcfe_q));
assign cbze_o = priv_q == M || (m_cbze_q && (priv_q == S || s_cbze_q));
assign fiom_o = priv_q != M && (m_fiom_q || (priv_q == U && s_fiom_q));

wire a_we = we && (addr_i == 12'h305 || addr_i == 12'h105 || addr_i == 12'h341 || addr_i == 12'h141 || addr_i == 12'h340 ||
                   addr_i == 12'h140);
wire a_vec = a_idx == A_MTVEC || a_idx == A_STVEC;
wire a_pc = a_vec || a_idx == A_MEPC || a_idx == A_SEPC;
wire tval_we = we && (addr_i == 12'h343 || addr_i == 12'h143);

always @(posedge clk) begin
    if (!rst && (trap || a_we))
        a_mem[trap ? (trap_to_s_i ? A_SEPC : A_MEPC) : a_idx]
            <= trap ? {trap_pc_i, 1'b0} : {wdata[63:2], wdata[1] && !a_vec, wdata[0] && !a_pc};
    if (!rst && (trap || tval_we))
        tval_mem[trap ? trap_to_s_i : !addr_i[9]] <= irq_take_i ? 64'h0 : trap ? trap_tval_i : wdata;
    if (rst) begin
        priv_q <= M;
        mpp_q <= U;
        {mie_q, mpie_q, sie_q, spie_q, spp_q, mprv_q, sum_q, mxr_q, tvm_q, tw_q, tsr_q} <= 11'h0;
        {mtvec_mode_q, stvec_mode_q} <= 2'h0;
        {mcause_int_q, scause_int_q} <= 2'h0;
        {mcause_q, scause_q} <= 12'h0;
        mcycle_q <= 64'h0;
        minstret_q <= 64'h0;
        inh_cy_q <= 1'b0;
        inh_ir_q <= 1'b0;
        skip_ir_q <= 1'b0;
        {mcen_q, scen_q} <= 6'h0;
        sv39_q <= 1'b0;
        asid_q <= 16'h0;
        root_q <= 26'h0;
        {m_fiom_q, m_cbcfe_q, m_cbze_q, pbmte_q, s_fiom_q, s_cbcfe_q, s_cbze_q, m_cbie_q, s_cbie_q} <= 11'h0;
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
            12'h100, 12'h300: begin
                sie_q <= wdata[1];
                spie_q <= wdata[5];
                spp_q <= wdata[8];
                sum_q <= wdata[18];
                mxr_q <= wdata[19];
                if (addr_i[9]) begin
                    mie_q <= wdata[3];
                    mpie_q <= wdata[7];
                    if (wdata[12:11] != 2'd2)
                        mpp_q <= wdata[12:11];
                    mprv_q <= wdata[17];
                    tvm_q <= wdata[20];
                    tw_q <= wdata[21];
                    tsr_q <= wdata[22];
                end
            end
            12'h305: if (!wdata[1])
                mtvec_mode_q <= wdata[0];
            12'h105: if (!wdata[1])
                stvec_mode_q <= wdata[0];
            12'h106: scen_q <= wdata[2:0];
            12'h306: mcen_q <= wdata[2:0];
            12'h10a: begin
                s_fiom_q <= wdata[0];
                if (wdata[5:4] != 2'd2)
                    s_cbie_q <= wdata[5:4];
                s_cbcfe_q <= wdata[6];
                s_cbze_q <= wdata[7];
            end
            12'h30a: begin
                m_fiom_q <= wdata[0];
                if (wdata[5:4] != 2'd2)
                    m_cbie_q <= wdata[5:4];
                m_cbcfe_q <= wdata[6];
                m_cbze_q <= wdata[7];
                pbmte_q <= wdata[62];
            end
            12'h142: begin
                scause_int_q <= wdata[63];
                scause_q <= wdata[5:0];
            end
            12'h342: begin
                mcause_int_q <= wdata[63];
                mcause_q <= wdata[5:0];
            end
            12'h180: if (satp_ok) begin
                sv39_q <= wdata[63];
                asid_q <= wdata[59:44];
                root_q <= wdata[25:0];
            end
            12'h320: begin
                inh_cy_q <= wdata[0];
                inh_ir_q <= wdata[2];
                skip_ir_q <= inh_ir_q;
            end
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
            priv_q <= mpp_q;
            mpp_q <= U;
            if (mpp_q != M)
                mprv_q <= 1'b0;
        end
        if (sret_i) begin
            sie_q <= spie_q;
            spie_q <= 1'b1;
            priv_q <= {1'b0, spp_q};
            spp_q <= 1'b0;
            mprv_q <= 1'b0;
        end
        if (trap && trap_to_s_i) begin
            sie_q <= 1'b0;
            spie_q <= sie_q;
            spp_q <= priv_q[0];
            priv_q <= S;
            scause_int_q <= irq_take_i;
            scause_q <= {2'b00, trap_cause_i};
        end
        if (trap && !trap_to_s_i) begin
            mie_q <= 1'b0;
            mpie_q <= mie_q;
            mpp_q <= priv_q;
            priv_q <= M;
            mcause_int_q <= irq_take_i;
            mcause_q <= {2'b00, trap_cause_i};
        end
    end
end

endmodule
`default_nettype wire
