// SPDX-License-Identifier: Apache-2.0
// Core, L1I, LSU with L1D and the arbiter of the snoop port, wired as in doorbell_soc: the largest part of the SoC that
// runs programs without fabric and devices. AXI signals that its bench does not look at are left out; the coherent
// path's side of the snoop port and its line lock are the bench's.
`default_nettype none

module core_complex #(
	parameter LINE_BYTES = 64,
	parameter L1D_BYTES  = 16384,
	parameter L1D_WAYS   = 4,
	parameter L1I_BYTES  = 16384,
	parameter L1I_WAYS   = 4,
	parameter SB_ENTRIES = 8
) (
	input  wire        clk,
	input  wire        rst,
	input  wire [7:0]  plant_i,         // plant.sh: which bug is there
	input  wire [31:0] cfg_seed_i,
	input  wire [31:0] cfg_hostile_i,
	input  wire [19:0] cfg_ram_pages_i,
	input  wire        irq_msip_i,
	input  wire        irq_mtip_i,
	input  wire        irq_meip_i,
	input  wire        irq_seip_i,
	input  wire [63:0] time_i,
	output wire        err_valid_o,

	input  wire        c_req_valid_i,   // snoops: CLEAN, FLUSH
	output wire        c_req_ready_o,
	input  wire [1:0]  c_req_op_i,
	input  wire [39:0] c_req_addr_i,
	output wire        c_rsp_valid_o,
	input  wire        lock_valid_i,
	input  wire [39:0] lock_lo_i,
	input  wire [39:0] lock_hi_i,

	output wire [3:0]   m_axi_d_awid,
	output wire [39:0]  m_axi_d_awaddr,
	output wire [7:0]   m_axi_d_awlen,
	output wire         m_axi_d_awvalid,
	input  wire         m_axi_d_awready,
	output wire [63:0]  m_axi_d_wdata,
	output wire [7:0]   m_axi_d_wstrb,
	output wire         m_axi_d_wvalid,
	input  wire         m_axi_d_wready,
	input  wire [3:0]   m_axi_d_bid,
	input  wire [1:0]   m_axi_d_bresp,
	input  wire         m_axi_d_bvalid,
	output wire         m_axi_d_bready,
	output wire [3:0]   m_axi_d_arid,
	output wire [39:0]  m_axi_d_araddr,
	output wire [7:0]   m_axi_d_arlen,
	output wire [2:0]   m_axi_d_arsize,
	output wire [1:0]   m_axi_d_arburst,
	output wire         m_axi_d_arvalid,
	input  wire         m_axi_d_arready,
	input  wire [3:0]   m_axi_d_rid,
	input  wire [63:0]  m_axi_d_rdata,
	input  wire [1:0]   m_axi_d_rresp,
	input  wire         m_axi_d_rlast,
	input  wire         m_axi_d_rvalid,
	output wire         m_axi_d_rready,
	output wire [3:0]   m_axi_i_arid,
	output wire [39:0]  m_axi_i_araddr,
	output wire [7:0]   m_axi_i_arlen,
	output wire [2:0]   m_axi_i_arsize,
	output wire [1:0]   m_axi_i_arburst,
	output wire         m_axi_i_arvalid,
	input  wire         m_axi_i_arready,
	input  wire [3:0]   m_axi_i_rid,
	input  wire [63:0]  m_axi_i_rdata,
	input  wire [1:0]   m_axi_i_rresp,
	input  wire         m_axi_i_rlast,
	input  wire         m_axi_i_rvalid,
	output wire         m_axi_i_rready,
	output wire [3:0]   m_axi_io_awid,
	output wire [39:0]  m_axi_io_awaddr,
	output wire [7:0]   m_axi_io_awlen,
	output wire         m_axi_io_awvalid,
	input  wire         m_axi_io_awready,
	output wire [63:0]  m_axi_io_wdata,
	output wire [7:0]   m_axi_io_wstrb,
	output wire         m_axi_io_wvalid,
	input  wire         m_axi_io_wready,
	input  wire [3:0]   m_axi_io_bid,
	input  wire [1:0]   m_axi_io_bresp,
	input  wire         m_axi_io_bvalid,
	output wire         m_axi_io_bready,
	output wire [3:0]   m_axi_io_arid,
	output wire [39:0]  m_axi_io_araddr,
	output wire [7:0]   m_axi_io_arlen,
	output wire [2:0]   m_axi_io_arsize,
	output wire [1:0]   m_axi_io_arburst,
	output wire         m_axi_io_arvalid,
	input  wire         m_axi_io_arready,
	input  wire [3:0]   m_axi_io_rid,
	input  wire [63:0]  m_axi_io_rdata,
	input  wire [1:0]   m_axi_io_rresp,
	input  wire         m_axi_io_rlast,
	input  wire         m_axi_io_rvalid,
	output wire         m_axi_io_rready,
	output wire         rvfi_valid,
	output wire [63:0]  rvfi_order,
	output wire [31:0]  rvfi_insn,
	output wire         rvfi_trap,
	output wire         rvfi_intr,
	output wire [1:0]   rvfi_mode,
	output wire [4:0]   rvfi_rs1_addr,
	output wire [4:0]   rvfi_rs2_addr,
	output wire [63:0]  rvfi_rs1_rdata,
	output wire [63:0]  rvfi_rs2_rdata,
	output wire [4:0]   rvfi_rd_addr,
	output wire [63:0]  rvfi_rd_wdata,
	output wire [63:0]  rvfi_pc_rdata,
	output wire [63:0]  rvfi_pc_wdata,
	output wire [63:0]  rvfi_mem_addr,
	output wire [7:0]   rvfi_mem_rmask,
	output wire [7:0]   rvfi_mem_wmask,
	output wire [63:0]  rvfi_mem_rdata,
	output wire [63:0]  rvfi_mem_wdata
);
	wire ls_req_valid;
	wire ls_req_ready;
	wire [4:0] ls_req_op;
	wire [63:0] ls_req_addr;
	wire ls_req_fault;
	wire [3:0] ls_req_cause;
	wire [63:0] ls_req_wdata;
	wire [1:0] ls_req_size;
	wire ls_req_unsigned;
	wire ls_req_aq;
	wire ls_req_rl;
	wire [7:0] ls_req_fence;
	wire [3:0] ls_req_tag;
	wire [15:0] ls_req_order;
	wire ls_rsp_valid;
	wire [3:0] ls_rsp_tag;
	wire [63:0] ls_rsp_data;
	wire ls_rsp_exc;
	wire [3:0] ls_rsp_cause;
	wire [63:0] ls_rsp_mdata;
	wire ls_commit;
	wire ls_commit_ack;
	wire ls_head_valid;
	wire [3:0] ls_head_tag;
	wire ls_flush;
	wire [2:0] ls_busy;
	wire if_req_valid;
	wire if_req_ready;
	wire [63:0] if_req_addr;
	wire if_rsp_valid;
	wire [63:0] if_rsp_data;
	wire if_rsp_err;
	wire if_kill;
	wire if_inval_req;
	wire if_inval_ack;
	wire        i_req_valid, i_req_ready, i_rsp_valid, snp_req_valid, snp_req_ready, snp_rsp_valid, snp_rsp_hit;
	wire        snp_rsp_last;
	wire [1:0]  snp_req_op;
	wire [39:0] i_req_addr, snp_req_addr;
	wire [63:0] snp_rsp_data;

	doorbell_core #(.RESET_PC(64'h80000000)) core (
		.clk(clk), .rst(rst), .irq_msip_i(irq_msip_i), .irq_mtip_i(irq_mtip_i), .irq_meip_i(irq_meip_i),
		.irq_seip_i(irq_seip_i), .time_i(time_i),
		.if_req_valid_o(if_req_valid), .if_req_ready_i(if_req_ready), .if_req_addr_o(if_req_addr),
		.if_rsp_valid_i(if_rsp_valid), .if_rsp_data_i(if_rsp_data), .if_rsp_err_i(if_rsp_err), .if_kill_o(if_kill),
		.if_inval_req_o(if_inval_req), .if_inval_ack_i(if_inval_ack), .ls_req_valid_o(ls_req_valid),
		.ls_req_ready_i(ls_req_ready), .ls_req_op_o(ls_req_op), .ls_req_addr_o(ls_req_addr), .ls_req_fault_o(ls_req_fault), .ls_req_cause_o(ls_req_cause), .ls_req_wdata_o(ls_req_wdata),
		.ls_req_size_o(ls_req_size), .ls_req_unsigned_o(ls_req_unsigned), .ls_req_aq_o(ls_req_aq), .ls_req_rl_o(ls_req_rl),
		.ls_req_fence_o(ls_req_fence), .ls_req_tag_o(ls_req_tag), .ls_req_order_o(ls_req_order),
		.ls_rsp_valid_i(ls_rsp_valid), .ls_rsp_tag_i(ls_rsp_tag), .ls_rsp_data_i(ls_rsp_data), .ls_rsp_exc_i(ls_rsp_exc),
		.ls_rsp_cause_i(ls_rsp_cause), .ls_rsp_mdata_i(ls_rsp_mdata), .ls_commit_o(ls_commit),
		.ls_commit_ack_i(ls_commit_ack), .ls_head_valid_o(ls_head_valid), .ls_head_tag_o(ls_head_tag),
		.ls_flush_o(ls_flush), .ls_busy_i(ls_busy), .rvfi_valid(rvfi_valid), .rvfi_order(rvfi_order),
		.rvfi_insn(rvfi_insn), .rvfi_trap(rvfi_trap), .rvfi_intr(rvfi_intr), .rvfi_mode(rvfi_mode),
		.rvfi_rs1_addr(rvfi_rs1_addr), .rvfi_rs2_addr(rvfi_rs2_addr), .rvfi_rs1_rdata(rvfi_rs1_rdata),
		.rvfi_rs2_rdata(rvfi_rs2_rdata), .rvfi_rd_addr(rvfi_rd_addr), .rvfi_rd_wdata(rvfi_rd_wdata),
		.rvfi_pc_rdata(rvfi_pc_rdata), .rvfi_pc_wdata(rvfi_pc_wdata), .rvfi_mem_addr(rvfi_mem_addr),
		.rvfi_mem_rmask(rvfi_mem_rmask), .rvfi_mem_wmask(rvfi_mem_wmask), .rvfi_mem_rdata(rvfi_mem_rdata),
		.rvfi_mem_wdata(rvfi_mem_wdata), .rvfi_halt(), .rvfi_ixl()
	);

	lsu #(.LINE_BYTES(LINE_BYTES), .L1D_BYTES(L1D_BYTES), .L1D_WAYS(L1D_WAYS), .SB_ENTRIES(SB_ENTRIES)) lsu (
		.clk(clk), .rst(rst), .cfg_seed_i(cfg_seed_i), .cfg_hostile_i(cfg_hostile_i), .cfg_quirk_i(32'd0),
		.cfg_ram_pages_i(cfg_ram_pages_i), .cfg_ram_hi_pages_i(20'd0),
		.ls_req_valid_i(ls_req_valid), .ls_req_ready_o(ls_req_ready), .ls_req_op_i(ls_req_op), .ls_req_addr_i(ls_req_addr), .ls_req_fault_i(ls_req_fault), .ls_req_cause_i(ls_req_cause),
		.ls_req_wdata_i(ls_req_wdata), .ls_req_size_i(ls_req_size), .ls_req_unsigned_i(ls_req_unsigned),
		.ls_req_aq_i(ls_req_aq), .ls_req_rl_i(ls_req_rl), .ls_req_fence_i(ls_req_fence), .ls_req_tag_i(ls_req_tag),
		.ls_req_order_i(ls_req_order), .ls_rsp_valid_o(ls_rsp_valid), .ls_rsp_tag_o(ls_rsp_tag),
		.ls_rsp_data_o(ls_rsp_data), .ls_rsp_exc_o(ls_rsp_exc), .ls_rsp_cause_o(ls_rsp_cause),
		.ls_rsp_mdata_o(ls_rsp_mdata), .ls_commit_i(ls_commit), .ls_commit_ack_o(ls_commit_ack),
		.ls_head_valid_i(ls_head_valid), .ls_head_tag_i(ls_head_tag), .ls_flush_i(ls_flush), .ls_busy_o(ls_busy),
		.snp_req_valid_i(snp_req_valid), .snp_req_ready_o(snp_req_ready), .snp_req_op_i(snp_req_op),
		.snp_req_addr_i(snp_req_addr), .snp_rsp_valid_o(snp_rsp_valid), .snp_rsp_hit_o(snp_rsp_hit),
		.snp_rsp_last_o(snp_rsp_last), .snp_rsp_data_o(snp_rsp_data),
		.lock_valid_i(lock_valid_i), .lock_lo_i(lock_lo_i), .lock_hi_i(lock_hi_i),
		.err_valid_o(err_valid_o), .err_addr_o(), .err_source_o(), .err_resp_o(),
		.probe_line_valid_o(), .probe_line_op_o(), .probe_line_dirty_o(), .probe_line_addr_o(), .probe_line_way_o(),
		.probe_sbd_valid_o(), .probe_sbd_idx_o(), .probe_sbd_kind_o(), .probe_sbd_addr_o(), .probe_sbd_mask_o(),
		.probe_sbd_data_o(), .probe_sbc_valid_o(), .probe_sbc_idx_o(), .probe_sbc_kind_o(), .probe_sbc_resp_o(),
		.probe_sbi_valid_o(), .probe_sbi_idx_o(), .probe_sbi_kind_o(), .probe_sbi_addr_o(), .probe_sbi_mask_o(),
		.probe_sbi_data_o(), .probe_sbi_order_o(), .probe_ld_valid_o(), .probe_ld_order_o(), .probe_ld_addr_o(),
		.probe_ld_mask_o(), .probe_ld_data_o(), .probe_ld_src_o(),
		.m_axi_d_awid(m_axi_d_awid), .m_axi_d_awaddr(m_axi_d_awaddr), .m_axi_d_awlen(m_axi_d_awlen), .m_axi_d_awsize(),
		.m_axi_d_awburst(), .m_axi_d_awcache(), .m_axi_d_awprot(), .m_axi_d_awuser(), .m_axi_d_awvalid(m_axi_d_awvalid),
		.m_axi_d_awready(m_axi_d_awready), .m_axi_d_wdata(m_axi_d_wdata), .m_axi_d_wstrb(m_axi_d_wstrb), .m_axi_d_wlast(),
		.m_axi_d_wvalid(m_axi_d_wvalid), .m_axi_d_wready(m_axi_d_wready), .m_axi_d_bid(m_axi_d_bid),
		.m_axi_d_bresp(m_axi_d_bresp), .m_axi_d_bvalid(m_axi_d_bvalid), .m_axi_d_bready(m_axi_d_bready),
		.m_axi_d_arid(m_axi_d_arid), .m_axi_d_araddr(m_axi_d_araddr), .m_axi_d_arlen(m_axi_d_arlen),
		.m_axi_d_arsize(m_axi_d_arsize), .m_axi_d_arburst(m_axi_d_arburst), .m_axi_d_arcache(), .m_axi_d_arprot(),
		.m_axi_d_aruser(), .m_axi_d_arvalid(m_axi_d_arvalid), .m_axi_d_arready(m_axi_d_arready), .m_axi_d_rid(m_axi_d_rid),
		.m_axi_d_rdata(m_axi_d_rdata), .m_axi_d_rresp(m_axi_d_rresp), .m_axi_d_rlast(m_axi_d_rlast),
		.m_axi_d_rvalid(m_axi_d_rvalid), .m_axi_d_rready(m_axi_d_rready),
		.m_axi_io_awid(m_axi_io_awid), .m_axi_io_awaddr(m_axi_io_awaddr), .m_axi_io_awlen(m_axi_io_awlen),
		.m_axi_io_awsize(), .m_axi_io_awburst(), .m_axi_io_awcache(), .m_axi_io_awprot(), .m_axi_io_awuser(),
		.m_axi_io_awvalid(m_axi_io_awvalid), .m_axi_io_awready(m_axi_io_awready), .m_axi_io_wdata(m_axi_io_wdata),
		.m_axi_io_wstrb(m_axi_io_wstrb), .m_axi_io_wlast(), .m_axi_io_wvalid(m_axi_io_wvalid),
		.m_axi_io_wready(m_axi_io_wready), .m_axi_io_bid(m_axi_io_bid), .m_axi_io_bresp(m_axi_io_bresp),
		.m_axi_io_bvalid(m_axi_io_bvalid), .m_axi_io_bready(m_axi_io_bready), .m_axi_io_arid(m_axi_io_arid),
		.m_axi_io_araddr(m_axi_io_araddr), .m_axi_io_arlen(m_axi_io_arlen), .m_axi_io_arsize(m_axi_io_arsize),
		.m_axi_io_arburst(m_axi_io_arburst), .m_axi_io_arcache(), .m_axi_io_arprot(), .m_axi_io_aruser(),
		.m_axi_io_arvalid(m_axi_io_arvalid), .m_axi_io_arready(m_axi_io_arready), .m_axi_io_rid(m_axi_io_rid),
		.m_axi_io_rdata(m_axi_io_rdata), .m_axi_io_rresp(m_axi_io_rresp), .m_axi_io_rlast(m_axi_io_rlast),
		.m_axi_io_rvalid(m_axi_io_rvalid), .m_axi_io_rready(m_axi_io_rready)
	);

	l1i #(.L1I_BYTES(L1I_BYTES), .L1I_WAYS(L1I_WAYS), .LINE_BYTES(LINE_BYTES)) l1i (
		.clk(clk), .rst(rst), .cfg_ram_pages_i(cfg_ram_pages_i), .cfg_ram_hi_pages_i(20'd0),
		.if_req_valid_i(if_req_valid), .if_req_ready_o(if_req_ready), .if_req_addr_i(if_req_addr),
		.if_rsp_valid_o(if_rsp_valid), .if_rsp_data_o(if_rsp_data), .if_rsp_err_o(if_rsp_err), .if_kill_i(if_kill),
		.if_inval_req_i(if_inval_req), .if_inval_ack_o(if_inval_ack),
		.snp_req_valid_o(i_req_valid), .snp_req_ready_i(i_req_ready), .snp_req_addr_o(i_req_addr),
		.snp_rsp_valid_i(i_rsp_valid), .snp_rsp_hit_i(snp_rsp_hit), .snp_rsp_last_i(snp_rsp_last),
		.snp_rsp_data_i(snp_rsp_data),
		.m_axi_i_arid(m_axi_i_arid), .m_axi_i_araddr(m_axi_i_araddr), .m_axi_i_arlen(m_axi_i_arlen),
		.m_axi_i_arsize(m_axi_i_arsize), .m_axi_i_arburst(m_axi_i_arburst), .m_axi_i_arcache(), .m_axi_i_arprot(),
		.m_axi_i_aruser(), .m_axi_i_arvalid(m_axi_i_arvalid), .m_axi_i_arready(m_axi_i_arready), .m_axi_i_rid(m_axi_i_rid),
		.m_axi_i_rdata(m_axi_i_rdata), .m_axi_i_rresp(m_axi_i_rresp), .m_axi_i_rlast(m_axi_i_rlast),
		.m_axi_i_rvalid(m_axi_i_rvalid), .m_axi_i_rready(m_axi_i_rready)
	);

	snoop_arb snoop_arb (
		.clk(clk), .rst(rst), .i_req_valid_i(i_req_valid), .i_req_ready_o(i_req_ready), .i_req_addr_i(i_req_addr),
		.i_rsp_valid_o(i_rsp_valid), .c_req_valid_i(c_req_valid_i), .c_req_ready_o(c_req_ready_o),
		.c_req_op_i(c_req_op_i), .c_req_addr_i(c_req_addr_i), .c_rsp_valid_o(c_rsp_valid_o),
		.snp_req_valid_o(snp_req_valid), .snp_req_ready_i(snp_req_ready), .snp_req_op_o(snp_req_op),
		.snp_req_addr_o(snp_req_addr), .snp_rsp_valid_i(snp_rsp_valid), .snp_rsp_hit_i(snp_rsp_hit),
		.snp_rsp_last_i(snp_rsp_last)
	);
endmodule

`default_nettype wire
