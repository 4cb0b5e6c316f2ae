#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The simulator's speed: prints a table, adds sim.* to the results, fails where a floor of floors.txt is missed.
#
# usage: bench.sh SIMULATOR ELF RESULTS.json
# Best of three runs each, interleaved, because other work on the machine only ever slows a run down. The trace is at
# bus level (two levels of hierarchy) over a part of the run.
set -eu
sim=$1 elf=$2 out=$3
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

{
	echo "sim.speed $on Mcycle/s"
	awk "BEGIN { printf \"sim.checker_cost %.3f ratio\\n\", $off / $on }"
	awk "BEGIN { printf \"sim.trace_bus_cost %.2f ratio\\n\", $on / $bus }"
} | "$(dirname "$0")/results.sh" "$out" sim.
