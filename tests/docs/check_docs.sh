#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the pages say against the tree.
#
# usage: check_docs.sh [SIMULATOR]     from anywhere; SIMULATOR: build/doorbell
#   links    every relative link of a page leads to a file, every #anchor to a heading
#   targets  every `make TARGET` and every `make -C DIR` exists
#   options  every --option named on a line that is not about another program is in SIMULATOR --help
#   classes  every name in the position of a class is in include/spec/classes.def; every class has a row in checker.md
#   files    every path in backquotes below a top folder exists
#   demo     the README's block of `make demo` agrees with a fresh run but for numbers
#   markers  no page keeps a marker for text that is still to come
# The last two parts, and options, need a built SIMULATOR and build/sw/apps/demo*.elf. One line per failure; the last
# line is `N passed, N failed`.
set -u
cd "$(dirname "$0")/../.." || exit 2
sim=${1:-build/doorbell}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "docs: $*"; }

if [ -e .git ] && git rev-parse >/dev/null 2>&1; then
	git ls-files --cached --others --exclude-standard '*.md' >"$work/pages"
else
	find . -name '*.md' ! -path './build/*' | sed 's|^\./||' >"$work/pages"
fi
[ -s "$work/pages" ] || bad 'no page at all'

# ---- links ----
heads() { # anchors of a page, as GitHub makes them
	sed -n '/^```/,/^```/d; s/^##* *//p' "$1" | tr 'A-Z' 'a-z' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}
while read -r page; do
	dir=$(dirname "$page")
	sed '/^```/,/^```/d; s/`[^`]*`//g' "$page" | grep -o '](\([^)]*\))' | sed 's/^](//; s/)$//' >"$work/links"
	while read -r link; do
		case $link in http:* | https:* | mailto:*) continue ;; esac
		file=${link%%#*} anchor=
		case $link in *'#'*) anchor=${link#*#} ;; esac
		[ -n "$file" ] && target=$dir/$file || target=$page
		if [ ! -e "$target" ]; then
			bad "$page: link to $link: no such file"
		elif [ -n "$anchor" ] && ! heads "$target" | grep -qx -- "$anchor"; then
			bad "$page: link to $link: no such heading"
		else
			good
		fi
	done <"$work/links"
done <"$work/pages"

# ---- targets ----
cat Makefile $(sed -n "s/^include //p" Makefile) |
	sed -n 's/^\([A-Za-z][A-Za-z -]*\):\([^=].*\)\{0,1\}$/\1/p' | tr ' ' '\n' | sort -u >"$work/known"
while read -r page; do
	# commands: between backquotes, or at the start of a line of a code block
	{ grep -o '`[^`]*`' "$page" | tr -d '`'; sed -n '/^```/,/^```/p' "$page"; } |
		sed -n 's/.*\(make [A-Za-z-][^`]*\)/\1/p' | sed -n '/^make/p' | sort -u >"$work/commands"
	while read -r _ first second _; do
		case $first in
		-C)
			dir=${second%%,*}
			case $dir in *'<'*) dir=$(dirname "$dir") ;; esac
			if [ -d "$dir" ]; then good; else bad "$page: make -C $dir: no such folder"; fi
			;;
		[a-z]*)
			target=$(echo "$first" | sed 's/[^a-z0-9-].*//')
			if grep -qx -- "$target" "$work/known"; then good; else bad "$page: make $target: no such target"; fi
			;;
		esac
	done <"$work/commands"
done <"$work/pages"

# ---- options ----
if [ -x "$sim" ]; then
	"$sim" --help | grep -o -- '--[a-z][a-z-]*' | sort -u >"$work/options"
	[ -s "$work/options" ] || bad "$sim --help names no option"
	while read -r page; do
		grep -v -e 'setup\.sh' -e 'verilator --' -e 'regress --' -e 'apt-get' -e 'gtkwave --' -e 'yosys --' -e 'waves/open' "$page" |
			sed 's/^ *<!--.*//' | grep -o -- '\(^\|[^a-zA-Z0-9_,-]\)--[a-z][a-z-]*' | grep -o -- '--[a-z-]*' | sort -u >"$work/named"
		while read -r option; do
			if grep -qx -- "$option" "$work/options"; then good; else bad "$page: $option: $sim has no such option"; fi
		done <"$work/named"
	done <"$work/pages"
