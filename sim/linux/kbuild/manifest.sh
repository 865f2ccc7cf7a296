# SPDX-License-Identifier: GPL-2.0-only
#
# manifest.sh - which package, and which files of it, the build was reviewed with. Sourced by tools/linux.
#
# A manifest is what sha256sum reads, below a line "# package NAME VERSION".

# check_package: sets package_version; refuses one that the manifest does not name.
check_package() {
	local expected

	package_version=$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null) ||
		refuse "package $package is not installed"
	! $update || return 0
	expected=$(sed -n 's/^# package [^ ]* //p' "$manifest")
	[ "$package_version" = "$expected" ] ||
		refuse "$package is $package_version, but the manifest is for $expected (--update-manifest to take it)"
}

# check_files TREE: every file of the manifest is there and is what it was.
check_files() {
	local changed

	changed=$(cd "$1" && LC_ALL=C sha256sum --quiet -c "$manifest" 2>/dev/null) ||
		refuse "changed against the manifest: $(printf '%s' "$changed" | cut -d: -f1 | head -n 3 | tr '\n' ' ')"
}

# files_used WORK: the kernel's files that the compilers have read, for objects and for our own sources.
files_used() {
	local work=$1 objects

	objects=$(sed -n 's/^KERNEL :=//p' "$work/modules.mk")
	(
		cd "$work"
		# shellcheck disable=SC2086
		printf 'obj/%s\n' $objects | sed 's#/\([^/]*\)$#/.\1.cmd#' |
			xargs sed -n '/^source_/p; /^deps_/,/^$/p'
		find own -name '*.d' -print0 | xargs -0 -r cat
	) | grep -oE "$work/src/[^ :)]+" | sed "s#^$work/src/##; s#^include/\.\./##" | grep -v '^arch/vqsim/' | LC_ALL=C sort -u
}

# check_complete WORK: no file was used that the manifest does not have.
check_complete() {
	local more

	more=$(files_used "$1" | grep -vxF -f <(sed -n 's/^[0-9a-f]*  //p' "$manifest") | head -n 3 | tr '\n' ' ') || true
	[ -z "$more" ] || refuse "used, but not in the manifest: $more(--update-manifest to take them)"
}

# write_manifest WORK
write_manifest() {
	mkdir -p "${manifest%/*}"
	{
		echo "# SPDX-License-Identifier: GPL-2.0-only"
		echo "#"
		echo "# $version.sha256 - the files of $package that the build reads, below the package's version."
		echo "# package $package $package_version"
		(cd "$1/tree" && files_used "$1" | xargs sha256sum)
	} >"$manifest.new"
	mv "$manifest.new" "$manifest"
	echo "linux $version: $(grep -c '^[0-9a-f]\{64\}' "$manifest") files in ${manifest#"$ROOT/"}"
}
