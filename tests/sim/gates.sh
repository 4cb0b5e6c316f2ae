#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Idle gates must not change a cycle: every program takes the same cycles and instructions with and without them.
#
# usage: gates.sh GATED UNGATED ELF...      prints each difference and `N passed, N failed`
set -u
gated=$1 ungated=$2
shift 2
passed=0 failed=0

# shellcheck disable=SC2086 # options are words
count() {
	"$@" 2>&1 >/dev/null </dev/null | sed -n 's/^doorbell: \(.*, [0-9]* cycles, [0-9]* instructions\).*/\1/p' | tail -n 1
}

for elf; do
	for mode in "--mem-latency 1" "--mem-latency 100" "--hostile --seed 5" "--hostile --seed 6 --coherent" \
		"--hostility fabric --seed 7" "--hostility mmio,evict --seed 8 --mem-stall 30"; do
		# shellcheck disable=SC2086
		with=$(count "$gated" $mode "$elf")
		# shellcheck disable=SC2086
		without=$(count "$ungated" $mode "$elf")
		if [ -n "$with" ] && [ "$with" = "$without" ]; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			echo "$mode $elf: '$with' with idle gates, '$without' without"
		fi
	done
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
