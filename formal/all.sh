#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs proof tasks, prints the table and `N passed, N failed`.
# usage: all.sh JOBS full|quick|'TASK ...'
set -u
case $2 in
full) names=$(grep -v '^ *#' formal/tasks.txt | awk -F'|' '$2 ~ /quick|full/ { print $1 }') ;;
quick) names=$(grep -v '^ *\(#\|$\)' formal/tasks.txt | awk -F'|' '$2 ~ /quick/ { print $1 }') ;;
*) names=$2 ;;
esac
printf '%s\n' $names | xargs -P "$1" -n 1 formal/run.sh >/dev/null 2>build/formal/errors
cat build/formal/errors >&2
passed=0 failed=0 skipped=0
printf '%-18s %-4s %5s %5s  %s\n' task '' props s 'what is shown: how'
for t in $names; do
	if [ -f "build/formal/$t/result" ]; then
		IFS='|' read -r name verdict what count secs group <"build/formal/$t/result"
	else
		name=$t verdict=FAIL what='did not run' count=0 secs=0 group=
	fi
	printf '%-18s %-4s %5s %5s  %s: %s\n' "$name" "$verdict" "$count" "$secs" "$group" "$what"
	if [ "$verdict" = PASS ]; then
		passed=$((passed + 1))
	elif [ "$verdict" = SKIP ]; then
		skipped=$((skipped + 1))
	else
		failed=$((failed + 1))
		echo "  again: make formal TASKS=$t"
	fi
done
if [ $skipped -ne 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
