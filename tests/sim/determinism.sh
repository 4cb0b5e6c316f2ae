#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Same seed, same cycles: twice in a row, with two runs at once, with the checker off, with a trace, with events
# recorded. And another seed must give other cycles under --hostile, or the settings do nothing.
#
# usage: determinism.sh SIMULATOR ELF...      prints each difference and `N passed, N failed`
set -u
sim=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# cycles and instructions of a run, from the last line on standard error
count() {
	"$@" 2>&1 >/dev/null </dev/null | sed -n 's/^doorbell: .*, \([0-9]* cycles, [0-9]* instructions\).*/\1/p' | tail -n 1
}

same() { # NAME EXPECTED GOT COMMAND
	if [ -n "$2" ] && [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: '$3', expected '$2': $4"
	fi
}

for elf; do
	for mode in "--mem-latency 13" "--hostile --seed 7" "--hostile --seed 8 --coherent"; do
		# shellcheck disable=SC2086 # options are words
		set_mode() { base=$(count "$sim" $mode "$elf"); }
		set_mode
		# shellcheck disable=SC2086
		{
			count "$sim" $mode "$elf" >"$work/a" &
			other=$!
			same again "$base" "$(count "$sim" $mode "$elf")" "$sim $mode $elf"
			wait $other
			same beside-another "$base" "$(cat "$work/a")" "$sim $mode $elf"
			same check-off "$base" "$(count "$sim" $mode --check=off "$elf")" "$sim $mode --check=off $elf"
			same trace "$base" "$(count "$sim" $mode --trace "$work/t.fst" --trace-depth 2 "$elf")" \
				"$sim $mode --trace t.fst --trace-depth 2 $elf"
			same events "$base" "$(count "$sim" $mode --events "$work/t.events" "$elf")" "$sim $mode --events t.events $elf"
		}
	done
	one=$(count "$sim" --hostile --seed 1 "$elf") two=$(count "$sim" --hostile --seed 2 "$elf")
	if [ "$one" != "$two" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "seeds: --hostile --seed 1 and --seed 2 both took '$one': $elf"
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
