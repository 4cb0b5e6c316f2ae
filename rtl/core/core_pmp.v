// SPDX-License-Identifier: Apache-2.0
// Physical memory protection: eight entries of 4 KiB granularity (OFF, TOR, NAPOT; NA4 becomes OFF), their CSRs, and a
// check of one page, one entry a cycle. Nobody is in a hurry: results are kept in the TLBs together with translations,
// and M mode without a locked entry does not ask. pmpaddr8 to 15, pmpcfg2 and address bits above 37 are zero.
//
// Bit 37 selects the uncached alias of RAM: it does not take part in the comparison, so that an entry covers both.
`default_nettype none

module core_pmp (
    input  wire        clk,
    input  wire        rst,
    // CSR access
    input  wire [11:0] addr_i,
    output wire        known_o,
    output reg  [63:0] rdata_o,
    input  wire        we_i,
    input  wire [63:0] wdata_i,
    output wire        locked_o,      // an entry binds M mode
    // check: start_i, then done_o within 8 cycles; inputs are steady meanwhile
    input  wire        start_i,
    input  wire        drop_i,        // forget the check
    input  wire [36:12] page_i,
    input  wire        m_i,           // M mode's rights
    output wire        done_o,
    output wire [2:0]  rwx_o          // {X, W, R}, with done_o
);

localparam N = 8;

reg [7:0] cfg_q [0:N-1];              // L 0 0 A A X W R, A[1] without A[0] never stored
reg [26:0] addr_mem [0:N-1];          // pmpaddr[35:9]
reg [N-1:0] lock_q, tor_q;
integer i;
initial
    for (i = 0; i < N; i = i + 1)
        addr_mem[i] = 27'h0;

wire is_cfg = addr_i == 12'h3a0;
wire is_addr = addr_i[11:4] == 8'h3b;
wire [2:0] sel = addr_i[2:0];
wire built = is_addr && !addr_i[3];
reg [26:0] a_sel;
reg napot_sel;

assign known_o = is_cfg || addr_i == 12'h3a2 || is_addr;
integer r;
always @* begin
    rdata_o = 64'h0;
    a_sel = 27'dx;
    napot_sel = 1'bx;
    if (is_cfg)
        for (r = 0; r < N; r = r + 1)
            rdata_o[8*r +: 8] = cfg_q[r];
    else if (built) begin // granularity: NAPOT shows ones below bit 9, TOR and OFF zeros below bit 10
        a_sel = addr_mem[sel];
        napot_sel = cfg_q[sel][4];
        rdata_o = {28'h0, a_sel[26:1], a_sel[0] && napot_sel, {9{napot_sel}}};
    end
end

// an entry's address is locked with it, or as the base of a locked TOR entry
wire [N-1:0] fixed = lock_q | {1'b0, lock_q[N-1:1] & tor_q[N-1:1]};
always @(posedge clk) begin
    if (rst || (we_i && is_cfg))
        for (i = 0; i < N; i = i + 1)
            if (rst) begin
                cfg_q[i] <= 8'h0;
                lock_q[i] <= 1'b0;
                tor_q[i] <= 1'b0;
            end else if (!lock_q[i]) begin
                // W without R is reserved: it is taken as read and write
                cfg_q[i] <= {wdata_i[8*i + 7], 2'b00, wdata_i[8*i + 3] && wdata_i[8*i + 4], wdata_i[8*i + 3],
                             wdata_i[8*i + 2], wdata_i[8*i + 1], wdata_i[8*i] || wdata_i[8*i + 1]};
                lock_q[i] <= wdata_i[8*i + 7];
                tor_q[i] <= wdata_i[8*i + 4 -: 2] == 2'b01;
            end
    if (we_i && built && !fixed[sel])
        addr_mem[sel] <= wdata_i[35:9];
end
assign locked_o = |lock_q;

// the check
reg busy_q;
reg [2:0] n_q;
reg [25:0] prev_q;                    // the address before this entry's
reg [26:0] a, below;                  // below: the trailing ones and the zero above them
reg [7:0] c;
reg tor, napot;
wire [25:0] page = {1'b0, page_i};
always @* begin
    a = 27'dx; // without a check nobody looks at these
    c = 8'dx;
    below = 27'dx;
    tor = 1'bx;
    napot = 1'bx;
    if (busy_q) begin
        a = addr_mem[n_q];
        c = cfg_q[n_q];
        below = a ^ (a + 27'd1);
        tor = page >= prev_q && page < a[26:1];
        napot = ((page ^ a[26:1]) & ~below[26:1]) == 26'd0;
    end
end
wire unused = &{1'b0, below[0], c[6:5], tor_q[0], wdata_i};
wire hit = c[3] && (c[4] ? napot : tor);

assign done_o = busy_q && (hit || n_q == 3'd7);
assign rwx_o = hit ? c[2:0] | {3{m_i && !c[7]}} : {3{m_i}};

always @(posedge clk) begin
    prev_q <= busy_q ? a[26:1] : 26'd0;
    n_q <= busy_q ? n_q + 3'd1 : 3'd0;
    busy_q <= !rst && !drop_i && (busy_q ? !done_o : start_i);
end

endmodule
`default_nettype wire
