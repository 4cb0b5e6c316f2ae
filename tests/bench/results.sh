#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Adds figures to a file of results and compares them with their floors.
#
# usage: results.sh RESULTS.json PREFIX <lines of "name value unit"
# RESULTS.json is an array of {"name", "value", "unit"}, one to a line; figures there whose names begin with PREFIX are
# replaced, the others stay. Prints figures that have a floor (floors.txt beside this script); fails where one is missed,
# and where a floor of PREFIX has no figure.
set -eu
out=$1 prefix=$2 floors=$(dirname "$0")/floors.txt
mkdir -p "$(dirname "$out")"
new=$(mktemp)
trap 'rm -f "$new" "$new.in"' EXIT
cat >"$new.in"
[ ! -e "$out" ] || grep '^ *{' "$out" | sed 's/,$//' | grep -v "\"name\": \"$prefix" >"$new" || :
awk '{ printf "  {\"name\": \"%s\", \"value\": %s, \"unit\": \"%s\"}\n", $1, $2, $3 }' "$new.in" >>"$new"
{
	echo '['
	sed '$!s/$/,/' "$new"
	echo ']'
} >"$out"
awk -v prefix="$prefix" '
	NR == FNR { value[$1] = $2; unit[$1] = $3; next }
	/^#/ || NF < 3 || index($1, prefix) != 1 { next }
	!head { head = 1; printf "%-28s %10s %-10s %s\n", "figure", "value", "unit", "floor" }
	!($1 in value) { printf "%-28s %10s %-10s %s %s: NO FIGURE\n", $1, "-", "-", $2, $3; bad = 1; next }
	{
		ok = $2 == "at-least" ? value[$1] + 0 >= $3 + 0 : value[$1] + 0 <= $3 + 0
		printf "%-28s %10s %-10s %s %s: %s\n", $1, value[$1], unit[$1], $2, $3, ok ? "ok" : "MISSED"
		bad = bad || !ok
	}
	END { exit bad }' "$new.in" "$floors"
