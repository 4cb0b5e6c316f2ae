// SPDX-License-Identifier: Apache-2.0
// dma_back against its seam (docs/seams.md), one channel, 32-bit bus, bursts of 4 beats: any segments (copy, fill) and any
// accesses of the front, any slave, errors and stops at any time.
//   - its AXI port keeps the rules
//   - each segment is reported exactly once, in order; OK only with all its bytes and all its writes answered;
//     after an error or a stop the rest is STOPPED
//   - no byte outside the destinations of the segments is written, and a byte written is the right one
//   - a halted channel drains
`default_nettype none
`include "doorbell_spec.vh"
`include "axi_wires.vh"
module f_dma_back (input wire clk);
    localparam AW = 16, DW = 32; // pages and bursts need no more address
    `AXI_WIRES(m_, 6, AW, DW)
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));

    // ---- the front ----
    (* anyseq *) wire f_seg, f_fill, f_more, f_ar, f_aw, f_own, f_stop, f_att, f_pick;
    (* anyseq *) wire [AW-1:0] f_src, f_dst, f_araddr, f_awaddr;
    (* anyseq *) wire [31:0] f_len;
    (* anyseq *) wire [7:0] f_pattern, f_arlen;
    (* anyseq *) wire [127:0] f_data;
    (* anyseq *) wire [10:0] f_attr;
    wire seg_ready, done_valid, done_eop, back_busy, port_busy, fr_ar_ready, fr_r_valid, fr_r_last, fr_aw_ready, fr_b_valid;
    wire [7:0] done_code;
    wire [31:0] done_bytes;
    wire [AW-1:0] done_addr;
    reg        halt_q, bad_q;        // halt; something of this run has failed
    reg  [2:0] open_q;               // segments given and not reported
    reg        fr_q;                 // a write of the front is offered
    reg        own_q;
    reg  [AW-1:0] awaddr_q;
    reg  [127:0] data_q;
    wire clear = halt_q && open_q == 0 && !back_busy && !done_valid;
    wire seg   = f_seg && seg_ready && !halt_q && !bad_q && open_q < 3'd4 && f_len != 0 && f_len <= 32'd24;
    wire ar_ok = f_araddr[3:0] == 0 && f_arlen < 8'd4 && {1'b0, f_araddr[11:0]} + {3'd0, f_arlen, 2'd0} + 13'd4 <= 13'd4096;
    always @(posedge clk) begin
        halt_q <= (halt_q || f_stop || (done_valid && done_code != `DB_REC_CODE_OK)) && !clear;
        bad_q  <= (bad_q || (done_valid && done_code != `DB_REC_CODE_OK)) && !clear;
        open_q <= open_q + seg - done_valid;
        if (!fr_q || fr_aw_ready) begin
            fr_q     <= f_aw;
            own_q    <= f_own;
            awaddr_q <= {f_awaddr[AW-1:4], f_own && f_awaddr[3], 3'd0};
            data_q   <= f_data;
        end
        if (rst) begin
            halt_q <= 1'b0;
            bad_q  <= 1'b0;
            open_q <= 3'd0;
            fr_q   <= 1'b0;
        end
    end

    // ---- AXI: data after their request (what a beat is for is then known) ----
    reg  [2:0]    an_q;              // writes accepted whose data have not ended
    wire          s_wready;
    assign m_wready = s_wready && an_q != 0;
    dma_back #(.N(1), .ADDR_W(AW), .DATA_W(DW), .MAX_BURST(4), .BUF_BEATS(16), .SEGS(4), .RD_OUT(2), .WR_OUT(2), .STREAMS(0),
        .TWOD(0), .OWN_PORT(0)) u_dut (.clk(clk), .rst(rst),
        .seg_valid(seg), .seg_ch(5'd0), .seg_form(f_fill ? `DB_DESC_FORM_FILL : 3'd0), .seg_len(f_len), .seg_src(f_src), .seg_dst(f_dst),
        .seg_pattern(f_pattern), .seg_more(f_more), .seg_irq(1'b0), .seg_rows(32'd0), .seg_sstride({AW{1'b0}}), .seg_dstride({AW{1'b0}}), .seg_ready(seg_ready),
        .done_valid(done_valid), .done_code(done_code), .done_bytes(done_bytes), .done_eop(done_eop), .done_addr(done_addr),
        .halt(halt_q), .clear(clear), .back_busy(back_busy), .port_busy(port_busy), .res_ch(5'd0),
        .att_we(f_att && open_q == 0 && !back_busy && !port_busy), .att_ch(5'd0), .att_cache(f_attr[3:0]), .att_prot(f_attr[6:4]), .att_weight(f_attr[10:7]),
        .fr_ar_valid(f_ar && ar_ok), .fr_ar_ready(fr_ar_ready), .fr_ar_ch(5'd0), .fr_ar_addr(f_araddr), .fr_ar_len(f_arlen), .fr_ar_bytes({6'd0, f_arlen, 2'd0} + 16'd4),
        .fr_r_valid(fr_r_valid), .fr_r_last(fr_r_last), .fr_aw_valid(fr_q), .fr_aw_ready(fr_aw_ready), .fr_aw_ch(5'd0), .fr_aw_own(own_q),
        .fr_aw_addr(awaddr_q), .fr_aw_data(data_q), .fr_b_valid(fr_b_valid), .m_axis_tready(1'b0), .s_axis_tvalid(1'b0),
        .s_axis_tdata({DW{1'b0}}), .s_axis_tkeep({DW/8{1'b0}}), .s_axis_tlast(1'b0), `AXI_DUT(m_axi_, m_));
    axi_slave #(.ID_W(6), .DATA_W(DW), .N(2)) u_slave (.clk(clk), .rst(rst),
        .awid(m_awid), .awvalid(m_awvalid), .awready(m_awready), .wlast(m_wlast), .wvalid(m_wvalid && an_q != 0), .wready(s_wready), .bid(m_bid),
        .bresp(m_bresp), .bvalid(m_bvalid), .bready(m_bready), .arid(m_arid), .arlen(m_arlen), .arvalid(m_arvalid), .arready(m_arready),
        .rid(m_rid), .rdata(m_rdata), .rresp(m_rresp), .rlast(m_rlast), .rvalid(m_rvalid), .rready(m_rready));
    axi_props #(.ID_W(6), .ADDR_W(AW), .DATA_W(DW), .MAX_OF_ID(2), .MAX_WRITES(3)) u_props (.clk(clk), .rst(rst), `AXI_PINS(m_));

    // ---- one byte: f_d, which no segment before the followed one and no write of the front may touch ----
    (* anyconst *) wire [AW-1:0] f_d;
    (* anyconst *) wire [7:0] f_v;       // what belongs there
    reg          trk_q;                  // a segment that holds f_d has been given
    reg [AW-1:0] s_q;                    // where its byte comes from
    reg          fill_q;
    wire [AW:0]  end_dst = {1'b0, f_dst} + f_len;
    wire in_seg = f_d >= f_dst && {1'b0, f_d} < end_dst;
    reg [AW-1:0] wa_q [0:3];             // of the accepted writes: word address and front's?
    reg          wf_q [0:3];
    reg [AW-1:0] ra_q [0:1];             // of the accepted data reads
    reg [1:0]    rn_q;
    wire aw_go = m_awvalid && m_awready, w_go = m_wvalid && m_wready, ar_go = m_arvalid && m_arready && !m_arid[5];
    wire r_go = m_rvalid && m_rready && !m_rid[5];
    wire w_end = w_go && m_wlast, r_end = r_go && m_rlast;
    wire here  = w_go && wa_q[0][AW-1:2] == f_d[AW-1:2] && m_wstrb[f_d[1:0]];
    wire [2:0] an = an_q - w_end;
    wire [1:0] rn = rn_q - r_end;
    reg [2:0] wr_open_q;                 // data writes not answered
    integer i;
    always @(posedge clk) begin
        an_q <= an + aw_go;
        rn_q <= rn + ar_go;
        if (w_go) wa_q[0] <= wa_q[0] + 4;
        if (r_go) ra_q[0] <= ra_q[0] + 4;
        if (w_end) for (i = 0; i < 3; i = i + 1) begin
            wa_q[i] <= wa_q[i + 1];
            wf_q[i] <= wf_q[i + 1];
        end
        if (r_end) ra_q[0] <= ra_q[1];
        if (aw_go) begin
            wa_q[an[1:0]] <= m_awaddr;
            wf_q[an[1:0]] <= m_awid[5];
        end
        if (ar_go) ra_q[rn[0]] <= m_araddr;
        wr_open_q <= wr_open_q + (aw_go && !m_awid[5]) - (m_bvalid && m_bready && !m_bid[5]);
        if (seg && in_seg) begin
            trk_q  <= 1'b1;
            s_q    <= f_src + (f_d - f_dst);
            fill_q <= f_fill;
        end
        // assumptions that the solver can always meet: the source byte is f_v; destinations do not overlap
        if (!rst && seg && in_seg) assume (!trk_q && (!f_fill || f_pattern == f_v));
        if (!rst && seg) assume (!end_dst[AW]);
        if (!rst && trk_q && !fill_q && r_go && ra_q[0][AW-1:2] == s_q[AW-1:2]) assume (m_rdata[8*s_q[1:0] +: 8] == f_v);
        if (rst) begin
            an_q <= 0;
            rn_q <= 0;
            trk_q <= 1'b0;
            wr_open_q <= 0;
        end else begin
            if (here && !wf_q[0]) begin
                only_in_destinations: assert (trk_q);
                right_byte: assert (m_wdata[8*f_d[1:0] +: 8] == f_v);
            end
            if (ar_go) reads_in_order: assert (m_arid == 6'd0);
        end
    end

    // ---- one segment, any ----
    reg seg_q;
    reg [2:0] ahead_q;
    reg [31:0] len_q;
    wire mine = seg_q && ahead_q == 0;
    reg [2:0] err_q;                     // cycles since an error was answered to a write of this run, 0: none
    wire b_err = m_bvalid && m_bready && !m_bid[5] && m_bresp[1];
    always @(posedge clk) err_q <= rst || clear ? 3'd0 : err_q == 0 ? {2'd0, b_err} : err_q != 3'd7 ? err_q + 3'd1 : 3'd7;
    always @(posedge clk) begin
        if (!seg_q) begin
            seg_q   <= seg && f_pick;
            ahead_q <= open_q - done_valid;
            len_q   <= f_len;
        end else if (done_valid) begin
            ahead_q <= ahead_q - 1;
            seg_q   <= !mine;
        end
        if (rst) seg_q <= 1'b0;
        else if (done_valid) begin
            done_once: assert (open_q != 0);
            if (bad_q) rest_stopped: assert (done_code == `DB_REC_CODE_STOPPED);
            known_code: assert (done_code == `DB_REC_CODE_OK || done_code == `DB_REC_CODE_READ_SLV || done_code == `DB_REC_CODE_READ_DEC ||
                done_code == `DB_REC_CODE_WRITE_SLV || done_code == `DB_REC_CODE_WRITE_DEC || done_code == `DB_REC_CODE_STOPPED);
            if (mine && done_code == `DB_REC_CODE_OK) all_bytes: assert (done_bytes == len_q);
            if (err_q == 3'd7) error_told: assert (done_code != `DB_REC_CODE_OK);
            if (mine) no_more_bytes: assert (done_bytes <= len_q);
            if (done_code == `DB_REC_CODE_OK && open_q == 1) after_responses: assert (wr_open_q == 0);
        end
        if (!rst) begin
            if (open_q != 0 && !done_valid) busy_while_open: assert (back_busy);
            cover (done_valid && done_code == `DB_REC_CODE_OK && mine && len_q == 9);
            cover (done_valid && done_code == `DB_REC_CODE_OK && here_q);
            cover (done_valid && done_code == `DB_REC_CODE_READ_SLV);
            cover (done_valid && done_code == `DB_REC_CODE_WRITE_DEC);
            cover (done_valid && done_code == `DB_REC_CODE_STOPPED && done_bytes != 0);
            cover (fr_b_valid && open_q == 2);
        end
    end
    reg here_q;
    always @(posedge clk) here_q <= !rst && (here_q || (here && !fill_q));
endmodule
`default_nettype wire
