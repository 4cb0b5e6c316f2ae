// SPDX-License-Identifier: Apache-2.0
// Rules of one AXI4 port as proof obligations; the twin of rtl/axi/axi_props.v, whose tables no solver likes, so that
// the instances in the RTL serve here too. Valid and payload hold until ready; bursts legal (4 KiB, lengths, WRAP
// alignment, size within the bus); WLAST and RLAST at the right beat; no response without its request, none to a write
// before its data; at most MAX_OF_ID reads of an ID and MAX_WRITES writes outstanding.
// One read and one write, any that the solver picks, are followed; f_id is any ID.
`default_nettype none
module axi_props #(
    parameter integer ID_W       = 6,  // ID bits
    parameter integer ADDR_W     = 40,
    parameter integer DATA_W     = 64,
    parameter integer USER_W     = 8,
    parameter integer MAX_OF_ID  = 16, // reads of one ID outstanding
    parameter integer MAX_WRITES = 31  // writes outstanding, all IDs
) (
    input wire                clk,
    input wire                rst,
    input wire [ID_W-1:0]     awid,
    input wire [ADDR_W-1:0]   awaddr,
    input wire [7:0]          awlen,
    input wire [2:0]          awsize,
    input wire [1:0]          awburst,
    input wire [3:0]          awcache,
    input wire [2:0]          awprot,
    input wire [USER_W-1:0]   awuser,
    input wire                awvalid,
    input wire                awready,
    input wire [DATA_W-1:0]   wdata,
    input wire [DATA_W/8-1:0] wstrb,
    input wire                wlast,
    input wire                wvalid,
    input wire                wready,
    input wire [ID_W-1:0]     bid,
    input wire [1:0]          bresp,
    input wire                bvalid,
    input wire                bready,
    input wire [ID_W-1:0]     arid,
    input wire [ADDR_W-1:0]   araddr,
    input wire [7:0]          arlen,
    input wire [2:0]          arsize,
    input wire [1:0]          arburst,
    input wire [3:0]          arcache,
    input wire [2:0]          arprot,
    input wire [USER_W-1:0]   aruser,
    input wire                arvalid,
    input wire                arready,
    input wire [ID_W-1:0]     rid,
    input wire [DATA_W-1:0]   rdata,
    input wire [1:0]          rresp,
    input wire                rlast,
    input wire                rvalid,
    input wire                rready
);
    localparam [31:0] BUS = $clog2(DATA_W / 8);

    // ---- valid and payload hold ----
    wire [ID_W+ADDR_W+USER_W+19:0] aw = {awid, awaddr, awlen, awsize, awburst, awcache, awprot, awuser};
    wire [ID_W+ADDR_W+USER_W+19:0] ar = {arid, araddr, arlen, arsize, arburst, arcache, arprot, aruser};
    wire [DATA_W+DATA_W/8:0] w = {wdata, wstrb, wlast};
    wire [ID_W+1:0]          b = {bid, bresp};
    wire [ID_W+DATA_W+2:0]   r = {rid, rdata, rresp, rlast};
    reg  [4:0]      stall_q = 5'd0; // AW W B AR R offered and not taken
    reg  [ID_W+ADDR_W+USER_W+19:0] aw_q, ar_q;
    reg  [DATA_W+DATA_W/8:0] w_q;
    reg  [ID_W+1:0]          b_q;
    reg  [ID_W+DATA_W+2:0]   r_q;
    always @(posedge clk) begin
        stall_q <= rst ? 5'd0 : {awvalid && !awready, wvalid && !wready, bvalid && !bready,
                                 arvalid && !arready, rvalid && !rready};
        aw_q <= aw;
        ar_q <= ar;
        w_q  <= w;
        b_q  <= b;
        r_q  <= r;
        if (!rst) begin
            aw_holds: assert (!stall_q[4] || (awvalid && aw == aw_q));
            w_holds:  assert (!stall_q[3] || (wvalid && w == w_q));
            b_holds:  assert (!stall_q[2] || (bvalid && b == b_q));
            ar_holds: assert (!stall_q[1] || (arvalid && ar == ar_q));
            r_holds:  assert (!stall_q[0] || (rvalid && r == r_q));
        end
    end

    // ---- legal bursts ----
    `include "axi_legal.vh"

    (* anyconst *) wire [ID_W-1:0] f_id;
    (* anyseq *)   wire            f_pick, f_wpick; // follow the read, the write of this cycle

    wire aw_go = awvalid && awready;
    wire w_go  = wvalid && wready;
    wire b_go  = bvalid && bready;
    wire ar_go = arvalid && arready;
    wire r_go  = rvalid && rready;

    // ---- reads of f_id, and one of them ----
    reg [4:0] rd_out_q   = 5'd0; // outstanding
    reg [7:0] rd_beat_q  = 8'd0; // beats of the oldest
    reg       rd_trk_q   = 1'b0;
    reg [4:0] rd_ahead_q = 5'd0; // older ones than the one that is followed
    reg [7:0] rd_len_q   = 8'd0;
    wire      rd_start = ar_go && arid == f_id;
    wire      rd_end   = r_go && rid == f_id && rlast;
    wire      rd_mine  = rd_trk_q && rd_ahead_q == 5'd0;
    always @(posedge clk) begin
        if (!rst) begin
            if (arvalid) ar_legal: assert (axi_legal(BUS[2:0], araddr[11:0], arlen, arsize, arburst));
            if (rd_start) ar_bounded: assert (rd_out_q < MAX_OF_ID);
            if (rvalid && rid == f_id) begin
                r_asked: assert (rd_out_q != 5'd0);
                if (rd_mine) r_last: assert (rlast == (rd_beat_q == rd_len_q));
            end
        end
        rd_out_q <= rd_out_q + {4'd0, rd_start} - {4'd0, rd_end};
        if (r_go && rid == f_id) rd_beat_q <= rlast ? 8'd0 : rd_beat_q + 8'd1;
        if (!rd_trk_q) begin
            rd_trk_q   <= rd_start && f_pick;
            rd_ahead_q <= rd_out_q - {4'd0, rd_end};
            rd_len_q   <= arlen;
        end else if (rd_end) begin
            rd_ahead_q <= rd_ahead_q - 5'd1;
            rd_trk_q   <= !rd_mine;
        end
        if (rst) begin
            rd_out_q  <= 5'd0;
            rd_beat_q <= 8'd0;
            rd_trk_q  <= 1'b0;
        end
    end

    // ---- writes: one is followed from its AW, or from the end of its data where those come first ----
    reg [6:0] open_q   = 0;    // asked for, not answered
    reg [6:0] full_q   = 0;    // data ended, not answered
    reg [5:0] wr_out_q = 0;    // outstanding writes of f_id
    reg [7:0] w_beat_q = 0;    // beats of the burst under way
    wire signed [6:0] lead = open_q - full_q; // AWs before the data (below 0: data before AWs)
    reg       t_q = 0;         // followed from its AW:
    reg       t_id_q = 0;      //   f_id,
    reg       t_w_q  = 0;      //   its data have ended
    reg [7:0] t_len_q = 0;
    reg [6:0] t_pos_q = 0;     //   bursts of data before its own
    reg [5:0] t_ahead_q = 0;   //   older ones of its ID
    reg       e_q = 0;         // followed from the end of its data
    reg [7:0] e_len_q = 0;
    reg [6:0] e_pos_q = 0;     //   AWs before its own
    wire wr_start = aw_go && awid == f_id;
    wire wr_end   = b_go && bid == f_id;
    wire w_end    = w_go && wlast;
    wire t_start  = aw_go && f_wpick && !t_q && lead >= 0;
    wire t_here   = t_pos_q == 7'd0 && !t_w_q; // the data on W are its own
    wire t_turn   = t_q && t_id_q && t_ahead_q == 6'd0;
    wire e_start  = w_end && f_wpick && !e_q && lead <= 0 && !(lead == 0 && aw_go);
    always @(posedge clk) begin
        if (!rst) begin
            if (awvalid) aw_legal: assert (axi_legal(BUS[2:0], awaddr[11:0], awlen, awsize, awburst));
            if (aw_go) aw_bounded: assert (open_q < MAX_WRITES);
            if (t_q && t_here && w_go) w_last: assert (wlast == (w_beat_q == t_len_q));
            if (t_start && lead == 0) begin
                w_not_too_long: assert (w_beat_q <= awlen);
                if (w_go) w_last_with: assert (wlast == (w_beat_q == awlen));
            end
            if (e_q && aw_go && e_pos_q == 7'd0) w_last_before: assert (awlen == e_len_q);
            if (bvalid) begin
                b_after_data: assert (full_q != 7'd0);
                if (bid == f_id) begin
                    b_asked: assert (wr_out_q != 6'd0);
                    if (t_turn) b_after_its_data: assert (t_w_q);
                end
            end
        end
        open_q   <= open_q + {6'd0, aw_go} - {6'd0, b_go};
        full_q   <= full_q + {6'd0, w_end} - {6'd0, b_go};
        wr_out_q <= wr_out_q + {5'd0, wr_start} - {5'd0, wr_end};
        if (w_go) w_beat_q <= wlast ? 8'd0 : w_beat_q + 8'd1;
        if (t_start) begin
            t_q       <= 1'b1;
            t_id_q    <= awid == f_id;
            t_len_q   <= awlen;
            t_ahead_q <= wr_out_q - {5'd0, wr_end};
            t_w_q     <= lead == 0 && w_end;
            t_pos_q   <= lead == 0 ? 7'd0 : lead - {6'd0, w_end};
        end else if (t_q) begin
            if (w_end && !t_here) t_pos_q <= t_pos_q - 7'd1;
            if (w_end && t_here) t_w_q <= 1'b1;
            if (wr_end) t_ahead_q <= t_ahead_q - 6'd1;
            if ((t_turn && wr_end) || (!t_id_q && t_w_q)) t_q <= 1'b0;
        end
        if (e_start) begin
            e_q     <= 1'b1;
            e_len_q <= w_beat_q;
            e_pos_q <= -lead - {6'd0, aw_go};
        end else if (e_q && aw_go) begin
            e_pos_q <= e_pos_q - 7'd1;
            if (e_pos_q == 7'd0) e_q <= 1'b0;
        end
        if (rst) begin
            open_q   <= 7'd0;
            full_q   <= 7'd0;
            wr_out_q <= 6'd0;
            w_beat_q <= 8'd0;
            t_q      <= 1'b0;
            t_w_q    <= 1'b0;
            e_q      <= 1'b0;
        end
    end
`ifdef COVER_AXI
    always @(posedge clk) if (!rst) begin
        cover_read:      cover (rd_mine && rd_end && rd_len_q == 8'd3);
        cover_two_reads: cover (rd_out_q == 5'd2);
        cover_write:     cover (t_turn && wr_end && t_len_q == 8'd3);
    end
`endif
endmodule
`default_nettype wire
