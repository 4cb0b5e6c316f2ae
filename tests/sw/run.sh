#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs cmocka programs, prints the failures and one total.
passed=0 failed=0
for t in "$@"; do
	out=$(CMOCKA_MESSAGE_OUTPUT=TAP timeout 60 "$t" 2>&1)
	rc=$?
	ok=$(printf '%s\n' "$out" | grep -c '^ok ')
	bad=$(printf '%s\n' "$out" | grep -c '^not ok ')
	# A program that died has failed even if no test says so.
	[ $rc -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
	passed=$((passed + ok)) failed=$((failed + bad))
	[ "$bad" -eq 0 ] || { echo "$t: exit $rc"; printf '%s\n' "$out" | grep -v '^ok '; }
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
