// SPDX-License-Identifier: Apache-2.0
//
// One channel: registers, fetch, read side, realignment, buffer, write side, completions, and the control that starts,
// pauses, stops and halts them. Everything of a channel is its own; only the AXI port is shared.
// Stop and errors end the same way: nothing new is asked for, everything outstanding is awaited, the job that was cut or
// failed is ended with its status (record, owner word), then RUN falls. The error of the oldest descriptor wins.
`default_nettype none

module dma_channel #(
	parameter integer PREFETCH  = 32,   // descriptors fetched ahead
	parameter integer MAX_BURST = 64,   // beats of a data burst
	parameter integer BUF_BEATS = 512   // data buffer, words
) (
	input  wire         clk,
	input  wire         rst,
	input  wire [31:0]  quirk_i,        // as cfg_quirk_i
	input  wire [1:0]   we_i,           // register accesses, as dma_chan_regs
	input  wire [3:0]   waddr_i,
	input  wire [63:0]  wdata_i,
	input  wire [3:0]   raddr_i,
	output wire [63:0]  rdata_o,
	output wire         coherent_o,     // CFG.COHERENT in force
	output wire [1:0]   ar_req_o,       // [0] data, [1] descriptors
	input  wire [1:0]   ar_gnt_i,
	output wire [79:0]  ar_addr_o,
	output wire [15:0]  ar_len_o,
	output wire [31:0]  ar_bytes_o,
	input  wire [1:0]   r_valid_i,
	output wire         r_ready_o,      // data; descriptors are always taken
	input  wire [63:0]  r_data_i,
	input  wire [1:0]   r_resp_i,
	input  wire         r_last_i,
	output wire [1:0]   aw_req_o,       // [0] data, [1] records and owner words
	input  wire [1:0]   aw_gnt_i,
	output wire [79:0]  aw_addr_o,
	output wire [7:0]   aw_len_o,       // data; others: aw_own_o ? 0 : 1
	output wire [15:0]  aw_bytes_o,
	output wire [7:0]   aw_fstrb_o,
	output wire [7:0]   aw_lstrb_o,
	output wire         aw_own_o,
	output wire [127:0] aw_data_o,
	output wire         w_valid_o,
	input  wire         w_ready_i,
	output wire [63:0]  w_data_o,
	input  wire [1:0]   b_valid_i,
	input  wire [1:0]   b_resp_i,
	output wire         irq_o,
	output wire         busy_o       // state changes without an access
);
	`include "doorbell_spec.vh"

	localparam [2:0] C_OFF   = 3'd0; // not running
	localparam [2:0] C_CHECK = 3'd1; // set-up has been taken: is it legal
	localparam [2:0] C_RUN   = 3'd2; // running; on stop or error: draining
	localparam [2:0] C_FIN   = 3'd3; // drained: end the job that was cut or failed
	localparam [2:0] C_FINW  = 3'd4; // its writes

	reg  [2:0]  state_q;
	reg  [31:0] cfg_q;
	reg  [63:0] base_q, rec_base_q;
	reg  [31:0] size_q, rec_size_q;
	reg  [31:0] tail_q;
	reg         stop_q, again_q;     // STOP is in force; RUN was written while it drained (quirk STOP_EARLY)
	reg         stopped_q, halted_q, ring_err_q, full_q;
	reg  [7:0]  error_q;
	reg  [39:0] err_desc_q, err_addr_q;
	reg  [31:0] err_bytes_q;
	reg  [2:0]  quiet_q;
	reg  [5:0]  rd_out_q;

	wire        run_w, stop_w, pause, tail_we, poll_w;
	wire [31:0] tail_w, cfg, ring_size, rec_size, rec_tail;
	wire [63:0] ring_base, rec_base;

	wire        owner  = cfg_q[1:0] == 2'd1;
	wire        rec_en = !owner || cfg_q[4];
	wire        active = state_q != C_OFF;
	wire        start  = state_q == C_CHECK;
	wire        bad_rec = rec_en && (rec_base_q[3:0] != 4'd0 || (cfg_q[5] && rec_base_q[5:4] != 2'd0) ||
	                      rec_base_q[63:40] != 24'd0 || rec_size_q < 32'd2 || rec_size_q > 32'd65536 ||
	                      rec_tail >= rec_size_q);
	wire        bad_ring = cfg_q[1:0] > 2'd1 || cfg_q[3:2] == 2'd3 || base_q[3:0] != 4'd0 ||
	                      (cfg_q[3:2] != 2'd0 && base_q[4]) || (cfg_q[3] && base_q[5]) ||
	                      base_q[63:40] != 24'd0 || size_q < 32'd2 || size_q > 32'd65536;

	wire        rerr, rerr_dec, werr, werr_dec, derr, derr_bus, recerr;
	wire [39:0] rerr_addr, werr_addr, recerr_addr;
	wire [72:0] werr_data, cut_data;
	wire [15:0] derr_slot, recerr_slot;
	wire [31:0] derr_flags;
	wire        cut_desc;
	wire        error = rerr || werr || derr || recerr || ring_err_q;
	wire        cut   = stop_q || error || state_q != C_RUN;
	wire        en    = !cut && !pause;
	wire [16:0] size  = size_q[16:0];
	wire [16:0] tail  = tail_we ? tail_w[16:0] : tail_q[16:0];
	wire        tail_bad = tail_we && tail_w >= size_q;
	wire        rec_tail_bad = rec_en && rec_tail >= rec_size_q;

	// fetch to read side
	wire         d_valid, d_ready, fetch_idle;
	wire [161:0] d_data;
	wire         seg_valid, seg_ready_a, seg_ready_w, read_idle;
	wire [74:0]  seg_a;
	wire [112:0] seg_w;
	wire         seg_both = seg_ready_a && seg_ready_w;
	wire         word, word_pop;
	wire [63:0]  word_data;
	wire         c_valid, c_ready, early, write_idle, rec_idle, rec_full, done_irq, retire;
	wire [72:0]  c_data;
	wire [31:0]  bytes, done_cnt;
	wire [15:0]  head, rec_head;
	reg          fin_q;

	dma_fetch #(.PREFETCH(PREFETCH)) u_fetch (
		.clk(clk), .rst(rst), .clr_i(start), .en_i(en && !tail_bad), .owner_i(owner), .stride_i(cfg_q[3:2]),
		.base_i(base_q[39:0]), .size_i(size), .tail_i(tail), .poll_i(poll_w), .stale_i(quirk_i[`DB_QUIRK_STALE_DESC]),
		.retire_i(retire), .ar_req_o(ar_req_o[1]), .ar_gnt_i(ar_gnt_i[1]), .ar_addr_o(ar_addr_o[79:40]),
		.ar_len_o(ar_len_o[15:8]), .ar_bytes_o(ar_bytes_o[31:16]), .r_valid_i(r_valid_i[1]), .r_data_i(r_data_i),
		.r_err_i(r_resp_i[1]), .d_valid_o(d_valid), .d_ready_i(d_ready), .d_data_o(d_data), .idle_o(fetch_idle));

	dma_read #(.MAX_BURST(MAX_BURST), .BUF_BEATS(BUF_BEATS)) u_read (
		.clk(clk), .rst(rst), .clr_i(start), .take_i(en), .cut_i(cut), .d_valid_i(d_valid), .d_ready_o(d_ready),
		.d_data_i(d_data), .seg_valid_o(seg_valid), .seg_ready_i(seg_both), .seg_align_o(seg_a), .seg_write_o(seg_w),
		.ar_req_o(ar_req_o[0]), .ar_gnt_i(ar_gnt_i[0]), .ar_addr_o(ar_addr_o[39:0]), .ar_len_o(ar_len_o[7:0]),
		.ar_bytes_o(ar_bytes_o[15:0]), .rel_i(word_pop), .idle_o(read_idle), .err_o(derr), .err_bus_o(derr_bus),
		.err_slot_o(derr_slot), .err_flags_o(derr_flags));

	dma_align u_align (
		.clk(clk), .rst(rst), .clr_i(start), .seg_valid_i(seg_valid && seg_both), .seg_ready_o(seg_ready_a),
		.seg_data_i(seg_a), .r_valid_i(r_valid_i[0]), .r_ready_o(r_ready_o), .r_data_i(r_data_i), .r_resp_i(r_resp_i),
		.w_valid_o(word), .w_data_o(word_data), .err_o(rerr), .err_dec_o(rerr_dec), .err_addr_o(rerr_addr));

	dma_buffer #(.DEPTH(BUF_BEATS)) u_buffer (
		.clk(clk), .rst(rst), .clr_i(start), .s_valid_i(word), .s_data_i(word_data),
		.m_valid_o(w_valid_o), .m_ready_i(w_ready_i), .m_data_o(w_data_o));
	assign word_pop = w_valid_o && w_ready_i;

	dma_write #(.MAX_BURST(MAX_BURST)) u_write (
		.clk(clk), .rst(rst), .clr_i(start), .seg_valid_i(seg_valid && seg_both), .seg_ready_o(seg_ready_w),
		.seg_data_i(seg_w), .word_i(word), .aw_req_o(aw_req_o[0]), .aw_gnt_i(aw_gnt_i[0]), .aw_addr_o(aw_addr_o[39:0]),
		.aw_len_o(aw_len_o), .aw_bytes_o(aw_bytes_o), .aw_fstrb_o(aw_fstrb_o), .aw_lstrb_o(aw_lstrb_o),
		.b_valid_i(b_valid_i[0]), .b_resp_i(b_resp_i), .c_valid_o(c_valid), .c_ready_i(c_ready), .c_data_o(c_data),
		.early_o(early), .cut_o(cut_desc), .cut_data_o(cut_data), .idle_o(write_idle), .bytes_o(bytes),
		.err_o(werr), .err_dec_o(werr_dec), .err_addr_o(werr_addr), .err_data_o(werr_data));

	// The end of the job that was cut or failed: the oldest cause
	reg  [7:0]  f_code;
	reg  [72:0] f_data;
	reg  [39:0] f_addr;
	reg         f_own, f_rec, f_part;
	wire [39:0] f_desc = base_q[39:0] + ({24'd0, f_data[72:57]} << (3'd4 + {1'b0, cfg_q[3:2]}));
	always @* begin
		f_code = 8'd0;
		f_data = cut_data;
		f_addr = 40'd0;
		f_own  = owner;
		f_rec  = rec_en;
		f_part = 1'b0;
		if (recerr) begin
			f_code = `DB_REC_CODE_REC_BUS;
			f_data = {recerr_slot, 57'd0};
			f_addr = recerr_addr;
			f_own  = 1'b0;
			f_rec  = 1'b0;
		end else if (werr) begin
			f_code = werr_dec ? `DB_REC_CODE_WRITE_DEC : `DB_REC_CODE_WRITE_SLV;
			f_data = werr_data;
			f_addr = werr_addr;
		end else if (rerr) begin
			f_code = rerr_dec ? `DB_REC_CODE_READ_DEC : `DB_REC_CODE_READ_SLV;
			f_addr = rerr_addr;
		end else if (derr) begin
			f_code = derr_bus ? `DB_REC_CODE_DESC_BUS : `DB_REC_CODE_BAD_DESC;
			f_data = {derr_slot, derr_flags[4:3], derr_bus ? 23'd0 : derr_flags[30:8], 32'd0};
			f_addr = base_q[39:0] + ({24'd0, derr_slot} << (3'd4 + {1'b0, cfg_q[3:2]}));
			f_own  = owner && !derr_bus;
		end else if (ring_err_q) begin
			f_code = `DB_REC_CODE_BAD_RING;
			f_data = 73'd0;
			f_own  = 1'b0;
			f_rec  = 1'b0;
		end else begin
			f_code = `DB_REC_CODE_STOPPED;
			f_own  = owner && cut_desc;
			f_part = !cut_desc;
		end
	end

	dma_record u_record (
		.clk(clk), .rst(rst), .clr_i(start), .owner_i(owner), .rec_en_i(rec_en), .line_i(cfg_q[5]),
		.ring_base_i(base_q[39:0]), .stride_i(cfg_q[3:2]), .ring_size_i(size), .rec_base_i(rec_base_q[39:0]),
		.rec_size_i(rec_size_q[16:0]), .rec_tail_i(rec_tail[15:0]), .drop_i(stop_q || recerr || ring_err_q),
		.c_valid_i(c_valid), .c_ready_o(c_ready), .c_data_i(c_data),
		.fin_i(fin_q), .fin_own_i(f_own), .fin_rec_i(f_rec), .fin_part_i(f_part), .fin_code_i(f_code),
		.fin_data_i(f_data), .fin_bytes_i(bytes),
		.aw_req_o(aw_req_o[1]), .aw_gnt_i(aw_gnt_i[1]), .aw_own_o(aw_own_o), .aw_addr_o(aw_addr_o[79:40]),
		.aw_data_o(aw_data_o), .b_valid_i(b_valid_i[1]), .b_err_i(b_resp_i[1]), .idle_o(rec_idle), .full_o(rec_full),
		.done_irq_o(done_irq), .retire_o(retire), .head_o(head), .rec_head_o(rec_head), .done_cnt_o(done_cnt),
		.err_o(recerr), .err_addr_o(recerr_addr), .err_slot_o(recerr_slot));

	// Nothing outstanding for a few cycles: words and segments between the blocks have settled
	wire still   = fetch_idle && rd_out_q == 6'd0 && !word && write_idle && rec_idle;
	wire settled = still && quiet_q == 3'd7;
	wire idle_rd = read_idle && !cut_desc && !d_valid;
	wire hide    = quirk_i[`DB_QUIRK_STOP_EARLY] && stop_q;
	wire ends    = state_q == C_FINW && settled;
	wire counting; // completions towards an interrupt
	assign busy_o = !settled || counting || again_q || !(state_q == C_OFF || (state_q == C_RUN && !cut && idle_rd));

	wire [31:0] status = {16'd0, error_q, 3'd0, halted_q, active && pause && read_idle && !cut_desc && settled,
	                      stopped_q || hide, active && !(state_q == C_RUN && !cut && still && idle_rd),
	                      active && !hide};

	dma_chan_regs u_regs (
		.clk(clk), .rst(rst), .we_i(we_i), .waddr_i(waddr_i), .wdata_i(wdata_i), .raddr_i(raddr_i), .rdata_o(rdata_o),
		.run_o(run_w), .stop_o(stop_w), .pause_o(pause), .tail_we_o(tail_we), .tail_wdata_o(tail_w), .poll_o(poll_w),
		.cfg_o(cfg), .ring_base_o(ring_base), .ring_size_o(ring_size), .rec_base_o(rec_base), .rec_size_o(rec_size),
		.rec_tail_o(rec_tail), .v_run_i(active && !hide), .v_stop_i(active && stop_q && !hide), .v_status_i(status),
		.v_tail_i(tail_q), .v_head_i(head), .v_rec_head_i(rec_head), .v_done_i(done_cnt), .v_err_desc_i(err_desc_q),
		.v_err_addr_i(err_addr_q), .v_bytes_i(halted_q ? err_bytes_q : bytes),
		.ev_done_i(quirk_i[`DB_QUIRK_IRQ_EARLY] ? early : done_irq), .ev_flush_i(ends), .ev_clear_i(start),
		.ev_error_i(ends && error), .ev_stopped_i(quirk_i[`DB_QUIRK_STOP_EARLY] ? stop_w && active && !stop_q
		                                                                      : ends && stop_q && !error),
		.ev_full_i(rec_full && !full_q), .irq_o(irq_o), .counting_o(counting));

	assign coherent_o = cfg_q[6];

	always @(posedge clk) begin
		fin_q    <= 1'b0;
		full_q   <= rec_full;
		quiet_q  <= !still ? 3'd0 : quiet_q == 3'd7 ? 3'd7 : quiet_q + 3'd1;
		rd_out_q <= rd_out_q + {5'd0, ar_req_o[0] && ar_gnt_i[0]} - {5'd0, r_valid_i[0] && r_ready_o && r_last_i};
		if (tail_we) tail_q <= tail_w;
		case (state_q)
			C_OFF: if (run_w || again_q) begin
				state_q    <= C_CHECK;
				again_q    <= 1'b0;
				cfg_q      <= cfg;
				base_q     <= ring_base;
				size_q     <= ring_size;
				rec_base_q <= rec_base;
				rec_size_q <= rec_size;
				tail_q     <= 32'd0;
				stop_q     <= run_w && stop_w;
				stopped_q  <= 1'b0;
				halted_q   <= 1'b0;
				ring_err_q <= 1'b0;
				error_q    <= 8'd0;
				err_desc_q <= 40'd0;
				err_addr_q <= 40'd0;
				quiet_q    <= 3'd0;
			end
			C_CHECK: begin
				state_q    <= C_RUN;
				ring_err_q <= bad_ring || bad_rec;
			end
			C_RUN: begin
				if (stop_w) stop_q <= 1'b1;
				if (run_w && hide) again_q <= 1'b1;
				if ((tail_bad && !owner) || rec_tail_bad) ring_err_q <= 1'b1;
				if ((stop_q || error) && settled) begin
					state_q <= C_FIN;
					fin_q   <= 1'b1;
				end
			end
			C_FIN: begin // fin_q is high: dma_record takes it
				state_q <= C_FINW;
				quiet_q <= 3'd0;
				if (stop_w) stop_q <= 1'b1;
				if (error) begin
					error_q     <= f_code;
					err_desc_q  <= f_desc;
					err_addr_q  <= f_addr;
					err_bytes_q <= bytes;
				end
			end
			C_FINW: begin
				if (stop_w) stop_q <= 1'b1;
				if (run_w && hide) again_q <= 1'b1;
				if (settled) begin
					state_q   <= C_OFF;
					stop_q    <= 1'b0;
					stopped_q <= stop_q && !error;
					halted_q  <= error;
					if (recerr && error_q != `DB_REC_CODE_REC_BUS && error_q == 8'd0) error_q <= `DB_REC_CODE_REC_BUS;
				end
			end
			default: state_q <= C_OFF;
		endcase
		if (rst) begin
			state_q    <= C_OFF;
			stop_q     <= 1'b0;
			again_q    <= 1'b0;
			stopped_q  <= 1'b0;
			halted_q   <= 1'b0;
			ring_err_q <= 1'b0;
			full_q     <= 1'b0;
			error_q    <= 8'd0;
			tail_q     <= 32'd0;
			cfg_q      <= 32'd0;
			rd_out_q   <= 6'd0;
			quiet_q    <= 3'd0;
			fin_q      <= 1'b0;
			err_desc_q <= 40'd0;
			err_addr_q <= 40'd0;
			err_bytes_q <= 32'd0;
		end
	end
	wire unused_ok = &{1'b0, quirk_i, cfg_q, derr_flags, 1'b0};
endmodule

`default_nettype wire
