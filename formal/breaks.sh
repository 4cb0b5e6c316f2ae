#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Plants each bug of formal/breaks.txt in a copy of the RTL and asks that its task fails by a property.
# usage: breaks.sh JOBS [TASK]
set -u
if [ "$1" = one ]; then
	number=$2
	row=$(grep -v '^ *\(#\|$\)' formal/breaks.txt | sed -n "${number}p")
	field() { echo "$row" | cut -d'@' -f"$1" | sed 's/^ *//;s/ *$//'; }
	task=$(field 1) engine=$(field 2) file=$(field 3) edit=$(field 4) what=$(field 5)
	dir=build/formal/breaks/$number
	rm -rf "$dir"
	mkdir -p "$dir"
	cp -r build/formal/rtl "$dir/rtl"
	if [ ! -f "$dir/rtl/$file" ]; then
		echo "$number|SKIP|$task|$what: rtl/$file is not in this tree" >"$dir/verdict"
		exit 0
	fi
	sed -i -e "$edit" "$dir/rtl/$file"
	if cmp -s "build/formal/rtl/$file" "$dir/rtl/$file"; then
		echo "$number|FAIL|$task|$what: the edit does not apply to rtl/$file" >"$dir/verdict"
		exit 0
	fi
	out=$(FORMAL_OUT=$dir/run formal/run.sh "$task" "$dir/rtl" "$engine" 2>&1)
	case $out in
	*'|FAIL|FAILS in cycle'*) echo "$number|PASS|$task|$what: caught: $(echo "$out" | cut -d'|' -f3)" >"$dir/verdict" ;;
	*) echo "$number|FAIL|$task|$what: not caught: $(echo "$out" | tail -n 1 | cut -c1-200)" >"$dir/verdict" ;;
	esac
	exit 0
fi
rm -rf build/formal/breaks
mkdir -p build/formal/breaks
rows=$(grep -v '^ *\(#\|$\)' formal/breaks.txt | awk -F'@' -v t="${2:-}" 't == "" || $1 ~ "^" t " *$" { print NR }')
printf '%s\n' $rows | xargs -P "$1" -n 1 formal/breaks.sh one
passed=0 failed=0 skipped=0
for n in $rows; do
	IFS='|' read -r number verdict task what <"build/formal/breaks/$n/verdict"
	printf '%-4s %-16s %s\n' "$verdict" "$task" "$what"
	case $verdict in
	PASS) passed=$((passed + 1)) ;;
	SKIP) skipped=$((skipped + 1)) ;;
	*) failed=$((failed + 1)) ;;
	esac
done
if [ $skipped -ne 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
