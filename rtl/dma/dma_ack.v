// SPDX-License-Identifier: Apache-2.0
//
// Write responses and what they complete. Bursts stand in the order of their addresses in a queue per channel (block RAM);
// a response, or what stands for it where none comes (the words to a stream are handed over; a skipped segment), takes the oldest one, adds its bytes
// and reports a segment when that was its last. After an error, or while the channel is halted, nothing more is
// reported by responses; when nothing of the channel is outstanding it is flushed and each segment left is reported,
// the first as failed if its read has failed, the others as STOPPED. Bursts to a stream are not waited for when the channel is
// halted: words that the stream does not take are forgotten.
`default_nettype none
`include "doorbell_spec.vh"

module dma_ack #(
	parameter integer N      = 4,
	parameter integer C_W    = 2,
	parameter integer ADDR_W = 64,
	parameter integer EDGE_W = 11,
	parameter integer BEAT_W = 8,      // log2 of the beats of the longest burst
	parameter integer OUT_W  = 6       // log2 of the bursts outstanding at most, at least
) (
	input  wire              clk,
	input  wire              rst,
	input  wire              init_i,
	input  wire [C_W-1:0]    init_ch_i,
	input  wire [N-1:0]      halt_i,
	input  wire [N-1:0]      clear_i,
	output wire [N-1:0]      rstop_o,    // no further reads
	output wire [N-1:0]      wstop_o,    // no further writes
	input  wire [N-1:0]      rbad_i,     // a read has failed
	input  wire              fail_i,     // the first burst without data is fail_ch_i's oldest
	input  wire [C_W-1:0]    fail_ch_i,
	input  wire              seg_i,      // a segment that will be reported enters
	input  wire [C_W-1:0]    seg_ch_i,
	input  wire [N-1:0]      left_i,     // something is left in dma_plan
	// bursts
	input  wire              take_i,     // a burst was taken
	input  wire [C_W-1:0]    take_ch_i,
	input  wire              take_virt_i,// it gets no response
	output wire [N-1:0]      out_o,      // bursts are not answered
	output wire [N-1:0]      out_virt_o, // of the kind without response
	input  wire              virt_valid_i,// one of virt_ch_i's, the oldest, is through
	input  wire [C_W-1:0]    virt_ch_i,
	output wire              virt_ready_o,
	input  wire              end_i,      // all its words are on their way
	input  wire [C_W-1:0]    end_ch_i,
	input  wire              end_bad_i,
	input  wire              end_zero_i,
	input  wire              end_last_i, // completes a segment
	input  wire              end_eop_i,
	input  wire [EDGE_W-1:0] end_bytes_i,// less one
	input  wire              b_valid_i,
	input  wire [C_W-1:0]    b_ch_i,
	input  wire [1:0]        b_resp_i,
	// flush
	input  wire              e_busy_i,   // a burst of e_ch_i is under way
	input  wire [C_W-1:0]    e_ch_i,
	output wire [C_W-1:0]    d_ch_o,
	input  wire              d_idle_i,   // no reads of d_ch_o
	input  wire              d_clear_i,  // no words of d_ch_o on their way to a stream
	input  wire              d_dec_i,
	input  wire [BEAT_W-1:0] d_beat_i,   // of its burst
	// addresses of the bursts
	output wire              look_rd_o,  // d_ch_o's read that has failed, else the write
	output wire [C_W-1:0]    look_ch_o,  // of this channel
	output wire [OUT_W-1:0]  look_n_o,   // with this number:
	input  wire [ADDR_W-1:0] look_addr_i,// one cycle later its address
	input  wire              wait_i,     // not in this cycle (a read has just been asked for)
	output wire              flush_o,    // d_ch_o
	// done
	output reg               done_valid_o,
	output reg  [4:0]        done_ch_o,
	output reg  [7:0]        done_code_o,
	output reg  [31:0]       done_bytes_o,
	output reg               done_eop_o,
	output reg  [ADDR_W-1:0] done_addr_o,
	output wire [N-1:0]      busy_o,     // segments are left
	input  wire [C_W-1:0]    res_ch_i,
	output wire [31:0]       res_bytes_o
);
	localparam [N-1:0] ONE = 1;
	localparam [OUT_W:0] O_ONE = 1;
	localparam integer E_W = EDGE_W + 4;

	reg  [N-1:0] werr_q, fail_q, told_q;      // write error; failing read reached; the failed segment is reported
	assign rstop_o = halt_i | werr_q | fail_q | rbad_i;
	assign wstop_o = halt_i | werr_q | fail_q;

	// ---- the queue of bursts ----
	wire [OUT_W:0]  bw, br, br_other;
	assign virt_ready_o = !b_valid_i;
	reg  [1:0]      d_q;
	localparam [1:0] D_SCAN = 2'd0, D_FLUSH = 2'd1, D_TELL = 2'd2, D_WAIT = 2'd3;
	reg  [C_W-1:0]  d_ch_q;
	assign d_ch_o = d_ch_q;
	wire            tell;
	wire [C_W-1:0]  a_ch = b_valid_i ? b_ch_i : virt_valid_i ? virt_ch_i : d_ch_q;
	wire            a_pop = b_valid_i || virt_valid_i;
	wire [E_W-1:0]  entry;
	dma_ctx #(.W(OUT_W + 1), .N(N), .C_W(C_W)) u_bw (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(end_i), .wch_i(end_ch_i), .wdata_i(bw + O_ONE),
		.ach_i(end_ch_i), .adata_o(bw));
	dma_ctx #(.W(OUT_W + 1), .N(N), .C_W(C_W)) u_bw_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(end_i), .wch_i(end_ch_i), .wdata_i(bw + O_ONE),
		.ach_i(a_ch), .adata_o(br_other));
	dma_ctx #(.W(OUT_W + 1), .N(N), .C_W(C_W)) u_br (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(a_pop || flush_o), .wch_i(a_ch),
		.wdata_i(flush_o ? br_other : br + O_ONE),
		.ach_i(a_ch), .adata_o(br));
	dma_buffer #(.W(E_W), .A_W(C_W + OUT_W)) u_bursts (
		.clk(clk), .we_i(end_i), .waddr_i({end_ch_i, bw[OUT_W-1:0]}),
		.wdata_i({end_bad_i, end_zero_i, end_last_i, end_eop_i, end_bytes_i}),
		.re_i(a_pop), .raddr_i({a_ch, br[OUT_W-1:0]}), .rdata_o(entry));
	// Something outstanding per channel: from the burst's start to the last answer
	reg  [N-1:0] out_q, virt_kind_q;
	assign out_o      = out_q;
	assign out_virt_o = virt_kind_q;
	wire a_empty = a_pop && br + O_ONE == br_other && !(e_busy_i && e_ch_i == a_ch) && !(take_i && take_ch_i == a_ch);

	// ---- one event a cycle: response, end without response, report of a drained segment ----
	// In the first cycle behind it the entry comes out of the RAM (rd_*), in the second it counts (ev_*).
	reg              rd_q, rd_tell_q, rd_err_q, rd_dec_q, ev_q, ev_tell_q, ev_err_q, ev_dec_q;
	reg  [OUT_W-1:0] rd_n_q;
	reg  [C_W-1:0]   rd_ch_q, ev_ch_q;
	wire [N-1:0]     ev_me = (rd_q ? ONE << rd_ch_q : {N{1'b0}}) | (ev_q ? ONE << ev_ch_q : {N{1'b0}});
	wire             n_bad, n_zero, n_last, n_eop;
	wire [EDGE_W-1:0] n_bytes;
	reg              bad_q, last_q, eop_q, moved_q;
	reg  [EDGE_W-1:0] bytes_q;                 // what it adds
	reg  [BEAT_W-1:0] beat_q;                  // the beat that has failed
	assign {n_bad, n_zero, n_last, n_eop, n_bytes} = entry;
	assign look_rd_o = rd_tell_q;
	assign look_ch_o = rd_ch_q;
	assign look_n_o  = rd_n_q;
	// A burst does not cross its edge, so only the low bits add up
	wire [BEAT_W-1:0] beat = look_addr_i[EDGE_W-1:EDGE_W-BEAT_W] + beat_q;
	wire              lane = beat_q == {BEAT_W{1'b0}};   // the burst's first beat
	wire [31:0]      acc;
	wire             live   = ev_q && !ev_tell_q && !(werr_q[ev_ch_q]);
	wire             werr   = live && ev_err_q;
	wire             good   = live && !ev_err_q && !bad_q;
	wire [31:0]      sum = acc + {{(32 - EDGE_W){1'b0}}, bytes_q} + {31'd0, moved_q};
	wire             finish = (good && last_q) || werr || (ev_q && ev_tell_q);
	dma_ctx #(.W(32), .N(N), .C_W(C_W)) u_acc (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(finish || good), .wch_i(ev_ch_q),
		.wdata_i(finish ? 32'd0 : sum), .ach_i(ev_ch_q), .adata_o(acc));
	dma_ctx #(.W(32), .N(N), .C_W(C_W)) u_acc_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(finish || good), .wch_i(ev_ch_q),
		.wdata_i(finish ? 32'd0 : sum), .ach_i(res_ch_i), .adata_o(res_bytes_o));

	// ---- segments that were given and not reported ----
	wire [7:0] sw, sd, d_sw, d_sd;
	reg  [7:0] upto_q;
	reg  [N-1:0] busy_q;
	assign busy_o = busy_q | ev_me;
	dma_ctx #(.W(8), .N(N), .C_W(C_W)) u_sw (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(seg_i), .wch_i(seg_ch_i), .wdata_i(sw + 8'd1),
		.ach_i(seg_ch_i), .adata_o(sw));
	dma_ctx #(.W(8), .N(N), .C_W(C_W)) u_sw_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(seg_i), .wch_i(seg_ch_i), .wdata_i(sw + 8'd1),
		.ach_i(finish ? ev_ch_q : d_ch_q), .adata_o(d_sw));
	dma_ctx #(.W(8), .N(N), .C_W(C_W)) u_sd (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(finish), .wch_i(ev_ch_q), .wdata_i(sd + 8'd1),
		.ach_i(ev_ch_q), .adata_o(sd));
	dma_ctx #(.W(8), .N(N), .C_W(C_W)) u_sd_b (
		.clk(clk), .init_i(init_i), .init_ch_i(init_ch_i), .we_i(finish), .wch_i(ev_ch_q), .wdata_i(sd + 8'd1),
		.ach_i(d_ch_q), .adata_o(d_sd));

	// ---- drain ----
	wire [N-1:0] d_work = wstop_o & (busy_q | left_i); // nothing moves here without
	wire d_drop  = out_q[d_ch_q] && virt_kind_q[d_ch_q] && halt_i[d_ch_q] && d_clear_i && !(e_busy_i && e_ch_i == d_ch_q);
	wire d_quiet = d_idle_i && !wait_i && (!out_q[d_ch_q] || d_drop) && !ev_me[d_ch_q];
	assign flush_o = d_q == D_FLUSH && !a_pop && !finish && !wait_i && !ev_me[d_ch_q]; // a last word may have left meanwhile
	assign tell    = d_q == D_TELL && d_sd != upto_q && !a_pop;
	wire [4:0] d_next = {{(5 - C_W){1'b0}}, d_ch_q} + 5'd1;

	always @(posedge clk) begin
		rd_q      <= a_pop || tell;
		rd_tell_q <= !a_pop;
		rd_ch_q   <= a_ch;
		rd_n_q    <= br[OUT_W-1:0];
		rd_err_q  <= b_valid_i && b_resp_i[1];
		rd_dec_q  <= b_resp_i[0];
		ev_q      <= rd_q;
		ev_tell_q <= rd_tell_q;
		ev_ch_q   <= rd_ch_q;
		ev_err_q  <= rd_err_q;
		ev_dec_q  <= rd_dec_q;
		bad_q     <= n_bad;
		last_q    <= n_last;
		eop_q     <= n_eop;
		moved_q   <= !(rd_tell_q || rd_err_q || n_bad || n_zero);
		bytes_q   <= rd_tell_q || rd_err_q || n_bad || n_zero ? {EDGE_W{1'b0}} : n_bytes;
		beat_q    <= rd_tell_q ? d_beat_i : {BEAT_W{1'b0}};

		done_valid_o <= finish;
		if (finish) begin
			done_ch_o    <= {{(5 - C_W){1'b0}}, ev_ch_q};
			done_bytes_o <= sum;
			done_eop_o   <= good && eop_q;
			done_addr_o  <= {look_addr_i[ADDR_W-1:EDGE_W], beat, look_addr_i[EDGE_W-BEAT_W-1:0] & {(EDGE_W - BEAT_W){lane}}};
			done_code_o  <= good ? `DB_REC_CODE_OK :
			                werr ? (ev_dec_q ? `DB_REC_CODE_WRITE_DEC : `DB_REC_CODE_WRITE_SLV) :
			                told_q[ev_ch_q] || !fail_q[ev_ch_q] ? `DB_REC_CODE_STOPPED :
			                d_dec_i ? `DB_REC_CODE_READ_DEC : `DB_REC_CODE_READ_SLV;
		end

		case (d_q)
			D_SCAN: if (d_work[d_ch_q] && d_quiet) d_q <= D_FLUSH;
				else if (d_work != {N{1'b0}}) d_ch_q <= d_next == N[4:0] ? {C_W{1'b0}} : d_next[C_W-1:0];
			D_FLUSH: begin
				upto_q <= d_sw;
				if (flush_o) d_q <= D_TELL;
			end
			D_TELL: if (d_sd == upto_q) d_q <= D_SCAN;
				else if (!a_pop) d_q <= D_WAIT;
			default: if (!(rd_q && rd_tell_q) && !(ev_q && ev_tell_q)) d_q <= D_TELL;
		endcase

		werr_q <= (werr_q & ~clear_i) | (werr ? ONE << ev_ch_q : {N{1'b0}});
		fail_q <= (fail_q & ~clear_i) | (fail_i ? ONE << fail_ch_i : {N{1'b0}});
		told_q <= (told_q & ~clear_i) | (flush_o && out_q[d_ch_q] ? ONE << d_ch_q : {N{1'b0}}) | (werr || (ev_q && ev_tell_q) ? ONE << ev_ch_q : {N{1'b0}});
		busy_q <= (busy_q & ~(finish && sd + 8'd1 == d_sw ? ONE << ev_ch_q : {N{1'b0}})) | (seg_i ? ONE << seg_ch_i : {N{1'b0}});
		out_q  <= (out_q & ~(a_empty || flush_o ? ONE << a_ch : {N{1'b0}})) | (take_i ? ONE << take_ch_i : {N{1'b0}});
		if (take_i) virt_kind_q[take_ch_i] <= take_virt_i;
		if (rst) begin
			d_q          <= D_SCAN;
			d_ch_q       <= {C_W{1'b0}};
			rd_q         <= 1'b0;
			ev_q         <= 1'b0;
			done_valid_o <= 1'b0;
			werr_q       <= {N{1'b0}};
			fail_q       <= {N{1'b0}};
			told_q       <= {N{1'b0}};
			busy_q       <= {N{1'b0}};
			out_q        <= {N{1'b0}};
			virt_kind_q  <= {N{1'b0}};
		end
	end

`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && !init_i) begin
			if (a_pop && br == br_other) begin
				$display("%m: a response without a burst");
				$stop;
			end
			if (finish && sd == d_sw) begin
				$display("%m: a segment is reported twice");
				$stop;
			end
			if ((clear_i & busy_o) != {N{1'b0}}) begin
				$display("%m: cleared while segments are left");
				$stop;
			end
		end
`endif
endmodule

`default_nettype wire
