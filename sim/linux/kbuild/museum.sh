#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# museum.sh ROOT WORK OUT VERSION NAME - one piece of the museum: modules with scenarios/linux/bugs/NAME's patch in them.
#
# The patched copies are compiled as Kbuild compiled the originals, and linked with all else of their module to
# OUT/bugs/NAME/MODULE.so. NAME-VERSION.patch goes before NAME.patch; with neither there is nothing to do.
set -eu
ROOT=$1 work=$2 out=$3/bugs/$5 version=$4 name=$5
piece=$ROOT/scenarios/linux/bugs/$name
tree=$work/museum/$name
. "$ROOT/sim/linux/kbuild/tree.sh"

refuse() {
	echo "scenarios/linux/bugs/$name: $*" >&2
	rm -rf "$out"
	exit 1
}

patch=$piece/$name-$version.patch
[ -f "$patch" ] || patch=$piece/$name.patch
if [ ! -f "$patch" ]; then
	rm -rf "$out"
	exit 0
fi
if [ -d "$out" ] && [ -n "$(ls "$out"/*.so 2>/dev/null)" ]; then
	newer=$(for module in "$out"/*.so; do
		find "$patch" "$0" "$3/${module##*/}" -newer "$module"
	done)
	[ -n "$newer" ] || exit 0
fi
echo "  MUSEUM  $name"

mapfile -t touched < <(sed -nE 's#^\+\+\+ b/([^\t ]+).*#\1#p' "$patch")
[ ${#touched[@]} -gt 0 ] || refuse "no line '+++ b/FILE'"
rm -rf "$tree" "$out"
copy() {
	mkdir -p "$tree/${1%/*}"
	cp "$work/tree/$1" "$tree/$1"
}
for file in "${touched[@]}"; do
	[ -f "$work/tree/$file" ] || refuse "$version has no $file"
	copy "$file"
done
patch -p1 --force --fuzz=0 --no-backup-if-mismatch --reject-file=- --silent -d "$tree" <"$patch" ||
	refuse "${patch##*/} does not apply to $version"

# Every object that was compiled from a touched file, in whatever module.
read -ra kernel < <(sed -n 's/^KERNEL :=//p' "$work/modules.mk")
objects=()
for object in "${kernel[@]}"; do
	command=$work/obj/${object%/*}/.${object##*/}.cmd
	for file in "${touched[@]}"; do
		! grep -qE "src/$file( |\$)" "$command" || objects+=("$object")
	done
done
[ ${#objects[@]} -gt 0 ] || refuse "nothing is built from ${touched[*]}"
for file in "${touched[@]}"; do
	! grep -qrF --include='*.d' "src/$file " "$work/own" || refuse "$file is compiled into our own files too"
done
substitutions=()
for object in $(printf '%s\n' "${objects[@]}" | sort -u); do
	source=${object%.o}.c
	[ -f "$tree/$source" ] || copy "$source"
	command_of "$work/obj" "$object" >"$tree/${object%.o}.flags"
	(cd "$work/obj" && gcc -I"$tree/include" -iquote "$work/src/${source%/*}" @"$tree/${object%.o}.flags" \
		-ffile-prefix-map="$tree/"= -c -o "$tree/$object" "$tree/$source") ||
		refuse "$source does not compile for $version"
	substitutions+=(-e "s#(^| )obj/$object( |\$)#\\1museum/$name/$object\\2#")
done

cd "$work"
for link in link.*; do
	sed -E "${substitutions[@]}" "$link" >"$tree/$link"
	if ! cmp -s "$link" "$tree/$link"; then
		mkdir -p "$out"
		gcc @"$tree/$link" -o "$out/${link#link.}.so"
	fi
done
