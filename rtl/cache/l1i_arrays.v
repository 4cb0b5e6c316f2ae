// SPDX-License-Identifier: Apache-2.0
//
// l1i_arrays: tag and data memories of the instruction cache, one pair per way, in the style that infers block RAM:
// one synchronous read port, one write port. Contents after reset are undefined; the valid bits live in l1i.v.
`default_nettype none

module l1i_arrays #(
	parameter WAYS   = 4,  // ways
	parameter SET_W  = 6,  // log2 of the sets
	parameter WORD_W = 3,  // log2 of the 8-byte words in a line
	parameter TAG_W  = 23  // bits of a tag
) (
	input  wire                    clk,
	input  wire                    rd_en_i,    // read every way: compared and selected from the next cycle on
	input  wire [SET_W-1:0]        rd_set_i,
	input  wire [WORD_W-1:0]       rd_word_i,
	input  wire                    cmp_i,      // compare the tags that were read
	input  wire [TAG_W-1:0]        cmp_tag_i,  // with this one
	output reg  [WAYS-1:0]         cmp_way_o,  // ways that have it
	input  wire [WAYS-1:0]         sel_way_i,  // one-hot: the word of this way
	output reg  [63:0]             rd_data_o,
	input  wire [WAYS-1:0]         wr_data_i,  // write the word in these ways
	input  wire [WAYS-1:0]         wr_tag_i,   // write the tag in these ways
	input  wire [SET_W-1:0]        wr_set_i,
	input  wire [WORD_W-1:0]       wr_word_i,
	input  wire [63:0]             wr_word_data_i,
	input  wire [TAG_W-1:0]        wr_tag_data_i
);
	wire [63:0]      words [0:WAYS-1];
	wire [TAG_W-1:0] tags  [0:WAYS-1];

	genvar w;
	generate
		for (w = 0; w < WAYS; w = w + 1) begin : g_way
			reg [63:0]      data [0:(1 << (SET_W + WORD_W))-1];
			reg [TAG_W-1:0] tag  [0:(1 << SET_W)-1];
			reg [63:0]      data_q;
			reg [TAG_W-1:0] tag_q;

			always @(posedge clk) begin
				if (wr_data_i[w])
					data[{wr_set_i, wr_word_i}] <= wr_word_data_i;
				if (wr_tag_i[w])
					tag[wr_set_i] <= wr_tag_data_i;
				if (rd_en_i) begin
					data_q <= data[{rd_set_i, rd_word_i}];
					tag_q  <= tag[rd_set_i];
				end
			end

			assign words[w] = data_q;
			assign tags[w]  = tag_q;
		end
	endgenerate

	integer c;
	always @* begin
		cmp_way_o = {WAYS{1'b0}};
		if (cmp_i)
			for (c = 0; c < WAYS; c = c + 1)
				cmp_way_o[c] = tags[c] == cmp_tag_i;
	end

	integer s;
	always @* begin
		rd_data_o = 64'd0;
		if (|sel_way_i)
			for (s = 0; s < WAYS; s = s + 1)
				if (sel_way_i[s])
					rd_data_o = rd_data_o | words[s];
	end
endmodule

`default_nettype wire