else
	bad "$sim is not there: build it with 'make build/doorbell'"
fi

# ---- classes ----
sed -n 's/^CLASS([A-Z_]*, "\([a-z-]*\)".*/\1/p' include/spec/classes.def >"$work/classes"
[ -s "$work/classes" ] || bad 'include/spec/classes.def: no classes found'
while read -r slug; do
	if grep -q "^| \`$slug\` |" docs/checker.md; then good; else bad "docs/checker.md: no row for $slug"; fi
done <"$work/classes"
{
	sed -n 's/^| `\([a-z]*-[a-z-]*\)` | \([DMA–]\( [DMA]\)*\) |.*/docs\/checker.md \1/p' docs/checker.md
	while read -r page; do
		# --explain CLASS, tests/bugs/CLASS, a report's first line, rules of --suppress
		sed -n -e 's/.*--explain \([a-z][a-z-]*\).*/\1/p' -e 's|.*tests/bugs/\([a-z-]*\).*|\1|p' \
			-e 's/^\([a-z-]*\) (\(latent\|manifest\), .*/\1/p' -e 's/^\([a-z]*-[a-z-]*\) [a-z_]*\/[a-z_./]*\.c$/\1/p' "$page" |
			sed -n "s|^..*|$page &|p"
	done <"$work/pages"
} >"$work/slugs"
while read -r page slug; do
	if grep -qx -- "$slug" "$work/classes"; then good; else bad "$page: $slug is no class"; fi
done <"$work/slugs"

# ---- files ----
while read -r page; do
	case $page in docs/reference/*) continue ;; esac
	grep -o '`[^`]*`' "$page" | tr -d '`' | grep -E '^(sw|sim|rtl|tests|tools|include|docs|waves)/[A-Za-z0-9_./-]*$' |
		sort -u >"$work/paths"
	while read -r path; do
		if [ -e "$path" ] || [ -e "$(dirname "$page")/$path" ]; then good; else bad "$page: $path: no such file"; fi
	done <"$work/paths"
	if grep -n '^@[A-Z]*@$' "$page"; then bad "$page: a marker is left"; else good; fi
done <"$work/pages"

# ---- demo ----
plain() { # numbers, and what depends on how many there are
	sed -e 's/0x[0-9a-f]*/X/g' -e 's/[0-9][0-9.]*/N/g' -e 's/X\.\.X/X/' -e 's/ (N bytes*)/ B/' -e 's/(N times)//' \
		-e 's/, once)/, N times)/' -e 's/  */ /g' -e 's/ $//'
}
if [ -x "$sim" ] && [ -f build/sw/apps/demo.elf ] && [ -f build/sw/apps/demo-bug.elf ]; then
	sh tests/demo.sh build/doorbell build/sw/apps/demo.elf build/sw/apps/demo-bug.elf 2>&1 | plain >"$work/fresh"
	awk '/^```/ { if (inside && found) exit; inside = !inside; text = ""; next }
		inside { text = text $0 "\n" } inside && /^1\. A correct driver/ { found = 1 }
		END { printf "%s", text }' README.md | plain >"$work/pasted"
	if [ ! -s "$work/pasted" ]; then
		bad 'README.md: no block of make demo'
	elif diff "$work/pasted" "$work/fresh" >"$work/diff"; then
		good
	else
		bad 'README.md: make demo prints something else now (< README, > now):'
		head -n 20 "$work/diff"
	fi
else
	bad "the demo is not built: make $sim build/sw/apps/demo.elf build/sw/apps/demo-bug.elf"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
