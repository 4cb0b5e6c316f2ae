// SPDX-License-Identifier: Apache-2.0
//
// What kind of memory an address is, and whether an operation may go there. Combinational.
// RAM and RAM_HI are cacheable as far as they are fitted; bit 37 selects their uncached alias; everything else below
// RAM is I/O (the fabric answers what is not there); the rest faults.

`default_nettype none
`include "lsu_ops.vh"

module lsu_pma (
    input  wire [19:0] cfg_ram_pages_i,
    input  wire [19:0] cfg_ram_hi_pages_i,
    input  wire        valid_i,      // somebody asks
    input  wire [63:0] addr_i,
    input  wire [4:0]  op_i,
    input  wire [1:0]  size_i,
    input  wire        fault_i,      // the core knows already that it faults,
    input  wire [3:0]  fault_cause_i,
    input  wire        walk_i,       // a page-table walk: reads memory only
    output reg         cached_o,     // cacheable RAM
    output reg         uncached_o,   // uncached alias
    output reg         io_o,         // device
    output reg         exc_o,        // the operation faults here
    output reg  [3:0]  cause_o,
    output reg  [2:0]  dev_o         // device index: ID on the I/O port
);
    reg in_pa, ram;
    always @* begin
        in_pa = 1'b0;
        ram   = 1'b0;
        if (valid_i) begin
            in_pa = (addr_i[63:38] == 26'd0);
            if (in_pa)
                ram = (addr_i[36:30] == 7'd2 && {2'b00, addr_i[29:12]} < cfg_ram_pages_i) ||
                      (addr_i[36:32] == 5'd4 && addr_i[31:12] < cfg_ram_hi_pages_i);
        end
        cached_o   = ram && !addr_i[37];
        uncached_o = ram && addr_i[37];
        io_o       = in_pa && addr_i[37:31] == 7'd0;
    end

    wire is_load  = (op_i == `LSU_OP_LOAD);
    wire is_store = (op_i == `LSU_OP_STORE);
    wire is_lr    = (op_i == `LSU_OP_LR);

    always @* begin
        exc_o   = 1'b0;
        cause_o = (is_load || is_lr) ? 4'd5 : 4'd7;
        if (valid_i) begin
            if (op_i <= `LSU_OP_AMOMAXU && ((size_i == 2'd1 && addr_i[0]) || (size_i == 2'd2 && |addr_i[1:0]) ||
                                            (size_i == 2'd3 && |addr_i[2:0]))) begin
                exc_o   = 1'b1;
                cause_o = (is_load || is_lr) ? 4'd4 : 4'd6;
            end else if (fault_i) begin
                exc_o   = 1'b1;
                cause_o = fault_cause_i;
            end else if (is_load || is_store)
                exc_o = !(cached_o || uncached_o || (io_o && !walk_i));
            else if (op_i <= `LSU_OP_AMOMAXU || op_i == `LSU_OP_CBO_ZERO)
                exc_o = !cached_o;
            else if (op_i < `LSU_OP_CBO_ZERO)
                exc_o = !(cached_o || uncached_o);
        end
    end

    // The device regions of include/spec/memmap.def; all but the PLIC are told apart by 16 MiB.
    always @* begin
        dev_o = 3'd7;
        if (io_o)
            case (addr_i[30:24])
                7'h00:   dev_o = (addr_i[23:12] == 12'h001) ? 3'd0 : (addr_i[23:12] == 12'h100) ? 3'd1 : 3'd7;
                7'h02:   dev_o = (addr_i[23:16] == 8'h00) ? 3'd2 : 3'd7;
                7'h0c:   dev_o = (addr_i[23:0] < 24'h600000) ? 3'd3 : 3'd7;
                7'h10:   dev_o = (addr_i[23:8] == 16'h0000) ? 3'd4 : 3'd7;
                7'h11:   dev_o = (addr_i[23:0] < 24'h011000) ? 3'd5 : 3'd7;
                7'h13:   dev_o = (addr_i[23:12] == 12'h000) ? 3'd6 : 3'd7;
                default: dev_o = 3'd7;
            endcase
    end
endmodule

`default_nettype wire
