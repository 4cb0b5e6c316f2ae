// SPDX-License-Identifier: Apache-2.0
// Software of one DMA channel as a solver drives it: sets channel 0 up (TAIL mode, slots of 32 bytes, four of them; RUN) by
// the shortest sequence of register writes, then moves the tail forward, or stops, whenever it likes. It never publishes
// more than the ring holds.
`default_nettype none
`include "doorbell_spec.vh"
module dma_driver #(
    parameter [31:0] RING    = 32'h1000,
    parameter [31:0] REC     = 32'h2000,
    parameter [31:0] RECORDS = 32'd4
) (
    input  wire        clk,
    input  wire        rst,
    output reg  [16:0] awaddr,
    output reg  [63:0] wdata,
    output reg  [7:0]  wstrb,
    output reg         valid,     // AWVALID and WVALID
    input  wire        ready,     // both
    output wire [1:0]  published, // slots, those of this cycle's write too
    output wire        running,   // RUN is written
    output reg         stopped    // STOP is written
);
    localparam [16:0] PAGE = 17'h1000;
    (* anyseq *) wire f_tail, f_stop;
    (* anyseq *) wire [1:0] f_to;
    reg  [2:0] step_q;            // next write of the set-up; 6: done
    reg  [1:0] pub_q;
    reg        is_tail_q, is_stop_q;
    wire       act = valid && ready;
    assign published = act && is_tail_q ? wdata[1:0] : pub_q;
    assign running   = step_q == 3'd6 && !valid || is_tail_q || is_stop_q;
    wire [1:0] last = valid && is_tail_q ? wdata[1:0] : pub_q;
    always @(posedge clk) begin
        if (act || !valid) begin
            valid     <= 1'b1;
            is_tail_q <= 1'b0;
            is_stop_q <= 1'b0;
            wstrb     <= 8'h0f;
            wdata     <= 64'd0;
            case (step_q)
            3'd0: begin
                awaddr <= PAGE + `DB_DMACH_CFG;
                wdata  <= 64'd1 << 32 | `DB_DMACH_CFG_STRIDE_S32 << `DB_DMACH_CFG_STRIDE_LSB | `DB_DMACH_CFG_MODE_TAIL; // and IRQ_EN.DONE
                wstrb  <= 8'hff;
            end
            3'd1: begin
                awaddr <= PAGE + `DB_DMACH_RING_BASE;
                wdata  <= {32'd0, RING};
                wstrb  <= 8'hff;
            end
            3'd2: begin
                awaddr <= PAGE + `DB_DMACH_RING_SIZE;
                wdata  <= 64'd4;
            end
            3'd3: begin
                awaddr <= PAGE + `DB_DMACH_REC_BASE;
                wdata  <= {32'd0, REC};
                wstrb  <= 8'hff;
            end
            3'd4: begin
                awaddr <= PAGE + `DB_DMACH_REC_SIZE;
                wdata  <= {32'd0, RECORDS};
            end
            3'd5: begin
                awaddr <= PAGE + `DB_DMACH_CTRL;
                wdata  <= 64'd1;
            end
            default:
                if (f_stop && !stopped) begin
                    awaddr    <= PAGE + `DB_DMACH_CTRL;
                    wdata     <= 64'd4;
                    is_stop_q <= 1'b1;
                end else if (f_tail && f_to > last) begin
                    awaddr    <= PAGE + `DB_DMACH_TAIL;
                    wdata     <= {62'd0, f_to};
                    is_tail_q <= 1'b1;
                end else valid <= 1'b0;
            endcase
            if (step_q != 3'd6) step_q <= step_q + 3'd1;
        end
        pub_q <= published;
        if (act && is_stop_q) stopped <= 1'b1;
        if (rst) begin
            valid     <= 1'b0;
            step_q    <= 3'd0;
            pub_q     <= 2'd0;
            stopped   <= 1'b0;
            is_tail_q <= 1'b0;
            is_stop_q <= 1'b0;
        end
    end
endmodule
`default_nettype wire
