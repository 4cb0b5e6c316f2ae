// SPDX-License-Identifier: Apache-2.0
//
// Descriptor fetch of all channels: knows what is published and asks for it, up to 256 bytes a burst, never beyond it.
// One datapath visits a channel at a time, in two steps: F_LOOK counts what is published, of the channel whose doorbell is
// being written or the next in turn that may have something to ask for; F_ASK asks for a burst. A list pointer that is
// seen on the bus (bus_*) needs no step: its burst is asked for in that cycle.
// A ring's position is counted in slots from its base (whole slots: 256 bytes hold some, and the base is aligned), a
// block's in units of 16 bytes, negative, so that it has been asked for when the count is 0.
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
	input  wire                w_soon_i,      // TAIL is written in the next cycle: it counts from now on
	input  wire                w_tail_i,      // TAIL is written
	input  wire                w_poll_i,      // POLL is written
	input  wire [CW-1:0]       w_ch_i,
	input  wire [31:0]         w_data_i,
	input  wire [CHANNELS-1:0] en_i,          // bursts may start
	input  wire                op_soon_i,     // from the parser: op_valid_i perhaps (known early in the cycle)
	input  wire                op_valid_i,
	input  wire                op_sync_i,     //   it is OP_SYNC (known early)
	input  wire [1:0]          op_kind_i,     // OP_*
	input  wire [CW-1:0]       op_ch_i,
	input  wire [63:0]         op_next_i,     // OP_NEXT: a descriptor's NEXT; set-up: ini_data_i
	input  wire                bus_soon_i,    //   it is on the bus,
	input  wire [63:0]         bus_next_i,    //   this word
	input  wire [15:0]         op_slot_i,     // OP_SYNC: slot to go on with
	input  wire                unowned_i,     // pulses of the parser for op_ch_i: an unowned slot: drop
	input  wire                lookend_i,     // what a poll demand asked for has been seen
	input  wire                drop_i,        // drop without an unowned slot (quirk)
	input  wire [CHANNELS-1:0] stale_i,       // quirk: the next fetch takes one unit of the slot
	input  wire                free_i,        // room came for this channel
	input  wire [CW-1:0]       free_ch_i,
	input  wire                retire_i,      // HEAD of this channel has moved
	input  wire [CW-1:0]       retire_ch_i,
	output wire [CW-1:0]       ch_o,          // channel that is visited or asks: its
	input  wire [15:0]         head_i,        //   HEAD
	input  wire [UW-1:0]       rd_i,          //   units given up by the parser (modulo)
	input  wire [CW-1:0]       scan_i,        // any channel: its
	output wire [UW-1:0]       asked_o,       //   units asked for (modulo)
	input  wire [CW-1:0]       p_ch_i,        // the parser's channel: its
	output wire [ADDR_W-5:0]   p_base_o,      //   block or ring being parsed, divided by 16
	output wire [3:0]          p_count_o,     //   slots of the block, less one
	output wire [16:0]         p_size_o,      //   slots of the ring
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
	localparam [1:0] OP_END  = 2'd3; // nothing follows: the list ends
	localparam [1:0] F_LOOK  = 2'd0; // counts what is published
	localparam [1:0] F_MORE  = 2'd1; //   again: to the end of the ring; of the block that has just been begun
	localparam [1:0] F_ASK   = 2'd2; // asks for it

	reg [ADDR_W-9:0] cur_m   [0:N-1]; // address asked next, divided by 256,
	reg [4:0]        unit_m  [0:N-1]; //   and the unit in it; 16: carried over by the next visit
	reg [ADDR_W-1:0] base_m  [0:N-1]; // ring, or block being parsed (with its COUNT)
	reg [ADDR_W-1:0] next_m  [0:N-1]; // the block behind it, once it is known
	reg [16:0]       size_m  [0:N-1]; // slots of the ring
	reg [16:0]       tail_m  [0:N-1]; // {too large, TAIL}
	reg [15:0]       pos_m   [0:N-1];
	reg [UW-1:0]     asked_m [0:N-1];
	reg [4:0]        cfg_m   [0:N-1]; // {cyclic, list, owner, stride[1:0]}

	reg  [N-1:0]  want_q;  // something may be asked for
	reg  [N-1:0]  wait_q;  // OWNER mode: until a poll; LIST mode: the list has ended
	reg  [N-1:0]  poll_q;  // a poll demand has not been served
	reg  [N-1:0]  drop_q, look_q;
	reg  [N-1:0]  next_q;  // LIST mode: next_m is to be fetched
	reg  [CW-1:0] pick_q;
	reg           pick_valid_q;
	reg  [1:0]    state_q;
	reg  [CW-1:0] ch_q;    // F_MORE, F_ASK
	reg  [4:0]    n_q;     // F_ASK: units to ask for
	reg           wraps_q; //   the last ones of the ring
	reg           one_q;   //   the first one only (look)

	function [N-1:0] onehot(input valid, input [CW-1:0] ch);
		onehot = valid ? ONE << ch : {N{1'b0}};
	endfunction

	// Who is visited
	wire          ini   = ini_valid_i;
	wire          zero  = ini && ini_step_i == 3'd0;
	wire          step1 = ini && ini_step_i == 3'd1;
	wire          step2 = ini && ini_step_i == 3'd2;
	wire          bell  = w_soon_i || w_poll_i;
	wire          other = ini || op_soon_i;
	wire [CW-1:0] ch    = N == 1 ? {CW{1'b0}} : ini ? ini_ch_i : op_soon_i ? op_ch_i : state_q != F_LOOK ? ch_q : bell ? w_ch_i : pick_q;
	wire [N-1:0]  hot   = onehot(1'b1, ch);
	wire          told  = op_valid_i && op_kind_i == OP_NEXT;
	wire          sync  = op_sync_i;
	wire          turn  = op_valid_i && !op_sync_i; // the parser starts with the block
	wire          visit = !other && (state_q == F_MORE || (state_q == F_LOOK && (bell || pick_valid_q)));
	assign ch_o = ch;

	wire          cyclic, list, owner;
	wire [1:0]    stride;
	assign {cyclic, list, owner, stride} = cfg_m[ch];
	wire [16:0]       size  = size_m[ch];
	wire [16:0]       tail  = tail_m[ch];
	wire [15:0]       pos   = pos_m[ch];
	wire [UW-1:0]     asked = asked_m[ch];
	wire [ADDR_W-1:0] base  = base_m[ch];
	wire [ADDR_W-1:0] next  = next_m[ch];
	wire [4:0]        unit  = unit_m[ch];
	wire [ADDR_W-5:0] cur   = {cur_m[ch], unit[3:0]};
	wire          runs  = (en_i & ~drop_q & hot) != {N{1'b0}};
	wire          waits = (wait_q & hot) != {N{1'b0}};
	wire          poll  = (poll_q & hot) != {N{1'b0}} || (state_q == F_LOOK && w_poll_i);
	wire          looks = (look_q & hot) != {N{1'b0}};
	wire          stale = owner && (stale_i & hot) != {N{1'b0}};
	wire          spent = list && pos == 16'd0;                          // all of the block has been asked for
	wire          begins = spent && (next_q & hot) != {N{1'b0}};         // the next block can be fetched
	wire          able  = visit && runs && !(owner && waits && !poll) && (!looks || begins);
	wire [UW-1:0] held  = asked - rd_i;                                    // negative: the rest of a slot given up before it was asked for
	localparam integer FULL = UNITS - 16;
	wire          room  = held <= FULL[UW-1:0] || (held[UW-1] && held[UW-2:0] != {(UW - 1){1'b0}});

	// How much is published, from here to the tail, or to the end of the ring or block. OWNER mode: the slot before HEAD
	// is the last: one less, by the carry.
	wire [16:0] tail_w = {w_data_i[31:16] != 16'd0, w_data_i[15:0]};
	wire        to_end = state_q == F_MORE || cyclic;
	wire        less   = owner && !to_end;
	wire [16:0] mark   = owner ? {1'b0, head_i} : tail;
	wire [16:0] upto   = list ? 17'd0 : (to_end || (owner && head_i == 16'd0)) ? size : w_soon_i ? tail_w : mark;
	wire [18:0] back   = {1'b1, ~upto, less} + {2'b00, pos, 1'b1};       // pos - upto - 1, or pos - upto
	wire [16:0] count  = ~back[17:1];
	wire        behind = !list && !to_end && !back[18];
	wire [1:0]  shift  = list ? 2'd0 : stride;                           // of units against what is counted
	wire [18:0] left   = shift[1] ? {count, 2'd0} : shift[0] ? {1'b0, count, 1'b0} : {2'd0, list ? {10'd0, count[6:0]} : count};
	wire        none   = list ? spent : count == 17'd0;
	wire        look   = list ? spent && waits && poll : stale && !none;
	wire        idles  = able && !begins && ((none && !look && !behind) || !room); // nothing to ask for until something happens

	// The burst: within 256 bytes of address space, hence within 4 KiB. What the bus brings is late: bits, no carries.
	function [4:0] to_256(input [3:0] u); // 16 - u
		to_256 = {u == 4'd0, u[3] ^ (u[2:0] != 3'd0), u[2] ^ (u[1:0] != 2'd0), u[1] ^ u[0], u[0]};
	endfunction
	function [4:0] plus_1(input [3:0] further);
		plus_1 = {further == 4'hf, further[3] ^ (further[2:0] == 3'd7), further[2] ^ (further[1:0] == 2'd3), further[1] ^ further[0], !further[0]};
	endfunction
	wire              all    = left[18:5] == 14'd0 && left[4:0] <= to_256(unit[3:0]);
	wire [ADDR_W-1:0] to     = bus_next_i[ADDR_W-1:0];
	wire [6:0]        units  = {2'd0, plus_1(to[3:0])} << stride; // of the block that is told
	wire [4:0]        n_told = units[6:5] == 2'd0 && units[4:0] <= to_256(to[7:4]) ? units[4:0] : to_256(to[7:4]);
	wire              one    = one_q && !op_soon_i;
	wire [4:0]        n      = bus_soon_i ? n_told : n_q;
	wire              asks   = state_q == F_ASK && !other;
	wire              fire   = ar_valid_o && ar_ready_i;
	wire              goes   = fire && !one;
	wire              wraps  = wraps_q && !op_soon_i;
	assign tail_bad_o = asks && runs && !owner && !list && !cyclic && tail >= size;
	assign ar_valid_o = runs && ((asks && !tail_bad_o) || (follow && room));
	assign fire_o     = fire;
	assign ar_addr_o  = {bus_soon_i ? to[ADDR_W-1:4] : cur, 4'd0};
	assign ar_bytes_o = {7'd0, n, 4'd0};
	generate
		if (DATA_W == 32) begin : g_len32
			assign ar_len_o = {1'b0, n, 2'd0} - 8'd1;
		end else if (DATA_W == 64) begin : g_len64
			assign ar_len_o = {2'd0, n, 1'b0} - 8'd1;
		end else if (DATA_W == 128) begin : g_len128
			assign ar_len_o = {3'd0, n} - 8'd1;
		end else begin : g_len256
			wire [5:0] ends = {1'b0, n} + {5'd0, ar_addr_o[4]} - 6'd1;
			wire       unused_ok = &{1'b0, ends[0], 1'b0};
			assign ar_len_o = {3'd0, ends[5:1]};
		end
	endgenerate

	// Where it goes on
	function [15:0] minus(input [3:0] further, input [1:0] s); // a block's units, negative
		minus = {12'hfff, ~further} << s;
	endfunction
	wire        fresh  = step2 || (able && begins);             // starts with next_m
	wire        again  = able && list && look && !begins;       // the last block once more
	wire        carry  = visit && unit[4];
	wire        follow = told && bus_soon_i && spent;
	wire [17:0] slot   = stride[1] ? {op_slot_i, 2'd0} : stride[0] ? {1'b0, op_slot_i, 1'b0} : {2'd0, op_slot_i};
	localparam [1:0] FROM_CUR = 2'd0, FROM_NEXT = 2'd1, FROM_BASE = 2'd2, FROM_OP = 2'd3;
	wire [1:0]  which  = bus_soon_i ? FROM_OP : op_soon_i ? FROM_BASE
	                   : (ini || begins) ? FROM_NEXT : (again || (asks && wraps)) ? FROM_BASE : FROM_CUR;
	reg  [ADDR_W-5:0] from;
	always @* case (which)
		FROM_CUR:  from = cur;
		FROM_NEXT: from = next[ADDR_W-1:4];
		FROM_BASE: from = base[ADDR_W-1:4];
		default:   from = to[ADDR_W-1:4];
	endcase
	wire [4:0]  u_step = sync ? {1'b0, slot[3:0]} : (goes && !wraps) ? n : 5'd0;
	wire [13:0] step   = sync ? slot[17:4] : {13'd0, carry && which == FROM_CUR};
	wire [4:0]  n_pos  = shift[1] ? {2'd0, n[4:2]} : shift[0] ? {1'b0, n[4:1]} : n;
	wire [15:0] pos_0  = bus_soon_i ? minus(to[3:0], stride) : sync ? op_slot_i : (fresh && list) ? minus(next[3:0], stride)
	                   : (fresh || (goes && wraps)) ? 16'd0 : pos;
	wire        moves  = follow || sync || fresh || again || goes;
	always @(posedge clk) begin
		if (moves || carry) cur_m[ch]  <= {{(ADDR_W - 22){1'b0}}, step} + from[ADDR_W-5:4];
		if (moves || carry) unit_m[ch] <= {1'b0, from[3:0]} + u_step;
		if (moves) pos_m[ch] <= pos_0 + ((goes && !wraps) ? {11'd0, n_pos} : 16'd0);
		if (told || step1) next_m[ch] <= op_next_i[ADDR_W-1:0];
		if (turn || step2) base_m[ch] <= next;
		if (step2) size_m[ch] <= ini_data_i[16:0];
		if (w_soon_i || zero) tail_m[zero ? ini_ch_i : w_ch_i] <= zero ? 17'd0 : tail_w;
		if (zero || fire) asked_m[ch] <= zero ? {UW{1'b0}} : asked + {{(UW - 5){1'b0}}, n};
		if (zero) cfg_m[ch] <= {ini_data_i[7], ini_data_i[1:0] == 2'd2, ini_data_i[1:0] == 2'd1, ini_data_i[3:2]};
	end
	assign asked_o = asked_m[scan_i];
	assign {p_base_o, p_count_o} = base_m[p_ch_i];
	assign p_size_o = size_m[p_ch_i];
	assign drop_o   = drop_q;
	assign look_o   = look_q;

	// Turns
	reg  [N-1:0]  owner_q;
	wire [N-1:0]  owner_wait = owner_q & wait_q & ~poll_q;
	wire [N-1:0]  may = want_q & en_i & ~drop_q & ~look_q & ~owner_wait;
	wire [N-1:0]  gnt;
	reg  [CW-1:0] gnt_ch;
	integer i;
	rr_arbiter #(.N(N)) u_turn (.clk(clk), .rst(rst), .req_i(may), .advance_i(visit), .gnt_o(gnt));
	always @* begin
		gnt_ch = {CW{1'b0}};
		for (i = 0; i < N; i = i + 1)
			if (gnt[i]) gnt_ch = gnt_ch | i[CW-1:0];
	end
	assign pending_o = may;

	wire served = poll && waits && ((owner && able) || (list && one && fire));
	always @(posedge clk) begin
		pick_q       <= gnt_ch;
		pick_valid_q <= may != {N{1'b0}};
		if (visit) begin
			ch_q    <= ch;
			n_q     <= look ? 5'd1 : all ? left[4:0] : to_256(unit[3:0]);
			wraps_q <= to_end && !list && all;
			one_q   <= look;
			state_q <= !able || idles ? F_LOOK : begins || behind ? F_MORE : F_ASK;
		end else if (!other && (fire || !runs || tail_bad_o))
			state_q <= F_LOOK;
		want_q <= (want_q & ~onehot(idles, ch)) | onehot(w_tail_i || w_poll_i, w_ch_i) | onehot(op_valid_i, op_ch_i) |
		          onehot(free_i, free_ch_i) | onehot(retire_i, retire_ch_i) | onehot(ini && ini_step_i == 3'd7, ini_ch_i);
		wait_q <= (wait_q & ~onehot(served && owner, ch) & ~onehot(told || zero, ch)) | onehot(unowned_i, op_ch_i) |
		          onehot(op_valid_i && op_kind_i == OP_END, op_ch_i) | onehot(zero && ini_data_i[1:0] == 2'd1, ini_ch_i);
		poll_q <= ((poll_q | onehot(w_poll_i, w_ch_i)) & ~onehot(served, ch)) & ~onehot(zero, ini_ch_i);
		drop_q <= (drop_q | onehot(unowned_i || drop_i, op_ch_i)) & ~onehot(sync, op_ch_i) & ~onehot(zero, ini_ch_i);
		next_q <= (next_q | onehot(told && !follow, ch)) & ~onehot((able && begins) || zero, ch);
		look_q <= (look_q | onehot(one && fire, ch)) & ~onehot(lookend_i, op_ch_i) & ~onehot(zero, ini_ch_i);
		if (zero) owner_q <= (owner_q & ~hot) | (ini_data_i[1:0] == 2'd1 ? hot : {N{1'b0}});
		if (rst) begin
			state_q      <= F_LOOK;
			want_q       <= {N{1'b0}};
			next_q       <= {N{1'b0}};
			owner_q      <= {N{1'b0}};
			pick_q       <= {CW{1'b0}};
			pick_valid_q <= 1'b0;
			ch_q         <= {CW{1'b0}};
			wait_q       <= {N{1'b0}};
			poll_q       <= {N{1'b0}};
			drop_q       <= {N{1'b0}};
			look_q       <= {N{1'b0}};
		end
	end

	wire unused_ok = &{1'b0, ini_data_i, op_next_i, bus_next_i, base[3:0], back[0], 1'b0};
`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && ar_valid_o && ((held[UW-1] && held[UW-2:0] != 0 && held[UW-2:2] != {(UW - 3){1'b1}}) || n == 5'd0 || {5'd0, ar_addr_o[7:4]} + {4'd0, n} > 9'd16)) begin
			$display("%m: a burst that is empty, too long or without room");
			$stop;
		end
`endif
endmodule

`default_nettype wire
