// SPDX-License-Identifier: Apache-2.0
// Writes of one device: queues AXI4 write requests and beats, splits bursts into AXI4-Lite writes with the
// strobes as they came, in order, one at a time, and answers once per burst with the first error of its beats. A beat
// without a strobe reaches no device. A request marked err_i reaches none either and answers DECERR.
`default_nettype none
module axi_to_axil_wr #(
    parameter integer ID_W  = 8, // ID bits
    parameter integer DEPTH = 4  // queued requests, and queued beats
) (
    input  wire            clk,
    input  wire            rst,

    input  wire            aw_valid_i, // requests for this device
    output wire            aw_ready_o, // a register
    input  wire            aw_err_i,   // no such device
    input  wire [ID_W-1:0] aw_id_i,
    input  wire [39:0]     aw_addr_i,
    input  wire [7:0]      aw_len_i,
    input  wire [1:0]      aw_size_i,
    input  wire [1:0]      aw_burst_i,
    input  wire [2:0]      aw_prot_i,

    input  wire            w_valid_i, // their beats, in the same order
    output wire            w_ready_o, // a register
    input  wire [63:0]     w_data_i,
    input  wire [7:0]      w_strb_i,
    input  wire            w_last_i,

    output wire            b_valid_o, // answers, registered
    input  wire            b_ready_i,
    output wire [ID_W-1:0] b_id_o,
    output wire [1:0]      b_resp_o,

    output wire [39:0]     m_axil_awaddr, // device
    output wire [2:0]      m_axil_awprot,
    output wire            m_axil_awvalid,
    input  wire            m_axil_awready,
    output wire [63:0]     m_axil_wdata,
    output wire [7:0]      m_axil_wstrb,
    output wire            m_axil_wvalid,
    input  wire            m_axil_wready,
    input  wire [1:0]      m_axil_bresp,
    input  wire            m_axil_bvalid,
    output wire            m_axil_bready
);
    localparam [2:0] ST_IDLE = 3'd0; // takes a request
    localparam [2:0] ST_BEAT = 3'd1; // takes a beat
    localparam [2:0] ST_SEND = 3'd2; // address and data offered to the device
    localparam [2:0] ST_WAIT = 3'd3; // waits for the device's answer
    localparam [2:0] ST_RESP = 3'd4; // answer offered to the crossbar

    wire            valid;
    wire            err;
    wire [ID_W-1:0] id;
    wire [39:0]     addr;
    wire [7:0]      len;
    wire [1:0]      size;
    wire [1:0]      burst;
    wire [2:0]      prot;
    wire            w_valid;
    wire [63:0]     w_data;
    wire [7:0]      w_strb;
    wire            w_last;

    reg [2:0]      state_q;
    reg            err_q;
    reg [ID_W-1:0] id_q;
    reg [39:0]     addr_q;
    reg [7:0]      len_q;
    reg [1:0]      size_q;
    reg [1:0]      burst_q;
    reg [2:0]      prot_q;
    reg            aw_done_q; // the device has the address
    reg            w_done_q;  // the device has the data
    reg [63:0]     data_q;
    reg [7:0]      strb_q;
    reg            last_q;
    reg [1:0]      resp_q;
    wire [11:0]    next;

    fifo #(.W(ID_W + 56), .DEPTH(DEPTH)) u_queue (
        .clk(clk), .rst(rst),
        .s_valid_i(aw_valid_i), .s_ready_o(aw_ready_o),
        .s_data_i({aw_err_i, aw_id_i, aw_addr_i, aw_len_i, aw_size_i, aw_burst_i, aw_prot_i}),
        .m_valid_o(valid), .m_ready_i(state_q == ST_IDLE),
        .m_data_o({err, id, addr, len, size, burst, prot}));

    fifo #(.W(73), .DEPTH(DEPTH)) u_beats (
        .clk(clk), .rst(rst),
        .s_valid_i(w_valid_i), .s_ready_o(w_ready_o), .s_data_i({w_data_i, w_strb_i, w_last_i}),
        .m_valid_o(w_valid), .m_ready_i(state_q == ST_BEAT), .m_data_o({w_data, w_strb, w_last}));

    axi_beat_addr u_next (.addr_i(addr_q[11:0]), .len_i(len_q), .size_i(size_q), .burst_i(burst_q), .next_o(next));

    wire aw_done = aw_done_q || m_axil_awready;
    wire w_done  = w_done_q || m_axil_wready;

    always @(posedge clk) begin
        case (state_q)
            ST_IDLE:
                if (valid) begin
                    state_q <= ST_BEAT;
                    err_q   <= err;
                    id_q    <= id;
                    addr_q  <= addr;
                    len_q   <= len;
                    size_q  <= size;
                    burst_q <= burst;
                    prot_q  <= prot;
                    resp_q  <= err ? 2'b11 : 2'b00;
                end
            ST_BEAT:
                if (w_valid) begin
                    data_q    <= w_data;
                    strb_q    <= w_strb;
                    last_q    <= w_last;
                    aw_done_q <= 1'b0;
                    w_done_q  <= 1'b0;
                    if (err_q || w_strb == 8'd0) begin
                        addr_q[11:0] <= next;
                        if (w_last) state_q <= ST_RESP;
                    end else state_q <= ST_SEND;
                end
            ST_SEND: begin
                aw_done_q <= aw_done;
                w_done_q  <= w_done;
                if (aw_done && w_done) state_q <= ST_WAIT;
            end
            ST_WAIT:
                if (m_axil_bvalid) begin
                    state_q      <= last_q ? ST_RESP : ST_BEAT;
                    addr_q[11:0] <= next;
                    if (resp_q == 2'b00) resp_q <= m_axil_bresp;
                end
            default: if (b_ready_i) state_q <= ST_IDLE;
        endcase
        if (rst) state_q <= ST_IDLE;
    end

    assign m_axil_awaddr  = addr_q;
    assign m_axil_awprot  = prot_q;
    assign m_axil_awvalid = state_q == ST_SEND && !aw_done_q;
    assign m_axil_wdata   = data_q;
    assign m_axil_wstrb   = strb_q;
    assign m_axil_wvalid  = state_q == ST_SEND && !w_done_q;
    assign m_axil_bready  = state_q == ST_WAIT;
    assign b_valid_o      = state_q == ST_RESP;
    assign b_id_o         = id_q;
    assign b_resp_o       = resp_q;

`ifdef DOORBELL_ASSERT
    always @(posedge clk)
        if (!rst && m_axil_bvalid && state_q != ST_SEND && state_q != ST_WAIT) begin
            $display("%m: the device answers a write that nobody asked for");
            $stop;
        end
`endif
endmodule
`default_nettype wire
