#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Plants the bugs of plants.txt in a copy of the RTL, builds them into one model, and wants the generated programs to find
# each of them, and nothing where none is chosen.
#
# usage: plant.sh OUT INSNS [WORD]      with WORD only the bugs whose names hold it; ends with `N passed, N failed`
set -u
out=$1 insns=$2 only=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../../..
work=$out/plant
passed=0 failed=0 n=0

rm -rf "$work" && mkdir -p "$work/tests/rtl" "$work/build"
cp -r "$root/rtl" "$root/include" "$work/" && cp -r "$here" "$work/tests/rtl/core"
while IFS='|' read -r name file command; do
	case $name in '' | '#'*) continue ;; esac
	n=$((n + 1))
	cp "$work/rtl/$file" "$work/before"
	sed -i "$(printf '%s' "$command" | sed "s/PLANT/(core_complex.plant_i == 8'd$n)/g")" "$work/rtl/$file"
	cmp -s "$work/before" "$work/rtl/$file" && echo "plants.txt: $name: the command changes nothing in $file" && failed=$((failed + 1))
done <"$here/plants.txt"
fuzz=$work/build/tests/rtl/core/core_fuzz
make -s -C "$work/tests/rtl/core" ../../../build/tests/rtl/core/core_fuzz >"$work/log" 2>&1 || {
	tail -n 3 "$work/log"
	echo "plants do not build: $work/log"
	echo "0 passed, 1 failed"
	exit 1
}

n=0
while IFS='|' read -r name file command; do
	case $name in '' | '#'*) continue ;; esac
	n=$((n + 1))
	case $name in *"$only"*) ;; *) continue ;; esac
	timeout 900 "$fuzz" --plant $n --seed 1 --insns "$insns" --rounds 3 --no-shrink --one >"$work/log" 2>&1
	if grep -q '^FAIL\|stop' "$work/log"; then
		passed=$((passed + 1))
		echo "found  $name: $(grep -a -m 1 'lockstep:\|retires\|bench:\|%Error\|no end' "$work/log" | cut -c 1-100)"
	else
		failed=$((failed + 1))
		echo "MISSED $name: $(tail -n 2 "$work/log" | head -n 1)"
	fi
done <"$here/plants.txt"
[ $((passed + failed)) -ne 0 ] || { echo "plant: no bug's name holds '$only'" >&2; exit 2; }
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
