// SPDX-License-Identifier: Apache-2.0
//
// tb_periph: all peripherals side by side for one bench; dev_i selects whose AXI4-Lite port the bench drives.
`default_nettype none

module tb_periph (
	input  wire        clk,
	input  wire        rst,
	input  wire [2:0]  dev_i,             // 0 boot ROM, 1 finisher, 2 CLINT, 3 PLIC, 4 UART, 5 system control
	input  wire [39:0] s_axil_awaddr,
	input  wire        s_axil_awvalid,
	output wire        s_axil_awready,
	input  wire [63:0] s_axil_wdata,
	input  wire [7:0]  s_axil_wstrb,
	input  wire        s_axil_wvalid,
	output wire        s_axil_wready,
	output wire [1:0]  s_axil_bresp,
	output wire        s_axil_bvalid,
	input  wire        s_axil_bready,
	input  wire [39:0] s_axil_araddr,
	input  wire [1:0]  s_axil_arsize,
	input  wire        s_axil_arvalid,
	output wire        s_axil_arready,
	output wire [63:0] s_axil_rdata,
	output wire [1:0]  s_axil_rresp,
	output wire        s_axil_rvalid,
	input  wire        s_axil_rready,
	output wire        finish_valid_o,
	output wire [31:0] finish_code_o,
	output wire        irq_soft_o,
	output wire        irq_timer_o,
	output wire [63:0] time_o,
	input  wire [32:0] irq_i,
	output wire        irq_m_o,
	output wire        irq_s_o,
	output wire        uart_irq_o,
	output wire        uart_tx_valid_o,
	output wire [7:0]  uart_tx_data_o,
	input  wire        uart_tx_ready_i,
	input  wire        uart_rx_valid_i,
	input  wire [7:0]  uart_rx_data_i,
	output wire        uart_rx_ready_o,
	output wire        uart_txd_o,
	input  wire        uart_rxd_i,
	input  wire        err_valid_i,
	input  wire [39:0] err_addr_i,
	input  wire [2:0]  err_source_i,
	input  wire [1:0]  err_resp_i,
	output wire [1:0]  coherent_o,
	output wire        sysctl_irq_o
);
	wire [5:0]   sel = 6'd1 << dev_i;
	wire [5:0]   awready, wready, bvalid, arready, rvalid;
	wire         uart_busy;
	wire         unused = &{1'b0, uart_busy};
	wire [11:0]  bresp, rresp;
	wire [383:0] rdata;

	assign s_axil_awready = awready[dev_i];
	assign s_axil_wready  = wready[dev_i];
	assign s_axil_bvalid  = bvalid[dev_i];
	assign s_axil_arready = arready[dev_i];
	assign s_axil_rvalid  = rvalid[dev_i];
	assign s_axil_bresp   = bresp[2 * dev_i +: 2];
	assign s_axil_rresp   = rresp[2 * dev_i +: 2];
	assign s_axil_rdata   = rdata[64 * dev_i +: 64];

	boot_rom #(.DTB_ADDR(64'h8700_0000)) boot_rom (
		.clk(clk), .rst(rst),
		.s_axil_awaddr(s_axil_awaddr), .s_axil_awprot(3'd0), .s_axil_awvalid(s_axil_awvalid && sel[0]),
		.s_axil_awready(awready[0]),
		.s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid && sel[0]),
		.s_axil_wready(wready[0]),
		.s_axil_bresp(bresp[2 * 0 +: 2]), .s_axil_bvalid(bvalid[0]), .s_axil_bready(s_axil_bready && sel[0]),
		.s_axil_araddr(s_axil_araddr), .s_axil_arprot(3'd0), .s_axil_arsize(s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid && sel[0]), .s_axil_arready(arready[0]),
		.s_axil_rdata(rdata[64 * 0 +: 64]), .s_axil_rresp(rresp[2 * 0 +: 2]), .s_axil_rvalid(rvalid[0]),
		.s_axil_rready(s_axil_rready && sel[0]),
		.cfg_boot_addr_i(64'h1234_5678_9abc_def0)
	);

	test_finisher finisher (
		.clk(clk), .rst(rst),
		.s_axil_awaddr(s_axil_awaddr), .s_axil_awprot(3'd0), .s_axil_awvalid(s_axil_awvalid && sel[1]),
		.s_axil_awready(awready[1]),
		.s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid && sel[1]),
		.s_axil_wready(wready[1]),
		.s_axil_bresp(bresp[2 * 1 +: 2]), .s_axil_bvalid(bvalid[1]), .s_axil_bready(s_axil_bready && sel[1]),
		.s_axil_araddr(s_axil_araddr), .s_axil_arprot(3'd0), .s_axil_arsize(s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid && sel[1]), .s_axil_arready(arready[1]),
		.s_axil_rdata(rdata[64 * 1 +: 64]), .s_axil_rresp(rresp[2 * 1 +: 2]), .s_axil_rvalid(rvalid[1]),
		.s_axil_rready(s_axil_rready && sel[1]),
		.test_finish_valid_o(finish_valid_o), .test_finish_code_o(finish_code_o)
	);

	clint #(.CLOCK_HZ(50), .TIMEBASE_HZ(10)) clint (
		.clk(clk), .rst(rst),
		.s_axil_awaddr(s_axil_awaddr), .s_axil_awprot(3'd0), .s_axil_awvalid(s_axil_awvalid && sel[2]),
		.s_axil_awready(awready[2]),
		.s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid && sel[2]),
		.s_axil_wready(wready[2]),
		.s_axil_bresp(bresp[2 * 2 +: 2]), .s_axil_bvalid(bvalid[2]), .s_axil_bready(s_axil_bready && sel[2]),
		.s_axil_araddr(s_axil_araddr), .s_axil_arprot(3'd0), .s_axil_arsize(s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid && sel[2]), .s_axil_arready(arready[2]),
		.s_axil_rdata(rdata[64 * 2 +: 64]), .s_axil_rresp(rresp[2 * 2 +: 2]), .s_axil_rvalid(rvalid[2]),
		.s_axil_rready(s_axil_rready && sel[2]),
		.irq_soft_o(irq_soft_o), .irq_timer_o(irq_timer_o), .time_o(time_o)
	);

	plic plic (
		.clk(clk), .rst(rst),
		.s_axil_awaddr(s_axil_awaddr), .s_axil_awprot(3'd0), .s_axil_awvalid(s_axil_awvalid && sel[3]),
		.s_axil_awready(awready[3]),
		.s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid && sel[3]),
		.s_axil_wready(wready[3]),
		.s_axil_bresp(bresp[2 * 3 +: 2]), .s_axil_bvalid(bvalid[3]), .s_axil_bready(s_axil_bready && sel[3]),
		.s_axil_araddr(s_axil_araddr), .s_axil_arprot(3'd0), .s_axil_arsize(s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid && sel[3]), .s_axil_arready(arready[3]),
		.s_axil_rdata(rdata[64 * 3 +: 64]), .s_axil_rresp(rresp[2 * 3 +: 2]), .s_axil_rvalid(rvalid[3]),
		.s_axil_rready(s_axil_rready && sel[3]),
		.irq_i(irq_i), .irq_m_o(irq_m_o), .irq_s_o(irq_s_o)
	);

	uart16550 uart (
		.clk(clk), .rst(rst),
		.s_axil_awaddr(s_axil_awaddr), .s_axil_awprot(3'd0), .s_axil_awvalid(s_axil_awvalid && sel[4]),
		.s_axil_awready(awready[4]),
		.s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid && sel[4]),
		.s_axil_wready(wready[4]),
		.s_axil_bresp(bresp[2 * 4 +: 2]), .s_axil_bvalid(bvalid[4]), .s_axil_bready(s_axil_bready && sel[4]),
		.s_axil_araddr(s_axil_araddr), .s_axil_arprot(3'd0), .s_axil_arsize(s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid && sel[4]), .s_axil_arready(arready[4]),
		.s_axil_rdata(rdata[64 * 4 +: 64]), .s_axil_rresp(rresp[2 * 4 +: 2]), .s_axil_rvalid(rvalid[4]),
		.s_axil_rready(s_axil_rready && sel[4]),
		.irq_o(uart_irq_o), .busy_o(uart_busy), .uart_tx_valid_o(uart_tx_valid_o), .uart_tx_data_o(uart_tx_data_o),
		.uart_tx_ready_i(uart_tx_ready_i), .uart_rx_valid_i(uart_rx_valid_i), .uart_rx_data_i(uart_rx_data_i),
		.uart_rx_ready_o(uart_rx_ready_o), .uart_txd_o(uart_txd_o), .uart_rxd_i(uart_rxd_i)
	);

	sysctl sysctl (
		.clk(clk), .rst(rst),
		.s_axil_awaddr(s_axil_awaddr), .s_axil_awprot(3'd0), .s_axil_awvalid(s_axil_awvalid && sel[5]),
		.s_axil_awready(awready[5]),
		.s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid && sel[5]),
		.s_axil_wready(wready[5]),
		.s_axil_bresp(bresp[2 * 5 +: 2]), .s_axil_bvalid(bvalid[5]), .s_axil_bready(s_axil_bready && sel[5]),
		.s_axil_araddr(s_axil_araddr), .s_axil_arprot(3'd0), .s_axil_arsize(s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid && sel[5]), .s_axil_arready(arready[5]),
		.s_axil_rdata(rdata[64 * 5 +: 64]), .s_axil_rresp(rresp[2 * 5 +: 2]), .s_axil_rvalid(rvalid[5]),
		.s_axil_rready(s_axil_rready && sel[5]),
		.cfg_seed_i(32'h5eed_0001), .cfg_hostile_i(32'h0000_00a5), .cfg_quirk_i(32'h0000_0003), .cfg_coherent_i(2'd1),
		.cfg_ram_pages_i(20'h01000), .cfg_ram_hi_pages_i(20'h00002), .coherent_o(coherent_o),
		.err_valid_i(err_valid_i), .err_addr_i(err_addr_i), .err_source_i(err_source_i), .err_resp_i(err_resp_i),
		.irq_o(sysctl_irq_o)
	);
endmodule

`default_nettype wire
