#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The DMA engine's speed: a table with floors (floors.txt) and other engines (dma_peers.txt), figures dma.* into the
# results, and a plot of utilisation over transfer size. Fails where a floor is missed or a byte was wrong.
#
# usage: dma.sh RESULTS.json BENCH...   (programs of tests/rtl/dma, whose builds differ)
set -eu
here=$(dirname "$0") results=$1
shift
dir=$(dirname "$results")
mkdir -p "$dir"
: >"$dir/dma.txt"
bad=0
for bench; do
	timeout 300 "$bench" --speed "$dir/dma.part" || bad=1
	cat "$dir/dma.part" >>"$dir/dma.txt"
done
rm -f "$dir/dma.part"
awk -v floors="$here/floors.txt" '
	function other(name,   i, s) {
		for (i = 1; i <= n[name]; i++) s = s (i > 1 ? ", " : "") peer[name, i]
		return s
	}
	BEGIN {
		while ((getline line <floors) > 0) { split(line, f); if (f[1] ~ /^dma/) { how[f[1]] = f[2]; floor[f[1]] = f[3] } }
		printf "%-30s %8s %-22s %s\n", "figure", "value", "floor", "others"
	}
	/^#/ { next }
	FILENAME ~ /peers/ { v = $2; name = $1; $1 = $2 = ""; sub(/^ */, ""); peer[name, ++n[name]] = v " " $0; next }
	{
		ok = how[$1] == "at-most" ? $2 + 0 <= floor[$1] + 0 : $2 + 0 >= floor[$1] + 0
		printf "%-30s %8s %-8s %-6s %-6s %s\n", $1, $2, how[$1], floor[$1], how[$1] == "" ? "" : ok ? "ok" : "MISSED", other($1)
	}' "$here/dma_peers.txt" "$dir/dma.txt"
"$here/results.sh" "$results" dma. <"$dir/dma.txt" >"$dir/dma.verdict" || { grep -E 'MISSED|NO FIGURE' "$dir/dma.verdict"; bad=1; }
sed -n 's/^dma\.util\.ring32\.S\([0-9]*\)\.L\([0-9]*\) \([0-9.]*\) .*/\1 \2 \3/p' "$dir/dma.txt" >"$dir/dma.dat"
gnuplot -e "data='$dir/dma.dat'; out='$dir/dma.svg'" "$here/dma.plt"
echo "plot: $dir/dma.svg"
exit $bad
