// SPDX-License-Identifier: Apache-2.0
//
// doorbell_soc: the whole synthesizable system, wiring only: core, load-store unit with L1D, L1I, interconnect, DMA engine
// and peripherals behind one memory port. Straps are sampled while rst is high: hold it for at least four cycles, the
// straps steady. Lane IRQ and MMIO of include/spec/probe.def are made here, the others come from their blocks.
`default_nettype none
`include "doorbell_spec.vh"

module doorbell_soc #(
	parameter LINE_BYTES   = 64,    // cache line: 32 or 64
	parameter L1D_BYTES    = 16384,
	parameter L1D_WAYS     = 4,
	parameter L1I_BYTES    = 16384,
	parameter L1I_WAYS     = 4,
	parameter DMA_CHANNELS = 4,     // 1 to 16
	parameter SB_ENTRIES   = 8      // store buffer
) (
	input  wire        clk,
	input  wire        rst,                  // synchronous, active high

	input  wire [31:0] cfg_seed_i,           // straps
	input  wire [31:0] cfg_hostile_i,
	input  wire [31:0] cfg_quirk_i,
	input  wire [1:0]  cfg_coherent_i,
	input  wire [19:0] cfg_ram_pages_i,      // fitted 4 KiB pages
	input  wire [19:0] cfg_ram_hi_pages_i,
	input  wire [63:0] cfg_boot_addr_i,      // where the boot ROM jumps

	output wire [7:0]  m_axi_mem_awid, // memory port; ID = {master, master's ID}
	output wire [39:0] m_axi_mem_awaddr,
	output wire [7:0]  m_axi_mem_awlen,
	output wire [2:0]  m_axi_mem_awsize,
	output wire [1:0]  m_axi_mem_awburst,
	output wire [3:0]  m_axi_mem_awcache,
	output wire [2:0]  m_axi_mem_awprot,
	output wire [7:0]  m_axi_mem_awuser,
	output wire        m_axi_mem_awvalid,
	input  wire        m_axi_mem_awready,
	output wire [63:0] m_axi_mem_wdata,
	output wire [7:0]  m_axi_mem_wstrb,
	output wire        m_axi_mem_wlast,
	output wire        m_axi_mem_wvalid,
	input  wire        m_axi_mem_wready,
	input  wire [7:0]  m_axi_mem_bid,
	input  wire [1:0]  m_axi_mem_bresp,
	input  wire        m_axi_mem_bvalid,
	output wire        m_axi_mem_bready,
	output wire [7:0]  m_axi_mem_arid,
	output wire [39:0] m_axi_mem_araddr,
	output wire [7:0]  m_axi_mem_arlen,
	output wire [2:0]  m_axi_mem_arsize,
	output wire [1:0]  m_axi_mem_arburst,
	output wire [3:0]  m_axi_mem_arcache,
	output wire [2:0]  m_axi_mem_arprot,
	output wire [7:0]  m_axi_mem_aruser,
	output wire        m_axi_mem_arvalid,
	input  wire        m_axi_mem_arready,
	input  wire [7:0]  m_axi_mem_rid,
	input  wire [63:0] m_axi_mem_rdata,
	input  wire [1:0]  m_axi_mem_rresp,
	input  wire        m_axi_mem_rlast,
	input  wire        m_axi_mem_rvalid,
	output wire        m_axi_mem_rready,

	output wire        uart_tx_valid_o,      // UART, byte port (divisor 0)
	output wire [7:0]  uart_tx_data_o,
	input  wire        uart_tx_ready_i,
	input  wire        uart_rx_valid_i,
	input  wire [7:0]  uart_rx_data_i,
	output wire        uart_rx_ready_o,
	output wire        uart_txd_o,           // UART, serial (divisor not 0)
	input  wire        uart_rxd_i,
	output wire        test_finish_valid_o,  // a word was written to the finisher
	output wire [31:0] test_finish_code_o,
	output wire        dma_irq_o,            // DMA engine, all channels

	output wire [DMA_CHANNELS-1:0]    m_axis_tvalid, // what the DMA engine transmits, a stream for each channel
	input  wire [DMA_CHANNELS-1:0]    m_axis_tready,
	output wire [DMA_CHANNELS*64-1:0] m_axis_tdata,
	output wire [DMA_CHANNELS*8-1:0]  m_axis_tkeep,
	output wire [DMA_CHANNELS-1:0]    m_axis_tlast,
	input  wire [DMA_CHANNELS-1:0]    s_axis_tvalid, // what it receives
	output wire [DMA_CHANNELS-1:0]    s_axis_tready,
	input  wire [DMA_CHANNELS*64-1:0] s_axis_tdata,
	input  wire [DMA_CHANNELS*8-1:0]  s_axis_tkeep,
	input  wire [DMA_CHANNELS-1:0]    s_axis_tlast,

	output wire        probe_line_valid_o,
	output wire [3:0]  probe_line_op_o,
	output wire        probe_line_dirty_o,
	output wire [39:0] probe_line_addr_o,
	output wire [2:0]  probe_line_way_o,
	output wire        probe_sbd_valid_o,
	output wire [3:0]  probe_sbd_idx_o,
	output wire [2:0]  probe_sbd_kind_o,
	output wire [39:0] probe_sbd_addr_o,
	output wire [7:0]  probe_sbd_mask_o,
	output wire [63:0] probe_sbd_data_o,
	output wire        probe_sbc_valid_o,
	output wire [3:0]  probe_sbc_idx_o,
	output wire [2:0]  probe_sbc_kind_o,
	output wire [1:0]  probe_sbc_resp_o,
	output wire        probe_sbi_valid_o,
	output wire [3:0]  probe_sbi_idx_o,
	output wire [2:0]  probe_sbi_kind_o,
	output wire [39:0] probe_sbi_addr_o,
	output wire [7:0]  probe_sbi_mask_o,
	output wire [63:0] probe_sbi_data_o,
	output wire [15:0] probe_sbi_order_o,
	output wire        probe_ld_valid_o,
	output wire [15:0] probe_ld_order_o,
	output wire [39:0] probe_ld_addr_o,
	output wire [7:0]  probe_ld_mask_o,
	output wire [63:0] probe_ld_data_o,
	output wire [2:0]  probe_ld_src_o,
	output wire        probe_mmio_valid_o,
	output wire        probe_mmio_write_o,
	output wire [39:0] probe_mmio_addr_o,
	output wire [63:0] probe_mmio_data_o,
	output wire [7:0]  probe_mmio_strb_o,
	output wire        probe_dar_valid_o,
	output wire [7:0]  probe_dar_user_o,
	output wire [5:0]  probe_dar_id_o,
	output wire [39:0] probe_dar_addr_o,
	output wire [7:0]  probe_dar_len_o,
	output wire [15:0] probe_dar_bytes_o,
	output wire        probe_dr_valid_o,
	output wire [5:0]  probe_dr_id_o,
	output wire        probe_dr_last_o,
	output wire [1:0]  probe_dr_resp_o,
	output wire        probe_daw_valid_o,
	output wire [7:0]  probe_daw_user_o,
	output wire [5:0]  probe_daw_id_o,
	output wire [39:0] probe_daw_addr_o,
	output wire [7:0]  probe_daw_len_o,
	output wire [15:0] probe_daw_bytes_o,
	output wire        probe_dw_valid_o,
	output wire [63:0] probe_dw_data_o,
	output wire [7:0]  probe_dw_strb_o,
	output wire        probe_dw_last_o,
	output wire        probe_db_valid_o,
	output wire [5:0]  probe_db_id_o,
	output wire [1:0]  probe_db_resp_o,
	output wire        probe_irq_valid_o,
	output wire [32:0] probe_irq_lines_o,
	output wire [3:0]  probe_irq_core_o,

	output wire        rvfi_valid, // RVFI: lane RET
	output wire [63:0] rvfi_order,
	output wire [31:0] rvfi_insn,
	output wire        rvfi_trap,
	output wire        rvfi_halt,
	output wire        rvfi_intr,
	output wire [1:0]  rvfi_mode,
	output wire [1:0]  rvfi_ixl,
	output wire [4:0]  rvfi_rs1_addr,
	output wire [4:0]  rvfi_rs2_addr,
	output wire [63:0] rvfi_rs1_rdata,
	output wire [63:0] rvfi_rs2_rdata,
	output wire [4:0]  rvfi_rd_addr,
	output wire [63:0] rvfi_rd_wdata,
	output wire [63:0] rvfi_pc_rdata,
	output wire [63:0] rvfi_pc_wdata,
	output wire [63:0] rvfi_mem_addr,
	output wire [7:0]  rvfi_mem_rmask,
	output wire [7:0]  rvfi_mem_wmask,
	output wire [63:0] rvfi_mem_rdata,
	output wire [63:0] rvfi_mem_wdata
);
	localparam N_DEV = 7; // AXI4-Lite devices, numbered as in axi_dev_map.v
	localparam DEV_BOOTROM = 0, DEV_TEST = 1, DEV_CLINT = 2, DEV_PLIC = 3, DEV_UART = 4, DEV_DMA = 5, DEV_SYSCTL = 6;
	localparam [39:0] CLOCK_HZ = `DB_CLOCK_HZ, TIMEBASE_HZ = `DB_TIMEBASE_HZ;

	// ---- straps and reset
	reg        rst_q;
	reg [31:0] seed_q, hostile_q, quirk_q;
	reg [1:0]  coherent_q;
	reg [19:0] pages_q, hi_pages_q;
	reg [63:0] boot_addr_q;
	wire       dev_clk, dev_sample; // from an idle_gate.v below: runs during reset
	always @(posedge clk)
		rst_q <= rst;
	always @(posedge dev_clk) begin
		if (rst) begin
			seed_q      <= cfg_seed_i;
			hostile_q   <= cfg_hostile_i;
			quirk_q     <= cfg_quirk_i;
			coherent_q  <= cfg_coherent_i;
			pages_q     <= cfg_ram_pages_i;
			hi_pages_q  <= cfg_ram_hi_pages_i;
			boot_addr_q <= cfg_boot_addr_i;
		end
	end

	// ---- core and load-store unit
	wire        irq_msip, irq_mtip, irq_meip, irq_seip;
	wire [63:0] mtime;
	wire        if_req_valid, if_req_ready, if_rsp_valid, if_rsp_err, if_kill, if_inval_req, if_inval_ack;
	wire [63:0] if_req_addr, if_rsp_data;
	wire        ls_req_fault;
	wire [3:0]  ls_req_cause;
	wire        ls_req_valid, ls_req_ready, ls_req_unsigned, ls_req_aq, ls_req_rl, ls_rsp_valid, ls_rsp_exc;
	wire        ls_head_valid, ls_commit, ls_commit_ack, ls_flush;
	wire [4:0]  ls_req_op;
	wire [63:0] ls_req_addr, ls_req_wdata, ls_rsp_data, ls_rsp_mdata;
	wire [1:0]  ls_req_size;
	wire [7:0]  ls_req_fence;
	wire [3:0]  ls_req_tag, ls_rsp_tag, ls_rsp_cause, ls_head_tag;
	wire [15:0] ls_req_order;
	wire [2:0]  ls_busy;

	doorbell_core core (
		.clk(clk), .rst(rst_q),
		.irq_msip_i(irq_msip), .irq_mtip_i(irq_mtip), .irq_meip_i(irq_meip), .irq_seip_i(irq_seip), .time_i(mtime),
		.if_req_valid_o(if_req_valid), .if_req_ready_i(if_req_ready), .if_req_addr_o(if_req_addr),
		.if_rsp_valid_i(if_rsp_valid), .if_rsp_data_i(if_rsp_data), .if_rsp_err_i(if_rsp_err),
		.if_kill_o(if_kill), .if_inval_req_o(if_inval_req), .if_inval_ack_i(if_inval_ack),
		.ls_req_valid_o(ls_req_valid), .ls_req_ready_i(ls_req_ready), .ls_req_op_o(ls_req_op),
		.ls_req_addr_o(ls_req_addr), .ls_req_fault_o(ls_req_fault), .ls_req_cause_o(ls_req_cause), .ls_req_wdata_o(ls_req_wdata), .ls_req_size_o(ls_req_size),
		.ls_req_unsigned_o(ls_req_unsigned), .ls_req_aq_o(ls_req_aq), .ls_req_rl_o(ls_req_rl),
		.ls_req_fence_o(ls_req_fence), .ls_req_tag_o(ls_req_tag), .ls_req_order_o(ls_req_order),
		.ls_rsp_valid_i(ls_rsp_valid), .ls_rsp_tag_i(ls_rsp_tag), .ls_rsp_data_i(ls_rsp_data),
		.ls_rsp_exc_i(ls_rsp_exc), .ls_rsp_cause_i(ls_rsp_cause), .ls_rsp_mdata_i(ls_rsp_mdata),
		.ls_head_valid_o(ls_head_valid), .ls_head_tag_o(ls_head_tag), .ls_commit_o(ls_commit),
		.ls_commit_ack_i(ls_commit_ack), .ls_flush_o(ls_flush), .ls_busy_i(ls_busy),
		.rvfi_valid(rvfi_valid), .rvfi_order(rvfi_order), .rvfi_insn(rvfi_insn), .rvfi_trap(rvfi_trap),
		.rvfi_halt(rvfi_halt), .rvfi_intr(rvfi_intr), .rvfi_mode(rvfi_mode), .rvfi_ixl(rvfi_ixl),
		.rvfi_rs1_addr(rvfi_rs1_addr), .rvfi_rs2_addr(rvfi_rs2_addr), .rvfi_rs1_rdata(rvfi_rs1_rdata), .rvfi_rs2_rdata(rvfi_rs2_rdata),
		.rvfi_rd_addr(rvfi_rd_addr), .rvfi_rd_wdata(rvfi_rd_wdata), .rvfi_pc_rdata(rvfi_pc_rdata), .rvfi_pc_wdata(rvfi_pc_wdata),
		.rvfi_mem_addr(rvfi_mem_addr), .rvfi_mem_rmask(rvfi_mem_rmask), .rvfi_mem_wmask(rvfi_mem_wmask), .rvfi_mem_rdata(rvfi_mem_rdata),
		.rvfi_mem_wdata(rvfi_mem_wdata)
	);

	wire        snp_req_valid, snp_req_ready, snp_rsp_valid, snp_rsp_hit, snp_rsp_last, lock_valid;
	wire [1:0]  snp_req_op;
	wire [39:0] snp_req_addr, lock_lo, lock_hi;
	wire [63:0] snp_rsp_data;
	wire        err_valid;
	wire [39:0] err_addr;
	wire [2:0]  err_source;
	wire [1:0]  err_resp;
	wire [3:0]  d_awid, d_awcache;
	wire [39:0] d_awaddr;
	wire [7:0]  d_awlen, d_awuser;
	wire [2:0]  d_awsize, d_awprot;
	wire [1:0]  d_awburst;
	wire        d_awvalid, d_awready;
	wire [63:0] d_wdata;
	wire [7:0]  d_wstrb;
	wire        d_wlast, d_wvalid, d_wready;
	wire [3:0]  d_bid;
	wire [1:0]  d_bresp;
	wire        d_bvalid, d_bready;
	wire [3:0]  d_arid, d_arcache;
	wire [39:0] d_araddr;
	wire [7:0]  d_arlen, d_aruser;
	wire [2:0]  d_arsize, d_arprot;
	wire [1:0]  d_arburst;
	wire        d_arvalid, d_arready;
	wire [3:0]  d_rid;
	wire [63:0] d_rdata;
	wire [1:0]  d_rresp;
	wire        d_rlast, d_rvalid, d_rready;
	wire [3:0]  io_awid, io_awcache;
	wire [39:0] io_awaddr;
	wire [7:0]  io_awlen, io_awuser;
	wire [2:0]  io_awsize, io_awprot;
	wire [1:0]  io_awburst;
	wire        io_awvalid, io_awready;
	wire [63:0] io_wdata;
	wire [7:0]  io_wstrb;
	wire        io_wlast, io_wvalid, io_wready;
	wire [3:0]  io_bid;
	wire [1:0]  io_bresp;
	wire        io_bvalid, io_bready;
	wire [3:0]  io_arid, io_arcache;
	wire [39:0] io_araddr;
	wire [7:0]  io_arlen, io_aruser;
	wire [2:0]  io_arsize, io_arprot;
	wire [1:0]  io_arburst;
	wire        io_arvalid, io_arready;
	wire [3:0]  io_rid;
	wire [63:0] io_rdata;
	wire [1:0]  io_rresp;
	wire        io_rlast, io_rvalid, io_rready;
	wire [3:0]  i_arid, i_arcache;
	wire [39:0] i_araddr;
	wire [7:0]  i_arlen, i_aruser;
	wire [2:0]  i_arsize, i_arprot;
	wire [1:0]  i_arburst;
	wire        i_arvalid, i_arready;
	wire [3:0]  i_rid;
	wire [63:0] i_rdata;
	wire [1:0]  i_rresp;
	wire        i_rlast, i_rvalid, i_rready;
	wire [5:0]  dma_awid;
	wire [39:0] dma_awaddr;
	wire [7:0]  dma_awlen, dma_awuser;
	wire [3:0]  dma_awcache;
	wire [2:0]  dma_awsize, dma_awprot;
	wire [1:0]  dma_awburst;
	wire        dma_awvalid, dma_awready;
	wire [63:0] dma_wdata;
	wire [7:0]  dma_wstrb;
	wire        dma_wlast, dma_wvalid, dma_wready;
	wire [5:0]  dma_bid;
	wire [1:0]  dma_bresp;
	wire        dma_bvalid, dma_bready;
	wire [5:0]  dma_arid;
	wire [39:0] dma_araddr;
	wire [7:0]  dma_arlen, dma_aruser;
	wire [3:0]  dma_arcache;
	wire [2:0]  dma_arsize, dma_arprot;
	wire [1:0]  dma_arburst;
	wire        dma_arvalid, dma_arready;
	wire [5:0]  dma_rid;
	wire [63:0] dma_rdata;
	wire [1:0]  dma_rresp;
	wire        dma_rlast, dma_rvalid, dma_rready;

	lsu #(.LINE_BYTES(LINE_BYTES), .L1D_BYTES(L1D_BYTES), .L1D_WAYS(L1D_WAYS), .SB_ENTRIES(SB_ENTRIES)) lsu (
		.clk(clk), .rst(rst_q), .cfg_seed_i(seed_q), .cfg_hostile_i(hostile_q), .cfg_quirk_i(quirk_q),
		.cfg_ram_pages_i(pages_q), .cfg_ram_hi_pages_i(hi_pages_q),
		.ls_req_valid_i(ls_req_valid), .ls_req_ready_o(ls_req_ready), .ls_req_op_i(ls_req_op),
		.ls_req_addr_i(ls_req_addr), .ls_req_fault_i(ls_req_fault), .ls_req_cause_i(ls_req_cause), .ls_req_wdata_i(ls_req_wdata), .ls_req_size_i(ls_req_size),
		.ls_req_unsigned_i(ls_req_unsigned), .ls_req_aq_i(ls_req_aq), .ls_req_rl_i(ls_req_rl),
		.ls_req_fence_i(ls_req_fence), .ls_req_tag_i(ls_req_tag), .ls_req_order_i(ls_req_order),
		.ls_rsp_valid_o(ls_rsp_valid), .ls_rsp_tag_o(ls_rsp_tag), .ls_rsp_data_o(ls_rsp_data),
		.ls_rsp_exc_o(ls_rsp_exc), .ls_rsp_cause_o(ls_rsp_cause), .ls_rsp_mdata_o(ls_rsp_mdata),
		.ls_head_valid_i(ls_head_valid), .ls_head_tag_i(ls_head_tag), .ls_commit_i(ls_commit),
		.ls_commit_ack_o(ls_commit_ack), .ls_flush_i(ls_flush), .ls_busy_o(ls_busy),
		.snp_req_valid_i(snp_req_valid), .snp_req_ready_o(snp_req_ready), .snp_req_op_i(snp_req_op),
		.snp_req_addr_i(snp_req_addr), .snp_rsp_valid_o(snp_rsp_valid), .snp_rsp_hit_o(snp_rsp_hit),
		.snp_rsp_last_o(snp_rsp_last), .snp_rsp_data_o(snp_rsp_data),
		.lock_valid_i(lock_valid), .lock_lo_i(lock_lo), .lock_hi_i(lock_hi),
		.err_valid_o(err_valid), .err_addr_o(err_addr), .err_source_o(err_source), .err_resp_o(err_resp),
		.probe_line_valid_o(probe_line_valid_o), .probe_line_op_o(probe_line_op_o), .probe_line_dirty_o(probe_line_dirty_o),
		.probe_line_addr_o(probe_line_addr_o), .probe_line_way_o(probe_line_way_o),
		.probe_sbd_valid_o(probe_sbd_valid_o), .probe_sbd_idx_o(probe_sbd_idx_o), .probe_sbd_kind_o(probe_sbd_kind_o),
		.probe_sbd_addr_o(probe_sbd_addr_o), .probe_sbd_mask_o(probe_sbd_mask_o), .probe_sbd_data_o(probe_sbd_data_o),
		.probe_sbc_valid_o(probe_sbc_valid_o), .probe_sbc_idx_o(probe_sbc_idx_o), .probe_sbc_kind_o(probe_sbc_kind_o),
		.probe_sbc_resp_o(probe_sbc_resp_o),
		.probe_sbi_valid_o(probe_sbi_valid_o), .probe_sbi_idx_o(probe_sbi_idx_o), .probe_sbi_kind_o(probe_sbi_kind_o),
		.probe_sbi_addr_o(probe_sbi_addr_o), .probe_sbi_mask_o(probe_sbi_mask_o), .probe_sbi_data_o(probe_sbi_data_o),
		.probe_sbi_order_o(probe_sbi_order_o),
		.probe_ld_valid_o(probe_ld_valid_o), .probe_ld_order_o(probe_ld_order_o), .probe_ld_addr_o(probe_ld_addr_o),
		.probe_ld_mask_o(probe_ld_mask_o), .probe_ld_data_o(probe_ld_data_o), .probe_ld_src_o(probe_ld_src_o),
		.m_axi_d_awid(d_awid), .m_axi_d_awaddr(d_awaddr), .m_axi_d_awlen(d_awlen), .m_axi_d_awsize(d_awsize),
		.m_axi_d_awburst(d_awburst), .m_axi_d_awcache(d_awcache), .m_axi_d_awprot(d_awprot),
		.m_axi_d_awuser(d_awuser), .m_axi_d_awvalid(d_awvalid), .m_axi_d_awready(d_awready),
		.m_axi_d_wdata(d_wdata), .m_axi_d_wstrb(d_wstrb), .m_axi_d_wlast(d_wlast), .m_axi_d_wvalid(d_wvalid),
		.m_axi_d_wready(d_wready),
		.m_axi_d_bid(d_bid), .m_axi_d_bresp(d_bresp), .m_axi_d_bvalid(d_bvalid), .m_axi_d_bready(d_bready),
		.m_axi_d_arid(d_arid), .m_axi_d_araddr(d_araddr), .m_axi_d_arlen(d_arlen), .m_axi_d_arsize(d_arsize),
		.m_axi_d_arburst(d_arburst), .m_axi_d_arcache(d_arcache), .m_axi_d_arprot(d_arprot),
		.m_axi_d_aruser(d_aruser), .m_axi_d_arvalid(d_arvalid), .m_axi_d_arready(d_arready),
		.m_axi_d_rid(d_rid), .m_axi_d_rdata(d_rdata), .m_axi_d_rresp(d_rresp), .m_axi_d_rlast(d_rlast),
		.m_axi_d_rvalid(d_rvalid), .m_axi_d_rready(d_rready),
		.m_axi_io_awid(io_awid), .m_axi_io_awaddr(io_awaddr), .m_axi_io_awlen(io_awlen),
		.m_axi_io_awsize(io_awsize), .m_axi_io_awburst(io_awburst), .m_axi_io_awcache(io_awcache),
		.m_axi_io_awprot(io_awprot), .m_axi_io_awuser(io_awuser), .m_axi_io_awvalid(io_awvalid),
		.m_axi_io_awready(io_awready),
		.m_axi_io_wdata(io_wdata), .m_axi_io_wstrb(io_wstrb), .m_axi_io_wlast(io_wlast),
		.m_axi_io_wvalid(io_wvalid), .m_axi_io_wready(io_wready),
		.m_axi_io_bid(io_bid), .m_axi_io_bresp(io_bresp), .m_axi_io_bvalid(io_bvalid),
		.m_axi_io_bready(io_bready),
		.m_axi_io_arid(io_arid), .m_axi_io_araddr(io_araddr), .m_axi_io_arlen(io_arlen),
		.m_axi_io_arsize(io_arsize), .m_axi_io_arburst(io_arburst), .m_axi_io_arcache(io_arcache),
		.m_axi_io_arprot(io_arprot), .m_axi_io_aruser(io_aruser), .m_axi_io_arvalid(io_arvalid),
		.m_axi_io_arready(io_arready),
		.m_axi_io_rid(io_rid), .m_axi_io_rdata(io_rdata), .m_axi_io_rresp(io_rresp), .m_axi_io_rlast(io_rlast),
		.m_axi_io_rvalid(io_rvalid), .m_axi_io_rready(io_rready)
	);

	// ---- instruction cache, and who may use the L1D's snoop port
	wire        isnp_req_valid, isnp_req_ready, isnp_rsp_valid, csnp_req_valid, csnp_req_ready, csnp_rsp_valid;
	wire [39:0] isnp_req_addr, csnp_req_addr;
	wire [1:0]  csnp_req_op;

	l1i #(.L1I_BYTES(L1I_BYTES), .L1I_WAYS(L1I_WAYS), .LINE_BYTES(LINE_BYTES)) l1i (
		.clk(clk), .rst(rst_q), .cfg_ram_pages_i(pages_q), .cfg_ram_hi_pages_i(hi_pages_q),
		.if_req_valid_i(if_req_valid), .if_req_ready_o(if_req_ready), .if_req_addr_i(if_req_addr),
		.if_rsp_valid_o(if_rsp_valid), .if_rsp_data_o(if_rsp_data), .if_rsp_err_o(if_rsp_err),
		.if_kill_i(if_kill), .if_inval_req_i(if_inval_req), .if_inval_ack_o(if_inval_ack),
		.snp_req_valid_o(isnp_req_valid), .snp_req_ready_i(isnp_req_ready), .snp_req_addr_o(isnp_req_addr),
		.snp_rsp_valid_i(isnp_rsp_valid), .snp_rsp_hit_i(snp_rsp_hit), .snp_rsp_last_i(snp_rsp_last),
		.snp_rsp_data_i(snp_rsp_data),
		.m_axi_i_arid(i_arid), .m_axi_i_araddr(i_araddr), .m_axi_i_arlen(i_arlen), .m_axi_i_arsize(i_arsize),
		.m_axi_i_arburst(i_arburst), .m_axi_i_arcache(i_arcache), .m_axi_i_arprot(i_arprot),
		.m_axi_i_aruser(i_aruser), .m_axi_i_arvalid(i_arvalid), .m_axi_i_arready(i_arready),
		.m_axi_i_rid(i_rid), .m_axi_i_rdata(i_rdata), .m_axi_i_rresp(i_rresp), .m_axi_i_rlast(i_rlast),
		.m_axi_i_rvalid(i_rvalid), .m_axi_i_rready(i_rready)
	);

	snoop_arb snoop_arb (
		.clk(clk), .rst(rst_q),
		.i_req_valid_i(isnp_req_valid), .i_req_ready_o(isnp_req_ready), .i_req_addr_i(isnp_req_addr),
		.i_rsp_valid_o(isnp_rsp_valid),
		.c_req_valid_i(csnp_req_valid), .c_req_ready_o(csnp_req_ready), .c_req_op_i(csnp_req_op),
		.c_req_addr_i(csnp_req_addr), .c_rsp_valid_o(csnp_rsp_valid),
		.snp_req_valid_o(snp_req_valid), .snp_req_ready_i(snp_req_ready), .snp_req_op_o(snp_req_op),
		.snp_req_addr_o(snp_req_addr), .snp_rsp_valid_i(snp_rsp_valid), .snp_rsp_hit_i(snp_rsp_hit),
		.snp_rsp_last_i(snp_rsp_last)
	);

	// ---- interconnect
	wire [1:0]          coherent_mode;
	wire [N_DEV*40-1:0] axil_awaddr, axil_araddr;
	wire [N_DEV*3-1:0]  axil_awprot, axil_arprot;
	wire [N_DEV*64-1:0] axil_wdata, axil_rdata;
	wire [N_DEV*8-1:0]  axil_wstrb;
	wire [N_DEV*2-1:0]  axil_arsize, axil_bresp, axil_rresp;
	wire [N_DEV-1:0]    axil_awvalid, axil_awready, axil_wvalid, axil_wready, axil_bvalid, axil_bready;
	wire [N_DEV-1:0]    axil_arvalid, axil_arready, axil_rvalid, axil_rready;

	wire fabric_busy;
	soc_fabric #(.LINE_BYTES(LINE_BYTES)) fabric (
		.clk(clk), .rst(rst_q), .dev_clk(dev_clk), .dev_sample_i(dev_sample), .dev_busy_o(fabric_busy),
		.cfg_seed_i(seed_q), .cfg_hostile_i(hostile_q), .cfg_quirk_i(quirk_q),
		.cfg_ram_pages_i(pages_q), .cfg_ram_hi_pages_i(hi_pages_q), .coherent_mode_i(coherent_mode),
		.snp_req_valid_o(csnp_req_valid), .snp_req_ready_i(csnp_req_ready), .snp_req_op_o(csnp_req_op),
		.snp_req_addr_o(csnp_req_addr), .snp_rsp_valid_i(csnp_rsp_valid), .snp_rsp_hit_i(snp_rsp_hit),
		.snp_rsp_last_i(snp_rsp_last),
		.lock_valid_o(lock_valid), .lock_lo_o(lock_lo), .lock_hi_o(lock_hi),
		.s_axi_d_awid(d_awid), .s_axi_d_awaddr(d_awaddr), .s_axi_d_awlen(d_awlen), .s_axi_d_awsize(d_awsize),
		.s_axi_d_awburst(d_awburst), .s_axi_d_awcache(d_awcache), .s_axi_d_awprot(d_awprot),
		.s_axi_d_awuser(d_awuser), .s_axi_d_awvalid(d_awvalid), .s_axi_d_awready(d_awready),
		.s_axi_d_wdata(d_wdata), .s_axi_d_wstrb(d_wstrb), .s_axi_d_wlast(d_wlast), .s_axi_d_wvalid(d_wvalid),
		.s_axi_d_wready(d_wready),
		.s_axi_d_bid(d_bid), .s_axi_d_bresp(d_bresp), .s_axi_d_bvalid(d_bvalid), .s_axi_d_bready(d_bready),
		.s_axi_d_arid(d_arid), .s_axi_d_araddr(d_araddr), .s_axi_d_arlen(d_arlen), .s_axi_d_arsize(d_arsize),
		.s_axi_d_arburst(d_arburst), .s_axi_d_arcache(d_arcache), .s_axi_d_arprot(d_arprot),
		.s_axi_d_aruser(d_aruser), .s_axi_d_arvalid(d_arvalid), .s_axi_d_arready(d_arready),
		.s_axi_d_rid(d_rid), .s_axi_d_rdata(d_rdata), .s_axi_d_rresp(d_rresp), .s_axi_d_rlast(d_rlast),
		.s_axi_d_rvalid(d_rvalid), .s_axi_d_rready(d_rready),
		.s_axi_i_arid(i_arid), .s_axi_i_araddr(i_araddr), .s_axi_i_arlen(i_arlen), .s_axi_i_arsize(i_arsize),
		.s_axi_i_arburst(i_arburst), .s_axi_i_arcache(i_arcache), .s_axi_i_arprot(i_arprot),
		.s_axi_i_aruser(i_aruser), .s_axi_i_arvalid(i_arvalid), .s_axi_i_arready(i_arready),
		.s_axi_i_rid(i_rid), .s_axi_i_rdata(i_rdata), .s_axi_i_rresp(i_rresp), .s_axi_i_rlast(i_rlast),
		.s_axi_i_rvalid(i_rvalid), .s_axi_i_rready(i_rready),
		.s_axi_dma_awid(dma_awid), .s_axi_dma_awaddr(dma_awaddr), .s_axi_dma_awlen(dma_awlen),
		.s_axi_dma_awsize(dma_awsize), .s_axi_dma_awburst(dma_awburst), .s_axi_dma_awcache(dma_awcache),
		.s_axi_dma_awprot(dma_awprot), .s_axi_dma_awuser(dma_awuser), .s_axi_dma_awvalid(dma_awvalid),
		.s_axi_dma_awready(dma_awready),
		.s_axi_dma_wdata(dma_wdata), .s_axi_dma_wstrb(dma_wstrb), .s_axi_dma_wlast(dma_wlast),
		.s_axi_dma_wvalid(dma_wvalid), .s_axi_dma_wready(dma_wready),
		.s_axi_dma_bid(dma_bid), .s_axi_dma_bresp(dma_bresp), .s_axi_dma_bvalid(dma_bvalid),
		.s_axi_dma_bready(dma_bready),
		.s_axi_dma_arid(dma_arid), .s_axi_dma_araddr(dma_araddr), .s_axi_dma_arlen(dma_arlen),
		.s_axi_dma_arsize(dma_arsize), .s_axi_dma_arburst(dma_arburst), .s_axi_dma_arcache(dma_arcache),
		.s_axi_dma_arprot(dma_arprot), .s_axi_dma_aruser(dma_aruser), .s_axi_dma_arvalid(dma_arvalid),
		.s_axi_dma_arready(dma_arready),
		.s_axi_dma_rid(dma_rid), .s_axi_dma_rdata(dma_rdata), .s_axi_dma_rresp(dma_rresp),
		.s_axi_dma_rlast(dma_rlast), .s_axi_dma_rvalid(dma_rvalid), .s_axi_dma_rready(dma_rready),
		.s_axi_io_awid(io_awid), .s_axi_io_awaddr(io_awaddr), .s_axi_io_awlen(io_awlen),
		.s_axi_io_awsize(io_awsize), .s_axi_io_awburst(io_awburst), .s_axi_io_awcache(io_awcache),
		.s_axi_io_awprot(io_awprot), .s_axi_io_awuser(io_awuser), .s_axi_io_awvalid(io_awvalid),
		.s_axi_io_awready(io_awready),
		.s_axi_io_wdata(io_wdata), .s_axi_io_wstrb(io_wstrb), .s_axi_io_wlast(io_wlast),
		.s_axi_io_wvalid(io_wvalid), .s_axi_io_wready(io_wready),
		.s_axi_io_bid(io_bid), .s_axi_io_bresp(io_bresp), .s_axi_io_bvalid(io_bvalid),
		.s_axi_io_bready(io_bready),
		.s_axi_io_arid(io_arid), .s_axi_io_araddr(io_araddr), .s_axi_io_arlen(io_arlen),
		.s_axi_io_arsize(io_arsize), .s_axi_io_arburst(io_arburst), .s_axi_io_arcache(io_arcache),
		.s_axi_io_arprot(io_arprot), .s_axi_io_aruser(io_aruser), .s_axi_io_arvalid(io_arvalid),
		.s_axi_io_arready(io_arready),
		.s_axi_io_rid(io_rid), .s_axi_io_rdata(io_rdata), .s_axi_io_rresp(io_rresp), .s_axi_io_rlast(io_rlast),
		.s_axi_io_rvalid(io_rvalid), .s_axi_io_rready(io_rready),
		.m_axi_mem_awid(m_axi_mem_awid), .m_axi_mem_awaddr(m_axi_mem_awaddr),
		.m_axi_mem_awlen(m_axi_mem_awlen), .m_axi_mem_awsize(m_axi_mem_awsize),
		.m_axi_mem_awburst(m_axi_mem_awburst), .m_axi_mem_awcache(m_axi_mem_awcache),
		.m_axi_mem_awprot(m_axi_mem_awprot), .m_axi_mem_awuser(m_axi_mem_awuser),
		.m_axi_mem_awvalid(m_axi_mem_awvalid), .m_axi_mem_awready(m_axi_mem_awready),
		.m_axi_mem_wdata(m_axi_mem_wdata), .m_axi_mem_wstrb(m_axi_mem_wstrb),
		.m_axi_mem_wlast(m_axi_mem_wlast), .m_axi_mem_wvalid(m_axi_mem_wvalid),
		.m_axi_mem_wready(m_axi_mem_wready),
		.m_axi_mem_bid(m_axi_mem_bid), .m_axi_mem_bresp(m_axi_mem_bresp), .m_axi_mem_bvalid(m_axi_mem_bvalid),
		.m_axi_mem_bready(m_axi_mem_bready),
		.m_axi_mem_arid(m_axi_mem_arid), .m_axi_mem_araddr(m_axi_mem_araddr),
		.m_axi_mem_arlen(m_axi_mem_arlen), .m_axi_mem_arsize(m_axi_mem_arsize),
		.m_axi_mem_arburst(m_axi_mem_arburst), .m_axi_mem_arcache(m_axi_mem_arcache),
		.m_axi_mem_arprot(m_axi_mem_arprot), .m_axi_mem_aruser(m_axi_mem_aruser),
		.m_axi_mem_arvalid(m_axi_mem_arvalid), .m_axi_mem_arready(m_axi_mem_arready),
		.m_axi_mem_rid(m_axi_mem_rid), .m_axi_mem_rdata(m_axi_mem_rdata), .m_axi_mem_rresp(m_axi_mem_rresp),
		.m_axi_mem_rlast(m_axi_mem_rlast), .m_axi_mem_rvalid(m_axi_mem_rvalid),
		.m_axi_mem_rready(m_axi_mem_rready),
		.m_axil_awaddr(axil_awaddr), .m_axil_awprot(axil_awprot), .m_axil_awvalid(axil_awvalid),
		.m_axil_awready(axil_awready),
		.m_axil_wdata(axil_wdata), .m_axil_wstrb(axil_wstrb), .m_axil_wvalid(axil_wvalid),
		.m_axil_wready(axil_wready),
		.m_axil_bresp(axil_bresp), .m_axil_bvalid(axil_bvalid), .m_axil_bready(axil_bready),
		.m_axil_araddr(axil_araddr), .m_axil_arprot(axil_arprot), .m_axil_arsize(axil_arsize),
		.m_axil_arvalid(axil_arvalid), .m_axil_arready(axil_arready),
		.m_axil_rdata(axil_rdata), .m_axil_rresp(axil_rresp), .m_axil_rvalid(axil_rvalid),
		.m_axil_rready(axil_rready)
	);

	// ---- devices
	wire [32:0] irq_lines;

	// the clock of the devices, the DMA engine and its way to the crossbar; time and the CLINT never stop
	wire        dma_busy, uart_busy;
	wire        dev_moves /* verilator public_flat_rd */ = fabric_busy || dma_busy || uart_busy || err_valid ||
		probe_mmio_valid_o || m_axis_tvalid != {DMA_CHANNELS{1'b0}};
	wire        dev_comes = uart_rx_valid_i || !uart_rxd_i || s_axis_tvalid != {DMA_CHANNELS{1'b0}};
	idle_gate dev_gate (.clk(clk), .rst(rst_q), .busy_i(dev_moves || dev_comes), .clk_o(dev_clk), .sample_o(dev_sample));

	wire        clint_awready, clint_wready, clint_bvalid, clint_arready, clint_rvalid;
	wire [1:0]  clint_bresp, clint_rresp;
	wire [63:0] clint_rdata;
	idle_sample #(.W(9)) clint_answers (.sample_i(dev_sample),
		.d_i({clint_awready, clint_wready, clint_bresp, clint_bvalid, clint_arready, clint_rresp, clint_rvalid}),
		.q_o({axil_awready[DEV_CLINT], axil_wready[DEV_CLINT], axil_bresp[2 * DEV_CLINT +: 2], axil_bvalid[DEV_CLINT],
		      axil_arready[DEV_CLINT], axil_rresp[2 * DEV_CLINT +: 2], axil_rvalid[DEV_CLINT]}));
	idle_sample #(.W(64)) clint_read (.sample_i(dev_sample), .d_i(clint_rdata), .q_o(axil_rdata[64 * DEV_CLINT +: 64]));
	wire [DMA_CHANNELS-1:0]    tx_tready, rx_tvalid, rx_tlast;
	wire [DMA_CHANNELS*64-1:0] rx_tdata;
	wire [DMA_CHANNELS*8-1:0]  rx_tkeep;
	genvar ch;
	generate
		for (ch = 0; ch < DMA_CHANNELS; ch = ch + 1) begin : g_stream
			idle_sample #(.W(11)) ctl (.sample_i(dev_sample),
				.d_i({m_axis_tready[ch], s_axis_tvalid[ch], s_axis_tlast[ch], s_axis_tkeep[8 * ch +: 8]}),
				.q_o({tx_tready[ch], rx_tvalid[ch], rx_tlast[ch], rx_tkeep[8 * ch +: 8]}));
			idle_sample #(.W(64)) data (.sample_i(dev_sample), .d_i(s_axis_tdata[64 * ch +: 64]), .q_o(rx_tdata[64 * ch +: 64]));
		end
	endgenerate
	wire        uart_irq, sysctl_irq;
	wire [DMA_CHANNELS-1:0] dma_irq;

	boot_rom boot_rom (
		.clk(dev_clk), .rst(rst_q), .cfg_boot_addr_i(boot_addr_q),
		.s_axil_awaddr(axil_awaddr[40 * DEV_BOOTROM +: 40]), .s_axil_awprot(axil_awprot[3 * DEV_BOOTROM +: 3]),
		.s_axil_awvalid(axil_awvalid[DEV_BOOTROM]), .s_axil_awready(axil_awready[DEV_BOOTROM]),
		.s_axil_wdata(axil_wdata[64 * DEV_BOOTROM +: 64]), .s_axil_wstrb(axil_wstrb[8 * DEV_BOOTROM +: 8]),
		.s_axil_wvalid(axil_wvalid[DEV_BOOTROM]), .s_axil_wready(axil_wready[DEV_BOOTROM]),
		.s_axil_bresp(axil_bresp[2 * DEV_BOOTROM +: 2]), .s_axil_bvalid(axil_bvalid[DEV_BOOTROM]),
		.s_axil_bready(axil_bready[DEV_BOOTROM]),
		.s_axil_araddr(axil_araddr[40 * DEV_BOOTROM +: 40]), .s_axil_arprot(axil_arprot[3 * DEV_BOOTROM +: 3]),
		.s_axil_arsize(axil_arsize[2 * DEV_BOOTROM +: 2]), .s_axil_arvalid(axil_arvalid[DEV_BOOTROM]),
		.s_axil_arready(axil_arready[DEV_BOOTROM]),
		.s_axil_rdata(axil_rdata[64 * DEV_BOOTROM +: 64]), .s_axil_rresp(axil_rresp[2 * DEV_BOOTROM +: 2]),
		.s_axil_rvalid(axil_rvalid[DEV_BOOTROM]), .s_axil_rready(axil_rready[DEV_BOOTROM])
	);

	test_finisher test_finisher (
		.clk(dev_clk), .rst(rst_q), .test_finish_valid_o(test_finish_valid_o), .test_finish_code_o(test_finish_code_o),
		.s_axil_awaddr(axil_awaddr[40 * DEV_TEST +: 40]), .s_axil_awprot(axil_awprot[3 * DEV_TEST +: 3]),
		.s_axil_awvalid(axil_awvalid[DEV_TEST]), .s_axil_awready(axil_awready[DEV_TEST]),
		.s_axil_wdata(axil_wdata[64 * DEV_TEST +: 64]), .s_axil_wstrb(axil_wstrb[8 * DEV_TEST +: 8]),
		.s_axil_wvalid(axil_wvalid[DEV_TEST]), .s_axil_wready(axil_wready[DEV_TEST]),
		.s_axil_bresp(axil_bresp[2 * DEV_TEST +: 2]), .s_axil_bvalid(axil_bvalid[DEV_TEST]),
		.s_axil_bready(axil_bready[DEV_TEST]),
		.s_axil_araddr(axil_araddr[40 * DEV_TEST +: 40]), .s_axil_arprot(axil_arprot[3 * DEV_TEST +: 3]),
		.s_axil_arsize(axil_arsize[2 * DEV_TEST +: 2]), .s_axil_arvalid(axil_arvalid[DEV_TEST]),
		.s_axil_arready(axil_arready[DEV_TEST]),
		.s_axil_rdata(axil_rdata[64 * DEV_TEST +: 64]), .s_axil_rresp(axil_rresp[2 * DEV_TEST +: 2]),
		.s_axil_rvalid(axil_rvalid[DEV_TEST]), .s_axil_rready(axil_rready[DEV_TEST])
	);

	clint #(.CLOCK_HZ(CLOCK_HZ[31:0]), .TIMEBASE_HZ(TIMEBASE_HZ[31:0])) clint (
		.clk(clk), .rst(rst_q), .irq_soft_o(irq_msip), .irq_timer_o(irq_mtip), .time_o(mtime),
		.s_axil_awaddr(axil_awaddr[40 * DEV_CLINT +: 40]), .s_axil_awprot(axil_awprot[3 * DEV_CLINT +: 3]),
		.s_axil_awvalid(axil_awvalid[DEV_CLINT]), .s_axil_awready(clint_awready),
		.s_axil_wdata(axil_wdata[64 * DEV_CLINT +: 64]), .s_axil_wstrb(axil_wstrb[8 * DEV_CLINT +: 8]),
		.s_axil_wvalid(axil_wvalid[DEV_CLINT]), .s_axil_wready(clint_wready),
		.s_axil_bresp(clint_bresp), .s_axil_bvalid(clint_bvalid),
		.s_axil_bready(axil_bready[DEV_CLINT]),
		.s_axil_araddr(axil_araddr[40 * DEV_CLINT +: 40]), .s_axil_arprot(axil_arprot[3 * DEV_CLINT +: 3]),
		.s_axil_arsize(axil_arsize[2 * DEV_CLINT +: 2]), .s_axil_arvalid(axil_arvalid[DEV_CLINT]),
		.s_axil_arready(clint_arready),
		.s_axil_rdata(clint_rdata), .s_axil_rresp(clint_rresp),
		.s_axil_rvalid(clint_rvalid), .s_axil_rready(axil_rready[DEV_CLINT])
	);

	plic plic (
		.clk(dev_clk), .rst(rst_q), .irq_i(irq_lines), .irq_m_o(irq_meip), .irq_s_o(irq_seip),
		.s_axil_awaddr(axil_awaddr[40 * DEV_PLIC +: 40]), .s_axil_awprot(axil_awprot[3 * DEV_PLIC +: 3]),
		.s_axil_awvalid(axil_awvalid[DEV_PLIC]), .s_axil_awready(axil_awready[DEV_PLIC]),
		.s_axil_wdata(axil_wdata[64 * DEV_PLIC +: 64]), .s_axil_wstrb(axil_wstrb[8 * DEV_PLIC +: 8]),
		.s_axil_wvalid(axil_wvalid[DEV_PLIC]), .s_axil_wready(axil_wready[DEV_PLIC]),
		.s_axil_bresp(axil_bresp[2 * DEV_PLIC +: 2]), .s_axil_bvalid(axil_bvalid[DEV_PLIC]),
		.s_axil_bready(axil_bready[DEV_PLIC]),
		.s_axil_araddr(axil_araddr[40 * DEV_PLIC +: 40]), .s_axil_arprot(axil_arprot[3 * DEV_PLIC +: 3]),
		.s_axil_arsize(axil_arsize[2 * DEV_PLIC +: 2]), .s_axil_arvalid(axil_arvalid[DEV_PLIC]),
		.s_axil_arready(axil_arready[DEV_PLIC]),
		.s_axil_rdata(axil_rdata[64 * DEV_PLIC +: 64]), .s_axil_rresp(axil_rresp[2 * DEV_PLIC +: 2]),
		.s_axil_rvalid(axil_rvalid[DEV_PLIC]), .s_axil_rready(axil_rready[DEV_PLIC])
	);

	uart16550 uart (
		.clk(dev_clk), .rst(rst_q), .irq_o(uart_irq), .busy_o(uart_busy),
		.uart_tx_valid_o(uart_tx_valid_o), .uart_tx_data_o(uart_tx_data_o), .uart_tx_ready_i(uart_tx_ready_i),
		.uart_rx_valid_i(uart_rx_valid_i), .uart_rx_data_i(uart_rx_data_i), .uart_rx_ready_o(uart_rx_ready_o),
		.uart_txd_o(uart_txd_o), .uart_rxd_i(uart_rxd_i),
		.s_axil_awaddr(axil_awaddr[40 * DEV_UART +: 40]), .s_axil_awprot(axil_awprot[3 * DEV_UART +: 3]),
		.s_axil_awvalid(axil_awvalid[DEV_UART]), .s_axil_awready(axil_awready[DEV_UART]),
		.s_axil_wdata(axil_wdata[64 * DEV_UART +: 64]), .s_axil_wstrb(axil_wstrb[8 * DEV_UART +: 8]),
		.s_axil_wvalid(axil_wvalid[DEV_UART]), .s_axil_wready(axil_wready[DEV_UART]),
		.s_axil_bresp(axil_bresp[2 * DEV_UART +: 2]), .s_axil_bvalid(axil_bvalid[DEV_UART]),
		.s_axil_bready(axil_bready[DEV_UART]),
		.s_axil_araddr(axil_araddr[40 * DEV_UART +: 40]), .s_axil_arprot(axil_arprot[3 * DEV_UART +: 3]),
		.s_axil_arsize(axil_arsize[2 * DEV_UART +: 2]), .s_axil_arvalid(axil_arvalid[DEV_UART]),
		.s_axil_arready(axil_arready[DEV_UART]),
		.s_axil_rdata(axil_rdata[64 * DEV_UART +: 64]), .s_axil_rresp(axil_rresp[2 * DEV_UART +: 2]),
		.s_axil_rvalid(axil_rvalid[DEV_UART]), .s_axil_rready(axil_rready[DEV_UART])
	);

	sysctl #(.LINE_BYTES(LINE_BYTES), .L1D_BYTES(L1D_BYTES), .L1I_BYTES(L1I_BYTES), .TIMEBASE_HZ(TIMEBASE_HZ[31:0])) sysctl (
		.clk(dev_clk), .rst(rst_q), .cfg_seed_i(seed_q), .cfg_hostile_i(hostile_q), .cfg_quirk_i(quirk_q),
		.cfg_coherent_i(coherent_q), .cfg_ram_pages_i(pages_q), .cfg_ram_hi_pages_i(hi_pages_q),
		.coherent_o(coherent_mode), .err_valid_i(err_valid), .err_addr_i(err_addr), .err_source_i(err_source),
		.err_resp_i(err_resp), .irq_o(sysctl_irq),
		.s_axil_awaddr(axil_awaddr[40 * DEV_SYSCTL +: 40]), .s_axil_awprot(axil_awprot[3 * DEV_SYSCTL +: 3]),
		.s_axil_awvalid(axil_awvalid[DEV_SYSCTL]), .s_axil_awready(axil_awready[DEV_SYSCTL]),
		.s_axil_wdata(axil_wdata[64 * DEV_SYSCTL +: 64]), .s_axil_wstrb(axil_wstrb[8 * DEV_SYSCTL +: 8]),
		.s_axil_wvalid(axil_wvalid[DEV_SYSCTL]), .s_axil_wready(axil_wready[DEV_SYSCTL]),
		.s_axil_bresp(axil_bresp[2 * DEV_SYSCTL +: 2]), .s_axil_bvalid(axil_bvalid[DEV_SYSCTL]),
		.s_axil_bready(axil_bready[DEV_SYSCTL]),
		.s_axil_araddr(axil_araddr[40 * DEV_SYSCTL +: 40]), .s_axil_arprot(axil_arprot[3 * DEV_SYSCTL +: 3]),
		.s_axil_arsize(axil_arsize[2 * DEV_SYSCTL +: 2]), .s_axil_arvalid(axil_arvalid[DEV_SYSCTL]),
		.s_axil_arready(axil_arready[DEV_SYSCTL]),
		.s_axil_rdata(axil_rdata[64 * DEV_SYSCTL +: 64]), .s_axil_rresp(axil_rresp[2 * DEV_SYSCTL +: 2]),
		.s_axil_rvalid(axil_rvalid[DEV_SYSCTL]), .s_axil_rready(axil_rready[DEV_SYSCTL])
	);

	// the descriptors have no port of their own here: they share the data's
	wire [5:0]  dma_desc_awid, dma_desc_arid;
	wire [39:0] dma_desc_awaddr, dma_desc_araddr;
	wire [7:0]  dma_desc_awlen, dma_desc_awuser, dma_desc_wstrb, dma_desc_arlen, dma_desc_aruser;
	wire [2:0]  dma_desc_awsize, dma_desc_awprot, dma_desc_arsize, dma_desc_arprot;
	wire [1:0]  dma_desc_awburst, dma_desc_arburst;
	wire [3:0]  dma_desc_awcache, dma_desc_arcache;
	wire        dma_desc_awvalid, dma_desc_wlast, dma_desc_wvalid, dma_desc_bready, dma_desc_arvalid, dma_desc_rready;
	wire [63:0] dma_desc_wdata;
	wire        dma_desc_unused = &{
		1'b0, dma_desc_awid, dma_desc_awaddr, dma_desc_awlen, dma_desc_awsize, dma_desc_awburst, dma_desc_awcache,
		dma_desc_awprot, dma_desc_awuser, dma_desc_awvalid, dma_desc_wdata, dma_desc_wstrb, dma_desc_wlast,
		dma_desc_wvalid, dma_desc_bready, dma_desc_arid, dma_desc_araddr, dma_desc_arlen, dma_desc_arsize,
		dma_desc_arburst, dma_desc_arcache, dma_desc_arprot, dma_desc_aruser, dma_desc_arvalid, dma_desc_rready};

	// short bursts and small buffers: what the engine has asked for, the core waits behind
	doorbell_dma #(.CHANNELS(DMA_CHANNELS), .ADDR_W(40), .RD_OUT(32), .WR_OUT(32), .MAX_BURST(64), .BUF_BEATS(256)) dma (
		.clk(dev_clk), .rst(rst_q), .cfg_quirk_i(quirk_q), .irq_o(dma_irq), .busy_o(dma_busy),
		.m_axi_awid(dma_awid), .m_axi_awaddr(dma_awaddr), .m_axi_awlen(dma_awlen), .m_axi_awsize(dma_awsize),
		.m_axi_awburst(dma_awburst), .m_axi_awcache(dma_awcache), .m_axi_awprot(dma_awprot),
		.m_axi_awuser(dma_awuser), .m_axi_awvalid(dma_awvalid), .m_axi_awready(dma_awready),
		.m_axi_wdata(dma_wdata), .m_axi_wstrb(dma_wstrb), .m_axi_wlast(dma_wlast), .m_axi_wvalid(dma_wvalid),
		.m_axi_wready(dma_wready),
		.m_axi_bid(dma_bid), .m_axi_bresp(dma_bresp), .m_axi_bvalid(dma_bvalid), .m_axi_bready(dma_bready),
		.m_axi_arid(dma_arid), .m_axi_araddr(dma_araddr), .m_axi_arlen(dma_arlen), .m_axi_arsize(dma_arsize),
		.m_axi_arburst(dma_arburst), .m_axi_arcache(dma_arcache), .m_axi_arprot(dma_arprot),
		.m_axi_aruser(dma_aruser), .m_axi_arvalid(dma_arvalid), .m_axi_arready(dma_arready),
		.m_axi_rid(dma_rid), .m_axi_rdata(dma_rdata), .m_axi_rresp(dma_rresp), .m_axi_rlast(dma_rlast),
		.m_axi_rvalid(dma_rvalid), .m_axi_rready(dma_rready),
		.m_axi_desc_awid(dma_desc_awid), .m_axi_desc_awaddr(dma_desc_awaddr), .m_axi_desc_awlen(dma_desc_awlen),
		.m_axi_desc_awsize(dma_desc_awsize), .m_axi_desc_awburst(dma_desc_awburst),
		.m_axi_desc_awcache(dma_desc_awcache), .m_axi_desc_awprot(dma_desc_awprot),
		.m_axi_desc_awuser(dma_desc_awuser), .m_axi_desc_awvalid(dma_desc_awvalid),
		.m_axi_desc_wdata(dma_desc_wdata), .m_axi_desc_wstrb(dma_desc_wstrb), .m_axi_desc_wlast(dma_desc_wlast),
		.m_axi_desc_wvalid(dma_desc_wvalid), .m_axi_desc_bready(dma_desc_bready), .m_axi_desc_arid(dma_desc_arid),
		.m_axi_desc_araddr(dma_desc_araddr), .m_axi_desc_arlen(dma_desc_arlen), .m_axi_desc_arsize(dma_desc_arsize),
		.m_axi_desc_arburst(dma_desc_arburst), .m_axi_desc_arcache(dma_desc_arcache),
		.m_axi_desc_arprot(dma_desc_arprot), .m_axi_desc_aruser(dma_desc_aruser),
		.m_axi_desc_arvalid(dma_desc_arvalid), .m_axi_desc_rready(dma_desc_rready), .m_axi_desc_awready(1'b0),
		.m_axi_desc_wready(1'b0), .m_axi_desc_bid(6'd0), .m_axi_desc_bresp(2'd0), .m_axi_desc_bvalid(1'b0),
		.m_axi_desc_arready(1'b0), .m_axi_desc_rid(6'd0), .m_axi_desc_rdata(64'd0), .m_axi_desc_rresp(2'd0),
		.m_axi_desc_rlast(1'b0), .m_axi_desc_rvalid(1'b0),
		.m_axis_tvalid(m_axis_tvalid), .m_axis_tready(tx_tready),
		.m_axis_tdata(m_axis_tdata), .m_axis_tkeep(m_axis_tkeep), .m_axis_tlast(m_axis_tlast),
		.s_axis_tvalid(rx_tvalid), .s_axis_tready(s_axis_tready), .s_axis_tdata(rx_tdata),
		.s_axis_tkeep(rx_tkeep), .s_axis_tlast(rx_tlast),
		.s_axil_awaddr(axil_awaddr[40 * DEV_DMA +: 17]), .s_axil_awprot(axil_awprot[3 * DEV_DMA +: 3]),
		.s_axil_awvalid(axil_awvalid[DEV_DMA]), .s_axil_awready(axil_awready[DEV_DMA]),
		.s_axil_wdata(axil_wdata[64 * DEV_DMA +: 64]), .s_axil_wstrb(axil_wstrb[8 * DEV_DMA +: 8]),
		.s_axil_wvalid(axil_wvalid[DEV_DMA]), .s_axil_wready(axil_wready[DEV_DMA]),
		.s_axil_bresp(axil_bresp[2 * DEV_DMA +: 2]), .s_axil_bvalid(axil_bvalid[DEV_DMA]),
		.s_axil_bready(axil_bready[DEV_DMA]),
		.s_axil_araddr(axil_araddr[40 * DEV_DMA +: 17]), .s_axil_arprot(axil_arprot[3 * DEV_DMA +: 3]),
		.s_axil_arsize(axil_arsize[2 * DEV_DMA +: 2]), .s_axil_arvalid(axil_arvalid[DEV_DMA]),
		.s_axil_arready(axil_arready[DEV_DMA]),
		.s_axil_rdata(axil_rdata[64 * DEV_DMA +: 64]), .s_axil_rresp(axil_rresp[2 * DEV_DMA +: 2]),
		.s_axil_rvalid(axil_rvalid[DEV_DMA]), .s_axil_rready(axil_rready[DEV_DMA]),
		.probe_dar_valid_o(probe_dar_valid_o), .probe_dar_user_o(probe_dar_user_o), .probe_dar_id_o(probe_dar_id_o),
		.probe_dar_addr_o(probe_dar_addr_o), .probe_dar_len_o(probe_dar_len_o), .probe_dar_bytes_o(probe_dar_bytes_o),
		.probe_dr_valid_o(probe_dr_valid_o), .probe_dr_id_o(probe_dr_id_o), .probe_dr_last_o(probe_dr_last_o),
		.probe_dr_resp_o(probe_dr_resp_o),
		.probe_daw_valid_o(probe_daw_valid_o), .probe_daw_user_o(probe_daw_user_o), .probe_daw_id_o(probe_daw_id_o),
		.probe_daw_addr_o(probe_daw_addr_o), .probe_daw_len_o(probe_daw_len_o), .probe_daw_bytes_o(probe_daw_bytes_o),
		.probe_dw_valid_o(probe_dw_valid_o), .probe_dw_data_o(probe_dw_data_o), .probe_dw_strb_o(probe_dw_strb_o),
		.probe_dw_last_o(probe_dw_last_o),
		.probe_db_valid_o(probe_db_valid_o), .probe_db_id_o(probe_db_id_o), .probe_db_resp_o(probe_db_resp_o)
	);
	assign dma_irq_o = |dma_irq;

	// ---- interrupt lines
	generate
		genvar n;
		for (n = 0; n < 33; n = n + 1) begin : g_irq
			if (n == `DB_IRQ_UART)
				assign irq_lines[n] = uart_irq;
			else if (n == `DB_IRQ_SYSCTL)
				assign irq_lines[n] = sysctl_irq;
			else if (n >= `DB_IRQ_DMA0 && n < `DB_IRQ_DMA0 + DMA_CHANNELS)
				assign irq_lines[n] = dma_irq[n - `DB_IRQ_DMA0];
			else
				assign irq_lines[n] = 1'b0;
		end
	endgenerate

	// ---- probe lanes IRQ and MMIO (the boot ROM is no device: its fetches are not shown)
	reg  [36:0] irq_q;
	wire [36:0] irq_now = {irq_seip, irq_meip, irq_mtip, irq_msip, irq_lines};
	always @(posedge clk)
		irq_q <= rst_q ? 37'd0 : irq_now;
	assign probe_irq_valid_o = irq_now != irq_q && !rst_q;
	assign probe_irq_lines_o = irq_now[32:0];
	assign probe_irq_core_o  = irq_now[36:33];

	probe_mmio #(.N(N_DEV - 1)) probe_mmio (
		.clk(dev_clk), .rst(rst_q),
		.axil_awvalid(axil_awvalid[N_DEV-1:1]), .axil_awready(axil_awready[N_DEV-1:1]),
		.axil_awaddr(axil_awaddr[N_DEV*40-1:40]),
		.axil_wvalid(axil_wvalid[N_DEV-1:1]), .axil_wready(axil_wready[N_DEV-1:1]),
		.axil_wdata(axil_wdata[N_DEV*64-1:64]), .axil_wstrb(axil_wstrb[N_DEV*8-1:8]),
		.axil_arvalid(axil_arvalid[N_DEV-1:1]), .axil_arready(axil_arready[N_DEV-1:1]),
		.axil_araddr(axil_araddr[N_DEV*40-1:40]),
		.probe_mmio_valid_o(probe_mmio_valid_o), .probe_mmio_write_o(probe_mmio_write_o),
		.probe_mmio_addr_o(probe_mmio_addr_o), .probe_mmio_data_o(probe_mmio_data_o),
		.probe_mmio_strb_o(probe_mmio_strb_o)
	);
endmodule

`default_nettype wire
