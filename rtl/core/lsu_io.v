// SPDX-License-Identifier: Apache-2.0
//
// Device port. Stores are posted: up to four wait here or on the bus, in order per device (ID = device index), past each
// other between devices. A load waits for the posted stores of its own device, not for others; one load at a time.
// Strap MMIO: a posted store goes out after a random delay of up to 255 cycles.

`default_nettype none
`include "doorbell_spec.vh"

module lsu_io (
    input  wire        clk,
    input  wire        rst,
    input  wire [31:0] cfg_seed_i,
    input  wire        cfg_mmio_i,
    input  wire        st_valid_i,        // a store; taken while st_ready_o
    output wire        st_ready_o,
    input  wire        ld_valid_i,        // a load wants to go
    output wire        ld_take_o,
    input  wire [39:0] addr_i,            // of either
    input  wire [1:0]  size_i,
    input  wire [2:0]  dev_i,
    input  wire [7:0]  mask_i,
    input  wire [63:0] data_i,            // in their lanes
    output wire        rsp_valid_o,       // load data
    output wire [63:0] rsp_data_o,
    output wire        rsp_err_o,
    output wire        idle_o,            // no posted store without response
    output wire        err_valid_o,
    input  wire        err_take_i,
    output wire [39:0] err_addr_o,
    output wire [1:0]  err_resp_o,

    output wire [3:0]  m_axi_io_awid,
    output wire [39:0] m_axi_io_awaddr,
    output wire [7:0]  m_axi_io_awlen,
    output wire [2:0]  m_axi_io_awsize,
    output wire [1:0]  m_axi_io_awburst,
    output wire [3:0]  m_axi_io_awcache,
    output wire [2:0]  m_axi_io_awprot,
    output wire [7:0]  m_axi_io_awuser,
    output wire        m_axi_io_awvalid,
    input  wire        m_axi_io_awready,
    output wire [63:0] m_axi_io_wdata,
    output wire [7:0]  m_axi_io_wstrb,
    output wire        m_axi_io_wlast,
    output wire        m_axi_io_wvalid,
    input  wire        m_axi_io_wready,
    input  wire [3:0]  m_axi_io_bid,
    input  wire [1:0]  m_axi_io_bresp,
    input  wire        m_axi_io_bvalid,
    output wire        m_axi_io_bready,
    output wire [3:0]  m_axi_io_arid,
    output wire [39:0] m_axi_io_araddr,
    output wire [7:0]  m_axi_io_arlen,
    output wire [2:0]  m_axi_io_arsize,
    output wire [1:0]  m_axi_io_arburst,
    output wire [3:0]  m_axi_io_arcache,
    output wire [2:0]  m_axi_io_arprot,
    output wire [7:0]  m_axi_io_aruser,
    output wire        m_axi_io_arvalid,
    input  wire        m_axi_io_arready,
    input  wire [3:0]  m_axi_io_rid,
    input  wire [63:0] m_axi_io_rdata,
    input  wire [1:0]  m_axi_io_rresp,
    input  wire        m_axi_io_rlast,
    input  wire        m_axi_io_rvalid,
    output wire        m_axi_io_rready
);
    wire [31:0] rnd;
    lfsr32 #(.SALT(32'h0100_3310)) u_rnd (
        .clk(clk), .rst(rst), .en_i(cfg_mmio_i), .seed_i(cfg_seed_i), .out_o(rnd));

    // Posted stores
    reg  [3:0]  v_q;
    reg  [3:0]  sent_q;
    reg  [39:0] addr_q  [0:3];
    reg  [1:0]  size_q  [0:3];
    reg  [2:0]  dev_q   [0:3];
    reg  [7:0]  mask_q  [0:3];
    reg  [63:0] data_q  [0:3];
    reg  [7:0]  delay_q [0:3];
    reg  [15:0] before_q;                 // 4 bits an entry: older stores of the same device, not yet answered

    integer i;
    reg  [3:0] of_dev, can_go, answers;
    always @* begin
        of_dev  = 4'd0;
        can_go  = 4'd0;
        answers = 4'd0;
        if (|v_q)
            for (i = 0; i < 4; i = i + 1)
                if (v_q[i]) begin
                    of_dev[i]  = (dev_q[i] == dev_i);
                    can_go[i]  = !sent_q[i] && !(cfg_mmio_i && delay_q[i] != 8'd0) && (before_q[4*i +: 4] & ~sent_q) == 4'd0;
                    answers[i] = sent_q[i] && dev_q[i] == m_axi_io_bid[2:0] && before_q[4*i +: 4] == 4'd0;
                end
    end
    wire [1:0] free = !v_q[0] ? 2'd0 : !v_q[1] ? 2'd1 : !v_q[2] ? 2'd2 : 2'd3;
    reg  [1:0] go, done;
    always @* begin
        go   = 2'd0;
        done = 2'd0;
        if (|v_q) begin
            go   = can_go[0] ? 2'd0 : can_go[1] ? 2'd1 : can_go[2] ? 2'd2 : 2'd3;
            done = answers[0] ? 2'd0 : answers[1] ? 2'd1 : answers[2] ? 2'd2 : 2'd3;
        end
    end
    assign st_ready_o = ~&v_q;
    assign idle_o     = ~|v_q;

    reg         aw_valid_q, w_valid_q, ar_valid_q;
    reg  [1:0]  out_q;                    // store on AW and W
    reg  [39:0] ar_addr_q;
    reg  [1:0]  ar_size_q;
    reg  [2:0]  ar_dev_q;
    reg         r_valid_q;
    reg  [63:0] r_data_q;
    reg         r_err_q;
    reg         err_valid_q;
    reg  [39:0] err_addr_q;
    reg  [1:0]  err_resp_q;

    wire send = |can_go && (!aw_valid_q || m_axi_io_awready) && (!w_valid_q || m_axi_io_wready);
    wire b    = m_axi_io_bvalid && m_axi_io_bready;
    wire take = st_valid_i && st_ready_o;
    assign ld_take_o = ld_valid_i && ~|of_dev && !ar_valid_q;

    assign m_axi_io_awvalid = aw_valid_q;
    assign m_axi_io_awid    = {1'b0, dev_q[out_q]};
    assign m_axi_io_awaddr  = addr_q[out_q];
    assign m_axi_io_awsize  = {1'b0, size_q[out_q]};
    assign m_axi_io_wvalid  = w_valid_q;
    assign m_axi_io_wdata   = data_q[out_q];
    assign m_axi_io_wstrb   = mask_q[out_q];
    assign m_axi_io_wlast   = 1'b1;
    assign m_axi_io_bready  = !err_valid_q;
    assign m_axi_io_arvalid = ar_valid_q;
    assign m_axi_io_arid    = {1'b0, ar_dev_q};
    assign m_axi_io_araddr  = ar_addr_q;
    assign m_axi_io_arsize  = {1'b0, ar_size_q};
    assign m_axi_io_rready  = 1'b1;
    assign {m_axi_io_awlen, m_axi_io_arlen} = 16'd0;
    assign {m_axi_io_awburst, m_axi_io_arburst} = 4'b0101;
    assign {m_axi_io_awcache, m_axi_io_arcache} = 8'd0;
    assign {m_axi_io_awprot, m_axi_io_arprot} = 6'd0;
    assign {m_axi_io_awuser, m_axi_io_aruser} = 16'd0;
    assign rsp_valid_o = r_valid_q;
    assign rsp_data_o  = r_data_q;
    assign rsp_err_o   = r_err_q;
    assign err_valid_o = err_valid_q;
    assign err_addr_o  = err_addr_q;
    assign err_resp_o  = err_resp_q;

    integer j;
    always @(posedge clk) begin
        if (rst) begin
            v_q         <= 4'd0;
            sent_q      <= 4'd0;
            aw_valid_q  <= 1'b0;
            w_valid_q   <= 1'b0;
            ar_valid_q  <= 1'b0;
            r_valid_q   <= 1'b0;
            err_valid_q <= 1'b0;
        end else begin
            if (cfg_mmio_i && |v_q)
                for (j = 0; j < 4; j = j + 1)
                    if (delay_q[j] != 8'd0)
                        delay_q[j] <= delay_q[j] - 8'd1;
            if (m_axi_io_awready)
                aw_valid_q <= 1'b0;
            if (m_axi_io_wready)
                w_valid_q <= 1'b0;
            if (send) begin
                aw_valid_q <= 1'b1;
                w_valid_q  <= 1'b1;
                out_q      <= go;
                sent_q[go] <= 1'b1;
            end
            if (err_take_i)
                err_valid_q <= 1'b0;
            if (b) begin
                v_q[done] <= 1'b0;
                before_q <= before_q & ~{4{4'd1 << done}};
                if (m_axi_io_bresp[1]) begin
                    err_valid_q <= 1'b1;
                    err_addr_q  <= addr_q[done];
                    err_resp_q  <= m_axi_io_bresp;
                end
            end
            if (take) begin
                v_q[free]      <= 1'b1;
                sent_q[free]   <= 1'b0;
                addr_q[free]   <= addr_i;
                size_q[free]   <= size_i;
                dev_q[free]    <= dev_i;
                mask_q[free]   <= mask_i;
                data_q[free]   <= data_i;
                if (cfg_mmio_i)
                    delay_q[free] <= rnd[8] ? rnd[7:0] : 8'd0;
                for (j = 0; j < 4; j = j + 1)
                    if (free == j[1:0])
                        before_q[4*j +: 4] <= of_dev & ~(b ? (4'd1 << done) : 4'd0);
            end

            if (m_axi_io_arready)
                ar_valid_q <= 1'b0;
            if (ld_take_o) begin
                ar_valid_q <= 1'b1;
                ar_addr_q  <= addr_i;
                ar_size_q  <= size_i;
                ar_dev_q   <= dev_i;
            end
            r_valid_q <= m_axi_io_rvalid;
            if (m_axi_io_rvalid) begin
                r_data_q <= m_axi_io_rdata;
                r_err_q  <= m_axi_io_rresp[1];
            end
        end
    end

    wire unused = &{1'b0, rnd[31:9], m_axi_io_bid[3], m_axi_io_rid, m_axi_io_rlast, m_axi_io_rresp[0], answers[3]};
endmodule

`default_nettype wire
