#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Line coverage of rtl/dma, summed over the configurations: the points are statements and branches that begin on a line.
# Assertions (DOORBELL_ASSERT) do not count. Fails below 95 %, and where the lines not reached are not exactly those that
# coverage.txt explains: "file: the line's text", then a line with the reason.
# usage: coverage.sh RTL_DIR FILE...
set -eu
here=$(cd "$(dirname "$0")" && pwd)
rtl=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Source lines by number, without those of assertions
for f in "$rtl"/*.v; do
	awk -v f="$(basename "$f")" '
		/^`ifdef DOORBELL_ASSERT/ { skip = 1 }
		{ text = $0; gsub(/^[ \t]+|[ \t]+$/, "", text); if (!skip) print f "\t" FNR "\t" text }
		/^`endif/ { skip = 0 }' "$f"
done >"$work/lines"
awk -F '\t' -v missed="$work/missed" '
	NR == FNR { text[$1 " " $2] = $3; next }
	{
		split($0, p, " ")
		at = p[1] " " p[2]
		if (!(at in text)) next
		point = at " " p[3]
		sum[point] += p[4]
	}
	END {
		for (point in sum) {
			all++
			if (sum[point]) { good++; continue }
			split(point, p, " ")
			print p[1] ": " text[p[1] " " p[2]] >missed
		}
		printf "line coverage of rtl/dma: %d of %d points, %.1f %%\n", good, all, all ? 100 * good / all : 0
		exit !(all && good >= 0.95 * all)
	}' "$work/lines" "$@" || { echo "coverage is below 95 %"; bad=1; }
touch "$work/missed"
sort -u "$work/missed" >"$work/now"
grep -E '^[a-z_0-9]+\.v: ' "$here/coverage.txt" | sort -u >"$work/said" || :
comm -23 "$work/now" "$work/said" | sed 's/^/not reached and not explained in coverage.txt: /' >"$work/new"
comm -13 "$work/now" "$work/said" | sed 's/^/explained in coverage.txt, but reached or gone: /' >"$work/old"
cat "$work/new" "$work/old"
[ -z "${bad:-}" ] && [ ! -s "$work/new" ] && [ ! -s "$work/old" ]
