#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs groups of tests, JOBS at a time (default 1), and adds up what they count.
#
# usage: [JOBS=N] run_groups.sh LOGDIR 'NAME|COMMAND'...
# Each command must end with a line `N passed, N failed` (`, N skipped` may follow). A group that exits non-zero, or
# counts nothing, is a failure. Output goes to LOGDIR/NAME.log; that of a failing group is shown. Prints a row a group
# as it ends and, last, the sum. Exit 0 only if all passed. Groups must not write the same files.
set -u
logs=$1
shift
mkdir -p "$logs"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# one group: a row on standard output, its counts in $work/NAME
run() {
	name=${1%%|*} command=${1#*|}
	log=$logs/$name.log
	start=$(date +%s)
	sh -c "$command" >"$log" 2>&1 </dev/null
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
	{
		printf '%-22s %4ss  %s\n' "$name" $(($(date +%s) - start)) "$line"
		if [ "$f" -ne 0 ]; then
			echo "---- the end of $log; again: $command"
			tail -n 40 "$log"
			echo "----"
		fi
	} >"$work/$name.row"
	cat "$work/$name.row"
	echo "$p $f $s" >"$work/$name"
}

# A worker takes the next group that nobody has taken, in the order given.
worker() {
	for group; do
		mkdir "$work/${group%%|*}.taken" 2>/dev/null && run "$group"
	done
}
n=0
while [ $n -lt "${JOBS:-1}" ]; do
	worker "$@" &
	n=$((n + 1))
done
wait

passed=0 failed=0 skipped=0
for group; do
	read -r p f s <"$work/${group%%|*}" || p=0 f=1 s=0 # its worker died
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
if [ $skipped -ne 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
