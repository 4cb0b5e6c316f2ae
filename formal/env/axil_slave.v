// SPDX-License-Identifier: Apache-2.0
// Any AXI4-Lite slave that answers one read and one write at a time, and the rules of its port: valid and payload
// hold, nothing is asked twice before the answer.
`default_nettype none
module axil_slave #(
    parameter integer DATA_W = 64
) (
    input  wire                clk,
    input  wire                rst,
    input  wire [39:0]         awaddr,
    input  wire                awvalid,
    output wire                awready,
    input  wire [DATA_W-1:0]   wdata,
    input  wire [DATA_W/8-1:0] wstrb,
    input  wire                wvalid,
    output wire                wready,
    output reg  [1:0]          bresp,
    output reg                 bvalid,
    input  wire                bready,
    input  wire [39:0]         araddr,
    input  wire                arvalid,
    output wire                arready,
    output reg  [DATA_W-1:0]   rdata,
    output reg  [1:0]          rresp,
    output reg                 rvalid,
    input  wire                rready
);
    (* anyseq *) wire f_aw, f_w, f_ar, f_b, f_r;
    (* anyseq *) wire [DATA_W-1:0] f_data;
    (* anyseq *) wire [3:0] f_resp;
    reg aw_q, w_q, ar_q;
    assign awready = f_aw && !aw_q;
    assign wready  = f_w && !w_q;
    assign arready = f_ar && !ar_q;
    wire b_go = aw_q && w_q && !bvalid && f_b;
    wire r_go = ar_q && !rvalid && f_r;
    reg                aws_q, ws_q, ars_q;
    reg [39:0]         awaddr_q, araddr_q;
    reg [DATA_W*9/8-1:0] wd_q;
    always @(posedge clk) begin
        if (awvalid && awready) aw_q <= 1'b1;
        if (wvalid && wready) w_q <= 1'b1;
        if (arvalid && arready) ar_q <= 1'b1;
        if (b_go) {bvalid, bresp} <= {1'b1, f_resp[1:0]};
        if (r_go) {rvalid, rresp, rdata} <= {1'b1, f_resp[3:2], f_data};
        if (bvalid && bready) {bvalid, aw_q, w_q} <= 3'd0;
        if (rvalid && rready) {rvalid, ar_q} <= 2'd0;
        aws_q    <= awvalid && !awready && !rst;
        ws_q     <= wvalid && !wready && !rst;
        ars_q    <= arvalid && !arready && !rst;
        awaddr_q <= awaddr;
        araddr_q <= araddr;
        wd_q     <= {wdata, wstrb};
        if (rst) {aw_q, w_q, ar_q, bvalid, rvalid} <= 5'd0;
        else begin
            if (aws_q) lite_aw_holds: assert (awvalid && awaddr == awaddr_q);
            if (ws_q) lite_w_holds: assert (wvalid && {wdata, wstrb} == wd_q);
            if (ars_q) lite_ar_holds: assert (arvalid && araddr == araddr_q);
            if (aw_q) lite_one_aw: assert (!awvalid);
            if (w_q) lite_one_w: assert (!wvalid);
            if (ar_q) lite_one_ar: assert (!arvalid);
        end
    end
endmodule
`default_nettype wire
