#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every bad program, option and result file: one line on standard error that names the fault, exit status 2, and no file
# left behind. The same program without the fault runs, so that no case passes for another reason.
#
# usage: run_bad_input.sh SIMULATOR      prints each failure and `N passed, N failed`
set -u
sim=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0

ok() {
	passed=$((passed + 1))
}

fail() {
	failed=$((failed + 1))
	echo "$*"
}

# Result of the last run is in $status, out and err (outside the directory that is watched).
mkdir run
out=$work/out err=$work/err
run() {
	(cd run && timeout 60 "$sim" "$@" >"$out" 2>"$err" </dev/null)
	status=$?
}

# refused NAME TEXT: judges the last run
refused() {
	lines=$(wc -l <"$err")
	left=$(cd run && ls)
	if [ $status -ne 2 ]; then
		fail "$1: exit status $status, expected 2: $(head -n 1 "$err")"
	elif [ "$lines" -ne 1 ]; then
		fail "$1: $lines lines on standard error, expected 1: $(head -n 2 "$err" | tr '\n' '|')"
	elif ! grep -qi -e "$2" "$err"; then
		fail "$1: the message does not say '$2': $(cat "$err")"
	elif [ -n "$left" ]; then
		fail "$1: left behind: $left"
	else
		ok
	fi
	rm -rf run && mkdir run
}

# bad NAME TEXT ARGUMENTS...: refused before anything is printed
bad() {
	name=$1 text=$2
	shift 2
	run "$@"
	if [ -s "$out" ]; then
		fail "$name: printed on standard output: $(head -n 1 "$out")"
		rm -rf run && mkdir run
		return
	fi
	refused "$name" "$text"
}

# full NAME TEXT ARGUMENTS...: no file can take a byte
full() {
	name=$1 text=$2
	shift 2
	(
		cd run && ulimit -f 0
		timeout 60 "$sim" "$@" 2>&1 >/dev/null </dev/null
		echo "status $?"
	) | cat >"$err"
	status=$(sed -n "s/^status //p" "$err")
	sed -i "/^status /d" "$err"
	refused "$name" "$text"
}

