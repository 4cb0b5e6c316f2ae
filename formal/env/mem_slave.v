// SPDX-License-Identifier: Apache-2.0
// Memory of one byte: an AXI4 slave that remembers the byte at AT exactly and invents all others; as free as
// axi_slave.v, but it takes data after their request, answers OK, and keeps reads in order.
`default_nettype none
module mem_slave #(
    parameter integer ID_W   = 4,
    parameter integer N      = 2,
    parameter integer WORD_W = 2,        // log2 of the dwords in a line: WRAP bursts stay in it
    parameter [39:0]  AT     = 40'd0     // a dword address; byte 0 of it is remembered
) (
    input  wire            clk,
    input  wire            rst,
    input  wire [7:0]      start,        // the byte's value at reset
    output reg  [7:0]      value,        // and now
    input  wire [ID_W-1:0] awid,
    input  wire [39:0]     awaddr,
    input  wire            awvalid,
    output wire            awready,
    input  wire [63:0]     wdata,
    input  wire [7:0]      wstrb,
    input  wire            wlast,
    input  wire            wvalid,
    output wire            wready,
    output reg  [ID_W-1:0] bid,
    output wire [1:0]      bresp,
    output reg             bvalid,
    input  wire            bready,
    input  wire [ID_W-1:0] arid,
    input  wire [39:0]     araddr,
    input  wire [7:0]      arlen,
    input  wire            arvalid,
    output wire            arready,
    output reg  [ID_W-1:0] rid,
    output reg  [63:0]     rdata,
    output wire [1:0]      rresp,
    output reg             rlast,
    output reg             rvalid,
    input  wire            rready
);
    (* anyseq *) wire f_ar, f_aw, f_w, f_r, f_b;
    (* anyseq *) wire [7:0] f_data;
    assign bresp = 2'd0;
    assign rresp = 2'd0;
    function here(input [39:0] a);
        here = a[39:3+WORD_W] == AT[39:3+WORD_W];
    endfunction
    localparam [WORD_W-1:0] WORD = AT[3 +: WORD_W];

    // reads, in order
    reg [1:0]        rn_q;
    reg [ID_W-1:0]   id_q [0:1];
    reg              here_q [0:1];
    reg [WORD_W-1:0] word_q [0:1];
    reg [7:0]        left_q [0:1];
    wire move = rn_q != 2'd0 && f_r && (!rvalid || rready);
    wire over = move && left_q[0] == 8'd0;
    wire take = arvalid && arready;
    wire [1:0] at = rn_q - {1'b0, over};
    assign arready = f_ar && rn_q < N;
    always @(posedge clk) begin
        if (!rvalid || rready) rvalid <= move;
        if (move) begin
            rid   <= id_q[0];
            rlast <= over;
            rdata <= here_q[0] && word_q[0] == WORD ? {56'd0, value} : {56'd0, f_data};
            left_q[0] <= left_q[0] - 8'd1;
            word_q[0] <= word_q[0] + 1'b1;
        end
        if (over) begin
            id_q[0] <= id_q[1];
            here_q[0] <= here_q[1];
            word_q[0] <= word_q[1];
            left_q[0] <= left_q[1];
        end
        if (take) begin
            id_q[at[0]] <= arid;
            here_q[at[0]] <= here(araddr);
            word_q[at[0]] <= araddr[3 +: WORD_W];
            left_q[at[0]] <= arlen;
        end
        rn_q <= at + {1'b0, take};
        if (rst) begin
            rvalid <= 1'b0;
            rn_q   <= 2'd0;
        end
    end

    // writes: one at a time from AW to the end of its data, answered in any order between IDs up to N
    reg              w_q, whit_q;
    reg [WORD_W-1:0] ww_q;
    reg [ID_W-1:0]   wid_q;
    reg [1:0]        bn_q;
    reg [ID_W-1:0]   bid_q [0:1];
    (* anyseq *) wire f_which;
    wire wend = wvalid && wready && wlast;
    wire b_go = bn_q != 2'd0 && f_b && (!bvalid || bready);
    wire sel  = f_which && bn_q == 2'd2 && bid_q[0] != bid_q[1];
    wire [1:0] bat = bn_q - {1'b0, b_go};
    assign awready = f_aw && !w_q && bn_q < 2'd2;
    assign wready  = f_w && w_q;
    always @(posedge clk) begin
        if (awvalid && awready) begin
            w_q    <= 1'b1;
            whit_q <= here(awaddr);
            ww_q   <= awaddr[3 +: WORD_W];
            wid_q  <= awid;
        end
        if (wvalid && wready) begin
            ww_q <= ww_q + 1'b1;
            if (whit_q && ww_q == WORD && wstrb[0]) value <= wdata[7:0];
            if (wlast) w_q <= 1'b0;
        end
        if (!bvalid || bready) bvalid <= b_go;
        if (b_go) begin
            bid <= bid_q[sel];
            if (!sel) bid_q[0] <= bid_q[1];
        end
        if (wend) bid_q[bat[0]] <= wid_q;
        bn_q <= bat + {1'b0, wend};
        if (rst) begin
            w_q    <= 1'b0;
            bvalid <= 1'b0;
            bn_q   <= 2'd0;
            value  <= start;
        end
    end
endmodule
`default_nettype wire
