#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The simulator's speed: prints a table, writes an array of {"name", "value", "unit"}, fails where a floor is missed.
#
# usage: bench.sh SIMULATOR ELF RESULTS.json
# Best of three runs each, interleaved, because other work on the machine only ever slows a run down. The trace is at
# bus level (two levels of hierarchy) over a part of the run.
set -eu
sim=$1 elf=$2 out=$3
mkdir -p "$(dirname "$out")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cycles=${CYCLES:-3000000}

speed() { # Mcycle/s of one run
	"$@" "$elf" 2>&1 >/dev/null </dev/null | sed -n 's|.*, \([0-9.]*\) Mcycle/s$|\1|p' | tail -n 1
}
best() {
	printf '%s\n%s\n' "$1" "$2" | sort -g | tail -n 1
}

on=0 off=0 bus=0
for _ in 1 2 3; do
	on=$(best $on "$(speed "$sim" --max-cycles "$cycles")")
	off=$(best $off "$(speed "$sim" --max-cycles "$cycles" --check=off)")
	bus=$(best $bus "$(speed "$sim" --max-cycles $((cycles / 2)) --trace "$work/bus.fst" --trace-depth 2)")
done

bad=0
first=1
printf '%-24s %10s %-10s %s\n' figure value unit floor
row() { # NAME VALUE UNIT FLOOR-TEXT CONDITION
	verdict=ok
	awk "BEGIN { exit !($5) }" || { verdict='MISSED' bad=1; }
	printf '%-24s %10s %-10s %s: %s\n' "$1" "$2" "$3" "$4" "$verdict"
	[ $first = 1 ] || printf ',\n' >>"$work/json"
	first=0
	printf '  {"name": "%s", "value": %s, "unit": "%s"}' "$1" "$2" "$3" >>"$work/json"
}
checker=$(awk "BEGIN { printf \"%.3f\", $off / $on }")
trace=$(awk "BEGIN { printf \"%.2f\", $on / $bus }")
row sim.speed "$on" Mcycle/s 'at least 1.2' "$on >= 1.2"
row sim.checker_cost "$checker" ratio 'at most 1.3' "$checker <= 1.3"
row sim.trace_bus_cost "$trace" ratio 'at most 4' "$trace <= 4"
{
	echo '['
	cat "$work/json"
	printf '\n]\n'
} >"$out"
exit $bad
