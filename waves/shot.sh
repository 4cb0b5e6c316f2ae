#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A picture of a program's finding: waves/open on a virtual screen.
#
# usage: waves/shot.sh OUT.png [--view NAME] PROGRAM.elf [options of the simulator]
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
[ $# -ge 2 ] || { echo "usage: waves/shot.sh OUT.png [--view NAME] PROGRAM.elf [options of the simulator]" >&2; exit 2; }
png=$1
shift
command -v xvfb-run >/dev/null || { echo "shot: xvfb-run is missing: make setup (Debian package xvfb)" >&2; exit 2; }
stem=$root/build/waves/shot
[ "$root" = "$PWD" ] && stem=build/waves/shot
"$root/waves/open" --no-gui --out "$stem" "$@" || exit 2
mkdir -p "$(dirname "$png")" || exit 2
rm -f "$png"
printf 'gtkwave::/File/Grab_To_File %s\ngtkwave::/File/Quit\n' "$png" >"$stem.tcl"
# a Tcl error would leave GTKWave running
timeout 60 xvfb-run -a -s "-screen 0 1900x1100x24" timeout 40 \
	gtkwave --rcvar 'hide_sst yes' "$stem.fst" "$stem.gtkw" -S "$stem.tcl" >"$stem.log" 2>&1
[ -s "$png" ] || { cat "$stem.log" >&2; echo "shot: GTKWave made no picture" >&2; exit 2; }
echo "shot: $png"
