#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the litmus program under settings and seeds, and judges the sum of the runs.
# usage: litmus.sh SIMULATOR LITMUS ELF OUT quick|full [SEED...]
# A run that fails prints its command; a forbidden outcome is searched again in the runs one by one, to name the command.
set -u
sim=$1 litmus=$2 elf=$3 out=$4 size=$5
shift 5
seeds=${*:-"1 2 3 4 5 6 7 8 9 10"}
rm -rf "$out/sig"
mkdir -p "$out/sig"
if [ "$size" = full ]; then
	for seed in $seeds; do
		echo "--hostile --seed $seed"
		echo "--hostile --seed $seed --mem-latency 1"
		echo "--hostile --seed $seed --mem-latency 60"
		echo "--hostility sb-lazy,sb-order --seed $seed"
		echo "--hostility evict,prefetch,mmio --seed $seed"
		echo "--seed $seed"
	done
else
	echo "--hostile --seed 1"
	echo "--hostile --seed 2"
	echo "--hostile --seed 3 --mem-latency 60"
	echo "--hostility sb-lazy,sb-order --seed 4"
fi >"$out/runs"

bad=0
# shellcheck disable=SC2016
xargs -P "${JOBS:-$(nproc)}" -I{} sh -c '
	file=$5/sig/$(echo "$1" | tr -c "a-z0-9\n" _)
	# shellcheck disable=SC2086
	timeout 900 "$2" --check=off --max-cycles 100000000 $1 --signature "$file" "$3" >"$file.log" 2>&1 </dev/null || {
		tail -n 3 "$file.log"
		echo "litmus: failed: repeat with: $2 --check=off $1 $3"
		exit 1
	}
	rm -f "$file.log"' sh {} "$sim" "$elf" "$litmus" "$out" <"$out/runs" || bad=1
if ! "$litmus" judge -v "$out"/sig/* >"$out/judge"; then
	while read -r run; do
		"$litmus" judge "$out/sig/$(echo "$run" | tr -c 'a-z0-9\n' _)" | grep 'forbidden:\|that is none\|said not to' >"$out/found" || continue
		echo "litmus: repeat with: $sim --check=off $run --signature FILE $elf; $litmus judge FILE"
	done <"$out/runs"
	bad=1
fi
if [ "$size" = full ]; then cat "$out/judge"; else grep -v '^litmus: \(not seen\|out of reach\)' "$out/judge"; fi
exit $bad
