// SPDX-License-Identifier: Apache-2.0
// Bench top: skid buffers of both kinds, queues of two depths, an arbiter of three; bit or slice n is block n.
`default_nettype none
module tb_common (
    input  wire        clk,
    input  wire        rst,
    input  wire [3:0]  s_valid_i,
    output wire [3:0]  s_ready_o,
    input  wire [63:0] s_data_i,
    output wire [3:0]  m_valid_o,
    input  wire [3:0]  m_ready_i,
    output wire [63:0] m_data_o,
    input  wire [2:0]  req_i,
    input  wire        advance_i,
    output wire [2:0]  gnt_o
);
    skid_buffer #(.W(16), .OUTREG(1)) u_skid_reg (.clk(clk), .rst(rst),
        .s_valid_i(s_valid_i[0]), .s_ready_o(s_ready_o[0]), .s_data_i(s_data_i[15:0]),
        .m_valid_o(m_valid_o[0]), .m_ready_i(m_ready_i[0]), .m_data_o(m_data_o[15:0]));
    skid_buffer #(.W(16), .OUTREG(0)) u_skid_pass (.clk(clk), .rst(rst),
        .s_valid_i(s_valid_i[1]), .s_ready_o(s_ready_o[1]), .s_data_i(s_data_i[31:16]),
        .m_valid_o(m_valid_o[1]), .m_ready_i(m_ready_i[1]), .m_data_o(m_data_o[31:16]));
    fifo #(.W(16), .DEPTH(2)) u_fifo_2 (.clk(clk), .rst(rst),
        .s_valid_i(s_valid_i[2]), .s_ready_o(s_ready_o[2]), .s_data_i(s_data_i[47:32]),
        .m_valid_o(m_valid_o[2]), .m_ready_i(m_ready_i[2]), .m_data_o(m_data_o[47:32]));
    fifo #(.W(16), .DEPTH(8)) u_fifo_8 (.clk(clk), .rst(rst),
        .s_valid_i(s_valid_i[3]), .s_ready_o(s_ready_o[3]), .s_data_i(s_data_i[63:48]),
        .m_valid_o(m_valid_o[3]), .m_ready_i(m_ready_i[3]), .m_data_o(m_data_o[63:48]));
    rr_arbiter #(.N(3)) u_rr (.clk(clk), .rst(rst), .req_i(req_i), .advance_i(advance_i), .gnt_o(gnt_o));
endmodule
`default_nettype wire
