// SPDX-License-Identifier: Apache-2.0
//
// Descriptor fetch of all channels: knows what is published and asks for it, up to 256 bytes a burst, never beyond it.
// One datapath visits a channel at a time: the one whose list pointer has just been seen (op_*), whose doorbell is being
// written (w_*), or the next in turn that may have something to ask for. A visit computes the burst and asks in that cycle.
// Positions are counted in units of 16 bytes from the base of the ring or block.
// TAIL mode: up to the tail. OWNER mode: after a poll demand, one slot less than the ring holds ahead of HEAD. LIST mode:
// the block; the next one when its pointer has been seen; at the end of the list a poll demand looks at the first unit of
// the last block again. `drop`: an unowned slot was seen; nothing is asked for until the parser has thrown away what came
// behind it and says where to go on (OP_SYNC).
`default_nettype none

module dma_fetch #(
	parameter integer CHANNELS = 1,
	parameter integer CW       = 1,    // width of a channel number
	parameter integer ADDR_W   = 64,
	parameter integer DATA_W   = 64,
	parameter integer UNITS    = 128,  // units that a channel may hold: a power of two
	parameter integer UW       = 8     // width of a count of units, one bit more than log2(UNITS)
) (
	input  wire                clk,
	input  wire                rst,
	input  wire                ini_valid_i,   // set-up, as dma_regs
	input  wire [2:0]          ini_step_i,
	input  wire [CW-1:0]       ini_ch_i,
	input  wire [63:0]         ini_data_i,
	input  wire                w_tail_i,      // TAIL is written
	input  wire                w_poll_i,      // POLL is written
	input  wire [CW-1:0]       w_ch_i,
	input  wire [31:0]         w_data_i,
	input  wire [CHANNELS-1:0] en_i,          // bursts may start
	input  wire                op_valid_i,    // from the parser
	input  wire [1:0]          op_kind_i,     // OP_*
	input  wire [CW-1:0]       op_ch_i,
	input  wire [63:0]         op_next_i,     // OP_NEXT: a descriptor's NEXT
	input  wire [15:0]         op_slot_i,     // OP_SYNC: slot to go on with
	input  wire                unowned_i,     // pulses of the parser for op_ch_i: an unowned slot: drop
	input  wire                lookend_i,     // what a poll demand asked for has been seen
	input  wire                drop_i,        // drop without an unowned slot (quirk)
	input  wire [CHANNELS-1:0] stale_i,       // quirk: the next fetch takes one unit of the slot
	input  wire                free_i,        // room came for this channel
	input  wire [CW-1:0]       free_ch_i,
	input  wire                retire_i,      // HEAD of this channel has moved
	input  wire [CW-1:0]       retire_ch_i,
	output wire [CW-1:0]       ch_o,          // channel that is visited: its
	input  wire [15:0]         head_i,        //   HEAD
	input  wire [UW-1:0]       rd_i,          //   units given up by the parser (modulo)
	input  wire [CW-1:0]       scan_i,        // any channel: its
	output wire [UW-1:0]       asked_o,       //   units asked for (modulo)
	input  wire [CW-1:0]       p_ch_i,        // the parser's channel: its
	output wire [ADDR_W-5:0]   p_base_o,      //   block or ring being parsed, divided by 16
	output wire [16:0]         p_size_o,      //   and its slots
	output wire [CHANNELS-1:0] drop_o,        // channels that drop
	output wire [CHANNELS-1:0] look_o,        // a poll demand's fetch at the end of a list is on its way
	output wire                tail_bad_o,    // the tail that is written is outside the ring
	output wire [CHANNELS-1:0] pending_o,     // something may be asked for
	output wire                fire_o,        // a burst is asked for, of channel ch_o
	output wire                ar_valid_o,
	input  wire                ar_ready_i,
	output wire [ADDR_W-1:0]   ar_addr_o,
	output wire [7:0]          ar_len_o,
	output wire [15:0]         ar_bytes_o
);
	localparam integer N = CHANNELS;
	localparam [N-1:0] ONE = 1;
	localparam [1:0] OP_NEXT = 2'd1; // the parser starts with the block, the next one is op_next_i; 0: nothing follows
	localparam [1:0] OP_SYNC = 2'd2; // go on at a slot
	localparam [1:0] OP_END  = 2'd3; // nothing follows: the list ends

	reg [ADDR_W-5:0] base_m  [0:N-1];
	reg [16:0]       size_m  [0:N-1];
	reg [16:0]       tail_m  [0:N-1];
	reg [18:0]       pos_m   [0:N-1]; // unit asked for next
	reg [UW-1:0]     asked_m [0:N-1];
	reg [4:0]        cfg_m   [0:N-1]; // {cyclic, list, owner, stride[1:0]}
	reg [ADDR_W-5:0] pbase_m [0:N-1];
	reg [16:0]       psize_m [0:N-1];
	reg [ADDR_W-1:0] next_m  [0:N-1]; // NEXT that waits for its turn

	reg  [N-1:0]  want_q;  // something may be asked for
	reg  [N-1:0]  wait_q;  // OWNER mode: until a poll; LIST mode: the list has ended
	reg  [N-1:0]  poll_q;  // a poll demand has not been served
	reg  [N-1:0]  drop_q, look_q;
	reg  [N-1:0]  next_q;  // LIST mode: next_m is the next block
	reg  [CW-1:0] pick_q;
	reg           pick_valid_q;
	reg  [3:0]    count_q; // NEXT.COUNT of LIST_HEAD while a channel starts

	function [N-1:0] onehot(input valid, input [CW-1:0] ch);
		onehot = valid ? ONE << ch : {N{1'b0}};
	endfunction

	// Who is visited
	wire          ini  = ini_valid_i;
	wire          bell = w_tail_i || w_poll_i;
	wire [CW-1:0] ch   = ini ? ini_ch_i : op_valid_i ? op_ch_i : bell ? w_ch_i : pick_q;
	wire          told = op_valid_i && op_kind_i == OP_NEXT;
	wire          turn_now = !ini && !op_valid_i && (bell || pick_valid_q);
	wire [N-1:0]  hot  = ONE << ch;
	assign ch_o = ch;

	wire         cyclic, list, owner;
	wire [1:0]   stride;
	assign {cyclic, list, owner, stride} = cfg_m[ch];
	wire [16:0]  size  = size_m[ch];
	wire [UW-1:0] asked = asked_m[ch];
	wire         my_tail = w_tail_i && !op_valid_i;
	wire         poll  = (poll_q & hot) != {N{1'b0}} || (w_poll_i && !op_valid_i);
	wire         waits = (wait_q & hot) != {N{1'b0}};
	wire         stale = owner && (stale_i & hot) != {N{1'b0}};
	wire         able  = (en_i & ~drop_q & hot) != {N{1'b0}} && !(owner && waits && !poll) &&
	                     !((look_q & hot) != {N{1'b0}} && !next);

	// How much is published, from here to the end of the ring or block
	function [18:0] units(input [16:0] slots, input [1:0] s);
		units = s[1] ? {slots, 2'd0} : s[0] ? {1'b0, slots, 1'b0} : {2'd0, slots};
	endfunction
	wire [16:0] head_1 = (head_i == 16'd0 ? size : {1'b0, head_i}) - 17'd1;
	wire [16:0] tail_w = w_data_i[31:17] != 15'd0 ? 17'h1ffff : w_data_i[16:0];
	wire [16:0] tail   = owner ? head_1 : my_tail ? tail_w : tail_m[ch];
	assign tail_bad_o = go && !next && able && !owner && !list && !cyclic && tail >= size;
	wire [18:0] pos_c  = pos_m[ch];
	wire [18:0] end_c  = units(size, stride);
	wire        spent  = list && pos_c == end_c;                       // all of the block has been asked for
	wire        next   = spent && (told || (turn_now && (next_q & hot) != {N{1'b0}})); // the next block starts
	wire        go     = turn_now || (told && spent);
	wire [ADDR_W-1:0] to = told ? op_next_i[ADDR_W-1:0] : next_m[ch];
	wire [16:0] size_n = {12'd0, {1'b0, to[3:0]} + 5'd1};
	wire [18:0] size_u = next ? units(size_n, stride) : end_c;
	wire [18:0] tail_u = units(tail, stride);
	wire [18:0] pos    = next ? 19'd0 : pos_c;
	wire        to_end = list || cyclic || tail_u < pos;
	wire [18:0] left   = (to_end ? size_u : tail_u) - pos;
	wire        none   = left == 19'd0;
	wire        look   = (list && none && waits && poll) || (stale && !none);
	wire [18:0] at     = (list && none) ? 19'd0 : pos;

	// The burst: within 256 bytes of address space, hence within 4 KiB
	wire [ADDR_W-5:0] base  = next ? to[ADDR_W-1:4] : base_m[ch];
	wire [ADDR_W-5:0] addr  = base + {{(ADDR_W - 23){1'b0}}, at};
	wire [4:0]        to_256 = 5'd16 - {1'b0, addr[3:0]};
	wire              all   = left[18:5] == 14'd0 && left[4:0] <= to_256;
	wire [4:0]        n     = look ? 5'd1 : all ? left[4:0] : to_256;
	wire [UW-1:0]     held  = asked - rd_i;
	localparam integer FULL = UNITS - 16;
	wire              room  = held <= FULL[UW-1:0];
	wire              fire  = ar_valid_o && ar_ready_i;
	assign fire_o     = fire;
	assign ar_valid_o = go && able && room && (!none || look) && !tail_bad_o;
	assign ar_addr_o  = {addr, 4'd0};
	assign ar_bytes_o = {7'd0, n, 4'd0};
	generate
		if (DATA_W == 32) begin : g_len32
			assign ar_len_o = {1'b0, n, 2'd0} - 8'd1;
		end else if (DATA_W == 64) begin : g_len64
			assign ar_len_o = {2'd0, n, 1'b0} - 8'd1;
		end else if (DATA_W == 128) begin : g_len128
			assign ar_len_o = {3'd0, n} - 8'd1;
		end else begin : g_len256
			wire [5:0] ends = {1'b0, n} + {5'd0, addr[0]} - 6'd1;
			wire       unused_ok = &{1'b0, ends[0], 1'b0};
			assign ar_len_o = {3'd0, ends[5:1]};
		end
	endgenerate

	wire [18:0] pos_n  = pos + {14'd0, n};
	wire        wraps  = pos_n == size_u && !list;
	wire        sync   = op_valid_i && op_kind_i == OP_SYNC;
	wire        zero   = ini && ini_step_i == 3'd0;
	wire        step1  = ini && ini_step_i == 3'd1;
	wire        step2  = ini && ini_step_i == 3'd2;
	wire        turn   = op_valid_i && op_kind_i != OP_SYNC; // the parser starts with the block
	always @(posedge clk) begin
		if (next || step1) base_m[ch] <= next ? to[ADDR_W-1:4] : ini_data_i[ADDR_W-1:4];
		if (next || step2) size_m[ch] <= next ? size_n
		                               : list ? {12'd0, {1'b0, count_q} + 5'd1} : ini_data_i[16:0];
		if (w_tail_i || zero) tail_m[zero ? ini_ch_i : w_ch_i] <= zero ? 17'd0 : tail_w;
		if (zero || sync || next || (fire && !look))
			pos_m[ch] <= zero ? 19'd0 : sync ? units({1'b0, op_slot_i}, stride)
			           : !fire ? pos : wraps ? 19'd0 : pos_n;
		if (zero || fire) asked_m[ch] <= zero ? {UW{1'b0}} : asked + {{(UW - 5){1'b0}}, n};
		if (zero) cfg_m[ch] <= {ini_data_i[7], ini_data_i[1:0] == 2'd2, ini_data_i[1:0] == 2'd1, ini_data_i[3:2]};
		if (turn || (ini && ini_step_i == 3'd7)) pbase_m[ch] <= base_m[ch];
		if (turn || (ini && ini_step_i == 3'd7)) psize_m[ch] <= size_m[ch];
		if (told && !spent) next_m[ch] <= op_next_i[ADDR_W-1:0];
		if (step1) count_q <= ini_data_i[3:0];
	end
	assign asked_o  = asked_m[scan_i];
	assign p_base_o = pbase_m[p_ch_i];
	assign p_size_o = psize_m[p_ch_i];
	assign drop_o   = drop_q;
	assign look_o   = look_q;

	// Turns
	wire [N-1:0] owner_wait;
	reg  [N-1:0] owner_q;
	assign owner_wait = owner_q & wait_q & ~poll_q;
	wire [N-1:0] may = want_q & en_i & ~drop_q & ~look_q & ~owner_wait;
	wire [N-1:0] gnt;
	reg  [CW-1:0] gnt_ch;
	integer i;
	rr_arbiter #(.N(N)) u_turn (.clk(clk), .rst(rst), .req_i(may), .advance_i(1'b1), .gnt_o(gnt));
	always @* begin
		gnt_ch = {CW{1'b0}};
		for (i = 0; i < N; i = i + 1)
			if (gnt[i]) gnt_ch = gnt_ch | i[CW-1:0];
	end
	assign pending_o = may;

	wire [N-1:0] quiet  = onehot(go && able && ((none && !look) || !room), ch); // nothing to ask for until something happens
	wire         served = go && able && poll && waits && (owner || (look && fire));
	always @(posedge clk) begin
		pick_q       <= gnt_ch;
		pick_valid_q <= may != {N{1'b0}};
		want_q <= (want_q & ~quiet) | onehot(bell, w_ch_i) | onehot(op_valid_i, op_ch_i) | onehot(free_i, free_ch_i) |
		          onehot(retire_i, retire_ch_i) | onehot(ini && ini_step_i == 3'd7, ini_ch_i);
		wait_q <= (wait_q & ~onehot(served && owner, ch) & ~onehot(told || zero, ch)) | onehot(unowned_i, op_ch_i) |
		          onehot(op_valid_i && op_kind_i == OP_END, op_ch_i) | onehot(zero && ini_data_i[1:0] == 2'd1, ini_ch_i);
		poll_q <= ((poll_q | onehot(w_poll_i, w_ch_i)) & ~onehot(served, ch)) & ~onehot(zero, ini_ch_i);
		drop_q <= (drop_q | onehot(unowned_i || drop_i, op_ch_i)) & ~onehot(sync, op_ch_i) & ~onehot(zero, ini_ch_i);
		next_q <= (next_q | onehot(told && !spent, ch)) & ~onehot(next || zero, ch);
		look_q <= (look_q | onehot(look && fire, ch)) & ~onehot(lookend_i, op_ch_i) & ~onehot(zero, ini_ch_i);
		if (zero) owner_q <= (owner_q & ~hot) | (ini_data_i[1:0] == 2'd1 ? hot : {N{1'b0}});
		if (rst) begin
			want_q       <= {N{1'b0}};
			next_q       <= {N{1'b0}};
			owner_q      <= {N{1'b0}};
			pick_q       <= {CW{1'b0}};
			pick_valid_q <= 1'b0;
			wait_q       <= {N{1'b0}};
			poll_q       <= {N{1'b0}};
			drop_q       <= {N{1'b0}};
			look_q       <= {N{1'b0}};
		end
	end

	wire unused_ok = &{1'b0, ini_data_i, op_next_i, 1'b0};
`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && ar_valid_o && (held > UNITS[UW-1:0] || n == 5'd0 || {1'b0, addr[7:0]} + {4'd0, n} > 9'd256)) begin
			$display("%m: a burst that is empty, too long or without room");
			$stop;
		end
`endif
endmodule

`default_nettype wire
