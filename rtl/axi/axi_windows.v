// SPDX-License-Identifier: Apache-2.0
// Bus windows: turns the bus addresses of a device's AXI4 master into physical addresses. Devices see RAM at
// BUS_LO_BASE and RAM_HI at BUS_HI_BASE, as far as pages are fitted; every other bus address goes on as
// 0xff.......... with its low bits kept, which no address map decodes, so that the crossbar answers DECERR with the
// right beats, IDs and order. A legal AXI burst lies within 4 KiB, hence within one window. With the quirk
// bus-offset-0 bus addresses equal physical addresses. Combinational, no latency: every output but the two
// addresses is its input.
`default_nettype none
`include "doorbell_spec.vh"
module axi_windows #(
    parameter integer ID_W = 6 // ID bits
) (
    input  wire [19:0]     cfg_ram_pages_i,    // fitted 4 KiB pages at RAM_BASE
    input  wire [19:0]     cfg_ram_hi_pages_i, // fitted 4 KiB pages at RAM_HI_BASE
    input  wire            bus_zero_i,         // quirk BUS_ZERO: offset 0

    input  wire [ID_W-1:0] s_axi_awid, // from the device: bus addresses
    input  wire [39:0]     s_axi_awaddr,
    input  wire [7:0]      s_axi_awlen,
    input  wire [2:0]      s_axi_awsize,
    input  wire [1:0]      s_axi_awburst,
    input  wire [3:0]      s_axi_awcache,
    input  wire [2:0]      s_axi_awprot,
    input  wire [7:0]      s_axi_awuser,
    input  wire            s_axi_awvalid,
    output wire            s_axi_awready,
    input  wire [63:0]     s_axi_wdata,
    input  wire [7:0]      s_axi_wstrb,
    input  wire            s_axi_wlast,
    input  wire            s_axi_wvalid,
    output wire            s_axi_wready,
    output wire [ID_W-1:0] s_axi_bid,
    output wire [1:0]      s_axi_bresp,
    output wire            s_axi_bvalid,
    input  wire            s_axi_bready,
    input  wire [ID_W-1:0] s_axi_arid,
    input  wire [39:0]     s_axi_araddr,
    input  wire [7:0]      s_axi_arlen,
    input  wire [2:0]      s_axi_arsize,
    input  wire [1:0]      s_axi_arburst,
    input  wire [3:0]      s_axi_arcache,
    input  wire [2:0]      s_axi_arprot,
    input  wire [7:0]      s_axi_aruser,
    input  wire            s_axi_arvalid,
    output wire            s_axi_arready,
    output wire [ID_W-1:0] s_axi_rid,
    output wire [63:0]     s_axi_rdata,
    output wire [1:0]      s_axi_rresp,
    output wire            s_axi_rlast,
    output wire            s_axi_rvalid,
    input  wire            s_axi_rready,

    output wire [ID_W-1:0] m_axi_awid, // physical addresses
    output wire [39:0]     m_axi_awaddr,
    output wire [7:0]      m_axi_awlen,
    output wire [2:0]      m_axi_awsize,
    output wire [1:0]      m_axi_awburst,
    output wire [3:0]      m_axi_awcache,
    output wire [2:0]      m_axi_awprot,
    output wire [7:0]      m_axi_awuser,
    output wire            m_axi_awvalid,
    input  wire            m_axi_awready,
    output wire [63:0]     m_axi_wdata,
    output wire [7:0]      m_axi_wstrb,
    output wire            m_axi_wlast,
    output wire            m_axi_wvalid,
    input  wire            m_axi_wready,
    input  wire [ID_W-1:0] m_axi_bid,
    input  wire [1:0]      m_axi_bresp,
    input  wire            m_axi_bvalid,
    output wire            m_axi_bready,
    output wire [ID_W-1:0] m_axi_arid,
    output wire [39:0]     m_axi_araddr,
    output wire [7:0]      m_axi_arlen,
    output wire [2:0]      m_axi_arsize,
    output wire [1:0]      m_axi_arburst,
    output wire [3:0]      m_axi_arcache,
    output wire [2:0]      m_axi_arprot,
    output wire [7:0]      m_axi_aruser,
    output wire            m_axi_arvalid,
    input  wire            m_axi_arready,
    input  wire [ID_W-1:0] m_axi_rid,
    input  wire [63:0]     m_axi_rdata,
    input  wire [1:0]      m_axi_rresp,
    input  wire            m_axi_rlast,
    input  wire            m_axi_rvalid,
    output wire            m_axi_rready
);
    localparam [39:0] LO_MASK = `DB_BUS_LO_SIZE - 40'd1; // bases are multiples of the sizes
    localparam [39:0] HI_MASK = `DB_BUS_HI_SIZE - 40'd1;

    generate
        if ((`DB_BUS_LO_BASE & LO_MASK) != 40'd0 || (`DB_BUS_HI_BASE & HI_MASK) != 40'd0
            || (`DB_RAM_BASE & LO_MASK) != 40'd0 || (`DB_RAM_HI_BASE & HI_MASK) != 40'd0) begin : g_bad
            axi_windows_windows_must_be_aligned_to_their_size stop ();
        end
    endgenerate

    wire [39:0] lo_base = bus_zero_i ? `DB_RAM_BASE : `DB_BUS_LO_BASE;
    wire [39:0] hi_base = bus_zero_i ? `DB_RAM_HI_BASE : `DB_BUS_HI_BASE;

    wire [39:0] aw_lo  = s_axi_awaddr & LO_MASK;
    wire [39:0] aw_hi  = s_axi_awaddr & HI_MASK;
    wire aw_in_lo = (s_axi_awaddr & ~LO_MASK) == lo_base && (aw_lo >> 12) < {20'd0, cfg_ram_pages_i};
    wire aw_in_hi = (s_axi_awaddr & ~HI_MASK) == hi_base && (aw_hi >> 12) < {20'd0, cfg_ram_hi_pages_i};
    assign m_axi_awaddr = aw_in_lo ? `DB_RAM_BASE | aw_lo :
                          aw_in_hi ? `DB_RAM_HI_BASE | aw_hi : {8'hff, s_axi_awaddr[31:0]};

    wire [39:0] ar_lo  = s_axi_araddr & LO_MASK;
    wire [39:0] ar_hi  = s_axi_araddr & HI_MASK;
    wire ar_in_lo = (s_axi_araddr & ~LO_MASK) == lo_base && (ar_lo >> 12) < {20'd0, cfg_ram_pages_i};
    wire ar_in_hi = (s_axi_araddr & ~HI_MASK) == hi_base && (ar_hi >> 12) < {20'd0, cfg_ram_hi_pages_i};
    assign m_axi_araddr = ar_in_lo ? `DB_RAM_BASE | ar_lo :
                          ar_in_hi ? `DB_RAM_HI_BASE | ar_hi : {8'hff, s_axi_araddr[31:0]};

    assign m_axi_awid    = s_axi_awid;
    assign m_axi_awlen   = s_axi_awlen;
    assign m_axi_awsize  = s_axi_awsize;
    assign m_axi_awburst = s_axi_awburst;
    assign m_axi_awcache = s_axi_awcache;
    assign m_axi_awprot  = s_axi_awprot;
    assign m_axi_awuser  = s_axi_awuser;
    assign m_axi_awvalid = s_axi_awvalid;
    assign m_axi_wdata   = s_axi_wdata;
    assign m_axi_wstrb   = s_axi_wstrb;
    assign m_axi_wlast   = s_axi_wlast;
    assign m_axi_wvalid  = s_axi_wvalid;
    assign m_axi_bready  = s_axi_bready;
    assign m_axi_arid    = s_axi_arid;
    assign m_axi_arlen   = s_axi_arlen;
    assign m_axi_arsize  = s_axi_arsize;
    assign m_axi_arburst = s_axi_arburst;
    assign m_axi_arcache = s_axi_arcache;
    assign m_axi_arprot  = s_axi_arprot;
    assign m_axi_aruser  = s_axi_aruser;
    assign m_axi_arvalid = s_axi_arvalid;
    assign m_axi_rready  = s_axi_rready;
    assign s_axi_awready = m_axi_awready;
    assign s_axi_wready  = m_axi_wready;
    assign s_axi_bid     = m_axi_bid;
    assign s_axi_bresp   = m_axi_bresp;
    assign s_axi_bvalid  = m_axi_bvalid;
    assign s_axi_arready = m_axi_arready;
    assign s_axi_rid     = m_axi_rid;
    assign s_axi_rdata   = m_axi_rdata;
    assign s_axi_rresp   = m_axi_rresp;
    assign s_axi_rlast   = m_axi_rlast;
    assign s_axi_rvalid  = m_axi_rvalid;
endmodule
`default_nettype wire
