// SPDX-License-Identifier: Apache-2.0
//
// The front of doorbell_dma: decides what is done. Registers, descriptor fetch and parsing, completions, interrupts, and
// the state of the channels; one datapath for all channels, whose state stands in distributed and block RAM.
//   dma_regs    AXI4-Lite, set-up                    dma_ctl       run, pause, stop, errors
//   dma_fetch   what is published, bursts            dma_parse     descriptors to segments
//   dma_complete entries, records, owner words       dma_irq       interrupts, coalescing
// To the back: docs/seams.md. Doorbell to fr_ar_valid, last descriptor beat to seg_valid, and a list's pointer to
// fr_ar_valid: in the same cycle.
`default_nettype none

module dma_front #(
	parameter integer CHANNELS = 4,
	parameter integer DATA_W   = 64,
	parameter integer ADDR_W   = 64,
	parameter integer AXIL_W   = 64,
	parameter integer LISTS    = 1,
	parameter integer FILL     = 1,
	parameter integer TWOD     = 1,
	parameter integer STREAMS  = 1,
	parameter integer PREFETCH = 64,      // descriptors of 32 bytes
	parameter [31:0]  CAP      = 0,
	parameter [31:0]  CAP2     = 0,
	parameter integer EW       = 8,       // log2 of twice the descriptors in flight per channel
	parameter integer QW       = 6        // log2 of the writes that a channel may have outstanding
) (
	input  wire                clk,
	input  wire                rst,
	input  wire [31:0]         quirk_i,
	input  wire [16:0] s_axil_awaddr, input wire s_axil_awvalid, output wire s_axil_awready,
	input  wire [AXIL_W-1:0] s_axil_wdata, input wire [AXIL_W/8-1:0] s_axil_wstrb, input wire s_axil_wvalid,
	output wire        s_axil_wready,
	output wire [1:0]  s_axil_bresp, output wire s_axil_bvalid, input wire s_axil_bready,
	input  wire [16:0] s_axil_araddr, input wire [1:0] s_axil_arsize, input wire s_axil_arvalid,
	output wire        s_axil_arready,
	output wire [AXIL_W-1:0] s_axil_rdata, output wire [1:0] s_axil_rresp, output wire s_axil_rvalid,
	input  wire        s_axil_rready,
	output wire                seg_valid,
	output wire [4:0]          seg_ch,
	output wire [2:0]          seg_form,
	output wire [31:0]         seg_len,
	output wire [ADDR_W-1:0]   seg_src,
	output wire [ADDR_W-1:0]   seg_dst,
	output wire [7:0]          seg_pattern,
	output wire                seg_more,
	output wire                seg_irq,
	output wire [31:0]         seg_rows,
	output wire [ADDR_W-1:0]   seg_sstride,
	output wire [ADDR_W-1:0]   seg_dstride,
	input  wire [CHANNELS-1:0] seg_ready,
	input  wire                done_valid,
	input  wire [4:0]          done_ch,
	input  wire [7:0]          done_code,
	input  wire [31:0]         done_bytes,
	input  wire                done_eop,
	input  wire [ADDR_W-1:0]   done_addr,
	input  wire                early_valid,
	input  wire [4:0]          early_ch,
	output wire [CHANNELS-1:0] halt,
	output wire [CHANNELS-1:0] clear,
	input  wire [CHANNELS-1:0] back_busy,
	input  wire                port_busy,
	output wire [4:0]          res_ch,
	input  wire [31:0]         res_bytes,
	output wire                att_we,
	output wire [4:0]          att_ch,
	output wire [3:0]          att_cache,
	output wire [2:0]          att_prot,
	output wire [3:0]          att_weight,
	output wire                fr_ar_valid,
	input  wire                fr_ar_ready,
	output wire [4:0]          fr_ar_ch,
	output wire [ADDR_W-1:0]   fr_ar_addr,
	output wire [7:0]          fr_ar_len,
	output wire [15:0]         fr_ar_bytes,
	input  wire                fr_r_valid,
	input  wire [4:0]          fr_r_ch,
	input  wire [DATA_W-1:0]   fr_r_data,
	input  wire [1:0]          fr_r_resp,
	input  wire                fr_r_last,
	output wire                fr_aw_valid,
	input  wire                fr_aw_ready,
	output wire [4:0]          fr_aw_ch,
	output wire                fr_aw_own,
	output wire [ADDR_W-1:0]   fr_aw_addr,
	output wire [127:0]        fr_aw_data,
	input  wire                fr_b_valid,
	input  wire [4:0]          fr_b_ch,
	input  wire [1:0]          fr_b_resp,
	output wire [CHANNELS-1:0] irq_o,
	output wire                busy_o
);
	`include "doorbell_spec.vh"

	localparam integer N     = CHANNELS;
	localparam integer CW    = N > 1 ? $clog2(N) : 1;
	localparam integer UNITS = 2 * PREFETCH;
	localparam integer UW    = $clog2(UNITS) + 1;
	localparam [3:0]   ROW_CTRL = 4'h0, ROW_CFG = 4'h1, ROW_IRQ = 4'h2, ROW_TAIL = 4'h5, ROW_REC_TAIL = 4'h8;

	generate
		if (PREFETCH < 16 || PREFETCH > 128 || (1 << $clog2(PREFETCH)) != PREFETCH) begin : g_bad
			doorbell_dma_PREFETCH_must_be_a_power_of_two_from_16_to_128 stop ();
		end
	endgenerate

	// Channel numbers of the seam: five bits outside, as many as needed inside
	function [CW-1:0] narrow(input [CW-1:0] ch);
		narrow = N == 1 ? {CW{1'b0}} : ch;
	endfunction
	function [4:0] wide(input [CW-1:0] ch);
		wide = N == 1 ? 5'd0 : {{(5 - CW){1'b0}}, ch};
	endfunction

	wire [1:0]    w_we;
	wire [CW-1:0] w_ch, live_ch, ini_ch, scan_ch;
	wire [3:0]    w_row, ps_row, live_irq, scan;
	wire [63:0]   w_data, ps_data, ini_data, heads;
	wire [31:0]   live_ctrl, live_status;
	wire          ps_req, ps_done, live_tail0, ini_valid, hold, regs_busy, ctl_busy, irq_busy;
	wire [2:0]    ini_step;
	wire [N-1:0]  start, en, stop, ringerr, fin, halted, ends, err_end, stopped;
	wire          tick;
	assign scan_ch = narrow(scan[CW-1:0]);

	wire w_ctrl = w_we[0] && w_row == ROW_CTRL;
	wire w_tail = w_we[0] && w_row == ROW_TAIL;
	wire w_poll = w_we[1] && w_row == ROW_TAIL;

	wire [CW-1:0] f_ch, p_ch, op_ch, free_ch, v_ch, n_ch, e_ch;
	wire [15:0]   f_head, op_slot, e_slot, e_next;
	wire [UW-1:0] f_rd, scan_asked;
	wire [ADDR_W-5:0] p_base, e_base;
	wire [16:0]   p_size;
	wire [3:0]    p_count;
	wire [N-1:0]  drop, look, stale, f_pending, p_pending, c_pending, p_waiting, p_bad;
	wire          f_fire, tail_bad, w_soon, op_soon, op_sync, bus_soon, op_valid, unowned, lookend, p_drop, free, scan_out, scan_on, scan_idle;
	wire [1:0]    op_kind, e_bad;
	wire [63:0]   op_next, bus_next;
	wire          e_valid, retire, done_irq, parse_idle, complete_idle;
	wire [CW-1:0] retire_ch, irq_ch, aw_ch, seg_ch_n;
	wire [EW-1:0] e_at, n_at, v_done;
	wire unused_ok = &{1'b0, fr_r_resp[0], fr_b_resp[0], ini_data, done_ch, early_ch, fr_r_ch, fr_b_ch, scan, e_at, 1'b0};
	wire [31:0]   e_flags;
	wire [N-1:0]  error, ring, rec_full, dead, part, failed;
	wire [7:0]    code;

	dma_regs #(.CHANNELS(N), .CW(CW), .AXIL_W(AXIL_W), .CAP(CAP), .CAP2(CAP2)) u_regs (
		.clk(clk), .rst(rst), .quirk_i(quirk_i), .irq_i(irq_o),
		.s_axil_awaddr(s_axil_awaddr), .s_axil_awvalid(s_axil_awvalid), .s_axil_awready(s_axil_awready),
		.s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb), .s_axil_wvalid(s_axil_wvalid),
		.s_axil_wready(s_axil_wready), .s_axil_bresp(s_axil_bresp), .s_axil_bvalid(s_axil_bvalid),
		.s_axil_bready(s_axil_bready), .s_axil_araddr(s_axil_araddr), .s_axil_arsize(s_axil_arsize),
		.s_axil_arvalid(s_axil_arvalid), .s_axil_arready(s_axil_arready), .s_axil_rdata(s_axil_rdata),
		.s_axil_rresp(s_axil_rresp), .s_axil_rvalid(s_axil_rvalid), .s_axil_rready(s_axil_rready),
		.w_soon_o(w_soon), .w_we_o(w_we), .w_ch_o(w_ch), .w_row_o(w_row), .w_data_o(w_data), .live_ch_o(live_ch), .live_ctrl_i(live_ctrl),
		.live_status_i(live_status), .live_irq_i(live_irq), .live_tail0_i(live_tail0), .live_heads_i(heads),
		.ps_req_o(ps_req), .ps_row_o(ps_row), .ps_done_i(ps_done), .ps_data_i(ps_data), .start_i(start),
		.ini_valid_o(ini_valid), .ini_step_o(ini_step), .ini_ch_o(ini_ch), .ini_data_o(ini_data), .hold_o(hold),
		.free_i(parse_idle && complete_idle), .busy_o(regs_busy));

	dma_ctl #(.CHANNELS(N), .CW(CW), .ADDR_W(ADDR_W), .LISTS(LISTS)) u_ctl (
		.clk(clk), .rst(rst), .early_i(quirk_i[`DB_QUIRK_STOP_EARLY]), .ini_valid_i(ini_valid), .ini_step_i(ini_step),
		.ini_ch_i(ini_ch), .ini_data_i(ini_data), .w_any_i(w_we != 2'd0), .w_ctrl_i(w_ctrl), .w_tail_i(w_tail),
		.w_bell_i(w_tail || w_poll), .w_ch_i(w_ch), .w_data_i(w_data[2:0]), .error_i(error),
		.ring_i(ring | (tail_bad ? {{(N - 1){1'b0}}, 1'b1} << f_ch : {N{1'b0}})), .dead_i(dead), .part_i(part),
		.failed_i(failed), .pending_i(f_pending | p_pending | c_pending | drop), .waiting_i(p_waiting),
		.still_i(!scan_out && !scan_on && scan_idle && (back_busy & ({{(N - 1){1'b0}}, 1'b1} << scan_ch)) == {N{1'b0}}),
		.busy_i(regs_busy || irq_busy || port_busy || back_busy != {N{1'b0}}), .start_o(start), .en_o(en), .halt_o(halt),
		.clear_o(clear), .stop_o(stop), .ringerr_o(ringerr), .fin_o(fin), .halted_o(halted), .ends_o(ends),
		.err_end_o(err_end), .stopped_o(stopped), .att_we_o(att_we), .att_cache_o(att_cache), .att_prot_o(att_prot),
		.att_weight_o(att_weight), .scan_o(scan), .tick_o(tick), .live_ch_i(live_ch), .code_i(code),
		.live_ctrl_o(live_ctrl), .live_status_o(live_status), .live_tail0_o(live_tail0), .busy_o(ctl_busy));
	assign att_ch = wide(ini_ch);
	assign busy_o = ctl_busy;

	dma_irq #(.CHANNELS(N), .CW(CW)) u_irq (
		.clk(clk), .rst(rst), .w_stat_i(w_we[0] && w_row == ROW_IRQ), .w_en_i(w_we[1] && w_row == ROW_CFG),
		.w_coal_i(w_we[1] && w_row == ROW_IRQ), .w_ch_i(w_ch), .w_data_i(w_data), .tick_i(tick), .tick_ch_i(scan_ch),
		.done_i(quirk_i[`DB_QUIRK_IRQ_EARLY] ? early_valid : done_irq),
		.done_ch_i(quirk_i[`DB_QUIRK_IRQ_EARLY] ? narrow(early_ch[CW-1:0]) : irq_ch), .start_i(clear), .end_i(ends),
		.error_i(err_end), .stopped_i(stopped), .full_i(rec_full), .live_ch_i(live_ch), .live_o(live_irq), .irq_o(irq_o),
		.busy_o(irq_busy));

	dma_fetch #(.CHANNELS(N), .CW(CW), .ADDR_W(ADDR_W), .DATA_W(DATA_W), .UNITS(UNITS), .UW(UW)) u_fetch (
		.clk(clk), .rst(rst), .ini_valid_i(ini_valid), .ini_step_i(ini_step), .ini_ch_i(ini_ch), .ini_data_i(ini_data),
		.w_soon_i(w_soon && w_row == ROW_TAIL), .w_tail_i(w_tail), .w_poll_i(w_poll), .w_ch_i(w_ch),
		.w_data_i(w_data[31:0]), .en_i(en & ~p_bad), .op_soon_i(op_soon), .op_valid_i(op_valid),
		.op_kind_i(op_kind), .op_ch_i(op_ch), .op_next_i(op_next), .op_slot_i(op_slot), .unowned_i(unowned),
		.op_sync_i(op_sync), .bus_soon_i(bus_soon), .bus_next_i(bus_next), .lookend_i(lookend), .drop_i(p_drop), .stale_i(stale), .free_i(free), .free_ch_i(free_ch), .retire_i(retire),
		.retire_ch_i(retire_ch), .ch_o(f_ch), .head_i(f_head), .rd_i(f_rd), .scan_i(scan_ch), .asked_o(scan_asked),
		.p_ch_i(p_ch), .p_base_o(p_base), .p_count_o(p_count), .p_size_o(p_size), .drop_o(drop), .look_o(look), .tail_bad_o(tail_bad),
		.pending_o(f_pending), .fire_o(f_fire), .ar_valid_o(fr_ar_valid), .ar_ready_i(fr_ar_ready),
		.ar_addr_o(fr_ar_addr), .ar_len_o(fr_ar_len), .ar_bytes_o(fr_ar_bytes));
	assign fr_ar_ch = wide(f_ch);

	dma_parse #(.CHANNELS(N), .CW(CW), .ADDR_W(ADDR_W), .DATA_W(DATA_W), .UW(UW), .LISTS(LISTS), .FILL(FILL),
		.TWOD(TWOD), .STREAMS(STREAMS), .EW(EW)) u_parse (
		.clk(clk), .rst(rst), .ini_valid_i(ini_valid), .ini_step_i(ini_step), .ini_ch_i(ini_ch), .ini_data_i(ini_data),
		.hold_i(hold), .idle_o(parse_idle), .stale_i(quirk_i[`DB_QUIRK_STALE_DESC]), .en_i(en),
		.again_i(retire ? {{(N - 1){1'b0}}, 1'b1} << retire_ch : {N{1'b0}}), .r_valid_i(fr_r_valid),
		.r_ch_i(narrow(fr_r_ch[CW-1:0])), .r_data_i(fr_r_data), .r_err_i(fr_r_resp[1]), .r_last_i(fr_r_last), .ar_fire_i(f_fire),
		.ar_ch_i(f_ch), .ar_odd_i(fr_ar_addr[4]), .ar_half_i(fr_ar_addr[4] ^ fr_ar_bytes[4]), .drop_i(drop), .look_i(look),
		.op_soon_o(op_soon), .op_sync_o(op_sync), .bus_soon_o(bus_soon), .bus_next_o(bus_next), .op_valid_o(op_valid), .op_kind_o(op_kind), .op_ch_o(op_ch), .op_next_o(op_next), .op_slot_o(op_slot),
		.unowned_o(unowned), .lookend_o(lookend), .drop_o(p_drop), .stale_o(stale), .bad_o(p_bad), .free_o(free), .free_ch_o(free_ch),
		.f_ch_i(f_ch), .f_rd_o(f_rd), .scan_i(scan_ch), .scan_asked_i(scan_asked), .scan_out_o(scan_out),
		.scan_on_o(scan_on), .p_ch_o(p_ch), .p_base_i(p_base), .p_count_i(p_count), .p_size_i(p_size), .pending_o(p_pending),
		.waiting_o(p_waiting), .seg_valid_o(seg_valid), .seg_ch_o(seg_ch_n), .seg_ready_i(seg_ready), .seg_form_o(seg_form),
		.seg_len_o(seg_len), .seg_src_o(seg_src), .seg_dst_o(seg_dst), .seg_pattern_o(seg_pattern), .seg_more_o(seg_more),
		.seg_irq_o(seg_irq), .seg_rows_o(seg_rows), .seg_sstride_o(seg_sstride), .seg_dstride_o(seg_dstride),
		.e_valid_o(e_valid), .e_bad_o(e_bad), .e_at_o(e_at), .e_base_o(e_base), .e_slot_o(e_slot), .e_next_o(e_next),
		.e_flags_o(e_flags), .n_ch_i(n_ch), .n_at_o(n_at), .v_ch_o(v_ch), .v_done_i(v_done));
	assign seg_ch = wide(seg_ch_n);
	assign e_ch   = seg_ch_n;

	dma_complete #(.CHANNELS(N), .CW(CW), .ADDR_W(ADDR_W), .EW(EW), .QW(QW)) u_complete (
		.clk(clk), .rst(rst), .hold_i(hold), .idle_o(complete_idle), .ini_valid_i(ini_valid), .ini_step_i(ini_step),
		.ini_ch_i(ini_ch), .ini_data_i(ini_data), .w_tail_i(w_we[0] && w_row == ROW_REC_TAIL), .w_ch_i(w_ch),
		.w_data_i(w_data[31:0]), .stop_i(stop), .ring_i(ringerr), .fin_i(fin), .halted_i(halted), .busy_i(back_busy), .e_valid_i(e_valid),
		.e_ch_i(e_ch), .e_bad_i(e_bad), .e_at_i(e_at[EW-2:0]), .e_base_i(e_base), .e_slot_i(e_slot), .e_next_i(e_next),
		.e_flags_i(e_flags), .n_ch_o(n_ch), .n_at_i(n_at), .done_valid_i(done_valid), .done_ch_i(narrow(done_ch[CW-1:0])),
		.done_code_i(done_code), .done_bytes_i(done_bytes), .done_eop_i(done_eop), .done_addr_i(done_addr),
		.res_bytes_i(res_bytes), .aw_valid_o(fr_aw_valid), .aw_ready_i(fr_aw_ready), .aw_ch_o(aw_ch), .aw_own_o(fr_aw_own),
		.aw_addr_o(fr_aw_addr), .aw_data_o(fr_aw_data), .b_valid_i(fr_b_valid), .b_ch_i(narrow(fr_b_ch[CW-1:0])),
		.b_err_i(fr_b_resp[1]), .irq_o(done_irq), .irq_ch_o(irq_ch), .retire_o(retire), .retire_ch_o(retire_ch),
		.error_o(error), .ring_o(ring), .full_o(rec_full), .dead_o(dead), .part_o(part), .failed_o(failed),
		.live_ch_i(live_ch), .code_o(code), .heads_o(heads), .f_ch_i(f_ch), .f_head_o(f_head), .v_ch_i(v_ch),
		.v_done_o(v_done), .ps_req_i(ps_req), .ps_row_i(ps_row), .ps_done_o(ps_done), .ps_data_o(ps_data),
		.scan_i(scan_ch), .scan_idle_o(scan_idle), .pending_o(c_pending));
	assign fr_aw_ch = wide(aw_ch);
	assign res_ch   = wide(live_ch);
endmodule

`default_nettype wire
