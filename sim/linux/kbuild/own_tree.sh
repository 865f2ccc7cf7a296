#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# own_tree.sh BUILD WORK TREE OUT.so SRC... - files of the user's own kernel tree as a module: what `simctl build --kernel` runs.
#
# TREE is not written to: Kbuild works in WORK, over links. BUILD is the build of this repository: its modules and
# its simctl say which symbols there are. Exit status 1 if a symbol is missing, 2 if it does not compile or the input is bad.
set -eu
ROOT=$(cd "$(dirname "$0")/../../.." && pwd)
. "$ROOT/sim/linux/kbuild/tree.sh"
. "$ROOT/sim/linux/kbuild/report.sh"
BUILD=$1 work=$(realpath -m "$2") tree=$(realpath "$3") out=$(realpath -m "$4")
shift 4
sources=("$@")
name=$(basename "$out" .so)

refuse() {
	echo "$tree: $*" >&2
	exit 2
}

field() {
	sed -n "s/^$1 = *//p" "$tree/Makefile" | head -n 1
}

[ -f "$tree/Makefile" ] && [ -f "$tree/Kconfig" ] || refuse "this is no kernel tree"
for source in "${sources[@]}"; do
	[ -f "$tree/$source" ] || refuse "there is no $source"
done
major=$(field VERSION) minor=$(field PATCHLEVEL)
version=6.12
[ "$major" -ge 6 ] && { [ "$major" -gt 6 ] || [ "$minor" -ge 7 ]; } || version=6.1
modules=$BUILD/modules/checked/linux/$version
[ -f "$modules/linux.so" ] || refuse "$major.$minor needs Linux $version, which is not built: tools/linux $version"

mkdir -p "$work"
exec 9>"$work/lock"
flock 9
extra_cflags=-DMODULE
if [ "$(cat "$work/tree-is" 2>/dev/null)" != "$tree" ]; then
	rm -rf "$work/obj" "$work/configured"
	overlay_tree "$tree" "$work/src"
	echo "$tree" >"$work/tree-is"
fi
if [ ! -f "$work/configured" ] || [ -n "$(find "$ROOT/sim/linux/arch" "$ROOT/sim/linux/common.config" \
	"$ROOT/sim/linux/kbuild/tree.sh" "$ROOT/sim/include/sim" "$tree/Makefile" \
	-newer "$work/configured" -type f -print -quit)" ]; then
	configure_tree "$work" || refuse "cannot be configured"
	touch "$work/configured"
fi
kbuild "$work" "${sources[@]/%.c/.o}" || exit 2

cd "$work"
rm -rf own sym
mkdir -p own
own_flags obj "${sources[0]/%.c/.o}" >flags.module
{
	printf 'MODULES := %s\nKERNEL := %s\n' "$name" "${sources[*]/%.c/.o}"
	printf '%s_KERNEL := %s\n%s_OWN :=\n' "$name" "${sources[*]/%.c/.o}" "$name"
} >modules.mk
make -f "$ROOT/sim/linux/kbuild/link.mk" --no-print-directory -s ROOT="$ROOT" OUT="$work/out" BUILD="$work" || exit 2
mv "out/$name.so" "$out"

# What the kernel's other modules have counts as the kernel's.
extra_symbols=$(nm -D --defined-only "$modules"/*.so | awk 'NF == 3 { print "K", $3 }')
report_table "$work" "$extra_symbols"
report_missing "$work" "$tree"
echo "$out: for Linux $version, $(wc -l <missing.txt) symbols missing"
[ ! -s missing.txt ]
