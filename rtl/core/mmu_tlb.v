// SPDX-License-Identifier: Apache-2.0
// A translation buffer: direct-mapped, 4 KiB pages only (a larger page takes an entry for each part in use), lookup in
// the cycle of the question. Entries belong to the state in force: whoever changes satp, PMP or PBMTE flushes all.
// M mode's entries (PMP rights alone) and those of the other modes are told apart.
`default_nettype none

module mmu_tlb #(
    parameter INDEX = 5,              // log2 of entries
    parameter WIDTH = 32              // bits of what an entry holds
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             flush_i,
    input  wire             en_i,     // somebody asks
    input  wire [38:12]     page_i,
    input  wire             m_i,
    output reg              hit_o,
    output reg  [WIDTH-1:0] data_o,
    input  wire             we_i,
    input  wire [38:12]     wpage_i,
    input  wire             wm_i,
    input  wire [WIDTH-1:0] wdata_i
);

localparam TAG = 27 - INDEX + 1;

reg [(1<<INDEX)-1:0] valid_q;
reg [TAG+WIDTH-1:0] entry_mem [0:(1<<INDEX)-1];
wire [INDEX-1:0] idx = page_i[12 +: INDEX];
wire [INDEX-1:0] widx = wpage_i[12 +: INDEX];
reg [TAG-1:0] tag;

always @* begin
    hit_o = 1'b0;
    tag = {TAG{1'bx}}; // without a question nobody looks at these
    data_o = {WIDTH{1'bx}};
    if (en_i) begin
        {tag, data_o} = entry_mem[idx];
        hit_o = valid_q[idx] && tag == {m_i, page_i[38:12+INDEX]};
    end
end

always @(posedge clk) begin
    if (rst || flush_i)
        valid_q <= {(1<<INDEX){1'b0}};
    else if (we_i)
        valid_q[widx] <= 1'b1;
    if (we_i)
        entry_mem[widx] <= {wm_i, wpage_i[38:12+INDEX], wdata_i};
end

endmodule
`default_nettype wire
