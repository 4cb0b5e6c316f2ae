#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Plants each bug of plants.txt alone in a copy of the RTL and wants the bench to fail.
# usage: plant.sh OUT [WORD]      with WORD only the bugs whose names hold it; ends with `N passed, N failed`
set -u
out=$1 only=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
work=$out/plant
passed=0 failed=0

while IFS='|' read -r name file command; do
	case $name in '' | '#'*) continue ;; *"$only"*) ;; *) continue ;; esac
	rm -rf "$work" && mkdir -p "$work/tests/rtl"
	cp -r "$root/rtl" "$root/include" "$work/" && cp -r "$here" "$work/tests/rtl/lsu"
	sed -i "$command" "$work/rtl/$file"
	if cmp -s "$root/rtl/$file" "$work/rtl/$file"; then
		what="the command changes nothing in $file"
	elif ! make -C "$work/tests/rtl/lsu" build >"$work/log" 2>&1 </dev/null; then
		what="does not build: $work/log"
	elif make -C "$work/tests/rtl/lsu" run >"$work/log" 2>&1 </dev/null; then
		what="$(tail -n 1 "$work/log")"
	elif ! grep -q 'FAIL\|%Error' "$work/log"; then
		what="ended without a verdict: $work/log"
	else
		passed=$((passed + 1))
		echo "found  $name: $(grep -a -m 1 'FAIL\|%Error' "$work/log")"
		continue
	fi
	failed=$((failed + 1))
	echo "MISSED $name: $what"
done <"$here/plants.txt"
[ $((passed + failed)) -ne 0 ] || { echo "plant: no bug's name holds '$only'" >&2; exit 2; }
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
