#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The core's latencies and cycles per instruction by cause: a table, core.* in the results, fails where a floor is missed.
# usage: core.sh SIMULATOR ELF CPI RESULTS.json   (caches as built: 16 KiB; memory latency 13)
set -eu
sim=$1 elf=$2 cpi=$3 out=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$sim" --mem-latency 13 --check=off --events "$work/events" "$elf" >"$work/log" 2>&1 </dev/null || { cat "$work/log"; exit 1; }
"$cpi" "$work/events" >"$work/parts"
awk '
	BEGIN { split("sort matrix list string crc states", name, " "); split("fetch load-use store-buffer miss branch mul-div", cause, " ")
		printf "%-10s %12s %8s %6s", "kernel", "instructions", "cycles", "CPI" >"/dev/stderr"
		for (i = 1; i <= 6; i++) printf " %12s", cause[i] >"/dev/stderr"
		print "" >"/dev/stderr" }
	$1 == 1 { printf "core.load_use %.2f cycles\n", ($3 - $2) / 3200 }
	$1 == 2 { printf "core.branch_taken %.2f cycles\n", ($3 - $2) / 3200 }
	$1 == 3 { printf "core.mul %.2f cycles\n", $3 / 3200 }
	$1 == 4 { printf "core.div %.2f cycles\n", $3 / 3200 }
	$1 >= 5 {
		k = name[$1 - 4]
		printf "%-10s %12d %8d %6.2f", k, $2, $3, $3 / $2 >"/dev/stderr"
		printf "core.cpi.%s %.3f cycles\n", k, $3 / $2
		for (i = 1; i <= 6; i++) {
			printf " %12.3f", $(3 + i) / $2 >"/dev/stderr"
			c = cause[i]; gsub("-", "_", c)
			printf "core.cpi.%s.%s %.3f cycles\n", k, c, $(3 + i) / $2
		}
		print "" >"/dev/stderr"
	}' "$work/parts" 2>&1 >"$work/figures"
"$(dirname "$0")/../results.sh" "$out" core. <"$work/figures"
