// SPDX-License-Identifier: Apache-2.0
//
// probe_mmio: lane MMIO of include/spec/probe.def, watched at the AXI4-Lite ports of N devices. A write counts when its
// address and its data have both been taken, a read when its address has. The event appears in that very cycle; if
// several devices have one in the same cycle, the highest number goes first (system control, DMA engine, ...) and the others follow.
`default_nettype none

module probe_mmio #(
	parameter N = 6 // devices
) (
	input  wire            clk,
	input  wire            rst,           // synchronous, active high
	input  wire [N-1:0]    axil_awvalid,  // the ports watched
	input  wire [N-1:0]    axil_awready,
	input  wire [N*40-1:0] axil_awaddr,
	input  wire [N-1:0]    axil_wvalid,
	input  wire [N-1:0]    axil_wready,
	input  wire [N*64-1:0] axil_wdata,
	input  wire [N*8-1:0]  axil_wstrb,
	input  wire [N-1:0]    axil_arvalid,
	input  wire [N-1:0]    axil_arready,
	input  wire [N*40-1:0] axil_araddr,
	output reg             probe_mmio_valid_o,
	output reg             probe_mmio_write_o,
	output reg  [39:0]     probe_mmio_addr_o,
	output reg  [63:0]     probe_mmio_data_o,
	output reg  [7:0]      probe_mmio_strb_o
);
	// what has been taken and not shown yet
	reg [N-1:0]    aw_q, w_q, ar_q;
	reg [N*40-1:0] awaddr_q, araddr_q;
	reg [N*64-1:0] wdata_q;
	reg [N*8-1:0]  wstrb_q;

	wire [N-1:0] aw_now = axil_awvalid & axil_awready;
	wire [N-1:0] w_now  = axil_wvalid & axil_wready;
	wire [N-1:0] ar_now = axil_arvalid & axil_arready;
	wire [N-1:0] write  = (aw_now | aw_q) & (w_now | w_q);
	wire [N-1:0] read   = ar_now | ar_q;

	reg [N-1:0] show_w, show_r;
	integer i;
	always @* begin
		probe_mmio_valid_o = 1'b0;
		probe_mmio_write_o = 1'b0;
		probe_mmio_addr_o  = 40'd0;
		probe_mmio_data_o  = 64'd0;
		probe_mmio_strb_o  = 8'd0;
		show_w = {N{1'b0}};
		show_r = {N{1'b0}};
		if (|(write | read))
			for (i = N - 1; i >= 0; i = i - 1)
				if (!probe_mmio_valid_o && (write[i] || read[i])) begin
					probe_mmio_valid_o = 1'b1;
					probe_mmio_write_o = write[i];
					if (write[i]) begin
						show_w[i]         = 1'b1;
						probe_mmio_addr_o = aw_q[i] ? awaddr_q[40 * i +: 40] : axil_awaddr[40 * i +: 40];
						probe_mmio_data_o = w_q[i] ? wdata_q[64 * i +: 64] : axil_wdata[64 * i +: 64];
						probe_mmio_strb_o = w_q[i] ? wstrb_q[8 * i +: 8] : axil_wstrb[8 * i +: 8];
					end else begin
						show_r[i]         = 1'b1;
						probe_mmio_addr_o = ar_q[i] ? araddr_q[40 * i +: 40] : axil_araddr[40 * i +: 40];
					end
				end
	end

	genvar d;
	generate
		for (d = 0; d < N; d = d + 1) begin : g_dev
			always @(posedge clk) begin
				if (aw_now[d])
					awaddr_q[40 * d +: 40] <= axil_awaddr[40 * d +: 40];
				if (ar_now[d])
					araddr_q[40 * d +: 40] <= axil_araddr[40 * d +: 40];
				if (w_now[d]) begin
					wdata_q[64 * d +: 64] <= axil_wdata[64 * d +: 64];
					wstrb_q[8 * d +: 8] <= axil_wstrb[8 * d +: 8];
				end
			end
		end
	endgenerate

	always @(posedge clk) begin
		aw_q <= (aw_q | aw_now) & ~show_w;
		w_q  <= (w_q | w_now) & ~show_w;
		ar_q <= (ar_q | ar_now) & ~show_r;
		if (rst) begin
			aw_q <= {N{1'b0}};
			w_q  <= {N{1'b0}};
			ar_q <= {N{1'b0}};
		end
	end

`ifdef DOORBELL_ASSERT
	always @(posedge clk)
		if (!rst && ((aw_q & aw_now) != 0 || (w_q & w_now) != 0 || (ar_q & ar_now) != 0)) begin
			$display("%m: an access was taken before the one before it was shown");
			$stop;
		end
`endif
endmodule

`default_nettype wire
