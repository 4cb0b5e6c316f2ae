// SPDX-License-Identifier: Apache-2.0
// Is a burst legal? INCR within 4 KiB; WRAP of 2, 4, 8 or 16 beats, aligned; FIXED of 16 beats at most; beats of at most
// 2^widest bytes. For the checks of axi_props.v, its twin in formal/env and the proofs' own masters.
function axi_legal;
	input [2:0]  widest;
	input [11:0] addr;
	input [7:0]  len;
	input [2:0]  size;
	input [1:0]  burst;
	reg [15:0] bytes;
	reg [11:0] step;
	begin
		step      = (12'd1 << size) - 12'd1;
		bytes     = ({8'd0, len} + 16'd1) << size;
		axi_legal = size <= widest && burst != 2'd3;
		if (burst == 2'd1 && {4'd0, addr & ~step} + bytes > 16'd4096) axi_legal = 1'b0;
		if (burst == 2'd2 && ((addr & step) != 12'd0 || (len != 8'd1 && len != 8'd3 && len != 8'd7 && len != 8'd15)))
			axi_legal = 1'b0;
		if (burst == 2'd0 && len > 8'd15) axi_legal = 1'b0;
	end
endfunction
