#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Proves that the views show what they name: GTKWave leaves a missing signal out without a word.
#
# usage: check_views.sh PROGRAM.elf       a program with a finding of class missing-clean
#
# A fresh trace is made for each view; then each signal of the view file and of the generated view, bits and all, must be
# among the names that fst2vcd finds in that trace. Filter files are held against their sources, the markers against the
# report, and GTKWave, on a virtual screen, must show as many rows as the view has. Ends with N passed, N failed.
set -u
elf=$1
out=build/waves/check
good=0 bad=0
mkdir -p $out || exit 2

ok() {
	good=$((good + 1))
}
no() {
	bad=$((bad + 1))
	echo "FAIL: $*"
}
same() { # what, wanted, got
	if [ "$2" = "$3" ]; then ok; else no "$1: wanted '$2', got '$3'"; fi
}

# Declarations of a VCD, "scope.name[range]" a line.
names() {
	awk '/^\$scope/ { scope[depth++] = $3 } /^\$upscope/ { depth-- } /^\$enddefinitions/ { exit }
		/^\$var/ { s = ""; for (i = 0; i < depth; i++) s = s scope[i] "."; print s $5 ($6 ~ /^\[/ ? $6 : "") }'
}

# Signals of a generated view: the alias, the name of a vector and the bit numbers are taken off.
view_signals() {
	grep -v '^[][@^*-]' "$1" | sed 's/^+{[^}]*} //; s/^#{[^}]*} //' | tr ' ' '\n' | sed 's/^([0-9]*)//' | sort -u
}

# Signals of a view file, without ranges.
file_signals() {
	sed 's/#.*//; /^==/d; /^--/d' "$1" | awk '{ for (i = 3; i <= NF; i += 2) print $i }' | sed 's/<.*//' | sort -u
}

for file in waves/views/*.view; do
	view=$(basename "$file" .view)
	if ! waves/open --no-gui --view "$view" --out "$out/$view" "$elf" >"$out/$view.out" 2>&1; then
		no "$view: $(tail -n 1 "$out/$view.out")"
		continue
	fi
	fst2vcd "$out/$view.fst" 2>/dev/null | names | sort -u >"$out/names"
	sed 's/\[[0-9]*:[0-9]*\]$//' "$out/names" | sort -u >"$out/bare"
	view_signals "$out/$view.gtkw" >"$out/wanted"
	file_signals "$file" >"$out/wanted.bare"
	[ -s "$out/wanted" ] && [ -s "$out/wanted.bare" ] || no "$view: names no signal"
	for pair in wanted:names wanted.bare:bare; do
		comm -23 "$out/${pair%:*}" "$out/${pair#*:}" >"$out/missing"
		while read -r name; do
			no "$view: $name is not in the trace"
		done <"$out/missing"
		good=$((good + $(comm -12 "$out/${pair%:*}" "$out/${pair#*:}" | wc -l)))
	done
	# every row of the file is a row of the view, and of GTKWave
	rows=$(grep -c '^==\|^--\|^[a-z]' "$file")
	same "$view: rows of the view" "$rows" "$(grep -c '^-\|^+{' "$out/$view.gtkw")"
	if command -v xvfb-run >/dev/null; then
		printf 'puts "rows: [gtkwave::getTotalNumTraces]"\ngtkwave::/File/Quit\n' >"$out/rows.tcl"
		shown=$(timeout 60 xvfb-run -a -s "-screen 0 1900x1100x24" timeout 40 gtkwave --rcvar 'hide_sst yes' \
			"$out/$view.fst" "$out/$view.gtkw" -S "$out/rows.tcl" 2>/dev/null | sed -n 's/^rows: //p')
		same "$view: rows that GTKWave shows" "$rows" "$shown"
	fi
done

# A signal that does not exist is refused.
echo 'bit wrong TOP.no_such_signal' >"$out/wrong.view"
fst2vcd "$out/story.fst" 2>/dev/null | build/waves/mkview --view "$out/wrong.view" --trace x --filters build/waves/filters \
	--disasm x >/dev/null 2>"$out/wrong.err"
same "a view with a signal that does not exist" "2 mkview: $out/wrong.view:1: the trace has no signal TOP.no_such_signal" \
	"$? $(cat "$out/wrong.err")"

# The markers.
cycle=$(sed -n 's/^ *"cycle": \([0-9]*\),*$/\1/p' "$out/story.json" | head -n 1)
same "marker D" "$cycle FINDING" "$(sed -n 's/^D //p' "$out/story.marks")"
same "named markers" "A B C D" "$(sed -n 's/^\[markername\] \(.\).*/\1/p' "$out/story.gtkw" | tr '\n' ' ' | sed 's/ $//')"
set -- $(sed -n 's/^[ABC] \([0-9]*\) .*/\1/p' "$out/story.marks")
if [ "$1" -lt "$cycle" ] && [ "$cycle" -le "$2" ] && [ "$2" -lt "$3" ]; then
	ok
else
	no "the newest store, the finding, the doorbell and the device's read come in this order: $1 $cycle $2 $3"
fi

# The text rows of the finding's story.
fst2vcd "$out/story.fst" 2>/dev/null >"$out/story.vcd"
for text in 'FINDING:_missing-clean_at_0x' 'DOORBELL_DMA0_TAIL_=_1' 'device_reads' 'DIRTY' 'fence_w,o' 'fetch_8' 'OLDER_value'; do
	pattern=$(echo "$text" | sed 's/_/\\\\040/g')
	if grep -q "^s.*$pattern" "$out/story.vcd"; then ok; else no "story: no row says '$text'"; fi
done
rm -f "$out/story.vcd"

# States by name: as in the RTL.
for file in waves/filters/*.txt; do
	rtl=$(sed -n "s/^# states of \([^,]*\),.*/\1/p" "$file")
	prefix=$(sed -n "s/^# states of .*prefix '\([^']*\)'.*/\1/p" "$file")
	[ -n "$rtl" ] || continue
	offset=0
	grep -q 'valid in front' "$file" && offset=8
	onehot=
	grep -q 'one-hot' "$file" && onehot=1
	sed '/^#/d; / -$/d' "$file" >"$out/states"
	[ -s "$out/states" ] || no "$file: no states"
	while read -r value name; do
		n=$((0x$value - offset))
		if [ -n "$onehot" ]; then # the RTL numbers the bits
			bit=0
			while [ $((1 << bit)) -lt $n ]; do bit=$((bit + 1)); done
			n=$bit
		fi
		if grep -Eq "(^|[^A-Z_])$prefix$name *= *([0-9]+'d)?$n([^0-9]|$)" "$rtl"; then
			ok
		else
			no "$file: $rtl has no $prefix$name = $n"
		fi
	done <"$out/states"
done

# Codes by name: each PCODE of the source.
sed -n 's/^PCODE(\([A-Z]*\), *\([a-z]*\), *\([A-Z_]*\), *\([0-9]*\),.*/\1 \2 \3 \4/p' include/spec/probe.def >"$out/codes"
[ -s "$out/codes" ] || no "include/spec/probe.def: no codes"
while read -r lane field name value; do
	if grep -qx "$(printf %x "$value") $name" "build/waves/filters/${lane}_$field.txt"; then
		ok
	else
		no "filters/${lane}_$field.txt: no $name = $value"
	fi
done <"$out/codes"

# The disassembler answers each line with one line, whatever it is.
pc=$(riscv64-unknown-elf-objdump -d "$elf" | sed -n 's/^ *\([0-9a-f]*\):.*fence.*w,o.*/\1/p' | head -n 1)
same "disasm of a fence" "fence w,o" "$(echo "$pc" | build/waves/disasm "$elf" | sed 's/  <.*//')"
same "disasm of x, z, nothing and a value while not valid" "xxxx|zz||0|" \
	"$(printf 'xxxx\nzz\n\n0\n0%016x\n' 0 | timeout 20 build/waves/disasm "$elf" | tr '\n' '|' | sed 's/|$//')"
same "disasm without a program" "80000000" "$(echo 80000000 | timeout 20 build/waves/disasm /nonexistent)"

echo "$good passed, $bad failed"
[ $bad -eq 0 ]
