// SPDX-License-Identifier: Apache-2.0
//
// uart_rx: serial receiver with 16 times oversampling: finds the start bit, samples each bit in its middle, checks
// parity and the (first) stop bit. A break is a character of zeros whose stop bit is 0 as well.
`default_nettype none

module uart_rx (
	input  wire       clk,
	input  wire       rst,       // synchronous, active high
	input  wire       tick_i,    // 16 times the bit rate
	input  wire [5:0] lcr_i,     // LCR[5:0]: stick, even, parity, two stop bits, word length
	input  wire       rxd_i,     // line, already synchronous to clk
	output reg        valid_o,   // one cycle: a character
	output reg [7:0]  data_o,
	output reg        parity_o,  // parity error
	output reg        frame_o,   // framing error
	output reg        break_o    // break
);
	localparam [1:0] IDLE = 2'd0, // the line is 1, or has just come back from a break
	                 BITS = 2'd1, // start bit, data, parity, stop bit
	                 HIGH = 2'd2; // after a bad stop bit: wait for the line to be 1 again

	reg [1:0] state_q;
	reg [9:1] shift_q;           // newest bit on top: stop bit, parity, data
	reg [3:0] bits_q, phase_q;

	wire [3:0] length = 4'd5 + {2'd0, lcr_i[1:0]};
	wire [3:0] total  = 4'd2 + length + {3'd0, lcr_i[3]};  // start, data, parity, stop
	wire [9:0] frame  = {rxd_i, shift_q};                  // with the bit that is sampled now
	wire [9:0] down   = frame >> (4'd9 - length - {3'd0, lcr_i[3]}); // data at bit 0
	wire [7:0] data   = down[7:0] & ~(8'hff << length);
	wire       par    = lcr_i[3] && frame[8];
	wire       want   = lcr_i[5] ? !lcr_i[4] : (^data) ^ !lcr_i[4];

	always @(posedge clk) begin
		valid_o <= 1'b0;
		if (tick_i) begin
			phase_q <= phase_q + 4'd1;
			case (state_q)
				IDLE: if (!rxd_i) begin
					state_q <= BITS;
					phase_q <= 4'd0;
					bits_q  <= 4'd0;
				end
				BITS: if (phase_q == 4'd7) begin
					shift_q <= frame[9:1];
					bits_q  <= bits_q + 4'd1;
					if (bits_q == 4'd0 && rxd_i)
						state_q <= IDLE; // a glitch, no start bit
					else if (bits_q + 4'd1 == total) begin
						valid_o  <= 1'b1;
						data_o   <= data;
						parity_o <= lcr_i[3] && par != want;
						frame_o  <= !rxd_i;
						break_o  <= !rxd_i && data == 8'd0 && !par;
						state_q  <= rxd_i ? IDLE : HIGH;
					end
				end
				default: if (rxd_i)
					state_q <= IDLE;
			endcase
		end
		if (rst) begin
			state_q <= IDLE;
			valid_o <= 1'b0;
		end
	end

	// The number of stop bits does not matter to a receiver.
	wire unused = &{1'b0, lcr_i[2], down[9:8]};
endmodule

`default_nettype wire
