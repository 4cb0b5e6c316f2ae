// SPDX-License-Identifier: Apache-2.0
// Bench top: the way of the DMA engine's accesses: bus windows, coherent path, delays (one without and one with
// slices), with the port properties at both ends.
`default_nettype none
module tb_path #(
    parameter integer LINE_BYTES = 64
) (
    input  wire            clk,
    input  wire            rst,
    input  wire [19:0]     cfg_ram_pages_i,
    input  wire [19:0]     cfg_ram_hi_pages_i,
    input  wire            bus_zero_i,
    input  wire [1:0]      coherent_mode_i,
    input  wire [1:0]      delay_i, // [0] the one without slices, [1] the one with
    input  wire [31:0]     seed_i,
    output wire            snp_req_valid_o,
    input  wire            snp_req_ready_i,
    output wire [1:0]      snp_req_op_o,
    output wire [39:0]     snp_req_addr_o,
    input  wire            snp_rsp_valid_i,
    input  wire            snp_rsp_hit_i,
    input  wire            snp_rsp_last_i,
    output wire            lock_valid_o,
    output wire [39:0]     lock_lo_o,
    output wire [39:0]     lock_hi_o,

    input  wire [5:0]      s_axi_awid, // bus addresses
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
    output wire [5:0]      s_axi_bid,
    output wire [1:0]      s_axi_bresp,
    output wire            s_axi_bvalid,
    input  wire            s_axi_bready,
    input  wire [5:0]      s_axi_arid,
    input  wire [39:0]     s_axi_araddr,
    input  wire [7:0]      s_axi_arlen,
    input  wire [2:0]      s_axi_arsize,
    input  wire [1:0]      s_axi_arburst,
    input  wire [3:0]      s_axi_arcache,
    input  wire [2:0]      s_axi_arprot,
    input  wire [7:0]      s_axi_aruser,
    input  wire            s_axi_arvalid,
    output wire            s_axi_arready,
    output wire [5:0]      s_axi_rid,
    output wire [63:0]     s_axi_rdata,
    output wire [1:0]      s_axi_rresp,
    output wire            s_axi_rlast,
    output wire            s_axi_rvalid,
    input  wire            s_axi_rready,

    output wire [5:0]      m_axi_awid, // physical addresses
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
    input  wire [5:0]      m_axi_bid,
    input  wire [1:0]      m_axi_bresp,
    input  wire            m_axi_bvalid,
    output wire            m_axi_bready,
    output wire [5:0]      m_axi_arid,
    output wire [39:0]     m_axi_araddr,
    output wire [7:0]      m_axi_arlen,
    output wire [2:0]      m_axi_arsize,
    output wire [1:0]      m_axi_arburst,
    output wire [3:0]      m_axi_arcache,
    output wire [2:0]      m_axi_arprot,
    output wire [7:0]      m_axi_aruser,
    output wire            m_axi_arvalid,
    input  wire            m_axi_arready,
    input  wire [5:0]      m_axi_rid,
    input  wire [63:0]     m_axi_rdata,
    input  wire [1:0]      m_axi_rresp,
    input  wire            m_axi_rlast,
    input  wire            m_axi_rvalid,
    output wire            m_axi_rready
);
    wire [5:0]  c_awid;
    wire [39:0] c_awaddr;
    wire [7:0]  c_awlen;
    wire [2:0]  c_awsize;
    wire [1:0]  c_awburst;
    wire [3:0]  c_awcache;
    wire [2:0]  c_awprot;
    wire [7:0]  c_awuser;
    wire        c_awvalid;
    wire        c_awready;
    wire [63:0] c_wdata;
    wire [7:0]  c_wstrb;
    wire        c_wlast;
    wire        c_wvalid;
    wire        c_wready;
    wire [5:0]  c_bid;
    wire [1:0]  c_bresp;
    wire        c_bvalid;
    wire        c_bready;
    wire [5:0]  c_arid;
    wire [39:0] c_araddr;
    wire [7:0]  c_arlen;
    wire [2:0]  c_arsize;
    wire [1:0]  c_arburst;
    wire [3:0]  c_arcache;
    wire [2:0]  c_arprot;
    wire [7:0]  c_aruser;
    wire        c_arvalid;
    wire        c_arready;
    wire [5:0]  c_rid;
    wire [63:0] c_rdata;
    wire [1:0]  c_rresp;
    wire        c_rlast;
    wire        c_rvalid;
    wire        c_rready;
    wire [5:0]  d_awid;
    wire [39:0] d_awaddr;
    wire [7:0]  d_awlen;
    wire [2:0]  d_awsize;
    wire [1:0]  d_awburst;
    wire [3:0]  d_awcache;
    wire [2:0]  d_awprot;
    wire [7:0]  d_awuser;
    wire        d_awvalid;
    wire        d_awready;
    wire [63:0] d_wdata;
    wire [7:0]  d_wstrb;
    wire        d_wlast;
    wire        d_wvalid;
    wire        d_wready;
    wire [5:0]  d_bid;
    wire [1:0]  d_bresp;
    wire        d_bvalid;
    wire        d_bready;
    wire [5:0]  d_arid;
    wire [39:0] d_araddr;
    wire [7:0]  d_arlen;
    wire [2:0]  d_arsize;
    wire [1:0]  d_arburst;
    wire [3:0]  d_arcache;
    wire [2:0]  d_arprot;
    wire [7:0]  d_aruser;
    wire        d_arvalid;
    wire        d_arready;
    wire [5:0]  d_rid;
    wire [63:0] d_rdata;
    wire [1:0]  d_rresp;
    wire        d_rlast;
    wire        d_rvalid;
    wire        d_rready;
    wire [5:0]  e_awid;
    wire [39:0] e_awaddr;
    wire [7:0]  e_awlen;
    wire [2:0]  e_awsize;
    wire [1:0]  e_awburst;
    wire [3:0]  e_awcache;
    wire [2:0]  e_awprot;
    wire [7:0]  e_awuser;
    wire        e_awvalid;
    wire        e_awready;
    wire [63:0] e_wdata;
    wire [7:0]  e_wstrb;
    wire        e_wlast;
    wire        e_wvalid;
    wire        e_wready;
    wire [5:0]  e_bid;
    wire [1:0]  e_bresp;
    wire        e_bvalid;
    wire        e_bready;
    wire [5:0]  e_arid;
    wire [39:0] e_araddr;
    wire [7:0]  e_arlen;
    wire [2:0]  e_arsize;
    wire [1:0]  e_arburst;
    wire [3:0]  e_arcache;
    wire [2:0]  e_arprot;
    wire [7:0]  e_aruser;
    wire        e_arvalid;
    wire        e_arready;
    wire [5:0]  e_rid;
    wire [63:0] e_rdata;
    wire [1:0]  e_rresp;
    wire        e_rlast;
    wire        e_rvalid;
    wire        e_rready;
    axi_windows  u_windows (
        .cfg_ram_pages_i(cfg_ram_pages_i), .cfg_ram_hi_pages_i(cfg_ram_hi_pages_i), .bus_zero_i(bus_zero_i),
        .s_axi_awid(s_axi_awid),
        .s_axi_awaddr(s_axi_awaddr),
        .s_axi_awlen(s_axi_awlen),
        .s_axi_awsize(s_axi_awsize),
        .s_axi_awburst(s_axi_awburst),
        .s_axi_awcache(s_axi_awcache),
        .s_axi_awprot(s_axi_awprot),
        .s_axi_awuser(s_axi_awuser),
        .s_axi_awvalid(s_axi_awvalid),
        .s_axi_awready(s_axi_awready),
        .s_axi_wdata(s_axi_wdata),
        .s_axi_wstrb(s_axi_wstrb),
        .s_axi_wlast(s_axi_wlast),
        .s_axi_wvalid(s_axi_wvalid),
        .s_axi_wready(s_axi_wready),
        .s_axi_bid(s_axi_bid),
        .s_axi_bresp(s_axi_bresp),
        .s_axi_bvalid(s_axi_bvalid),
        .s_axi_bready(s_axi_bready),
        .s_axi_arid(s_axi_arid),
        .s_axi_araddr(s_axi_araddr),
        .s_axi_arlen(s_axi_arlen),
        .s_axi_arsize(s_axi_arsize),
        .s_axi_arburst(s_axi_arburst),
        .s_axi_arcache(s_axi_arcache),
        .s_axi_arprot(s_axi_arprot),
        .s_axi_aruser(s_axi_aruser),
        .s_axi_arvalid(s_axi_arvalid),
        .s_axi_arready(s_axi_arready),
        .s_axi_rid(s_axi_rid),
        .s_axi_rdata(s_axi_rdata),
        .s_axi_rresp(s_axi_rresp),
        .s_axi_rlast(s_axi_rlast),
        .s_axi_rvalid(s_axi_rvalid),
        .s_axi_rready(s_axi_rready),
        .m_axi_awid(c_awid),
        .m_axi_awaddr(c_awaddr),
        .m_axi_awlen(c_awlen),
        .m_axi_awsize(c_awsize),
        .m_axi_awburst(c_awburst),
        .m_axi_awcache(c_awcache),
        .m_axi_awprot(c_awprot),
        .m_axi_awuser(c_awuser),
        .m_axi_awvalid(c_awvalid),
        .m_axi_awready(c_awready),
        .m_axi_wdata(c_wdata),
        .m_axi_wstrb(c_wstrb),
        .m_axi_wlast(c_wlast),
        .m_axi_wvalid(c_wvalid),
        .m_axi_wready(c_wready),
        .m_axi_bid(c_bid),
        .m_axi_bresp(c_bresp),
        .m_axi_bvalid(c_bvalid),
        .m_axi_bready(c_bready),
        .m_axi_arid(c_arid),
        .m_axi_araddr(c_araddr),
        .m_axi_arlen(c_arlen),
        .m_axi_arsize(c_arsize),
        .m_axi_arburst(c_arburst),
        .m_axi_arcache(c_arcache),
        .m_axi_arprot(c_arprot),
        .m_axi_aruser(c_aruser),
        .m_axi_arvalid(c_arvalid),
        .m_axi_arready(c_arready),
        .m_axi_rid(c_rid),
        .m_axi_rdata(c_rdata),
        .m_axi_rresp(c_rresp),
        .m_axi_rlast(c_rlast),
        .m_axi_rvalid(c_rvalid),
        .m_axi_rready(c_rready)
    );
    axi_coherent #(.LINE_BYTES(LINE_BYTES)) u_coherent (
        .clk(clk), .rst(rst), .coherent_mode_i(coherent_mode_i),
        .snp_req_valid_o(snp_req_valid_o), .snp_req_ready_i(snp_req_ready_i), .snp_req_op_o(snp_req_op_o),
        .snp_req_addr_o(snp_req_addr_o), .snp_rsp_valid_i(snp_rsp_valid_i), .snp_rsp_hit_i(snp_rsp_hit_i),
        .snp_rsp_last_i(snp_rsp_last_i), .lock_valid_o(lock_valid_o), .lock_lo_o(lock_lo_o), .lock_hi_o(lock_hi_o),
        .s_axi_awid(c_awid),
        .s_axi_awaddr(c_awaddr),
        .s_axi_awlen(c_awlen),
        .s_axi_awsize(c_awsize),
        .s_axi_awburst(c_awburst),
        .s_axi_awcache(c_awcache),
        .s_axi_awprot(c_awprot),
        .s_axi_awuser(c_awuser),
        .s_axi_awvalid(c_awvalid),
        .s_axi_awready(c_awready),
        .s_axi_wdata(c_wdata),
        .s_axi_wstrb(c_wstrb),
        .s_axi_wlast(c_wlast),
        .s_axi_wvalid(c_wvalid),
        .s_axi_wready(c_wready),
        .s_axi_bid(c_bid),
        .s_axi_bresp(c_bresp),
        .s_axi_bvalid(c_bvalid),
        .s_axi_bready(c_bready),
        .s_axi_arid(c_arid),
        .s_axi_araddr(c_araddr),
        .s_axi_arlen(c_arlen),
        .s_axi_arsize(c_arsize),
        .s_axi_arburst(c_arburst),
        .s_axi_arcache(c_arcache),
        .s_axi_arprot(c_arprot),
        .s_axi_aruser(c_aruser),
        .s_axi_arvalid(c_arvalid),
        .s_axi_arready(c_arready),
        .s_axi_rid(c_rid),
        .s_axi_rdata(c_rdata),
        .s_axi_rresp(c_rresp),
        .s_axi_rlast(c_rlast),
        .s_axi_rvalid(c_rvalid),
        .s_axi_rready(c_rready),
        .m_axi_awid(d_awid),
        .m_axi_awaddr(d_awaddr),
        .m_axi_awlen(d_awlen),
        .m_axi_awsize(d_awsize),
        .m_axi_awburst(d_awburst),
        .m_axi_awcache(d_awcache),
        .m_axi_awprot(d_awprot),
        .m_axi_awuser(d_awuser),
        .m_axi_awvalid(d_awvalid),
        .m_axi_awready(d_awready),
        .m_axi_wdata(d_wdata),
        .m_axi_wstrb(d_wstrb),
        .m_axi_wlast(d_wlast),
        .m_axi_wvalid(d_wvalid),
        .m_axi_wready(d_wready),
        .m_axi_bid(d_bid),
        .m_axi_bresp(d_bresp),
        .m_axi_bvalid(d_bvalid),
        .m_axi_bready(d_bready),
        .m_axi_arid(d_arid),
        .m_axi_araddr(d_araddr),
        .m_axi_arlen(d_arlen),
        .m_axi_arsize(d_arsize),
        .m_axi_arburst(d_arburst),
        .m_axi_arcache(d_arcache),
        .m_axi_arprot(d_arprot),
        .m_axi_aruser(d_aruser),
        .m_axi_arvalid(d_arvalid),
        .m_axi_arready(d_arready),
        .m_axi_rid(d_rid),
        .m_axi_rdata(d_rdata),
        .m_axi_rresp(d_rresp),
        .m_axi_rlast(d_rlast),
        .m_axi_rvalid(d_rvalid),
        .m_axi_rready(d_rready)
    );
    axi_delay #(.SALT(32'h11)) u_delay (
        .clk(clk), .rst(rst), .en_i(delay_i[0]), .seed_i(seed_i), .sample_i(1'b0),
        .s_axi_awid(d_awid),
        .s_axi_awaddr(d_awaddr),
        .s_axi_awlen(d_awlen),
        .s_axi_awsize(d_awsize),
        .s_axi_awburst(d_awburst),
        .s_axi_awcache(d_awcache),
        .s_axi_awprot(d_awprot),
        .s_axi_awuser(d_awuser),
        .s_axi_awvalid(d_awvalid),
        .s_axi_awready(d_awready),
        .s_axi_wdata(d_wdata),
        .s_axi_wstrb(d_wstrb),
        .s_axi_wlast(d_wlast),
        .s_axi_wvalid(d_wvalid),
        .s_axi_wready(d_wready),
        .s_axi_bid(d_bid),
        .s_axi_bresp(d_bresp),
        .s_axi_bvalid(d_bvalid),
        .s_axi_bready(d_bready),
        .s_axi_arid(d_arid),
        .s_axi_araddr(d_araddr),
        .s_axi_arlen(d_arlen),
        .s_axi_arsize(d_arsize),
        .s_axi_arburst(d_arburst),
        .s_axi_arcache(d_arcache),
        .s_axi_arprot(d_arprot),
        .s_axi_aruser(d_aruser),
        .s_axi_arvalid(d_arvalid),
        .s_axi_arready(d_arready),
        .s_axi_rid(d_rid),
        .s_axi_rdata(d_rdata),
        .s_axi_rresp(d_rresp),
        .s_axi_rlast(d_rlast),
        .s_axi_rvalid(d_rvalid),
        .s_axi_rready(d_rready),
        .m_axi_awid(e_awid),
        .m_axi_awaddr(e_awaddr),
        .m_axi_awlen(e_awlen),
        .m_axi_awsize(e_awsize),
        .m_axi_awburst(e_awburst),
        .m_axi_awcache(e_awcache),
        .m_axi_awprot(e_awprot),
        .m_axi_awuser(e_awuser),
        .m_axi_awvalid(e_awvalid),
        .m_axi_awready(e_awready),
        .m_axi_wdata(e_wdata),
        .m_axi_wstrb(e_wstrb),
        .m_axi_wlast(e_wlast),
        .m_axi_wvalid(e_wvalid),
        .m_axi_wready(e_wready),
        .m_axi_bid(e_bid),
        .m_axi_bresp(e_bresp),
        .m_axi_bvalid(e_bvalid),
        .m_axi_bready(e_bready),
        .m_axi_arid(e_arid),
        .m_axi_araddr(e_araddr),
        .m_axi_arlen(e_arlen),
        .m_axi_arsize(e_arsize),
        .m_axi_arburst(e_arburst),
        .m_axi_arcache(e_arcache),
        .m_axi_arprot(e_arprot),
        .m_axi_aruser(e_aruser),
        .m_axi_arvalid(e_arvalid),
        .m_axi_arready(e_arready),
        .m_axi_rid(e_rid),
        .m_axi_rdata(e_rdata),
        .m_axi_rresp(e_rresp),
        .m_axi_rlast(e_rlast),
        .m_axi_rvalid(e_rvalid),
        .m_axi_rready(e_rready)
    );
    axi_delay #(.SALT(32'h22), .SLICE(1)) u_slice (
        .clk(clk), .rst(rst), .en_i(delay_i[1]), .seed_i(seed_i), .sample_i(1'b0),
        .s_axi_awid(e_awid),
        .s_axi_awaddr(e_awaddr),
        .s_axi_awlen(e_awlen),
        .s_axi_awsize(e_awsize),
        .s_axi_awburst(e_awburst),
        .s_axi_awcache(e_awcache),
        .s_axi_awprot(e_awprot),
        .s_axi_awuser(e_awuser),
        .s_axi_awvalid(e_awvalid),
        .s_axi_awready(e_awready),
        .s_axi_wdata(e_wdata),
        .s_axi_wstrb(e_wstrb),
        .s_axi_wlast(e_wlast),
        .s_axi_wvalid(e_wvalid),
        .s_axi_wready(e_wready),
        .s_axi_bid(e_bid),
        .s_axi_bresp(e_bresp),
        .s_axi_bvalid(e_bvalid),
        .s_axi_bready(e_bready),
        .s_axi_arid(e_arid),
        .s_axi_araddr(e_araddr),
        .s_axi_arlen(e_arlen),
        .s_axi_arsize(e_arsize),
        .s_axi_arburst(e_arburst),
        .s_axi_arcache(e_arcache),
        .s_axi_arprot(e_arprot),
        .s_axi_aruser(e_aruser),
        .s_axi_arvalid(e_arvalid),
        .s_axi_arready(e_arready),
        .s_axi_rid(e_rid),
        .s_axi_rdata(e_rdata),
        .s_axi_rresp(e_rresp),
        .s_axi_rlast(e_rlast),
        .s_axi_rvalid(e_rvalid),
        .s_axi_rready(e_rready),
        .m_axi_awid(m_axi_awid),
        .m_axi_awaddr(m_axi_awaddr),
        .m_axi_awlen(m_axi_awlen),
        .m_axi_awsize(m_axi_awsize),
        .m_axi_awburst(m_axi_awburst),
        .m_axi_awcache(m_axi_awcache),
        .m_axi_awprot(m_axi_awprot),
        .m_axi_awuser(m_axi_awuser),
        .m_axi_awvalid(m_axi_awvalid),
        .m_axi_awready(m_axi_awready),
        .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb),
        .m_axi_wlast(m_axi_wlast),
        .m_axi_wvalid(m_axi_wvalid),
        .m_axi_wready(m_axi_wready),
        .m_axi_bid(m_axi_bid),
        .m_axi_bresp(m_axi_bresp),
        .m_axi_bvalid(m_axi_bvalid),
        .m_axi_bready(m_axi_bready),
        .m_axi_arid(m_axi_arid),
        .m_axi_araddr(m_axi_araddr),
        .m_axi_arlen(m_axi_arlen),
        .m_axi_arsize(m_axi_arsize),
        .m_axi_arburst(m_axi_arburst),
        .m_axi_arcache(m_axi_arcache),
        .m_axi_arprot(m_axi_arprot),
        .m_axi_aruser(m_axi_aruser),
        .m_axi_arvalid(m_axi_arvalid),
        .m_axi_arready(m_axi_arready),
        .m_axi_rid(m_axi_rid),
        .m_axi_rdata(m_axi_rdata),
        .m_axi_rresp(m_axi_rresp),
        .m_axi_rlast(m_axi_rlast),
        .m_axi_rvalid(m_axi_rvalid),
        .m_axi_rready(m_axi_rready)
    );
    axi_props u_props_s_axi (.clk(clk), .rst(rst),
        .awid(s_axi_awid),
        .awaddr(s_axi_awaddr),
        .awlen(s_axi_awlen),
        .awsize(s_axi_awsize),
        .awburst(s_axi_awburst),
        .awcache(s_axi_awcache),
        .awprot(s_axi_awprot),
        .awuser(s_axi_awuser),
        .awvalid(s_axi_awvalid),
        .awready(s_axi_awready),
        .wdata(s_axi_wdata),
        .wstrb(s_axi_wstrb),
        .wlast(s_axi_wlast),
        .wvalid(s_axi_wvalid),
        .wready(s_axi_wready),
        .bid(s_axi_bid),
        .bresp(s_axi_bresp),
        .bvalid(s_axi_bvalid),
        .bready(s_axi_bready),
        .arid(s_axi_arid),
        .araddr(s_axi_araddr),
        .arlen(s_axi_arlen),
        .arsize(s_axi_arsize),
        .arburst(s_axi_arburst),
        .arcache(s_axi_arcache),
        .arprot(s_axi_arprot),
        .aruser(s_axi_aruser),
        .arvalid(s_axi_arvalid),
        .arready(s_axi_arready),
        .rid(s_axi_rid),
        .rdata(s_axi_rdata),
        .rresp(s_axi_rresp),
        .rlast(s_axi_rlast),
        .rvalid(s_axi_rvalid),
        .rready(s_axi_rready)
    );
    axi_props u_props_m_axi (.clk(clk), .rst(rst),
        .awid(m_axi_awid),
        .awaddr(m_axi_awaddr),
        .awlen(m_axi_awlen),
        .awsize(m_axi_awsize),
        .awburst(m_axi_awburst),
        .awcache(m_axi_awcache),
        .awprot(m_axi_awprot),
        .awuser(m_axi_awuser),
        .awvalid(m_axi_awvalid),
        .awready(m_axi_awready),
        .wdata(m_axi_wdata),
        .wstrb(m_axi_wstrb),
        .wlast(m_axi_wlast),
        .wvalid(m_axi_wvalid),
        .wready(m_axi_wready),
        .bid(m_axi_bid),
        .bresp(m_axi_bresp),
        .bvalid(m_axi_bvalid),
        .bready(m_axi_bready),
        .arid(m_axi_arid),
        .araddr(m_axi_araddr),
        .arlen(m_axi_arlen),
        .arsize(m_axi_arsize),
        .arburst(m_axi_arburst),
        .arcache(m_axi_arcache),
        .arprot(m_axi_arprot),
        .aruser(m_axi_aruser),
        .arvalid(m_axi_arvalid),
        .arready(m_axi_arready),
        .rid(m_axi_rid),
        .rdata(m_axi_rdata),
        .rresp(m_axi_rresp),
        .rlast(m_axi_rlast),
        .rvalid(m_axi_rvalid),
        .rready(m_axi_rready)
    );
    axi_props u_props_e (.clk(clk), .rst(rst),
        .awid(e_awid),
        .awaddr(e_awaddr),
        .awlen(e_awlen),
        .awsize(e_awsize),
        .awburst(e_awburst),
        .awcache(e_awcache),
        .awprot(e_awprot),
        .awuser(e_awuser),
        .awvalid(e_awvalid),
        .awready(e_awready),
        .wdata(e_wdata),
        .wstrb(e_wstrb),
        .wlast(e_wlast),
        .wvalid(e_wvalid),
        .wready(e_wready),
        .bid(e_bid),
        .bresp(e_bresp),
        .bvalid(e_bvalid),
        .bready(e_bready),
        .arid(e_arid),
        .araddr(e_araddr),
        .arlen(e_arlen),
        .arsize(e_arsize),
        .arburst(e_arburst),
        .arcache(e_arcache),
        .arprot(e_arprot),
        .aruser(e_aruser),
        .arvalid(e_arvalid),
        .arready(e_arready),
        .rid(e_rid),
        .rdata(e_rdata),
        .rresp(e_rresp),
        .rlast(e_rlast),
        .rvalid(e_rvalid),
        .rready(e_rready)
    );
endmodule
`default_nettype wire
