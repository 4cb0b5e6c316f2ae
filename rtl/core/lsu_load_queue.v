// SPDX-License-Identifier: Apache-2.0
//
// Loads that could not answer at once: four of them wait here, each for its own reason, and go through the pipe again.
// Loads of one dword perform in program order (dep_q). Entries whose uncached read is on the bus when a flush comes stay
// as ghosts until the data have come.

`default_nettype none

module lsu_load_queue (
    input  wire        clk,
    input  wire        rst,
    input  wire        flush_i,

    // Stage 1's verdict
    input  wire        put_i,            // the load cannot answer: it waits for put_why_i
    input  wire        put_new_i,        // it is new: take place free_idx_o; else it goes back to put_idx_i
    input  wire [1:0]  put_idx_i,
    input  wire [2:0]  put_why_i,        // a state below
    input  wire        end_i,            // entry end_idx_i has answered
    input  wire [1:0]  end_idx_i,
    input  wire        new_i,            // a new load is in stage 1: new_dep_o is asked for
    input  wire [39:0] new_addr_i,       // alias bit kept
    input  wire [1:0]  new_size_i,
    input  wire        new_unsigned_i,
    input  wire [3:0]  new_tag_i,
    input  wire [15:0] new_order_i,
    input  wire [3:0]  new_stq_i,        // places of the store queue that it waits for
    output wire [3:0]  new_dep_o,        // older loads of its dword
    output reg         room_o,           // for a load taken now, even if one is being put
    output wire        any_o,            // loads are waiting

    input  wire [3:0]  stq_pop_i,
    input  wire        sb_freed_i,

    // Entry that goes through the pipe now
    input  wire        port_i,           // the data read port is free
    output wire        go_o,
    output wire        go_beat_o,        // it takes the beat that is passing
    output wire        go_udone_o,       // its uncached data are here
    output wire [1:0]  go_idx_o,
    output wire [39:0] go_addr_o,
    output wire [1:0]  go_size_o,
    output wire        go_unsigned_o,
    output wire [3:0]  go_tag_o,
    output wire [15:0] go_order_o,
    output wire [63:0] go_data_o,
    output wire        go_err_o,

    // Line fills
    output wire        miss_valid_o,
    output wire [1:0]  miss_idx_o,
    output wire [39:0] miss_addr_o,
    input  wire        miss_take_i,
    input  wire        res_valid_i,
    input  wire [1:0]  res_idx_i,
    input  wire [1:0]  res_i,            // 0 again, 1 look again in the cache, 2 wait for fill res_m_i
    input  wire [1:0]  res_m_i,
    input  wire        fb_valid_i,
    input  wire [1:0]  fb_m_i,
    input  wire [2:0]  fb_word_i,
    input  wire [2:0]  word_mask_i,      // bits of a dword index that count (line length)
    input  wire        inst_i,
    input  wire [1:0]  inst_m_i,

    // Uncached loads
    output wire        ul_valid_o,
    output wire [1:0]  ul_idx_o,
    output wire [39:0] ul_addr_o,        // alias bit removed
    output wire [1:0]  ul_size_o,
    input  wire        ul_take_i,
    input  wire        ur_valid_i,
    input  wire [1:0]  ur_idx_i,
    input  wire [63:0] ur_data_i,
    input  wire [1:0]  ur_resp_i
);
    localparam [2:0] L_AGAIN = 3'd0;     // through the pipe again
    localparam [2:0] L_SB    = 3'd1;     // until the store buffer has freed an entry
    localparam [2:0] L_MISS  = 3'd2;     // wants a line fill
    localparam [2:0] L_UAR   = 3'd3;     // wants the bus
    localparam [2:0] L_PIPE  = 3'd4;     // in the pipe or in the cache's stages
    localparam [2:0] L_FILL  = 3'd5;     // until its word or its line has come
    localparam [2:0] L_UR    = 3'd6;     // read on the bus
    localparam [2:0] L_UDONE = 3'd7;     // data are here

    reg  [3:0]  v_q;
    reg  [3:0]  ghost_q;
    reg  [11:0] st_q;                    // 3 bits an entry
    reg  [7:0]  m_q;                     // 2 bits an entry: line fill
    reg  [39:0] addr_q  [0:3];
    reg  [1:0]  size_q  [0:3];
    reg  [3:0]  uns_q;
    reg  [3:0]  tag_q   [0:3];
    reg  [15:0] order_q [0:3];
    reg  [15:0] dep_q;                   // 4 bits an entry: older loads of its dword
    reg  [15:0] stq_q;                   // 4 bits an entry: places of the store queue
    reg  [63:0] data_q  [0:3];
    reg  [3:0]  err_q;

    // What the entries want
    integer i;
    reg  [3:0] same, calm, udone, beat, miss, uar;
    always @* begin
        same = 4'd0;
        if (new_i && |v_q)
            for (i = 0; i < 4; i = i + 1)
                if (v_q[i] && !ghost_q[i] && addr_q[i][34:3] == new_addr_i[34:3])
                    same[i] = 1'b1;
    end
    integer n;
    always @* begin
        calm  = 4'd0;
        udone = 4'd0;
        beat  = 4'd0;
        miss  = 4'd0;
        uar   = 4'd0;
        if (|v_q)
            for (n = 0; n < 4; n = n + 1)
                if (v_q[n])
                    case (st_q[3*n +: 3])
                        L_AGAIN: calm[n]  = !ghost_q[n] && dep_q[4*n +: 4] == 4'd0 && stq_q[4*n +: 4] == 4'd0;
                        L_MISS:  miss[n]  = 1'b1;
                        L_UAR:   uar[n]   = 1'b1;
                        L_FILL:  beat[n]  = fb_valid_i && m_q[2*n +: 2] == fb_m_i &&
                                            ((addr_q[n][5:3] ^ fb_word_i) & word_mask_i) == 3'd0;
                        L_UDONE: udone[n] = !ghost_q[n];
                        default: ;
                    endcase
    end
    wire [3:0] again = (calm & {4{port_i}}) | udone;

    function [1:0] lowest;
        input [2:0] set;        // the highest is what is left
        lowest = set[0] ? 2'd0 : set[1] ? 2'd1 : set[2] ? 2'd2 : 2'd3;
    endfunction

    wire [1:0] free = lowest(~v_q[2:0]);
    wire [3:0] v_less = v_q | (4'd1 << free);
    always @* begin
        room_o = ~&v_q;
        if (put_i && put_new_i)
            room_o = ~&v_less;
    end
    assign any_o     = |(v_q & ~ghost_q);
    assign new_dep_o = same;

    // The passing beat first: it comes once.
    reg        turn_q;                    // avoid that the lowest entry starves the others
    wire       hit_beat = |beat;
    wire [3:0] again_h  = again & {turn_q, turn_q, 2'b11 & {2{!turn_q}}};
    reg  [1:0] go;
    always @* begin
        go = 2'd0;
        if (hit_beat)
            go = lowest(beat[2:0]);
        else if (|again_h)
            go = lowest(again_h[2:0]);
        else if (|again)
            go = lowest(again[2:0]);
    end
    assign go_o       = (hit_beat || |again) && !flush_i;
    assign go_beat_o  = hit_beat;
    assign go_udone_o = !hit_beat && udone[go];
    assign go_idx_o   = go;
    assign go_addr_o  = addr_q[go];
    assign go_size_o  = size_q[go];
    assign go_unsigned_o = uns_q[go];
    assign go_tag_o   = tag_q[go];
    assign go_order_o = order_q[go];
    assign go_data_o  = data_q[go];
    assign go_err_o   = err_q[go];

    reg  [1:0] miss_idx, ul_idx;
    always @* begin
        miss_idx = 2'd0;
        ul_idx   = 2'd0;
        if (|miss)
            miss_idx = lowest(miss[2:0]);
        if (|uar)
            ul_idx = lowest(uar[2:0]);
    end
    assign miss_valid_o = |miss;
    assign miss_idx_o   = miss_idx;
    assign miss_addr_o  = {addr_q[miss_idx][39:38], 1'b0, addr_q[miss_idx][36:0]};
    assign ul_valid_o = |uar;
    assign ul_idx_o   = ul_idx;
    assign ul_addr_o  = {addr_q[ul_idx][39:38], 1'b0, addr_q[ul_idx][36:0]};
    assign ul_size_o  = size_q[ul_idx];

    // What happens to which entry: a bit each, so that no entry is written through a shifter
    function [3:0] at;
        input       en;
        input [1:0] idx;
        at = en ? 4'd1 << idx : 4'd0;
    endfunction
    wire [1:0] put    = put_new_i ? free : put_idx_i;
    wire [3:0] put_s  = at(put_i, put);
    wire [3:0] new_s  = at(put_i && put_new_i, free);
    wire [3:0] pipe_s = at(go_o, go) | at(miss_take_i, miss_idx);
    wire [3:0] ul_s   = at(ul_take_i, ul_idx);
    wire [3:0] res_s  = at(res_valid_i, res_idx_i);
    wire [3:0] ur_s   = at(ur_valid_i, ur_idx_i);
    wire [3:0] ended  = at(end_i, end_idx_i);
    integer j;
    always @(posedge clk) begin
        if (rst) begin
            v_q     <= 4'd0;
            ghost_q <= 4'd0;
            turn_q  <= 1'b0;
        end else begin
            turn_q <= !turn_q && |v_q;
            if (end_i)
                dep_q <= dep_q & ~{4{ended}};
            if (|stq_pop_i)
                stq_q <= stq_q & ~{4{stq_pop_i}};
            if (put_i || |v_q)
                for (j = 0; j < 4; j = j + 1) begin
                    if ((st_q[3*j +: 3] == L_SB && sb_freed_i) ||
                        (st_q[3*j +: 3] == L_FILL && inst_i && m_q[2*j +: 2] == inst_m_i))
                        st_q[3*j +: 3] <= L_AGAIN;
                    if (pipe_s[j])
                        st_q[3*j +: 3] <= L_PIPE;
                    if (ul_s[j])
                        st_q[3*j +: 3] <= L_UR;
                    if (res_s[j]) begin
                        st_q[3*j +: 3] <= (res_i == 2'd0) ? L_MISS : (res_i == 2'd1) ? L_AGAIN : L_FILL;
                        m_q[2*j +: 2]  <= res_m_i;
                    end
                    if (ur_s[j]) begin
                        st_q[3*j +: 3] <= L_UDONE;
                        err_q[j]       <= ur_resp_i[1];
                    end
                    if (put_s[j])
                        st_q[3*j +: 3] <= put_why_i;
                    if (new_s[j]) begin
                        dep_q[4*j +: 4] <= same & ~ended;
                        stq_q[4*j +: 4] <= new_stq_i & ~stq_pop_i;
                    end
                end
            if (ur_valid_i)
                data_q[ur_idx_i] <= ur_data_i;
            if (put_i && put_new_i) begin
                addr_q[free]  <= new_addr_i;
                size_q[free]  <= new_size_i;
                uns_q[free]   <= new_unsigned_i;
                tag_q[free]   <= new_tag_i;
                order_q[free] <= new_order_i;
            end
            if (flush_i) begin
                // what is on the bus stays, as a ghost
                ghost_q <= 4'hf;
                for (j = 0; j < 4; j = j + 1)
                    v_q[j] <= v_q[j] && (st_q[3*j +: 3] == L_UR || ul_s[j]) && !ur_s[j];
            end else begin
                ghost_q <= ghost_q & ~new_s;
                v_q     <= ((v_q | new_s) & ~ended) & ~(ur_s & ghost_q);
            end
        end
    end

    wire unused = &{1'b0, ur_resp_i[0]};
endmodule

`default_nettype wire
