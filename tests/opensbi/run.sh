#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# OpenSBI, as Debian packages it, boots on the simulator to a supervisor payload, which prints through it and shuts down
# by it. The firmware is not ours: what it prints about the hart must be what the hart is.
#
# usage: run.sh SIMULATOR OUT [OPTIONS...]      ends with `N passed, N failed`
set -u
sim=$1 out=$2
shift 2
fw=/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin
passed=0 failed=0

check() { # NAME PATTERN FILE
	if grep -q -e "$2" "$3"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "opensbi: $1: no line '$2' in $3"
	fi
}

[ -r "$fw" ] || {
	echo "opensbi: $fw is missing: make setup installs the package opensbi"
	echo "0 passed, 1 failed"
	exit 1
}
# the addresses of tests/opensbi/opensbi.mk
timeout 600 "$sim" --max-cycles 200000000 --load "$fw@0x80000000" --load "$out/payload.bin@0x80200000" \
	--load "$out/doorbell.dtb@0x83000000" "$@" "$out/boot.elf" >"$out/console.txt" 2>"$out/verdict.txt" </dev/null
status=$?
if [ $status -eq 0 ]; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "opensbi: exit status $status: $(tail -n 1 "$out/verdict.txt")"
	tail -n 5 "$out/console.txt"
fi
check banner '^OpenSBI v1' "$out/console.txt"
check "machine name" '^Platform Name *: doorbell' "$out/console.txt"
check "instruction set" '^Boot HART Base ISA *: rv64imacsu\|^Boot HART Base ISA *: rv64iamcsu\|^Boot HART Base ISA *: rv64imac' "$out/console.txt"
check "privileged architecture" '^Boot HART Priv Version *: v1.1[12]' "$out/console.txt"
check PMP '^Boot HART PMP Count *: \(8\|16\)' "$out/console.txt"
check console '^Platform Console Device *: uart8250' "$out/console.txt"
check timer '^Platform Timer Device *: aclint-mtimer' "$out/console.txt"
check reset '^Platform Reboot Device *: \|^Platform Shutdown Device *: ' "$out/console.txt"
check payload '^payload: passed' "$out/console.txt"
if grep -q 'still here\|FAILED' "$out/console.txt"; then
	failed=$((failed + 1))
	grep 'still here\|FAILED' "$out/console.txt"
else
	passed=$((passed + 1))
fi
tail -n 1 "$out/verdict.txt"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
