// SPDX-License-Identifier: Apache-2.0
// Properties of one AXI4 port, for simulation with DOORBELL_ASSERT: valid and payload hold until ready, bursts are
// legal (4 KiB, WRAP lengths and alignment), WLAST and RLAST come at the right beat, no response without its request,
// no write response before the data, at most 16 reads of an ID outstanding. All signals are inputs. Stops with a
// line that names the instance and the rule.
`ifdef DOORBELL_ASSERT
`default_nettype none
module axi_props #(
    parameter integer ID_W = 6 // ID bits
) (
    input wire            clk,
    input wire            rst,
    input wire [ID_W-1:0] awid,
    input wire [39:0]     awaddr,
    input wire [7:0]      awlen,
    input wire [2:0]      awsize,
    input wire [1:0]      awburst,
    input wire [3:0]      awcache,
    input wire [2:0]      awprot,
    input wire [7:0]      awuser,
    input wire            awvalid,
    input wire            awready,
    input wire [63:0]     wdata,
    input wire [7:0]      wstrb,
    input wire            wlast,
    input wire            wvalid,
    input wire            wready,
    input wire [ID_W-1:0] bid,
    input wire [1:0]      bresp,
    input wire            bvalid,
    input wire            bready,
    input wire [ID_W-1:0] arid,
    input wire [39:0]     araddr,
    input wire [7:0]      arlen,
    input wire [2:0]      arsize,
    input wire [1:0]      arburst,
    input wire [3:0]      arcache,
    input wire [2:0]      arprot,
    input wire [7:0]      aruser,
    input wire            arvalid,
    input wire            arready,
    input wire [ID_W-1:0] rid,
    input wire [63:0]     rdata,
    input wire [1:0]      rresp,
    input wire            rlast,
    input wire            rvalid,
    input wire            rready
);
    localparam integer IDS = 1 << ID_W;
    localparam integer A_W = ID_W + 68;

    // fails: print and stop
    `define AXI_RULE(COND, TEXT) if (!(COND)) begin $display("%m: %s", TEXT); $stop; end

    // ---- valid and payload hold ----
    wire [A_W-1:0]  aw = {awid, awaddr, awlen, awsize, awburst, awcache, awprot, awuser};
    wire [A_W-1:0]  ar = {arid, araddr, arlen, arsize, arburst, arcache, arprot, aruser};
    wire [72:0]     w  = {wdata, wstrb, wlast};
    wire [ID_W+1:0] b  = {bid, bresp};
    wire [ID_W+66:0] r = {rid, rdata, rresp, rlast};
    reg  [4:0]      stall_q; // AW W B AR R offered and not taken
    reg  [A_W-1:0]  aw_q;
    reg  [A_W-1:0]  ar_q;
    reg  [72:0]     w_q;
    reg  [ID_W+1:0] b_q;
    reg  [ID_W+66:0] r_q;
    always @(posedge clk) begin
        stall_q <= rst ? 5'd0 : {awvalid && !awready, wvalid && !wready, bvalid && !bready,
                                 arvalid && !arready, rvalid && !rready};
        aw_q <= aw;
        ar_q <= ar;
        w_q  <= w;
        b_q  <= b;
        r_q  <= r;
        if (!rst) begin
            `AXI_RULE(!stall_q[4] || (awvalid && aw == aw_q), "AW withdrawn or changed")
            `AXI_RULE(!stall_q[3] || (wvalid && w == w_q), "W withdrawn or changed")
            `AXI_RULE(!stall_q[2] || (bvalid && b == b_q), "B withdrawn or changed")
            `AXI_RULE(!stall_q[1] || (arvalid && ar == ar_q), "AR withdrawn or changed")
            `AXI_RULE(!stall_q[0] || (rvalid && r == r_q), "R withdrawn or changed")
        end
    end

    // ---- legal bursts ----
    `include "axi_legal.vh"

    // ---- writes: bursts counted modulo 256 in the order of AW and of W ----
    reg [7:0] aw_len_q [0:255];
    reg [7:0] w_len_q [0:255];
    reg [7:0] aw_n_q = 8'd0;    // AWs
    reg [7:0] w_n_q = 8'd0;     // W bursts complete
    reg [7:0] cmp_n_q = 8'd0;   // bursts compared
    reg [7:0] b_n_q = 8'd0;     // responses
    reg [7:0] w_beat_q = 8'd0;  // beats of the burst under way
    reg [7:0] aw_id_n_q [0:IDS-1];
    reg [7:0] b_id_n_q [0:IDS-1];
    // ---- reads: lengths queued per ID, 16 deep ----
    reg [7:0] ar_len_q [0:16*IDS-1];
    reg [7:0] ar_id_n_q [0:IDS-1];
    reg [7:0] r_id_n_q [0:IDS-1];
    reg [7:0] r_beat_q [0:IDS-1];

    integer i;
    initial
        for (i = 0; i < IDS; i = i + 1) begin
            aw_id_n_q[i] = 8'd0;
            b_id_n_q[i]  = 8'd0;
            ar_id_n_q[i] = 8'd0;
            r_id_n_q[i]  = 8'd0;
            r_beat_q[i]  = 8'd0;
        end

    wire [7:0] r_want = ar_len_q[{rid, r_id_n_q[rid][3:0]}]; // AxLEN of the read that rid answers
    wire [7:0] ar_out = ar_id_n_q[arid] - r_id_n_q[arid];    // outstanding of arid

    always @(posedge clk)
        if (!rst) begin
            if (awvalid && awready) begin
                `AXI_RULE(axi_legal(3'd3, awaddr[11:0], awlen, awsize, awburst), "illegal write burst")
                aw_len_q[aw_n_q] <= awlen;
                aw_n_q           <= aw_n_q + 8'd1;
                aw_id_n_q[awid]  <= aw_id_n_q[awid] + 8'd1;
            end
            if (wvalid && wready) begin
                w_beat_q <= wlast ? 8'd0 : w_beat_q + 8'd1;
                if (wlast) begin
                    w_len_q[w_n_q] <= w_beat_q;
                    w_n_q          <= w_n_q + 8'd1;
                end
            end
            if (cmp_n_q != aw_n_q && cmp_n_q != w_n_q) begin
                `AXI_RULE(aw_len_q[cmp_n_q] == w_len_q[cmp_n_q], "WLAST at the wrong beat")
                cmp_n_q <= cmp_n_q + 8'd1;
            end
            if (bvalid) begin
                `AXI_RULE(aw_id_n_q[bid] != b_id_n_q[bid], "write response to an ID without a request")
                `AXI_RULE(b_n_q != w_n_q, "write response before the data")
                if (bready) begin
                    b_n_q         <= b_n_q + 8'd1;
                    b_id_n_q[bid] <= b_id_n_q[bid] + 8'd1;
                end
            end
            if (arvalid && arready) begin
                `AXI_RULE(axi_legal(3'd3, araddr[11:0], arlen, arsize, arburst), "illegal read burst")
                `AXI_RULE(ar_out < 8'd16, "more than 16 reads of an ID outstanding")
                ar_len_q[{arid, ar_id_n_q[arid][3:0]}] <= arlen;
                ar_id_n_q[arid]                        <= ar_id_n_q[arid] + 8'd1;
            end
            if (rvalid) begin
                `AXI_RULE(ar_id_n_q[rid] != r_id_n_q[rid], "read data for an ID without a request")
                `AXI_RULE(rlast == (r_beat_q[rid] == r_want), "RLAST at the wrong beat")
                if (rready) begin
                    r_beat_q[rid] <= rlast ? 8'd0 : r_beat_q[rid] + 8'd1;
                    if (rlast) r_id_n_q[rid] <= r_id_n_q[rid] + 8'd1;
                end
            end
        end
    `undef AXI_RULE

    // the decode of the upper address bits is no rule of AXI
    wire unused = &{1'b0, awaddr[39:12], araddr[39:12], wdata, 1'b0};
endmodule
`default_nettype wire
`endif
