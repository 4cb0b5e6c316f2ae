// SPDX-License-Identifier: Apache-2.0
//
// Completions of one channel, in order: hands owner words back (OWNER mode, each slot), sums the segments of a job and
// writes its record, several in flight. What software may see (HEAD, REC_HEAD, counts, interrupts) moves only when the
// write has been answered. A full record ring holds completions back until REC_TAIL moves; under drop_i (STOP, or a
// record that could not be written) such completions are given up, and all behind them, so that HEAD stays true.
`default_nettype none

module dma_record (
	input  wire         clk,
	input  wire         rst,
	input  wire         clr_i,         // the channel starts
	input  wire         owner_i,
	input  wire         rec_en_i,      // records are written
	input  wire         line_i,        // one per 64 bytes
	input  wire [39:0]  ring_base_i,
	input  wire [1:0]   stride_i,
	input  wire [16:0]  ring_size_i,
	input  wire [39:0]  rec_base_i,
	input  wire [16:0]  rec_size_i,
	input  wire [15:0]  rec_tail_i,
	input  wire         drop_i,        // do not wait for room
	input  wire         c_valid_i,     // descriptor done, from dma_write
	output wire         c_ready_o,
	input  wire [72:0]  c_data_i,
	input  wire         fin_i,         // pulse: end a job that was cut or failed; all else has drained
	input  wire         fin_own_i,     // hand the owner word back
	input  wire         fin_rec_i,     // write a record
	input  wire         fin_part_i,    // record only if segments of a job are waiting for their end
	input  wire [7:0]   fin_code_i,
	input  wire [72:0]  fin_data_i,    // descriptor, as c_data_i
	input  wire [31:0]  fin_bytes_i,   // bytes of that descriptor
	output wire         aw_req_o,      // one or two beats; data go with the request
	input  wire         aw_gnt_i,
	output wire         aw_own_o,      // owner word, else record
	output wire [39:0]  aw_addr_o,
	output wire [127:0] aw_data_o,
	input  wire         b_valid_i,     // response for this channel's records and owner words
	input  wire         b_err_i,
	output wire         idle_o,
	output wire         full_o,        // a completion waits for room
	output wire         done_irq_o,    // pulse: a completion that asked for an interrupt is visible
	output wire         retire_o,      // pulse: an owner word has been handed back
	output reg  [15:0]  head_o,
	output reg  [15:0]  rec_head_o,
	output reg  [31:0]  done_cnt_o,
	output reg          err_o,         // a write was answered with an error
	output reg  [39:0]  err_addr_o,
	output reg  [15:0]  err_slot_o
);
	localparam [1:0] R_IDLE = 2'd0; // next completion
	localparam [1:0] R_OWN  = 2'd1; // owner word wants the port
	localparam [1:0] R_REC  = 2'd2; // record wants room and the port

	reg  [1:0]   state_q;
	reg  [72:0]  w_q;        // completion being written
	reg  [31:0]  bytes_q;    // its own bytes
	reg  [7:0]   code_q;
	reg          rec_q;      // a record follows the owner word
	reg          fin_q;      // w_q is the end of a cut or failed job
	reg  [31:0]  job_q;      // bytes of the job's segments before
	reg  [16:0]  acc_q;      // descriptors of the job done and not yet counted
	reg          part_q;     // the job has segments done
	reg  [72:0]  prev_q;     // the last segment
	reg  [15:0]  rec_idx_q;
	reg          phase_q;
	reg          lost_q;     // a completion was given up

	wire         c_more  = c_data_i[56];
	wire         w_more  = w_q[56] && !fin_q;
	wire         w_irq   = w_q[55] && !fin_q;
	wire [16:0]  rec_n   = {1'b0, rec_idx_q} + 17'd1;
	wire         rec_w   = rec_n == rec_size_i;
	wire         full    = (rec_w ? 16'd0 : rec_n[15:0]) == rec_tail_i;
	wire [39:0]  slot_at = ring_base_i + ({24'd0, w_q[72:57]} << (3'd4 + {1'b0, stride_i}));
	wire [39:0]  rec_at  = rec_base_i + ({24'd0, rec_idx_q} << (line_i ? 3'd6 : 3'd4));
	wire         own     = state_q == R_OWN;
	wire         giveup  = lost_q || err_o || (drop_i && full);
	wire         r_ready;

	assign full_o    = state_q == R_REC && full && !giveup;
	assign aw_req_o  = r_ready && ((own && !lost_q && !err_o) || (state_q == R_REC && !full && !giveup));
	assign aw_own_o  = own;
	assign aw_addr_o = own ? slot_at : rec_at;
	assign aw_data_o = own ? {64'd0, bytes_q, 1'b0, w_q[54:32], code_q}
	                       : {phase_q, 23'd0, code_q, 17'd0, w_q[54:40], 16'd0, w_q[72:57], job_q + bytes_q};
	assign c_ready_o = state_q == R_IDLE && !fin_i;

	wire gnt  = aw_req_o && aw_gnt_i;
	wire skip = (own && (lost_q || err_o)) || (state_q == R_REC && giveup);
	wire ends = gnt || skip;

	// Writes in flight: {record, interrupt, descriptors retired, slot, address}
	wire        o_valid, o_rec, o_irq;
	wire [16:0] o_n;
	wire [15:0] o_slot;
	wire [39:0] o_addr;
	wire        own_counts = own && !fin_q;
	wire        rec_counts = !own && !owner_i;
	wire [16:0] n_ret = own_counts ? 17'd1 : rec_counts ? acc_q + {16'd0, !fin_q} : 17'd0;
	fifo #(.W(75), .DEPTH(32)) u_out (
		.clk(clk), .rst(rst || clr_i),
		.s_valid_i(gnt), .s_ready_o(r_ready),
		.s_data_i({!own, w_irq && !(own && (rec_q || w_more)), n_ret, w_q[72:57], aw_addr_o}),
		.m_valid_o(o_valid), .m_ready_i(b_valid_i), .m_data_o({o_rec, o_irq, o_n, o_slot, o_addr}));

	wire good = b_valid_i && !b_err_i && !err_o;
	assign done_irq_o = good && o_irq;
	assign retire_o   = good && !o_rec;
	assign idle_o     = state_q == R_IDLE && !c_valid_i && !o_valid && !fin_i;

	wire        early  = state_q == R_IDLE && acc_q != 17'd0 && !c_valid_i && !o_valid && !fin_i && !lost_q && !err_o;
	wire [17:0] head_n = {2'd0, head_o} + {1'b0, early ? acc_q : o_n};
	wire [17:0] head_w = head_n - {1'b0, ring_size_i};
	wire [16:0] rech_n = {1'b0, rec_head_o} + 17'd1;

	always @(posedge clk) begin
		case (state_q)
			R_IDLE: if (fin_i) begin
				fin_q   <= 1'b1;
				code_q  <= fin_code_i;
				rec_q   <= fin_rec_i;
				w_q     <= fin_part_i ? prev_q : fin_data_i;
				bytes_q <= fin_part_i ? 32'd0 : fin_bytes_i;
				state_q <= fin_own_i ? R_OWN : (fin_rec_i && !(fin_part_i && !part_q)) ? R_REC : R_IDLE;
			end else if (c_valid_i) begin
				fin_q   <= 1'b0;
				code_q  <= 8'd0;
				w_q     <= c_data_i;
				bytes_q <= c_data_i[31:0];
				rec_q   <= rec_en_i && !c_more;
				if (owner_i)
					state_q <= R_OWN;
				else if (!c_more)
					state_q <= R_REC;
				if (c_more && !owner_i) begin
					job_q  <= job_q + c_data_i[31:0];
					acc_q  <= acc_q + 17'd1;
					part_q <= 1'b1;
					prev_q <= c_data_i;
				end
			end
			R_OWN: if (ends) begin
				state_q <= rec_q ? R_REC : R_IDLE;
				if (w_more) begin
					job_q  <= job_q + bytes_q;
					part_q <= 1'b1;
					prev_q <= w_q;
				end else if (!rec_q) begin
					job_q <= 32'd0;
					part_q <= 1'b0;
				end
			end
			R_REC: if (ends) begin
				state_q <= R_IDLE;
				job_q   <= 32'd0;
				acc_q   <= 17'd0;
				part_q  <= 1'b0;
				if (gnt) begin
					rec_idx_q <= rec_w ? 16'd0 : rec_n[15:0];
					phase_q   <= phase_q ^ rec_w;
				end else begin
					lost_q <= 1'b1;
				end
			end
			default: state_q <= R_IDLE;
		endcase
		// Segments of an unfinished job count once nothing before them is outstanding: their slots are free again.
		if (early) begin
			head_o     <= head_n >= {1'b0, ring_size_i} ? head_w[15:0] : head_n[15:0];
			done_cnt_o <= done_cnt_o + {15'd0, acc_q};
			acc_q      <= 17'd0;
		end
		if (good) begin
			head_o     <= head_n >= {1'b0, ring_size_i} ? head_w[15:0] : head_n[15:0];
			done_cnt_o <= done_cnt_o + {15'd0, o_n};
			if (o_rec) rec_head_o <= rech_n == rec_size_i ? 16'd0 : rech_n[15:0];
		end
		if (b_valid_i && b_err_i && !err_o) begin
			err_o      <= 1'b1;
			err_addr_o <= o_addr;
			err_slot_o <= o_slot;
		end
		if (rst || clr_i) begin
			state_q    <= R_IDLE;
			job_q      <= 32'd0;
			acc_q      <= 17'd0;
			part_q     <= 1'b0;
			rec_idx_q  <= 16'd0;
			phase_q    <= 1'b1;
			lost_q     <= 1'b0;
			head_o     <= 16'd0;
			rec_head_o <= 16'd0;
			done_cnt_o <= 32'd0;
			err_o      <= 1'b0;
		end
	end
	// verilator lint_off UNUSED
	wire unused_ok = &{1'b0, head_w[17:16], rech_n[16], 1'b0};
	// verilator lint_on UNUSED
endmodule

`default_nettype wire
