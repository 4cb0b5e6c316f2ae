#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs one proof task of tasks.txt and writes one line, also to build/formal/TASK/result:
#   TASK|PASS or FAIL|what was shown|properties|seconds|group
# usage: run.sh TASK [RTLDIR [ENGINE]]     RTLDIR: tree of prepared RTL; ENGINE: instead of the task's (for breaks)
# A failure names the property and the cycle; build/formal/TASK/cex.aiw holds the inputs (AIGER, names in model.aim).
set -u
{ # read to the end before anything runs
task=$1 rtl=${2:-build/formal/rtl} engine=${3:-}
row=$(grep "^$task *|" formal/tasks.txt) || { echo "formal/run.sh: $task: no such task in formal/tasks.txt" >&2; exit 2; }
field() { echo "$row" | cut -d'|' -f"$1" | sed 's/^ *//;s/ *$//'; }
[ -n "$engine" ] || engine=$(field 3)
top=$(field 4) params=$(field 5) group=$(field 6)
set -- $engine
mode=$1 depth=${2:-0} limit=${3:-600}
dir=${FORMAL_OUT:-build/formal/$task}
rm -rf "$dir"
mkdir -p "$dir"

defines= chparam=
for p in $params; do
	case $p in
	+*)
		[ -f "$rtl/${p#+}" ] || { echo "$task|SKIP|rtl/${p#+} is not in this tree|0|0|$group" | tee "$dir/result"; exit 0; }
		;;
	-D*) defines="$defines $p" ;;
	*) chparam="$chparam -chparam ${p%%=*} ${p#*=}" ;;
	esac
done
# what stands in formal/env/ under the name of an RTL module is used in its place
twins=$(ls formal/env/*.v | sed 's/.*\///' | tr '\n' '|' | sed 's/|$//;s/\./[.]/g')
sources=$(find "$rtl" -name '*.v' | sort | grep -Ev "/($twins)\$" | tr '\n' ' ')
harness=$(ls formal/env/*.v formal/*/"$top".v | tr '\n' ' ')
{
	echo "read_verilog -formal -defer -D DOORBELL_ASSERT $defines -Iinclude -Irtl/core -Irtl/axi $sources"
	echo "read_verilog -sv -formal -defer $defines -Iinclude -Irtl/core -Irtl/axi -Iformal/env $harness"
	echo "hierarchy -check -top $top $chparam"
	echo 'proc; flatten; opt_clean'
	if [ "$mode" = cover ]; then echo 'chformal -assert -remove'; else echo 'chformal -cover -remove'; fi
	echo 'memory -nordff; opt -nodffe -nosdff -fast; async2sync; dffunmap; setundef -undriven -anyseq'
	echo 'opt -nodffe -nosdff -fast; setattr -unset keep; delete -output'
	# a cover is reached where the assertion of its contrary fails
	[ "$mode" = cover ] && echo 'techmap -map formal/env/cover_map.v'
	echo 'techmap; opt_clean; setundef -undriven -anyseq; dffunmap; aigmap; opt_clean'
	echo "tee -q -o $dir/names select -list t:\$assert"
	echo "write_aiger -zinit -no-startoffset -map $dir/model.aim $dir/model.aig"
} >"$dir/model.ys"
if ! (ulimit -s unlimited; ulimit -t 300; exec yosys -ql "$dir/yosys.log" "$dir/model.ys") >"$dir/yosys.out" 2>&1; then
	echo "$task|FAIL|yosys: $(grep -m1 ERROR "$dir/yosys.log")|0|0|$group" | tee "$dir/result"
	exit 1
fi
count=$(wc -l <"$dir/names")
# limits are CPU time: a busy machine is only slower
abc() { (ulimit -t "$limit" && exec yosys-abc -c "read_aiger $dir/model.aig; fold; strash; $1") >"$dir/abc.log" 2>&1; }
verdict=FAIL what=
case $mode in
prove)
	abc "pdr; write_cex -a $dir/cex.aiw"
	if grep -q 'Property proved' "$dir/abc.log"; then
		verdict=PASS what='proven (PDR)'
	elif ! grep -q 'was asserted in frame' "$dir/abc.log"; then
		what="no proof in $limit s (PDR)"
	fi
	;;
bmc)
	abc "bmc3 -F $depth; write_cex -a $dir/cex.aiw"
	if grep -q "No output asserted in $depth frames" "$dir/abc.log"; then
		verdict=PASS what="bounded: $depth cycles"
	elif ! grep -q 'was asserted in frame' "$dir/abc.log"; then
		what="$depth cycles need more than $limit s"
	fi
	;;
cover)
	abc "bmc3 -a -F $depth"
	reached=$(grep -c 'was asserted in frame' "$dir/abc.log")
	what="$reached of $count covers reached within $depth cycles"
	if [ "$reached" -eq "$count" ]; then
		verdict=PASS
	else
		what="$what; not: $(awk 'NR == FNR { if (match($0, /Output +[0-9]+ +was asserted/)) { split(substr($0, RSTART), w); hit[w[2]] = 1 } next }
			!((FNR - 1) in hit) { sub(/.*\//, ""); printf "%s ", $0 }' "$dir/abc.log" "$dir/names")"
	fi
	;;
*)
	echo "formal/run.sh: $task: engine '$mode' is none of prove, bmc, cover" >&2
	exit 2
	;;
esac
if [ -z "$what" ]; then
	set -- $(sed -n 's/^Output *\([0-9]*\).* was asserted in frame *\([0-9]*\).*/\1 \2/p' "$dir/abc.log" | head -n 1)
	what="FAILS in cycle $2: $(sed -n "$(($1 + 1))s/.*\///p" "$dir/names" | sed 's/^\$assert\$//;s/\$[0-9]*$//')"
fi
times >"$dir/times" # of the shell's children: the second line
set -- $(sed -n '2{s/[ms]/ /g;p}' "$dir/times")
secs=$(awk "BEGIN { printf \"%.0f\", $1 * 60 + $2 + $3 * 60 + $4 }")
echo "$task|$verdict|$what|$count|$secs|$group" | tee "$dir/result"
[ $verdict = PASS ]
exit $?
}