# patch FILE OFFSET BYTES(as printf escapes): a copy of good.elf with some bytes changed
patch() {
	cp good.elf "$1"
	# shellcheck disable=SC2059 # the bytes are a format on purpose
	printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# A program that prints one byte and passes; its signature is two words.
cat >good.S <<'END'
	.globl _start
_start:	li t0, 0x10000000
	li t1, '!'
	sb t1, 0(t0)
	fence
	li t0, 0x100000
	li t1, 0x5555
	sw t1, 0(t0)
1:	j 1b
	.data
	.globl begin_signature, end_signature
	.balign 8
begin_signature:
	.dword 0x1122334455667788
end_signature:
END
cc="riscv64-unknown-elf-gcc -march=rv64imac -mabi=lp64 -nostdlib -Wl,-N -Wl,--no-relax -Wl,--no-warn-rwx-segments"
sed '/globl begin/d;/^begin_/d;/^end_/d' good.S >nosig.S
$cc -Wl,-Ttext=0x80000000 good.S -o good.elf || exit 1
$cc -Wl,-Ttext=0x80000000 nosig.S -o nosig.elf || exit 1
$cc -Wl,-Ttext=0x10000 good.S -o low.elf || exit 1
$cc -Wl,-Ttext=0x400000000 good.S -o high.elf || exit 1
$cc -Wl,-Ttext=0x80180000 good.S -o second-mib.elf || exit 1
$cc -r good.S -o object.elf || exit 1
good=$work/good.elf

# The control: nothing is wrong here.
run "$good"
if [ $status -eq 0 ]; then ok; else fail "good program: exit status $status: $(head -n 1 "$err")"; fi
if tail -n 1 "$err" | grep -q '^doorbell: passed, [0-9]* cycles, [0-9]* instructions, [0-9.]* Mcycle/s$'; then
	ok
else
	fail "good program: last line: $(tail -n 1 "$err")"
fi
for args in --help --version "--explain missing-clean"; do
	# shellcheck disable=SC2086 # options are words
	run $args
	if [ $status -eq 0 ] && [ -s "$out" ] && [ ! -s "$err" ]; then ok; else fail "$args: exit status $status"; fi
done
run --signature s --report r --sarif x --events e --uart u --trace t "$good"
left=$(cd run && echo *)
if [ $status -eq 0 ] && [ "$left" = "e r s t u x" ] && [ "$(tr '\n' ' ' <run/s)" = "55667788 11223344 " ]; then
	ok
else
	fail "all results at once: exit status $status, files: $left, signature: $(cat run/s 2>/dev/null)"
fi
rm -rf run && mkdir run

# Programs
bad "no program" "no program"
bad "two programs" "one too many" "$good" "$good"
bad "no such file" "no such file" nowhere.elf
bad "directory" "not a regular file" /
: >empty
bad "empty file" "not an ELF" "$work/empty"
bad "text file" "not an ELF" "$work/good.S"
patch class32.elf 4 '\001'
bad "32-bit ELF" "32-bit" "$work/class32.elf"
patch big.elf 5 '\002'
bad "big-endian ELF" "big-endian" "$work/big.elf"
patch machine.elf 18 '\076\000'
bad "other machine" "another machine" "$work/machine.elf"
patch dyn.elf 16 '\003\000'
bad "shared object" "not an executable" "$work/dyn.elf"
bad "object file" "not an executable" "$work/object.elf"
patch nophdr.elf 56 '\000\000'
bad "no program headers" "no program headers" "$work/nophdr.elf"
# offset of the program header of the first segment to load
phdr=$((64 + 56 * $(riscv64-unknown-elf-readelf -lW good.elf | awk '$1 == "LOAD" { print n + 0; exit } $2 ~ /^0x/ { n++ }')))
patch filesz.elf $((phdr + 32)) '\000\000\000\000\001\000\000\000'
bad "segment longer than the file" "cut off" "$work/filesz.elf"
patch memsz.elf $((phdr + 40)) '\001\000\000\000\000\000\000\000'
bad "more bytes in the file than in memory" "more bytes in the file" "$work/memsz.elf"
patch entry.elf 24 '\000\020\000\000\000\000\000\000'
bad "entry outside" "entry 0x1000 lies outside" "$work/entry.elf"
patch odd.elf 24 '\001\000\000\200\000\000\000\000'
bad "odd entry" "odd" "$work/odd.elf"
size=$(wc -c <good.elf)
for n in 1 3; do
	head -c $n good.elf >cut.elf
	bad "cut after $n bytes" "not an ELF" "$work/cut.elf"
done
for n in 20 63 64 100 119 200 $((size / 2)) $((size - 1)); do
	head -c "$n" good.elf >cut.elf
	bad "cut after $n bytes" "cut off" "$work/cut.elf"
done
bad "segment below the RAM" "outside the RAM" "$work/low.elf"
bad "segment above the RAM" "outside the RAM" --ram-mib 1 "$work/second-mib.elf"
bad "no RAM_HI" "outside the RAM" --ram-hi-mib 0 "$work/high.elf"

# Options
bad "unknown option" "unknown" --nonsense "$good"
bad "unknown letter" "unknown option" -x "$good"
for option in seed hostility quirk mem-latency mem-jitter mem-stall ram-mib ram-hi-mib max-cycles watchdog uart \
	signature signature-granularity report sarif suppress events trace trace-depth trace-from trace-to check \
	fault stream stream-stall explain; do
	bad "--$option without a value" "needs a value" "$good" --$option
done
for option in hostile coherent no-coherent mem-reorder stop-at-first help version; do
	bad "--$option=x" "takes no value" --$option=x "$good"
done
for option in seed mem-latency mem-jitter mem-stall ram-mib ram-hi-mib max-cycles watchdog; do
	for value in '' x -1 1x 0x 1.5 ' 1' 18446744073709551616; do
		bad "--$option '$value'" "is not a number" "--$option=$value" "$good"
	done
done
bad "--seed too large" "is not a number" --seed 4294967296 "$good"
bad "--mem-latency 0" "from 1" --mem-latency 0 "$good"
bad "--mem-stall 100" "to 99" --mem-stall 100 "$good"
bad "--ram-mib 0" "from 1 to 1024" --ram-mib 0 "$good"
bad "--ram-mib 1025" "from 1 to 1024" --ram-mib 1025 "$good"
bad "--ram-hi-mib 4096" "to 4095" --ram-hi-mib 4096 "$good"
bad "--max-cycles 0" "from 1" --max-cycles 0 "$good"
bad "--hostility unknown" "known: evict" --hostility nothing "$good"
bad "--hostility list with a gap" "unknown name ''" --hostility evict,,fabric "$good"
bad "--quirk unknown" "bus-offset-0" --quirk nothing "$good"
bad "--check=maybe" "on or off" --check=maybe "$good"
bad "--explain unknown" "missing-clean" --explain nothing
bad "--stop-at-first without checker" "needs the checker" --check=off --stop-at-first "$good"
bad "--signature-granularity 3" "4 or 8" --signature s --signature-granularity 3 "$good"
bad "--signature-granularity alone" "needs --signature" --signature-granularity 4 "$good"
bad "--signature without symbols" "begin_signature" --signature s "$work/nosig.elf"
bad "--trace-depth alone" "need --trace" --trace-depth 2 "$good"
bad "--trace-from behind --trace-to" "behind" --trace t --trace-from 2 --trace-to 1 "$good"
for value in x read read: read:x read:0x80000000: read:0x80000000:0 write:0x80000000:1x read:0x10000000000 \
	read:-1 erase:0x80000000; do
	bad "--fault $value" "is not read:ADDR" --fault "$value" "$good"
done

# Files beside the program
for value in x @0x84000000 "$good@" "$good@x" "$good@0x84000000x"; do
	bad "--load $value" "is not FILE@ADDR" --load "$value" "$good"
done
bad "--load no file" "cannot be opened" --load nothing@0x84000000 "$good"
bad "--load outside" "outside the RAM" --load "$good@0x70000000" "$good"
bad "--load overlap" "overlaps" --load "$good@0x80000000" "$good"
: >"$work/nothing"
bad "--load empty" "is empty" --load "$work/nothing@0x84000000" "$good"

# Result files
for option in signature report sarif events trace uart; do
	bad "--$option '' " "empty" "--$option=" "$good"
	bad "--$option in no directory" "no such file" --$option nowhere/file "$good"
	bad "--$option a directory" "directory" --$option / "$good"
	full "--$option on a full disk" "--$option" --$option file "$good"
	if [ "$(id -u)" -ne 0 ]; then
		: >readonly && chmod a-w readonly
		bad "--$option read-only" "denied" --$option ../readonly "$good"
	fi
done
for value in 4:loopback 0 0:pipe 0:loopback:4 0:loopback:11 0:sink: :sink 0:source: x:sink; do
	bad "--stream $value" "is not CH:loopback" --stream "$value" "$good"
done
bad "--stream source beside a loopback" "give that one a sink" --stream 1:source "$good"
bad "--stream source without its file" "nowhere" --stream 1:sink --stream 1:source:nowhere "$good"
bad "--stream sink in no directory" "no such file" --stream 1:sink:nowhere/file "$good"
bad "--stream-stall 100" "to 99" --stream-stall 100 "$good"
bad "stream over the program" "two purposes" --stream 1:sink:"$good" "$good"
bad "--suppress no such file" "suppress" --suppress nowhere "$good"
bad "--trace a device" "regular file" --trace /dev/null "$good"
bad "result over the program" "two purposes" --report "$good" "$good"
bad "two results in one file" "two purposes" --report same --sarif same "$good"
cp good.elf keep.elf
run --report "$good" "$good"
if cmp -s good.elf keep.elf; then ok; else fail "the program was overwritten by a report"; fi
if [ -c /dev/full ]; then
	(cd run && timeout 60 "$sim" "$good" >/dev/full 2>"$err" </dev/null)
	status=$?
	refused "standard output on a full disk" "standard output"
fi

# A missing part: the tracers are not beside this copy.
cp "$sim" alone
sim=$work/alone
bad "doorbell-trace missing" "alone-trace cannot be run" --trace t "$good"
bad "doorbell-bus missing" "alone-bus cannot be run" --trace t --trace-depth 2 "$good"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
