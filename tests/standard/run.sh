#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Programs in the style of the standard bare-metal suites run unchanged: result by tohost, signature by its symbols.
#
# usage: run.sh SIMULATOR DIR      DIR holds the ELF files; ends with `N passed, N failed`
set -u
sim=$1 dir=$2
passed=0 failed=0

judge() { # NAME STATUS EXPECTED
	if [ "$2" -eq "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: exit status $2, expected $3: $(tail -n 1 "$dir/log")"
	fi
}

for mode in "" "--hostile --seed 3"; do
	for name in user supervisor; do
		# shellcheck disable=SC2086 # options are words
		timeout 60 "$sim" --max-cycles 1000000 $mode "$dir/$name.elf" >"$dir/log" 2>&1
		judge "$name $mode" $? 0
	done
done
timeout 60 "$sim" --max-cycles 1000000 "$dir/broken.elf" >"$dir/log" 2>&1
judge broken $? 1
timeout 60 "$sim" --max-cycles 1000000 --signature "$dir/signature.txt" --signature-granularity 8 "$dir/signature.elf" >"$dir/log" 2>&1
judge signature $? 0
# the same sequence by the shell
a=1 i=0
while [ $i -lt 8 ]; do
	printf '%016x\n' $a
	a=$(((a << 7) ^ 21)) i=$((i + 1))
done >"$dir/expected.txt"
if cmp -s "$dir/expected.txt" "$dir/signature.txt"; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "signature: differs from $dir/expected.txt"
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
