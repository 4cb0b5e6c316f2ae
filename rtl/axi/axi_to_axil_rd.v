// SPDX-License-Identifier: Apache-2.0
// Reads of one device: queues AXI4 read requests, splits bursts into AXI4-Lite reads of the same size, in
// order, one at a time, and returns every beat with its ID and response. A request marked err_i reaches no device
// and answers DECERR.
`default_nettype none
module axi_to_axil_rd #(
    parameter integer ID_W  = 8, // ID bits
    parameter integer DEPTH = 4  // queued requests
) (
    input  wire            clk,
    input  wire            rst,

    input  wire            ar_valid_i, // requests for this device
    output wire            ar_ready_o, // a register
    input  wire            ar_err_i,   // no such device
    input  wire [ID_W-1:0] ar_id_i,
    input  wire [39:0]     ar_addr_i,
    input  wire [7:0]      ar_len_i,
    input  wire [1:0]      ar_size_i,
    input  wire [1:0]      ar_burst_i,
    input  wire [2:0]      ar_prot_i,

    output wire            r_valid_o, // beats, registered
    input  wire            r_ready_i,
    output wire [ID_W-1:0] r_id_o,
    output wire [63:0]     r_data_o,
    output wire [1:0]      r_resp_o,
    output wire            r_last_o,

    output wire [39:0]     m_axil_araddr, // device
    output wire [2:0]      m_axil_arprot,
    output wire [1:0]      m_axil_arsize, // log2 of the bytes read
    output wire            m_axil_arvalid,
    input  wire            m_axil_arready,
    input  wire [63:0]     m_axil_rdata,
    input  wire [1:0]      m_axil_rresp,
    input  wire            m_axil_rvalid,
    output wire            m_axil_rready
);
    localparam [1:0] ST_IDLE = 2'd0; // takes a request
    localparam [1:0] ST_ADDR = 2'd1; // address offered to the device
    localparam [1:0] ST_DATA = 2'd2; // waits for the device's data
    localparam [1:0] ST_RESP = 2'd3; // beat offered to the crossbar

    wire            valid;
    wire            err;
    wire [ID_W-1:0] id;
    wire [39:0]     addr;
    wire [7:0]      len;
    wire [1:0]      size;
    wire [1:0]      burst;
    wire [2:0]      prot;

    reg [1:0]      state_q;
    reg            err_q;
    reg [ID_W-1:0] id_q;
    reg [39:0]     addr_q;
    reg [7:0]      len_q;
    reg [7:0]      left_q; // beats after this one
    reg [1:0]      size_q;
    reg [1:0]      burst_q;
    reg [2:0]      prot_q;
    reg [63:0]     data_q;
    reg [1:0]      resp_q;
    wire [11:0]    next;

    fifo #(.W(ID_W + 56), .DEPTH(DEPTH)) u_queue (
        .clk(clk), .rst(rst),
        .s_valid_i(ar_valid_i), .s_ready_o(ar_ready_o),
        .s_data_i({ar_err_i, ar_id_i, ar_addr_i, ar_len_i, ar_size_i, ar_burst_i, ar_prot_i}),
        .m_valid_o(valid), .m_ready_i(state_q == ST_IDLE),
        .m_data_o({err, id, addr, len, size, burst, prot}));

    axi_beat_addr u_next (.addr_i(addr_q[11:0]), .len_i(len_q), .size_i(size_q), .burst_i(burst_q), .next_o(next));

    always @(posedge clk) begin
        case (state_q)
            ST_IDLE:
                if (valid) begin
                    state_q <= err ? ST_RESP : ST_ADDR;
                    err_q   <= err;
                    id_q    <= id;
                    addr_q  <= addr;
                    len_q   <= len;
                    left_q  <= len;
                    size_q  <= size;
                    burst_q <= burst;
                    prot_q  <= prot;
                    data_q  <= 64'd0;
                    resp_q  <= 2'b11;
                end
            ST_ADDR: if (m_axil_arready) state_q <= ST_DATA;
            ST_DATA:
                if (m_axil_rvalid) begin
                    state_q <= ST_RESP;
                    data_q  <= m_axil_rdata;
                    resp_q  <= m_axil_rresp;
                end
            default:
                if (r_ready_i) begin
                    state_q      <= left_q == 8'd0 ? ST_IDLE : err_q ? ST_RESP : ST_ADDR;
                    left_q       <= left_q - 8'd1;
                    addr_q[11:0] <= next;
                end
        endcase
        if (rst) state_q <= ST_IDLE;
    end

    assign m_axil_araddr  = addr_q;
    assign m_axil_arprot  = prot_q;
    assign m_axil_arsize  = size_q;
    assign m_axil_arvalid = state_q == ST_ADDR;
    assign m_axil_rready  = state_q == ST_DATA;
    assign r_valid_o      = state_q == ST_RESP;
    assign r_id_o         = id_q;
    assign r_data_o       = data_q;
    assign r_resp_o       = resp_q;
    assign r_last_o       = left_q == 8'd0;

`ifdef DOORBELL_ASSERT
    always @(posedge clk)
        if (!rst && m_axil_rvalid && state_q != ST_DATA && state_q != ST_ADDR) begin
            $display("%m: the device answers a read that nobody asked for");
            $stop;
        end
`endif
endmodule
`default_nettype wire
