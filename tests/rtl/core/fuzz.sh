#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: fuzz.sh CORE_FUZZ SEED INSNS
# Two processes with different seeds, half of the instructions each; ends with `N passed, N failed`.
fuzz=$1 seed=$2 half=$(($3 / 2))
log=$(dirname "$fuzz")/fuzz
"$fuzz" --seed "$seed" --insns $half > "$log-1.log" &
first=$!
"$fuzz" --seed $((seed + 1000)) --insns $half > "$log-2.log"
second=$?
wait $first
first=$?
cat "$log-1.log" "$log-2.log" | grep -v 'passed, .* failed$'
# a process that died without its last line counts as a failure
cat "$log-1.log" "$log-2.log" | awk -v a=$first -v b=$second '
	/^[0-9]+ passed, [0-9]+ failed$/ { p += $1; f += $3; n++ }
	END { f += 2 - n; if (f == 0 && (a != 0 || b != 0)) f = 1; printf "%d passed, %d failed\n", p, f; exit f != 0 }'
