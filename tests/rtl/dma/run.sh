#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the benches of some configurations one after the other, then compares the line coverage; ends with the sum of their
# "N passed, N failed", in which the coverage counts as one.
# usage: run.sh ROOT SEED 'OPTIONS' CONFIGURATION...
set -u
cd "$1" || exit 2
seed=$2 options=$3
shift 3
passed=0 failed=0
for c; do
	log=build/tests/rtl/dma/$c/run.log
	# shellcheck disable=SC2086 # options are words
	timeout 3600 build/tests/rtl/dma/$c/bench --seed "$seed" $options --coverage build/tests/rtl/dma/$c.coverage >"$log" 2>&1
	code=$?
	last=$(tail -n 1 "$log")
	case $last in
	*' passed, '*' failed')
		sed '$d' "$log"
		p=${last%% *} f=${last##*, } f=${f%% *}
		;;
	*)
		tail -n 20 "$log"
		echo "$c: ended with status $code: repeat: build/tests/rtl/dma/$c/bench --seed $seed $options"
		p=0 f=1
		;;
	esac
	passed=$((passed + p)) failed=$((failed + f))
done
files=$(for c; do echo "build/tests/rtl/dma/$c.coverage"; done)
# shellcheck disable=SC2086 # a list of files
if tests/rtl/dma/coverage.sh rtl/dma $files; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
