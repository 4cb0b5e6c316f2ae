#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the packages of packages.txt that are missing.
#
# usage: setup.sh [--check]     --check: exit 1 if something is missing, install nothing
# On a terminal it shows the list and asks once; without one it goes ahead.
set -eu
cd "$(dirname "$0")/.."

missing=
while read -r package _; do
	case $package in '' | '#'*) continue ;; esac
	if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
		missing="$missing $package"
	fi
done <packages.txt

[ -n "$missing" ] || exit 0
if [ "${1:-}" = --check ]; then
	exit 1
fi

echo "doorbell needs these Debian packages, which are not installed:"
for package in $missing; do
	printf '  %-30s %s\n' "$package" "$(sed -n "s/^$package  *//p" packages.txt)"
done
if [ -t 0 ]; then
	printf 'Install them now with apt-get? [Y/n] '
	read -r answer
	case $answer in n* | N*) echo "setup: not installed: nothing was changed" >&2; exit 2 ;; esac
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || { echo "setup: not root and no sudo: install the packages above as root, then run this again" >&2; exit 2; }
	as_root=sudo
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q >/dev/null || { echo "setup: apt-get update failed: check the network and /etc/apt/sources.list" >&2; exit 2; }
# shellcheck disable=SC2086 # a list of words
$as_root apt-get install -q -y --no-install-recommends $missing >/dev/null ||
	{ echo "setup: apt-get install failed: run 'apt-get install$missing' to see why" >&2; exit 2; }
echo "setup: installed$missing"
