#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The table of make synth from the results of block.sh; the figures go to tests/bench/results.sh on standard output's
# other side: usage: table.sh OUT BLOCKS FIGURES
set -eu
out=$1 blocks=$2 figures=$3
awk -v out="$out" -v figures="$figures" '
	function area(name, f,   line) {
		if ((getline line < (out "/" name ".area")) <= 0) { print "synth: no result of " name >"/dev/stderr"; bad = 1; exit 1 }
		close(out "/" name ".area")
		split(line, f, " ")
	}
	function show(name) {
		printf "%-10s %7d %7d %6.1f %5d %6.2f %10d %10d\n", name, v[name, 1], v[name, 2], v[name, 3], v[name, 4], v[name, 5] / 1000, v[name, 6], v[name, 7]
		printf "area.%s.lut %d LUT\narea.%s.ff %d FF\narea.%s.bram %.1f RAMB36\narea.%s.dsp %d DSP48\narea.%s.delay_ns %.2f ns\narea.%s.hostile.lut %d LUT\n",
			name, v[name, 1], name, v[name, 2], name, v[name, 3], name, v[name, 4], name, v[name, 5] / 1000, name, v[name, 6] >figures
	}
	BEGIN { printf "%-10s %7s %7s %6s %5s %6s %10s %10s\n", "block", "LUT", "FF", "BRAM", "DSP", "ns", "LUT host.", "FF host." }
	$1 == "block" {
		area($2, f)
		for (i = 1; i <= 5; i++) v[$2, i] = f[i]
		area($2 "-hostile", f)
		v[$2, 6] = f[1]; v[$2, 7] = f[2]
		show($2)
	}
	$1 == "total" {
		for (n = 3; n <= NF; n++)
			for (i = 1; i <= 7; i++)
				if (i == 5) v[$2, i] = v[$n, i] > v[$2, i] ? v[$n, i] : v[$2, i]
				else v[$2, i] += v[$n, i]
		show($2)
	}
	END { exit bad }' "$blocks"
