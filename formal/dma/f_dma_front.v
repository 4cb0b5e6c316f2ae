// SPDX-License-Identifier: Apache-2.0
// dma_front alone, one channel, a ring of four slots of 32 bytes published by the tail, copies and fills; against any back:
// descriptors of any content, read errors, segments taken and done when it likes, with any status, responses of records.
//   - it asks for descriptors in order, never beyond the tail, within 4 KiB, and for nothing once the channel is halted
//   - segment n is descriptor n, word for word; none of a descriptor that came with an error or is bad
//   - records stand in order in their ring, one for each job, with the status and bytes of its segments; one that does not
//     say OK is the last; the record of a finished job comes within 20 cycles where nothing keeps it
//   - no interrupt before the response of a record that asked for one
`default_nettype none
`include "doorbell_spec.vh"
module f_dma_front (input wire clk);
    localparam AW = 32;
    localparam [AW-1:0] RING = 32'h1fe0, REC = 32'h3fe0; // a page ends behind the first slot and behind the second record
    wire rst;
    reset u_rst (.clk(clk), .rst(rst));
    wire [16:0] awaddr;
    wire [63:0] wdata;
    wire [7:0]  wstrb;
    wire awvalid, awready, wready, running, stopped;
    wire [1:0] published;
    dma_driver #(.RING(RING), .REC(REC)) u_sw (.clk(clk), .rst(rst), .awaddr(awaddr), .wdata(wdata), .wstrb(wstrb), .valid(awvalid),
        .ready(awready), .published(published), .running(running), .stopped(stopped));

    // ---- the back ----
    (* anyseq *) wire f_seg, f_done, f_arready, f_r, f_rerr, f_awready, f_b, f_berr;
    (* anyseq *) wire [2:0] f_code;
    (* anyseq *) wire [7:0] f_bytes;
    (* anyseq *) wire [63:0] f_raw;
    wire [63:0] f_rdata = f_raw & 64'h00000003_0003031f; // all flags, and two bits of every field: the others go the same way
    (* anyseq *) wire [31:0] f_res;
    (* anyconst *) wire f_prompt;      // records go at once
    wire seg_valid, seg_more, halt, clear, ar_valid, aw_valid, aw_own, irq, busy;
    wire [2:0] seg_form;
    wire [31:0] seg_len;
    wire [AW-1:0] seg_src, seg_dst, ar_addr, aw_addr;
    wire [7:0] seg_pattern, ar_len;
    wire [15:0] ar_bytes;
    wire [127:0] aw_data;
    reg  [2:0] segs_q, dones_q;        // segments given, done
    reg        bad_q;                  // one was not OK
    reg  [2:0] rn_q;                   // bursts asked for whose data have not ended
    reg  [7:0] rlen_q [0:3];
    reg  [7:0] rbeat_q;
    reg  [2:0] recs_q, bs_q;           // records handed over, answered
    wire open      = segs_q != dones_q;
    wire done      = f_done && open;
    wire [7:0] code = bad_q ? `DB_REC_CODE_STOPPED : f_code == 0 ? `DB_REC_CODE_READ_SLV : f_code == 1 ? `DB_REC_CODE_WRITE_DEC :
                      f_code == 2 && halt ? `DB_REC_CODE_STOPPED : `DB_REC_CODE_OK;
    wire ar_ready  = f_arready && rn_q < 3'd3;
    wire ar_go     = ar_valid && ar_ready;
    wire r_valid   = f_r && rn_q != 0;
    wire r_last    = rbeat_q == rlen_q[0];
    wire r_end     = r_valid && r_last;
    wire aw_ready  = f_awready || f_prompt;
    wire aw_go     = aw_valid && aw_ready;
    wire b_valid   = (f_b || f_prompt) && bs_q != recs_q;
    wire [2:0] rn  = rn_q - r_end;
    integer i;
    always @(posedge clk) begin
        segs_q  <= segs_q + seg_valid;
        dones_q <= dones_q + done;
        bad_q   <= bad_q || (done && code != `DB_REC_CODE_OK);
        rn_q    <= rn + ar_go;
        if (r_valid) rbeat_q <= r_last ? 8'd0 : rbeat_q + 8'd1;
        if (r_end) for (i = 0; i < 3; i = i + 1) rlen_q[i] <= rlen_q[i + 1];
        if (ar_go) rlen_q[rn[1:0]] <= ar_len;
        recs_q  <= recs_q + aw_go;
        bs_q    <= bs_q + b_valid;
        if (rst) begin
            segs_q  <= 0;
            dones_q <= 0;
            bad_q   <= 1'b0;
            rn_q    <= 0;
            rbeat_q <= 0;
            recs_q  <= 0;
            bs_q    <= 0;
        end
    end
    dma_front #(.CHANNELS(1), .DATA_W(64), .ADDR_W(AW), .AXIL_W(64), .LISTS(0), .FILL(1), .TWOD(0), .STREAMS(0), .PREFETCH(16),
        .EW(3), .QW(3)) u_dut (.clk(clk), .rst(rst), .quirk_i(32'd0),
        .s_axil_awaddr(awaddr), .s_axil_awvalid(awvalid), .s_axil_awready(awready), .s_axil_wdata(wdata), .s_axil_wstrb(wstrb),
        .s_axil_wvalid(awvalid), .s_axil_wready(wready), .s_axil_bready(1'b1), .s_axil_araddr(17'd0), .s_axil_arsize(2'd3),
        .s_axil_arvalid(1'b0), .s_axil_rready(1'b1),
        .seg_valid(seg_valid), .seg_form(seg_form), .seg_len(seg_len), .seg_src(seg_src), .seg_dst(seg_dst), .seg_pattern(seg_pattern),
        .seg_more(seg_more), .seg_ready(f_seg && !halt), .done_valid(done), .done_ch(5'd0), .done_code(code), .done_bytes({24'd0, f_bytes}),
        .done_eop(1'b0), .done_addr({AW{1'b0}}), .early_valid(1'b0), .early_ch(5'd0), .halt(halt), .clear(clear), .back_busy(open),
        .port_busy(1'b0), .res_bytes(f_res), .fr_ar_valid(ar_valid), .fr_ar_ready(ar_ready), .fr_ar_addr(ar_addr), .fr_ar_len(ar_len),
        .fr_ar_bytes(ar_bytes), .fr_r_valid(r_valid), .fr_r_ch(5'd0), .fr_r_data(f_rdata), .fr_r_resp({f_rerr, 1'b0}), .fr_r_last(r_last),
        .fr_aw_valid(aw_valid), .fr_aw_ready(aw_ready), .fr_aw_own(aw_own), .fr_aw_addr(aw_addr), .fr_aw_data(aw_data),
        .fr_b_valid(b_valid), .fr_b_ch(5'd0), .fr_b_resp({f_berr, 1'b0}), .irq_o(irq), .busy_o(busy));

    // ---- descriptors: asked for, and as they came ----
    reg [3:0]  asked_q;                // units of 16 bytes
    reg [3:0]  words_q;                // words of 8 bytes that have come
    reg [63:0] w_q [0:15];
    reg        e_q [0:15];
    wire [3:0] n_units = ar_bytes[7:4];
    always @(posedge clk) begin
        if (ar_go) asked_q <= asked_q + n_units;
        if (r_valid) begin
            words_q       <= words_q + 4'd1;
            w_q[words_q]  <= f_rdata;
            e_q[words_q]  <= f_rerr;
        end
        if (rst) begin
            asked_q <= 4'd0;
            words_q <= 4'd0;
        end else if (ar_valid) begin
            in_order:     assert (ar_addr == RING + {24'd0, asked_q, 4'd0});
            not_empty:    assert (ar_bytes != 16'd0 && ar_bytes <= 16'd256 && ar_bytes[3:0] == 4'd0);
            not_beyond:   assert ({1'b0, asked_q} + {1'b0, n_units} <= {2'd0, published, 1'b0});
            beats:        assert ({8'd0, ar_len} + 16'd1 == {3'd0, ar_bytes[15:3]});
            in_page:      assert ({1'b0, ar_addr[11:0]} + ar_bytes[12:0] <= 13'd4096);
            not_halted:   assert (!halt && running);
        end
    end
    // words of the descriptor that the next segment is of; the last may be coming
    wire [1:0]  k  = segs_q[1:0];
    wire [63:0] w0 = w_q[{k, 2'd0}], w1 = words_q == {k, 2'd1} ? f_rdata : w_q[{k, 2'd1}];
    wire [63:0] w2 = w_q[{k, 2'd2}], w3 = words_q == {k, 2'd3} ? f_rdata : w_q[{k, 2'd3}];
    wire        e1 = words_q == {k, 2'd1} ? f_rerr : e_q[{k, 2'd1}], e3 = words_q == {k, 2'd3} ? f_rerr : e_q[{k, 2'd3}];
    wire        fill = w0[2:0] == `DB_DESC_FORM_FILL;
    wire [4:0]  there = {1'b0, words_q} + r_valid;
    always @(posedge clk)
        if (!rst && seg_valid) begin
            slot_there:   assert (there >= {1'b0, k, 2'd0} + (fill ? 5'd2 : 5'd4));
            no_error:     assert (!e_q[{k, 2'd0}] && !e1 && (fill || (!e_q[{k, 2'd2}] && !e3)));
            good_form:    assert (w0[2:0] <= 3'd1 && w0[63:32] != 32'd0);
            form:         assert (seg_form == w0[2:0] && seg_len == w0[63:32] && seg_more == w0[4]);
            if (fill) fill_is:  assert (seg_dst == w1[AW-1:0] && seg_pattern == w0[15:8]);
            else copy_is:       assert (seg_src == w2[AW-1:0] && seg_dst == w3[AW-1:0]);
            in_bus:       assert (fill ? w1[63:AW] == 0 : w2[63:AW] == 0 && w3[63:AW] == 0);
            while_running: assert (!halt);
        end

    // ---- completions: the records that are due, by what the back has said ----
    reg [31:0] x_bytes [0:3];          // of record n
    reg [1:0]  x_slot [0:3];
    reg [7:0]  x_code [0:3];
    reg [2:0]  due_q;
    reg [31:0] sum_q;                  // of the job's segments so far
    reg        last_q;                 // the record that ends the channel has gone
    reg [4:0]  wait_q;
    reg        seen_q;                 // a record that asked for an interrupt has been answered
    reg        lost_q;                 // a record was answered with an error
    wire [1:0]  d    = dones_q[1:0];   // descriptor that is done
    wire [31:0] sum  = sum_q + {24'd0, f_bytes};
    wire        ends = done && !bad_q && (code != `DB_REC_CODE_OK || !w_q[{d, 2'd0}][4]);
    wire [1:0]  r    = recs_q[1:0];
    wire [1:0]  b    = bs_q[1:0];
    wire [7:0]  a_code = aw_data[103:96];
    wire        mine = recs_q < due_q; // what it says is known
    reg  [3:0]  ask_q;                 // record n asks for an interrupt
    always @(posedge clk) begin
        if (done && !bad_q) sum_q <= ends ? 32'd0 : sum;
        if (ends) begin
            x_bytes[due_q[1:0]] <= sum;
            x_slot[due_q[1:0]]  <= d;
            x_code[due_q[1:0]]  <= code;
            due_q               <= due_q + 3'd1;
        end
        if (aw_go) ask_q[r] <= a_code == `DB_REC_CODE_OK && w_q[{x_slot[r], 2'd0}][3];
        last_q <= last_q || (aw_go && a_code != `DB_REC_CODE_OK);
        wait_q <= mine && f_prompt && !halt && recs_q < 3'd3 ? wait_q + 5'd1 : 5'd0;
        lost_q <= lost_q || (b_valid && f_berr);
        seen_q <= seen_q || (b_valid && !f_berr && !lost_q && ask_q[b]);
        if (rst) begin
            due_q  <= 3'd0;
            sum_q  <= 32'd0;
            last_q <= 1'b0;
            wait_q <= 5'd0;
            seen_q <= 1'b0;
            lost_q <= 1'b0;
        end else begin
            if (aw_go) begin
                record:     assert (!aw_own && aw_addr == REC + {26'd0, recs_q, 4'd0} && aw_data[127]);
                room:       assert (recs_q < 3'd3);
                only_last:  assert (!last_q);
                if (mine) begin
                    right:  assert (aw_data[31:0] == x_bytes[r] && aw_data[63:32] == {30'd0, x_slot[r]} && a_code == x_code[r]);
                    cookie: assert (aw_data[95:64] == {17'd0, w_q[{x_slot[r], 2'd0}][30:16]});
                end else begin
                    // a descriptor that gave no segment, or a job that was cut between two: all before it is done
                    other:  assert (a_code == `DB_REC_CODE_BAD_DESC || a_code == `DB_REC_CODE_DESC_BUS || (a_code == `DB_REC_CODE_STOPPED && stopped));
                    drained: assert (!open);
                end
            end
            in_time:        assert (wait_q < 5'd20);
            if (irq) no_early_irq: assert (seen_q);
            cover (irq);
            cover (aw_go && mine && x_slot[r] == 2'd1 && recs_q == 0 && a_code == 0);
            cover (aw_go && mine && a_code == `DB_REC_CODE_READ_SLV);
            cover (aw_go && a_code == `DB_REC_CODE_BAD_DESC);
            cover (aw_go && a_code == `DB_REC_CODE_STOPPED);
            cover (ar_go && asked_q != 0);
        end
    end
endmodule
`default_nettype wire
