// SPDX-License-Identifier: Apache-2.0
// The switchable coherent path: makes accesses of a device see and keep the core's data cache right. An access
// snoops if AxCACHE[3:2] is not 0, or as coherent_mode_i says, and its address is one a cache may hold.
//   Read:  every line of the burst is CLEANed (written back if dirty), then AR goes on.
//   Write: the burst's lines are locked against new fills, each is FLUSHed (written back, dropped), AW goes on,
//          and the lock is released with the write response. One such write at a time; it starts when its first
//          data are there and all earlier writes are answered (hence the first response with its ID is its own).
// Accesses that do not snoop pass with one cycle on AR and AW and none elsewhere, one a cycle. A read that does not
// snoop overtakes one that waits for its snoops, except of the same ID. Writes keep the order of their data, so one
// may wait for the write before it; that wait is bounded. W, R and B are wires.
`default_nettype none
`include "doorbell_spec.vh"
module axi_coherent #(
    parameter integer ID_W       = 6, // ID bits
    parameter integer LINE_BYTES = 64 // cache line, a power of two
) (
    input  wire            clk,
    input  wire            rst,
    input  wire [1:0]      coherent_mode_i, // 0 each access decides, 1 all snoop, 2 none does

    output wire            snp_req_valid_o, // to the L1D's snoop port
    input  wire            snp_req_ready_i,
    output wire [1:0]      snp_req_op_o,    // 1 CLEAN, 2 FLUSH
    output wire [39:0]     snp_req_addr_o,  // line
    input  wire            snp_rsp_valid_i,
    input  wire            snp_rsp_hit_i,   // not used: CLEAN and FLUSH are done either way
    input  wire            snp_rsp_last_i,
    output wire            lock_valid_o,    // no new fill of these lines
    output wire [39:0]     lock_lo_o,       // first line
    output wire [39:0]     lock_hi_o,       // last line, inclusive

    input  wire [ID_W-1:0] s_axi_awid, // from the device, physical addresses
    input  wire [39:0]     s_axi_awaddr,
    input  wire [7:0]      s_axi_awlen,
    input  wire [2:0]      s_axi_awsize,
    input  wire [1:0]      s_axi_awburst,
    input  wire [3:0]      s_axi_awcache,
    input  wire [2:0]      s_axi_awprot,
    input  wire [7:0]      s_axi_awuser,
    input  wire            s_axi_awvalid,
    output wire            s_axi_awready,
    input  wire [63:0]     s_axi_wdata,
    input  wire [7:0]      s_axi_wstrb,
    input  wire            s_axi_wlast,
    input  wire            s_axi_wvalid,
    output wire            s_axi_wready,
    output wire [ID_W-1:0] s_axi_bid,
    output wire [1:0]      s_axi_bresp,
    output wire            s_axi_bvalid,
    input  wire            s_axi_bready,
    input  wire [ID_W-1:0] s_axi_arid,
    input  wire [39:0]     s_axi_araddr,
    input  wire [7:0]      s_axi_arlen,
    input  wire [2:0]      s_axi_arsize,
    input  wire [1:0]      s_axi_arburst,
    input  wire [3:0]      s_axi_arcache,
    input  wire [2:0]      s_axi_arprot,
    input  wire [7:0]      s_axi_aruser,
    input  wire            s_axi_arvalid,
    output wire            s_axi_arready,
    output wire [ID_W-1:0] s_axi_rid,
    output wire [63:0]     s_axi_rdata,
    output wire [1:0]      s_axi_rresp,
    output wire            s_axi_rlast,
    output wire            s_axi_rvalid,
    input  wire            s_axi_rready,

    output wire [ID_W-1:0] m_axi_awid, // to the crossbar
    output wire [39:0]     m_axi_awaddr,
    output wire [7:0]      m_axi_awlen,
    output wire [2:0]      m_axi_awsize,
    output wire [1:0]      m_axi_awburst,
    output wire [3:0]      m_axi_awcache,
    output wire [2:0]      m_axi_awprot,
    output wire [7:0]      m_axi_awuser,
    output wire            m_axi_awvalid,
    input  wire            m_axi_awready,
    output wire [63:0]     m_axi_wdata,
    output wire [7:0]      m_axi_wstrb,
    output wire            m_axi_wlast,
    output wire            m_axi_wvalid,
    input  wire            m_axi_wready,
    input  wire [ID_W-1:0] m_axi_bid,
    input  wire [1:0]      m_axi_bresp,
    input  wire            m_axi_bvalid,
    output wire            m_axi_bready,
    output wire [ID_W-1:0] m_axi_arid,
    output wire [39:0]     m_axi_araddr,
    output wire [7:0]      m_axi_arlen,
    output wire [2:0]      m_axi_arsize,
    output wire [1:0]      m_axi_arburst,
    output wire [3:0]      m_axi_arcache,
    output wire [2:0]      m_axi_arprot,
    output wire [7:0]      m_axi_aruser,
    output wire            m_axi_arvalid,
    input  wire            m_axi_arready,
    input  wire [ID_W-1:0] m_axi_rid,
    input  wire [63:0]     m_axi_rdata,
    input  wire [1:0]      m_axi_rresp,
    input  wire            m_axi_rlast,
    input  wire            m_axi_rvalid,
    output wire            m_axi_rready
);
    localparam [1:0] OP_CLEAN = 2'd1;
    localparam [1:0] OP_FLUSH = 2'd2;
    localparam [1:0] WRAP     = 2'd2;
    localparam [1:0] FIXED    = 2'd0;
    localparam integer A_W  = ID_W + 68;
    localparam integer LINE_W = $clog2(LINE_BYTES);
    localparam [39:0] LINE_MASK = ~(40'd1 << LINE_W) + 40'd1; // -LINE_BYTES
    localparam [39:0] PADDR_TOP = ~((40'd1 << `DB_PADDR_BITS) - 40'd1); // set in addresses that nothing decodes

    generate
        if (LINE_BYTES < 8 || (1 << LINE_W) != LINE_BYTES || LINE_BYTES > 4096) begin : g_bad
            axi_coherent_LINE_BYTES_must_be_a_power_of_two_from_8_to_4096 stop ();
        end
    endgenerate

    // an access snoops
    function snoops;
        input [1:0] mode;
        input [1:0] cache; // AxCACHE[3:2]
        input [39:0] addr;
        snoops = (mode == 2'd1 || (mode == 2'd0 && cache != 2'd0)) && (addr & PADDR_TOP) == 40'd0;
    endfunction

    // first and last line of a burst, low 12 bits: it lies within 4 KiB
    function [23:0] lines;
        input [11:0] addr;
        input [7:0] len;
        input [1:0] size;
        input [1:0] burst;
        reg [11:0] step, bytes, lo, hi;
        begin
            step  = 12'd1 << size;
            bytes = ({4'd0, len} + 12'd1) << size;
            lo    = addr & ~(step - 12'd1);
            if (burst == WRAP) lo = addr & ~(bytes - 12'd1); // the wrap boundary
            hi    = burst == FIXED ? lo : lo + bytes - 12'd1;
            lines = {lo & LINE_MASK[11:0], hi & LINE_MASK[11:0]};
        end
    endfunction

    // ---- snoop requests: one at a time, flushes first (a lock is held meanwhile; they are bounded) ----
    reg         snp_busy_q;  // a request is on its way
    reg         snp_valid_q; // not yet taken
    reg         snp_wr_q;    // for the write
    reg  [39:0] snp_addr_q;
    wire        snp_done = snp_busy_q && snp_rsp_valid_i && snp_rsp_last_i;

    // ---- reads ----
    wire           ar_valid;
    wire [A_W-1:0] ar;
    wire           ar_ready;
    wire [ID_W-1:0] ar_id   = ar[A_W-1:68];
    wire [39:0]    ar_addr  = ar[67:28];
    wire           ar_snoop = snoops(coherent_mode_i, ar[14:13], ar_addr);
    wire [23:0]    ar_lines = lines(ar_addr[11:0], ar[27:20], ar[18:17], ar[16:15]);
    wire           ar_room; // in the output register

    reg           rd_busy_q;  // a read is held
    reg           rd_clean_q; // its lines are clean: it may go
    reg [A_W-1:0] rd_ar_q;
    reg [11:0]    rd_line_q;  // line to clean
    reg [11:0]    rd_end_q;   // last one
    wire          rd_take  = ar_valid && ar_snoop && !rd_busy_q;
    wire          ar_pass  = ar_valid && !ar_snoop && !rd_clean_q && !(rd_busy_q && rd_ar_q[A_W-1:68] == ar_id);
    wire          rd_want  = rd_busy_q && !rd_clean_q;
    assign ar_ready = rd_take || (ar_pass && ar_room);

    skid_buffer #(.W(A_W), .OUTREG(0)) u_ar_in (
        .clk(clk), .rst(rst), .s_valid_i(s_axi_arvalid), .s_ready_o(s_axi_arready),
        .s_data_i({s_axi_arid, s_axi_araddr, s_axi_arlen, s_axi_arsize, s_axi_arburst, s_axi_arcache,
                   s_axi_arprot, s_axi_aruser}),
        .m_valid_o(ar_valid), .m_ready_i(ar_ready), .m_data_o(ar));
    skid_buffer #(.W(A_W)) u_ar_out (
        .clk(clk), .rst(rst), .s_valid_i(rd_clean_q || ar_pass), .s_ready_o(ar_room),
        .s_data_i(rd_clean_q ? rd_ar_q : ar),
        .m_valid_o(m_axi_arvalid), .m_ready_i(m_axi_arready),
        .m_data_o({m_axi_arid, m_axi_araddr, m_axi_arlen, m_axi_arsize, m_axi_arburst, m_axi_arcache,
                   m_axi_arprot, m_axi_aruser}));

    always @(posedge clk) begin
        if (rd_take) begin
            rd_busy_q <= 1'b1;
            rd_ar_q   <= ar;
            rd_line_q <= ar_lines[23:12];
            rd_end_q  <= ar_lines[11:0];
        end
        if (snp_done && !snp_wr_q) begin
            rd_line_q  <= rd_line_q + LINE_BYTES[11:0];
            rd_clean_q <= rd_line_q == rd_end_q;
        end
        if (rd_clean_q && ar_room) begin
            rd_clean_q <= 1'b0;
            rd_busy_q  <= 1'b0;
        end
        if (rst) begin
            rd_busy_q  <= 1'b0;
            rd_clean_q <= 1'b0;
        end
    end

    // ---- writes ----
    localparam [1:0] ST_PASS  = 2'd0; // no coherent write under way
    localparam [1:0] ST_FLUSH = 2'd1; // locked, lines being flushed
    localparam [1:0] ST_SEND  = 2'd2; // AW goes on
    localparam [1:0] ST_WAIT  = 2'd3; // AW gone, locked until its response

    wire           aw_valid;
    wire [A_W-1:0] aw;
    wire           aw_ready;
    wire [39:0]    aw_addr  = aw[67:28];
    wire           aw_snoop = snoops(coherent_mode_i, aw[14:13], aw_addr);
    wire [23:0]    aw_lines = lines(aw_addr[11:0], aw[27:20], aw[18:17], aw[16:15]);
    wire           aw_room; // in the output register

    reg [1:0]      wr_state_q;
    reg [27:0]     wr_page_q; // 4 KiB page of the burst
    reg [11:0]     wr_line_q; // line to flush
    reg [11:0]     wr_lo_q;
    reg [11:0]     wr_end_q;
    reg [ID_W-1:0] wr_id_q;
    reg            lock_q;
    reg [7:0]      out_q;     // AWs gone on whose response has not come
    reg [8:0]      ahead_q;   // signed: W bursts complete less AWs gone on
    reg            mid_q;     // inside a W burst
    wire           w_here   = s_axi_wvalid || mid_q || (ahead_q != 9'd0 && !ahead_q[8]);
    wire           aw_free  = (wr_state_q == ST_PASS || wr_state_q == ST_WAIT) && out_q != 8'hff;
    wire           aw_pass  = aw_valid && !aw_snoop && aw_free;
    wire           aw_begin = aw_valid && aw_snoop && wr_state_q == ST_PASS && out_q == 8'd0 && w_here;
    wire           aw_go    = aw_pass || wr_state_q == ST_SEND;
    wire           wr_want  = wr_state_q == ST_FLUSH;
    wire           b_done   = m_axi_bvalid && s_axi_bready;
    wire           w_done   = s_axi_wvalid && m_axi_wready;
    assign aw_ready = aw_go && aw_room;

    skid_buffer #(.W(A_W), .OUTREG(0)) u_aw_in (
        .clk(clk), .rst(rst), .s_valid_i(s_axi_awvalid), .s_ready_o(s_axi_awready),
        .s_data_i({s_axi_awid, s_axi_awaddr, s_axi_awlen, s_axi_awsize, s_axi_awburst, s_axi_awcache,
                   s_axi_awprot, s_axi_awuser}),
        .m_valid_o(aw_valid), .m_ready_i(aw_ready), .m_data_o(aw));
    skid_buffer #(.W(A_W)) u_aw_out (
        .clk(clk), .rst(rst), .s_valid_i(aw_go), .s_ready_o(aw_room), .s_data_i(aw),
        .m_valid_o(m_axi_awvalid), .m_ready_i(m_axi_awready),
        .m_data_o({m_axi_awid, m_axi_awaddr, m_axi_awlen, m_axi_awsize, m_axi_awburst, m_axi_awcache,
                   m_axi_awprot, m_axi_awuser}));

    always @(posedge clk) begin
        case (wr_state_q)
            ST_PASS:
                if (aw_begin) begin
                    wr_state_q <= ST_FLUSH;
                    lock_q     <= 1'b1;
                    wr_page_q  <= aw_addr[39:12];
                    wr_lo_q    <= aw_lines[23:12];
                    wr_line_q  <= aw_lines[23:12];
                    wr_end_q   <= aw_lines[11:0];
                    wr_id_q    <= aw[A_W-1:68];
                end
            ST_FLUSH:
                if (snp_done && snp_wr_q) begin
                    wr_line_q <= wr_line_q + LINE_BYTES[11:0];
                    if (wr_line_q == wr_end_q) wr_state_q <= ST_SEND;
                end
            ST_SEND: if (aw_room) wr_state_q <= ST_WAIT;
            default:
                if (b_done && m_axi_bid == wr_id_q) begin
                    wr_state_q <= ST_PASS;
                    lock_q     <= 1'b0;
                end
        endcase
        if (aw_ready != b_done) out_q <= aw_ready ? out_q + 8'd1 : out_q - 8'd1;
        if (aw_ready != (w_done && s_axi_wlast)) ahead_q <= aw_ready ? ahead_q - 9'd1 : ahead_q + 9'd1;
        if (w_done) mid_q <= !s_axi_wlast;
        if (rst) begin
            wr_state_q <= ST_PASS;
            lock_q     <= 1'b0;
            out_q      <= 8'd0;
            ahead_q    <= 9'd0;
            mid_q      <= 1'b0;
        end
    end

    assign lock_valid_o = lock_q;
    assign lock_lo_o    = {wr_page_q, wr_lo_q};
    assign lock_hi_o    = {wr_page_q, wr_end_q};

    always @(posedge clk) begin
        if (!snp_busy_q) begin
            if (wr_want || rd_want) begin
                snp_busy_q  <= 1'b1;
                snp_valid_q <= 1'b1;
                snp_wr_q    <= wr_want;
                snp_addr_q  <= wr_want ? {wr_page_q, wr_line_q} : {rd_ar_q[67:40], rd_line_q};
            end
        end else begin
            if (snp_req_ready_i) snp_valid_q <= 1'b0;
            if (snp_done) snp_busy_q <= 1'b0;
        end
        if (rst) begin
            snp_busy_q  <= 1'b0;
            snp_valid_q <= 1'b0;
        end
    end

    assign snp_req_valid_o = snp_valid_q;
    assign snp_req_op_o    = snp_wr_q ? OP_FLUSH : OP_CLEAN;
    assign snp_req_addr_o  = snp_addr_q;

    assign m_axi_wdata   = s_axi_wdata;
    assign m_axi_wstrb   = s_axi_wstrb;
    assign m_axi_wlast   = s_axi_wlast;
    assign m_axi_wvalid  = s_axi_wvalid;
    assign m_axi_bready  = s_axi_bready;
    assign m_axi_rready  = s_axi_rready;
    assign s_axi_wready  = m_axi_wready;
    assign s_axi_bid     = m_axi_bid;
    assign s_axi_bresp   = m_axi_bresp;
    assign s_axi_bvalid  = m_axi_bvalid;
    assign s_axi_rid     = m_axi_rid;
    assign s_axi_rdata   = m_axi_rdata;
    assign s_axi_rresp   = m_axi_rresp;
    assign s_axi_rlast   = m_axi_rlast;
    assign s_axi_rvalid  = m_axi_rvalid;

    wire unused = &{1'b0, snp_rsp_hit_i, LINE_MASK[39:12], ar_lines, ar[19], aw[19]};

`ifdef DOORBELL_ASSERT
    reg p_free_q; // no lock in the cycle before
    always @(posedge clk) begin
        p_free_q <= !lock_q;
        if (!rst && snp_rsp_valid_i && !snp_busy_q) begin
            $display("%m: snoop answer without a request");
            $stop;
        end
        if (!rst && snp_valid_q && snp_wr_q && (p_free_q || !lock_q)) begin
            $display("%m: flush without the lock");
            $stop;
        end
        if (!rst && b_done && out_q == 8'd0) begin
            $display("%m: write response without a request");
            $stop;
        end
    end
`endif
endmodule
`default_nettype wire
