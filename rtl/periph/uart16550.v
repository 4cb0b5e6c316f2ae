// SPDX-License-Identifier: Apache-2.0
//
// uart16550: ns16550a, programming model as on QEMU's virt board: eight byte registers, 16-byte FIFOs. Byte accesses
// at offsets 0 to 7 only; anything else answers SLVERR.
//
// Divisor 0 (the reset value): the byte port transmits at once and receives, the serial line rests. Divisor not 0: the
// serial line at clk / (16 * divisor), the byte port rests. A character time-out (interrupt for a FIFO below its
// trigger level) comes 640 bit-clock ticks after the last FIFO activity; with divisor 0 every cycle counts as a tick.
// With MCR's loopback bit what is transmitted is received, and the modem outputs appear as modem inputs.
// Modem inputs are tied: CTS, DSR and DCD on, no changes. FIFOs off (FCR bit 0 = 0): one character each way.
`default_nettype none

module uart16550 (
	input  wire        clk,
	input  wire        rst,                 // synchronous, active high
	input  wire [39:0] s_axil_awaddr,       // AXI4-Lite slave
	input  wire [2:0]  s_axil_awprot,
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
	input  wire [2:0]  s_axil_arprot,
	input  wire [1:0]  s_axil_arsize,
	input  wire        s_axil_arvalid,
	output wire        s_axil_arready,
	output wire [63:0] s_axil_rdata,
	output wire [1:0]  s_axil_rresp,
	output wire        s_axil_rvalid,
	input  wire        s_axil_rready,
	output wire        irq_o,               // level
	output wire        busy_o,              // state changes without an access
	output wire        uart_tx_valid_o,     // byte port, out
	output wire [7:0]  uart_tx_data_o,
	input  wire        uart_tx_ready_i,
	input  wire        uart_rx_valid_i,     // byte port, in
	input  wire [7:0]  uart_rx_data_i,
	output wire        uart_rx_ready_o,
	output wire        uart_txd_o,          // serial, idle 1
	input  wire        uart_rxd_i           // serial, asynchronous
);
	localparam [9:0] TIMEOUT_TICKS = 10'd640; // four characters of ten bits of 16 ticks

	wire        req_valid, req_write;
	wire [7:0]  req_addr;
	wire [1:0]  req_size;
	wire [63:0] req_wdata;
	wire [7:0]  req_wstrb;
	reg  [7:0]  rbyte;

	wire req_err = req_size != 2'd0 || req_addr[7:3] != 5'd0;

	axil_regs #(.ADDR_W(8)) regs (
		.clk           (clk),
		.rst           (rst),
		.s_axil_awaddr (s_axil_awaddr),
		.s_axil_awprot (s_axil_awprot),
		.s_axil_awvalid(s_axil_awvalid),
		.s_axil_awready(s_axil_awready),
		.s_axil_wdata  (s_axil_wdata),
		.s_axil_wstrb  (s_axil_wstrb),
		.s_axil_wvalid (s_axil_wvalid),
		.s_axil_wready (s_axil_wready),
		.s_axil_bresp  (s_axil_bresp),
		.s_axil_bvalid (s_axil_bvalid),
		.s_axil_bready (s_axil_bready),
		.s_axil_araddr (s_axil_araddr),
		.s_axil_arprot (s_axil_arprot),
		.s_axil_arsize (s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid),
		.s_axil_arready(s_axil_arready),
		.s_axil_rdata  (s_axil_rdata),
		.s_axil_rresp  (s_axil_rresp),
		.s_axil_rvalid (s_axil_rvalid),
		.s_axil_rready (s_axil_rready),
		.req_valid_o   (req_valid),
		.req_ready_i   (1'b1),
		.req_write_o   (req_write),
		.req_addr_o    (req_addr),
		.req_size_o    (req_size),
		.req_wdata_o   (req_wdata),
		.req_wstrb_o   (req_wstrb),
		.req_rdata_i   ({8{rbyte}}),
		.req_err_i     (req_err)
	);

	// ---- registers
	reg [15:0] div_q;
	reg [3:0]  ier_q;
	reg [7:0]  lcr_q, scr_q;
	reg [4:0]  mcr_q;
	reg        fifo_en_q;
	reg [1:0]  trigger_q;
	reg        thre_irq_q;             // THR-empty interrupt is pending
	reg        overrun_q;
	reg        timeout_q;

	wire       dlab  = lcr_q[7];
	wire       exec  = req_valid && !req_err;
	wire       write = exec && req_write;
	wire       read  = exec && !req_write;
	wire [2:0] reg_n = req_addr[2:0];
	wire [7:0] wbyte = req_wdata[8 * reg_n +: 8];
	wire       bytes = div_q == 16'd0; // the byte port is in use
	wire       loop  = mcr_q[4];

	wire thr_write = write && reg_n == 3'd0 && !dlab;
	wire rbr_read  = read && reg_n == 3'd0 && !dlab;
	wire fcr_write = write && reg_n == 3'd2;
	wire iir_read  = read && reg_n == 3'd2;
	wire lsr_read  = read && reg_n == 3'd5;
	wire fcr_flip  = fcr_write && wbyte[0] != fifo_en_q; // switching FIFOs on or off empties both

	// ---- bit clock: 16 ticks a bit
	reg [15:0] tick_cnt_q;
	reg        tick_q;
	always @(posedge clk) begin
		if (!bytes) begin
			tick_q     <= tick_cnt_q == 16'd0;
			tick_cnt_q <= tick_cnt_q == 16'd0 ? div_q - 16'd1 : tick_cnt_q - 16'd1;
		end
		if (rst || bytes) begin
			tick_q     <= 1'b0;
			tick_cnt_q <= 16'd0;
		end
	end

	// ---- transmit
	wire [7:0] tx_data;
	wire [4:0] tx_count;
	wire       tx_full, tx_ready, tx_busy, txd;
	wire       tx_any   = tx_count != 5'd0;
	wire       byte_out = tx_any && bytes && !loop;
	wire       loop_out = tx_any && bytes && loop; // loopback past the byte port: no serial time passes
	wire       tx_pop   = bytes ? (loop || uart_tx_ready_i) : tx_ready;

	uart_fifo #(.WIDTH(8)) tx_fifo (
		.clk    (clk),
		.rst    (rst),
		.clear_i(fcr_flip || (fcr_write && wbyte[2])),
		.push_i (thr_write && (fifo_en_q || !tx_any)),
		.data_i (wbyte),
		.pop_i  (tx_pop),
		.data_o (tx_data),
		.count_o(tx_count),
		.full_o (tx_full)
	);

	uart_tx tx (
		.clk    (clk),
		.rst    (rst),
		.tick_i (tick_q),
		.lcr_i  (lcr_q[5:0]),
		.valid_i(tx_any && !bytes),
		.data_i (tx_data),
		.ready_o(tx_ready),
		.busy_o (tx_busy),
		.txd_o  (txd)
	);

	assign uart_tx_valid_o = byte_out;
	assign uart_tx_data_o  = tx_data;
	assign uart_txd_o      = (loop || txd) && !lcr_q[6]; // LCR bit 6 sends a break

	// ---- receive
	reg  [1:0]  sync_q;
	wire        ser_valid, ser_parity, ser_frame, ser_break;
	wire [7:0]  ser_data;
	wire [10:0] rx_head;
	wire [4:0]  rx_count;
	wire        rx_full;
	wire        rx_any  = rx_count != 5'd0;
	wire        rx_room = fifo_en_q ? !rx_full : !rx_any;
	wire        rx_push = bytes ? (loop ? loop_out : (uart_rx_valid_i && uart_rx_ready_o)) : ser_valid;
	wire [10:0] rx_new  = bytes ? {3'd0, loop ? tx_data : uart_rx_data_i}
		: {ser_break, ser_frame, ser_parity, ser_data};

	assign uart_rx_ready_o = bytes && !loop && rx_room;

	always @(posedge clk)
		sync_q <= rst ? 2'b11 : {sync_q[0], loop ? txd : uart_rxd_i};

	uart_rx rx (
		.clk     (clk),
		.rst     (rst || bytes),
		.tick_i  (tick_q),
		.lcr_i   (lcr_q[5:0]),
		.rxd_i   (sync_q[1]),
		.valid_o (ser_valid),
		.data_o  (ser_data),
		.parity_o(ser_parity),
		.frame_o (ser_frame),
		.break_o (ser_break)
	);

	uart_fifo #(.WIDTH(11)) rx_fifo (
		.clk    (clk),
		.rst    (rst),
		.clear_i(fcr_flip || (fcr_write && wbyte[1])),
		.push_i (rx_push && rx_room),
		.data_i (rx_new),
		.pop_i  (rbr_read),
		.data_o (rx_head),
		.count_o(rx_count),
		.full_o (rx_full)
	);

	reg [4:0] trigger;
	always @* begin
		case (trigger_q)
			2'd0:    trigger = 5'd1;
			2'd1:    trigger = 5'd4;
			2'd2:    trigger = 5'd8;
			default: trigger = 5'd14;
		endcase
		if (!fifo_en_q)
			trigger = 5'd1;
	end

	// ---- time-out: characters lie below the trigger level and nothing moves
	reg [9:0] idle_q;
	wire      waiting = fifo_en_q && rx_any && rx_count < trigger;
	always @(posedge clk) begin
		if (waiting && !timeout_q && (bytes || tick_q)) begin
			idle_q <= idle_q + 10'd1;
			if (idle_q == TIMEOUT_TICKS - 10'd1)
				timeout_q <= 1'b1;
		end
		if (rst || rbr_read || rx_push || !rx_any) begin
			idle_q    <= 10'd0;
			timeout_q <= 1'b0;
		end
	end

	// ---- status and interrupts
	wire [2:0] head_err = rx_any ? rx_head[10:8] & ~{3{seen_q}} : 3'd0;
	reg        seen_q;                 // LSR has been read since this character came to the head
	reg        fifo_err_q;             // some character in the FIFO is faulty (until the FIFO is empty)
	wire [7:0] lsr = {fifo_err_q, !tx_any && !tx_busy, !tx_any, head_err, overrun_q, rx_any};
	wire [7:0] msr = loop ? {mcr_q[3], mcr_q[2], mcr_q[0], mcr_q[1], 4'd0} : 8'hb0;

	wire irq_line    = ier_q[2] && (|head_err || overrun_q);
	wire irq_rx      = ier_q[0] && rx_count >= trigger;
	wire irq_timeout = ier_q[0] && timeout_q;
	wire irq_thre    = ier_q[1] && thre_irq_q;

	reg [3:0] iir;
	always @* begin
		if (irq_line)
			iir = 4'h6;
		else if (irq_rx)
			iir = 4'h4;
		else if (irq_timeout)
			iir = 4'hc;
		else if (irq_thre)
			iir = 4'h2;
		else
			iir = 4'h1;
	end

	assign irq_o = !iir[0];

	always @* begin
		case (reg_n)
			3'd0:    rbyte = dlab ? div_q[7:0] : (rx_any ? rx_head[7:0] : 8'd0);
			3'd1:    rbyte = dlab ? div_q[15:8] : {4'd0, ier_q};
			3'd2:    rbyte = {{2{fifo_en_q}}, 2'd0, iir};
			3'd3:    rbyte = lcr_q;
			3'd4:    rbyte = {3'd0, mcr_q};
			3'd5:    rbyte = lsr;
			3'd6:    rbyte = msr;
			default: rbyte = scr_q;
		endcase
	end

	reg tx_any_q;
	always @(posedge clk) begin
		tx_any_q <= tx_any;
		if (iir_read && iir == 4'h2)
			thre_irq_q <= 1'b0;
		if (tx_any_q && !tx_any)
			thre_irq_q <= 1'b1;
		if (write) begin
			case (reg_n)
				3'd0: if (dlab)
					div_q[7:0] <= wbyte;
				else
					thre_irq_q <= 1'b0;
				3'd1: if (dlab)
					div_q[15:8] <= wbyte;
				else begin
					ier_q <= wbyte[3:0];
					if (wbyte[1] && !ier_q[1] && !tx_any)
						thre_irq_q <= 1'b1; // enabling with an empty THR interrupts at once
				end
				3'd2: begin
					fifo_en_q <= wbyte[0];
					if (wbyte[0])
						trigger_q <= wbyte[7:6];
				end
				3'd3: lcr_q <= wbyte;
				3'd4: mcr_q <= wbyte[4:0];
				3'd7: scr_q <= wbyte;
				default: ; // LSR and MSR are read-only
			endcase
		end
		if (lsr_read) begin
			overrun_q <= 1'b0;
			seen_q    <= 1'b1;
		end
		if (rbr_read || !rx_any)
			seen_q <= 1'b0;
		if (!rx_any)
			fifo_err_q <= 1'b0;
		if (rx_push && fifo_en_q && |rx_new[10:8])
			fifo_err_q <= 1'b1;
		if (rx_push && !rx_room)
			overrun_q <= 1'b1;
		if (rst) begin
			div_q      <= 16'd0;
			ier_q      <= 4'd0;
			lcr_q      <= 8'h03;
			mcr_q      <= 5'd0;
			scr_q      <= 8'd0;
			fifo_en_q  <= 1'b0;
			trigger_q  <= 2'd0;
			thre_irq_q <= 1'b0;
			overrun_q  <= 1'b0;
			seen_q     <= 1'b0;
			fifo_err_q <= 1'b0;
			tx_any_q   <= 1'b0;
		end
	end

	assign busy_o = !bytes || tx_any || tx_any_q || tx_busy || rx_any || ser_valid || sync_q != 2'b11;

	wire unused = &{1'b0, req_wstrb, req_wdata, tx_full, ier_q[3]};
endmodule

`default_nettype wire
