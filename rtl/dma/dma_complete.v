// SPDX-License-Identifier: Apache-2.0
//
// Completions of all channels, in the order of the descriptors. Every descriptor given has an entry; what the back (or
// the parser) says of its end stands beside it, in block RAM. One machine visits a channel that has something to
// complete: it hands the owner word back (OWNER mode, each slot), sums the segments of a job and writes its record.
// What software may see (HEAD, REC_HEAD, DONE_CNT, interrupt) moves with the write's response only: each write leaves a
// snapshot of it in a queue of its channel. Segments without a write of their own leave theirs behind the queue's last,
// to be shown when nothing before them is outstanding (late_q), unless a write follows. A full record ring holds completions back until REC_TAIL moves; under STOP they are given up.
// After a failed or stopped descriptor the channel is dead: what follows it is not completed, HEAD stays at it.
`default_nettype none

module dma_complete #(
	parameter integer CHANNELS = 1,
	parameter integer CW       = 1,     // width of a channel number
	parameter integer ADDR_W   = 64,
	parameter integer EW       = 8,     // width of an entry's number, one bit more than log2(entries of a channel)
	parameter integer QW       = 6      // log2 of the writes that a channel may have outstanding
) (
	input  wire                clk,
	input  wire                rst,
	input  wire                hold_i,        // a channel is about to be set up: start no visit
	output wire                idle_o,        // no visit
	input  wire                ini_valid_i,   // set-up, as dma_regs
	input  wire [2:0]          ini_step_i,
	input  wire [CW-1:0]       ini_ch_i,
	input  wire [63:0]         ini_data_i,
	input  wire                w_tail_i,      // REC_TAIL is written
	input  wire [CW-1:0]       w_ch_i,
	input  wire [31:0]         w_data_i,
	input  wire [CHANNELS-1:0] stop_i,        // STOP is in force
	input  wire [CHANNELS-1:0] ring_i,        // ring misuse has ended it
	input  wire [CHANNELS-1:0] fin_i,         // all has drained: end the job that was cut
	input  wire [CHANNELS-1:0] halted_i,
	input  wire [CHANNELS-1:0] busy_i,        // the back has not drained
	input  wire                e_valid_i,     // entry, as dma_parse
	input  wire [CW-1:0]       e_ch_i,
	input  wire [1:0]          e_bad_i,
	input  wire [EW-2:0]       e_at_i,
	input  wire [ADDR_W-5:0]   e_base_i,
	input  wire [15:0]         e_slot_i,
	input  wire [15:0]         e_next_i,
	input  wire [31:0]         e_flags_i,
	output wire [CW-1:0]       n_ch_o,        // channel that is looked at: its
	input  wire [EW-1:0]       n_at_i,        //   entries given
	input  wire                done_valid_i,  // as the seam
	input  wire [CW-1:0]       done_ch_i,
	input  wire [7:0]          done_code_i,
	input  wire [31:0]         done_bytes_i,
	input  wire                done_eop_i,
	input  wire [ADDR_W-1:0]   done_addr_i,
	input  wire [31:0]         res_bytes_i,   // bytes of live_ch_i's oldest segment
	output wire                aw_valid_o,
	input  wire                aw_ready_i,
	output wire [CW-1:0]       aw_ch_o,
	output wire                aw_own_o,
	output wire [ADDR_W-1:0]   aw_addr_o,
	output wire [127:0]        aw_data_o,
	input  wire                b_valid_i,
	input  wire [CW-1:0]       b_ch_i,
	input  wire                b_err_i,
	output wire                irq_o,         // a completion that asked for an interrupt can be seen
	output wire [CW-1:0]       irq_ch_o,
	output wire                retire_o,      // HEAD of this channel has moved
	output wire [CW-1:0]       retire_ch_o,
	output wire [CHANNELS-1:0] error_o,       // pulses: the channel has failed
	output wire [CHANNELS-1:0] ring_o,        // REC_TAIL is outside its ring
	output wire [CHANNELS-1:0] full_o,        // a completion waits for room
	output wire [CHANNELS-1:0] dead_o,
	output wire [CHANNELS-1:0] part_o,        // a job has segments done and its end is missing
	output wire [CHANNELS-1:0] failed_o,      // an error stands: code_o
	input  wire [CW-1:0]       live_ch_i,     // channel that software reads: its
	output wire [7:0]          code_o,        //   error
	output wire [63:0]         heads_o,       //   {DONE_CNT, REC_HEAD, HEAD}
	input  wire [CW-1:0]       f_ch_i,        // the fetch's channel: its
	output wire [15:0]         f_head_o,      //   HEAD
	input  wire [CW-1:0]       v_ch_i,        // the parser's: its
	output wire [EW-1:0]       v_done_o,      //   entries that are free again
	input  wire                ps_req_i,      // as dma_regs
	input  wire [3:0]          ps_row_i,
	output wire                ps_done_o,
	output wire [63:0]         ps_data_o,     // 0 but with ps_done_o
	input  wire [CW-1:0]       scan_i,        // any channel: its
	output wire                scan_idle_o,   //   completions have all been written and answered
	output wire [CHANNELS-1:0] pending_o      // something may be completed
);
	`include "doorbell_spec.vh"

	localparam integer N = CHANNELS;
	localparam [N-1:0] ONE = 1;
	function [N-1:0] onehot(input valid, input [CW-1:0] ch);
		onehot = valid ? ONE << ch : {N{1'b0}};
	endfunction

	localparam [3:0] ROW_ERR_DESC = 4'h9, ROW_ERR_ADDR = 4'ha, ROW_BYTES = 4'hb, ROW_RESIDUE = 4'hd;
	localparam [2:0] C_IDLE = 3'd0; // picks a channel; its entry is looked up
	localparam [2:0] C_READ = 3'd1; // entry and end are there
	localparam [2:0] C_OWN  = 3'd2; // owner word wants the port
	localparam [2:0] C_PREP = 3'd3; // LIST mode: address of the record
	localparam [2:0] C_REC  = 3'd4; // record wants the port
	localparam [2:0] C_NONE = 3'd5; // nothing to write: the sums alone
	localparam [2:0] C_SHOW = 3'd6; // software may see it, if nothing is outstanding
	localparam [2:0] C_TELL = 3'd7; // software's question is answered

	// What a channel is
	reg [5:0]        cfg_m   [0:N-1]; // {rec_en, line, list, owner, stride}
	reg [ADDR_W-5:0] rbase_m [0:N-1];
	reg [16:0]       rsize_m [0:N-1];
	reg [16:0]       rtail_m [0:N-1];
	// Where it is
	reg [16:0]   rec_m  [0:N-1]; // {phase is 0, record}
	reg [32:0]   job_m  [0:N-1]; // {EOP, bytes} of the job's segments so far
	reg [EW-1:0] cnt_m  [0:N-1]; // entries completed
	reg [EW-1:0] end_m  [0:N-1]; // ends told by the back
	reg [QW-1:0] put_m  [0:N-1]; // snapshots
	reg [QW-1:0] get_m  [0:N-1];
	// What software sees of it
	reg [15:0]   vhead_m [0:N-1];
	reg [15:0]   vrec_m  [0:N-1];
	reg [31:0]   vcnt_m  [0:N-1]; // its low bits: entry
	reg [3:0]    code_m  [0:N-1];
	reg [EW-2:0] fault_m [0:N-1]; // entry whose write failed
	reg [N-1:0] maybe_q, dead_q, part_q, late_q, full_q, bad_q, failed_q, recerr_q, recown_q, rknown_q;
	reg [N-1:0] end0_q, get0_q, seen0_q; // end_m, get_m, v*_m count as 0

	reg  [2:0]    state_q;
	reg  [CW-1:0] ch_q;
	reg           isbad_q, fin_q, tell_q, race_q, has_end_q, has_q;
	reg  [CW-1:0] pick_q;
	reg           pick_valid_q;
	reg  [EW-2:0] at_q;  // entry in hand
	reg           back_q, back_fin_q, back_bad_q, owned_q, back_own_q; // a write was set aside: its visit
	reg  [CW-1:0] back_ch_q;
	reg  [EW-2:0] back_at_q;
	wire          zero = ini_valid_i && ini_step_i == 3'd0;

	// The channel in hand
	wire          tell = ps_req_i;
	wire          pick = state_q == C_IDLE;
	wire [CW-1:0] ch   = N == 1 ? {CW{1'b0}} : !pick ? ch_q : tell ? live_ch_i : back_q ? back_ch_q : pick_q;
	wire [N-1:0]  hot  = onehot(1'b1, ch);
	wire          rec_en, line, list, owner;
	wire [1:0]    stride;
	assign {rec_en, line, list, owner, stride} = cfg_m[ch];
	wire [EW-1:0] cnt   = cnt_m[ch];
	wire [EW-1:0] ended = (end0_q & hot) != {N{1'b0}} ? {EW{1'b0}} : end_m[ch];
	wire [QW-1:0] put   = put_m[ch];
	wire [QW-1:0] get   = (get0_q & hot) != {N{1'b0}} ? {QW{1'b0}} : get_m[ch];
	wire [QW-1:0] out   = put - get;
	wire          dead  = (dead_q & hot) != {N{1'b0}};
	wire          fin   = (fin_i & hot) != {N{1'b0}};
	wire          giveup = ((stop_i | ring_i) & hot) != {N{1'b0}};
	wire [EW-1:0] vcnt  = (seen0_q & onehot(1'b1, live_ch_i)) != {N{1'b0}} ? {EW{1'b0}} : vcnt_m[live_ch_i][EW-1:0];
	wire [EW-1:0] first = tell ? vcnt : cnt;
	wire          has_end = ended != first;
	wire          has_bad = (bad_q & hot) != {N{1'b0}} && !has_end && n_at_i == first + 1'b1;
	wire [16:0]   rsize = rsize_m[ch];
	wire [16:0]   rtail = rtail_m[ch];
	wire          rknown = (rknown_q & hot) != {N{1'b0}}; // else REC_TAIL is 0
	wire          rbad  = rec_en && rknown && rtail >= rsize;
	wire          comes = pick && !tell && !hold_i && pick_valid_q && !back_q;
	wire          able  = comes && !dead;
	wire          room  = out < {{(QW - 2){1'b1}}, 2'b00};
	wire          visit = able && !rbad && room && (has_end || has_bad || fin);
	wire          show  = comes && !visit && (late_q & hot) != {N{1'b0}} && out == {QW{1'b0}};
	wire          ask   = pick && tell && !hold_i;
	assign n_ch_o = ch;

	// Entries and ends
	localparam integer E_W = ADDR_W - 4 + 16 + 16 + 26 + 2;
	localparam integer D_W = ADDR_W + 1 + 8 + 32;
	reg  [E_W-1:0] ent_m [0:(1 << (CW + EW - 1))-1];
	reg  [D_W-1:0] don_m [0:(1 << (CW + EW - 1))-1];
	reg  [E_W-1:0] e_q;
	reg  [D_W-1:0] d_q;
	wire           told_rec = tell && (recerr_q & ~failed_q & hot) != {N{1'b0}}; // asked for the write that failed
	wire [EW-2:0]  look = told_rec && (ps_row_i == ROW_ERR_DESC || ps_row_i == ROW_ERR_ADDR) ? fault_m[ch] : back_q && !tell ? back_at_q : fin && !tell ? first[EW-2:0] - 1'b1 : first[EW-2:0];
	wire           e_rx = e_flags_i[2:0] == `DB_DESC_FORM_RX;
	wire           ended_in = back_q && !tell ? !(back_bad_q || back_fin_q) : has_end; // what is looked up has an end; else 0
	wire [EW-1:0]  d_end = (end0_q & onehot(1'b1, done_ch_i)) != {N{1'b0}} ? {EW{1'b0}} : end_m[done_ch_i];
	always @(posedge clk) begin
		if (e_valid_i) ent_m[{e_ch_i, e_at_i}] <= {e_base_i, e_slot_i, e_next_i, e_rx, e_flags_i[30:8], e_flags_i[4:3], e_bad_i};
		if (pick) e_q <= ent_m[{ch, look}];
	end
	always @(posedge clk) begin
		if (done_valid_i) don_m[{done_ch_i, d_end[EW-2:0]}] <= {done_addr_i, done_eop_i, done_code_i, done_bytes_i};
		if (pick) begin
			if (ended_in) d_q <= don_m[{ch, look}];
			else d_q <= {D_W{1'b0}};
		end
	end
	wire [ADDR_W-5:0] e_base;
	wire [15:0]       e_slot, e_next;
	wire              e_isrx, e_more, e_irq;
	wire [30:8]       e_flags;
	wire [1:0]        e_bad;
	assign {e_base, e_slot, e_next, e_isrx, e_flags, e_more, e_irq, e_bad} = e_q;
	wire [ADDR_W-1:0] d_addr;
	wire              d_eop;
	wire [7:0]        d_code;
	wire [31:0]       d_bytes;
	assign {d_addr, d_eop, d_code, d_bytes} = d_q;

	wire [7:0]  code  = d_code | (fin_q ? `DB_REC_CODE_STOPPED : 8'd0) |
	                    (!isbad_q ? 8'd0 : e_bad[0] ? `DB_REC_CODE_DESC_BUS : `DB_REC_CODE_BAD_DESC);
	wire        fails = code != `DB_REC_CODE_OK;
	wire        more  = e_more && !fails;
	wire        own_w = owner && !fin_q && !owned_q && !(isbad_q && e_bad[0]);
	wire        rec_w = rec_en && !more;
	wire [32:0] job   = job_m[ch];
	wire [31:0] sum   = job[31:0] + d_bytes;
	wire        jeop  = job[32] || d_eop;
	wire [16:0] rec   = rec_m[ch];
	wire [16:0] rec_1 = {1'b0, rec[15:0]} + 17'd1;
	wire        lap   = rec_1 == rsize;
	wire [15:0] rec_n = lap ? 16'd0 : rec_1[15:0];
	wire        full  = rknown ? rec_n == rtail[15:0] : lap;

	// Addresses: of the descriptor, then of the record; asked for, of the data
	reg  [ADDR_W-5:0] addr_q;
	reg  [3:0]        lane_q;
	reg  [31:4]       slot_q;
	reg               at_rec;
	wire [15:0]       seen_rec = heads_o[31:16];
	wire [15:0]       r_at = tell_q ? seen_rec : rec[15:0];
	wire              at_data = tell_q && state_q == C_READ && ps_row_i == ROW_ERR_ADDR && (failed_q & hot) != {N{1'b0}} && !isbad_q;
	wire [15:0]       index = at_rec ? r_at : e_slot;
	wire [1:0]        shift = at_rec ? {line, 1'b0} : stride;
	wire [17:0]       step  = at_data ? 18'd0 : shift[1] ? {index, 2'd0} : shift[0] ? {1'b0, index, 1'b0} : {2'd0, index};
	wire [ADDR_W-5:0] next_addr = {{(ADDR_W - 22){1'b0}}, step} + (at_data ? d_addr[ADDR_W-1:4] : at_rec ? rbase_m[ch] : e_base);
	wire              rec_fault = (failed_q & hot) == {N{1'b0}} && (recown_q & hot) == {N{1'b0}};
	wire              go_ring = (ring_i & hot) != {N{1'b0}} && fails;  // ends without a record
	wire              blocked = rec_w && full;
	wire              aw_own  = state_q == C_OWN;
	wire              taken   = aw_valid_o && aw_ready_i;
	wire              aside   = aw_valid_o && !aw_ready_i && (ps_req_i || hold_i);   // others need not wait for the port
	wire              last_w   = taken && (!aw_own || !rec_w);          // the completion's last write
	wire              commit  = last_w || state_q == C_NONE;
	always @* case (state_q)
		C_READ:  at_rec = !(owner || list) && !tell_q;
		default: at_rec = 1'b1;
	endcase

	assign aw_valid_o = state_q == C_OWN || state_q == C_REC;
	assign aw_ch_o    = ch_q;
	assign aw_own_o   = aw_own;
	assign aw_addr_o  = {addr_q, 4'd0};
	assign aw_data_o[31:0]   = aw_own ? {1'b0, e_flags[30:9], e_isrx ? d_eop : e_flags[8], code} : sum;
	assign aw_data_o[63:32]  = aw_own ? d_bytes : list ? {slot_q, 4'd0} : {16'd0, e_slot};
	assign aw_data_o[127:64] = {!rec[16], 22'd0, jeop, code, 17'd0, e_flags[30:16]};

	// Snapshots, and what software sees
	localparam integer S_W = 1 + 1 + 16 + 16 + EW + EW - 1;
	reg  [S_W-1:0] snap_m [0:(1 << (CW + QW))-1];
	reg  [S_W-1:0] s_q;
	reg            b_q, b_err_q;
	reg  [CW-1:0]  b_ch_q;
	wire [N-1:0]   b_hot = onehot(b_q, b_ch_q);
	wire [QW-1:0]  b_get = (get0_q & onehot(1'b1, b_ch_i)) != {N{1'b0}} ? {QW{1'b0}} : get_m[b_ch_i];
	wire           counts = !fails && (state_q == C_NONE || (taken && (aw_own || !owner))); // its slot is done with
	wire [EW-1:0]  cnt_n  = cnt + {{(EW - 1){1'b0}}, counts};
	wire           s_irq  = commit && !fails && e_irq && !more;
	wire           shows  = state_q == C_SHOW && !b_valid_i && out == {QW{1'b0}};
	always @(posedge clk) begin
		if (taken || state_q == C_NONE)
			snap_m[{ch_q, put}] <= {aw_own, s_irq, fails && !fin_q ? e_slot : e_next, state_q == C_REC ? rec_n : rec[15:0], cnt_n, at_q};
		s_q <= snap_m[b_valid_i ? {b_ch_i, b_get} : {ch_q, put}];
	end
	wire          s_own, s_dirq;
	wire [15:0]   s_head, s_rec;
	wire [EW-1:0] s_cnt;
	wire [EW-2:0] s_at;
	assign {s_own, s_dirq, s_head, s_rec, s_cnt, s_at} = s_q;
	wire          seen  = b_q && !b_err_q && (recerr_q & b_hot) == {N{1'b0}};
	wire [31:0]   v_cnt = (seen0_q & b_hot) != {N{1'b0}} ? 32'd0 : vcnt_m[b_ch_q];
	wire [EW-1:0] v_new = s_cnt - v_cnt[EW-1:0]; // so many more can be seen
	assign retire_o    = seen;
	assign retire_ch_o = b_ch_q;
	assign irq_o       = seen && s_dirq;
	assign irq_ch_o    = b_ch_q;

	// Software's questions: BYTES, RESIDUE, ERR_DESC, ERR_ADDR
	wire        raced  = done_valid_i && done_ch_i == ch;
	wire        halted = (halted_i & hot) != {N{1'b0}};
	wire        fault  = halted && ((failed_q | recerr_q) & hot) != {N{1'b0}};
	wire [31:0] now    = d_bytes | (has_q && !has_end_q && !isbad_q ? res_bytes_i : 32'd0);
	wire        answer  = state_q == C_TELL;
	wire        at_bytes   = answer && ps_row_i == ROW_BYTES;
	wire        at_residue = answer && ps_row_i == ROW_RESIDUE;
	wire        at_error   = answer && (ps_row_i == ROW_ERR_DESC || ps_row_i == ROW_ERR_ADDR) && fault;
	wire [ADDR_W-1:0] err  = at_error ? {addr_q, lane_q} : {ADDR_W{1'b0}};
	wire [31:0] place = (at_residue && list && has_q ? {addr_q[27:0], 4'd0} : 32'd0) |
	                    (at_residue && !list ? {16'd0, has_q ? e_slot : heads_o[15:0]} : 32'd0);
	assign ps_done_o = answer && !(race_q || raced);
	assign ps_data_o = {{(64 - ADDR_W){1'b0}}, err} |
	                   {at_residue ? now : 32'd0, (at_bytes ? now : 32'd0) | place};

	wire [N-1:0] live_hot = onehot(1'b1, live_ch_i);
	wire         live0    = (seen0_q & live_hot) != {N{1'b0}};
	assign heads_o  = live0 ? 64'd0 : {vcnt_m[live_ch_i], vrec_m[live_ch_i], vhead_m[live_ch_i]};
	assign code_o   = (failed_q & live_hot) != {N{1'b0}} ? {4'd0, code_m[live_ch_i]}
	                : (recerr_q & live_hot) != {N{1'b0}} ? `DB_REC_CODE_REC_BUS : `DB_REC_CODE_BAD_RING;
	assign failed_o = failed_q | recerr_q;
	assign f_head_o = (seen0_q & onehot(1'b1, f_ch_i)) != {N{1'b0}} ? 16'd0 : vhead_m[f_ch_i];
	assign v_done_o = (seen0_q & onehot(1'b1, v_ch_i)) != {N{1'b0}} ? {EW{1'b0}} : vcnt_m[v_ch_i][EW-1:0];
	assign dead_o   = dead_q;
	assign part_o   = part_q;
	assign idle_o   = pick;

	// Scan
	wire [N-1:0]  sc_hot = onehot(1'b1, scan_i);
	wire [EW-1:0] sc_end = (end0_q & sc_hot) != {N{1'b0}} ? {EW{1'b0}} : end_m[scan_i];
	wire [QW-1:0] sc_get = (get0_q & sc_hot) != {N{1'b0}} ? {QW{1'b0}} : get_m[scan_i];
	assign scan_idle_o = ((dead_q & sc_hot) != {N{1'b0}} ||
	                      (cnt_m[scan_i] == sc_end && (bad_q & sc_hot) == {N{1'b0}})) &&
	                     put_m[scan_i] == sc_get && !(state_q != C_IDLE && !tell_q && ch_q == scan_i) && !(back_q && back_ch_q == scan_i) &&
	                     (b_hot & sc_hot) == {N{1'b0}} && (late_q & sc_hot) == {N{1'b0}} && !(done_valid_i && done_ch_i == scan_i);

	// Turns
	wire [N-1:0] gnt;
	reg  [CW-1:0] gnt_ch;
	integer i;
	rr_arbiter #(.N(N)) u_turn (.clk(clk), .rst(rst), .req_i(maybe_q), .advance_i(pick), .gnt_o(gnt));
	always @* begin
		gnt_ch = {CW{1'b0}};
		for (i = 0; i < N; i = i + 1)
			if (gnt[i]) gnt_ch = gnt_ch | i[CW-1:0];
	end
	assign pending_o = (maybe_q & ~dead_q) | onehot(back_q, back_ch_q);

	wire nothing  = comes && !visit && !show && (dead || room); // until something happens
	wire wait_rec = state_q == C_READ && !tell_q && !drains && !go_ring && blocked && !giveup;
	wire drains   = state_q == C_READ && !tell_q && fails && (busy_i & hot) != {N{1'b0}}; // comes back
	wire drops    = state_q == C_READ && !tell_q && !drains && (go_ring || (blocked && giveup));
	wire ends     = commit && fails;
	wire b_bad    = b_q && b_err_q && (recerr_q & b_hot) == {N{1'b0}};
	wire d_bad    = done_valid_i && done_code_i != `DB_REC_CODE_OK && done_code_i != `DB_REC_CODE_STOPPED;
	assign ring_o  = onehot(able && rbad, ch);
	assign full_o  = onehot(wait_rec, ch) & ~full_q;
	assign error_o = onehot(ends && code != `DB_REC_CODE_STOPPED, ch) | (b_bad ? b_hot : {N{1'b0}}) | onehot(d_bad, done_ch_i);

	always @(posedge clk) begin
		pick_q       <= gnt_ch;
		pick_valid_q <= maybe_q != {N{1'b0}};
		b_q     <= b_valid_i || shows;
		b_ch_q  <= b_valid_i ? b_ch_i : ch_q;
		b_err_q <= b_valid_i && b_err_i;
		race_q  <= pick ? raced : race_q || raced;
		case (state_q)
			C_IDLE: begin
				ch_q      <= ch;
				at_q      <= look;
				tell_q    <= ask;
				isbad_q   <= back_q && !tell ? back_bad_q : has_bad && (tell || !fin);
				fin_q     <= back_q && !tell ? back_fin_q : fin && !has_end && !has_bad;
				owned_q   <= back_q && !tell && back_own_q;
				if (!tell && !hold_i) back_q <= 1'b0;
				has_end_q <= has_end;
				has_q     <= n_at_i != first;
				if (ask || visit || (back_q && !hold_i)) state_q <= C_READ;
				else if (show) state_q <= C_SHOW;
			end
			C_READ:
				if (tell_q) state_q <= (ps_row_i == ROW_ERR_ADDR && rec_fault) ? C_PREP : C_TELL;
				else if (drops || wait_rec || drains) state_q <= C_IDLE;
				else state_q <= own_w ? C_OWN : !rec_w ? C_NONE : (list || owner) ? C_PREP : C_REC;
			C_OWN:  if (aw_ready_i) state_q <= rec_w ? C_REC : C_IDLE; else if (aside) state_q <= C_IDLE;
			C_PREP: state_q <= tell_q ? C_TELL : C_REC;
			C_REC:  if (aw_ready_i || aside) state_q <= C_IDLE;
			C_NONE: state_q <= fails ? C_IDLE : C_SHOW;
			C_SHOW: if (!b_valid_i) state_q <= C_IDLE;
			C_TELL: state_q <= C_IDLE;
			default: state_q <= C_IDLE;
		endcase
		if (state_q == C_READ || state_q == C_PREP || taken) addr_q <= next_addr;
		lane_q <= at_data ? d_addr[3:0] : 4'd0;
		if (state_q == C_OWN && aw_ready_i) owned_q <= 1'b1;
		if (aside) begin
			back_q     <= 1'b1;
			back_ch_q  <= ch_q;
			back_at_q  <= at_q;
			back_fin_q <= fin_q;
			back_bad_q <= isbad_q;
			back_own_q <= owned_q;
		end
		if (state_q == C_PREP) slot_q <= addr_q[27:0];

		if (zero) begin
			cfg_m[ini_ch_i] <= {(ini_data_i[1:0] == 2'd1 || ini_data_i[7]) ? ini_data_i[4] : 1'b1, ini_data_i[5],
			                    ini_data_i[1:0] == 2'd2, ini_data_i[1:0] == 2'd1, ini_data_i[3:2]};
			rec_m[ini_ch_i]  <= 17'd0;
			job_m[ini_ch_i]  <= 33'd0;
			cnt_m[ini_ch_i]  <= {EW{1'b0}};
			put_m[ini_ch_i]  <= {QW{1'b0}};
		end else begin
			if (counts) cnt_m[ch_q] <= cnt_n;
			if (commit && !fails) job_m[ch_q] <= more ? {jeop, sum} : 33'd0;
			if (taken && !aw_own) rec_m[ch_q] <= {rec[16] ^ lap, rec_n};
			if (taken) put_m[ch_q] <= put + 1'b1;
		end
		if (ends) code_m[ch_q] <= code[3:0];
		if (ini_valid_i && ini_step_i == 3'd3) rbase_m[ini_ch_i] <= ini_data_i[ADDR_W-1:4];
		if (ini_valid_i && ini_step_i == 3'd4) rsize_m[ini_ch_i] <= ini_data_i[16:0];
		if (w_tail_i) rtail_m[w_ch_i] <= {w_data_i[31:16] != 16'd0, w_data_i[15:0]};
		if (done_valid_i) end_m[done_ch_i] <= d_end + 1'b1;
		if (b_valid_i) get_m[b_ch_i] <= b_get + 1'b1;
		if (seen) begin
			vhead_m[b_ch_q] <= s_head;
			vrec_m[b_ch_q]  <= s_rec;
			vcnt_m[b_ch_q]  <= v_cnt + {{(32 - EW){1'b0}}, v_new};
		end

		rknown_q <= rknown_q | onehot(w_tail_i, w_ch_i);
		end0_q   <= (end0_q & ~onehot(done_valid_i, done_ch_i)) | onehot(zero, ini_ch_i);
		get0_q   <= (get0_q & ~onehot(b_valid_i, b_ch_i)) | onehot(zero, ini_ch_i);
		seen0_q  <= (seen0_q & ~onehot(seen, b_ch_q)) | onehot(zero, ini_ch_i);
		maybe_q  <= (maybe_q & ~onehot(nothing || wait_rec, ch)) | onehot(done_valid_i, done_ch_i) |
		            onehot(e_valid_i && e_bad_i != 2'd0, e_ch_i) | onehot(w_tail_i, w_ch_i) |
		            ((fin_i | stop_i | ring_i) & ~dead_q) | (b_hot & late_q) |
		            onehot(ini_valid_i && ini_step_i == 3'd7, ini_ch_i);
		dead_q   <= (dead_q | onehot(ends || drops || (able && rbad), ch) | (b_bad ? b_hot : {N{1'b0}})) & ~onehot(zero, ini_ch_i);
		bad_q    <= (bad_q | onehot(e_valid_i && e_bad_i != 2'd0, e_ch_i)) & ~onehot(zero, ini_ch_i);
		part_q   <= ((part_q & ~onehot(commit, ch)) | onehot(commit && more && rec_en, ch)) & ~onehot(zero, ini_ch_i);
		late_q   <= ((late_q & ~onehot(shows || taken, ch)) | onehot(state_q == C_SHOW && !b_valid_i && !shows, ch)) & ~onehot(zero, ini_ch_i);
		full_q   <= ((full_q & ~onehot(commit, ch)) | onehot(wait_rec, ch)) & ~onehot(zero, ini_ch_i);
		failed_q <= (failed_q | onehot(ends && code != `DB_REC_CODE_STOPPED && (recerr_q & hot) == {N{1'b0}}, ch)) & ~onehot(zero, ini_ch_i);
		recerr_q <= (recerr_q | (b_bad ? b_hot : {N{1'b0}})) & ~onehot(zero, ini_ch_i);
		if (b_bad) fault_m[b_ch_q] <= s_at;
		if (b_bad) recown_q <= (recown_q & ~b_hot) | (s_own ? b_hot : {N{1'b0}});
		if (rst) begin
			state_q      <= C_IDLE;
			tell_q       <= 1'b0;
			ch_q         <= {CW{1'b0}};
			pick_q       <= {CW{1'b0}};
			pick_valid_q <= 1'b0;
			b_q          <= 1'b0;
			back_q       <= 1'b0;
			owned_q      <= 1'b0;
			maybe_q      <= {N{1'b0}};
			dead_q       <= {N{1'b1}};
			bad_q        <= {N{1'b0}};
			part_q       <= {N{1'b0}};
			late_q       <= {N{1'b0}};
			full_q       <= {N{1'b0}};
			failed_q     <= {N{1'b0}};
			recerr_q     <= {N{1'b0}};
			rknown_q     <= {N{1'b0}};
			end0_q       <= {N{1'b1}};
			get0_q       <= {N{1'b1}};
			seen0_q      <= {N{1'b1}};
		end
	end
	wire unused_ok = &{1'b0, e_flags_i, e_bad, ini_data_i, 1'b0};
endmodule

`default_nettype wire
