// SPDX-License-Identifier: Apache-2.0
// Any AXI4 master: legal bursts of at most MAX_LEN + 1 beats, at most N reads and N writes outstanding, data no
// earlier than the request is offered; everything else the solver chooses.
`default_nettype none
module axi_master #(
    parameter integer ID_W    = 4,
    parameter integer ADDR_W  = 40,
    parameter integer DATA_W  = 64,
    parameter integer USER_W  = 8,
    parameter integer N       = 4,
    parameter [7:0]   MAX_LEN = 8'd255,
    parameter integer WRITES  = 1 // 0: reads only
) (
    input  wire                clk,
    input  wire                rst,
    output reg  [ID_W-1:0]     awid,
    output reg  [ADDR_W-1:0]   awaddr,
    output reg  [7:0]          awlen,
    output reg  [2:0]          awsize,
    output reg  [1:0]          awburst,
    output reg  [3:0]          awcache,
    output reg  [2:0]          awprot,
    output reg  [USER_W-1:0]   awuser,
    output reg                 awvalid,
    input  wire                awready,
    output reg  [DATA_W-1:0]   wdata,
    output reg  [DATA_W/8-1:0] wstrb,
    output reg                 wlast,
    output reg                 wvalid,
    input  wire                wready,
    input  wire                bvalid,
    output wire                bready,
    output reg  [ID_W-1:0]     arid,
    output reg  [ADDR_W-1:0]   araddr,
    output reg  [7:0]          arlen,
    output reg  [2:0]          arsize,
    output reg  [1:0]          arburst,
    output reg  [3:0]          arcache,
    output reg  [2:0]          arprot,
    output reg  [USER_W-1:0]   aruser,
    output reg                 arvalid,
    input  wire                arready,
    input  wire                rlast,
    input  wire                rvalid,
    output wire                rready
);
    localparam integer A = ID_W + ADDR_W + USER_W + 20;
    localparam [31:0] BUS = $clog2(DATA_W / 8);
    (* anyseq *) wire f_ar, f_aw, f_w;
    (* anyseq *) wire [A-1:0] f_a;   // request
    (* anyseq *) wire [A-1:0] f_wa;
    (* anyseq *) wire [DATA_W+DATA_W/8-1:0] f_wd;
    (* anyseq *) wire f_bready, f_rready;
    assign bready = f_bready;
    assign rready = f_rready;

    wire [ADDR_W-1:0] a_addr, wa_addr;
    wire [7:0] a_len, wa_len;
    wire [2:0] a_size, wa_size;
    wire [1:0] a_burst, wa_burst;
    wire [ID_W+USER_W+6:0] a_rest, wa_rest;
    assign {a_rest, a_addr, a_len, a_size, a_burst} = f_a;
    assign {wa_rest, wa_addr, wa_len, wa_size, wa_burst} = f_wa;

    `include "axi_legal.vh"

    // Illegal choices are not made: no assumption that could be empty.
    wire a_ok  = a_len <= MAX_LEN && axi_legal(BUS[2:0], a_addr[11:0], a_len, a_size, a_burst);
    wire wa_ok = wa_len <= MAX_LEN && axi_legal(BUS[2:0], wa_addr[11:0], wa_len, wa_size, wa_burst);

    reg [3:0] rd_q;   // reads outstanding
    reg [3:0] wr_q;   // writes outstanding
    wire ar_free = !arvalid || arready;
    wire ar_go   = ar_free && f_ar && a_ok && rd_q < N;
    always @(posedge clk) begin
        if (ar_free) arvalid <= ar_go;
        if (ar_go) begin
            {arid, arcache, arprot, aruser} <= a_rest;
            araddr  <= a_addr;
            arlen   <= a_len;
            arsize  <= a_size;
            arburst <= a_burst;
        end
        rd_q <= rd_q + {3'd0, ar_go} - {3'd0, rvalid && rready && rlast};
        if (rst) begin
            arvalid <= 1'b0;
            rd_q    <= 4'd0;
        end
    end

    // lengths of the writes whose data have not ended
    reg [7:0] len_q [0:3];
    reg [2:0] lens_q;
    reg [7:0] beat_q;
    wire aw_free = !awvalid || awready;
    wire aw_go   = WRITES != 0 && aw_free && f_aw && wa_ok && wr_q < N && lens_q < 3'd4;
    wire w_free  = !wvalid || wready;
    wire w_go    = w_free && f_w && lens_q != 3'd0;
    wire w_end   = w_go && beat_q == len_q[0];
    integer i;
    always @(posedge clk) begin
        if (aw_free) awvalid <= aw_go;
        if (aw_go) begin
            {awid, awcache, awprot, awuser} <= wa_rest;
            awaddr  <= wa_addr;
            awlen   <= wa_len;
            awsize  <= wa_size;
            awburst <= wa_burst;
        end
        if (w_free) wvalid <= w_go;
        if (w_go) begin
            {wdata, wstrb} <= f_wd;
            wlast  <= beat_q == len_q[0];
            beat_q <= w_end ? 8'd0 : beat_q + 8'd1;
        end
        if (w_end)
            for (i = 0; i < 3; i = i + 1) len_q[i] <= len_q[i + 1];
        if (aw_go) len_q[lens_q[1:0] - {1'b0, w_end}] <= wa_len;
        lens_q <= lens_q + {2'd0, aw_go} - {2'd0, w_end};
        wr_q <= wr_q + {3'd0, aw_go} - {3'd0, bvalid && bready};
        if (rst) begin
            awvalid <= 1'b0;
            wvalid  <= 1'b0;
            lens_q  <= 3'd0;
            beat_q  <= 8'd0;
            wr_q    <= 4'd0;
        end
    end
endmodule
`default_nettype wire
