#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The demonstration: the same driver twice, once with one line removed.
#
# usage: demo.sh SIMULATOR CORRECT.elf BUGGY.elf     exit 0 if the first is clean and the second is convicted
sim=$1 good=$2 bad=$3

echo "1. A correct driver: sw/apps/demo.c"
echo "   \$ $sim $good"
"$sim" "$good" || { echo "demo: the correct driver is not clean" >&2; exit 1; }
echo
echo "2. The same driver without one line (built with -DBUG): sw/apps/demo.c"
grep -n -A1 '#ifndef BUG' sw/apps/demo.c | sed 's/^/   /'
echo "   \$ $sim --stop-at-first $bad"
"$sim" --stop-at-first "$bad"
code=$?
[ $code -eq 3 ] || { echo "demo: the buggy driver was not convicted (exit $code)" >&2; exit 1; }
echo
echo "The data may even have come out right. The verdict does not depend on that: try  $sim --mem-latency 1 $bad"
