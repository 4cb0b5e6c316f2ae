#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shows that the benches can fail: breaks one thing at a time in a copy of rtl/ and expects its bench to fail.
# Usage: breaks.sh [name]   prints "N passed, N failed"; passed = the break was noticed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$root/build/tests/rtl/axi/breaks
only=${1:-}
passed=0
failed=0

# name, bench, file, sed expression
try() {
	[ -z "$only" ] || [ "$only" = "$1" ] || return
	dir=$work/$1
	rm -rf "$dir"
	mkdir -p "$dir/tests/rtl"
	cp -r "$root/rtl" "$root/include" "$dir/"
	cp -r "$here" "$dir/tests/rtl/axi"
	sed -i -e "$4" "$dir/rtl/$3"
	if cmp -s "$dir/rtl/$3" "$root/rtl/$3"; then
		echo "$1: the expression changes nothing in $3"
		failed=$((failed + 1))
		return
	fi
	if ! make -s -C "$dir/tests/rtl/axi" BENCHES="$2" WARN=-Wno-fatal "../../../build/tests/rtl/axi/$2/bench" > "$dir/log" 2>&1; then
		echo "$1: does not build: $(grep -m1 -E '%Error' "$dir/log")"
		failed=$((failed + 1))
		return
	fi
	if timeout 120 "$dir/build/tests/rtl/axi/$2/bench" > "$dir/log" 2>&1; then
		echo "$1: NOT noticed by $2"
		failed=$((failed + 1))
	else
		echo "$1: $(grep -m1 -E 'FAIL|TOP\.|%Error' "$dir/log")"
		passed=$((passed + 1))
	fi
	rm -rf "$dir"
}

try skid-drops      common common/skid_buffer.v 's/if (kept_valid_q) data_q <= kept_q;/if (1'"'b0"') data_q <= kept_q;/'
try fifo-level      common common/fifo.v 's/if (push != pop) level_q/if (push) level_q/'
try rr-unfair       common common/rr_arbiter.v 's/after_q <= ~(gnt_o | (gnt_o - ONE))/after_q <= {N{1'"'b0"'}}/'
try store-early     store axi/axi_w_store.v 's/assign m_axi_wvalid = there \&\& whole_q != 16.d0;/assign m_axi_wvalid = there;/'
try store-count     store axi/axi_w_store.v 's/if (in != out)/if (in || out)/'
try store-strobes   store axi/axi_w_store.v 's/s_axi_wlast, s_axi_wstrb, s_axi_wdata}/s_axi_wlast, 8'"'hff"', s_axi_wdata}/'
try order-ignored   xbar axi/axi_xbar_rd.v 's/dst_q == sel_q \&\& count_q != FULL/count_q != FULL/'
try kept-lost       xbar axi/axi_xbar_wr.v 's/data_q <= (w_kept_q\[j\] || !FULL_RATE\[j\]) ?/data_q <= !FULL_RATE[j] ?/'
try id-swapped      xbar axi/axi_xbar_rd.v 's/from = from | i\[M_W-1:0\]/from = from | ~i[M_W-1:0]/'
try err-beats       xbar axi/axi_xbar_rd.v 's/err_took != {N_S{1.b0}} \&\& err_last\[m\]/err_took != {N_S{1'"'b0"'}}/'
try err-okay        xbar axi/axi_xbar_wr.v 's/b = {u_q\[m\*U_W+USER_W+:ID_W\], 2.b11}/b = {u_q[m*U_W+USER_W+:ID_W], 2'"'b00"'}/'
try err-too-soon    xbar axi/axi_xbar_rd.v 's/full_q \&\& sel_q == {N_S{1.b0}} \&\& none/full_q \&\& sel_q == {N_S{1'"'b0"'}}/'
try w-order         xbar axi/axi_xbar_wr.v 's/m_ready_i(w_go \&\& w_ready \&\& w_end)/m_ready_i(w_go \&\& w_ready)/'
try ram-limit       xbar axi/axi_addr_map.v 's/page\[19:0\] < cfg_ram_pages_i/page[19:0] <= cfg_ram_pages_i/'
try dev-edge        xbar axi/axi_dev_map.v 's/SIZE(`DB_UART_SIZE)/SIZE(40'"'h200"')/'
try dma-sees-rom    xbar axi/axi_xbar.v "s/4'b1010/4'b1110/"
try bridge-size     bridge axi/axi_periph_bridge.v 's/assign m_axil_arsize  = {N_DEV{ar\[1:0\]}}/assign m_axil_arsize  = {N_DEV{2'"'d3"'}}/'
try bridge-resp     bridge axi/axi_periph_bridge.v 's/b_q       <= b_in/b_q       <= 2'"'b00"'/'
try bridge-order    bridge axi/axi_dev_queue.v 's/!= {(Q_W + 1) {1.b0}} \&\& !busy_q\[d\]/!= {(Q_W + 1) {1'"'b0"'}}/'
try bridge-slot     bridge axi/axi_dev_queue.v 's/if (out) rd_q <= rd_q + 1.b1;//'
try window-limit    path axi/axi_windows.v 's/(aw_hi >> 12) </(aw_hi >> 12) <=/'
try window-zero     path axi/axi_windows.v 's/wire \[39:0\] hi_base = bus_zero_i ?/wire [39:0] hi_base = 1'"'b0"' ?/'
try no-lock         path axi/axi_coherent.v 's/assign lock_valid_o = lock_q/assign lock_valid_o = lock_q \&\& wr_state_q == ST_FLUSH/'
try lock-short      path axi/axi_coherent.v 's/assign lock_hi_o    = {wr_page_q, wr_end_q}/assign lock_hi_o    = {wr_page_q, wr_lo_q}/'
try last-line       path axi/axi_coherent.v 's/rd_clean_q <= rd_line_q == rd_end_q/rd_clean_q <= 1'"'b1"'/'
try clean-for-flush path axi/axi_coherent.v 's/snp_wr_q ? OP_FLUSH : OP_CLEAN/OP_CLEAN/'
try same-id-passes  path axi/axi_coherent.v 's/ \&\& !(rd_busy_q \&\& rd_ar_q\[A_W-1:68\] == ar_id)//'
try first-b         path axi/axi_coherent.v 's/out_q == 8.d0 \&\& w_here/w_here/'
try mode-none       path axi/axi_coherent.v 's/mode == 2.d1 ||/mode != 2'"'d0"' ||/'
try delay-drops     path axi/axi_delay_ch.v 's/assign s_ready_o = m_ready_i \&\& open/assign s_ready_o = m_ready_i/'
try delay-withdraws path axi/axi_delay_ch.v 's/end else if (en_i \&\& s_valid_i \&\& m_ready_i)/end else if (en_i \&\& s_valid_i)/'

[ $((passed + failed)) -ne 0 ] || { echo "breaks: no bug is named '$only'" >&2; exit 2; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
