// SPDX-License-Identifier: Apache-2.0
//
// From descriptor words to segments, for all channels. Words that arrive are kept in block RAM, a ring for each channel;
// one parser takes the descriptors of a channel at a time out of it, a word a cycle, or straight from the bus where
// nothing is queued before it. With a descriptor's last word its segment goes to the back (seg_*) and its entry into the
// list of what is in flight (e_*), in the same cycle; where that is not possible the words stay and are parsed again.
// A bad descriptor has an entry with a code and no segment, and ends its channel.
// OWNER mode: the first slot seen unowned stops the channel's parsing; when all that was asked for has arrived it is
// thrown away, and the fetch goes on with that slot. Quirk STALE_DESC: the slot's words but the first two are kept.
// LIST mode: word 1 of a block's first descriptor tells the fetch where the next block is.
`default_nettype none

module dma_parse #(
	parameter integer CHANNELS = 1,
	parameter integer CW       = 1,     // width of a channel number
	parameter integer ADDR_W   = 64,
	parameter integer DATA_W   = 64,
	parameter integer UW       = 8,     // one bit more than log2 of the 16-byte units kept for a channel
	parameter integer LISTS    = 1,
	parameter integer FILL     = 1,
	parameter integer TWOD     = 1,
	parameter integer STREAMS  = 1,
	parameter integer EW       = 8      // width of an entry's number, one bit more than log2(entries of a channel)
) (
	input  wire                clk,
	input  wire                rst,
	input  wire                ini_valid_i,  // set-up, as dma_regs
	input  wire [2:0]          ini_step_i,
	input  wire [CW-1:0]       ini_ch_i,
	input  wire [63:0]         ini_data_i,
	input  wire                hold_i,       // a channel is about to be set up: take nothing in hand
	output wire                idle_o,       // nothing is in hand
	input  wire                stale_i,      // quirk
	input  wire [CHANNELS-1:0] en_i,         // descriptors may start
	input  wire [CHANNELS-1:0] again_i,      // entries of this channel have become free
	input  wire                r_valid_i,    // a beat of descriptors, always taken
	input  wire [CW-1:0]       r_ch_i,
	input  wire [DATA_W-1:0]   r_data_i,
	input  wire                r_err_i,
	input  wire                r_last_i,
	input  wire                ar_fire_i,    // a burst was asked for (256 bits of data: its shape is kept)
	input  wire [CW-1:0]       ar_ch_i,
	input  wire                ar_odd_i,     //   starts with the upper half of a beat
	input  wire                ar_half_i,    //   ends with the lower half of a beat
	input  wire [CHANNELS-1:0] drop_i,       // from dma_fetch
	input  wire [CHANNELS-1:0] look_i,
	output wire                op_soon_o,    // to dma_fetch: op_valid_o perhaps
	output wire                op_valid_o,
	output wire                op_sync_o,    //   OP_SYNC
	output wire [1:0]          op_kind_o,
	output wire [CW-1:0]       op_ch_o,
	output wire [63:0]         op_next_o,    // set-up: ini_data_i
	output wire                bus_soon_o,   // op_valid_o perhaps, and op_next_o is on the bus:
	output wire [63:0]         bus_next_o,
	output wire [15:0]         op_slot_o,
	output wire                unowned_o,
	output wire                lookend_o,
	output wire                drop_o,
	output wire [CHANNELS-1:0] stale_o,
	output wire [CHANNELS-1:0] bad_o,        // ended by a bad descriptor
	output wire                free_o,       // units were given up
	output wire [CW-1:0]       free_ch_o,
	input  wire [CW-1:0]       f_ch_i,       // the fetch's channel: its
	output wire [UW-1:0]       f_rd_o,       //   units given up
	input  wire [CW-1:0]       scan_i,       // any channel: its
	input  wire [UW-1:0]       scan_asked_i, //   units asked for
	output wire                scan_out_o,   //   units are on their way
	output wire                scan_on_o,    //   it is being parsed
	output wire [CW-1:0]       p_ch_o,       // channel being parsed: its
	input  wire [ADDR_W-5:0]   p_base_i,     //   block or ring
	input  wire [3:0]          p_count_i,    //   slots of the block, less one
	input  wire [16:0]         p_size_i,     //   slots of the ring
	output wire [CHANNELS-1:0] pending_o,    // something may be parsed
	output wire [CHANNELS-1:0] waiting_o,    // words are there
	output wire                seg_valid_o,  // to the back
	output wire [CW-1:0]       seg_ch_o,
	input  wire [CHANNELS-1:0] seg_ready_i,
	output wire [2:0]          seg_form_o,
	output wire [31:0]         seg_len_o,
	output wire [ADDR_W-1:0]   seg_src_o,
	output wire [ADDR_W-1:0]   seg_dst_o,
	output wire [7:0]          seg_pattern_o,
	output wire                seg_more_o,
	output wire                seg_irq_o,    // the job's completion counts towards an interrupt
	output wire [31:0]         seg_rows_o,
	output wire [ADDR_W-1:0]   seg_sstride_o,
	output wire [ADDR_W-1:0]   seg_dstride_o,
	output wire                e_valid_o,    // entry
	output wire [1:0]          e_bad_o,      // 0 a segment was given, 1 bus error, 2 bad descriptor
	output wire [EW-1:0]       e_at_o,       // its number (modulo)
	output wire [ADDR_W-5:0]   e_base_o,     // ring or block, divided by 16
	output wire [15:0]         e_slot_o,     // slot in it
	output wire [15:0]         e_next_o,     // the slot after it
	output wire [31:0]         e_flags_o,    // descriptor's FLAGS
	input  wire [CW-1:0]       n_ch_i,       // any channel: its
	output wire [EW-1:0]       n_at_o,       //   entries given
	output wire [CW-1:0]       v_ch_o,       // channel that is looked at: its
	input  wire [EW-1:0]       v_done_i      //   entries that are free again (modulo)
);
	`include "doorbell_spec.vh"

	localparam integer N   = CHANNELS;
	localparam integer WW  = UW;          // index of a 64-bit word in a channel's ring
	localparam integer PW  = WW + 2;      // pointer to a word: laps and a sign
	localparam [N-1:0] ONE = 1;
	localparam [1:0] OP_KEEP = 2'd0, OP_NEXT = 2'd1, OP_SYNC = 2'd2, OP_END = 2'd3; // as dma_fetch
	localparam [1:0] P_IDLE = 2'd0; // no descriptor in hand
	localparam [1:0] P_RAM  = 2'd1; // its words come from the RAM, one a cycle
	localparam [1:0] P_BUS  = 2'd2; // its words come from the bus
	localparam integer DIRECT = DATA_W <= 64 ? 1 : 0; // words can be taken from the bus

	function [N-1:0] onehot(input valid, input [CW-1:0] ch);
		onehot = valid ? ONE << ch : {N{1'b0}};
	endfunction

	reg [PW-1:0] wr_m   [0:N-1]; // words arrived
	reg [PW-1:0] rd_m   [0:N-1]; // words given up, at the start of a slot
	reg [15:0]   slot_m [0:N-1]; // slot being parsed
	reg [EW-1:0] ent_m  [0:N-1]; // entries given
	reg [3:0]    cfg_m  [0:N-1]; // {list, owner, stride[1:0]}
	reg [WW-1:0] kept_m [0:N-1]; // quirk: first word of the stale slot

	wire zero = ini_valid_i && ini_step_i == 3'd0;

	// Arrival: words into the RAM
	wire        a_valid;                // a word, or words, arrive
	wire [63:0] a_word;
	wire        a_err;
	reg  [N-1:0] fresh_q;               // nothing has arrived since the channel was set up: wr_m counts as 0
	function [PW-1:0] arrived(input [N-1:0] fresh, input [CW-1:0] ch, input [PW-1:0] wr);
		arrived = (fresh & onehot(1'b1, ch)) != {N{1'b0}} ? {PW{1'b0}} : wr;
	endfunction
	wire [PW-1:0] a_wr = arrived(fresh_q, r_ch_i, wr_m[r_ch_i]);
	wire [PW-1:0] a_step;
	wire        x_err;                  // RAM output
	wire [63:0] x_word;
	wire [CW+WW-1:0] x_addr;
	generate
		if (DATA_W <= 64) begin : g_narrow
			reg [64:0] ram_m [0:(1 << (CW + WW))-1];
			reg [64:0] out_q;
			if (DATA_W == 64) begin : g_64
				assign a_valid = r_valid_i;
				assign a_word  = r_data_i;
				assign a_err   = r_err_i;
			end else begin : g_32
				reg [32:0] low_m [0:N-1];
				reg [N-1:0] half_q; // the lower half of a word has arrived
				wire        half = (half_q & onehot(1'b1, r_ch_i)) != {N{1'b0}};
				assign a_valid = r_valid_i && half;
				assign a_word  = {r_data_i, low_m[r_ch_i][31:0]};
				assign a_err   = r_err_i || low_m[r_ch_i][32];
				always @(posedge clk) begin
					if (r_valid_i) low_m[r_ch_i] <= {r_err_i, r_data_i};
					half_q <= (half_q ^ onehot(r_valid_i, r_ch_i)) & ~onehot(zero, ini_ch_i);
					if (rst) half_q <= {N{1'b0}};
				end
			end
			always @(posedge clk) begin
				if (a_valid) ram_m[{r_ch_i, a_wr[WW-1:0]}] <= {a_err, a_word};
				out_q <= ram_m[x_addr];
			end
			assign {x_err, x_word} = out_q;
			assign a_step = {{(PW - 1){1'b0}}, 1'b1};
			wire unused_ok = &{1'b0, r_last_i, ar_fire_i, ar_ch_i, ar_odd_i, ar_half_i, 1'b0};
		end else begin : g_wide
			// a row of two words, in one bank or, for beats of two rows, in two
			localparam integer BANKS = DATA_W / 128;
			reg         up_q;   // the word wanted is the upper one of its row
			wire [128:0] row;
			assign a_word = 64'd0;
			assign a_err  = 1'b0;
			if (BANKS == 1) begin : g_128
				reg [128:0] ram_m [0:(1 << (CW + WW - 1))-1];
				reg [128:0] out_q;
				always @(posedge clk) begin
					if (a_valid) ram_m[{r_ch_i, a_wr[WW-1:1]}] <= {r_err_i, r_data_i};
					out_q <= ram_m[x_addr[CW+WW-1:1]];
				end
				assign row     = out_q;
				assign a_valid = r_valid_i;
				assign a_step  = {{(PW - 2){1'b0}}, 2'd2};
				wire unused_ok = &{1'b0, r_last_i, ar_fire_i, ar_ch_i, ar_odd_i, ar_half_i, 1'b0};
			end else begin : g_256
				// what part of a burst's first and last beat counts: kept from its request to its data
				reg  [1:0]    shape_m [0:(1 << (CW + UW - 1))-1];
				reg [UW-2:0] put_m [0:N-1];
				reg [UW-2:0] get_m [0:N-1];
				reg  [N-1:0]  first_q; // the next beat is a burst's first
				reg  [N-1:0]  put0_q, get0_q; // the numbers count as 0
				wire [UW-2:0] put = (put0_q & onehot(1'b1, ar_ch_i)) != {N{1'b0}} ? {(UW - 1){1'b0}} : put_m[ar_ch_i];
				wire [UW-2:0] get = (get0_q & onehot(1'b1, r_ch_i)) != {N{1'b0}} ? {(UW - 1){1'b0}} : get_m[r_ch_i];
				wire [1:0]    shape = shape_m[{r_ch_i, get}];
				wire          first = (first_q & onehot(1'b1, r_ch_i)) != {N{1'b0}};
				wire          odd   = first && shape[1];      // the lower half does not count
				wire          half  = r_last_i && shape[0];   // the upper half does not count
				reg  [128:0]  even_m [0:(1 << (CW + WW - 2))-1], odd_m [0:(1 << (CW + WW - 2))-1];
				reg  [128:0]  even_q, odd_q;
				reg           bank_q;
				wire          b     = a_wr[1];                // bank of the first unit
				wire [WW-3:0] at    = a_wr[WW-1:2];
				wire [127:0]  lo    = odd ? r_data_i[255:128] : r_data_i[127:0];
				wire          two   = !odd && !half;
				always @(posedge clk) begin
					if (r_valid_i && (!b || two)) even_m[{r_ch_i, at + {{(WW - 3){1'b0}}, b}}] <= {r_err_i, b ? r_data_i[255:128] : lo};
					if (r_valid_i && (b || two)) odd_m[{r_ch_i, at}] <= {r_err_i, b ? lo : r_data_i[255:128]};
					even_q <= even_m[x_addr[CW+WW-1:2]];
					odd_q  <= odd_m[x_addr[CW+WW-1:2]];
					bank_q <= x_addr[1];
					if (ar_fire_i) shape_m[{ar_ch_i, put}] <= {ar_odd_i, ar_half_i};
					if (ar_fire_i) put_m[ar_ch_i] <= put + 1'b1;
					if (r_valid_i && r_last_i) get_m[r_ch_i] <= get + 1'b1;
					put0_q <= (put0_q & ~onehot(ar_fire_i, ar_ch_i)) | onehot(zero, ini_ch_i);
					get0_q <= (get0_q & ~onehot(r_valid_i && r_last_i, r_ch_i)) | onehot(zero, ini_ch_i);
					first_q <= ((first_q & ~onehot(r_valid_i, r_ch_i)) | onehot(r_valid_i && r_last_i, r_ch_i)) | onehot(zero, ini_ch_i);
				end
				assign row     = bank_q ? odd_q : even_q;
				assign a_valid = r_valid_i;
				assign a_step  = two ? {{(PW - 3){1'b0}}, 3'd4} : {{(PW - 2){1'b0}}, 2'd2};
			end
			always @(posedge clk)
				up_q <= x_addr[0];
			assign x_err  = row[128];
			assign x_word = up_q ? row[127:64] : row[63:0];
		end
	endgenerate

	// The descriptor in hand
	reg  [1:0]    state_q;
	reg  [CW-1:0] ch_q;
	reg  [PW-1:0] at_q;        // its first word
	reg  [2:0]    w_q;         // word that comes next
	reg           stale_q, look_q;
	reg  [N-1:0]  maybe_q;     // words have arrived that have not been looked at
	reg  [N-1:0]  turned_q;    // the fetch knows what follows the block
	reg  [N-1:0]  start_q;     // the next slot is slot 0
	reg  [N-1:0]  keep_q;      // quirk: a stale slot is kept
	reg  [N-1:0]  bad_q;       // a bad descriptor has ended the channel
	reg  [63:0]   first_q;     // FLAGS, LENGTH
	reg  [ADDR_W-1:0] src_q;
	reg           err_q, high_q, len0_q;
	reg           sync_q;      // a channel that drops has everything it asked for
	reg  [CW-1:0] sync_ch_q;
	reg  [CW-1:0] pick_q;
	reg           pick_valid_q;

	wire [N-1:0]  hot = onehot(1'b1, ch_q);
	wire          last;        // this word completes it
	wire          cur;         // a word is here
	wire          arrives = a_valid && DIRECT != 0;
	wire          unowned, wrong;
	wire          look_now = !hold_i && !sync_q && (state_q == P_IDLE || (last && !unowned && !wrong && (look_i & hot) == {N{1'b0}})); // a channel may be looked at
	wire          from_bus = state_q == P_IDLE && !hold_i && !sync_q && !pick_valid_q && arrives; // perhaps
	wire [CW-1:0] v_ch = pick_valid_q ? pick_q : r_ch_i;
	wire [N-1:0]  v_hot = onehot(1'b1, v_ch);
	assign v_ch_o = v_ch;
	wire          given;       // the descriptor in hand is taken
	wire [PW-1:0] after;       // first word of the one after it
	wire          again = v_ch == ch_q && state_q != P_IDLE;   // goes on with the channel in hand, if the descriptor is taken
	wire [PW-1:0] v_rd  = again ? after : rd_m[v_ch];
	wire [PW-1:0] v_wr  = arrived(fresh_q, v_ch, wr_m[v_ch]);
	wire [PW-1:0] level = v_wr - v_rd;
	wire [1:0]    v_cfg = cfg_m[v_ch][1:0];
	wire          v_look  = cfg_m[v_ch][3] && (look_i & start_q & ~turned_q & v_hot) != {N{1'b0}}; // behind the block's last slot
	wire          v_stale = (keep_q & v_hot) != {N{1'b0}};
	wire          v_some = !level[PW-1] && (level[PW-2:3] != 0 || (level[2] && !v_cfg[1]) ||
	                       (level[2:1] != 2'd0 && (v_cfg[1:0] == 2'd0 || v_look || v_stale)));
	wire [EW-1:0] v_ent = ent_m[v_ch] - v_done_i;
	localparam [EW-1:0] E_MAX = (1 << (EW - 1)) - 2;
	wire          v_room = v_ent < E_MAX;
	wire          v_able = (en_i & ~drop_i & ~bad_q & seg_ready_i & v_hot) != {N{1'b0}} && v_room;
	wire          ram_go = look_now && pick_valid_q && v_able && v_some && (given || !again);
	wire          bus_go = from_bus && v_able && !v_stale && v_wr == v_rd;

	assign cur = state_q == P_RAM || bus_go || (state_q == P_BUS && arrives && r_ch_i == ch_q);
	wire [2:0]    c_w   = bus_go ? 3'd0 : w_q;
	wire [63:0]   word  = ini_valid_i ? ini_data_i : (DIRECT != 0 && state_q != P_RAM) ? a_word : x_word; // in hand; at set-up, for the fetch
	wire          w_err = (DIRECT != 0 && state_q != P_RAM) ? a_err : x_err;
	assign p_ch_o = ch_q;

	wire          list, owner;
	wire [1:0]    stride;
	assign {list, owner, stride} = cfg_m[ch_q];
	wire [15:0]   slot  = slot_m[ch_q];
	wire [2:0]    form  = first_q[2:0];

	// What it is: known from word 1 on, when first_q stands
	wire is_copy = form == `DB_DESC_FORM_COPY;
	wire is_fill = FILL != 0 && form == `DB_DESC_FORM_FILL;
	wire is_tx   = STREAMS != 0 && form == `DB_DESC_FORM_TX;
	wire is_rx   = STREAMS != 0 && form == `DB_DESC_FORM_RX;
	wire is_2d   = TWOD != 0 && form == `DB_DESC_FORM_COPY2D;
	wire short_form   = (is_fill || is_tx || is_rx) && !list;          // 16 bytes
	wire bad0    = len0_q || !(is_copy || is_fill || is_tx || is_rx || is_2d) ||
	               (!short_form && stride == 2'd0) || (is_2d && stride != 2'd2);
	wire [2:0] w_end = (short_form || stride == 2'd0 || look_q) ? 3'd1 : (is_2d && stride == 2'd2) ? 3'd6 : 3'd3;
	wire at1     = w_q == 3'd1 && (state_q == P_RAM || (state_q == P_BUS && arrives && r_ch_i == ch_q)); // not bus_go: early
	wire high;   // an address beyond the bus
	generate
		if (ADDR_W < 64) begin : g_high
			assign high = word[63:ADDR_W] != {(64 - ADDR_W){1'b0}};
		end else begin : g_full
			assign high = 1'b0;
		end
	endgenerate
	wire first    = list && (start_q & hot) != {N{1'b0}};                       // of its block
	wire turn     = at1 && first && !look_q && (turned_q & hot) == {N{1'b0}};
	wire berr     = err_q || w_err;
	assign unowned = at1 && owner && !first_q[31] && !err_q;
	wire ends     = first_q[5];
	wire high_w   = high && ((c_w == 3'd1 && (short_form || (first && !ends))) || (c_w == 3'd2 && (is_copy || is_2d || is_tx)) ||
	                         (c_w == 3'd3 && (is_copy || is_2d || is_fill || is_rx)));
	wire rows0;
	wire bad      = bad0 || high_q || high_w || (is_2d && rows0);
	assign last   = cur && c_w == w_end && c_w != 3'd0;
	wire whole    = last && !look_q && !unowned;                   // a descriptor is there
	wire ok       = whole && !bad && !berr;
	wire en       = (en_i & ~bad_q & hot) != {N{1'b0}};
	wire look_bad = look_q && (berr || (high && !ends));
	assign wrong  = bad || berr;
	wire ready    = (seg_ready_i & hot) != {N{1'b0}};
	assign given  = (whole && en && (ready || bad || berr)) || (last && look_q);
	wire [3:0] words = look_q || stale_q ? 4'd2 : 4'd2 << stride;
	assign after  = at_q + {{(PW - 4){1'b0}}, words};

	assign seg_valid_o   = ok && en && ready;
	assign seg_ch_o      = ch_q;
	assign seg_form_o    = form;
	assign seg_len_o     = first_q[63:32];
	assign seg_pattern_o = first_q[15:8];
	assign seg_more_o    = first_q[4];
	assign seg_irq_o     = first_q[3] && !first_q[4];
	generate
		if (STREAMS != 0) begin : g_tx
			assign seg_src_o = short_form ? word[ADDR_W-1:0] : src_q;
		end else begin : g_copy
			assign seg_src_o = src_q;
		end
		if (TWOD != 0) begin : g_2d
			reg [ADDR_W-1:0] dst_q, sstride_q;
			reg [31:0]       rows_q;
			reg              rows0_q;
			always @(posedge clk)
				if (cur) case (c_w)
					3'd3: dst_q <= word[ADDR_W-1:0];
					3'd4: begin
						rows_q  <= word[31:0];
						rows0_q <= word[31:0] == 32'd0;
					end
					3'd5: sstride_q <= word[ADDR_W-1:0];
					default: ;
				endcase
			assign seg_dst_o     = is_2d ? dst_q : word[ADDR_W-1:0];
			assign seg_rows_o    = rows_q;
			assign seg_sstride_o = sstride_q;
			assign seg_dstride_o = word[ADDR_W-1:0];
			assign rows0         = rows0_q;
		end else begin : g_1d
			assign seg_dst_o     = word[ADDR_W-1:0];
			assign seg_rows_o    = 32'd0;
			assign seg_sstride_o = {ADDR_W{1'b0}};
			assign seg_dstride_o = {ADDR_W{1'b0}};
			assign rows0         = 1'b0;
		end
	endgenerate

	wire [16:0] slot_1 = {1'b0, slot} + 17'd1;
	wire        wraps  = list ? slot[3:0] == p_count_i : slot_1 == p_size_i;
	wire [15:0] slot_n = wraps ? 16'd0 : slot_1[15:0];
	assign e_valid_o = given && (!look_q || look_bad);
	assign e_bad_o   = berr ? 2'd1 : (bad || look_q) ? 2'd2 : 2'd0;
	assign e_at_o    = ent_m[ch_q];
	assign e_base_o  = p_base_i;
	assign e_slot_o  = slot;
	assign e_next_o  = slot_n;
	assign e_flags_o = first_q[31:0];
	assign n_at_o    = ent_m[n_ch_i];

	// To the fetch
	wire sync_go = sync_q && state_q == P_IDLE && !hold_i;
	wire follow  = !ends && !berr && !high && (look_q || !bad0);
	assign op_soon_o  = (LISTS != 0 && at1 && first) || sync_go;
	assign op_sync_o  = sync_go;
	assign bus_soon_o = LISTS != 0 && at1 && first && state_q == P_BUS;
	assign bus_next_o = a_word;
	assign op_valid_o = LISTS != 0 ? turn || (at1 && look_q && follow) || sync_go : sync_go;
	assign op_kind_o  = sync_go ? OP_SYNC : follow ? OP_NEXT : ends && !berr ? OP_END : OP_KEEP;
	assign op_ch_o    = sync_go ? sync_ch_q : ch_q;
	assign op_next_o  = word;
	assign op_slot_o  = slot_m[sync_ch_q];
	assign unowned_o  = unowned;
	assign drop_o     = given && stale_q;
	assign lookend_o  = (at1 && look_q) || (stale_q && (given || unowned));
	assign stale_o    = keep_q;
	assign bad_o      = bad_q;
	assign free_o     = given || sync_go;
	assign free_ch_o  = sync_go ? sync_ch_q : ch_q;
	assign f_rd_o     = rd_m[f_ch_i][UW:1];

	// Scan: what is on its way; a channel that drops is done when nothing is
	wire [UW-1:0] s_wr = (fresh_q & onehot(1'b1, scan_i)) != {N{1'b0}} ? {UW{1'b0}} : wr_m[scan_i][UW:1];
	assign scan_out_o = s_wr != scan_asked_i;
	assign idle_o     = state_q == P_IDLE;
	assign scan_on_o  = state_q != P_IDLE && ch_q == scan_i;

	// Word that the RAM shows in the next cycle: the first one of what may be taken in hand, or the next one in hand
	wire          x_next = state_q == P_RAM && w_q != w_end;
	wire [WW-1:0] x_from = (stale_q && w_q != 3'd0) ? kept_m[ch_q] : at_q[WW-1:0];
	wire [2:0]    x_word_n = w_q + 3'd1;
	assign x_addr = x_next ? {ch_q, x_from + {{(WW - 3){1'b0}}, x_word_n}} : {v_ch, v_rd[WW-1:0]};

	wire [N-1:0] may = maybe_q & en_i & ~drop_i & ~bad_q & seg_ready_i;
	wire [N-1:0] gnt;
	reg  [CW-1:0] gnt_ch;
	integer i;
	rr_arbiter #(.N(N)) u_turn (.clk(clk), .rst(rst), .req_i(may), .advance_i(ram_go), .gnt_o(gnt));
	always @* begin
		gnt_ch = {CW{1'b0}};
		for (i = 0; i < N; i = i + 1)
			if (gnt[i]) gnt_ch = gnt_ch | i[CW-1:0];
	end
	assign pending_o = may;
	assign waiting_o = maybe_q;

	wire fails = last && !given && !unowned;                      // must be parsed again
	wire gap   = state_q == P_BUS && !cur && (pick_valid_q || hold_i); // others need not wait for the bus
	always @(posedge clk) begin
		pick_q       <= gnt_ch;
		pick_valid_q <= may != {N{1'b0}};
		maybe_q <= (maybe_q & ~onehot(look_now && pick_valid_q && (given || !again) && (!v_some || !v_room), v_ch)) |
		           onehot(a_valid && !(cur && state_q != P_RAM), r_ch_i) | onehot(fails || gap, ch_q) | again_i;
		if (cur) begin
			if (c_w == 3'd0) first_q <= word;
			if (c_w == 3'd0) len0_q <= word[63:32] == 32'd0;
			if (c_w == 3'd2) src_q <= word[ADDR_W-1:0];
			err_q  <= (c_w != 3'd0 && err_q) || w_err;
			high_q <= c_w != 3'd0 && (high_q || high_w);
			w_q    <= c_w + 3'd1;
		end
		if (bus_go) begin
			state_q <= P_BUS;
			ch_q    <= v_ch;
			at_q    <= v_rd;
			stale_q <= v_stale;
			look_q  <= v_look;
		end
		if (last || unowned || gap) state_q <= P_IDLE;
		if (ram_go) begin
			state_q <= P_RAM;
			ch_q    <= v_ch;
			at_q    <= v_rd;
			w_q     <= 3'd0;
			stale_q <= v_stale;
			look_q  <= v_look;
		end
		if (zero) begin
			rd_m[ini_ch_i]   <= {PW{1'b0}};
			slot_m[ini_ch_i] <= 16'd0;
			ent_m[ini_ch_i]  <= {EW{1'b0}};
			cfg_m[ini_ch_i]  <= {ini_data_i[1:0] == 2'd2, ini_data_i[1:0] == 2'd1, ini_data_i[3:2]};
		end else begin
			if (given || sync_go) rd_m[free_ch_o] <= sync_go ? arrived(fresh_q, sync_ch_q, wr_m[sync_ch_q]) : after;
			if (e_valid_o) slot_m[ch_q] <= slot_n;
			if (e_valid_o) ent_m[ch_q] <= e_at_o + 1'b1;
		end
		if (a_valid) wr_m[r_ch_i] <= a_wr + a_step;
		fresh_q  <= (fresh_q & ~onehot(a_valid, r_ch_i)) | onehot(zero, ini_ch_i);
		turned_q <= ((turned_q | onehot(turn, ch_q)) & ~onehot(e_valid_o && first, ch_q)) & ~onehot(zero, ini_ch_i);
		start_q  <= ((start_q & ~onehot(e_valid_o, ch_q)) | onehot(e_valid_o && wraps, ch_q)) | onehot(zero, ini_ch_i);
		bad_q    <= (bad_q | onehot(e_valid_o && e_bad_o != 2'd0, ch_q)) & ~onehot(zero, ini_ch_i);
		if (unowned && stale_i && !stale_q && stride != 2'd0) kept_m[ch_q] <= at_q[WW-1:0];
		keep_q   <= ((keep_q | onehot(unowned && stale_i && stride != 2'd0, ch_q)) & ~onehot(given && stale_q, ch_q)) &
		            ~onehot(zero, ini_ch_i);
		if ((drop_i & onehot(1'b1, scan_i)) != {N{1'b0}} && !scan_out_o && !sync_q) begin
			sync_q    <= 1'b1;
			sync_ch_q <= scan_i;
		end
		if (sync_go) sync_q <= 1'b0;
		if (rst) begin
			state_q      <= P_IDLE;
			maybe_q      <= {N{1'b0}};
			turned_q     <= {N{1'b0}};
			keep_q       <= {N{1'b0}};
			bad_q        <= {N{1'b0}};
			sync_q       <= 1'b0;
			pick_q       <= {CW{1'b0}};
			pick_valid_q <= 1'b0;
			ch_q         <= {CW{1'b0}};
			sync_ch_q    <= {CW{1'b0}};
		end
	end

`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && seg_valid_o && (seg_ready_i & hot) == {N{1'b0}}) begin
			$display("%m: a segment for a channel that is not ready");
			$stop;
		end
`endif
endmodule

`default_nettype wire
