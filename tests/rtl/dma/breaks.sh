#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shows that the bench can fail: plants one bug at a time in a copy of rtl/dma and expects the bench `four` to notice.
# The bench's own objects are those of the build `four`; only the engine is verilated anew.
# Usage: breaks.sh [name]   prints "N passed, N failed"; passed = the bug was noticed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
out=$root/build/tests/rtl/dma
only=${1:-}
passed=0
failed=0
make -s -C "$here" benches CONFIGS=four || exit 1
objects=$(for o in bench coverage directed speed soft sim watch axi_memory ref_model; do echo "$out/four/$o.o"; done)

# name, file, sed expression
try() {
	[ -z "$only" ] || [ "$only" = "$1" ] || return
	dir=$out/breaks/$1
	rm -rf "$dir"
	mkdir -p "$dir"
	cp -r "$root/rtl/dma" "$dir/rtl"
	sed -i -e "$3" "$dir/rtl/$2"
	if cmp -s "$dir/rtl/$2" "$root/rtl/dma/$2"; then
		echo "$1: the expression changes nothing in $2"
		failed=$((failed + 1))
		return
	fi
	# shellcheck disable=SC2086 # a list of files
	if ! { verilator --cc --build -Wno-fatal -Wno-lint -O3 --x-assign unique --x-initial unique --coverage-line \
		-I"$root/include" -y "$dir/rtl" -y "$root/rtl/common" -GCHANNELS=4 -GDATA_W=64 -GADDR_W=40 -GAXIL_W=64 -GOWN_PORT=0 \
		-GRD_OUT=64 -GWR_OUT=64 --top-module doorbell_dma -CFLAGS '-std=c++17 -O1' -MAKEFLAGS -s --Mdir "$dir" \
		"$dir/rtl/doorbell_dma.v" && g++ $objects "$dir/Vdoorbell_dma__ALL.a" "$out/four/verilated.o" "$out/four/verilated_cov.o" \
		"$out/four/verilated_threads.o" -pthread -o "$dir/bench"; } >"$dir/log" 2>&1; then
		echo "$1: does not build: $(grep -m1 -E '%Error|error:' "$dir/log")"
		failed=$((failed + 1))
		return
	fi
	if timeout 300 "$dir/bench" --descriptors 20000 >"$dir/log" 2>&1; then
		echo "$1: NOT noticed"
		failed=$((failed + 1))
	else
		echo "$1: $(grep -m1 -E 'FAIL|%Error' "$dir/log")"
		passed=$((passed + 1))
	fi
	rm -rf "$dir"
}

try burst-past-edge   dma_split.v    's/wire \[EDGE_W-1:0\] off = addr_i\[EDGE_W-1:0\];/wire [EDGE_W-1:0] off = addr_i[EDGE_W-1:0] \& ~8;/'
try past-the-tail     dma_fetch.v    's/wire \[16:0\] count  = ~back\[17:1\];/wire [16:0] count  = ~back[17:1] + 17'"'d1"';/'
try tail-unchecked    dma_fetch.v    's/\&\& tail >= size;/\&\& tail > size;/'
try unowned-taken     dma_parse.v    's/assign unowned = at1 \&\& owner \&\& !first_q\[31\]/assign unowned = at1 \&\& owner \&\& 1'"'b0"'/'
try length-zero       dma_parse.v    's/wire bad0    = len0_q ||/wire bad0    =/'
try form-too-large    dma_parse.v    's/ || (is_2d \&\& stride != 2.d2);/;/'
try high-address      dma_parse.v    's/wire bad      = bad0 || high_q || high_w ||/wire bad      = bad0 ||/'
try phase-stuck       dma_complete.v 's/rec_m\[ch_q\] <= {rec\[16\] ^ lap, rec_n};/rec_m[ch_q] <= {rec[16], rec_n};/'
try record-ring-full  dma_complete.v 's/rec_n == rtail\[15:0\] : lap;/rec[15:0] == rtail[15:0] \&\& cnt != 0 : lap;/'
try job-bytes         dma_complete.v 's/job_m\[ch_q\] <= more ? {jeop, sum} : 33.d0;/job_m[ch_q] <= {jeop, sum};/'
try seen-early        dma_complete.v 's/b_q     <= b_valid_i || shows;/b_q     <= taken || b_valid_i || shows;/'
try record-error-lost dma_complete.v 's/b_err_q <= b_valid_i \&\& b_err_i;/b_err_q <= 1'"'b0"';/'
try irq-flush-lost    dma_irq.v      's/ | (end_i \& (some_q | d_hot));/;/'
try irq-one-early     dma_irq.v      's/count\[7:1\] == 7.d0/count[7:2] == 6'"'d0"'/'
try irq-time-lost     dma_irq.v      's/final_turn \&\& left\[0\];/1'"'b0"';/'
try irq-clear-wins    dma_irq.v      's/fire\[i\]};/fire[i] \&\& !(w_stat_i \&\& w_ch_i == i[CW-1:0])};/'
try bytes-of-failed   dma_ack.v      's/bytes_q   <= rd_tell_q || rd_err_q ||/bytes_q   <= rd_tell_q ||/'
try address-of-failed dma_ack.v      's/beat_q    <= rd_tell_q ? d_beat_i/beat_q    <= 1'"'b0"' ? d_beat_i/'
try decerr-as-slverr  dma_ack.v      's/werr ? (ev_dec_q ?/werr ? (1'"'b0"' ?/'
try not-cut-by-stop   dma_ack.v      's/assign wstop_o = halt_i | werr_q | fail_q;/assign wstop_o = werr_q | fail_q;/'
try too-many-reads    dma_port.v     's/rd_room_q <= rd_out_q != R_MAX - R_ONE || !go;/rd_room_q <= 1'"'b1"';/'
try attributes-mixed  dma_port.v     's/wire \[C_W-1:0\] ar_att_ch = fr_ar_valid_i ? fr_ar_ch_i\[C_W-1:0\] : ar_ch_i;/wire [C_W-1:0] ar_att_ch = ar_ch_i;/'
try stop-before-drain dma_ctl.v      's/wire \[N-1:0\] down  = .*/wire [N-1:0] down = s_hot \& act_q \& cut;/'
try weight-ignored    dma_ctl.v      's/assign att_weight_o = .*/assign att_weight_o = 4'"'d1"';/'
try tlast-forgotten   dma_stream.v   's/last_q <= x_last_i;/last_q <= 1'"'b0"';/'
try packet-end-missed dma_stream.v   's/(got \&\& s_axis_tlast\[sel\] ? ONE << sel : {N{1.b0}});/{N{1'"'b0"'}};/'

[ $((passed + failed)) -ne 0 ] || { echo "breaks: no bug is named '$only'" >&2; exit 2; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
