// SPDX-License-Identifier: Apache-2.0
// The one handshake block: carries W bits from a valid/ready source to a valid/ready sink at one item a
// cycle, with no combinational path from m_ready_i to s_ready_o.
//   OUTREG = 1  m_valid_o and m_data_o are registers: one cycle of latency, both sides cut.
//   OUTREG = 0  an item passes in the same cycle and is kept only if the sink does not take it: no latency,
//               the ready side cut. For the input of a block whose output is registered.
`default_nettype none
module skid_buffer #(
    parameter integer W      = 8, // payload bits
    parameter integer OUTREG = 1  // registered outputs
) (
    input  wire         clk,
    input  wire         rst,
    input  wire         s_valid_i, // source has an item
    output wire         s_ready_o, // a register: room for one item
    input  wire [W-1:0] s_data_i,  // the item
    output wire         m_valid_o, // an item for the sink
    input  wire         m_ready_i, // sink takes it
    output wire [W-1:0] m_data_o   // the item
);
    reg         kept_valid_q; // an item arrived that could not go on
    reg [W-1:0] kept_q;

    assign s_ready_o = !kept_valid_q;

    generate
        if (W < 1) begin : g_bad
            skid_buffer_W_must_be_at_least_1 stop ();
        end
        if (OUTREG != 0) begin : g_reg
            reg         valid_q;
            reg [W-1:0] data_q;
            assign m_valid_o = valid_q;
            assign m_data_o  = data_q;
            always @(posedge clk) begin
                if (m_ready_i || !valid_q) begin
                    valid_q      <= kept_valid_q || s_valid_i;
                    kept_valid_q <= 1'b0;
                    if (kept_valid_q) data_q <= kept_q;
                    else if (s_valid_i) data_q <= s_data_i;
                end else if (s_valid_i && !kept_valid_q) begin
                    kept_valid_q <= 1'b1;
                    kept_q       <= s_data_i;
                end
                if (rst) begin
                    valid_q      <= 1'b0;
                    kept_valid_q <= 1'b0;
                end
            end
        end else begin : g_bypass
            assign m_valid_o = kept_valid_q || s_valid_i;
            assign m_data_o  = kept_valid_q ? kept_q : s_data_i;
            always @(posedge clk) begin
                if (m_ready_i) kept_valid_q <= 1'b0;
                else if (s_valid_i && !kept_valid_q) begin
                    kept_valid_q <= 1'b1;
                    kept_q       <= s_data_i;
                end
                if (rst) kept_valid_q <= 1'b0;
            end
        end
    endgenerate

`ifdef DOORBELL_ASSERT
    reg         p_stall_q;
    reg [W-1:0] p_data_q;
    always @(posedge clk) begin
        p_stall_q <= m_valid_o && !m_ready_i && !rst;
        p_data_q  <= m_data_o;
        if (!rst && p_stall_q && (!m_valid_o || m_data_o != p_data_q)) begin
            $display("%m: an item offered and not taken was changed or withdrawn");
            $stop;
        end
    end
`endif
endmodule
`default_nettype wire
