// SPDX-License-Identifier: Apache-2.0
//
// uart_tx: serial transmitter. Takes one character, sends start bit, 5 to 8 data bits (low first), parity, stop bits.
// Time runs on tick_i, 16 ticks a bit.
`default_nettype none

module uart_tx (
	input  wire       clk,
	input  wire       rst,       // synchronous, active high
	input  wire       tick_i,    // 16 times the bit rate
	input  wire [5:0] lcr_i,     // LCR[5:0]: stick, even, parity, two stop bits, word length
	input  wire       valid_i,   // a character to send
	input  wire [7:0] data_i,
	output wire       ready_o,   // idle: the character is taken
	output wire       busy_o,    // a character is on the line
	output reg        txd_o      // line, idle 1
);
	reg [11:0] shift_q;          // bits still to send, low first, filled with 1
	reg [3:0]  bits_q, phase_q;
	reg        busy_q;

	reg [7:0] data;
	reg       parity;
	always @* begin
		case (lcr_i[1:0])
			2'd0:    data = {3'd0, data_i[4:0]};
			2'd1:    data = {2'd0, data_i[5:0]};
			2'd2:    data = {1'b0, data_i[6:0]};
			default: data = data_i;
		endcase
		parity = lcr_i[5] ? !lcr_i[4] : (^data) ^ !lcr_i[4];
	end

	wire [3:0]  length = 4'd5 + {2'd0, lcr_i[1:0]};
	// ones above the data: stop bits; the parity bit replaces the first of them
	wire [10:0] above    = 11'h7ff << length;
	wire [10:0] no_par   = {3'd0, data} | above;
	wire [10:0] with_par = (lcr_i[3] && !parity) ? no_par & ~(11'd1 << length) : no_par;
	wire [3:0]  total    = 4'd2 + length + {3'd0, lcr_i[3]} + {3'd0, lcr_i[2]};

	always @(posedge clk) begin
		if (!busy_q) begin
			if (valid_i) begin
				busy_q  <= 1'b1;
				shift_q <= {with_par, 1'b0};
				bits_q  <= total;
				phase_q <= 4'd0;
			end
		end else if (tick_i) begin
			if (phase_q == 4'd0) begin
				txd_o   <= bits_q == 4'd0 ? 1'b1 : shift_q[0];
				shift_q <= {1'b1, shift_q[11:1]};
				if (bits_q == 4'd0)
					busy_q <= 1'b0;
				else
					bits_q <= bits_q - 4'd1;
			end
			phase_q <= phase_q + 4'd1;
		end
		if (rst) begin
			busy_q <= 1'b0;
			txd_o  <= 1'b1;
		end
	end

	assign ready_o = !busy_q;
	assign busy_o  = busy_q;
endmodule

`default_nettype wire
