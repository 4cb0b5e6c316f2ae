#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Takes the integrator's example out of docs/dma-engine.md as it stands, lints it with Verilator and copies with it under
# Icarus (minimal_tb.v). Only open outputs may be warned of.
# usage: minimal.sh ROOT     prints "N passed, N failed"
set -u
cd "$1" || exit 2
out=build/tests/rtl/dma/minimal
mkdir -p $out
sed -n '/^```verilog$/,/^```$/{/^```/!p}' docs/dma-engine.md >$out/example.v
sources="$out/example.v rtl/dma/*.v rtl/common/rr_arbiter.v"
# the warnings that an open output gives
opens() {
	awk '$1 == "output" { for (i = 2; i <= NF; i++) if ($i ~ /^[a-z]/ && $i != "wire") { sub(/,.*/, "", $i); printf "%s%s", n++ ? "|" : "", $i; break } }' \
		rtl/dma/doorbell_dma.v | sed "s/.*/(PINMISSING|PINCONNECTEMPTY).*pin.*'(&)'|DECLFILENAME/"
}
# shellcheck disable=SC2086 # lists of files
if ! grep -q '^module dma_minimal' $out/example.v; then
	echo "minimal: docs/dma-engine.md has no example 'module dma_minimal'"
elif ! verilator --lint-only -Wall -Wno-fatal -Iinclude -y rtl/dma -y rtl/common --top-module dma_minimal $out/example.v >$out/lint 2>&1; then
	head -n 20 $out/lint
elif grep '^%' $out/lint | grep -v -E "$(opens)" >$out/log; then
	head -n 20 $out/log
elif ! iverilog -g2005 -Iinclude -s minimal_tb -o $out/tb tests/rtl/dma/minimal_tb.v $sources >$out/log 2>&1; then
	head -n 20 $out/log
else
	timeout 60 vvp -n $out/tb >$out/log 2>&1
	sed '$d' $out/log
	set -- $(tail -n 1 $out/log)
	[ "${2:-}" = passed, ] && echo "$(($1 + 1)) passed, $3 failed" && [ "$3" -eq 0 ]
	exit $?
fi
echo "0 passed, 1 failed"
exit 1
