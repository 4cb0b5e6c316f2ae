#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Synthesizes one block and writes "LUT FF BRAM DSP picoseconds" to OUT/NAME.area.
# usage: block.sh OUT NAME TOP PARAMETERS STRAPS CUT...   (STRAPS: 0 tied to constants, 1 pins; "-" for none)
# Done before with the same sources: nothing to do.
set -eu
out=$1 name=$2 top=$3 params=$4 straps=$5
shift 5
mkdir -p "$out"
# shellcheck disable=SC2046
sum=$(cat $(cat rtl/files.f) include/*.vh rtl/core/*.vh synth/block.sh | { cat; echo "$top $params $straps $*"; } | sha256sum)
[ -s "$out/$name.area" ] && [ "$sum" = "$(cat "$out/$name.sum" 2>/dev/null)" ] && exit 0

file=$(grep "/$top\.v$" rtl/files.f)
{
	echo "read_verilog -Iinclude -Irtl/core $(tr '\n' ' ' <rtl/files.f)"
	# not by hierarchy's own -chparam, which aborts where the top module has to be read again
	[ "$params" = - ] || echo "chparam$(echo "$params" | sed 's/\([A-Z0-9_]*\)=\([0-9]*\),*/ -set \1 \2/g') $top"
	echo "hierarchy -check -top $top"
	echo "proc"
	for cut in "$@"; do # by the name before parameters
		[ "$cut" = - ] || printf 'blackbox %s A:hdlname=*%s %%u\n' "$cut" "\\$cut"
	done
	echo "rename -top synth_top"
	echo "cd synth_top"
	if [ "$straps" = 0 ]; then
		# the RAM of an Arty: 256 MiB, and 64 KiB above 4 GiB
		for strap in seed=32\'d0 hostile=32\'d0 quirk=32\'d0 ram_pages=20\'h10000 ram_hi_pages=20\'d16 boot_addr=64\'h80000000; do
			pin=cfg_${strap%%=*}_i
			! grep -q "input .*\<$pin\>" "$file" || printf 'delete -port %s\nconnect -set %s %s\n' "$pin" "$pin" "${strap#*=}"
		done
	fi
	echo "delete -port o:probe_* o:rvfi_*"
	echo "cd .."
	echo "flatten"
	# in two steps, because abc9 stops at block RAM whose hierarchy is not known again after the memory passes
	echo "synth_xilinx -family xc7 -noiopad -noclkbuf -abc9 -run begin:map_luts"
	echo "hierarchy -top synth_top"
	# map for what is counted: a LUT of any size is one. Restructured twice; without &mfs, at which ABC aborts
	echo "setattr -mod -set abc9_lut 1 =LUT1 =LUT2 =LUT3 =LUT4 =LUT5 =LUT6"
	map="&if {C} {W} {D} {R} -v" two="&st; &if {C} -g -K 6"
	echo "scratchpad -set abc9.script \"+&scorr; &sweep; $map; $two; &dch -f; $map; $two; &synch2; $map\""
	echo "synth_xilinx -family xc7 -noiopad -noclkbuf -abc9 -run map_luts:"
	echo "tee -q -o $out/$name.stat stat"
	echo "read_verilog -lib -specify -overwrite +/xilinx/cells_sim.v"
	echo "tee -q -o $out/$name.sta sta"
} >"$out/$name.ys"
if ! timeout 7200 yosys -q -l "$out/$name.log" "$out/$name.ys" >"$out/$name.err" 2>&1; then
	echo "synth: $name: Yosys failed: see $out/$name.err" >&2
	exit 1
fi
delay=$(sed -n "s/^Latest arrival time in 'synth_top' is \([0-9]*\).*/\1/p" "$out/$name.sta")
awk -v delay="${delay:-0}" '
	$1 ~ /^(LUT[1-6]|INV|SRL.*)$/ { lut += $2; next }
	$1 ~ /^(RAM32M|RAM64M|RAM128X1D)$/ { lut += 4 * $2; next }
	$1 ~ /^(RAM32X1D|RAM64X1D|RAM128X1S)$/ { lut += 2 * $2; next }
	$1 ~ /^RAM(32|64)X1S$/ { lut += $2; next }
	$1 ~ /^FD[RSCP]E/ { ff += $2; next }
	$1 ~ /^RAMB36/ { bram += $2; next }
	$1 ~ /^RAMB18/ { bram += $2 / 2; next }
	$1 == "DSP48E1" { dsp += $2; next }
	$1 ~ /^(CARRY4|MUXF[78])$/ { next }
	cells && NF == 2 && $1 ~ /^[A-Z]/ && $2 ~ /^[0-9]+$/ { print "synth: unknown cell " $1 >"/dev/stderr"; bad = 1 }
	/Number of cells/ { cells = 1 }
	END { if (bad) exit 1; print lut + 0, ff + 0, bram + 0, dsp + 0, delay }' "$out/$name.stat" >"$out/$name.area.new"
mv "$out/$name.area.new" "$out/$name.area"
echo "$sum" >"$out/$name.sum"
