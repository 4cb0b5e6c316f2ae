// SPDX-License-Identifier: Apache-2.0
//
// snoop_arb: gives the L1D's snoop port to the instruction cache (READ) and to the coherent path (CLEAN, FLUSH), one
// request at a time, in turns where both wait. A request passes in the cycle in which it is made; answers go to its
// owner.
`default_nettype none

module snoop_arb (
	input  wire        clk,
	input  wire        rst,             // synchronous, active high

	input  wire        i_req_valid_i,   // instruction cache: READ
	output wire        i_req_ready_o,
	input  wire [39:0] i_req_addr_i,
	output wire        i_rsp_valid_o,

	input  wire        c_req_valid_i,   // coherent path: CLEAN, FLUSH
	output wire        c_req_ready_o,
	input  wire [1:0]  c_req_op_i,
	input  wire [39:0] c_req_addr_i,
	output wire        c_rsp_valid_o,

	output wire        snp_req_valid_o, // L1D
	input  wire        snp_req_ready_i,
	output wire [1:0]  snp_req_op_o,
	output wire [39:0] snp_req_addr_o,
	input  wire        snp_rsp_valid_i,
	input  wire        snp_rsp_hit_i,
	input  wire        snp_rsp_last_i
);
	localparam [1:0] OP_READ = 2'd0;

	reg  busy_q;                        // a request is with the L1D
	reg  held_q;                        // a request is offered and not taken: the choice stays
	reg  coh_q;                         // whose it is: 1 the coherent path
	wire coh = (busy_q || held_q) ? coh_q : c_req_valid_i && !(i_req_valid_i && coh_q);
	wire go  = snp_req_valid_o && snp_req_ready_i;
	wire end_of_answer = snp_rsp_valid_i && (snp_rsp_last_i || !snp_rsp_hit_i);

	always @(posedge clk) begin
		if (snp_req_valid_o) begin
			coh_q  <= coh;
			held_q <= !snp_req_ready_i;
		end
		if (busy_q && end_of_answer)
			busy_q <= 1'b0;
		if (go)
			busy_q <= 1'b1;
		if (rst) begin
			busy_q <= 1'b0;
			held_q <= 1'b0;
			coh_q  <= 1'b0;
		end
	end

	assign snp_req_valid_o = !busy_q && (i_req_valid_i || c_req_valid_i);
	assign snp_req_op_o    = coh ? c_req_op_i : OP_READ;
	assign snp_req_addr_o  = coh ? c_req_addr_i : i_req_addr_i;
	assign i_req_ready_o   = !busy_q && !coh && snp_req_ready_i;
	assign c_req_ready_o   = !busy_q && coh && snp_req_ready_i;
	assign i_rsp_valid_o   = snp_rsp_valid_i && busy_q && !coh_q;
	assign c_rsp_valid_o   = snp_rsp_valid_i && busy_q && coh_q;
endmodule

`default_nettype wire
