#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copies rtl/ as the provers read it: an assertion of the RTL, `$display(...); $stop;`, becomes `assert (0);`.
# usage: prepare.sh OUTDIR
set -eu
rm -rf "$1"
for f in $(cat rtl/files.f); do
	to=$1/${f#rtl/}
	mkdir -p "$(dirname "$to")"
	sed -e 's/\$display([^;]*); *//' -e 's/\$stop;/assert (0);/' "$f" >"$to"
done
