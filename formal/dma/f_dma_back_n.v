// SPDX-License-Identifier: Apache-2.0
// dma_back at its seam with several channels, streams and 2D (docs/seams.md); 32-bit bus, bursts of 4 beats: any segments of
// any channel, any accesses of the front, any slave, any streams, errors and stops at any time.
//   - the AXI port keeps the rules; so do the streams that come out: offers stay, TKEEP is full but with TLAST
//   - in each channel each segment is reported once, after an error or a stop the rest as STOPPED
//   - no more bytes go to a stream than segments have for it, none are reported received that did not come
//   - the RTL's own: no write outside the destinations, no read without room, no word or burst too many in any queue
// The bytes themselves: f_dma_back.v and the random tests.
`default_nettype none
`include "doorbell_spec.vh"
`include "axi_wires.vh"
module f_dma_back_n #(parameter N = 2, parameter STREAMS = 1, parameter TWOD = 1) (input wire clk);
    localparam AW = 16, DW = 32, LANES = DW / 8, C_W = N > 1 ? $clog2(N) : 1;
    `AXI_WIRES(m_, 6, AW, DW)
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));

    // ---- the front ----
    (* anyseq *) wire f_seg, f_more, f_ar, f_aw, f_own, f_att;
    (* anyseq *) wire [C_W-1:0] f_ch, f_frch, f_attch;
    (* anyseq *) wire [N-1:0] f_stop;
    (* anyseq *) wire [2:0] f_form;
    (* anyseq *) wire [AW-1:0] f_src, f_dst, f_araddr, f_awaddr, f_ss, f_ds;
    (* anyseq *) wire [3:0] f_len;
    (* anyseq *) wire [1:0] f_rows;
    (* anyseq *) wire [7:0] f_pattern, f_arlen;
    (* anyseq *) wire [127:0] f_data;
    (* anyseq *) wire [10:0] f_attr;
    wire [N-1:0] seg_ready, back_busy;
    wire done_valid, done_eop, port_busy, fr_ar_ready, fr_aw_ready, fr_b_valid;
    wire [4:0] done_ch;
    wire [7:0] done_code;
    wire [31:0] done_bytes;
    reg  [N-1:0] halt_q, bad_q, job_q;     // job_q: a job goes on,
    reg  [1:0] kind_q [0:N-1];            //   0 in memory, 1 to stream, 2 from stream
    reg  [2:0] open_q [0:N-1];             // segments given and not reported
    reg  [N-1:0] rx_open_q;                // segments from the stream are among them
    reg  fr_q, own_q;
    reg  [C_W-1:0] awch_q;
    reg  [AW-1:0] awaddr_q;
    reg  [127:0] data_q;
    wire [1:0] kind = f_form == `DB_DESC_FORM_TX ? 2'd1 : f_form == `DB_DESC_FORM_RX ? 2'd2 : 2'd0;
    wire form_ok = f_form <= 3'd1 || (STREAMS != 0 && f_form <= 3'd3) || (TWOD != 0 && f_form == 3'd4);
    wire f_2d = f_form == `DB_DESC_FORM_COPY2D;
    wire seg = f_seg && f_ch < N && seg_ready[f_ch] && !halt_q[f_ch] && !bad_q[f_ch] && open_q[f_ch] < 3'd3 && form_ok && f_len != 0 &&
               (!job_q[f_ch] || kind == kind_q[f_ch]) && (!f_2d || f_rows != 0);
    wire ar_ok = f_frch < N && f_araddr[3:0] == 0 && f_arlen < 8'd4 && {1'b0, f_araddr[11:0]} + {3'd0, f_arlen, 2'd0} + 13'd4 <= 13'd4096;
    wire [N-1:0] done_me = done_valid ? 1 << done_ch : 0;
    reg  [N-1:0] clear;
    integer i;
    always @* for (i = 0; i < N; i = i + 1) clear[i] = halt_q[i] && open_q[i] == 0 && !back_busy[i] && !done_me[i];
    always @(posedge clk) begin
        for (i = 0; i < N; i = i + 1) begin
            halt_q[i] <= (halt_q[i] || f_stop[i] || (done_me[i] && done_code != `DB_REC_CODE_OK)) && !clear[i];
            bad_q[i]  <= (bad_q[i] || (done_me[i] && done_code != `DB_REC_CODE_OK)) && !clear[i];
            open_q[i] <= open_q[i] + (seg && f_ch == i) - done_me[i];
            if (clear[i]) job_q[i] <= 1'b0;
        end
        if (seg) begin
            job_q[f_ch]   <= f_more;
            kind_q[f_ch] <= kind;
        end
        if (!fr_q || fr_aw_ready) begin
            fr_q     <= f_aw && f_frch < N;
            awch_q   <= f_frch;
            own_q    <= f_own;
            awaddr_q <= {f_awaddr[AW-1:4], f_own && f_awaddr[3], 3'd0};
            data_q   <= f_data;
        end
        if (rst) begin
            halt_q <= 0;
            bad_q  <= 0;
            job_q  <= 0;
            fr_q   <= 1'b0;
            for (i = 0; i < N; i = i + 1) open_q[i] <= 3'd0;
        end
    end

    // ---- streams ----
    wire [N-1:0] mt_valid, mt_last, st_ready;
    wire [N*DW-1:0] mt_data;
    wire [N*LANES-1:0] mt_keep;
    (* anyseq *) wire [N-1:0] f_tready, f_svalid, f_slast;
    (* anyseq *) wire [N*DW-1:0] f_sdata;
    (* anyseq *) wire [2*N-1:0] f_skeep;   // lanes of the last beat less one
    reg  [N-1:0] sv_q, sl_q;
    reg  [N*DW-1:0] sd_q;
    reg  [N*LANES-1:0] sk_q;
    always @(posedge clk) begin
        for (i = 0; i < N; i = i + 1)
            if (!sv_q[i] || st_ready[i]) begin
                sv_q[i] <= f_svalid[i] && STREAMS != 0;
                sl_q[i] <= f_slast[i];
                sd_q[DW*i +: DW] <= f_sdata[DW*i +: DW];
                sk_q[LANES*i +: LANES] <= f_slast[i] ? (2 << f_skeep[2*i +: 2]) - 1 : {LANES{1'b1}};
            end
        if (rst) sv_q <= 0;
    end

    dma_back #(.N(N), .ADDR_W(AW), .DATA_W(DW), .MAX_BURST(4), .BUF_BEATS(16), .SEGS(4), .RD_OUT(2), .WR_OUT(2), .STREAMS(STREAMS),
        .TWOD(TWOD), .OWN_PORT(0)) u_dut (.clk(clk), .rst(rst),
        .seg_valid(seg), .seg_ch({{(5 - C_W){1'b0}}, f_ch}), .seg_form(f_form), .seg_len({28'd0, f_len}), .seg_src(f_src), .seg_dst(f_dst),
        .seg_pattern(f_pattern), .seg_more(f_more), .seg_irq(1'b0), .seg_rows({30'd0, f_rows}), .seg_sstride(f_ss), .seg_dstride(f_ds), .seg_ready(seg_ready),
        .done_valid(done_valid), .done_ch(done_ch), .done_code(done_code), .done_bytes(done_bytes), .done_eop(done_eop),
        .halt(halt_q), .clear(clear), .back_busy(back_busy), .port_busy(port_busy), .res_ch(5'd0),
        .att_we(f_att && f_attch < N && open_q[f_attch] == 0 && !back_busy[f_attch] && !port_busy), .att_ch({{(5 - C_W){1'b0}}, f_attch}),
        .att_cache(f_attr[3:0]), .att_prot(f_attr[6:4]), .att_weight(f_attr[10:7]),
        .fr_ar_valid(f_ar && ar_ok), .fr_ar_ready(fr_ar_ready), .fr_ar_ch({{(5 - C_W){1'b0}}, f_frch}), .fr_ar_addr(f_araddr), .fr_ar_len(f_arlen),
        .fr_ar_bytes({6'd0, f_arlen, 2'd0} + 16'd4), .fr_aw_valid(fr_q), .fr_aw_ready(fr_aw_ready), .fr_aw_ch({{(5 - C_W){1'b0}}, awch_q}),
        .fr_aw_own(own_q), .fr_aw_addr(awaddr_q), .fr_aw_data(data_q), .fr_b_valid(fr_b_valid),
        .m_axis_tvalid(mt_valid), .m_axis_tready(f_tready), .m_axis_tdata(mt_data), .m_axis_tkeep(mt_keep), .m_axis_tlast(mt_last),
        .s_axis_tvalid(sv_q), .s_axis_tready(st_ready), .s_axis_tdata(sd_q), .s_axis_tkeep(sk_q), .s_axis_tlast(sl_q), `AXI_DUT(m_axi_, m_));
    axi_slave #(.ID_W(6), .DATA_W(DW), .N(2)) u_slave (.clk(clk), .rst(rst), `AXI_SLAVE_PINS(m_));
    axi_props #(.ID_W(6), .ADDR_W(AW), .DATA_W(DW), .MAX_OF_ID(2), .MAX_WRITES(3)) u_props (.clk(clk), .rst(rst), `AXI_PINS(m_));

    // ---- what is reported, what the streams see ----
    function [2:0] lanes;
        input [LANES-1:0] k;
        lanes = k[0] + k[1] + k[2] + k[3];
    endfunction
    genvar c;
    generate // assertions without labels: every channel has its own
        for (c = 0; c < N; c = c + 1) begin : g_ch
            wire me = done_me[c], mine = seg && f_ch == c, tx_go = mt_valid[c] && f_tready[c], rx_go = sv_q[c] && st_ready[c];
            reg hold_q;                        // a word is offered and not taken
            reg [DW+LANES:0] word_q;
            reg [6:0] tx_q;                    // bytes that segments have for the stream and that have not gone out
            reg [3:0] jobs_q;                  // jobs for the stream whose TLAST has not gone out
            reg [6:0] rx_q;                    // bytes that have come and have not been reported
            reg rx_seg_q;                      // all segments since clear are from the stream
            wire [DW+LANES:0] word = {mt_data[DW*c +: DW], mt_keep[LANES*c +: LANES], mt_last[c]};
            wire [2:0] tx_n = lanes(mt_keep[LANES*c +: LANES]), rx_n = lanes(sk_q[LANES*c +: LANES]);
            always @(posedge clk) begin
                hold_q <= mt_valid[c] && !f_tready[c];
                word_q <= word;
                tx_q   <= tx_q + (mine && kind == 2'd1 ? {3'd0, f_len} : 7'd0) - (tx_go ? {4'd0, tx_n} : 7'd0);
                jobs_q <= jobs_q + (mine && kind == 2'd1 && !f_more) - (tx_go && mt_last[c]);
                rx_q   <= rx_q + (rx_go ? {4'd0, rx_n} : 7'd0) - (me && rx_seg_q ? done_bytes[6:0] : 7'd0);
                if (mine && kind != 2'd2) rx_seg_q <= 1'b0;
                else if (clear[c]) rx_seg_q <= 1'b1;
                if (rst) begin
                    hold_q   <= 1'b0;
                    tx_q     <= 7'd0;
                    jobs_q   <= 4'd0;
                    rx_q     <= 7'd0;
                    rx_seg_q <= 1'b1;
                end else begin
                    if (hold_q) assert (mt_valid[c] && word == word_q);
                    if (mt_valid[c]) begin
                        assert ((mt_keep[LANES*c +: LANES] & (mt_keep[LANES*c +: LANES] + 1'b1)) == 0 && mt_keep[LANES*c]);
                        if (!mt_last[c]) assert (&mt_keep[LANES*c +: LANES]);
                        else assert (jobs_q != 0);
                        assert (tx_q >= tx_n);
                    end
                    if (me) begin
                        assert (open_q[c] != 0);
                        if (bad_q[c]) assert (done_code == `DB_REC_CODE_STOPPED);
                        if (rx_seg_q) assert (done_bytes <= {25'd0, rx_q});
                    end
                    if (open_q[c] != 0 && !me) assert (back_busy[c]);
                end
            end
        end
    endgenerate
    always @(posedge clk) if (!rst) begin
        if (done_valid) channel_exists: assert (done_ch < N);
        cover (done_valid && done_code == `DB_REC_CODE_OK && open_q[0] != 0 && open_q[N-1] != 0);
        cover (done_valid && done_code == `DB_REC_CODE_OK && done_bytes == 32'd6); // 2D: two rows of three, among others
        if (STREAMS != 0) begin
            cover (mt_valid[0] && f_tready[0] && mt_last[0] && mt_keep[LANES-1:0] == 4'b0011);
            cover (done_valid && done_eop && done_bytes != 0);
        end
    end
endmodule
`default_nettype wire
