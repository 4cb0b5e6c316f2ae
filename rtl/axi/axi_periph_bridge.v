// SPDX-License-Identifier: Apache-2.0
// From the crossbar's peripheral slave (AXI4) to the AXI4-Lite devices (vectors, device 0 in the low bits, numbered
// as in axi_dev_map.v: 0 BOOTROM, 1 TEST, 2 CLINT, 3 PLIC, 4 UART, 5 DMA, 6 SYSCTL). Requests wait in a queue for each
// device (axi_dev_queue.v): accesses to one device stay in order within reads and within writes, and a device that is slow
// to answer holds up another only once DEPTH of its requests are here. (A device that has answered must take its next
// access within bounded time: until then no other is offered one.) Access sizes are kept: reads carry theirs on arsize,
// writes in the strobes. Addresses of no device answer DECERR.
// Masters that reach devices send single beats, and use an ID for one device at a time.
`default_nettype none
module axi_periph_bridge #(
    parameter integer ID_W  = 8, // ID bits
    parameter integer DEPTH = 4, // queued requests per device and direction
    parameter integer N_DEV = 7  // devices: fixed by axi_dev_map.v, do not set
) (
    input  wire                clk,
    input  wire                rst,

    input  wire [ID_W-1:0]     s_axi_awid, // from the crossbar
    input  wire [39:0]         s_axi_awaddr,
    input  wire [7:0]          s_axi_awlen,
    input  wire [2:0]          s_axi_awsize,
    input  wire [1:0]          s_axi_awburst,
    input  wire [2:0]          s_axi_awprot,
    input  wire                s_axi_awvalid,
    output wire                s_axi_awready,
    input  wire [63:0]         s_axi_wdata,
    input  wire [7:0]          s_axi_wstrb,
    input  wire                s_axi_wlast,
    input  wire                s_axi_wvalid,
    output wire                s_axi_wready,
    output wire [ID_W-1:0]     s_axi_bid,
    output wire [1:0]          s_axi_bresp,
    output wire                s_axi_bvalid,
    input  wire                s_axi_bready,
    input  wire [ID_W-1:0]     s_axi_arid,
    input  wire [39:0]         s_axi_araddr,
    input  wire [7:0]          s_axi_arlen,
    input  wire [2:0]          s_axi_arsize,
    input  wire [1:0]          s_axi_arburst,
    input  wire [2:0]          s_axi_arprot,
    input  wire                s_axi_arvalid,
    output wire                s_axi_arready,
    output wire [ID_W-1:0]     s_axi_rid,
    output wire [63:0]         s_axi_rdata,
    output wire [1:0]          s_axi_rresp,
    output wire                s_axi_rlast,
    output wire                s_axi_rvalid,
    input  wire                s_axi_rready,

    output wire [N_DEV*40-1:0] m_axil_awaddr, // to the devices
    output wire [N_DEV*3-1:0]  m_axil_awprot,
    output wire [N_DEV-1:0]    m_axil_awvalid,
    input  wire [N_DEV-1:0]    m_axil_awready,
    output wire [N_DEV*64-1:0] m_axil_wdata,
    output wire [N_DEV*8-1:0]  m_axil_wstrb,
    output wire [N_DEV-1:0]    m_axil_wvalid,
    input  wire [N_DEV-1:0]    m_axil_wready,
    input  wire [N_DEV*2-1:0]  m_axil_bresp,
    input  wire [N_DEV-1:0]    m_axil_bvalid,
    output wire [N_DEV-1:0]    m_axil_bready,
    output wire [N_DEV*40-1:0] m_axil_araddr,
    output wire [N_DEV*3-1:0]  m_axil_arprot,
    output wire [N_DEV*2-1:0]  m_axil_arsize, // log2 of the bytes read
    output wire [N_DEV-1:0]    m_axil_arvalid,
    input  wire [N_DEV-1:0]    m_axil_arready,
    input  wire [N_DEV*64-1:0] m_axil_rdata,
    input  wire [N_DEV*2-1:0]  m_axil_rresp,
    input  wire [N_DEV-1:0]    m_axil_rvalid,
    output wire [N_DEV-1:0]    m_axil_rready
);
    localparam integer N   = N_DEV + 1;  // the last stands for "no device": answers DECERR
    localparam integer D_W = $clog2(N);
    localparam integer A_W = 32;         // every device lies below 4 GiB

    generate
        if (N_DEV != 7) begin : g_bad
            axi_periph_bridge_N_DEV_is_fixed_by_axi_dev_map stop ();
        end
    endgenerate

    function [D_W-1:0] index; // of a one-hot selection
        input [N-1:0] sel;
        integer n;
        begin
            index = {D_W{1'b0}};
            for (n = 0; n < N; n = n + 1)
                if (sel[n]) index = index | n[D_W-1:0];
        end
    endfunction

    wire [N_DEV-1:0] ar_sel;
    wire [N_DEV-1:0] aw_sel;
    axi_dev_map u_ar_map (.addr_i(s_axi_araddr), .sel_o(ar_sel));
    axi_dev_map u_aw_map (.addr_i(s_axi_awaddr), .sel_o(aw_sel));

    // ---- reads ----
    localparam integer AR_W = A_W + 5;
    wire [N-1:0]    ar_valid;
    wire [AR_W-1:0] ar;
    wire [N-1:0]    rd_busy;
    wire [N-1:0]    ar_ready = {1'b1, m_axil_arready};
    wire            rd_room;
    reg             r_act_q;   // the device r_dev_q is being answered for
    reg  [D_W-1:0]  r_dev_q;
    wire [ID_W-1:0] r_id;
    assign s_axi_arready = rd_room;
    axi_dev_queue #(.W(AR_W), .ID_W(ID_W), .N(N), .DEPTH(DEPTH)) u_rd (
        .clk(clk), .rst(rst), .ready_o(rd_room), .push_i(s_axi_arvalid && rd_room),
        .dev_i(index({ar_sel == {N_DEV{1'b0}}, ar_sel})), .id_i(s_axi_arid),
        .data_i({s_axi_araddr[A_W-1:0], s_axi_arprot, s_axi_arsize[1:0]}),
        .valid_o(ar_valid), .data_o(ar), .taken_i((ar_valid & ar_ready) != {N{1'b0}}),
        .busy_o(rd_busy), .answer_i(r_act_q), .answer_dev_i(r_dev_q), .answer_id_o(r_id));
    assign m_axil_arvalid = ar_valid[N_DEV-1:0];
    assign m_axil_araddr  = {N_DEV{{(40 - A_W) {1'b0}}, ar[AR_W-1:5]}};
    assign m_axil_arprot  = {N_DEV{ar[4:2]}};
    assign m_axil_arsize  = {N_DEV{ar[1:0]}};

    // answers: one device is chosen, in the next cycle its answer moves into the output register
    wire [N-1:0]    r_have = {rd_busy[N_DEV], m_axil_rvalid};
    wire [N-1:0]    r_pick;
    reg             r_valid_q;
    reg  [ID_W-1:0] r_id_q;
    reg  [65:0]     r_q;
    wire            r_choose = !r_act_q && (!r_valid_q || s_axi_rready);
    rr_arbiter #(.N(N)) u_r_arb (.clk(clk), .rst(rst), .req_i(r_have), .advance_i(r_choose), .gnt_o(r_pick));
    integer         i;
    reg  [65:0]     r_in; // {response, data} of the device chosen
    always @* begin
        r_in = {2'b11, 64'd0};
        for (i = 0; i < N_DEV; i = i + 1)
            if (r_dev_q == i[D_W-1:0]) r_in = {m_axil_rresp[i*2+:2], m_axil_rdata[i*64+:64]};
    end
    always @(posedge clk) begin
        if (s_axi_rready) r_valid_q <= 1'b0;
        r_act_q <= r_choose && r_have != {N{1'b0}};
        if (r_choose) r_dev_q <= index(r_pick);
        if (r_act_q) begin
            r_valid_q <= 1'b1;
            r_id_q    <= r_id;
            r_q       <= r_in;
        end
        if (rst) begin
            r_valid_q <= 1'b0;
            r_act_q   <= 1'b0;
        end
    end
    assign s_axi_rvalid = r_valid_q;
    assign s_axi_rid    = r_id_q;
    assign {s_axi_rresp, s_axi_rdata} = r_q;
    assign s_axi_rlast  = 1'b1;

    // ---- writes: an AW waits for its W in a register, both go into the queue together ----
    localparam integer AW_W = A_W + 75;
    reg             aw_full_q;
    reg  [D_W-1:0]  aw_dev_q;
    reg  [ID_W-1:0] aw_id_q;
    reg  [A_W-1:0]  aw_addr_q;
    reg  [2:0]      aw_prot_q;
    wire [N-1:0]    aw_valid;
    wire [AW_W-1:0] aw;
    wire [N-1:0]    wr_busy;
    wire            wr_room;
    wire            wr_taken;
    reg             aw_done_q; // the device has the address
    reg             w_done_q;  // the device has the data
    wire            w_push = s_axi_wvalid && s_axi_wready;
    reg             b_act_q;
    reg  [D_W-1:0]  b_dev_q;
    wire [ID_W-1:0] b_id;
    assign s_axi_awready = !aw_full_q;
    assign s_axi_wready  = aw_full_q && wr_room;
    always @(posedge clk) begin
        if (w_push) aw_full_q <= 1'b0;
        if (s_axi_awvalid && !aw_full_q) begin
            aw_full_q <= 1'b1;
            aw_dev_q  <= index({aw_sel == {N_DEV{1'b0}}, aw_sel});
            aw_id_q   <= s_axi_awid;
            aw_addr_q <= s_axi_awaddr[A_W-1:0];
            aw_prot_q <= s_axi_awprot;
        end
        if (rst) aw_full_q <= 1'b0;
    end
    axi_dev_queue #(.W(AW_W), .ID_W(ID_W), .N(N), .DEPTH(DEPTH)) u_wr (
        .clk(clk), .rst(rst), .ready_o(wr_room), .push_i(w_push), .dev_i(aw_dev_q),
        .id_i(aw_id_q), .data_i({aw_addr_q, aw_prot_q, s_axi_wdata, s_axi_wstrb}),
        .valid_o(aw_valid), .data_o(aw), .taken_i(wr_taken),
        .busy_o(wr_busy), .answer_i(b_act_q), .answer_dev_i(b_dev_q), .answer_id_o(b_id));

    // the device may take address and data in different cycles
    wire aw_done  = aw_done_q || (aw_valid[N_DEV-1:0] & m_axil_awready) != {N_DEV{1'b0}} || aw_valid[N_DEV];
    wire w_done   = w_done_q || (aw_valid[N_DEV-1:0] & m_axil_wready) != {N_DEV{1'b0}} || aw_valid[N_DEV];
    assign wr_taken = aw_done && w_done;
    always @(posedge clk) begin
        aw_done_q <= aw_done && !w_done;
        w_done_q  <= w_done && !aw_done;
        if (rst) {aw_done_q, w_done_q} <= 2'b00;
    end
    assign m_axil_awvalid = aw_valid[N_DEV-1:0] & {N_DEV{!aw_done_q}};
    assign m_axil_wvalid  = aw_valid[N_DEV-1:0] & {N_DEV{!w_done_q}};
    assign m_axil_awaddr  = {N_DEV{{(40 - A_W) {1'b0}}, aw[AW_W-1:75]}};
    assign m_axil_awprot  = {N_DEV{aw[74:72]}};
    assign m_axil_wdata   = {N_DEV{aw[71:8]}};
    assign m_axil_wstrb   = {N_DEV{aw[7:0]}};

    wire [N-1:0]    b_have = {wr_busy[N_DEV], m_axil_bvalid};
    wire [N-1:0]    b_pick;
    reg             b_valid_q;
    reg  [ID_W-1:0] b_id_q;
    reg  [1:0]      b_q;
    wire            b_choose = !b_act_q && (!b_valid_q || s_axi_bready);
    rr_arbiter #(.N(N)) u_b_arb (.clk(clk), .rst(rst), .req_i(b_have), .advance_i(b_choose), .gnt_o(b_pick));
    reg  [1:0]      b_in;
    integer         j;
    always @* begin
        b_in = 2'b11;
        for (j = 0; j < N_DEV; j = j + 1)
            if (b_dev_q == j[D_W-1:0]) b_in = m_axil_bresp[j*2+:2];
    end
    always @(posedge clk) begin
        if (s_axi_bready) b_valid_q <= 1'b0;
        b_act_q <= b_choose && b_have != {N{1'b0}};
        if (b_choose) b_dev_q <= index(b_pick);
        if (b_act_q) begin
            b_valid_q <= 1'b1;
            b_id_q    <= b_id;
            b_q       <= b_in;
        end
        if (rst) begin
            b_valid_q <= 1'b0;
            b_act_q   <= 1'b0;
        end
    end
    assign s_axi_bvalid = b_valid_q;
    assign s_axi_bid    = b_id_q;
    assign s_axi_bresp  = b_q;

    genvar d;
    generate
        for (d = 0; d < N_DEV; d = d + 1) begin : g_dev
            assign m_axil_rready[d] = r_act_q && r_dev_q == d;
            assign m_axil_bready[d] = b_act_q && b_dev_q == d;
        end
    endgenerate

`ifdef DOORBELL_ASSERT
    always @(posedge clk)
        if (!rst && ((s_axi_arvalid && s_axi_arlen != 8'd0) || (s_axi_awvalid && s_axi_awlen != 8'd0))) begin
            $display("%m: a burst to a device: masters that reach devices send single beats");
            $stop;
        end
`endif
    // 64 bits at most: the third size bit is 0; one beat: no burst type
    wire unused = &{1'b0, s_axi_awsize, s_axi_arsize[2], s_axi_awlen, s_axi_arlen, s_axi_awburst, s_axi_arburst, s_axi_wlast,
                    aw_valid[N_DEV]};
endmodule
`default_nettype wire
