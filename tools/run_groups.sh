#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs groups of tests one after the other and adds up what they count.
#
# usage: run_groups.sh LOGDIR 'NAME|COMMAND'...
# Each command must end with a line `N passed, N failed` (`, N skipped` may follow). A group that exits non-zero, or
# counts nothing, is a failure. Output goes to LOGDIR/NAME.log; that of a failing group is shown. Prints a row a group
# and, last, the sum. Exit 0 only if all passed.
set -u
logs=$1
shift
mkdir -p "$logs"
passed=0 failed=0 skipped=0
for group; do
	name=${group%%|*} command=${group#*|}
	log=$logs/$name.log
	start=$(date +%s)
	sh -c "$command" >"$log" 2>&1
	code=$?
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
	p=${line%% *} rest=${line#*, } s=0
	f=${rest%% *}
	case $line in *skipped*) s=${line##*failed, } s=${s%% *} ;; esac
	if [ -z "$line" ] || [ "$p$f" = 00 ]; then
		p=0 f=1 line='no test was counted'
	elif [ $code -ne 0 ] && [ "$f" -eq 0 ]; then
		f=1 line="$line, but exit code $code"
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	printf '%-22s %4ss  %s\n' "$name" $(($(date +%s) - start)) "$line"
	if [ "$f" -ne 0 ]; then
		echo "---- the end of $log; again: $command"
		tail -n 40 "$log"
		echo "----"
	fi
done
if [ $skipped -ne 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
