# SPDX-License-Identifier: GPL-2.0-only
#
# tree.sh - the kernel's tree as Kbuild sees it: unpacked, with our architecture laid over, configured.
#
# Sourced by tools/linux. ROOT is the repository; a build folder holds src (the overlay: links into
# a kernel tree, and arch/vqsim) and obj (what Kbuild makes).

kernel_patterns=(
	'*/Kconfig*' '*/Makefile*' '*/Kbuild*' Makefile Kbuild Kconfig
	include scripts tools/include block init kernel lib mm 'fs/*.[ch]'
	arch/x86/entry/syscalls/syscall_32.tbl
	drivers/base drivers/block drivers/virtio drivers/vhost
)

# unpack_tree TARBALL TREE OBJECT...: what the build may need of a Debian source tarball, and the
# sources of the objects. TREE appears whole.
unpack_tree() {
	local top=${1##*/} tree=$2 patterns=() tarball=$1

	top=${top%.tar.xz}
	shift 2
	mapfile -t patterns < <(printf "$top/%s\n" "${@/%.o/.c}" "${kernel_patterns[@]}")
	rm -rf "$tree.part"
	mkdir -p "$tree.part"
	tar -xJf "$tarball" -C "$tree.part" --strip-components=1 --wildcards \
		--exclude="$top/fs/*/*.[ch]" "${patterns[@]}"
	rm -rf "$tree"
	mv "$tree.part" "$tree"
}

# overlay_tree TREE SRC: links to everything in TREE, with arch/vqsim in place of its
# architectures, and without what an earlier build inside TREE has generated.
overlay_tree() {
	local tree=$1 src=$2 arch=$2/arch/vqsim entry

	rm -rf "$src"
	mkdir -p "$src/arch" "$src/include"
	for entry in "$tree"/*; do
		case ${entry##*/} in
		arch | include) ;;
		*) ln -s "$entry" "$src/" ;;
		esac
	done
	for entry in "$tree"/include/*; do
		case ${entry##*/} in
		config | generated) ;;
		*) ln -s "$entry" "$src/include/" ;;
		esac
	done
	ln -s "$tree"/arch/* "$src/arch/"
	rm -f "$arch"
	mkdir -p "$arch/include"
	for entry in Kconfig Kconfig.debug Makefile kernel; do
		ln -s "$ROOT/sim/linux/arch/$entry" "$arch/"
	done
	ln -s "$ROOT"/sim/linux/arch/include/* "$arch/include/"
	ln -s "$ROOT/sim/include/sim" "$arch/include/"
}

# kbuild WORK TARGET...: Kbuild in WORK/obj; what the compiler is told names no folder of this machine.
kbuild() {
	local work=$1

	shift
	make -C "$work/src" O="$work/obj" ARCH=vqsim --no-print-directory -s \
		KCFLAGS="-fstack-clash-protection -ffile-prefix-map=$work/src/= -ffile-prefix-map=$work/obj=. $extra_cflags" \
		KBUILD_BUILD_TIMESTAMP=0 KBUILD_BUILD_USER=vqsim KBUILD_BUILD_HOST=vqsim \
		"$@" 2>&1 | { grep -v '^  \(GEN\|CC\|HOSTCC\|HOSTLD\|LEX\|YACC\|UPD\|WRAP\|CALL\|DESCEND\|SYNC\) ' || true; }
	return "${PIPESTATUS[0]}"
}

# configure_tree WORK: everything off, save what common.config names.
configure_tree() {
	kbuild "$1" KCONFIG_ALLCONFIG="$ROOT/sim/linux/common.config" allnoconfig &&
		kbuild "$1" prepare modules_prepare
}

# own_flags OBJ OBJECT: the compiler flags that Kbuild used for OBJECT, without what is about that
# object alone: a response file for sources of ours. They may include a kernel file as
# "../kernel/sched/wait.c", which is found beside the include folder.
own_flags() {
	local dir=${2%/*}

	command_of "$1" "$2" | sed -E "s# -I ?[^ ]*/src/$dir( |\$)# #g; s# -I ?(\./)?$dir( |\$)# #g
		s# -I ?[^ ]*/src/$dir( |\$)# #g; s# -DKBUILD_(BASENAME|MODNAME|MODFILE)='[^']*'##g
		s# -D__KBUILD_MODNAME=[^ ]*##
		s#-ffile-prefix-map=([^ ]*/src)/=#& -ffile-prefix-map=\1/include/../= -ffile-prefix-map=$ROOT/=#"
}

# command_of OBJ OBJECT: the arguments of the compiler, without input, output and dependency file.
command_of() {
	local dir=${2%/*} base=${2##*/}

	sed -nE 's/^(saved)?cmd_[^ ]+ := gcc //p' "$1/$dir/.$base.cmd" |
		sed -E 's# -c -o .*##; s#-Wp,-MMD,[^ ]*##'
}
