// SPDX-License-Identifier: Apache-2.0
//
// l1i: instruction cache, set-associative, physically indexed and tagged, read-only. A hit answers in the cycle after
// its request was taken, one per cycle.
//
// A miss asks the L1D first (snoop port, READ), because instruction refills see dirty data without cleaning them; if
// the L1D has not got the line, a WRAP burst fetches it from memory, the word asked for first. That word is answered
// as soon as it is there; the next request is looked up when the line is complete.
//
// What may be fetched: fitted RAM (not through the uncached alias) and the boot ROM, whose words are not kept. Anything
// else, and a bus error, answers with if_rsp_err_o; a line with a bus error is not installed.
//
// if_kill_i drops what is taken and not answered, a request taken in that very cycle too; a refill under way is completed
// for the cache's own sake. An invalidation waits for it, then clears every valid bit at once.
// Victim: an invalid way if there is one, else the ways in turn.
`default_nettype none
`include "doorbell_spec.vh"

module l1i #(
	parameter L1I_BYTES  = 16384, // capacity
	parameter L1I_WAYS   = 4,     // ways: 1, 2, 4 or 8
	parameter LINE_BYTES = 64     // line: 32 or 64
) (
	input  wire        clk,
	input  wire        rst,                // synchronous, active high
	input  wire [19:0] cfg_ram_pages_i,    // fitted 4 KiB pages at RAM_BASE
	input  wire [19:0] cfg_ram_hi_pages_i, // and at RAM_HI_BASE

	input  wire        if_req_valid_i,     // fetch: eight bytes
	output wire        if_req_ready_o,
	input  wire [63:0] if_req_addr_i,      // aligned to 8
	output wire        if_rsp_valid_o,     // answers in order
	output wire [63:0] if_rsp_data_o,
	output wire        if_rsp_err_o,       // access fault
	input  wire        if_kill_i,          // drop what is not answered
	input  wire        if_inval_req_i,     // FENCE.I: invalidate all, level until the acknowledge
	output wire        if_inval_ack_o,

	output wire        snp_req_valid_o,    // READ of a line from the L1D
	input  wire        snp_req_ready_i,
	output wire [39:0] snp_req_addr_o,     // line
	input  wire        snp_rsp_valid_i,
	input  wire        snp_rsp_hit_i,      // 0: not in the L1D, the only beat
	input  wire        snp_rsp_last_i,
	input  wire [63:0] snp_rsp_data_i,     // the line's words in address order

	output wire [3:0]  m_axi_i_arid,       // AXI4 master, reads only
	output wire [39:0] m_axi_i_araddr,
	output wire [7:0]  m_axi_i_arlen,
	output wire [2:0]  m_axi_i_arsize,
	output wire [1:0]  m_axi_i_arburst,
	output wire [3:0]  m_axi_i_arcache,
	output wire [2:0]  m_axi_i_arprot,
	output wire [7:0]  m_axi_i_aruser,
	output wire        m_axi_i_arvalid,
	input  wire        m_axi_i_arready,
	input  wire [3:0]  m_axi_i_rid,
	input  wire [63:0] m_axi_i_rdata,
	input  wire [1:0]  m_axi_i_rresp,
	input  wire        m_axi_i_rlast,
	input  wire        m_axi_i_rvalid,
	output wire        m_axi_i_rready
);
	localparam LINE_W  = $clog2(LINE_BYTES);
	localparam WORD_W  = LINE_W - 3;
	localparam SETS    = L1I_BYTES / L1I_WAYS / LINE_BYTES;
	localparam SET_W   = $clog2(SETS);
	localparam TAG_LSB = LINE_W + SET_W;
	localparam ADDR_W  = 35;               // RAM ends below 2^35
	localparam TAG_W   = ADDR_W - TAG_LSB;
	localparam WAY_W   = L1I_WAYS > 1 ? $clog2(L1I_WAYS) : 1;
	localparam [31:0] LINE_LEN = LINE_BYTES / 8 - 1; // AxLEN of a line

	generate
		if (LINE_BYTES != 32 && LINE_BYTES != 64) begin : g_bad_line
			l1i_LINE_BYTES_must_be_32_or_64 stop ();
		end
		if (L1I_WAYS < 1 || L1I_WAYS > 8 || (1 << $clog2(L1I_WAYS)) != L1I_WAYS) begin : g_bad_ways
			l1i_L1I_WAYS_must_be_1_2_4_or_8 stop ();
		end
		if (SETS < 2 || (SETS * L1I_WAYS * LINE_BYTES) != L1I_BYTES || (1 << SET_W) != SETS) begin : g_bad_size
			l1i_L1I_BYTES_must_be_a_power_of_two_of_at_least_two_sets stop ();
		end
	endgenerate

	localparam [2:0] RUN     = 3'd0, // looking up
	                 SNP_REQ = 3'd1, // asking the L1D
	                 SNP_RSP = 3'd2, // taking its answer
	                 AR      = 3'd3, // asking memory or the boot ROM
	                 FILL    = 3'd4, // taking the line
	                 ROM     = 3'd5, // taking the boot ROM's word
	                 DONE    = 3'd6; // the line is complete: look the waiting request up

	reg [2:0]          state_q;
	reg                s1_valid_q;         // a request in look-up, or being refilled and not answered
	reg [63:3]         s1_addr_q;
	reg                wait_valid_q;       // taken in the cycle in which the one before it was found missing
	reg [63:3]         wait_addr_q;
	reg [WORD_W-1:0]   beat_q;             // word of the line that comes next
	reg                fill_err_q, rom_q;
	reg                rsp_valid_q, rsp_err_q;
	reg [63:0]         rsp_data_q;
	reg [L1I_WAYS-1:0] victim_q;           // one-hot
	reg [WAY_W-1:0]    turn_q;
	reg                inval_ack_q;
	reg [ADDR_W-1:LINE_W] fill_line_q;     // line being refilled
	reg [WORD_W-1:0]   crit_q;             // its first word: remembered apart from the request, which may be killed
	reg [39:3]         ar_addr_q;

	wire [SET_W-1:0]   fill_set = fill_line_q[TAG_LSB-1:LINE_W];
	wire [SET_W-1:0]   s1_set   = s1_addr_q[TAG_LSB-1:LINE_W];
	wire               s1_low   = s1_addr_q[63:ADDR_W] == 0;

	// ---- look-up
	wire take = if_req_valid_i && if_req_ready_o;
	wire [TAG_LSB-1:3] rd_addr = state_q == DONE ? wait_addr_q[TAG_LSB-1:3] : if_req_addr_i[TAG_LSB-1:3];

	wire                lookup = state_q == RUN && s1_valid_q;
	wire [L1I_WAYS-1:0] tag_way;
	wire [L1I_WAYS-1:0] valid_way, hit_way;
	wire [63:0]         hit_data;
	wire                beat_en;
	wire [63:0]         beat_data;
	wire                install;

	l1i_arrays #(.WAYS(L1I_WAYS), .SET_W(SET_W), .WORD_W(WORD_W), .TAG_W(TAG_W)) arrays (
		.clk           (clk),
		.rd_en_i       (take || state_q == DONE),
		.rd_set_i      (rd_addr[TAG_LSB-1:LINE_W]),
		.rd_word_i     (rd_addr[LINE_W-1:3]),
		.cmp_i         (lookup && s1_low),
		.cmp_tag_i     (s1_addr_q[ADDR_W-1:TAG_LSB]),
		.cmp_way_o     (tag_way),
		.sel_way_i     (hit_way),
		.rd_data_o     (hit_data),
		.wr_data_i     (beat_en ? victim_q : {L1I_WAYS{1'b0}}),
		.wr_tag_i      (install ? victim_q : {L1I_WAYS{1'b0}}),
		.wr_set_i      (fill_set),
		.wr_word_i     (beat_q),
		.wr_word_data_i(beat_data),
		.wr_tag_data_i (fill_line_q[ADDR_W-1:TAG_LSB])
	);

	genvar v;
	generate
		for (v = 0; v < L1I_WAYS; v = v + 1) begin : g_valid
			reg [SETS-1:0] bits_q;
			always @(posedge clk) begin
				if (beat_en && victim_q[v])
					bits_q[fill_set] <= install; // not valid while its words are being replaced
				if (rst || inval_ack_q)
					bits_q <= {SETS{1'b0}};
			end
			reg here;
			always @* begin
				here = 1'b0;
				if (lookup)
					here = bits_q[s1_set];
			end
			assign valid_way[v] = here;
		end
	endgenerate

	assign hit_way = tag_way & valid_way;

	// ---- what lies at the address
	wire hit    = lookup && |hit_way;
	wire miss   = lookup && !(|hit_way);
	reg [63:0] s1_byte, lo_off, hi_off, rom_off;
	reg        in_lo, in_hi, in_rom;
	always @* begin
		s1_byte = 64'd0;
		lo_off  = 64'd0;
		hi_off  = 64'd0;
		rom_off = 64'd0;
		in_lo   = 1'b0;
		in_hi   = 1'b0;
		in_rom  = 1'b0;
		if (miss) begin
			s1_byte = {s1_addr_q, 3'd0};
			lo_off  = s1_byte - {24'd0, `DB_RAM_BASE};
			hi_off  = s1_byte - {24'd0, `DB_RAM_HI_BASE};
			rom_off = s1_byte - {24'd0, `DB_BOOTROM_BASE};
			in_lo   = lo_off < {24'd0, `DB_RAM_SIZE} && lo_off[63:12] < {32'd0, cfg_ram_pages_i};
			in_hi   = hi_off < {24'd0, `DB_RAM_HI_SIZE} && hi_off[63:12] < {32'd0, cfg_ram_hi_pages_i};
			in_rom  = rom_off < {24'd0, `DB_BOOTROM_SIZE};
		end
	end
	wire fault  = miss && !(in_lo || in_hi || in_rom);
	wire refill = in_lo || in_hi;
	wire rom    = in_rom;

	integer w;
	reg [L1I_WAYS-1:0] victim;             // first invalid way, else the one whose turn it is
	always @* begin
		victim = {L1I_WAYS{1'b0}};
		if (miss) begin
			victim[turn_q] = 1'b1;
			for (w = L1I_WAYS - 1; w >= 0; w = w - 1)
				if (!valid_way[w]) begin
					victim    = {L1I_WAYS{1'b0}};
					victim[w] = 1'b1;
				end
		end
	end

	// ---- refill
	wire from_l1d = state_q == SNP_RSP && snp_rsp_valid_i && snp_rsp_hit_i;
	wire from_mem = state_q == FILL && m_axi_i_rvalid;
	wire from_rom = state_q == ROM && m_axi_i_rvalid;
	wire last     = from_l1d ? snp_rsp_last_i : m_axi_i_rlast;
	wire beat_err = !from_l1d && m_axi_i_rresp[1];

	assign beat_en   = from_l1d || from_mem;
	assign beat_data = from_l1d ? snp_rsp_data_i : m_axi_i_rdata;
	assign install   = beat_en && last && !beat_err && !fill_err_q;

	wire critical = s1_valid_q && ((beat_en && beat_q == s1_addr_q[LINE_W-1:3]) || from_rom);

	always @(posedge clk) begin
		rsp_valid_q <= critical && !if_kill_i;
		if (critical) begin
			rsp_data_q <= beat_data;
			rsp_err_q  <= beat_err;
		end

		case (state_q)
			RUN: begin
				s1_valid_q <= take && !if_kill_i;
				if (take)
					s1_addr_q <= if_req_addr_i[63:3];
				if ((refill || rom) && !if_kill_i) begin
					s1_valid_q   <= 1'b1;
					s1_addr_q    <= s1_addr_q;
					wait_valid_q <= take;
					wait_addr_q  <= if_req_addr_i[63:3];
					victim_q     <= victim;
					fill_line_q  <= s1_addr_q[ADDR_W-1:LINE_W];
					crit_q       <= s1_addr_q[LINE_W-1:3];
					ar_addr_q    <= s1_addr_q[39:3];
					fill_err_q   <= 1'b0;
					rom_q        <= rom;
					beat_q       <= {WORD_W{1'b0}};
					state_q      <= rom ? AR : SNP_REQ;
					if (refill)
						turn_q <= L1I_WAYS == 1 ? {WAY_W{1'b0}} : turn_q + 1'b1;
				end
			end
			SNP_REQ: if (snp_req_ready_i)
				state_q <= SNP_RSP;
			SNP_RSP: if (snp_rsp_valid_i && !snp_rsp_hit_i) begin
				state_q <= AR;
				beat_q  <= crit_q;
			end
			AR: if (m_axi_i_arready)
				state_q <= rom_q ? ROM : FILL;
			ROM: if (m_axi_i_rvalid)
				state_q <= DONE;
			DONE: begin
				state_q      <= RUN;
				s1_valid_q   <= wait_valid_q && !if_kill_i;
				s1_addr_q    <= wait_addr_q;
				wait_valid_q <= 1'b0;
			end
			default: ;
		endcase

		if (critical)
			s1_valid_q <= 1'b0;
		if (beat_en) begin
			beat_q     <= beat_q + 1'b1;
			fill_err_q <= fill_err_q || beat_err;
			if (last)
				state_q <= DONE;
		end
		if (if_kill_i) begin
			s1_valid_q   <= 1'b0;
			wait_valid_q <= 1'b0;
		end
		inval_ack_q <= if_inval_req_i && state_q == RUN && !lookup && !inval_ack_q;
		if (rst) begin
			state_q      <= RUN;
			s1_valid_q   <= 1'b0;
			wait_valid_q <= 1'b0;
			rsp_valid_q  <= 1'b0;
			turn_q       <= {WAY_W{1'b0}};
			inval_ack_q  <= 1'b0;
		end
	end

	assign if_req_ready_o = state_q == RUN && !if_inval_req_i;
	assign if_rsp_valid_o = rsp_valid_q || hit || fault;
	assign if_rsp_data_o  = rsp_valid_q ? rsp_data_q : hit_data;
	assign if_rsp_err_o   = rsp_valid_q ? rsp_err_q : fault;
	assign if_inval_ack_o = inval_ack_q;

	assign snp_req_valid_o = state_q == SNP_REQ;
	assign snp_req_addr_o  = {{(40 - ADDR_W){1'b0}}, fill_line_q, {LINE_W{1'b0}}};

	assign m_axi_i_arvalid = state_q == AR;
	assign m_axi_i_araddr  = {ar_addr_q, 3'd0};
	assign m_axi_i_arid    = 4'd0;
	assign m_axi_i_arlen   = rom_q ? 8'd0 : LINE_LEN[7:0];
	assign m_axi_i_arsize  = 3'd3;
	assign m_axi_i_arburst = rom_q ? 2'b01 : 2'b10;        // INCR, WRAP
	assign m_axi_i_arcache = rom_q ? 4'b0010 : 4'b1111;
	assign m_axi_i_arprot  = 3'b100;                       // instruction
	assign m_axi_i_aruser  = 8'd0;
	assign m_axi_i_rready  = state_q == FILL || state_q == ROM;

	wire unused = &{1'b0, m_axi_i_rid, m_axi_i_rresp[0], if_req_addr_i[2:0], LINE_LEN[31:8]};

`ifdef DOORBELL_ASSERT
	always @(posedge clk) begin
		if (!rst && lookup && (hit_way & (hit_way - 1'b1)) != 0) begin
			$display("%m: two ways hit at %h", {s1_addr_q, 3'd0});
			$stop;
		end
		if (!rst && rsp_valid_q && (hit || fault)) begin
			$display("%m: two answers in one cycle");
			$stop;
		end
	end
`endif
endmodule

`default_nettype wire
