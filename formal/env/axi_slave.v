// SPDX-License-Identifier: Apache-2.0
// Any AXI4 slave: what it answers, when, and in what order between IDs the solver chooses; it keeps the protocol
// (env/axi_props.v at its port proves that too). Reads of different IDs may interleave. W may come before AW.
`default_nettype none
module axi_slave #(
    parameter integer ID_W   = 4,
    parameter integer DATA_W = 64,
    parameter integer N      = 4  // requests that it holds, reads and writes each
) (
    input  wire              clk,
    input  wire              rst,
    input  wire [ID_W-1:0]   awid,
    input  wire              awvalid,
    output wire              awready,
    input  wire              wlast,
    input  wire              wvalid,
    output wire              wready,
    output reg  [ID_W-1:0]   bid,
    output reg  [1:0]        bresp,
    output reg               bvalid,
    input  wire              bready,
    input  wire [ID_W-1:0]   arid,
    input  wire [7:0]        arlen,
    input  wire              arvalid,
    output wire              arready,
    output reg  [ID_W-1:0]   rid,
    output reg  [DATA_W-1:0] rdata,
    output reg  [1:0]        rresp,
    output reg               rlast,
    output reg               rvalid,
    input  wire              rready
);
    (* anyseq *) wire f_ar, f_aw, f_w, f_r, f_b;  // takes, offers
    (* anyseq *) wire [N-1:0] f_rsel, f_bsel;     // which request is answered
    (* anyseq *) wire [DATA_W-1:0] f_data;
    (* anyseq *) wire [1:0] f_rresp, f_bresp;

    integer i, j;
    // ---- reads: requests in the order of their coming, the first rn_q places ----
    reg [3:0]      rn_q;
    reg [ID_W-1:0] rid_q [0:N-1];
    reg [7:0]      left_q [0:N-1];
    reg [N-1:0]    r_old;                         // the oldest of its ID
    always @* begin
        for (i = 0; i < N; i = i + 1) begin
            r_old[i] = i < rn_q;
            for (j = 0; j < i; j = j + 1)
                if (rid_q[j] == rid_q[i]) r_old[i] = 1'b0;
        end
    end
    wire [N-1:0] r_can  = f_rsel & r_old;
    wire [N-1:0] r_one  = r_can & (~r_can + 1'b1);
    wire         r_move = (!rvalid || rready) && f_r && |r_one;
    reg [N-1:0]  r_end;
    always @* for (i = 0; i < N; i = i + 1) r_end[i] = r_move && r_one[i] && left_q[i] == 8'd0;
    wire         r_less = |r_end;
    wire [3:0]   r_at   = rn_q - {3'd0, r_less};  // where a new one goes
    assign arready = f_ar && rn_q < N;
    always @(posedge clk) begin
        if (!rvalid || rready) rvalid <= r_move;
        if (r_move) begin
            rdata <= f_data;
            rresp <= f_rresp;
        end
        for (i = 0; i < N; i = i + 1) begin
            if (r_move && r_one[i]) begin
                rid       <= rid_q[i];
                rlast     <= left_q[i] == 8'd0;
                left_q[i] <= left_q[i] - 8'd1;
            end
            if (i + 1 < N && |(r_end & ((2 << i) - 1))) begin
                rid_q[i]  <= rid_q[(i + 1) % N];
                left_q[i] <= left_q[(i + 1) % N];
            end
            if (arvalid && arready && i == r_at) begin
                rid_q[i]  <= arid;
                left_q[i] <= arlen;
            end
        end
        rn_q <= r_at + {3'd0, arvalid && arready};
        if (rst) begin
            rvalid <= 1'b0;
            rn_q   <= 4'd0;
        end
    end

    // ---- writes: the same, with a mark where the data have ended ----
    reg [3:0]      wn_q;
    reg [N-1:0]    wd_q;
    reg [ID_W-1:0] wid_q [0:N-1];
    reg [3:0]      extra_q;                       // bursts of data whose request is not marked yet
    reg [N-1:0]    b_old, w_wait;
    always @* begin
        for (i = 0; i < N; i = i + 1) begin
            w_wait[i] = i < wn_q && !wd_q[i];
            b_old[i]  = i < wn_q && wd_q[i];
            for (j = 0; j < i; j = j + 1)
                if (wid_q[j] == wid_q[i]) b_old[i] = 1'b0;
        end
    end
    wire [N-1:0] b_can  = f_bsel & b_old;
    wire [N-1:0] b_one  = b_can & (~b_can + 1'b1);
    wire         b_move = (!bvalid || bready) && f_b && |b_one;
    wire [N-1:0] mark   = extra_q != 4'd0 ? w_wait & (~w_wait + 1'b1) : {N{1'b0}};
    wire [N-1:0] wd     = wd_q | mark;
    wire [3:0]   w_at   = wn_q - {3'd0, b_move};
    assign awready = f_aw && wn_q < N;
    assign wready  = f_w && extra_q < 4'd8;
    always @(posedge clk) begin
        if (!bvalid || bready) bvalid <= b_move;
        if (b_move) bresp <= f_bresp;
        extra_q <= extra_q + {3'd0, wvalid && wready && wlast} - {3'd0, |mark};
        wd_q    <= wd;
        for (i = 0; i < N; i = i + 1) begin
            if (b_move && b_one[i]) bid <= wid_q[i];
            if (b_move && i + 1 < N && |(b_one & ((2 << i) - 1))) begin
                wid_q[i] <= wid_q[(i + 1) % N];
                wd_q[i]  <= wd[(i + 1) % N];
            end
            if (awvalid && awready && i == w_at) begin
                wid_q[i] <= awid;
                wd_q[i]  <= 1'b0;
            end
        end
        wn_q <= w_at + {3'd0, awvalid && awready};
        if (rst) begin
            bvalid  <= 1'b0;
            wn_q    <= 4'd0;
            wd_q    <= {N{1'b0}};
            extra_q <= 4'd0;
        end
    end
endmodule
`default_nettype wire
